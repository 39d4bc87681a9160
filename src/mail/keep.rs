//! The mail as it may be kept when its text holds a password: headers as they were, text masked,
//! attachments unchanged. Knows no case; the original is the caller's to forget.
use super::Attachment;
use super::header::{Block, Field};
use super::mime::Tree;
use super::parse::{hash, is_file};
use crate::secret::label;
use data_encoding::BASE64;

/// Fields that describe the old body; the new one has its own.
const REPLACED: [&str; 7] = [
    "content-type",
    "content-transfer-encoding",
    "content-disposition",
    "content-description",
    "content-id",
    "content-length",
    "mime-version",
];

/// Builds the mail to keep.
pub(crate) fn redacted(
    block: &Block<'_>,
    text: &str,
    tree: &Tree<'_>,
    attachments: &[Attachment],
) -> Vec<u8> {
    let mut mail: Vec<u8> = Vec::new();
    for field in &block.fields {
        if !REPLACED.iter().any(|name| field.is(name)) {
            push_field(&mut mail, field);
        }
    }
    let masked = label::mask(text);
    let boundary = format!("loket-{}", hash(masked.as_bytes()).get(..24).unwrap_or_default());
    line(&mut mail, "X-Loket-Redacted: password");
    line(&mut mail, "MIME-Version: 1.0");
    line(&mut mail, &format!("Content-Type: multipart/mixed; boundary=\"{boundary}\""));
    line(&mut mail, "");
    line(&mut mail, &format!("--{boundary}"));
    line(&mut mail, "Content-Type: text/plain; charset=utf-8");
    line(&mut mail, "Content-Transfer-Encoding: base64");
    line(&mut mail, "");
    push_base64(&mut mail, masked.replace('\n', "\r\n").as_bytes());
    for (leaf, file) in tree.leaves.iter().filter(|l| is_file(l)).zip(attachments) {
        // Texts that came as files may hold the same words; an attached mail's text was not read.
        let bytes = match std::str::from_utf8(&leaf.body) {
            Ok(text) if leaf.declared.starts_with("text/") => label::mask(text).into_bytes(),
            _ => leaf.body.to_vec(),
        };
        line(&mut mail, &format!("--{boundary}"));
        line(&mut mail, &format!("Content-Type: {}", media_type(&leaf.declared)));
        line(&mut mail, "Content-Transfer-Encoding: base64");
        line(&mut mail, &format!("Content-Disposition: attachment; {}", parameter("filename", &file.name)));
        line(&mut mail, "");
        push_base64(&mut mail, &bytes);
    }
    line(&mut mail, &format!("--{boundary}--"));
    mail
}

fn push_field(mail: &mut Vec<u8>, field: &Field<'_>) {
    mail.extend_from_slice(field.name);
    mail.push(b':');
    if field.is("subject") {
        let masked = label::mask(&field.text());
        if masked != field.text() {
            mail.extend_from_slice(b" =?utf-8?B?");
            mail.extend_from_slice(BASE64.encode(masked.as_bytes()).as_bytes());
            mail.extend_from_slice(b"?=\r\n");
            return;
        }
    }
    mail.extend_from_slice(field.value.trim_ascii_end());
    mail.extend_from_slice(b"\r\n");
}

fn media_type(declared: &str) -> &str {
    let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '.' | '+' | '_');
    if declared.chars().all(legal) && declared.contains('/') && !declared.starts_with("multipart/") {
        declared
    } else {
        "application/octet-stream"
    }
}

/// A parameter after RFC 2231, plain where it can be.
pub(crate) fn parameter(name: &str, value: &str) -> String {
    let safe = |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '\\') || c == ' ';
    if value.chars().all(safe) && value.len() <= 60 {
        return format!("{name}=\"{value}\"");
    }
    let attr = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_');
    let mut pieces: Vec<String> = vec![String::new()];
    for byte in value.bytes() {
        let unit = if attr(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
        if pieces.last().is_some_and(|p| p.len() + unit.len() > 55) {
            pieces.push(String::new());
        }
        if let Some(last) = pieces.last_mut() {
            last.push_str(&unit);
        }
    }
    if let [only] = pieces.as_slice() {
        return format!("{name}*=utf-8''{only}");
    }
    let numbered = pieces.iter().enumerate().map(|(n, piece)| {
        if n == 0 { format!("{name}*0*=utf-8''{piece}") } else { format!("{name}*{n}*={piece}") }
    });
    numbered.collect::<Vec<_>>().join(";\r\n ")
}

pub(crate) fn push_base64(mail: &mut Vec<u8>, bytes: &[u8]) {
    for chunk in bytes.chunks(57) {
        mail.extend_from_slice(BASE64.encode(chunk).as_bytes());
        mail.extend_from_slice(b"\r\n");
    }
}

fn line(mail: &mut Vec<u8>, text: &str) {
    mail.extend_from_slice(text.as_bytes());
    mail.extend_from_slice(b"\r\n");
}
