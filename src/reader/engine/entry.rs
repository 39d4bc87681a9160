//! One attachment: a file, or the files of a ZIP. Knows which engine reads which content, and in the end
//! puts the readings of several files into one answer.
use super::file::{File, Opening};
use crate::document::{Method, PaperKind, Reading};
use crate::office::{self, Opened};
use crate::reader::pdf::seal;
use crate::reader::refuse;
use crate::reader::sniff::Content;
use crate::reader::tools::Tools;
use std::borrow::Cow;

/// An attachment, opened.
pub(super) struct Entry<'a> {
    /// One, or those of a ZIP in their order.
    pub(super) files: Vec<Opening<'a>>,
    packed: bool,
}

impl<'a> Entry<'a> {
    pub(super) fn refused(reading: Reading) -> Entry<'a> {
        Entry { files: vec![Err(Box::new(reading))], packed: false }
    }

    /// Opens an attachment by its content.
    pub(super) fn open(name: &str, bytes: &'a [u8], tools: &mut dyn Tools) -> Entry<'a> {
        let one = |opening| Entry { files: vec![opening], packed: false };
        match refuse::admit(bytes, name) {
            Err(reading) => one(Err(reading)),
            Ok(content @ (Content::Word | Content::Archive)) => match office::open(bytes) {
                Ok(Opened::Files(files)) => {
                    let open = |(name, bytes): (String, Vec<u8>)| inner(&name, bytes, tools);
                    Entry { files: files.into_iter().map(open).collect(), packed: true }
                }
                opened => one(office_file(name, content, opened)),
            },
            Ok(content) => one(plain(name, content, Cow::Borrowed(bytes), tools)),
        }
    }

    /// The answer for the attachment, from those for its files.
    pub(super) fn answer(&self, mut readings: Vec<Reading>) -> Reading {
        if !self.packed || readings.len() == 1 {
            let none = || refuse::fault(office::Fault::Empty);
            return readings.pop().unwrap_or_else(none);
        }
        together(readings)
    }
}

/// A file out of a ZIP: one level is opened.
fn inner<'a>(name: &str, bytes: Vec<u8>, tools: &mut dyn Tools) -> Opening<'a> {
    match refuse::admit(&bytes, name)? {
        Content::Archive => Err(Box::new(refuse::nested())),
        content @ Content::Word => match office::open(&bytes) {
            Ok(Opened::Files(_)) => Err(Box::new(refuse::nested())),
            opened => office_file(name, content, opened),
        },
        content => plain(name, content, Cow::Owned(bytes), tools),
    }
}

fn office_file<'a>(
    name: &str,
    content: Content,
    opened: Result<Opened, office::Fault>,
) -> Opening<'a> {
    match opened {
        Ok(Opened::Text { text, pages, remarks, pictures }) => {
            let mut file = File::typed(name, content, &text, pages).with_pictures(pictures);
            file.remarks = remarks;
            Ok(file)
        }
        Ok(Opened::Files(_)) => Err(Box::new(refuse::nested())),
        Err(fault) => Err(Box::new(refuse::fault(fault))),
    }
}

/// PDF, pictures and text.
fn plain<'a>(
    name: &str,
    content: Content,
    bytes: Cow<'a, [u8]>,
    tools: &mut dyn Tools,
) -> Opening<'a> {
    match content {
        Content::Pdf => File::pdf(name, bytes, tools),
        Content::Image => File::pictures(name, bytes),
        _ => {
            let text = String::from_utf8_lossy(&bytes);
            let pages = u32::try_from(text.split('\u{c}').count()).unwrap_or(1);
            Ok(File::typed(name, content, &text, pages))
        }
    }
}

/// Several files as several papers; the first that says something stands for all.
fn together(readings: Vec<Reading>) -> Reading {
    let said = |r: &&Reading| r.kind != PaperKind::Unreadable;
    let Some(first) = readings.iter().find(said).or(readings.first()).cloned() else {
        return refuse::fault(office::Fault::Empty);
    };
    let mut warnings: Vec<String> = Vec::new();
    for warning in readings.iter().flat_map(|r| &r.warnings) {
        if !warnings.contains(warning) {
            warnings.push(warning.clone());
        }
    }
    let ocr = readings.iter().any(|r| r.method == Method::Ocr);
    let signature = seal::worst(readings.iter().filter_map(|r| r.signature.as_deref()));
    Reading {
        signature: signature.map(str::to_owned),
        signatures: readings.iter().flat_map(|r| r.signatures.iter().cloned()).collect(),
        pages: readings.iter().map(|r| r.pages).sum(),
        confidence: readings.iter().map(|r| r.confidence).fold(1.0, f64::min),
        method: if ocr { Method::Ocr } else { first.method },
        papers: readings.iter().flat_map(|r| r.each().cloned()).collect(),
        warnings,
        ..first
    }
}
