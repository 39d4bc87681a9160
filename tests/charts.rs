//! Pictures that another reader opens, with the bars where the numbers say.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]
use image::{GenericImageView, ImageFormat, Rgba, load_from_memory_with_format};
use loket::chart::{Hue, bar, columns};
use sha2::{Digest, Sha256};

const WIDTH: u32 = 1216;
const COLUMNS_HEIGHT: u32 = 240;
const BAR_HEIGHT: u32 = 40;
/// The line the columns stand on, and the least that is seen of a number.
const GROUND: usize = 4;
const LEAST: u32 = 6;

fn open(png: &[u8]) -> image::DynamicImage {
    load_from_memory_with_format(png, ImageFormat::Png).unwrap()
}

fn colour(hue: Hue) -> Rgba<u8> {
    let (r, g, b) = hue.rgb();
    Rgba([r, g, b, 0xff])
}

fn pixels(picture: &image::DynamicImage, hue: Hue) -> usize {
    picture.pixels().filter(|(_, _, pixel)| *pixel == colour(hue)).count()
}

#[test]
fn the_same_numbers_give_the_same_bytes_and_few_of_them() {
    let group = |n: u32| vec![vec![(n, Hue::Blue)], vec![(n / 2, Hue::Green), (n / 3, Hue::Grey)]];
    let groups: Vec<_> = (0..10).map(|n| group(n * 7 % 23)).collect();
    let once = columns(&groups).unwrap();
    assert_eq!(once, columns(&groups).unwrap());
    assert!(once.len() < 6_000, "{} bytes", once.len());
    assert_ne!(once, columns(&groups[1..]).unwrap());
    // The bytes themselves: a change of the library that draws or packs is seen here.
    let mark = |png: &[u8]| data_encoding::HEXLOWER.encode(&Sha256::digest(png));
    insta::assert_snapshot!(
        "chart_bytes",
        format!("{}\n{}", mark(&once), mark(&bar(&[(1, Hue::Red)]).unwrap()))
    );
}

#[test]
fn columns_are_as_high_as_their_numbers() {
    let picture = open(
        &columns(&[
            vec![vec![(10, Hue::Blue)], vec![(5, Hue::Green), (5, Hue::Orange)]],
            vec![vec![(5, Hue::Blue)], vec![]],
        ])
        .unwrap(),
    );
    assert_eq!(picture.dimensions(), (WIDTH, COLUMNS_HEIGHT));
    let height = |x: u32, hue| {
        (0..COLUMNS_HEIGHT).filter(|y| picture.get_pixel(x, *y) == colour(hue)).count()
    };
    let quarter = WIDTH / 4;
    // Left column of each group; groups fill one half each.
    assert_eq!(height(quarter - 40, Hue::Blue), 236);
    assert_eq!(height(quarter + 40, Hue::Green), 118);
    assert_eq!(height(quarter + 40, Hue::Orange), 118);
    assert_eq!(height(3 * quarter - 40, Hue::Blue), 118);
    assert_eq!(picture.get_pixel(3 * quarter + 40, 100)[3], 0, "clear ground");
    assert_eq!(height(2, Hue::Grey), GROUND);
}

#[test]
fn a_bar_is_shared_out_and_the_least_is_seen() {
    let picture = open(&bar(&[(3, Hue::Blue), (0, Hue::Red), (1, Hue::Green)]).unwrap());
    let (blue, green) = (pixels(&picture, Hue::Blue), pixels(&picture, Hue::Green));
    assert_eq!(pixels(&picture, Hue::Red), 0);
    assert!(blue > green * 29 / 10 && blue < green * 31 / 10, "{blue} {green}");
    let picture = open(&bar(&[(1, Hue::Red), (u32::MAX, Hue::Blue)]).unwrap());
    assert_eq!(pixels(&picture, Hue::Red), (LEAST * BAR_HEIGHT) as usize);
    let widest = (0..WIDTH).rev().find(|x| picture.get_pixel(*x, 0)[3] > 0).unwrap();
    assert!(widest < WIDTH && widest > WIDTH - 20, "{widest}");
}

#[test]
fn nothing_and_too_much_are_pictures_too() {
    for png in [columns(&[]).unwrap(), bar(&[]).unwrap()] {
        assert_eq!(open(&png).dimensions().0, WIDTH);
    }
    let huge = vec![vec![vec![(u32::MAX, Hue::Blue), (u32::MAX, Hue::Green)]]; 400];
    assert_eq!(open(&columns(&huge).unwrap()).dimensions().0, WIDTH);
}
