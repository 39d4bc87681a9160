//! Mappings of one plane onto another, and points taken along them. Knows geometry only.
use super::plane::Plane;

/// A projective mapping: a matrix of three by three, row by row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Mapping([f64; 9]);

/// A place, across and down.
pub(super) type Spot = (f64, f64);

impl Mapping {
    pub(super) fn scale(across: f64, down: f64) -> Mapping {
        Mapping([across, 0.0, 0.0, 0.0, down, 0.0, 0.0, 0.0, 1.0])
    }

    pub(super) fn shift(x: f64, y: f64) -> Mapping {
        Mapping([1.0, 0.0, x, 0.0, 1.0, y, 0.0, 0.0, 1.0])
    }

    /// Turned about the origin, clockwise as one looks at the picture.
    pub(super) fn turn(radians: f64) -> Mapping {
        let (sin, cos) = radians.sin_cos();
        Mapping([cos, -sin, 0.0, sin, cos, 0.0, 0.0, 0.0, 1.0])
    }

    /// The unit square onto four corners (upper left, upper right, lower right, lower left); after
    /// Heckbert, Fundamentals of Texture Mapping (1989), s. 2.2.3.
    pub(super) fn onto([a, b, c, d]: [Spot; 4]) -> Option<Mapping> {
        let (sx, sy) = (a.0 - b.0 + c.0 - d.0, a.1 - b.1 + c.1 - d.1);
        let ((x1, y1), (x2, y2)) = ((b.0 - c.0, b.1 - c.1), (d.0 - c.0, d.1 - c.1));
        let under = x1 * y2 - x2 * y1;
        if under.abs() < 1e-9 {
            return None;
        }
        let g = (sx * y2 - x2 * sy) / under;
        let h = (x1 * sy - sx * y1) / under;
        Some(Mapping([
            b.0 - a.0 + g * b.0,
            d.0 - a.0 + h * d.0,
            a.0,
            b.1 - a.1 + g * b.1,
            d.1 - a.1 + h * d.1,
            a.1,
            g,
            h,
            1.0,
        ]))
    }

    /// First `first`, then this.
    pub(super) fn after(self, first: Mapping) -> Mapping {
        let [a, b, c, d, e, f, g, h, i] = self.0;
        let [p, q, r, s, t, u, v, w, x] = first.0;
        let row = |l: f64, m: f64, n: f64| {
            [l * p + m * s + n * v, l * q + m * t + n * w, l * r + m * u + n * x]
        };
        let ([m0, m1, m2], [m3, m4, m5], [m6, m7, m8]) = (row(a, b, c), row(d, e, f), row(g, h, i));
        Mapping([m0, m1, m2, m3, m4, m5, m6, m7, m8])
    }

    pub(super) fn at(&self, (x, y): Spot) -> Spot {
        let [a, b, c, d, e, f, g, h, i] = self.0;
        let under = g * x + h * y + i;
        let under = if under.abs() < 1e-9 { 1e-9 } else { under };
        ((a * x + b * y + c) / under, (d * x + e * y + f) / under)
    }
}

/// A small plane: `mapping` tells for each of its points the place in `source`, or outside of it.
pub(super) fn taken(source: &Plane, mapping: &Mapping, width: usize, height: usize) -> Plane {
    let mut out = Plane::new(width, height, 255);
    for (y, row) in out.data.chunks_exact_mut(width.max(1)).enumerate() {
        for (x, point) in row.iter_mut().enumerate() {
            let (sx, sy) = mapping.at((x as f64 + 0.5, y as f64 + 0.5));
            *point = source.between((sx - 0.5) as f32, (sy - 0.5) as f32) as u8;
        }
    }
    out
}

/// Steps between two points for which the weights of the neighbours are kept.
const PHASES: usize = 64;

/// Reads between the points of a large plane with a cubic filter (Keys, a = -0.5), which keeps strokes
/// sharper than straight lines do.
pub(super) struct Cubic<'a> {
    width: usize,
    height: usize,
    data: &'a [u8],
    weights: Vec<[i32; 4]>,
}

impl<'a> Cubic<'a> {
    pub(super) fn new(width: usize, height: usize, data: &'a [u8]) -> Cubic<'a> {
        let weights = (0..=PHASES).map(|phase| weights(phase as f32 / PHASES as f32)).collect();
        Cubic { width, height, data, weights }
    }

    /// The value at a place; `None` outside.
    pub(super) fn at(&self, x: f32, y: f32) -> Option<u8> {
        let (left, top) = (x.floor(), y.floor());
        let far = |v: f32, most: usize| v < -1.0 || v > most as f32;
        if far(x, self.width) || far(y, self.height) {
            return None;
        }
        let phase = |part: f32| self.weights.get((part * PHASES as f32) as usize);
        let (across, down) = (phase(x - left)?, phase(y - top)?);
        let (left, top) = (left as isize - 1, top as isize - 1);
        let mut sum = 0i32;
        for (nth, weight) in down.iter().enumerate() {
            let y = (top + nth as isize).clamp(0, self.height as isize - 1) as usize;
            sum += weight * self.across(left, y, across);
        }
        Some(((sum + (1 << 15)) >> 16).clamp(0, 255) as u8)
    }

    fn across(&self, left: isize, y: usize, weights: &[i32; 4]) -> i32 {
        let start = y * self.width;
        let inside = left >= 0 && left as usize + 4 <= self.width;
        let near = self.data.get(start + left.max(0) as usize..).and_then(|d| d.first_chunk::<4>());
        if let (true, Some(points)) = (inside, near) {
            return points.iter().zip(weights).map(|(p, w)| i32::from(*p) * w).sum();
        }
        let last = self.width as isize - 1;
        let point = |nth: isize| {
            let x = (left + nth).clamp(0, last.max(0)) as usize;
            i32::from(self.data.get(start + x).copied().unwrap_or(255))
        };
        (0..4).zip(weights).map(|(nth, w)| point(nth) * w).sum()
    }
}

/// The weights of four neighbours, in 256ths.
fn weights(t: f32) -> [i32; 4] {
    let (t2, t3) = (t * t, t * t * t);
    let w = [
        -0.5 * t3 + t2 - 0.5 * t,
        1.5 * t3 - 2.5 * t2 + 1.0,
        -1.5 * t3 + 2.0 * t2 + 0.5 * t,
        0.5 * t3 - 0.5 * t2,
    ];
    w.map(|w| (w * 256.0).round() as i32)
}
