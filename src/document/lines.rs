//! The lines of one paper, tidied. Knows no field.

/// Characters of one file that are looked at; a paper of the SOP has a few thousand.
const MOST_CHARS: usize = 400_000;
const MOST_LINES: usize = 8_000;
const MOST_IN_LINE: usize = 1_000;

/// Odd blanks, ligatures, dashes and invisible marks become plain ones; form feeds stay.
pub(super) fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(MOST_CHARS));
    for c in text.chars().take(MOST_CHARS) {
        match c {
            '\t' => out.push_str("    "),
            '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => {
                out.push(' ')
            }
            '\u{fb00}' => out.push_str("ff"),
            '\u{fb01}' => out.push_str("fi"),
            '\u{fb02}' => out.push_str("fl"),
            '\u{fb03}' => out.push_str("ffi"),
            '\u{fb04}' => out.push_str("ffl"),
            '\u{ff1a}' | '\u{fe55}' | '\u{a789}' | '\u{2236}' => out.push(':'),
            '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2013}' | '\u{2212}' => out.push('-'),
            '\u{2018}' | '\u{2019}' => out.push('\''),
            '\u{2028}' | '\u{2029}' | '\u{85}' => out.push('\n'),
            '\n' | '\u{c}' => out.push(c),
            '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// One paper as lines and as one flowing text.
pub(super) struct Sheet {
    /// Right-trimmed lines; the indent is kept.
    pub(super) lines: Vec<String>,
    /// All words with single blanks between them.
    pub(super) flow: String,
}

impl Sheet {
    pub(super) fn new(text: &str) -> Sheet {
        let lines: Vec<String> = text
            .split(['\n', '\u{c}'])
            .take(MOST_LINES)
            .map(|line| line.trim_end().chars().take(MOST_IN_LINE).collect())
            .collect();
        let flow = squeeze(&lines.join(" "));
        Sheet { lines, flow }
    }

    /// The trimmed line, empty past the end.
    pub(super) fn line(&self, at: usize) -> &str {
        self.lines.get(at).map(|line| line.trim()).unwrap_or_default()
    }

    /// The flowing text of a range of lines.
    pub(super) fn flow_of(&self, from: usize, to: usize) -> String {
        let wanted: Vec<&str> = (from..to.min(self.lines.len())).map(|i| self.line(i)).collect();
        squeeze(&wanted.join(" "))
    }

    /// The number of the first line that fits.
    pub(super) fn position(&self, fits: impl Fn(&str) -> bool) -> Option<usize> {
        self.lines.iter().position(|line| fits(line.trim()))
    }
}

/// Blanks at the front, in characters.
pub(super) fn indent(line: &str) -> usize {
    line.chars().take_while(|c| *c == ' ').count()
}

/// Runs of white space become one blank.
pub(super) fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The cells of a line: pieces with at least `gap` blanks between them.
pub(super) fn cells(line: &str, gap: usize) -> Vec<String> {
    let wide = " ".repeat(gap.max(2));
    line.split(wide.as_str())
        .map(str::trim)
        .filter(|cell| !cell.is_empty())
        .map(Into::into)
        .collect()
}

/// Mostly capital letters, as headings are.
pub(super) fn is_capitals(text: &str) -> bool {
    let small = text.chars().filter(|c| c.is_lowercase()).count();
    let large = text.chars().filter(|c| c.is_uppercase()).count();
    large >= 3 && small * 8 <= large
}
