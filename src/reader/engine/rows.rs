//! From words on a picture to lines of text: what stands side by side comes into one line, its columns
//! apart by blanks in proportion to their gaps. Knows no program and no paper.
//!
//! Tesseract puts labels and their values into different blocks; a line is therefore rebuilt over the
//! whole page, from the places of the words.
use super::tsv::Seen;
use crate::document::Word;

/// Blanks between two words of one line at most.
const MOST_BLANKS: usize = 120;
/// Lines of one page.
const MOST_ROWS: usize = 2_000;

/// One page as text, each word with how surely it was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in super::super) struct Lines {
    pub(in super::super) text: String,
    pub(in super::super) words: Vec<Word>,
}

/// Words that tesseract took for one line.
struct Strip {
    words: Vec<Seen>,
    /// Height of the middle, as it would be at the left edge of the page.
    level: f64,
    height: f64,
    left: f64,
    right: f64,
}

/// The text of a page.
pub(super) fn lines(words: &[Seen]) -> Lines {
    let words: Vec<&Seen> = sensible(words);
    let heights = words.iter().filter(|w| w.letters() > 1).map(|w| w.height).collect();
    let Some(usual) = median(heights) else { return Lines::default() };
    let slope = slope(&words, usual);
    let strips = strips(&words, usual, slope);
    let cell = median(
        words
            .iter()
            .filter(|w| w.letters() > 2)
            .map(|w| w.width / w.text.chars().count() as f64)
            .collect(),
    )
    .unwrap_or(usual * 0.5)
    .max(1.0);
    let left = strips.iter().map(|s| s.left).fold(f64::INFINITY, f64::min);
    let mut out = Lines::default();
    let mut above: Option<f64> = None;
    for row in rows(strips).into_iter().take(MOST_ROWS) {
        let level = median(row.iter().map(|s| s.level).collect()).unwrap_or_default();
        if above.is_some_and(|above| level - above > 2.4 * usual) {
            out.text.push('\n');
        }
        above = Some(level);
        let mut words: Vec<&Seen> = row.iter().flat_map(|s| s.words.iter()).collect();
        words.sort_by(|a, b| a.left.total_cmp(&b.left));
        write(&mut out, &words, left, cell);
        out.text.push('\n');
    }
    out
}

/// Without specks, frames and the lines of tables.
fn sensible(words: &[Seen]) -> Vec<&Seen> {
    let usual = median(words.iter().filter(|w| w.letters() > 1).map(|w| w.height).collect());
    let usual = usual.unwrap_or(0.0);
    let line = |c: char| matches!(c, '|' | '_' | '—' | '~' | '=' | '¦' | '│');
    words
        .iter()
        .filter(|w| w.height < 6.0 * usual)
        .filter(|w| !w.text.chars().all(line))
        .filter(|w| w.letters() > 0 || w.height < 1.6 * usual)
        .collect()
}

/// How much the lines fall from left to right; the long ones tell.
fn slope(words: &[&Seen], usual: f64) -> f64 {
    let mut slopes: Vec<f64> = Vec::new();
    for strip in words.chunk_by(|a, b| a.line == b.line) {
        let tall: Vec<&&Seen> =
            strip.iter().filter(|w| w.letters() > 2 && w.height < 1.5 * usual).collect();
        if let (Some(first), Some(last)) = (tall.first(), tall.last())
            && last.left - first.left > 12.0 * usual
        {
            slopes.push((last.middle() - first.middle()) / (last.left - first.left));
        }
    }
    if slopes.len() < 3 { 0.0 } else { median(slopes).unwrap_or(0.0).clamp(-0.1, 0.1) }
}

fn strips(words: &[&Seen], usual: f64, slope: f64) -> Vec<Strip> {
    let mut strips = Vec::new();
    for strip in words.chunk_by(|a, b| a.line == b.line) {
        let full = |w: &&&Seen| w.letters() > 0 && w.height > 0.5 * usual;
        let level = |w: &Seen| w.middle() - slope * w.left;
        let mut levels: Vec<f64> = strip.iter().filter(full).map(|w| level(w)).collect();
        if levels.is_empty() {
            levels = strip.iter().map(|w| level(w)).collect();
        }
        let height = median(strip.iter().map(|w| w.height).collect()).unwrap_or(usual);
        strips.push(Strip {
            level: median(levels).unwrap_or_default(),
            height: height.clamp(0.6 * usual, 2.5 * usual),
            left: strip.iter().map(|w| w.left).fold(f64::INFINITY, f64::min),
            right: strip.iter().map(|w| w.right()).fold(0.0, f64::max),
            words: strip.iter().map(|w| (*w).clone()).collect(),
        });
    }
    strips
}

/// Strips at one height, beside and not over each other, are one line.
fn rows(mut strips: Vec<Strip>) -> Vec<Vec<Strip>> {
    strips.sort_by(|a, b| a.level.total_cmp(&b.level));
    let mut rows: Vec<Vec<Strip>> = Vec::new();
    for strip in strips {
        let fits = |row: &&mut Vec<Strip>| {
            let near = row.iter().any(|other| {
                (other.level - strip.level).abs() < 0.45 * other.height.min(strip.height)
            });
            let apart = |other: &Strip| {
                let over = other.right.min(strip.right) - other.left.max(strip.left);
                over < 0.5 * strip.height
            };
            near && row.iter().all(apart)
        };
        // Lower rows are full or further away.
        match rows.iter_mut().rev().take(4).find(fits) {
            Some(row) => row.push(strip),
            None => rows.push(vec![strip]),
        }
    }
    let level = |row: &Vec<Strip>| row.first().map_or(0.0, |s| s.level);
    rows.sort_by(|a, b| level(a).total_cmp(&level(b)));
    rows
}

/// One line, in cells of a letter's usual width from the left edge of the text.
fn write(out: &mut Lines, words: &[&Seen], left: f64, cell: f64) {
    let begun = out.text.len();
    let mut letters = 0usize;
    let mut end: Option<f64> = None;
    for word in words {
        let column = ((word.left - left) / cell).round().clamp(0.0, 500.0) as usize;
        let blanks = match end {
            None => column.min(MOST_BLANKS),
            Some(end) => {
                let gap = (word.left - end) / cell;
                if gap > 3.2 {
                    column.saturating_sub(letters).clamp(3, MOST_BLANKS)
                } else if gap > 2.0 {
                    2
                } else {
                    1
                }
            }
        };
        out.text.extend(std::iter::repeat_n(' ', blanks));
        let start = out.text.len();
        out.text.push_str(&word.text);
        out.words.push(Word { start, end: out.text.len(), confidence: word.confidence });
        letters += blanks + word.text.chars().count();
        end = Some(word.right());
    }
    debug_assert!(out.text.len() >= begun);
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(left: f64, top: f64, line: (u32, u32, u32), text: &str) -> Seen {
        let width = 10.0 * text.chars().count() as f64;
        Seen { left, top, width, height: 20.0, confidence: 0.9, line, text: text.into() }
    }

    #[test]
    fn a_label_and_its_value_of_another_block_are_one_line() {
        let page = lines(&[
            seen(100.0, 100.0, (1, 1, 1), "Nama"),
            seen(100.0, 130.0, (1, 1, 2), "Jabatan"),
            seen(300.0, 103.0, (2, 1, 1), ":"),
            seen(320.0, 103.0, (2, 1, 1), "Ratna"),
            seen(300.0, 131.0, (2, 1, 2), ":"),
            seen(320.0, 131.0, (2, 1, 2), "Analis"),
        ]);
        assert_eq!(page.text, "Nama                : Ratna\nJabatan             : Analis\n");
        let [nama, colon, ratna, ..] = page.words.as_slice() else { panic!() };
        assert_eq!(page.text.get(nama.start..nama.end), Some("Nama"));
        assert_eq!(page.text.get(colon.start..colon.end), Some(":"));
        assert_eq!(page.text.get(ratna.start..ratna.end), Some("Ratna"));
    }

    #[test]
    fn a_page_that_falls_to_the_right_keeps_its_lines() {
        let mut words = Vec::new();
        for row in 0..6u32 {
            for at in 0..8u32 {
                let (x, y) = (f64::from(at) * 120.0, f64::from(row) * 30.0);
                words.push(seen(x, y + x * 0.03, (1 + at / 4, 1, row), "kata"));
            }
        }
        words.sort_by_key(|w| w.line);
        let page = lines(&words);
        assert_eq!(page.text.lines().count(), 6, "{}", page.text);
    }

    #[test]
    fn nothing_gives_nothing() {
        assert_eq!(lines(&[]), Lines::default());
        assert_eq!(lines(&[seen(0.0, 0.0, (1, 1, 1), "|")]), Lines::default());
    }
}
