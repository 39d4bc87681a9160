//! How well a page was read. Knows words of letters and decrees, no paper.
use crate::document::Written;

/// Words that stand in nearly every paper of an office; a page that is upside down has none of them.
const KNOWN: [&str; 64] = [
    "yang",
    "dan",
    "dengan",
    "untuk",
    "dari",
    "pada",
    "dalam",
    "tentang",
    "nomor",
    "tanggal",
    "surat",
    "keputusan",
    "kepala",
    "nama",
    "jabatan",
    "kepada",
    "hormat",
    "permohonan",
    "sebagai",
    "tahun",
    "menteri",
    "direktur",
    "dinas",
    "kabupaten",
    "provinsi",
    "kota",
    "kantor",
    "republik",
    "indonesia",
    "kementerian",
    "pangkat",
    "golongan",
    "unit",
    "kerja",
    "instansi",
    "alamat",
    "telepon",
    "perihal",
    "lampiran",
    "hal",
    "sifat",
    "demikian",
    "atas",
    "terima",
    "kasih",
    "bahwa",
    "menimbang",
    "mengingat",
    "menetapkan",
    "memutuskan",
    "ditetapkan",
    "berdasarkan",
    "peraturan",
    "admin",
    "agency",
    "pengadaan",
    "spse",
    "user",
    "password",
    "reset",
    "tugas",
    "ini",
    "oleh",
    "adalah",
];

/// How well a page was read.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Quality {
    /// Mean confidence of the letters, 0 to 1.
    pub(super) mean: f64,
    pub(super) letters: usize,
    /// Words that a paper of an office is expected to have.
    pub(super) known: usize,
    /// For comparing two readings of one page: sure letters count for it, doubtful ones against it.
    pub(super) worth: f64,
}

impl Quality {
    /// Of a page that was read from its picture.
    pub(super) fn of(page: &Written) -> Quality {
        let mut quality = Quality::default();
        let mut sum = 0.0;
        for word in &page.words {
            let text = page.text.get(word.start..word.end).unwrap_or_default();
            let letters = letters(text);
            quality.letters += letters;
            sum += f64::from(word.confidence) * letters as f64;
            quality.worth += (f64::from(word.confidence) - 0.5) * letters as f64;
            if is_known(text) {
                quality.known += 1;
                quality.worth += 4.0;
            }
        }
        quality.mean = sum / quality.letters.max(1) as f64;
        quality
    }

    /// It may stand on its side or on its head.
    pub(super) fn doubtful(&self) -> bool {
        self.known < 3 || self.mean < 0.55
    }

    /// A second try may be better.
    pub(super) fn weak(&self) -> bool {
        self.mean < 0.86
    }
}

fn is_known(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    KNOWN.contains(&word.as_str())
}

/// Known words of a plain text.
pub(super) fn known(text: &str) -> usize {
    text.split_whitespace().filter(|word| is_known(word)).count()
}

/// Letters and digits.
pub(super) fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// Codes of a font without a map look like words, but nobody could say them.
pub(super) fn gibberish(text: &str) -> bool {
    let (mut words, mut odd) = (0usize, 0usize);
    for word in text.split_whitespace() {
        if word.chars().filter(|c| c.is_alphabetic()).count() < 4 {
            continue;
        }
        words += 1;
        let vowels = word.chars().filter(|c| "aeiouAEIOU".contains(*c)).count();
        let marks = word.chars().filter(|c| !c.is_alphanumeric()).count();
        let plain = word.chars().filter(char::is_ascii_alphabetic).count();
        let length = word.chars().count();
        odd += usize::from(vowels * 6 < length || marks * 2 > length || plain * 2 < length);
    }
    words >= 6 && odd * 2 > words && known(text) * 12 < words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_without_a_map_are_gibberish_and_letters_are_not() {
        assert!(!gibberish(include_str!("../../../tests/data/papers/text/d1.txt")));
        assert!(!gibberish(include_str!("../../../tests/data/papers/text/d4.txt")));
        let shifted: String = include_str!("../../../tests/data/papers/text/d1.txt")
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { char::from((c as u8) - 29) } else { c })
            .collect();
        assert!(gibberish(&shifted), "{shifted}");
        assert!(!gibberish("12 34 56"));
    }
}
