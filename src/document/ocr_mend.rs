//! Mends what an engine misreads in the frame of a paper: labels, colons, headings, months. Knows where
//! such words stand; never touches a name, a number or any other value.
use super::ocr_page::{Line, Token, alike, lines_of, skeleton, written_of};
use super::words::{Label, meaning};
use super::{Method, Written};

/// Labels as people write them; the longest first, so that "Nama" does not take "Nama Lengkap".
const LABELS: &[&str] = &[
    "Pangkat / Golongan Ruang",
    "Pangkat / Gol. Ruang",
    "Pangkat, Golongan",
    "Pangkat/Golongan Ruang",
    "Pangkat/Golongan",
    "Pangkat/Gol. Ruang",
    "Alasan Permohonan",
    "Jenis Permohonan",
    "Unit Organisasi",
    "Satuan Kerja",
    "Nomor Handphone",
    "Nomor Telepon",
    "No. Telepon",
    "No. WhatsApp",
    "Nama Pengguna",
    "Nama Lengkap",
    "Nama Pemohon",
    "Alamat Email",
    "Alamat Surel",
    "Pangkat/Gol.",
    "NIP/NI PPPK",
    "User ID SPSE",
    "Telepon/HP",
    "Unit Kerja",
    "No. HP/WA",
    "Nomor HP",
    "NI PPPK",
    "K/L/D/I",
    "K/L/PD",
    "Username",
    "Lampiran",
    "Instansi",
    "Golongan",
    "Jabatan",
    "Pangkat",
    "Perihal",
    "Pos-el",
    "User ID",
    "E-mail",
    "No. HP",
    "Satker",
    "Alasan",
    "Tanggal",
    "Email",
    "Surel",
    "Nomor",
    "Sifat",
    "Nama",
    "NIP",
    "Hal",
];
/// The words in front of a decree's clauses.
const CLAUSES: &[&str] = &[
    "Menimbang",
    "Mengingat",
    "Memperhatikan",
    "Menetapkan",
    "KESATU",
    "KEDUA",
    "KETIGA",
    "KEEMPAT",
    "KELIMA",
    "PERTAMA",
];
const MONTHS: &[&str] = &[
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
];
/// Words the rules look for, wherever they stand.
const FRAME: &[&str] = &[
    "Permohonan",
    "Password",
    "Informasi",
    "Keputusan",
    "Penunjukan",
    "Pengangkatan",
    "Penetapan",
    "Menunjuk",
    "Mengangkat",
    "Menetapkan",
    "Menugaskan",
    "Ditetapkan",
    "Tentang",
    "Agency",
    "Kementerian",
    "Pemerintah",
    "Formulir",
    "Lampiran",
    "Tanggal",
    "Nomor",
    "Bertanda",
    "Mengajukan",
    "Sebagai",
    "Terhitung",
    "Berlaku",
];

/// The same text with its frame mended. A text that was not read from a picture stays as it is.
pub fn mend(written: &Written) -> Written {
    if written.method != Method::Ocr || written.words.is_empty() {
        return written.clone();
    }
    let mut lines = lines_of(written);
    for line in &mut lines {
        frame(line);
        dates(line);
        label(line);
    }
    colons(&mut lines);
    written_of(&lines, written)
}

/// Writes `meant` in the case of `read`: capitals stay capitals.
fn in_case(read: &str, meant: &str) -> String {
    let letters = || read.chars().filter(|c| c.is_alphabetic());
    let large = letters().filter(|c| c.is_uppercase()).count();
    if large * 2 > letters().count().max(1) {
        return meant.to_uppercase();
    }
    if letters().next().is_some_and(char::is_lowercase) {
        meant.to_lowercase()
    } else {
        meant.into()
    }
}

/// The mark at the end of a word, which is not part of it.
fn tail(word: &str) -> &str {
    let bare = word.trim_end_matches([':', ',', '.', ';', ')']);
    word.get(bare.len()..).unwrap_or_default()
}

/// Headings and the words the rules look for.
fn frame(line: &mut Line) {
    let alone = line.tokens.len() <= 2;
    for token in &mut line.tokens {
        let ends = tail(&token.text).to_string();
        let bare = token.text.trim_end_matches(ends.as_str()).to_string();
        let long = bare.chars().count();
        if alone && long >= 8 && alike(&bare, "MEMUTUSKAN", 3) {
            token.text = format!("MEMUTUSKAN{ends}");
            continue;
        }
        if long < 5 {
            continue;
        }
        let most = usize::from(long >= 6) + usize::from(long >= 9);
        let meant = FRAME.iter().find(|m| alike(&bare, m, most.min(if long >= 9 { 2 } else { 1 })));
        let Some(meant) = meant.filter(|m| !m.eq_ignore_ascii_case(&bare)) else { continue };
        // A word that is another word's neighbour stays when it was read surely.
        if skeleton(&bare) == skeleton(meant) || token.confidence < 0.9 {
            token.text = format!("{}{ends}", in_case(&bare, meant));
        }
    }
}

/// Digits as an engine misreads them among digits.
pub(super) fn digit(c: char) -> Option<char> {
    Some(match c {
        '0'..='9' => c,
        'O' | 'o' | 'Q' | 'D' | '©' => '0',
        'I' | 'l' | '|' | '!' | 'i' | ']' | '[' => '1',
        'Z' | 'z' => '2',
        'S' | 's' | '$' => '5',
        'G' | 'b' => '6',
        'B' | '&' => '8',
        'g' | 'q' => '9',
        _ => return None,
    })
}

fn as_digits(text: &str, least: usize, most: usize) -> Option<String> {
    let digits: Option<String> = text.chars().map(digit).collect();
    let real = text.chars().filter(char::is_ascii_digit).count();
    digits.filter(|d| (least..=most).contains(&d.chars().count()) && real * 2 >= d.len())
}

/// "9 Nopernber 2O26": a month between a day and a year.
fn dates(line: &mut Line) {
    for at in 1..line.tokens.len().saturating_sub(1) {
        let ends = tail(line.text(at + 1)).to_string();
        let year = line.text(at + 1).trim_end_matches(ends.as_str());
        let Some(year) =
            as_digits(year, 4, 4).filter(|y| y.starts_with("19") || y.starts_with("20"))
        else {
            continue;
        };
        let word = line.text(at).trim_end_matches(['.', ',']);
        let long = word.chars().count();
        let Some(day) = as_digits(line.text(at - 1), 1, 2) else { continue };
        if long < 3 || !word.chars().all(|c| c.is_alphanumeric() || "|!".contains(c)) {
            continue;
        }
        let near = |month: &&&str| alike(word, month, if long >= 7 { 2 } else { 1 });
        let exact = MONTHS.iter().find(|m| alike(word, m, 0));
        let found: Vec<&&str> =
            exact.map_or_else(|| MONTHS.iter().filter(near).collect(), |m| vec![m]);
        let short = ["nop", "peb", "agu", "okt", "des", "sep", "nov", "agt"];
        let known = short.iter().any(|s| word.to_lowercase().starts_with(s)) && long <= 5;
        if let ([month], false) = (found.as_slice(), known) {
            let month = in_case(word, month);
            set(line, at, month);
        } else if !known {
            continue;
        }
        set(line, at - 1, day);
        set(line, at + 1, format!("{year}{ends}"));
    }
}

fn set(line: &mut Line, at: usize, text: String) {
    if let Some(token) = line.tokens.get_mut(at) {
        token.text = text;
    }
}

/// Could this stand for a colon?
fn is_colon(text: &str) -> bool {
    text.chars().count() <= 2
        && !text.is_empty()
        && (text.chars().all(|c| !c.is_alphanumeric())
            || matches!(
                text,
                "1" | "2"
                    | "3"
                    | "i"
                    | "l"
                    | "I"
                    | "t"
                    | "z"
                    | "s"
                    | "2."
                    | "1."
                    | "i:"
                    | "1:"
                    | "7"
            ))
}

/// The label at the start of a line: how many tokens it takes, and how it is meant.
fn label_of(line: &Line) -> Option<(usize, Option<&'static str>)> {
    for count in (1..=4usize.min(line.tokens.len())).rev() {
        let words: Vec<&str> = line.tokens.iter().take(count).map(|t| t.text.as_str()).collect();
        if line.tokens.iter().take(count).skip(1).any(|t| t.blanks > 2) {
            continue;
        }
        let text = words.join(" ");
        let bare = text.trim_end_matches([':', ';', '.', ',', '-', ' ']);
        let apart = line.tokens.get(count).is_none_or(|t| t.blanks >= 2 || is_colon(&t.text))
            || text.ends_with([':', ';']);
        if !apart || bare.is_empty() {
            continue;
        }
        let clause = CLAUSES.iter().any(|c| skeleton(c) == skeleton(bare));
        let letters = bare.chars().filter(|c| c.is_alphanumeric()).count();
        if clause || (meaning(bare) != Label::Unknown && letters >= 2) {
            return Some((count, None));
        }
        let most = match letters {
            0..=2 => continue,
            3..=5 => 0,
            6..=9 => 1,
            _ => 2,
        };
        let meant = LABELS.iter().chain(CLAUSES).find(|l| {
            let slashes =
                |t: &str| t.to_lowercase().replace(['/', '|', 'l', '1', '!', 'i', ' '], "i");
            alike(bare, l, most) || (l.contains('/') && l.len() < 8 && slashes(bare) == slashes(l))
        });
        if let Some(meant) = meant {
            return Some((count, Some(meant)));
        }
    }
    None
}

/// Mends the label of a line and the colon behind it.
fn label(line: &mut Line) {
    // The number in front of a form's rows: "3. NIP".
    let numbered = line.text(0).trim_end_matches(['.', ')', ',']);
    let numbered = line.tokens.len() > 2
        && numbered.len() < line.text(0).len()
        && (numbered.chars().all(|c| c.is_ascii_digit()) || numbered.len() == 1);
    let mut rest =
        Line { tokens: line.tokens.split_off(usize::from(numbered)), ends_page: line.ends_page };
    if let Some((count, meant)) = label_of(&rest) {
        if let Some(meant) = meant {
            let ends = if rest.text(count - 1).ends_with([':', ';']) { ":" } else { "" };
            let blanks = rest.tokens.first().map_or(0, |t| t.blanks);
            let confidence =
                rest.tokens.iter().take(count).map(|t| t.confidence).fold(1.0, f32::min);
            let text = format!("{meant}{ends}");
            rest.tokens.splice(0..count, [Token { blanks, text, confidence }]);
            colon(&mut rest, 1);
        } else {
            colon(&mut rest, count);
        }
    }
    line.tokens.append(&mut rest.tokens);
}

/// What stands behind a label of `count` tokens becomes its colon.
fn colon(line: &mut Line, count: usize) {
    let before = line.text(count.saturating_sub(1));
    if before.ends_with(';') {
        let mended = format!("{}:", before.trim_end_matches(';'));
        set(line, count.saturating_sub(1), mended);
        return;
    }
    if before.ends_with(':') {
        return;
    }
    let more = line.tokens.len() > count + 1;
    let Some(next) = line.tokens.get_mut(count) else { return };
    if next.text == ":" {
        return;
    }
    if let Some(value) = next.text.strip_prefix(':') {
        if matches!(value, "-" | "." | "—" | "–" | ":") && more {
            next.text = ":".into();
        }
        return;
    }
    let sign = next.text.chars().all(|c| !c.is_alphanumeric() && c != '(' && c != '+');
    if more && is_colon(&next.text) && (sign || next.blanks >= 2) {
        next.text = ":".into();
    } else if next.blanks >= 2 {
        let blanks = next.blanks - 1;
        next.blanks = 1;
        line.tokens.insert(count, Token { blanks, text: ":".into(), confidence: 0.5 });
    }
}

/// Where a block of labels has its colons, a row whose value begins there has its colon read as the
/// first sign of the value ("11987..." for ": 1987...").
fn colons(lines: &mut [Line]) {
    let places: Vec<Option<(usize, usize, f32)>> = lines
        .iter()
        .map(|line| {
            let at = line.tokens.iter().take(6).position(|t| t.text == ":")?;
            Some((line.column(at), line.column(at + 1), line.tokens.get(at)?.confidence))
        })
        .collect();
    for at in 0..lines.len() {
        let Some(Some((here, _, confidence))) = places.get(at).copied() else { continue };
        // Only a colon that was put in, not one that was seen.
        if confidence != 0.5 {
            continue;
        }
        let near = places.iter().enumerate().skip(at.saturating_sub(8)).take(17);
        let sure: Vec<(usize, usize)> =
            near.filter_map(|(_, p)| p.filter(|p| p.2 != 0.5).map(|p| (p.0, p.1))).collect();
        let aligned =
            sure.iter().filter(|(colon, value)| colon.abs_diff(here) <= 1 && *value >= colon + 2);
        let Some(line) = lines.get_mut(at) else { continue };
        let Some(place) = line.tokens.iter().take(6).position(|t| t.text == ":") else { continue };
        let Some(value) = line.tokens.get_mut(place + 1) else { continue };
        let mut rest = value.text.chars();
        let first = rest.next();
        let odd = first.is_some_and(|c| "12i!|l#-=».;*~".contains(c));
        if odd && aligned.count() >= 2 && rest.as_str().chars().count() >= 2 {
            value.text = rest.as_str().trim_start_matches(['.', ',', ' ']).to_string();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Word;

    fn mended(text: &str) -> String {
        let words = vec![Word { start: 0, end: text.len(), confidence: 0.8 }];
        mend(&Written { text: text.into(), pages: 1, method: Method::Ocr, words }).text
    }

    #[test]
    fn labels_and_colons() {
        for (read, meant) in [
            ("Narna   : Ratna", "Nama   : Ratna"),
            ("NlP : 1987", "NIP : 1987"),
            ("Nornor      1 B.592/X", "Nomor      : B.592/X"),
            ("Jabalan     - Analis", "Jabatan     : Analis"),
            ("Unit Keria ; Balai", "Unit Kerja : Balai"),
            ("KILIPD          Kementerian", "K/L/PD         : Kementerian"),
            ("Jabatan   :- Analis", "Jabatan   : Analis"),
            ("3. Narna : X Y", "3. Nama : X Y"),
            ("Alamat Emai1 : a@b.example", "Alamat Email : a@b.example"),
        ] {
            assert_eq!(mended(read), meant);
        }
        for same in
            ["Nama Ratna sudah lama", "Kepala Balai,", "Dengan hormat", "Alamat kami - Jalan"]
        {
            assert_eq!(mended(same), same);
        }
    }

    #[test]
    fn a_colon_read_as_the_first_digit() {
        let text =
            "Nama    : Ratna K\nNIP     11987031420110\nJabatan : Analis Muda\nSatker  : Balai";
        assert!(mended(text).contains("NIP    : 1987031420110"), "{}", mended(text));
    }

    #[test]
    fn headings_and_dates() {
        for (read, meant) in [
            ("MEMUTUSKAH:", "MEMUTUSKAN:"),
            ("KEPUTU5AN KEPALA BALAI", "KEPUTUSAN KEPALA BALAI"),
            ("pada tanggal 9 Nopernber 2O26", "pada tanggal 9 Nopember 2026"),
            ("l5 Ju1i 2026", "15 Juli 2026"),
            ("3 Desernber 2026", "3 Desember 2026"),
            ("KESATU 1 Menunjuk", "KESATU 1 Menunjuk"),
        ] {
            let text = mended(read);
            assert!(
                text == meant || text == meant.replace("Nopember", "November"),
                "{text} for {meant}"
            );
        }
    }
}
