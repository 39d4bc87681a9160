//! One XML part, element by element, with bounds. Knows no document; expands no entity and reads no
//! definition of one.
use super::Fault;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use std::borrow::Cow;

/// Elements within each other. Word nests a table in a table in a text box at about forty.
const MOST_DEPTH: usize = 160;
/// Attributes of one element that are looked at.
const MOST_ATTRIBUTES: usize = 100;

/// The text of a part: UTF-8, or UTF-16 with its mark.
pub(super) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    match bytes {
        [0xff, 0xfe, ..] => encoding_rs::UTF_16LE.decode(bytes).0,
        [0xfe, 0xff, ..] => encoding_rs::UTF_16BE.decode(bytes).0,
        _ => String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)),
    }
}

/// What comes next.
pub(super) enum Node<'a> {
    Open(Tag<'a>),
    Close,
    Text(Cow<'a, str>),
    End,
}

/// An element as it begins.
pub(super) struct Tag<'a> {
    start: BytesStart<'a>,
}

impl Tag<'_> {
    /// The name without its prefix.
    pub(super) fn name(&self) -> &str {
        self.start.local_name().into_inner()
    }

    /// The prefix as it is written; the writers of documents all use the same.
    pub(super) fn prefix(&self) -> &str {
        self.start.name().prefix().map(|p| p.into_inner()).unwrap_or_default()
    }

    /// The value of the attribute with this name, prefix aside.
    pub(super) fn attr(&self, name: &str) -> Option<String> {
        let mut attributes = self.start.attributes();
        // Asking each for its twins would be quadratic.
        attributes.with_checks(false);
        let found = attributes
            .take(MOST_ATTRIBUTES)
            .filter_map(Result::ok)
            .find(|a| a.key.local_name().into_inner() == name)?;
        Some(unescaped(&found.value))
    }

    pub(super) fn number(&self, name: &str) -> Option<i32> {
        // "240.5" and "12pt" are seen too.
        let value = self.attr(name)?;
        let digits: String =
            value.trim().chars().take_while(|c| c.is_ascii_digit() || *c == '-').take(9).collect();
        digits.parse().ok()
    }

    /// A switch: there, and not switched off.
    pub(super) fn is_on(&self) -> bool {
        !matches!(self.attr("val").as_deref(), Some("0" | "false" | "off" | "none"))
    }
}

/// The five names of XML and numbers; anything else is left out.
fn reference(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            code.ok().and_then(char::from_u32).filter(|c| *c != '\0')
        }
    }
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        match after.split_once(';') {
            Some((name, tail)) if name.len() <= 10 => {
                out.extend(reference(name));
                rest = tail;
            }
            _ => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// Walks through one part.
pub(super) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    depth: usize,
    /// An element without content: its end is still to be told.
    closing: bool,
}

impl<'a> Xml<'a> {
    pub(super) fn new(text: &'a str) -> Xml<'a> {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        Xml { reader, depth: 0, closing: false }
    }

    /// The next element, end or text.
    pub(super) fn next(&mut self) -> Result<Node<'a>, Fault> {
        if std::mem::take(&mut self.closing) {
            return Ok(Node::Close);
        }
        loop {
            let text = match self.reader.read_event().map_err(|_| Fault::Broken)? {
                Event::Start(start) => {
                    self.depth += 1;
                    if self.depth > MOST_DEPTH {
                        return Err(Fault::Bomb);
                    }
                    return Ok(Node::Open(Tag { start }));
                }
                Event::Empty(start) => {
                    self.closing = true;
                    return Ok(Node::Open(Tag { start }));
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Node::Close);
                }
                Event::Text(text) => text.into_inner(),
                Event::CData(text) => text.into_inner(),
                Event::GeneralRef(name) => match reference(&name.into_inner()) {
                    Some(c) => c.to_string().into(),
                    None => continue,
                },
                // Office writes none; one that defines names is made to swell.
                Event::DocType(kind) if kind.borrow().into_inner().contains('[') => {
                    return Err(Fault::Bomb);
                }
                Event::Eof if self.depth > 0 => return Err(Fault::Broken),
                Event::Eof => return Ok(Node::End),
                _ => continue,
            };
            return Ok(Node::Text(text));
        }
    }

    /// The next thing within the element that is open; `None` at its end. Whoever opens a child has to
    /// read it to its end, by this or by [`Xml::skip`].
    pub(super) fn child(&mut self) -> Result<Option<Node<'a>>, Fault> {
        match self.next()? {
            Node::Close | Node::End => Ok(None),
            other => Ok(Some(other)),
        }
    }

    /// Passes over the element that was just opened.
    pub(super) fn skip(&mut self) -> Result<(), Fault> {
        let mut open = 1usize;
        while open > 0 {
            match self.next()? {
                Node::Open(_) => open += 1,
                Node::Close => open -= 1,
                Node::End => return Err(Fault::Broken),
                Node::Text(_) => {}
            }
        }
        Ok(())
    }

    /// All the text within the element that was just opened, at most `most` bytes of it.
    pub(super) fn text(&mut self, most: usize) -> Result<String, Fault> {
        let mut out = String::new();
        let mut open = 1usize;
        while open > 0 {
            match self.next()? {
                Node::Open(_) => open += 1,
                Node::Close => open -= 1,
                Node::End => return Err(Fault::Broken),
                Node::Text(text) if out.len() + text.len() <= most => out.push_str(&text),
                Node::Text(_) => {}
            }
        }
        Ok(out)
    }

    /// Goes on to the root element; `None` in an empty part.
    pub(super) fn root(&mut self) -> Result<Option<Tag<'a>>, Fault> {
        loop {
            match self.next()? {
                Node::Open(tag) => return Ok(Some(tag)),
                Node::End => return Ok(None),
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Result<String, Fault> {
        let mut xml = Xml::new(text);
        xml.root()?;
        xml.text(1 << 20)
    }

    #[test]
    fn text_and_references() {
        assert_eq!(
            all("<a>x &amp; <b/>&#65;&#x42;&unknown;<![CDATA[<c>]]></a>").unwrap(),
            "x & AB<c>"
        );
        assert_eq!(all("<!DOCTYPE a PUBLIC \"x\" \"y\"><a>x</a>").unwrap(), "x");
    }

    #[test]
    fn entities_depth_and_cuts_are_refused() {
        let laughs = "<!DOCTYPE a [<!ENTITY b \"ha\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>";
        assert_eq!(all(laughs), Err(Fault::Bomb));
        assert_eq!(all(&"<a>".repeat(100_000)), Err(Fault::Bomb));
        assert_eq!(all("<a><b>x"), Err(Fault::Broken));
        assert_eq!(all("<a></b></a>"), Err(Fault::Broken));
    }

    #[test]
    fn attributes() {
        let mut xml = Xml::new("<w:p w:val=\"a &quot;b&quot;\" n='-12pt'/>");
        let tag = xml.root().unwrap().unwrap();
        assert_eq!((tag.prefix(), tag.name()), ("w", "p"));
        assert_eq!(tag.attr("val").as_deref(), Some("a \"b\""));
        assert_eq!(tag.number("n"), Some(-12));
    }
}
