//! The decree a letter leans on: "SK Kepala Balai Nomor ... tanggal ...". Knows no decree itself.
use super::facts::{Facts, Field, LABELLED, SPOKEN};
use super::labels::{Entry, Label};
use super::lines::Sheet;
use super::pattern::{Pattern, pattern};
use super::values;

static DECREE: Pattern = pattern!(
    r"(?i)\b(?:surat\s+keputusan|keputusan|SK)\b([^;:]{0,200}?)\b(?:nomor|no\.?)\s*[:.]?\s*((?:[^\s,;()]*/\s)?[^\s,;()]+(?:\s?/\s?[^\s,;()/]+)*(?:\s+tahun\s+\d{4})?)([^;]{0,220})"
);
static ON: Pattern = pattern!(r"(?i)\b(?:tanggal|tgl\.?|tertanggal)\s*:?\s*(\d.{5,24})");
static OTHER_LAW: Pattern = pattern!(
    r"(?i)peraturan|undang|telegram|nomor|presiden|\bsurat\s+(?:dinas|tugas|edaran)|\bpermohonan\b"
);
static STOP: Pattern = pattern!(r"(?i)\b(?:nomor|no\.|peraturan|undang-undang)\b|\.\s+[A-Z]");
static FRONT: Pattern = pattern!(
    r"(?i)^(?:(?:SK|surat\s+keputusan|keputusan)\b[^\d:]{0,80}?\s)?(?:nomor|no\.?)\s*[:.]?\s*"
);
static BACK: Pattern = pattern!(r"(?i)[,(]?\s*(?:tanggal|tgl|tertanggal|tentang)\b");

/// Number and date, from labels or from a sentence above line `end`.
pub(super) fn read(sheet: &Sheet, entries: &[Entry], end: usize, facts: &mut Facts) {
    let cited = |label: Label| entries.iter().find(|e| e.label == label);
    if let Some(entry) = cited(Label::DecreeNumber) {
        let value = FRONT.find(&entry.value).and_then(|m| entry.value.get(m.end()..));
        let value = value.unwrap_or(&entry.value);
        let word = BACK.find(value).map(|m| m.start());
        let date = values::date_in(value);
        // A date without a word before it: "KEP.1/2026, 5 Januari 2026".
        let day = date.as_ref().map(|d| d.start).filter(|at| *at > 3);
        let cut = [word, day].into_iter().flatten().min().unwrap_or(value.len());
        let number = value.get(..cut).map(|n| n.trim_end_matches([' ', ',', '/', '(', '-']));
        facts.put(Field::DecreeNumber, number.and_then(values::number), entry.line, LABELLED);
        facts.put(Field::DecreeDate, date.map(|d| d.iso), entry.line, LABELLED);
    }
    if let Some(entry) = cited(Label::DecreeDate) {
        let date = values::date_in(&entry.value).map(|d| d.iso);
        facts.put(Field::DecreeDate, date, entry.line, LABELLED);
    }
    if !facts.has(Field::DecreeNumber) {
        spoken(sheet, end, facts);
    }
}

fn spoken(sheet: &Sheet, end: usize, facts: &mut Facts) {
    let whole = sheet.flow_of(0, end);
    let mut from = 0;
    for _ in 0..12 {
        let Some(groups) = whole.get(from..).and_then(|rest| DECREE.captures(rest)) else { return };
        let part = |n: usize| groups.get(n).map(|m| m.as_str()).unwrap_or_default();
        let at = from + groups.get(0).map(|m| m.start()).unwrap_or(0);
        let number = values::number(part(2).trim_end_matches('.'));
        if let Some(number) = number.filter(|_| !OTHER_LAW.is_match(part(1))) {
            let line = sheet.line_of(at);
            facts.put(Field::DecreeNumber, Some(number), line, SPOKEN);
            let tail = part(3);
            let stop = STOP.find(tail).map(|m| m.start()).unwrap_or(tail.len());
            let tail = tail.get(..stop).unwrap_or(tail);
            let date = ON.group(tail, 1).and_then(|t| values::date_near_start(t, 2));
            facts.fill(Field::DecreeDate, date, line, SPOKEN);
            return;
        }
        // Behind the word that began this one: the right one may have begun within.
        from = at + 2;
        while !whole.is_char_boundary(from) {
            from += 1;
        }
    }
}
