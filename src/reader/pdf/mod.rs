//! The text layer of a PDF with its lines and columns. Knows no paper; pictures are not looked at.
mod fonts;
mod matrix;
mod place;
pub(super) mod seal;
mod show;
mod standard;

use super::engine::Text;
use crate::document::{LETTERS_PER_PAGE, Method};
use lopdf::{Document, LoadOptions, Object};

/// Bytes any one stream may inflate to; a page of text has a few thousand.
pub(super) const MOST_STREAM: usize = 32 << 20;
/// Pages that are read; a dossier of the SOP has two to ten.
const MOST_PAGES: usize = 60;
/// Characters of all pages together.
const MOST_CHARS: usize = 400_000;

/// The text of all pages, a form feed between them. `Err` holds the reason in Indonesian.
pub(super) fn text_layer(bytes: &[u8]) -> Result<Text, String> {
    let options =
        LoadOptions { max_decompressed_size: Some(MOST_STREAM), ..LoadOptions::default() };
    let document = Document::load_mem_with_options(bytes, options)
        .map_err(|_| String::from("PDF rusak atau terpotong, tidak dapat dibaca."))?;
    if document.is_encrypted() {
        return Err("PDF terkunci dengan kata sandi; mintalah berkas tanpa kunci.".into());
    }
    let ids: Vec<lopdf::ObjectId> = document.page_iter().take(10_000).collect();
    if ids.is_empty() {
        return Err("PDF tidak memuat halaman yang terbaca.".into());
    }
    let mut pages: Vec<String> = Vec::new();
    let mut remarks = active(&document);
    let mut left = MOST_CHARS;
    let mut scanned = Vec::new();
    for (number, id) in (1u32..).zip(ids.iter().take(MOST_PAGES)) {
        let page = place::lines(show::page(&document, *id));
        let letters = page.chars().filter(|c| c.is_alphanumeric()).count();
        if letters < LETTERS_PER_PAGE && show::has_picture(&document, *id) {
            scanned.push(number);
        }
        let page: String = page.chars().take(left).collect();
        left = left.saturating_sub(page.len());
        pages.push(page);
    }
    if ids.len() > MOST_PAGES {
        remarks.push(format!("Hanya {MOST_PAGES} halaman pertama yang dibaca."));
    }
    Ok(Text {
        text: pages.join("\u{c}"),
        pages: u32::try_from(ids.len()).unwrap_or(u32::MAX),
        method: Method::Text,
        scanned,
        remarks,
    })
}

/// Parts of a PDF that act by themselves; people are told before they open it.
fn active(document: &Document) -> Vec<String> {
    let mut found = Vec::new();
    let has = |wanted: &[&[u8]]| holds(document, wanted);
    if has(&[b"JavaScript", b"JS"]) {
        found.push("PDF memuat JavaScript; jangan dibuka di luar penampil yang aman.".into());
    }
    if has(&[b"Launch"]) {
        found.push("PDF mencoba menjalankan program; jangan dibuka.".into());
    }
    if has(&[b"EmbeddedFiles", b"EmbeddedFile"]) {
        found.push("PDF memuat berkas lain di dalamnya, yang tidak diperiksa.".into());
    }
    found
}

/// So many objects of a PDF are looked at.
const LOOK_LIMIT: usize = 200_000;

/// Whether any dictionary, also one within another object (`/OpenAction<</S/JavaScript …>>`), has one of these
/// keys, or is an action of that kind.
fn holds(document: &Document, wanted: &[&[u8]]) -> bool {
    let mut open: Vec<&Object> = document.objects.values().take(LOOK_LIMIT).collect();
    open.extend(document.trailer.iter().map(|(_, value)| value));
    let mut left = LOOK_LIMIT;
    while let Some(object) = open.pop() {
        left -= 1;
        if left == 0 {
            break;
        }
        let dictionary = match object {
            Object::Dictionary(dictionary) => dictionary,
            Object::Stream(stream) => &stream.dict,
            Object::Array(items) => {
                open.extend(items);
                continue;
            }
            _ => continue,
        };
        let kind = dictionary.get(b"S").and_then(Object::as_name);
        if wanted.iter().any(|key| dictionary.has(key)) || kind.is_ok_and(|n| wanted.contains(&n)) {
            return true;
        }
        open.extend(dictionary.iter().map(|(_, value)| value));
    }
    false
}
