//! When two values say the same: each kind of fact has its own eyes. Knows no letter and no mark.

/// How two values stand to each other, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    Same,
    /// Not the same, but one may be a shorter or misread form of the other: a person looks.
    Similar,
    Differ,
}

use Likeness::{Differ, Same, Similar};

/// Degrees and forms of address as they stand before a name or without their stops.
const TITLES: [&str; 34] = [
    "ir", "dr", "drs", "dra", "drh", "prof", "hj", "h", "kh", "rr", "rd", "bapak", "ibu", "sdr",
    "sdri", "se", "sh", "st", "sp", "sos", "spi", "sstpi", "skom", "ssi", "spd", "stp", "amd",
    "mm", "msi", "mh", "mt", "mp", "mkom", "phd",
];

/// A person's name, without titles, degrees and case.
pub fn person(a: &str, b: &str) -> Likeness {
    let (a, b) = (name_words(a), name_words(b));
    if a == b {
        return Same;
    }
    if a.is_empty() || b.is_empty() {
        return Differ;
    }
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    let mut rest = long.iter();
    let within = short.iter().all(|word| {
        rest.any(|other| other == word || initial_of(word, other) || initial_of(other, word))
    });
    if within || misread(&a.join(" "), &b.join(" ")) { Similar } else { Differ }
}

fn initial_of(short: &str, long: &str) -> bool {
    short.chars().count() == 1 && long.starts_with(short)
}

fn name_words(name: &str) -> Vec<String> {
    let bare = name.split(',').next().unwrap_or(name);
    let words: Vec<String> = bare
        .split_whitespace()
        .filter(|w| !is_degree(w))
        .map(letters)
        .filter(|w| !w.is_empty())
        .collect();
    // Titles stand at the ends: a name in the middle is never taken for one.
    let title = |word: &String| TITLES.contains(&word.as_str());
    let first = words.iter().position(|w| !title(w)).unwrap_or(words.len());
    let last = words.iter().rposition(|w| !title(w)).map_or(first, |at| at + 1);
    words.get(first..last).map(<[String]>::to_vec).unwrap_or_default()
}

/// `S.St.Pi.`, `M.Si`, `Ir.`: stops inside, or at the end of more than an initial.
fn is_degree(word: &str) -> bool {
    let stops = word.matches('.').count();
    let only_initial = stops == 1 && word.ends_with('.') && word.chars().count() == 2;
    stops > 0 && !only_initial
}

/// Few letters apart in a long text: a slip of the pen or of the reader.
fn misread(a: &str, b: &str) -> bool {
    let length = a.chars().count().min(b.chars().count());
    length >= 8 && strsim::damerau_levenshtein(a, b) <= 1 + length / 16
}

/// A number that is its digits.
pub fn digits(a: &str, b: &str) -> Likeness {
    if only_digits(a) == only_digits(b) { Same } else { Differ }
}

fn only_digits(s: &str) -> String {
    s.chars().filter(char::is_ascii_digit).collect()
}

/// `+62 812…`, `62812…` and `0812…` are one number.
pub fn phone(a: &str, b: &str) -> Likeness {
    let plain = |s: &str| {
        let all = only_digits(s);
        match all.strip_prefix("62") {
            Some(rest) => format!("0{rest}"),
            None => all,
        }
    };
    if plain(a) == plain(b) { Same } else { Differ }
}

/// Something typed as it is; only case and blanks do not count.
pub fn code(a: &str, b: &str) -> Likeness {
    let plain = |s: &str| s.split_whitespace().collect::<String>().to_lowercase();
    if plain(a) == plain(b) { Same } else { Differ }
}

/// A number of a letter or decree: blanks and what separates do not count, the order does.
pub fn number(a: &str, b: &str) -> Likeness {
    let plain = |s: &str| {
        let parts = s.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
        parts.map(str::to_lowercase).collect::<Vec<_>>().join("/")
    };
    let (a, b) = (plain(a), plain(b));
    match a == b {
        true => Same,
        // A digit makes another decree; a letter may be a misread one.
        false if only_digits(&a) == only_digits(&b) && misread(&a, &b) => Similar,
        false => Differ,
    }
}

/// A rank: by its grade where both give one.
pub fn rank(a: &str, b: &str) -> Likeness {
    match (grade(a), grade(b)) {
        (Some(a), Some(b)) if a == b => Same,
        (Some(_), Some(_)) => Differ,
        _ => text(a, b),
    }
}

/// `III/d`, `III d`, `(IV/a)`; `None` where there is no grade of a civil servant.
fn grade(rank: &str) -> Option<(String, char)> {
    let words: Vec<&str> =
        rank.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    words.windows(2).rev().find_map(|pair| {
        let [roman, letter] = pair else { return None };
        let letter = letter.to_lowercase();
        let sign = letter.chars().next().filter(|c| matches!(c, 'a'..='e'))?;
        let fits =
            letter.len() == 1 && matches!(roman.to_uppercase().as_str(), "I" | "II" | "III" | "IV");
        fits.then(|| (roman.to_uppercase(), sign))
    })
}

/// An office or institution: known abbreviations are spelt out, and one that names the other's
/// beginning letters, or a part of it, is similar.
pub fn office(a: &str, b: &str) -> Likeness {
    let (wide_a, wide_b) = (office_words(a), office_words(b));
    if wide_a == wide_b {
        return Same;
    }
    let (short, long) =
        if wide_a.len() <= wide_b.len() { (&wide_a, &wide_b) } else { (&wide_b, &wide_a) };
    let within = !short.is_empty() && stands_in(short, long);
    let close = misread(&wide_a.join(" "), &wide_b.join(" "));
    if within || close { Similar } else { Differ }
}

/// Whether the words stand in the other text in their order; a word may be the first letters of
/// several others (`BPBAP`).
fn stands_in(short: &[String], long: &[String]) -> bool {
    let mut rest = long;
    short.iter().all(|word| {
        let found = (0..rest.len()).find_map(|from| {
            let tail = rest.get(from..)?;
            if tail.first() == Some(word) {
                return rest.get(from + 1..);
            }
            let letters = word.chars().count();
            let initials: String =
                tail.iter().take(letters).filter_map(|w| w.chars().next()).collect();
            (letters >= 3 && initials == *word).then(|| rest.get(from + letters..)).flatten()
        });
        rest = found.unwrap_or_default();
        found.is_some()
    })
}

const SHORT_FORMS: [(&str, &str); 17] = [
    ("kkp", "kementerian kelautan dan perikanan"),
    ("kemen", "kementerian"),
    ("ditjen", "direktorat jenderal"),
    ("dirjen", "direktorat jenderal"),
    ("setjen", "sekretariat jenderal"),
    ("itjen", "inspektorat jenderal"),
    ("dit", "direktorat"),
    ("ka", "kepala"),
    ("kab", "kabupaten"),
    ("kec", "kecamatan"),
    ("prov", "provinsi"),
    ("dinkes", "dinas kesehatan"),
    ("dkp", "dinas kelautan dan perikanan"),
    ("diskan", "dinas perikanan"),
    ("setda", "sekretariat daerah"),
    ("sekda", "sekretariat daerah"),
    ("pemkab", "pemerintah kabupaten"),
];

fn office_words(text: &str) -> Vec<String> {
    let spelt = |word: String| {
        let long = SHORT_FORMS.iter().find(|(short, _)| *short == word);
        long.map_or(word, |(_, long)| (*long).to_owned())
    };
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let wide: Vec<String> = words.map(|w| spelt(w.to_lowercase())).collect();
    wide.join(" ")
        .split(' ')
        .filter(|w| !matches!(*w, "dan" | "" | "pada"))
        .map(Into::into)
        .collect()
}

/// Any other words.
pub fn text(a: &str, b: &str) -> Likeness {
    let words = |s: &str| {
        let split = s.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
        split.map(str::to_lowercase).collect::<Vec<_>>()
    };
    let (a, b) = (words(a), words(b));
    if a == b {
        return Same;
    }
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    let part = !short.is_empty() && long.windows(short.len()).any(|w| w == short.as_slice());
    if part || misread(&a.join(" "), &b.join(" ")) { Similar } else { Differ }
}

fn letters(s: &str) -> String {
    s.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_compared_without_titles() {
        for (a, b, likeness) in [
            ("Ir. Ratna K., S.St.Pi.", "RATNA K.", Same),
            ("Dr. Ir. H. Bambang Suryalaga, M.Si.", "bambang suryalaga", Same),
            ("Ratna Kusumawardani S.St.Pi.", "Ratna Kusumawardani, S.St.Pi.", Same),
            ("RATNA KUSUMAWARDANI SE MM", "Ratna Kusumawardani", Same),
            ("made surya", "Made Surya Ardika, S.T.", Similar),
            ("Ratna K.", "Ratna Kusumawardani", Similar),
            ("Ratna Kusumawardanl", "Ratna Kusumawardani", Similar),
            ("Agus Prihatmoko, A.Md.", "Ratna Kusumawardani", Differ),
            ("Ratna Sari", "Ratna Kusumawardani", Differ),
            ("Budi", "Rudi", Differ),
        ] {
            assert_eq!(person(a, b), likeness, "{a} / {b}");
            assert_eq!(person(b, a), likeness, "{b} / {a}");
        }
    }

    #[test]
    fn numbers_are_compared_by_what_they_say() {
        assert_eq!(digits("19870314 201101 2 901", "198703142011012901"), Same);
        assert_eq!(digits("198703142011012901", "198703142011012902"), Differ);
        assert_eq!(phone("+62 812-5550-1234", "081255501234"), Same);
        assert_eq!(phone("0812 5550 1234", "0812 5550 1235"), Differ);
        assert_eq!(code("AA.TELUK", "aa.teluk "), Same);
        assert_eq!(code("AA.TELUK", "AA.TELUX"), Differ);
        assert_eq!(number("KEP.15/BCPBAP/PL.420/I/2026", "KEP. 15/BCPBAP/PL.420/I/2026"), Same);
        assert_eq!(number("KEP.09/BCPBAP/PL.420/I/2024", "KEP.15/BCPBAP/PL.420/I/2026"), Differ);
        assert_eq!(number("KEP.15/BCPBAP/PL.420/I/2026", "KEP.16/BCPBAP/PL.420/I/2026"), Differ);
        assert_eq!(number("KEP.15/BCPBAP/PL.420/I/2026", "KEP.15/BCPBAF/PL.420/I/2026"), Similar);
        assert_eq!(rank("Penata Tingkat I (III/d)", "Penata Tk. I, III d"), Same);
        assert_eq!(rank("Pembina / IV a", "Pembina (IV/b)"), Differ);
        assert_eq!(rank("Penata", "penata"), Same);
    }

    #[test]
    fn offices_may_be_abbreviated() {
        let long = "Balai Perikanan Budidaya Air Payau Teluk Contoh";
        for (other, likeness) in [
            ("BALAI PERIKANAN BUDIDAYA AIR PAYAU TELUK CONTOH", Same),
            ("BPBAP Teluk Contoh", Similar),
            ("Balai Perikanan Budidaya Air Payau", Similar),
            ("Loka Contoh Pengelolaan Pesisir", Differ),
            ("BPSPL Teluk Contoh", Differ),
        ] {
            assert_eq!(office(long, other), likeness, "{other}");
        }
        assert_eq!(
            office("Ditjen Perikanan Tangkap", "Direktorat Jenderal Perikanan Tangkap"),
            Same
        );
        assert_eq!(office("KKP", "Kementerian Kelautan dan Perikanan"), Same);
        assert_eq!(
            office("Dinas Perikanan Kab. Contoh Barat", "Dinas Perikanan Kabupaten Contoh Barat"),
            Same
        );
    }
}
