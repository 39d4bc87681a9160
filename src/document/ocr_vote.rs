//! Several readings of the same pages, each from a picture made ready otherwise: what they agree on is sure,
//! where they differ the surer value must be plainly surer. Knows fields, no layout.
use super::ocr_settle::{Judged, SLOTS, Slot, judged};
use super::ocr_signs::{Signs, plain};
use super::{Found, PaperKind, Reading, Written};

/// How much of what is missing to certainty another reading gives that says the same.
const WITNESS: f64 = 0.6;
/// How much a reading that says something else takes away.
const RIVAL: f64 = 0.3;
/// The same for one that stands alone against two.
const ALONE: f64 = 0.12;
/// Two readings that say the same long value are sure of it, however unsure each is of its signs.
const LEAST: f64 = 0.45;

/// One reading of a file: its papers and its words.
struct View {
    papers: Vec<Reading>,
    signs: Signs,
}

/// One value of a field with what speaks for it.
struct Candidate {
    value: String,
    found: Option<Found>,
    /// How sure each reading is that has it; the surest first.
    sure: Vec<f64>,
    /// How often it is written in each way.
    written: Vec<(String, f64)>,
    doubt: f64,
}

impl Candidate {
    fn score(&self) -> f64 {
        let least = if self.value.len() >= 8 { LEAST } else { 0.0 };
        let mut all = self.sure.iter().copied();
        let first = all.next().unwrap_or(0.0);
        all.fold(first, |score, sure| score + (1.0 - score) * sure.max(least) * WITNESS)
    }
}

/// The papers of a file with the values that are sure enough; what is neither confirmed nor read surely
/// is left out and said.
pub(super) fn settled(
    papers: Vec<Reading>,
    written: &Written,
    again: Vec<(Vec<Reading>, &Written)>,
) -> Vec<Reading> {
    if written.words.is_empty() {
        return papers;
    }
    let mut views = vec![View { papers, signs: Signs::new(written) }];
    for (papers, written) in again {
        views.push(View { papers, signs: Signs::new(written) });
    }
    // The one that knows what the paper is leads.
    let known = |view: &View| match view.papers.as_slice() {
        [only] => !matches!(only.kind, PaperKind::Other | PaperKind::Unreadable),
        _ => true,
    };
    if let Some(other) = views.iter().position(known).filter(|at| *at > 0) {
        views.swap(0, other);
    }
    let Some((first, others)) = views.split_first_mut() else { return Vec::new() };
    let mut papers = std::mem::take(&mut first.papers);
    for at in 0..papers.len() {
        let Some(kind) = papers.get(at).map(|p| p.kind) else { break };
        let nth = papers.iter().take(at).filter(|p| p.kind == kind).count();
        let Some(paper) = papers.get_mut(at) else { break };
        let mut same: Vec<(Judged, &Signs)> = Vec::new();
        for view in others.iter_mut() {
            let other = view.papers.iter_mut().filter(|p| p.kind == kind).nth(nth);
            let other = other.map(|p| {
                paper.request = paper.request.or(p.request);
                judged(p, &view.signs)
            });
            same.push((other.unwrap_or_default(), &view.signs));
        }
        same.insert(0, (judged(paper, &first.signs), &first.signs));
        settle(paper, same);
    }
    papers
}

/// Decides each field of one paper.
fn settle(paper: &mut Reading, mut views: Vec<(Judged, &Signs)>) {
    let mut withheld: Vec<&str> = Vec::new();
    paper.found.clear();
    // What it is was not seen: nor is it known whose name and number these are.
    let known = paper.kind != PaperKind::Other;
    for slot in SLOTS.iter().filter(|_| known) {
        let mut candidates = candidates(slot, &mut views);
        candidates.sort_by(|a, b| b.score().total_cmp(&a.score()));
        let mut candidates = candidates.into_iter();
        let Some(best) = candidates.next() else { continue };
        let rival = candidates.next().map_or(0.0, |other| {
            let weight = if best.sure.len() > other.sure.len() { ALONE } else { RIVAL };
            weight * other.score().max(0.0)
        });
        let sure = (best.score() - rival).min(0.99) - best.doubt;
        if sure < slot.least {
            withheld.push(slot.said);
            continue;
        }
        *(slot.of)(&mut paper.fields) = Some(best.value);
        let (page, line) = best.found.map_or((1, 1), |f| (f.page, f.line));
        let confidence = (sure * 100.0).round() / 100.0;
        paper.found.insert(slot.name.to_string(), Found { confidence, page, line });
    }
    // Where the applicant was not read, the number under the signature is the signatory's.
    let signed = |nip: &str| views.iter().any(|(_, signs)| signs.after_closing(nip));
    if paper.fields.name.is_none() && paper.fields.nip.as_deref().is_some_and(signed) {
        paper.fields.nip = None;
        paper.found.remove("nip");
        withheld.push("NIP");
    }
    super::ocr_settle::finish(paper, &withheld);
}

/// The values the readings have for a field.
fn candidates(slot: &Slot, views: &mut [(Judged, &Signs)]) -> Vec<Candidate> {
    let mut own: Vec<Option<(String, f64)>> = Vec::new();
    let mut all: Vec<Candidate> = Vec::new();
    for (judged, _) in views.iter_mut() {
        let value = (slot.of)(&mut judged.fields).take();
        let sure = judged.sure.get(slot.name).copied().unwrap_or(0.0);
        if let Some(value) = &value {
            let doubt = judged.doubt.get(slot.name).copied().unwrap_or(0.0);
            let at = all.iter().position(|c| same(slot.name, &c.value, value));
            match at.and_then(|at| all.get_mut(at)) {
                Some(other) => {
                    other.written.push((value.clone(), sure));
                    other.doubt = other.doubt.min(doubt);
                }
                None => all.push(Candidate {
                    value: value.clone(),
                    found: judged.found.get(slot.name).cloned(),
                    sure: Vec::new(),
                    written: vec![(value.clone(), sure)],
                    doubt,
                }),
            }
        }
        own.push(value.map(|value| (value, sure)));
    }
    for candidate in &mut all {
        for (own, (_, signs)) in own.iter().zip(views.iter()) {
            match own {
                Some((value, sure)) if same(slot.name, value, &candidate.value) => {
                    candidate.sure.push(*sure)
                }
                // Its words stand there, though it was not seen what they are.
                None if plain(&candidate.value).len() >= 6 => {
                    candidate.sure.extend(signs.confidence(&candidate.value).map(|c| c * 0.9));
                }
                _ => {}
            }
        }
        candidate.sure.sort_by(|a, b| b.total_cmp(a));
        candidate.value = match slot.name {
            "letter_number" | "decree_number" | "user_id" | "email" => whole(&candidate.written),
            "name" | "signatory" => parted(&candidate.written),
            _ => usual(&candidate.written),
        };
    }
    all
}

/// Do two readings say the same, though one lost a dot or a blank? Where such signs are part of the value
/// they count.
fn same(field: &str, one: &str, other: &str) -> bool {
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    match field {
        "name" | "position" | "work_unit" | "institution" | "reason" | "signatory" | "phone" => {
            plain(one) == plain(other)
        }
        // A stroke, a dot or the line under a line is lost more easily than one comes up.
        "letter_number" | "decree_number" | "user_id" | "email" => {
            plain(one) == plain(other) || bare(one) == bare(other)
        }
        _ => one == other,
    }
}

/// The way a value is written most often; the surest of those.
fn usual(written: &[(String, f64)]) -> String {
    let votes = |way: &str| -> f64 {
        written.iter().filter(|(w, _)| w == way).map(|(_, sure)| 1.0 + 0.5 * sure.max(0.0)).sum()
    };
    let best = written.iter().max_by(|a, b| votes(&a.0).total_cmp(&votes(&b.0)));
    best.map(|(way, _)| way.clone()).unwrap_or_default()
}

/// The way a value is written with the most signs; where they are as many, the one written most often.
fn whole(written: &[(String, f64)]) -> String {
    // Specks are no signs of an address or a number.
    let known = |c: char| c.is_alphanumeric() || "./-_@:+() ".contains(c);
    let signs = |way: &str| match way.chars().all(known) {
        true => way.chars().filter(|c| !c.is_whitespace()).count(),
        false => 0,
    };
    let most = written.iter().map(|(way, _)| signs(way)).max().unwrap_or(0);
    let longest: Vec<(String, f64)> =
        written.iter().filter(|(way, _)| signs(way) == most).cloned().collect();
    usual(&longest)
}

/// A name whose blanks one reading lost: "BAYUANGGRAENI".
fn parted(written: &[(String, f64)]) -> String {
    let one = |way: &str| !way.split(',').next().unwrap_or_default().trim().contains(' ');
    let more: Vec<(String, f64)> = written.iter().filter(|(way, _)| !one(way)).cloned().collect();
    usual(if more.is_empty() { written } else { &more })
}

#[cfg(test)]
mod tests {
    use crate::document::{Method, Reading, Word, Written, recognise_all};

    fn written(name: &str, sure: f32, nip: &str) -> Written {
        let text = format!(
            "Nomor : 12/BALAI/XI/2026      9 November 2026\nHal : Permohonan Reset Password\n\
             Dengan hormat, mohon reset password atas nama:\nNama : {name}\nNIP : {nip}\n\
             Jabatan : Analis Keuangan\nTerima kasih.\nKepala Balai,\n\nBambang Suryalaga\n"
        );
        let mut words = Vec::new();
        let mut from = 0;
        for word in text.split_whitespace() {
            let start = text.get(from..).and_then(|rest| rest.find(word)).unwrap() + from;
            from = start + word.len();
            let confidence = if name.contains(word) { sure } else { 0.95 };
            words.push(Word { start, end: from, confidence, place: None });
        }
        Written { text, pages: 1, method: Method::Ocr, words, again: Vec::new() }
    }

    fn read(first: Written, again: Vec<Written>) -> Reading {
        recognise_all(&[(Written { again, ..first }, "scan.pdf")]).remove(0)
    }

    const NIP: &str = "19870314 201101 2 901";

    #[test]
    fn readings_that_agree_are_sure() {
        let name = "Ratna Kusumawardani";
        let one = || written(name, 0.65, NIP);
        assert_eq!(read(one(), Vec::new()).fields.name, None);
        assert_eq!(read(one(), vec![one()]).fields.name.as_deref(), Some(name));
    }

    #[test]
    fn readings_that_differ_are_not() {
        let read = read(
            written("Ratna Kusumawardani", 0.8, NIP),
            vec![written("Ratna Kusumewardani", 0.8, NIP)],
        );
        assert_eq!(read.fields.name, None);
        assert_eq!(read.fields.nip.as_deref(), Some("198703142011012901"));
        assert!(read.warnings.iter().any(|w| w.contains("nama")), "{:?}", read.warnings);
    }

    #[test]
    fn blanks_and_dots_are_no_difference() {
        let lost = written("RatnaKusumawardani", 0.9, NIP);
        let read = read(written("Ratna Kusumawardani", 0.9, NIP), vec![lost.clone(), lost]);
        assert_eq!(read.fields.name.as_deref(), Some("Ratna Kusumawardani"));
    }

    #[test]
    fn the_number_under_the_signature_is_not_the_applicants() {
        let text = "Nomor : 12/BALAI/XI/2026\nHal : Permohonan Reset Password Admin Agency\nYth. Kepala LPSE\n\
                    Mohon reset password.\nDemikian kami sampaikan, terima kasih.\nKepala Balai,\n\n\
                    NIP. 19740309 199903 1 905\n";
        let words = vec![Word { end: text.len(), confidence: 0.9, ..Word::default() }];
        let (text, again) = (text.to_string(), Vec::new());
        let one = Written { text, pages: 1, method: Method::Ocr, words, again };
        assert_eq!(read(one, Vec::new()).fields.nip, None);
    }
}
