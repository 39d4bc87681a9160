//! Lines that say what a paper is: "SURAT TUGAS", "KEPUTUSAN ...", "Nomor : / Hal :". Knows no field.
use super::lines::{Sheet, is_capitals};
use super::pattern::{Pattern, pattern};

/// A line that says what the paper is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heading {
    Decree,
    Assignment,
    Memo,
    Form,
    Request,
    /// Number and subject of an ordinary letter.
    Letter,
    /// A known paper that is none of ours: invitation, circular, power of attorney.
    Foreign,
}

/// Longest heading that is looked at, in bytes.
const LONGEST: usize = 140;

const ASSIGNMENT: &[&str] = &[
    "SURAT TUGAS",
    "SURATTUGAS",
    "SURAT PERINTAH",
    "SURATPERINTAH",
    "SURAT PENUGASAN",
    "SURAT PERNYATAAN MELAKSANAKAN TUGAS",
    "LETTER OF ASSIGNMENT",
];
const MEMO: &[&str] =
    &["NOTA DINAS", "NOTADINAS", "MEMORANDUM", "MEMO INTERN", "MEMO DINAS", "NOTA INTERN"];
const FORM: &[&str] = &["FORMULIR", "FORM ", "BORANG", "LEMBAR PERMOHONAN", "BLANGKO"];
const REQUEST: &[&str] =
    &["SURAT PERMOHONAN", "SURAT PERMINTAAN", "PERMOHONAN ", "SURAT PENGAJUAN"];
const DECREE: &[&str] = &[
    "KEPUTUSAN",
    "SURAT KEPUTUSAN",
    "PETIKAN KEPUTUSAN",
    "SALINAN KEPUTUSAN",
    "PETIKAN SURAT KEPUTUSAN",
    "SALINAN SURAT KEPUTUSAN",
    "SURATKEPUTUSAN",
];
const FOREIGN: &[&str] = &[
    "SURAT KUASA",
    "SURAT EDARAN",
    "PENGUMUMAN",
    "UNDANGAN",
    "SURAT UNDANGAN",
    "BERITA ACARA",
    "SURAT KETERANGAN",
    "SURAT PERNYATAAN",
    "SURAT PENGANTAR",
    "SURAT REKOMENDASI",
    "SURAT IZIN",
    "SURAT CUTI",
    "PAKTA INTEGRITAS",
    "DAFTAR HADIR",
    "DAFTAR RIWAYAT HIDUP",
    "INVOICE",
    "KWITANSI",
    "KUITANSI",
    "SURAT PERJANJIAN",
    "SERTIFIKAT",
    "PIAGAM",
    "TANDA TERIMA",
    "LEMBAR DISPOSISI",
    "KARTU TANDA PENDUDUK",
    "KARTU PEGAWAI",
    "NOTULA",
    "NOTULEN",
    "LAPORAN ",
    "INSTRUKSI ",
    "PERATURAN ",
    "STANDAR OPERASIONAL",
    "TELEGRAM",
    "SURAT TELEGRAM",
];

static NUMBER: Pattern =
    pattern!(r"(?i)^(?:nomor|no\.?|number)(?:\s+surat)?\s*(?:/\s*number\s*)?[:.]?\s");
static NUMBERED: Pattern = pattern!(r"(?i)^(?:nomor|no\.?)(?:\s+surat)?\s*[:.]");
static SUBJECT: Pattern = pattern!(r"(?i)^(?:hal|perihal|subjek|subyek)\s*:");
static BARE_NUMBER: Pattern = pattern!(r"(?i)^(?:nomor|no\.?|hal|perihal|lampiran|lamp\.?|sifat)$");
static TITLE: Pattern = pattern!(
    r"^(?:Surat\s+(?:Tugas|Perintah(?:\s+Tugas)?|Penugasan|Keputusan|Kuasa|Edaran|Permohonan|Pernyataan|Keterangan|Undangan)|Nota\s+Dinas|Memorandum|Memo|MEMO|Formulir(?:\s+\S+){0,5}|Keputusan(?:\s+\S+){1,9}|Undangan|Tanda\s+Terima(?:\s+\S+){0,3}|Sertifikat)$"
);
static IDENTITY: Pattern = pattern!(r"(?i)^NIK\s*:?\s*\d");
static BIRTH: Pattern = pattern!(r"(?i)^(?:tempat|jenis kelamin|agama|gol\.? darah)\b");

/// The heading in line `at`, if it is one.
pub(super) fn heading(sheet: &Sheet, at: usize) -> Option<Heading> {
    // Beside a heading may stand a date or a number of the form.
    let line = sheet.line(at).split("      ").next().unwrap_or_default();
    if line.is_empty() || line.len() > LONGEST {
        return None;
    }
    if IDENTITY.is_match(line) && (at..at + 8).any(|i| BIRTH.is_match(sheet.line(i))) {
        return Some(Heading::Foreign);
    }
    // Letters set apart for looks: "K E P U T U S A N".
    let spaced = line.split_whitespace().all(|w| w.chars().count() <= 1) && line.len() > 8;
    let joined = if spaced { line.replace(' ', "") } else { line.to_string() };
    let title = is_capitals(&joined) || TITLE.is_match(&joined) && !within(sheet, at);
    if let Some(found) = titled(sheet, at, &joined).filter(|_| title) {
        return Some(found);
    }
    numbered_subject(sheet, at).then_some(Heading::Letter)
}

fn titled(sheet: &Sheet, at: usize, line: &str) -> Option<Heading> {
    let upper = line.to_uppercase();
    let starts = |words: &[&str]| words.iter().any(|w| upper.starts_with(w));
    // "SURAT PERMOHONAN : ..." in a list of enclosures is no heading; nor is a sentence.
    if upper.ends_with([';', ',']) && !starts(DECREE) {
        return None;
    }
    if starts(ASSIGNMENT) {
        return Some(Heading::Assignment);
    }
    if starts(MEMO) || upper == "MEMO" {
        return Some(Heading::Memo);
    }
    if starts(FORM) {
        return Some(Heading::Form);
    }
    if starts(REQUEST) {
        return Some(Heading::Request);
    }
    if starts(DECREE) && !upper.ends_with(';') && !in_annex(sheet, at) && near_number(sheet, at) {
        return Some(Heading::Decree);
    }
    (starts(FOREIGN) && !running_on(sheet, at)).then_some(Heading::Foreign)
}

/// Does a line that is not in capitals stand in the middle of a sentence: "... sesuai / Keputusan
/// Kepala Balai Nomor ... tanggal ..., dengan"?
fn within(sheet: &Sheet, at: usize) -> bool {
    let line = sheet.line(at);
    let above = at.checked_sub(1).map(|i| sheet.line(i)).unwrap_or_default();
    let small = |text: &str| {
        let last = text.split_whitespace().next_back().unwrap_or_default();
        last.starts_with(char::is_lowercase)
    };
    let open = small(above) && above.split_whitespace().count() >= 5 && !is_capitals(above);
    let cited = line.to_lowercase().contains(" tanggal ") && line.contains("omor ");
    open || cited || small(line) && line.split_whitespace().count() >= 5
}

/// Does the line go on from the one before it: "TENTANG / PENGUMUMAN ..."?
fn running_on(sheet: &Sheet, at: usize) -> bool {
    let before = at.checked_sub(1).map(|i| sheet.line(i)).unwrap_or_default();
    before.to_uppercase().ends_with("TENTANG") || before.ends_with([',', ':'])
}

/// An annex repeats the head of its decree.
pub(super) fn in_annex(sheet: &Sheet, at: usize) -> bool {
    (1..=3).any(|n| at >= n && sheet.line(at - n).to_uppercase().starts_with("LAMPIRAN"))
}

/// A decree's heading is followed by its number or its subject.
fn near_number(sheet: &Sheet, at: usize) -> bool {
    (at..at + 8).any(|i| {
        let line = sheet.line(i).to_uppercase();
        NUMBER.is_match(&line)
            || line.replace(' ', "").starts_with("TENTANG")
            || line.contains(" NOMOR")
    })
}

/// "Nomor :" with "Hal :" near: the head of an ordinary letter. The labels may stand in a block of
/// their own, with the values in another.
fn numbered_subject(sheet: &Sheet, at: usize) -> bool {
    let number = |i: usize| NUMBERED.is_match(sheet.line(i));
    let subject = |i: usize| SUBJECT.is_match(sheet.line(i));
    if number(at) {
        return (at.saturating_sub(4)..at + 7).any(subject);
    }
    let bare = |i: usize| BARE_NUMBER.is_match(sheet.line(i));
    bare(at) && bare(at + 1) && bare(at + 2)
}
