//! TIFF, with several pages. Knows its colour kinds; the container is the library's.
use super::planes::{from_rgb, over_white};
use super::{Fault, MAX_DECODED, MAX_POINTS, Picture, check_size};
use std::io::Cursor;
use tiff::decoder::{Decoder, DecodingResult, Limits};
use tiff::tags::Tag;
use tiff::{ColorType, TiffError};

/// Pages that are opened; no letter with its decree has more.
const MAX_PAGES: usize = 20;
/// Points of all pages together; later pages are left out.
const MAX_ALL: u64 = 3 * MAX_POINTS;

/// Whether the bytes begin as a TIFF does, either way round, BigTIFF as well.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    let starts: [&[u8]; 4] = [b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"];
    starts.iter().any(|start| bytes.starts_with(start))
}

/// Its pages. A page after the first that cannot be read ends the file there.
pub(super) fn open(bytes: &[u8]) -> Result<Vec<Picture>, Fault> {
    let most = usize::try_from(MAX_DECODED).unwrap_or(usize::MAX);
    let mut limits = Limits::default();
    limits.decoding_buffer_size = most;
    limits.intermediate_buffer_size = most;
    let decoder = Decoder::new(Cursor::new(bytes)).map_err(|error| fault(&error))?;
    let mut decoder = decoder.with_limits(limits);
    let mut pages = Vec::new();
    let mut points = 0;
    loop {
        let page = page(&mut decoder, MAX_ALL - points);
        match page {
            Ok(page) => {
                points += page.grey.len() as u64;
                pages.push(page);
            }
            Err(fault) if pages.is_empty() => return Err(fault),
            Err(_) => break,
        }
        if pages.len() == MAX_PAGES || !decoder.more_images() || decoder.next_image().is_err() {
            break;
        }
    }
    Ok(pages)
}

type Pages<'a> = Decoder<Cursor<&'a [u8]>>;

fn page(decoder: &mut Pages<'_>, left: u64) -> Result<Picture, Fault> {
    let (width, height) = decoder.dimensions().map_err(|error| fault(&error))?;
    let points = check_size(width, height)?;
    if points as u64 > left {
        return Err(Fault::TooLarge);
    }
    let kind = decoder.colortype().map_err(|error| fault(&error))?;
    let layout = decoder.image_buffer_layout().map_err(|error| fault(&error))?;
    if layout.complete_len as u64 > MAX_DECODED || layout.planes != 1 {
        return Err(if layout.planes == 1 { Fault::TooLarge } else { Fault::Unsupported });
    }
    let map = match kind {
        ColorType::Palette(_) => decoder.get_tag_u16_vec(Tag::ColorMap).unwrap_or_default(),
        _ => Vec::new(),
    };
    let white_is_zero =
        matches!(decoder.find_tag_unsigned::<u16>(Tag::PhotometricInterpretation), Ok(Some(0)));
    let orientation = decoder.find_tag_unsigned::<u16>(Tag::Orientation).ok().flatten();
    let samples = decoder.read_image().map_err(|error| fault(&error))?;
    let samples = match samples {
        DecodingResult::U8(samples) => samples,
        DecodingResult::U16(samples) => samples.iter().map(super::open::high).collect(),
        _ => return Err(Fault::Unsupported),
    };
    let size = (width as usize, height as usize);
    let picture = to_grey(size, kind, samples, &map, white_is_zero)?;
    Ok(picture.oriented(orientation.and_then(|o| u8::try_from(o).ok()).unwrap_or(1)))
}

/// The samples of a page, eight bits each, or packed where the kind has fewer.
fn to_grey(
    (width, height): (usize, usize),
    kind: ColorType,
    samples: Vec<u8>,
    map: &[u16],
    white_is_zero: bool,
) -> Result<Picture, Fault> {
    let grey = |mut grey: Vec<u8>| {
        grey.resize(width * height, 255);
        Picture::new(width, height, grey)
    };
    let picture = match kind {
        ColorType::Gray(8 | 16) => grey(samples),
        ColorType::Gray(bits @ (1 | 2 | 4)) => {
            let most = u32::from(u8::MAX >> (8 - bits));
            let value = |raw: u8| u8::try_from(u32::from(raw) * 255 / most).unwrap_or(255);
            grey(unpacked(&samples, width, bits).map(value).collect())
        }
        ColorType::GrayA(8 | 16) => grey(samples.chunks_exact(2).map(|p| over(p, 0)).collect()),
        ColorType::Palette(bits @ (1 | 2 | 4 | 8)) => {
            let colours = palette(map);
            let look = |index: u8| colours.get(usize::from(index)).copied().unwrap_or([255; 3]);
            from_rgb(width, height, unpacked(&samples, width, bits).map(look))
        }
        ColorType::RGB(8 | 16) | ColorType::YCbCr(8) => {
            from_rgb(width, height, super::open::rgb(&samples))
        }
        ColorType::RGBA(8 | 16) => from_rgb(width, height, super::open::rgba(&samples)),
        ColorType::CMYK(8 | 16) => from_rgb(
            width,
            height,
            samples.chunks_exact(4).map(|p| {
                let ink = |at: usize| 255 - u32::from(p.get(at).copied().unwrap_or(0));
                [0, 1, 2].map(|at| u8::try_from(ink(at) * ink(3) / 255).unwrap_or(255))
            }),
        ),
        _ => return Err(Fault::Unsupported),
    };
    let _ = white_is_zero;
    Ok(picture)
}

fn over(point: &[u8], at: usize) -> u8 {
    let alpha = point.last().copied().unwrap_or(255);
    over_white(point.get(at).copied().unwrap_or(255), alpha)
}

/// Samples of one, two, four or eight bits; each row begins with a byte of its own.
fn unpacked(samples: &[u8], width: usize, bits: u8) -> impl Iterator<Item = u8> + Clone {
    let a_byte = usize::from(8 / bits.clamp(1, 8));
    let row = width.div_ceil(a_byte).max(1);
    samples.chunks(row).flat_map(move |row| {
        let values = row.iter().flat_map(move |byte| {
            (0..a_byte).map(move |nth| {
                let shift = 8 - bits - u8::try_from(nth).unwrap_or(0) * bits;
                (byte >> shift) & (u8::MAX >> (8 - bits))
            })
        });
        values.take(width)
    })
}

/// All reds, then all greens, then all blues, sixteen bits each.
fn palette(map: &[u16]) -> Vec<[u8; 3]> {
    let third = map.len() / 3;
    let (reds, rest) = map.split_at(third);
    let (greens, blues) = rest.split_at(third);
    let colours = reds.iter().zip(greens).zip(blues);
    colours.map(|((r, g), b)| [r, g, b].map(super::open::high)).collect()
}

fn fault(error: &TiffError) -> Fault {
    match error {
        TiffError::LimitsExceeded | TiffError::IntSizeError => Fault::TooLarge,
        TiffError::UnsupportedError(_) => Fault::Unsupported,
        _ => Fault::Broken,
    }
}
