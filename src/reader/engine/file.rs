//! One file on its way: its pages judged, what is to be read from pictures, in the end its text as one.
//! Knows no pipe and no meaning.
use super::ocr::{Outcome, Render, Source, Unread};
use super::quality::{self, gibberish};
use crate::document::{LETTERS_PER_PAGE, Method, Reading, Word, Written};
use crate::reader::pdf::{self, Pdf, Scan};
use crate::reader::refuse;
use crate::reader::sniff::Content;
use crate::reader::tools::{Program, Tool, Tools};
use crate::reader::trust::Trust;
use picture::Picture;
use std::borrow::Cow;

/// Letters beside a picture of the whole page that may be a stamp or a footer over a scan.
const STAMP: usize = 300;
/// Share of the page a picture covers that is the page.
const WHOLE: f64 = 0.6;
/// A picture smaller than this is a logo.
const LOGO: f64 = 0.02;
/// So many lines and areas may be drawn letters.
const DRAWN: usize = 60;
/// Characters of one file.
const MOST_CHARS: usize = 400_000;
/// Dots per inch of a page nobody but poppler can open.
const USUAL_DPI: u32 = 200;

/// A file that has text, or may have.
pub(super) struct File<'a> {
    pub(super) name: String,
    pub(super) content: Content,
    bytes: Cow<'a, [u8]>,
    pdf: Option<Pdf>,
    pictures: Vec<Stored<'a>>,
    sheets: Vec<Sheet>,
    /// Pages of the file, unread ones included.
    pages: u32,
    /// Said beside the reading, in Indonesian.
    pub(super) remarks: Vec<String>,
}

/// A picture until its turn comes: opened it takes many times the room.
enum Stored<'a> {
    Bytes(Cow<'a, [u8]>),
    Open(Picture),
}

/// One page of a file.
#[derive(Default)]
struct Sheet {
    text: String,
    words: Vec<Word>,
    /// Other readings of the page.
    again: Vec<Written>,
    method: Option<Method>,
    /// What a scanner has read, where nothing better comes.
    otherwise: String,
    want: Option<Want>,
    unread: Option<Unread>,
}

/// A page that is to be read from its picture.
#[derive(Clone, Copy, Debug)]
enum Want {
    Picture(usize),
    Scan(Scan, u32),
    Render(u32),
    /// By poppler's own text, else rendered.
    Poppler(u32),
}

/// A file that is opened, or why it is not.
pub(super) type Opening<'a> = Result<File<'a>, Box<Reading>>;

impl<'a> File<'a> {
    fn new(name: &str, content: Content, bytes: Cow<'a, [u8]>) -> File<'a> {
        File {
            name: name.to_owned(),
            content,
            bytes,
            pdf: None,
            pictures: Vec::new(),
            sheets: Vec::new(),
            pages: 0,
            remarks: Vec::new(),
        }
    }

    /// Text that needs no picture.
    pub(super) fn typed(name: &str, content: Content, text: &str, pages: u32) -> File<'a> {
        let mut file = File::new(name, content, Cow::Borrowed(&[]));
        file.sheets = text.split('\u{c}').map(Sheet::typed).collect();
        file.pages = pages;
        file
    }

    /// With pages that are pictures behind those of text.
    pub(super) fn with_pictures(mut self, pictures: Vec<Vec<u8>>) -> File<'a> {
        if self.letters() < LETTERS_PER_PAGE && !pictures.is_empty() {
            self.sheets.clear();
            self.pages = 0;
        }
        for picture in pictures {
            self.push(Stored::Bytes(picture.into()));
        }
        self
    }

    fn push(&mut self, picture: Stored<'a>) {
        let want = Some(Want::Picture(self.pictures.len()));
        self.pictures.push(picture);
        self.sheets.push(Sheet { want, ..Sheet::default() });
        self.pages += 1;
    }

    /// Pictures, a page each.
    pub(super) fn pictures(name: &str, bytes: Cow<'a, [u8]>) -> Opening<'a> {
        let mut file = File::new(name, Content::Image, Cow::Borrowed(&[]));
        if bytes.starts_with(b"II*\0") || bytes.starts_with(b"MM\0*") {
            // Only these have several pages.
            let pages = picture::open(&bytes).map_err(|fault| Box::new(refuse::picture(fault)))?;
            pages.into_iter().for_each(|page| file.push(Stored::Open(page)));
        } else {
            file.push(Stored::Bytes(bytes));
        }
        Ok(file)
    }

    /// A PDF: by our own reading of its text, by poppler where ours fails.
    pub(super) fn pdf(name: &str, bytes: Cow<'a, [u8]>, tools: &mut dyn Tools) -> Opening<'a> {
        let opened = pdf::open(&bytes);
        let mut file = File::new(name, Content::Pdf, bytes);
        match opened {
            Ok(pdf) => {
                file.pages = u32::try_from(pdf.count()).unwrap_or(u32::MAX);
                let pages: Vec<pdf::Page> = pdf.pages().collect();
                if let Some(fault) = pages.iter().find_map(|page| page.fault) {
                    return Err(Box::new(refuse::pdf(fault)));
                }
                file.sheets = pages.into_iter().map(sheet).collect();
                file.remarks = pdf.active();
                if pdf.count() > pdf::MOST_PAGES {
                    let most = pdf::MOST_PAGES;
                    file.remarks.push(format!("Hanya {most} halaman pertama yang dibaca."));
                }
                file.pdf = Some(pdf);
                if file.sheets.iter().any(|s| matches!(s.want, Some(Want::Poppler(_)))) {
                    let text = file.poppler(tools);
                    file.take_poppler(text.as_deref());
                }
                Ok(file)
            }
            Err(fault) => match file.poppler(tools) {
                Some(text) => {
                    file.sheets = text.split('\u{c}').map(whole).collect();
                    file.pages = u32::try_from(file.sheets.len()).unwrap_or(u32::MAX);
                    Ok(file)
                }
                None => Err(Box::new(refuse::pdf(fault))),
            },
        }
    }

    /// poppler's text, a form feed between pages.
    fn poppler(&self, tools: &mut dyn Tools) -> Option<String> {
        if !tools.has(Program::Pdftotext) {
            return None;
        }
        let ran = tools.run(&[(Tool::PdfText, &self.bytes)]).pop()?.ok()?;
        let text = String::from_utf8_lossy(&ran);
        let text = text.strip_suffix('\u{c}').unwrap_or(&text);
        Some(text.chars().take(MOST_CHARS).collect())
    }

    fn take_poppler(&mut self, text: Option<&str>) {
        let mut pages = text.unwrap_or_default().split('\u{c}');
        for sheet in &mut self.sheets {
            let page = pages.next().unwrap_or_default();
            let Some(Want::Poppler(dpi)) = sheet.want else { continue };
            if quality::letters(page) >= LETTERS_PER_PAGE && !gibberish(page) {
                *sheet = Sheet::typed(page);
            } else {
                sheet.want = Some(Want::Render(dpi));
            }
        }
    }

    /// The pages that are to be read from their pictures, by their places.
    pub(super) fn wanted(&self) -> impl Iterator<Item = (usize, Source<'_>)> {
        self.sheets.iter().enumerate().filter_map(|(at, sheet)| {
            let page = u32::try_from(at + 1).unwrap_or(u32::MAX);
            let render = |dpi| Render { pdf: &self.bytes, page, dpi };
            let source = match sheet.want? {
                Want::Picture(at) => match self.pictures.get(at)? {
                    Stored::Open(picture) => Source::Picture(picture),
                    Stored::Bytes(bytes) => Source::File(bytes),
                },
                Want::Scan(scan, dpi) => Source::Scan(self.pdf.as_ref()?, scan, render(dpi)),
                Want::Render(dpi) | Want::Poppler(dpi) => Source::Render(render(dpi)),
            };
            Some((at, source))
        })
    }

    /// What came of a page's picture.
    pub(super) fn take(&mut self, at: usize, outcome: Outcome) {
        let Some(sheet) = self.sheets.get_mut(at) else { return };
        sheet.want = None;
        let hidden = quality::letters(&sheet.otherwise) >= LETTERS_PER_PAGE;
        match outcome {
            // A poor reading of ours may be worse than what the scanner has read.
            Ok(read)
                if hidden && quality::known(&sheet.otherwise) * 4 > 5 * read.quality.known + 4 =>
            {
                sheet.fall_back();
            }
            Ok(read) => {
                sheet.again = read.written.again;
                (sheet.text, sheet.words) = (read.written.text, read.written.words);
                sheet.method = Some(Method::Ocr);
            }
            Err(_) if hidden => sheet.fall_back(),
            Err(why) => sheet.unread = Some(why),
        }
    }

    /// The whole text, and how else its pages were read.
    pub(super) fn written(&self) -> Written {
        let most = self.sheets.iter().map(|sheet| sheet.again.len()).max().unwrap_or(0);
        let again = (0..most).map(|nth| self.text_of(Some(nth))).collect();
        Written { again, ..self.text_of(None) }
    }

    /// The text by the first reading, or by the `nth` other where a page has one.
    fn text_of(&self, nth: Option<usize>) -> Written {
        let mut text = String::new();
        let mut words: Vec<Word> = Vec::new();
        for (at, sheet) in self.sheets.iter().enumerate() {
            if at > 0 {
                text.push('\u{c}');
            }
            if text.len() > MOST_CHARS {
                break;
            }
            let begun = text.len();
            let other = nth.and_then(|nth| sheet.again.get(nth));
            let (own, seen) =
                other.map_or((&sheet.text, &sheet.words), |other| (&other.text, &other.words));
            text.push_str(own);
            let moved = |w: &Word| Word { start: w.start + begun, end: w.end + begun, ..w.clone() };
            words.extend(seen.iter().map(moved));
        }
        let ocr = self.sheets.iter().any(|s| s.method == Some(Method::Ocr));
        let method = if ocr { Method::Ocr } else { Method::Text };
        Written { text, pages: self.pages.max(1), method, words, again: Vec::new() }
    }

    /// Completes its reading by the electronic signatures it carries.
    pub(super) fn seals(&self, trust: &Trust, reading: &mut Reading) {
        if let Some(pdf) = &self.pdf {
            pdf.seals(&self.bytes, trust, reading);
        }
    }

    /// Letters of all pages that were read.
    pub(super) fn letters(&self) -> usize {
        self.sheets.iter().map(|s| quality::letters(&s.text)).sum()
    }

    /// Pages nobody has read, counted from 1.
    pub(super) fn unread(&self) -> Vec<(u32, Unread)> {
        let numbered = (1u32..).zip(&self.sheets);
        numbered.filter_map(|(page, sheet)| Some((page, sheet.unread?))).collect()
    }
}

impl Sheet {
    fn typed(text: &str) -> Sheet {
        Sheet { text: text.to_owned(), method: Some(Method::Text), ..Sheet::default() }
    }

    fn fall_back(&mut self) {
        self.text = std::mem::take(&mut self.otherwise);
        self.words = Vec::new();
        self.again = Vec::new();
        self.method = Some(Method::Text);
    }
}

/// What is to be done with a page of a PDF.
fn sheet(page: pdf::Page) -> Sheet {
    let seen = quality::letters(&page.text);
    let hidden = quality::letters(&page.hidden);
    let covered = page.scan.is_some_and(|scan| scan.share >= WHOLE);
    let garbled = (page.lost >= 10 && page.lost * 8 > seen) || gibberish(&page.text);
    let want = if seen >= LETTERS_PER_PAGE {
        match (covered && seen < STAMP, garbled) {
            (true, _) => Some(Want::Render(page.dpi)),
            (_, true) => Some(Want::Poppler(page.dpi)),
            _ => return Sheet::typed(&page.text),
        }
    } else if let Some(scan) = page.scan.filter(|scan| scan.share >= LOGO) {
        let alone = covered && scan.quarters.is_some() && seen < 5 && page.strokes < DRAWN;
        Some(if alone { Want::Scan(scan, page.dpi) } else { Want::Render(page.dpi) })
    } else if hidden >= LETTERS_PER_PAGE {
        // Not over a picture: nothing better will come.
        return Sheet::typed(&page.hidden);
    } else if page.partial || page.lost >= 10 {
        Some(Want::Poppler(page.dpi))
    } else {
        (page.strokes >= DRAWN).then_some(Want::Render(page.dpi))
    };
    let otherwise = if hidden >= LETTERS_PER_PAGE { page.hidden } else { page.text };
    Sheet { otherwise, want, ..Sheet::default() }
}

/// A page of poppler's text.
fn whole(text: &str) -> Sheet {
    if quality::letters(text) >= LETTERS_PER_PAGE && !gibberish(text) {
        return Sheet::typed(text);
    }
    Sheet { want: Some(Want::Render(USUAL_DPI)), ..Sheet::default() }
}
