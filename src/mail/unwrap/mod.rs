//! Content that is wrapped in something that is no MIME: Outlook's containers, signatures, old
//! encodings within text. Each decoder is total, bounded and linear. Knows no meaning of a paper.
use super::attachment;
use super::charset;
use super::mime::Leaf;
use letter::Letter;
use std::borrow::Cow;

mod calendar;
mod cms;
mod codepage;
mod enriched;
mod flowed;
mod letter;
mod mapi;
mod pgp;
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

/// Most bytes that packed content may become.
const INFLATED_LIMIT: usize = 32 * 1024 * 1024;

const CUT: &str = "Berkas winmail.dat terpotong atau rusak; dibaca sejauh mungkin.";
const SEALED: &str = "Isi surat tersandi dan tidak dapat dibaca.";

/// Opens what is wrapped. `None`: the leaf is what it is. `room`: most bytes that may be made.
pub(crate) fn open(leaf: &Leaf<'_>, room: usize) -> Option<Opened> {
    if leaf.body.starts_with(&tnef::MAGIC) {
        let origin = leaf.name.clone().unwrap_or_else(|| "winmail.dat".to_owned());
        return outlook(tnef::read(&leaf.body, room)?, "application/ms-tnef", origin);
    }
    match leaf.declared.as_str() {
        "application/pgp-encrypted" => Some(sealed()),
        kind if kind.starts_with("text/") => {
            let attached = leaf.disposition.as_deref() == Some("attachment");
            if attached || leaf.body.len() > room { None } else { in_text(leaf, room) }
        }
        _ if is_container(leaf) => signed(leaf, room),
        _ => None,
    }
}

fn sealed() -> Opened {
    Opened { keep: true, defects: vec![SEALED], ..Opened::default() }
}

/// Whether a leaf says that it is an S/MIME container, by its type or by its name.
fn is_container(leaf: &Leaf<'_>) -> bool {
    let named = |name: &String| name.to_ascii_lowercase().ends_with(".p7m");
    matches!(leaf.declared.as_str(), "application/pkcs7-mime" | "application/x-pkcs7-mime")
        || leaf.declared.starts_with("application/") && leaf.name.as_ref().is_some_and(named)
}

/// The content of an S/MIME container: a mail's part, or a signed document.
fn signed(leaf: &Leaf<'_>, room: usize) -> Option<Opened> {
    let content = match cms::open(&leaf.body, room) {
        Some(cms::Content::Clear(content)) => content,
        Some(cms::Content::Sealed) => return Some(sealed()),
        Some(cms::Content::Nothing) => return None,
        // Outlook keeps a clear-signed mail under the same name.
        None if is_entity(&leaf.body) => leaf.body.to_vec(),
        None => return None,
    };
    if is_entity(&content) {
        return Some(Opened { entity: Some(content), ..Opened::default() });
    }
    // `surat.pdf.p7m` is a signed document; `smime.p7m` is a mail.
    let name = leaf.name.as_deref().and_then(|n| n.get(..n.len().checked_sub(4)?));
    let name = name.filter(|n| n.contains('.')).map(str::to_owned);
    let text = name.is_none() && attachment::sniff(&content, "") == "text/plain";
    let declared = if text { "text/plain" } else { "application/octet-stream" };
    let leaf = Leaf {
        declared: declared.to_owned(),
        disposition: (!text).then(|| "attachment".to_owned()),
        name,
        body: Cow::Owned(content),
        ..Leaf::default()
    };
    let pieces = vec![Piece { leaf, message: false }];
    Some(Opened { pieces, ..Opened::default() })
}

/// Whether bytes begin with fields of a mail or of its part.
fn is_entity(bytes: &[u8]) -> bool {
    let head = bytes.trim_ascii_start();
    let head = head.get(..head.len().min(40)).unwrap_or_default().to_ascii_lowercase();
    let fields: [&[u8]; 6] =
        [b"content-", b"mime-version:", b"from:", b"received:", b"subject:", b"x-"];
    fields.iter().any(|field| head.starts_with(field))
}

/// The words of an RTF file.
pub(crate) fn rtf_words(bytes: &[u8]) -> String {
    match rtf::read(bytes, 1252) {
        rtf::Words::Html(text) | rtf::Words::Plain(text) => text,
    }
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
    let decoded = || {
        let bytes = leaf.body.get(..leaf.body.len().min(charset::TEXT_LIMIT)).unwrap_or_default();
        charset::decode(bytes, leaf.charset.as_deref()).0
    };
    match leaf.declared.as_str() {
        "text/plain" => {}
        "text/enriched" => return Some(plain(leaf, enriched::enriched(&decoded()))),
        "text/richtext" => return Some(plain(leaf, enriched::richtext(&decoded()))),
        "text/calendar" => {
            let words = calendar::words(&decoded());
            let mut opened = plain(leaf, words);
            for piece in &mut opened.pieces {
                piece.leaf.substitute = true;
                piece.leaf.name = None;
            }
            return Some(Opened { keep: true, ..opened });
        }
        _ => return None,
    }
    if let Some(found) = pgp::open(&leaf.body, room) {
        let changed = found.text != leaf.body.as_ref();
        let defects = if found.sealed { vec![SEALED] } else { Vec::new() };
        let pieces = if changed { vec![same(leaf, found.text)] } else { Vec::new() };
        return Some(Opened { pieces, keep: !changed, defects, ..Opened::default() });
    }
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

/// The leaf as plain words. Where it is one of alternatives it stays behind the others.
fn plain(leaf: &Leaf<'_>, words: String) -> Opened {
    let mut piece = same(leaf, words.into_bytes());
    piece.leaf.declared = "text/plain".to_owned();
    piece.leaf.charset = Some("utf-8".to_owned());
    piece.leaf.substitute = leaf.alternative.is_some();
    Opened { pieces: vec![piece], ..Opened::default() }
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
