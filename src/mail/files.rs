//! Which parts of a mail are files that came along. Knows no meaning of a paper.
use super::Attachment;
use super::attachment;
use super::body::is_body;
use super::mime::{Leaf, Tree};
use super::parse::{hash, note};
use super::unwrap;

/// Most attachments that are listed.
const ATTACHMENT_LIMIT: usize = 200;

/// Lists the files.
pub(crate) fn list(tree: &Tree<'_>, html: &str, defects: &mut Vec<String>) -> Vec<Attachment> {
    let mut files: Vec<Attachment> = Vec::new();
    for leaf in tree.leaves.iter().filter(|l| is_file(l)) {
        if files.len() >= ATTACHMENT_LIMIT {
            note(defects, "Surat memuat terlalu banyak lampiran; sisanya tidak dicatat.");
            break;
        }
        let media_type = attachment::sniff(&leaf.body, &leaf.declared);
        let (name, mended) =
            attachment::safe_name(leaf.name.as_deref(), media_type, files.len() + 1);
        if mended {
            note(defects, &format!("Nama lampiran diperbaiki menjadi \"{name}\"."));
        }
        if leaf.body.is_empty() {
            note(defects, &format!("Lampiran \"{name}\" kosong."));
        }
        let used = leaf.content_id.as_deref().is_some_and(|id| html.contains(&format!("cid:{id}")));
        files.push(Attachment {
            inline: attachment::is_decoration(media_type, leaf.body.len(), used)
                || unwrap::is_aid(leaf),
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

/// Whether a leaf is a file that came along. The machinery of a delivery report is none.
pub(crate) fn is_file(leaf: &Leaf<'_>) -> bool {
    let machinery = matches!(
        leaf.declared.as_str(),
        "message/delivery-status"
            | "message/global-delivery-status"
            | "message/disposition-notification"
            | "message/global-headers"
            | "text/rfc822-headers"
            | "text/x-amp-html"
    );
    let text = matches!(leaf.declared.as_str(), "text/plain" | "text/html" | "text/enriched");
    if leaf.level > 0
        && text
        && leaf.disposition.as_deref() != Some("attachment")
        && leaf.name.is_none()
    {
        return false; // the words of an attached mail; the mail itself is listed
    }
    !machinery && !is_body(leaf)
}
