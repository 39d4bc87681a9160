//! Decides which values of a scanned paper are given: mended to their shape, confirmed by a second place or
//! by their own rules, or read surely enough. What is neither is `None`: an absent field is asked for, a
//! wrong one is believed. Knows no layout.
use super::ocr_glyphs as glyphs;
use super::ocr_rank::{is_rank_name, rank, ungraded};
use super::ocr_signs::{Signs, plain, spellings};
use super::{Fields, Found, PaperKind, Reading, Requested};
use super::{ocr_names as names, ocr_shape as shape, values};
use std::collections::BTreeMap;

/// Below this the value is not given, unless something else confirms it. Measured on made papers
/// (tests/papers): of values above it fewer than one in a hundred is wrong.
const SURE: f64 = 0.75;
/// Numbers in which one sign more or less is another number.
const SURE_OF_SIGNS: f64 = 0.7;

fn month_of(date: Option<&String>) -> Option<u32> {
    date?.get(5..7)?.parse().ok()
}

/// Takes any value below what it needs.
const UNKNOWABLE: f64 = 0.6;

/// One field: its name, what it is called, how sure it must be, where it is.
pub(super) struct Slot {
    pub(super) name: &'static str,
    pub(super) said: &'static str,
    pub(super) least: f64,
    pub(super) of: fn(&mut Fields) -> &mut Option<String>,
}

const fn slot(
    name: &'static str,
    said: &'static str,
    least: f64,
    of: fn(&mut Fields) -> &mut Option<String>,
) -> Slot {
    Slot { name, said, least, of }
}

pub(super) const SLOTS: [Slot; 17] = [
    slot("name", "nama", SURE, |f| &mut f.name),
    slot("nip", "NIP", SURE, |f| &mut f.nip),
    slot("rank", "pangkat", SURE, |f| &mut f.rank),
    slot("position", "jabatan", SURE_OF_SIGNS, |f| &mut f.position),
    slot("work_unit", "unit kerja", SURE, |f| &mut f.work_unit),
    slot("institution", "instansi", SURE + 0.05, |f| &mut f.institution),
    slot("user_id", "User ID", SURE, |f| &mut f.user_id),
    slot("email", "alamat email", SURE, |f| &mut f.email),
    slot("phone", "nomor telepon", SURE_OF_SIGNS, |f| &mut f.phone),
    slot("reason", "alasan", SURE, |f| &mut f.reason),
    slot("letter_number", "nomor surat", SURE, |f| &mut f.letter_number),
    slot("letter_date", "tanggal surat", SURE, |f| &mut f.letter_date),
    slot("decree_number", "nomor keputusan", SURE, |f| &mut f.decree_number),
    slot("decree_date", "tanggal keputusan", SURE, |f| &mut f.decree_date),
    slot("valid_from", "awal masa berlaku", SURE, |f| &mut f.valid_from),
    slot("valid_until", "akhir masa berlaku", SURE, |f| &mut f.valid_until),
    slot("signatory", "penanda tangan", SURE, |f| &mut f.signatory),
];

/// The values of one paper by one reading, and how sure each is.
#[derive(Default)]
pub(super) struct Judged {
    pub(super) fields: Fields,
    pub(super) sure: BTreeMap<&'static str, f64>,
    /// What no other reading takes away.
    pub(super) doubt: BTreeMap<&'static str, f64>,
    pub(super) found: BTreeMap<String, Found>,
}

fn fault(nip: &Option<String>) -> Option<String> {
    nip.as_deref().and_then(values::nip_fault)
}

/// Takes the values of one paper out of its reading, mended to their shapes and judged.
pub(super) fn judged(reading: &mut Reading, signs: &Signs) -> Judged {
    if let Some(told) = fault(&reading.fields.nip) {
        reading.warnings.retain(|warning| *warning != told);
    }
    // A form offers both; which of its boxes is ticked was not seen.
    let unseen = reading.kind == PaperKind::Form && !signs.words().any(|w| w == "[X]");
    reading.request = reading.request.filter(|r| !(unseen && *r == Requested::Both));
    let mut fields = shapes(std::mem::take(&mut reading.fields), signs);
    if taken_for_signatory(&fields, signs) {
        fields.signatory = None;
    }
    let (mut sure, mut doubts) = (BTreeMap::new(), BTreeMap::new());
    let all = fields.clone();
    for slot in &SLOTS {
        if let Some(value) = (slot.of)(&mut fields) {
            sure.insert(slot.name, judge(slot.name, value, signs, &all).unwrap_or(0.5));
            doubts.insert(slot.name, doubt(slot.name, value, signs));
        }
    }
    Judged { fields, sure, doubt: doubts, found: reading.found.clone() }
}

/// Says what is wrong with what is given, and what is not given.
pub(super) fn finish(reading: &mut Reading, withheld: &[&str]) {
    reading.warnings.extend(fault(&reading.fields.nip));
    if !withheld.is_empty() {
        reading
            .warnings
            .push(format!("Kurang jelas terbaca pada hasil pindai: {}.", withheld.join(", ")));
    }
}

/// The values brought to their shapes.
fn shapes(f: Fields, signs: &Signs) -> Fields {
    let text = |v: Option<String>| v.map(|v| trimmed(&v)).filter(|v| !v.is_empty());
    let letter_month = month_of(f.letter_date.as_ref());
    let decree_month = month_of(f.decree_date.as_ref());
    let dots = names::dots(signs.words().map(str::to_string));
    let titled = |v: String| if dots { names::dotted(&v) } else { v };
    let person = |v: Option<String>| {
        text(v)
            .map(|v| titled(names::bare(&v)))
            .filter(|v| names::is_person(v) && glyphs::begins_well(v))
    };
    let offices =
        [&f.work_unit, &f.institution].map(|v| v.as_deref().map(plain).unwrap_or_default());
    // "LEMBAH KARANG" of the stamp is the office's place.
    let place = |v: &String| offices.iter().any(|office| office.contains(&plain(v)));
    let number = |n: Option<String>, month: Option<u32>| {
        let number = glyphs::number(&shape::number(&n?, month)?)?;
        Some(shape::split(&number, |code, within| {
            signs.places(code).len() > signs.places(within).len()
        }))
    };
    // A letter is not written on the day its subject ends.
    let ends =
        f.letter_date.is_some() && f.letter_date == f.valid_until && f.valid_from != f.valid_until;
    let office = |v: String| {
        let bare = v.trim_end_matches(|c: char| !c.is_alphabetic() && c != ')' && c != '.');
        // The next row's label, of which only the first letters were read.
        let cut =
            [" K/L/D/I", " K/L/D", " K/L", " K/L/PD"].iter().find_map(|l| bare.strip_suffix(l));
        cut.unwrap_or(bare).to_string()
    };
    let own = f.name.as_deref().unwrap_or_default().to_lowercase();
    let email = |v: String| {
        let mended = shape::email(&v)?;
        let (local, host) = mended.split_once('@')?;
        let whole = format!("{}@{}", shape::counted(local, &own), signs.host(host));
        Some(glyphs::address(&whole, signs.words()).0)
    };
    Fields {
        name: person(f.name).filter(|v| !place(v)),
        nip: f.nip.map(|n| shape::nip(&n).unwrap_or(n)),
        rank: f.rank.map(|r| rank(&r).unwrap_or_else(|| trimmed(&r))),
        position: text(f.position)
            .map(|v| v.replace(" I Admin", " / Admin").replace(" | Admin", " / Admin"))
            .filter(|v| {
                no_label(v)
                    && rank(v).is_none()
                    && v.chars().filter(|c| c.is_alphabetic()).count() > 4
                    && !is_rank_name(v)
            }),
        work_unit: text(f.work_unit).map(office).filter(|v| no_label(v)),
        institution: text(f.institution).map(office).filter(|v| no_label(v)),
        user_id: f
            .user_id
            .map(|v| glyphs::counted_id(v.trim_matches(|c: char| !c.is_alphanumeric())))
            .filter(|v| !matches!(plain(v).as_str(), "" | "adminagency" | "admin")),
        email: f.email.and_then(email),
        phone: f.phone.and_then(|v| shape::phone(&v)),
        reason: text(f.reason)
            .map(|v| shape::stroke(&v))
            .filter(|v| !v.contains(" : ") && is_reason(v)),
        letter_number: number(f.letter_number, letter_month),
        decree_number: number(f.decree_number, decree_month),
        letter_date: f.letter_date.filter(|date| !ends && !last_day(date)),
        // Where the first day was not read, the last one stands alone behind "berlaku".
        valid_from: f.valid_from.filter(|date| !last_day(date)),
        signatory: person(f.signatory).filter(|v| !place(v)),
        ..f
    }
}

/// Is this more than the label of another row? "Handphone hilang" begins like one.
fn is_reason(value: &str) -> bool {
    const TROUBLE: &[&str] = &[
        "lupa", "hilang", "tidak", "belum", "rusak", "ganti", "terkunci", "error", "gagal", "baru",
        "kendala", "pindah", "mutasi", "mati", "dicuri", "nonaktif", "berubah", "diblokir",
    ];
    let plain = value.to_lowercase();
    super::words::meaning(value) == super::words::Label::Unknown
        || plain.split_whitespace().any(|w| TROUBLE.iter().any(|t| w.starts_with(t)))
}

/// A year ends on it; no letter is written and no decree begins.
fn last_day(date: &str) -> bool {
    date.ends_with("-12-31")
}

/// Where the name under the signature was not read, the applicant's own stands for it: in the same place, or
/// nearly the same letters.
fn taken_for_signatory(fields: &Fields, signs: &Signs) -> bool {
    let bare = |v: &Option<String>| v.as_deref().and_then(|v| v.split(',').next()).map(plain);
    match (bare(&fields.name), bare(&fields.signatory)) {
        (Some(name), Some(signatory)) if name == signatory => signs.places(&name).len() < 2,
        (Some(name), Some(signatory)) => strsim::osa_distance(&name, &signatory) <= 3,
        _ => false,
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
        && !["K/L/D/I", "K/L/PD", " : ", "Alamat Email", "No. HP", "User ID", "NIP", "Golongan"]
            .iter()
            .any(|l| value.contains(l))
}

/// What speaks against a value however surely its letters were read.
fn doubt(field: &str, value: &str, signs: &Signs) -> f64 {
    match field {
        "name" | "signatory" => {}
        // Its grade was not read.
        "rank" => return ungraded(value),
        "email" => return if glyphs::address(value, signs.words()).1 { UNKNOWABLE } else { 0.0 },
        _ => return 0.0,
    }
    let (bare, titles) = value.split_once(',').unwrap_or((value, ""));
    let cut = signs.goes_on(value)
        || (signs.places(value).is_empty() && signs.goes_on(bare) && titles.is_empty());
    let late = field == "signatory" && signs.begins_late(bare);
    let single = match (field, bare.split_whitespace().count()) {
        ("name", 0 | 1) => 0.1,
        (_, 0 | 1) => 0.24,
        _ => 0.0,
    };
    let strange = titles.split(',').map(str::trim).any(|t| !t.is_empty() && !names::known(t));
    single + if cut || late { 0.4 } else { 0.0 } + if strange { 0.15 } else { 0.0 }
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
            // A NIP with a fault may be the paper's own fault: only if it was read very surely. Where date
            // of birth, first month and sex are such as they are, the rest was hardly misread.
            Some(match values::nip_fault(value) {
                Some(_) => seen - 0.12,
                None if seen >= 0.5 => seen.max(0.78),
                None => seen,
            })
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
            let mended = || signs.mended(value).map(|seen| seen.min(0.9));
            let seen = signs.confidence(value).or_else(mended).unwrap_or(0.5);
            let month = month_of(date.as_ref());
            let odd = if shape::is_odd(value, month) { 0.3 } else { 0.0 };
            Some(match agree {
                Some(false) => seen - 0.1 - odd,
                // The month in it is that of its date: no sign of the rest was read by chance.
                Some(true) if odd == 0.0 && seen >= 0.35 => seen.max(0.78),
                None if odd == 0.0 && seen >= 0.6 && value.matches('/').count() > 1 => {
                    seen.max(0.76)
                }
                _ => seen - odd,
            })
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
            // "1.permatasari" is nobody's address, and neither is what a blank cut in two.
            let odd = pieces
                .first()
                .is_some_and(|p| p.len() == 1 && p.starts_with(|c: char| c.is_ascii_digit()));
            let doubt = if odd || signs.cut_off(value) { 0.3 } else { 0.0 };
            Some(if own { seen + (1.0 - seen) * 0.3 } else { seen } - doubt)
        }
        "name" | "signatory" => {
            // Titles are a closed list: one that is on it was read right, however unsure the engine was.
            let (bare, titles) = value.split_once(',').unwrap_or((value, ""));
            let seen = signs.confidence(bare)?;
            let unknown =
                titles.split(',').map(str::trim).filter(|t| !t.is_empty() && !names::known(t));
            Some(unknown.filter_map(|t| signs.confidence(t)).fold(seen, f64::min))
        }
        _ => signs.confidence(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Method, Word, Written};

    fn read(text: &str, unsure: &[(&str, f32)]) -> Reading {
        let mut words = Vec::new();
        for (at, word) in
            text.split_whitespace().map(|w| (w.as_ptr() as usize - text.as_ptr() as usize, w))
        {
            let doubt = unsure.iter().find(|(w, _)| *w == word).map_or(0.95, |(_, c)| *c);
            words.push(Word { start: at, end: at + word.len(), confidence: doubt, place: None });
        }
        let written =
            Written { text: text.into(), pages: 1, method: Method::Ocr, words, again: vec![] };
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
