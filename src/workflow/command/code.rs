//! The six figures of an authenticator, typed with SETUJU (`SETUJU 492817`, RFC 6238). Knows the words
//! only: whether the code is right is found out where its seed is.
use super::opening::Start;
use super::tidy::Line;
use super::{Verdict, verbs, words};
use zeroize::Zeroizing;

/// What the code is replaced by wherever the line is repeated.
pub(super) const HIDDEN: &str = "******";

/// A code and where it stood.
pub(super) struct Code {
    pub digits: Zeroizing<String>,
    /// As typed, with the words that name it: `kode 492 817`.
    pub text: String,
    /// Lines below the command that it takes up.
    pub lines_below: usize,
}

/// A code beside the verb, or alone on the next line that says anything. Only where a decision is
/// typed: six figures elsewhere are somebody's telephone.
pub(super) fn typed(start: &Start, lines: &[Line]) -> Option<Code> {
    let split = words::split(&start.text);
    let verb = verbs::opening(&split)?;
    let takes_code = matches!(verb.verdict, Verdict::Approve | Verdict::Reject | Verdict::Delegate);
    if !takes_code {
        return None;
    }
    let after = split.get(verb.phrase.len() - 1).and_then(|w| start.text.get(w.end..))?;
    if let Some((digits, text)) = leading(after) {
        return Some(Code { digits, text: text.to_owned(), lines_below: 0 });
    }
    if verb.verdict == Verdict::Delegate
        && let Some(at) = after.to_ascii_lowercase().rfind("kode")
        && let Some((digits, text)) = after.get(at..).and_then(leading)
    {
        return Some(Code { digits, text: text.to_owned(), lines_below: 0 });
    }
    // "… SAMPAI 18-11-2026 870698": six figures of their own at the end.
    if verb.verdict == Verdict::Delegate {
        let end = after.trim_end_matches(['.', '!', ' ', ')']);
        let figures = end.trim_end_matches(|c: char| c.is_ascii_digit());
        let own = end.len() - figures.len() == 6 && figures.ends_with([' ', '(']);
        if own && let Some((digits, text)) = end.get(figures.len()..).and_then(leading) {
            return Some(Code { digits, text: text.to_owned(), lines_below: 0 });
        }
    }
    let more = !after.trim_matches(['!', '.', ',', ' ']).is_empty();
    if verb.verdict == Verdict::Reject || (verb.verdict == Verdict::Approve && more) {
        return None;
    }
    let below = lines.get(start.at + 1..)?;
    let at = below.iter().position(|line| !line.text.trim().is_empty())?;
    let line = below.get(at)?;
    let (digits, text) = leading(&line.text)?;
    let alone = line.text.trim().ends_with(text.trim());
    alone.then(|| Code { digits, text: text.to_owned(), lines_below: at + 1 })
}

/// Six figures at the head of `text`, perhaps named and perhaps in two halves, as apps show them.
fn leading(text: &str) -> Option<(Zeroizing<String>, &str)> {
    const NAMES: [&str; 8] = ["kode", "code", "otp", "totp", "token", "pin", "saya", "nya"];
    let mut at = 0;
    loop {
        let rest = text.get(at..)?;
        let skipped = rest.len() - rest.trim_start_matches(|c: char| " ,:;.-(=#".contains(c)).len();
        let rest = text.get(at + skipped..)?;
        let word: &str = rest.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or("");
        if word.is_empty() {
            at += skipped;
            break;
        }
        if !NAMES.contains(&word.to_ascii_lowercase().as_str()) {
            return None;
        }
        at += skipped + word.len();
    }
    let rest = text.get(at..)?;
    let mut digits = Zeroizing::new(String::with_capacity(6));
    let mut end = 0;
    for (index, c) in rest.char_indices() {
        match c {
            '0'..='9' if digits.len() < 6 => digits.push(c),
            ' ' | '-' | '.' if digits.len() == 3 => {}
            _ => break,
        }
        end = index + c.len_utf8();
    }
    let next = rest.get(end..).and_then(|r| r.chars().next());
    let longer = next.is_some_and(|c| c.is_alphanumeric() || c == '/' || c == '-');
    if digits.len() != 6 || longer {
        return None;
    }
    let end = at + end + usize::from(next == Some(')'));
    Some((digits, text.get(..end)?.trim_start_matches(['!', ' '])))
}

#[cfg(test)]
mod tests {
    use super::leading;
    use crate::workflow::actor::Role;
    use crate::workflow::command::{Typed, Verdict, parse};

    fn code(text: &str) -> (Verdict, Option<String>, String) {
        let parsed = parse(&Typed { text, other: None, subject: "" }, Role::AdminPpe);
        (parsed.command.verdict, parsed.code.map(|c| c.to_string()), parsed.echo)
    }

    #[test]
    fn codes_are_read_as_people_type_them() {
        for text in [
            "SETUJU 492817",
            "setuju 492 817",
            "Setuju, kode 492817",
            "SETUJU kode: 492-817",
            "SETUJU (492817)",
            "ACC otp 492817\nterima kasih",
            "SETUJU\n492817",
            "SETUJU\n\nKode: 492 817\n\nSalam,\nBagus",
            "SETUJU 492817\nPASSWORD: Rahasia#9",
        ] {
            let (verdict, code, echo) = code(text);
            assert_eq!(verdict, Verdict::Approve, "{text}");
            assert_eq!(code.as_deref(), Some("492817"), "{text}");
            assert!(!echo.contains("492817") && !echo.contains("492 817"), "{echo}");
        }
    }

    #[test]
    fn other_figures_are_no_code() {
        for text in [
            "SETUJU",
            "SETUJU 4928",
            "SETUJU 4928171",
            "SETUJU\nPASSWORD: 492817",
            "SETUJU untuk 492817",
        ] {
            assert_eq!(code(text).1, None, "{text}");
        }
        assert!(leading(" 492817abc").is_none() && leading("49281").is_none());
    }

    #[test]
    fn a_rejection_with_a_code_keeps_only_its_reason() {
        let parsed = parse(
            &Typed { text: "TOLAK 492817 SK sudah tidak berlaku", other: None, subject: "" },
            Role::AdminPpe,
        );
        assert_eq!(parsed.command.verdict, Verdict::Reject);
        assert_eq!(parsed.command.reason.as_deref(), Some("SK sudah tidak berlaku"));
        assert!(parsed.code.is_none());
    }
}
