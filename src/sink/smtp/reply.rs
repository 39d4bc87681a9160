//! SMTP replies, read strictly (RFC 5321 section 4.2). Pure.

/// Longest line and most lines of one reply.
pub const LINE_BYTES: usize = 4096;
const LINES: usize = 128;

/// One whole reply.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    pub code: u16,
    pub lines: Vec<String>,
}

/// What a line did to the reply under way.
#[derive(Debug, PartialEq, Eq)]
pub enum Progress {
    More,
    Whole,
    /// Not SMTP: the dialogue cannot be trusted any more.
    Garbage,
}

impl Reply {
    /// Adds one line without its line end.
    pub fn push(&mut self, line: &[u8]) -> Progress {
        let line = String::from_utf8_lossy(line);
        let (digits, rest) = match (line.get(..3), line.get(3..)) {
            (Some(digits), Some(rest)) => (digits, rest),
            _ => return Progress::Garbage,
        };
        let code =
            digits.parse::<u16>().ok().filter(|_| digits.bytes().all(|b| b.is_ascii_digit()));
        let Some(code) = code.filter(|code| (200..600).contains(code)) else {
            return Progress::Garbage;
        };
        if (!self.lines.is_empty() && code != self.code) || self.lines.len() >= LINES {
            return Progress::Garbage;
        }
        let (more, text) = match rest.as_bytes().first() {
            None => (false, ""),
            Some(b' ') => (false, rest.get(1..).unwrap_or_default()),
            Some(b'-') => (true, rest.get(1..).unwrap_or_default()),
            Some(_) => return Progress::Garbage,
        };
        self.code = code;
        self.lines.push(text.trim_end().to_owned());
        if more { Progress::More } else { Progress::Whole }
    }

    pub fn is_positive(&self) -> bool {
        (200..300).contains(&self.code)
    }

    pub fn is_temporary(&self) -> bool {
        (400..500).contains(&self.code)
    }

    pub fn is_permanent(&self) -> bool {
        (500..600).contains(&self.code)
    }

    /// For logs and people: code and text, at most 500 characters, no control characters.
    pub fn text(&self) -> String {
        let whole = format!("{} {}", self.code, self.lines.join(" / "));
        whole.chars().filter(|c| !c.is_control()).take(500).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(lines: &[&str]) -> (Progress, Reply) {
        let mut reply = Reply::default();
        let mut last = Progress::More;
        for line in lines {
            last = reply.push(line.as_bytes());
        }
        (last, reply)
    }

    #[test]
    fn one_line_many_lines_and_bare_codes() {
        let (progress, reply) = all(&["250-mail.loket.test", "250-PIPELINING", "250 DSN"]);
        assert_eq!((progress, reply.code, reply.lines.len()), (Progress::Whole, 250, 3));
        assert_eq!(all(&["354"]).0, Progress::Whole);
        assert!(all(&["451 4.3.0 later"]).1.is_temporary());
        assert_eq!(all(&["550-5.1.1 unknown", "550 user"]).1.text(), "550 5.1.1 unknown / user");
    }

    #[test]
    fn garbage_is_seen() {
        for lines in [
            &["2x0 hi"][..],
            &["", ""],
            &["25"],
            &["250-one", "251 two"],
            &["250_hi"],
            &["999 what"],
            &["100 go on"],
            &["+25 a"],
            &["hällo"],
        ] {
            assert_eq!(all(lines).0, Progress::Garbage, "{lines:?}");
        }
    }
}
