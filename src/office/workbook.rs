//! A spreadsheet as rows of text: an XLSX file, cell by cell, nothing calculated, no link followed. The
//! container is judged and unpacked within its limits first; a far-away cell costs no more than itself.
use super::Fault;
use super::package::Package;
use calamine::{Data, DataRef, Reader, SheetVisible, Xlsx};
use std::io::Cursor;

/// A table of accounts is one sheet; nobody needs more than so many.
const SHEETS_MAX: usize = 16;
/// Cells of all sheets together.
const CELLS_MAX: usize = 2_000_000;
/// Columns further right are left aside.
const COLUMNS_MAX: u32 = 64;
/// From here on a number has more digits than the file keeps (2^53).
const EXACT_BELOW: f64 = 1e15;

/// One row: its number in the sheet, from 1, and its cells from the first column on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRow {
    pub number: u64,
    pub cells: Vec<String>,
}

/// The visible sheets of a workbook, each with its rows that are not empty.
///
/// # Errors
/// Why it was not opened.
pub fn sheets(bytes: &[u8]) -> Result<Vec<Vec<SheetRow>>, Fault> {
    let mut package = Package::open(bytes)?;
    // What the directory says of sizes may be a lie: everything is unpacked once under the limits.
    for place in 0..package.entries().len() {
        if package.entries().get(place).is_some_and(|entry| entry.file) {
            package.bytes(place, u64::MAX)?;
        }
    }
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| Fault::Broken)?;
    let visible = |sheet: &&calamine::Sheet| sheet.visible == SheetVisible::Visible;
    let names: Vec<String> =
        book.sheets_metadata().iter().filter(visible).map(|s| s.name.clone()).collect();
    let mut left = CELLS_MAX;
    let mut sheets = Vec::new();
    for name in names.iter().take(SHEETS_MAX) {
        // A sheet of charts has no cells.
        let Ok(mut cells) = book.worksheet_cells_reader(name) else { continue };
        let mut rows: Vec<SheetRow> = Vec::new();
        while let Some(cell) = cells.next_cell().map_err(|_| Fault::Broken)? {
            left = left.checked_sub(1).ok_or(Fault::TooLarge)?;
            let (row, column) = cell.get_position();
            let text = text(cell.get_value());
            if column < COLUMNS_MAX && !text.is_empty() {
                put(&mut rows, u64::from(row) + 1, column, text)?;
            }
        }
        sheets.push(rows);
    }
    if sheets.is_empty() { Err(Fault::Broken) } else { Ok(sheets) }
}

/// Rows come in order; a file where they do not is broken.
fn put(rows: &mut Vec<SheetRow>, number: u64, column: u32, text: String) -> Result<(), Fault> {
    if rows.last().is_none_or(|row| row.number < number) {
        rows.push(SheetRow { number, cells: Vec::new() });
    }
    let row = rows.last_mut().filter(|row| row.number == number).ok_or(Fault::Broken)?;
    let column = usize::try_from(column).map_err(|_| Fault::Broken)?;
    if row.cells.len() <= column {
        row.cells.resize(column + 1, String::new());
    }
    if let Some(cell) = row.cells.get_mut(column) {
        *cell = text;
    }
    Ok(())
}

fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Float(number) if number.abs() >= EXACT_BELOW => format!("{number:E}"),
        // An error (#N/A) and a date are no text of an account: shown, so that the row is refused.
        other => Data::from(other.clone()).to_string().trim().to_owned(),
    }
}
