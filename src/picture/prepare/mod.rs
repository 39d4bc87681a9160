//! Makes a picture ready for reading. Knows paper, light and lines, no letters.
use super::Picture;

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
    let long = picture.width().max(picture.height());
    // A4 is 11.7 inches long.
    let dpi = (u64::from(long) * 10 / 117).clamp(70, 600);
    let picture = picture.clone();
    Prepared { picture, dpi: u32::try_from(dpi).unwrap_or(300), photo: false }
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
