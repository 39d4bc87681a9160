//! The report as a workbook: sheets Register, Penyimpangan and Angka. Knows which columns, not how a
//! workbook is written.
use super::CliError;
use super::report::Work;
use crate::report::figures::Figures;
use crate::report::monthly::tables::{self, Value};
use crate::report::register::{self, COLUMNS};
use crate::sheet::{Book, Cell, Column, SheetError};
use std::path::PathBuf;

/// The workbook in the making; the register is filled first.
pub struct Sheets {
    book: Book,
    footer: String,
}

impl Sheets {
    pub fn begin(work: &Work, temporary: PathBuf) -> Result<Sheets, CliError> {
        let (frame, period) = (&work.frame, &work.period);
        let title = format!("Laporan {} – {}", period.title(), frame.unit);
        let simulated = if frame.simulated { "SIMULASI – " } else { "" };
        let footer = format!("{simulated}{} – {}", frame.unit, period.title());
        let (at, zone) = (frame.written_at, frame.zone.clone());
        let mut book = Book::new(&temporary, &title, &frame.unit, at, zone).map_err(failed)?;
        let columns =
            COLUMNS.map(|c| Column { group: c.group, heading: c.heading, width: c.width });
        book.sheet("Register", &footer, &columns).map_err(failed)?;
        Ok(Sheets { book, footer })
    }

    /// One entry of the register.
    pub fn register(&mut self, cells: &[register::Cell]) -> Result<(), CliError> {
        let cells: Vec<Cell<'_>> = cells
            .iter()
            .map(|cell| match cell {
                register::Cell::Text(text) if text.is_empty() => Cell::Empty,
                register::Cell::Text(text) => Cell::Text(text),
                register::Cell::Time(Some(at)) => Cell::Time(*at),
                register::Cell::Time(None) => Cell::Empty,
            })
            .collect();
        self.book.row(&cells).map_err(failed)
    }

    /// The other sheets.
    pub fn end(mut self, figures: &Figures) -> Result<Book, CliError> {
        self.begin_sheet("Penyimpangan", &tables::DEVIATIONS)?;
        for line in &figures.deviations {
            self.values(&tables::deviation(line))?;
        }
        self.begin_sheet("Angka", &tables::FIGURES)?;
        for row in tables::figures(figures) {
            self.values(&row)?;
        }
        Ok(self.book)
    }

    fn begin_sheet(&mut self, name: &str, columns: &[(&str, u16)]) -> Result<(), CliError> {
        let columns: Vec<Column<'_>> = columns
            .iter()
            .map(|(heading, width)| Column { group: "", heading, width: *width })
            .collect();
        self.book.sheet(name, &self.footer, &columns).map_err(failed)
    }

    fn values(&mut self, values: &[Value]) -> Result<(), CliError> {
        let cells: Vec<Cell<'_>> = values
            .iter()
            .map(|value| match value {
                Value::Text(text) if text.is_empty() => Cell::Empty,
                Value::Text(text) => Cell::Text(text),
                Value::Number(number) => Cell::Number(*number),
                Value::Time(at) => Cell::Time(*at),
                Value::None => Cell::Empty,
            })
            .collect();
        self.book.row(&cells).map_err(failed)
    }
}

fn failed(error: SheetError) -> CliError {
    match error {
        SheetError::Full(_) => CliError::Refused(error.to_string()),
        SheetError::Write(_) => CliError::Unavailable(error.to_string()),
    }
}
