//! Pictures: floods of points, packed notes, circles, cuts.
use super::{Trap, answered, noise, refused, zlibbed};
use image::{DynamicImage, GrayImage, ImageFormat};
use std::io::Cursor;

pub const TRAPS: &[Trap] = &[
    refused("png_of_four_billion_points", "foto.png", &["too_large"], || {
        png(65_535, 65_535, &[], &zlibbed(0, 8))
    }),
    refused("png_of_a_lying_size", "foto.png", &["too_large"], || {
        png(u32::MAX >> 1, u32::MAX >> 1, &[], &[])
    }),
    refused("jpeg_of_four_billion_points", "foto.jpg", &["too_large", "broken"], || {
        jpeg_of(65_535, 65_535)
    }),
    refused("tiff_of_four_billion_points", "foto.tif", &["too_large", "broken"], || {
        tiff(65_535, 65_535, 0)
    }),
    refused("webp_of_many_points", "foto.webp", &["too_large", "broken"], webp),
    answered("gif_of_four_billion_points", "foto.gif", || {
        [b"GIF89a\xff\xff\xff\xff\0\0\0,\0\0\0\0\xff\xff\xff\xff\0\x02".to_vec(), noise(500)]
            .concat()
    }),
    answered("bmp_of_four_billion_points", "foto.bmp", || {
        let mut out = b"BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0".to_vec();
        out.extend(65_535u32.to_le_bytes());
        out.extend(65_535u32.to_le_bytes());
        out.extend(b"\x01\0\x18\0");
        out.extend([0; 24]);
        out
    }),
    answered("png_with_packed_notes", "foto.png", || {
        let note = [b"Comment\0\0".to_vec(), zlibbed(b'a', 256)].concat();
        let notes: Vec<(&[u8; 4], Vec<u8>)> = (0..8).map(|_| (b"zTXt", note.clone())).collect();
        png(64, 64, &notes, &zlibbed(0, 1))
    }),
    answered("png_with_a_packed_profile", "foto.png", || {
        let profile = [b"icc\0\0".to_vec(), zlibbed(0, 512)].concat();
        png(64, 64, &[(b"iCCP", profile)], &zlibbed(0, 1))
    }),
    answered("png_with_more_points_than_it_says", "foto.png", || {
        png(16, 16, &[], &zlibbed(0, 1024))
    }),
    answered("tiff_in_a_circle", "foto.tif", || tiff(64, 64, 8)),
    answered("tiff_of_many_pages", "foto.tif", many_pages),
    answered("heic_of_noise", "foto.heic", || {
        [b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec(), noise(50_000)].concat()
    }),
    answered("jpeg_of_noise", "foto.jpg", || {
        [b"\xff\xd8\xff\xe0\0\x10JFIF\0".to_vec(), noise(50_000)].concat()
    }),
    answered("jpeg_cut", "foto.jpg", || {
        let whole = jpeg();
        whole[..whole.len() / 2].to_vec()
    }),
    answered("jpeg_of_many_scans", "foto.jpg", || {
        let whole = jpeg();
        let scan = whole.windows(2).position(|w| w == b"\xff\xda").unwrap();
        let body = &whole[scan..whole.len() - 2];
        [whole[..scan].to_vec(), body.repeat(200), b"\xff\xd9".to_vec()].concat()
    }),
    refused("nothing_but_zeros", "foto.jpg", &["empty"], || vec![0; 1 << 20]),
    refused("a_film", "surat.mp4", &["unknown_kind"], || {
        [b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2".to_vec(), noise(10_000)].concat()
    }),
];

/// A sheet with hardly a mark on it: what is asked is whether it is taken, not what it says.
fn points() -> DynamicImage {
    let shade = |x: u32, y: u32| image::Luma([if (x, y) == (200, 150) { 0 } else { 255 }]);
    DynamicImage::ImageLuma8(GrayImage::from_fn(400, 300, shade))
}

fn encoded(format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    points().write_to(&mut out, format).unwrap();
    out.into_inner()
}

/// A real picture, without a word on it.
pub fn jpeg() -> Vec<u8> {
    encoded(ImageFormat::Jpeg)
}

pub fn real_png() -> Vec<u8> {
    encoded(ImageFormat::Png)
}

fn crc(bytes: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { (sum >> 1) ^ 0xEDB8_8320 } else { sum >> 1 };
        }
    }
    !sum
}

fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let body = [kind.as_slice(), data].concat();
    let size = u32::try_from(data.len()).unwrap().to_be_bytes();
    [size.as_slice(), &body, &crc(&body).to_be_bytes()].concat()
}

fn png(width: u32, height: u32, notes: &[(&[u8; 4], Vec<u8>)], data: &[u8]) -> Vec<u8> {
    let mut head = [width.to_be_bytes(), height.to_be_bytes()].concat();
    head.extend([8, 0, 0, 0, 0]);
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    out.extend(chunk(b"IHDR", &head));
    for (kind, note) in notes {
        out.extend(chunk(kind, note));
    }
    out.extend(chunk(b"IDAT", data));
    out.extend(chunk(b"IEND", &[]));
    out
}

/// A real JPEG whose frame says another size.
fn jpeg_of(width: u16, height: u16) -> Vec<u8> {
    let mut out = jpeg();
    let at = out.windows(2).position(|w| w == b"\xff\xc0").unwrap();
    out[at + 5..at + 7].copy_from_slice(&height.to_be_bytes());
    out[at + 7..at + 9].copy_from_slice(&width.to_be_bytes());
    out
}

fn directory(width: u32, height: u32, at: u32, next: u32) -> Vec<u8> {
    let fields: [(u16, u32); 8] = [
        (256, width),
        (257, height),
        (258, 8),
        (259, 1),
        (262, 1),
        (273, at),
        (278, height),
        (279, 64 * 64),
    ];
    let mut out = u16::try_from(fields.len()).unwrap().to_le_bytes().to_vec();
    for (tag, value) in fields {
        out.extend(tag.to_le_bytes());
        out.extend(4u16.to_le_bytes());
        out.extend(1u32.to_le_bytes());
        out.extend(value.to_le_bytes());
    }
    out.extend(next.to_le_bytes());
    out
}

/// One page; `next` says where the next one is: 8 is itself.
fn tiff(width: u32, height: u32, next: u32) -> Vec<u8> {
    let mut out = b"II*\0\x08\0\0\0".to_vec();
    out.extend(directory(width, height, 200, next));
    out.resize(200, 0);
    out.extend(noise(64 * 64));
    out
}

/// Twenty thousand pages of the same few bytes.
fn many_pages() -> Vec<u8> {
    let mut out = b"II*\0\x08\0\0\0".to_vec();
    let size = u32::try_from(directory(64, 64, 0, 0).len()).unwrap();
    let data = 8 + 20_000 * size;
    for page in 0..20_000u32 {
        let next = if page == 19_999 { 0 } else { 8 + (page + 1) * size };
        out.extend(directory(64, 64, data, next));
    }
    out.extend(noise(64 * 64));
    out
}

fn webp() -> Vec<u8> {
    // The extended form with a canvas of 16,384 by 16,384, then a frame of noise.
    let mut body = b"WEBPVP8X\x0a\0\0\0\0\0\0\0\xff\x3f\0\xff\x3f\0".to_vec();
    let frame = noise(4_000);
    body.extend(b"VP8L");
    body.extend(u32::try_from(frame.len() + 5).unwrap().to_le_bytes());
    body.extend(b"\x2f\xff\xff\xff\x0f");
    body.extend(frame);
    let size = u32::try_from(body.len()).unwrap().to_le_bytes();
    [b"RIFF".as_slice(), &size, &body].concat()
}
