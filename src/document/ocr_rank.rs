//! Ranks as an engine misreads them: name and grade say the same, so each mends the other. Knows the ranks of
//! civil servants, no paper.
use super::lines::squeeze;
use super::ocr_page::skeleton;

/// The ranks of civil servants with their grades (`domain.md` §4.6).
const RANKS: &[(&str, &str)] = &[
    ("Juru Muda", "I/a"),
    ("Juru Muda Tingkat I", "I/b"),
    ("Juru", "I/c"),
    ("Juru Tingkat I", "I/d"),
    ("Pengatur Muda", "II/a"),
    ("Pengatur Muda Tingkat I", "II/b"),
    ("Pengatur", "II/c"),
    ("Pengatur Tingkat I", "II/d"),
    ("Penata Muda", "III/a"),
    ("Penata Muda Tingkat I", "III/b"),
    ("Penata", "III/c"),
    ("Penata Tingkat I", "III/d"),
    ("Pembina", "IV/a"),
    ("Pembina Tingkat I", "IV/b"),
    ("Pembina Utama Muda", "IV/c"),
    ("Pembina Utama Madya", "IV/d"),
    ("Pembina Utama", "IV/e"),
];

/// A rank whose name and grade say the same, written as on the paper but for what was misread.
pub(super) fn rank(read: &str) -> Option<String> {
    let read = read.trim_start_matches(|c: char| !c.is_alphabetic());
    let read = squeeze(read.trim_matches(|c: char| !c.is_alphanumeric() && c != ')' && c != '('));
    let mut best: Option<((usize, usize), String)> = None;
    for (name, grade) in RANKS {
        for written in spellings(name, grade) {
            // Blanks decide only between spellings that are equally near.
            let apart = (
                distance(&read, &written),
                strsim::osa_distance(&read.to_lowercase(), &written.to_lowercase()),
            );
            // A grade without its slash is taken only as it stands.
            if !written.contains(grade) && apart.0 > 0 {
                continue;
            }
            if best.as_ref().is_none_or(|b| apart < b.0) {
                best = Some((apart, written));
            }
        }
    }
    let ((apart, _), written) = best?;
    // Each rank and its neighbour differ by more than this, name and grade together.
    let most = (read.chars().count() / 6).clamp(1, 4);
    (apart <= most && same_name(&read, &written) && same_grade(&read, &written)).then_some(written)
}

/// Is this the name of a rank, and nothing else?
pub(super) fn is_rank_name(text: &str) -> bool {
    RANKS.iter().any(|(name, _)| text.eq_ignore_ascii_case(name))
}

/// What speaks against a rank whose grade was not read.
pub(super) fn ungraded(rank: &str) -> f64 {
    let roman = |w: &str| w.len() > 1 && w.chars().all(|c| "IVX".contains(c));
    let graded = rank.contains(['/', '(']) || rank.split(|c: char| !c.is_alphanumeric()).any(roman);
    let cut = ["Tingkat", "Tk", "Tk."].iter().any(|end| rank.ends_with(end));
    match (cut, graded || !rank.contains(' ') && !is_rank_name(rank)) {
        (true, _) => 0.5,
        (_, true) => 0.0,
        _ => 0.2,
    }
}

/// A rank in the ways it is written.
fn spellings(name: &str, grade: &str) -> Vec<String> {
    let (roman, letter) = grade.split_once('/').unwrap_or((grade, ""));
    let mut all = Vec::new();
    for name in
        [name.to_string(), name.replace("Tingkat I", "Tk. I"), name.replace("Tingkat I", "Tk I")]
    {
        for between in [
            " (",
            " / ",
            "/",
            ", ",
            " - ",
            "; ",
            " (Gol. ",
            ", Gol. ",
            ", golongan ",
            " Gol. ",
            " gol. ",
            ", Gol. Ruang ",
        ] {
            let close = if between.contains('(') { ")" } else { "" };
            all.push(format!("{name}{between}{grade}{close}"));
            all.push(format!("{name}{between}{roman} {letter}{close}"));
            all.push(format!("{name}{between}{roman}.{letter}{close}"));
        }
        all.push(format!("{grade} / {name}"));
        all.push(format!("{name} {grade}"));
    }
    all
}

/// Where the name is one word, the grade may be another's whose second word was not read: then the letter of
/// the grade must be the same.
fn same_grade(read: &str, written: &str) -> bool {
    let letter = |t: &str| t.chars().rev().find(|c| c.is_alphanumeric());
    let short =
        !["Muda", "Madya", "Utama", "Tingkat", "Tk"].iter().any(|word| written.contains(word));
    !short || letter(read) == letter(written) || !letter(read).is_some_and(|c| "abcde".contains(c))
}

/// The longest words of both are alike: "Penata" is never mended into "Pengatur".
fn same_name(read: &str, written: &str) -> bool {
    let first = |t: &str| skeleton(t.split([' ', '/', ',', '(']).next().unwrap_or_default());
    strsim::osa_distance(&first(read), &first(written)) <= 1
}

/// How far apart two ranks are; letters that look alike cost little, a blank nothing.
fn distance(read: &str, written: &str) -> usize {
    let plain = |t: &str| -> String {
        t.chars()
            .filter(|c| !c.is_whitespace())
            .map(|c| match c {
                '1' | 'l' | '|' | '!' | 'i' => 'I',
                '–' | '—' => '-',
                c => c,
            })
            .collect()
    };
    strsim::osa_distance(&plain(read), &plain(written))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks() {
        for (read, meant) in [
            ("Penata / I11/c", "Penata / III/c"),
            ("Pengatur Muda Tingkat I (I1/b)", "Pengatur Muda Tingkat I (II/b)"),
            ("Penata MudajIII/a", "Penata Muda/III/a"),
            ("Pengatur Muda Tk. (11/b)", "Pengatur Muda Tk. I (II/b)"),
            ("Penata Tk. I (III/a)", "Penata Tk. I (III/d)"),
            ("1» Penata Tk.I/ Ill.d", "Penata Tk. I / III.d"),
            ("Pembina - IWa", "Pembina - IV/a"),
            ("Penata Tk. I/III d", "Penata Tk. I/III d"),
            ("Penata Tk. I/IlI(d", "Penata Tk. I/III/d"),
            ("Penata Tingkat I (III/d)", "Penata Tingkat I (III/d)"),
            ("Pembina / IV a", "Pembina / IV a"),
        ] {
            assert_eq!(rank(read).as_deref(), Some(meant), "{read}");
        }
        assert_eq!(rank("Penata Ill.d"), None);
        for none in ["Kepala Balai", "Golongan", "Ahli Muda (III)"] {
            assert_eq!(rank(none), None, "{none}");
        }
    }

    #[test]
    fn a_rank_that_was_cut_off() {
        assert_eq!(ungraded("Pengatur Muda Tingkat"), 0.5);
        assert_eq!(ungraded("Penata Tingkat I"), 0.2);
        assert_eq!(ungraded("Penata Tingkat I, III/d"), 0.0);
        assert_eq!(ungraded("Golongan IX"), 0.0);
    }
}
