//! What the malware scanner said of a paper, as plain data. Knows no scanner.
use crate::workflow::case::Paper;
use serde::{Deserialize, Serialize};

/// The verdict on a paper's bytes. Where no scanner is configured a paper has none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Scan {
    Clean,
    /// Never attached to a letter, never handed over; `name` is what the scanner calls it.
    Infected {
        name: String,
    },
    /// A scanner is configured and gave no answer, with the reason in Indonesian. This is never
    /// "clean": a person decides what happens to the file.
    NotScanned {
        why: String,
    },
}

impl Scan {
    /// Whether the bytes may go to anybody: only what was scanned and found clean.
    pub fn is_clean(&self) -> bool {
        matches!(self, Scan::Clean)
    }
}

impl Paper {
    /// Whether its bytes may leave with a letter. Where a scanner is configured only a clean file does:
    /// one it named, one it could not look at and one it has not seen yet stay here.
    pub fn may_leave(&self, scanner: bool) -> bool {
        self.scan.as_ref().map_or(!scanner, Scan::is_clean)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::tests::house::paper;

    #[test]
    fn only_what_was_found_clean_leaves_where_a_scanner_is_configured() {
        let infected = Scan::Infected { name: "Uji".into() };
        let not = Scan::NotScanned { why: "mati".into() };
        for (scan, with, without) in [
            (None, false, true),
            (Some(Scan::Clean), true, true),
            (Some(infected), false, false),
            (Some(not), false, false),
        ] {
            let paper = Paper { scan, ..paper(1, 1) };
            assert_eq!((paper.may_leave(true), paper.may_leave(false)), (with, without));
        }
    }
}
