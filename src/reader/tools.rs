//! The programs from outside that a reading may need, as values. Knows no pipe and no path: the child
//! asks, the daemon runs each in a jail of its own.
use super::trust::Trust;
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
    Words { dpi: u32, layout: Layout, tongue: Tongue },
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

/// The tongue tesseract knows best. Another reads the same signs otherwise: what both read is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Tongue {
    Indonesian,
    /// Comes with every tesseract of Debian; a run fails where it does not.
    English,
}

/// A program from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Program {
    Pdftotext,
    Pdftoppm,
    Tesseract,
}

impl Program {
    pub(super) const ALL: [Program; 3] =
        [Program::Pdftotext, Program::Pdftoppm, Program::Tesseract];

    /// The name of its file.
    pub(super) fn file(self) -> &'static str {
        match self {
            Program::Pdftotext => "pdftotext",
            Program::Pdftoppm => "pdftoppm",
            Program::Tesseract => "tesseract",
        }
    }
}

/// The dots per inch tesseract is told of; it guesses where a picture is far off.
const DPI: std::ops::RangeInclusive<u32> = 70..=600;

impl Tool {
    pub(super) fn program(self) -> Program {
        match self {
            Tool::PdfText => Program::Pdftotext,
            Tool::PdfPage { .. } => Program::Pdftoppm,
            Tool::Words { .. } | Tool::Upright { .. } => Program::Tesseract,
        }
    }

    /// The same run, its words read as English.
    pub(super) fn in_english(self) -> Tool {
        match self {
            Tool::Words { dpi, layout, .. } => Tool::Words { dpi, layout, tongue: Tongue::English },
            other => other,
        }
    }

    /// The whole command line but the program; made of our own words and of numbers.
    pub(super) fn arguments(self) -> Vec<String> {
        let words = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
        let seen = |dpi: u32| dpi.clamp(*DPI.start(), *DPI.end()).to_string();
        match self {
            Tool::PdfText => words(&["-layout", "-enc", "UTF-8", "-l", "60", "-", "-"]),
            Tool::PdfPage { page, dpi } => {
                let (page, dpi) = (page.to_string(), dpi.clamp(10, 300).to_string());
                words(&["-gray", "-r", &dpi, "-f", &page, "-l", &page, "-singlefile", "-"])
            }
            Tool::Words { dpi, layout, tongue } => {
                let mode = match layout {
                    Layout::Page => "3",
                    Layout::Block => "6",
                    Layout::Line => "7",
                    Layout::Sparse => "11",
                };
                let tongue = match tongue {
                    Tongue::Indonesian => "ind",
                    Tongue::English => "eng",
                };
                let dpi = seen(dpi);
                words(&["-", "-", "-l", tongue, "--psm", mode, "--dpi", &dpi, "tsv"])
            }
            Tool::Upright { dpi } => words(&["-", "-", "--psm", "0", "--dpi", &seen(dpi)]),
        }
    }

    /// Address space of a run. Measured: pdftotext and tesseract need less than 160 MiB for a page, a
    /// page at 600 dpi 155 MiB more; poppler unpacks a picture before it makes it smaller.
    pub(super) fn memory_bytes(self) -> u64 {
        match self {
            Tool::PdfText => 256 << 20,
            Tool::PdfPage { .. } => 320 << 20,
            Tool::Words { .. } | Tool::Upright { .. } => 288 << 20,
        }
    }

    /// Wall-clock limit of a run. What takes poppler longer is no letter.
    pub(super) fn limit(self) -> Duration {
        Duration::from_secs(match self {
            Tool::PdfText => 8,
            Tool::PdfPage { .. } | Tool::Upright { .. } => 12,
            Tool::Words { .. } => 25,
        })
    }

    /// Bytes of an answer; what is more is a fault of the file.
    pub(super) fn answer_bytes(self) -> usize {
        match self {
            Tool::PdfText => 4 << 20,
            Tool::PdfPage { .. } => 32 << 20,
            Tool::Words { .. } => 4 << 20,
            Tool::Upright { .. } => 64 << 10,
        }
    }
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

/// What one run of a tool gave.
pub(super) type Ran = Result<Vec<u8>, ToolError>;

/// Who runs tools for a reading.
pub(super) trait Tools {
    /// Runs all of these, side by side where the machine has the cores; one answer for each, in order.
    fn run(&mut self, runs: &[(Tool, &[u8])]) -> Vec<Ran>;
    /// Whether the program is there; a run of one that is not is [`ToolError::Missing`].
    fn has(&self, program: Program) -> bool;
    /// How many runs go side by side.
    fn abreast(&self) -> usize;
    /// Whom the electronic signatures of the papers are believed by; nobody, where nothing else is said.
    fn trust(&self) -> Trust {
        Trust::default()
    }
    /// What is left of the time for this job.
    fn time_left(&self) -> Duration;
}
