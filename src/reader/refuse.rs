//! Files that are not read: which refusal, and the sentence for the applicant: what is wrong and what
//! to send instead. Knows no engine.
use super::disguise;
use super::sniff::{Content, sniff};
use crate::document::{Reading, Refusal};
use crate::office::Fault;

/// What is to be read in these bytes: a PDF, a picture, an office file or archive (for
/// `office::open`), or text. Anything else is the answer already.
pub(super) fn admit(bytes: &[u8], name: &str) -> Result<Content, Box<Reading>> {
    let content = sniff(bytes);
    if disguise::is_disguised(bytes, content, name) {
        return Err(Box::new(Reading::refused(Refusal::Disguised, disguised(content))));
    }
    let (refusal, why) = match content {
        Content::Pdf | Content::Image | Content::Word | Content::Archive | Content::Text => {
            return Ok(content);
        }
        Content::Markup => (
            Refusal::Markup,
            "Berkas HTML, XML atau SVG tidak dapat kami terima; kirimkan surat dan SK sebagai PDF atau foto (JPG).".to_string(),
        ),
        Content::Program => (Refusal::Program, Fault::Program.sentence()),
        Content::Media => (
            Refusal::UnknownKind,
            "Berkas video atau suara tidak dapat kami baca; kirimkan surat dan SK sebagai PDF atau foto (JPG).".to_string(),
        ),
        Content::Empty => (Refusal::Empty, Fault::Empty.sentence()),
        Content::Unknown => (Refusal::UnknownKind, Fault::UnknownKind.sentence()),
    };
    Err(Box::new(Reading::refused(refusal, why)))
}

fn disguised(content: Content) -> &'static str {
    match content {
        Content::Program => {
            "Berkas ini program yang diberi nama seperti dokumen; kirimkan surat dan SK sebagai PDF atau foto (JPG)."
        }
        Content::Markup => {
            "Berkas ini halaman web yang diberi nama seperti dokumen; kirimkan surat dan SK sebagai PDF atau foto (JPG)."
        }
        _ => {
            "Isi berkas tidak sesuai dengan jenisnya atau berisi dua berkas sekaligus, sehingga tidak kami buka; pindai atau simpan ulang sebagai PDF atau foto (JPG), lalu kirimkan kembali."
        }
    }
}

/// The answer for an office file or archive that was not opened.
pub(super) fn fault(fault: Fault) -> Reading {
    let refusal = match fault {
        Fault::Archive(_) | Fault::NestedArchive => Refusal::Archive,
        Fault::Encrypted => Refusal::Encrypted,
        Fault::Broken => Refusal::Broken,
        Fault::Macros => Refusal::Macros,
        Fault::OldWord | Fault::Rtf => Refusal::OldWord,
        Fault::Spreadsheet | Fault::Slides | Fault::OtherOffice => Refusal::OtherOffice,
        Fault::Program => Refusal::Program,
        Fault::Disguised => Refusal::Disguised,
        Fault::TooLarge => Refusal::TooLarge,
        Fault::Bomb => Refusal::Bomb,
        Fault::UnknownKind => Refusal::UnknownKind,
        Fault::Empty => Refusal::Empty,
    };
    Reading::refused(refusal, fault.sentence())
}

/// The answer for an archive within a ZIP: one level is opened.
pub(super) fn nested() -> Reading {
    fault(Fault::NestedArchive)
}
