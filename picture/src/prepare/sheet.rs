//! Finds the sheet of paper in a photo: four straight edges, bright within and darker without. Knows
//! edges, no letters.
use super::plane::Plane;
use super::warp::Spot;

/// How far from upright an edge may lean (across per down): about 35 degrees.
const LEAN: f32 = 0.7;
const LEANS: usize = 57;
/// Lines kept of each side.
const KEPT: usize = 7;
/// The sheet is at least this share of the picture.
const SMALLEST: f64 = 0.18;
/// Places looked at along an edge.
const PLACES: u16 = 48;
/// What the picture's own border counts as an edge, where a sheet runs out of the picture.
const BORDER: f32 = 0.45;

/// A step of light of less, some 6 in 100, is paper's own texture.
const LEAST: i16 = 5;
/// What it counts that all print lies within the sheet.
const PRINT: f32 = 2.0;
/// How much nearer to the middle print ends, and what it counts if it does not.
const INSET: f64 = 0.05;
const CUT: f32 = 8.0;
/// Points of print looked at.
const LOOKED_AT: usize = 400;

/// A line that leans from an axis: `at + lean * (along - middle)`.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Line {
    at: f32,
    lean: f32,
    border: bool,
}

/// What was found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sheet {
    /// Upper left, upper right, lower right, lower left, in points of the plane.
    pub(super) corners: [Spot; 4],
}

/// Differences of light across and down.
struct Edges {
    width: usize,
    height: usize,
    /// Each (across, down).
    steps: Vec<(i16, i16)>,
}

impl Edges {
    fn of(plane: &Plane) -> Edges {
        let mut steps = Vec::with_capacity(plane.data.len());
        let at = |x: usize, y: usize| {
            i16::from(plane.at(x.min(plane.width - 1), y.min(plane.height - 1)))
        };
        for y in 0..plane.height {
            for x in 0..plane.width {
                let (left, up) = (x.saturating_sub(2), y.saturating_sub(2));
                steps.push((at(x + 2, y) - at(left, y), at(x, y + 2) - at(x, up)));
            }
        }
        Edges { width: plane.width, height: plane.height, steps }
    }

    fn at(&self, x: f32, y: f32) -> (i16, i16) {
        if x < 0.0 || y < 0.0 || x >= self.width as f32 {
            return (0, 0);
        }
        self.steps.get(y as usize * self.width + x as usize).copied().unwrap_or((0, 0))
    }
}

/// Light in equal steps for equal ratios: an edge in the shade is as good as one in the light.
fn in_steps(plane: &Plane) -> Plane {
    let table: Vec<u8> =
        (0..256u16).map(|v| ((f32::from(v) / 8.0).ln_1p() * 73.0).min(255.0) as u8).collect();
    let data = plane.data.iter().map(|v| table.get(usize::from(*v)).copied().unwrap_or(255));
    Plane { data: data.collect(), ..*plane }
}

/// Some points that are darker than what is around them, as print is.
fn print(small: &Plane, closed: &Plane) -> Vec<Spot> {
    let all = small.data.iter().zip(&closed.data).enumerate();
    let dark = all.filter(|(_, (point, paper))| u32::from(**point) * 8 < u32::from(**paper) * 7);
    let spots: Vec<Spot> =
        dark.map(|(at, _)| ((at % small.width) as f64, (at / small.width) as f64)).collect();
    let step = spots.len().div_ceil(LOOKED_AT).max(1);
    spots.into_iter().step_by(step).collect()
}

/// How well a sheet holds the print: all of it, and none near its edges, where a sheet is blank. The
/// edge of a shadow cuts through.
fn whole(print: &[Spot], corners: [Spot; 4]) -> f32 {
    let [a, b, c, d] = corners;
    let middle = ((a.0 + b.0 + c.0 + d.0) / 4.0, (a.1 + b.1 + c.1 + d.1) / 4.0);
    let inset = |(x, y): Spot| (x + (middle.0 - x) * INSET, y + (middle.1 - y) * INSET);
    let within = covered(print, corners);
    PRINT * within - CUT * (within - covered(print, corners.map(inset)))
}

/// The share of print that lies within.
fn covered(print: &[Spot], corners: [Spot; 4]) -> f32 {
    let [a, b, c, d] = corners;
    let sides = [(a, b), (b, c), (c, d), (d, a)];
    let inside = |spot: &&Spot| {
        sides.iter().all(|(from, to)| {
            (to.0 - from.0) * (spot.1 - from.1) - (to.1 - from.1) * (spot.0 - from.0) >= 0.0
        })
    };
    print.iter().filter(inside).count() as f32 / print.len().max(1) as f32
}

/// The sides in the order left, right, top, bottom: does light rise to the right or downwards, as on
/// the way in from the left or from above?
#[derive(Clone, Copy, PartialEq)]
struct Side {
    upright: bool,
    rising: bool,
}

const SIDES: [Side; 4] = [
    Side { upright: true, rising: true },
    Side { upright: true, rising: false },
    Side { upright: false, rising: true },
    Side { upright: false, rising: false },
];

/// The sheet in a small picture (some 500 points long); `None` if there is none that is plain to see.
pub(super) fn find(small: &Plane) -> Option<Sheet> {
    if small.width < 60 || small.height < 60 {
        return None;
    }
    let plane = small.closed(4).smoothed(1);
    let print = print(small, &plane);
    let edges = Edges::of(&in_steps(&plane));
    let [left, right, top, bottom] = SIDES.map(|side| lines(&edges, side));
    let mut best: Option<(f32, Sheet)> = None;
    for l in &left {
        for r in right.iter().filter(|r| r.at - l.at > 0.25 * small.width as f32) {
            for t in &top {
                for b in bottom.iter().filter(|b| b.at - t.at > 0.25 * small.height as f32) {
                    if let Some((score, sheet)) = judged(&edges, &plane, [*l, *r, *t, *b])
                        .map(|(score, sheet)| (score + whole(&print, sheet.corners), sheet))
                        && best.as_ref().is_none_or(|(most, _)| score > *most)
                    {
                        best = Some((score, sheet));
                    }
                }
            }
        }
    }
    best.map(|(_, sheet)| sheet)
}

/// The lines along which one side's kind of edge is strongest, and the picture's border.
fn lines(edges: &Edges, side: Side) -> Vec<Line> {
    let (across, along) =
        if side.upright { (edges.width, edges.height) } else { (edges.height, edges.width) };
    let middle = along as f32 / 2.0;
    let mut votes = vec![0f32; LEANS * across];
    let cap = LEAST * 5;
    for (at, (right, down)) in edges.steps.iter().enumerate() {
        let (x, y) = ((at % edges.width) as f32, (at / edges.width) as f32);
        let (step, other) = if side.upright { (*right, *down) } else { (*down, *right) };
        let step = if side.rising { step } else { -step };
        let other = if side.rising { other } else { -other };
        if step < LEAST || other.abs() > step {
            continue;
        }
        let (place, along) = if side.upright { (x, y) } else { (y, x) };
        // The edge runs across its step.
        let lean = -f32::from(other) / f32::from(step);
        let nearest = ((lean + LEAN) / (2.0 * LEAN) * (LEANS - 1) as f32).round();
        for near in -3i32..=3 {
            let nth = nearest as i32 + near;
            let Ok(nth) = usize::try_from(nth) else { continue };
            let lean = nth as f32 / (LEANS - 1) as f32 * 2.0 * LEAN - LEAN;
            let start = place - lean * (along - middle);
            if nth < LEANS
                && start >= 0.0
                && start < across as f32
                && let Some(vote) = votes.get_mut(nth * across + start as usize)
            {
                *vote += f32::from(step.min(cap));
            }
        }
    }
    let mut found = peaks(&mut votes, across);
    let at = if side.rising { 0.0 } else { across as f32 - 1.0 };
    found.push(Line { at, lean: 0.0, border: true });
    found
}

/// The strongest places, each time clearing what is near.
fn peaks(votes: &mut [f32], across: usize) -> Vec<Line> {
    let near = (across / 40).max(4);
    let mut found = Vec::new();
    while found.len() < KEPT {
        let most = votes
            .iter()
            .copied()
            .enumerate()
            .fold((0, 0.0f32), |a, b| if b.1 > a.1 { b } else { a });
        if most.1 <= 0.0 {
            break;
        }
        let (nth, at) = (most.0 / across, most.0 % across);
        let lean = nth as f32 / (LEANS - 1) as f32 * 2.0 * LEAN - LEAN;
        found.push(Line { at: at as f32 + 0.5, lean, border: false });
        for (row, line) in votes.chunks_exact_mut(across).enumerate() {
            if row.abs_diff(nth) <= 6 {
                line.iter_mut()
                    .skip(at.saturating_sub(near))
                    .take(2 * near + 1)
                    .for_each(|v| *v = 0.0);
            }
        }
    }
    found
}

/// Where an upright and a level line meet.
fn meet(upright: Line, level: Line, middle: (f32, f32)) -> Spot {
    // x = a + l (y - my); y = b + m (x - mx)
    let under = 1.0 - upright.lean * level.lean;
    let under = if under.abs() < 0.1 { 0.1 } else { under };
    let y = (level.at + level.lean * (upright.at - upright.lean * middle.1 - middle.0)) / under;
    let x = upright.at + upright.lean * (y - middle.1);
    (f64::from(x), f64::from(y))
}

/// How good a sheet four lines make; `None` if none.
fn judged(edges: &Edges, plane: &Plane, [l, r, t, b]: [Line; 4]) -> Option<(f32, Sheet)> {
    let middle = (edges.width as f32 / 2.0, edges.height as f32 / 2.0);
    let corners = [meet(l, t, middle), meet(r, t, middle), meet(r, b, middle), meet(l, b, middle)];
    let [ul, ur, lr, ll] = corners;
    let (width, height) = (edges.width as f64, edges.height as f64);
    let outside = |(x, y): Spot| {
        x < -0.06 * width || y < -0.06 * height || x > 1.06 * width || y > 1.06 * height
    };
    if corners.into_iter().any(outside) {
        return None;
    }
    let area = twice_area(corners) / 2.0 / (width * height);
    if area < SMALLEST || !plausible(corners) {
        return None;
    }
    let ends = [(ul, ll), (ur, lr), (ul, ur), (ll, lr)];
    let mut score = 0.0;
    let mut sides = 0;
    for ((line, side), (from, to)) in [l, r, t, b].into_iter().zip(SIDES).zip(ends) {
        if line.border {
            score += BORDER;
            continue;
        }
        let support = support(edges, side, from, to);
        if support < 0.5 {
            return None;
        }
        score += support;
        sides += 1;
    }
    if sides < 2 {
        return None;
    }
    let inner = inside_light(plane, corners);
    // Paper is the brighter part of a picture.
    let bright = if inner < f32::from(plane.share(0.35)) { -1.0 } else { 0.0 };
    Some((score + 0.9 * area as f32 + bright, Sheet { corners }))
}

/// The share of places along a side where light steps the right way.
fn support(edges: &Edges, side: Side, from: Spot, to: Spot) -> f32 {
    let mut good = 0u16;
    for nth in 0..PLACES {
        let share = (f64::from(nth) + 0.5) / f64::from(PLACES);
        let (x, y) = (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share);
        let is_edge = (-2i8..=2).any(|off| {
            let off = f32::from(off);
            let (x, y) = (x as f32, y as f32);
            let (right, down) =
                if side.upright { edges.at(x + off, y) } else { edges.at(x, y + off) };
            let step = if side.upright { right } else { down };
            let step = if side.rising { step } else { -step };
            step >= LEAST
        });
        good += u16::from(is_edge);
    }
    f32::from(good) / f32::from(PLACES)
}

fn inside_light(plane: &Plane, [ul, ur, lr, ll]: [Spot; 4]) -> f32 {
    let mut sum = 0.0;
    for row in 1..8u8 {
        for column in 1..8u8 {
            let (u, v) = (f64::from(column) / 8.0, f64::from(row) / 8.0);
            let mix = |a: f64, b: f64, c: f64, d: f64| {
                (a * (1.0 - u) + b * u) * (1.0 - v) + (d * (1.0 - u) + c * u) * v
            };
            let (x, y) = (mix(ul.0, ur.0, lr.0, ll.0), mix(ul.1, ur.1, lr.1, ll.1));
            sum += plane.between(x as f32, y as f32);
        }
    }
    sum / 49.0
}

fn twice_area([a, b, c, d]: [Spot; 4]) -> f64 {
    ((c.0 - a.0) * (d.1 - b.1) - (d.0 - b.0) * (c.1 - a.1)).abs()
}

pub(super) fn length(from: Spot, to: Spot) -> f64 {
    (to.0 - from.0).hypot(to.1 - from.1)
}

/// Whether a camera held over a sheet sees such corners: opposite sides not too different, no side
/// much longer than a folio's.
fn plausible([ul, ur, lr, ll]: [Spot; 4]) -> bool {
    let (top, bottom) = (length(ul, ur), length(ll, lr));
    let (left, right) = (length(ul, ll), length(ur, lr));
    let alike = |a: f64, b: f64| a.min(b) > 0.6 * a.max(b);
    let ratio = (left + right) / (top + bottom).max(1.0);
    let ratio = if ratio < 1.0 { 1.0 / ratio } else { ratio };
    let square = |a: Spot, b: Spot, c: Spot| {
        let (ux, uy, vx, vy) = (a.0 - b.0, a.1 - b.1, c.0 - b.0, c.1 - b.1);
        let cos = (ux * vx + uy * vy) / (ux.hypot(uy) * vx.hypot(vy)).max(1e-6);
        cos.abs() < 0.3
    };
    alike(top, bottom)
        && alike(left, right)
        && (1.05..2.0).contains(&ratio)
        && square(ll, ul, ur)
        && square(ul, ur, lr)
        && square(ur, lr, ll)
        && square(lr, ll, ul)
}

/// Whether the corners are no rectangle, as a camera sees it and a scanner does not.
pub(super) fn aslant([ul, ur, lr, ll]: [Spot; 4]) -> bool {
    let unlike = |a: f64, b: f64| a.min(b) < 0.985 * a.max(b);
    unlike(length(ul, ur), length(ll, lr)) || unlike(length(ul, ll), length(ur, lr))
}
