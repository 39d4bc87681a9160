//! One paper over several files: photos of its pages. Knows files by name and text only.
use super::heading::heading;
use super::lines::{self, Sheet};
use super::pattern::{Pattern, pattern};
use super::{PaperKind, Reading, Written, mend, read, signature};
use std::cmp::Ordering;

static ADDRESSED: Pattern =
    pattern!(r"(?i)\b(?:yth|yang\s+terhormat|dengan\s+hormat|yang\s+bertanda\s?tangan)\b");
static SIGNED: Pattern = pattern!(r"(?i)\b(?:ditetapkan|dikeluarkan)\s+di\b");
static ANNEX: Pattern = pattern!(r"(?i)^lampiran\b");
static ANNEXED: Pattern =
    pattern!(r"(?i)\b(?:dalam|pada)\s+lampiran\b|\blampiran\s+keputusan\s+ini\b");

/// Files that one paper may go over.
const MOST_FILES: usize = 12;

/// See [`super::recognise_all`].
pub(super) fn recognise_all(files: &[(Written, &str)]) -> Vec<Reading> {
    let mended: Vec<(Written, &str)> = files.iter().map(|(w, name)| (mend(w), *name)).collect();
    let files = mended.as_slice();
    let mut readings: Vec<Reading> = files.iter().map(|(w, name)| read(w, name)).collect();
    let sheets: Vec<Sheet> = files.iter().map(|(w, _)| Sheet::new(&lines::tidy(&w.text))).collect();
    let mut order: Vec<usize> = (0..files.len()).collect();
    order.sort_by(|a, b| match (files.get(*a), files.get(*b)) {
        (Some((_, a)), Some((_, b))) => natural(a, b),
        _ => Ordering::Equal,
    });
    let open: Vec<usize> = order
        .iter()
        .copied()
        .filter(|i| readings.get(*i).zip(sheets.get(*i)).is_some_and(|(r, s)| is_open(r, s)))
        .collect();
    let loose: Vec<usize> = order
        .iter()
        .copied()
        .filter(|i| readings.get(*i).zip(sheets.get(*i)).is_some_and(|(r, s)| is_loose(r, s)))
        .collect();
    for (first, more) in groups(&order, &open, &loose, &sheets) {
        join(files, first, &more, &mut readings);
    }
    readings
}

/// Which files go on which: a page without a head belongs to the unfinished paper before it, in the
/// order of names; to the only unfinished one where none is before it.
fn groups(
    order: &[usize],
    open: &[usize],
    loose: &[usize],
    sheets: &[Sheet],
) -> Vec<(usize, Vec<usize>)> {
    let mut found: Vec<(usize, Vec<usize>)> = open.iter().map(|i| (*i, Vec::new())).collect();
    for page in loose {
        let place = order.iter().position(|i| i == page).unwrap_or(0);
        let before = order.iter().take(place).rev().find(|i| !loose.contains(i));
        let fits = |first: usize| {
            let annex = sheets.get(*page).is_some_and(begins_annex);
            let signed = sheets.get(first).is_some_and(is_signed);
            // A signed decree goes on with its annex only.
            !signed || annex
        };
        let own = before.filter(|i| open.contains(i)).copied();
        let only = if let [only] = open { Some(*only) } else { None };
        let first = own.or(only.filter(|_| before.is_none())).filter(|first| fits(*first));
        let group = found.iter_mut().find(|(i, _)| Some(*i) == first);
        if let Some((_, pages)) = group.filter(|(_, pages)| pages.len() < MOST_FILES) {
            pages.push(*page);
        }
    }
    found.retain(|(_, pages)| !pages.is_empty());
    found
}

/// Could the file be the first page of more: a paper with a head that is not signed yet, or a decree
/// that speaks of an annex it does not have?
fn is_open(reading: &Reading, sheet: &Sheet) -> bool {
    let last = reading.each().last().map(|paper| (paper.kind, paper.fields.signatory.is_some()));
    match last {
        Some((PaperKind::AppointmentDecree, _)) | Some((PaperKind::Other, _))
            if headed(sheet) && decree(sheet) =>
        {
            let annexed = ANNEXED.is_match(&sheet.flow);
            let has = sheet.lines.iter().any(|line| ANNEX.is_match(line.trim()));
            !is_signed(sheet) || annexed && !has
        }
        Some((PaperKind::Unreadable | PaperKind::Other, _)) | None => false,
        Some((_, signed)) => {
            let closing = signature::starts_at(sheet, 12) < sheet.lines.len();
            !signed && !closing
        }
    }
}

fn decree(sheet: &Sheet) -> bool {
    let head = |i: usize| heading(sheet, i) == Some(super::heading::Heading::Decree);
    (0..sheet.lines.len()).any(head)
}

fn is_signed(sheet: &Sheet) -> bool {
    SIGNED.is_match(&sheet.flow)
}

fn headed(sheet: &Sheet) -> bool {
    (0..sheet.lines.len().min(60)).any(|i| heading(sheet, i).is_some())
}

fn begins_annex(sheet: &Sheet) -> bool {
    let first = (0..sheet.lines.len()).filter(|i| !sheet.line(*i).is_empty()).take(4);
    first.into_iter().any(|i| ANNEX.is_match(sheet.line(i)))
}

/// Is this a page without a head of its own, and no paper by itself?
fn is_loose(reading: &Reading, sheet: &Sheet) -> bool {
    if reading.kind == PaperKind::Unreadable || !reading.papers.is_empty() {
        return false;
    }
    if begins_annex(sheet) {
        return true;
    }
    let top = sheet.flow_of(0, 15);
    let own = reading.confidence >= Reading::SURE && reading.kind != PaperKind::Other;
    !headed(sheet) && !own && !ADDRESSED.is_match(top)
}

/// Puts the pages of another file behind those of `whole`.
fn append(whole: &mut Written, next: &Written) {
    whole.text.push('\u{c}');
    let shift = whole.text.len();
    whole.text.push_str(&next.text);
    whole.words.extend(next.words.iter().cloned().map(|mut word| {
        word.start = word.start.saturating_add(shift);
        word.end = word.end.saturating_add(shift);
        word
    }));
}

/// Reads the files as one paper; the later ones only name the first.
fn join(files: &[(Written, &str)], first: usize, more: &[usize], readings: &mut [Reading]) {
    let Some((written, name)) = files.get(first) else { return };
    let mut whole = written.clone();
    for (next, _) in more.iter().filter_map(|i| files.get(*i)) {
        // Where a file was not read again, its one reading stands in.
        for (at, again) in whole.again.iter_mut().enumerate() {
            append(again, next.again.get(at).unwrap_or(next));
        }
        append(&mut whole, next);
    }
    let mut joined = read(&whole, name);
    joined.pages = written.pages.max(1);
    let kind = joined.each().last().map(|paper| paper.kind).unwrap_or(joined.kind);
    if matches!(kind, PaperKind::Other | PaperKind::Unreadable) {
        return;
    }
    joined.why.push(format!("Berlanjut pada {} berkas lain.", more.len()));
    for page in more {
        let Some(slot) = readings.get_mut(*page) else { continue };
        *slot = Reading {
            kind,
            confidence: joined.confidence,
            method: slot.method,
            pages: slot.pages,
            continues: Some((*name).to_string()),
            why: vec![format!(
                "Halaman lanjutan dari berkas {name}: tidak berkepala surat sendiri."
            )],
            ..Reading::unreadable("")
        };
        slot.warnings.clear();
    }
    if let Some(slot) = readings.get_mut(first) {
        *slot = joined;
    }
}

/// File names as people count them: "2.jpg" before "10.jpg", "foto.jpg" before "foto (1).jpg".
fn natural(a: &str, b: &str) -> Ordering {
    let stem = |name: &str| name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_lowercase();
    let (a, b) = (stem(a), stem(b));
    let (mut a, mut b) = (a.as_str(), b.as_str());
    loop {
        let (left, right) = (digits(a), digits(b));
        if !left.is_empty() && !right.is_empty() {
            let plain = |d: &str| d.trim_start_matches('0').to_string();
            let (l, r) = (plain(left), plain(right));
            match l.len().cmp(&r.len()).then(l.cmp(&r)) {
                Ordering::Equal => {}
                other => return other,
            }
            a = a.get(left.len()..).unwrap_or_default();
            b = b.get(right.len()..).unwrap_or_default();
            continue;
        }
        let (mut left, mut right) = (a.chars(), b.chars());
        match (left.next(), right.next()) {
            (None, None) => return Ordering::Equal,
            (l, r) if l != r => return l.cmp(&r),
            _ => (a, b) = (left.as_str(), right.as_str()),
        }
    }
}

fn digits(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_in_the_order_people_mean() {
        let mut names = ["IMG_10.jpg", "IMG_2.jpg", "foto (1).jpeg", "foto.jpeg", "IMG_2 (1).jpg"];
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(
            names,
            ["foto.jpeg", "foto (1).jpeg", "IMG_2.jpg", "IMG_2 (1).jpg", "IMG_10.jpg"]
        );
    }
}
