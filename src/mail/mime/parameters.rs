//! The grammar of `Content-Type` and `Content-Disposition`: a word and its parameters (RFC 2045 §5.1,
//! RFC 2231), read leniently. Knows no meaning of a parameter and no part.
use crate::mail::header::Field;
use crate::mail::{charset, transfer};
use encoding_rs::Encoding;
use std::collections::BTreeMap;

/// Most parameters of one field (security.md 81).
const PARAMETER_LIMIT: usize = 64;
/// Longest word of a parameter's name.
const NAME_LIMIT: usize = 60;

/// A field read as a word and its parameters.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Structured {
    /// What stands before the parameters, lower case, without blanks and comments.
    pub word: String,
    /// Lower-case names and their values as written (unquoted), in order.
    parameters: Vec<(String, String)>,
    /// Some parameters were left out.
    pub flooded: bool,
}

/// One numbered or starred piece of a parameter (RFC 2231 §3, §4).
struct Piece<'a> {
    number: u32,
    starred: bool,
    value: &'a str,
}

impl Structured {
    /// Reads a field. Total and linear.
    pub fn of(field: &Field<'_>) -> Structured {
        Structured::read(field.value, field.hint)
    }

    fn read(value: &[u8], hint: Option<&'static Encoding>) -> Structured {
        let text = unfolded(value, hint);
        let mut rest = text.as_str();
        let mut found = Structured { word: word(&mut rest), ..Structured::default() };
        while !rest.is_empty() {
            if found.parameters.len() >= PARAMETER_LIMIT {
                found.flooded = true;
                break;
            }
            rest = rest.trim_start_matches([';', ',', ' ', '\t']);
            rest = without_comment(rest);
            match parameter(rest) {
                Some((name, value, after)) => {
                    found.parameters.push((name, value));
                    rest = after;
                }
                None => rest = rest.get(next_break(rest)..).unwrap_or_default(),
            }
        }
        found
    }

    /// A parameter that is a plain token: cut at the first blank or comment where it was not quoted.
    pub fn token(&self, name: &str) -> Option<String> {
        let value = self.text(name)?;
        let value = value.trim().trim_matches(['"', '\'']).trim();
        let value = value.split(['(', ' ', '\t', ';', '"']).next().unwrap_or_default();
        Some(value.to_owned()).filter(|v| !v.is_empty())
    }

    /// The value as written, blanks at its ends included.
    pub fn exact(&self, name: &str) -> Option<&str> {
        let found = self.parameters.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str()).filter(|v| !v.is_empty())
    }

    /// The value for reading: `name*` before `name*0…` before plain `name` (RFC 2231, RFC 6266 §4.3).
    pub fn text(&self, name: &str) -> Option<String> {
        let starred = |(known, _): &&(String, String)| known.strip_suffix('*') == Some(name);
        if let Some((_, value)) = self.parameters.iter().find(starred) {
            let piece = Piece { number: 0, starred: true, value };
            return Some(joined(&[piece])).filter(|v| !v.trim().is_empty());
        }
        let pieces = self.pieces(name);
        if !pieces.is_empty() {
            return Some(joined(&pieces)).filter(|v| !v.trim().is_empty());
        }
        let plain = self.exact(name)?;
        if is_extended(plain) {
            // The star was forgotten, the rest was done.
            return Some(joined(&[Piece { number: 0, starred: true, value: plain }]));
        }
        Some(plain.to_owned()).filter(|v| !v.trim().is_empty())
    }

    /// The numbered pieces in the order of their numbers, the first of each number.
    fn pieces(&self, name: &str) -> Vec<Piece<'_>> {
        let mut found: BTreeMap<u32, Piece<'_>> = BTreeMap::new();
        for (known, value) in &self.parameters {
            let Some(tail) = known.strip_prefix(name).and_then(|t| t.strip_prefix('*')) else {
                continue;
            };
            let (digits, starred) = match tail.strip_suffix('*') {
                Some(digits) => (digits, true),
                None => (tail, false),
            };
            if let Ok(number) = digits.parse::<u32>() {
                found.entry(number).or_insert(Piece { number, starred, value });
            }
        }
        let mut pieces: Vec<Piece<'_>> = found.into_values().collect();
        let first = pieces.first();
        if first.is_some_and(|p| !p.starred && is_extended(p.value)) {
            pieces.iter_mut().for_each(|piece| piece.starred = true);
        }
        pieces
    }
}

/// One line in UTF-8 (or the nearest reading of it), breaks of folding taken out.
fn unfolded(value: &[u8], hint: Option<&'static Encoding>) -> String {
    charset::guess_with(value, hint).chars().filter(|c| !matches!(c, '\r' | '\n')).collect()
}

/// Takes the word before the parameters; what follows it without `;` is left as parameters.
fn word(rest: &mut &str) -> String {
    let text = without_comment(rest.trim_start_matches([' ', '\t', ';', '"', '\'']));
    let end = text.find([';', ',']).unwrap_or(text.len());
    let (head, after) = text.split_at_checked(end).unwrap_or((text, ""));
    // `text/plain charset=utf-8`, `attachment filename=x`, and a lone `name=x`.
    let (head, after) = match head.find('=') {
        None => (head, after),
        Some(equals) => {
            let before = head.get(..equals).unwrap_or_default().trim_end();
            let start = before.rfind([' ', '\t']).map_or(0, |at| at + 1);
            (head.get(..start).unwrap_or_default(), text.get(start..).unwrap_or_default())
        }
    };
    *rest = after;
    let head = head.split('(').next().unwrap_or_default();
    head.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '"' | '\''))
        .take(120)
        .collect::<String>()
        .to_ascii_lowercase()
}

/// Skips one comment at the beginning.
fn without_comment(text: &str) -> &str {
    match text.strip_prefix('(') {
        Some(inner) => match inner.find(')') {
            Some(end) => inner.get(end + 1..).unwrap_or_default().trim_start(),
            None => inner,
        },
        None => text,
    }
}

fn next_break(text: &str) -> usize {
    text.find(';').map_or(text.len(), |at| at + 1)
}

/// `name = value` at the beginning: the name, the value, and what follows.
fn parameter(text: &str) -> Option<(String, String, &str)> {
    let equals = text.find(['=', ';']).filter(|at| text.get(*at..=*at) == Some("="))?;
    let name = text.get(..equals).unwrap_or_default().trim();
    if name.is_empty() || name.len() > NAME_LIMIT || name.contains(char::is_whitespace) {
        return None;
    }
    let after = text.get(equals + 1..).unwrap_or_default().trim_start();
    let (value, after) = match after.strip_prefix('"') {
        Some(inner) => quoted(inner),
        None => bare(after),
    };
    Some((name.to_ascii_lowercase(), value, after))
}

/// A value without quotes: up to `;`, blanks within kept (`filename=surat kuasa.pdf`).
fn bare(text: &str) -> (String, &str) {
    let end = text.find(';').unwrap_or(text.len());
    let value = text.get(..end).unwrap_or_default();
    // `charset=utf-8 format=flowed`: the `;` was forgotten.
    let end = match value.find('=').filter(|_| !value.contains("=?")) {
        Some(equals) => {
            let before = value.get(..equals).unwrap_or_default().trim_end();
            before.rfind([' ', '\t']).filter(|at| *at > 0).unwrap_or(end)
        }
        None => end,
    };
    (text.get(..end).unwrap_or_default().trim().to_owned(), text.get(end..).unwrap_or_default())
}

/// A quoted value: up to the quote that is followed by `;`, the end, or another parameter. A quote in
/// the middle of a name belongs to the name; where none closes, the value ends at the next `;`.
fn quoted(text: &str) -> (String, &str) {
    let mut value = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' if closes(text.get(at + 1..).unwrap_or_default()) => {
                return (value, text.get(at + 1..).unwrap_or_default());
            }
            '\\' => match text.get(at + 1..).and_then(|t| t.chars().next()) {
                Some(next @ ('"' | '\\')) => {
                    value.push(next);
                    chars.next();
                }
                // Not an escape that anybody needs: a path of Windows.
                _ => value.push('\\'),
            },
            c => value.push(c),
        }
    }
    let end = text.find(';').unwrap_or(text.len());
    let value = text.get(..end).unwrap_or_default().trim_end().trim_end_matches('"');
    (value.to_owned(), text.get(end..).unwrap_or_default())
}

fn closes(after: &str) -> bool {
    let after = after.trim_start();
    if after.is_empty() || after.starts_with([';', ',', '(']) {
        return true;
    }
    let token = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '*' | '_');
    let name: usize = after.chars().take(NAME_LIMIT).take_while(|c| token(*c)).count();
    name > 0 && after.get(name..).unwrap_or_default().trim_start().starts_with('=')
}

/// `charset'language'percent-encoded`, as RFC 2231 has it behind a star.
fn is_extended(value: &str) -> bool {
    let mut parts = value.splitn(3, '\'');
    let (Some(set), Some(language), Some(text)) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let token = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
    (3..=24).contains(&set.len())
        && set.chars().all(token)
        && language.len() <= 8
        && text.contains('%')
}

fn joined(pieces: &[Piece<'_>]) -> String {
    let mut charset: Option<&str> = None;
    let mut bytes: Vec<u8> = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        let mut value = piece.value;
        if at == 0 && piece.starred {
            let mut parts = value.splitn(3, '\'');
            if let (Some(set), Some(_), Some(text)) = (parts.next(), parts.next(), parts.next()) {
                charset = Some(set).filter(|s| !s.is_empty());
                value = text;
            }
        }
        if piece.starred {
            transfer::unescape(b'%', value.as_bytes(), &mut bytes);
        } else {
            bytes.extend_from_slice(value.as_bytes());
        }
    }
    debug_assert!(pieces.windows(2).all(|w| matches!(w, [a, b] if a.number < b.number)));
    match (charset, std::str::from_utf8(&bytes)) {
        // Pieces written plainly are UTF-8 here; so is what almost every program encodes.
        (None, Ok(text)) => text.to_owned(),
        (set, _) => charset::decode(&bytes, set).0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filename(value: &str) -> Option<String> {
        Structured::read(value.as_bytes(), None).text("filename")
    }

    #[test]
    fn numbered_and_starred_pieces() {
        let name = |v: &str| filename(v).unwrap_or_default();
        assert_eq!(
            name("attachment;\r\n filename*1*=%20kuasa.pdf;\r\n filename*0*=UTF-8'id'Surat"),
            "Surat kuasa.pdf"
        );
        assert_eq!(name("attachment; filename*=iso-8859-1'en'caf%E9.pdf; filename=x"), "café.pdf");
        assert_eq!(name("a; filename=x.pdf; filename*=utf-8''b%C3%A9.pdf"), "bé.pdf");
        assert_eq!(
            name("a; filename*0=\"surat \"; filename*1=\"kuasa\"; filename*2*=%20b.pdf"),
            "surat kuasa b.pdf"
        );
        assert_eq!(name("a; filename=\"utf-8''b%C3%A9.pdf\""), "bé.pdf");
        assert_eq!(name("a; filename*0=\"utf-8''b%C3\"; filename*1=\"%A9.pdf\""), "bé.pdf");
        assert_eq!(name("a; filename*='surat%20x"), "'surat x");
    }

    #[test]
    fn broken_quotes_and_missing_marks() {
        let name = |v: &str| filename(v).unwrap_or_default();
        assert_eq!(name("attachment; filename=surat kuasa (1).pdf; size=3"), "surat kuasa (1).pdf");
        assert_eq!(name("attachment; filename=\"surat.pdf; size=3"), "surat.pdf");
        assert_eq!(
            name("attachment; filename=\"surat \"baru\" ini.pdf\""),
            "surat \"baru\" ini.pdf"
        );
        assert_eq!(name("attachment; filename=\"a;b.pdf\";;; size=2"), "a;b.pdf");
        assert_eq!(name("attachment filename=a.pdf"), "a.pdf");
        assert_eq!(name("filename=a.pdf"), "a.pdf");
        assert_eq!(
            name("attachment; filename=\"C:\\temp\\a \\\"b\\\".pdf\""),
            "C:\\temp\\a \"b\".pdf"
        );
        let kind = Structured::read(b"text/plain charset=utf-8 format=flowed", None);
        assert_eq!(kind.word, "text/plain");
        assert_eq!(kind.token("charset").as_deref(), Some("utf-8"));
        assert_eq!(kind.token("format").as_deref(), Some("flowed"));
        let kind = Structured::read(b" Text / Plain (words) ; charset=US-ASCII (plain)", None);
        assert_eq!(
            (kind.word.as_str(), kind.token("charset").as_deref()),
            ("text/plain", Some("US-ASCII"))
        );
    }

    #[test]
    fn names_in_raw_bytes() {
        let name = |v: &[u8]| Structured::read(v, None).text("name").unwrap_or_default();
        assert_eq!(name("a/b; name=\"Ørsted é.pdf\"".as_bytes()), "Ørsted é.pdf");
        assert_eq!(name(b"a/b; name=\"caf\xe9.pdf\""), "café.pdf");
        let cut = ["a/b; name=\"Картинка".as_bytes(), b"\xd1\""].concat();
        assert_eq!(name(&cut), "Картинка\u{fffd}");
    }

    #[test]
    fn a_flood_is_cut() {
        let flood: String = (0..5_000).map(|n| format!("; filename*{n}=x")).collect();
        let found = Structured::read(format!("attachment{flood}").as_bytes(), None);
        assert!(found.flooded);
        assert_eq!(found.text("filename").map(|n| n.len()), Some(PARAMETER_LIMIT));
    }
}
