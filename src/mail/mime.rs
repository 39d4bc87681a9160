//! The MIME tree of a mail, walked with bounds: leaves with decoded bodies. Knows no meaning of a part.
//!
//! The library's own tree parser is not used here: in 0.11.9 it overflows the stack on nested
//! `message/rfc822` (also base64-encoded ones). Field syntax and decoders are the library's.
use super::header::{self, Block};
use super::transfer::{base64, guess_boundary, quoted_printable, split};
use mail_parser::parsers::MessageStream;
use std::borrow::Cow;

mod wrapped;

/// Most leaves of one mail.
pub(crate) const PART_LIMIT: usize = 500;
/// Deepest nesting of multiparts.
const DEPTH_LIMIT: usize = 20;
/// Deepest nesting of whole messages.
const MESSAGE_LIMIT: usize = 4;
/// Most decoded bytes of all leaves together.
const DECODED_LIMIT: usize = 96 * 1024 * 1024;
/// Most parameters of one `Content-Type` (security.md 81).
const PARAMETER_LIMIT: usize = 64;

/// A leaf of the tree.
#[derive(Clone, Debug, Default)]
pub(crate) struct Leaf<'a> {
    /// Lower case, for instance `text/plain`.
    pub declared: String,
    pub charset: Option<String>,
    pub name: Option<String>,
    /// `inline`, `attachment` or another word, lower case.
    pub disposition: Option<String>,
    /// Without angle brackets.
    pub content_id: Option<String>,
    /// Decoded.
    pub body: Cow<'a, [u8]>,
    /// In how many `message/rfc822` it lies.
    pub level: usize,
    /// The outermost `multipart/alternative` around it, by number.
    pub alternative: Option<usize>,
    /// Within a `multipart/report`.
    pub in_report: bool,
    /// The whole mail is this one leaf.
    pub alone: bool,
    /// Words of a container: they are the body only of a mail that has no other words.
    pub substitute: bool,
}

impl Leaf<'_> {
    fn into_owned(self) -> Leaf<'static> {
        Leaf {
            declared: self.declared,
            charset: self.charset,
            name: self.name,
            disposition: self.disposition,
            content_id: self.content_id,
            body: Cow::Owned(self.body.into_owned()),
            level: self.level,
            alternative: self.alternative,
            in_report: self.in_report,
            alone: self.alone,
            substitute: self.substitute,
        }
    }
}

/// The walked tree.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tree<'a> {
    pub leaves: Vec<Leaf<'a>>,
    pub defects: Vec<String>,
    /// The declared type of the whole mail with its `report-type`, lower case.
    pub root: String,
    pub report_type: Option<String>,
}

struct Walk<'a> {
    tree: Tree<'a>,
    alternatives: usize,
    decoded: usize,
}

#[derive(Clone, Copy, Default)]
struct Place {
    depth: usize,
    level: usize,
    alternative: Option<usize>,
    in_report: bool,
    digest: bool,
}

#[derive(Default)]
struct ContentType {
    media: String,
    charset: Option<String>,
    boundary: Option<String>,
    name: Option<String>,
    report_type: Option<String>,
    flooded: bool,
}

/// Walks the body of a mail whose header block is `block`.
pub(crate) fn walk<'a>(raw: &'a [u8], block: &Block<'a>) -> Tree<'a> {
    let mut walk = Walk { tree: Tree::default(), alternatives: 0, decoded: 0 };
    let kind = content_type(block, false);
    walk.tree.root = kind.media.clone();
    walk.tree.report_type = kind.report_type.clone();
    walk.entity(raw, block, Place::default());
    wrapped::stand_back(&mut walk.tree);
    walk.tree
}

impl<'a> Walk<'a> {
    fn defect(&mut self, sentence: &str) {
        if !self.tree.defects.iter().any(|d| d == sentence) {
            self.tree.defects.push(sentence.to_owned());
        }
    }

    fn entity(&mut self, raw: &'a [u8], block: &Block<'a>, place: Place) {
        if self.tree.leaves.len() >= PART_LIMIT {
            self.defect("Surat memuat terlalu banyak bagian; sisanya tidak dibaca.");
            return;
        }
        let body = raw.get(block.body..).unwrap_or_default();
        let kind = content_type(block, place.digest);
        if kind.flooded {
            self.defect(
                "Content-Type memuat terlalu banyak parameter; hanya sebagian yang dibaca.",
            );
        }
        if kind.media.starts_with("multipart/") {
            if place.depth >= DEPTH_LIMIT {
                self.defect("Bagian surat bersarang terlalu dalam; sisanya tidak dibuka.");
                return;
            }
            if self.multipart(body, &kind, place) {
                return;
            }
            self.defect("Pembatas bagian (boundary) tidak ditemukan; isi dibaca sebagai teks.");
            self.leaf(body, block, ContentType { media: "text/plain".into(), ..kind }, place);
            return;
        }
        self.leaf(body, block, kind, place);
    }

    fn multipart(&mut self, body: &'a [u8], kind: &ContentType, place: Place) -> bool {
        let mut split = kind.boundary.as_deref().map(|b| split(body, b.as_bytes()));
        if split.as_ref().is_none_or(|s| s.parts.is_empty()) {
            let guessed = guess_boundary(body);
            if let Some(boundary) = guessed {
                self.defect(
                    "Pembatas bagian tidak sesuai dengan pernyataannya; pembatas ditebak dari isi.",
                );
                split = Some(super::transfer::split(body, boundary));
            }
        }
        let Some(split) = split.filter(|s| !s.parts.is_empty()) else { return false };
        if !split.closed {
            self.defect("Surat terpotong: penutup bagian tidak ada; isi yang ada tetap dibaca.");
        }
        let mut inside = Place { depth: place.depth + 1, ..place };
        inside.digest = kind.media == "multipart/digest";
        inside.in_report |= kind.media == "multipart/report";
        if kind.media == "multipart/alternative" && place.alternative.is_none() {
            self.alternatives += 1;
            inside.alternative = Some(self.alternatives);
        }
        for part in split.parts {
            if self.tree.leaves.len() >= PART_LIMIT {
                self.defect("Surat memuat terlalu banyak bagian; sisanya tidak dibaca.");
                break;
            }
            let block = Block::scan(part);
            self.entity(part, &block, inside);
        }
        true
    }

    fn leaf(&mut self, body: &'a [u8], block: &Block<'a>, kind: ContentType, place: Place) {
        let encoding = block.plain_of("content-transfer-encoding").unwrap_or_default();
        let encoding = encoding.split([' ', ';']).next().unwrap_or_default().to_ascii_lowercase();
        if self.decoded.saturating_add(body.len()) > DECODED_LIMIT {
            self.defect("Isi surat terlalu besar; sebagian lampiran tidak dibaca.");
            return;
        }
        let body: Cow<'a, [u8]> = match encoding.trim_matches('"') {
            "base64" => {
                let (bytes, clean) = base64(body);
                if !clean {
                    self.defect("Sandi base64 rusak; dibaca sejauh mungkin.");
                }
                Cow::Owned(bytes)
            }
            "quoted-printable" => Cow::Owned(quoted_printable(body)),
            _ => Cow::Borrowed(body),
        };
        self.decoded += body.len();
        let (disposition, file) = disposition(block);
        let leaf = Leaf {
            name: file.or(kind.name),
            declared: kind.media,
            charset: kind.charset,
            disposition,
            content_id: block
                .plain_of("content-id")
                .map(|id| id.trim_matches(['<', '>', ' ']).to_owned())
                .filter(|id| !id.is_empty()),
            body,
            level: place.level,
            alternative: place.alternative,
            in_report: place.in_report,
            alone: place.depth == 0,
            substitute: false,
        };
        self.take(leaf, place);
    }

    /// Puts a leaf into the tree, or what it is the wrapping of.
    fn take(&mut self, leaf: Leaf<'a>, place: Place) {
        if let Some(opened) = self.opened(&leaf, place) {
            return self.unwrapped(&leaf, opened, place);
        }
        if matches!(leaf.declared.as_str(), "message/rfc822" | "message/global") && !place.in_report
        {
            self.message(&leaf, place);
        }
        self.tree.leaves.push(leaf);
    }

    /// Opens an attached mail: its leaves come before it in the list, one level deeper.
    fn message(&mut self, leaf: &Leaf<'a>, place: Place) {
        if place.level >= MESSAGE_LIMIT {
            self.defect("Surat terlampir bersarang terlalu dalam; yang terdalam tidak dibuka.");
            return;
        }
        let inside = Place { depth: place.depth + 1, level: place.level + 1, ..Place::default() };
        match &leaf.body {
            Cow::Borrowed(bytes) => {
                let block = Block::scan(bytes);
                self.entity(bytes, &block, inside);
            }
            Cow::Owned(bytes) => self.owned_entity(bytes, inside),
        }
    }

    /// Walks an entity that was made while reading.
    fn owned_entity(&mut self, bytes: &[u8], inside: Place) {
        let block = Block::scan(bytes);
        let mut walk = Walk {
            tree: Tree::default(),
            alternatives: self.alternatives,
            decoded: self.decoded,
        };
        walk.entity(bytes, &block, inside);
        let room = PART_LIMIT.saturating_sub(self.tree.leaves.len());
        self.decoded = walk.decoded;
        self.alternatives = walk.alternatives;
        for leaf in walk.tree.leaves.into_iter().take(room) {
            self.tree.leaves.push(leaf.into_owned());
        }
        walk.tree.defects.iter().for_each(|d| self.defect(d));
    }
}

fn content_type(block: &Block<'_>, digest: bool) -> ContentType {
    let fallback = if digest { "message/rfc822" } else { "text/plain" };
    let Some(field) = block.first("content-type") else {
        return ContentType { media: fallback.into(), ..ContentType::default() };
    };
    let (value, flooded) = capped(field.value);
    let bytes = header::prepared(value);
    let parsed = MessageStream::new(&bytes).parse_content_type();
    let Some(kind) = parsed.as_content_type() else {
        return ContentType { media: fallback.into(), flooded, ..ContentType::default() };
    };
    let main = kind.ctype().trim().to_ascii_lowercase();
    let media = match kind.subtype() {
        Some(sub) if !sub.trim().is_empty() => {
            format!("{main}/{}", sub.trim().to_ascii_lowercase())
        }
        _ if main == "text" || main.is_empty() => "text/plain".into(),
        _ => format!("{main}/octet-stream"),
    };
    let take = |name: &str| kind.attribute(name).map(str::to_owned).filter(|v| !v.is_empty());
    ContentType {
        media: media.chars().filter(|c| c.is_ascii_graphic()).take(120).collect(),
        charset: take("charset"),
        boundary: take("boundary"),
        name: take("name").map(|n| decoded_words(&n)),
        report_type: take("report-type").map(|r| r.to_ascii_lowercase()),
        flooded,
    }
}

fn disposition(block: &Block<'_>) -> (Option<String>, Option<String>) {
    let Some(field) = block.first("content-disposition") else { return (None, None) };
    let bytes = header::prepared(capped(field.value).0);
    let parsed = MessageStream::new(&bytes).parse_content_type();
    let Some(kind) = parsed.as_content_type() else { return (None, None) };
    let word = kind.ctype().trim().to_ascii_lowercase();
    let name = kind.attribute("filename").filter(|v| !v.is_empty()).map(decoded_words);
    (Some(word).filter(|w| !w.is_empty()), name)
}

/// At most [`PARAMETER_LIMIT`] parameters of a value.
fn capped(value: &[u8]) -> (&[u8], bool) {
    match memchr::memchr_iter(b';', value).nth(PARAMETER_LIMIT) {
        Some(end) => (value.get(..end).unwrap_or(value), true),
        None => (value, false),
    }
}

/// Many clients write RFC 2047 words into parameters against the rule; read them all the same.
fn decoded_words(name: &str) -> String {
    if name.contains("=?") { header::text(name.as_bytes()) } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaves(raw: &[u8]) -> Tree<'_> {
        let block = Block::scan(raw);
        walk(raw, &block)
    }

    #[test]
    fn walks_mixed_and_alternative() {
        let tree = leaves(
            b"Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/alternative; boundary=\"b\"\n\n\
              --b\n\nhi\n--b\nContent-Type: text/html\n\n<p>hi</p>\n--b--\n--a\nContent-Type: application/pdf; name=x.pdf\n\
              Content-Transfer-Encoding: base64\n\nJVBERi0=\n--a--\n",
        );
        let kinds: Vec<_> = tree.leaves.iter().map(|l| l.declared.as_str()).collect();
        assert_eq!(kinds, ["text/plain", "text/html", "application/pdf"]);
        assert_eq!(tree.leaves[0].alternative, tree.leaves[1].alternative);
        assert_eq!(tree.leaves[2].body.as_ref(), b"%PDF-");
        assert!(tree.defects.is_empty());
    }

    #[test]
    fn a_base64_tower_of_mails_is_bounded() {
        let tower = data_encoding::BASE64
            .encode("Content-Type: message/rfc822\n\n".repeat(200_000).as_bytes());
        let raw =
            format!("Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n{tower}");
        let tree = leaves(raw.as_bytes());
        assert!(tree.leaves.len() <= MESSAGE_LIMIT + 1);
        assert!(!tree.defects.is_empty());
    }

    #[test]
    fn wrong_boundary_is_guessed() {
        let tree = leaves(b"Content-Type: multipart/mixed; boundary=zzz\n\n--aaa\nContent-Type: text/plain\n\nhalo\n--aaa--\n");
        assert_eq!(tree.leaves[0].body.as_ref(), b"halo");
        assert_eq!(tree.defects.len(), 1);
    }
}
