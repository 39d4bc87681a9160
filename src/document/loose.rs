//! Labels that do not stand beside their values: a block of labels and then a block of values, one
//! under the other, or within a sentence. Knows no paper.
use super::around;
use super::labels::Entry;
use super::lines::{Sheet, squeeze};
use super::pattern::{Pattern, pattern};
use super::told::is_unit;
use super::values;
use super::words::{Label, exact, meaning};
use std::collections::BTreeSet;

static LISTED: Pattern = pattern!(r"[^:,;]{1,60}?:\s*");
static AFTER_LIST: Pattern = pattern!(
    r"(?i)[,;]?\s+(?:dengan\s+ini|memohon|mohon|mengajukan|untuk|adalah|sebagai|selaku|yang|bersama|kami|saya|bermaksud|karena|dikarenakan|agar|supaya|demikian)\b|[.;]\s"
);
static NEXT_NUMBER: Pattern = pattern!(r"[\s,;]+\(?(?:\d{1,2}|[a-z])[.)]$");
static RANK: Pattern =
    pattern!(r"(?i)\b(?:juru|pengatur|penata|pembina)\b|^\s*(?:IV|III|II|I)\s?/\s?[a-e]\b");

/// The labelled values that stand loose, and the lines they take up.
pub(super) fn entries(sheet: &Sheet) -> (Vec<Entry>, BTreeSet<usize>) {
    let mut found = Vec::new();
    let mut taken = BTreeSet::new();
    blocks(sheet, &mut found, &mut taken);
    pairs(sheet, &mut found, &mut taken);
    sentences(sheet, &mut found, &mut taken);
    (found, taken)
}

/// A line that is nothing but a known label, with or without its colon.
fn bare(sheet: &Sheet, at: usize) -> Option<Label> {
    let line = sheet.line(at);
    let text = line.trim_end_matches([':', ' ']);
    let text =
        text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' '));
    // "C. ALASAN PERMOHONAN".
    let text = match text.split_once(['.', ')']) {
        Some((letter, rest)) if letter.len() == 1 && !rest.trim().is_empty() => rest.trim_start(),
        _ => text,
    };
    if text.is_empty() || text.contains(':') || !text.starts_with(char::is_alphabetic) {
        return None;
    }
    if text.contains("  ") {
        return None;
    }
    let label = exact(text);
    let head = ["sifat", "lampiran", "lamp", "lamp."];
    (label != Label::Unknown || head.contains(&text.to_lowercase().as_str())).then_some(label)
}

/// The next line with something in it.
fn next(sheet: &Sheet, from: usize) -> usize {
    (from..sheet.lines.len()).find(|i| !sheet.line(*i).is_empty()).unwrap_or(sheet.lines.len())
}

/// Three labels and more under each other, then as many values: `pdftotext` without `-layout`.
fn blocks(sheet: &Sheet, found: &mut Vec<Entry>, taken: &mut BTreeSet<usize>) {
    let mut at = 0;
    while at < sheet.lines.len() {
        let mut labels = Vec::new();
        let mut lines = Vec::new();
        let mut here = next(sheet, at);
        while let Some(label) = bare(sheet, here) {
            labels.push(label);
            lines.push(here);
            here = next(sheet, here + 1);
        }
        if labels.len() < 3 {
            at = here.max(at) + 1;
            continue;
        }
        let (values, end) = block_values(sheet, here, labels.len());
        if values.len() == labels.len() {
            for (label, (value, line)) in labels.iter().zip(values) {
                found.push(Entry { label: *label, value, line });
            }
            taken.extend(lines);
            taken.extend(here..end);
        }
        at = end.max(here) + 1;
    }
}

/// The values of a block of `count` labels, and the line after them.
fn block_values(sheet: &Sheet, from: usize, count: usize) -> (Vec<(String, usize)>, usize) {
    let mut at = from;
    // A column of nothing but colons may stand between.
    while sheet.line(at) == ":" {
        at = next(sheet, at + 1);
    }
    let colons = sheet.line(at).starts_with(':');
    let mut values: Vec<(String, usize)> = Vec::new();
    while at < sheet.lines.len() && bare(sheet, at).is_none() {
        let line = sheet.line(at);
        let fresh = !colons || line.starts_with(':');
        if fresh && values.len() == count {
            break;
        }
        let text = line.trim_start_matches([':', ' ']);
        if fresh {
            values.push((squeeze(text), at));
        } else if let Some((last, _)) = values.last_mut() {
            *last = squeeze(&format!("{last} {text}"));
        }
        let after = next(sheet, at + 1);
        // A blank line ends the last value.
        if values.len() == count && after > at + 1 {
            at = after;
            break;
        }
        at = after;
    }
    (values, at)
}

/// Label, value, label, value, each in a line of its own: a table whose cells were set apart.
fn pairs(sheet: &Sheet, found: &mut Vec<Entry>, taken: &mut BTreeSet<usize>) {
    let free = |i: usize| i < sheet.lines.len() && !taken.contains(&i);
    let mut run: Vec<(Entry, usize)> = Vec::new();
    let mut runs: Vec<Vec<(Entry, usize)>> = Vec::new();
    let mut at = next(sheet, 0);
    while at < sheet.lines.len() {
        let value = next(sheet, at + 1);
        let colon = sheet.line(value) == ":";
        let value = if colon { next(sheet, value + 1) } else { value };
        let around = around::is_middle(sheet, at);
        let label = bare(sheet, at).filter(|_| free(at) && free(value) && !around);
        let pair = label.filter(|_| {
            let text = sheet.line(value);
            bare(sheet, value).is_none() && !text.starts_with(':') && text.len() < 160
        });
        let Some(label) = pair else {
            runs.push(std::mem::take(&mut run));
            at = next(sheet, at + 1);
            continue;
        };
        let text = squeeze(sheet.line(value));
        run.push((Entry { label, value: text, line: value }, at));
        at = next(sheet, value + 1);
    }
    runs.push(run);
    // A section of its own: "ALASAN", and under it why.
    let alone = |run: &[(Entry, usize)]| matches!(run, [(only, _)] if only.label == Label::Reason);
    for run in runs.into_iter().filter(|run| run.len() >= 3 || alone(run)) {
        for (entry, label) in run {
            taken.extend(label..=entry.line);
            found.push(entry);
        }
    }
}

/// "... Nama: Wayan Contoh, NIP: 1988..., Jabatan: Staf, memohon ...": labels within a sentence.
fn sentences(sheet: &Sheet, found: &mut Vec<Entry>, taken: &mut BTreeSet<usize>) {
    let mut at = 0;
    while at < sheet.lines.len() {
        let known = |label: &str| !matches!(ending(label).1, Label::Unknown | Label::Number);
        let line = sheet.line(at);
        let listed = LISTED.all(line);
        let count = listed.iter().filter(|m| known(m.as_str())).count();
        let columns = line.contains("   ") || line.starts_with(':');
        if count < 2 || columns || taken.contains(&at) {
            at += 1;
            continue;
        }
        let end = (at..sheet.lines.len()).find(|i| sheet.line(*i).is_empty());
        let end = end.unwrap_or(sheet.lines.len()).min(at + 12);
        sentence(sheet, at, end, found);
        taken.extend(at..end);
        at = end + 1;
    }
}

fn sentence(sheet: &Sheet, from: usize, to: usize, found: &mut Vec<Entry>) {
    let start = sheet.start_of(from);
    let text = sheet.flow_of(from, to);
    let mut labels: Vec<(usize, usize, Label)> = Vec::new();
    for (colon, _) in text.match_indices(':') {
        let Some(before) = text.get(..colon) else { continue };
        let since = labels.last().map(|(_, end, _)| *end).unwrap_or(0);
        let (length, label) = ending(before.get(since..).unwrap_or_default());
        if label != Label::Unknown {
            labels.push((colon.saturating_sub(length), colon + 1, label));
        }
    }
    for (n, (_, value, label)) in labels.iter().enumerate() {
        let next = labels.get(n + 1).map(|(at, ..)| *at).unwrap_or(text.len());
        let mut own = text.get(*value..next).unwrap_or_default();
        if let Some(after) = AFTER_LIST.find(own) {
            own = own.get(..after.start()).unwrap_or(own);
        }
        let mut own = squeeze(own.trim_matches(|c: char| matches!(c, ' ' | ',' | ';' | '(')));
        // "1. Nama : Ratna 2. NIP : ...": the number of the next one.
        if let Some(number) = NEXT_NUMBER.find(&own) {
            own.truncate(number.start());
        }
        if let Some(rest) = own.strip_suffix(&format!(" {}", n + 2)) {
            own = rest.to_string();
        }
        let line = sheet.line_of(start + value + 1);
        found.push(Entry { label: *label, value: own, line });
    }
}

/// The known label that ends the text, and its length.
fn ending(text: &str) -> (usize, Label) {
    let text = text.trim_end_matches([':', ' ']);
    let mut best = (0, Label::Unknown);
    let mut loose = (0, Label::Unknown);
    let starts = text.char_indices().rev().filter(|(i, _)| {
        *i == 0 || text.get(..*i).is_some_and(|t| t.ends_with([' ', ',', ';', '(']))
    });
    for (at, c) in starts.take(5) {
        if text.get(at..).is_some_and(|label| label.contains([',', ';'])) {
            break;
        }
        let own = text.get(at..).unwrap_or_default();
        if exact(own) != Label::Unknown && c.is_alphabetic() {
            best = (text.len() - at, exact(own));
        }
        let label = meaning(own);
        if label != Label::Unknown && c.is_alphabetic() && own.split(' ').count() <= 3 {
            loose = (text.len() - at, label);
        }
    }
    if best.0 > 0 { best } else { loose }
}

/// The values of labels that share a line, as "Nama / NIP : Ratna / 1987..." do.
pub(super) fn split(labels: &[Label], value: &str, line: usize, found: &mut Vec<Entry>) {
    let wide = value.split(" / ").count() == labels.len();
    let parts: Vec<&str> =
        if wide { value.split(" / ").collect() } else { value.split(['/', '|', ';']).collect() };
    for (n, label) in labels.iter().enumerate() {
        let shaped = match label {
            Label::Nip => values::nips(value).into_iter().next(),
            Label::Email => values::email(value),
            Label::Phone => {
                let rest = values::email(value).map(|mail| value.replace(&mail, " "));
                values::phone(rest.as_deref().unwrap_or(value))
            }
            Label::Name => {
                let cut = value.find(|c: char| c == '/' || c.is_ascii_digit());
                let name = value.get(..cut.unwrap_or(value.len())).unwrap_or_default();
                let name = name.trim_end_matches(|c: char| !c.is_alphabetic() && c != '.');
                Some(name.trim_end_matches("NIP.").trim_end_matches("NIP").trim().to_string())
            }
            Label::Rank if RANK.is_match(value) && !wide && labels.len() == 2 => {
                value.rsplit_once('/').map(|(rank, _)| rank.trim().to_string())
            }
            // "Instansi/OPD : Dinas Contoh": one value, by what it is.
            Label::WorkUnit if parts.len() < labels.len() => {
                (n == 0 || is_unit(value)).then(|| value.to_string())
            }
            Label::Institution if parts.len() < labels.len() && is_unit(value) => {
                (!labels.contains(&Label::WorkUnit)).then(|| value.to_string())
            }
            _ if parts.len() < labels.len() && n == 0 => Some(value.to_string()),
            _ if parts.len() == labels.len() => parts.get(n).map(|part| part.trim().to_string()),
            _ => None,
        };
        if let Some(value) = shaped {
            let value = squeeze(value.trim_matches([',', ' ', '/']));
            found.push(Entry { label: *label, value, line });
        }
    }
}
