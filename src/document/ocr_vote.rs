//! Several readings of the same pages, each from a picture made ready otherwise: what they agree on is sure,
//! where they differ the surer value must be plainly surer. Knows fields, no layout.
use super::ocr_settle::{Judged, SLOTS, Slot, judged};
use super::ocr_signs::{Signs, plain};
use super::{Found, PaperKind, Reading, Written};

/// How much of what is missing to certainty another reading gives that says the same.
const WITNESS: f64 = 0.6;
/// How much a reading that says something else takes away.
const RIVAL: f64 = 0.3;

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
}

impl Candidate {
    fn score(&self) -> f64 {
        let mut all = self.sure.iter().copied();
        let first = all.next().unwrap_or(0.0);
        all.fold(first, |score, sure| score + (1.0 - score) * sure.max(0.0) * WITNESS)
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
    for slot in &SLOTS {
        let mut candidates = candidates(slot, &mut views);
        candidates.sort_by(|a, b| b.score().total_cmp(&a.score()));
        let mut candidates = candidates.into_iter();
        let Some(best) = candidates.next() else { continue };
        let rival = candidates.next().map_or(0.0, |other| other.score());
        let sure = (best.score() - RIVAL * rival.max(0.0)).clamp(0.0, 0.99);
        if sure < slot.least {
            withheld.push(slot.said);
            continue;
        }
        *(slot.of)(&mut paper.fields) = Some(best.value);
        let (page, line) = best.found.map_or((1, 1), |f| (f.page, f.line));
        let confidence = (sure * 100.0).round() / 100.0;
        paper.found.insert(slot.name.to_string(), Found { confidence, page, line });
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
        if let Some(value) = &value
            && !all.iter().any(|c| c.value == *value)
        {
            let found = judged.found.get(slot.name).cloned();
            all.push(Candidate { value: value.clone(), found, sure: Vec::new() });
        }
        own.push(value.map(|value| (value, sure)));
    }
    for candidate in &mut all {
        for (own, (_, signs)) in own.iter().zip(views.iter()) {
            match own {
                Some((value, sure)) if *value == candidate.value => candidate.sure.push(*sure),
                // Its words stand there, though it was not seen what they are.
                None if plain(&candidate.value).len() >= 6 => {
                    candidate.sure.extend(signs.confidence(&candidate.value).map(|c| c * 0.9));
                }
                _ => {}
            }
        }
        candidate.sure.sort_by(|a, b| b.total_cmp(a));
    }
    all
}
