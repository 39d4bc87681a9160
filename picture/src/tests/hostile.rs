//! Files that must not hurt: floods of points, cut and changed files, pictures of a single point.
use super::super::{Fault, Picture, open, prepare};
use super::files::{SAMPLES, tiff};
use proptest::prelude::*;

/// A PNG's header of this size, with nothing behind it.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut out = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    let mut head = b"IHDR".to_vec();
    head.extend(width.to_be_bytes());
    head.extend(height.to_be_bytes());
    head.extend([8, 2, 0, 0, 0]);
    out.extend(&head[4..]);
    out.extend(crc(&head).to_be_bytes());
    out.extend(b"\0\0\0\0IDAT");
    out.extend(crc(b"IDAT").to_be_bytes());
    out
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |c, _| {
            if c & 1 == 1 { 0xedb8_8320 ^ (c >> 1) } else { c >> 1 }
        })
    })
}

fn jpeg(width: u16, height: u16) -> Vec<u8> {
    let (w, h) = (width.to_be_bytes(), height.to_be_bytes());
    let mut out = b"\xff\xd8\xff\xc0\0\x11\x08".to_vec();
    out.extend([h[0], h[1], w[0], w[1]]);
    out.extend(
        b"\x03\x01\x22\0\x02\x11\x01\x03\x11\x01\xff\xda\0\x0c\x03\x01\0\x02\x11\x03\x11\0\x3f\0",
    );
    out
}

#[test]
fn floods_are_refused_by_their_header() {
    assert_eq!(open(&png(65_535, 65_535)), Err(Fault::TooLarge));
    assert_eq!(open(&png(8_000, 6_251)), Err(Fault::TooLarge), "just above 50 megapixels");
    assert_eq!(open(&png(1, 0x7fff_ffff)), Err(Fault::TooLarge));
    assert_eq!(open(&jpeg(65_535, 65_535)), Err(Fault::TooLarge));
    assert_eq!(open(&tiff(65_535, 65_535, 8, 1, b"")), Err(Fault::TooLarge));
    assert_eq!(open(&tiff(65_535, 65_535, 1, 0, b"")), Err(Fault::TooLarge));
    assert!(open(&tiff(0, 5, 8, 1, b"")).is_err());
}

#[test]
fn what_is_no_picture() {
    for bytes in
        [b"".as_slice(), b"GIF89a\x01\0\x01\0\0\0\0;", b"BM", b"%PDF-1.7", b"\0\0\0\x18ftypavif"]
    {
        assert_eq!(open(bytes), Err(Fault::Unsupported));
    }
    assert_eq!(open(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"), Err(Fault::Broken));
    // Only what stands at the very beginning counts.
    assert_eq!(open(&[b"GIFAR".as_slice(), SAMPLES[0].1].concat()), Err(Fault::Unsupported));
}

#[test]
fn cut_files_are_answered() {
    for (name, bytes) in SAMPLES {
        for parts in 0..24 {
            let cut = &bytes[..bytes.len() * parts / 24];
            if let Ok(pages) = open(cut) {
                assert!(pages.iter().all(|p| p.width() * p.height() == 320 * 240), "{name}");
            }
        }
    }
}

#[test]
fn the_smallest_and_the_emptiest() {
    for (width, height) in [(1, 1), (1, 300), (300, 1), (2, 3), (61, 60), (120, 90)] {
        for value in [0u8, 3, 128, 255] {
            let points = vec![value; (width * height) as usize];
            let ready = prepare(&Picture::from_grey(width, height, points).unwrap());
            assert!(ready.picture.width() > 0 && ready.picture.height() > 0);
            let again = ready.again().unwrap();
            assert!(again.again().is_none());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn changed_files_are_answered(which in 0..SAMPLES.len(), changes in prop::collection::vec((any::<u32>(), any::<u8>()), 1..12)) {
        let mut bytes = SAMPLES[which].1.to_vec();
        for (at, value) in changes {
            let at = at as usize % bytes.len();
            bytes[at] = value;
        }
        if let Ok(pages) = open(&bytes) {
            prop_assert!(pages.iter().all(|p| p.grey().len() == (p.width() * p.height()) as usize));
        }
    }

    #[test]
    fn any_points_are_made_ready(width in 1u32..90, height in 1u32..90, seed in prop::collection::vec(any::<u8>(), 1..40)) {
        let points = (width * height) as usize;
        let grey = seed.iter().copied().cycle().take(points).collect();
        let ready = prepare(&Picture::from_grey(width, height, grey).unwrap());
        prop_assert!(ready.picture.grey().len() == (ready.picture.width() * ready.picture.height()) as usize);
        prop_assert!(ready.turned(3).picture.width() == ready.picture.height());
    }
}
