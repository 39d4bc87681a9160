//! Seven-bit encodings with escapes and shifts: ISO 2022, HZ, UTF-7. Knows no mail.
use super::bounded;
use data_encoding::BASE64_NOPAD;
use encoding_rs::{EUC_JP, EUC_KR, Encoding, GBK, SHIFT_JIS, WINDOWS_1252};

/// What a byte means at the moment.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Set {
    Ascii,
    /// JIS X 0208.
    Japanese,
    /// JIS X 0212.
    Supplement,
    /// JIS X 0201, the half-wide Katakana.
    Katakana,
    Chinese,
    Korean,
}

/// Escape sequences without their ESC and what they select (RFC 1468, 1554, 1557, 1922). `true`: the
/// set is only made ready and used after a shift out.
const SELECTIONS: [(&[u8], Set, bool); 14] = [
    (b"(B", Set::Ascii, false),
    (b"(J", Set::Ascii, false),
    (b"(H", Set::Ascii, false),
    (b"(I", Set::Katakana, false),
    (b"$@", Set::Japanese, false),
    (b"$B", Set::Japanese, false),
    (b"$(B", Set::Japanese, false),
    (b"$(@", Set::Japanese, false),
    (b"$(D", Set::Supplement, false),
    (b"$A", Set::Chinese, false),
    (b"$(A", Set::Chinese, false),
    (b"$(C", Set::Korean, false),
    (b"$)C", Set::Korean, true),
    (b"$)A", Set::Chinese, true),
];

/// Whether the bytes hold an escape of ISO 2022.
pub(crate) fn holds_escapes(bytes: &[u8]) -> bool {
    let selects = |at: usize| {
        let rest = bytes.get(at + 1..).unwrap_or_default();
        SELECTIONS.iter().any(|(sequence, _, _)| rest.starts_with(sequence))
    };
    memchr::memchr_iter(0x1b, bytes).any(selects)
}

/// ISO 2022 to text; what cannot be read becomes U+FFFD.
pub(super) fn iso_2022(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    let (mut set, mut ready, mut shifted) = (Set::Ascii, Set::Ascii, false);
    let mut run: Vec<u8> = Vec::new();
    let mut rest = bytes;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        let now = if shifted { ready } else { set };
        let selected = (byte == 0x1b)
            .then(|| SELECTIONS.iter().find(|(sequence, _, _)| after.starts_with(sequence)))
            .flatten();
        match byte {
            0x1b if selected.is_some() => {
                flush(&mut run, now, &mut out);
                if let Some((sequence, to, later)) = selected {
                    *(if *later { &mut ready } else { &mut set }) = *to;
                    rest = after.get(sequence.len()..).unwrap_or_default();
                }
            }
            0x0e | 0x0f => {
                flush(&mut run, now, &mut out);
                shifted = byte == 0x0e;
                // Some Japanese programs shift to Katakana without saying so.
                if shifted && ready == Set::Ascii {
                    ready = Set::Katakana;
                }
            }
            b'\n' | b'\r' => {
                // Every set ends with its line (RFC 1468).
                flush(&mut run, now, &mut out);
                (set, shifted) = (Set::Ascii, false);
                out.push(char::from(byte));
            }
            _ => run.push(byte),
        }
    }
    flush(&mut run, if shifted { ready } else { set }, &mut out);
    out
}

/// Turns the bytes of one set into text by way of the eight-bit encoding that holds the same set.
fn flush(run: &mut Vec<u8>, set: Set, out: &mut String) {
    let bytes = std::mem::take(run);
    let high = || bytes.iter().map(|b| if matches!(b, 0x21..=0x7e) { b | 0x80 } else { *b });
    let through = |encoding: &'static Encoding, bytes: &[u8], out: &mut String| {
        out.push_str(&encoding.decode_without_bom_handling(bytes).0);
    };
    match set {
        Set::Ascii if bytes.is_ascii() => out.push_str(&String::from_utf8_lossy(&bytes)),
        // Programs that add raw Shift JIS to it.
        Set::Ascii => match std::str::from_utf8(&bytes) {
            Ok(text) => out.push_str(text),
            Err(_) => through(SHIFT_JIS, &bytes, out),
        },
        Set::Japanese => through(EUC_JP, &high().collect::<Vec<u8>>(), out),
        Set::Supplement => {
            let bytes: Vec<u8> = high().collect();
            let marked: Vec<u8> =
                bytes.chunks(2).flat_map(|pair| [&[0x8f], pair].concat()).collect();
            through(EUC_JP, &marked, out);
        }
        Set::Katakana => through(SHIFT_JIS, &high().collect::<Vec<u8>>(), out),
        Set::Chinese => through(GBK, &high().collect::<Vec<u8>>(), out),
        Set::Korean => through(EUC_KR, &high().collect::<Vec<u8>>(), out),
    }
}

/// HZ (RFC 1843): `~{` begins Chinese, `~}` ends it.
pub(super) fn hz(bytes: &[u8]) -> String {
    let mut plain: Vec<u8> = Vec::with_capacity(bytes.len());
    let mut chinese = false;
    let mut rest = bytes;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        let next = after.first().copied();
        match (byte, next, chinese) {
            (b'~', Some(b'{'), false) | (b'~', Some(b'}'), true) => {
                chinese = !chinese;
                rest = after.get(1..).unwrap_or_default();
            }
            (b'~', Some(b'~'), false) => {
                plain.push(b'~');
                rest = after.get(1..).unwrap_or_default();
            }
            (b'~', Some(b'\n'), false) => rest = after.get(1..).unwrap_or_default(),
            (0x21..=0x7e, _, true) => plain.push(byte | 0x80),
            (b'\n', _, true) => {
                chinese = false;
                plain.push(byte);
            }
            _ => plain.push(byte),
        }
    }
    GBK.decode_without_bom_handling(&plain).0.into_owned()
}

/// UTF-7 (RFC 2152). Signs that make markup are shown by signs that look alike when they come out of a
/// shifted run: whoever hides a `<` there wants it overlooked (security.md 89).
pub(super) fn utf7(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(at) = memchr::memchr(b'+', rest) {
        let (before, shifted) = rest.split_at_checked(at).unwrap_or((rest, &[]));
        out.push_str(&WINDOWS_1252.decode_without_bom_handling(before).0);
        let digits = shifted.get(1..).unwrap_or_default();
        let digit = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/');
        let length = digits.iter().position(|b| !digit(b)).unwrap_or(digits.len());
        let run = digits.get(..length).unwrap_or_default();
        let after = digits.get(length..).unwrap_or_default();
        if run.is_empty() {
            out.push('+');
        } else {
            match unshifted(run) {
                Some(text) => out.extend(text.chars().map(harmless)),
                None => {
                    out.push('+');
                    out.push_str(&String::from_utf8_lossy(run));
                    rest = after;
                    continue;
                }
            }
        }
        rest = after.strip_prefix(b"-").unwrap_or(after);
    }
    out.push_str(&WINDOWS_1252.decode_without_bom_handling(rest).0);
    bounded(out)
}

/// The UTF-16 that a shifted run holds; left-over bits are dropped.
fn unshifted(run: &[u8]) -> Option<String> {
    let whole = run.len() - usize::from(run.len() % 4 == 1);
    // The padding bits of the last digit must not be looked at: they are cut off with it.
    let bits: Vec<u8> = run.get(..whole)?.to_vec();
    let mut bytes = BASE64_NOPAD.decode(&bits).ok().or_else(|| {
        let mut padded = bits.clone();
        padded.extend_from_slice(match bits.len() % 4 {
            2 => b"AA",
            3 => b"A",
            _ => b"",
        });
        BASE64_NOPAD.decode(&padded).ok().map(|mut b| {
            b.truncate(bits.len() * 3 / 4);
            b
        })
    })?;
    bytes.truncate(bytes.len() / 2 * 2);
    let units =
        bytes.chunks_exact(2).map(|pair| pair.iter().fold(0_u16, |n, b| n << 8 | u16::from(*b)));
    let text: String =
        char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    Some(text).filter(|t| !t.is_empty())
}

fn harmless(c: char) -> char {
    match c {
        '<' => '‹',
        '>' => '›',
        _ => c,
    }
}
