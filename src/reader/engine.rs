//! Which engine reads which file, by content and never by name. Knows no pipe and no meaning.
use super::pdf;
use super::sniff::{Content, sniff};
use super::tools::Tools;
use crate::document::{self, Method, Reading};

/// One way from bytes to text. The next ones (OCR of scans, DOCX) take their place in [`engines`].
trait Engine {
    fn fits(&self, content: Content) -> bool;
    /// `Err` holds the reason in Indonesian.
    fn text(&self, bytes: &[u8]) -> Result<Text, String>;
}

/// What an engine found.
pub(super) struct Text {
    /// Lines, and a form feed between pages.
    pub(super) text: String,
    pub(super) pages: u32,
    pub(super) method: Method,
    /// Pages that are a picture without text.
    pub(super) scanned: Vec<u32>,
    /// Said beside the reading, in Indonesian.
    pub(super) remarks: Vec<String>,
}

struct TextLayer;
struct PlainText;

impl Engine for TextLayer {
    fn fits(&self, content: Content) -> bool {
        content == Content::Pdf
    }

    fn text(&self, bytes: &[u8]) -> Result<Text, String> {
        pdf::text_layer(bytes)
    }
}

impl Engine for PlainText {
    fn fits(&self, content: Content) -> bool {
        content == Content::Text
    }

    fn text(&self, bytes: &[u8]) -> Result<Text, String> {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let pages = u32::try_from(text.split('\u{c}').count()).unwrap_or(1);
        Ok(Text { text, pages, method: Method::Text, scanned: Vec::new(), remarks: Vec::new() })
    }
}

fn engines() -> [&'static dyn Engine; 2] {
    [&TextLayer, &PlainText]
}

/// Reads the files of one mail; one answer for each, in order.
pub(super) fn read_all(files: &[(Option<Vec<u8>>, &str)], tools: &mut dyn Tools) -> Vec<Reading> {
    let one = |(bytes, name): &(Option<Vec<u8>>, &str)| match bytes {
        Some(bytes) => read(bytes, name, tools),
        None => Reading::unreadable("Lampiran tidak ditemukan dalam surel asal."),
    };
    files.iter().map(one).collect()
}

/// Reads one file as far as its content allows.
pub(super) fn read(bytes: &[u8], name: &str, _tools: &mut dyn Tools) -> Reading {
    let content = sniff(bytes);
    let Some(engine) = engines().into_iter().find(|e| e.fits(content)) else {
        return without_text(content, name);
    };
    let found = match engine.text(bytes) {
        Ok(found) => found,
        Err(why) => return Reading::unreadable(why),
    };
    let letters = found.text.chars().filter(|c| c.is_alphanumeric()).count();
    let pages = usize::try_from(found.pages.max(1)).unwrap_or(1);
    if content == Content::Pdf && letters < document::LETTERS_PER_PAGE * pages {
        let why = "Berkas berupa hasil pindai, belum dapat dibaca; perlu dilihat petugas.";
        let mut reading = document::named_only(name, found.pages, Method::None, why);
        reading.warnings.extend(found.remarks);
        return reading;
    }
    let mut reading = document::recognise(&found.text, name, found.pages, found.method);
    if !found.scanned.is_empty() {
        reading = with_scans(reading, &found.scanned);
    }
    reading.warnings.extend(found.remarks);
    reading
}

/// Pages nobody has read are a paper of their own: what is on them may be the one that seems missing.
fn with_scans(reading: Reading, scanned: &[u32]) -> Reading {
    let numbers: Vec<String> = scanned.iter().take(10).map(u32::to_string).collect();
    let why = format!(
        "Halaman {} berupa hasil pindai, belum dapat dibaca; perlu dilihat petugas.",
        numbers.join(", ")
    );
    let count = u32::try_from(scanned.len()).unwrap_or(u32::MAX);
    let unread = Reading { pages: count, ..Reading::unreadable(why.clone()) };
    let mut papers: Vec<Reading> = reading.each().cloned().collect();
    if let [only] = papers.as_mut_slice() {
        only.pages = only.pages.saturating_sub(count).max(1);
    }
    papers.push(unread);
    let mut warnings = reading.warnings.clone();
    warnings.push(why);
    Reading { papers, warnings, ..reading }
}

fn without_text(content: Content, name: &str) -> Reading {
    let why = match content {
        Content::Image => {
            let why = "Berkas berupa gambar, belum dapat dibaca; perlu dilihat petugas.";
            return document::named_only(name, 1, Method::None, why);
        }
        Content::Word => {
            let why =
                "Berkas pengolah kata belum dapat dibaca; mintalah berkas PDF yang ditandatangani.";
            return document::named_only(name, 0, Method::None, why);
        }
        Content::Archive => "Berkas arsip (ZIP, RAR, 7z) tidak dibuka; mintalah berkas PDF.",
        Content::Markup => "Berkas HTML, XML atau SVG tidak diterima sebagai dokumen.",
        Content::Program => "Berkas ini program, bukan dokumen.",
        Content::Empty => "Berkas kosong.",
        _ => "Jenis berkas tidak dikenal.",
    };
    Reading::unreadable(why)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_counts_not_the_name() {
        for (bytes, content) in [
            (b"%PDF-1.7".as_slice(), Content::Pdf),
            (b"\xff\xd8\xff\xe0JFIF", Content::Image),
            (b"PK\x03\x04....[Content_Types].xml", Content::Word),
            (b"PK\x03\x04aaaaaaaaaaaaaaaaa", Content::Archive),
            (b"MZ\x90\0", Content::Program),
            (b"  <!DOCTYPE html>", Content::Markup),
            (b"GIF89a%PDF-1.4", Content::Image),
            (b"Surat permohonan", Content::Text),
            (b"", Content::Empty),
            (b"\0\x01\x02", Content::Unknown),
        ] {
            assert_eq!(sniff(bytes), content, "{bytes:?}");
        }
        let reading = read(b"MZ\x90\0\x03", "Surat Permohonan.pdf");
        assert_eq!(reading.kind, crate::document::PaperKind::Unreadable);
    }

    #[test]
    fn an_image_is_judged_by_name_and_never_sure() {
        let reading = read(b"\xff\xd8\xff\xe0", "SK Admin Agency 2026.jpg");
        assert_eq!(reading.kind, crate::document::PaperKind::AppointmentDecree);
        assert!(reading.confidence < Reading::SURE);
        assert_eq!(reading.method, Method::None);
    }
}
