//! Machines that write: vacation answers, lists, bulk mail. Knows headers and subjects, no case.
//! An automatic mail is never a command and never gets an answer (security.md A3, 42).
use super::header::Block;

/// Subjects of vacation answers, lower case.
const SUBJECTS: [&str; 22] = [
    "balasan otomatis",
    "jawaban otomatis",
    "respon otomatis",
    "respons otomatis",
    "pesan otomatis",
    "auto reply",
    "auto-reply",
    "autoreply",
    "automatic reply",
    "auto response",
    "auto-response",
    "autoresponse",
    "out of office",
    "out of the office",
    "out-of-office",
    "ooo:",
    "vacation reply",
    "on vacation",
    "sedang cuti",
    "di luar kantor",
    "tidak di kantor",
    "away from office",
];

/// Whether a machine sent the mail by itself.
pub(crate) fn is_auto_reply(block: &Block<'_>, subject: &str) -> bool {
    auto_submitted(block)
        || null_return_path(block)
        || robot_header(block)
        || precedence(block, &["auto_reply", "auto-reply"])
        || precedence(block, &["bulk", "junk"]) && !is_mailing_list(block)
        || subject_says_so(subject)
}

/// RFC 3834 §5: everything but `no` means automatic.
fn auto_submitted(block: &Block<'_>) -> bool {
    let automatic = |name: &str| {
        block.all(name).any(|f| {
            let value = f.plain().to_ascii_lowercase();
            let word = value.split([';', ' ', '(']).next().unwrap_or_default().to_owned();
            !word.is_empty() && word != "no"
        })
    };
    automatic("auto-submitted") || automatic("x-auto-submitted")
}

fn null_return_path(block: &Block<'_>) -> bool {
    block.all("return-path").any(|f| {
        let value = f.plain();
        value == "<>" || value.eq_ignore_ascii_case("<mailer-daemon>")
    })
}

fn robot_header(block: &Block<'_>) -> bool {
    let says = |name: &str| {
        block.all(name).any(|f| {
            let value = f.plain().to_ascii_lowercase();
            !matches!(value.as_str(), "" | "no" | "none" | "0" | "false")
        })
    };
    ["x-autoreply", "x-autorespond", "x-autoresponder", "x-mail-autoreply", "x-autoreply-from", "x-loop"]
        .iter()
        .any(|name| says(name))
        // Exchange robots ask others not to answer; people's clients do not set this.
        || block.all("x-auto-response-suppress").any(|f| {
            let value = f.plain().to_ascii_lowercase();
            ["all", "oof", "autoreply"].iter().any(|w| value.split([',', ' ']).any(|v| v == *w))
        })
}

fn precedence(block: &Block<'_>, words: &[&str]) -> bool {
    ["precedence", "x-precedence"].iter().any(|name| {
        block.all(name).any(|f| words.contains(&f.plain().to_ascii_lowercase().as_str()))
    })
}

fn subject_says_so(subject: &str) -> bool {
    let subject = subject.trim_start().to_lowercase();
    let subject = subject.trim_start_matches(['[', '(', '*', '"']);
    SUBJECTS.iter().any(|s| subject.starts_with(s))
}

/// RFC 2919 / 2369 headers, or `Precedence: list`.
pub(crate) fn is_mailing_list(block: &Block<'_>) -> bool {
    ["list-id", "list-post", "list-unsubscribe", "mailing-list", "x-mailing-list", "x-list-id"]
        .iter()
        .any(|name| block.has(name))
        || precedence(block, &["list"])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn auto(headers: &str, subject: &str) -> bool {
        is_auto_reply(&Block::scan(headers.as_bytes()), subject)
    }

    #[test]
    fn machines_are_known() {
        for headers in [
            "Auto-Submitted: auto-replied\n\n",
            "Auto-Submitted: auto-generated; owner-email=\"x\"\n\n",
            "Return-Path: <>\n\n",
            "X-Autoreply: yes\n\n",
            "X-Auto-Response-Suppress: DR, OOF, AutoReply\n\n",
            "Precedence: bulk\n\n",
            "Precedence: auto_reply\n\n",
            "X-Autorespond: cuti\n\n",
        ] {
            assert!(auto(headers, "Re: x"), "{headers}");
        }
        for subject in
            ["Balasan otomatis: [LKT-2026-00042] X", "Automatic reply: x", "Out of Office Re: x"]
        {
            assert!(auto("From: a@b.example\n\n", subject), "{subject}");
        }
    }

    #[test]
    fn people_are_people() {
        for headers in [
            "Auto-Submitted: no\n\n",
            "Return-Path: <a@b.example>\n\n",
            "Precedence: first-class\n\n",
            "X-Autoreply: no\n\n",
            "X-Auto-Response-Suppress: None\n\n",
        ] {
            assert!(!auto(headers, "Re: Permohonan otomatis"), "{headers}");
        }
    }

    #[test]
    fn lists_are_lists() {
        assert!(is_mailing_list(&Block::scan(b"List-Id: <x.y.example>\n\n")));
        assert!(!is_mailing_list(&Block::scan(b"Subject: x\n\n")));
    }
}
