//! Where one paper ends and the next begins in a file of several. Knows headings, not fields.
use super::heading::{Heading, heading};
use super::lines::{Sheet, is_capitals};
use super::pattern::{Pattern, pattern};

static LETTER: Pattern =
    pattern!(r"(?i)\b(?:yth|dengan hormat|hormat (?:kami|saya)|mohon|bertanda\s?tangan)\b");
static OFFICE: Pattern = pattern!(
    r"^(?:KEMENTERIAN|PEMERINTAH|DIREKTORAT|BALAI|DINAS|LOKA|SEKRETARIAT|BADAN|UNIVERSITAS|LEMBAGA|KEPOLISIAN|TENTARA|PT|RUMAH SAKIT|UPTD?|STASIUN|PELABUHAN|BUPATI|WALI\s?KOTA|GUBERNUR|SALINAN|PETIKAN|KEJAKSAAN|MAHKAMAH|POLITEKNIK|KECAMATAN)\b"
);
static ADDRESS: Pattern = pattern!(
    r"(?i)^(?:jalan|jl\.|jln|telepon|telp|laman|===|___|---|gedung|alamat|surel|e-?mail|website|kode pos)"
);

/// Papers looked for in one file; a dossier has two or three.
const MOST_PARTS: usize = 8;

/// Splits at headings of another paper; pages without a heading belong to the paper before.
pub(super) fn split(sheet: &Sheet) -> Vec<Sheet> {
    let mut starts: Vec<(usize, Heading)> = Vec::new();
    for at in 0..sheet.lines.len() {
        let Some(heading) = heading(sheet, at) else { continue };
        if starts.len() >= MOST_PARTS || !begins(sheet, at, heading, &starts) {
            continue;
        }
        starts.push((at, heading));
    }
    let mut cuts: Vec<usize> = starts
        .iter()
        .enumerate()
        .map(|(n, (at, heading))| (n, top(sheet, *at), *heading))
        .filter(|(n, cut, heading)| *n > 0 || unheaded(sheet, *cut, *heading))
        .map(|(_, cut, _)| cut)
        .collect();
    cuts.insert(0, 0);
    cuts.push(sheet.lines.len());
    let mut parts = Vec::new();
    for pair in cuts.windows(2) {
        let [from, to] = pair else { continue };
        if (*from..*to).all(|i| sheet.line(i).is_empty()) {
            continue;
        }
        parts.push(sheet.part(*from, *to));
    }
    parts
}

/// Is there a paper without a heading above the first one with a heading?
fn unheaded(sheet: &Sheet, cut: usize, heading: Heading) -> bool {
    let above = sheet.flow_of(0, cut);
    let letters = above.chars().filter(|c| c.is_alphanumeric()).count();
    let later_page = sheet.place(cut).page > sheet.place(0).page;
    // Addressee and date often stand over the number of the same letter.
    let own = heading == Heading::Letter && cut < 30;
    letters >= 60 && (later_page || LETTER.is_match(above) && !own)
}

/// Is this heading the start of another paper, not a line of the running one?
fn begins(sheet: &Sheet, at: usize, heading: Heading, starts: &[(usize, Heading)]) -> bool {
    let Some((last, running)) = starts.last() else { return true };
    let page = sheet.place(at).page > sheet.place(*last).page;
    match (running, heading) {
        // "KEPUTUSAN ..." stands twice in the head of many decrees; an annex repeats it too.
        (Heading::Decree, Heading::Decree) => {
            let number = |i: usize| {
                (i..i + 6)
                    .map(|n| sheet.line(n))
                    .find(|l| l.to_uppercase().starts_with("NO"))
                    .map(|l| l.chars().filter(char::is_ascii_alphanumeric).collect::<String>())
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
        | (Heading::Letter, Heading::Request | Heading::Form) => {
            at > last + 15 || page && at > last + 4
        }
        // "Nomor : / Tanggal :" of an annex is no letter.
        (Heading::Decree, Heading::Letter) => {
            at > last + 8 && !(0..6).any(|n| at >= n && is_annex(sheet.line(at - n)))
        }
        // The decree a letter speaks of has its own number and subject under its heading.
        (_, Heading::Decree) => at > last + 4,
        // A form or letter lists other papers by name.
        (_, Heading::Request | Heading::Form | Heading::Foreign) if !page => {
            at > last + 8 && near_top(sheet, at)
        }
        _ => at > last + 8,
    }
}

fn is_annex(line: &str) -> bool {
    line.to_uppercase().starts_with("LAMPIRAN")
}

/// Does a letterhead or blank space stand over a heading in the middle of a page?
fn near_top(sheet: &Sheet, at: usize) -> bool {
    let above: Vec<&str> =
        (1..=8).filter_map(|n| at.checked_sub(n)).map(|i| sheet.line(i)).collect();
    above.iter().take(2).all(|line| line.is_empty())
        || above.iter().any(|line| is_capitals(line) && OFFICE.is_match(line))
}

/// The first line of the letterhead over a heading, or of its page.
fn top(sheet: &Sheet, heading: usize) -> usize {
    let page = (0..=heading).rev().find(|i| sheet.opens_page(*i)).unwrap_or(0);
    if page > 0 && heading - page < 25 {
        return page;
    }
    let mut first = heading;
    for at in (page.max(heading.saturating_sub(14))..heading).rev() {
        let line = sheet.line(at);
        if line.is_empty() {
            // A blank line may stand inside a letterhead, once.
            if sheet.line(at.saturating_sub(1)).is_empty() {
                break;
            }
            continue;
        }
        let office = is_capitals(line) && !line.contains("NIP");
        if ADDRESS.is_match(line) || (office && OFFICE.is_match(line)) {
            first = at;
        } else if !office {
            break;
        }
    }
    first
}
