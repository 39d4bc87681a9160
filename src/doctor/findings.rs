//! What the doctor says: lines with a colour, and the mode that is possible. Knows words only.

/// How grave a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// Automatic resets stay off until it is mended or accepted in writing.
    Red,
    Yellow,
    Green,
}

/// One thing that was found out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub colour: Colour,
    /// Stable name, by which a red line is accepted.
    pub what: &'static str,
    /// What exactly, in few stable words.
    pub mark: String,
    pub why: String,
    /// The command or key that mends it.
    pub mend: String,
}

impl Line {
    pub fn green(what: &'static str, why: impl Into<String>) -> Line {
        Line::new(Colour::Green, what, "", why, "baik")
    }

    pub fn yellow(what: &'static str, why: impl Into<String>, mend: impl Into<String>) -> Line {
        Line::new(Colour::Yellow, what, "", why, mend)
    }

    pub fn red(
        what: &'static str,
        mark: impl Into<String>,
        why: impl Into<String>,
        mend: impl Into<String>,
    ) -> Line {
        Line::new(Colour::Red, what, mark, why, mend)
    }

    fn new(
        colour: Colour,
        what: &'static str,
        mark: impl Into<String>,
        why: impl Into<String>,
        mend: impl Into<String>,
    ) -> Line {
        let (mark, why, mend) = (mark.into(), why.into(), mend.into());
        Line { colour, what, mark, why, mend }
    }
}

/// Which way of approving is possible with these servers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Standard,
    /// The sender is not proved well enough: a second factor in every reply.
    StrictOnly,
    Nothing,
}

impl Mode {
    pub fn words(self) -> &'static str {
        match self {
            Mode::Standard => "standar (dan ketat)",
            Mode::StrictOnly => "hanya ketat (kode TOTP atau tanda tangan dalam balasan)",
            Mode::Nothing => "tidak ada: persetujuan lewat surel belum dapat dipercaya",
        }
    }
}

/// The whole of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    pub lines: Vec<Line>,
    pub mode: Mode,
}
