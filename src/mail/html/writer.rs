//! Lines of text as they grow out of a document. Knows white space and what surrounds a line, no tag.
use super::page::{Line, Mark};

/// Most text that is made, bytes, and most lines.
const OUTPUT_LIMIT: usize = 2 * 1024 * 1024;
const LINE_LIMIT: usize = 200_000;

/// The lines so far and the one being written.
#[derive(Default)]
pub(super) struct Writer {
    pub(super) lines: Vec<Line>,
    line: String,
    /// What a list item puts before its first words.
    bullet: String,
    written: usize,
    /// How many `blockquote`s, old mails, merely set-in quotes, signatures and verbatim texts are open.
    pub(super) bars: usize,
    pub(super) history: usize,
    pub(super) indents: usize,
    pub(super) signatures: usize,
    pub(super) verbatim: usize,
}

/// Signs that take no room: soft hyphens, byte order marks, joiners that join nothing.
fn is_nothing(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}'
            ..='\u{2064}' | '\u{feff}'
    ) || c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}')
}

/// Browsers read the second row of control characters as windows-1252, and authors rely on it.
fn windows(c: char) -> Option<char> {
    const ROW: [char; 32] = [
        '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0',
        '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
    ];
    let at = u32::from(c).checked_sub(0x80).and_then(|at| usize::try_from(at).ok())?;
    ROW.get(at).copied().filter(|c| *c != '\0')
}

impl Writer {
    pub(super) fn text(&mut self, text: &str) {
        if self.full() {
            return;
        }
        if self.verbatim > 0 {
            return self.verbatim_text(text);
        }
        for c in text.chars() {
            match c {
                ' ' | '\t' | '\n' | '\r' | '\u{c}' => {
                    if !self.line.is_empty() && !self.line.ends_with([' ', '\t']) {
                        self.line.push(' ');
                    }
                }
                '\u{a0}' | '\u{2007}' | '\u{202f}' => self.line.push(' '),
                // A joiner after room joins nothing: mail programs fill previews with them.
                '\u{200c}' | '\u{200d}' if self.line.is_empty() || self.line.ends_with(' ') => {}
                '\u{80}'..='\u{9f}' => self.line.extend(windows(c)),
                c if is_nothing(c) => {}
                c => self.line.push(c),
            }
        }
    }

    fn verbatim_text(&mut self, text: &str) {
        for (n, line) in text.split('\n').enumerate() {
            if n > 0 {
                self.line_break();
            }
            let shown = line.chars().filter(|c| !is_nothing(*c) && *c != '\r');
            self.line.extend(shown.map(|c| if c == '\u{a0}' { ' ' } else { c }));
        }
    }

    fn full(&self) -> bool {
        self.written + self.line.len() > OUTPUT_LIMIT || self.lines.len() >= LINE_LIMIT
    }

    /// Ends the line, where one is begun.
    pub(super) fn end_line(&mut self) {
        let words = self.line.trim_end();
        if words.trim().is_empty() {
            self.line.clear();
            return;
        }
        let bullet = std::mem::take(&mut self.bullet);
        let text = if bullet.is_empty() { words.to_owned() } else { bullet + words.trim_start() };
        self.line.clear();
        self.put(text, Mark::None);
    }

    fn put(&mut self, text: String, mark: Mark) {
        if self.full() {
            return;
        }
        self.written += text.len() + 1;
        self.lines.push(Line {
            text,
            mark,
            bars: u8::try_from(self.bars.min(10)).unwrap_or(10),
            history: self.history > 0,
            indented: self.indents > 0,
            signature: self.signatures > 0,
        });
    }

    /// `br`: ends the line, leaves an empty one where none is begun.
    pub(super) fn line_break(&mut self) {
        if self.line.trim().is_empty() {
            self.line.clear();
            self.put(String::new(), Mark::None);
        } else {
            self.end_line();
        }
    }

    /// Ends the line and leaves an empty one.
    pub(super) fn paragraph(&mut self) {
        self.end_line();
        if self.lines.last().is_some_and(|l| !l.text.is_empty()) {
            self.put(String::new(), Mark::None);
        }
    }

    pub(super) fn mark(&mut self, mark: Mark) {
        self.end_line();
        self.put(String::new(), mark);
    }

    pub(super) fn bullet(&mut self, bullet: String) {
        self.end_line();
        self.bullet = bullet;
    }

    /// An item without words leaves no bullet behind.
    pub(super) fn end_item(&mut self) {
        self.end_line();
        self.bullet.clear();
    }

    /// Where the writing stands: number of lines, and bytes in the one begun.
    pub(super) fn place(&self) -> (usize, usize) {
        (self.lines.len(), self.line.len())
    }

    /// What was written since `place`, where it is still in the line begun.
    pub(super) fn since(&self, place: (usize, usize)) -> Option<&str> {
        (place.0 == self.lines.len()).then(|| self.line.get(place.1..).unwrap_or_default())
    }

    /// A word of its own after what stands in the line.
    pub(super) fn word(&mut self, word: &str) {
        if !self.line.is_empty() && !self.line.ends_with([' ', '\t', '(']) {
            self.line.push(' ');
        }
        self.text(word);
    }

    /// Puts the cells of one table row, which begin at the given lines, into one line, where each
    /// but the last has one line at most. Otherwise they stay one below the other.
    pub(super) fn join_row(&mut self, cells: &[usize]) {
        let Some(first) = cells.first().copied() else { return };
        let row = self.lines.get(first..).unwrap_or_default();
        if row.iter().any(|l| l.mark != Mark::None) {
            return;
        }
        let mut filled = 0;
        let mut crowded = 0;
        for (at, begin) in cells.iter().enumerate() {
            let end = cells.get(at + 1).copied().unwrap_or(self.lines.len());
            let lines = self.lines.get(*begin..end).unwrap_or_default();
            let count = lines.iter().filter(|l| !l.text.is_empty()).count();
            // Only the last filled cell may have several lines.
            if count > 0 && crowded > 1 {
                return;
            }
            crowded = crowded.max(count);
            filled += usize::from(count > 0);
        }
        if filled < 2 {
            return;
        }
        let row = self.lines.split_off(first);
        let mut joined: Vec<Line> = Vec::new();
        let mut starts = cells.iter().skip(1).peekable();
        let mut fresh = false;
        for (at, line) in row.into_iter().enumerate() {
            while starts.peek().is_some_and(|begin| **begin <= first + at) {
                starts.next();
                fresh = true;
            }
            if line.text.is_empty() {
                continue;
            }
            match joined.last_mut() {
                Some(last) if fresh => {
                    last.text.push('\t');
                    last.text.push_str(&line.text);
                }
                _ => joined.push(line),
            }
            fresh = false;
        }
        self.lines.append(&mut joined);
    }
}
