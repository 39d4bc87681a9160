//! A parsed command as the JSON of `loket explain command` (`contract.md`). The sentences here explain
//! the parser to its operator; letters have their own in the templates.
use super::{Item, Parsed, Unclear, Verdict};
use serde_json::{Value, json};

/// Exactly the contract's object. The password never appears, only whether one was given.
pub fn explain(parsed: &Parsed) -> Value {
    let c = &parsed.command;
    let items: Vec<String> = c.items.iter().map(item).collect();
    let why = match c.verdict {
        Verdict::Ask | Verdict::None => c.unclear.map(why),
        _ => None,
    };
    json!({
        "verdict": c.verdict,
        "reason": c.reason,
        "items": items,
        "user_id": c.user_id,
        "password": c.password,
        "note": c.note,
        "why": why,
    })
}

fn item(item: &Item) -> String {
    match item {
        Item::RequestLetter => "surat permohonan".into(),
        Item::AppointmentDecree => "SK".into(),
        Item::Number(n) => n.to_string(),
        Item::Unsigned => "belum ditandatangani".into(),
        Item::Unreadable => "tidak terbaca".into(),
        Item::DecreeUnsigned => "SK belum ditandatangani".into(),
        Item::DecreeUnreadable => "SK tidak terbaca".into(),
        Item::Other(text) => text.clone(),
    }
}

fn why(unclear: Unclear) -> &'static str {
    match unclear {
        Unclear::ReasonMissing => "Alasan atau keterangannya belum ditulis.",
        Unclear::Negated => "Ada kata ingkar (tidak, belum, jangan) sebelum kata perintah.",
        Unclear::Conditional => {
            "Kata perintah diikuti syarat atau keberatan, sehingga belum pasti."
        }
        Unclear::Contradiction => "Ada dua pernyataan yang saling bertentangan.",
        Unclear::BareAssent => {
            "Jawaban singkat belum tentu persetujuan; apakah maksudnya SETUJU atau LENGKAP?"
        }
        Unclear::Typo => "Mirip kata perintah, tetapi ejaan atau susunannya tidak tepat.",
        Unclear::Question => "Kalimatnya pertanyaan, bukan perintah.",
        Unclear::ResultWithoutLabels => {
            "Hasil harus ditulis pada baris USER ID: … dan PASSWORD: …."
        }
        Unclear::ItemsMissing => "Belum disebut apa yang kurang atau nomor mana yang dimaksud.",
        Unclear::SubjectOnly => {
            "Perintah hanya ada pada judul surel; tuliskan pada baris pertama isi surel."
        }
        Unclear::SeveralCases => "Surel menyebut lebih dari satu nomor permohonan.",
        Unclear::Frozen | Unclear::FrozenByYou => {
            "Permohonan dibekukan karena ada yang menyatakan bukan dirinya."
        }
        Unclear::NotYourRole => "Perintah ini bukan wewenang peran tersebut.",
        Unclear::PartsDiffer => "Bagian teks dan bagian HTML surel menyatakan hal yang berbeda.",
        Unclear::NotNow => "Perintah ini tidak dapat dijalankan pada tahap sekarang.",
        Unclear::LinkSpent => {
            "Surel yang dibalas sudah terpakai, kedaluwarsa, atau dari putaran sebelumnya."
        }
        Unclear::NotYourLink => "Kode balasan surel itu milik petugas lain.",
        Unclear::OwnAccount => "Petugas tidak boleh memproses akunnya sendiri.",
        Unclear::PasswordMissing => {
            "Password tidak terbaca dengan pasti; tulis satu rangkaian tanpa spasi setelah PASSWORD:."
        }
        Unclear::PasswordUnwanted => "Password diberikan padahal tidak diminta.",
        Unclear::UserIdMissing => "User ID tidak terbaca dengan pasti.",
        Unclear::UserIdDiffers => "User ID berbeda dari akun yang dimohonkan.",
        Unclear::NoRegisteredAddress => "Akun ini belum memiliki alamat surel terdaftar.",
        Unclear::NoPapers => "Belum ada berkas, dan tidak dicatat bahwa aslinya sudah dilihat.",
        Unclear::ConfirmFirst => {
            "Alamat pengirim tidak terdaftar; konfirmasi dahulu dengan KONFIRMASI."
        }
        Unclear::DossierChanged => "Berkas berubah sejak surat yang dibalas itu dikirim.",
        Unclear::CodeNeeded => "Persetujuan ini memerlukan kode enam angka: SETUJU 123456.",
        Unclear::CodeWrong => "Kode enam angka itu salah atau sudah lewat waktunya.",
        Unclear::CodeReused => "Kode enam angka itu sudah pernah dipakai.",
        Unclear::CodeLocked => "Terlalu banyak kode salah; kode ditutup selama 24 jam.",
        Unclear::NotEnrolled => "Persetujuan ini memerlukan kode, dan petugas belum punya.",
        Unclear::VolumeReached => "Jumlah persetujuan satu jam ini sudah mencapai batas.",
        Unclear::AccountFull => "Akun ini sudah terlalu sering direset dalam sehari.",
        Unclear::SecondPerson => "Persetujuan kedua harus dari petugas lain.",
        Unclear::NotVerified => "Pengirim tidak dapat dipastikan.",
        Unclear::NoLink => "Perintah ini hanya berlaku sebagai balasan atas surat permohonannya.",
        Unclear::CaseUnnamed => "Nomor permohonannya belum disebut.",
        Unclear::DeputyUnknown => "Nama itu bukan petugas yang boleh menggantikan.",
        Unclear::NoDelegation => "Tidak ada delegasi yang sedang berlaku.",
        Unclear::EndMissing => "Tanggal akhirnya belum disebut, atau lebih dari 31 hari.",
        Unclear::NoCommand => "Tidak ada perintah; disimpan sebagai catatan.",
    }
}
