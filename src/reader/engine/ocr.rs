//! From the picture of a page to its lines, with the help of poppler and tesseract. Knows pictures and
//! tools, no paper.
//!
//! Each page is a small machine: it says what it wants run, and goes on with what that gave. So several
//! pages are read side by side, one run per core.
use super::look::{blank, halved};
use super::quality::Quality;
use crate::document::{LETTERS_PER_PAGE, Written, from_words};
use crate::reader::pdf::{Pdf, Raw, Scan};
use crate::reader::tools::{Layout, Ran, Tongue, Tool, ToolError};
use picture::{Picture, Prepared};
use std::borrow::Cow;

/// Where the picture of a page is.
pub(super) enum Source<'a> {
    /// A picture file.
    File(&'a [u8]),
    /// One page of a picture file.
    Picture(&'a Picture),
    /// A page of a PDF that is one picture; rendered where the picture needs poppler.
    Scan(&'a Pdf, Scan, Render<'a>),
    /// A page of a PDF that is rendered.
    Render(Render<'a>),
}

/// What rendering a page needs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Render<'a> {
    pub(super) pdf: &'a [u8],
    /// Counted from 1.
    pub(super) page: u32,
    pub(super) dpi: u32,
}

/// Why a page was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unread {
    /// The programs are not on this machine.
    Programs,
    Time,
    /// A program refused it, or its letters cannot be made out.
    Unclear,
    /// It is no picture that can be opened.
    Fault(picture::Fault),
}

/// A page that was read.
#[derive(Clone, Debug)]
pub(super) struct Read {
    pub(super) written: Written,
    pub(super) quality: Quality,
}

impl Read {
    fn of(tsv: &[u8]) -> Read {
        let tsv = String::from_utf8_lossy(tsv);
        let written = from_words(&[&tsv]);
        // Tesseract reads a page that lies on its side too, but its lines stand upright then.
        let quality = if sideways(&tsv) { Quality::default() } else { Quality::of(&written) };
        Read { quality, written }
    }

    fn worth(&self) -> f64 {
        self.quality.worth
    }
}

/// Are most of the longer words taller than wide?
fn sideways(tsv: &str) -> bool {
    let (mut words, mut tall) = (0usize, 0usize);
    for line in tsv.lines() {
        let mut cells = line.split('\t').skip(8);
        let mut number = || cells.next()?.parse::<u32>().ok();
        let (Some(width), Some(height)) = (number(), number()) else { continue };
        if cells.nth(1).is_some_and(|word| word.trim().chars().count() >= 4) {
            words += 1;
            tall += usize::from(height > width);
        }
    }
    words >= 5 && tall * 2 > words
}

/// What came of a page.
pub(super) type Outcome = Result<Read, Unread>;

/// Something to be run.
pub(super) type Want<'a> = (Tool, Cow<'a, [u8]>);

/// One page on its way.
pub(super) struct Page<'a> {
    source: Source<'a>,
    stage: Stage,
    /// As it lies now.
    prepared: Option<Prepared>,
    /// What was read as it lies now.
    reads: Vec<Read>,
    /// The best of what was read as it lay before.
    before: Option<Read>,
    /// Whether it is read more than once though it was read well.
    confirm: bool,
    failed: Unread,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Begin,
    Rendering,
    First,
    Upright,
    Quarters,
    Turned,
    Again,
}

impl<'a> Page<'a> {
    /// `confirm`: other readings are wanted that may agree with the first.
    pub(super) fn new(source: Source<'a>, confirm: bool) -> Page<'a> {
        Page {
            source,
            stage: Stage::Begin,
            prepared: None,
            reads: Vec::new(),
            before: None,
            confirm,
            failed: Unread::Unclear,
        }
    }

    /// Takes what the last wants gave and says what is wanted next; nothing more when it is done.
    /// `hurry`: no second tries.
    pub(super) fn step(&mut self, ran: Vec<Ran>, hurry: bool) -> Vec<Want<'a>> {
        if let Some(error) = ran.iter().find_map(|r| r.as_ref().err()) {
            self.failed = match error {
                ToolError::Missing => Unread::Programs,
                ToolError::Limit => Unread::Time,
                ToolError::Failed => Unread::Unclear,
            };
        }
        match self.stage {
            Stage::Begin => self.begin(),
            Stage::Rendering => self.rendered(ran),
            Stage::First => self.first(&ran, hurry),
            Stage::Upright => self.upright(&ran),
            Stage::Quarters => self.quarters(&ran),
            Stage::Turned => {
                self.take(&ran);
                self.again(hurry)
            }
            Stage::Again => {
                self.take(&ran);
                Vec::new()
            }
        }
    }

    /// What was read so far.
    pub(super) fn done(self) -> Outcome {
        let Page { mut reads, before, failed, .. } = self;
        // The first of the best: another tongue knows fewer of the words.
        let best =
            reads.iter().enumerate().rev().max_by(|a, b| a.1.worth().total_cmp(&b.1.worth()));
        let best = best.map(|(at, _)| at).map(|at| reads.remove(at));
        let best = match (best, before) {
            (Some(best), Some(before)) if before.worth() > best.worth() => {
                reads.clear();
                before
            }
            (Some(best), _) | (None, Some(best)) => best,
            (None, None) => return Err(failed),
        };
        if best.quality.letters >= LETTERS_PER_PAGE {
            let again = reads.into_iter().filter(|read| !read.quality.doubtful());
            let again = again.map(|read| read.written).collect();
            let written = Written { again, ..best.written };
            return Ok(Read { written, ..best });
        }
        match self.prepared.is_some_and(|p| blank(&p.picture)) {
            true => Ok(Read::of(&[])),
            false => Err(Unread::Unclear),
        }
    }

    fn begin(&mut self) -> Vec<Want<'a>> {
        let ready = match &self.source {
            Source::File(bytes) => match picture::open(bytes) {
                Ok(pages) => pages.first().map(picture::prepare),
                Err(fault) => {
                    self.failed = Unread::Fault(fault);
                    None
                }
            },
            Source::Picture(picture) => Some(picture::prepare(picture)),
            Source::Scan(pdf, scan, _) => pdf
                .raw(*scan)
                .and_then(opened)
                // The page's own turn comes first: what is made ready lies level already.
                .map(|picture| picture.turned(scan.quarters.unwrap_or(0)))
                .map(|picture| picture::prepare(&picture)),
            Source::Render(_) => None,
        };
        match (ready, &self.source) {
            (Some(prepared), _) => self.read_first(prepared),
            (None, Source::Scan(_, _, render) | Source::Render(render)) => {
                self.stage = Stage::Rendering;
                let tool = Tool::PdfPage { page: render.page, dpi: render.dpi };
                vec![(tool, Cow::Borrowed(render.pdf))]
            }
            (None, Source::File(_) | Source::Picture(_)) => Vec::new(),
        }
    }

    fn rendered(&mut self, ran: Vec<Ran>) -> Vec<Want<'a>> {
        let bytes = ran.into_iter().next().and_then(Result::ok);
        let Some(picture) = bytes.and_then(|bytes| Picture::from_pgm(&bytes).ok()) else {
            return Vec::new();
        };
        self.read_first(picture::prepare(&picture))
    }

    fn read_first(&mut self, prepared: Prepared) -> Vec<Want<'a>> {
        self.stage = Stage::First;
        let mut wants = vec![words(&prepared)];
        if prepared.photo {
            // Photographs are seldom read well at once.
            wants.extend(prepared.again().as_ref().map(words));
        }
        self.prepared = Some(prepared);
        wants
    }

    fn first(&mut self, ran: &[Ran], hurry: bool) -> Vec<Want<'a>> {
        self.take(ran);
        let Some(prepared) = &self.prepared else { return Vec::new() };
        let quality = self.best().map(|b| b.quality).unwrap_or_default();
        if ran.iter().all(Result::is_err) {
            return Vec::new();
        }
        if quality.doubtful() && !blank(&prepared.picture) {
            self.stage = Stage::Upright;
            let small = halved(prepared);
            return vec![(Tool::Upright { dpi: small.1 }, Cow::Owned(small.0.to_pgm()))];
        }
        self.again(hurry)
    }

    /// Tesseract's own word on which side is up; where it has none, each side is tried.
    fn upright(&mut self, ran: &[Ran]) -> Vec<Want<'a>> {
        let Some(prepared) = &self.prepared else { return Vec::new() };
        let said = ran.first().and_then(|r| r.as_ref().ok()).and_then(|text| orientation(text));
        match said {
            Some((0, sure)) if sure > 4.0 => self.again(false),
            Some((quarters, sure)) if sure > 2.0 => self.turn(quarters),
            _ => {
                self.stage = Stage::Quarters;
                let turned = (1..4).map(|quarters| {
                    let turned = prepared.turned(quarters);
                    let (small, dpi) = halved(&turned);
                    let tongue = Tongue::Indonesian;
                    let tool = Tool::Words { dpi, layout: Layout::Page, tongue };
                    (tool, Cow::Owned(small.to_pgm()))
                });
                turned.collect()
            }
        }
    }

    fn quarters(&mut self, ran: &[Ran]) -> Vec<Want<'a>> {
        let worth =
            |ran: &Ran| ran.as_ref().map_or(f64::NEG_INFINITY, |tsv| Read::of(tsv).quality.worth);
        let best = (1u8..).zip(ran.iter().map(worth)).max_by(|a, b| a.1.total_cmp(&b.1));
        let upright = self.best().map_or(0.0, |b| b.quality.worth);
        match best {
            Some((quarters, worth)) if worth > upright.max(10.0) => self.turn(quarters),
            _ => self.again(false),
        }
    }

    fn turn(&mut self, quarters: u8) -> Vec<Want<'a>> {
        let Some(prepared) = self.prepared.take() else { return Vec::new() };
        let turned = prepared.turned(quarters);
        self.stage = Stage::Turned;
        self.before = self.best().cloned();
        self.reads.clear();
        let wants = vec![words(&turned)];
        self.prepared = Some(turned);
        wants
    }

    fn again(&mut self, hurry: bool) -> Vec<Want<'a>> {
        let weak = self.best().is_none_or(|best| best.quality.weak());
        self.stage = Stage::Again;
        let Some(prepared) = self.prepared.as_ref().filter(|_| !hurry) else { return Vec::new() };
        let mut wants = Vec::new();
        // A photograph has been read both ways already, if it was not turned since.
        if (weak || self.confirm) && self.reads.len() < 2 {
            wants.extend(prepared.again().as_ref().map(words));
        }
        if self.confirm && !blank(&prepared.picture) {
            let (tool, picture) = words(prepared);
            wants.push((tool.in_english(), picture));
        }
        wants
    }

    fn best(&self) -> Option<&Read> {
        self.reads.iter().rev().max_by(|a, b| a.worth().total_cmp(&b.worth()))
    }

    /// Keeps what there is.
    fn take(&mut self, ran: &[Ran]) {
        self.reads.extend(ran.iter().flatten().map(|tsv| Read::of(tsv)));
    }
}

fn words<'a>(prepared: &Prepared) -> Want<'a> {
    let tool = Tool::Words { dpi: prepared.dpi, layout: Layout::Page, tongue: Tongue::Indonesian };
    (tool, Cow::Owned(prepared.picture.to_pgm()))
}

fn opened(raw: Raw) -> Option<Picture> {
    match raw {
        Raw::Jpeg(bytes) => picture::open(&bytes).ok()?.into_iter().next(),
        Raw::Grey { width, height, points } => Picture::from_grey(width, height, points).ok(),
    }
}

/// Quarters clockwise that make the page upright, and how sure that is.
fn orientation(said: &[u8]) -> Option<(u8, f64)> {
    let said = String::from_utf8_lossy(said);
    let value = |name: &str| {
        let line = said.lines().find_map(|line| line.strip_prefix(name))?;
        line.trim_start_matches(':').trim().parse::<f64>().ok()
    };
    let quarters = match value("Rotate")? as i64 {
        0 => 0,
        90 => 1,
        180 => 2,
        270 => 3,
        _ => return None,
    };
    Some((quarters, value("Orientation confidence")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_stand_upright() {
        let line =
            |n: u32, w: u32, h: u32| format!("5\t1\t1\t1\t1\t{n}\t9\t9\t{w}\t{h}\t90\tJabatan\n");
        let page = |w, h| (0..6).map(|n| line(n, w, h)).collect::<String>();
        assert!(sideways(&page(20, 90)) && !sideways(&page(90, 20)) && !sideways(""));
    }

    #[test]
    fn the_side_that_is_up() {
        let said = b"Page number: 0\nOrientation in degrees: 270\nRotate: 90\n\
                     Orientation confidence: 7.31\nScript: Latin\nScript confidence: 1.5\n";
        assert_eq!(orientation(said), Some((1, 7.31)));
        assert_eq!(orientation(b"Too few characters. Skipping this page\n"), None);
    }

    #[test]
    fn a_blank_page_is_no_fault() {
        let white = Picture::from_grey(40, 50, vec![250; 2000]).unwrap();
        let mut page = Page::new(Source::Picture(&white), true);
        assert_eq!(page.step(Vec::new(), false).len(), 1);
        assert!(page.step(vec![Ok(Vec::new())], true).is_empty());
        assert_eq!(page.done().unwrap().quality.letters, 0);
    }

    #[test]
    fn without_the_program_it_says_so() {
        let black = Picture::from_grey(40, 50, vec![0; 2000]).unwrap();
        let mut page = Page::new(Source::Picture(&black), true);
        page.step(Vec::new(), false);
        assert!(page.step(vec![Err(ToolError::Missing)], false).is_empty());
        assert_eq!(page.done().unwrap_err(), Unread::Programs);
    }
}
