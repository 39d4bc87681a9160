//! What a person should know about a paper before trusting it. Knows no kind.
use super::labels::{self, Label};
use super::lines::Sheet;
use super::pattern::{Pattern, pattern};
use super::{Fields, values};

static PASSWORD: Pattern = pattern!(
    r"(?i)\b(?:password|kata\s?sandi|passwd|sandi)(?:\s+(?:lama|baru|saat ini|kami|saya|sekarang|spse))?\s*(?::|=|adalah|yaitu|yakni)\s*\S{4,}"
);
static NIK: Pattern = pattern!(r"(?i)\bNIK\b[^\d]{0,12}\d{16}\b|\b(?:KTP)\b[^\d]{0,20}\d{16}\b");

/// What the foot of an electronically signed letter says (`domain.md` §4.7): worthless as a proof, and
/// good for knowing that the proof is lost.
static SIGNED: Pattern = pattern!(
    r"(?i)\bBSrE\b|ditanda\s?tangani\s+secara\s+elektronik|balai\s+(?:besar\s+)?sertifikasi\s+elektronik"
);

/// Said of each paper that calls itself electronically signed. Who finds a signature in its file takes
/// it back.
pub const SIGNATURE_LOST: &str = "Naskah menyebut TTE BSrE tetapi berkas tidak memuat tanda tangan elektronik; berkas gabungan atau cetakan memang kehilangan TTE.";

/// Warnings in Indonesian; never with the secret in them.
pub(super) fn look(sheet: &Sheet, fields: &Fields) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(fault) = fields.nip.as_deref().and_then(values::nip_fault) {
        found.push(fault);
    }
    let entries = labels::entries(sheet);
    let labelled =
        |label: Label| entries.iter().any(|e| e.label == label && !values::is_void(&e.value));
    // A form's empty "Password lama : ......" holds no secret.
    if labelled(Label::Password) || inline_password(sheet) {
        found.push(
            "Naskah memuat password; sembunyikan dan minta pemohon tidak mengirimkannya.".into(),
        );
    }
    if labelled(Label::Nik) || NIK.is_match(&sheet.flow) {
        found.push("Naskah memuat NIK, yang tidak diperlukan.".into());
    }
    if let (Some(from), Some(until)) = (&fields.valid_from, &fields.valid_until) {
        // ISO dates compare as text.
        if from > until {
            found.push("Masa berlaku keputusan berakhir sebelum dimulai.".into());
        }
    }
    let dates = fields.letter_date.as_ref().zip(fields.decree_date.as_ref());
    if dates.is_some_and(|(letter, decree)| letter < decree) {
        found.push("Tanggal surat lebih tua daripada tanggal keputusan yang disebut.".into());
    }
    if SIGNED.is_match(&sheet.flow) {
        found.push(SIGNATURE_LOST.into());
    }
    found
}

fn inline_password(sheet: &Sheet) -> bool {
    sheet.lines.iter().any(|line| {
        PASSWORD.find(line).is_some_and(|m| {
            let value = m.as_str().rsplit([':', '=', ' ']).next().unwrap_or_default();
            !values::is_void(value)
        })
    })
}
