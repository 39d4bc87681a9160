//! What a file is by its bytes. Knows no name and opens nothing.

/// What the first bytes say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    Pdf,
    Image,
    /// An office document, old or new.
    Word,
    /// ZIP and every other archive.
    Archive,
    Markup,
    Program,
    /// Sound or moving pictures.
    Media,
    Text,
    Empty,
    Unknown,
}

/// Bytes in front of `%PDF-` that readers put up with: scanners and mail gateways leave some there.
pub(super) const BEFORE_PDF: usize = 1024;

/// Looks at magic bytes at the front. A PDF may have a few bytes of nothing in particular before it,
/// never those of another kind.
pub fn sniff(bytes: &[u8]) -> Content {
    let starts = |magic: &[&[u8]]| magic.iter().any(|m| bytes.starts_with(m));
    let trimmed = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    // A file that was only reserved on a disk that was then full has nothing but zeros.
    if trimmed.iter().all(|b| *b == 0) {
        return Content::Empty;
    }
    if starts(&[b"%PDF-"]) {
        return Content::Pdf;
    }
    if let Some(found) = picture_or_media(bytes) {
        return found;
    }
    if bytes.starts_with(b"PK\x03\x04") {
        let office =
            bytes.windows(11).take(4096).any(|w| w == b"[Content_Ty") || contains(bytes, b"word/");
        let open_document =
            bytes.get(30..).is_some_and(|b| b.starts_with(b"mimetypeapplication/vnd."));
        return if office || open_document { Content::Word } else { Content::Archive };
    }
    if starts(&[b"\xd0\xcf\x11\xe0", b"{\\rtf"]) {
        return Content::Word;
    }
    if starts(&[b"PK\x05\x06", b"PK\x07\x08"]) || crate::office::archive(bytes).is_some() {
        return Content::Archive;
    }
    if is_program(bytes) {
        return Content::Program;
    }
    if is_markup(trimmed) {
        return Content::Markup;
    }
    if pdf_start(bytes).is_some() {
        return Content::Pdf;
    }
    if is_text(bytes) { Content::Text } else { Content::Unknown }
}

/// Where the PDF in these bytes begins.
pub(super) fn pdf_start(bytes: &[u8]) -> Option<usize> {
    let front = bytes.get(..bytes.len().min(BEFORE_PDF + 5)).unwrap_or(bytes);
    memchr::memmem::find(front, b"%PDF-")
}

fn picture_or_media(bytes: &[u8]) -> Option<Content> {
    let starts = |magic: &[&[u8]]| magic.iter().any(|m| bytes.starts_with(m));
    let form = bytes.get(8..12).unwrap_or_default();
    if bytes.get(4..8) == Some(b"ftyp".as_slice()) {
        let still: [&[u8]; 8] =
            [b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif"];
        return Some(if still.contains(&form) { Content::Image } else { Content::Media });
    }
    if bytes.starts_with(b"RIFF") {
        return Some(if form == b"WEBP" { Content::Image } else { Content::Media });
    }
    if starts(&[b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\0", b"MM\0*"]) {
        return Some(Content::Image);
    }
    // "BM" is two letters of many words: the size and a place for the points make it a picture.
    if bytes.starts_with(b"BM") && bytes.get(6..10) == Some([0u8; 4].as_slice()) {
        return Some(Content::Image);
    }
    let media: [&[u8]; 6] = [b"ID3", b"OggS", b"fLaC", b"#!AMR", b"\x1aE\xdf\xa3", b"FLV\x01"];
    starts(&media).then_some(Content::Media)
}

fn is_program(bytes: &[u8]) -> bool {
    let magic: [&[u8]; 12] = [
        b"MZ",
        b"\x7fELF",
        b"#!",
        b"\xca\xfe\xba\xbe",
        b"\xfe\xed\xfa\xce",
        b"\xfe\xed\xfa\xcf",
        b"\xce\xfa\xed\xfe",
        b"\xcf\xfa\xed\xfe",
        // A short cut of Windows; compiled help; bytecode.
        b"L\0\0\0\x01\x14\x02\0",
        b"ITSF",
        b"dex\n",
        b"\0asm",
    ];
    magic.iter().any(|m| bytes.starts_with(m))
}

fn is_markup(front: &[u8]) -> bool {
    let front: Vec<u8> = front.iter().take(64).map(u8::to_ascii_lowercase).collect();
    let known: [&[u8]; 13] = [
        b"<!doctype",
        b"<html",
        b"<?xml",
        b"<svg",
        b"<script",
        b"<head",
        b"<body",
        b"<!--",
        b"<meta",
        b"<table",
        b"<div",
        b"<?php",
        b"mime-version:",
    ];
    known.iter().any(|m| front.starts_with(m))
}

fn is_text(bytes: &[u8]) -> bool {
    let sample = bytes.get(..bytes.len().min(8192)).unwrap_or(bytes);
    let odd = sample.iter().filter(|b| **b < 9 || (14..32).contains(*b)).count();
    let valid = match std::str::from_utf8(sample) {
        Ok(_) => true,
        Err(error) => sample.len() - error.valid_up_to() < 4,
    };
    odd == 0 && valid
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    memchr::memmem::find(bytes.get(..bytes.len().min(4096)).unwrap_or(bytes), needle).is_some()
}
