//! The six numbers of a PDF transformation (ISO 32000-1, 8.3.3). Knows no text.
use lopdf::Object;

/// `[a b c d e f]`: x' = a x + c y + e, y' = b x + d y + f.
#[derive(Clone, Copy, Debug)]
pub(super) struct Matrix {
    pub(super) a: f64,
    pub(super) b: f64,
    pub(super) c: f64,
    pub(super) d: f64,
    pub(super) e: f64,
    pub(super) f: f64,
}

impl Matrix {
    pub(super) const ONE: Matrix = Matrix { a: 1.0, b: 0.0, c: 0.0, d: 1.0, e: 0.0, f: 0.0 };

    pub(super) fn shift(x: f64, y: f64) -> Matrix {
        Matrix { e: x, f: y, ..Matrix::ONE }
    }

    /// From six operands; `None` where they are not six numbers.
    pub(super) fn from(operands: &[Object]) -> Option<Matrix> {
        let [a, b, c, d, e, f] = operands else { return None };
        let n = |object: &Object| object.as_float().ok().map(f64::from).filter(|v| v.is_finite());
        Some(Matrix { a: n(a)?, b: n(b)?, c: n(c)?, d: n(d)?, e: n(e)?, f: n(f)? })
    }

    /// First `self`, then `next`.
    pub(super) fn then(self, next: Matrix) -> Matrix {
        Matrix {
            a: self.a * next.a + self.b * next.c,
            b: self.a * next.b + self.b * next.d,
            c: self.c * next.a + self.d * next.c,
            d: self.c * next.b + self.d * next.d,
            e: self.e * next.a + self.f * next.c + next.e,
            f: self.e * next.b + self.f * next.d + next.f,
        }
    }

    /// The area of what was a unit square.
    pub(super) fn area(self) -> f64 {
        (self.a * self.d - self.b * self.c).abs()
    }

    /// How many quarters clockwise something stands that was upright; `None` where it lies askew or is
    /// mirrored.
    pub(super) fn quarters(self) -> Option<u8> {
        let large = |v: f64, beside: f64| v.abs() > 20.0 * beside.abs();
        let straight = large(self.a, self.b) && large(self.d, self.c);
        let crossed = large(self.b, self.a) && large(self.c, self.d);
        match (straight, crossed) {
            (true, _) if self.a > 0.0 && self.d > 0.0 => Some(0),
            (true, _) if self.a < 0.0 && self.d < 0.0 => Some(2),
            (_, true) if self.b < 0.0 && self.c > 0.0 => Some(1),
            (_, true) if self.b > 0.0 && self.c < 0.0 => Some(3),
            _ => None,
        }
    }
}
