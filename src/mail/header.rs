//! Header fields: where they stand and what their words, addresses, identifiers and dates mean. Knows no
//! body, and not which of them may be believed.
mod addr_spec;
mod block;
mod dates;
mod ids;
mod mailboxes;
mod words;

use super::charset;
use mail_parser::Address;
use mail_parser::parsers::MessageStream;

pub(crate) use block::{Block, Field, Oddities};
pub(crate) use dates::date;
pub(crate) use ids::{ids, own_id};
pub(crate) use mailboxes::{ADDRESS_LIMIT, Seen, mailboxes};

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
    words::text(value, None)
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

/// Addresses of one field as the library reads them, at most [`ADDRESS_LIMIT`]: the second opinion that
/// the strict identity is held against. What people are shown is [`mailboxes`].
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

#[cfg(test)]
mod tests;
