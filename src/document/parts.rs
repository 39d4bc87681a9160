//! Where one paper ends and the next begins in a file of several. Knows headings, not fields.
use super::kind::{self, Heading};
use super::lines::{Sheet, is_capitals};
use super::pattern::{Pattern, pattern};

static LETTER: Pattern =
    pattern!(r"(?i)\b(?:yth|dengan hormat|hormat (?:kami|saya)|mohon|bertanda\s?tangan)\b");

/// One paper of the file.
pub(super) struct Part {
    pub(super) text: String,
    pub(super) pages: u32,
}

/// Papers looked for in one file; a dossier has two or three.
const MOST_PARTS: usize = 8;

/// Splits at headings of another paper; pages without a heading belong to the paper before.
pub(super) fn split(text: &str) -> Vec<Part> {
    let marked: Vec<&str> = text.split('\u{c}').collect();
    let sheet = Sheet::new(text);
    let mut starts: Vec<(usize, Heading)> = Vec::new();
    let mut page_starts = vec![0usize];
    for page in &marked {
        let last = page_starts.last().copied().unwrap_or(0);
        page_starts.push(last + page.split('\n').count());
    }
    for at in 0..sheet.lines.len() {
        let Some(heading) = kind::heading(&sheet, at) else { continue };
        if starts.len() >= MOST_PARTS || !begins(&sheet, at, heading, &starts) {
            continue;
        }
        starts.push((at, heading));
    }
    let mut cuts: Vec<usize> = starts
        .iter()
        .enumerate()
        .map(|(n, (at, _))| (n, top(&sheet, *at, &page_starts)))
        .filter(|(n, cut)| *n > 0 || unheaded(&sheet, *cut, &page_starts))
        .map(|(_, cut)| cut)
        .collect();
    cuts.insert(0, 0);
    cuts.push(sheet.lines.len());
    let mut parts = Vec::new();
    for pair in cuts.windows(2) {
        let [from, to] = pair else { continue };
        let lines = sheet.lines.get(*from..*to).unwrap_or_default();
        if lines.iter().all(|l| l.trim().is_empty()) {
            continue;
        }
        let pages = page_starts.iter().filter(|p| *p >= from && *p < to).count().max(1);
        parts.push(Part { text: lines.join("\n"), pages: u32::try_from(pages).unwrap_or(1) });
    }
    parts
}

/// Is there a paper without a heading above the first one with a heading?
fn unheaded(sheet: &Sheet, cut: usize, page_starts: &[usize]) -> bool {
    let above = sheet.flow_of(0, cut);
    let letters = above.chars().filter(|c| c.is_alphanumeric()).count();
    let later_page = page_starts.iter().any(|p| *p > 0 && *p <= cut);
    letters >= 60 && (later_page || LETTER.is_match(&above))
}

/// Is this heading the start of another paper, not a line of the running one?
fn begins(sheet: &Sheet, at: usize, heading: Heading, starts: &[(usize, Heading)]) -> bool {
    let Some((last, running)) = starts.last() else { return true };
    match (running, heading) {
        // "KEPUTUSAN ..." stands twice in the head of many decrees; an annex repeats it too.
        (Heading::Decree, Heading::Decree) => {
            let number = |i: usize| {
                (i..i + 6)
                    .map(|n| sheet.line(n))
                    .find(|l| l.to_uppercase().starts_with("NOMOR"))
                    .map(str::to_string)
            };
            at > last + 15 && number(at).is_some() && number(at) != number(*last)
        }
        // The number and subject under the title of the same paper, or the title under them.
        (
            Heading::Memo
            | Heading::Request
            | Heading::Form
            | Heading::Assignment
            | Heading::Foreign,
            Heading::Letter,
        )
        | (Heading::Letter, Heading::Request | Heading::Form) => at > last + 15,
        // The decree a letter speaks of has its own number and subject under its heading.
        (_, Heading::Decree) => at > last + 4,
        _ => at > last + 8,
    }
}

/// The first line of the letterhead over a heading, or of its page.
fn top(sheet: &Sheet, heading: usize, page_starts: &[usize]) -> usize {
    let page = page_starts.iter().copied().filter(|p| *p <= heading).max().unwrap_or(0);
    if page > 0 && heading - page < 25 {
        return page;
    }
    let mut first = heading;
    for at in (page.max(heading.saturating_sub(12))..heading).rev() {
        let line = sheet.line(at);
        if line.is_empty() {
            // A blank line may stand inside a letterhead, once.
            if sheet.line(at.saturating_sub(1)).is_empty() {
                break;
            }
            continue;
        }
        let office = is_capitals(line) && !line.contains("NIP");
        let address = line.to_lowercase();
        let address = ["jalan ", "jl.", "telepon", "telp", "laman", "===", "___"]
            .iter()
            .any(|w| address.starts_with(w));
        let known = [
            "KEMENTERIAN",
            "PEMERINTAH",
            "DIREKTORAT",
            "BALAI",
            "DINAS",
            "LOKA",
            "SEKRETARIAT",
            "BADAN",
        ];
        if address || (office && known.iter().any(|k| line.starts_with(k))) {
            first = at;
        } else {
            break;
        }
    }
    first
}
