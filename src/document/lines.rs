//! The lines of one paper, tidied. Knows no field.
use super::numerals;

/// Characters of one file that are looked at; a paper of the SOP has a few thousand.
const MOST_CHARS: usize = 400_000;
const MOST_LINES: usize = 8_000;
const MOST_IN_LINE: usize = 1_000;

/// Odd blanks, ligatures, dashes and invisible marks become plain ones; form feeds stay.
pub(super) fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(MOST_CHARS));
    for c in text.chars().take(MOST_CHARS) {
        match c {
            // The lines of a table; its cells stay apart.
            '\t' | '|' | '\u{2502}' | '\u{2503}' | '\u{2551}' => out.push_str("    "),
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
    numerals::plain(&out).into_owned()
}

/// Where a line stands in the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// Counted from 1, within the file.
    pub(super) page: u32,
    /// Counted from 1, within the page.
    pub(super) line: u32,
}

/// One paper as lines and as one flowing text.
pub(super) struct Sheet {
    /// Right-trimmed lines; the indent is kept.
    pub(super) lines: Vec<String>,
    /// Where each of the lines stands in the file.
    places: Vec<Place>,
    /// All words with single blanks between them.
    pub(super) flow: String,
    /// Where in the flow each of the lines begins.
    starts: Vec<usize>,
}

impl Sheet {
    pub(super) fn new(text: &str) -> Sheet {
        let mut lines = Vec::new();
        for (page, sheet) in (1..).zip(text.split('\u{c}')) {
            for (line, text) in (1..).zip(sheet.split('\n')) {
                if lines.len() < MOST_LINES {
                    let text = text.trim_end().chars().take(MOST_IN_LINE).collect();
                    lines.push((text, Place { page, line }));
                }
            }
        }
        Sheet::of(lines)
    }

    fn of(numbered: Vec<(String, Place)>) -> Sheet {
        let mut flow = String::new();
        let mut starts = Vec::with_capacity(numbered.len());
        for (line, _) in &numbered {
            starts.push(flow.len());
            for word in line.split_whitespace() {
                flow.push_str(word);
                flow.push(' ');
            }
        }
        flow.truncate(flow.trim_end().len());
        let (lines, places) = numbered.into_iter().unzip();
        Sheet { lines, places, flow, starts }
    }

    /// The paper in the lines `from..to`.
    pub(super) fn part(&self, from: usize, to: usize) -> Sheet {
        let lines = self.lines.iter().zip(&self.places).take(to).skip(from);
        Sheet::of(lines.map(|(line, place)| (line.clone(), *place)).collect())
    }

    /// Pages of the file this paper has lines on.
    pub(super) fn pages(&self) -> u32 {
        let page = |place: Option<&Place>| place.map_or(1, |p| p.page);
        page(self.places.last()).saturating_sub(page(self.places.first())).saturating_add(1)
    }

    /// Where a line stands in the file.
    pub(super) fn place(&self, at: usize) -> Place {
        self.places.get(at).copied().unwrap_or_default()
    }

    /// Is this the first line of a page?
    pub(super) fn opens_page(&self, at: usize) -> bool {
        self.places.get(at).is_some_and(|place| place.line == 1)
    }

    /// The trimmed line, empty past the end.
    pub(super) fn line(&self, at: usize) -> &str {
        self.lines.get(at).map(|line| line.trim()).unwrap_or_default()
    }

    /// The line that holds this byte of the flow.
    pub(super) fn line_of(&self, flow: usize) -> usize {
        self.starts.partition_point(|start| *start <= flow).saturating_sub(1)
    }

    /// Where line `at` begins in the flow.
    pub(super) fn start_of(&self, at: usize) -> usize {
        self.starts.get(at).copied().unwrap_or(self.flow.len()).min(self.flow.len())
    }

    /// The flowing text of a range of lines.
    pub(super) fn flow_of(&self, from: usize, to: usize) -> &str {
        let range = self.start_of(from)..self.start_of(to.max(from));
        self.flow.get(range).unwrap_or_default().trim_end()
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

/// The cells of a line with the column they begin in, in characters; a bar parts them too.
pub(super) fn placed(line: &str, gap: usize) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut cell = String::new();
    let (mut start, mut blanks) = (0, gap);
    for (at, c) in line.chars().enumerate() {
        if c == ' ' || c == '|' {
            blanks += if c == '|' { gap } else { 1 };
            continue;
        }
        if blanks >= gap {
            if !cell.is_empty() {
                found.push((start, std::mem::take(&mut cell)));
            }
            start = at;
        } else if blanks > 0 {
            cell.push(' ');
        }
        blanks = 0;
        cell.push(c);
    }
    if !cell.is_empty() {
        found.push((start, cell));
    }
    found
}

/// Mostly capital letters, as headings are.
pub(super) fn is_capitals(text: &str) -> bool {
    let small = text.chars().filter(|c| c.is_lowercase()).count();
    let large = text.chars().filter(|c| c.is_uppercase()).count();
    large >= 3 && small * 8 <= large
}
