//! The walk through the parts of a mail, bounded in number, depth and bytes. Knows no meaning of a part.
use super::field::{self, ContentType, Encoding};
use super::split::{Split, before_end, guess_boundary, split};
use super::{DECODED_LIMIT, DEPTH_LIMIT, Leaf, MESSAGE_LIMIT, PART_LIMIT, Tree};
use crate::mail::attachment;
use crate::mail::header::{self, Block};
use crate::mail::parse::limited;
use crate::mail::transfer;
use crate::mail::unwrap;
use std::borrow::Cow;

mod wrapped;

/// Longest subject in a provenance, in bytes.
const SUBJECT_LIMIT: usize = 120;

const TOO_MANY_PARTS: &str = "Surat memuat terlalu banyak bagian; sisanya tidak dibaca.";
const TOO_LARGE: &str = "Isi surat terlalu besar; sebagian lampiran tidak dibaca.";
const RESUMED: &str = "Setelah penutup bagian masih ada bagian lain dengan pembatas yang sama; bagian itu tetap dibaca.";
const NO_BOUNDARY: &str = "Pembatas bagian (boundary) tidak ditemukan; isi dibaca sebagai teks.";

#[derive(Default)]
struct Walk<'a> {
    tree: Tree<'a>,
    alternatives: usize,
    /// Bytes that had to be copied; what lies in the mail itself costs nothing.
    decoded: usize,
    /// Subject and sender of the attached mails that are open.
    open: Vec<String>,
}

#[derive(Clone, Copy, Default)]
struct Place {
    depth: usize,
    level: usize,
    alternative: Option<usize>,
    in_report: bool,
    digest: bool,
    first: bool,
    aside: bool,
}

pub(super) fn walk<'a>(raw: &'a [u8], block: &Block<'a>) -> Tree<'a> {
    let mut walk = Walk::default();
    let kind = field::content_type(block, false);
    walk.tree.root = kind.media.clone();
    walk.tree.report_type = kind.report_type.clone();
    walk.entity(raw, block, Place { first: true, ..Place::default() });
    wrapped::stand_back(&mut walk.tree);
    walk.tree
}

impl<'a> Walk<'a> {
    fn defect(&mut self, sentence: &str) {
        if !self.tree.defects.iter().any(|d| d == sentence) {
            self.tree.defects.push(sentence.to_owned());
        }
    }

    /// Whether one more leaf may be read.
    fn has_room(&mut self) -> bool {
        let room = self.tree.leaves.len() < PART_LIMIT;
        if !room {
            self.defect(TOO_MANY_PARTS);
        }
        room
    }

    fn entity(&mut self, raw: &'a [u8], block: &Block<'a>, place: Place) {
        if !self.has_room() {
            return;
        }
        let body = raw.get(block.body..).unwrap_or_default();
        if place.depth > 0 && block.oddities.junk_line {
            self.defect("Baris kosong di atas isi bagian tidak ada; isinya tetap dibaca.");
        }
        let kind = field::content_type(block, place.digest);
        if kind.flooded {
            self.defect(
                "Content-Type memuat terlalu banyak parameter; hanya sebagian yang dibaca.",
            );
        }
        if !kind.media.starts_with("multipart/") {
            self.leaf(body, block, kind, place);
            return;
        }
        if place.depth >= DEPTH_LIMIT {
            self.defect("Bagian surat bersarang terlalu dalam; sisanya tidak dibuka.");
            return;
        }
        let container = matches!(kind.media.as_str(), "multipart/signed" | "multipart/encrypted");
        self.tree.wrapped |= container && place.level == 0;
        if self.multipart(body, &kind, place) {
            return;
        }
        // A whole multipart may not be encoded (RFC 2045 §6.4); some are.
        if let Some(bytes) = decoded(body, field::encoding(block), self.decoded)
            && self.within_bytes(&bytes, |walk, bytes| walk.multipart(bytes, &kind, place))
        {
            self.defect("Seluruh isi surat disandikan; sandinya dibuka lebih dahulu.");
            return;
        }
        self.defect(NO_BOUNDARY);
        let body = kind.boundary.as_deref().map_or(body, |b| before_end(body, b.as_bytes()));
        self.leaf(body, block, ContentType { media: "text/plain".into(), ..kind }, place);
    }

    /// The parts of a multipart body; false where none can be found.
    fn multipart(&mut self, body: &'a [u8], kind: &ContentType, place: Place) -> bool {
        let Some(split) = self.parts(body, kind) else { return false };
        if !split.closed {
            self.defect("Surat terpotong: penutup bagian tidak ada; isi yang ada tetap dibaca.");
        }
        let own_place = self.inside(kind, place);
        let mut inside = own_place;
        let blocks: Vec<Block<'a>> = split.parts.iter().map(|part| Block::scan(part)).collect();
        let shown = (kind.media == "multipart/related").then(|| related_root(&blocks, kind));
        for (at, (part, block)) in split.parts.iter().zip(&blocks).enumerate() {
            if !self.has_room() {
                break;
            }
            if split.resumed == Some(at) {
                // A returned mail of the same boundary lies behind its report.
                if own_place.in_report {
                    break;
                }
                self.defect(RESUMED);
                inside = own_place;
            }
            let aside = place.aside || shown.is_some_and(|root| root != at);
            let here = Place { first: at == 0, aside, ..inside };
            if part.get(block.body..).unwrap_or_default().trim_ascii().is_empty() {
                let own = field::content_type(block, inside.digest);
                // A multipart that took its parent's boundary: the siblings are its parts.
                if own.media.starts_with("multipart/") && own.boundary == kind.boundary {
                    inside = self.inside(&own, place);
                    continue;
                }
            }
            self.entity(part, block, here);
        }
        true
    }

    fn inside(&mut self, kind: &ContentType, place: Place) -> Place {
        let mut inside = Place { depth: place.depth + 1, ..place };
        inside.digest = kind.media == "multipart/digest";
        inside.in_report |= kind.media == "multipart/report";
        if kind.media == "multipart/alternative" && place.alternative.is_none() {
            self.alternatives += 1;
            inside.alternative = Some(self.alternatives);
        }
        inside
    }

    fn parts(&mut self, body: &'a [u8], kind: &ContentType) -> Option<Split<'a>> {
        let announced = kind.boundary.as_deref().map(|b| split(body, b.as_bytes()));
        if let Some(split) = announced.filter(|s| !s.parts.is_empty()) {
            return Some(split);
        }
        let guessed = split(body, guess_boundary(body)?);
        if guessed.parts.is_empty() {
            return None;
        }
        self.defect(
            "Pembatas bagian tidak sesuai dengan pernyataannya; pembatas ditebak dari isi.",
        );
        Some(guessed)
    }

    fn leaf(&mut self, body: &'a [u8], block: &Block<'a>, kind: ContentType, place: Place) {
        let encoding = field::encoding(block);
        if encoding != Encoding::Plain && self.decoded.saturating_add(body.len()) > DECODED_LIMIT {
            self.defect(TOO_LARGE);
            return;
        }
        let body: Cow<'a, [u8]> = match encoding {
            Encoding::Base64 if !transfer::may_be_base64(body) => {
                self.defect("Bagian surat dinyatakan base64, tetapi bukan; dibaca apa adanya.");
                Cow::Borrowed(body)
            }
            Encoding::Base64 => {
                let (bytes, clean) = transfer::base64(body);
                if !clean {
                    self.defect("Sandi base64 rusak; dibaca sejauh mungkin.");
                }
                Cow::Owned(bytes)
            }
            Encoding::QuotedPrintable => Cow::Owned(transfer::quoted_printable(body)),
            Encoding::Uuencode => Cow::Owned(unwrap::uudecoded(body)),
            Encoding::Plain => Cow::Borrowed(body),
        };
        if let Cow::Owned(bytes) = &body {
            self.decoded += bytes.len();
        }
        let disposition = field::disposition(block);
        if disposition.flooded {
            self.defect(
                "Content-Disposition memuat terlalu banyak parameter; hanya sebagian yang dibaca.",
            );
        }
        let leaf = Leaf {
            name: disposition.filename.or(kind.name).or_else(|| {
                // A page of HTML has its place, not its name, there.
                (!kind.media.starts_with("text/")).then(|| field::location(block))?
            }),
            declared: kind.media,
            charset: kind.charset,
            disposition: disposition.word,
            content_id: field::content_id(block),
            body,
            level: place.level,
            within: Some(self.open.join(" › ")).filter(|w| !w.is_empty()),
            alternative: place.alternative,
            in_report: place.in_report,
            first: place.first,
            aside: place.aside,
            alone: place.depth == 0,
            substitute: false,
            flowed: kind.flowed,
        };
        self.take(leaf, place);
    }

    /// Puts a leaf into the tree, or what it is the wrapping of.
    fn take(&mut self, leaf: Leaf<'a>, place: Place) {
        if let Some(opened) = self.opened(&leaf, place) {
            return self.unwrapped(leaf, opened, place);
        }
        self.remarks(&leaf);
        if !place.in_report && is_mail(&leaf) {
            self.message(&leaf, place);
        }
        // An attached mail stays itself, also where its parts took all the room.
        self.tree.leaves.push(leaf);
    }

    fn remarks(&mut self, leaf: &Leaf<'_>) {
        match leaf.declared.as_str() {
            "message/partial" => {
                self.defect("Surat ini hanya sepotong dari surat yang dikirim terbagi-bagi.");
            }
            "message/external-body" => {
                self.defect("Isi bagian surat berada di tempat lain; tidak diambil.");
            }
            _ => {}
        }
    }

    /// Opens an attached mail: its leaves come before it in the list, one level deeper.
    fn message(&mut self, leaf: &Leaf<'a>, place: Place) {
        if place.level >= MESSAGE_LIMIT {
            self.defect("Surat terlampir bersarang terlalu dalam; yang terdalam tidak dibuka.");
            return;
        }
        let inside = Place {
            depth: place.depth + 1,
            level: place.level + 1,
            first: true,
            ..Place::default()
        };
        match &leaf.body {
            Cow::Borrowed(bytes) => {
                let bytes = without_blank_lines(bytes);
                let block = Block::scan(bytes);
                self.open.push(provenance(&block));
                self.entity(bytes, &block, inside);
                self.open.pop();
            }
            Cow::Owned(bytes) => {
                self.within_bytes(without_blank_lines(bytes), |walk, bytes| {
                    let block = Block::scan(bytes);
                    walk.open.push(provenance(&block));
                    walk.entity(bytes, &block, inside);
                    walk.open.pop();
                });
            }
        }
    }

    /// Walks bytes that do not live as long as the mail; their leaves are copied out.
    fn within_bytes<'b, R>(
        &mut self,
        bytes: &'b [u8],
        read: impl FnOnce(&mut Walk<'b>, &'b [u8]) -> R,
    ) -> R {
        let mut walk = Walk {
            tree: Tree::default(),
            alternatives: self.alternatives,
            decoded: self.decoded,
            open: std::mem::take(&mut self.open),
        };
        let result = read(&mut walk, bytes);
        self.decoded = walk.decoded;
        self.alternatives = walk.alternatives;
        self.open = walk.open;
        self.tree.wrapped |= walk.tree.wrapped;
        for leaf in walk.tree.leaves {
            if !self.has_room() {
                break;
            }
            if matches!(leaf.body, Cow::Borrowed(_)) {
                if self.decoded.saturating_add(leaf.body.len()) > DECODED_LIMIT {
                    self.defect(TOO_LARGE);
                    continue;
                }
                self.decoded += leaf.body.len();
            }
            self.tree.leaves.push(leaf.into_owned());
        }
        walk.tree.defects.iter().for_each(|d| self.defect(d));
        result
    }
}

/// Some programs put an empty line above an attached mail.
fn without_blank_lines(bytes: &[u8]) -> &[u8] {
    let start = bytes.iter().position(|b| !matches!(b, b'\r' | b'\n')).unwrap_or_default();
    bytes.get(start..).unwrap_or_default()
}

/// The part of a `multipart/related` that is shown (RFC 2387 §3.2): the one `start` names, else the
/// first that can be shown at all.
fn related_root(blocks: &[Block<'_>], kind: &ContentType) -> usize {
    if let Some(start) = &kind.start
        && let Some(at) = blocks.iter().position(|b| field::content_id(b).as_ref() == Some(start))
    {
        return at;
    }
    let shown = |block: &Block<'_>| {
        let media = field::content_type(block, false).media;
        media.starts_with("text/") || media.starts_with("multipart/")
    };
    blocks.iter().position(shown).unwrap_or_default()
}

/// The decoded body of a multipart that was encoded as a whole, within the bounds.
fn decoded(body: &[u8], encoding: Encoding, so_far: usize) -> Option<Vec<u8>> {
    if so_far.saturating_add(body.len()) > DECODED_LIMIT {
        return None;
    }
    match encoding {
        Encoding::Base64 => Some(transfer::base64(body).0),
        Encoding::QuotedPrintable => Some(transfer::quoted_printable(body)),
        Encoding::Uuencode => Some(unwrap::uudecoded(body)),
        Encoding::Plain => None,
    }
}

/// Whether a leaf is a whole mail, by its type or, where that says nothing, by its bytes.
fn is_mail(leaf: &Leaf<'_>) -> bool {
    let eml = leaf.name.as_deref().is_some_and(|n| n.to_ascii_lowercase().ends_with(".eml"));
    match leaf.declared.as_str() {
        "message/rfc822" | "message/global" | "message/news" => true,
        "application/octet-stream" => attachment::is_mail(&leaf.body),
        _ => eml && attachment::is_mail(&leaf.body),
    }
}

/// Subject and sender of an attached mail, for the eyes of whoever asks where a file came from.
fn provenance(block: &Block<'_>) -> String {
    let subject = block.text_of("subject").unwrap_or_default();
    let from =
        block.first("from").map(|f| header::mailboxes(f.value, f.hint).0).unwrap_or_default();
    let from = from.into_iter().find_map(|(_, address)| address).unwrap_or_default();
    let told = match (subject.is_empty(), from.is_empty()) {
        (false, false) => format!("{subject} ({from})"),
        (true, true) => "surat terlampir".to_owned(),
        _ => format!("{subject}{from}"),
    };
    limited(told, SUBJECT_LIMIT)
}
