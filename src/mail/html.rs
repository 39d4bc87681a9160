//! HTML to readable text: tables come row by row, links with their targets, what is hidden stays hidden,
//! old mail and signatures are told by the marks of mail programs. Knows markup, nothing of what is written.
//!
//! Total and linear: the tokenizer is the WHATWG's (`html5gum`), no tree is built; of each open element
//! a few bytes are remembered, so depth costs nothing more.
mod close;
mod element;
mod link;
mod list;
mod marks;
mod page;
mod style;
mod tokens;
mod writer;

use element::{Kind, OTHER, SYMBOLS, Symbol, look_up};
use list::List;
use marks::{Border, Role, border, role};
use page::Mark;
pub(crate) use page::Page;
use style::{Sight, sight};
use tokens::{Piece, Tag, pieces};
use writer::Writer;

/// Most bytes of HTML that are read.
const INPUT_LIMIT: usize = 4 * 1024 * 1024;

/// Where a document may name its character set, bytes.
const META_LIMIT: usize = 4096;
/// Most pictures whose words are remembered.
const PICTURE_LIMIT: usize = 50;

/// Reads a document; total.
pub(crate) fn read(html: &str) -> Page {
    let mut end = html.len().min(INPUT_LIMIT);
    while !html.is_char_boundary(end) {
        end -= 1;
    }
    let html = html.get(..end).unwrap_or_default();
    // The tokenizer's places are those of a text with plain line ends.
    let plain = html.contains('\r').then(|| html.replace("\r\n", "\n"));
    let mut walker = Walker::new();
    for piece in pieces(plain.as_deref().unwrap_or(html)) {
        match piece {
            Piece::Open(tag) => walker.open(&tag),
            Piece::Close(name) => walker.close(&name),
            Piece::Text(text) => walker.text(&text),
        }
    }
    walker.done()
}

/// The character set that a document names itself in a `meta` element near its beginning, for mails
/// that declare none (WHATWG HTML 13.2.3.2). A set of wide characters could not be read here at all.
pub(crate) fn named_charset(bytes: &[u8]) -> Option<String> {
    let plain = |byte: &u8| if byte.is_ascii() { char::from(*byte) } else { ' ' };
    let head: String = bytes.iter().take(META_LIMIT).map(plain).collect();
    let named = pieces(&head).find_map(|piece| match piece {
        Piece::Open(tag) if tag.name() == b"meta" => {
            let own = tag.get("charset").trim().to_ascii_lowercase();
            let content = tag.get("content").to_ascii_lowercase();
            let told = content.split_once("charset=").map_or("", |(_, name)| name);
            let told = told.split([';', ' ', '"', '\'']).next().unwrap_or_default();
            Some(if own.is_empty() { told.to_owned() } else { own }).filter(|name| !name.is_empty())
        }
        _ => None,
    });
    named.filter(|name| !name.starts_with("utf-16") && !name.starts_with("utf-32"))
}

/// An element that is open.
struct Open {
    symbol: Symbol,
    kind: Kind,
    role: Role,
    hidden: bool,
    /// What it says of the size of letters, and what held before.
    sizeless: Option<(bool, bool)>,
    link: Option<Box<(String, (usize, usize))>>,
    /// An inline element whose end came while a block inside it was open.
    ended: bool,
    /// It was met where it is seen, so that what it began has to end.
    shown: bool,
}

/// An open table: its place, and the cells of the row being read by the lines they begin at.
struct Table {
    place: usize,
    row: Option<Vec<usize>>,
    /// The row holds a table of its own.
    nested: bool,
}

/// An open wrapper of an old mail: its place, its first line, whether its quote is over.
struct Container {
    place: usize,
    line: usize,
    over: bool,
}

struct Walker {
    writer: Writer,
    stack: Vec<Open>,
    /// Places in the stack by symbol, and of blocks and barriers.
    places: Vec<Vec<usize>>,
    blocks: Vec<usize>,
    barriers: Vec<usize>,
    lists: Vec<(usize, List)>,
    tables: Vec<Table>,
    containers: Vec<Container>,
    /// Words for pictures that stand outside links.
    pictures: Vec<String>,
    hidden: usize,
    sizeless: bool,
}

impl Walker {
    fn new() -> Walker {
        Walker {
            writer: Writer::default(),
            stack: Vec::new(),
            places: vec![Vec::new(); SYMBOLS],
            blocks: Vec::new(),
            barriers: Vec::new(),
            lists: Vec::new(),
            tables: Vec::new(),
            containers: Vec::new(),
            pictures: Vec::new(),
            hidden: 0,
            sizeless: false,
        }
    }

    fn done(mut self) -> Page {
        while !self.stack.is_empty() {
            self.pop();
        }
        self.writer.end_line();
        if self.writer.lines.iter().all(|line| line.text.is_empty()) {
            for words in std::mem::take(&mut self.pictures) {
                self.writer.text(&format!("[{words}]"));
                self.writer.end_line();
            }
        }
        Page { lines: self.writer.lines }
    }

    fn text(&mut self, text: &str) {
        if self.hidden == 0 && !self.sizeless {
            self.writer.text(text);
        }
    }

    fn open(&mut self, tag: &Tag) {
        let (symbol, kind) = look_up(tag.name());
        if self.hidden > 0 {
            if !matches!(kind, Kind::Void | Kind::Ignored) && !self.foreign_void(symbol, tag) {
                self.push(Open {
                    symbol,
                    kind,
                    role: Role::Plain,
                    hidden: false,
                    sizeless: None,
                    link: None,
                    ended: false,
                    shown: false,
                });
            }
            return;
        }
        match kind {
            Kind::Void => self.void(tag),
            Kind::Ignored => {}
            _ if self.foreign_void(symbol, tag) => {}
            _ => self.element(tag, symbol, kind),
        }
    }

    /// `<o:p/>` and its like: names of other vocabularies keep their own way to end at once.
    fn foreign_void(&self, symbol: Symbol, tag: &Tag) -> bool {
        symbol == OTHER && tag.self_closing()
    }

    fn void(&mut self, tag: &Tag) {
        match tag.name() {
            b"br" => self.writer.line_break(),
            b"hr" => {
                let mark = match border(tag) {
                    Some(Border::Sure) => Mark::Border,
                    Some(Border::Likely) => Mark::LikelyBorder,
                    None => Mark::Rule,
                };
                self.writer.paragraph();
                self.writer.mark(mark);
            }
            b"img" => {
                let hidden = sight(&tag.get("style")).hidden;
                let words = link::picture(&tag.get("alt"), &tag.get("width"), &tag.get("height"));
                if let Some(words) = words.filter(|_| !hidden && !self.sizeless) {
                    self.picture(words);
                }
            }
            _ => {}
        }
    }

    /// Words for a picture are read in a link, whose words they are, and where they are a sign. Others
    /// are kept for a document that has no words at all.
    fn picture(&mut self, words: String) {
        let linked = self.places.get(look_up(b"a").0).is_some_and(|places| !places.is_empty());
        if linked || link::is_sign(&words) {
            self.writer.text(&words);
        } else if self.pictures.len() < PICTURE_LIMIT {
            self.pictures.push(words);
        }
    }

    fn element(&mut self, tag: &Tag, symbol: Symbol, kind: Kind) {
        self.end_implied(kind);
        let Sight { hidden, sizeless } =
            if tag.has("style") { sight(&tag.get("style")) } else { Sight::default() };
        let hidden = hidden || kind == Kind::Hidden || tag.has("hidden");
        let role =
            if hidden || kind == Kind::Link { Role::Plain } else { role(tag, kind == Kind::Quote) };
        if !hidden {
            self.begin(tag, kind, role);
        }
        let link = (kind == Kind::Link && tag.has("href"))
            .then(|| Box::new((tag.get("href").into_owned(), self.writer.place())));
        let sizeless = sizeless.map(|now| (now, std::mem::replace(&mut self.sizeless, now)));
        self.push(Open {
            symbol,
            kind,
            role,
            hidden,
            sizeless,
            link,
            ended: false,
            shown: !hidden,
        });
        if kind == Kind::List && !hidden {
            let ordered = tag.name() == b"ol";
            self.lists.push((
                self.stack.len() - 1,
                List::new(ordered, &tag.get("type"), &tag.get("start")),
            ));
        }
    }

    /// What the beginning of a visible element does to the lines.
    fn begin(&mut self, tag: &Tag, kind: Kind, role: Role) {
        match kind {
            Kind::Paragraph | Kind::Verbatim => self.writer.paragraph(),
            Kind::List if self.lists.is_empty() => self.writer.paragraph(),
            Kind::Row => self.end_row(),
            Kind::Block | Kind::Quote | Kind::List => self.writer.end_line(),
            Kind::Table => {
                self.writer.end_line();
                if let Some(outer) = self.tables.last_mut() {
                    outer.nested = true;
                } else {
                    self.writer.paragraph();
                }
            }
            Kind::Cell => {
                self.writer.end_line();
                if self.tables.last().is_some_and(|t| t.row.is_none()) {
                    self.end_row();
                }
                let line = self.writer.lines.len();
                if let Some(table) = self.tables.last_mut() {
                    table.row.get_or_insert_default().push(line);
                }
            }
            Kind::Item => {
                let depth = self.lists.len().clamp(1, 10);
                let sign = match self.lists.last_mut() {
                    Some((_, list)) => list.sign(&tag.get("value")),
                    None => "- ".to_owned(),
                };
                self.writer.bullet("  ".repeat(depth - 1) + &sign);
            }
            _ => {}
        }
        if !kind.is_inline() {
            match border(tag) {
                Some(Border::Sure) => self.writer.mark(Mark::Border),
                Some(Border::Likely) => self.writer.mark(Mark::LikelyBorder),
                None => {}
            }
        }
        match role {
            Role::Plain => {}
            Role::History | Role::Container if matches!(kind, Kind::Block | Kind::Paragraph) => {
                self.writer.paragraph();
            }
            _ => self.writer.end_line(),
        }
    }

    /// Remembers an element, and counts what it opens.
    fn push(&mut self, open: Open) {
        let place = self.stack.len();
        if let Some(places) = self.places.get_mut(open.symbol) {
            places.push(place);
        }
        if !open.kind.is_inline() {
            self.blocks.push(place);
        }
        if open.kind.is_barrier() {
            self.barriers.push(place);
        }
        match open.kind {
            Kind::Quote if open.shown => self.writer.bars += usize::from(open.role != Role::Plain),
            Kind::Verbatim if open.shown => self.writer.verbatim += 1,
            Kind::Table if open.shown => {
                self.tables.push(Table { place, row: None, nested: false });
            }
            _ => {}
        }
        match open.role {
            Role::History => self.writer.history += 1,
            Role::Indent => self.writer.indents += 1,
            Role::Signature => self.writer.signatures += 1,
            Role::Container => {
                self.writer.history += 1;
                let line = self.writer.lines.len();
                self.containers.push(Container { place, line, over: false });
            }
            Role::Plain => {}
        }
        self.hidden += usize::from(open.hidden);
        self.stack.push(open);
    }
}

#[cfg(test)]
mod tests;
