//! Content that is wrapped in something that is no MIME: Outlook's containers, signatures, old
//! encodings within text. Each decoder is total, bounded and linear. Knows no meaning of a paper.
use super::mime::Leaf;
use letter::Letter;
use std::borrow::Cow;

mod codepage;
mod flowed;
mod letter;
mod mapi;
mod reader;
mod rtf;
mod tnef;
mod uu;

pub(crate) use flowed::unfolded;
pub(crate) use uu::decoded as uudecoded;

/// What a leaf turned out to be the wrapping of.
#[derive(Default)]
pub(crate) struct Opened {
    /// A whole MIME entity (fields, blank line, body) that takes the place of the leaf.
    pub entity: Option<Vec<u8>>,
    /// Leaves that take its place; `level` and `alternative` are counted from the leaf's own.
    pub pieces: Vec<Piece>,
    /// The leaf stays beside what was in it.
    pub keep: bool,
    /// Where files within came from, for people.
    pub origin: Option<String>,
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
        let origin = leaf.name.clone().unwrap_or_else(|| "winmail.dat".to_owned());
        return outlook(tnef::read(&leaf.body, room)?, "application/ms-tnef", origin);
    }
    if leaf.declared == "text/plain" && leaf.disposition.as_deref() != Some("attachment") {
        return in_text(leaf, room);
    }
    None
}

/// A letter of Outlook. A broken container stays as a file, its content beside it.
fn outlook(letter: Letter, container: &str, origin: String) -> Option<Opened> {
    let keep = letter.cut;
    let defects = if letter.cut { vec![CUT] } else { Vec::new() };
    Some(Opened {
        pieces: letter.pieces(container),
        keep,
        origin: Some(origin),
        defects,
        ..Opened::default()
    })
}

/// What stands within the words of a text: armour of signatures, encoded files.
fn in_text(leaf: &Leaf<'_>, room: usize) -> Option<Opened> {
    let found = uu::extract(&leaf.body, room)?;
    let mut pieces = vec![same(leaf, found.text)];
    pieces.extend(found.files.into_iter().map(|(name, bytes)| Piece {
        leaf: Leaf {
            declared: "application/octet-stream".to_owned(),
            name: Some(name).filter(|n| !n.is_empty()),
            disposition: Some("attachment".to_owned()),
            body: Cow::Owned(bytes),
            ..Leaf::default()
        },
        message: false,
    }));
    Some(Opened { pieces, ..Opened::default() })
}

/// The leaf with another body.
fn same(leaf: &Leaf<'_>, body: Vec<u8>) -> Piece {
    let leaf = Leaf {
        declared: leaf.declared.clone(),
        charset: leaf.charset.clone(),
        name: leaf.name.clone(),
        disposition: leaf.disposition.clone(),
        content_id: leaf.content_id.clone(),
        body: Cow::Owned(body),
        aside: leaf.aside,
        first: leaf.first,
        alone: leaf.alone,
        flowed: leaf.flowed,
        ..Leaf::default()
    };
    Piece { leaf, message: false }
}
