//! A PDF: its text layer with its lines and columns, and which pictures its pages consist of. Knows no
//! paper and no program.
mod active;
mod fonts;
mod matrix;
mod place;
mod raster;
pub(super) mod seal;
mod show;
mod standard;

pub(super) use raster::Raw;

use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId};

/// Bytes any one stream may inflate to; a page of text has a few thousand.
pub(super) const MOST_STREAM: usize = 32 << 20;
/// Pages that are read; a dossier of the SOP has two to ten.
pub(super) const MOST_PAGES: usize = 60;
/// Points of a page that is rendered: A4 at 300 dpi has 8.7 million.
const MOST_RENDERED: f64 = 20e6;
/// Points of a picture: A3 at 600 dpi has seventy million, black and white.
const MOST_POINTS: i64 = 100_000_000;
/// A4, where a page does not say its size.
const A4: [f64; 4] = [0.0, 0.0, 595.0, 842.0];

/// Why a PDF was not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    Broken,
    Encrypted,
    NoPages,
    /// A page unpacks to more than any page needs.
    Bomb,
    /// A picture has more points than are read.
    TooLarge,
}

/// An opened PDF.
pub(super) struct Pdf {
    document: Document,
    ids: Vec<ObjectId>,
}

/// What a page shows.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// Lines that a person sees, columns kept apart.
    pub(super) text: String,
    /// Lines that nobody sees: what a scanner has read of the picture.
    pub(super) hidden: String,
    /// Codes without a character.
    pub(super) lost: usize,
    /// Lines and areas drawn.
    pub(super) strokes: usize,
    /// Something of it was not read.
    pub(super) partial: bool,
    /// The largest picture, and how much of the page it covers.
    pub(super) scan: Option<Scan>,
    /// The page is to be rendered with so many dots per inch.
    pub(super) dpi: u32,
    /// The whole file is to be refused for this page: rendering it would cost without end.
    pub(super) fault: Option<Fault>,
}

/// The largest picture of a page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scan {
    id: ObjectId,
    /// 0 to 1.
    pub(super) share: f64,
    /// Quarters clockwise it is turned by on the page; `None` where it cannot stand for the page: it
    /// lies askew, or there are others beside it.
    pub(super) quarters: Option<u8>,
}

/// Opens a PDF.
pub(super) fn open(bytes: &[u8]) -> Result<Pdf, Fault> {
    let options =
        LoadOptions { max_decompressed_size: Some(MOST_STREAM), ..LoadOptions::default() };
    // A lock that does not open is a reason of its own, however the library puts it.
    let locked = memchr::memmem::find(bytes, b"/Encrypt").is_some();
    let closed = |fault| if locked { Fault::Encrypted } else { fault };
    let document =
        Document::load_mem_with_options(bytes, options).map_err(|_| closed(Fault::Broken))?;
    if document.is_encrypted() {
        return Err(Fault::Encrypted);
    }
    let ids: Vec<ObjectId> = document.page_iter().take(10_000).collect();
    if ids.is_empty() {
        return Err(closed(Fault::NoPages));
    }
    Ok(Pdf { document, ids })
}

impl Pdf {
    /// How many pages there are, read or not.
    pub(super) fn count(&self) -> usize {
        self.ids.len()
    }

    /// What each of the first pages shows.
    pub(super) fn pages(&self) -> impl Iterator<Item = Page> {
        self.ids.iter().take(MOST_PAGES).map(|id| self.page(*id))
    }

    fn page(&self, id: ObjectId) -> Page {
        let shown = show::page(&self.document, id);
        let (width, height) = self.size(id);
        let turned = self.turned(id);
        let scan = self.scan(&shown.pictures, width * height, turned);
        let native = scan.and_then(|scan| self.dpi(&shown.pictures, scan.id)).unwrap_or(0.0);
        // A page whose picture is coarse may still have fine letters beside it.
        let wanted =
            if scan.is_some_and(|s| s.share > 0.5) { native.clamp(100.0, 300.0) } else { 200.0 };
        let most = (MOST_RENDERED / (width * height / 5184.0).max(0.01)).sqrt();
        Page {
            text: place::lines(shown.pieces),
            hidden: place::lines(shown.hidden),
            lost: shown.lost,
            strokes: shown.strokes,
            partial: shown.partial,
            scan,
            dpi: wanted.min(most).max(10.0) as u32,
            fault: match shown.swells {
                true => Some(Fault::Bomb),
                false => self.floods(&shown.pictures).then_some(Fault::TooLarge),
            },
        }
    }

    /// Is there a picture of more points than the largest scan has?
    fn floods(&self, pictures: &[show::Placed]) -> bool {
        let points = |placed: &show::Placed| {
            let dict = &self.document.get_object(placed.id).and_then(Object::as_stream).ok()?.dict;
            let side =
                |name: &[u8]| dict.get_deref(name, &self.document).and_then(Object::as_i64).ok();
            side(b"Width")?.checked_mul(side(b"Height")?)
        };
        pictures.iter().filter_map(points).any(|points| points > MOST_POINTS)
    }

    /// The picture that a scanned page consists of; `None` where it needs poppler.
    pub(super) fn raw(&self, scan: Scan) -> Option<Raw> {
        let stream = self.document.get_object(scan.id).and_then(Object::as_stream).ok()?;
        raster::raw(&self.document, stream)
    }

    fn scan(&self, pictures: &[show::Placed], page: f64, turned: Option<u8>) -> Option<Scan> {
        let share = |p: &show::Placed| (p.place.area() / page.max(1.0)).min(1.0);
        let largest = pictures.iter().max_by(|a, b| share(a).total_cmp(&share(b)))?;
        let others: f64 = pictures.iter().map(share).sum::<f64>() - share(largest);
        let quarters = largest.place.quarters().zip(turned).map(|(own, page)| (own + page) % 4);
        Some(Scan {
            id: largest.id,
            share: share(largest),
            quarters: quarters.filter(|_| others < 0.02),
        })
    }

    /// Dots per inch of a picture as it stands on the page.
    fn dpi(&self, pictures: &[show::Placed], id: ObjectId) -> Option<f64> {
        let place = pictures.iter().find(|p| p.id == id)?.place;
        let dict = &self.document.get_object(id).and_then(Object::as_stream).ok()?.dict;
        let width = dict.get_deref(b"Width", &self.document).and_then(Object::as_float).ok()?;
        let inches = place.a.hypot(place.b) / 72.0;
        Some(f64::from(width) / inches).filter(|dpi| dpi.is_finite() && *dpi > 0.0)
    }

    /// Width and height of a page in points.
    fn size(&self, id: ObjectId) -> (f64, f64) {
        let boxed = self.inherited(id, b"MediaBox").and_then(|o| o.as_array().ok()).map(
            |sides| -> Vec<f64> {
                let number = |o| self.document.dereference(o).ok()?.1.as_float().ok();
                sides.iter().filter_map(number).map(f64::from).collect()
            },
        );
        let [a, b, c, d] = boxed.and_then(|b| b.try_into().ok()).unwrap_or(A4);
        let (width, height) = ((c - a).abs(), (d - b).abs());
        if width > 10.0 && height > 10.0 { (width, height) } else { (A4[2], A4[3]) }
    }

    /// Quarters clockwise the page is shown turned by.
    fn turned(&self, id: ObjectId) -> Option<u8> {
        let degrees = self.inherited(id, b"Rotate").and_then(|o| o.as_i64().ok()).unwrap_or(0);
        (degrees % 90 == 0).then(|| u8::try_from(degrees.rem_euclid(360) / 90).unwrap_or(0))
    }

    /// A value of the page or of the nodes above it.
    fn inherited(&self, id: ObjectId, key: &[u8]) -> Option<&Object> {
        let mut node: &Dictionary = self.document.get_dictionary(id).ok()?;
        for _ in 0..32 {
            if let Ok(value) = node.get_deref(key, &self.document) {
                return Some(value);
            }
            node = node.get_deref(b"Parent", &self.document).and_then(Object::as_dict).ok()?;
        }
        None
    }

    /// Parts that act by themselves; people are told before they open it.
    pub(super) fn active(&self) -> Vec<String> {
        active::remarks(&self.document)
    }
}
