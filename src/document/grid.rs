//! Where the columns of a table begin, learnt from its rows. Knows no head and no person.
use super::lines::{Sheet, placed};

/// The left edges of the columns of the rows in these lines; empty where no row shows them all, or
/// where they are no columns.
pub(super) fn edges(sheet: &Sheet, lines: &[usize], columns: usize) -> Vec<usize> {
    let rows = lines.iter().filter_map(|at| sheet.lines.get(*at)).map(|line| placed(line, 2));
    let mut edges: Vec<usize> = Vec::new();
    for row in rows.filter(|row| row.len() == columns) {
        let starts: Vec<usize> = row.iter().map(|(start, _)| *start).collect();
        if edges.is_empty() {
            edges = starts;
            continue;
        }
        for (edge, start) in edges.iter_mut().zip(starts) {
            *edge = start.min(*edge);
        }
    }
    let rising = edges.windows(2).all(|pair| matches!(pair, [a, b] if a < b));
    if rising { edges } else { Vec::new() }
}

/// The column a cell that begins at `start` belongs to.
pub(super) fn place(edges: &[usize], start: usize) -> usize {
    edges.iter().rposition(|edge| *edge <= start + 2).unwrap_or(0)
}

/// Characters a word may stand beside the edge of its column: letters are not all as wide.
const SLACK: usize = 3;

/// Cells that touch, with but one blank between them, parted at the word nearest to an edge that
/// they run over, where the column behind it has no cell of its own.
pub(super) fn split(cells: Vec<(usize, String)>, edges: &[usize]) -> Vec<(usize, String)> {
    let taken: Vec<usize> = cells.iter().map(|(start, _)| place(edges, *start)).collect();
    let mut found = Vec::with_capacity(cells.len());
    for (start, cell) in cells {
        let end = start + cell.chars().count();
        let column = place(edges, start);
        let next = edges.get(column + 1).filter(|edge| **edge + SLACK < end);
        let free = !taken.contains(&(column + 1));
        match next.filter(|_| free).and_then(|edge| cut(&cell, edge.saturating_sub(start))) {
            Some((left, right)) => {
                let begins = start + left.chars().count() + 1;
                found.push((start, left));
                found.push((begins, right));
            }
            None => found.push((start, cell)),
        }
    }
    found
}

/// The cell parted at the blank before the word that begins nearest to `at`, in characters.
fn cut(cell: &str, at: usize) -> Option<(String, String)> {
    let mut column = 0_usize;
    let mut best: Option<(usize, usize)> = None;
    for (byte, c) in cell.char_indices() {
        column += 1;
        let off = column.abs_diff(at);
        let capital = cell.get(byte + 1..).is_some_and(|rest| rest.starts_with(char::is_uppercase));
        if c == ' ' && capital && off <= SLACK && best.is_none_or(|(_, least)| off < least) {
            best = Some((byte, off));
        }
    }
    let (left, right) = cell.split_at_checked(best?.0)?;
    Some((left.to_string(), right.trim_start().to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_that_touch_are_parted() {
        let text = "1  Rudi Contoh     Kepala Dinas       Pejabat\n\
                    2  Wayan Contoh,   Kepala Sub Bagian Admin Agency\n   S.E.            Umum";
        let sheet = Sheet::new(text);
        let edges = edges(&sheet, &[0, 1, 2], 4);
        assert_eq!(edges, vec![0, 3, 19, 38]);
        let cells = split(placed(&sheet.lines[1], 2), &edges);
        let words: Vec<&str> = cells.iter().map(|c| c.1.as_str()).collect();
        assert_eq!(words, ["2", "Wayan Contoh,", "Kepala Sub Bagian", "Admin Agency"]);
        assert_eq!(split(placed(&sheet.lines[0], 2), &edges).len(), 4);
        assert_eq!(place(&edges, 3), 1);
        assert_eq!(place(&edges, 20), 2);
    }
}
