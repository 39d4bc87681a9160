//! Makes a picture ready for reading: the sheet cut out and laid flat, its lines level, its letters on
//! their feet and large enough, its light even. Knows paper, light and lines, no letters.
mod field;
mod light;
mod page;
mod plane;
mod sheet;
mod slope;
mod stamp;
mod warp;

use super::Picture;
use page::{Page, Way};
use plane::Plane;
use slope::Feet;

/// A picture made ready. Lines of text run from left to right in it whichever way the paper lay; that
/// letters stand on their feet is nearly always right too, and [`Prepared::is_surely_upright`] tells
/// when it is plain.
#[derive(Clone, Debug)]
pub struct Prepared {
    pub picture: Picture,
    /// What tesseract is to be told (`--dpi`).
    pub dpi: u32,
    /// Taken with a camera, not with a scanner.
    pub photo: bool,
    feet: Feet,
    /// What it was made from, and what has been done to it since.
    from: Picture,
    quarters: u8,
    way: Way,
}

/// The long side of the copy in which it is seen which way letters stand.
const STAND: usize = 1_600;
/// From here on it is plain which way they do.
const PLAIN: f32 = 0.1;

/// Makes a picture ready for reading. A level, evenly lit scan of a usual size comes back as it was.
pub fn prepare(picture: &Picture) -> Prepared {
    prepared(picture, Way::Sheet)
}

fn prepared(from: &Picture, way: Way) -> Prepared {
    let page = Page::find(from, way);
    let (picture, photo) = page.laid_flat(from);
    let dpi = dpi_of(picture.width.max(picture.height));
    let feet = feet(&picture);
    let from = from.clone();
    let made = Prepared { picture, dpi, photo, feet, from, quarters: 0, way };
    // What came sideways may as well lie one way as the other; else people send what they can read.
    let on_heads = if page.came_sideways() { 0.0 } else { -PLAIN };
    if feet.lean < on_heads && (feet.sure || page.came_sideways()) {
        return Prepared { quarters: 0, ..made.turned(2) };
    }
    made
}

/// A4 is 11.7 inches long.
fn dpi_of(long: usize) -> u32 {
    u32::try_from(long * 10 / 117).unwrap_or(600).clamp(70, 600)
}

fn feet(picture: &Picture) -> Feet {
    let long = picture.width.max(picture.height);
    let factor = (long / STAND).max(1);
    let small = Plane::shrunk(picture.width, picture.height, &picture.grey, factor);
    let ink = light::ink(&small, &light::paper(&small));
    slope::feet(&ink)
}

impl Prepared {
    /// Turned clockwise by so many quarters.
    #[must_use]
    pub fn turned(&self, quarters: u8) -> Prepared {
        let lean = if quarters % 4 == 2 { -self.feet.lean } else { self.feet.lean };
        let feet = Feet { lean, ..self.feet };
        let picture = self.picture.turned(quarters);
        Prepared { picture, feet, quarters: (self.quarters + quarters % 4) % 4, ..self.clone() }
    }

    /// Whether it is plain that letters stand on their feet. If not, and a first reading makes little
    /// sense, `turned(2)` is to be read as well and the better of the two kept; tesseract's own guess
    /// (`--psm 0`) is worth asking where `turned(2)` makes no sense either.
    pub fn is_surely_upright(&self) -> bool {
        self.feet.sure && self.feet.lean > PLAIN
    }

    /// Whether lines seem to run from top to bottom. [`prepare`] has turned such pictures already; true
    /// only where there is too little text to tell, or after a `turned` by an odd number.
    pub fn likely_sideways(&self) -> bool {
        let long = self.picture.width.max(self.picture.height);
        let factor = (long / 1_100).max(1);
        let (width, height) = (self.picture.width, self.picture.height);
        let small = Plane::shrunk(width, height, &self.picture.grey, factor);
        let ink = light::ink(&small, &light::paper(&small));
        slope::sideways(&ink) > 1.0
    }

    /// Prepared otherwise, for a second try where the first reading was poor: not cut to the sheet that
    /// was thought to be seen, all coloured ink taken out, contrast raised, another size. `None` after
    /// that. What this was turned by, the second is turned by too.
    #[must_use]
    pub fn again(&self) -> Option<Prepared> {
        if self.way == Way::Whole {
            return None;
        }
        let other = prepared(&self.from, Way::Whole);
        Some(if self.quarters == 0 { other } else { other.turned(self.quarters) })
    }
}
