//! How the lines of a page run. Knows ink, no letters: where lines run level, the sums of rows of ink
//! go up and down most steeply (Postl's measure).
use super::plane::Plane;

/// How far apart above and below must be, in what chance would do to the sum over all lines.
const AGREED: f32 = 3.0;
/// Columns of ink summed up before a slope is tried.
const BUNDLE: usize = 8;

/// A piece of a page as bundles of columns: each the ink of its rows.
struct Bundles {
    /// Middle of the bundle, across.
    columns: Vec<(f32, Vec<f32>)>,
    height: usize,
}

/// A part of a page: from where, how large.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub(super) left: usize,
    pub(super) top: usize,
    pub(super) width: usize,
    pub(super) height: usize,
}

impl Bundles {
    fn of(ink: &Plane, part: Part) -> Bundles {
        let count = (part.width / BUNDLE).max(1);
        let middle = part.width as f32 / 2.0;
        let mut columns: Vec<(f32, Vec<f32>)> = (0..count)
            .map(|n| {
                (
                    (n * BUNDLE) as f32 + BUNDLE as f32 / 2.0 - middle,
                    Vec::with_capacity(part.height),
                )
            })
            .collect();
        for row in ink.rows().skip(part.top).take(part.height) {
            let row = row.get(part.left..).unwrap_or_default();
            for ((_, column), group) in columns.iter_mut().zip(row.chunks(BUNDLE)) {
                let sum: u32 = group.iter().map(|v| u32::from(v.saturating_sub(30))).sum();
                // A black patch is no text: letters fill about a third of their line.
                column.push((sum as f32).min(BUNDLE as f32 * 130.0));
            }
        }
        Bundles { columns, height: part.height }
    }

    /// How steeply the sums go up and down if lines run at this slope (down per across).
    fn steepness(&self, slope: f32, sums: &mut Vec<f32>) -> f32 {
        sums.clear();
        sums.resize(self.height, 0.0);
        for (x, column) in &self.columns {
            let shift = slope * x;
            let whole = shift.floor();
            let part = shift - whole;
            let skip = whole as isize;
            // sums[y] += column[y + shift]
            let from = column.iter().skip(skip.max(0) as usize);
            let next = column.iter().skip((skip + 1).max(0) as usize);
            let start = (-skip).max(0) as usize;
            let to = sums.iter_mut().skip(start);
            for ((sum, a), b) in to.zip(from).zip(next) {
                *sum += a * (1.0 - part) + b * part;
            }
        }
        // Edges of what was shifted in are no lines.
        let edge = self.height / 24;
        let inner = sums.get(edge..self.height.saturating_sub(edge)).unwrap_or_default();
        inner.iter().zip(inner.iter().skip(2)).map(|(a, b)| (a - b) * (a - b)).sum()
    }
}

/// What the lines of a part say.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slope {
    /// Down per across.
    pub(super) slope: f32,
    /// 0 to 1.
    pub(super) sure: f32,
    /// How steeply sums of rows go up and down along it; more for more text.
    pub(super) height: f32,
}

/// The slope of the lines in a part.
pub(super) fn of_part(ink: &Plane, part: Part, around: f32, reach: f32, step: f32) -> Slope {
    let bundles = Bundles::of(ink, part);
    let mut sums = Vec::new();
    let count = (reach / step).round() as i32;
    let tried: Vec<(f32, f32)> = (-count..=count)
        .map(|n| around + n as f32 * step)
        .map(|slope| (slope, bundles.steepness(slope, &mut sums)))
        .collect();
    let best = tried.iter().copied().fold((around, 0.0f32), |a, b| if b.1 > a.1 { b } else { a });
    let mean = tried.iter().map(|t| t.1).sum::<f32>() / tried.len().max(1) as f32;
    if best.1 <= 0.0 {
        return Slope { slope: around, sure: 0.0, height: 0.0 };
    }
    let left = bundles.steepness(best.0 - step, &mut sums);
    let right = bundles.steepness(best.0 + step, &mut sums);
    let bow = left + right - 2.0 * best.1;
    let off = if bow < 0.0 { (0.5 * (left - right) / bow).clamp(-0.5, 0.5) } else { 0.0 };
    Slope { slope: best.0 + off * step, sure: 1.0 - mean / best.1, height: best.1 }
}

/// The slope of all lines together.
pub(super) fn of_page(ink: &Plane, reach: f32) -> Slope {
    let whole = Part { left: 0, top: 0, width: ink.width, height: ink.height };
    let rough = of_part(ink, whole, 0.0, reach, 0.008);
    let fine = of_part(ink, whole, rough.slope, 0.012, 0.001);
    Slope { sure: rough.sure, ..fine }
}

/// Whether lines run from top to bottom rather than from left to right: how many times steeper the
/// sums of columns are than those of rows.
pub(super) fn sideways(ink: &Plane) -> f32 {
    let turned = ink.quarter();
    energy(&turned, 0.27) / energy(ink, 0.27).max(1.0)
}

/// The steepness of rows in the parts of a page, each at its best slope.
fn energy(ink: &Plane, reach: f32) -> f32 {
    let (across, down) = (3, 3);
    let (width, height) = (ink.width / across, ink.height / down);
    let mut all = 0.0;
    for part in parts(ink, across, down, width, height) {
        let bundles = Bundles::of(ink, part);
        let mut sums = Vec::new();
        let count = (reach / 0.015) as i32;
        let best = (-count..=count)
            .map(|n| bundles.steepness(n as f32 * 0.015, &mut sums))
            .fold(0.0f32, f32::max);
        all += best / (part.width as f32);
    }
    all
}

pub(super) fn parts(
    ink: &Plane,
    across: usize,
    down: usize,
    width: usize,
    height: usize,
) -> Vec<Part> {
    let spread = |all: usize, one: usize, n: usize, of: usize| {
        all.saturating_sub(one) * n / of.saturating_sub(1).max(1)
    };
    (0..down)
        .flat_map(|row| (0..across).map(move |column| (column, row)))
        .map(|(column, row)| Part {
            left: spread(ink.width, width, column, across),
            top: spread(ink.height, height, row, down),
            width,
            height,
        })
        .collect()
}

/// Which way letters stand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Feet {
    /// Above 0 on their feet, below 0 on their heads.
    pub(super) lean: f32,
    /// Nearly all lines say the same.
    pub(super) sure: bool,
}

/// Sees which way letters stand.
///
/// Much more rises over small letters (b, d, capitals, figures) than hangs below them: each line's band
/// of small letters is sought, and the ink just above it compared with that just below.
pub(super) fn feet(ink: &Plane) -> Feet {
    let (width, height) = (ink.width * 3 / 10, ink.height * 16 / 100);
    let (mut above, mut below, mut squares) = (0.0f32, 0.0f32, 0.0f32);
    for part in parts(ink, 5, 11, width, height) {
        let found = of_part(ink, part, 0.0, 0.03, 0.005);
        if found.sure < 0.3 {
            continue;
        }
        let mut sums = Vec::new();
        Bundles::of(ink, part).steepness(found.slope, &mut sums);
        for band in bands(&sums) {
            let size = band.len();
            let (near, far) = (size / 6 + 1, size / 2 + 2);
            // As far from the band's first row as `under` from its last.
            let over = (band.start + 1).saturating_sub(far)..(band.start + 1).saturating_sub(near);
            let under = band.end + near - 1..(band.end + far - 1).min(sums.len());
            let inked = |range: std::ops::Range<usize>| {
                sums.get(range).unwrap_or_default().iter().sum::<f32>()
            };
            if band.start >= far && under.len() == over.len() {
                let (over, under) = (inked(over), inked(under));
                above += over;
                below += under;
                squares += (over - under) * (over - under);
            }
        }
    }
    let apart = above - below;
    // Lines that contradict each other make nothing sure.
    let sure = apart.abs() > AGREED * squares.sqrt();
    Feet { lean: apart / (above + below).max(1.0), sure }
}

/// Where lines are darkest: their small letters.
fn bands(sums: &[f32]) -> Vec<std::ops::Range<usize>> {
    let most = sums.iter().copied().fold(0.0f32, f32::max);
    let mut found = Vec::new();
    let mut start = None;
    for (y, sum) in sums.iter().enumerate() {
        match (start, *sum > most * 0.42) {
            (None, true) => start = Some(y),
            (Some(from), false) => {
                if (4..60).contains(&(y - from)) {
                    found.push(from..y);
                }
                start = None;
            }
            _ => {}
        }
    }
    found
}
