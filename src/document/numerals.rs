//! Dates in words, "dua belas November dua ribu dua puluh enam", made dates in digits. Knows no paper.
use super::pattern::{Pattern, pattern};
use std::borrow::Cow;

static WORDED: Pattern = pattern!(
    r"(?i)\b((?:\d{1,2}|(?:se|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas)(?:\s+(?:belas|puluh(?:\s+(?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan))?))?))\s+(?:bulan\s+)?(januari|februari|pebruari|maret|april|mei|juni|juli|agustus|september|oktober|november|nopember|desember)\s+(?:tahun\s+)?(\d{4}\b|dua\s+ribu\s+(?:(?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan)\s+(?:belas|puluh(?:\s+(?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan)\b)?)|sepuluh|sebelas))"
);
/// What only such dates have.
const MARKS: [&str; 4] = ["ribu", "tahun 20", "bulan ", "ribu\n"];

/// The text with its worded dates in digits; it keeps its lines.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    let small = text.to_lowercase();
    if !MARKS.iter().any(|mark| small.contains(mark)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for found in WORDED.all(text) {
        let Some(date) = WORDED.captures(found.as_str()).and_then(|groups| {
            let day = number(groups.get(1)?.as_str())?;
            let year = number(groups.get(3)?.as_str())?;
            Some(format!("{day} {} {year}", groups.get(2)?.as_str()))
        }) else {
            continue;
        };
        out.push_str(text.get(done..found.start()).unwrap_or_default());
        out.push_str(&date);
        let breaks = found.as_str().matches('\n').count();
        out.extend(std::iter::repeat_n('\n', breaks));
        done = found.end();
    }
    out.push_str(text.get(done..).unwrap_or_default());
    Cow::Owned(out)
}

/// "dua puluh enam", "26".
fn number(words: &str) -> Option<u32> {
    if let Ok(digits) = words.parse() {
        return Some(digits);
    }
    let mut sum: u32 = 0;
    let mut last: u32 = 0;
    for word in words.to_lowercase().split_whitespace() {
        match word {
            "belas" => last = last.checked_add(10)?,
            "puluh" => last = last.checked_mul(10)?,
            "ribu" => last = last.checked_mul(1000)?,
            "se" => continue,
            _ => {
                sum = sum.checked_add(last)?;
                last = digit(word)?;
            }
        }
    }
    sum.checked_add(last)
}

fn digit(word: &str) -> Option<u32> {
    const WORDS: [&str; 11] = [
        "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh",
        "sebelas",
    ];
    let at = WORDS.iter().position(|known| *known == word)?;
    u32::try_from(at).ok()?.checked_add(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_words() {
        for (text, plain_text) in [
            ("tanggal dua Januari dua ribu dua puluh enam", "tanggal 2 Januari 2026"),
            (
                "tanggal tiga puluh satu\n Desember dua ribu dua puluh enam.",
                "tanggal 31 Desember 2026\n.",
            ),
            ("Dua Belas bulan November tahun Dua Ribu Dua Puluh Enam", "12 November 2026"),
            ("tanggal 5 bulan Mei tahun 2026", "tanggal 5 Mei 2026"),
            ("sebelas Juni dua ribu sembilan belas", "11 Juni 2019"),
            ("lima ribu rupiah pada bulan Mei", "lima ribu rupiah pada bulan Mei"),
        ] {
            assert_eq!(plain(text), plain_text, "{text}");
        }
    }
}
