//! Address fields as people mean them: the lenient reading for display. Knows no identity; who may be
//! believed is `address`'s strict reading. Reads RFC 5322 with its obsolete forms, RFC 822 comments as
//! names, and what programs write against all of them. One pass, no recursion: here the signs of the
//! line become words, in `people` the words become names and addresses.
use super::words;
use encoding_rs::Encoding;

mod people;

/// Most addresses of one field (security.md A5, 82).
pub(crate) const ADDRESS_LIMIT: usize = 100;

/// Display name and address, as found.
pub(crate) type Seen = (Option<String>, Option<String>);

/// One word of a phrase or address, as bytes.
#[derive(Debug, Default)]
struct Piece {
    bytes: Vec<u8>,
    /// Stood in double quotes, which are taken off here.
    quoted: bool,
    /// A blank stood before it.
    apart: bool,
}

/// The mailbox being read.
#[derive(Default)]
struct Item {
    phrase: Vec<Piece>,
    /// Words after the closing bracket.
    after: Vec<Piece>,
    comment: Vec<u8>,
    /// What stood in angle brackets.
    angle: Option<Vec<u8>>,
}

#[derive(Default)]
struct Reader<'a> {
    line: &'a [u8],
    at: usize,
    hint: Option<&'static Encoding>,
    item: Item,
    /// Words before a comma that hold no address: perhaps the first half of a name.
    waiting: Vec<Piece>,
    blank: bool,
    /// A quote was opened and never closed: quotes mean nothing any more.
    unclosed: bool,
    in_group: bool,
    found: Vec<Seen>,
    cut: bool,
}

/// Addresses of one field, at most [`ADDRESS_LIMIT`]; the flag tells whether some were left out.
pub(crate) fn mailboxes(value: &[u8], hint: Option<&'static Encoding>) -> (Vec<Seen>, bool) {
    let line = words::readable(words::unfolded(value), hint);
    let mut reader = Reader { line: &line, hint, ..Reader::default() };
    reader.read();
    (reader.found, reader.cut)
}

impl Reader<'_> {
    fn read(&mut self) {
        while let Some(&byte) = self.line.get(self.at) {
            if self.found.len() > ADDRESS_LIMIT {
                break;
            }
            self.at += 1;
            match byte {
                b' ' | b'\t' => self.blank = true,
                b'"' if self.unclosed => {}
                b'"' => self.quoted(),
                b'(' => self.comment(),
                b'<' => self.angle(),
                b'>' => {}
                b'\\' => {
                    // `\"` outside of quotes: the sign itself is meant.
                    let sign = self.line.get(self.at..self.at + 1).unwrap_or_default();
                    self.at += 1;
                    self.push(sign, false);
                }
                b',' => self.end(false),
                b';' => {
                    self.end(true);
                    self.in_group = false;
                }
                b':' if self.begins_group() => {
                    self.item = Item::default();
                    self.waiting.clear();
                    self.in_group = true;
                }
                _ => self.word(),
            }
        }
        self.end(true);
        self.cut |= self.found.len() > ADDRESS_LIMIT;
        self.found.truncate(ADDRESS_LIMIT);
    }

    /// Whether the colon just read ends the name of a group (or a `mailto`).
    fn begins_group(&self) -> bool {
        let at_sign = self.item.phrase.iter().any(|p| !p.quoted && p.bytes.contains(&b'@'));
        self.item.angle.is_none() && !at_sign && !self.in_group && !self.item.phrase.is_empty()
    }

    fn push(&mut self, bytes: &[u8], quoted: bool) {
        let apart = std::mem::take(&mut self.blank);
        let item = &mut self.item;
        let pieces = if item.angle.is_some() { &mut item.after } else { &mut item.phrase };
        match pieces.last_mut() {
            Some(last) if !apart && !quoted && !last.quoted => last.bytes.extend_from_slice(bytes),
            _ => pieces.push(Piece { bytes: bytes.to_vec(), quoted, apart }),
        }
    }

    /// A run of bytes up to the next that means something; an encoded word is taken whole.
    fn word(&mut self) {
        let start = self.at - 1;
        let rest = self.line.get(start..).unwrap_or_default();
        let length = match words::length_at(rest) {
            Some(length) => length,
            None => {
                let special = |b: &u8| {
                    matches!(
                        b,
                        b' ' | b'\t' | b'"' | b'(' | b'\\' | b'<' | b'>' | b',' | b';' | b':'
                    )
                };
                let plain = rest.iter().skip(1).position(special).map_or(rest.len(), |n| n + 1);
                let word = rest.get(..plain).unwrap_or_default();
                // Stop where an encoded word begins within the run: it may hold a comma.
                memchr::memmem::find(word.get(1..).unwrap_or_default(), b"=?")
                    .map_or(plain, |n| n + 1)
            }
        };
        self.at = start + length;
        let word = rest.get(..length).unwrap_or_default();
        self.push(word, false);
    }

    /// A quoted string; where its end is missing the quote is taken for a plain sign.
    fn quoted(&mut self) {
        let rest = self.line.get(self.at..).unwrap_or_default();
        let mut text: Vec<u8> = Vec::new();
        let mut escaped = false;
        for (n, &byte) in rest.iter().enumerate() {
            match byte {
                _ if escaped => {
                    text.push(byte);
                    escaped = false;
                }
                b'\\' => escaped = true,
                b'"' => {
                    self.at += n + 1;
                    self.push(&text, true);
                    return;
                }
                _ => text.push(byte),
            }
        }
        self.unclosed = true;
        if !text.contains(&b'<') {
            self.at = self.line.len();
            self.push(&text, true);
        }
    }

    fn comment(&mut self) {
        let mut depth = 1_usize;
        let mut escaped = false;
        let mut text: Vec<u8> = Vec::new();
        while let Some(&byte) = self.line.get(self.at) {
            self.at += 1;
            match byte {
                _ if escaped => escaped = false,
                b'\\' => {
                    escaped = true;
                    continue;
                }
                b'(' => depth += 1,
                b')' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
            text.push(byte);
        }
        self.blank = true;
        // RFC 822 mails name people in a comment after the address; one within it names nobody.
        let whole = |p: &Piece| {
            !p.quoted
                && p.bytes.contains(&b'@')
                && !p.bytes.ends_with(b"@")
                && !p.bytes.ends_with(b".")
        };
        if !(self.item.phrase.is_empty() || self.item.phrase.iter().any(whole)) {
            return;
        }
        if !self.item.comment.is_empty() {
            self.item.comment.push(b' ');
        }
        self.item.comment.extend_from_slice(&text);
    }

    fn angle(&mut self) {
        if self.item.angle.is_some() {
            // `<a@b> Name <c@d>`: a comma was forgotten.
            let next = std::mem::take(&mut self.item.after);
            self.finish();
            self.item.phrase = next;
        }
        let rest = self.line.get(self.at..).unwrap_or_default();
        let (mut quoted, mut escaped) = (false, false);
        let mut text: Vec<u8> = Vec::new();
        for (n, &byte) in rest.iter().enumerate() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => quoted = !quoted,
                b'>' if !quoted => {
                    self.at += n + 1;
                    self.item.angle = Some(text);
                    return;
                }
                b'<' if !quoted && text.contains(&b'@') => {
                    self.at += n;
                    self.item.angle = Some(text);
                    return;
                }
                b'<' if !quoted => {
                    text.clear();
                    continue;
                }
                // Without a bracket in sight a comma ends the address all the same.
                b',' if !quoted && text.contains(&b'@') && !text.starts_with(b"@") => {
                    self.at += n;
                    self.item.angle = Some(text);
                    return;
                }
                _ => {}
            }
            text.push(byte);
        }
        self.at = self.line.len();
        self.item.angle = Some(text);
    }
}
