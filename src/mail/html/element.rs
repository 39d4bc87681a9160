//! What the elements of HTML do to the lines of a text. Knows names only, no attribute.

/// What an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Goes on in the line.
    Inline,
    /// Begins and ends a line.
    Block,
    /// Has an empty line before and after.
    Paragraph,
    /// Its content is never shown.
    Hidden,
    /// As written, line by line.
    Verbatim,
    Quote,
    List,
    Item,
    Table,
    Row,
    Cell,
    Link,
    /// Stands alone: has no content and no end.
    Void,
    /// Has neither meaning nor end worth remembering.
    Ignored,
}

/// Number of an element in [`ELEMENTS`]; the last one stands for all others.
pub(super) type Symbol = usize;

/// Sorted by name.
const ELEMENTS: [(&[u8], Kind); 97] = [
    (b"a", Kind::Link),
    (b"abbr", Kind::Inline),
    (b"address", Kind::Block),
    (b"applet", Kind::Hidden),
    (b"area", Kind::Void),
    (b"article", Kind::Block),
    (b"aside", Kind::Block),
    (b"audio", Kind::Hidden),
    (b"b", Kind::Inline),
    (b"base", Kind::Void),
    (b"big", Kind::Inline),
    (b"blockquote", Kind::Quote),
    (b"body", Kind::Ignored),
    (b"br", Kind::Void),
    (b"button", Kind::Inline),
    (b"canvas", Kind::Hidden),
    (b"caption", Kind::Block),
    (b"center", Kind::Block),
    (b"code", Kind::Inline),
    (b"col", Kind::Void),
    (b"colgroup", Kind::Ignored),
    (b"datalist", Kind::Hidden),
    (b"dd", Kind::Block),
    (b"details", Kind::Block),
    (b"dir", Kind::List),
    (b"div", Kind::Block),
    (b"dl", Kind::Paragraph),
    (b"dt", Kind::Block),
    (b"em", Kind::Inline),
    (b"embed", Kind::Void),
    (b"fieldset", Kind::Block),
    (b"figcaption", Kind::Block),
    (b"figure", Kind::Block),
    (b"font", Kind::Inline),
    (b"footer", Kind::Block),
    (b"form", Kind::Block),
    (b"frame", Kind::Void),
    (b"frameset", Kind::Ignored),
    (b"h1", Kind::Paragraph),
    (b"h2", Kind::Paragraph),
    (b"h3", Kind::Paragraph),
    (b"h4", Kind::Paragraph),
    (b"h5", Kind::Paragraph),
    (b"h6", Kind::Paragraph),
    (b"head", Kind::Ignored),
    (b"header", Kind::Block),
    (b"hr", Kind::Void),
    (b"html", Kind::Ignored),
    (b"i", Kind::Inline),
    (b"iframe", Kind::Hidden),
    (b"img", Kind::Void),
    (b"input", Kind::Void),
    (b"ins", Kind::Inline),
    (b"legend", Kind::Block),
    (b"li", Kind::Item),
    (b"link", Kind::Void),
    (b"listing", Kind::Verbatim),
    (b"main", Kind::Block),
    (b"map", Kind::Ignored),
    (b"math", Kind::Inline),
    (b"menu", Kind::List),
    (b"meta", Kind::Void),
    (b"nav", Kind::Block),
    (b"noembed", Kind::Hidden),
    (b"noframe", Kind::Hidden),
    (b"noscript", Kind::Hidden),
    (b"object", Kind::Hidden),
    (b"ol", Kind::List),
    (b"option", Kind::Hidden),
    (b"p", Kind::Paragraph),
    (b"param", Kind::Void),
    (b"plaintext", Kind::Verbatim),
    (b"pre", Kind::Verbatim),
    (b"s", Kind::Inline),
    (b"script", Kind::Hidden),
    (b"section", Kind::Block),
    (b"select", Kind::Hidden),
    (b"small", Kind::Inline),
    (b"source", Kind::Void),
    (b"span", Kind::Inline),
    (b"strike", Kind::Inline),
    (b"strong", Kind::Inline),
    (b"style", Kind::Hidden),
    (b"svg", Kind::Hidden),
    (b"table", Kind::Table),
    (b"tbody", Kind::Ignored),
    (b"td", Kind::Cell),
    (b"template", Kind::Hidden),
    (b"textarea", Kind::Hidden),
    (b"tfoot", Kind::Ignored),
    (b"th", Kind::Cell),
    (b"thead", Kind::Ignored),
    (b"title", Kind::Hidden),
    (b"tr", Kind::Row),
    (b"u", Kind::Inline),
    (b"ul", Kind::List),
    (b"video", Kind::Hidden),
];

/// The symbol of every element that is not in the table.
pub(super) const OTHER: Symbol = ELEMENTS.len();
/// How many symbols there are.
pub(super) const SYMBOLS: usize = ELEMENTS.len() + 1;

/// The number and the kind of an element by its lower-case name.
pub(super) fn look_up(name: &[u8]) -> (Symbol, Kind) {
    match ELEMENTS.binary_search_by(|(known, _)| (*known).cmp(name)) {
        Ok(at) => (at, ELEMENTS.get(at).map_or(Kind::Inline, |(_, kind)| *kind)),
        Err(_) if matches!(name, b"wbr" | b"bgsound" | b"keygen" | b"track") => {
            (OTHER, Kind::Ignored)
        }
        Err(_) => (OTHER, Kind::Inline),
    }
}

impl Kind {
    /// Whether the element lies in the line, so that its end must not end a block.
    pub(super) fn is_inline(self) -> bool {
        matches!(self, Kind::Inline | Kind::Link)
    }

    /// Whether a stray end tag inside it may not reach what is around it.
    pub(super) fn is_barrier(self) -> bool {
        matches!(self, Kind::Cell | Kind::Table)
    }

    /// Whether its beginning ends an open paragraph.
    pub(super) fn ends_paragraph(self) -> bool {
        !matches!(self, Kind::Inline | Kind::Link | Kind::Void | Kind::Hidden | Kind::Ignored)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(ELEMENTS.is_sorted_by(|a, b| a.0 < b.0));
        assert_eq!(look_up(b"td").1, Kind::Cell);
        assert_eq!(look_up(b"o:p"), (OTHER, Kind::Inline));
    }
}
