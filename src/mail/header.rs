//! The header block as raw fields: knows where fields begin and end and what is malformed. Knows no meaning.
use super::charset;
use mail_parser::parsers::MessageStream;
use mail_parser::{Address, DateTime, HeaderValue};

/// Most bytes of a header block that are looked at.
pub(crate) const BLOCK_LIMIT: usize = 256 * 1024;
/// Most fields of one block.
const FIELD_LIMIT: usize = 1_000;
/// Most bytes of one field that are read; a longer field is cut.
const VALUE_LIMIT: usize = 32 * 1024;
/// Most addresses of one field (security.md A5, 82).
const ADDRESS_LIMIT: usize = 200;

/// One field, its value with folding still in it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field<'a> {
    pub name: &'a [u8],
    pub value: &'a [u8],
    /// A blank stood between name and colon (RFC 5322 forbids it since 2001).
    pub blank_before_colon: bool,
}

impl Field<'_> {
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name.as_bytes())
    }

    /// The value decoded for reading: unfolded, encoded words resolved.
    pub fn text(&self) -> String {
        text(self.value)
    }

    /// The value unfolded, nothing decoded, for machine fields.
    pub fn plain(&self) -> String {
        let text = charset::guess(self.value);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// What was odd about a block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Oddities {
    pub nul: bool,
    pub bare_cr: bool,
    pub junk_line: bool,
    pub leading_fold: bool,
    pub mbox_line: bool,
    pub long_line: bool,
    pub cut: bool,
}

/// All fields of one block.
#[derive(Clone, Debug, Default)]
pub(crate) struct Block<'a> {
    pub fields: Vec<Field<'a>>,
    pub oddities: Oddities,
    /// Where the body begins, counted from the start of what was given.
    pub body: usize,
    /// Where lines begin that stand behind the last field and are no fields.
    pub junk_from: Option<usize>,
}

impl<'a> Block<'a> {
    pub fn all<'b>(&'b self, name: &'b str) -> impl Iterator<Item = &'b Field<'a>> + 'b {
        self.fields.iter().filter(move |field| field.is(name))
    }

    pub fn first(&self, name: &str) -> Option<&Field<'a>> {
        self.fields.iter().find(|field| field.is(name))
    }

    pub fn has(&self, name: &str) -> bool {
        self.first(name).is_some()
    }

    pub fn text_of(&self, name: &str) -> Option<String> {
        self.first(name).map(Field::text)
    }

    pub fn plain_of(&self, name: &str) -> Option<String> {
        self.first(name).map(Field::plain)
    }

    /// Splits the beginning of `raw` into fields. Total; never looks beyond [`BLOCK_LIMIT`].
    pub fn scan(raw: &'a [u8]) -> Block<'a> {
        let mut block = Block::default();
        let mut at = 0;
        let mut open: Option<(usize, usize)> = None; // line start, end of the field so far
        loop {
            let rest = raw.get(at..).unwrap_or_default();
            if rest.is_empty() {
                break;
            }
            if at > BLOCK_LIMIT || block.fields.len() >= FIELD_LIMIT {
                block.oddities.cut = true;
                at = at.max(end_of_block(raw, at));
                break;
            }
            let length = rest.iter().position(|&b| b == b'\n').map_or(rest.len(), |n| n + 1);
            let line = rest.get(..length).unwrap_or(rest);
            let bare = trim_end(line);
            block.oddities.long_line |= bare.len() > 998;
            block.oddities.bare_cr |= bare.contains(&b'\r');
            block.oddities.nul |= bare.contains(&0);
            let next = at + length;
            if bare.is_empty() {
                at = next;
                break;
            }
            if matches!(bare.first(), Some(b' ' | b'\t')) {
                match open.as_mut() {
                    Some((_, end)) => *end = next,
                    None => block.oddities.leading_fold = true,
                }
            } else {
                block.close(raw, open.take());
                if at == 0 && is_mbox_line(bare) {
                    block.oddities.mbox_line = true;
                } else {
                    open = Some((at, next));
                }
            }
            at = next;
        }
        block.close(raw, open);
        block.body = at.min(raw.len());
        block
    }

    fn close(&mut self, raw: &'a [u8], span: Option<(usize, usize)>) {
        let Some((start, end)) = span else { return };
        let Some(whole) = raw.get(start..end) else { return };
        let Some(colon) = whole.iter().position(|&b| b == b':') else {
            self.junk_from.get_or_insert(start);
            self.oddities.junk_line = true;
            return;
        };
        let before = whole.get(..colon).unwrap_or_default();
        let name = before.trim_ascii_end();
        if name.is_empty() || !name.iter().all(|b| b.is_ascii_graphic()) {
            self.junk_from.get_or_insert(start);
            self.oddities.junk_line = true;
            return;
        }
        let value = whole.get(colon + 1..).unwrap_or_default();
        let value = if value.len() > VALUE_LIMIT {
            self.oddities.cut = true;
            value.get(..VALUE_LIMIT).unwrap_or_default()
        } else {
            value
        };
        self.junk_from = None;
        self.fields.push(Field { name, value, blank_before_colon: name.len() != before.len() });
    }
}

/// `From a@b Mon Nov 9 …` of an mbox file; `From : a@b` is something else.
fn is_mbox_line(line: &[u8]) -> bool {
    let rest = line.strip_prefix(b"From ").or_else(|| line.strip_prefix(b">From "));
    rest.is_some_and(|r| !r.trim_ascii_start().starts_with(b":"))
}

fn end_of_block(raw: &[u8], from: usize) -> usize {
    let rest = raw.get(from..).unwrap_or_default();
    let lf = rest.windows(2).position(|w| w == b"\n\n").map(|n| n + 2);
    let crlf = rest.windows(4).position(|w| w == b"\r\n\r\n").map(|n| n + 4);
    let end = match (lf, crlf) {
        (Some(a), Some(b)) => a.min(b),
        (Some(a), None) | (None, Some(a)) => a,
        (None, None) => rest.len(),
    };
    from + end
}

fn trim_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// The bytes as one folded field value, in UTF-8, ending as the library wants it.
pub(crate) fn prepared(value: &[u8]) -> Vec<u8> {
    let text = charset::guess(value);
    let mut bytes: Vec<u8> = Vec::with_capacity(text.len() + 2);
    for line in text.split(['\n', '\r', '\0']) {
        let line = line.trim();
        if !line.is_empty() {
            bytes.push(b' ');
            bytes.extend_from_slice(line.as_bytes());
        }
    }
    bytes.extend_from_slice(b"\r\n");
    bytes
}

/// Unstructured text (RFC 2047 decoded), without control characters.
pub(crate) fn text(value: &[u8]) -> String {
    let bytes = prepared(value);
    let text = match MessageStream::new(&bytes).parse_unstructured() {
        HeaderValue::Text(text) => text.into_owned(),
        _ => String::new(),
    };
    clean(&text)
}

/// One line without control characters and without direction overrides.
pub(crate) fn clean(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .filter(|c| !is_invisible_direction(*c))
        .collect();
    text.trim().to_owned()
}

/// Characters that turn the reading direction or hide in names (security.md 87).
pub(crate) fn is_invisible_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        | '\u{200b}' | '\u{feff}' | '\u{061c}')
}

/// Display name and address, as found.
pub(crate) type Seen = (Option<String>, Option<String>);

/// Addresses of one field as the library reads them, at most [`ADDRESS_LIMIT`]; the flag tells
/// whether some were left out.
pub(crate) fn addresses(value: &[u8]) -> (Vec<Seen>, bool) {
    let bytes = prepared(value);
    let parsed = MessageStream::new(&bytes).parse_address();
    let mut found: Vec<Seen> = Vec::new();
    let mut push = |addr: &mail_parser::Addr<'_>| {
        let name = addr.name.as_deref().map(clean).filter(|n| !n.is_empty());
        let address = addr.address.as_deref().map(clean).filter(|a| !a.is_empty());
        if found.len() < ADDRESS_LIMIT {
            found.push((name, address));
            false
        } else {
            true
        }
    };
    let mut cut = false;
    match parsed.as_address() {
        Some(Address::List(list)) => list.iter().for_each(|a| cut |= push(a)),
        Some(Address::Group(groups)) => {
            groups.iter().flat_map(|g| g.addresses.iter()).for_each(|a| cut |= push(a));
        }
        None => {}
    }
    (found, cut)
}

/// The time a `Date` field claims.
pub(crate) fn date(value: &[u8]) -> Option<jiff::Timestamp> {
    let bytes = prepared(value);
    let date: DateTime = MessageStream::new(&bytes).parse_date().into_datetime()?;
    if !date.is_valid() {
        return None;
    }
    jiff::Timestamp::from_second(date.to_timestamp()).ok()
}

/// Message identifiers of a field, without angle brackets. Where none stands in brackets, the words
/// holding an `@` are taken. At most 100, none longer than 998 bytes.
pub(crate) fn ids(value: &[u8]) -> Vec<String> {
    let text = charset::guess(value);
    let mut found: Vec<String> = Vec::new();
    let mut rest: &str = &text;
    while let Some(open) = rest.find('<') {
        let after = rest.get(open + 1..).unwrap_or_default();
        let Some(close) = after.find('>') else { break };
        let id: String =
            after.get(..close).unwrap_or_default().chars().filter(|c| !c.is_whitespace()).collect();
        keep_id(&mut found, &id);
        rest = after.get(close + 1..).unwrap_or_default();
    }
    if found.is_empty() {
        for word in text.split([' ', '\t', '\r', '\n', ',', ';']) {
            if word.contains('@') {
                keep_id(&mut found, word.trim_matches(['<', '>']));
            }
        }
    }
    found
}

fn keep_id(found: &mut Vec<String>, id: &str) {
    let fits = !id.is_empty() && id.len() <= 998 && !id.chars().any(char::is_control);
    if fits && found.len() < 100 && !found.iter().any(|known| known == id) {
        found.push(id.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_folded_fields_and_finds_the_body() {
        let block = Block::scan(b"Subject: a\r\n b\r\nFrom: x@y.example\r\n\r\nbody");
        assert_eq!(block.fields.len(), 2);
        assert_eq!(block.text_of("subject").as_deref(), Some("a b"));
        assert_eq!(block.body, 37);
        assert_eq!(block.oddities, Oddities::default());
    }

    #[test]
    fn notes_what_is_malformed() {
        let block = Block::scan(b" From: a@b.example\nFrom : c@d.example\njunk\nX: \x00\rz\n\n");
        assert!(block.oddities.leading_fold && block.oddities.junk_line);
        assert!(block.oddities.nul && block.oddities.bare_cr);
        assert!(block.first("from").is_some_and(|f| f.blank_before_colon));
    }

    #[test]
    fn identifiers_with_and_without_brackets() {
        assert_eq!(ids(b" <a@b> <c@\r\n d>"), ["a@b", "c@d"]);
        assert_eq!(ids(b" a@b"), ["a@b"]);
        assert!(ids(b" nothing").is_empty());
    }

    #[test]
    fn latin_subject_is_read() {
        assert_eq!(text(b" caf\xe9 =?utf-8?q?sandi_=F0=9F=99=8F?="), "café sandi 🙏");
    }
}
