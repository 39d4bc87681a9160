//! Dates, NIP, numbers, addresses as they are written in Indonesian offices. Knows no paper.
use super::lines::squeeze;
use super::pattern::{Pattern, pattern};

static DATE: Pattern = pattern!(
    r"(?i)\b(\d{1,2})\s{0,2}(?:[-/.]\s{0,2}(\d{1,2})\s{0,2}[-/.]|[-/. ]?\s{0,2}(januari|jan|pebruari|februari|feb|peb|maret|mar|april|apr|mei|juni|jun|juli|jul|agustus|agust|agst|agt|ags|september|sept|sep|oktober|okt|november|nopember|nov|nop|desember|des)\.?[-/. ]?)\s{0,2}(\d{4})\b"
);
static NIP_RUN: Pattern = pattern!(r"\d(?:[ .\-]{0,3}\d){14,19}");
static EMAIL: Pattern =
    pattern!(r"[A-Za-z0-9][A-Za-z0-9._%+\-]{0,63}@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+");
static PHONE: Pattern = pattern!(r"(?:\(?\+?\d)[\d ().\-]{6,20}\d");

/// A date in the text and where it stands.
pub(super) struct Dated {
    pub(super) start: usize,
    pub(super) end: usize,
    /// `YYYY-MM-DD`.
    pub(super) iso: String,
}

/// The first real date of the text, day first.
pub(super) fn date_in(text: &str) -> Option<Dated> {
    DATE.all(text).into_iter().find_map(|found| {
        let iso = iso(found.as_str())?;
        Some(Dated { start: found.start(), end: found.end(), iso })
    })
}

/// The date that begins within the first `slack` bytes.
pub(super) fn date_near_start(text: &str, slack: usize) -> Option<String> {
    date_in(text).filter(|dated| dated.start <= slack).map(|dated| dated.iso)
}

fn iso(text: &str) -> Option<String> {
    let groups = DATE.captures(text)?;
    let number = |n: usize| groups.get(n).and_then(|m| m.as_str().parse::<i16>().ok());
    let month = match groups.get(3) {
        Some(word) => month(word.as_str())?,
        None => number(2)?,
    };
    let day = i8::try_from(number(1)?).ok()?;
    let date = jiff::civil::Date::new(number(4)?, i8::try_from(month).ok()?, day).ok()?;
    (1945..=2099).contains(&date.year()).then(|| date.to_string())
}

fn month(word: &str) -> Option<i16> {
    let head: String = word.chars().take(3).collect::<String>().to_lowercase();
    Some(match head.as_str() {
        "jan" => 1,
        "feb" | "peb" => 2,
        "mar" => 3,
        "apr" => 4,
        "mei" => 5,
        "jun" => 6,
        "jul" => 7,
        "agu" | "ags" | "agt" => 8,
        "sep" => 9,
        "okt" => 10,
        "nov" | "nop" => 11,
        "des" => 12,
        _ => return None,
    })
}

/// The digits of a NIP that begins the value; 15 to 20 of them, so that a mistyped one is seen.
pub(super) fn nip(value: &str) -> Option<String> {
    let found = NIP_RUN.find(value)?;
    if value.get(..found.start())?.chars().filter(|c| c.is_alphanumeric()).count() > 12 {
        return None;
    }
    let digits: String = found.as_str().chars().filter(char::is_ascii_digit).collect();
    // In running text a paragraph number may follow; a whole NIP ends after 18 digits.
    match digits.get(..18) {
        Some(whole) if nip_fault(whole).is_none() => Some(whole.into()),
        _ => Some(digits),
    }
}

/// All runs that look like a NIP.
pub(super) fn nips(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for nip in NIP_RUN.all(text).into_iter().filter_map(|run| nip(run.as_str())) {
        if !found.contains(&nip) && (nip.starts_with("19") || nip.starts_with("20")) {
            found.push(nip);
        }
    }
    found
}

/// What is odd about a NIP (`domain.md` 4.6), in Indonesian. `None` when all is well.
pub(super) fn nip_fault(digits: &str) -> Option<String> {
    if digits.len() != 18 {
        return Some(format!("NIP terdiri dari {} angka, seharusnya 18.", digits.len()));
    }
    let part = |from: usize, to: usize| digits.get(from..to).and_then(|p| p.parse::<i16>().ok());
    let year = part(0, 4)?;
    let born = part(4, 6).zip(part(6, 8)).and_then(|(month, day)| {
        jiff::civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    });
    if born.is_none() {
        return Some("NIP memuat tanggal lahir yang tidak ada.".into());
    }
    let joined = part(8, 12)?;
    if !(year.saturating_add(17)..=year.saturating_add(60)).contains(&joined) {
        return Some("Tahun pengangkatan dalam NIP tidak wajar.".into());
    }
    // PPPK staff carry 21 and up where civil servants have the month.
    let month = part(12, 14)?;
    if !(1..=12).contains(&month) && month < 21 {
        return Some("NIP memuat bulan pengangkatan yang tidak ada.".into());
    }
    if !matches!(part(14, 15), Some(1 | 2)) {
        return Some("Angka jenis kelamin dalam NIP tidak wajar.".into());
    }
    (part(15, 18) == Some(0)).then(|| "Nomor urut dalam NIP tidak wajar.".into())
}

/// A paper number: blanks around `/` and `.` taken out, the rest as written.
pub(super) fn number(value: &str) -> Option<String> {
    let mut text = squeeze(value);
    for (wide, narrow) in [(" /", "/"), ("/ ", "/"), (" .", "."), (". ", ".")] {
        text = text.replace(wide, narrow);
    }
    let text = text.trim_matches(|c: char| matches!(c, ' ' | ':' | ',' | ';' | '.')).to_string();
    let digits = text.chars().any(|c| c.is_ascii_digit());
    // "B.    /XI/2026" is a form nobody has numbered yet.
    (digits && text.len() <= 80).then_some(text)
}

/// The one mail address in the value.
pub(super) fn email(value: &str) -> Option<String> {
    let found = EMAIL.all(value);
    match found.as_slice() {
        [only] => Some(only.as_str().trim_end_matches(['.', '-']).to_string()),
        _ => None,
    }
}

/// A telephone number as written.
pub(super) fn phone(value: &str) -> Option<String> {
    let found = PHONE.find(value)?;
    let digits = found.as_str().chars().filter(char::is_ascii_digit).count();
    (8..=15).contains(&digits).then(|| squeeze(found.as_str()))
}

/// A value that says nothing: dashes, dots, "lupa", "tidak tahu".
pub(super) fn is_void(value: &str) -> bool {
    let bare: String = value
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == ' ')
        .collect::<String>()
        .trim()
        .to_string();
    bare.is_empty()
        || matches!(
            bare.as_str(),
            "lupa"
                | "tidak tahu"
                | "tidak ada"
                | "tidak ingat"
                | "belum ada"
                | "kosong"
                | "na"
                | "nihil"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_many_spellings() {
        for (text, iso) in [
            ("9 November 2026", "2026-11-09"),
            ("Jakarta, 09 Nopember 2026", "2026-11-09"),
            ("09/11/2026", "2026-11-09"),
            ("9-11-2026", "2026-11-09"),
            ("9 - 11 - 2026", "2026-11-09"),
            ("1 Pebruari 2024", "2024-02-01"),
            ("17 Agst. 2026", "2026-08-17"),
            ("3 Des 2018", "2018-12-03"),
            ("31-Mei-2026", "2026-05-31"),
            ("tanggal 29 Februari 2024.", "2024-02-29"),
        ] {
            assert_eq!(date_in(text).map(|d| d.iso).as_deref(), Some(iso), "{text}");
        }
        for text in ["30 Februari 2026", "   November 2026", "2026", "40/11/2026", "9 Novena 2026"]
        {
            assert!(date_in(text).is_none(), "{text}");
        }
    }

    #[test]
    fn nips_and_their_faults() {
        assert_eq!(nip("19870314 201101 2 901").as_deref(), Some("198703142011012901"));
        assert_eq!(nip("19930111201903197").as_deref(), Some("19930111201903197"));
        for good in ["198703142011012901", "199107052023211902", "196804151994032908"] {
            assert_eq!(nip_fault(good), None, "{good}");
        }
        for bad in
            ["198402302008011903", "198506052012132910", "19870314201101290", "198703142011013901"]
        {
            assert!(nip_fault(bad).is_some(), "{bad}");
        }
    }

    #[test]
    fn numbers_keep_their_shape() {
        assert_eq!(number("523/ 187 /DISKAN/2026").as_deref(), Some("523/187/DISKAN/2026"));
        assert_eq!(number("B. 1958/SJ.6/ST.310").as_deref(), Some("B.1958/SJ.6/ST.310"));
        assert_eq!(number("1010A Tahun 2022").as_deref(), Some("1010A Tahun 2022"));
        assert_eq!(number("-"), None);
    }

    #[test]
    fn void_values() {
        for void in ["-", ".......", "(lupa)", "Tidak tahu", "____"] {
            assert!(is_void(void), "{void}");
        }
        assert!(!is_void("AA.X"));
    }
}
