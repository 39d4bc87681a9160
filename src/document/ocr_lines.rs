//! From the words an engine saw on a page (tesseract's TSV) to lines as they stand on the paper. Knows
//! where words are, not what they mean.
//!
//! Tesseract gives columns one after the other: all labels, then all values. Here words that stand on
//! one line of the paper come on one line of text again, gaps kept as blanks, so that the same rules
//! read a scan and a text layer. A page may lie askew: the slope of its lines is taken out first.
use super::{Method, Word, Written};

/// One word as the engine saw it.
#[derive(Clone, Debug)]
struct Seen {
    /// The engine's block, paragraph and line.
    line: (u32, u32, u32),
    left: f32,
    right: f32,
    top: f32,
    bottom: f32,
    confidence: f32,
    text: String,
}

impl Seen {
    fn middle(&self) -> f32 {
        (self.left + self.right) / 2.0
    }

    fn height(&self) -> f32 {
        self.bottom - self.top
    }
}

/// A run of words the engine itself calls one line.
struct Run {
    words: Vec<Seen>,
    left: f32,
    right: f32,
    /// Height of the middle of the line, the slope of the page taken out.
    level: f32,
    height: f32,
}

/// Words of one page that are looked at; a full page has six hundred.
const MOST_WORDS: usize = 6_000;
/// Characters of one line.
const MOST_COLUMNS: usize = 220;

/// The text of a file of pages, each given as tesseract's TSV.
pub fn from_words(pages: &[&str]) -> Written {
    let mut written = Written {
        text: String::new(),
        pages: u32::try_from(pages.len()).unwrap_or(u32::MAX),
        method: Method::Ocr,
        words: Vec::new(),
        again: Vec::new(),
    };
    for (at, page) in pages.iter().enumerate() {
        if at > 0 {
            written.text.push('\u{c}');
        }
        put_page(seen(page), &mut written);
    }
    written
}

/// The words of a TSV; what is no word is left out.
fn seen(tsv: &str) -> Vec<Seen> {
    tsv.lines().filter_map(word).take(MOST_WORDS).collect()
}

fn word(line: &str) -> Option<Seen> {
    let mut cells = line.splitn(12, '\t');
    if cells.next()? != "5" {
        return None;
    }
    let _page = cells.next()?;
    let mut number = || cells.next()?.parse::<u32>().ok();
    let (block, paragraph, row) = (number()?, number()?, number()?);
    let _word = number()?;
    let (left, top, width, height) = (number()?, number()?, number()?, number()?);
    let confidence = cells.next()?.parse::<f32>().ok()?;
    let text = cells.next()?.trim();
    // A bar beside a word is the rule of a table; one alone may be a capital I, see `bars`.
    let bare = text.trim_matches(['|', '¦'].as_slice());
    let letters = bare.chars().filter(|c| c.is_alphanumeric()).count();
    // "[Nama" stood at the rule, "[X]" is a box that somebody ticked.
    let bare = if letters >= 3 { bare.trim_matches(['[', ']'].as_slice()) } else { bare };
    let text = if bare.is_empty() { text } else { bare };
    if text.is_empty() || confidence < 0.0 {
        return None;
    }
    Some(Seen {
        line: (block, paragraph, row),
        left: left as f32,
        right: left.saturating_add(width) as f32,
        top: top as f32,
        bottom: top.saturating_add(height) as f32,
        confidence: (confidence / 100.0).clamp(0.0, 1.0),
        text: text.to_string(),
    })
}

fn median(mut values: Vec<f32>) -> Option<f32> {
    values.retain(|v| v.is_finite());
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied()
}

/// A bar on its own, as close to its neighbours as words are, is a capital I ("Tingkat I"); any other is
/// the rule of a table.
fn bars(words: Vec<Seen>, height: f32) -> Vec<Seen> {
    let is_bar = |w: &Seen| w.text.chars().all(|c| matches!(c, '|' | '¦'));
    let mut kept: Vec<Seen> = Vec::with_capacity(words.len());
    for (at, word) in words.iter().enumerate() {
        let mut word = word.clone();
        if is_bar(&word) {
            let close = |other: Option<&Seen>, gap: fn(&Seen, &Seen) -> f32| {
                other.is_some_and(|o| {
                    o.line == word.line && !is_bar(o) && gap(o, &word).abs() < height * 0.8
                })
            };
            let before = at.checked_sub(1).and_then(|i| words.get(i));
            let fits = close(before, |o, w| w.left - o.right) && word.height() < height * 1.5;
            if !fits || !word.text.contains('|') {
                continue;
            }
            word.text = "I".into();
        }
        kept.push(word);
    }
    kept
}

/// How much lower a line of this page stands for each point to the right.
fn slope(words: &[Seen]) -> f32 {
    let mut slopes = Vec::new();
    for (line, words) in by_line(words) {
        let _ = line;
        // Letters that reach below the line would tilt it: the base of words without such counts.
        let flat: Vec<&Seen> = words.iter().copied().filter(|w| is_flat(&w.text)).collect();
        if let (Some(first), Some(last)) = (flat.first(), flat.last()) {
            let run = last.middle() - first.middle();
            if run > 8.0 * first.height().max(last.height()) {
                slopes.push((last.bottom - first.bottom) / run);
            }
        }
    }
    if slopes.len() < 3 {
        return 0.0;
    }
    median(slopes).filter(|s| s.abs() < 0.12).unwrap_or(0.0)
}

fn is_flat(word: &str) -> bool {
    let low = |c: char| {
        matches!(c, 'g' | 'j' | 'p' | 'q' | 'y' | ',' | ';' | '(' | ')' | '/' | 'Q' | 'J')
    };
    word.chars().filter(|c| c.is_alphanumeric()).count() >= 2 && !word.contains(low)
}

/// The engine's number of a line, and its words.
type Numbered<'a> = ((u32, u32, u32), Vec<&'a Seen>);

fn by_line(words: &[Seen]) -> Vec<Numbered<'_>> {
    let mut lines: Vec<Numbered<'_>> = Vec::new();
    for word in words {
        match lines.last_mut() {
            Some((line, run)) if *line == word.line => run.push(word),
            _ => lines.push((word.line, vec![word])),
        }
    }
    lines
}

/// Is this a speck, a border or a scrap of a stamp rather than a word?
fn is_speck(word: &Seen, height: f32) -> bool {
    let letters = word.text.chars().filter(|c| c.is_alphanumeric()).count();
    let huge = word.height() > height * 4.0;
    let tiny = word.height() < height * 0.3 && letters > 0;
    (letters == 0
        && word.confidence < 0.5
        && !matches!(word.text.as_str(), ":" | "-" | "/" | "[" | "]" | "[]"))
        || (letters <= 2 && word.confidence < 0.25)
        || ((huge || tiny) && word.confidence < 0.6)
}

fn runs(words: &[Seen], slope: f32) -> Vec<Run> {
    let mut runs = Vec::new();
    for (_, line) in by_line(words) {
        let letters = |w: &&&Seen| w.text.chars().any(char::is_alphanumeric);
        let flat: Vec<f32> = line.iter().filter(letters).map(|w| w.height()).collect();
        let Some(height) =
            median(flat).or_else(|| median(line.iter().map(|w| w.height()).collect()))
        else {
            continue;
        };
        let levels = line.iter().filter(|w| line.len() == 1 || letters(w));
        let level = |w: &&Seen| (w.top + w.bottom) / 2.0 - slope * w.middle();
        let levels: Vec<f32> = levels.map(level).collect();
        let Some(level) = median(levels).or_else(|| line.first().map(level)) else { continue };
        let left = line.iter().map(|w| w.left).fold(f32::MAX, f32::min);
        let right = line.iter().map(|w| w.right).fold(f32::MIN, f32::max);
        runs.push(Run { words: line.into_iter().cloned().collect(), left, right, level, height });
    }
    runs
}

/// Runs that stand side by side, from the top of the page to its foot.
fn rows(mut runs: Vec<Run>, height: f32) -> Vec<(f32, Vec<Seen>)> {
    runs.sort_by(|a, b| a.level.total_cmp(&b.level));
    let mut rows: Vec<Vec<Run>> = Vec::new();
    for run in runs {
        let fits = |row: &Vec<Run>| {
            let near = row.iter().all(|other| {
                let high = run.height.max(other.height).min(height * 1.6).max(height * 0.7);
                (run.level - other.level).abs() < high * 0.55
            });
            let free = row
                .iter()
                .all(|o| run.left > o.right - height * 0.5 || run.right < o.left + height * 0.5);
            near && free
        };
        match rows.iter_mut().rev().take(4).find(|row| fits(row)) {
            Some(row) => row.push(run),
            None => rows.push(vec![run]),
        }
    }
    rows.into_iter()
        .map(|row| {
            let level = row.iter().map(|r| r.level).sum::<f32>() / row.len().max(1) as f32;
            // Within a run the engine knows the order: strokes of a signature make the box of a word wider.
            let mut row = row;
            row.sort_by(|a, b| a.left.total_cmp(&b.left));
            (level, row.into_iter().flat_map(|r| r.words).collect())
        })
        .collect()
}

fn put_page(words: Vec<Seen>, written: &mut Written) {
    let tall =
        words.iter().filter(|w| w.confidence > 0.6 && w.text.chars().count() > 2).map(Seen::height);
    let Some(height) =
        median(tall.collect()).or_else(|| median(words.iter().map(Seen::height).collect()))
    else {
        return;
    };
    let mut words = bars(words, height);
    words.retain(|word| !is_speck(word, height));
    let wide = words.iter().filter(|w| w.text.chars().count() > 3);
    let wide = wide.map(|w| (w.right - w.left) / w.text.chars().count() as f32);
    let width = median(wide.collect()).unwrap_or(height * 0.6).max(1.0);
    let slope = slope(&words);
    let margin =
        words.iter().filter(|w| w.confidence > 0.6).map(|w| w.left).fold(f32::MAX, f32::min);
    let rows = rows(runs(&words, slope), height);
    let mut last: Option<f32> = None;
    for (level, words) in rows {
        if let Some(last) = last {
            written.text.push('\n');
            if level - last > height * 2.6 {
                written.text.push('\n');
            }
        }
        last = Some(level);
        put_row(&words, margin, width, written);
    }
    written.text.push('\n');
}

/// One line: a gap of more than two letters keeps its width, a smaller one is a blank.
fn put_row(words: &[Seen], margin: f32, width: f32, written: &mut Written) {
    let mut column = 0usize;
    let mut right: Option<f32> = None;
    for word in words {
        let place = (((word.left - margin) / width).max(0.0) as usize).min(MOST_COLUMNS);
        let blanks = match right {
            None => place,
            // A justified line is loose: two letters' width is still one blank.
            Some(right) if word.left - right < width * 2.4 => 1,
            Some(right) => {
                let gap = ((word.left - right) / width).round().max(2.0) as usize;
                place.saturating_sub(column).max(gap.min(6)).min(MOST_COLUMNS)
            }
        };
        written.text.extend(std::iter::repeat_n(' ', blanks));
        let start = written.text.len();
        written.text.push_str(&word.text);
        written.words.push(Word {
            start,
            end: written.text.len(),
            confidence: word.confidence,
            place: Some(((word.left - margin) / width, (word.right - margin) / width)),
        });
        column += blanks + word.text.chars().count();
        right = Some(word.right);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tsv(words: &[(u32, u32, u32, u32, f32, &str)]) -> String {
        let mut text = String::from("level\tpage_num\tblock_num\n");
        for (line, left, top, width, confidence, word) in words {
            text += &format!(
                "5\t1\t{line}\t1\t1\t1\t{left}\t{top}\t{width}\t30\t{confidence}\t{word}\n"
            );
        }
        text
    }

    #[test]
    fn columns_become_lines_again() {
        let page = tsv(&[
            (1, 100, 100, 80, 96.0, "Nama"),
            (2, 100, 150, 60, 96.0, "NIP"),
            (3, 400, 102, 10, 90.0, ":"),
            (3, 430, 101, 100, 95.0, "Ratna"),
            (3, 540, 101, 220, 55.0, "Kusumawardani"),
            (4, 400, 150, 10, 90.0, ":"),
            (4, 430, 151, 200, 95.0, "198703142011012901"),
        ]);
        let written = from_words(&[&page]);
        let lines: Vec<String> = written
            .text
            .lines()
            .map(|l| l.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        assert_eq!(lines, ["Nama : Ratna Kusumawardani", "NIP : 198703142011012901"]);
        assert!(written.text.contains("Nama    "), "the gap stays: {:?}", written.text);
        let unsure: Vec<&str> = written
            .words
            .iter()
            .filter(|w| w.confidence < 0.6)
            .map(|w| &written.text[w.start..w.end])
            .collect();
        assert_eq!(unsure, ["Kusumawardani"]);
    }

    #[test]
    fn a_page_askew_keeps_its_lines() {
        // 2 degrees down to the right: the end of a line stands lower than the start of the next.
        let mut words = Vec::new();
        for row in 0..6u32 {
            for column in 0..4u32 {
                let (x, y) = (100 + column * 400, 100 + row * 45 + column * 14);
                words.push((row * 2 + column / 2 + 1, x, y, 200, 95.0, "Kata"));
            }
        }
        let written = from_words(&[&tsv(&words)]);
        assert_eq!(written.text.lines().filter(|l| !l.is_empty()).count(), 6, "{}", written.text);
    }

    #[test]
    fn a_box_made_wider_by_a_signature_changes_no_order() {
        let page = tsv(&[
            (1, 100, 100, 40, 96.0, "Ir."),
            (1, 160, 100, 40, 96.0, "Ni"),
            (1, 220, 100, 60, 96.0, "Luh"),
            (1, 150, 100, 300, 96.0, "Sulastri"),
            (1, 470, 100, 80, 96.0, "Dewi"),
        ]);
        assert_eq!(from_words(&[&page]).text.trim(), "Ir. Ni Luh Sulastri Dewi");
    }

    #[test]
    fn pages_and_nothing() {
        let page = tsv(&[(1, 100, 100, 80, 96.0, "Satu")]);
        let written = from_words(&[&page, "", &page]);
        assert_eq!(written.text.matches('\u{c}').count(), 2);
        assert_eq!(written.pages, 3);
        assert_eq!(from_words(&["rubbish\t5\n5\t1\tx"]).words.len(), 0);
    }
}
