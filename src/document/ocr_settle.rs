//! Decides which values of a scanned paper are given: mended to their shape, confirmed by a second place or
//! by their own rules, or read surely enough. What is neither is `None`: an absent field is asked for, a
//! wrong one is believed. Knows no layout.
use super::ocr_page::lines_of;
use super::ocr_rank::rank;
use super::{Fields, Found, Method, Reading, Written};
use super::{ocr_names as names, ocr_shape as shape, values};

/// Below this the value is not given, unless something else confirms it. Measured on made papers
/// (tests/papers): of values above it fewer than one in a hundred is wrong.
const SURE: f64 = 0.75;
/// Numbers in which one sign more or less is another number.
const SURE_OF_SIGNS: f64 = 0.7;

/// All signs of a file in one row, each with the word it belongs to.
struct Signs {
    plain: String,
    owner: Vec<usize>,
    confidence: Vec<f32>,
}

/// The letters and digits alone, small.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

impl Signs {
    fn new(written: &Written) -> Signs {
        let mut signs = Signs { plain: String::new(), owner: Vec::new(), confidence: Vec::new() };
        for token in lines_of(written).into_iter().flat_map(|l| l.tokens) {
            let bare = plain(&token.text);
            signs.owner.extend(std::iter::repeat_n(signs.confidence.len(), bare.len()));
            signs.plain.push_str(&bare);
            signs.confidence.push(token.confidence);
        }
        signs
    }

    /// Everywhere the value stands: how surely the least sure of its words was read.
    fn places(&self, value: &str) -> Vec<f64> {
        let bare = plain(value);
        if bare.is_empty() {
            return Vec::new();
        }
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(at) = self.plain.get(from..).and_then(|rest| rest.find(&bare)) {
            let (start, end) = (from + at, from + at + bare.len());
            let owners = self.owner.get(start..end).unwrap_or_default();
            let least = owners
                .iter()
                .filter_map(|o| self.confidence.get(*o))
                .fold(1.0f32, |a, b| a.min(*b));
            found.push(f64::from(least));
            from = end;
        }
        found
    }

    /// How sure the value is: its surest place; two places that say the same are surer than either.
    fn confidence(&self, value: &str) -> Option<f64> {
        let places = self.places(value);
        let best = places.iter().copied().reduce(f64::max)?;
        // A short text may stand twice by chance: in a longer word, in an address.
        let long = plain(value).len() >= 6;
        Some(if places.len() > 1 && long { (1.0 - (1.0 - best) * 0.4).max(0.85) } else { best })
    }
}

const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "maret",
    "april",
    "mei",
    "juni",
    "juli",
    "agustus",
    "september",
    "oktober",
    "november",
    "desember",
];

/// A date of the answer as it may stand on the paper.
fn spellings(date: &str) -> Vec<String> {
    let mut parts = date.split('-');
    let (Some(year), Some(month), Some(day)) = (parts.next(), parts.next(), parts.next()) else {
        return Vec::new();
    };
    let short = day.trim_start_matches('0');
    let word = month
        .parse::<usize>()
        .ok()
        .and_then(|m| MONTHS.get(m.wrapping_sub(1)))
        .copied()
        .unwrap_or_default();
    let other = match word {
        "februari" => "pebruari",
        "november" => "nopember",
        word => word,
    };
    let mut all = vec![
        format!("{day}{month}{year}"),
        format!("{short}{}{year}", month.trim_start_matches('0')),
    ];
    for name in [word, other, word.get(..3).unwrap_or(word)] {
        all.push(format!("{day}{name}{year}"));
        all.push(format!("{short}{name}{year}"));
    }
    all
}

fn month_of(date: Option<&String>) -> Option<u32> {
    date?.get(5..7)?.parse().ok()
}

/// Settles the fields of the papers of one file, where it was read from pictures. What letter and decree
/// both say is sure.
pub(super) fn settle_all(papers: &mut [Reading], written: &Written) {
    if written.method != Method::Ocr || written.words.is_empty() {
        return;
    }
    let signs = Signs::new(written);
    for paper in papers {
        settle(paper, &signs);
    }
}

fn settle(reading: &mut Reading, signs: &Signs) {
    let fault = |nip: &Option<String>| nip.as_deref().and_then(values::nip_fault);
    if let Some(told) = fault(&reading.fields.nip) {
        reading.warnings.retain(|warning| *warning != told);
    }
    let mut withheld: Vec<&'static str> = Vec::new();
    let fields = std::mem::take(&mut reading.fields);
    let mended = shapes(fields);
    let mut sure = |name: &'static str,
                    said: &'static str,
                    value: Option<String>,
                    least: f64|
     -> Option<String> {
        let value = value?;
        let confidence = judge(name, &value, signs, &mended).unwrap_or(0.5);
        let place = reading.found.get(name);
        let (page, line) = place.map_or((1, 1), |f| (f.page, f.line));
        if confidence < least {
            reading.found.remove(name);
            withheld.push(said);
            return None;
        }
        reading.found.insert(
            name.to_string(),
            Found { confidence: (confidence * 100.0).round() / 100.0, page, line },
        );
        Some(value)
    };
    let f = mended.clone();
    reading.fields = Fields {
        name: sure("name", "nama", f.name, SURE),
        nip: sure("nip", "NIP", f.nip, SURE),
        rank: sure("rank", "pangkat", f.rank, SURE),
        position: sure("position", "jabatan", f.position, SURE),
        work_unit: sure("work_unit", "unit kerja", f.work_unit, SURE),
        institution: sure("institution", "instansi", f.institution, SURE),
        user_id: sure("user_id", "User ID", f.user_id, SURE),
        email: sure("email", "alamat email", f.email, SURE),
        phone: sure("phone", "nomor telepon", f.phone, SURE_OF_SIGNS),
        reason: sure("reason", "alasan", f.reason, SURE),
        letter_number: sure("letter_number", "nomor surat", f.letter_number, SURE),
        letter_date: sure("letter_date", "tanggal surat", f.letter_date, SURE),
        decree_number: sure("decree_number", "nomor keputusan", f.decree_number, SURE),
        decree_date: sure("decree_date", "tanggal keputusan", f.decree_date, SURE),
        valid_from: sure("valid_from", "awal masa berlaku", f.valid_from, SURE),
        valid_until: sure("valid_until", "akhir masa berlaku", f.valid_until, SURE),
        signatory: sure("signatory", "penanda tangan", f.signatory, SURE),
    };
    reading.warnings.extend(fault(&reading.fields.nip));
    if !withheld.is_empty() {
        reading
            .warnings
            .push(format!("Kurang jelas terbaca pada hasil pindai: {}.", withheld.join(", ")));
    }
}

/// The values brought to their shapes.
fn shapes(f: Fields) -> Fields {
    let text = |v: Option<String>| v.map(|v| trimmed(&v)).filter(|v| !v.is_empty());
    let letter_month = month_of(f.letter_date.as_ref());
    let decree_month = month_of(f.decree_date.as_ref());
    let person =
        |v: Option<String>| text(v).map(|v| names::bare(&v)).filter(|v| names::is_person(v));
    Fields {
        name: person(f.name),
        nip: f.nip.map(|n| shape::nip(&n).unwrap_or(n)),
        rank: f.rank.map(|r| rank(&r).unwrap_or_else(|| trimmed(&r))),
        position: text(f.position)
            .map(|v| v.replace(" I Admin", " / Admin").replace(" | Admin", " / Admin"))
            .filter(|v| no_label(v)),
        work_unit: text(f.work_unit).filter(|v| no_label(v)),
        institution: text(f.institution)
            .map(|v| {
                v.trim_end_matches(|c: char| !c.is_alphabetic() && c != ')' && c != '.').to_string()
            })
            .filter(|v| no_label(v)),
        user_id: f
            .user_id
            .map(|v| v.trim_matches(|c: char| !c.is_alphanumeric()).to_string())
            .filter(|v| !matches!(plain(v).as_str(), "" | "adminagency" | "admin")),
        email: f.email.and_then(|v| shape::email(&v)),
        phone: f.phone.and_then(|v| shape::phone(&v)),
        reason: text(f.reason),
        letter_number: f.letter_number.and_then(|n| shape::number(&n, letter_month)),
        decree_number: f.decree_number.and_then(|n| shape::number(&n, decree_month)),
        signatory: person(f.signatory),
        ..f
    }
}

/// Dashes, specks and lone signs at the ends of a value are the border of a table or a stamp.
fn trimmed(value: &str) -> String {
    let mut words: Vec<&str> = value.split_whitespace().collect();
    let speck =
        |w: &str| !w.chars().any(char::is_alphanumeric) && w.chars().all(|c| c != '(' && c != ')');
    while words
        .first()
        .is_some_and(|w| speck(w) || (w.len() == 1 && w.chars().all(|c| "1234".contains(c))))
    {
        words.remove(0);
    }
    while words.last().is_some_and(|w| speck(w)) {
        words.pop();
    }
    words
        .join(" ")
        .trim_matches(['-', '—', ':', ';', ',', '=', '«', '»', '~', '_', '“', '”', '"', '‘', '*'])
        .trim()
        .to_string()
}

/// The value is not the next row's label, and has none within.
fn no_label(value: &str) -> bool {
    super::words::meaning(value) == super::words::Label::Unknown
        && !["K/L/D/I", "K/L/PD", " : ", "Alamat Email", "No. HP", "User ID"]
            .iter()
            .any(|l| value.contains(l))
}

/// How sure one value is.
fn judge(field: &str, value: &str, signs: &Signs, all: &Fields) -> Option<f64> {
    match field {
        "letter_date" | "decree_date" | "valid_from" | "valid_until" => {
            let best = spellings(value).iter().filter_map(|s| signs.confidence(s)).reduce(f64::max);
            // "Sejak tanggal ditetapkan" gives a date that stands elsewhere.
            best.or_else(|| spellings(value).iter().find_map(|s| signs.confidence(s)))
                .or(Some(0.85))
        }
        "nip" => {
            let seen = signs.confidence(value)?;
            // A NIP with a fault may be the paper's own fault: only if it was read very surely.
            Some(if values::nip_fault(value).is_some() { seen - 0.12 } else { seen })
        }
        "rank" => {
            let mended = rank(value)?;
            // Name and grade confirm each other.
            Some(signs.confidence(value).unwrap_or(0.85).max(if mended == value {
                0.85
            } else {
                0.0
            }))
        }
        "letter_number" | "decree_number" => {
            let date = if field == "letter_number" { &all.letter_date } else { &all.decree_date };
            let agree = month_of(date.as_ref()).and_then(|m| shape::months_agree(value, m));
            let seen = signs.confidence(value).unwrap_or(0.8);
            let odd = if shape::is_odd(value) { 0.2 } else { 0.0 };
            Some(if agree == Some(false) { seen - 0.1 - odd } else { seen - odd })
        }
        "email" => {
            let seen = signs.confidence(value).unwrap_or(0.7);
            let (local, _) = value.split_once('@')?;
            let name = all.name.as_deref().map(str::to_lowercase).unwrap_or_default();
            let pieces: Vec<&str> =
                local.split(['.', '_', '-']).filter(|p| !p.is_empty()).collect();
            let own = pieces.iter().all(|p| {
                let letters = p.trim_end_matches(|c: char| c.is_ascii_digit());
                !letters.is_empty() && name.split_whitespace().any(|w| w.starts_with(letters))
            });
            Some(if own { seen + (1.0 - seen) * 0.3 } else { seen })
        }
        _ => signs.confidence(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Word;

    fn read(text: &str, unsure: &[(&str, f32)]) -> Reading {
        let mut words = Vec::new();
        for (at, word) in
            text.split_whitespace().map(|w| (w.as_ptr() as usize - text.as_ptr() as usize, w))
        {
            let doubt = unsure.iter().find(|(w, _)| *w == word).map_or(0.95, |(_, c)| *c);
            words.push(Word { start: at, end: at + word.len(), confidence: doubt });
        }
        let written = Written { text: text.into(), pages: 1, method: Method::Ocr, words };
        crate::document::read(&written, "scan.pdf")
    }

    const LETTER: &str = "Nomor : 12/BALAI/XI/2026      9 November 2026\nHal : Permohonan Reset Password\n\
        Dengan hormat, mohon reset password atas nama:\n\
        Nama : Ratna Kusumawardani, S.Pi.\nNIP : 19870314 201101 2 901\nPangkat/Gol. : Penata / I11/c\n\
        Jabatan : Analis Keuangan\nUser ID : AA.TELUK\nNo. HP : 0812-5550-1234\nTerima kasih.\n\
        Kepala Balai,\n\nBambang Suryalaga\nNIP. 19740309 199903 1 905\n";

    #[test]
    fn sure_words_are_given() {
        let reading = read(LETTER, &[]);
        let f = &reading.fields;
        assert_eq!(f.name.as_deref(), Some("Ratna Kusumawardani, S.Pi."));
        assert_eq!(f.rank.as_deref(), Some("Penata / III/c"));
        assert_eq!(f.nip.as_deref(), Some("198703142011012901"));
        assert_eq!(f.phone.as_deref(), Some("0812-5550-1234"));
        assert!(reading.found.get("name").is_some_and(|f| f.confidence > 0.9));
        assert!(!reading.warnings.iter().any(|w| w.contains("Kurang jelas")));
    }

    #[test]
    fn unsure_words_are_withheld_and_said() {
        let reading = read(LETTER, &[("Kusumawardani,", 0.4), ("0812-5550-1234", 0.5)]);
        assert_eq!((reading.fields.name, reading.fields.phone), (None, None));
        assert!(
            reading.warnings.iter().any(|w| w.contains("nama, nomor telepon")),
            "{:?}",
            reading.warnings
        );
        assert!(!reading.found.contains_key("name"));
    }

    #[test]
    fn a_second_place_confirms() {
        let text = LETTER.replace("Bambang Suryalaga", "Ratna Kusumawardani, S.Pi.");
        let reading = read(&text, &[("Kusumawardani,", 0.6)]);
        assert_eq!(reading.fields.name.as_deref(), Some("Ratna Kusumawardani, S.Pi."));
    }

    #[test]
    fn borders_are_no_value() {
        assert_eq!(trimmed("- Analis Keuangan —"), "Analis Keuangan");
        assert_eq!(trimmed("1 Email tidak aktif"), "Email tidak aktif");
    }
}
