//! Marks of ours in other people's mail: reply tokens in addresses, case numbers in subjects.
//! Knows their shape only; whether they are good is the business of others.
use regex::Regex;
use std::sync::LazyLock;

static CASE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)\bLKT-(20\d{2})-(\d{5,7})\b").ok());
static BRACKETED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)\[\s*LKT-(20\d{2})-(\d{5,7})\s*\]").ok());
/// Prefixes of answers, one language (or program) per line.
#[rustfmt::skip]
const ANSWERS: &[(&str, &[&str])] = &[
    ("Indonesian, Malay", &["bls", "balas", "balasan", "jawab", "jawaban"]),
    ("English and most programs", &["re", "reply"]),
    ("German, Dutch", &["aw", "antw", "antwort", "antwoord"]),
    ("French, Spanish, Portuguese, Italian", &["rép", "réf", "rif", "r", "res", "resp"]),
    ("Danish, Norwegian, Swedish, Icelandic", &["sv", "svar"]),
    ("Finnish, Estonian", &["vs"]),
    ("Polish, Croatian, Slovenian", &["odp"]),
    ("Hungarian, Latvian, Lithuanian", &["vá", "atb", "ats"]),
    ("Greek, Russian, Ukrainian, Bulgarian", &["απ", "σχετ", "отв", "ответ", "відп", "отг"]),
    ("Turkish, Azerbaijani", &["ynt", "cvb"]),
    ("Vietnamese, Thai", &["trả lời", "tl", "ตอบ", "ตอบกลับ"]),
    ("Chinese", &["回复", "回復", "回覆", "答复", "答覆"]),
    ("Japanese, Korean", &["返信", "답장", "회신"]),
    ("Arabic, Hebrew, Persian", &["رد", "השב", "תגובה", "پاسخ"]),
];

/// Prefixes of forwarded mails.
#[rustfmt::skip]
const FORWARDS: &[(&str, &[&str])] = &[
    ("Indonesian, Malay", &["trs", "terusan", "teruskan", "diteruskan"]),
    ("English and most programs", &["fwd", "fw", "forward"]),
    ("German, Dutch", &["wg", "doorst"]),
    ("French, Spanish, Portuguese, Italian", &["tr", "rv", "rvl", "enc", "i"]),
    ("Danish, Norwegian, Swedish, Finnish", &["vs", "vb", "vl"]),
    ("Polish, Czech, Hungarian, Romanian", &["pd", "fs", "továbbítás", "tov"]),
    ("Greek, Russian, Ukrainian, Turkish", &["πρθ", "πρ", "пер", "переслано", "i̇lt", "ilt", "ilet"]),
    ("Vietnamese, Thai", &["chuyển tiếp", "ส่งต่อ"]),
    ("Chinese, Japanese, Korean", &["转发", "轉寄", "轉發", "転送", "전달"]),
    ("Arabic, Hebrew", &["إعادة توجيه", "הועבר"]),
];

/// What programs put in front of subjects for other reasons.
const NOTICES: &[&str] = &["balasan otomatis", "automatic reply", "auto", "out of office", "spam"];

fn prefixes(table: &[(&str, &[&str])]) -> String {
    let words: Vec<String> =
        table.iter().flat_map(|(_, all)| *all).map(|word| regex::escape(word)).collect();
    words.join("|")
}

/// How often a prefix counts itself: `Re[2]:`, `Re(2):`, `Re^2:`.
const COUNT: &str = r"\s*(?:\[\d+\]|\(\d+\)|\^\d+|\*\d+)?\s*[:：]";

static PREFIX: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let (answers, forwards, notices) = (prefixes(ANSWERS), prefixes(FORWARDS), NOTICES.join("|"));
    Regex::new(&format!(
        r"(?i)^\s*(?:(?:{answers}|{forwards}|{notices}){COUNT}|\[(?:spam|external|eksternal|ext)\])\s*"
    ))
    .ok()
});
static ANSWER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    // Tags of lists, of filters and of ours may stand before it.
    let tags = r"(?:\[[^\[\]]{0,60}\]\s*){0,5}";
    Regex::new(&format!(r"(?i)^\s*{tags}(?:{}){COUNT}", prefixes(ANSWERS))).ok()
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

static CODE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)\b(?:kode|code)\s*:\s*([a-z2-7]{4})-([a-z2-7]{4})\b").ok());

/// The short codes (`Kode: K7QM-4TXD`) in a text, upper case, each once. Most are quoted.
pub fn reply_codes(text: &str) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    let found = CODE.as_ref().into_iter().flat_map(|re| re.captures_iter(text));
    for code in found.take(50).filter_map(|c| {
        let (first, second) = (c.get(1)?.as_str(), c.get(2)?.as_str());
        Some(format!("{first}-{second}").to_ascii_uppercase())
    }) {
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes
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

/// Whether the subject begins as an answer to something, also behind tags (`[Eksternal] Re: …`).
pub(crate) fn is_answer(subject: &str) -> bool {
    ANSWER.as_ref().is_some_and(|answer| answer.is_match(subject))
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
    fn prefixes_go() {
        assert_eq!(strip_prefixes("Bls: Trs: Re[2]: FW : Permohonan: reset"), "Permohonan: reset");
        assert_eq!(strip_prefixes("AW: WG: SV: RV: 回复：转发: Permohonan"), "Permohonan");
        assert_eq!(strip_prefixes("Odp: YNT: Отв: [EXTERNAL] Re^3: Permohonan"), "Permohonan");
        assert_eq!(strip_prefixes("Rencana: x"), "Rencana: x");
        assert_eq!(strip_prefixes("Rapat: jadwal"), "Rapat: jadwal");
        assert_eq!(strip_prefixes("Re:"), "");
    }

    #[test]
    fn answers_are_told_by_their_prefix() {
        for subject in [
            "Re: x",
            "RE : x",
            "re[3]: x",
            "Bls: x",
            "AW: x",
            "Antw: x",
            "SV:x",
            "[EXTERNAL] Re: x",
        ]
        .into_iter()
        .chain([
            "Odp: x",
            "YNT: x",
            "回复：x",
            "답장: x",
            "Ответ: x",
            "Trả lời: x",
            "Rép : x",
        ]) {
            assert!(is_answer(subject), "{subject}");
        }
        for subject in
            ["x", "Fwd: Re: x", "Trs: x", "Rencana: x", "Reset: x", "Balai: x", "re x", "转发: x"]
        {
            assert!(!is_answer(subject), "{subject}");
        }
    }
}
