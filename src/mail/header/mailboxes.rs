//! Address fields as people mean them: the lenient reading for display. Knows no identity; who may be
//! believed is `address`'s strict reading. Reads RFC 5322 with its obsolete forms, RFC 822 comments as
//! names, and what programs write against all of them. One pass, no recursion.
use super::addr_spec::address;
use super::words;
use encoding_rs::Encoding;

/// Most addresses of one field (security.md A5, 82).
pub(crate) const ADDRESS_LIMIT: usize = 100;

/// Longest local part put together from words with blanks between them, in bytes.
const LOCAL_LIMIT: usize = 320;

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

    /// A separator: `sure` when it cannot stand within a name.
    fn end(&mut self, sure: bool) {
        let empty = self.item.phrase.is_empty() && self.item.angle.is_none();
        let bare = self.item.angle.is_none()
            && !self.item.phrase.iter().any(|p| !p.quoted && p.bytes.contains(&b'@'));
        if bare && !sure {
            // `Kusuma, Ratna <r@x>`, `Ratna Kusuma, S.H., M.H. <r@x>`: wait for what follows.
            if !empty {
                if let Some(last) = self.item.phrase.last_mut().filter(|p| !p.quoted) {
                    last.bytes.push(b',');
                } else {
                    self.item.phrase.push(Piece { bytes: vec![b','], ..Piece::default() });
                }
                self.waiting.append(&mut self.item.phrase);
            }
            self.item.comment.clear();
            self.blank = true;
            return;
        }
        self.finish();
        self.release();
    }

    fn finish(&mut self) {
        let item = std::mem::take(&mut self.item);
        let waiting = std::mem::take(&mut self.waiting);
        self.blank = false;
        let comment = words::text(&item.comment, self.hint);
        let comment = Some(comment).filter(|c| !c.is_empty());
        if let Some(angle) = item.angle {
            let mut pieces: Vec<Piece> = waiting.into_iter().chain(item.phrase).collect();
            if pieces.is_empty() {
                pieces = item.after;
            }
            let name = self.name(&pieces).or(comment);
            self.keep(name, address(&angle));
            return;
        }
        let at_sign = |p: &Piece| !p.quoted && p.bytes.contains(&b'@');
        if item.phrase.iter().any(at_sign) {
            self.waiting = waiting;
            self.release();
            self.bare_addresses(item.phrase, comment);
        } else {
            self.waiting = waiting;
            self.waiting.extend(item.phrase);
            if self.waiting.is_empty() && comment.is_some() && self.found.is_empty() {
                self.keep(comment, None);
            }
        }
    }

    /// Words that stayed without an address: each a name of its own.
    fn release(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        let mut name: Vec<Piece> = Vec::new();
        for mut piece in waiting {
            let ends = !piece.quoted && piece.bytes.last() == Some(&b',');
            if ends {
                piece.bytes.pop();
            }
            name.push(piece);
            if ends {
                let shown = self.name(&std::mem::take(&mut name));
                self.keep(shown, None);
            }
        }
        let shown = self.name(&name);
        self.keep(shown, None);
    }

    /// `a@b (Name)`, `Name a@b`, `a@b c@d`, `local @ domain . tld`, `"quoted local"@b`.
    fn bare_addresses(&mut self, pieces: Vec<Piece>, comment: Option<String>) {
        let mut name: Vec<Piece> = Vec::new();
        let mut addresses: Vec<Vec<u8>> = Vec::new();
        let mut pieces = pieces.into_iter().peekable();
        while let Some(piece) = pieces.next() {
            if piece.quoted || !piece.bytes.contains(&b'@') {
                name.push(piece);
                continue;
            }
            let mut whole = piece.bytes;
            if whole.starts_with(b"@") {
                // The local part stands before the blank, or in quotes.
                if let Some(local) = local_part(&mut name) {
                    whole = [local, whole].concat();
                }
            }
            while whole.ends_with(b"@")
                || whole.ends_with(b".")
                || pieces.peek().is_some_and(|p| p.bytes.starts_with(b"."))
            {
                let Some(next) = pieces.next_if(|p| !p.quoted && !p.bytes.contains(&b'@')) else {
                    break;
                };
                whole.extend_from_slice(&next.bytes);
            }
            addresses.push(whole);
        }
        let mut name = self.name(&name).or(comment);
        for bytes in addresses {
            self.keep(name.take(), address(&bytes));
        }
    }

    fn name(&self, pieces: &[Piece]) -> Option<String> {
        let mut line: Vec<u8> = Vec::new();
        for piece in pieces {
            if piece.apart && !line.is_empty() {
                line.push(b' ');
            }
            line.extend_from_slice(&piece.bytes);
        }
        Some(words::text(&line, self.hint)).filter(|name| !name.is_empty())
    }

    fn keep(&mut self, name: Option<String>, address: Option<String>) {
        if name.is_some() || address.is_some() {
            self.found.push((name, address));
        }
    }
}

/// Takes the local part off the end of what was thought a name: one word, or several joined by dots.
fn local_part(name: &mut Vec<Piece>) -> Option<Vec<u8>> {
    let last = name.pop()?;
    if last.quoted {
        let mut local = vec![b'"'];
        for byte in last.bytes {
            if matches!(byte, b'"' | b'\\') {
                local.push(b'\\');
            }
            local.push(byte);
        }
        local.push(b'"');
        return Some(local);
    }
    let mut local = last.bytes;
    let joins = |p: &mut Piece, local: &[u8]| {
        let dotted = p.bytes.ends_with(b".") || local.starts_with(b".");
        dotted && !p.quoted && local.len() < LOCAL_LIMIT
    };
    while let Some(before) = name.pop_if(|p| joins(p, &local)) {
        local = [before.bytes, local].concat();
    }
    Some(local)
}
