//! The outermost shells of MIME: delimiter lines and transfer encodings. Knows no header.
use super::mime::PART_LIMIT;
use mail_parser::decoders::base64::base64_decode;
use memchr::memmem;

/// The parts of a multipart body.
pub(crate) struct Split<'a> {
    pub parts: Vec<&'a [u8]>,
    /// The closing delimiter was there.
    pub closed: bool,
}

/// Cuts a multipart body at its delimiter lines (RFC 2046 §5.1).
pub(crate) fn split<'a>(body: &'a [u8], boundary: &[u8]) -> Split<'a> {
    let mut result = Split { parts: Vec::new(), closed: false };
    let mut delimiter = b"--".to_vec();
    delimiter.extend_from_slice(boundary.trim_ascii_end());
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
        result.parts.push(body.get(start..).unwrap_or_default());
    }
    result
}

fn without_last_break(part: &[u8]) -> &[u8] {
    let part = part.strip_suffix(b"\n").unwrap_or(part);
    part.strip_suffix(b"\r").unwrap_or(part)
}

/// The first line that looks like a delimiter and is followed by a `Content-` field.
pub(crate) fn guess_boundary(body: &[u8]) -> Option<&[u8]> {
    let mut lines = body.split(|&b| b == b'\n').take(200);
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

/// Decodes base64, leaving out what does not belong there; the flag tells whether all was clean.
pub(crate) fn base64(body: &[u8]) -> (Vec<u8>, bool) {
    if let Some(bytes) = base64_decode(body) {
        return (bytes, true);
    }
    let alphabet = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/');
    let cleaned: Vec<u8> = body.iter().copied().filter(alphabet).collect();
    (base64_decode(&cleaned).unwrap_or_default(), false)
}

/// RFC 2045 §6.7, lenient: what is no escape stays as it is.
pub(crate) fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(body.len());
    for line in body.split_inclusive(|&b| b == b'\n') {
        let (text, ending): (&[u8], &[u8]) = match line.strip_suffix(b"\n") {
            Some(text) => match text.strip_suffix(b"\r") {
                Some(text) => (text, b"\r\n"),
                None => (text, b"\n"),
            },
            None => (line, b""),
        };
        let text = text.trim_ascii_end();
        let (text, soft) = match text.strip_suffix(b"=") {
            Some(text) => (text, true),
            None => (text, false),
        };
        let mut rest = text;
        while let Some((&byte, tail)) = rest.split_first() {
            rest = tail;
            if byte == b'='
                && let [high, low, after @ ..] = tail
                && let (Some(high), Some(low)) = (hex(*high), hex(*low))
            {
                bytes.push((high << 4) | low);
                rest = after;
            } else {
                bytes.push(byte);
            }
        }
        if !soft {
            bytes.extend_from_slice(ending);
        }
    }
    bytes
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|d| u8::try_from(d).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_printable_keeps_what_is_no_escape() {
        assert_eq!(quoted_printable(b"a=3D=\nb =C3=A9 =ZZ\n"), "a=b é =ZZ\n".as_bytes());
    }
}
