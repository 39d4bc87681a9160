//! Files that came along: what they are by their first bytes, and a name that does no harm.
//! Knows no meaning of a paper and opens no container.
use super::header;

/// Longest name that is kept, in bytes.
const NAME_LIMIT: usize = 120;

/// Pictures below this are logos and tracking pixels; photographs from this on are papers.
const TINY_SIZE: usize = 8 * 1024;
const PHOTO_SIZE: usize = 100 * 1024;

/// The media type by content; `declared` decides only where bytes cannot (text kinds).
pub fn sniff(bytes: &[u8], declared: &str) -> &'static str {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    let at = |offset: usize, magic: &[u8]| {
        bytes.get(offset..offset + magic.len()).is_some_and(|found| found == magic)
    };
    if starts(b"%PDF-") {
        "application/pdf"
    } else if starts(b"\xff\xd8\xff") {
        "image/jpeg"
    } else if starts(b"\x89PNG\r\n\x1a\n") {
        "image/png"
    } else if starts(b"GIF87a") || starts(b"GIF89a") {
        "image/gif"
    } else if starts(b"II*\0") || starts(b"MM\0*") {
        "image/tiff"
    } else if starts(b"RIFF") && at(8, b"WEBP") {
        "image/webp"
    } else if starts(b"BM") && bytes.len() > 26 && declared.starts_with("image/") {
        "image/bmp"
    } else if at(4, b"ftyp") {
        iso_media(bytes)
    } else if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") {
        zip_kind(bytes)
    } else if starts(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        ole_kind(declared)
    } else if starts(b"Rar!\x1a\x07") {
        "application/vnd.rar"
    } else if starts(b"7z\xbc\xaf\x27\x1c") {
        "application/x-7z-compressed"
    } else if starts(b"\x1f\x8b") {
        "application/gzip"
    } else if starts(b"{\\rtf") {
        "application/rtf"
    } else if starts(b"MZ") {
        "application/vnd.microsoft.portable-executable"
    } else if starts(b"\x7fELF") {
        "application/x-executable"
    } else {
        text_kind(bytes, declared)
    }
}

fn iso_media(bytes: &[u8]) -> &'static str {
    match bytes.get(8..12) {
        Some(b"heic" | b"heix" | b"hevc" | b"heim" | b"heis" | b"mif1" | b"msf1") => "image/heic",
        Some(b"avif") => "image/avif",
        _ => "video/mp4",
    }
}

/// Looks at the names of the first entries, without unpacking.
fn zip_kind(bytes: &[u8]) -> &'static str {
    let head = bytes.get(..bytes.len().min(16 * 1024)).unwrap_or_default();
    let holds = |needle: &[u8]| memchr::memmem::find(head, needle).is_some();
    if holds(b"mimetypeapplication/vnd.oasis.opendocument.text") {
        "application/vnd.oasis.opendocument.text"
    } else if holds(b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet") {
        "application/vnd.oasis.opendocument.spreadsheet"
    } else if holds(b"word/") {
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    } else if holds(b"xl/") {
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    } else if holds(b"ppt/") {
        "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    } else {
        "application/zip"
    }
}

fn ole_kind(declared: &str) -> &'static str {
    match declared {
        "application/msword" => "application/msword",
        "application/vnd.ms-excel" => "application/vnd.ms-excel",
        _ => "application/x-ole-storage",
    }
}

fn text_kind(bytes: &[u8], declared: &str) -> &'static str {
    if bytes.is_empty() {
        return "application/x-empty";
    }
    if matches!(declared, "message/rfc822" | "message/global") {
        return "message/rfc822";
    }
    let head = bytes.get(..bytes.len().min(4_096)).unwrap_or_default();
    let lower = head.trim_ascii_start().to_ascii_lowercase();
    let lower = lower.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&lower);
    if lower.starts_with(b"<!doctype html")
        || lower.starts_with(b"<html")
        || declared == "text/html"
    {
        return "text/html";
    }
    if lower.starts_with(b"<?xml") && memchr::memmem::find(lower, b"<svg").is_some()
        || lower.starts_with(b"<svg")
    {
        return "image/svg+xml";
    }
    if lower.starts_with(b"<?xml") {
        return "application/xml";
    }
    // A cut in the middle of a character is no sign of binary data.
    let utf8 = match std::str::from_utf8(head) {
        Ok(_) => true,
        Err(e) => e.error_len().is_none() && head.len() < bytes.len(),
    };
    let controls = head.iter().any(|b| *b == 0 || *b < 9 || (14..32).contains(b) && *b != 27);
    match (controls, utf8, declared) {
        (false, _, "text/csv") => "text/csv",
        (false, _, "text/calendar") => "text/calendar",
        (false, true, _) => "text/plain",
        (false, false, d) if d.starts_with("text/") => "text/plain",
        _ => "application/octet-stream",
    }
}

/// The usual extension of a media type of ours.
fn extension(media_type: &str) -> &'static str {
    match media_type {
        "application/pdf" => "pdf",
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "image/gif" => "gif",
        "image/tiff" => "tif",
        "image/heic" => "heic",
        "image/webp" => "webp",
        "application/zip" => "zip",
        "application/msword" => "doc",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => "docx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => "xlsx",
        "application/vnd.oasis.opendocument.text" => "odt",
        "message/rfc822" => "eml",
        "text/html" => "html",
        "text/csv" => "csv",
        "text/plain" => "txt",
        _ => "bin",
    }
}

/// A harmless name: no path, no control or direction characters, at most [`NAME_LIMIT`] bytes with the
/// extension kept; without a name `lampiran-N.ext`. The flag tells whether it had to be mended.
pub fn safe_name(name: Option<&str>, media_type: &str, number: usize) -> (String, bool) {
    let given = name.map(str::trim).filter(|n| !n.is_empty());
    let Some(given) = given else {
        return (format!("lampiran-{number}.{}", extension(media_type)), false);
    };
    let visible: String = given
        .chars()
        .map(|c| match c {
            c if header::is_invisible_direction(c) || c.is_control() => '_',
            '"' | '<' | '>' | '|' | '?' | '*' | ':' => '_',
            c => c,
        })
        .collect();
    let base = visible.rsplit(['/', '\\']).next().unwrap_or_default();
    let base = base.trim().trim_start_matches('.').trim();
    let base = if base.chars().any(char::is_alphanumeric) {
        base.to_owned()
    } else {
        format!("lampiran-{number}.{}", extension(media_type))
    };
    let base = shortened(&base);
    let mended = base != given;
    (base, mended)
}

fn shortened(name: &str) -> String {
    if name.len() <= NAME_LIMIT {
        return name.to_owned();
    }
    let (stem, tail) = match name.rsplit_once('.') {
        Some((stem, ext)) if ext.len() <= 10 => (stem, format!(".{ext}")),
        _ => (name, String::new()),
    };
    let mut end = NAME_LIMIT.saturating_sub(tail.len()).min(stem.len());
    while !stem.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}{tail}", stem.get(..end).unwrap_or_default().trim_end())
}

/// A picture that decorates the body: shown by the HTML, or too small for a paper. A large photograph
/// is a paper also where the telephone put it into the text.
pub(crate) fn is_decoration(media_type: &str, size: usize, cid_used: bool) -> bool {
    let photo = matches!(media_type, "image/jpeg" | "image/heic" | "image/webp");
    let paper = media_type == "image/tiff" || photo && size >= PHOTO_SIZE;
    media_type.starts_with("image/") && !paper && (cid_used || size < TINY_SIZE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_by_content() {
        assert_eq!(sniff(b"%PDF-1.7", "application/octet-stream"), "application/pdf");
        assert_eq!(sniff(b"\xff\xd8\xff\xe0", "application/pdf"), "image/jpeg");
        assert_eq!(
            sniff(b"MZ\x90", "application/pdf"),
            "application/vnd.microsoft.portable-executable"
        );
        assert_eq!(
            sniff(b"PK\x03\x04....word/document.xml", ""),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        );
        assert_eq!(sniff(b"<HTML>", "application/pdf"), "text/html");
        assert_eq!(sniff(b"halo", "application/pdf"), "text/plain");
        assert_eq!(sniff(b"\0\x01\x02", "text/plain"), "application/octet-stream");
    }

    #[test]
    fn a_photograph_is_a_paper_and_a_logo_is_not() {
        assert!(is_decoration("image/png", 20_000, true));
        assert!(is_decoration("image/gif", 43, false));
        assert!(!is_decoration("image/jpeg", 2_000_000, true));
        assert!(!is_decoration("image/jpeg", 9_000, false));
        assert!(!is_decoration("application/pdf", 10, true));
    }

    #[test]
    fn names_do_no_harm() {
        let name = |n: &str| safe_name(Some(n), "application/pdf", 1).0;
        assert_eq!(name("SK Admin Agency 2026 (1).pdf"), "SK Admin Agency 2026 (1).pdf");
        assert_eq!(name("../../etc/passwd"), "passwd");
        assert_eq!(name("C:\\Users\\x\\surat.pdf"), "surat.pdf");
        assert_eq!(name("surat\u{202e}fdp.exe"), "surat_fdp.exe");
        assert_eq!(name("a\0b\r\nc.pdf"), "a_b__c.pdf");
        assert_eq!(name(".."), "lampiran-1.pdf");
        assert_eq!(safe_name(None, "image/jpeg", 3).0, "lampiran-3.jpg");
        let long = name(&format!("{}.pdf", "ä".repeat(5_000)));
        assert!(long.len() <= 120 && long.ends_with(".pdf"));
    }
}
