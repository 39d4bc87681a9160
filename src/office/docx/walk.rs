//! What is kept while a DOCX is walked through: text, counters, what is to be remarked. Knows no element.
use super::super::blocks::{Block, Budget, Look, Paragraph};
use super::super::looks::{ParaLook, RunLook};
use super::super::remarks::LINKED;
use super::numbering::Numbering;
use super::props::{Ends, Section};
use super::rels::Relations;
use super::styles::Styles;

/// English metric units: 360,000 are a centimetre.
const PAGE_LIKE: i64 = 8 * 360_000;
const MOST_PICTURES: usize = 30;
/// Page breaks that are counted.
const MOST_PAGES: u32 = 2_000;

/// A field that is open: `{ INSTRUCTION | RESULT }`.
#[derive(Clone, Debug, Default)]
pub(super) struct Field {
    pub(super) instruction: String,
    pub(super) shows: bool,
}

/// A picture that is shown, by its part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shown {
    pub(super) part: String,
}

/// The walk through a document.
pub(super) struct Walk<'a> {
    pub(super) styles: &'a mut Styles,
    pub(super) numbering: &'a mut Numbering,
    pub(super) relations: &'a Relations,
    pub(super) budget: Budget,
    pub(super) remarks: Vec<&'static str>,
    pub(super) pictures: Vec<Shown>,
    /// Sections that have ended, and before which block the next one begins.
    pub(super) sections: Vec<(usize, Section)>,
    pub(super) fields: Vec<Field>,
    /// Pages that Word began when it last showed the document.
    pub(super) rendered: u32,
    /// Tables around the place that is read.
    pub(super) tables: usize,
    /// Text whose paragraph goes on in the next one.
    carried: Option<String>,
    /// Style of the paragraph before.
    last_style: Option<String>,
}

/// One paragraph while it is read.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) own: ParaLook,
    pub(super) ends: Ends,
    /// What the paragraph's style says of letters.
    pub(super) letters: RunLook,
    pub(super) shaded: bool,
    /// Text boxes: those over the paragraph, and those under it.
    pub(super) above: Vec<Block>,
    pub(super) below: Vec<Block>,
    pub(super) breaks_after: bool,
}

impl<'a> Walk<'a> {
    pub(super) fn new(
        styles: &'a mut Styles,
        numbering: &'a mut Numbering,
        relations: &'a Relations,
    ) -> Walk<'a> {
        Walk {
            styles,
            numbering,
            relations,
            budget: Budget::default(),
            remarks: Vec::new(),
            pictures: Vec::new(),
            sections: Vec::new(),
            fields: Vec::new(),
            rendered: 0,
            tables: 0,
            carried: None,
            last_style: None,
        }
    }

    pub(super) fn remark(&mut self, what: &'static str) {
        if !self.remarks.contains(&what) {
            self.remarks.push(what);
        }
    }

    /// Adds to a line what may still be kept.
    pub(super) fn write(&mut self, line: &mut Line, text: &str) {
        if self.budget.text(text.len()) {
            line.text.push_str(text);
        }
    }

    pub(super) fn count_page(&mut self) {
        self.rendered = (self.rendered + 1).min(MOST_PAGES);
    }

    /// Keeps a picture that covers a good part of its page.
    pub(super) fn picture(&mut self, id: &str, width: i64, height: i64) {
        let Some(relation) = self.relations.get(id) else { return };
        if relation.external {
            self.remark(LINKED);
            return;
        }
        let unknown = width == 0 || height == 0;
        let large = width >= PAGE_LIKE && height >= PAGE_LIKE;
        let shown = Shown { part: relation.target.clone() };
        if (large || unknown)
            && !self.pictures.contains(&shown)
            && self.pictures.len() < MOST_PICTURES
        {
            self.pictures.push(shown);
        }
    }

    /// A paragraph is at its end: number, page breaks, text boxes and text go out.
    pub(super) fn finish(&mut self, mut line: Line, out: &mut Vec<Block>) {
        let style = line.own.style.clone();
        let (base, _) = self.styles.of(style.as_deref());
        let Ends { joined, section } = std::mem::take(&mut line.ends);
        let own_list = line.own.list.is_some();
        let list = line.own.list.or(base.list).filter(|list| *list > 0 && !joined);
        let level = line.own.level.or(base.level);
        let number = list.and_then(|list| self.numbering.next(list, level, style.as_deref()));
        // What a list says of indents is nearer than the style, if the paragraph itself names the list.
        let own = std::mem::take(&mut line.own);
        let full = match &number {
            Some(number) if own_list => own.over(&number.look).over(&base),
            Some(number) => own.over(&base).over(&number.look),
            None => own.over(&base),
        };
        let carried = self.carried.take().unwrap_or_default();
        let text = match number {
            Some(number) if !line.text.trim().is_empty() => number.text + &carried + &line.text,
            _ => carried + &line.text,
        };
        if joined {
            self.carried = Some(text);
            out.append(&mut line.above);
            out.append(&mut line.below);
            return;
        }
        let mut look = full.shape();
        if full.contextual == Some(true) && style == self.last_style {
            look.before = 0;
        }
        self.last_style = style;
        if full.break_before == Some(true) && self.tables == 0 {
            out.push(Block::PageBreak);
        }
        out.append(&mut line.above);
        self.split(&text, &look, out);
        out.append(&mut line.below);
        if line.breaks_after && self.tables == 0 {
            out.push(Block::PageBreak);
        }
        if let Some(section) = section
            && self.tables == 0
        {
            self.sections.push((out.len(), section));
        }
    }

    /// The text with the page breaks in it.
    fn split(&mut self, text: &str, look: &Look, out: &mut Vec<Block>) {
        for (n, piece) in text.split('\u{c}').enumerate() {
            if n > 0 {
                out.push(Block::PageBreak);
                if piece.is_empty() {
                    continue;
                }
            }
            if self.budget.block() {
                let look = look.clone();
                out.push(Block::Paragraph(Paragraph { text: piece.to_string(), look }));
            }
        }
    }

    /// What was carried on to a paragraph that never came.
    pub(super) fn flush(&mut self, out: &mut Vec<Block>) {
        if let Some(text) = self.carried.take().filter(|t| !t.is_empty()) {
            self.split(&text, &Look::default(), out);
        }
    }
}
