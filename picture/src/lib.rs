//! Pictures of papers: the bytes of JPEG, PNG, TIFF, WebP and HEIC become grey pictures that lie
//! upright, flat and evenly lit, ready for a program that reads letters. Knows points and nothing of
//! what is written; opens no file, starts no thread, asks no clock.
//!
//! The way of a picture: [`open`] (size checked from the header, colour taken out, turned as the file
//! says) or [`Picture::from_pgm`] / [`Picture::from_grey`] → [`prepare`] → [`Prepared::picture`] as
//! PGM. [`Prepared::turned`] turns what came in sideways, [`Prepared::again`] prepares it otherwise.
mod heic;
mod jpeg;
mod open;
mod pgm;
mod planes;
mod png;
mod prepare;
mod tiff;
mod turn;

use std::sync::Arc;

pub use open::open;
pub use prepare::{Prepared, prepare};

/// More points than this in one picture are not opened (`security.md` A5-85).
pub const MAX_POINTS: u64 = 50_000_000;
/// Bytes a decoder may ask for at once.
const MAX_DECODED: u64 = 208 << 20;

/// A grey picture. Its points are shared by its clones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    width: usize,
    height: usize,
    /// Row by row, 0 is black; `width * height` of them.
    grey: Arc<Vec<u8>>,
    /// The same with coloured ink as light as it can be made; only where there is colour.
    plain: Option<Arc<Vec<u8>>>,
}

/// Why a picture was not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Not one of the formats, or a variety of one that nothing here reads.
    #[error("bukan format gambar yang dapat dibaca")]
    Unsupported,
    /// Cut off or damaged.
    #[error("berkas gambar rusak atau terpotong")]
    Broken,
    /// More points than are read.
    #[error("gambar terlalu besar (lebih dari 50 megapiksel)")]
    TooLarge,
}

impl Picture {
    /// A picture from its points, row by row, 0 black.
    ///
    /// # Errors
    /// The number of points does not fit, or is above [`MAX_POINTS`].
    pub fn from_grey(width: u32, height: u32, grey: Vec<u8>) -> Result<Picture, Fault> {
        let points = check_size(width, height)?;
        if points != grey.len() {
            return Err(Fault::Broken);
        }
        Ok(Picture::new(width as usize, height as usize, grey))
    }

    fn new(width: usize, height: usize, grey: Vec<u8>) -> Picture {
        Picture { width, height, grey: Arc::new(grey), plain: None }
    }

    pub fn width(&self) -> u32 {
        u32::try_from(self.width).unwrap_or(u32::MAX)
    }

    pub fn height(&self) -> u32 {
        u32::try_from(self.height).unwrap_or(u32::MAX)
    }

    /// The points row by row, 0 black.
    pub fn grey(&self) -> &[u8] {
        &self.grey
    }
}

/// How many points a picture of this size has, if it is one that is opened.
fn check_size(width: u32, height: u32) -> Result<usize, Fault> {
    if width == 0 || height == 0 {
        return Err(Fault::Broken);
    }
    let points = u64::from(width) * u64::from(height);
    if points > MAX_POINTS {
        return Err(Fault::TooLarge);
    }
    usize::try_from(points).map_err(|_| Fault::TooLarge)
}

#[cfg(test)]
mod tests;
