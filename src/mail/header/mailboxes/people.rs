//! What the words of an address field come to: names, addresses and which belong together. Knows whole
//! words and the signs between them; how they are found in the bytes is `mailboxes`' business.
use super::super::addr_spec::address;
use super::super::words;
use super::{Piece, Reader};

/// Longest local part put together from words with blanks between them, in bytes.
const LOCAL_LIMIT: usize = 320;

impl Reader<'_> {
    /// A separator: `sure` when it cannot stand within a name.
    pub(super) fn end(&mut self, sure: bool) {
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

    pub(super) fn finish(&mut self) {
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
