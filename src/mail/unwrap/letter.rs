//! A letter out of a container of Outlook: its words and its files, and the leaves they become.
//! Knows MAPI's names of things, no container.
use super::Piece;
use super::mapi::{Property, id};
use super::{codepage, rtf};
use crate::mail::charset;
use crate::mail::mime::Leaf;
use std::borrow::Cow;

/// What was found in a container.
#[derive(Default)]
pub(super) struct Letter {
    pub plain: Option<String>,
    pub html: Option<String>,
    pub files: Vec<File>,
    /// The container ends too early, or not everything had room.
    pub cut: bool,
}

/// A file of a letter.
#[derive(Default)]
pub(super) struct File {
    pub name: Option<String>,
    /// The media type as written, lower case.
    pub media: Option<String>,
    /// Without angle brackets.
    pub content_id: Option<String>,
    pub bytes: Vec<u8>,
    /// A whole letter in the container's own format.
    pub message: bool,
}

impl Letter {
    /// The words by property. `page`: the code page of 8-bit text unless the properties tell another.
    pub fn from_properties(properties: &[Property<'_>], page: u32, room: usize) -> Letter {
        let find = |wanted: u16| properties.iter().find(|p| p.id == wanted);
        let number = |wanted: u16| find(wanted).and_then(|p| p.number()).filter(|n| *n != 0);
        let page = number(id::MESSAGE_PAGE).unwrap_or(page);
        let mut letter = Letter {
            plain: find(id::BODY).map(|p| p.text(page)),
            html: find(id::HTML).map(|p| {
                let page = number(id::INTERNET_PAGE).unwrap_or(page);
                if p.is_text() { p.text(page) } else { html_text(p.value, page) }
            }),
            ..Letter::default()
        };
        letter.drop_blank();
        if letter.html.is_none()
            && let Some(value) = find(id::RTF).map(|p| p.value)
        {
            letter.take_rtf(value, page, room);
        }
        letter
    }

    /// Reads a compressed RTF body: HTML hidden in it, or its words where no other are known.
    pub fn take_rtf(&mut self, value: &[u8], page: u32, room: usize) {
        match rtf::decompress(value, room).map(|bytes| rtf::read(&bytes, page)) {
            Some(rtf::Words::Html(html)) => self.html = Some(html),
            Some(rtf::Words::Plain(text)) if self.plain.is_none() => self.plain = Some(text),
            _ => {}
        }
        self.drop_blank();
    }

    fn drop_blank(&mut self) {
        self.plain.take_if(|text| text.trim().is_empty());
        self.html.take_if(|text| text.trim().is_empty());
    }

    /// How many bytes the words take.
    pub fn weight(&self) -> usize {
        self.plain.as_ref().map_or(0, String::len) + self.html.as_ref().map_or(0, String::len)
    }

    /// The leaves of a mail that stand for this letter; `container` is the type of letters within.
    pub fn pieces(self, container: &str) -> Vec<Piece> {
        let both = self.plain.is_some() && self.html.is_some();
        let words = |declared: &str, text: String| Piece {
            leaf: Leaf {
                declared: declared.to_owned(),
                charset: Some("utf-8".to_owned()),
                body: Cow::Owned(text.into_bytes()),
                alternative: both.then_some(0),
                substitute: true,
                ..Leaf::default()
            },
            message: false,
        };
        let plain = self.plain.map(|text| words("text/plain", text));
        let html = self.html.map(|text| words("text/html", text));
        let files = self.files.into_iter().map(|file| Piece {
            leaf: Leaf {
                declared: match file.message {
                    true => container.to_owned(),
                    false => file.media.unwrap_or_else(|| "application/octet-stream".to_owned()),
                },
                name: file.name,
                disposition: Some("attachment".to_owned()),
                content_id: file.content_id,
                body: Cow::Owned(file.bytes),
                ..Leaf::default()
            },
            message: file.message,
        });
        plain.into_iter().chain(html).chain(files).collect()
    }
}

/// HTML as bytes: UTF-8 where it is, else the code page.
fn html_text(bytes: &[u8], page: u32) -> String {
    match std::str::from_utf8(bytes) {
        Ok(_) if !matches!(page, 1200 | 50220..=50222) => charset::guess(bytes),
        _ => codepage::text(bytes, page),
    }
}
