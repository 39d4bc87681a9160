//! The position of a day (`domain.md` M9) and the history of a case: cases and counts in, lines out.
//! Pure; knows the case and the calendar, not SQL, the clock or any wording.
mod day;
mod deadlines;
pub mod figures;
pub mod lists;
pub mod monthly;
pub mod passages;
pub mod period;
pub mod register;
pub mod timeline;

pub use day::{DayFacts, LINES_MAX, Move, case_line, digest, open_lines, part, steps, unexplained};
