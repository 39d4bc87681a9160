//! Which parts of a mail are files that came along. Knows no meaning of a paper.
use super::Attachment;
use super::attachment;
use super::body::is_body;
use super::mime::{Leaf, Tree};
use super::parse::{hash, note};
use super::transfer;
use std::collections::HashSet;

/// Most attachments that are listed.
const ATTACHMENT_LIMIT: usize = 200;

/// Most pictures that one HTML can show.
const CID_LIMIT: usize = 2_000;

/// The leaves that are files, in the order of the mail, at most [`ATTACHMENT_LIMIT`]. Where there are
/// more, those of attached mails are left out first.
pub(crate) fn chosen<'t, 'a>(tree: &'t Tree<'a>) -> Vec<&'t Leaf<'a>> {
    let mut files: Vec<&Leaf<'a>> = tree.leaves.iter().filter(|l| is_file(l)).collect();
    let mut over = files.len().saturating_sub(ATTACHMENT_LIMIT);
    let deepest = files.iter().map(|l| l.level).max().unwrap_or_default();
    for level in (1..=deepest).rev() {
        files.retain(|leaf| {
            let out = over > 0 && leaf.level == level;
            over -= usize::from(out);
            !out
        });
    }
    files.truncate(ATTACHMENT_LIMIT);
    files
}

/// Lists the files.
pub(crate) fn list(tree: &Tree<'_>, html: &str, defects: &mut Vec<String>) -> Vec<Attachment> {
    let mut files: Vec<Attachment> = Vec::new();
    let chosen = chosen(tree);
    if tree.leaves.iter().filter(|l| is_file(l)).count() > chosen.len() {
        note(defects, "Surat memuat terlalu banyak lampiran; sisanya tidak dicatat.");
    }
    let shown = cids(html);
    for leaf in chosen {
        let media_type = attachment::sniff(&leaf.body, &leaf.declared);
        let (name, mended) =
            attachment::safe_name(leaf.name.as_deref(), media_type, files.len() + 1);
        if mended {
            note(defects, &format!("Nama lampiran diperbaiki menjadi \"{name}\"."));
        }
        if leaf.body.is_empty() {
            note(defects, &format!("Lampiran \"{name}\" kosong."));
        }
        files.push(Attachment {
            inline: is_decoration(leaf, media_type, &shown),
            name,
            media_type: media_type.to_owned(),
            declared_type: leaf.declared.clone(),
            size: u64::try_from(leaf.body.len()).unwrap_or(u64::MAX),
            sha256: hash(&leaf.body),
            within: leaf.within.clone(),
        });
    }
    files
}

/// The parts that the HTML shows: what stands behind `cid:` (RFC 2392), percent-decoded.
fn cids(html: &str) -> HashSet<String> {
    let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '>' | '<' | ')' | '&');
    html.split("cid:")
        .skip(1)
        .take(CID_LIMIT)
        .map(|after| after.split(ends).next().unwrap_or_default())
        .map(|id| {
            let mut bytes = Vec::with_capacity(id.len());
            transfer::unescape(b'%', id.as_bytes(), &mut bytes);
            String::from_utf8_lossy(&bytes).into_owned()
        })
        .collect()
}

/// What adorns or accompanies the letter and is no paper: logos, tracking pixels, the signature of a
/// signed mail, and what a Macintosh keeps beside a file.
fn is_decoration(leaf: &Leaf<'_>, media_type: &str, shown: &HashSet<String>) -> bool {
    let companion = matches!(
        leaf.declared.as_str(),
        "application/pkcs7-signature"
            | "application/x-pkcs7-signature"
            | "application/pgp-signature"
            | "application/pgp-encrypted"
            | "application/applefile"
    );
    let used = leaf.content_id.as_deref().is_some_and(|id| shown.contains(id));
    companion && !attachment::is_paper(media_type)
        || attachment::is_decoration(media_type, leaf.body.len(), used)
}

/// Whether a leaf is a file that came along. The machinery of a delivery report is none, nor is a second
/// dress of the letter for other programs.
pub(crate) fn is_file(leaf: &Leaf<'_>) -> bool {
    let machinery = matches!(
        leaf.declared.as_str(),
        "message/delivery-status"
            | "message/global-delivery-status"
            | "message/disposition-notification"
            | "message/global-disposition-notification"
            | "message/feedback-report"
            | "message/global-headers"
            | "text/rfc822-headers"
            | "text/x-amp-html"
            | "text/watch-html"
    );
    let attached = leaf.disposition.as_deref() == Some("attachment") || leaf.name.is_some();
    let text = matches!(leaf.declared.as_str(), "text/plain" | "text/html" | "text/enriched");
    if leaf.level > 0 && text && !attached && !attachment::is_binary(&leaf.body) {
        return false; // the words of an attached mail; the mail itself is listed
    }
    let nothing = leaf.body.trim_ascii().is_empty() && !attached;
    !machinery && !nothing && !is_body(leaf)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::borrow::Cow;

    fn leaf(level: usize, declared: &str, body: &'static [u8]) -> Leaf<'static> {
        Leaf { declared: declared.into(), level, body: Cow::Borrowed(body), ..Leaf::default() }
    }

    #[test]
    fn the_mails_own_files_come_before_those_of_attached_mails() {
        let inner = (0..300).map(|_| leaf(1, "application/pdf", b"%PDF-1.4"));
        let own = (0..150).map(|_| leaf(0, "application/pdf", b"%PDF-1.5"));
        let tree = Tree { leaves: inner.chain(own).collect(), ..Tree::default() };
        let mut defects = Vec::new();
        let files = list(&tree, "", &mut defects);
        assert_eq!((files.len(), defects.len()), (ATTACHMENT_LIMIT, 1));
        assert_eq!(files.iter().filter(|f| f.sha256 == hash(b"%PDF-1.5")).count(), 150);
    }

    #[test]
    fn a_signature_accompanies_and_a_paper_that_claims_to_be_one_does_not() {
        let decorates = |l: &Leaf<'_>| {
            is_decoration(l, attachment::sniff(&l.body, &l.declared), &HashSet::new())
        };
        assert!(decorates(&leaf(0, "application/pgp-signature", b"-----BEGIN PGP SIGNATURE-----")));
        assert!(!decorates(&leaf(0, "application/pgp-signature", b"%PDF-1.4")));
        let shown = cids("<img src=\"cid:a%40b\"><img src=cid:c>");
        assert!(shown.contains("a@b") && shown.contains("c") && shown.len() == 2);
        assert!(!is_file(&leaf(0, "application/octet-stream", b"\r\n")));
        assert!(is_file(&leaf(0, "text/plain", b"%PDF-1.4")));
        assert!(is_file(&leaf(1, "text/plain", b"%PDF-1.4")));
        assert!(!is_file(&leaf(1, "text/plain", b"halo")));
    }
}
