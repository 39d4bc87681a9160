//! What is kept while an ODT is walked through: text, lists, what is to be remarked. Knows no element.
use super::super::blocks::{Block, Budget, Paragraph};
use super::super::looks::RunLook;
use super::super::remarks::{HIDDEN, LINKED};
use super::super::symbols;
use super::lists::{Counters, Open};
use super::styles::{Style, Styles};

/// Twips: 8 centimetres.
const PAGE_LIKE: i32 = 4_535;
const MOST_PICTURES: usize = 30;
const MOST_PAGES: u32 = 2_000;

/// The walk through a document.
pub(super) struct Walk<'a> {
    pub(super) styles: &'a Styles,
    pub(super) counters: Counters,
    pub(super) lists: Vec<Open>,
    pub(super) budget: Budget,
    pub(super) remarks: Vec<&'static str>,
    pub(super) pictures: Vec<String>,
    /// Page styles, and before which block each begins.
    pub(super) masters: Vec<(usize, String)>,
    pub(super) rendered: u32,
    /// Tables and boxes around the place that is read.
    pub(super) inside: usize,
}

/// One paragraph while it is read.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) style: Style,
    pub(super) above: Vec<Block>,
    pub(super) below: Vec<Block>,
    pub(super) breaks_after: bool,
}

impl<'a> Walk<'a> {
    pub(super) fn new(styles: &'a Styles) -> Walk<'a> {
        Walk {
            styles,
            counters: Counters::default(),
            lists: Vec::new(),
            budget: Budget::default(),
            remarks: Vec::new(),
            pictures: Vec::new(),
            masters: Vec::new(),
            rendered: 0,
            inside: 0,
        }
    }

    pub(super) fn remark(&mut self, what: &'static str) {
        if !self.remarks.contains(&what) {
            self.remarks.push(what);
        }
    }

    pub(super) fn count_page(&mut self) {
        self.rendered = (self.rendered + 1).min(MOST_PAGES);
    }

    /// Text of the XML: runs of white space are one blank, none begins a paragraph.
    pub(super) fn show(&mut self, line: &mut Line, look: &RunLook, text: &str) {
        if self.unseen(line, look) {
            if !text.trim().is_empty() {
                self.remark(HIDDEN);
            }
            return;
        }
        if !self.budget.text(text.len()) {
            return;
        }
        let font = look.font.as_deref().unwrap_or_default();
        let drawn = symbols::is_symbols(font);
        let mut seen = String::with_capacity(text.len());
        for c in text.chars() {
            if matches!(c, ' ' | '\t' | '\n' | '\r') {
                let last = seen.chars().next_back().or_else(|| line.text.chars().next_back());
                if last.is_some_and(|l| l != ' ' && l != '\n' && l != '\t') {
                    seen.push(' ');
                }
            } else if drawn {
                seen.extend(symbols::shown(font, c.into()));
            } else if c != '\u{ad}' {
                seen.extend(symbols::private(c));
            }
        }
        line.text.push_str(&if look.capitals == Some(true) { seen.to_uppercase() } else { seen });
    }

    /// Blanks, tabs and breaks that have elements of their own.
    pub(super) fn mark(&mut self, line: &mut Line, mark: char, times: usize) {
        if self.budget.text(times) {
            line.text.extend(std::iter::repeat_n(mark, times));
        }
    }

    fn unseen(&self, line: &Line, look: &RunLook) -> bool {
        let ground = look.shaded == Some(true)
            || line.style.paragraph.shaded == Some(true)
            || self.inside > 0;
        look.hidden == Some(true)
            || look.tiny == Some(true)
            || (look.white == Some(true) && !ground)
    }

    /// Keeps a picture that covers a good part of its page.
    pub(super) fn picture(&mut self, part: &str, width: i32, height: i32) {
        let far = part.contains("://") || part.starts_with("..") || part.starts_with('/');
        if far {
            self.remark(LINKED);
            return;
        }
        let part = part.trim_start_matches("./").to_string();
        let large = width >= PAGE_LIKE && height >= PAGE_LIKE;
        let unknown = width == 0 || height == 0;
        if (large || unknown)
            && !self.pictures.contains(&part)
            && self.pictures.len() < MOST_PICTURES
        {
            self.pictures.push(part);
        }
    }

    /// A paragraph is at its end: number, breaks, text boxes and text go out.
    pub(super) fn finish(&mut self, mut line: Line, out: &mut Vec<Block>) {
        let mut look = line.style.paragraph.clone();
        let mut number = String::new();
        if let Some(open) = self.lists.last_mut()
            && let Some(style) = self.styles.lists.get(&open.style)
        {
            look = style.look(open.level).over(&look);
            if std::mem::take(&mut open.waiting) {
                number = self.counters.next(open, style);
                open.start = None;
            } else {
                look.first = None;
            }
        }
        if self.inside == 0 {
            if line.style.master.is_some() || look.break_before == Some(true) {
                out.push(Block::PageBreak);
            }
            if let Some(master) = line.style.master.take() {
                self.masters.push((out.len(), master));
            }
        }
        out.append(&mut line.above);
        let text = line.text.trim_end_matches(' ');
        let text = if text.trim().is_empty() { String::new() } else { number + text };
        if self.budget.block() {
            out.push(Block::Paragraph(Paragraph { text, look: look.shape() }));
        }
        out.append(&mut line.below);
        if line.breaks_after && self.inside == 0 {
            out.push(Block::PageBreak);
        }
    }
}
