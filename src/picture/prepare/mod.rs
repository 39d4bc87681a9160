//! Makes a picture ready for reading: the sheet cut out and laid flat, its lines level, its light
//! even, its letters large enough. Knows paper, light and lines, no letters.
mod field;
mod light;
mod page;
mod plane;
mod sheet;
mod slope;
mod stamp;
mod warp;

use super::Picture;
use page::Page;

/// A picture made ready.
#[derive(Clone, Debug)]
pub struct Prepared {
    pub picture: Picture,
    /// What tesseract is to be told (`--dpi`).
    pub dpi: u32,
    /// Taken with a camera, not with a scanner.
    pub photo: bool,
}

/// Makes a picture ready for reading.
pub fn prepare(picture: &Picture) -> Prepared {
    Page::find(picture, true).laid_flat(picture)
}

/// What of A4 one inch is: its long side has 11.7.
fn dpi_of(long: usize) -> u32 {
    u32::try_from(long * 10 / 117).unwrap_or(600).clamp(70, 600)
}

impl Prepared {
    /// Turned clockwise by so many quarters.
    #[must_use]
    pub fn turned(&self, quarters: u8) -> Prepared {
        Prepared { picture: self.picture.turned(quarters), ..self.clone() }
    }

    /// Prepared otherwise, for a second try; `None` where there is no other way.
    #[must_use]
    pub fn again(&self) -> Option<Prepared> {
        None
    }
}
