//! Message identifiers of a field. Knows no mail.
use super::super::charset;

/// Most identifiers of one field.
const ID_LIMIT: usize = 100;
/// Longest identifier, in bytes.
const LENGTH_LIMIT: usize = 998;

/// Message identifiers of a field, without angle brackets. Where none stands in brackets, the words
/// holding an `@` are taken.
pub(crate) fn ids(value: &[u8]) -> Vec<String> {
    let text = charset::guess(value);
    let mut found: Vec<String> = Vec::new();
    let mut rest: &str = &text;
    while let Some(open) = rest.find('<') {
        let after = rest.get(open + 1..).unwrap_or_default();
        let Some(close) = after.find('>') else { break };
        let inner = after.get(..close).unwrap_or_default();
        // `<a@b <c@d>`: the first was never closed.
        for piece in inner.split('<') {
            keep(&mut found, piece);
        }
        rest = after.get(close + 1..).unwrap_or_default();
    }
    if found.is_empty() {
        let words = text.split([' ', '\t', '\r', '\n', ',', ';']);
        words.filter(|w| w.contains('@')).for_each(|w| keep(&mut found, w));
    }
    found
}

/// The one identifier of a `Message-ID` field; here even a word without `@` is one, because
/// nothing else may stand in the field.
pub(crate) fn own_id(value: &[u8]) -> Option<String> {
    ids(value).into_iter().next().or_else(|| {
        let text = charset::guess(value);
        let mut found: Vec<String> = Vec::new();
        text.split_whitespace().for_each(|word| keep(&mut found, word));
        found.into_iter().next()
    })
}

fn keep(found: &mut Vec<String>, id: &str) {
    let id: String = id.chars().filter(|c| !c.is_whitespace()).collect();
    let id = id.trim_matches(['<', '>']);
    let fits = !id.is_empty() && id.len() <= LENGTH_LIMIT && !id.chars().any(char::is_control);
    if fits && found.len() < ID_LIMIT && !found.iter().any(|known| known == id) {
        found.push(id.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_with_and_without_brackets() {
        assert_eq!(ids(b" <a@b> <c@\r\n d>"), ["a@b", "c@d"]);
        assert_eq!(ids(b" a@b"), ["a@b"]);
        assert_eq!(ids(b"Surat Anda tanggal 9 November <a@b> (balasan)"), ["a@b"]);
        assert_eq!(ids(b"<a@b><c@d>,<a@b>"), ["a@b", "c@d"]);
        assert_eq!(ids(b"<a@b\r\n <c@d>"), ["a@b", "c@d"]);
        assert!(ids(b" nothing").is_empty());
    }

    #[test]
    fn the_own_identifier_needs_no_at_sign() {
        assert_eq!(own_id(b" 20261122.7 ").as_deref(), Some("20261122.7"));
        assert_eq!(own_id(b"<nomor7>").as_deref(), Some("nomor7"));
        assert_eq!(own_id(b"  "), None);
        assert_eq!(own_id(b"<>"), None);
    }
}
