//! What a file is by its bytes. Knows no name and opens nothing.

/// What the first bytes say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    Pdf,
    Image,
    Word,
    Archive,
    Markup,
    Program,
    Text,
    Empty,
    Unknown,
}

/// Looks at magic bytes at offset 0; a PDF hidden behind other bytes is no PDF here.
pub fn sniff(bytes: &[u8]) -> Content {
    let starts = |magic: &[&[u8]]| magic.iter().any(|m| bytes.starts_with(m));
    let trimmed = bytes.trim_ascii_start();
    if trimmed.is_empty() {
        return Content::Empty;
    }
    if starts(&[b"%PDF-", b"\xef\xbb\xbf%PDF-"]) {
        return Content::Pdf;
    }
    let heic = bytes.get(4..8) == Some(b"ftyp".as_slice());
    let webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP".as_slice());
    if heic || webp || starts(&[b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\0", b"MM\0*"]) {
        return Content::Image;
    }
    if bytes.starts_with(b"PK\x03\x04") {
        let office =
            bytes.windows(11).take(4096).any(|w| w == b"[Content_Ty") || contains(bytes, b"word/");
        return if office { Content::Word } else { Content::Archive };
    }
    if starts(&[b"\xd0\xcf\x11\xe0", b"{\\rtf"]) {
        return Content::Word;
    }
    if starts(&[b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"PK\x05\x06"]) {
        return Content::Archive;
    }
    if starts(&[b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe"]) {
        return Content::Program;
    }
    let front: Vec<u8> = trimmed.iter().take(64).map(u8::to_ascii_lowercase).collect();
    if [b"<!doctype".as_slice(), b"<html", b"<?xml", b"<svg", b"<script"]
        .iter()
        .any(|m| front.starts_with(m))
    {
        return Content::Markup;
    }
    let sample = bytes.get(..bytes.len().min(8192)).unwrap_or(bytes);
    let odd = sample.iter().filter(|b| **b < 9 || (14..32).contains(*b)).count();
    let valid = match std::str::from_utf8(sample) {
        Ok(_) => true,
        Err(error) => sample.len() - error.valid_up_to() < 4,
    };
    if odd == 0 && valid { Content::Text } else { Content::Unknown }
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.get(..bytes.len().min(4096)).unwrap_or(bytes).windows(needle.len()).any(|w| w == needle)
}
