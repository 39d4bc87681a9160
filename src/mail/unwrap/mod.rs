//! Content that is wrapped in something that is no MIME: Outlook's containers, signatures, old
//! encodings within text. Each decoder is total, bounded and linear. Knows no meaning of a paper.
use super::mime::Leaf;

mod codepage;
mod letter;
mod mapi;
mod reader;
mod rtf;
mod tnef;

/// What a leaf turned out to be the wrapping of.
#[derive(Default)]
pub(crate) struct Opened {
    /// A whole MIME entity (fields, blank line, body) that takes the place of the leaf.
    pub entity: Option<Vec<u8>>,
    /// Leaves that take its place; `level` and `alternative` are counted from the leaf's own.
    pub pieces: Vec<Piece>,
    pub defects: Vec<&'static str>,
}

/// One thing that was unwrapped.
pub(crate) struct Piece {
    pub leaf: Leaf<'static>,
    /// A whole letter: opened like an attached mail, and kept as a file.
    pub message: bool,
}

const CUT: &str = "Berkas winmail.dat terpotong atau rusak; dibaca sejauh mungkin.";

/// Opens what is wrapped. `None`: the leaf is what it is. `room`: most bytes that may be made.
pub(crate) fn open(leaf: &Leaf<'_>, room: usize) -> Option<Opened> {
    if leaf.body.starts_with(&tnef::MAGIC) {
        return outlook(tnef::read(&leaf.body, room)?, "application/ms-tnef");
    }
    None
}

fn outlook(letter: letter::Letter, container: &str) -> Option<Opened> {
    let defects = if letter.cut { vec![CUT] } else { Vec::new() };
    let pieces = letter.pieces(container);
    Some(Opened { pieces, defects, ..Opened::default() })
}
