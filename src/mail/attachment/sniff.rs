//! What a file is by its bytes. Knows no name and opens no container; what it says is the label of the
//! mail's file, not a permission.
use crate::mail::header::Block;

/// Bytes at the beginning of a text that are looked at.
const TEXT_HEAD: usize = 4 * 1024;
/// How far into a file a PDF may begin (ISO 32000-1, Annex H.3.4.1).
const PDF_HEAD: usize = 1024;
/// Bytes at both ends of a container in which its entries are looked for.
const ZIP_END: usize = 16 * 1024;
const OLE_HEAD: usize = 64 * 1024;

/// First bytes that alone say what a file is.
const MAGICS: [(&[u8], &str); 41] = [
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"8BPS\0\x01", "image/vnd.adobe.photoshop"),
    (b"\0\0\0\x0cjP  \r\n", "image/jp2"),
    (b"\xff\x0a\xfe", "image/jxl"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\0", "application/x-xz"),
    (b"\x28\xb5\x2f\xfd", "application/zstd"),
    (b"MSCF\0\0\0\0", "application/vnd.ms-cab-compressed"),
    (b"{\\rtf", "application/rtf"),
    (b"%!PS", "application/postscript"),
    (b"MZ", "application/vnd.microsoft.portable-executable"),
    (b"\x7fELF", "application/x-executable"),
    (b"\x4c\0\0\0\x01\x14\x02\0", "application/x-ms-shortcut"),
    (b"\x78\x9f\x3e\x22", "application/vnd.ms-tnef"),
    (b"\0\x05\x16\x07", "application/applefile"),
    (b"\0\x05\x16\0", "application/applefile"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
    (b"ID3", "audio/mpeg"),
    (b"#!AMR", "audio/amr"),
    (b"MThd", "audio/midi"),
    (b"\x1a\x45\xdf\xa3", "video/webm"),
    (b"FLV\x01", "video/x-flv"),
    (b"\0\0\x01\xba", "video/mpeg"),
    (b"SQLite format 3\0", "application/vnd.sqlite3"),
    (b"-----BEGIN PGP SIGNATURE-----", "application/pgp-signature"),
    (b"-----BEGIN PGP MESSAGE-----", "application/pgp-encrypted"),
    (b"-----BEGIN PGP PUBLIC KEY BLOCK-----", "application/pgp-keys"),
    (b"-----BEGIN PKCS7-----", "application/pkcs7-mime"),
    (b"BEGIN:VCALENDAR", "text/calendar"),
    (b"BEGIN:VCARD", "text/vcard"),
    (b"begin:vcard", "text/vcard"),
];

/// Brands of an ISO base media file (ISO 14496-12, §4.3) that are no `video/mp4`.
const BRANDS: [(&[u8], &str); 15] = [
    (b"heic", "image/heic"),
    (b"heix", "image/heic"),
    (b"hevc", "image/heic"),
    (b"heim", "image/heic"),
    (b"heis", "image/heic"),
    (b"mif1", "image/heic"),
    (b"msf1", "image/heic"),
    (b"avif", "image/avif"),
    (b"avis", "image/avif"),
    (b"qt  ", "video/quicktime"),
    (b"M4A ", "audio/mp4"),
    (b"M4B ", "audio/mp4"),
    (b"3gp", "video/3gpp"),
    (b"3g2", "video/3gpp2"),
    (b"crx ", "image/x-canon-cr3"),
];

/// Types that a zip may say of itself in its first entry, `mimetype` (OpenDocument 1.2, part 3, §3.3).
const ZIP_TYPES: [&str; 6] = [
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.presentation",
    "application/vnd.oasis.opendocument.graphics",
    "application/vnd.oasis.opendocument.formula",
    "application/epub+zip",
];

/// Streams in the directory of an OLE file, and whose they are.
const OLE_STREAMS: [(&str, &str); 5] = [
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
    ("__properties_version1.0", "application/vnd.ms-outlook"),
    ("Book", "application/vnd.ms-excel"),
];

/// The media type by content; `declared` decides only where bytes cannot (text kinds).
pub fn sniff(bytes: &[u8], declared: &str) -> &'static str {
    let at = |offset: usize, magic: &[u8]| {
        bytes.get(offset..).is_some_and(|rest| rest.starts_with(magic))
    };
    if bytes.is_empty() {
        return "application/x-empty";
    }
    if let Some((_, kind)) = MAGICS.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return kind;
    }
    if at(4, b"ftyp") {
        return iso_media(bytes);
    }
    if at(0, b"PK\x03\x04") || at(0, b"PK\x05\x06") {
        return zip_kind(bytes);
    }
    if at(0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return ole_kind(bytes, declared);
    }
    match bytes.get(8..12).filter(|_| at(0, b"RIFF")) {
        Some(b"WEBP") => return "image/webp",
        Some(b"WAVE") => return "audio/wav",
        Some(b"AVI ") => return "video/x-msvideo",
        _ => {}
    }
    if at(0, b"BM") && bytes.len() > 26 && declared.starts_with("image/") {
        return "image/bmp";
    }
    if at(0, b"\x01\0\0\0") && at(40, b" EMF") {
        return "image/emf";
    }
    if declared.starts_with("audio/") && at(0, b"\xff") && bytes.get(1).is_some_and(|b| *b >= 0xe2)
    {
        return "audio/mpeg";
    }
    if at(257, b"ustar") {
        return "application/x-tar";
    }
    if at(0, b"\x30") && holds(bytes, 64, b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07") {
        let signature = declared.ends_with("pkcs7-signature");
        return if signature { "application/pkcs7-signature" } else { "application/pkcs7-mime" };
    }
    text_kind(bytes, declared)
}

/// Whether the first bytes are those of a file that nobody can read as text.
pub(crate) fn is_binary(bytes: &[u8]) -> bool {
    const CONTAINERS: [&[u8]; 2] = [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"];
    let magic = MAGICS.iter().find(|(magic, _)| bytes.starts_with(magic));
    let readable = |kind: &str| {
        kind.starts_with("text/") || kind.starts_with("application/p") && kind != "application/pdf"
    };
    CONTAINERS.iter().any(|magic| bytes.starts_with(magic))
        // Two or three letters may begin a word as well.
        || magic.is_some_and(|(magic, kind)| magic.len() > 3 && !readable(kind))
        || bytes.starts_with(b"\xff\xd8\xff")
        || bytes.starts_with(b"\x1f\x8b\x08")
}

/// Whether the first bytes hold this.
fn holds(bytes: &[u8], within: usize, needle: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(within)).unwrap_or_default();
    memchr::memmem::find(head, needle).is_some()
}

fn iso_media(bytes: &[u8]) -> &'static str {
    let brand = bytes.get(8..).unwrap_or_default();
    BRANDS.iter().find(|(name, _)| brand.starts_with(name)).map_or("video/mp4", |(_, kind)| kind)
}

/// Looks at the names of the first and last entries, without unpacking.
fn zip_kind(bytes: &[u8]) -> &'static str {
    if let Some(said) = bytes.get(30..).and_then(|rest| rest.strip_prefix(b"mimetype"))
        && let Some(kind) = ZIP_TYPES.iter().rev().find(|kind| said.starts_with(kind.as_bytes()))
    {
        return kind;
    }
    // The central directory is at the end.
    let tail = bytes.get(bytes.len().saturating_sub(ZIP_END)..).unwrap_or_default();
    let entry =
        |name: &[u8]| holds(bytes, ZIP_END, name) || memchr::memmem::find(tail, name).is_some();
    if entry(b"word/") {
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    } else if entry(b"xl/") {
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    } else if entry(b"ppt/") {
        "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    } else {
        "application/zip"
    }
}

/// Looks for the names of streams in the directory (MS-CFB §2.6), which are UTF-16.
fn ole_kind(bytes: &[u8], declared: &str) -> &'static str {
    let number = |at: usize, size: usize| -> usize {
        let digits = bytes.get(at..at + size).unwrap_or_default();
        digits.iter().rev().fold(0, |sum, byte| (sum << 8) | usize::from(*byte))
    };
    let shift = number(30, 2).min(16);
    let start = number(48, 4).saturating_add(1).checked_shl(shift as u32).unwrap_or(usize::MAX);
    let directory = bytes.get(start..).unwrap_or_default();
    let named = |name: &str| {
        let wide: Vec<u8> = name.bytes().flat_map(|b| [b, 0]).chain([0, 0]).collect();
        holds(directory, 4 * 1024, &wide) || holds(bytes, OLE_HEAD, &wide)
    };
    let found = OLE_STREAMS.iter().find(|(name, _)| named(name));
    match (found, declared) {
        (Some((_, kind)), _) => kind,
        (None, "application/msword") => "application/msword",
        (None, "application/vnd.ms-excel") => "application/vnd.ms-excel",
        _ => "application/x-ole-storage",
    }
}

fn text_kind(bytes: &[u8], declared: &str) -> &'static str {
    if matches!(declared, "message/rfc822" | "message/global") {
        return "message/rfc822";
    }
    let head = bytes.get(..bytes.len().min(TEXT_HEAD)).unwrap_or_default();
    let bare = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let lower = bare.to_ascii_lowercase();
    if lower.starts_with(b"<!doctype html")
        || lower.starts_with(b"<html")
        || declared == "text/html"
    {
        return "text/html";
    }
    if lower.starts_with(b"<?xml") && memchr::memmem::find(&lower, b"<svg").is_some()
        || lower.starts_with(b"<svg")
    {
        return "image/svg+xml";
    }
    if lower.starts_with(b"<?xml") {
        return "application/xml";
    }
    // A script that carries a PDF behind its first line is a script (`security.md` A5-86).
    let script = bytes.starts_with(b"#!");
    if holds(bytes, PDF_HEAD, b"%PDF-") && !declared.starts_with("text/") && !script {
        return "application/pdf";
    }
    if !declared.starts_with("text/") && is_mail(bytes) {
        return "message/rfc822";
    }
    // A cut in the middle of a character is no sign of binary data.
    let utf8 = match std::str::from_utf8(head) {
        Ok(_) => true,
        Err(e) => e.error_len().is_none() && head.len() < bytes.len(),
    };
    let wide = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    let controls = head.iter().any(|b| *b == 0 || *b < 9 || (14..32).contains(b) && *b != 27);
    match (controls && !wide, utf8, declared) {
        (false, _, "text/csv") => "text/csv",
        (false, _, "text/calendar") => "text/calendar",
        (false, _, "text/vcard" | "text/x-vcard") => "text/vcard",
        (false, true, _) => "text/plain",
        (false, false, d) if wide || d.starts_with("text/") => "text/plain",
        _ => "application/octet-stream",
    }
}

/// Whether the bytes begin as a mail does: a header block of some fields, a sender among them.
pub(crate) fn is_mail(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(ZIP_END)).unwrap_or_default();
    let block = Block::scan(head);
    let told = ["date", "subject", "to", "message-id", "received", "mime-version"];
    !block.oddities.junk_line
        && !block.oddities.leading_fold
        && block.has("from")
        && told.iter().filter(|name| block.has(name)).count() >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_by_content() {
        assert_eq!(sniff(b"%PDF-1.7", "application/octet-stream"), "application/pdf");
        assert_eq!(sniff(b"\r\n\r\n%PDF-1.7\n", "application/octet-stream"), "application/pdf");
        assert_eq!(sniff(b"<html>%PDF-1.7\n", "application/pdf"), "text/html");
        assert_eq!(sniff(b"#!/bin/sh\n%PDF-1.7\n", "application/pdf"), "text/plain");
        assert_eq!(sniff(b"\xff\xd8\xff\xe0", "application/pdf"), "image/jpeg");
        assert_eq!(
            sniff(b"MZ\x90", "application/pdf"),
            "application/vnd.microsoft.portable-executable"
        );
        assert_eq!(sniff(b"<HTML>", "application/pdf"), "text/html");
        assert_eq!(sniff(b"halo", "application/pdf"), "text/plain");
        assert_eq!(sniff(b"\0\x01\x02", "text/plain"), "application/octet-stream");
        assert_eq!(sniff(b"BEGIN:VCALENDAR\r\n", "application/ics"), "text/calendar");
        assert_eq!(sniff(b"\xff\xfeh\0i\0", "text/plain"), "text/plain");
        let mail = b"Received: x\nFrom: a@b.example\nSubject: x\n\nhalo";
        assert_eq!(sniff(mail, "application/octet-stream"), "message/rfc822");
        assert_eq!(sniff(b"From: saya\n\nhalo", "application/octet-stream"), "text/plain");
    }

    #[test]
    fn containers_by_their_entries() {
        let kind = |bytes: &[u8]| sniff(bytes, "application/octet-stream");
        let docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
        assert_eq!(kind(b"PK\x03\x04....word/document.xml"), docx);
        let far = [b"PK\x03\x04".to_vec(), vec![b'x'; 50_000], b"word/document.xml".to_vec()];
        assert_eq!(kind(&far.concat()), docx);
        let mut odt = b"PK\x03\x04".to_vec();
        odt.resize(30, 0);
        odt.extend_from_slice(b"mimetypeapplication/vnd.oasis.opendocument.textPK");
        assert_eq!(kind(&odt), "application/vnd.oasis.opendocument.text");
        let mut doc = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        doc.resize(512, 0);
        doc[30] = 9;
        let empty = doc.clone();
        doc.extend("WordDocument".bytes().flat_map(|b| [b, 0]).chain([0, 0]));
        assert_eq!(kind(&doc), "application/msword");
        assert_eq!(kind(&empty), "application/x-ole-storage");
        assert_eq!(sniff(&empty, "application/vnd.ms-excel"), "application/vnd.ms-excel");
    }

    #[test]
    fn media_of_telephones() {
        for (head, kind) in [
            (&b"\0\0\0\x18ftypheic"[..], "image/heic"),
            (b"\0\0\0\x18ftyp3gp4", "video/3gpp"),
            (b"\0\0\0\x18ftypisom", "video/mp4"),
            (b"\0\0\0\x18ftypM4A ", "audio/mp4"),
            (b"ID3\x04\0", "audio/mpeg"),
            (b"RIFF....WEBPVP8 ", "image/webp"),
            (b"RIFF", "text/plain"),
        ] {
            assert_eq!(sniff(head, "application/octet-stream"), kind);
        }
    }
}
