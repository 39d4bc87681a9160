//! Names of people as an engine misreads them: academic titles are mended, what is no name is told from one.
//! Knows titles, no person.
use super::lines::squeeze;
use super::person;
use super::words::Label;

/// A name without what the paper says beside it.
pub(super) fn bare(read: &str) -> String {
    let mut name =
        read.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '.' && c != ')').to_string();
    for end in [" NIP", " NIP.", " NI", " PPPK"] {
        if let Some(rest) = name.strip_suffix(end) {
            name = rest.trim_end_matches([',', ' ']).to_string();
        }
    }
    titled(&name)
}

/// Words of papers that are nobody's name, though they are written like one.
const NO_NAME: &str = "jakarta biasa penting segera penetapan penunjukan pengangkatan data id kementerian \
    pemerintah kabupaten dinas balai kelas saudara saudari republik indonesia tentang nip \
    nama ketiga kedua kesatu pertama keempat ahli muda madya aparatur manusia usaha tata \
    staf negara milik barang jasa perikanan kelautan alamat alasan instansi jabatan pangkat \
    golongan satuan unit kerja surel email e-mail telepon password hormat kami atas lembaga \
    badan direktur camat bupati ditandatangani elektronik pengelola analis bendahara \
    pengeluaran pranata arsiparis statistisi umum kepegawaian program sekretaris kepala \
    menetapkan menimbang mengingat pangkalan pelabuhan stasiun politeknik kota provinsi \
    tempat tanggal nomor lampiran agustus november desember oktober september januari \
    februari";

/// One word and more, each like a word of a name.
pub(super) fn is_person(name: &str) -> bool {
    let bare = name.split(',').next().unwrap_or_default();
    let words: Vec<&str> = bare.split_whitespace().filter(|w| !w.ends_with('.')).collect();
    let fine = |w: &&str| {
        let known = NO_NAME.split(' ').any(|no| w.eq_ignore_ascii_case(no));
        !known
            && w.chars().all(|c| c.is_alphabetic() || c == '\'' || c == '-' || c == '.')
            && !w.starts_with('-')
    };
    // A title in front does not stand behind a name.
    let late = bare
        .split_whitespace()
        .skip_while(|w| w.ends_with('.'))
        .any(|w| matches!(w, "Dr." | "Ir." | "Drs." | "Dra." | "Hj."));
    let titles = name.split(',').skip(1).all(|t| t.trim().len() > 1);
    let vowels = words
        .iter()
        .filter(|w| w.len() > 3)
        .all(|w| w.to_lowercase().contains(['a', 'i', 'u', 'e', 'o', 'y']));
    // A last word of two letters is the rest of one.
    let whole = words.last().is_some_and(|w| w.chars().count() > 2);
    let enough = match words.as_slice() {
        [only] => only.chars().count() >= 4 && super::words::meaning(only) == Label::Unknown,
        more => !more.is_empty(),
    };
    enough
        && whole
        && words.iter().all(fine)
        && !late
        && titles
        && vowels
        && person::is_name(name)
        && !glued(name)
}

/// "IndahArdika": a blank was lost, and perhaps more.
fn glued(name: &str) -> bool {
    let bare = name.split(',').next().unwrap_or_default();
    bare.split_whitespace().any(|word| {
        let mut small = false;
        word.chars().any(|c| {
            let found = small && c.is_uppercase();
            small = c.is_lowercase();
            found
        }) || (!word.ends_with('.') && word.contains('.') && word.len() > 4)
    })
}

/// Academic titles as they are written.
const TITLES: &[&str] = &[
    "S.Pi.",
    "S.St.Pi.",
    "S.Tr.Pi.",
    "S.E.",
    "S.Kom.",
    "S.H.",
    "S.T.",
    "S.Sos.",
    "S.Si.",
    "S.Pd.",
    "S.Ak.",
    "S.A.P.",
    "S.AP.",
    "S.I.P.",
    "S.IP.",
    "S.Hut.",
    "S.P.",
    "S.Pt.",
    "S.Kel.",
    "S.Stat.",
    "S.Psi.",
    "S.Hum.",
    "S.S.",
    "S.ST.",
    "S.STP.",
    "S.TP.",
    "S.Ag.",
    "S.Farm.",
    "S.Tr.",
    "M.Si.",
    "M.M.",
    "M.T.",
    "M.P.",
    "M.H.",
    "M.A.",
    "M.Pd.",
    "M.Kom.",
    "M.A.P.",
    "M.AP.",
    "M.Sc.",
    "M.Hum.",
    "M.Ak.",
    "M.Tr.Pi.",
    "M.E.",
    "M.Eng.",
    "M.Psi.",
    "M.Kn.",
    "M.I.Kom.",
    "M.Env.",
    "M.Agr.",
    "M.TI.",
    "M.IP.",
    "Ph.D.",
    "A.Md.",
    "A.Md.Pi.",
    "A.Md.Kom.",
    "A.Md.Ak.",
    "A.Pi.",
    "Ak.",
    "CA.",
];

/// A name whose titles are written as titles are: "S.L.P." is "S.I.P.", "A.Ma.Pi." is "A.Md.Pi.". A title
/// nobody knows stays.
fn titled(name: &str) -> String {
    let mut parts: Vec<String> = name.split(',').map(squeeze).filter(|p| !p.is_empty()).collect();
    // "Wahyu, Setianingsih, S.Pi.": a speck read as a comma.
    let word = |t: &str| {
        t.len() >= 4 && t.chars().all(char::is_alphabetic) && t.contains(char::is_lowercase)
    };
    if parts.len() > 1
        && parts
            .get(1)
            .is_some_and(|p| word(p) && TITLES.iter().all(|t| t.trim_end_matches('.') != p))
    {
        let second = parts.remove(1);
        if let Some(first) = parts.first_mut() {
            *first = format!("{first} {second}");
        }
    }
    let mut parts = parts.into_iter();
    let mut out = fronted(&parts.next().unwrap_or_default());
    for title in parts {
        // "S.Pi. M.Si.": the comma between was lost.
        let apart: Vec<&str> = title.split(' ').collect();
        let titles = apart.iter().all(|t| t.contains('.') && known(t));
        for title in if titles { apart } else { vec![title.as_str()] } {
            out.push_str(", ");
            out.push_str(&title_of(title));
        }
    }
    out
}

/// Has the text a title with its last dot? Then a title without it lost it under the line of the name.
pub(super) fn dots(words: impl Iterator<Item = String>) -> bool {
    words.into_iter().any(|w| {
        let bare = w.trim_end_matches(',');
        bare.ends_with('.') && TITLES.contains(&bare) && bare.matches('.').count() > 1
    })
}

/// Puts the lost last dot of a title back.
pub(super) fn dotted(name: &str) -> String {
    let lost = |title: &str| title.contains('.') && !title.ends_with('.') && known(title);
    let (first, titles) = name.split_once(',').unwrap_or((name, ""));
    let mut out = first.to_string();
    for title in titles.split(',').map(str::trim).filter(|t| !t.is_empty()) {
        out.push_str(", ");
        out.push_str(title);
        if lost(title) {
            out.push('.');
        }
    }
    out
}

/// Is this an academic title, its last dot aside?
pub(super) fn known(title: &str) -> bool {
    TITLES.iter().any(|t| t.trim_end_matches('.') == title.trim_end_matches('.'))
}

/// The words of a name: titles in front as they are written, no dot behind a whole word.
fn fronted(name: &str) -> String {
    const SHORT: &[&str] =
        &["Drs.", "Dra.", "Prof.", "Drh.", "drg.", "drh.", "Muh.", "Moh.", "Abd.", "Apt.", "Tgk."];
    // Behind a title comes a title or the name itself; "Nur." within a name has a speck behind it.
    let mut fronts = true;
    let mut is_front = |w: &str| {
        let so_far = fronts;
        fronts &= w.ends_with(['.', ',', ')']);
        so_far
    };
    let words: Vec<String> = name
        .split_whitespace()
        .map(|w| (is_front(w), w))
        .map(|(front, w)| match w {
            "lr." | "Ir," | "lr," | "ir." | "Tr." | "1r." => "Ir.".to_string(),
            "Hi." | "Hj," | "H)." | "Hy." => "Hj.".to_string(),
            "Dr," | "Dr:" => "Dr.".to_string(),
            w if !front
                && w.len() > 3
                && w.ends_with('.')
                && w.matches('.').count() == 1
                && !SHORT.contains(&w) =>
            {
                w.trim_end_matches('.').to_string()
            }
            w => w.to_string(),
        })
        .collect();
    words.join(" ")
}

fn title_of(read: &str) -> String {
    let dotless = |t: &str| t.trim_end_matches('.').to_string();
    if TITLES.iter().any(|t| dotless(t) == dotless(read)) {
        return read.to_string();
    }
    let bare = |t: &str| -> String { t.chars().filter(|c| c.is_alphanumeric()).collect() };
    // Dots lost or read as commas: the letters still tell the title.
    let same: Vec<&&str> = TITLES.iter().filter(|t| bare(t) == bare(read)).collect();
    if let [only] = same.as_slice() {
        return if read.contains(['.', ' ']) { only.to_string() } else { read.to_string() };
    }
    let cased: Vec<&&str> =
        TITLES.iter().filter(|t| bare(t).eq_ignore_ascii_case(&bare(read))).collect();
    if let ([only], true) = (cased.as_slice(), read.contains('.')) {
        return only.to_string();
    }
    let like: Vec<&&str> = TITLES
        .iter()
        .filter(|t| {
            t.matches('.').count() == read.matches('.').count()
                && bare(t).len() == bare(read).len()
                && confusable(&bare(read), &bare(t))
        })
        .collect();
    match like.as_slice() {
        [only] => only.to_string(),
        _ => read.to_string(),
    }
}

/// One letter differs, and it is one that is misread for the other.
fn confusable(read: &str, meant: &str) -> bool {
    let pairs: Vec<(char, char)> =
        read.chars().zip(meant.chars()).filter(|(a, b)| a != b).collect();
    let known = [
        ('L', 'I'),
        ('l', 'I'),
        ('1', 'I'),
        ('a', 'd'),
        ('5', 'S'),
        ('0', 'o'),
        ('1', 'i'),
        ('l', 'i'),
        ('F', 'P'),
        ('N', 'M'),
        ('4', 'A'),
    ];
    matches!(pairs.as_slice(), [pair] if known.contains(pair))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_and_others() {
        for name in [
            "Ratna Kusumawardani, S.St.Pi.",
            "Dr. Ir. Bambang Nur Kaluku, S.A.P.",
            "BAMBANG SURYALAGA",
        ] {
            assert!(is_person(name), "{name}");
        }
        for other in [
            "Jakarta",
            "Manusia Aparatur",
            "IndahArdika, S.Sos.",
            "Maria Sekar Mndrs",
            "Teguh Dr. Ir. Handayanto",
        ] {
            assert!(!is_person(other), "{other}");
        }
        assert_eq!(bare("Samuel Tri Pramudita NIP"), "Samuel Tri Pramudita");
    }

    #[test]
    fn titles() {
        for (read, meant) in [
            ("Andi Lasabuda, S.L.P., M.A.P.", "Andi Lasabuda, S.I.P., M.A.P."),
            ("Dr. Ir. Marlina, A.Ma.Pi.", "Dr. Ir. Marlina, A.Md.Pi."),
            ("H. Ayu, S.E, M.M.", "H. Ayu, S.E, M.M."),
            ("Ayu, S.Xx.", "Ayu, S.Xx."),
            ("Wahyu, Setianingsih, S.Tr.Pi.", "Wahyu Setianingsih, S.Tr.Pi."),
            ("Theresia Suryalaga, S.Pi. M.Si.", "Theresia Suryalaga, S.Pi., M.Si."),
            ("Hi. Bambang Wenaspati, SE", "Hj. Bambang Wenaspati, SE"),
            ("Dian Nur. Maulanasari, S.A.P.", "Dian Nur Maulanasari, S.A.P."),
        ] {
            assert_eq!(titled(read), meant);
        }
    }
}
