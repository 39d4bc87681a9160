//! The outermost shell of MIME: delimiter lines. Knows no header.
use super::PART_LIMIT;
use memchr::memmem;

/// Lines in which an unannounced delimiter is looked for.
const GUESS_LINES: usize = 200;

/// The parts of a multipart body.
pub(crate) struct Split<'a> {
    pub parts: Vec<&'a [u8]>,
    /// The closing delimiter was there.
    pub closed: bool,
}

/// What stands before the closing delimiter of a multipart in which no part begins.
pub(crate) fn before_end<'a>(body: &'a [u8], boundary: &[u8]) -> &'a [u8] {
    let delimiter = [b"--", boundary.trim_ascii_end(), b"--"].concat();
    let at_line = |at: &usize| *at == 0 || body.get(at - 1) == Some(&b'\n');
    match memmem::find_iter(body, &delimiter).find(at_line) {
        Some(end) if delimiter.len() > 4 => body.get(..end).unwrap_or(body),
        _ => body,
    }
}

/// Cuts a multipart body at its delimiter lines (RFC 2046 §5.1).
pub(crate) fn split<'a>(body: &'a [u8], boundary: &[u8]) -> Split<'a> {
    // Blanks at the end of a boundary are against the rule, and seldom meant.
    if boundary.last().is_some_and(u8::is_ascii_whitespace) {
        let exact = cut(body, boundary);
        if !exact.parts.is_empty() {
            return exact;
        }
    }
    cut(body, boundary.trim_ascii_end())
}

fn cut<'a>(body: &'a [u8], boundary: &[u8]) -> Split<'a> {
    let mut result = Split { parts: Vec::new(), closed: false };
    let mut delimiter = b"--".to_vec();
    delimiter.extend_from_slice(boundary);
    if delimiter.len() < 3 {
        return result;
    }
    let mut open: Option<usize> = None;
    for at in memmem::find_iter(body, &delimiter) {
        if at > 0 && body.get(at - 1) != Some(&b'\n') {
            continue;
        }
        let after = body.get(at + delimiter.len()..).unwrap_or_default();
        let length = memchr::memchr(b'\n', after).map_or(after.len(), |n| n + 1);
        let tail = after.get(..length).unwrap_or_default().trim_ascii();
        if !(tail.is_empty() || tail == b"--") {
            continue;
        }
        if let Some(start) = open.take() {
            result.parts.push(without_last_break(body.get(start..at).unwrap_or_default()));
        }
        if tail == b"--" {
            result.closed = true;
            return result;
        }
        if result.parts.len() > PART_LIMIT {
            return result;
        }
        open = Some(at + delimiter.len() + length);
    }
    if let Some(start) = open {
        let part = body.get(start..).unwrap_or_default();
        let (part, closed) = without_glued_end(part, &delimiter);
        result.closed = closed;
        result.parts.push(part);
    }
    result
}

/// A closing delimiter at the end of the last line instead of on its own.
fn without_glued_end<'a>(part: &'a [u8], delimiter: &[u8]) -> (&'a [u8], bool) {
    let bare = part.trim_ascii_end();
    match bare.strip_suffix(b"--").and_then(|p| p.strip_suffix(delimiter)) {
        Some(part) => (without_last_break(part), true),
        None => (part, false),
    }
}

fn without_last_break(part: &[u8]) -> &[u8] {
    let part = part.strip_suffix(b"\n").unwrap_or(part);
    part.strip_suffix(b"\r").unwrap_or(part)
}

/// The first line that looks like a delimiter and is followed by a `Content-` field.
pub(crate) fn guess_boundary(body: &[u8]) -> Option<&[u8]> {
    let mut lines = body.split(|&b| b == b'\n').take(GUESS_LINES);
    while let Some(line) = lines.next() {
        let line = line.trim_ascii();
        let next = lines.clone().next().unwrap_or_default();
        let field = next.get(..8).is_some_and(|n| n.eq_ignore_ascii_case(b"content-"));
        if let Some(boundary) = line.strip_prefix(b"--")
            && boundary.len() >= 3
            && field
        {
            return Some(boundary);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts<'a>(body: &'a str, boundary: &str) -> (Vec<&'a [u8]>, bool) {
        let split = split(body.as_bytes(), boundary.as_bytes());
        (split.parts, split.closed)
    }

    #[test]
    fn only_whole_lines_delimit() {
        let body = "awal\r\n--a\r\nsatu\r\n--ab\r\n x--a\r\n--a \r\ndua\r\n--a--\r\nakhir";
        assert_eq!(parts(body, "a"), (vec![&b"satu\r\n--ab\r\n x--a"[..], b"dua"], true));
        assert_eq!(parts("--a\nsatu", "a "), (vec![&b"satu"[..]], false));
        assert_eq!(
            parts("--a \nsatu\n--a\ndua\n--a --\n", "a "),
            (vec![&b"satu\n--a\ndua"[..]], true)
        );
    }

    #[test]
    fn an_end_glued_to_the_last_line_is_an_end() {
        assert_eq!(parts("--a\nsatu--a--\n", "a"), (vec![&b"satu"[..]], true));
        assert_eq!(parts("--a\nsatu", ""), (vec![], false));
        assert_eq!(before_end(b"satu\n--a--\nakhir", b"a"), b"satu\n");
        assert_eq!(before_end(b"satu\n", b"a"), b"satu\n");
    }
}
