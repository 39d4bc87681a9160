//! One attachment on its way in: admitted or refused, and where it is an office document or a ZIP, what
//! is in it. Knows no page.
use super::file::{self, File, Opening};
use crate::document::{PaperKind, Reading};
use crate::office::{self, Opened};
use crate::reader::refuse;
use crate::reader::sniff::Content;
use crate::reader::tools::Tools;
use std::borrow::Cow;

/// What there is to read of an attachment: itself, or the files of a ZIP.
pub(super) fn open<'a>(
    name: &str,
    bytes: Cow<'a, [u8]>,
    tools: &mut dyn Tools,
) -> Vec<Opening<'a>> {
    let content = match refuse::admit(&bytes, name) {
        Ok(content) => content,
        Err(refused) => return vec![Err(refused)],
    };
    if !matches!(content, Content::Word | Content::Archive) {
        return vec![file::open(name, content, bytes, tools)];
    }
    match office::open(&bytes) {
        Ok(Opened::Files(files)) => {
            drop(bytes);
            files.into_iter().map(|(name, bytes)| inner(&name, bytes, tools)).collect()
        }
        opened => vec![document(name, opened)],
    }
}

/// A file of a ZIP: whatever an attachment may be, but no archive.
fn inner<'a>(name: &str, bytes: Vec<u8>, tools: &mut dyn Tools) -> Opening<'a> {
    match refuse::admit(&bytes, name)? {
        Content::Word | Content::Archive => document(name, office::open(&bytes)),
        content => file::open(name, content, Cow::Owned(bytes), tools),
    }
}

fn document<'a>(name: &str, opened: Result<Opened, office::Fault>) -> Opening<'a> {
    match opened {
        Ok(Opened::Text { text, pages, remarks, pictures }) => {
            Ok(File::document(name, &text, pages, remarks, &pictures))
        }
        Ok(Opened::Files(_)) => Err(Box::new(refuse::nested())),
        Err(fault) => Err(Box::new(refuse::fault(fault))),
    }
}

/// The answer for an attachment from those for what was in it.
pub(super) fn joined(mut readings: Vec<Reading>) -> Reading {
    if readings.len() == 1 {
        return readings.remove(0);
    }
    let known = |reading: &&Reading| reading.kind != PaperKind::Unreadable;
    let Some(first) = readings.iter().find(known).or(readings.first()).cloned() else {
        return Reading::unreadable("Berkas ZIP tidak memuat surat.");
    };
    let mut warnings: Vec<String> = Vec::new();
    for warning in readings.iter().flat_map(|r| &r.warnings) {
        if !warnings.contains(warning) {
            warnings.push(warning.clone());
        }
    }
    let pages = readings.iter().fold(0u32, |sum, r| sum.saturating_add(r.pages));
    let sure = readings.iter().filter(known).map(|r| r.confidence);
    let confidence = sure.fold(first.confidence, f64::min);
    let papers = readings.iter().flat_map(Reading::each).cloned().collect();
    Reading { pages, confidence, warnings, papers, ..first }
}
