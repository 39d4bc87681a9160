//! What a paper's text proves: its kind, its fields, warnings. Knows no IO and no mail.
//!
//! The rules follow the papers as they come (letters, decrees, assignment letters, forms of many
//! offices). A field that is not plainly there stays `None`: a person can ask, a guess cannot be
//! unasked.
mod applicant;
mod appointee;
mod around;
mod cited;
mod columns;
mod contact;
mod decree;
mod facts;
mod grid;
mod head;
mod heading;
mod joint;
mod kind;
mod labels;
mod letter;
mod lines;
mod loose;
mod names;
mod numerals;
mod ocr_decree;
mod ocr_glyphs;
mod ocr_labels;
mod ocr_lines;
mod ocr_mend;
mod ocr_names;
mod ocr_page;
mod ocr_pieces;
mod ocr_rank;
mod ocr_settle;
mod ocr_shape;
mod ocr_signs;
mod ocr_vote;
mod parts;
mod pattern;
mod person;
mod reading;
mod reason;
mod request;
mod secret;
mod sight;
mod signature;
mod table;
mod told;
mod values;
mod warnings;
mod words;
mod written;

#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod layouts;

pub use names::by_name;
pub use ocr_lines::from_words;
pub use ocr_mend::mend;
pub use reading::*;
pub use warnings::SIGNATURE_LOST;
pub use written::*;

/// Letters and digits a page needs before its text layer counts as text.
pub const LETTERS_PER_PAGE: usize = 30;

/// What each of the files of one mail says, in their order. A paper may go on from one file to the
/// next: then the first has the fields of all, and the others name it in [`Reading::continues`].
pub fn recognise_all(files: &[(Written, &str)]) -> Vec<Reading> {
    let files: Vec<(Written, &str)> = files.iter().map(|(w, name)| (mend(w), *name)).collect();
    joint::recognise_all(&files)
}

/// What the text of one file says. `text` keeps the lines and, with form feeds, the pages of the
/// paper; `file_name` is weak evidence that may only strengthen what the text says; `method` tells
/// how the text was had. Total: any text gives an answer.
pub fn recognise(text: &str, file_name: &str, pages: u32, method: Method) -> Reading {
    let written = Written { method, ..Written::typed(text.to_string(), pages) };
    read(&written, file_name)
}

/// The same with what is known of the words.
pub fn read(written: &Written, file_name: &str) -> Reading {
    let pages = written.pages;
    let nothing = || {
        let why = "Berkas tidak memuat teks yang terbaca.";
        named_only(file_name, pages, Method::None, why)
    };
    let Some(mut papers) = papers_of(written, file_name) else { return nothing() };
    if written.method == Method::Ocr {
        let again = written.again.iter().map(|w| (papers_of(w, file_name).unwrap_or_default(), w));
        papers = ocr_vote::settled(papers, written, again.collect());
    }
    if papers.len() == 1 {
        let mut only = papers.remove(0);
        only.pages = pages.max(1);
        return only;
    }
    let Some(first) = papers.first().cloned() else { return nothing() };
    let mut warnings: Vec<String> = Vec::new();
    for warning in papers.iter().flat_map(|p| p.warnings.iter()) {
        if !warnings.contains(warning) {
            warnings.push(warning.clone());
        }
    }
    let confidence = papers.iter().map(|p| p.confidence).fold(1.0, f64::min);
    Reading { pages: pages.max(1), confidence, warnings, papers, ..first }
}

/// The papers of one text as they stand there; `None` where there is hardly a letter.
fn papers_of(written: &Written, file_name: &str) -> Option<Vec<Reading>> {
    let text = lines::tidy(&written.text);
    if text.chars().filter(|c| c.is_alphanumeric()).count() < LETTERS_PER_PAGE {
        return None;
    }
    let sight = sight::Sight::new(&written.text, &written.words);
    let sheet = lines::Sheet::new(&text);
    let parts = parts::split(&sheet);
    Some(parts.iter().map(|part| one(part, file_name, written.method, &sight)).collect())
}

/// The answer for a file without readable text: its kind by name alone, never sure.
pub fn named_only(file_name: &str, pages: u32, method: Method, why: &str) -> Reading {
    let mut reading = Reading::unreadable(why);
    if let Some((kind, confidence)) = by_name(file_name) {
        reading.kind = kind;
        reading.confidence = confidence;
    }
    reading.pages = pages;
    reading.method = method;
    reading
}

/// One paper of a file.
fn one(sheet: &lines::Sheet, file_name: &str, method: Method, sight: &sight::Sight) -> Reading {
    let verdict = kind::judge(sheet);
    let (facts, more) = match verdict.kind {
        PaperKind::AppointmentDecree => decree::read(sheet),
        // What surely is none of ours has no applicant either.
        PaperKind::Other if verdict.confidence >= Reading::SURE => {
            (facts::Facts::default(), Remarks::none())
        }
        _ => letter::read(sheet, verdict.kind),
    };
    let request = match verdict.kind {
        PaperKind::RequestLetter | PaperKind::Form | PaperKind::InternalMemo => {
            request::requested(sheet)
        }
        _ => None,
    };
    let fields = facts.fields();
    let mut why = verdict.why;
    let mut warnings = verdict.warnings;
    warnings.extend(more.warnings);
    warnings.extend(warnings::look(sheet, &fields));
    let mut confidence = verdict.confidence;
    if by_name(file_name).is_some_and(|(kind, _)| kind == verdict.kind) {
        // A plain file name that agrees is one more witness, never the only one.
        confidence = (confidence + 0.05).min(0.99);
        why.push("Nama berkas menyebut jenis yang sama.".into());
    }
    Reading {
        kind: verdict.kind,
        confidence: confidence.min(more.ceiling),
        method,
        pages: sheet.pages(),
        request,
        found: facts.found(sheet, sight),
        fields,
        warnings,
        why,
        ..Reading::unreadable("")
    }
}

/// What the field rules say beside the fields.
struct Remarks {
    warnings: Vec<String>,
    /// The confidence cannot be higher than this.
    ceiling: f64,
}

impl Remarks {
    fn none() -> Remarks {
        Remarks { warnings: Vec::new(), ceiling: 1.0 }
    }
}
