//! Papers as staff sees them: what each was taken for, how surely and why, and what it lacks. Every
//! text of a paper is masked here, before it becomes part of a letter.
use super::slots::{is_harmful, refusal_of};
use crate::document::{Fields, Method, PaperKind, Reading, Requested};
use crate::secret::label::mask;
use crate::workflow::case::Paper;
use crate::workflow::letter::{Lack, PaperLine, PartLine};

/// Reasons shown of one paper.
const WHY_LINES: usize = 2;
/// Sentences of the reader shown of one file.
const WARNINGS: usize = 8;

pub(super) fn paper_lines(papers: &[Paper]) -> Vec<PaperLine> {
    papers.iter().map(line).collect()
}

fn line(paper: &Paper) -> PaperLine {
    let reading = paper.reading.as_ref();
    let parts: Vec<PartLine> = reading.map(|r| r.each().map(part).collect()).unwrap_or_default();
    let kinds: Vec<&str> = parts.iter().map(|part| kind_name(part.kind)).collect();
    PaperLine {
        name: paper.name.clone(),
        media_type: paper.media_type.clone(),
        size_bytes: paper.size_bytes,
        sha256: paper.sha256.clone(),
        recognised: reading.map(|_| kinds.join("+")),
        sure: !parts.is_empty() && parts.iter().all(|part| part.sure),
        refusal: refusal_of(paper),
        scan: paper.scan.clone(),
        signature: reading.and_then(|r| r.signature.clone()),
        signatures: reading.map(|r| r.signatures.clone()).unwrap_or_default(),
        // A file that is not read says why by its refusal.
        warnings: reading.filter(|_| refusal_of(paper).is_none()).map(warnings).unwrap_or_default(),
        continues: reading.and_then(|r| r.continues.clone()),
        withheld: is_harmful(paper),
        parts,
    }
}

fn part(reading: &Reading) -> PartLine {
    let sure = reading.confidence >= Reading::SURE;
    // Cut, not rounded: 79.6 is not yet 80.
    let percent = (reading.confidence.clamp(0.0, 1.0) * 100.0 + 1e-9) as u32;
    PartLine {
        kind: reading.kind,
        percent,
        sure,
        ocr: reading.method == Method::Ocr,
        why: reading.why.iter().take(WHY_LINES).map(|why| mask(why)).collect(),
        lacks: lacks(reading),
    }
}

fn warnings(reading: &Reading) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for warning in reading.warnings.iter().chain(reading.each().flat_map(|r| r.warnings.iter())) {
        let shown = mask(warning);
        if !shown.trim().is_empty() && !all.contains(&shown) && all.len() < WARNINGS {
            all.push(shown);
        }
    }
    all
}

/// What such a paper should say and this one does not.
fn lacks(reading: &Reading) -> Vec<Lack> {
    let f = &reading.fields;
    let wants_id = reading.request != Some(Requested::UserIdInformation);
    let letter = [
        (f.letter_number.is_none(), Lack::Number),
        (f.letter_date.is_none(), Lack::Date),
        (f.name.is_none(), Lack::Name),
        (f.nip.is_none(), Lack::Nip),
        (wants_id && f.user_id.is_none(), Lack::UserId),
        (f.decree_number.is_none(), Lack::DecreeCited),
        (f.signatory.is_none(), Lack::Signatory),
        (reading.request.is_none(), Lack::Request),
    ];
    let decree = |number: &Option<String>, date: &Option<String>| {
        [
            (number.is_none(), Lack::Number),
            (date.is_none(), Lack::Date),
            (f.name.is_none(), Lack::Name),
            (f.signatory.is_none(), Lack::Signatory),
            (f.valid_until.is_none(), Lack::Validity),
        ]
    };
    let held = |pairs: &[(bool, Lack)]| {
        pairs.iter().filter(|(lacks, _)| *lacks).map(|(_, lack)| *lack).collect()
    };
    match reading.kind {
        _ if reading.method == Method::None => Vec::new(),
        PaperKind::RequestLetter | PaperKind::Form | PaperKind::InternalMemo => held(&letter),
        PaperKind::AppointmentDecree => held(&decree(&f.decree_number, &f.decree_date)),
        PaperKind::AssignmentLetter => held(&decree(&f.letter_number, &f.letter_date)),
        PaperKind::Other | PaperKind::Unreadable => Vec::new(),
    }
}

/// The fields with every secret masked that a label gives away.
pub(super) fn masked(fields: &Fields) -> Fields {
    let hide = |field: &Option<String>| field.as_deref().map(mask);
    Fields {
        name: hide(&fields.name),
        nip: hide(&fields.nip),
        rank: hide(&fields.rank),
        position: hide(&fields.position),
        work_unit: hide(&fields.work_unit),
        institution: hide(&fields.institution),
        user_id: hide(&fields.user_id),
        email: hide(&fields.email),
        phone: hide(&fields.phone),
        reason: hide(&fields.reason),
        letter_number: hide(&fields.letter_number),
        letter_date: hide(&fields.letter_date),
        decree_number: hide(&fields.decree_number),
        decree_date: hide(&fields.decree_date),
        valid_from: hide(&fields.valid_from),
        valid_until: hide(&fields.valid_until),
        signatory: hide(&fields.signatory),
    }
}

fn kind_name(kind: PaperKind) -> &'static str {
    match kind {
        PaperKind::RequestLetter => "request_letter",
        PaperKind::AppointmentDecree => "appointment_decree",
        PaperKind::AssignmentLetter => "assignment_letter",
        PaperKind::Form => "form",
        PaperKind::InternalMemo => "internal_memo",
        PaperKind::Other => "other",
        PaperKind::Unreadable => "unreadable",
    }
}
