//! Lines shown as evidence, without what nobody may see: passwords, NIK, long numbers.
use super::lines::squeeze;
use super::pattern::{Pattern, pattern};

/// Characters of a line that are shown.
const SHOWN: usize = 70;

static SECRET: Pattern = pattern!(
    r"(?i)\b(password|kata\s?sandi|passwd|sandi|pass|pw|pin)\b([^:=]{0,24}(?::|=|adalah|yaitu|yakni))\s*\S.*$"
);

/// The line in quotation marks.
pub(super) fn quoted(line: &str) -> String {
    let mut short = squeeze(line);
    if let Some(groups) = SECRET.captures(line) {
        let kept = groups.get(2).map(|m| m.end()).unwrap_or(0);
        short = format!("{} •••", squeeze(line.get(..kept).unwrap_or_default()));
    }
    let long = short.chars().count() > SHOWN;
    let mut shown: String = short.chars().take(SHOWN).collect();
    if long {
        shown.push('…');
    }
    let digits = shown.chars().filter(char::is_ascii_digit).count();
    if digits >= 12 {
        shown = shown.chars().map(|c| if c.is_ascii_digit() { '•' } else { c }).collect();
    }
    format!("“{shown}”")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_not_shown() {
        for line in [
            "Hal : reset, password lama : teluk2019!",
            "Kata sandi saat ini adalah teluk2019!",
            "NIK : 9901010303870001",
        ] {
            let shown = quoted(line);
            assert!(!shown.contains("teluk") && !shown.contains("9901"), "{shown}");
        }
        assert_eq!(
            quoted("Hal  :  Permohonan Reset Password"),
            "“Hal : Permohonan Reset Password”"
        );
    }
}
