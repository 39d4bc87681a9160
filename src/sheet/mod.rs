//! Spreadsheets out: cells and looks in, an XLSX workbook out. Rows of a long sheet go to a nameless
//! temporary file, so that memory does not grow with them. Knows cells, no cases, no figures.
//!
//! Text is always written as text: nothing in a workbook of ours is a formula (`security.md` A4-74).
mod look;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use look::Looks;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};
use std::path::Path;

/// Excel takes no longer text in one cell.
const TEXT_MAX_CHARS: usize = 32_000;
/// Lines of text a row is made high for.
const LINES_MAX: u16 = 20;
/// Height of a line in points.
const LINE_POINTS: u16 = 13;
/// Rows that a sheet can hold.
const ROWS_MAX: u32 = 1_048_576;

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'a> {
    Text(&'a str),
    Number(f64),
    Time(Timestamp),
    Empty,
}

/// A column: the heading above several columns (empty for none), its own, and its width in characters.
#[derive(Clone, Copy, Debug)]
pub struct Column<'a> {
    pub group: &'a str,
    pub heading: &'a str,
    pub width: u16,
}

/// Why a workbook cannot be written: the temporary folder is full or gone, or there are too many rows.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    #[error("lembar `{0}` penuh: lebih dari 1.048.574 baris; pilih periode yang lebih pendek")]
    Full(String),
    #[error("berkas XLSX tidak dapat dibuat: {0}")]
    Write(String),
}

impl From<XlsxError> for SheetError {
    fn from(error: XlsxError) -> SheetError {
        SheetError::Write(error.to_string())
    }
}

/// A workbook in the making. Sheets are filled one after another, rows from the top.
pub struct Book {
    workbook: Workbook,
    looks: Looks,
    zone: TimeZone,
    at: Option<At>,
}

/// The sheet in hand.
struct At {
    index: usize,
    name: String,
    /// The next row.
    row: u32,
    columns: u16,
    /// The row of headings.
    heads: u32,
    widths: Vec<u16>,
}

impl At {
    /// Lines that the longest text of a row needs: not every program finds the height by itself.
    fn lines(&self, cells: &[Cell<'_>]) -> u16 {
        let needs = |(cell, width): (&Cell<'_>, &u16)| match cell {
            Cell::Text(text) => {
                let chars = u16::try_from(text.chars().count()).unwrap_or(u16::MAX);
                // Words are not broken, so a line is not filled to its end.
                chars.div_ceil((*width).saturating_sub(2).max(4))
            }
            _ => 1,
        };
        cells.iter().zip(&self.widths).map(needs).max().unwrap_or(1).clamp(1, LINES_MAX)
    }
}

/// A heading that is longer than its column stands upright.
fn is_narrow(column: &Column<'_>) -> bool {
    column.width <= 5
}

impl Book {
    /// `temporary` is a private folder; its files have no name. Times are shown in `zone`.
    pub fn new(
        temporary: &Path,
        title: &str,
        author: &str,
        written_at: Timestamp,
        zone: TimeZone,
    ) -> Result<Book, SheetError> {
        let mut workbook = Workbook::new();
        workbook.set_tempdir(temporary)?;
        let made = excel_time(written_at, &zone)?;
        let properties = DocProperties::new().set_title(title).set_author(author);
        workbook.set_properties(&properties.set_creation_datetime(&made));
        Ok(Book { workbook, looks: Looks::new(), zone, at: None })
    }

    /// Begins a sheet: headings that stay in view and repeat on each printed page, A4 across, as wide as
    /// the page.
    pub fn sheet(
        &mut self,
        name: &str,
        footer: &str,
        columns: &[Column<'_>],
    ) -> Result<(), SheetError> {
        self.close()?;
        let grouped = columns.iter().any(|column| !column.group.is_empty());
        let heads = u32::from(grouped);
        let index = self.workbook.worksheets().len();
        let looks = &self.looks;
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?;
        for (place, column) in (0u16..).zip(columns) {
            sheet.set_column_width(place, f64::from(column.width))?;
        }
        if grouped {
            groups(sheet, looks, columns)?;
        }
        let narrow = columns.iter().any(|column| is_narrow(column));
        sheet.set_row_height(heads, if narrow { 62 } else { 32 })?;
        for (place, column) in (0u16..).zip(columns) {
            let look = if is_narrow(column) { &looks.upright } else { &looks.head };
            sheet.write_string_with_format(heads, place, column.heading, look)?;
        }
        sheet.set_freeze_panes(heads + 1, 1)?;
        sheet.set_repeat_rows(0, heads)?;
        sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        sheet.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
        // In a footer an ampersand begins a code.
        let footer = footer.replace('&', "&&");
        sheet.set_footer(format!("&L&8{footer}&R&8&P / &N"));
        let widths = columns.iter().map(|column| column.width).collect();
        let columns = u16::try_from(columns.len()).unwrap_or(u16::MAX);
        let at = At { index, name: name.to_owned(), row: heads + 1, columns, heads, widths };
        self.at = Some(at);
        Ok(())
    }

    /// One row of the sheet in hand.
    pub fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), SheetError> {
        let Some(at) = self.at.as_mut() else { return Ok(()) };
        if at.row >= ROWS_MAX {
            return Err(SheetError::Full(at.name.clone()));
        }
        let sheet = self.workbook.worksheet_from_index(at.index)?;
        let lines = at.lines(cells);
        if lines > 1 {
            sheet.set_row_height(at.row, lines * LINE_POINTS)?;
        }
        for (place, cell) in (0u16..).zip(cells) {
            match cell {
                Cell::Text(text) => {
                    let text: String = text.chars().take(TEXT_MAX_CHARS).collect();
                    sheet.write_string_with_format(at.row, place, text, &self.looks.text)?
                }
                Cell::Number(number) => {
                    let whole = number.fract() == 0.0;
                    let look = if whole { &self.looks.whole } else { &self.looks.number };
                    sheet.write_number_with_format(at.row, place, *number, look)?
                }
                Cell::Time(time) => {
                    let time = excel_time(*time, &self.zone)?;
                    sheet.write_datetime_with_format(at.row, place, &time, &self.looks.time)?
                }
                Cell::Empty => sheet.write_blank(at.row, place, &self.looks.text)?,
            };
        }
        at.row += 1;
        Ok(())
    }

    /// Filters on the headings of the sheet in hand.
    fn close(&mut self) -> Result<(), SheetError> {
        let Some(at) = self.at.take() else { return Ok(()) };
        let sheet = self.workbook.worksheet_from_index(at.index)?;
        let (last_row, last_column) = (at.row.saturating_sub(1), at.columns.saturating_sub(1));
        sheet.autofilter(at.heads, 0, last_row.max(at.heads), last_column)?;
        Ok(())
    }

    /// Writes the whole workbook.
    pub fn write(
        mut self,
        to: impl std::io::Write + std::io::Seek + Send,
    ) -> Result<(), SheetError> {
        self.close()?;
        Ok(self.workbook.save_to_writer(to)?)
    }
}

/// Headings above several columns.
fn groups(sheet: &mut Worksheet, looks: &Looks, columns: &[Column<'_>]) -> Result<(), SheetError> {
    let mut place = 0u16;
    for run in columns.chunk_by(|a, b| a.group == b.group) {
        let last = place + u16::try_from(run.len()).unwrap_or(1) - 1;
        let group = run.first().map_or("", |column| column.group);
        if last > place && !group.is_empty() {
            sheet.merge_range(0, place, 0, last, group, &looks.group)?;
        } else {
            for column in place..=last {
                sheet.write_string_with_format(0, column, group, &looks.group)?;
            }
        }
        place = last + 1;
    }
    Ok(())
}

/// A moment as a spreadsheet counts it, by the wall clock of the zone.
fn excel_time(at: Timestamp, zone: &TimeZone) -> Result<ExcelDateTime, SheetError> {
    let local = zone.to_datetime(at);
    let whole = |value: i8| u8::try_from(value).unwrap_or(0);
    let year = u16::try_from(local.year()).unwrap_or(1900);
    let day = ExcelDateTime::from_ymd(year, whole(local.month()), whole(local.day()))?;
    let hour = u16::try_from(local.hour()).unwrap_or(0);
    Ok(day.and_hms(hour, whole(local.minute()), whole(local.second()))?)
}
