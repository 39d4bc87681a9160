//! What is seen of a page before its letters are: whether it is blank, and small enough to tell which side
//! is up. Knows points, no letters.
use picture::{Picture, Prepared};

/// Below this share of dark points a page is blank.
const BLANK: f64 = 0.0006;

/// The picture and its dots per inch, made small: enough to see which side is up.
pub(super) fn halved(prepared: &Prepared) -> (Picture, u32) {
    let whole = &prepared.picture;
    let (width, height) = (whole.width() as usize / 2, whole.height() as usize / 2);
    let row = whole.width() as usize;
    if prepared.dpi < 220 || width == 0 || height == 0 {
        return (whole.clone(), prepared.dpi);
    }
    let point =
        |x: usize, y: usize| u32::from(whole.grey().get(y * row + x).copied().unwrap_or(255));
    let mut small = Vec::with_capacity(width * height);
    for y in 0..height {
        for x in 0..width {
            let (x, y) = (2 * x, 2 * y);
            let sum = point(x, y) + point(x + 1, y) + point(x, y + 1) + point(x + 1, y + 1);
            small.push(u8::try_from(sum / 4).unwrap_or(255));
        }
    }
    let sides = u32::try_from(width).ok().zip(u32::try_from(height).ok());
    let small = sides.and_then(|(w, h)| Picture::from_grey(w, h, small).ok());
    small.map_or_else(|| (whole.clone(), prepared.dpi), |small| (small, prepared.dpi / 2))
}

pub(super) fn blank(picture: &Picture) -> bool {
    let grey = picture.grey();
    let dark = grey.iter().filter(|p| **p < 110).count();
    (dark as f64) < BLANK * grey.len() as f64
}
