//! Which files of a mail are kept beside its masked text, and in what form: a text or an attached mail
//! that tells a password is kept as masked words only. Knows no case.
use crate::mail::attachment;
use crate::mail::charset;
use crate::mail::files::chosen;
use crate::mail::header::Block;
use crate::mail::html;
use crate::mail::mime::{self, Leaf, Tree};
use crate::mail::{Attachment, unwrap};
use crate::secret::label;
use std::borrow::Cow;

/// Most bytes of texts that are searched for passwords.
const SEARCH_LIMIT: usize = 16 * 1024 * 1024;

/// One file as it is kept.
pub(super) struct Part<'t> {
    pub declared: &'t str,
    pub name: String,
    pub body: Cow<'t, [u8]>,
}

/// Whether any text of the mail, its files and its attached mails tells a password.
pub(crate) fn tells_password(tree: &Tree<'_>) -> bool {
    let mut room = SEARCH_LIMIT;
    tree.leaves.iter().any(|leaf| tells(leaf, &mut room))
}

fn tells(leaf: &Leaf<'_>, room: &mut usize) -> bool {
    if *room == 0 {
        return false;
    }
    *room = room.saturating_sub(leaf.body.len());
    words(leaf).is_some_and(|words| label::holds_password(&words))
}

/// The words of a leaf that is a text of any kind, or a mail that was not opened.
fn words(leaf: &Leaf<'_>) -> Option<String> {
    let bytes = leaf.body.get(..leaf.body.len().min(charset::TEXT_LIMIT)).unwrap_or_default();
    let media = attachment::sniff(&leaf.body, &leaf.declared);
    if media == "application/rtf" {
        return Some(unwrap::rtf_words(bytes));
    }
    if leaf.declared.starts_with("message/") || media == "message/rfc822" {
        let inner = mime::walk(bytes, &Block::scan(bytes));
        let own = inner.leaves.iter().filter(|l| !is_mail(l)).filter_map(words);
        let raw = charset::guess(bytes);
        return Some(own.chain([raw]).collect::<Vec<_>>().join("\n\n"));
    }
    let text = media.starts_with("text/") || media == "application/xml";
    if !text && !leaf.declared.starts_with("text/") || attachment::is_binary(&leaf.body) {
        return None;
    }
    let text = charset::decode(bytes, leaf.charset.as_deref()).0;
    if media == "text/html" || leaf.declared == "text/html" {
        return Some(html::read(&text).whole());
    }
    Some(text)
}

fn is_mail(leaf: &Leaf<'_>) -> bool {
    leaf.declared.starts_with("message/")
}

/// The files to keep, in the order of the mail.
pub(super) fn parts<'t>(tree: &'t Tree<'_>, attachments: &[Attachment]) -> Vec<Part<'t>> {
    let files: Vec<(&Leaf<'_>, &Attachment)> = chosen(tree).into_iter().zip(attachments).collect();
    let name = |leaf: &Leaf<'_>| {
        files.iter().find(|(file, _)| std::ptr::eq(*file, leaf)).map(|(_, file)| file.name.clone())
    };
    let mut parts = Vec::new();
    // What lies within an attached mail comes right before it.
    let mut within: Vec<&Leaf<'_>> = Vec::new();
    for leaf in tree.leaves.iter().filter(|leaf| !leaf.in_report || leaf.level > 0) {
        if leaf.level > 0 {
            // Words of a container that the mail itself repeats lie within no attached mail.
            if !(leaf.aside && leaf.substitute) {
                within.push(leaf);
            }
            continue;
        }
        let inside = std::mem::take(&mut within);
        let Some(name) = name(leaf) else { continue };
        if inside.is_empty() {
            parts.extend(file(leaf, name));
        } else if tells(leaf, &mut SEARCH_LIMIT.clone())
            || inside.iter().any(|leaf| tells(leaf, &mut SEARCH_LIMIT.clone()))
        {
            letter(&inside, &name, &files, &mut parts);
        } else {
            parts.push(Part { declared: &leaf.declared, name, body: Cow::Borrowed(&leaf.body) });
        }
    }
    parts
}

/// One file: as it came, as masked words, or not at all where it wraps what is kept beside it.
fn file<'t>(leaf: &'t Leaf<'_>, name: String) -> Option<Part<'t>> {
    if let Some(words) = words(leaf).filter(|words| label::holds_password(words)) {
        return Some(masked(&words, name));
    }
    if unwrap::open(leaf, SEARCH_LIMIT).is_some_and(|o| o.entity.is_some() || !o.pieces.is_empty())
    {
        return None;
    }
    Some(Part { declared: &leaf.declared, name, body: Cow::Borrowed(&leaf.body) })
}

/// An attached mail that tells a password: its words masked, and its files.
fn letter<'t>(
    inside: &[&'t Leaf<'_>],
    name: &str,
    files: &[(&Leaf<'_>, &Attachment)],
    parts: &mut Vec<Part<'t>>,
) {
    let mut said = String::new();
    let mut above = 0;
    for leaf in inside {
        let own = files.iter().find(|(file, _)| std::ptr::eq(*file, *leaf));
        match own {
            // A mail within the mail: its content was told just before.
            Some(_) if above > leaf.level => {}
            Some((_, own)) => parts.extend(file(leaf, own.name.clone())),
            None => {
                said.push_str(&words(leaf).unwrap_or_default());
                said.push_str("\n\n");
            }
        }
        above = leaf.level;
    }
    parts.push(masked(&said, name.to_owned()));
}

fn masked<'t>(words: &str, name: String) -> Part<'t> {
    let name =
        if name.to_ascii_lowercase().ends_with(".txt") { name } else { format!("{name}.txt") };
    let body = label::mask(words).into_bytes();
    Part { declared: "text/plain", name, body: Cow::Owned(body) }
}
