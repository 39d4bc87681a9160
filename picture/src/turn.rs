//! Quarter turns and mirrors.
use super::Picture;
use std::sync::Arc;

/// Points copied at a time, so that rows and columns both stay in the cache.
const BLOCK: usize = 32;

impl Picture {
    /// Turned clockwise by so many quarters.
    #[must_use]
    pub fn turned(&self, quarters: u8) -> Picture {
        if quarters.is_multiple_of(4) {
            return self.clone();
        }
        let (width, height) = (self.width, self.height);
        let turn = |plane: &[u8]| match quarters % 4 {
            2 => plane.iter().rev().copied().collect(),
            1 => quarter(plane, width, height, true),
            _ => quarter(plane, width, height, false),
        };
        let (width, height) =
            if quarters.is_multiple_of(2) { (width, height) } else { (height, width) };
        let plain = self.plain.as_ref().map(|plain| Arc::new(turn(plain)));
        Picture { width, height, grey: Arc::new(turn(&self.grey)), plain }
    }

    /// As the number of EXIF's orientation field says; unknown numbers change nothing.
    #[must_use]
    pub(super) fn oriented(self, exif: u8) -> Picture {
        let mut out = match exif {
            3 | 4 => self.turned(2),
            5 | 6 => self.turned(1),
            7 | 8 => self.turned(3),
            _ => self,
        };
        if matches!(exif, 2 | 4 | 5 | 7) {
            let width = out.width;
            let planes = std::iter::once(&mut out.grey).chain(out.plain.as_mut());
            for plane in planes {
                Arc::make_mut(plane).chunks_exact_mut(width).for_each(<[u8]>::reverse);
            }
        }
        out
    }
}

/// A quarter clockwise, or the other way round.
fn quarter(plane: &[u8], width: usize, height: usize, clockwise: bool) -> Vec<u8> {
    let mut out = vec![0; plane.len()];
    for (band, rows) in out.chunks_mut(height.saturating_mul(BLOCK)).enumerate() {
        for from in (0..height).step_by(BLOCK) {
            for (nth, row) in rows.chunks_exact_mut(height).enumerate() {
                let column = band * BLOCK + nth;
                let x = if clockwise { column } else { width - 1 - column };
                for (at, point) in row.iter_mut().enumerate().skip(from).take(BLOCK) {
                    let y = if clockwise { height - 1 - at } else { at };
                    *point = plane.get(y * width + x).copied().unwrap_or(255);
                }
            }
        }
    }
    out
}
