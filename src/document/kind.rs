//! What a paper is, by its heading, its subject and its words. Knows no field values.
use super::PaperKind;
use super::labels::{self, Label};
use super::lines::{Sheet, is_capitals};
use super::pattern::{Pattern, pattern};
use super::request;

pub(super) static AGENCY: Pattern = pattern!(
    r"(?i)\b(?:admin(?:istrator)?\.?\s+(?:spse\s+)?agen(?:cy|si)|agency\s+admin(?:istrator)?)\b"
);
static APPOINTING: Pattern =
    pattern!(r"(?i)\b(?:pengangkatan|penunjukan|penetapan|penugasan|perubahan|pembentukan)\b");
static DISMISSING: Pattern = pattern!(r"(?i)\b(?:pemberhentian|pencabutan|pembatalan)\b");
static APPOINTS: Pattern = pattern!(
    r"(?i)\b(?:menunjuk|mengangkat|menetapkan|menugaskan)\b.{0,400}?\b(?:sebagai|selaku)\s+admin(?:istrator)?\.?\s+agen"
);
static DECIDES: Pattern =
    pattern!(r"(?im)\bM\s?E\s?M\s?U\s?T\s?U\s?S\s?K\s?A\s?N\b|\bMENETAPKAN\b|^\s*Menetapkan\s*:");
static ASKS: Pattern = pattern!(
    r"(?i)\b(?:mengajukan\s+permohonan|memohon|mohon|dimohon|permohonan|permintaan|meminta|bermaksud\s+meng)"
);
static TOPIC: Pattern = pattern!(
    r"(?i)(?:password|kata\s?sandi|user\s?-?id|user\s?name|nama pengguna|akun\b.{0,40}\bspse)"
);
static LETTER_FORM: Pattern = pattern!(
    r"(?i)\b(?:yth|kepada|dengan hormat|hormat (?:kami|saya)|yang bertanda\s?tangan|terima\s?kasih)\b"
);
static DRAFT: Pattern =
    pattern!(r"(?m)^\s*(?:RANCANGAN|DRAFT|DRAF|KONSEP|CONTOH SURAT|CONTOH FORMAT|TEMPLATE)\b");
static BLANKS: Pattern = pattern!(r"(?:\.{6,}|_{6,}|…{3,})");
static DEMANDS: Pattern = pattern!(
    r"(?i)\b(?:memerintahkan|segera\s+kirim|seluruh\s+admin\s+agency|semua\s+admin\s+agency|daftar\s+user\s?id|akan\s+dilaporkan|paling\s+lambat\s+pukul)\b"
);

/// The kind with its certainty and what a person should know.
pub(super) struct Verdict {
    pub(super) kind: PaperKind,
    pub(super) confidence: f64,
    pub(super) warnings: Vec<String>,
}

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

/// The heading in line `at`, if it is one.
pub(super) fn heading(sheet: &Sheet, at: usize) -> Option<Heading> {
    let line = sheet.line(at);
    if line.is_empty() || line.len() > 140 {
        return None;
    }
    // Letters set apart for looks: "K E P U T U S A N".
    let spaced = line.split(' ').all(|w| w.chars().count() <= 1) && line.len() > 8;
    let joined = if spaced { line.replace(' ', "") } else { line.to_string() };
    let upper = joined.to_uppercase();
    if is_capitals(&joined) {
        let starts = |words: &[&str]| words.iter().any(|w| upper.starts_with(w));
        if starts(&["SURAT TUGAS", "SURAT PERINTAH", "SURAT PENUGASAN", "SURATTUGAS"]) {
            return Some(Heading::Assignment);
        }
        if starts(&["NOTA DINAS", "NOTADINAS", "MEMORANDUM", "MEMO INTERNAL"]) {
            return Some(Heading::Memo);
        }
        if starts(&["FORMULIR", "FORM ", "BORANG"]) {
            return Some(Heading::Form);
        }
        if starts(&["SURAT PERMOHONAN", "PERMOHONAN "]) {
            return Some(Heading::Request);
        }
        let decree = starts(&[
            "KEPUTUSAN",
            "SURAT KEPUTUSAN",
            "PETIKAN KEPUTUSAN",
            "SALINAN KEPUTUSAN",
            "PETIKAN SURAT KEPUTUSAN",
        ]) && !upper.ends_with(';');
        let annex =
            (1..=2).any(|n| at >= n && sheet.line(at - n).to_uppercase().starts_with("LAMPIRAN"));
        if decree && !annex && near_number(sheet, at) {
            return Some(Heading::Decree);
        }
        if starts(&[
            "SURAT KUASA",
            "SURAT EDARAN",
            "PENGUMUMAN",
            "UNDANGAN",
            "BERITA ACARA",
            "SURAT KETERANGAN",
            "SURAT PERNYATAAN",
            "PAKTA INTEGRITAS",
            "DAFTAR HADIR",
            "INVOICE",
            "KWITANSI",
            "SURAT PERJANJIAN",
        ]) {
            return Some(Heading::Foreign);
        }
    }
    numbered_subject(sheet, at).then_some(Heading::Letter)
}

/// A decree's heading is followed by its number or its subject.
fn near_number(sheet: &Sheet, at: usize) -> bool {
    (at..at + 8).any(|i| {
        let line = sheet.line(i).to_uppercase();
        line.starts_with("NOMOR")
            || line.starts_with("NO.")
            || line.starts_with("TENTANG")
            || line.contains(" NOMOR")
    })
}

/// "Nomor :" with "Hal :" soon after: the head of an ordinary letter.
fn numbered_subject(sheet: &Sheet, at: usize) -> bool {
    let starts = |i: usize, words: &[&str]| {
        let line = sheet.line(i).to_lowercase();
        words.iter().any(|w| line.strip_prefix(w).is_some_and(|r| r.trim_start().starts_with(':')))
    };
    starts(at, &["nomor", "no.", "no", "nomor surat"])
        && (at..at + 6).any(|i| starts(i, &["hal", "perihal"]))
}

/// Judges one paper.
pub(super) fn judge(sheet: &Sheet) -> Verdict {
    let first = (0..sheet.lines.len().min(60)).find_map(|i| heading(sheet, i).map(|h| (i, h)));
    let mut verdict = match first {
        Some((at, Heading::Decree)) => decree(sheet, at),
        Some((_, Heading::Assignment)) => sure(PaperKind::AssignmentLetter, 0.95),
        Some((_, Heading::Memo)) => sure(PaperKind::InternalMemo, 0.9),
        Some((_, Heading::Form)) if TOPIC.is_match(&sheet.flow) => sure(PaperKind::Form, 0.9),
        Some((_, Heading::Form)) => sure(PaperKind::Other, 0.6),
        Some((_, Heading::Foreign)) => sure(PaperKind::Other, 0.8),
        _ => letter(sheet, first.is_some_and(|(_, h)| h == Heading::Request)),
    };
    if DRAFT.is_match(&sheet.lines.join("\n")) {
        verdict.confidence = verdict.confidence.min(0.5);
        verdict.warnings.push("Naskah tampak masih berupa konsep atau contoh.".into());
    }
    verdict
}

fn sure(kind: PaperKind, confidence: f64) -> Verdict {
    Verdict { kind, confidence, warnings: Vec::new() }
}

/// A decree is ours when its subject or its first dictum makes somebody Admin Agency.
fn decree(sheet: &Sheet, at: usize) -> Verdict {
    let subject = super::decree::subject(sheet, at);
    let decides = DECIDES.is_match(&sheet.lines.join("\n"));
    let appointing = APPOINTING.is_match(&subject);
    if DISMISSING.is_match(&subject) && !appointing {
        let mut verdict = sure(PaperKind::Other, 0.7);
        verdict.warnings.push(
            "Keputusan ini tentang pemberhentian atau pencabutan, bukan pengangkatan.".into(),
        );
        return verdict;
    }
    let appoints = APPOINTS.is_match(&sheet.flow);
    let confidence = match (appointing && AGENCY.is_match(&subject), appoints, decides) {
        (true, _, true) => 0.95,
        (_, true, true) => 0.85,
        (true, _, false) => 0.7,
        (false, true, false) => 0.6,
        (false, false, _) if appointing && AGENCY.is_match(&sheet.flow) => 0.6,
        _ => 0.0,
    };
    if confidence > 0.0 {
        return sure(PaperKind::AppointmentDecree, confidence);
    }
    let mut verdict = sure(PaperKind::Other, 0.8);
    verdict.warnings.push("Surat keputusan ini bukan tentang Admin Agency.".into());
    verdict
}

/// A letter is a request when it asks for a password or a user ID for somebody.
fn letter(sheet: &Sheet, headed: bool) -> Verdict {
    let entries = labels::entries(sheet);
    let subject = entries.iter().find(|e| e.label == Label::Subject).map(|e| e.value.as_str());
    let subject = subject.unwrap_or_default();
    let person = entries.iter().any(|e| matches!(e.label, Label::Name | Label::NameNip))
        || sheet.flow.contains("NIP");
    let topic = TOPIC.is_match(&sheet.flow);
    let asks = ASKS.is_match(&sheet.flow);
    let by_subject = ASKS.is_match(subject)
        && (TOPIC.is_match(subject) || AGENCY.is_match(subject) || request::of(subject).is_some());
    let wish = request::requested(sheet).is_some();
    let shaped = LETTER_FORM.is_match(&sheet.flow);
    let confidence: f64 = match (by_subject || (headed && topic), wish && asks, person) {
        (true, true, true) => 0.95,
        (true, _, true) => 0.85,
        (false, true, true) if shaped => 0.85,
        (true, _, false) => 0.6,
        (false, true, _) => 0.5,
        (false, false, _) if topic && asks => 0.45,
        (false, false, _) if topic && DEMANDS.is_match(&sheet.flow) => 0.4,
        _ => 0.0,
    };
    if confidence == 0.0 {
        return sure(PaperKind::Other, if topic { 0.4 } else { 0.6 });
    }
    let mut verdict = sure(PaperKind::RequestLetter, confidence);
    if DEMANDS.is_match(&sheet.flow) {
        verdict.confidence = verdict.confidence.min(0.4);
        verdict.warnings.push(
            "Surat bernada perintah atau mendesak, atau meminta data banyak akun; periksa keasliannya.".into(),
        );
    }
    if BLANKS.all(&sheet.flow).len() >= 4 {
        verdict.confidence = verdict.confidence.min(0.5);
        verdict.warnings.push("Surat tampak berupa blangko yang belum diisi.".into());
    }
    verdict
}
