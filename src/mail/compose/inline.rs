//! Pictures inside a letter (RFC 2387, RFC 2392): they travel with the HTML that shows them, so that a
//! mail client loads nothing. Each is shown, and nothing is shown that is not there.
use super::{ComposeError, Entity, InlinePicture, Outgoing, encode, is_id, multipart, text_entity};
use std::collections::BTreeSet;

/// What a reference looks like in HTML; in words of others the quote would be escaped.
const SOURCE: &str = "src=\"cid:";

/// The HTML part, with its pictures if it has any.
pub(super) fn page(mail: &Outgoing, html: &str) -> Result<Entity, ComposeError> {
    let shown: BTreeSet<&str> = references(html).collect();
    let there: BTreeSet<&str> = mail.inline.iter().map(|p| p.cid.as_str()).collect();
    if shown != there || there.len() != mail.inline.len() {
        return Err(ComposeError::BadValue { field: "cid" });
    }
    let page = text_entity(html, "html")?;
    if mail.inline.is_empty() {
        return Ok(page);
    }
    let mut parts = vec![page];
    for picture in &mail.inline {
        parts.push(entity(picture)?);
    }
    Ok(multipart(&mail.message_id, "related; type=\"text/html\"", parts))
}

/// The pictures a page shows.
fn references(html: &str) -> impl Iterator<Item = &str> {
    html.split(SOURCE).skip(1).filter_map(|rest| rest.split('"').next())
}

fn entity(picture: &InlinePicture) -> Result<Entity, ComposeError> {
    let named = !picture.name.is_empty()
        && picture.name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b));
    if !is_id(&picture.cid) || !named {
        return Err(ComposeError::BadValue { field: "cid" });
    }
    let mut content = Vec::with_capacity(picture.png.len() / 57 * 78 + 80);
    encode::push_base64(&mut content, &picture.png);
    let fields = vec![
        ("Content-Type", "image/png".to_owned()),
        ("Content-Transfer-Encoding", "base64".to_owned()),
        ("Content-ID", format!("<{}>", picture.cid)),
        ("Content-Disposition", format!("inline; filename=\"{}\"", picture.name)),
    ];
    Ok(Entity { fields, content })
}
