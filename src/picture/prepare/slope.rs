//! How the lines of a page run. Knows ink, no letters: where lines run level, the sums of rows of ink
//! go up and down most steeply (Postl's measure).
use super::plane::Plane;

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

/// The slope of the lines in a part, and how sure that is (0 to 1).
pub(super) fn of_part(ink: &Plane, part: Part, around: f32, reach: f32, step: f32) -> (f32, f32) {
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
        return (around, 0.0);
    }
    let left = bundles.steepness(best.0 - step, &mut sums);
    let right = bundles.steepness(best.0 + step, &mut sums);
    let bow = left + right - 2.0 * best.1;
    let off = if bow < 0.0 { (0.5 * (left - right) / bow).clamp(-0.5, 0.5) } else { 0.0 };
    (best.0 + off * step, 1.0 - mean / best.1)
}

/// The slope of all lines together.
pub(super) fn of_page(ink: &Plane, reach: f32) -> (f32, f32) {
    let whole = Part { left: 0, top: 0, width: ink.width, height: ink.height };
    let (rough, _) = of_part(ink, whole, 0.0, reach, 0.008);
    of_part(ink, whole, rough, 0.012, 0.001)
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

fn parts(ink: &Plane, across: usize, down: usize, width: usize, height: usize) -> Vec<Part> {
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

/// How the slope changes over the page: sums of simple shapes over -1..1 across and down.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Field([f32; SHAPES]);

const SHAPES: usize = 6;

fn shapes(x: f32, y: f32) -> [f32; SHAPES] {
    [1.0, y, x, x * y, x * x - 0.333, (x * x - 0.333) * y]
}

impl Field {
    pub(super) fn slope(&self, x: f32, y: f32) -> f32 {
        self.0.iter().zip(shapes(x, y)).map(|(a, b)| a * b).sum()
    }

    /// How far below its height in the middle a line stands at `x`, in half widths of the page.
    pub(super) fn fall(&self, x: f32, y: f32) -> f32 {
        let [a, b, c, d, e, f] = self.0;
        let (x2, x3) = (x * x / 2.0, x * x * x / 3.0 - 0.333 * x);
        a * x + b * x * y + c * x2 + d * x2 * y + e * x3 + f * x3 * y
    }

    /// The largest slope anywhere.
    pub(super) fn most(&self) -> f32 {
        let places = [-1.0f32, -0.5, 0.0, 0.5, 1.0];
        let all = places.iter().flat_map(|y| places.iter().map(move |x| (*x, *y)));
        all.map(|(x, y)| self.slope(x, y).abs()).fold(0.0, f32::max)
    }

    /// From what parts of the page say; `None` if too few say anything.
    pub(super) fn of(ink: &Plane, around: f32, reach: f32) -> Option<Field> {
        let (width, height) = (ink.width * 3 / 10, ink.height * 16 / 100);
        if width < 4 * BUNDLE || height < 24 {
            return None;
        }
        let mut seen = Vec::new();
        for part in parts(ink, 5, 11, width, height) {
            let (slope, sure) = of_part(ink, part, around, reach, 0.005);
            let middle = |from: usize, size: usize, all: usize| {
                (from as f32 + size as f32 / 2.0) / all as f32 * 2.0 - 1.0
            };
            let (x, y) =
                (middle(part.left, width, ink.width), middle(part.top, height, ink.height));
            if sure > 0.3 && (slope - around).abs() < reach * 0.97 {
                seen.push((x, y, slope, sure * sure));
            }
        }
        (seen.len() >= 8).then(|| fit(&seen, around))
    }
}

/// The shapes that fit best, with ever less weight for what does not fit: one shape after the other,
/// again and again.
fn fit(seen: &[(f32, f32, f32, f32)], around: f32) -> Field {
    let mut field = Field::default();
    if let Some(first) = field.0.first_mut() {
        *first = around;
    }
    for round in 0..60 {
        let width = if round < 20 { 0.06 } else { 0.02 };
        for nth in 0..SHAPES {
            let (mut over, mut under) = (0.0, 0.15);
            for (x, y, slope, weight) in seen {
                let miss = slope - field.slope(*x, *y);
                let shape = shapes(*x, *y).get(nth).copied().unwrap_or(0.0);
                let weight = weight / (1.0 + (miss / width) * (miss / width));
                over += weight * miss * shape;
                under += weight * shape * shape;
            }
            if let Some(value) = field.0.get_mut(nth) {
                *value += over / under;
            }
        }
    }
    field
}
