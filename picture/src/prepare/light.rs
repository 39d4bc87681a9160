//! The light on the paper: what the paper alone would look like, and the ink against it.
use super::plane::{Plane, percentile};

/// Darker than this a paper is not taken to be: dividing by less would make noise of what is black.
const DARKEST: u8 = 24;

/// What the paper would look like without ink, at half the size of `page`.
pub(super) fn paper(page: &Plane) -> Plane {
    let half = page.smaller(2);
    // Letters are at most 6 mm thick strokes apart from logos; A4 is 297 mm long.
    let radius = (half.width.max(half.height) / 90).clamp(2, 9);
    let smooth = half.smoothed(1);
    let mut paper = smooth.closed(radius).smoothed(radius);
    paper.data.iter_mut().for_each(|v| *v = (*v).max(DARKEST));
    paper
}

/// How much darker than its paper each point is: 0 paper, 255 black.
pub(super) fn ink(page: &Plane, paper: &Plane) -> Plane {
    let mut out = Plane::new(page.width, page.height, 0);
    let rows = out.data.chunks_exact_mut(page.width.max(1)).zip(page.rows());
    for (y, (to, from)) in rows.enumerate() {
        for (x, (to, from)) in to.iter_mut().zip(from).enumerate() {
            let paper =
                u32::from(paper.at((x / 2).min(paper.width - 1), (y / 2).min(paper.height - 1)));
            let light = (u32::from(*from) * 255 / paper.max(1)).min(255);
            *to = 255 - u8::try_from(light).unwrap_or(255);
        }
    }
    out
}

/// How far the light of the paper falls off over the inner part of the page: 0 not at all, 1 to black.
pub(super) fn unevenness(paper: &Plane) -> f32 {
    let (across, down) = (paper.width / 12, paper.height / 12);
    let inner = || {
        let rows = paper.rows().skip(down).take(paper.height - 2 * down);
        rows.flat_map(|row| row.iter().skip(across).take(row.len() - 2 * across)).copied()
    };
    let (dim, bright) = (percentile(inner(), 0.04), percentile(inner(), 0.96));
    1.0 - f32::from(dim) / f32::from(bright).max(1.0)
}

/// How light the darkest ink of a page is against its paper, 0 to 140. In a small copy thin strokes are
/// lighter than they are.
pub(super) fn blackest(ink: &Plane) -> f32 {
    let strong = ink.data.iter().copied().filter(|v| *v > 40);
    (255.0 - f32::from(percentile(strong, 0.97))).min(140.0)
}
