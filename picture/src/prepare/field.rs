//! How the slope of the lines changes over a page that is bent or seen aslant: a smooth field, from what
//! its parts say. Knows slopes only.
use super::plane::Plane;
use super::slope::{Part, of_part, parts};

/// Sums of simple shapes over -1..1 across and down.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Field {
    weights: [f32; SHAPES],
    /// Above and below no line was seen: there it is as at the last line.
    top: f32,
    bottom: f32,
}

const SHAPES: usize = 6;
/// How much must speak for each shape: a bend more than a lean.
const STIFF: [f32; SHAPES] = [0.02, 0.05, 0.15, 0.25, 0.3, 0.6];
/// Slopes that are off by more than this are mistaken.
const OFF: f32 = 0.012;
/// A bend is believed if it explains so much of what is seen.
const EXPLAINS: f32 = 0.35;

fn shapes(x: f32, y: f32) -> [f32; SHAPES] {
    [1.0, y, x, x * y, x * x - 0.333, (x * x - 0.333) * y]
}

/// What a part says.
#[derive(Clone, Copy, Debug)]
struct Seen {
    x: f32,
    y: f32,
    slope: f32,
    weight: f32,
}

impl Field {
    fn slope(&self, x: f32, y: f32) -> f32 {
        let y = y.clamp(self.top, self.bottom);
        self.weights.iter().zip(shapes(x, y)).map(|(a, b)| a * b).sum()
    }

    /// How far below its height in the middle a line stands at `x`, in half widths of the page.
    pub(super) fn fall(&self, x: f32, y: f32) -> f32 {
        let y = y.clamp(self.top, self.bottom);
        let [a, b, c, d, e, f] = self.weights;
        let (x2, x3) = (x * x / 2.0, x * x * x / 3.0 - 0.333 * x);
        a * x + b * x * y + c * x2 + d * x2 * y + e * x3 + f * x3 * y
    }

    /// How steep it is anywhere, in the mean.
    pub(super) fn mean(&self) -> f32 {
        let places = [-0.8f32, -0.4, 0.0, 0.4, 0.8];
        let all = places.iter().flat_map(|y| places.iter().map(move |x| (*x, *y)));
        all.map(|(x, y)| self.slope(x, y).abs()).sum::<f32>() / 25.0
    }

    /// From what parts of the page say; level if they say nothing plain.
    pub(super) fn of(ink: &Plane, reach: f32) -> Field {
        let (width, height) = (ink.width * 3 / 10, ink.height * 16 / 100);
        if width < 64 || height < 24 {
            return Field::default();
        }
        let mut seen = Vec::new();
        for part in parts(ink, 5, 11, width, height) {
            let found = of_part(ink, part, 0.0, reach, 0.005);
            if found.sure > 0.35 && found.slope.abs() < reach * 0.95 {
                let (x, y) = middle(part, ink);
                seen.push(Seen { x, y, slope: found.slope, weight: found.height });
            }
        }
        let most = seen.iter().map(|s| s.weight).fold(0.0f32, f32::max);
        // Much ink says it better than little, but a heading is not worth ten lines.
        seen.iter_mut().for_each(|s| s.weight = (s.weight / most.max(1.0)).sqrt());
        seen.retain(|s| s.weight > 0.15);
        if seen.len() < 6 {
            return Field::default();
        }
        let field = fit(&seen);
        let (before, after) = (misses(&seen, &Field::default()), misses(&seen, &field));
        if after < before * (1.0 - EXPLAINS) { field } else { Field::default() }
    }
}

/// The middle of a part, in -1..1.
fn middle(part: Part, ink: &Plane) -> (f32, f32) {
    let place = |from: usize, size: usize, all: usize| {
        (from as f32 + size as f32 / 2.0) / all as f32 * 2.0 - 1.0
    };
    (place(part.left, part.width, ink.width), place(part.top, part.height, ink.height))
}

fn misses(seen: &[Seen], field: &Field) -> f32 {
    let miss = |s: &Seen| ((s.slope - field.slope(s.x, s.y)).abs() / OFF).min(3.0) * s.weight;
    seen.iter().map(miss).sum()
}

/// The shapes that fit best, what is far off having ever less weight: one shape after the other, again
/// and again.
fn fit(seen: &[Seen]) -> Field {
    let ends = seen.iter().fold((1.0f32, -1.0f32), |(a, b), s| (a.min(s.y), b.max(s.y)));
    let mut field = Field { weights: [0.0; SHAPES], top: ends.0, bottom: ends.1 };
    for round in 0..80 {
        let width = if round < 30 { OFF * 4.0 } else { OFF };
        for (nth, stiff) in STIFF.into_iter().enumerate() {
            let now = field.weights.get(nth).copied().unwrap_or(0.0);
            let (mut over, mut under) = (-stiff * now, stiff);
            for s in seen {
                let miss = s.slope - field.slope(s.x, s.y);
                let shape = shapes(s.x, s.y).get(nth).copied().unwrap_or(0.0);
                let off = miss / width;
                let weight = s.weight / (1.0 + off * off);
                over += weight * miss * shape;
                under += weight * shape * shape;
            }
            if let Some(value) = field.weights.get_mut(nth) {
                *value += over / under;
            }
        }
    }
    field
}
