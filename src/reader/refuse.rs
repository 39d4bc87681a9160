//! Files that are not read: which refusal, and the sentence for the applicant: what is wrong and what
//! to send instead. Knows no engine.
use super::disguise;
use super::pdf;
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

/// The answer for a picture that was not opened.
pub(super) fn picture(fault: picture::Fault) -> Reading {
    let (refusal, why) = match fault {
        picture::Fault::TooLarge => (
            Refusal::TooLarge,
            "Gambar terlalu besar (lebih dari 50 megapiksel); kirimkan foto yang lebih kecil atau PDF.",
        ),
        picture::Fault::Broken => (
            Refusal::Broken,
            "Gambar rusak atau terpotong sehingga tidak dapat dibuka; kirimkan foto atau pindaian baru.",
        ),
        picture::Fault::Unsupported => (
            Refusal::UnknownKind,
            "Jenis gambar ini tidak dapat kami baca; kirimkan foto JPG atau PDF.",
        ),
    };
    Reading::refused(refusal, why)
}

/// The answer for a PDF that nothing here opens.
pub(super) fn pdf(fault: pdf::Fault) -> Reading {
    match fault {
        pdf::Fault::Encrypted => Reading::refused(
            Refusal::Encrypted,
            "PDF terkunci dengan kata sandi; kirimkan PDF tanpa kata sandi.",
        ),
        pdf::Fault::Bomb => Reading::refused(Refusal::Bomb, Fault::Bomb.sentence()),
        pdf::Fault::TooLarge => Reading::refused(
            Refusal::TooLarge,
            "PDF memuat gambar yang terlalu besar; pindai ulang dengan 200–300 dpi lalu kirimkan PDF-nya.",
        ),
        pdf::Fault::Broken => Reading::refused(
            Refusal::Broken,
            "PDF rusak atau terpotong sehingga tidak dapat dibuka; kirim ulang PDF-nya atau foto suratnya (JPG).",
        ),
        pdf::Fault::NoPages => Reading::refused(
            Refusal::Broken,
            "PDF tidak memuat halaman yang terbaca; kirim ulang PDF-nya atau foto suratnya (JPG).",
        ),
    }
}
