//! Two kinds of file in one, and files whose name says another kind than their bytes (`security.md`
//! A5-86). Knows no pipe and opens nothing.
//!
//! What scanners, mail gateways and phones do by themselves is innocent: bytes of nothing before or
//! behind a PDF, a second picture or a short film behind a JPEG, a picture called `.pdf`.
use super::sniff::{BEFORE_PDF, Content, pdf_start};

/// Bytes at the end in which a ZIP's directory may be announced: a comment has at most 65,535.
const ZIP_TAIL: usize = 65_535 + 22;
/// Bytes behind the end of a PDF or a picture that are looked at.
const MOST_BEHIND: usize = 1 << 20;

/// Are there two kinds of file in these bytes, or does the name claim one that runs?
pub(super) fn is_disguised(bytes: &[u8], content: Content, name: &str) -> bool {
    if name_runs(name) && !matches!(content, Content::Program | Content::Markup) {
        return true;
    }
    match content {
        Content::Pdf => in_pdf(bytes),
        Content::Image => in_picture(bytes),
        Content::Program | Content::Markup => {
            name_is_paper(name) || pdf_start(bytes).is_some() || zip_behind(bytes, 0)
        }
        Content::Text => name_is_paper_of_bytes(name) && has_markup(bytes),
        _ => false,
    }
}

fn extension(name: &str) -> String {
    let bare = name.trim_end_matches(|c: char| c == '.' || c.is_whitespace() || c.is_control());
    let seen: String = bare.chars().filter(|c| c.is_ascii()).collect();
    seen.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase()).unwrap_or_default()
}

/// Would a double click run something or open a browser?
fn name_runs(name: &str) -> bool {
    let runs = [
        "exe", "com", "scr", "pif", "bat", "cmd", "msi", "dll", "cpl", "js", "jse", "vbs", "vbe",
        "wsf", "wsh", "hta", "ps1", "psm1", "reg", "lnk", "jar", "apk", "sh", "py", "app", "chm",
        "html", "htm", "xhtml", "mht", "mhtml", "svg", "url", "iso", "img", "vhd", "docm", "dotm",
        "xlsm", "pptm",
    ];
    runs.contains(&extension(name).as_str())
}

/// Does the name promise a paper?
fn name_is_paper(name: &str) -> bool {
    let papers = [
        "pdf", "jpg", "jpeg", "png", "tif", "tiff", "heic", "heif", "webp", "gif", "bmp", "docx",
        "doc", "odt", "rtf", "txt",
    ];
    papers.contains(&extension(name).as_str())
}

fn name_is_paper_of_bytes(name: &str) -> bool {
    name_is_paper(name) && extension(name) != "txt"
}

fn in_pdf(bytes: &[u8]) -> bool {
    let front = bytes.get(..bytes.len().min(BEFORE_PDF)).unwrap_or(bytes);
    if has_markup(front) {
        return true;
    }
    let end = memchr::memmem::rfind(bytes, b"%%EOF").map_or(bytes.len(), |at| at + 5);
    let behind = bytes.get(end..).unwrap_or_default();
    has_markup(behind) || other_begins(behind) || zip_behind(bytes, end)
}

fn in_picture(bytes: &[u8]) -> bool {
    let front = bytes.get(..bytes.len().min(BEFORE_PDF + 5)).unwrap_or(bytes);
    // Programs of pictures write about themselves in XML, never in HTML.
    if pdf_start(bytes).is_some() || has_markup(front) || zip_behind(bytes, bytes.len()) {
        return true;
    }
    let end = match bytes {
        [0xff, 0xd8, ..] => memchr::memmem::rfind(bytes, b"\xff\xd9").map(|at| at + 2),
        [0x89, ..] => memchr::memmem::rfind(bytes, b"IEND\xae\x42\x60\x82").map(|at| at + 8),
        _ => None,
    };
    let behind = end.and_then(|end| bytes.get(end..)).unwrap_or_default();
    other_begins(behind) || has_markup(behind)
}

/// Markup that a browser would run.
fn has_markup(bytes: &[u8]) -> bool {
    let look = bytes.get(..bytes.len().min(MOST_BEHIND)).unwrap_or(bytes);
    let small = look.to_ascii_lowercase();
    let marks: [&[u8]; 7] =
        [b"<html", b"<script", b"<!doctype html", b"<body", b"<iframe", b"<?php", b"<svg"];
    marks.iter().any(|mark| memchr::memmem::find(&small, mark).is_some())
}

/// Does another file begin right here?
fn other_begins(behind: &[u8]) -> bool {
    let trimmed = behind.trim_ascii_start();
    let others: [&[u8]; 6] =
        [b"PK\x03\x04", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"MZ\x90\0", b"\x7fELF", b"#!/"];
    others.iter().any(|magic| trimmed.starts_with(magic))
}

/// Would a program that unpacks archives find one here? Its directory is announced at the end; inside
/// a stream of a PDF, before `end`, such an announcement counts only if its comment fills the rest.
fn zip_behind(bytes: &[u8], end: usize) -> bool {
    let from = bytes.len().saturating_sub(ZIP_TAIL);
    let tail = bytes.get(from..).unwrap_or_default();
    memchr::memmem::find_iter(tail, b"PK\x05\x06").any(|at| {
        let at = from + at;
        let word = |place: usize| {
            let pair = bytes.get(at + place..at + place + 2)?;
            <[u8; 2]>::try_from(pair).ok().map(|b| usize::from(u16::from_le_bytes(b)))
        };
        let long = |place: usize| Some(word(place)? + (word(place + 2)? << 16));
        let (Some(entries), Some(size), Some(comment)) = (word(10), long(12), word(20)) else {
            return false;
        };
        let directory = at.checked_sub(size).and_then(|start| bytes.get(start..start + 4));
        let fills = at + 22 + comment == bytes.len();
        entries > 0 && directory == Some(b"PK\x01\x02".as_slice()) && (at >= end || fills)
    })
}
