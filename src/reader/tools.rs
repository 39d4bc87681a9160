//! The programs from outside that a reading may need, as values. Knows no pipe and no path: the child
//! asks, the daemon runs each in a jail of its own.
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// One run of a program: what it gets goes in on stdin, what it answers comes back on stdout. The child
/// chooses among these and nothing else; no word of a file ever becomes an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Tool {
    /// poppler's `pdftotext -layout`: a PDF in, its text out, form feeds between pages.
    PdfText,
    /// poppler's `pdftoppm -gray`: a PDF in, one page out as a grey picture (PGM).
    PdfPage {
        /// Counted from 1.
        page: u32,
        dpi: u32,
    },
    /// tesseract: a grey picture in (PGM), its words out as TSV.
    Words { dpi: u32, layout: Layout },
    /// tesseract's own guess which side is up (`--psm 0`).
    Upright { dpi: u32 },
}

/// How tesseract is to take the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Layout {
    /// It finds columns and blocks itself (`--psm 3`).
    Page,
    /// One block of text (`--psm 6`).
    Block,
    /// One line (`--psm 7`).
    Line,
    /// Words wherever they stand (`--psm 11`).
    Sparse,
}

/// Why a tool gave nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ToolError {
    /// The program is not on this machine.
    Missing,
    /// It refused the input, or died over it.
    Failed,
    /// It was stopped: too long, too much memory or too much output.
    Limit,
}

/// Who runs tools for a reading.
pub(super) trait Tools {
    /// Runs all of these, side by side where the machine has the cores; one answer for each, in order.
    fn run(&mut self, runs: &[(Tool, &[u8])]) -> Vec<Result<Vec<u8>, ToolError>>;
    /// What is left of the time for this job.
    fn time_left(&self) -> Duration;
}
