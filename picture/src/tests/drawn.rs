//! Letters drawn in code, laid on a table, into shade, askew; and made ready again.
use super::super::{Picture, open, prepare};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use std::io::Cursor;

const WHITE: Rgb<u8> = Rgb([244, 244, 240]);
const WIDTH: u32 = 640;
const HEIGHT: u32 = 904;

/// A page of strokes like a letter's: small ones, some that rise, few that hang.
fn page() -> RgbImage {
    let mut page = RgbImage::from_pixel(WIDTH, HEIGHT, WHITE);
    let mut chance = 12_345u32;
    let mut next = move |most: u32| {
        chance = chance.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (chance >> 16) % most
    };
    for line in 0..24 {
        let foot = 90 + line * 21;
        let mut x = 70;
        let end = WIDTH - 70 - next(160);
        while x < end {
            let (up, down) = match next(10) {
                0..=2 => (12, 0),
                3 => (8, 4),
                _ => (8, 0),
            };
            fill(&mut page, x, foot - up, 2, up + down);
            fill(&mut page, x, foot - 2 - next(2) * 5, 6, 2);
            x += if next(6) == 0 { 16 } else { 9 };
        }
    }
    page
}

fn fill(page: &mut RgbImage, x: u32, y: u32, width: u32, height: u32) {
    for (x, y) in (y..y + height).flat_map(|y| (x..x + width).map(move |x| (x, y))) {
        page.put_pixel(x, y, Rgb([25, 25, 28]));
    }
}

fn opened(image: RgbImage) -> Picture {
    let mut out = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(image).write_to(&mut out, ImageFormat::Png).unwrap();
    open(&out.into_inner()).unwrap().remove(0)
}

/// The page on a dark table, seen from the side.
fn on_a_table() -> RgbImage {
    let sheet = page();
    RgbImage::from_fn(800, 1_000, |x, y| {
        let down = (f64::from(y) - 60.0) / 880.0;
        let (left, right) = (120.0 - 50.0 * down, 660.0 + 70.0 * down);
        let across = (f64::from(x) - left) / (right - left);
        let (u, v) = (across * f64::from(WIDTH), down * f64::from(HEIGHT));
        let inside = u >= 0.0 && v >= 0.0 && u < f64::from(WIDTH) && v < f64::from(HEIGHT);
        if inside { *sheet.get_pixel(u as u32, v as u32) } else { Rgb([70, 50, 38]) }
    })
}

/// Ink by strips of the page, upright: how alike two pages are whatever their size.
fn strips(picture: &Picture, parts: usize) -> Vec<f64> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let rows: Vec<f64> = picture
        .grey()
        .chunks_exact(width)
        .map(|row| row.iter().map(|v| 255.0 - f64::from(*v)).sum::<f64>() / width as f64)
        .collect();
    (0..parts)
        .map(|n| {
            let part = &rows[n * height / parts..(n + 1) * height / parts];
            part.iter().sum::<f64>() / part.len() as f64
        })
        .collect()
}

fn unlike(a: &Picture, b: &Picture) -> f64 {
    let both = strips(a, 40).into_iter().zip(strips(b, 40));
    both.map(|(a, b)| (a - b).abs()).sum::<f64>() / 40.0
}

#[test]
fn a_good_scan_stays_as_it_is() {
    let doubled =
        image::imageops::resize(&page(), 1_400, 1_978, image::imageops::FilterType::Nearest);
    let scan = opened(doubled);
    let ready = prepare(&scan);
    assert_eq!(ready.picture, scan);
    assert_eq!((ready.dpi, ready.photo), (169, false));
    assert!(ready.is_surely_upright() && !ready.likely_sideways());
    assert!(ready.turned(1).likely_sideways());
}

#[test]
fn a_sheet_on_a_table_is_laid_flat() {
    let flat = prepare(&opened(page())).picture;
    let ready = prepare(&opened(on_a_table()));
    assert!(ready.photo);
    let ratio = f64::from(ready.picture.height()) / f64::from(ready.picture.width());
    assert!((1.38..1.45).contains(&ratio), "{ratio}");
    // No table is left: margins are white.
    let width = ready.picture.width() as usize;
    let edge = ready.picture.grey().chunks_exact(width).filter(|row| row[width / 40] < 128).count();
    assert!(edge * 20 < ready.picture.height() as usize, "{edge} rows with table in the margin");
    let off = unlike(&ready.picture, &flat);
    assert!(off < 6.0, "{off}");
}

#[test]
fn whichever_way_it_lay_letters_stand_on_their_feet() {
    let photo = opened(on_a_table());
    let upright = prepare(&photo);
    for quarters in 1..4 {
        let ready = prepare(&photo.turned(quarters));
        assert!(ready.is_surely_upright() && !ready.likely_sideways(), "{quarters}");
        let off = unlike(&ready.picture, &upright.picture);
        assert!(off < 4.0, "{quarters}: {off}");
        assert!(unlike(&ready.turned(2).picture, &upright.picture) > 8.0);
    }
}

#[test]
fn a_shadow_is_lifted() {
    let mut shaded = page();
    for (x, y, point) in shaded.enumerate_pixels_mut() {
        if x + y / 3 > 480 {
            point.0 = point.0.map(|v| (u32::from(v) * 2 / 5) as u8);
        }
    }
    let ready = prepare(&opened(shaded));
    assert!(ready.photo);
    let (width, height) = (ready.picture.width() as usize, ready.picture.height() as usize);
    let at = |x: usize, y: usize| ready.picture.grey()[y * height / 100 * width + x * width / 100];
    for place in [(4, 50), (96, 50), (96, 97), (4, 4), (96, 20)] {
        assert!(at(place.0, place.1) > 225, "{place:?}: {}", at(place.0, place.1));
    }
}

#[test]
fn a_stamp_is_taken_off_print_and_coloured_words_are_kept() {
    let blue = Rgb([40, 60, 190]);
    let mut stamped = page();
    // A link's words, where no line is, and a ring across lines.
    for x in (80..200).filter(|x| x % 9 < 4) {
        (40..52).for_each(|y| stamped.put_pixel(x, y, blue));
    }
    for (x, y, point) in stamped.enumerate_pixels_mut() {
        let far = (f64::from(x) - 330.0).hypot(f64::from(y) - 470.0);
        if (48.0..54.0).contains(&far) {
            point.0 = [0, 1, 2].map(|n| (u32::from(point.0[n]) * u32::from(blue.0[n]) / 255) as u8);
        }
    }
    let ready = prepare(&opened(stamped)).picture;
    let clean = prepare(&opened(page())).picture;
    let scale = f64::from(ready.width()) / f64::from(WIDTH);
    let at = |picture: &Picture, x: f64, y: f64| {
        let (x, y) = ((x * scale) as usize, (y * scale) as usize);
        picture.grey()[y * picture.width() as usize + x]
    };
    let ring = (0..360).map(|angle| f64::from(angle).to_radians());
    let off: f64 = ring
        .map(|a| (330.5 + 51.0 * a.cos(), 470.5 + 51.0 * a.sin()))
        .map(|(x, y)| f64::from(at(&ready, x, y).abs_diff(at(&clean, x, y))))
        .sum::<f64>()
        / 360.0;
    assert!(off < 30.0, "the ring is gone: {off}");
    let words = (80..200).filter(|x| x % 9 == 1).map(|x| at(&ready, f64::from(x) + 0.5, 46.5));
    assert!(words.clone().all(|v| v < 140), "{:?}", words.collect::<Vec<_>>());
}
