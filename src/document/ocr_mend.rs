//! Mends what an engine misreads in the frame of a paper: labels, colons, headings, months. Knows where
//! such words stand; never touches a name, a number or any other value.
use super::ocr_labels::{colons, label};
use super::ocr_page::{Line, Token, alike, lines_of, set, skeleton, written_of};
use super::ocr_pieces::{addresses, boxes, joined};
use super::{Method, Written, ocr_decree};

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
        ocr_decree::spaced(line);
        boxes(line);
        joined(line);
        frame(line);
        dates(line);
        ranks(line);
        nips(line);
        label(line);
        addresses(line);
    }
    colons(&mut lines);
    ocr_decree::heading(&mut lines);
    Written { again: written.again.iter().map(mend).collect(), ..written_of(&lines, written) }
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

/// "Penata Tk. (III/d)": the one behind Tingkat, which a rule of a table or a speck looks like.
fn ranks(line: &mut Line) {
    for at in 1..line.tokens.len().saturating_sub(1) {
        let level = matches!(line.text(at), "Tk." | "Tk" | "Tingkat");
        let named = ["Penata", "Muda", "Pengatur", "Pembina", "Juru"].contains(&line.text(at - 1));
        let grade = line.text(at + 1).trim_start_matches(['(', '/']);
        let lost = line.text(at + 1).starts_with(['(', '/']) && !grade.is_empty();
        if level && named && lost {
            let blanks = line.tokens.get(at + 1).map_or(1, |t| t.blanks.min(1));
            let one = Token { blanks: 1, text: "I".into(), confidence: 0.85, place: None };
            if let Some(grade) = line.tokens.get_mut(at + 1) {
                grade.blanks = blanks;
            }
            line.tokens.insert(at + 1, one);
            return;
        }
    }
}

/// "NIP. 1987O314 2011O1 2 901": digits behind NIP.
fn nips(line: &mut Line) {
    let Some(start) = line.tokens.iter().position(|t| {
        matches!(skeleton(&t.text).as_str(), "nip" | "nipppk" | "nipnipppk" | "pppk")
    }) else {
        return;
    };
    let mut count = 0;
    for token in line.tokens.iter_mut().skip(start + 1).take(6) {
        let ends = tail(&token.text).to_string();
        let bare = token.text.trim_end_matches(ends.as_str());
        let real = bare.chars().filter(char::is_ascii_digit).count();
        let alone = bare.chars().count() == 1 && count >= 8;
        let digits: Option<String> = bare.chars().map(digit).collect();
        if let Some(digits) =
            digits.filter(|d| (real * 2 >= d.len() || alone) && count + d.len() <= 20)
        {
            count += digits.len();
            token.text = format!("{digits}{ends}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Word;

    fn mended(text: &str) -> String {
        let words = vec![Word { end: text.len(), confidence: 0.8, ..Word::default() }];
        mend(&Written { text: text.into(), pages: 1, method: Method::Ocr, words, again: vec![] })
            .text
    }

    #[test]
    fn labels_and_colons() {
        for (read, meant) in [
            ("Narna   : Ratna", "Nama   : Ratna"),
            ("NlP     : 1987", "NIP     : 1987"),
            ("Nornor      1 B.592/X", "Nomor      : B.592/X"),
            ("Jabalan     - Analis", "Jabatan     : Analis"),
            ("Unit Keria    ; Balai", "Unit Kerja    : Balai"),
            ("KILIPD          Kementerian", "K/L/PD         : Kementerian"),
            ("Jabatan   :- Analis", "Jabatan   : Analis"),
            ("3. Narna   : X Y", "3. Nama   : X Y"),
            ("Analis, Penata Tk.  (III/d), NIP", "Analis, Penata Tk. I (III/d), NIP"),
            ("Alamat Emai1   : a@b.example", "Alamat Email   : a@b.example"),
            (
                "User ID : Email     1  AA.X / a@b.example",
                "User ID / Email     :  AA.X / a@b.example",
            ),
            ("Nama : NIP     Arif C. / 1987", "Nama / NIP    : Arif C. / 1987"),
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
    fn ticked_boxes() {
        for (read, meant) in [
            (
                "Jenis : (XI Reset Password (1 Informasi User ID",
                "Jenis : [X] Reset Password [ ] Informasi User ID",
            ),
            (
                "Jenis : [] Reset Password [X] Informasi User ID",
                "Jenis : [ ] Reset Password [X] Informasi User ID",
            ),
            (
                "Jenis : IXJ Reset Password f J Informasi User ID",
                "Jenis : [X] Reset Password [ ] Informasi User ID",
            ),
            (
                "Jenis : JReset Password (XJ Informasi User ID",
                "Jenis : [ ] Reset Password [X] Informasi User ID",
            ),
            (
                "Jenis : [ ] Reset Password [ X ] Informasi",
                "Jenis : [ ] Reset Password [X] Informasi",
            ),
        ] {
            assert_eq!(mended(read), meant);
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
