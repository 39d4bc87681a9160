//! Blocks to lines as they would stand on paper: indents, tabs and centred lines as blanks. Knows no
//! XML and no meaning, but for one: a colon after a gap belongs to the label before it.
use super::blocks::{Align, Block, Look, Paragraph, Stop, Twips};
use super::table;

/// One character of a letter, about: Times or Arial at 11 or 12 points.
const CHARACTER: Twips = 115;
/// Where tabs stop that nobody set: half an inch.
const DEFAULT_STOP: Twips = 720;
/// Characters of a line of text on A4.
pub(super) const PAGE: usize = 86;
/// Room between paragraphs that looks like an empty line.
const EMPTY_LINE: Twips = 110;
/// A line is broken here: the recogniser looks at no more of one.
const MOST_IN_LINE: usize = 600;
/// Blanks that keep columns apart for the recogniser.
pub(super) const GAP: usize = 4;
const MOST_INDENT: usize = 60;

/// The lines of a document, form feeds at the start of the first line of a page.
pub(super) fn document(blocks: &[Block]) -> String {
    let lines = lines(blocks, PAGE, true);
    let mut out = String::new();
    let mut written = false;
    let mut turn = false;
    for line in lines {
        let mut rest = line.as_str();
        while let Some((before, after)) = rest.split_once('\u{c}') {
            if !before.is_empty() {
                put(&mut out, before, &mut written, &mut turn);
            }
            turn = written;
            rest = after;
        }
        if rest.is_empty() && line.ends_with('\u{c}') {
            continue;
        }
        put(&mut out, rest, &mut written, &mut turn);
    }
    out
}

/// One line out; a page begins only when something comes to stand on it.
fn put(out: &mut String, line: &str, written: &mut bool, turn: &mut bool) {
    let line = line.trim_end();
    if line.is_empty() && (*turn || !*written) {
        return;
    }
    if std::mem::take(turn) {
        out.push('\u{c}');
    }
    *written = true;
    out.push_str(line);
    out.push('\n');
}

/// The lines of some blocks, at most `width` wide where they are centred or stand right. `spaced` puts
/// an empty line where the paragraphs stand apart.
pub(super) fn lines(blocks: &[Block], width: usize, spaced: bool) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut after: Option<Twips> = None;
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => {
                let gap = after.is_some_and(|a| a.max(paragraph.look.before) >= EMPTY_LINE);
                let empty = |line: &String| line.trim().is_empty();
                if spaced && gap && !paragraph.text.is_empty() && !out.last().is_some_and(empty) {
                    out.push(String::new());
                }
                out.extend(written(paragraph, width));
                after = Some(paragraph.look.after);
            }
            Block::Table(table) => {
                let apart = after.is_some_and(|a| a >= EMPTY_LINE);
                if spaced && apart && out.last().is_some_and(|line| !line.trim().is_empty()) {
                    out.push(String::new());
                }
                out.extend(table::lines(table, width));
                // The next paragraph is no continuation of the last row.
                after = Some(EMPTY_LINE);
            }
            Block::PageBreak => {
                out.push("\u{c}".into());
                after = None;
            }
        }
    }
    out
}

fn columns(length: Twips) -> usize {
    usize::try_from(length / CHARACTER).unwrap_or(0)
}

pub(super) fn length(text: &str) -> usize {
    text.chars().count()
}

/// The lines of one paragraph.
fn written(paragraph: &Paragraph, width: usize) -> Vec<String> {
    let look = &paragraph.look;
    let hanging = columns(look.left.max(0)).min(MOST_INDENT);
    let mut out = Vec::new();
    for (number, line) in paragraph.text.split('\n').enumerate() {
        let start = if number == 0 { look.left.saturating_add(look.first) } else { look.left };
        let start = columns(start.max(0)).min(MOST_INDENT);
        if line.trim_matches([' ', '\u{c}']).is_empty() {
            out.push(line.trim().to_string());
            continue;
        }
        if !line.contains('\t') && look.align != Align::Left {
            let room = width.saturating_sub(length(line.trim()));
            let at = if look.align == Align::Centre { room / 2 } else { room };
            push(&mut out, &at_column(at, line.trim()), at);
            continue;
        }
        push(&mut out, &tabbed(line, start, look), hanging);
    }
    out
}

fn at_column(at: usize, text: &str) -> String {
    format!("{}{text}", " ".repeat(at))
}

/// Sets the pieces between tabs at their stops.
fn tabbed(line: &str, start: usize, look: &Look) -> String {
    let mut pieces = line.split('\t');
    let first = pieces.next().unwrap_or_default();
    let mut out = at_column(start, first);
    let mut now = length(&out);
    // What the gap depends on: nothing but the beginning of the line, or the piece before.
    let mut before = first;
    for piece in pieces {
        // Beyond any paper's edge the stops mean nothing.
        let target = if now > MOST_IN_LINE {
            now + 1
        } else {
            let stop = next_stop(now, look);
            let at = match stop.kind {
                Align::Left => columns(stop.at),
                Align::Centre => columns(stop.at).saturating_sub(length(piece) / 2),
                Align::Right => columns(stop.at).saturating_sub(length(piece)),
            };
            at.max(now + gap(before, piece)).min(now + MOST_INDENT)
        };
        out.push_str(&" ".repeat(target.saturating_sub(now)));
        out.push_str(piece);
        now = target.max(now) + length(piece);
        if !piece.trim().is_empty() {
            before = piece;
        }
    }
    out
}

/// The first stop right of column `now`; a hanging first line stops at the indent too.
fn next_stop(now: usize, look: &Look) -> Stop {
    let beyond = |at: Twips| columns(at) > now;
    let own = look.stops.iter().filter(|s| beyond(s.at)).min_by_key(|s| s.at).copied();
    let indent =
        (look.first < 0 && beyond(look.left)).then_some(Stop { at: look.left, kind: Align::Left });
    let set = [own, indent].into_iter().flatten().min_by_key(|s| s.at);
    set.unwrap_or_else(|| {
        let here = Twips::try_from(now).unwrap_or(0).saturating_mul(CHARACTER);
        let steps = here / DEFAULT_STOP + 1;
        let at = steps.saturating_mul(DEFAULT_STOP);
        let at = if columns(at) > now { at } else { at.saturating_add(DEFAULT_STOP) };
        Stop { at, kind: Align::Left }
    })
}

/// How many blanks a tab is at least: columns have four, a colon stays with its label, and a number
/// with its item.
pub(super) fn gap(before: &str, after: &str) -> usize {
    let before = before.trim();
    let mark = |c: char| matches!(c, '.' | ')' | ':' | '-' | '•');
    if after.trim_start().starts_with(':') || after.is_empty() || before.is_empty() {
        return 1;
    }
    if length(before) <= 4 && before.ends_with(mark) || before.ends_with(':') { 1 } else { GAP }
}

/// Keeps a line that is not too long; breaks others at blanks.
fn push(out: &mut Vec<String>, line: &str, hanging: usize) {
    let line = line.trim_end_matches(' ');
    if length(line) <= MOST_IN_LINE {
        out.push(line.to_string());
        return;
    }
    let mut current = String::new();
    let mut count = 0;
    for word in line.split_inclusive(' ') {
        let size = length(word);
        if count + size > MOST_IN_LINE && count > hanging {
            out.push(current.trim_end().to_string());
            current = " ".repeat(hanging);
            count = hanging;
        }
        current.push_str(word);
        count += size;
    }
    out.push(current.trim_end().to_string());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, look: Look) -> String {
        document(&[Block::Paragraph(Paragraph { text: text.into(), look })])
    }

    #[test]
    fn tabs_and_indents() {
        let plain = Look::default();
        assert_eq!(of("Nama\t: Ratna", plain.clone()), "Nama  : Ratna\n");
        assert_eq!(of("Nama\t:\tRatna", plain.clone()), "Nama  :     Ratna\n");
        assert_eq!(of("1.\tNama\t\t: X", plain.clone()), "1.    Nama        : X\n");
        let stops =
            vec![Stop { at: 2300, kind: Align::Left }, Stop { at: 8050, kind: Align::Right }];
        let look = Look { stops, ..plain.clone() };
        let line = of("Nomor\t: B.1/X\tJakarta, 9 Mei 2026", look);
        assert_eq!(
            line,
            format!("Nomor{}: B.1/X{}Jakarta, 9 Mei 2026\n", " ".repeat(15), " ".repeat(24))
        );
        let look = Look { left: 5750, ..plain.clone() };
        assert_eq!(
            of("Kepala Balai,\nBambang", look),
            format!("{0}Kepala Balai,\n{0}Bambang\n", " ".repeat(50))
        );
        let look = Look { align: Align::Centre, ..plain };
        assert!(of("KEPUTUSAN", look).starts_with(&" ".repeat(38)));
    }

    #[test]
    fn pages_and_spaces() {
        let one = |text: &str, after| {
            let look = Look { after, ..Look::default() };
            Block::Paragraph(Paragraph { text: text.into(), look })
        };
        let blocks = [
            Block::PageBreak,
            one("a", 0),
            one("b", 200),
            one("c", 0),
            Block::PageBreak,
            one("", 0),
            Block::PageBreak,
            one("d", 0),
            Block::PageBreak,
            one("e", 0),
            Block::PageBreak,
        ];
        assert_eq!(document(&blocks), "a\nb\n\nc\n\u{c}d\n\u{c}e\n");
    }
}
