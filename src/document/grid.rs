//! Where the cells of a table's rows belong: proportional letters shift them, cells may touch or stand
//! in the middle of their row. Knows no person.
use super::columns::{Column, Title};
use super::lines::{Sheet, placed};
use super::pattern::{Pattern, pattern};

static NIP: Pattern = pattern!(r"\b(?:19|20)\d{6} ?\d{6} ?\d ?\d{3}\b");

/// Characters a word may stand beside the edge of its column: letters are not all as wide.
const SLACK: usize = 3;

/// Where cells of each column were seen to begin.
pub(super) struct Grid<'t> {
    titles: &'t [Title],
    starts: Vec<Vec<usize>>,
}

impl<'t> Grid<'t> {
    /// Learns from the rows in these lines.
    pub(super) fn new(sheet: &Sheet, lines: &[usize], titles: &'t [Title]) -> Grid<'t> {
        let mut grid = Grid { titles, starts: vec![Vec::new(); titles.len()] };
        let rows: Vec<Vec<(usize, String)>> = lines
            .iter()
            .filter_map(|at| sheet.lines.get(*at))
            .map(|line| placed(line, 2))
            .collect();
        let mut starts = grid.starts.clone();
        let whole = rows.iter().any(|row| row.len() == titles.len());
        for row in rows.iter().filter(|row| !whole || row.len() == titles.len()) {
            for (n, (start, cell)) in row.iter().enumerate() {
                let under = || grid.under(*start, start + cell.chars().count());
                let own = if whole { Some(n) } else { under() };
                if let Some(seen) = own.and_then(|own| starts.get_mut(own)) {
                    seen.push(*start);
                }
            }
        }
        grid.starts = starts;
        grid
    }

    /// The column whose title the cell stands under; none where it stands under two.
    fn under(&self, start: usize, end: usize) -> Option<usize> {
        let over = |title: &Title| start < title.end && title.start < end;
        let mut found = self.titles.iter().enumerate().filter(|(_, title)| over(title));
        let (column, _) = found.next()?;
        found.next().is_none().then_some(column)
    }

    /// How far a cell stands from a column.
    fn distance(&self, column: usize, title: &Title, start: usize, end: usize) -> usize {
        // A centred head begins to the right of its cells, a centred cell of its head.
        let inside = start <= title.start && title.start < end;
        let middles = (start + end).abs_diff(title.start + title.end) / 2;
        let seen = self.starts.get(column).into_iter().flatten().map(|s| s.abs_diff(start));
        let near = title.start.abs_diff(start).min(middles);
        seen.min().unwrap_or(near).min(if inside { 1 } else { near })
    }

    /// The columns the cells of a line belong to, from left to right: none has two.
    fn place(&self, cells: &[(usize, String)]) -> Vec<usize> {
        let mut found = Vec::with_capacity(cells.len());
        let mut from = 0;
        for (n, (start, cell)) in cells.iter().enumerate() {
            let end = start + cell.chars().count();
            let to = (self.titles.len() + n + 1).saturating_sub(cells.len()).max(from + 1);
            let open = self.titles.iter().enumerate().take(to).skip(from);
            let best = open.min_by_key(|(n, title)| self.distance(*n, title, *start, end));
            let column = best.map_or(from, |(n, _)| n);
            found.push(column);
            from = column + 1;
        }
        found
    }

    /// Where a column begins.
    fn edge(&self, column: usize) -> Option<usize> {
        let seen = self.starts.get(column)?.iter().min().copied();
        seen.or_else(|| Some(self.titles.get(column)?.start))
    }

    /// The cells of a line with their columns. Cells that touch, with but one blank between them, are
    /// parted at the word nearest to an edge they run over, where the column behind it has no cell.
    pub(super) fn cells(&self, line: &str) -> Vec<(usize, String)> {
        let mut cells = placed(line, 2);
        let numbers = self.titles.iter().any(|title| title.holds() == Column::Nip);
        if numbers && cells.len() < self.titles.len() {
            cells = cells.into_iter().flat_map(beside_number).collect();
        }
        if cells.len() == self.titles.len() {
            return cells.into_iter().enumerate().map(|(n, (_, cell))| (n, cell)).collect();
        }
        let columns = self.place(&cells);
        let mut found = Vec::with_capacity(cells.len());
        for ((start, cell), column) in cells.into_iter().zip(&columns) {
            let end = start + cell.chars().count();
            let free = !columns.contains(&(column + 1));
            let edge = self.edge(column + 1).filter(|edge| free && edge + SLACK < end);
            match edge.and_then(|edge| cut(&cell, edge.checked_sub(start)?)) {
                Some((left, right)) => {
                    found.push((*column, left));
                    found.push((column + 1, right));
                }
                None => found.push((*column, cell)),
            }
        }
        found
    }
}

/// A cell that touches a whole NIP, parted around it.
fn beside_number((start, cell): (usize, String)) -> Vec<(usize, String)> {
    let Some(found) = NIP.find(&cell) else { return vec![(start, cell)] };
    let parts = [0..found.start(), found.start()..found.end(), found.end()..cell.len()];
    let column = |byte: usize| start + cell.get(..byte).unwrap_or_default().chars().count();
    let own = parts.map(|range| (column(range.start), cell.get(range).unwrap_or_default().trim()));
    own.into_iter().filter(|(_, text)| !text.is_empty()).map(|(at, t)| (at, t.into())).collect()
}

/// The cell parted at the blank before the word that begins nearest to `at`, in characters.
fn cut(cell: &str, at: usize) -> Option<(String, String)> {
    let mut column = 0_usize;
    let mut best: Option<(usize, usize)> = None;
    for (byte, c) in cell.char_indices() {
        column += 1;
        let off = column.abs_diff(at);
        let word = cell.get(byte + 1..).unwrap_or_default().split(' ').next().unwrap_or_default();
        let begins = word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            || word.contains(['@', '_', '.']);
        if c == ' ' && begins && off <= SLACK && best.is_none_or(|(_, least)| off < least) {
            best = Some((byte, off));
        }
    }
    let (left, right) = cell.split_at_checked(best?.0)?;
    Some((left.to_string(), right.trim_start().to_string()))
}

/// The lines of each row, by the lines that surely are of one (its number, its NIP). Rows whose cells
/// stand in the middle have as many lines above that line as below it.
pub(super) fn rows(lines: &[usize], anchors: &[usize]) -> Vec<Vec<usize>> {
    let Some(first) = anchors.first() else { return Vec::new() };
    let own = |from: usize, to: usize| -> Vec<usize> {
        lines.iter().copied().filter(|line| (from..to).contains(line)).collect()
    };
    let last = lines.last().map_or(0, |line| line + 1);
    let next = |n: usize| anchors.get(n + 1).copied().unwrap_or(last);
    let above = own(0, *first).len().min(own(first + 1, next(0)).len());
    if above == 0 {
        return anchors.iter().enumerate().map(|(n, anchor)| own(*anchor, next(n))).collect();
    }
    let mut found = Vec::new();
    let mut upper = own(0, *first);
    upper.drain(..upper.len() - above);
    for (n, anchor) in anchors.iter().enumerate() {
        let mut lower = own(anchor + 1, next(n));
        let after = lower.split_off(upper.len().min(lower.len()));
        let row = upper.into_iter().chain([*anchor]).chain(lower).collect();
        found.push(row);
        upper = after;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::columns;
    use super::*;

    fn texts(text: &str, line: usize) -> Vec<(usize, String)> {
        let sheet = Sheet::new(text);
        let head = columns::head(&sheet, 0).unwrap();
        let lines: Vec<usize> = (1..sheet.lines.len()).collect();
        Grid::new(&sheet, &lines, &head.titles).cells(&sheet.lines[line])
    }

    #[test]
    fn cells_that_touch_are_parted() {
        let text = "No   Nama            Jabatan            Kedudukan\n\
                    1  Rudi Contoh     Kepala Dinas       Pejabat\n\
                    2  Wayan Contoh,   Kepala Sub Bagian Admin Agency\n   S.E.            Umum";
        let cell = |n: usize, text: &str| (n, text.to_string());
        let second = texts(text, 2);
        assert_eq!(second[1..3], [cell(1, "Wayan Contoh,"), cell(2, "Kepala Sub Bagian")]);
        assert_eq!(second[3], cell(3, "Admin Agency"));
        assert_eq!(texts(text, 3), [cell(1, "S.E."), cell(2, "Umum")]);
    }

    #[test]
    fn rows_in_the_middle_of_their_cells() {
        assert_eq!(rows(&[1, 2, 3, 4], &[1, 3]), [vec![1, 2], vec![3, 4]]);
        let lines: Vec<usize> = (1..=8).collect();
        assert_eq!(rows(&lines, &[3, 7]), [vec![1, 2, 3, 4, 5], vec![6, 7, 8]]);
        // A line of the head that was not known for one.
        assert_eq!(rows(&[1, 2, 3], &[2, 3]), [vec![2], vec![3]]);
    }
}
