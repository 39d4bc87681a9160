//! HEIC, the format of iPhones. Knows the container's first box; the rest is the library's.
use super::planes::from_rgb;
use super::{Fault, Picture, check_size};
use heic_decoder::{DecodeOptions, DecodedImage, HeifError};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The library holds four bytes a sample, once as tiles and once together; more points than this do
/// not fit the memory of a reading.
const MAX_HEIC: usize = 26_000_000;
/// Above this there is no room for the library's own turning.
const MAX_TURNED: usize = 14_000_000;

/// Brands of still pictures in HEVC (ISO/IEC 23008-12), and the general ones.
const BRANDS: [&[u8; 4]; 8] =
    [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"];

/// Whether the bytes begin as a HEIC does.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    let is_box = bytes.get(4..8) == Some(b"ftyp");
    is_box && bytes.get(8..12).is_some_and(|brand| BRANDS.iter().any(|b| b.as_slice() == brand))
}

/// Its first picture.
pub(super) fn open(bytes: &[u8]) -> Result<Picture, Fault> {
    stay_on_this_thread();
    // The library is young: should it fall over its input, the file is broken, not the reading.
    let decoded = catch_unwind(AssertUnwindSafe(|| decode(bytes)));
    decoded.unwrap_or(Err(Fault::Broken))
}

/// The library shares its work with rayon, which would start threads. A pool that consists of the
/// calling thread alone starts none. It is kept as long as the thread lives: rayon knows no way back,
/// and a thread that has one already keeps it.
fn stay_on_this_thread() {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build();
    std::mem::forget(pool);
}

fn decode(bytes: &[u8]) -> Result<Picture, Fault> {
    let info = heic_decoder::probe(bytes).map_err(|error| fault(&error))?;
    let size = |side: usize| u32::try_from(side).map_err(|_| Fault::TooLarge);
    let points = check_size(size(info.coded_width)?, size(info.coded_height)?)?;
    if points > MAX_HEIC {
        return Err(Fault::TooLarge);
    }
    let apply_transforms = points <= MAX_TURNED;
    let image = heic_decoder::decode_with(bytes, &DecodeOptions { apply_transforms })
        .map_err(|error| fault(&error))?;
    let orientation = if apply_transforms { 1 } else { orientation(&image) };
    Ok(to_grey(&image)?.oriented(orientation))
}

/// What EXIF says; iPhones write the same there as in the container.
fn orientation(image: &DecodedImage) -> u8 {
    let exif = image.metadata.exif.as_deref();
    let found = exif.and_then(image::metadata::Orientation::from_exif_chunk);
    found.map_or(1, image::metadata::Orientation::to_exif)
}

fn fault(error: &HeifError) -> Fault {
    match error {
        HeifError::LimitExceeded(_) => Fault::TooLarge,
        HeifError::Unsupported(_) => Fault::Unsupported,
        _ => Fault::Broken,
    }
}

/// Colour is only needed to tell ink from ink: the matrix of BT.601 at full range is near enough to
/// whatever the file says.
fn to_grey(image: &DecodedImage) -> Result<Picture, Fault> {
    let (width, height) = (image.width, image.height);
    let count = width.checked_mul(height).ok_or(Fault::TooLarge)?;
    if count == 0 || image.y.len() != count {
        return Err(Fault::Broken);
    }
    let eight = |sample: i32, depth: u32| {
        let shifted =
            if depth >= 8 { sample >> (depth - 8).min(24) } else { sample << (8 - depth) };
        shifted.clamp(0, 255)
    };
    let depth = image.bit_depth_luma;
    if image.cb_width == 0 || image.cb_height == 0 {
        let grey = image.y.iter().map(|y| byte(eight(*y, depth))).collect();
        return Ok(Picture::new(width, height, grey));
    }
    let (across, down) = (width.div_ceil(image.cb_width), height.div_ceil(image.cb_height));
    let chroma = move |plane: &[i32], x: usize, y: usize| {
        let at = (y / down.max(1)) * image.cb_width + x / across.max(1);
        plane.get(at).map_or(0, |sample| eight(*sample, image.bit_depth_chroma) - 128)
    };
    let points = image.y.iter().enumerate().map(move |(at, y)| {
        let (x, row) = (at % width, at / width);
        let (cb, cr) = (chroma(&image.cb, x, row), chroma(&image.cr, x, row));
        let y = eight(*y, depth);
        let (r, b) = (y + ((359 * cr) >> 8), y + ((454 * cb) >> 8));
        [byte(r), byte(y - ((88 * cb + 183 * cr) >> 8)), byte(b)]
    });
    Ok(from_rgb(width, height, points))
}

fn byte(value: i32) -> u8 {
    u8::try_from(value.clamp(0, 255)).unwrap_or(u8::MAX)
}
