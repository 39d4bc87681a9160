//! Data on standard output: one JSON document, or a table aligned for the terminal. Text that came
//! from strangers is made harmless before a terminal sees it.
use super::outcome::CliError;
use serde::Serialize;
use std::io::Write;

/// Widest a column gets before its text is cut.
pub(super) const CELL_MAX_CHARS: usize = 60;

/// One JSON document and nothing else.
pub fn print_json(value: &impl Serialize) -> Result<(), CliError> {
    let text = serde_json::to_string_pretty(value);
    let text = text.map_err(|e| CliError::Unavailable(format!("JSON tidak dapat dibuat: {e}")))?;
    print(&format!("{text}\n"))
}

/// Text as it is; the caller ends its lines.
pub fn print(text: &str) -> Result<(), CliError> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}

/// Says something to the person, beside the data. Nobody listening is no error.
pub fn tell(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// A table: a heading and rows of as many cells.
#[derive(Clone, Debug, Default)]
pub struct Table {
    heading: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub fn new(heading: &[&str]) -> Table {
        Table { heading: heading.iter().map(|cell| cell.to_string()).collect(), rows: Vec::new() }
    }

    /// Adds a row; control characters are replaced and long cells cut.
    pub fn row(&mut self, cells: impl IntoIterator<Item = impl AsRef<str>>) {
        let cells = cells.into_iter().map(|cell| cell_text(cell.as_ref())).collect();
        self.rows.push(cells);
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Columns padded to their widest cell, two spaces between, nothing after the last.
    pub fn render(&self) -> String {
        let lines = || std::iter::once(&self.heading).chain(&self.rows);
        let columns = lines().map(Vec::len).max().unwrap_or(0);
        let width = |column: usize| {
            lines().filter_map(|line| line.get(column)).map(|c| c.chars().count()).max()
        };
        let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
        let mut text = String::new();
        for line in lines() {
            let padded: Vec<String> =
                line.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
            text.push_str(padded.join("  ").trim_end());
            text.push('\n');
        }
        text
    }

    pub fn print(&self) -> Result<(), CliError> {
        print(&self.render())
    }
}

/// A stranger's text for a terminal: no control, bidirectional or zero-width characters, and
/// every kind of white space a space.
pub fn harmless(text: &str) -> String {
    let safe = |c: char| match c {
        '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}' => '\u{fffd}',
        c if c.is_whitespace() => ' ',
        c if c.is_control() => '\u{fffd}',
        c => c,
    };
    text.chars().map(safe).collect()
}

/// A time as people of the office read it, to the minute.
pub fn local(at: jiff::Timestamp, zone: &jiff::tz::TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string()
}

fn cell_text(text: &str) -> String {
    let safe = harmless(text);
    if safe.chars().count() <= CELL_MAX_CHARS {
        return safe;
    }
    safe.chars().take(CELL_MAX_CHARS - 1).chain(['…']).collect()
}
