//! From the files of one mail to what they say: each opened by its content and never by its name, pages
//! without text read from their pictures, all texts recognised together. Knows no pipe and no meaning.
mod entry;
mod file;
mod look;
mod ocr;
mod quality;

use super::refuse;
use super::sniff::Content;
use super::tools::{Program, Ran, Tool, Tools};
use crate::document::{self, LETTERS_PER_PAGE, Method, Reading, Written};
use entry::Entry;
use file::File;
use ocr::{Outcome, Unread, Want};
use std::collections::VecDeque;
use std::time::Duration;

/// Pages read from their pictures, of all files of a mail together.
const MOST_PICTURES: usize = 60;
/// Of so many pages each is read more than once, so that readings may confirm each other: two seconds more.
const MOST_CONFIRMED: usize = 12;
/// No page is begun with less time left: one takes a second or two.
const FOR_A_PAGE: Duration = Duration::from_secs(3);
/// With less time left for each page that waits, none gets a second try.
const FOR_A_TRY: Duration = Duration::from_secs(4);

/// Reads the files of one mail; one answer for each, in order.
pub(super) fn read_all(files: &[(Option<Vec<u8>>, &str)], tools: &mut dyn Tools) -> Vec<Reading> {
    let mut entries: Vec<Entry<'_>> = Vec::with_capacity(files.len());
    for (bytes, name) in files {
        entries.push(match bytes {
            Some(bytes) => Entry::open(name, bytes, tools),
            None => Entry::refused(Reading::unreadable(
                "Lampiran tidak ditemukan dalam surel asal; perlu dilihat petugas.",
            )),
        });
    }
    finished(entries, tools)
}

/// Reads one file as far as its content allows.
pub(super) fn read(bytes: &[u8], name: &str, tools: &mut dyn Tools) -> Reading {
    let entry = Entry::open(name, bytes, tools);
    let reading = finished(vec![entry], tools).pop();
    reading.unwrap_or_else(|| Reading::unreadable("Berkas tidak memuat teks yang terbaca."))
}

/// The place of a page: attachment, file within it, page.
type Place = (usize, usize, usize);

fn finished(mut entries: Vec<Entry<'_>>, tools: &mut dyn Tools) -> Vec<Reading> {
    for ((entry, file, page), outcome) in pictures(&entries, tools) {
        let file = entries.get_mut(entry).and_then(|e| e.files.get_mut(file));
        if let Some(Ok(file)) = file {
            file.take(page, outcome);
        }
    }
    let has_text = |file: &&File<'_>| file.letters() >= LETTERS_PER_PAGE;
    let texts: Vec<(Written, &str)> = entries
        .iter()
        .flat_map(|entry| entry.files.iter().filter_map(|o| o.as_ref().ok()))
        .filter(has_text)
        .map(|file| (file.written(), file.name.as_str()))
        .collect();
    let mut read: VecDeque<Reading> = document::recognise_all(&texts).into();
    let mut answers = Vec::with_capacity(entries.len());
    let trust = tools.trust();
    for entry in &entries {
        let mut readings = Vec::with_capacity(entry.files.len());
        for opening in &entry.files {
            let mut reading = match opening {
                Err(refused) => (**refused).clone(),
                Ok(file) if !has_text(&file) => unread(file),
                Ok(file) => completed(read.pop_front().unwrap_or_else(|| unread(file)), file),
            };
            if let Ok(file) = opening {
                file.seals(&trust, &mut reading);
            }
            readings.push(reading);
        }
        answers.push(entry.answer(readings));
    }
    answers
}

/// Reads all pages that are pictures, as many side by side as there are cores.
fn pictures(entries: &[Entry<'_>], tools: &mut dyn Tools) -> Vec<(Place, Outcome)> {
    let mut waiting: VecDeque<(Place, ocr::Page<'_>)> = VecDeque::new();
    for (at, entry) in entries.iter().enumerate() {
        for (number, file) in entry.files.iter().enumerate() {
            let wanted = file.iter().flat_map(File::wanted);
            for (page, source) in wanted {
                let confirm = waiting.len() < MOST_CONFIRMED;
                waiting.push_back(((at, number, page), ocr::Page::new(source, confirm)));
            }
        }
    }
    if !tools.has(Program::Tesseract) {
        // Nothing is made ready for a program that is not there.
        return waiting.into_iter().map(|(place, _)| (place, Err(Unread::Programs))).collect();
    }
    let mut outcomes = Vec::new();
    for (place, _) in waiting.drain(waiting.len().min(MOST_PICTURES)..) {
        outcomes.push((place, Err(Unread::Time)));
    }
    let mut slowest = Duration::ZERO;
    let mut at_work: Vec<(Place, ocr::Page<'_>, Vec<Want<'_>>)> = Vec::new();
    loop {
        let before = tools.time_left();
        while at_work.len() < tools.abreast()
            && let Some((place, mut page)) = waiting.pop_front()
        {
            if tools.time_left() < FOR_A_PAGE.max(slowest) {
                outcomes.push((place, Err(Unread::Time)));
                continue;
            }
            let wants = page.step(Vec::new(), false);
            at_work.push((place, page, wants));
        }
        for done in at_work.extract_if(.., |(.., wants)| wants.is_empty()) {
            outcomes.push((done.0, done.1.done()));
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
        slowest = slowest.max(before.saturating_sub(tools.time_left()));
        let hurry = tools.time_left() < FOR_A_TRY.max(slowest * 2).saturating_mul(left);
        for (_, page, wants) in &mut at_work {
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
        (Some(Unread::Fault(fault)), _) => return refuse::picture(fault),
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
        let alike = |why: Unread| match why {
            Unread::Fault(_) => reason == Unread::Unclear,
            why => why == reason,
        };
        let pages: Vec<u32> =
            missing.iter().filter(|(_, why)| alike(*why)).map(|(page, _)| *page).collect();
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
        Unread::Unclear | Unread::Fault(_) => "tidak terbaca dengan jelas",
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
