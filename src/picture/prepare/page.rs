//! The page in a picture: where it lies, how its lines run, how light falls on it; and that page laid
//! flat. Knows the order of the steps.
use super::plane::Plane;
use super::sheet::{self, Sheet};
use super::slope::{self, Field};
use super::warp::{Cubic, Mapping, taken};
use super::{Prepared, dpi_of, light};
use crate::picture::Picture;

/// The long side of the copy that is looked at.
const LOOK: usize = 1_100;
/// The long side of the copy in which the sheet is sought.
const SEEK: usize = 500;
/// The long side a page is brought to: A4 at 280 dpi, where letters of 10 points are as high as
/// tesseract likes them.
const LONG: f64 = 3_300.0;
/// Nothing is made larger than so many times.
const MAX_GROWTH: f64 = 3.0;
/// No page is made of more points.
const MAX_POINTS: f64 = 9_000_000.0;

/// What was found out about a picture.
#[derive(Debug)]
pub(super) struct Page {
    /// From the look's points to the picture's.
    mapping: Mapping,
    look: Plane,
    paper: Plane,
    ink: Plane,
    sheet: Option<Sheet>,
    turned: bool,
    skew: f64,
    field: Field,
}

impl Page {
    pub(super) fn find(picture: &Picture, seek_sheet: bool) -> Page {
        let long = picture.width.max(picture.height);
        let factor = (long / LOOK).max(1);
        let small = Plane::shrunk(picture.width, picture.height, &picture.grey, factor);
        let scale = factor as f64;
        let sheet = if seek_sheet { seek(&small) } else { None };
        let (mapping, look) = match sheet.and_then(|sheet| flat(&small, &sheet)) {
            Some((mapping, look)) => (mapping, look),
            None => (Mapping::scale(1.0, 1.0), small),
        };
        let mut page = Page::lit(Mapping::scale(scale, scale).after(mapping), look);
        page.sheet = sheet;
        page.level();
        page
    }

    fn lit(mapping: Mapping, look: Plane) -> Page {
        let paper = light::paper(&look);
        let ink = light::ink(&look, &paper);
        let field = Field::default();
        Page { mapping, look, paper, ink, sheet: None, turned: false, skew: 0.0, field }
    }

    /// Brings the lines level: by a quarter, by an angle, by bending.
    fn level(&mut self) {
        if slope::sideways(&self.ink) > 1.0 {
            let height = self.look.height as f64;
            // What is at (x, y) after a quarter clockwise was at (y, height - x).
            let back =
                Mapping::shift(0.0, height).after(Mapping::turn(-std::f64::consts::FRAC_PI_2));
            self.relight(back, self.look.quarter());
            self.turned = true;
        }
        let reach = if self.sheet.is_some() { 0.1 } else { 0.27 };
        let (slope, sure) = slope::of_page(&self.ink, reach);
        self.skew = f64::from(slope).atan();
        if sure > 0.1 && self.skew.abs() > 0.002 {
            self.rotate();
        }
        self.field = Field::of(&self.ink, 0.0, 0.1).unwrap_or_default();
    }

    fn relight(&mut self, back: Mapping, look: Plane) {
        self.mapping = self.mapping.after(back);
        self.paper = light::paper(&look);
        self.ink = light::ink(&look, &self.paper);
        self.look = look;
    }

    /// Turns by the skew about the middle, with room for the corners.
    fn rotate(&mut self) {
        let (width, height) = (self.look.width as f64, self.look.height as f64);
        let (sin, cos) = (self.skew.sin().abs(), self.skew.cos());
        let keep = self.sheet.is_some();
        let (wide, high) = if keep {
            (width, height)
        } else {
            (width * cos + height * sin, height * cos + width * sin)
        };
        let (wide, high) = (wide.ceil(), high.ceil());
        let back = Mapping::shift(width / 2.0, height / 2.0)
            .after(Mapping::turn(self.skew))
            .after(Mapping::shift(-wide / 2.0, -high / 2.0));
        let look = taken(&self.look, &back, wide as usize, high as usize);
        self.relight(back, look);
    }

    /// The page flat, level and evenly lit.
    pub(super) fn laid_flat(&self, picture: &Picture) -> Prepared {
        let photo = self.sheet.is_some();
        let (wide, high) = (self.look.width as f64, self.look.height as f64);
        let long = wide.max(high);
        // How many points of the picture one of the look has.
        let (x0, y0) = self.mapping.at((wide / 2.0, high / 2.0));
        let (x1, y1) = self.mapping.at((wide / 2.0 + 1.0, high / 2.0));
        let native = (x1 - x0).hypot(y1 - y0);
        let most = (MAX_POINTS / (wide * high)).sqrt().min(native * MAX_GROWTH);
        let zoom = (LONG / long).min(most);
        let (width, height) = ((wide * zoom) as usize, (high * zoom) as usize);
        let grey = self.drawn(picture, zoom, width, height);
        let picture = Picture { width, height, grey, plain: None };
        Prepared { dpi: dpi_of(width.max(height)), picture, photo }
    }

    fn drawn(&self, picture: &Picture, zoom: f64, width: usize, height: usize) -> Vec<u8> {
        let source = picture.plain.as_deref().unwrap_or(&picture.grey);
        let source = &picture.grey;
        let cubic = Cubic::new(picture.width, picture.height, source);
        let black = light::blackness(&self.ink);
        let levels = Levels { black: (black * 0.8).min(0.6), white: 0.9 };
        let mut out = vec![255; width * height];
        let (half_wide, half_high) = (self.look.width as f64 / 2.0, self.look.height as f64 / 2.0);
        for (v, row) in out.chunks_exact_mut(width.max(1)).enumerate() {
            let y = (v as f64 + 0.5) / zoom;
            let mut nodes = Vec::new();
            for u in (0..width + NODE).step_by(NODE) {
                let x = (u as f64 + 0.5) / zoom;
                let (nx, ny) = ((x / half_wide - 1.0) as f32, (y / half_high - 1.0) as f32);
                let fall = f64::from(self.field.fall(nx, ny)) * half_wide;
                let ny = ((y + fall / 2.0) / half_high - 1.0) as f32;
                let fall = f64::from(self.field.fall(nx, ny)) * half_wide;
                let at = self.mapping.at((x, y + fall));
                nodes.push((at, (x / 2.0, (y + fall) / 2.0)));
            }
            let pairs = nodes.iter().zip(nodes.iter().skip(1));
            for ((from, to), points) in pairs.zip(row.chunks_mut(NODE)) {
                for (nth, point) in points.iter_mut().enumerate() {
                    let part = nth as f64 / NODE as f64;
                    let mix = |a: f64, b: f64| (a + (b - a) * part) as f32;
                    let (x, y) = (mix(from.0.0, to.0.0) - 0.5, mix(from.0.1, to.0.1) - 0.5);
                    if let Some(value) = cubic.at(x, y) {
                        let paper = self
                            .paper
                            .between(mix(from.1.0, to.1.0) - 0.5, mix(from.1.1, to.1.1) - 0.5);
                        *point = levels.of(value, paper);
                    }
                }
            }
        }
        out
    }
}

/// Points between two places that are reckoned exactly.
const NODE: usize = 16;

/// What becomes black and what white, as shares of the paper's light.
struct Levels {
    black: f32,
    white: f32,
}

impl Levels {
    fn of(&self, value: u8, paper: f32) -> u8 {
        let share = f32::from(value) / paper.max(1.0);
        ((share - self.black) / (self.white - self.black) * 255.0).clamp(0.0, 255.0) as u8
    }
}

/// The sheet in a look, in the look's points.
fn seek(small: &Plane) -> Option<Sheet> {
    let factor = (small.width.max(small.height) / SEEK).max(1);
    let found = sheet::find(&small.smaller(factor))?;
    let factor = factor as f64;
    let corners = found.corners.map(|(x, y)| ((x + 0.5) * factor, (y + 0.5) * factor));
    Some(Sheet { corners, ..found })
}

/// The sheet alone, and from its points to those of `small`.
fn flat(small: &Plane, sheet: &Sheet) -> Option<(Mapping, Plane)> {
    let [ul, ur, lr, ll] = sheet.corners;
    let wide = sheet::length(ul, ur).max(sheet::length(ll, lr));
    let high = sheet::length(ul, ll).max(sheet::length(ur, lr));
    let ratio = high / wide.max(1.0);
    // Seen aslant a sheet looks shorter than it is: A4 unless it is plainly something else.
    let ratio = match ratio {
        r if (1.2..1.52).contains(&r) => std::f64::consts::SQRT_2,
        r if (0.66..0.83).contains(&r) => std::f64::consts::FRAC_1_SQRT_2,
        r => r,
    };
    let high = wide * ratio;
    let shrink = (LOOK as f64 / wide.max(high)).min(1.5);
    let (wide, high) = (wide * shrink, high * shrink);
    let mapping = Mapping::onto(sheet.corners)?.after(Mapping::scale(1.0 / wide, 1.0 / high));
    Some((mapping, taken(small, &mapping, wide as usize, high as usize)))
}
