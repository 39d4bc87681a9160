//! What a paper is, by its heading, its subject and its words, and why. Knows no field values.
use super::PaperKind;
use super::heading::{Heading, heading};
use super::labels::{self, Label};
use super::lines::Sheet;
use super::pattern::{Pattern, pattern};
use super::request;
use super::secret::quoted;

pub(super) static AGENCY: Pattern = pattern!(
    r"(?i)\b(?:admin(?:istrator)?\.?\s+(?:spse\s+|akun\s+)?agen(?:cy|si)|agency\s+admin(?:istrator)?)\b"
);
static APPOINTING: Pattern = pattern!(
    r"(?i)\b(?:pengangkatan|penunjukan|penetapan|penugasan|perubahan|pembentukan|penggantian|pergantian)\b"
);
static DISMISSING: Pattern = pattern!(r"(?i)\b(?:pemberhentian|pencabutan|pembatalan)\b");
static APPOINTS: Pattern = pattern!(
    r"(?i)\b(?:menunjuk|mengangkat|menetapkan|menugaskan|ditunjuk|diangkat|ditetapkan)\b.{0,600}?\b(?:sebagai|selaku|menjadi)\s+admin(?:istrator)?\.?\s+(?:spse\s+)?agen"
);
static DECIDES: Pattern =
    pattern!(r"(?im)\bM\s?E\s?M\s?U\s?T\s?U\s?S\s?K\s?A\s?N\b|\bMENETAPKAN\b|^\s*Menetapkan\s*:");
pub(super) static ASKS: Pattern = pattern!(
    r"(?i)\b(?:mengajukan\s+permohonan|memohon|mohon|dimohon|permohonan|permintaan|meminta|minta|bermaksud\s+meng|pengajuan)"
);
pub(super) static TOPIC: Pattern = pattern!(
    r"(?i)(?:password|pass\s?word|kata\s?sandi|user\s?-?id|user\s?name|nama pengguna|id pengguna|akun\b.{0,40}\bspse|reset\s+akun)"
);
static LETTER_FORM: Pattern = pattern!(
    r"(?i)\b(?:yth|kepada|dengan hormat|hormat (?:kami|saya)|yang bertanda\s?tangan|terima\s?kasih)\b"
);
static ADDRESSED: Pattern =
    pattern!(r"(?i)\b(?:yth|dengan\s+hormat|hormat\s+(?:kami|saya)|yang\s+bertanda\s?tangan)\b");
static DRAFT: Pattern = pattern!(
    r"(?mi)^\s*\W?(?:RANCANGAN|DRAFT|DRAF|KONSEP|CONTOH\s+(?:SURAT|FORMAT|ISIAN|FORMULIR|SK|KEPUTUSAN|PENGISIAN)|FORMAT\s+(?:SURAT|SK|KEPUTUSAN|PERMOHONAN)|TEMPLATE|SPESIMEN|LAMPIRAN\s+\S+\s*:?\s+FORMAT)\b|\[(?:kop|nama|nomor|tanggal|isi)\b[^\]]*\]|<(?:nama|nip|nomor|tanggal)[^>]*>"
);
/// A hint in the place of a value; beside the labels of a form it is part of the form.
static HINT: Pattern = pattern!(r"(?i)\((?:diisi|isi|sebutkan)\s+[^)]*\)");
static BLANKS: Pattern = pattern!(r"(?:\.{6,}|_{6,}|…{2,}|(?:\. ){6,})");
static DEMANDS: Pattern = pattern!(
    r"(?i)\b(?:memerintahkan|segera\s+kirim|seluruh\s+admin\s+agency|semua\s+admin\s+agency|daftar\s+user\s?id|akan\s+dilaporkan|paling\s+lambat\s+pukul)\b"
);
/// The subject of a letter that tells or answers, not asks.
static TELLING: Pattern = pattern!(
    r"(?i)^(?:undangan|panggilan|pengumuman|jawaban|balasan|tanggapan|edaran|laporan|teguran|peringatan|pengantar|penawaran|ucapan|klarifikasi|jadwal|sosialisasi|bimbingan|pelaksanaan|hasil)\b"
);
static HANDING: Pattern = pattern!(r"(?i)^(?:penyampaian|pengiriman|pemberitahuan|penjelasan)\b");
static NEW_ACCOUNT: Pattern = pattern!(
    r"(?i)\b(?:pembuatan|pendaftaran|registrasi|penutupan|penonaktifan|penghapusan|penambahan|perubahan\s+data)\b"
);

/// The kind with its certainty, the reasons, and what a person should know.
pub(super) struct Verdict {
    pub(super) kind: PaperKind,
    pub(super) confidence: f64,
    pub(super) why: Vec<String>,
    pub(super) warnings: Vec<String>,
}

impl Verdict {
    fn new(kind: PaperKind, confidence: f64, why: impl Into<String>) -> Verdict {
        Verdict { kind, confidence, why: vec![why.into()], warnings: Vec::new() }
    }

    fn and(mut self, why: impl Into<String>) -> Verdict {
        self.why.push(why.into());
        self
    }

    /// Something speaks against it: no surer than `most`, and a person is told.
    fn but(&mut self, most: f64, warning: &str) {
        self.confidence = self.confidence.min(most);
        self.warnings.push(warning.into());
        self.why.push(format!("Meragukan: {}", lower(warning)));
    }
}

fn lower(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map(|c| c.to_lowercase().chain(rest).collect()).unwrap_or_default()
}

/// Judges one paper.
pub(super) fn judge(sheet: &Sheet) -> Verdict {
    let first = (0..sheet.lines.len().min(60)).find_map(|i| heading(sheet, i).map(|h| (i, h)));
    let said = |at: usize, what: &str| {
        let place = sheet.place(at);
        let line = quoted(sheet.line(at));
        format!("Judul {line} pada halaman {} baris {}: {what}.", place.page, place.line)
    };
    let topic = TOPIC.is_match(&sheet.flow) || AGENCY.is_match(&sheet.flow);
    let mut verdict = match first {
        Some((at, Heading::Decree)) => decree(sheet, at),
        Some((at, Heading::Assignment)) => {
            let sure = if topic { 0.95 } else { 0.85 };
            Verdict::new(PaperKind::AssignmentLetter, sure, said(at, "surat tugas"))
        }
        Some((at, Heading::Memo)) => {
            Verdict::new(PaperKind::InternalMemo, 0.92, said(at, "nota dinas"))
        }
        Some((at, Heading::Form)) if topic => {
            Verdict::new(PaperKind::Form, 0.92, said(at, "formulir"))
        }
        Some((at, Heading::Form)) => {
            Verdict::new(PaperKind::Other, 0.6, said(at, "formulir untuk keperluan lain"))
        }
        Some((at, Heading::Foreign)) => {
            Verdict::new(PaperKind::Other, 0.85, said(at, "naskah lain"))
        }
        Some((at, Heading::Request)) => letter(sheet, Some(at)),
        Some((_, Heading::Letter)) | None => letter(sheet, None),
    };
    doubts(sheet, &mut verdict);
    verdict
}

/// What speaks against trusting the paper, whatever it is.
fn doubts(sheet: &Sheet, verdict: &mut Verdict) {
    let form = verdict.kind == PaperKind::Form;
    let draft = |line: &String| DRAFT.is_match(line) || !form && HINT.is_match(line);
    if sheet.lines.iter().any(draft) {
        verdict.but(0.5, "Naskah tampak masih berupa konsep atau contoh.");
    }
    let wanted = matches!(
        verdict.kind,
        PaperKind::RequestLetter | PaperKind::Form | PaperKind::InternalMemo
    );
    if wanted && DEMANDS.is_match(&sheet.flow) {
        verdict.but(
            0.4,
            "Surat bernada perintah atau mendesak, atau meminta data banyak akun; periksa keasliannya.",
        );
    }
    let entries = labels::entries(sheet);
    let empty = entries.iter().filter(|e| {
        let asked = matches!(e.label, Label::Name | Label::Nip | Label::Position | Label::UserId);
        asked && super::values::is_void(&e.value)
    });
    if BLANKS.all(&sheet.flow).len() >= 4 && empty.count() >= 2 {
        verdict.but(0.5, "Surat tampak berupa blangko yang belum diisi.");
    }
}

/// A decree is ours when its subject or its first dictum makes somebody Admin Agency.
fn decree(sheet: &Sheet, at: usize) -> Verdict {
    let subject = super::decree::subject(sheet, at);
    let decides = DECIDES.is_match(&sheet.lines.join("\n"));
    let appointing = APPOINTING.is_match(&subject);
    let place = sheet.place(at);
    let head = format!("Judul keputusan pada halaman {} baris {}.", place.page, place.line);
    let tells = if subject.is_empty() {
        "Keputusan ini tidak menyebut tentang apa.".to_string()
    } else {
        format!("Tentang: {}.", quoted(&subject))
    };
    if DISMISSING.is_match(&subject) && !appointing {
        let mut verdict = Verdict::new(PaperKind::Other, 0.75, head).and(tells);
        verdict.warnings.push(
            "Keputusan ini tentang pemberhentian atau pencabutan, bukan pengangkatan.".into(),
        );
        return verdict;
    }
    let appoints = APPOINTS.is_match(&sheet.flow);
    let (confidence, sentence): (f64, &str) =
        match (appointing && AGENCY.is_match(&subject), appoints, decides) {
            (true, _, true) => (0.96, "Memutuskan penunjukan Admin Agency."),
            (_, true, true) => (0.86, "Diktumnya mengangkat seseorang sebagai Admin Agency."),
            (true, _, false) => (0.7, "Tidak ada kata MEMUTUSKAN atau Menetapkan."),
            (false, true, false) => (0.6, "Tidak ada kata MEMUTUSKAN atau Menetapkan."),
            (false, false, _) if appointing && listed(sheet) => {
                (0.7, "Lampirannya menyebut seseorang sebagai Admin Agency.")
            }
            _ => (0.0, ""),
        };
    if confidence > 0.0 {
        return Verdict::new(PaperKind::AppointmentDecree, confidence, head)
            .and(tells)
            .and(sentence);
    }
    let sure = if appointing && AGENCY.is_match(&sheet.flow) { 0.65 } else { 0.85 };
    let mut verdict = Verdict::new(PaperKind::Other, sure, head).and(tells);
    verdict.warnings.push("Surat keputusan ini bukan tentang Admin Agency.".into());
    verdict
}

/// Does a row of a table make somebody Admin Agency?
fn listed(sheet: &Sheet) -> bool {
    let rows = super::table::rows(sheet, sheet.lines.len());
    rows.iter().any(|row| AGENCY.is_match(&row.text))
}

/// A letter is a request when it asks for a password or a user ID for somebody.
fn letter(sheet: &Sheet, headed: Option<usize>) -> Verdict {
    let entries = labels::entries(sheet);
    let found = entries.iter().find(|e| e.label == Label::Subject);
    let subject = found.map(|e| e.value.as_str()).unwrap_or_default();
    let person = entries.iter().any(|e| e.label == Label::Name) || sheet.flow.contains("NIP");
    let topic = TOPIC.is_match(&sheet.flow);
    let asks = ASKS.is_match(&sheet.flow);
    let telling = TELLING.is_match(subject) || HANDING.is_match(subject) && !ASKS.is_match(subject);
    let wish = request::requested(sheet).is_some();
    let asked = ASKS.is_match(subject);
    let by_subject = !telling
        && (asked && (TOPIC.is_match(subject) || AGENCY.is_match(subject) && wish)
            || request::of(subject).is_some());
    if telling {
        let said = format!("Hal surat {} tidak meminta apa pun.", quoted(subject));
        return Verdict::new(PaperKind::Other, 0.8, said);
    }
    let addressed = ADDRESSED.is_match(&sheet.flow);
    let shaped = LETTER_FORM.is_match(&sheet.flow);
    let confidence: f64 = match (by_subject || (headed.is_some() && topic), wish && asks, person) {
        (true, true, true) => 0.95,
        (true, _, true) => 0.85,
        (false, true, true) if shaped => 0.85,
        (true, _, false) => 0.6,
        (false, true, _) if addressed || person => 0.5,
        (false, false, _) if topic && asks && subject.is_empty() => 0.45,
        (false, false, _) if topic && DEMANDS.is_match(&sheet.flow) => 0.4,
        _ => 0.0,
    };
    if confidence == 0.0 {
        let said = "Tidak ada permohonan reset password atau informasi User ID.";
        return Verdict::new(PaperKind::Other, if topic { 0.45 } else { 0.7 }, said);
    }
    let at = headed.or(found.map(|e| e.line)).filter(|_| by_subject || headed.is_some());
    let first = match at {
        Some(at) => {
            let place = sheet.place(at);
            let line = quoted(sheet.line(at));
            format!("Surat permohonan: {line} pada halaman {} baris {}.", place.page, place.line)
        }
        None => "Isi surat meminta reset password atau informasi User ID.".to_string(),
    };
    let mut verdict = Verdict::new(PaperKind::RequestLetter, confidence, first).and(if person {
        "Menyebut nama atau NIP pemilik akun."
    } else {
        "Tidak menyebut nama atau NIP pemilik akun."
    });
    if !wish {
        verdict = verdict.and("Tidak jelas meminta reset password atau informasi User ID.");
        if NEW_ACCOUNT.is_match(subject) {
            verdict.but(0.55, "Surat tampak meminta layanan lain, misalnya akun baru.");
        }
    }
    verdict
}
