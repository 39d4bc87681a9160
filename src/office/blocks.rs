//! A document as values: paragraphs, tables, breaks. Knows no XML and no lines.

/// Bytes of text of one document that are kept; a paper of the SOP has a few thousand.
pub(super) const MOST_TEXT: usize = 1 << 20;
/// Paragraphs, rows and cells together.
pub(super) const MOST_BLOCKS: usize = 60_000;

/// Lengths are in twips: twentieths of a point.
pub(super) type Twips = i32;

/// Where the lines of a paragraph stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Align {
    #[default]
    Left,
    Centre,
    Right,
}

/// What the text after a tab does at its stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stop {
    pub(super) at: Twips,
    pub(super) kind: Align,
}

/// How a paragraph stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) left: Twips,
    /// Of the first line, beside `left`; negative where it hangs out.
    pub(super) first: Twips,
    pub(super) align: Align,
    pub(super) stops: Vec<Stop>,
    /// Empty room over and under it.
    pub(super) before: Twips,
    pub(super) after: Twips,
}

/// Marks within the text of a paragraph: tab, line break, page break.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Paragraph {
    pub(super) text: String,
    pub(super) look: Look,
}

/// One cell; `blocks` is empty where the cell above goes on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) span: usize,
    pub(super) blocks: Vec<Block>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Row {
    /// Columns left free in front.
    pub(super) skipped: usize,
    pub(super) cells: Vec<Cell>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Table {
    /// Of each column; may be empty or wrong.
    pub(super) widths: Vec<Twips>,
    pub(super) rows: Vec<Row>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Block {
    Paragraph(Paragraph),
    Table(Table),
    PageBreak,
}

/// Counts what is kept, so that a document cannot ask for more.
#[derive(Clone, Debug, Default)]
pub(super) struct Budget {
    text: usize,
    blocks: usize,
    /// Something was left out.
    pub(super) spent: bool,
}

impl Budget {
    /// May this much text be kept?
    pub(super) fn text(&mut self, bytes: usize) -> bool {
        self.text = self.text.saturating_add(bytes);
        self.spent |= self.text > MOST_TEXT;
        self.text <= MOST_TEXT
    }

    /// May one more block be kept?
    pub(super) fn block(&mut self) -> bool {
        self.blocks += 1;
        self.spent |= self.blocks > MOST_BLOCKS;
        self.blocks <= MOST_BLOCKS
    }
}
