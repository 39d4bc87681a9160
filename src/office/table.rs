//! Rows and cells to lines: the columns stand apart as on paper. Knows no XML and no meaning.
use super::blocks::{Block, Row, Table};
use super::layout::{self, GAP, PAGE, gap, length};

/// Characters of a cell's line before it is broken, where another cell stands beside it.
const MOST_IN_CELL: usize = 160;
/// A column is at most this wide for the others' sake; a longer line pushes its own row only.
const MOST_COLUMN: usize = 60;
/// Columns that are told apart.
const MOST_COLUMNS: usize = 64;

/// The lines of a table, at most about `width` wide where there is a choice.
pub(super) fn lines(table: &Table, width: usize) -> Vec<String> {
    let rows: Vec<Vec<Column>> =
        table.rows.iter().map(|row| row_columns(table, row, width)).collect();
    let starts = starts(&rows);
    let mut out = Vec::new();
    for row in rows {
        out.extend(joined(row, &starts));
    }
    out
}

/// One cell of a row with its lines.
struct Column {
    at: usize,
    lines: Vec<String>,
}

fn row_columns(table: &Table, row: &Row, width: usize) -> Vec<Column> {
    let mut at = row.skipped;
    let alone = row.cells.len() == 1;
    let mut out = Vec::new();
    let total: i64 = table.widths.iter().map(|w| i64::from(*w).max(0)).sum();
    for cell in &row.cells {
        let span = cell.span.clamp(1, MOST_COLUMNS);
        let own: i64 = table.widths.iter().skip(at).take(span).map(|w| i64::from(*w).max(0)).sum();
        let share = if total > 0 && own > 0 { own.saturating_mul(width as i64) / total } else { 0 };
        let room = usize::try_from(share).unwrap_or(0);
        let room = if alone || room == 0 { width } else { room.clamp(3, PAGE) };
        let mut lines = layout::lines(&cell.blocks, room, alone);
        if !alone {
            lines = lines.iter().flat_map(|line| narrow(line)).collect();
        }
        while lines.last().is_some_and(|line| line.trim().is_empty()) {
            lines.pop();
        }
        out.push(Column { at: at.min(MOST_COLUMNS), lines });
        at = at.saturating_add(span);
    }
    if out.len() > 1 {
        level(&mut out)
    }
    out
}

/// A label, its colon and its value each with the same number of lines that say something belong line
/// to line, also where empty ones were put in to make room for a value of two lines.
fn level(columns: &mut [Column]) {
    let full = |c: &Column| c.lines.iter().filter(|l| !l.trim().is_empty()).count();
    let counts: Vec<usize> = columns.iter().map(full).filter(|n| *n > 0).collect();
    let Some(first) = counts.first() else { return };
    if *first > 1 && counts.iter().all(|n| n == first) {
        for column in columns {
            column.lines.retain(|line| !line.trim().is_empty());
        }
    }
}

/// Breaks a long line of a cell.
fn narrow(line: &str) -> Vec<String> {
    let line = line.replace('\u{c}', "");
    if length(&line) <= MOST_IN_CELL {
        return vec![line];
    }
    let mut out = vec![String::new()];
    for word in line.split_inclusive(' ') {
        let full = out.last().is_some_and(|l| length(l) + length(word) > MOST_IN_CELL);
        if full {
            out.push(String::new());
        }
        if let Some(last) = out.last_mut() {
            last.push_str(word);
        }
    }
    out.iter().map(|l| l.trim_end().to_string()).collect()
}

/// Where each column begins, so that all rows of a table agree.
fn starts(rows: &[Vec<Column>]) -> Vec<usize> {
    let mut starts = vec![0usize; MOST_COLUMNS + 1];
    // Column by column from the left: what stands before pushes what comes after.
    for at in 0..MOST_COLUMNS {
        for row in rows {
            for pair in row.windows(2) {
                let [left, right] = pair else { continue };
                if right.at != at + 1 {
                    continue;
                }
                let begin = starts.get(left.at).copied().unwrap_or(0);
                let widest = left.lines.iter().map(|l| length(l.trim_end())).max().unwrap_or(0);
                if widest > MOST_COLUMN {
                    continue;
                }
                let apart = if widest == 0 { 1 } else { apart(left, right) };
                let need = begin + widest + apart;
                if let Some(start) = starts.get_mut(right.at)
                    && *start < need
                {
                    *start = need;
                }
            }
        }
        // A column nobody starts in begins no earlier than the one before it.
        let before = starts.get(at).copied().unwrap_or(0);
        if let Some(start) = starts.get_mut(at + 1)
            && *start < before
        {
            *start = before;
        }
    }
    starts
}

fn apart(left: &Column, right: &Column) -> usize {
    let pairs = left.lines.iter().zip(&right.lines);
    pairs.map(|(l, r)| gap(l, r)).max().unwrap_or(GAP)
}

/// The lines of one row: its cells side by side.
fn joined(row: Vec<Column>, starts: &[usize]) -> Vec<String> {
    let height = row.iter().map(|c| c.lines.len()).max().unwrap_or(0);
    let mut out = Vec::with_capacity(height);
    for number in 0..height {
        let mut line = String::new();
        let mut now = 0usize;
        for column in &row {
            let Some(text) = column.lines.get(number).filter(|t| !t.trim().is_empty()) else {
                continue;
            };
            let text = if now == 0 { text.as_str() } else { text.trim_start() };
            let start = starts.get(column.at).copied().unwrap_or(0);
            let least = if now == 0 { 0 } else { now + gap(&line, text) };
            let target = start.max(least);
            line.push_str(&" ".repeat(target.saturating_sub(now)));
            line.push_str(text);
            now = target.max(now) + length(text);
        }
        out.push(line.trim_end().to_string());
    }
    out
}

/// Does this table hold nothing?
pub(super) fn is_empty(table: &Table) -> bool {
    let bare = |block: &Block| match block {
        Block::Paragraph(p) => p.text.trim().is_empty(),
        Block::Table(inner) => is_empty(inner),
        Block::PageBreak => true,
    };
    table.rows.iter().flat_map(|r| &r.cells).all(|c| c.blocks.iter().all(bare))
}

#[cfg(test)]
mod tests {
    use super::super::blocks::{Cell, Paragraph};
    use super::*;

    fn table(rows: &[&[&str]]) -> Table {
        let paragraph =
            |text: &str| Block::Paragraph(Paragraph { text: text.into(), ..Paragraph::default() });
        let cell = |text: &&str| Cell { span: 1, blocks: text.split('|').map(paragraph).collect() };
        let row = |cells: &&[&str]| Row { skipped: 0, cells: cells.iter().map(cell).collect() };
        Table { widths: Vec::new(), rows: rows.iter().map(row).collect() }
    }

    #[test]
    fn labels_values_and_columns() {
        let rows: &[&[&str]] = &[&["Nama", ":", "Ratna"], &["Pangkat/Gol.", ":", "Penata"]];
        assert_eq!(lines(&table(rows), 86), ["Nama         : Ratna", "Pangkat/Gol. : Penata"]);
        let rows: &[&[&str]] = &[&["No", "Nama", "NIP"], &["1.", "Ratna Kusuma", "1987"]];
        assert_eq!(
            lines(&table(rows), 86),
            ["No    Nama            NIP", "1.    Ratna Kusuma    1987"]
        );
        let rows: &[&[&str]] = &[&["Nama||NIP", ":||:", "Ratna|198|"]];
        assert_eq!(lines(&table(rows), 86), ["Nama : Ratna", "NIP  : 198"]);
        let rows: &[&[&str]] = &[&["Menimbang", ":", "a. satu|b. dua"]];
        assert_eq!(lines(&table(rows), 86), ["Menimbang : a. satu", "            b. dua"]);
    }
}
