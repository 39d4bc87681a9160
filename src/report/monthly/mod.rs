//! The report of a period as documents: one page of HTML, a CSV file, the frame of a JSON document, and
//! the cells of a spreadsheet. Pure: figures in, text out. Knows no SQL, no clock, no file.
pub mod chart;
pub mod csv;
pub mod html;
pub mod json;
pub mod tables;
pub mod words;

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// What a report says beside its figures.
#[derive(Clone, Debug)]
pub struct Frame {
    pub unit: String,
    pub organisation: String,
    /// Where it is signed.
    pub place: String,
    /// What the service rests on, one line each.
    pub legal_basis: Vec<String>,
    pub known_by: Signatory,
    pub prepared_by: Signatory,
    /// The clock is simulated: the report says so.
    pub simulated: bool,
    pub written_at: Timestamp,
    pub zone: TimeZone,
    /// Whether a telephone confirmation pauses step 9 (`domain.md` A11).
    pub confirm_pauses: bool,
}

/// Who signs.
#[derive(Clone, Debug, Default)]
pub struct Signatory {
    pub title: String,
    /// Empty leaves a line to write on.
    pub name: String,
}
