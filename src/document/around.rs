//! Values that stand around their label: a label in the middle of its cell, torn from its colon, or
//! touching its value. Knows no paper.
use super::labels::{Entry, Label, labelled, value_column};
use super::lines::{Sheet, indent, squeeze};
use super::pattern::{Pattern, pattern};
use super::words::{exact, meaning};

static NUMBER: Pattern =
    pattern!(r"^(?:\(?(?:\d{1,2}|[A-Za-z])[.)]{1,2}\s+|\d{1,2}\s{2,}|[-•*]\s+)");

/// Lines of one value above or below its label.
const MOST: usize = 4;

/// A label that has no value in its line: the colon begins the next one, the value stands above and
/// below, or but one blank parts them. Returns how many more lines it took.
pub(super) fn torn(sheet: &Sheet, at: usize, found: &mut Vec<Entry>) -> usize {
    colon(sheet, at, found)
        .or_else(|| middle(sheet, at, found))
        .or_else(|| touching(sheet, at, found))
        .unwrap_or(0)
}

/// A line that begins with the colon: its label stands above it, or around it where the label was
/// too long for its cell.
fn colon(sheet: &Sheet, at: usize, found: &mut Vec<Entry>) -> Option<usize> {
    let value = sheet.line(at).strip_prefix(':').map(str::trim)?;
    let above = at.checked_sub(1).map(|i| sheet.line(i))?;
    let below = sheet.line(at + 1);
    let whole = meaning(&format!("{above} {below}"));
    let alone = meaning(above);
    let (label, value, taken) = if value.is_empty() {
        (alone, below, 1)
    } else if whole != Label::Unknown {
        (whole, value, 1)
    } else {
        (alone, value, 0)
    };
    if label == Label::Unknown || value.is_empty() {
        return None;
    }
    found.push(Entry { label, value: squeeze(value), line: at });
    Some(taken)
}

/// The label that is all of this line.
fn lone(sheet: &Sheet, at: usize) -> Option<Label> {
    let text = sheet.line(at).trim_end_matches([':', ' ']);
    let text = NUMBER.find(text).and_then(|m| text.get(m.end()..)).unwrap_or(text);
    let label = exact(text);
    let own = !text.is_empty() && !text.contains("  ") && !label.is_head();
    own.then_some(label)
}

/// Lines in one column next to a label's line that are no labels themselves: above it, or below.
fn column_lines(sheet: &Sheet, label: usize, column: usize, up: bool) -> usize {
    let fits = |at: usize| {
        let line = sheet.lines.get(at).map(String::as_str).unwrap_or_default();
        !line.trim().is_empty() && indent(line).abs_diff(column) <= 3 && labelled(line).is_none()
    };
    let near = |n: usize| if up { label.checked_sub(n) } else { Some(label + n) };
    (1..=MOST).take_while(|n| near(*n).is_some_and(fits)).count()
}

/// The column of the value that stands above and below a label alone in its line, and how many lines
/// it has on each side.
fn around(sheet: &Sheet, at: usize) -> Option<usize> {
    let line = sheet.lines.get(at)?;
    let below = sheet.lines.get(at + 1)?;
    let column = indent(below);
    if below.trim().is_empty() || column <= line.trim_end().chars().count() {
        return None;
    }
    let lower = column_lines(sheet, at, column, false);
    let upper = column_lines(sheet, at, column, true);
    Some(lower.min(upper)).filter(|count| *count > 0)
}

/// Is the line a label in the middle of its cell?
pub(super) fn is_middle(sheet: &Sheet, at: usize) -> bool {
    lone(sheet, at).is_some() && around(sheet, at).is_some()
}

/// A label in the middle of its cell, alone in its line: as many lines of its value stand above it
/// as below.
fn middle(sheet: &Sheet, at: usize, found: &mut Vec<Entry>) -> Option<usize> {
    let label = lone(sheet, at)?;
    let count = around(sheet, at)?;
    let (above, below) = (sheet.flow_of(at - count, at), sheet.flow_of(at + 1, at + 1 + count));
    let value = squeeze(&format!("{above} {below}"));
    found.push(Entry { label, value, line: at - count });
    Some(count)
}

/// "Pangkat/Gol. Ruang Penata Muda" in a table whose longest label leaves but one blank: the other
/// rows tell where the values begin.
fn touching(sheet: &Sheet, at: usize, found: &mut Vec<Entry>) -> Option<usize> {
    let line = sheet.lines.get(at)?;
    if line.contains(':') || line.trim().is_empty() {
        return None;
    }
    let near = (at.saturating_sub(3)..at + 4).filter(|i| *i != at);
    let column = near.filter_map(|i| {
        let line = sheet.lines.get(i)?;
        labelled(line.trim()).filter(|one| one.label != Label::Unknown)?;
        Some(value_column(line)).filter(|column| *column != usize::MAX)
    });
    let columns: Vec<usize> = column.collect();
    let (byte, _) = line.char_indices().enumerate().find_map(|(n, (byte, c))| {
        let near = columns.iter().filter(|column| column.abs_diff(n + 1) <= 2).count() >= 2;
        let label = || exact(line.get(..byte).unwrap_or_default().trim());
        (c == ' ' && near && label() != Label::Unknown).then_some((byte, n))
    })?;
    let (label, value) = line.split_at_checked(byte)?;
    let label = exact(label.trim());
    if value.trim().is_empty() || label.is_head() {
        return None;
    }
    found.push(Entry { label, value: squeeze(value), line: at });
    Some(0)
}

/// How many lines above an empty label are its value: a label in the middle of its cell has as many
/// above as below. `below`: its lines below.
pub(super) fn above(
    sheet: &Sheet,
    at: usize,
    column: usize,
    below: usize,
    entry: Option<&Entry>,
) -> usize {
    let Some(entry) = entry.filter(|e| e.label != Label::Unknown) else { return 0 };
    if column == usize::MAX || below == 0 {
        return 0;
    }
    if !entry.value.is_empty() {
        return middle_above(sheet, at, column, below);
    }
    let fits = |i: usize| {
        let line = sheet.lines.get(i).map(String::as_str).unwrap_or_default();
        !line.trim().is_empty() && labelled(line).is_none() && indent(line) + 3 >= column
    };
    (1..=below.min(at)).take_while(|n| fits(at - n)).count()
}

/// The lines above a label whose value stands in its own line too: those the row above has no room
/// for. See [`below`].
fn middle_above(sheet: &Sheet, at: usize, column: usize, lower: usize) -> usize {
    let upper = column_lines(sheet, at, column, true);
    let Some(previous) = at.checked_sub(upper + 1).filter(|_| upper > 0) else { return 0 };
    let line = sheet.lines.get(previous).map(String::as_str).unwrap_or_default();
    let row = labelled(line.trim()).is_some_and(|one| one.label != Label::Unknown);
    if row && value_column(line).abs_diff(column) <= 3 {
        given(sheet, previous, upper, lower)
    } else {
        0
    }
}

/// How many of the `count` lines below the label of line `at` belong to the next label.
pub(super) fn below(sheet: &Sheet, at: usize, count: usize, column: usize) -> usize {
    let next = at + 1 + count;
    let lower = column_lines(sheet, next, column, false);
    if lower == 0 {
        return 0;
    }
    let line = sheet.lines.get(next).map(String::as_str).unwrap_or_default();
    let one = labelled(line.trim()).filter(|one| one.label != Label::Unknown);
    match one {
        Some(one) if one.value.trim().is_empty() => lower.min(count),
        Some(_) => given(sheet, at, count, lower),
        None if lone(sheet, next).is_some() => lower.min(count),
        None => 0,
    }
}

/// How many of the lines between two labels belong to the second, which has `lower` below it: all
/// that could be, where the first label's line had room for the next word.
fn given(sheet: &Sheet, first: usize, between: usize, lower: usize) -> usize {
    let width = |at: usize| sheet.lines.get(at).map_or(0, |line| line.chars().count());
    let word = sheet.line(first + 1).split_whitespace().next().unwrap_or_default().chars().count();
    let page = (first + 1..=first + between + 1 + lower).map(width).max().unwrap_or(0);
    let room = width(first) + 1 + word + 6 < page;
    if room && between == lower { between } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::super::labels::entries;
    use super::*;

    fn read(text: &str) -> Vec<(Label, String)> {
        entries(&Sheet::new(text)).into_iter().map(|e| (e.label, e.value)).collect()
    }

    #[test]
    fn labels_in_the_middle_of_two_lines() {
        let found = read(
            "Jabatan     Analis\n            Balai Besar Contoh Perikanan dan\nUnit Kerja\n            Kelautan\nUser ID     AA.X",
        );
        assert_eq!(found[0], (Label::Position, "Analis".into()));
        assert_eq!(found[1], (Label::WorkUnit, "Balai Besar Contoh Perikanan dan Kelautan".into()));
        assert_eq!(found[2], (Label::UserId, "AA.X".into()));
    }

    #[test]
    fn labels_in_the_middle_of_three_lines() {
        let found = read(
            "Jabatan     Analis\n            Balai Besar Contoh Perikanan dan Kelautan\nUnit Kerja  Wilayah Kepulauan Contoh Sebelah Timur\n            Sekali\nUser ID     AA.X",
        );
        assert_eq!(found[0], (Label::Position, "Analis".into()));
        assert!(found[1].1.starts_with("Balai Besar") && found[1].1.ends_with("Timur Sekali"));
        // At the top of their cells: the first line was full.
        let found = read(
            "Jabatan     Analis Pengelolaan Keuangan Anggaran\n            Ahli Muda\nUnit Kerja  Balai Besar Contoh Perikanan Timur\n            Sekali\nUser ID     AA.X",
        );
        assert_eq!(found[0].1, "Analis Pengelolaan Keuangan Anggaran Ahli Muda");
        assert_eq!(found[1].1, "Balai Besar Contoh Perikanan Timur Sekali");
    }

    #[test]
    fn a_label_that_touches_its_value() {
        let found = read(
            "Nama               Satria Contoh\nNIP                199407072019031918\nPangkat/Gol. Ruang Penata Muda (III/b)\nJabatan            Analis",
        );
        assert_eq!(found[2], (Label::Rank, "Penata Muda (III/b)".into()));
    }
}
