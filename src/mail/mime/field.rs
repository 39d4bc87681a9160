//! What the fields of a part say: media type, charset, boundary, disposition, name, encoding. Knows no body.
use super::parameters::Structured;
use crate::mail::header::{self, Block};

/// What `Content-Type` says.
#[derive(Clone, Debug, Default)]
pub(crate) struct ContentType {
    /// Lower case, for instance `text/plain`.
    pub media: String,
    pub charset: Option<String>,
    /// As written; blanks at its end may belong to it.
    pub boundary: Option<String>,
    pub name: Option<String>,
    pub report_type: Option<String>,
    /// `start` of a `multipart/related`, without angle brackets (RFC 2387 §3.2).
    pub start: Option<String>,
    /// `format=flowed` (RFC 3676 §4), and whether `delsp=yes`.
    pub flowed: Option<bool>,
    /// There were more parameters than are read.
    pub flooded: bool,
}

/// What `Content-Disposition` says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Disposition {
    /// `inline`, `attachment` or another word, lower case.
    pub word: Option<String>,
    pub filename: Option<String>,
    /// There were more parameters than are read.
    pub flooded: bool,
}

/// How the bytes of a part were made fit for the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    Plain,
    Base64,
    QuotedPrintable,
    Uuencode,
}

/// Reads `Content-Type`; without one a part is text, in a digest a mail (RFC 2046 §5.1.5).
pub(crate) fn content_type(block: &Block<'_>, digest: bool) -> ContentType {
    let fallback = if digest { "message/rfc822" } else { "text/plain" };
    let Some(field) = block.first("content-type") else {
        return ContentType { media: fallback.into(), ..ContentType::default() };
    };
    let found = Structured::of(field);
    let boundary = found.exact("boundary").map(str::to_owned).or_else(|| found.text("boundary"));
    let media = media(&found.word, boundary.is_some()).unwrap_or_else(|| fallback.into());
    let says =
        |name: &str, word: &str| found.token(name).is_some_and(|w| w.eq_ignore_ascii_case(word));
    ContentType {
        media,
        charset: found.token("charset"),
        boundary,
        name: found
            .text("name")
            .or_else(|| found.text("file"))
            .map(|n| name(&n))
            .filter(|n| !n.is_empty()),
        report_type: found.token("report-type").map(|r| r.to_ascii_lowercase()),
        start: found.text("start").map(|s| bare_id(&s)),
        flowed: says("format", "flowed").then(|| says("delsp", "yes")),
        flooded: found.flooded,
    }
}

/// A type and a subtype of legal letters, or nothing. A type alone says what it can.
fn media(word: &str, has_boundary: bool) -> Option<String> {
    let legal = |c: char| c.is_ascii_graphic() && !matches!(c, '(' | ')' | '<' | '>' | '@' | '=');
    let word: String = word.chars().filter(|c| legal(*c)).collect();
    let (main, sub) = word.split_once('/').unwrap_or((&word, ""));
    let sub = sub.trim_matches('/');
    match (main, sub) {
        ("" | "text", "") => None,
        ("multipart", "") => Some("multipart/mixed".into()),
        ("message", "") => Some("message/rfc822".into()),
        (_, "") if has_boundary => Some("multipart/mixed".into()),
        (_, "") => Some("application/octet-stream".into()),
        ("", _) => None,
        (main, sub) => Some(format!("{main}/{sub}")),
    }
}

/// Reads `Content-Disposition`.
pub(crate) fn disposition(block: &Block<'_>) -> Disposition {
    let Some(field) = block.first("content-disposition") else { return Disposition::default() };
    let found = Structured::of(field);
    let filename = found.text("filename").or_else(|| {
        let form = found.word == "form-data";
        if form { None } else { found.text("name") }
    });
    Disposition {
        word: Some(found.word.clone()).filter(|w| !w.is_empty()),
        filename: filename.map(|n| name(&n)).filter(|n| !n.is_empty()),
        flooded: found.flooded,
    }
}

/// Reads `Content-Transfer-Encoding`, the misspellings that occur included.
pub(crate) fn encoding(block: &Block<'_>) -> Encoding {
    for field in block.all("content-transfer-encoding") {
        let letters: String = field
            .plain()
            .chars()
            .take(40)
            .take_while(|c| *c != ';')
            .filter(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_lowercase();
        match letters.strip_prefix('x').unwrap_or(&letters) {
            "base64" | "b64" | "base64mime" => return Encoding::Base64,
            "quotedprintable" | "quotedprintible" | "qp" => return Encoding::QuotedPrintable,
            "uuencode" | "uue" | "uu" => return Encoding::Uuencode,
            _ => {}
        }
    }
    Encoding::Plain
}

/// `Content-ID` without angle brackets.
pub(crate) fn content_id(block: &Block<'_>) -> Option<String> {
    block.plain_of("content-id").map(|id| bare_id(&id)).filter(|id| !id.is_empty())
}

/// The name in `Content-Location` (RFC 2557 §4.2) where it is one, not an address in the net.
pub(crate) fn location(block: &Block<'_>) -> Option<String> {
    let place = block.plain_of("content-location").filter(|l| !l.contains("://"))?;
    Some(name(place.trim_matches(['"', ' ']))).filter(|n| !n.is_empty())
}

fn bare_id(id: &str) -> String {
    id.trim_matches(['<', '>', ' ', '"']).to_owned()
}

/// Many programs write RFC 2047 words into parameters against the rule; read them all the same, also
/// where a blank got into the word.
fn name(text: &str) -> String {
    if !text.contains("=?") {
        return text.to_owned();
    }
    let mut mended = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("=?") {
        mended.push_str(rest.get(..start).unwrap_or_default());
        rest = rest.get(start..).unwrap_or_default();
        let Some(end) = end_of_word(rest) else { break };
        let word = rest.get(..end).unwrap_or_default();
        let base64 = word.split('?').nth(2).is_some_and(|e| e.eq_ignore_ascii_case("b"));
        for c in word.chars() {
            match c {
                ' ' | '\t' if base64 => {}
                ' ' | '\t' => mended.push('_'),
                c => mended.push(c),
            }
        }
        rest = rest.get(end..).unwrap_or_default();
    }
    mended.push_str(rest);
    header::text(mended.as_bytes())
}

/// The end of `=?set?q?text?=`, which begins the text.
fn end_of_word(text: &str) -> Option<usize> {
    let set = text.get(2..)?.find('?')? + 2;
    let way = text.get(set + 1..)?.find('?')? + set + 1;
    let end = text.get(way + 1..)?.find("?=")? + way + 1;
    Some(end + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(field: &str) -> ContentType {
        let raw = format!("Content-Type: {field}\n\n");
        content_type(&Block::scan(raw.as_bytes()), false)
    }

    #[test]
    fn types_that_are_no_types() {
        for (field, media) in [
            ("TEXT/HTML", "text/html"),
            ("text", "text/plain"),
            ("\"text/plain\"", "text/plain"),
            ("", "text/plain"),
            ("pdf", "application/octet-stream"),
            ("multipart; boundary=x", "multipart/mixed"),
            ("application/pdf;", "application/pdf"),
        ] {
            assert_eq!(kind(field).media, media, "{field}");
        }
    }

    #[test]
    fn words_in_names() {
        let name = |f: &str| kind(f).name.unwrap_or_default();
        assert_eq!(
            name("a/b; name=\"=?utf-8?Q?Surat_Kuasa.?=\r\n =?utf-8?Q?pdf?=\""),
            "Surat Kuasa.pdf"
        );
        assert_eq!(name("a/b; name==?utf-8?B?U3VyYXQgS3Vhc2EucGRm?="), "Surat Kuasa.pdf");
        assert_eq!(name("a/b; name=\"=?utf-8?Q?Surat Kuasa.pdf?=\""), "Surat Kuasa.pdf");
        assert_eq!(name("a/b; name=\"=?utf-8?B?U3VyYXQg\r\n S3Vhc2EucGRm?=\""), "Surat Kuasa.pdf");
        assert_eq!(name("a/b; name=\"=?broken.pdf\""), "=?broken.pdf");
    }

    #[test]
    fn encodings_by_many_names() {
        for (field, encoding) in [
            ("BASE64", Encoding::Base64),
            ("\"base64\"", Encoding::Base64),
            ("quoted printable", Encoding::QuotedPrintable),
            ("7bit\nContent-Transfer-Encoding: base64", Encoding::Base64),
            ("x-unknown", Encoding::Plain),
        ] {
            let raw = format!("Content-Transfer-Encoding: {field}\n\n");
            assert_eq!(super::encoding(&Block::scan(raw.as_bytes())), encoding, "{field}");
        }
    }
}
