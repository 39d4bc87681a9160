//! One small letter in every format: it must look the same from each.
use super::super::{Fault, Picture, open};
use image::{DynamicImage, ImageFormat};
use std::io::Cursor;

macro_rules! sample {
    ($name:literal) => {
        ($name, include_bytes!(concat!("../../../tests/data/pictures/", $name)).as_slice())
    };
}

pub(super) const SAMPLES: &[(&str, &[u8])] = &[
    sample!("surat-g4.tif"),
    sample!("surat-dua-halaman.tif"),
    sample!("surat.heic"),
    sample!("surat.webp"),
    sample!("surat-cmyk.jpg"),
    sample!("surat-exif3.jpg"),
    sample!("surat-exif5.jpg"),
    sample!("surat-exif6.jpg"),
    sample!("surat-exif8.jpg"),
];

fn difference(a: &Picture, b: &Picture) -> f64 {
    assert_eq!((a.width(), a.height()), (b.width(), b.height()));
    let off = a.grey().iter().zip(b.grey()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum::<u64>();
    off as f64 / a.grey().len() as f64
}

#[test]
fn every_format_shows_the_same_letter() {
    let letter = &open(SAMPLES[0].1).unwrap()[0];
    assert_eq!((letter.width(), letter.height()), (320, 240));
    assert!(letter.grey()[..41].iter().all(|v| *v == 0), "the mark is in the upper left corner");
    for (name, bytes) in SAMPLES {
        let pages = open(bytes).unwrap();
        let off = difference(&pages[0], letter);
        assert!(off < 8.0, "{name}: {off}");
        // What a wrong turn would give.
        assert!(difference(&pages[0].turned(2), letter) > 20.0, "{name}");
    }
}

#[test]
fn a_tiff_has_all_its_pages() {
    let pages = open(SAMPLES[1].1).unwrap();
    assert_eq!(pages.len(), 2);
    assert_eq!(pages[1].turned(2), pages[0]);
}

fn file(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    image.write_to(&mut out, format).unwrap();
    out.into_inner()
}

fn only(bytes: &[u8]) -> Picture {
    let pages = open(bytes).unwrap();
    assert_eq!(pages.len(), 1);
    pages.into_iter().next().unwrap()
}

#[test]
fn sixteen_bits_alpha_and_colour_become_grey() {
    let deep = image::ImageBuffer::from_fn(5, 3, |x, _| image::Luma([x as u16 * 10_000]));
    let deep = DynamicImage::ImageLuma16(deep);
    for format in [ImageFormat::Png, ImageFormat::Tiff] {
        let row = &only(&file(&deep, format)).grey()[..5].to_vec();
        assert_eq!(row, &[0, 39, 78, 117, 156], "{format:?}");
    }
    let glass = image::RgbaImage::from_fn(4, 2, |x, _| image::Rgba([0, 0, 0, x as u8 * 85]));
    let glass = DynamicImage::ImageRgba8(glass);
    for format in [ImageFormat::Png, ImageFormat::Tiff, ImageFormat::WebP] {
        let row = &only(&file(&glass, format)).grey()[..4].to_vec();
        assert_eq!(row, &[255, 170, 85, 0], "nothing is paper: {format:?}");
    }
    let veil = image::GrayAlphaImage::from_pixel(2, 2, image::LumaA([0, 0]));
    let veil = file(&DynamicImage::ImageLumaA8(veil), ImageFormat::Png);
    assert!(only(&veil).grey().iter().all(|v| *v == 255));
    let red = image::RgbImage::from_pixel(2, 2, image::Rgb([255, 0, 0]));
    let red = file(&DynamicImage::ImageRgb8(red), ImageFormat::Png);
    assert!(only(&red).grey().iter().all(|v| (70..85).contains(v)));
}

/// A TIFF of one strip without compression.
pub(super) fn tiff(width: u32, height: u32, bits: u16, photometric: u16, strip: &[u8]) -> Vec<u8> {
    let mut out = b"II*\0\x08\0\0\0".to_vec();
    let fields: [(u16, u16, u32); 9] = [
        (256, 4, width),
        (257, 4, height),
        (258, 3, u32::from(bits)),
        (259, 3, 1),
        (262, 3, u32::from(photometric)),
        (273, 4, 8 + 2 + 9 * 12 + 4),
        (277, 3, 1),
        (278, 4, height),
        (279, 4, strip.len() as u32),
    ];
    out.extend((fields.len() as u16).to_le_bytes());
    for (tag, kind, value) in fields {
        out.extend(tag.to_le_bytes());
        out.extend(kind.to_le_bytes());
        out.extend(1u32.to_le_bytes());
        out.extend(value.to_le_bytes());
    }
    out.extend([0; 4]);
    out.extend(strip);
    out
}

#[test]
fn packed_points_of_either_polarity() {
    // Ten points of one bit: each row begins with a byte of its own.
    let one = [0b1010_0000, 0b0100_0000, 0b0000_0000, 0b1000_0000];
    let row = |picture: &Picture, y: usize| picture.grey()[y * 10..y * 10 + 10].to_vec();
    let black_is_zero = only(&tiff(10, 2, 1, 1, &one));
    assert_eq!(row(&black_is_zero, 0), [255, 0, 255, 0, 0, 0, 0, 0, 0, 255]);
    assert_eq!(row(&black_is_zero, 1), [0, 0, 0, 0, 0, 0, 0, 0, 255, 0]);
    let white_is_zero = only(&tiff(10, 2, 1, 0, &one));
    assert_eq!(row(&white_is_zero, 0), [0, 255, 0, 255, 255, 255, 255, 255, 255, 0]);
    let four = only(&tiff(3, 1, 4, 1, &[0x0f, 0x80]));
    assert_eq!(four.grey(), [0, 255, 136]);
}

#[test]
fn pgm_there_and_back() {
    let picture = Picture::from_grey(3, 2, vec![10, 20, 30, 40, 50, 60]).unwrap();
    let pgm = picture.to_pgm();
    assert_eq!(pgm, b"P5\n3 2\n255\n\x0a\x14\x1e\x28\x32\x3c");
    assert_eq!(Picture::from_pgm(&pgm), Ok(picture));
    let noted = b"P5 # by hand\n1 # and\n1\n255\n\x07";
    assert_eq!(Picture::from_pgm(noted).unwrap().grey(), [7]);
    for (bytes, fault) in [
        (b"P6\n1 1\n255\nabc".as_slice(), Fault::Unsupported),
        (b"P5\n2 2\n255\nabc", Fault::Broken),
        (b"P5\n2 2\n65535\nabcdefgh", Fault::Unsupported),
        (b"P5\n99999999 99999999\n255\n", Fault::TooLarge),
        (b"P5\n99999999999 1\n255\n", Fault::Broken),
        (b"P5\n0 1\n255\n", Fault::Broken),
        (b"P5\n1", Fault::Broken),
        (b"", Fault::Unsupported),
    ] {
        assert_eq!(Picture::from_pgm(bytes), Err(fault), "{:?}", String::from_utf8_lossy(bytes));
    }
    assert_eq!(Picture::from_grey(2, 2, vec![0; 5]), Err(Fault::Broken));
}

#[test]
fn quarters() {
    let picture = Picture::from_grey(3, 2, vec![1, 2, 3, 4, 5, 6]).unwrap();
    assert_eq!(picture.turned(1).grey(), [4, 1, 5, 2, 6, 3]);
    assert_eq!((picture.turned(1).width(), picture.turned(1).height()), (2, 3));
    assert_eq!(picture.turned(2).grey(), [6, 5, 4, 3, 2, 1]);
    assert_eq!(picture.turned(3).grey(), [3, 6, 2, 5, 1, 4]);
    assert_eq!(picture.turned(3).turned(5), picture);
    let large =
        Picture::from_grey(71, 45, (0..71 * 45).map(|n| (n % 251) as u8).collect()).unwrap();
    assert_eq!(large.turned(1).turned(1), large.turned(2));
    assert_eq!(large.turned(1).turned(3), large);
}
