//! The MIME tree of a mail, walked with bounds: leaves with decoded bodies. Knows no meaning of a part.
//!
//! The library's own tree parser is not used here: in 0.11.9 it overflows the stack on nested
//! `message/rfc822` (also base64-encoded ones). How the tree is walked is in `walk`, what the fields of a
//! part say in `field` and `parameters`, where one part ends in `split`.
use super::header::Block;
use std::borrow::Cow;

mod field;
mod parameters;
mod signed;
mod split;
mod walk;

pub(crate) use signed::{Root, root};

/// Most leaves of one mail.
pub(crate) const PART_LIMIT: usize = 500;
/// Deepest nesting of multiparts.
const DEPTH_LIMIT: usize = 20;
/// Deepest nesting of whole messages.
const MESSAGE_LIMIT: usize = 4;
/// Most decoded bytes of all leaves together.
const DECODED_LIMIT: usize = 96 * 1024 * 1024;

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
    /// In how many attached mails it lies.
    pub level: usize,
    /// Subject and sender of the attached mails around it, the outermost first.
    pub within: Option<String>,
    /// The outermost `multipart/alternative` around it, by number.
    pub alternative: Option<usize>,
    /// Within a `multipart/report`.
    pub in_report: bool,
    /// The first of its siblings.
    pub first: bool,
    /// Belongs to another part of a `multipart/related` (RFC 2387): not shown by itself.
    pub aside: bool,
    /// The whole mail is this one leaf.
    pub alone: bool,
    /// Words of a container: they are the body only of a mail that has no other words.
    pub substitute: bool,
    /// `format=flowed` (RFC 3676), and whether `delsp=yes`.
    pub flowed: Option<bool>,
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
            within: self.within,
            alternative: self.alternative,
            in_report: self.in_report,
            first: self.first,
            aside: self.aside,
            alone: self.alone,
            substitute: self.substitute,
            flowed: self.flowed,
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
    /// Its own words lay in a container (a signature, a packed letter), wholly or in part.
    pub wrapped: bool,
}

/// Walks the body of a mail whose header block is `block`.
pub(crate) fn walk<'a>(raw: &'a [u8], block: &Block<'a>) -> Tree<'a> {
    walk::walk(raw, block)
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
