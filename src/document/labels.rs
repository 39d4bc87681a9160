//! "Label : value" lines. Knows the labels people use, not what the paper is.
use super::lines::{Sheet, indent, squeeze};
use super::pattern::{Pattern, pattern};
use super::values;

static LABELLED: Pattern =
    pattern!(r"^(?:(?:\d{1,2}|[A-Za-z])[.)]\s*|[-•*·]\s*)?([A-Za-z][^:]{0,55}?)\s*:\s*(.*)$");
static SENTENCE: Pattern = pattern!(
    r"(?i)^(?:demikian|sehubungan|dengan ini|bersama ini|untuk itu|terlampir|sebagai bahan|mohon|adapun|atas perhatian|hormat|yang bertanda|mengajukan|menyatakan|selanjutnya|berkenaan|berdasarkan|kepala|sekretaris|mengetahui|untuk mengajukan|dengan hormat|karena itu|oleh karena)\b"
);

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

/// One labelled value.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) label: Label,
    pub(super) value: String,
    /// The first line of it.
    pub(super) line: usize,
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
    let mut key = format!(" {} ", squeeze(&plain));
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

fn meaning(text: &str) -> Label {
    match key(text).as_str() {
        "nama"
        | "nama lengkap"
        | "nama lengkap dan gelar"
        | "nama gelar"
        | "nama dan gelar"
        | "nama lengkap beserta gelar"
        | "nama lengkap gelar"
        | "nama pejabat"
        | "nama admin"
        | "atas nama" => Label::Name,
        "nama nip" | "nama dan nip" | "nama lengkap nip" => Label::NameNip,
        "nip"
        | "nip baru"
        | "nomor induk"
        | "ni pppk"
        | "nip ni pppk"
        | "nip nipppk"
        | "nip nrp"
        | "nip nik"
        | "nipppk"
        | "nip pppk"
        | "nomor induk pegawai"
        | "no nip"
        | "nomor nip" => Label::Nip,
        "pangkat"
        | "pangkat gol"
        | "pangkat golongan"
        | "pangkat gol ruang"
        | "pangkat golongan ruang"
        | "golongan"
        | "gol ruang"
        | "golongan ruang"
        | "gol"
        | "pangkat dan golongan"
        | "pangkat dan golongan ruang"
        | "pangkat gol rg" => Label::Rank,
        "jabatan"
        | "jabatan fungsional"
        | "jabatan kedinasan"
        | "jabatan saat ini"
        | "jabatan struktural"
        | "jabatan struktural fungsional" => Label::Position,
        "unit kerja"
        | "unit"
        | "satuan kerja"
        | "satker"
        | "upt"
        | "unit organisasi"
        | "nama satker"
        | "nama satuan kerja"
        | "nama unit kerja"
        | "unit kerja satker"
        | "satker unit kerja"
        | "unit kerja satuan kerja"
        | "satuan kerja unit kerja"
        | "skpd"
        | "opd"
        | "perangkat daerah"
        | "unit kerja upt"
        | "nama upt"
        | "satuan kerja satker"
        | "nama opd"
        | "nama skpd"
        | "satker upt"
        | "unit kerja opd" => Label::WorkUnit,
        "instansi"
        | "k l d i"
        | "k l pd"
        | "kldi"
        | "klpd"
        | "kementerian lembaga"
        | "nama instansi"
        | "instansi k l d i"
        | "k l d i instansi"
        | "asal instansi"
        | "instansi asal"
        | "lembaga"
        | "kementerian"
        | "pemerintah daerah"
        | "kementerian lembaga pemerintah daerah"
        | "k l pd instansi"
        | "instansi lembaga" => Label::Institution,
        "user id" | "userid" | "id user" | "user name" | "username" | "nama pengguna" | "user"
        | "id pengguna" | "user id lama" | "user id akun" | "user id username" | "akun"
        | "user id user name" | "nama akun" => Label::UserId,
        "email" | "e mail" | "surel" | "pos el" | "posel" | "alamat email" | "alamat e mail"
        | "alamat surel" | "alamat pos el" | "email kantor" | "surel email" | "email surel" => {
            Label::Email
        }
        "email baru" | "e mail baru" | "surel baru" | "alamat email baru" | "email pengganti"
        | "pos el baru" => Label::EmailNew,
        "email lama" | "e mail lama" | "surel lama" | "alamat email lama" | "pos el lama" => {
            Label::EmailOld
        }
        "no hp"
        | "nomor hp"
        | "hp"
        | "no hp wa"
        | "nomor hp wa"
        | "no wa"
        | "nomor wa"
        | "telepon"
        | "no telp"
        | "no telp hp"
        | "no telepon"
        | "nomor telepon"
        | "telp hp"
        | "telp"
        | "no tlp"
        | "nomor ponsel"
        | "ponsel"
        | "no handphone"
        | "nomor handphone"
        | "handphone"
        | "whatsapp"
        | "no whatsapp"
        | "nomor whatsapp"
        | "no hp whatsapp"
        | "nomor hp whatsapp"
        | "kontak"
        | "no kontak"
        | "nomor kontak"
        | "no telepon hp"
        | "nomor telepon hp"
        | "telepon hp"
        | "hp wa"
        | "no ponsel"
        | "no telp wa"
        | "nomor telepon seluler"
        | "telp wa" => Label::Phone,
        "alasan"
        | "alasan permohonan"
        | "alasan permintaan"
        | "alasan pengajuan"
        | "alasan reset"
        | "alasan reset password"
        | "sebab"
        | "alasan perubahan"
        | "kendala"
        | "permasalahan" => Label::Reason,
        "nomor" | "no" | "nomor surat" | "no surat" => Label::Number,
        "tanggal" | "tgl" | "tanggal surat" | "tgl surat" | "hari tanggal"
        | "tanggal permohonan" => Label::Date,
        "hal" | "perihal" | "hal surat" | "perihal surat" => Label::Subject,
        "nomor sk"
        | "no sk"
        | "nomor surat keputusan"
        | "no surat keputusan"
        | "sk nomor"
        | "nomor keputusan"
        | "nomor sk pengangkatan"
        | "no sk pengangkatan"
        | "sk no"
        | "nomor sk penunjukan"
        | "sk pengangkatan"
        | "sk penunjukan"
        | "nomor sk penetapan"
        | "surat keputusan nomor"
        | "sk"
        | "nomor dan tanggal sk"
        | "nomor tanggal sk" => Label::DecreeNumber,
        "tanggal sk"
        | "tgl sk"
        | "tanggal surat keputusan"
        | "tanggal keputusan"
        | "tanggal sk pengangkatan" => Label::DecreeDate,
        "jenis permohonan"
        | "jenis layanan"
        | "jenis permintaan"
        | "permohonan"
        | "layanan"
        | "layanan yang dimohon"
        | "jenis pengajuan" => Label::RequestKind,
        "password"
        | "password lama"
        | "password baru"
        | "kata sandi"
        | "kata sandi lama"
        | "sandi"
        | "pass"
        | "pw"
        | "passwd"
        | "password saat ini"
        | "user id password"
        | "user id dan password"
        | "username password" => Label::Password,
        "nik"
        | "no ktp"
        | "nomor ktp"
        | "nomor induk kependudukan"
        | "no nik"
        | "ktp"
        | "nik ktp" => Label::Nik,
        _ => Label::Unknown,
    }
}

/// The label and value of a piece of line; also `Nama    Ratna` without a colon where the label is
/// known and the gap is wide.
fn labelled(piece: &str) -> Option<(Label, &str, bool)> {
    let piece = piece.trim();
    if let Some(groups) = LABELLED.captures(piece) {
        let label = groups.get(1)?.as_str();
        let value = groups.get(2)?.as_str();
        if label.split_whitespace().count() > 7 || value.starts_with("//") {
            return None;
        }
        return Some((meaning(label), value, true));
    }
    let (label, value) = piece.split_once("  ")?;
    let found = meaning(label);
    let closed = matches!(found, Label::Unknown | Label::Number | Label::Date | Label::Subject);
    (!closed).then(|| (found, value.trim(), false))
}

/// All labelled values of the sheet, in order; values that run over several lines joined.
pub(super) fn entries(sheet: &Sheet) -> Vec<Entry> {
    let mut found: Vec<Entry> = Vec::new();
    let mut at = 0;
    while at < sheet.lines.len() && found.len() < 400 {
        let line = sheet.lines.get(at).map(String::as_str).unwrap_or_default();
        let first = found.len();
        pieces(line, at, &mut found);
        if found.len() == first {
            at += 1;
            continue;
        }
        let column = value_column(line);
        let more = continuation(sheet, at, column, found.len() > first + 1);
        if let Some(last) = found.last_mut() {
            for extra in sheet.lines.get(at + 1..at + 1 + more).unwrap_or_default() {
                last.value = squeeze(&format!("{} {}", last.value, extra.trim()));
            }
        }
        at += 1 + more;
    }
    found
}

/// The labelled values of one line: more than one where it has columns.
fn pieces(line: &str, at: usize, found: &mut Vec<Entry>) {
    let mut rest = line.trim();
    for _ in 0..4 {
        let Some((label, value, _)) = labelled(rest) else { return };
        let value = value.trim_start();
        // Four blanks and more begin the next column.
        let (own, aside) = match value.split_once("    ") {
            Some((own, aside)) => (own, aside.trim()),
            None => (value, ""),
        };
        found.push(Entry { label, value: squeeze(own), line: at });
        if aside.is_empty() {
            return;
        }
        if labelled(aside).is_none() {
            if values::date_in(aside).is_some() {
                found.push(Entry { label: Label::Date, value: squeeze(aside), line: at });
            } else if let Some(last) = found.last_mut() {
                // Spaced out by a justified paragraph, not by a column.
                if last.label != Label::Number {
                    last.value = squeeze(value);
                }
            }
            return;
        }
        rest = aside;
    }
}

/// Where the value of the first label begins, in characters.
fn value_column(line: &str) -> usize {
    let Some((before, after)) = line.split_once(':') else { return usize::MAX };
    before.chars().count() + 1 + indent(after)
}

/// How many of the next lines belong to the value of line `at`.
fn continuation(sheet: &Sheet, at: usize, column: usize, columns: bool) -> usize {
    if columns {
        return 0;
    }
    let plain = |i: usize| {
        let text = sheet.line(i);
        !text.is_empty() && labelled(text).is_none() && !SENTENCE.is_match(text)
    };
    let mut count = 0;
    while count < 4 && plain(at + 1 + count) {
        let line = sheet.lines.get(at + 1 + count).map(String::as_str).unwrap_or_default();
        if column == usize::MAX || indent(line) + 3 < column || indent(line) > column + 12 {
            break;
        }
        count += 1;
    }
    if count > 0 {
        return count;
    }
    // Without an indent: one or two bare lines between two labelled ones belong to the first.
    let long = sheet.line(at).chars().count() >= 45;
    let end = (1..=2).find(|n| !plain(at + n)).unwrap_or(3);
    let next = sheet.line(at + end);
    let known = labelled(next).is_some_and(|(label, _, colon)| colon && label != Label::Unknown);
    if end > 1 && known && (long || sheet.line(at).ends_with([',', ';', '-'])) {
        end - 1
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(text: &str) -> Vec<(Label, String)> {
        entries(&Sheet::new(text)).into_iter().map(|e| (e.label, e.value)).collect()
    }

    #[test]
    fn labels_in_many_spellings() {
        for (line, label) in [
            ("Nama Lengkap (dengan gelar) : X", Label::Name),
            ("1. Nama Pemohon : X", Label::Name),
            ("a) N I P: 1", Label::Unknown),
            ("NIP/NI PPPK : 1", Label::Nip),
            ("Pangkat/Gol. Ruang : X", Label::Rank),
            ("No. HP/WA : 1", Label::Phone),
            ("Pos-el : x", Label::Email),
            ("K/L/D/I : X", Label::Institution),
            ("User ID SPSE : X", Label::UserId),
            ("Password lama : X", Label::Password),
            ("Nama    Ratna", Label::Name),
        ] {
            assert_eq!(first(line).first().map(|e| e.0), Some(label), "{line}");
        }
    }

    #[test]
    fn columns_and_continuations() {
        let text = "Nomor : B.1/X/2026                9 November 2026\n\
                    Alasan   : Lupa kata sandi; fitur\n           tidak jalan\nNama : X     NIP : 1";
        let found = first(text);
        assert_eq!(found[0], (Label::Number, "B.1/X/2026".into()));
        assert_eq!(found[1].0, Label::Date);
        assert_eq!(found[2], (Label::Reason, "Lupa kata sandi; fitur tidak jalan".into()));
        assert_eq!(found[4], (Label::Nip, "1".into()));
    }

    #[test]
    fn a_sentence_is_no_continuation() {
        let found = first("Unit : Loka Contoh\nMohon untuk di reset password");
        assert_eq!(found, vec![(Label::WorkUnit, "Loka Contoh".into())]);
    }
}
