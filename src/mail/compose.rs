//! Outgoing mail: typed fields to bytes. Deterministic, CRLF, seven bits, lines under 998. A value with a
//! line break or NUL is refused, never cleaned; the result is read back before it is given out.
//! Knows no wording and no case.
mod inline;

use super::header::{self, Block};
use super::parse::hash;
use super::{address, encode};
use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use thiserror::Error;

/// Most identifiers in `References`: the first (the case's constant one) and the newest.
const REFERENCE_LIMIT: usize = 20;
/// Longest line of a text that goes out as it is.
const LINE_LIMIT: usize = 900;

/// A mail to be sent. Addresses are bare (`a@b.example`), identifiers without angle brackets.
#[derive(Clone, Debug, PartialEq)]
pub struct Outgoing {
    pub from_name: String,
    pub from_address: String,
    pub to_name: Option<String>,
    pub to_address: String,
    /// Names (may be empty) and addresses, for the header only.
    pub cc: Vec<(String, String)>,
    pub reply_to: Option<String>,
    pub subject: String,
    pub message_id: String,
    pub in_reply_to: Option<String>,
    /// Others' identifiers: a malformed one is left out.
    pub references: Vec<String>,
    pub date: Timestamp,
    /// Offset of `Date`, for instance +07:00.
    pub zone: Offset,
    pub text: String,
    pub html: Option<String>,
    /// Pictures the HTML shows, each by `src="cid:…"`.
    pub inline: Vec<InlinePicture>,
    pub attachments: Vec<OutFile>,
    /// `auto-replied` or `auto-generated` (RFC 3834).
    pub auto_submitted: &'static str,
    /// Adds `Precedence: bulk`; for digests and notices, never for answers to people.
    pub bulk: bool,
    /// Further fields, ASCII, in this order.
    pub extra: Vec<(&'static str, String)>,
    /// Refuse what is not plain ASCII text in short lines (credential mail: nothing may be wrapped).
    pub text_only_ascii: bool,
}

/// A file to be attached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutFile {
    pub name: String,
    pub media_type: String,
    pub bytes: Vec<u8>,
}

/// A PNG inside the HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InlinePicture {
    /// Content-ID without angle brackets.
    pub cid: String,
    /// ASCII name for those who save it.
    pub name: String,
    pub png: Vec<u8>,
}

/// Why a mail cannot be built. All are permanent: the same input fails again.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ComposeError {
    #[error("{field} memuat ganti baris atau karakter kendali")]
    ControlCharacter { field: &'static str },
    #[error("{field} bukan alamat yang sah")]
    BadAddress { field: &'static str },
    #[error("{field} tidak sah atau terlalu panjang")]
    BadValue { field: &'static str },
    #[error("surat ini harus berupa teks ASCII dengan baris pendek, tanpa HTML dan lampiran")]
    NotPlainAscii,
    #[error("surat yang tersusun tidak terbaca sama dengan yang diminta ({field})")]
    SelfCheck { field: &'static str },
}

type Fields = Vec<(&'static str, String)>;

/// Builds the bytes of a mail.
pub fn compose(mail: &Outgoing) -> Result<Vec<u8>, ComposeError> {
    let mut fields = head(mail)?;
    let entity = body(mail)?;
    fields.push(("MIME-Version", "1.0".into()));
    fields.extend(entity.fields);
    let mut bytes = Vec::with_capacity(entity.content.len() + 4_096);
    push_fields(&mut bytes, &fields);
    bytes.extend_from_slice(b"\r\n");
    bytes.extend_from_slice(&entity.content);
    verify(mail, &fields, &bytes)?;
    Ok(bytes)
}

fn head(mail: &Outgoing) -> Result<Fields, ComposeError> {
    let mut fields: Fields = Vec::new();
    let zoned = mail.date.to_zoned(TimeZone::fixed(mail.zone));
    fields.push(("Date", zoned.strftime("%a, %d %b %Y %H:%M:%S %z").to_string()));
    fields.push(("From", mailbox("From", Some(&mail.from_name), &mail.from_address)?));
    fields.push(("To", mailbox("To", mail.to_name.as_deref(), &mail.to_address)?));
    if !mail.cc.is_empty() {
        let list = mail
            .cc
            .iter()
            .map(|(name, address)| mailbox("Cc", Some(name), address))
            .collect::<Result<Vec<_>, _>>()?;
        fields.push(("Cc", list.join(",\r\n ")));
    }
    if let Some(address) = &mail.reply_to {
        fields.push(("Reply-To", mailbox("Reply-To", None, address)?));
    }
    checked("Subject", &mail.subject)?;
    if mail.subject.len() > 2_000 {
        return Err(ComposeError::BadValue { field: "Subject" });
    }
    fields.push(("Subject", encode::unstructured(mail.subject.trim(), 9)));
    if !is_id(&mail.message_id) {
        return Err(ComposeError::BadValue { field: "Message-ID" });
    }
    fields.push(("Message-ID", format!("<{}>", mail.message_id)));
    if let Some(id) = mail.in_reply_to.as_deref().filter(|id| is_id(id)) {
        fields.push(("In-Reply-To", format!("<{id}>")));
    }
    let references = references(&mail.references);
    if !references.is_empty() {
        fields.push(("References", references.join("\r\n ")));
    }
    if !matches!(mail.auto_submitted, "auto-replied" | "auto-generated") {
        return Err(ComposeError::BadValue { field: "Auto-Submitted" });
    }
    fields.push(("Auto-Submitted", mail.auto_submitted.into()));
    fields.push(("X-Auto-Response-Suppress", "All".into()));
    if mail.bulk {
        fields.push(("Precedence", "bulk".into()));
    }
    for (name, value) in &mail.extra {
        checked("extra", value)?;
        let legal =
            name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') && !name.is_empty();
        if !legal || !value.is_ascii() || value.len() > LINE_LIMIT || is_typed(name) {
            return Err(ComposeError::BadValue { field: "extra" });
        }
        fields.push((name, value.clone()));
    }
    Ok(fields)
}

/// Fields that only the typed members may set.
fn is_typed(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with("content-")
        || matches!(
            name.as_str(),
            "from"
                | "to"
                | "cc"
                | "bcc"
                | "date"
                | "subject"
                | "sender"
                | "reply-to"
                | "message-id"
                | "in-reply-to"
                | "references"
                | "auto-submitted"
                | "mime-version"
                | "return-path"
                | "received"
                | "authentication-results"
                | "precedence"
                | "x-auto-response-suppress"
        )
}

fn checked(field: &'static str, value: &str) -> Result<(), ComposeError> {
    if value.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')) {
        return Err(ComposeError::ControlCharacter { field });
    }
    Ok(())
}

fn mailbox(field: &'static str, name: Option<&str>, at: &str) -> Result<String, ComposeError> {
    checked(field, at)?;
    // As registered, byte for byte; `canonical` only tests the shape.
    address::canonical(at).ok_or(ComposeError::BadAddress { field })?;
    let name = name.map(str::trim).filter(|n| !n.is_empty());
    let Some(name) = name else { return Ok(at.to_owned()) };
    checked(field, name)?;
    if name.len() > 300 {
        return Err(ComposeError::BadValue { field });
    }
    let mut units = encode::phrase(name);
    units.push(format!("<{at}>"));
    Ok(encode::folded(&units, field.len() + 2))
}

fn is_id(id: &str) -> bool {
    id.len() <= 250
        && id
            .split_once('@')
            .is_some_and(|(l, r)| !l.is_empty() && !r.is_empty() && !r.contains('@'))
        && id
            .bytes()
            .all(|b| b.is_ascii_graphic() && !matches!(b, b'<' | b'>' | b',' | b'"' | b'\\'))
}

fn references(ids: &[String]) -> Vec<String> {
    let mut good: Vec<&String> = Vec::new();
    for id in ids.iter().filter(|id| is_id(id)) {
        if !good.contains(&id) {
            good.push(id);
        }
    }
    let newest = good.len().saturating_sub(REFERENCE_LIMIT - 1).max(1);
    let first = good.iter().take(1);
    first.chain(good.iter().skip(newest)).map(|id| format!("<{id}>")).collect()
}

/// A MIME entity: its fields and its encoded content.
struct Entity {
    fields: Fields,
    content: Vec<u8>,
}

fn body(mail: &Outgoing) -> Result<Entity, ComposeError> {
    let plain = text_entity(&mail.text, "plain")?;
    if mail.text_only_ascii {
        let bare = mail.html.is_none() && mail.inline.is_empty() && mail.attachments.is_empty();
        let short = mail.text.is_ascii() && mail.text.lines().all(|l| l.len() <= 200);
        if !short || !bare {
            return Err(ComposeError::NotPlainAscii);
        }
        return Ok(plain);
    }
    let words = match &mail.html {
        None if mail.inline.is_empty() => plain,
        None => return Err(ComposeError::BadValue { field: "cid" }),
        Some(html) => {
            let parts = vec![plain, inline::page(mail, html)?];
            multipart(&mail.message_id, "alternative", parts)
        }
    };
    if mail.attachments.is_empty() {
        return Ok(words);
    }
    let mut parts = vec![words];
    for file in &mail.attachments {
        parts.push(file_entity(file)?);
    }
    Ok(multipart(&mail.message_id, "mixed", parts))
}

fn text_entity(text: &str, subtype: &str) -> Result<Entity, ComposeError> {
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(ComposeError::ControlCharacter { field: "text" });
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    // `=_` begins our boundaries and cannot stand in quoted-printable.
    let plain =
        text.is_ascii() && text.lines().all(|l| l.len() <= LINE_LIMIT) && !text.contains("--=_");
    let (charset, encoding) =
        if plain { ("us-ascii", "7bit") } else { ("utf-8", "quoted-printable") };
    let content = if plain {
        text.lines().fold(String::with_capacity(text.len() + 256), |all, line| all + line + "\r\n")
    } else {
        encode::quoted_printable(&text)
    };
    let fields = vec![
        ("Content-Type", format!("text/{subtype}; charset={charset}")),
        ("Content-Transfer-Encoding", encoding.to_owned()),
    ];
    Ok(Entity { fields, content: content.into_bytes() })
}

fn file_entity(file: &OutFile) -> Result<Entity, ComposeError> {
    checked("attachment", &file.name)?;
    let token = |t: &str| {
        !t.is_empty() && t.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.+_".contains(&b))
    };
    let legal = file.media_type.split_once('/').is_some_and(|(a, b)| token(a) && token(b));
    if file.name.is_empty() || file.name.len() > 500 || !legal {
        return Err(ComposeError::BadValue { field: "attachment" });
    }
    // RFC 2046 §5.2.1 and §5.1: mails and multiparts may not be in base64.
    let composite =
        file.media_type.starts_with("message/") || file.media_type.starts_with("multipart/");
    let media_type = if composite { "application/octet-stream" } else { file.media_type.as_str() };
    let mut content = Vec::with_capacity(file.bytes.len() / 57 * 78 + 80);
    encode::push_base64(&mut content, &file.bytes);
    let fields = vec![
        ("Content-Type", media_type.to_owned()),
        ("Content-Transfer-Encoding", "base64".to_owned()),
        (
            "Content-Disposition",
            format!("attachment;\r\n {}", encode::parameter("filename", &file.name)),
        ),
    ];
    Ok(Entity { fields, content })
}

fn multipart(message_id: &str, subtype: &str, parts: Vec<Entity>) -> Entity {
    let digest = hash(format!("{subtype} {message_id}").as_bytes());
    let boundary = format!("=_{}", digest.get(..32).unwrap_or_default());
    let mut content = Vec::new();
    for part in parts {
        content.extend_from_slice(format!("--{boundary}\r\n").as_bytes());
        push_fields(&mut content, &part.fields);
        content.extend_from_slice(b"\r\n");
        content.extend_from_slice(&part.content);
        content.extend_from_slice(b"\r\n");
    }
    content.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    let kind = format!("multipart/{subtype};\r\n boundary=\"{boundary}\"");
    Entity { fields: vec![("Content-Type", kind)], content }
}

fn push_fields(bytes: &mut Vec<u8>, fields: &Fields) {
    for (name, value) in fields {
        bytes.extend_from_slice(name.as_bytes());
        bytes.extend_from_slice(b": ");
        bytes.extend_from_slice(value.as_bytes());
        bytes.extend_from_slice(b"\r\n");
    }
}

/// Reads the result back with the reader that judges others' mail.
fn verify(mail: &Outgoing, fields: &Fields, bytes: &[u8]) -> Result<(), ComposeError> {
    let wrong = |field| Err(ComposeError::SelfCheck { field });
    let block = Block::scan(bytes);
    let names: Vec<&[u8]> = block.fields.iter().map(|f| f.name).collect();
    if names != fields.iter().map(|(n, _)| n.as_bytes()).collect::<Vec<_>>() {
        return wrong("fields");
    }
    if block.oddities != header::Oddities::default() {
        return wrong("header");
    }
    let identity = address::identity_of(&block).ok();
    if !identity.is_some_and(|i| address::same_address(&i, &mail.from_address)) {
        return wrong("From");
    }
    let to = block.first("to").map(|f| header::addresses(f.value).0).unwrap_or_default();
    if !matches!(to.as_slice(), [(_, Some(only))] if *only == mail.to_address) {
        return wrong("To");
    }
    if block.text_of("subject").as_deref() != Some(mail.subject.trim()) {
        return wrong("Subject");
    }
    if !bytes.is_ascii() || bytes.split(|&b| b == b'\n').any(|l| l.len() > 998) {
        return wrong("body");
    }
    Ok(())
}

#[cfg(test)]
mod tests;
