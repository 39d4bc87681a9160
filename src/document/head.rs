//! The head of a letter: institution, number, date. Knows no person.
use super::facts::{Facts, Field, PLACED};
use super::labels::{Entry, Label};
use super::lines::{Sheet, cells, is_capitals, squeeze};
use super::pattern::{Pattern, pattern};
use super::values;

static PLACE_DATE: Pattern =
    pattern!(r"^[A-Z][A-Za-z .'\-]{2,40},\s*((?:tanggal\s+|tgl\.?\s+)?.*\d{4})\.?$");
static NUMBER_LINE: Pattern = pattern!(r"(?i)^(?:nomor|no\.?)\s*[:.]?\s*(\S*\d\S*/.*)$");
static ON: Pattern = pattern!(r"(?i)^(?:pada\s+)?tanggal\s*:?\s*(\d.{5,24})$");
static UNFINISHED: Pattern =
    pattern!(r"(?i)\b(?:dengan|tanggal|tgl|sampai|s\.d|s/d|sejak|mulai|hingga|pada|dan)[.,]?$");
static STAMP: Pattern = pattern!(r"(?i)\b(?:diterima|agenda|disposisi|masuk)\b");
static OPEN: Pattern = pattern!(r"/\s{2,}/|\.{3,}|_{2,}|…|/\s*-\s*/|\(\s*\)|/\s+/");

static ADDRESSEE: Pattern = pattern!(r"(?i)\b(?:yth|yang\s+terhormat)\b|^kepada\b");
static OPENING: Pattern = pattern!(
    r"(?i)^(?:dengan\s+hormat|assalam|bersama\s+ini|sehubungan|dengan\s+ini|yang\s+bertanda|saya|kami|mohon|menindaklanjuti|berdasarkan|dalam\s+rangka|berkenaan|bahwa|om\s+swastiastu|salam|1\.\s)\b|^\S[^:]{2,40}\s:\s"
);

/// Lines in which the head of a paper stands.
const HEAD: usize = 45;

/// Words an institution's name begins with, as the first lines of a letterhead say it. A unit under
/// it (balai, dinas) is no institution.
const INSTITUTIONS: &[&str] = &[
    "KEMENTERIAN ",
    "PEMERINTAH ",
    "PEMERINTAHAN ",
    "LEMBAGA ",
    "KEPOLISIAN NEGARA",
    "KEPOLISIAN REPUBLIK",
    "KEJAKSAAN ",
    "MAHKAMAH ",
    "TENTARA NASIONAL",
    "MARKAS BESAR",
    "KOMISI ",
    "ARSIP NASIONAL",
    "PERPUSTAKAAN NASIONAL",
    "OTORITAS ",
    "OMBUDSMAN",
    "SEKRETARIAT KABINET",
    "SEKRETARIAT NEGARA",
    "PT ",
    "PT. ",
    "PERUM ",
    "PERUSAHAAN ",
    "PERSEROAN ",
    "BADAN RISET",
    "BADAN KARANTINA",
    "BADAN PUSAT",
    "BADAN NASIONAL",
    "BADAN PENGAWAS",
    "BADAN INFORMASI",
    "BADAN METEOROLOGI",
    "BADAN KEAMANAN",
    "BADAN PEMERIKSA",
    "BADAN SIBER",
    "BADAN KEPEGAWAIAN NEGARA",
    "BADAN GIZI",
    "BADAN PANGAN",
];
/// Institutions of their own where nothing stands over them.
const ALONE: &[&str] = &["UNIVERSITAS ", "INSTITUT ", "POLITEKNIK ", "SEKOLAH TINGGI ", "AKADEMI "];

/// Number, date and institution; `body` is the line where the labels of the person begin.
pub(super) fn read(sheet: &Sheet, entries: &[Entry], body: usize, facts: &mut Facts) {
    let near = |e: &&Entry| e.line < HEAD.max(body);
    let number = entries.iter().filter(near).find(|e| e.label == Label::Number);
    let labelled = number.and_then(|e| Some((own_number(sheet, e)?, e.line)));
    let titled = || {
        let mut lines = 0..sheet.lines.len().min(30);
        lines.find_map(|i| {
            // "Nomor      B/99/2026           Jakarta, 2 November 2026" without a colon.
            let number = NUMBER_LINE.group(sheet.line(i), 1)?.split("   ").next()?;
            Some((values::number(number)?, i))
        })
    };
    let open = number.is_some() && labelled.is_none();
    if let Some((value, line)) = labelled.or_else(|| if open { None } else { titled() }) {
        facts.put(Field::LetterNumber, Some(value), line, PLACED);
    }
    // The stamp of who received the letter has a date of its own.
    let stamped = |at: usize| {
        [at.checked_sub(1), Some(at)].into_iter().flatten().any(|i| STAMP.is_match(sheet.line(i)))
    };
    let dated = entries
        .iter()
        .find(|e| e.label == Label::Date && (e.line < HEAD || e.line < body) && !stamped(e.line));
    let said = dated.and_then(|e| Some((values::date_in(&e.value)?.iso, e.line)));
    let date = said
        .or_else(|| beside_number(sheet, entries))
        .or_else(|| place_date(sheet))
        .or_else(|| issued(sheet));
    if let Some((value, line)) = date {
        facts.put(Field::LetterDate, Some(value), line, PLACED);
    }
    if let Some((value, line)) = letterhead(sheet) {
        facts.put(Field::Institution, Some(value), line, PLACED);
    }
}

/// The number, unless its place was left open.
fn own_number(sheet: &Sheet, entry: &Entry) -> Option<String> {
    let line = sheet.line(entry.line);
    let own = line.split_once(':').map(|(_, own)| own).unwrap_or(line);
    let first = own.trim_start().split("      ").next().unwrap_or_default();
    let has = |part: &str| values::number(part).is_some();
    if OPEN.is_match(first) && !first.trim().is_empty() || !has(&entry.value) {
        return None;
    }
    // "Nomor : 12/X/2026 Tanggal 5 Mei 2026" in one line.
    let lower = entry.value.to_lowercase();
    let cut = [" tanggal ", " tgl", " tertanggal "].iter().filter_map(|w| lower.find(w)).min();
    let own = entry.value.get(..cut.unwrap_or(entry.value.len()))?;
    // A long number that ran over into the next line.
    let next = sheet.line(entry.line + 1).split_whitespace().next().unwrap_or_default();
    if own.ends_with('/') && next.contains('/') {
        return values::number(&format!("{own}{next}"));
    }
    values::number(own)
}

/// The date beside the number that ran over into the next line.
fn beside_number(sheet: &Sheet, entries: &[Entry]) -> Option<(String, usize)> {
    let at = entries.iter().find(|e| e.label == Label::Number)?.line;
    let own = entries.iter().find(|e| e.label == Label::Number).map(|e| e.value.as_str());
    // A date of its own behind the number, a column or a word apart.
    let line = sheet.line(at);
    let rest = line.split_once(':').map(|(_, rest)| rest).unwrap_or_default();
    let behind = rest.find("  ").and_then(|gap| rest.get(gap..)).and_then(values::date_in);
    let told = own.and_then(|own| {
        let lower = own.to_lowercase();
        let word = ["tanggal ", "tgl. ", "tgl "].iter().find_map(|w| lower.find(w))?;
        values::date_in(own.get(word..)?)
    });
    if let Some(date) = behind.or(told) {
        return Some((date.iso, at));
    }
    let next = sheet.line(at + 1);
    let month = next.split_whitespace().count() <= 2 && !next.contains(':');
    let date = month.then(|| values::date_in(sheet.flow_of(at, at + 2))).flatten()?;
    Some((date.iso, at))
}

/// "Jakarta, 9 November 2026", or a line or cell that is nothing but a date.
fn place_date(sheet: &Sheet) -> Option<(String, usize)> {
    // "... sampai dengan" and in the next line the date of that.
    let goes_on =
        |at: usize| at.checked_sub(1).is_some_and(|above| UNFINISHED.is_match(sheet.line(above)));
    let lines = sheet.lines.iter().enumerate().filter(|(at, _)| !goes_on(*at));
    lines.into_iter().find_map(|(at, line)| {
        let mut tried = cells(line, 3);
        tried.extend(cells(line, 6).iter().map(|cell| squeeze(cell)));
        tried.push(squeeze(line));
        tried.into_iter().find_map(|cell| {
            let dated = values::date_in(&cell)?;
            let alone = dated.start <= 2 && cell.len() <= dated.end + 1;
            let placed =
                PLACE_DATE.group(&cell, 1).is_some_and(|d| values::date_near_start(d, 9).is_some());
            (alone || placed).then_some((dated.iso, at))
        })
    })
}

/// "Dikeluarkan di ... / Pada tanggal : ...".
fn issued(sheet: &Sheet) -> Option<(String, usize)> {
    sheet.lines.iter().enumerate().find_map(|(at, line)| {
        let cells = cells(line, 4);
        let date = cells.iter().find_map(|cell| {
            ON.group(&squeeze(cell), 1).and_then(|d| values::date_near_start(d, 2))
        });
        date.map(|date| (date, at))
    })
}

/// The first line of the text itself, after the addressee.
pub(super) fn body_start(sheet: &Sheet) -> usize {
    let Some(at) = (0..sheet.lines.len().min(60)).find(|i| ADDRESSEE.is_match(sheet.line(*i)))
    else {
        return 0;
    };
    let opens = |i: &usize| {
        let line = squeeze(sheet.line(*i));
        line.chars().count() >= 60 || OPENING.is_match(&line)
    };
    (at + 1..at + 16).find(opens).unwrap_or(at + 1).min(sheet.lines.len())
}

/// The institution in the letterhead: a ministry, government or agency in capitals at the very top.
pub(super) fn letterhead(sheet: &Sheet) -> Option<(String, usize)> {
    let top: Vec<usize> =
        (0..sheet.lines.len().min(12)).filter(|i| !sheet.line(*i).is_empty()).take(4).collect();
    for (n, at) in top.iter().enumerate() {
        // A logo's caption or the right half of the head stands aside.
        let Some(cell) = cells(sheet.line(*at), 8).into_iter().next() else { continue };
        let line = squeeze(&cell);
        if !is_capitals(&line)
            || line.len() > 90
            || line.contains(" - ")
            || line.ends_with(',') && n > 0
        {
            continue;
        }
        let starts = |words: &[&str]| words.iter().any(|k| line.starts_with(k));
        let national = ["NASIONAL", "INDONESIA", "NEGARA"].iter().any(|w| line.ends_with(w));
        let agency = n == 0 && line.starts_with("BADAN ") && national;
        let known = starts(INSTITUTIONS) || n == 0 && starts(ALONE) || agency;
        if !known {
            continue;
        }
        // A long name runs over into the next line.
        let next = top.get(n + 1).map(|i| squeeze(sheet.line(*i))).unwrap_or_default();
        let open = line.ends_with(',') || line.ends_with(" DAN") || line.ends_with('/');
        let more = open || next.starts_with("DAN ");
        let whole = if more && is_capitals(&next) { format!("{line} {next}") } else { line };
        return Some((whole.trim_end_matches(',').to_string(), *at));
    }
    None
}
