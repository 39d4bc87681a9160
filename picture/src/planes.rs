//! Colour out: rows of samples become the grey plane, and a second one in which coloured ink is light.
use super::Picture;
use std::sync::Arc;

/// The channels of one point, alpha already laid over white.
type Rgb = [u8; 3];

/// Points looked at to find the paper's colour.
const LOOKED_AT: usize = 40_000;
/// Between the strongest and the weakest channel, on white paper: less is grey.
const COLOURED: u8 = 40;
/// The second plane is worth keeping from one coloured point in so many.
const WORTH: usize = 2_000;

/// A picture from points of three channels.
pub(super) fn from_rgb<I>(width: usize, height: usize, points: I) -> Picture
where
    I: Iterator<Item = Rgb> + Clone,
{
    let count = width * height;
    let mut grey = Vec::with_capacity(count);
    grey.extend(points.clone().map(luma).take(count));
    grey.resize(count, 255);
    let white = paper(points.clone(), &grey);
    let balanced = move |rgb: Rgb| {
        let mut out = rgb;
        for (channel, white) in out.iter_mut().zip(white) {
            *channel = u8::try_from((u32::from(*channel) * white) >> 8).unwrap_or(u8::MAX);
        }
        out
    };
    let step = (count / LOOKED_AT).max(1);
    let looked = points.clone().step_by(step);
    let coloured = looked.map(balanced).filter(|rgb| spread(*rgb) > COLOURED).count();
    if coloured * WORTH < count / step {
        return Picture::new(width, height, grey);
    }
    let mut plain = Vec::with_capacity(count);
    plain.extend(points.map(|rgb| faded(balanced(rgb))).take(count));
    plain.resize(count, 255);
    Picture { plain: Some(Arc::new(plain)), ..Picture::new(width, height, grey) }
}

/// Laid over white paper.
pub(super) fn over_white(channel: u8, alpha: u8) -> u8 {
    let alpha = u32::from(alpha);
    let mixed = u32::from(channel) * alpha + 255 * (255 - alpha);
    u8::try_from((mixed + 127) / 255).unwrap_or(u8::MAX)
}

/// Rec. 601, as everybody does it.
fn luma([r, g, b]: Rgb) -> u8 {
    let sum = 77 * u32::from(r) + 150 * u32::from(g) + 29 * u32::from(b);
    u8::try_from((sum + 128) >> 8).unwrap_or(u8::MAX)
}

fn lightest(rgb: Rgb) -> u8 {
    rgb.into_iter().max().unwrap_or(255)
}

/// The strongest channel, and more for a point that has colour: ink thins out to paper.
fn faded(rgb: Rgb) -> u8 {
    let more = spread(rgb).saturating_sub(COLOURED / 2);
    lightest(rgb).saturating_add(more)
}

fn spread(rgb: Rgb) -> u8 {
    lightest(rgb) - rgb.into_iter().min().unwrap_or(0)
}

/// For each channel what makes the paper white, in 256ths: lamps are yellow and shade is blue,
/// and ink must be told from them. The paper is the lightest fifth of the picture.
fn paper<I: Iterator<Item = Rgb>>(points: I, grey: &[u8]) -> [u32; 3] {
    let step = (grey.len() / LOOKED_AT).max(1);
    let mut counts = [0usize; 256];
    for value in grey.iter().step_by(step) {
        if let Some(count) = counts.get_mut(usize::from(*value)) {
            *count += 1;
        }
    }
    let wanted = counts.iter().sum::<usize>() / 5;
    let mut seen = 0;
    let from = counts.iter().enumerate().rev().find_map(|(value, count)| {
        seen += count;
        (seen >= wanted).then_some(value)
    });
    let from = from.unwrap_or(0);
    let mut sums = [0u64; 3];
    let mut count = 0u64;
    for rgb in points.step_by(step).filter(|rgb| usize::from(luma(*rgb)) >= from) {
        count += 1;
        for (sum, channel) in sums.iter_mut().zip(rgb) {
            *sum += u64::from(channel);
        }
    }
    let white = 255 * count;
    // What is dark altogether, or red or blue altogether, is not made white.
    sums.map(|sum| u32::try_from((white * 256 / sum.max(1)).min(1_200)).unwrap_or(256))
}
