//! Stamps and signatures in coloured ink that lie over print. Knows blobs of colour, no letters.
//!
//! Ink of a stamp is taken out of the page; typed words in blue (an address that a word processor made
//! a link, a letterhead) are not: they are low, and nothing black lies under them.
use super::plane::Plane;

/// Points of a cell, across and down: letters of a line run together, lines do not.
const ACROSS: usize = 6;
const DOWN: usize = 2;
/// Darker than its paper by this much, and by so much less in the plane without colour.
const DARK: u8 = 45;
const COLOURED: u8 = 34;
/// A stamp's or signature's side, for a page 1,100 points long: 8 mm to two of them side by side.
const SMALLEST: usize = 30;
const LARGEST: usize = 380;
/// One point in so many must be black, or there is nothing to be uncovered.
const BLACK: usize = 300;

/// A blob, in cells: from (included) to (included).
#[derive(Clone, Copy, Debug)]
struct Blob {
    left: usize,
    top: usize,
    right: usize,
    bottom: usize,
}

/// Where ink is to be taken from the plane without colour: 255 there, 0 elsewhere, at a quarter of the
/// size; `None` if nowhere.
pub(super) fn mask(ink: &Plane, plain: &Plane) -> Option<Plane> {
    let (wide, high) = (ink.width / ACROSS, ink.height / DOWN);
    let mut cells = vec![false; wide * high];
    for (y, (dark, light)) in ink.rows().zip(plain.rows()).enumerate() {
        for (x, (dark, light)) in dark.iter().zip(light).enumerate() {
            let coloured = *dark > DARK && dark.saturating_sub(*light) > COLOURED;
            if coloured
                && x / ACROSS < wide
                && let Some(cell) = cells.get_mut((y / DOWN) * wide + x / ACROSS)
            {
                *cell = true;
            }
        }
    }
    let mut out = Plane::new(ink.width.div_ceil(4), ink.height.div_ceil(4), 0);
    let mut any = false;
    for blob in blobs(&mut cells, wide) {
        let (left, right) = (blob.left * ACROSS, (blob.right + 1) * ACROSS);
        let (top, bottom) = (blob.top * DOWN, (blob.bottom + 1) * DOWN);
        let fits = |size: usize| (SMALLEST..=LARGEST).contains(&size);
        if !fits(right - left)
            || !fits(bottom - top)
            || !over_print(plain, left, top, right, bottom)
        {
            continue;
        }
        any = true;
        let rows = out.data.chunks_exact_mut(out.width.max(1));
        for row in rows.skip(top / 4).take((bottom - top) / 4 + 1) {
            row.iter_mut().skip(left / 4).take((right - left) / 4 + 1).for_each(|v| *v = 255);
        }
    }
    any.then_some(out)
}

fn over_print(plain: &Plane, left: usize, top: usize, right: usize, bottom: usize) -> bool {
    let rows = plain.rows().skip(top).take(bottom - top);
    let inside = rows.map(|row| row.iter().skip(left).take(right - left));
    let black = inside.flatten().filter(|v| **v > 110).count();
    black * BLACK > (right - left) * (bottom - top)
}

/// Cells that touch; clears them.
fn blobs(cells: &mut [bool], wide: usize) -> Vec<Blob> {
    let mut found = Vec::new();
    let mut open = Vec::new();
    for first in 0..cells.len() {
        if !cells.get(first).copied().unwrap_or(false) {
            continue;
        }
        let mut blob = Blob { left: wide, top: usize::MAX, right: 0, bottom: 0 };
        open.push(first);
        while let Some(at) = open.pop() {
            match cells.get_mut(at) {
                Some(cell) if *cell => *cell = false,
                _ => continue,
            }
            let (x, y) = (at % wide, at / wide);
            blob.left = blob.left.min(x);
            blob.right = blob.right.max(x);
            blob.top = blob.top.min(y);
            blob.bottom = blob.bottom.max(y);
            for row in y.saturating_sub(1)..=y + 1 {
                for column in x.saturating_sub(1)..=(x + 1).min(wide - 1) {
                    open.push(row * wide + column);
                }
            }
        }
        found.push(blob);
    }
    found
}
