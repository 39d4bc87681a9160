//! From bytes to a [`Picture`]: which format, how large by its header, then its points. Knows no
//! meaning; the format is told by the bytes, never by a name.
use super::planes::{from_rgb, over_white};
use super::{Fault, MAX_DECODED, MAX_POINTS, Picture, check_size, heic, jpeg, png, tiff};
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};
use std::io::Cursor;

/// A progressive JPEG of more points would need more memory than a reading has.
const MAX_PROGRESSIVE: usize = 26_000_000;

/// The pages of a picture file, upright as the file says, in grey.
///
/// # Errors
/// [`Fault`]; nothing is allocated for points before the header's size is found small enough.
pub fn open(bytes: &[u8]) -> Result<Vec<Picture>, Fault> {
    if tiff::is_one(bytes) {
        return tiff::open(bytes);
    }
    if heic::is_one(bytes) {
        return heic::open(bytes).map(|picture| vec![picture]);
    }
    let format = image::guess_format(bytes).map_err(|_| Fault::Unsupported)?;
    if !matches!(format, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP) {
        return Err(Fault::Unsupported);
    }
    let bare = if format == ImageFormat::Png { png::bare(bytes) } else { bytes.into() };
    let mut reader = ImageReader::with_format(Cursor::new(&*bare), format);
    reader.limits(limits());
    let mut decoder = reader.into_decoder().map_err(|error| fault(&error))?;
    let (width, height) = decoder.dimensions();
    let points = check_size(width, height)?;
    let heavy = format == ImageFormat::Jpeg && jpeg::is_progressive(bytes);
    if decoder.total_bytes() > MAX_DECODED || (heavy && points > MAX_PROGRESSIVE) {
        return Err(Fault::TooLarge);
    }
    let orientation = decoder.orientation().map_or(1, image::metadata::Orientation::to_exif);
    let decoded = DynamicImage::from_decoder(decoder).map_err(|error| fault(&error))?;
    Ok(vec![to_grey(decoded).oriented(orientation)])
}

fn limits() -> Limits {
    let mut limits = Limits::no_limits();
    let side = u32::try_from(MAX_POINTS).unwrap_or(u32::MAX);
    limits.max_image_width = Some(side);
    limits.max_image_height = Some(side);
    limits.max_alloc = Some(MAX_DECODED + (64 << 20));
    limits
}

fn fault(error: &ImageError) -> Fault {
    match error {
        ImageError::Limits(_) => Fault::TooLarge,
        ImageError::Unsupported(_) => Fault::Unsupported,
        _ => Fault::Broken,
    }
}

/// Any of the library's point formats; alpha is laid over white, sixteen bits become eight.
fn to_grey(image: DynamicImage) -> Picture {
    let (width, height) = (image.width() as usize, image.height() as usize);
    let grey = |grey: Vec<u8>| Picture::new(width, height, grey);
    match image {
        DynamicImage::ImageLuma8(buffer) => grey(buffer.into_raw()),
        DynamicImage::ImageLumaA8(buffer) => {
            let points = buffer.as_raw().chunks_exact(2).map(|p| match p {
                [value, alpha] => over_white(*value, *alpha),
                _ => 255,
            });
            grey(points.collect())
        }
        DynamicImage::ImageLuma16(buffer) => grey(buffer.as_raw().iter().map(high).collect()),
        DynamicImage::ImageRgb8(buffer) => from_rgb(width, height, rgb(buffer.as_raw())),
        DynamicImage::ImageRgba8(buffer) => from_rgb(width, height, rgba(buffer.as_raw())),
        other => {
            let buffer = other.into_rgba8();
            from_rgb(width, height, rgba(buffer.as_raw()))
        }
    }
}

/// The upper half of sixteen bits.
pub(super) fn high(value: &u16) -> u8 {
    let [high, _] = value.to_be_bytes();
    high
}

pub(super) fn rgb(samples: &[u8]) -> impl Iterator<Item = [u8; 3]> + Clone {
    samples.chunks_exact(3).map(|p| match p {
        [r, g, b] => [*r, *g, *b],
        _ => [255; 3],
    })
}

pub(super) fn rgba(samples: &[u8]) -> impl Iterator<Item = [u8; 3]> + Clone {
    samples.chunks_exact(4).map(|p| match p {
        [r, g, b, a] => [over_white(*r, *a), over_white(*g, *a), over_white(*b, *a)],
        _ => [255; 3],
    })
}
