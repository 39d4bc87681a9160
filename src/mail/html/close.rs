//! The ends of elements, written or implied, and what they do to the lines. Knows nesting, no mail program.
use super::element::{Kind, look_up};
use super::link;
use super::marks::Role;
use super::{Open, Walker};

impl Walker {
    /// Ends what the beginning of such an element ends without a word: paragraphs, items, cells, rows.
    pub(super) fn end_implied(&mut self, kind: Kind) {
        if kind.ends_paragraph() {
            self.end_last(b"p", self.barriers.last().copied());
        }
        let table = self.tables.last().map(|t| t.place);
        match kind {
            Kind::Item => self.end_last(b"li", self.lists.last().map(|(place, _)| *place)),
            Kind::Cell | Kind::Row => {
                self.end_last(b"td", table);
                self.end_last(b"th", table);
                if kind == Kind::Row {
                    self.end_last(b"tr", table);
                }
            }
            Kind::Link => self.end_last(b"a", self.barriers.last().copied()),
            _ => {}
        }
    }

    /// Ends the last open element of that name, if it lies within `border`.
    fn end_last(&mut self, name: &[u8], border: Option<usize>) {
        let (symbol, kind) = look_up(name);
        let last = self.places.get(symbol).and_then(|places| places.last()).copied();
        if let Some(place) = last.filter(|place| border.is_none_or(|border| *place > border)) {
            self.end_at(place, kind);
        }
    }

    /// An end tag.
    pub(super) fn close(&mut self, name: &[u8]) {
        let (symbol, kind) = look_up(name);
        let border = match kind {
            Kind::Void if name == b"br" && self.hidden == 0 => return self.writer.line_break(),
            Kind::Void | Kind::Ignored => return,
            Kind::Table => None,
            Kind::Cell | Kind::Row => {
                self.places.get(look_up(b"table").0).and_then(|places| places.last()).copied()
            }
            _ => self.barriers.last().copied(),
        };
        match self.places.get(symbol).and_then(|places| places.last()).copied() {
            Some(place) if border.is_none_or(|border| place > border) => self.end_at(place, kind),
            None if name == b"p" && self.hidden == 0 => self.writer.paragraph(),
            _ => {}
        }
    }

    fn end_at(&mut self, place: usize, kind: Kind) {
        let around_block = self.blocks.last().is_some_and(|block| *block > place);
        if kind.is_inline() && around_block {
            // Wrongly nested: the block inside stays open.
            let Some(open) = self.stack.get_mut(place) else { return };
            open.ended = true;
            let over = Open {
                role: std::mem::take(&mut open.role),
                hidden: std::mem::take(&mut open.hidden),
                sizeless: open.sizeless.take(),
                link: open.link.take(),
                ..*open
            };
            if let Some(places) = self.places.get_mut(over.symbol) {
                places.pop();
            }
            self.finish(over, place);
            return;
        }
        while self.stack.len() > place {
            self.pop();
        }
    }

    pub(super) fn pop(&mut self) {
        let Some(open) = self.stack.pop() else { return };
        let place = self.stack.len();
        let drop_last = |places: &mut Vec<usize>| {
            if places.last() == Some(&place) {
                places.pop();
            }
        };
        if let Some(places) = self.places.get_mut(open.symbol) {
            drop_last(places);
        }
        drop_last(&mut self.blocks);
        drop_last(&mut self.barriers);
        if !open.ended {
            self.finish(open, place);
        }
    }

    /// What the end of an element does.
    fn finish(&mut self, open: Open, place: usize) {
        self.hidden -= usize::from(open.hidden);
        if let Some((_, before)) = open.sizeless {
            self.sizeless = before;
        }
        if !open.shown {
            if self.hidden == 0 && !open.hidden && !open.kind.is_inline() {
                self.writer.end_line();
            }
            return;
        }
        if let Some(link) = open.link {
            self.end_link(&link.0, link.1);
        }
        if open.role != Role::Plain {
            self.writer.end_line();
        }
        match open.kind {
            Kind::Paragraph => self.writer.paragraph(),
            Kind::Block | Kind::Cell => self.writer.end_line(),
            Kind::Item => self.writer.end_item(),
            Kind::Row => self.end_row(),
            Kind::Verbatim => {
                self.writer.paragraph();
                self.writer.verbatim -= 1;
            }
            Kind::Quote => {
                self.writer.end_line();
                self.writer.bars -= usize::from(open.role != Role::Plain);
                self.end_quote(place);
            }
            Kind::List => {
                self.writer.end_line();
                self.lists.pop();
                if self.lists.is_empty() {
                    self.writer.paragraph();
                }
            }
            Kind::Table => {
                self.end_row();
                self.tables.pop();
                if self.tables.is_empty() {
                    self.writer.paragraph();
                }
            }
            _ => {}
        }
        self.end_role(open.role);
    }

    fn end_role(&mut self, role: Role) {
        match role {
            Role::History => self.writer.history -= 1,
            Role::Indent => self.writer.indents -= 1,
            Role::Signature => self.writer.signatures -= 1,
            Role::Container => {
                let over = self.containers.pop().is_some_and(|container| container.over);
                self.writer.history -= usize::from(!over);
            }
            Role::Plain => {}
        }
    }

    /// After the first quote in a wrapper answers may follow, unless the wrapper holds a forwarded mail.
    fn end_quote(&mut self, place: usize) {
        let lines = &self.writer.lines;
        let Some(container) = self.containers.last_mut().filter(|c| !c.over && c.place < place)
        else {
            return;
        };
        let first = lines.get(container.line..).into_iter().flatten().find(|l| !l.text.is_empty());
        if !first.is_some_and(|l| l.text.starts_with("---")) {
            container.over = true;
            self.writer.history -= 1;
        }
    }

    pub(super) fn end_row(&mut self) {
        self.writer.end_line();
        let Some(table) = self.tables.last_mut() else { return };
        let row = table.row.take();
        if let Some(cells) = row.filter(|cells| cells.len() > 1 && !table.nested) {
            self.writer.join_row(&cells);
        }
        table.nested = false;
    }

    fn end_link(&mut self, href: &str, place: (usize, usize)) {
        // Words in lines already ended count as shown.
        let shown = self.writer.since(place).unwrap_or("-").to_owned();
        if let Some(target) = link::target(href, &shown) {
            self.writer.word(&target);
        }
    }
}
