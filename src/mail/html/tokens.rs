//! Markup as a stream of tags and words, read as browsers read it. Knows no element and no mail program.
use html5gum::emitters::default::{DefaultEmitter, StartTag, Token};
use html5gum::{Spanned, Tokenizer};
use std::borrow::Cow;

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
    inner: StartTag<usize>,
}

impl Tag {
    /// Lower-case.
    pub(super) fn name(&self) -> &[u8] {
        &self.inner.name
    }

    /// The value of an attribute, references resolved; empty where it is absent or has none.
    pub(super) fn get(&self, name: &str) -> Cow<'_, str> {
        self.inner
            .attributes
            .get(name.as_bytes())
            .map_or(Cow::Borrowed(""), |value| String::from_utf8_lossy(&value.value))
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.inner.attributes.contains_key(name.as_bytes())
    }

    pub(super) fn self_closing(&self) -> bool {
        self.inner.self_closing
    }

    pub(super) fn bare(&self) -> bool {
        self.inner.attributes.is_empty()
    }
}

/// Reads `html`; total and linear. What a person wrote in angle brackets without meaning markup,
/// an address above all, comes as words.
pub(super) fn pieces(html: &str) -> impl Iterator<Item = Piece> {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(html, emitter).filter_map(|token| {
        let token: Token<usize> = match token {
            Ok(token) => token,
            Err(never) => match never {},
        };
        match token {
            Token::StartTag(tag) if is_address(&tag.name) => Some(Piece::Text(written(html, &tag))),
            Token::StartTag(inner) => Some(Piece::Open(Tag { inner })),
            Token::EndTag(tag) => Some(Piece::Close(tag.name.0)),
            Token::String(Spanned { value, .. }) => Some(Piece::Text(
                String::from_utf8(value.0)
                    .unwrap_or_else(|bad| String::from_utf8_lossy(bad.as_bytes()).into_owned()),
            )),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => None,
        }
    })
}

/// `<made@unit.example>`, `<mailto:…>` and `<https://…>` are no elements.
fn is_address(name: &[u8]) -> bool {
    name.contains(&b'@')
        || [&b"mailto:"[..], b"http:", b"https:", b"cid:"].iter().any(|p| name.starts_with(p))
}

/// The tag as it stands in the source, so that the case of an address stays.
fn written(html: &str, tag: &StartTag<usize>) -> String {
    let source = html.get(tag.span.start..tag.span.end).unwrap_or_default();
    let inner = source.strip_prefix('<').map(|s| s.strip_suffix('>').unwrap_or(s));
    let name = String::from_utf8_lossy(&tag.name);
    match inner {
        Some(inner) if inner.to_ascii_lowercase().starts_with(&*name) => format!("<{inner}>"),
        _ => format!("<{name}>"),
    }
}
