//! The words people write in front of a colon, and what they mean. Knows no value.
use super::lines::squeeze;

/// What a label means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    Name,
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
    /// Number of a soldier or police officer: no NIP.
    ServiceNumber,
    /// A label that ends a value and gives none.
    Unknown,
}

impl Label {
    /// Labels of the head of a letter, whose values have the addressee or the date beside them.
    pub(super) fn is_head(self) -> bool {
        matches!(self, Label::Number | Label::Subject | Label::Date | Label::Unknown)
    }

    /// Values that never run on into the next line.
    pub(super) fn is_short(self) -> bool {
        matches!(
            self,
            Label::Number
                | Label::Date
                | Label::UserId
                | Label::Phone
                | Label::Nik
                | Label::ServiceNumber
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
    // Letters set apart: "N I P", "U n i t   K e r j a".
    if words.split(' ').all(|word| word.chars().count() == 1) {
        words = words.replace(' ', "");
        let rows = WORDS.iter().flat_map(|(_, keys)| keys.split('|'));
        let known = rows.filter(|key| key.len() >= words.len()).find(|key| is_joined(key, &words));
        words = known.map_or(words, Into::into);
    }
    // "Nama lengkap sesuai SK", "Nomor HP yang dapat dihubungi".
    for aside in [" sesuai ", " yang ", " berdasarkan ", " dalam sk", " di sk", " pada sk"] {
        if let Some(at) = words.find(aside).filter(|at| *at > 0) {
            words.truncate(at);
        }
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

/// Is `joined` the key without its blanks?
fn is_joined(key: &str, joined: &str) -> bool {
    key.chars().filter(|c| *c != ' ').eq(joined.chars())
}

/// Every label with its keys, as [`key`] makes them, a bar between two.
const WORDS: &[(Label, &str)] = &[
    (
        Label::Name,
        "nama|name|full name|nama lengkap|nama lengkap dan gelar|nama gelar|nama dan gelar|\
         nama lengkap beserta gelar|nama lengkap gelar|nama pejabat|nama admin|atas nama",
    ),
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
        "jabatan|position|job title|jabatan fungsional|jabatan kedinasan|jabatan saat ini|jabatan struktural|\
         jabatan struktural fungsional",
    ),
    (
        Label::WorkUnit,
        "unit kerja|work unit|unit|satuan kerja|satker|upt|unit organisasi|nama satker|\
         nama satuan kerja|nama unit kerja|unit kerja satker|satker unit kerja|\
         unit kerja satuan kerja|satuan kerja unit kerja|skpd|opd|perangkat daerah|\
         unit kerja upt|nama upt|satuan kerja satker|nama opd|nama skpd|satker upt|\
         unit kerja opd|kesatuan|satuan|divisi|departemen|divisi unit kerja|bagian|bidang|satuan organisasi|unit eselon ii|tempat tugas|asal unit kerja|tempat kerja|tempat bertugas|unit tempat bertugas|unit penempatan|penempatan|kantor|unit organisasi eselon ii|dinas instansi unit kerja",
    ),
    (
        Label::Institution,
        "instansi|institution|k l d i|kementerian lembaga pemda|kementerian lembaga pemerintah daerah|k l pemda|k l pd|kldi|klpd|kementerian lembaga|nama instansi|\
         instansi k l d i|k l d i instansi|asal instansi|instansi asal|lembaga|kementerian|\
         pemerintah daerah|kementerian lembaga pemerintah daerah|k l pd instansi|\
         instansi lembaga|nama k l pd|nama k l d i|k l|asal k l pd|nama lembaga|perusahaan|nama perusahaan|instansi induk|kementerian lembaga daerah instansi|kementerian lembaga perangkat daerah",
    ),
    (
        Label::UserId,
        "user id|userid|id user|user name|username|nama pengguna|user|id pengguna|\
         user id lama|user id akun|user id username|akun|user id user name|nama akun|\
         id pengguna user id|user id id pengguna|id|login|nama login|user login|id akun|\
         nama pengguna user id|user id nama pengguna|username user id|nama user|id user name|login id|id login|kode user|kode pengguna|user account|akun pengguna|user akun|nama id",
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
        "alasan|reason|keterangan alasan|sebab alasan|penyebab|latar belakang|dasar permohonan|uraian alasan|alasan permohonan|alasan permintaan|alasan pengajuan|alasan reset|\
         alasan reset password|sebab|alasan perubahan|kendala|permasalahan",
    ),
    (Label::Number, "nomor|no|nomor surat|no surat|nomor agenda surat|nomor number|number"),
    (
        Label::Date,
        "tanggal|tgl|tanggal surat|tgl surat|hari tanggal|tanggal permohonan|tanggal pengajuan|tempat tanggal|tanggal date",
    ),
    (Label::Subject, "hal|perihal|hal surat|perihal surat|subjek|subyek|perihal subject|tentang"),
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
    (
        Label::ServiceNumber,
        "nrp|nrp nbi|nomor registrasi pokok|nrp nopeg|nik karyawan|npp|nomor pegawai|nopeg|no pegawai|nipp|badge",
    ),
    (Label::Nik, "nik|no ktp|nomor ktp|nomor induk kependudukan|no nik|ktp|nik ktp"),
];

/// Keys that are told by how they begin, where no row of the table has them: the longer first.
const BEGINNINGS: &[(&str, Label)] = &[
    ("nama satuan kerja", Label::WorkUnit),
    ("nama unit", Label::WorkUnit),
    ("nama instansi", Label::Institution),
    ("nama kementerian", Label::Institution),
    ("nama akun", Label::UserId),
    ("nama user", Label::UserId),
    ("nama pengguna", Label::UserId),
    ("nama lengkap", Label::Name),
    ("nama pengelola", Label::Name),
    ("nama petugas", Label::Name),
    ("nama penanggung", Label::Name),
    ("nama pejabat", Label::Name),
    ("nama gelar", Label::Name),
    ("nama pemegang", Label::Name),
    ("nama pemilik", Label::Name),
    ("nama yang", Label::Name),
    ("nama personel", Label::Name),
    ("unit kerja", Label::WorkUnit),
    ("satuan kerja", Label::WorkUnit),
    ("satker", Label::WorkUnit),
    ("alasan", Label::Reason),
    ("jenis permohonan", Label::RequestKind),
    ("jenis layanan", Label::RequestKind),
    ("kata sandi", Label::Password),
    ("user id", Label::UserId),
    ("user name", Label::UserId),
    ("username", Label::UserId),
    ("userid", Label::UserId),
    ("id pengguna", Label::UserId),
    ("id akun", Label::UserId),
    ("pangkat", Label::Rank),
    ("jabatan", Label::Position),
    ("instansi", Label::Institution),
    ("nomor induk pegawai", Label::Nip),
    ("nip ", Label::Nip),
];

const MAIL: &[&str] = &["email", "e mail", "surel", "pos el", "surat elektronik", "posel"];
const PHONES: &[&str] = &[
    "hp",
    "telepon",
    "telp",
    "tlp",
    "wa",
    "whatsapp",
    "handphone",
    "ponsel",
    "seluler",
    "genggam",
    "telpon",
    "gawai",
    "kontak",
    "mobile",
];
/// Words after which a label speaks of somebody or something else.
const ASIDE: &[&str] = &[
    "atasan",
    "tim",
    "baru dan",
    "sk",
    "keputusan",
    "pengirim",
    "tujuan",
    "kantor pusat",
    "lpse",
    "password",
    "pemberi",
    "penerima",
    "barang",
    "paket",
];

/// The label whose row has just these words.
pub(super) fn exact(text: &str) -> Label {
    if text.len() > 60 {
        return Label::Unknown;
    }
    let key = key(text);
    if key == "atas nama" && text.split_whitespace().count() > 2 {
        // "... Admin Agency SPSE atas nama:" ends a sentence.
        return Label::Unknown;
    }
    let row = WORDS.iter().find(|(_, keys)| keys.split('|').any(|k| k == key));
    row.map_or(Label::Unknown, |(label, _)| *label)
}

/// What a label means; [`Label::Unknown`] where nothing tells.
pub(super) fn meaning(text: &str) -> Label {
    let known = exact(text);
    if known != Label::Unknown || text.len() > 90 {
        return known;
    }
    let own = key(text);
    let labels: Vec<Label> =
        text.split(['/', '&', ',']).flat_map(|part| part.split(" dan ")).map(exact).collect();
    let mut known = labels.iter().copied().filter(|label| *label != Label::Unknown);
    let first = known.next();
    let different = known.any(|label| Some(label) != first);
    if different {
        return Label::Unknown;
    }
    // "Reason / Alasan": the same in two languages, or said in other words.
    let two = text.split(" / ").count() == 2 && labels.len() == 2 && own.len() < 40;
    if let Some(label) = first.filter(|_| two && !own.contains("nrp")) {
        return label;
    }
    let key = own;
    let words: Vec<&str> = key.split(' ').collect();
    let has = |wanted: &str| format!(" {key} ").contains(&format!(" {wanted} "));
    if (has("nrp") || has("nip")) && !key.starts_with("nip ") {
        return Label::Unknown;
    }
    if words.len() > 5 || ASIDE.iter().any(|word| has(word)) {
        return Label::Unknown;
    }
    let mail = MAIL.iter().any(|word| has(word));
    let phone = PHONES.iter().any(|word| has(word));
    match (mail, phone) {
        (true, false) if has("baru") => Label::EmailNew,
        (true, false) if has("lama") => Label::EmailOld,
        (true, false) => Label::Email,
        (false, true) if !has("kantor") => Label::Phone,
        (true, true) | (false, true) => Label::Unknown,
        (false, false) => BEGINNINGS
            .iter()
            .find(|(start, _)| {
                key == start.trim() || key.starts_with(&format!("{} ", start.trim()))
            })
            .map_or_else(|| person(&key), |(_, label)| *label),
    }
}

/// "Nama dan gelar lengkap", "Nama personel pemegang akun": a name, unless of a thing.
fn person(key: &str) -> Label {
    const THINGS: &str = "paket kegiatan pekerjaan perusahaan pengguna akun user satuan unit instansi \
        bank rekening aplikasi sistem ibu ayah anak atasan kepala pimpinan penandatangan penanda \
        tangan ppk penyedia lpse lembaga kementerian jabatan barang dokumen program proyek sekolah \
        dinas kantor kelompok pokja domain produk file berkas jalan diklat bidang perangkat opd \
        direktur lama sebelumnya pelatihan kota kabupaten pengadaan";
    let Some(rest) = key.strip_prefix("nama ") else { return Label::Unknown };
    let thing = rest.split(' ').any(|word| THINGS.split_whitespace().any(|thing| thing == word));
    if thing { Label::Unknown } else { Label::Name }
}

/// The labels that share one line, as "Nama / NIP" do; empty where it is one label or none.
pub(super) fn shared(text: &str) -> Vec<Label> {
    if meaning(text) != Label::Unknown {
        return Vec::new();
    }
    let parts = text.split(['/', '&', ',', '-']).flat_map(|part| part.split(" dan "));
    let labels: Vec<Label> = parts.map(meaning).collect();
    let known = labels.iter().filter(|label| **label != Label::Unknown);
    let different = labels.windows(2).any(|pair| matches!(pair, [a, b] if a != b));
    if labels.len() >= 2 && known.count() == labels.len() && different {
        labels
    } else {
        Vec::new()
    }
}
