//! Markup as a stream of tags and words, read as browsers read it. Knows no element and no mail program.
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};
use std::borrow::Cow;

/// Most attributes of one tag that are remembered, and bytes of one value.
const ATTRIBUTE_LIMIT: usize = 64;
const VALUE_LIMIT: usize = 64 * 1024;

/// One piece of a document, in order.
pub(super) enum Piece {
    Open(Tag),
    /// The lower-case name.
    Close(Vec<u8>),
    /// Words, character references resolved.
    Text(String),
}

/// A start tag.
pub(super) struct Tag {
    name: Vec<u8>,
    attributes: Vec<(Vec<u8>, Vec<u8>)>,
    self_closing: bool,
    /// Where it begins in the source.
    start: usize,
    /// The attribute whose value comes next; none for one that is left out.
    at: Option<usize>,
}

impl Tag {
    /// Lower-case.
    pub(super) fn name(&self) -> &[u8] {
        &self.name
    }

    fn find(&self, name: &[u8]) -> Option<usize> {
        self.attributes.iter().position(|(known, _)| known == name)
    }

    /// The value of an attribute, references resolved; empty where it is absent or has none.
    pub(super) fn get(&self, name: &str) -> Cow<'_, str> {
        self.attributes
            .iter()
            .find(|(known, _)| known == name.as_bytes())
            .map_or(Cow::Borrowed(""), |(_, value)| String::from_utf8_lossy(value))
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.find(name.as_bytes()).is_some()
    }

    pub(super) fn self_closing(&self) -> bool {
        self.self_closing
    }

    pub(super) fn bare(&self) -> bool {
        self.attributes.is_empty()
    }

    /// Of two attributes of one name the first counts; of too many, the first ones.
    fn begin_attribute(&mut self, name: &[u8]) {
        let fits = self.attributes.len() < ATTRIBUTE_LIMIT && self.find(name).is_none();
        self.at = fits.then_some(self.attributes.len());
        if fits {
            self.attributes.push((name.to_vec(), Vec::new()));
        }
    }

    fn end_attribute(&mut self, value: &[u8]) {
        if let Some((_, slot)) = self.at.take().and_then(|at| self.attributes.get_mut(at)) {
            *slot = value.get(..VALUE_LIMIT).unwrap_or(value).to_vec();
        }
    }
}

/// Reads `html`; total and linear, also in memory. What a person wrote in angle brackets without
/// meaning markup, an address above all, comes as words.
pub(super) fn pieces(html: &str) -> impl Iterator<Item = Piece> {
    let mut open: Option<Tag> = None;
    let piece = move |event: CallbackEvent<'_>, span: Span<usize>| match event {
        CallbackEvent::OpenStartTag { name } => {
            let (name, attributes) = (name.to_vec(), Vec::new());
            open = Some(Tag { name, attributes, self_closing: false, start: span.start, at: None });
            None
        }
        CallbackEvent::AttributeName { name } => {
            open.as_mut()?.begin_attribute(name);
            None
        }
        CallbackEvent::AttributeValue { value } => {
            open.as_mut()?.end_attribute(value);
            None
        }
        CallbackEvent::CloseStartTag { self_closing } => {
            let tag = Tag { self_closing, ..open.take()? };
            Some(match is_address(&tag.name) {
                true => Piece::Text(written(html, &tag, span.end)),
                false => Piece::Open(tag),
            })
        }
        CallbackEvent::EndTag { name } => {
            open = None;
            Some(Piece::Close(name.to_vec()))
        }
        CallbackEvent::String { value } => {
            Some(Piece::Text(String::from_utf8_lossy(value).into_owned()))
        }
        CallbackEvent::Comment { .. } | CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {
            None
        }
    };
    let mut emitter = CallbackEmitter::<_, Piece, usize>::new(piece);
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(html, emitter).filter_map(Result::ok)
}

/// `<made@unit.example>`, `<mailto:…>` and `<https://…>` are no elements.
fn is_address(name: &[u8]) -> bool {
    name.contains(&b'@')
        || [&b"mailto:"[..], b"http:", b"https:", b"cid:"].iter().any(|p| name.starts_with(p))
}

/// The tag as it stands in the source, so that the case of an address stays.
fn written(html: &str, tag: &Tag, end: usize) -> String {
    let source = html.get(tag.start..end).unwrap_or_default();
    let inner = source.strip_prefix('<').map(|s| s.strip_suffix('>').unwrap_or(s));
    let name = String::from_utf8_lossy(&tag.name);
    match inner {
        Some(inner) if inner.to_ascii_lowercase().starts_with(&*name) => format!("<{inner}>"),
        _ => format!("<{name}>"),
    }
}
