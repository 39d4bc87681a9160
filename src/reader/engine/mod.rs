//! From the files of one mail to what they say: each opened by its content and never by its name, pages
//! without text read from their pictures, all texts recognised together. Knows no pipe and no meaning.
mod file;
mod ocr;
mod parcel;
mod quality;
mod rows;
mod tsv;

use super::sniff::Content;
use super::tools::{Ran, Tool, Tools};
use crate::document::{self, LETTERS_PER_PAGE, Method, Reading, Written};
use file::{File, Opening};
use ocr::{Outcome, Unread, Want};
use std::borrow::Cow;
use std::collections::VecDeque;
use std::time::Duration;

/// Pages read from their pictures, of all files of a mail together.
const MOST_PICTURES: usize = 60;
/// No page is begun with less time left: one takes a second or two.
const FOR_A_PAGE: Duration = Duration::from_secs(3);
/// With less time left for each page that waits, none gets a second try.
const FOR_A_TRY: Duration = Duration::from_secs(4);

/// Reads the files of one mail; one answer for each, in order.
pub(super) fn read_all(files: &[(Option<Vec<u8>>, &str)], tools: &mut dyn Tools) -> Vec<Reading> {
    let mut opened: Vec<Opening<'_>> = Vec::with_capacity(files.len());
    // How many of the opened each file holds: a ZIP has several.
    let mut shares = Vec::with_capacity(files.len());
    for (bytes, name) in files {
        let found = match bytes {
            Some(bytes) => parcel::open(name, Cow::Borrowed(bytes), tools),
            None => vec![Err(Box::new(Reading::unreadable(
                "Lampiran tidak ditemukan dalam surel asal.",
            )))],
        };
        shares.push(found.len());
        opened.extend(found);
    }
    let mut read = finished(opened, tools).into_iter();
    shares.into_iter().map(|share| parcel::joined(read.by_ref().take(share).collect())).collect()
}

/// Reads one file as far as its content allows.
pub(super) fn read(bytes: &[u8], name: &str, tools: &mut dyn Tools) -> Reading {
    let opened = parcel::open(name, Cow::Borrowed(bytes), tools);
    parcel::joined(finished(opened, tools))
}

fn finished(mut opened: Vec<Opening<'_>>, tools: &mut dyn Tools) -> Vec<Reading> {
    for (file, page, outcome) in pictures(&opened, tools) {
        if let Some(Ok(file)) = opened.get_mut(file) {
            file.take(page, outcome);
        }
    }
    let texts: Vec<(Written, &str)> = opened
        .iter()
        .filter_map(|o| o.as_ref().ok())
        .filter(|file| file.letters() >= LETTERS_PER_PAGE)
        .map(|file| (file.written(), file.name.as_str()))
        .collect();
    let mut read: VecDeque<Reading> = document::recognise_all(&texts).into();
    let answer = |opening: &Opening<'_>| match opening {
        Err(refused) => (**refused).clone(),
        Ok(file) if file.letters() < LETTERS_PER_PAGE => unread(file),
        Ok(file) => {
            let reading = read.pop_front();
            completed(reading.unwrap_or_else(|| unread(file)), file)
        }
    };
    opened.iter().map(answer).collect()
}

/// Reads all pages that are pictures, as many side by side as there are cores.
fn pictures(opened: &[Opening<'_>], tools: &mut dyn Tools) -> Vec<(usize, usize, Outcome)> {
    let files = opened.iter().enumerate().filter_map(|(at, o)| Some((at, o.as_ref().ok()?)));
    let mut waiting: VecDeque<(usize, usize, ocr::Page<'_>)> = files
        .flat_map(|(at, f)| f.wanted().map(move |(page, s)| (at, page, ocr::Page::new(s))))
        .collect();
    let mut outcomes = Vec::new();
    for (file, page, _) in waiting.drain(waiting.len().min(MOST_PICTURES)..) {
        outcomes.push((file, page, Err(Unread::Time)));
    }
    let mut at_work: Vec<(usize, usize, ocr::Page<'_>, Vec<Want<'_>>)> = Vec::new();
    loop {
        while at_work.len() < tools.abreast()
            && let Some((file, number, mut page)) = waiting.pop_front()
        {
            if tools.time_left() < FOR_A_PAGE {
                outcomes.push((file, number, Err(Unread::Time)));
                continue;
            }
            let wants = page.step(Vec::new(), false);
            at_work.push((file, number, page, wants));
        }
        for done in at_work.extract_if(.., |(.., wants)| wants.is_empty()) {
            outcomes.push((done.0, done.1, done.2.done()));
        }
        if at_work.is_empty() {
            match waiting.is_empty() {
                true => return outcomes,
                false => continue,
            }
        }
        let runs: Vec<(Tool, &[u8])> = at_work
            .iter()
            .flat_map(|(.., wants)| wants.iter().map(|(tool, bytes)| (*tool, &**bytes)))
            .collect();
        let mut ran: VecDeque<Ran> = tools.run(&runs).into();
        let left = u32::try_from(waiting.len() / tools.abreast() + 1).unwrap_or(u32::MAX);
        let hurry = tools.time_left() < FOR_A_TRY.saturating_mul(left);
        for (_, _, page, wants) in &mut at_work {
            let own = ran.drain(..wants.len().min(ran.len())).collect();
            *wants = page.step(own, hurry);
        }
    }
}

/// A file without letters: its kind by its name alone.
fn unread(file: &File<'_>) -> Reading {
    let pages = file.written().pages;
    let reason = file.unread().first().map(|(_, why)| *why);
    let why = match (reason, file.content) {
        (Some(Unread::Unclear), Content::Image) => {
            "Gambar tidak terbaca dengan jelas; perlu dilihat petugas."
        }
        (Some(Unread::Unclear), _) => {
            "Berkas hasil pindai tidak terbaca dengan jelas; perlu dilihat petugas."
        }
        (Some(Unread::Time), _) => {
            "Berkas belum selesai dibaca karena waktu habis; perlu dilihat petugas."
        }
        (Some(Unread::Programs), Content::Image) => {
            "Berkas berupa gambar, belum dapat dibaca; perlu dilihat petugas."
        }
        (Some(Unread::Programs), _) => {
            "Berkas berupa hasil pindai, belum dapat dibaca; perlu dilihat petugas."
        }
        (None, _) => "Berkas tidak memuat teks yang terbaca.",
    };
    let mut reading = document::named_only(&file.name, pages, Method::None, why);
    reading.warnings.extend(file.remarks.iter().cloned());
    reading
}

/// With what is to be said beside it. Pages nobody has read are a paper of their own: what is on them
/// may be the one that seems missing.
fn completed(mut reading: Reading, file: &File<'_>) -> Reading {
    let missing = file.unread();
    for reason in [Unread::Programs, Unread::Time, Unread::Unclear] {
        let pages: Vec<u32> =
            missing.iter().filter(|(_, why)| *why == reason).map(|(page, _)| *page).collect();
        if !pages.is_empty() {
            reading = with_unread(reading, &pages, reason);
        }
    }
    reading.warnings.extend(file.remarks.iter().cloned());
    reading
}

fn with_unread(reading: Reading, pages: &[u32], reason: Unread) -> Reading {
    let mut numbers: Vec<String> = pages.iter().take(10).map(u32::to_string).collect();
    if pages.len() > numbers.len() {
        numbers.push("dst.".into());
    }
    let what = match reason {
        Unread::Programs => "berupa hasil pindai, belum dapat dibaca",
        Unread::Time => "belum dibaca karena waktu habis",
        Unread::Unclear => "tidak terbaca dengan jelas",
    };
    let why = format!("Halaman {} {what}; perlu dilihat petugas.", numbers.join(", "));
    let count = u32::try_from(pages.len()).unwrap_or(u32::MAX);
    let unread = Reading { pages: count, ..Reading::unreadable(why.clone()) };
    let mut papers: Vec<Reading> = reading.each().cloned().collect();
    if let [only] = papers.as_mut_slice() {
        only.pages = only.pages.saturating_sub(count).max(1);
    }
    papers.push(unread);
    let mut warnings = reading.warnings.clone();
    warnings.push(why);
    Reading { papers, warnings, ..reading }
}

#[cfg(test)]
mod tests;
