//! The register as CSV that Indonesian Excel opens by a double click: UTF-8 with BOM, semicolons (its
//! list separator), every field in quotes, lines ended by CR LF (RFC 4180). A field that a spreadsheet
//! would run as a formula begins with an apostrophe (`security.md` A4-74).
use super::words;
use crate::report::register::{COLUMNS, Cell};
use jiff::tz::TimeZone;

/// What the file begins with: mark and headings.
pub fn head() -> String {
    let headings: Vec<Cell> = COLUMNS.iter().map(|c| Cell::Text(c.heading.to_owned())).collect();
    format!("\u{feff}{}", line(&headings, &TimeZone::UTC))
}

/// One line.
pub fn line(cells: &[Cell], zone: &TimeZone) -> String {
    let fields: Vec<String> = cells.iter().map(|cell| field(cell, zone)).collect();
    format!("{}\r\n", fields.join(";"))
}

fn field(cell: &Cell, zone: &TimeZone) -> String {
    let text = match cell {
        Cell::Text(text) => harmless(text),
        Cell::Time(Some(at)) => words::moment(*at, zone),
        Cell::Time(None) => String::new(),
    };
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// One line of text that no spreadsheet runs: line breaks become blanks, and what begins like a
/// formula gets an apostrophe, blanks and full-width signs included.
pub fn harmless(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let begins = text.starts_with(['\t', '\r', '\n', '\0'])
        || plain.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    // A dash alone means "nothing".
    if begins && plain != "-" { format!("'{}", plain.trim_start()) } else { plain }
}
