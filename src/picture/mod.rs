//! Pictures of papers: bytes to grey pictures. Knows points and nothing of what is written.

/// A grey picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    width: u32,
    height: u32,
    grey: Vec<u8>,
}

/// Why a picture was not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("bukan format gambar yang dapat dibaca")]
    Unsupported,
    #[error("berkas gambar rusak atau terpotong")]
    Broken,
    #[error("gambar terlalu besar (lebih dari 50 megapiksel)")]
    TooLarge,
}

/// The pictures of a file.
pub fn open(bytes: &[u8]) -> Result<Vec<Picture>, Fault> {
    let picture = image::load_from_memory(bytes).map_err(|_| Fault::Broken)?.into_luma8();
    let (width, height) = picture.dimensions();
    Ok(vec![Picture { width, height, grey: picture.into_raw() }])
}

impl Picture {
    pub fn from_grey(width: u32, height: u32, grey: Vec<u8>) -> Result<Picture, Fault> {
        if grey.len() as u64 != u64::from(width) * u64::from(height) {
            return Err(Fault::Broken);
        }
        Ok(Picture { width, height, grey })
    }
    pub fn from_pgm(bytes: &[u8]) -> Result<Picture, Fault> {
        open(bytes)?.pop().ok_or(Fault::Broken)
    }
    pub fn to_pgm(&self) -> Vec<u8> {
        let mut out = format!("P5\n{} {}\n255\n", self.width, self.height).into_bytes();
        out.extend_from_slice(&self.grey);
        out
    }
    pub fn width(&self) -> u32 {
        self.width
    }
    pub fn height(&self) -> u32 {
        self.height
    }
    pub fn grey(&self) -> &[u8] {
        &self.grey
    }
}

/// A picture made ready.
#[derive(Clone, Debug)]
pub struct Prepared {
    pub picture: Picture,
    pub dpi: u32,
    pub photo: bool,
}

/// Makes a picture ready for reading.
pub fn prepare(picture: &Picture) -> Prepared {
    let long = picture.width().max(picture.height());
    let dpi = (u64::from(long) * 10 / 117).clamp(70, 600);
    Prepared { picture: picture.clone(), dpi: u32::try_from(dpi).unwrap_or(300), photo: false }
}

impl Prepared {
    /// Turned clockwise by so many quarters.
    #[must_use]
    pub fn turned(&self, quarters: u8) -> Prepared {
        let mut out = self.clone();
        for _ in 0..quarters % 4 {
            let (w, h) = (out.picture.width as usize, out.picture.height as usize);
            let g = &out.picture.grey;
            let mut n = Vec::with_capacity(g.len());
            for y in 0..w {
                for x in 0..h {
                    n.push(g.get((h - 1 - x) * w + y).copied().unwrap_or(255));
                }
            }
            out.picture = Picture { width: h as u32, height: w as u32, grey: n };
        }
        out
    }
    /// Prepared otherwise.
    #[must_use]
    pub fn again(&self) -> Option<Prepared> {
        None
    }
}
