//! Marks of ours in other people's mail: reply tokens in addresses, case numbers in subjects.
//! Knows their shape only; whether they are good is the business of others.
use regex::Regex;
use std::sync::LazyLock;

static CASE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)\bLKT-(20\d{2})-(\d{5,7})\b").ok());
static BRACKETED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)\[\s*LKT-(20\d{2})-(\d{5,7})\s*\]").ok());
static PREFIX: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^\s*(?:(?:re|aw|sv|antw|bls|balas|balasan|fwd?|fw|wg|trs|terusan|teruskan|balasan otomatis|automatic reply|auto|out of office|spam)\s*(?:\[\d+\]|\(\d+\))?\s*[:：]|\[(?:spam|external|eksternal|ext)\])\s*",
    )
    .ok()
});

/// The reply token in an address of ours: `loket+TOKEN@domain` where `own` is `loket@domain` and the
/// delimiter is `+`. Somebody else's plus address holds no token. Case is ignored, as mail clients do.
pub fn reply_token<'a>(address: &'a str, own: &str, delimiter: char) -> Option<&'a str> {
    let (local, domain) = address.rsplit_once('@')?;
    let (own_local, own_domain) = own.rsplit_once('@')?;
    let (base, token) = local.split_at_checked(own_local.len())?;
    let ours = base.eq_ignore_ascii_case(own_local) && domain.eq_ignore_ascii_case(own_domain);
    let token = token.strip_prefix(delimiter).filter(|_| ours)?;
    Some(token).filter(|t| !t.is_empty() && t.len() <= 64)
}

/// The case number in brackets of a subject (`[LKT-2026-00042]`), upper case; also behind `Re:`.
pub fn case_tag(subject: &str) -> Option<String> {
    BRACKETED.as_ref()?.captures(subject).and_then(|c| number(&c))
}

/// Every case number in a text, each once, at most 50, in order.
pub fn all_case_tags(text: &str) -> Vec<String> {
    let Some(case) = CASE.as_ref() else { return Vec::new() };
    let mut found: Vec<String> = Vec::new();
    for tag in case.captures_iter(text).filter_map(|c| number(&c)) {
        if found.len() < 50 && !found.contains(&tag) {
            found.push(tag);
        }
    }
    found
}

fn number(captures: &regex::Captures<'_>) -> Option<String> {
    Some(format!("LKT-{}-{}", captures.get(1)?.as_str(), captures.get(2)?.as_str()))
}

/// The subject without `Re:`, `Fwd:`, `Bls:`, `Trs:` and their like, taken off repeatedly.
pub fn strip_prefixes(subject: &str) -> &str {
    let Some(prefix) = PREFIX.as_ref() else { return subject.trim() };
    let mut rest = subject;
    for _ in 0..20 {
        match prefix.find(rest) {
            Some(found) => rest = rest.get(found.end()..).unwrap_or_default(),
            None => break,
        }
    }
    rest.trim()
}

/// What mail programs put before the subject of an answer, lower case, by language.
const ANSWERS: [(&str, &str); 12] = [
    ("all", "re"),
    ("Indonesian, Malay", "bls|balas|balasan|jawab|jwb"),
    ("German", "aw|antw|antwort"),
    ("Dutch", "antw"),
    ("Danish, Norwegian, Swedish", "sv|svar"),
    ("Finnish, Icelandic", "vs|svar"),
    ("French, Spanish, Portuguese, Italian", "ré|rép|res|rif"),
    ("Polish, Czech, Slovak, Hungarian", "odp|vá"),
    ("Turkish, Greek", "ynt|απ"),
    ("Russian, Ukrainian", "отв|ответ"),
    ("Vietnamese, Hebrew", "trả lời|השב"),
    ("Chinese, Japanese, Korean", "回复|回覆|答复|答覆|返信|회신"),
];

/// Whether the subject begins as an answer to something, also behind tags (`[Eksternal] Re: …`).
pub(crate) fn is_answer(subject: &str) -> bool {
    let mut rest = subject.trim_start();
    for _ in 0..5 {
        let Some((_, after)) = rest.strip_prefix('[').and_then(|r| r.split_once(']')) else {
            break;
        };
        rest = after.trim_start();
    }
    // No prefix is longer; the rest need not be looked at.
    let head: String = rest.chars().take(20).collect::<String>().to_lowercase();
    let Some(colon) = head.find([':', '：']) else { return false };
    let word = head.get(..colon).unwrap_or_default();
    // `Re[2]:`, `Re(3):`, `Re^2:`.
    let word = word.split(['[', '(', '^']).next().unwrap_or_default().trim();
    ANSWERS.iter().any(|(_, words)| words.split('|').any(|known| known == word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_and_tags() {
        let token = |address| reply_token(address, "helpdesk@lpse.example", '+');
        assert_eq!(token("Helpdesk+abc234@LPSE.example"), Some("abc234"));
        assert_eq!(token("helpdesk+@lpse.example"), None);
        assert_eq!(token("helpdesk@lpse.example"), None);
        assert_eq!(token("budi+helpdesk@lpse.example"), None);
        assert_eq!(token("helpdesk+abc234@lain.example"), None);
        assert_eq!(case_tag("Bls: RE: [lkt-2026-00042] Tanda").as_deref(), Some("LKT-2026-00042"));
        assert_eq!(case_tag("LKT-2026-00042"), None);
        assert_eq!(
            all_case_tags("LKT-2026-00042, [LKT-2026-00043] lkt-2026-00042 LKT-2026-1"),
            ["LKT-2026-00042", "LKT-2026-00043"]
        );
    }

    #[test]
    fn answers_are_known_by_their_prefix() {
        for subject in [
            "Re: x",
            "RE : x",
            "re[2]: x",
            "Re(3): x",
            "Bls: x",
            "Balasan: x",
            "AW: x",
            "SV: x",
            "[Eksternal] Re: x",
            "[pokja] [LKT-2026-00042] RE: x",
            "回复：x",
            "Odp: x",
            "Ynt: x",
            "Ответ: x",
            "Re:",
        ] {
            assert!(is_answer(subject), "{subject}");
        }
        for subject in [
            "",
            "Rencana: x",
            "Fwd: Re: x",
            "Trs: x",
            "Reset: akun",
            "Re x",
            "[Re: x",
            "Perihal: Re: x",
            "Revisi SK",
        ] {
            assert!(!is_answer(subject), "{subject}");
        }
    }

    #[test]
    fn prefixes_go() {
        assert_eq!(strip_prefixes("Bls: Trs: Re[2]: FW : Permohonan: reset"), "Permohonan: reset");
        assert_eq!(strip_prefixes("Rencana: x"), "Rencana: x");
        assert_eq!(strip_prefixes("Re:"), "");
    }
}
