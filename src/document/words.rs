//! The words people write in front of a colon, and what they mean. Knows no value.
use super::lines::squeeze;

/// What a label means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    Name,
    NameNip,
    Nip,
    Rank,
    Position,
    WorkUnit,
    Institution,
    UserId,
    Email,
    EmailNew,
    EmailOld,
    Phone,
    Reason,
    Number,
    Date,
    Subject,
    DecreeNumber,
    DecreeDate,
    RequestKind,
    Password,
    Nik,
    /// A label that ends a value and gives none.
    Unknown,
}

impl Label {
    /// Values that never run on into the next line.
    pub(super) fn is_short(self) -> bool {
        matches!(
            self,
            Label::Number
                | Label::Date
                | Label::UserId
                | Label::Phone
                | Label::Nik
                | Label::Password
        ) || matches!(self, Label::Email | Label::EmailNew | Label::EmailOld)
    }
}

/// The text of a label as a key: small letters, single blanks, no brackets, no small print.
fn key(text: &str) -> String {
    let mut plain = String::new();
    let mut depth = 0u32;
    for c in text.chars() {
        match c {
            '(' | '[' => depth = depth.saturating_add(1),
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            c if c.is_alphanumeric() => plain.extend(c.to_lowercase()),
            _ => plain.push(' '),
        }
    }
    let mut words = squeeze(&plain);
    // Letters set apart: "N I P".
    if words.split(' ').all(|word| word.chars().count() == 1) {
        words = words.replace(' ', "");
    }
    let mut key = format!(" {words} ");
    for noise in [
        " admin agency ",
        " administrator agency ",
        " pemohon ",
        " yang bersangkutan ",
        " saya ",
        " terdaftar ",
        " aktif ",
        " resmi ",
        " spse ",
        " pegawai ",
        " pada ",
        " kami ",
        " instansi dinas ",
        " anda ",
        " dinas ",
    ] {
        if key.trim() != noise.trim() {
            key = key.replace(noise, " ");
        }
    }
    squeeze(&key)
}

/// Every label with its keys, as [`key`] makes them, a bar between two.
const WORDS: &[(Label, &str)] = &[
    (
        Label::Name,
        "nama|nama lengkap|nama lengkap dan gelar|nama gelar|nama dan gelar|\
         nama lengkap beserta gelar|nama lengkap gelar|nama pejabat|nama admin|atas nama",
    ),
    (Label::NameNip, "nama nip|nama dan nip|nama lengkap nip"),
    (
        Label::Nip,
        "nip|nip baru|nomor induk|ni pppk|nip ni pppk|nip nipppk|nip nrp|nip nik|nipppk|\
         nip pppk|nomor induk pegawai|no nip|nomor nip",
    ),
    (
        Label::Rank,
        "pangkat|pangkat gol|pangkat golongan|pangkat gol ruang|pangkat golongan ruang|\
         golongan|gol ruang|golongan ruang|gol|pangkat dan golongan|\
         pangkat dan golongan ruang|pangkat gol rg",
    ),
    (
        Label::Position,
        "jabatan|jabatan fungsional|jabatan kedinasan|jabatan saat ini|jabatan struktural|\
         jabatan struktural fungsional",
    ),
    (
        Label::WorkUnit,
        "unit kerja|unit|satuan kerja|satker|upt|unit organisasi|nama satker|\
         nama satuan kerja|nama unit kerja|unit kerja satker|satker unit kerja|\
         unit kerja satuan kerja|satuan kerja unit kerja|skpd|opd|perangkat daerah|\
         unit kerja upt|nama upt|satuan kerja satker|nama opd|nama skpd|satker upt|\
         unit kerja opd",
    ),
    (
        Label::Institution,
        "instansi|k l d i|k l pd|kldi|klpd|kementerian lembaga|nama instansi|\
         instansi k l d i|k l d i instansi|asal instansi|instansi asal|lembaga|kementerian|\
         pemerintah daerah|kementerian lembaga pemerintah daerah|k l pd instansi|\
         instansi lembaga",
    ),
    (
        Label::UserId,
        "user id|userid|id user|user name|username|nama pengguna|user|id pengguna|\
         user id lama|user id akun|user id username|akun|user id user name|nama akun",
    ),
    (
        Label::Email,
        "email|e mail|surel|pos el|posel|alamat email|alamat e mail|alamat surel|\
         alamat pos el|email kantor|surel email|email surel",
    ),
    (
        Label::EmailNew,
        "email baru|e mail baru|surel baru|alamat email baru|email pengganti|pos el baru",
    ),
    (Label::EmailOld, "email lama|e mail lama|surel lama|alamat email lama|pos el lama"),
    (
        Label::Phone,
        "no hp|nomor hp|hp|no hp wa|nomor hp wa|no wa|nomor wa|telepon|no telp|no telp hp|\
         no telepon|nomor telepon|telp hp|telp|no tlp|nomor ponsel|ponsel|no handphone|\
         nomor handphone|handphone|whatsapp|no whatsapp|nomor whatsapp|no hp whatsapp|\
         nomor hp whatsapp|kontak|no kontak|nomor kontak|no telepon hp|nomor telepon hp|\
         telepon hp|hp wa|no ponsel|no telp wa|nomor telepon seluler|telp wa",
    ),
    (
        Label::Reason,
        "alasan|alasan permohonan|alasan permintaan|alasan pengajuan|alasan reset|\
         alasan reset password|sebab|alasan perubahan|kendala|permasalahan",
    ),
    (Label::Number, "nomor|no|nomor surat|no surat"),
    (Label::Date, "tanggal|tgl|tanggal surat|tgl surat|hari tanggal|tanggal permohonan"),
    (Label::Subject, "hal|perihal|hal surat|perihal surat"),
    (
        Label::DecreeNumber,
        "nomor sk|no sk|nomor surat keputusan|no surat keputusan|sk nomor|nomor keputusan|\
         nomor sk pengangkatan|no sk pengangkatan|sk no|nomor sk penunjukan|sk pengangkatan|\
         sk penunjukan|nomor sk penetapan|surat keputusan nomor|sk|nomor dan tanggal sk|\
         nomor tanggal sk",
    ),
    (
        Label::DecreeDate,
        "tanggal sk|tgl sk|tanggal surat keputusan|tanggal keputusan|tanggal sk pengangkatan",
    ),
    (
        Label::RequestKind,
        "jenis permohonan|jenis layanan|jenis permintaan|permohonan|layanan|\
         layanan yang dimohon|jenis pengajuan",
    ),
    (
        Label::Password,
        "password|password lama|password baru|kata sandi|kata sandi lama|sandi|pass|pw|\
         passwd|password saat ini|user id password|user id dan password|username password",
    ),
    (Label::Nik, "nik|no ktp|nomor ktp|nomor induk kependudukan|no nik|ktp|nik ktp"),
];

/// What a label means; [`Label::Unknown`] where no row of the table has it.
pub(super) fn meaning(text: &str) -> Label {
    let key = key(text);
    let row = WORDS.iter().find(|(_, keys)| keys.split('|').any(|k| k == key));
    row.map_or(Label::Unknown, |(label, _)| *label)
}
