//! The page in a picture: where it lies, how its lines run, how light falls on it; and that page laid
//! flat. Knows the order of the steps.
use super::field::Field;
use super::plane::Plane;
use super::sheet::{self, Sheet};
use super::slope;
use super::warp::{Cubic, Mapping, taken};
use super::{light, stamp};
use crate::Picture;

/// The long side of the copy that is looked at.
const LOOK: usize = 1_100;
/// The long side of the copy in which the sheet is sought.
const SEEK: usize = 500;
/// The long side a page is brought to: A4 at 280 dpi, where letters of 10 points are as high as
/// tesseract likes them.
const LONG: f64 = 3_300.0;
/// In a second try what is lighter becomes white.
const WHITE: f32 = 235.0;
/// The long side then.
const OTHER_LONG: f64 = 2_700.0;
/// Nothing is made larger than so many times.
const MAX_GROWTH: f64 = 3.0;
/// No page is made of more points.
const MAX_POINTS: f64 = 9_000_000.0;

/// Radians within which lines are level: 0.3 degrees are a point in two hundred.
const LEVEL: f64 = 0.0052;
/// A page whose lines are steeper than this in the mean is bent.
const BENT: f32 = 0.003;
/// The light of a scanner falls off less than this, that of a camera more than [`SHADED`].
const EVEN: f32 = 0.1;
const SHADED: f32 = 0.07;
/// Long sides that need no other size: A4 at 140 to 360 dpi.
const USUAL: std::ops::Range<usize> = 1_900..4_200;

/// The two ways a picture is made ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// The sheet is sought; only stamps are taken off.
    Sheet,
    /// The whole picture, without any coloured ink, in hard contrast.
    Whole,
}

/// What was found out about a picture.
#[derive(Debug)]
pub(super) struct Page {
    /// From the look's points to the picture's.
    mapping: Mapping,
    look: Plane,
    paper: Plane,
    ink: Plane,
    /// The same page without coloured ink.
    plain: Option<Plane>,
    sheet: Option<Sheet>,
    turned: bool,
    skew: f64,
    field: Field,
    way: Way,
}

impl Page {
    pub(super) fn find(picture: &Picture, way: Way) -> Page {
        let long = picture.width.max(picture.height);
        let factor = (long / LOOK).max(1);
        let shrunk = |plane: &[u8]| Plane::shrunk(picture.width, picture.height, plane, factor);
        let small = shrunk(&picture.grey);
        let plain = picture.plain.as_ref().map(|plain| shrunk(plain));
        let scale = factor as f64;
        let sheet = if way == Way::Sheet { seek(&small) } else { None };
        let mut page = Page::lit(Mapping::scale(scale, scale), small);
        page.way = way;
        page.plain = plain;
        if let Some((mapping, wide, high)) = sheet.and_then(|sheet| flat(&sheet)) {
            page.retake(mapping, wide, high);
            page.sheet = sheet;
        }
        page.level();
        page
    }

    fn lit(mapping: Mapping, look: Plane) -> Page {
        let paper = light::paper(&look);
        let ink = light::ink(&look, &paper);
        let field = Field::default();
        Page {
            mapping,
            look,
            paper,
            ink,
            plain: None,
            sheet: None,
            turned: false,
            skew: 0.0,
            field,
            way: Way::Sheet,
        }
    }

    /// Brings the lines level: by a quarter, by an angle, by bending.
    fn level(&mut self) {
        if slope::sideways(&self.ink) > 1.0 {
            self.quarter();
        }
        let reach = if self.sheet.is_some() { 0.1 } else { 0.27 };
        let lines = slope::of_page(&self.ink, reach);
        if lines.sure > 0.2 {
            self.skew = f64::from(lines.slope).atan();
        }
        if self.skew.abs() > 0.002 {
            self.rotate();
        }
        let field = Field::of(&self.ink, 0.1);
        if field.mean() > BENT {
            self.field = field;
        }
    }

    /// Lines ran from top to bottom.
    pub(super) fn came_sideways(&self) -> bool {
        self.turned
    }

    /// A quarter clockwise.
    fn quarter(&mut self) {
        let height = self.look.height as f64;
        // What is at (x, y) after a quarter clockwise was at (y, height - x).
        let back = Mapping::shift(0.0, height).after(Mapping::turn(-std::f64::consts::FRAC_PI_2));
        self.plain = self.plain.as_ref().map(Plane::quarter);
        self.relight(back, self.look.quarter());
        self.turned = true;
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
        self.retake(back, wide as usize, high as usize);
    }

    /// Looks at another part of the picture: `back` tells for its points the places of the old one.
    fn retake(&mut self, back: Mapping, wide: usize, high: usize) {
        self.plain = self.plain.as_ref().map(|plain| taken(plain, &back, wide, high));
        let look = taken(&self.look, &back, wide, high);
        self.relight(back, look);
    }

    /// The page flat, level and evenly lit; just as it came, where nothing would be gained.
    pub(super) fn laid_flat(&self, picture: &Picture) -> (Picture, bool) {
        let uneven = light::unevenness(&self.paper);
        let photo = uneven > SHADED || self.sheet.is_some_and(|sheet| sheet::aslant(sheet.corners));
        let uncover = self.uncover(picture);
        if uncover.is_none() && self.way == Way::Sheet && self.is_good(picture, uneven) {
            return (Picture { plain: None, ..picture.clone() }, photo);
        }
        let (wide, high) = (self.look.width as f64, self.look.height as f64);
        let long = wide.max(high);
        // How many points of the picture one of the look has.
        let (x0, y0) = self.mapping.at((wide / 2.0, high / 2.0));
        let (x1, y1) = self.mapping.at((wide / 2.0 + 1.0, high / 2.0));
        let native = (x1 - x0).hypot(y1 - y0);
        let most = (MAX_POINTS / (wide * high)).sqrt().min(native * MAX_GROWTH);
        let wanted = match self.way {
            Way::Whole => OTHER_LONG,
            // A scan of a usual size loses by being made larger.
            Way::Sheet if self.sheet.is_none() && USUAL.contains(&((long * native) as usize)) => {
                long * native
            }
            Way::Sheet => LONG,
        };
        let zoom = (wanted / long).min(most);
        let (width, height) = ((wide * zoom) as usize, (high * zoom) as usize);
        let grey = self.drawn(picture, uncover.as_ref(), zoom, width, height);
        (Picture::new(width, height, grey), photo)
    }

    /// A level, evenly lit page of a usual size: from a scanner, or rendered.
    fn is_good(&self, picture: &Picture, uneven: f32) -> bool {
        let long = picture.width.max(picture.height);
        self.sheet.is_none()
            && !self.turned
            && self.skew.abs() < LEVEL
            && self.field == Field::default()
            && uneven < EVEN
            && (USUAL).contains(&long)
    }

    /// The points of the page flat, from the picture.
    fn drawn(
        &self,
        picture: &Picture,
        uncover: Option<&Uncover<'_>>,
        zoom: f64,
        width: usize,
        height: usize,
    ) -> Vec<u8> {
        let cubic = Cubic::new(picture.width, picture.height, &picture.grey);
        let mut out = vec![255; width * height];
        let hard = (self.way == Way::Whole).then(|| 0.8 * light::blackest(&self.ink));
        let mut nodes = Vec::new();
        for (v, row) in out.chunks_exact_mut(width.max(1)).enumerate() {
            self.places((v as f64 + 0.5) / zoom, zoom, width, &mut nodes);
            let pairs = nodes.iter().zip(nodes.iter().skip(1));
            for ((from, to), points) in pairs.zip(row.chunks_mut(NODE)) {
                for (nth, point) in points.iter_mut().enumerate() {
                    let spot = from.towards(to, nth as f32 / NODE as f32);
                    let Some(value) = cubic.at(spot.x, spot.y) else { continue };
                    let paper = self.paper.between(spot.across / 2.0 - 0.5, spot.down / 2.0 - 0.5);
                    let mut light = f32::from(value) / paper * 255.0;
                    if let Some(uncover) = uncover {
                        light = uncover.light(spot, light);
                    }
                    if let Some(black) = hard {
                        light = (light - black) / (WHITE - black).max(1.0) * 255.0;
                    }
                    *point = light.clamp(0.0, 255.0) as u8;
                }
            }
        }
        out
    }

    /// Where the points of a row come from, one for each [`NODE`] of them.
    fn places(&self, y: f64, zoom: f64, width: usize, nodes: &mut Vec<Place>) {
        let (half_wide, half_high) = (self.look.width as f64 / 2.0, self.look.height as f64 / 2.0);
        nodes.clear();
        for u in (0..width + NODE).step_by(NODE) {
            let x = (u as f64 + 0.5) / zoom;
            let fall = |down: f64| {
                let (x, y) = ((x / half_wide - 1.0) as f32, (down / half_high - 1.0) as f32);
                f64::from(self.field.fall(x, y)) * half_wide
            };
            // A line is followed from the middle; half way its slope is that of its mean height.
            let down = y + fall(y + fall(y) / 2.0);
            let at = self.mapping.at((x, down));
            nodes.push(Place {
                x: at.0 as f32 - 0.5,
                y: at.1 as f32 - 0.5,
                across: x as f32,
                down: down as f32,
            });
        }
    }

    fn uncover<'a>(&self, picture: &'a Picture) -> Option<Uncover<'a>> {
        let look = self.plain.as_ref()?;
        let paper = light::paper(look);
        let mask = match self.way {
            Way::Sheet => stamp::mask(&self.ink, &light::ink(look, &paper))?,
            Way::Whole => Plane::new(4, 4, 255),
        };
        let cubic = Cubic::new(picture.width, picture.height, picture.plain.as_ref()?);
        Some(Uncover { mask, paper, cubic })
    }
}

/// Takes stamps off the print under them.
struct Uncover<'a> {
    mask: Plane,
    paper: Plane,
    cubic: Cubic<'a>,
}

impl Uncover<'_> {
    fn light(&self, spot: Place, light: f32) -> f32 {
        let share = self.mask.between(spot.across / 4.0 - 0.5, spot.down / 4.0 - 0.5) / 255.0;
        if share <= 0.0 {
            return light;
        }
        let Some(value) = self.cubic.at(spot.x, spot.y) else { return light };
        let paper = self.paper.between(spot.across / 2.0 - 0.5, spot.down / 2.0 - 0.5);
        light * (1.0 - share) + f32::from(value) / paper * 255.0 * share
    }
}

/// A place in the picture and in the look.
#[derive(Clone, Copy, Debug)]
struct Place {
    x: f32,
    y: f32,
    across: f32,
    down: f32,
}

impl Place {
    fn towards(&self, to: &Place, part: f32) -> Place {
        let mix = |a: f32, b: f32| a + (b - a) * part;
        Place {
            x: mix(self.x, to.x),
            y: mix(self.y, to.y),
            across: mix(self.across, to.across),
            down: mix(self.down, to.down),
        }
    }
}

/// Points between two places that are reckoned exactly.
const NODE: usize = 16;

/// The sheet in a look, in the look's points.
fn seek(small: &Plane) -> Option<Sheet> {
    let factor = (small.width.max(small.height) / SEEK).max(1);
    let found = sheet::find(&small.smaller(factor))?;
    let factor = factor as f64;
    let corners = found.corners.map(|(x, y)| ((x + 0.5) * factor, (y + 0.5) * factor));
    Some(Sheet { corners })
}

/// The size of the sheet laid flat, and from its points to those of the small picture.
fn flat(sheet: &Sheet) -> Option<(Mapping, usize, usize)> {
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
    Some((mapping, wide as usize, high as usize))
}
