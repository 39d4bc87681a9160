//! Files that came along: what they are by their first bytes, and a name that does no harm.
//! Knows no meaning of a paper and opens no container.
use super::header;

mod sniff;

pub use sniff::sniff;
pub(crate) use sniff::{is_binary, is_mail};

/// Longest name that is kept, in bytes (as [`safe_name`] promises).
const NAME_LIMIT: usize = 120;

/// Pictures below this are logos and tracking pixels; photographs from this on are papers.
const TINY_SIZE: usize = 8 * 1024;
const PHOTO_SIZE: usize = 100 * 1024;
/// Least bytes of a picture of any kind that is no logo.
const PAGE_SIZE: usize = 256 * 1024;

/// The usual extension of a media type of ours.
fn extension(media_type: &str) -> &'static str {
    match media_type {
        "application/pdf" => "pdf",
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "image/gif" => "gif",
        "image/tiff" => "tif",
        "image/bmp" => "bmp",
        "image/heic" => "heic",
        "image/webp" => "webp",
        "image/svg+xml" => "svg",
        "application/zip" => "zip",
        "application/vnd.rar" => "rar",
        "application/x-7z-compressed" => "7z",
        "application/gzip" => "gz",
        "application/rtf" => "rtf",
        "application/msword" => "doc",
        "application/vnd.ms-excel" => "xls",
        "application/vnd.ms-powerpoint" => "ppt",
        "application/vnd.ms-outlook" => "msg",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => "docx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => "xlsx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation" => "pptx",
        "application/vnd.oasis.opendocument.text" => "odt",
        "application/vnd.oasis.opendocument.spreadsheet" => "ods",
        "application/vnd.ms-tnef" => "dat",
        "application/pkcs7-mime" => "p7m",
        "application/pkcs7-signature" => "p7s",
        "application/pgp-signature" => "asc",
        "application/xml" => "xml",
        "video/mp4" => "mp4",
        "video/3gpp" => "3gp",
        "audio/mpeg" => "mp3",
        "audio/mp4" => "m4a",
        "message/rfc822" => "eml",
        "text/html" => "html",
        "text/csv" => "csv",
        "text/calendar" => "ics",
        "text/vcard" => "vcf",
        "text/plain" => "txt",
        _ => "bin",
    }
}

/// A harmless name: no path, no control or direction characters, at most 120 bytes with the
/// extension kept; without a name `lampiran-N.ext`. The flag tells whether it had to be mended.
pub fn safe_name(name: Option<&str>, media_type: &str, number: usize) -> (String, bool) {
    let given = name.map(str::trim).filter(|n| !n.is_empty());
    let Some(given) = given else {
        return (format!("lampiran-{number}.{}", extension(media_type)), false);
    };
    let visible: String = given
        .chars()
        .map(|c| match c {
            '\t' => ' ', // a fold of the field within the name
            c if header::is_invisible_direction(c) || is_hidden(c) => '_',
            '"' | '<' | '>' | '|' | '?' | '*' | ':' => '_',
            c => c,
        })
        .collect();
    let base = visible.rsplit(['/', '\\']).next().unwrap_or_default();
    let base = base.trim().trim_start_matches('.').trim().trim_end_matches(['.', ' ']);
    let base = if is_device(base) { format!("_{base}") } else { base.to_owned() };
    let base = if base.chars().any(char::is_alphanumeric) {
        base
    } else {
        format!("lampiran-{number}.{}", extension(media_type))
    };
    let base = shortened(&base);
    let mended = base != given;
    (base, mended)
}

/// Characters that show nothing, or break a line, in a name.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{180e}' | '\u{2028}'..='\u{2029}' | '\u{2060}'..='\u{2065}'
            | '\u{206a}'..='\u{206f}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Names that Windows keeps for devices, whatever extension follows.
fn is_device(name: &str) -> bool {
    const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];
    let stem = name.split('.').next().unwrap_or_default().trim().to_lowercase();
    let numbered = ["com", "lpt"].iter().any(|device| {
        let number = stem.strip_prefix(device).unwrap_or_default();
        matches!(number, "\u{b9}" | "\u{b2}" | "\u{b3}")
            || number.len() == 1 && number.chars().all(|c| c.is_ascii_digit())
    });
    numbered || DEVICES.contains(&stem.as_str())
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

/// Whether the type is one in which papers come: a document, or a picture of one.
pub(crate) fn is_paper(media_type: &str) -> bool {
    media_type == "application/pdf"
        || media_type.starts_with("image/")
        || media_type.contains("word")
        || media_type.contains("opendocument")
}

/// A picture that decorates the body: shown by the HTML, or too small for a paper. A large photograph
/// is a paper also where the telephone put it into the text, and so is a picture of any kind that is
/// larger than logos are: a page that was pasted.
pub(crate) fn is_decoration(media_type: &str, size: usize, cid_used: bool) -> bool {
    let photo = matches!(media_type, "image/jpeg" | "image/heic" | "image/webp");
    let paper = media_type == "image/tiff" || photo && size >= PHOTO_SIZE || size >= PAGE_SIZE;
    media_type.starts_with("image/") && !paper && (cid_used || size < TINY_SIZE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_photograph_is_a_paper_and_a_logo_is_not() {
        assert!(is_decoration("image/png", 20_000, true));
        assert!(is_decoration("image/gif", 43, false));
        assert!(!is_decoration("image/jpeg", 2_000_000, true));
        assert!(!is_decoration("image/jpeg", 9_000, false));
        assert!(!is_decoration("image/png", 400_000, true));
        assert!(is_decoration("image/png", 90_000, true));
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
        assert_eq!(name("Surat Kuasa\tBalai.pdf"), "Surat Kuasa Balai.pdf");
        assert_eq!(name(".."), "lampiran-1.pdf");
        assert_eq!(name("CON.pdf"), "_CON.pdf");
        assert_eq!(name("lpt1"), "_lpt1");
        assert_eq!(name("Konsep.pdf"), "Konsep.pdf");
        assert_eq!(name("surat.pdf. . "), "surat.pdf");
        assert_eq!(name("su\u{ad}rat\u{2028}x\u{e0041}.pdf"), "su_rat_x_.pdf");
        assert_eq!(safe_name(None, "image/jpeg", 3).0, "lampiran-3.jpg");
        let long = name(&format!("{}.pdf", "ä".repeat(5_000)));
        assert!(long.len() <= 120 && long.ends_with(".pdf"));
    }
}
