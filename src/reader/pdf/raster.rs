//! The picture that a scanned page consists of, as it stands in the file. Knows no letters.
use lopdf::{Dictionary, Document, Object, Stream};

/// Points of one picture (`security.md` A5-85).
const MOST_POINTS: usize = 50_000_000;

/// A picture of the file.
#[derive(Debug)]
pub(in super::super) enum Raw {
    /// The bytes of a JPEG.
    Jpeg(Vec<u8>),
    /// Points row by row, 0 black.
    Grey { width: u32, height: u32, points: Vec<u8> },
}

/// The picture, where it is of a kind that needs no poppler: JPEG, or points that are packed without
/// loss.
pub(super) fn raw(document: &Document, stream: &Stream) -> Option<Raw> {
    let dict = &stream.dict;
    let plain = !dict.has(b"SMask") && !dict.has(b"Mask") && !is_true(dict, b"ImageMask");
    let (width, height) = (side(document, dict, b"Width")?, side(document, dict, b"Height")?);
    let points = width.checked_mul(height)?;
    if !plain || points > MOST_POINTS || points == 0 {
        return None;
    }
    let colours = Colours::of(document, dict)?;
    if stream.filters().is_ok_and(|f| f.len() == 1 && f.first() == Some(&b"DCTDecode".as_slice())) {
        let usual = matches!(colours, Colours::Grey | Colours::Rgb) && !dict.has(b"Decode");
        return usual.then(|| Raw::Jpeg(stream.content.clone()));
    }
    let packed = [b"FlateDecode".as_slice(), b"LZWDecode", b"ASCII85Decode"];
    if stream.filters().is_ok_and(|all| !all.iter().all(|f| packed.contains(f))) {
        return None;
    }
    let bits = dict.get_deref(b"BitsPerComponent", document).and_then(Object::as_i64).ok()?;
    let row = match (bits, &colours) {
        (8, Colours::Rgb) => width.checked_mul(3)?,
        (8, _) => width,
        (1, Colours::Grey | Colours::Palette(_)) => width.div_ceil(8),
        _ => return None,
    };
    let bytes = stream.get_plain_content_with_limit(row.checked_mul(height)? + 4096).ok()?;
    let turned = inverted(document, dict)?;
    let mut points = Vec::with_capacity(points);
    for line in bytes.chunks_exact(row).take(height) {
        match (bits, &colours) {
            (1, _) => points.extend((0..width).map(|x| {
                let byte = line.get(x / 8).copied().unwrap_or(0);
                colours.grey(usize::from(byte >> (7 - x % 8) & 1), 255)
            })),
            (_, Colours::Rgb) => points.extend(line.chunks_exact(3).map(luma)),
            _ => points.extend(line.iter().map(|value| colours.grey(usize::from(*value), 1))),
        }
    }
    if turned {
        points.iter_mut().for_each(|p| *p = 255 - *p);
    }
    // A file that ends early has white below.
    points.resize(width * height, 255);
    let side = |n: usize| u32::try_from(n).ok();
    Some(Raw::Grey { width: side(width)?, height: side(height)?, points })
}

/// What the numbers of a point mean.
enum Colours {
    Grey,
    Rgb,
    /// The grey of each number.
    Palette(Vec<u8>),
}

impl Colours {
    fn of(document: &Document, dict: &Dictionary) -> Option<Colours> {
        let space = dict.get_deref(b"ColorSpace", document).ok()?;
        if let Ok(name) = space.as_name() {
            return Colours::named(name);
        }
        let array = space.as_array().ok()?;
        let at = |n: usize| array.get(n).and_then(|o| document.dereference(o).ok()).map(|o| o.1);
        match at(0)?.as_name().ok()? {
            b"ICCBased" => {
                let profile = at(1)?.as_stream().ok()?;
                match profile.dict.get_deref(b"N", document).and_then(Object::as_i64).ok()? {
                    1 => Some(Colours::Grey),
                    3 => Some(Colours::Rgb),
                    _ => None,
                }
            }
            b"Indexed" => {
                let base = at(1)?;
                let rgb = match base.as_name() {
                    Ok(name) => Colours::named(name)?,
                    Err(_) => Colours::of_array(document, base)?,
                };
                let table = match at(3)? {
                    Object::String(bytes, _) => bytes.clone(),
                    Object::Stream(stream) => stream.get_plain_content_with_limit(4096).ok()?,
                    _ => return None,
                };
                Some(Colours::Palette(match rgb {
                    Colours::Rgb => table.chunks_exact(3).map(luma).collect(),
                    _ => table,
                }))
            }
            name => Colours::named(name),
        }
    }

    fn of_array(document: &Document, space: &Object) -> Option<Colours> {
        let mut holder = Dictionary::new();
        holder.set("ColorSpace", space.clone());
        let nested = space.as_array().ok()?.first()?.as_name().ok()? == b"Indexed";
        if nested { None } else { Colours::of(document, &holder) }
    }

    fn named(name: &[u8]) -> Option<Colours> {
        match name {
            b"DeviceGray" | b"CalGray" | b"G" => Some(Colours::Grey),
            b"DeviceRGB" | b"CalRGB" | b"RGB" => Some(Colours::Rgb),
            _ => None,
        }
    }

    /// The grey of one number; `full` is what white is to be multiplied with.
    fn grey(&self, value: usize, full: usize) -> u8 {
        match self {
            Colours::Palette(table) => table.get(value).copied().unwrap_or(255),
            _ => u8::try_from(value * full).unwrap_or(255),
        }
    }
}

/// The parts of a colour weigh as the eye weighs them (ITU-R BT.601).
fn luma(rgb: &[u8]) -> u8 {
    let [r, g, b] = rgb else { return 255 };
    let sum = 299 * u32::from(*r) + 587 * u32::from(*g) + 114 * u32::from(*b);
    u8::try_from(sum / 1000).unwrap_or(255)
}

/// Whether `/Decode` exchanges black and white; `None` where it does something else.
fn inverted(document: &Document, dict: &Dictionary) -> Option<bool> {
    let Ok(decode) = dict.get_deref(b"Decode", document).and_then(Object::as_array) else {
        return Some(false);
    };
    let numbers: Vec<f32> = decode.iter().filter_map(|o| o.as_float().ok()).collect();
    let all = |pair: [f32; 2]| numbers.chunks(2).all(|two| two == pair);
    match (all([0.0, 1.0]), all([1.0, 0.0])) {
        (true, _) => Some(false),
        (_, true) => Some(true),
        _ => None,
    }
}

fn side(document: &Document, dict: &Dictionary, key: &[u8]) -> Option<usize> {
    usize::try_from(dict.get_deref(key, document).and_then(Object::as_i64).ok()?).ok()
}

fn is_true(dict: &Dictionary, key: &[u8]) -> bool {
    dict.get(key).and_then(Object::as_bool).unwrap_or(false)
}
