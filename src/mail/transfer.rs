//! Transfer encodings: base64 and quoted-printable, read leniently. Knows no header and no part.

/// Bytes of a part from which it is judged whether it is base64 at all.
const SAMPLE: usize = 4 * 1024;
/// Longest line that is looked at behind the end of a base64 text.
const NEXT_LINE: usize = 1024;
/// A line of letters as long as this is no word.
const FULL_LINE: usize = 56;

/// What a byte is to base64.
enum Sign {
    Digit(u8),
    Pad,
    Blank,
    Alien,
}

fn sign(byte: u8) -> Sign {
    match byte {
        b'A'..=b'Z' => Sign::Digit(byte - b'A'),
        b'a'..=b'z' => Sign::Digit(byte - b'a' + 26),
        b'0'..=b'9' => Sign::Digit(byte - b'0' + 52),
        b'+' => Sign::Digit(62),
        b'/' => Sign::Digit(63),
        b'=' => Sign::Pad,
        b' ' | b'\t' | b'\r' | b'\n' => Sign::Blank,
        _ => Sign::Alien,
    }
}

/// Decodes base64 (RFC 2045 §6.8), leaving out what does not belong there: alien bytes, wrong or
/// missing padding, plain text behind the end. Pieces encoded one by one and put together are read on.
/// The flag tells whether all was clean.
pub(crate) fn base64(body: &[u8]) -> (Vec<u8>, bool) {
    if let Some(bytes) = whole_base64(body) {
        return (bytes, true);
    }
    let mut bytes: Vec<u8> = Vec::with_capacity(body.len() / 4 * 3 + 3);
    let mut clean = true;
    let mut bits: u32 = 0;
    let mut digits: u8 = 0;
    // How much of the rest was already found to go on behind a padding.
    let mut trusted = body.len();
    let mut rest = body;
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        match sign(byte) {
            Sign::Digit(value) => {
                bits = (bits << 6) | u32::from(value);
                digits += 1;
                if digits == 4 {
                    let [_, a, b, c] = bits.to_be_bytes();
                    bytes.extend_from_slice(&[a, b, c]);
                    (bits, digits) = (0, 0);
                }
            }
            Sign::Blank if !(digits == 0 && is_blank_line(byte, rest)) => {}
            // Behind a padding or a blank line comes another piece, or something else altogether.
            Sign::Pad | Sign::Blank => {
                clean &= finish(&mut bytes, bits, digits);
                (bits, digits) = (0, 0);
                let left = without_pads(rest);
                if !left.is_empty() && !bytes.is_empty() && left.len() < trusted {
                    let Some(line) = next_piece(left) else {
                        return (bytes, false);
                    };
                    trusted = left.len() - line;
                }
                rest = left;
            }
            Sign::Alien => clean = false,
        }
    }
    clean &= finish(&mut bytes, bits, digits);
    (bytes, clean)
}

/// The quick way for what nearly every program writes: full lines without a gap, padded as it should be.
fn whole_base64(body: &[u8]) -> Option<Vec<u8>> {
    let mut digits: Vec<u8> = Vec::with_capacity(body.len());
    for line in body.trim_ascii_end().split(|b| *b == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            return None;
        }
        digits.extend_from_slice(line);
    }
    data_encoding::BASE64.decode(&digits).ok()
}

/// Writes the bytes of an unfinished group; false where its last digit is of no use.
fn finish(bytes: &mut Vec<u8>, bits: u32, digits: u8) -> bool {
    let [_, a, b, _] = (bits << (6 * u32::from(4 - digits.min(4)))).to_be_bytes();
    match digits {
        2 => bytes.push(a),
        3 => bytes.extend_from_slice(&[a, b]),
        _ => {}
    }
    digits != 1
}

/// Whether a line ends here and the next one is empty.
fn is_blank_line(byte: u8, rest: &[u8]) -> bool {
    byte == b'\n' && (rest.starts_with(b"\n") || rest.starts_with(b"\r\n"))
}

fn without_pads(rest: &[u8]) -> &[u8] {
    let over = |b: &u8| matches!(sign(*b), Sign::Pad | Sign::Blank);
    let end = rest.iter().position(|b| !over(b)).unwrap_or(rest.len());
    rest.get(end..).unwrap_or_default()
}

/// The length of the next line where it is a whole piece of base64.
fn next_piece(left: &[u8]) -> Option<usize> {
    let line = left.get(..left.len().min(NEXT_LINE)).unwrap_or_default();
    let length = memchr::memchr(b'\n', line).unwrap_or(line.len());
    let line = line.get(..length).unwrap_or_default().trim_ascii_end();
    let legal = line.iter().all(|b| matches!(sign(*b), Sign::Digit(_) | Sign::Pad));
    let whole = line.len().is_multiple_of(4) || line.len() >= FULL_LINE;
    (legal && whole).then_some(length)
}

/// Whether a text that claims to be base64 can be that: words with blanks between them, or many bytes
/// that base64 does not know, are no base64.
pub(crate) fn may_be_base64(body: &[u8]) -> bool {
    let sample = body.get(..body.len().min(SAMPLE)).unwrap_or_default();
    let (mut digits, mut strange, mut pads) = (0usize, 0usize, 0usize);
    let mut rest = sample;
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        match sign(byte) {
            Sign::Digit(_) => {
                digits += 1;
                let gap = tail.iter().take(3).take_while(|b| **b == b' ').count();
                let word = tail.get(gap).is_some_and(|b| matches!(sign(*b), Sign::Digit(_)));
                strange += usize::from(gap > 0 && word);
            }
            Sign::Alien => strange += 1,
            Sign::Pad => pads += 1,
            Sign::Blank => {}
        }
    }
    // A right padding is proof enough for a short text with a stray byte in it.
    let padded = matches!(pads, 1 | 2) && (digits + pads).is_multiple_of(4);
    digits + strange < 4 || strange * if padded { 8 } else { 20 } <= digits
}

/// RFC 2045 §6.7, lenient: what is no escape stays as it is.
pub(crate) fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(body.len());
    for line in body.split_inclusive(|&b| b == b'\n') {
        let (text, ending): (&[u8], &[u8]) = match line.strip_suffix(b"\n") {
            Some(text) => match text.strip_suffix(b"\r") {
                Some(text) => (text, b"\r\n"),
                None => (text, b"\n"),
            },
            None => (line, b""),
        };
        let text = text.trim_ascii_end();
        let (text, soft) = match text.strip_suffix(b"=") {
            Some(text) => (text, true),
            None => (text, false),
        };
        unescape(b'=', text, &mut bytes);
        if !soft {
            bytes.extend_from_slice(ending);
        }
    }
    bytes
}

/// Resolves a mark followed by two hexadecimal digits (`=C3`, `%C3`); what is no escape stays.
pub(crate) fn unescape(mark: u8, text: &[u8], bytes: &mut Vec<u8>) {
    let mut rest = text;
    while let Some(at) = memchr::memchr(mark, rest) {
        let (before, after) = rest.split_at_checked(at).unwrap_or((rest, b""));
        bytes.extend_from_slice(before);
        rest = match after {
            [_, high, low, tail @ ..] => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => {
                    bytes.push((high << 4) | low);
                    tail
                }
                _ => literal(after, bytes),
            },
            _ => literal(after, bytes),
        };
    }
    bytes.extend_from_slice(rest);
}

fn literal<'a>(text: &'a [u8], bytes: &mut Vec<u8>) -> &'a [u8] {
    match text.split_first() {
        Some((byte, tail)) => {
            bytes.push(*byte);
            tail
        }
        None => text,
    }
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|d| u8::try_from(d).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn quoted_printable_keeps_what_is_no_escape() {
        assert_eq!(quoted_printable(b"a=3D=\nb =C3=A9 =ZZ\n"), "a=b é =ZZ\n".as_bytes());
        assert_eq!(quoted_printable(b"a =  \r\nb  \r\n=c3=a9="), "a b\r\né".as_bytes());
        assert_eq!(quoted_printable(b"=3"), b"=3");
    }

    #[test]
    fn base64_with_all_that_happens_to_it() {
        let read = |text: &str| base64(text.as_bytes());
        assert_eq!(read("SGFs\r\nbyE=\r\n"), (b"Halo!".to_vec(), true));
        assert_eq!(read("SGFsbyE"), (b"Halo!".to_vec(), true));
        assert_eq!(read("SG!Fs\u{a0}byE="), (b"Halo!".to_vec(), false));
        assert_eq!(read("SGFsbyE=\nSGFsbyE=\n"), (b"Halo!Halo!".to_vec(), true));
        assert_eq!(read("SGFsbyE= milis"), (b"Halo!".to_vec(), false));
        assert_eq!(read("SGFsbyE=\n_______\nmilis kantor\n"), (b"Halo!".to_vec(), false));
        assert_eq!(
            read("SGFsbyEh\r\n\r\nSGFs\r\n\r\nmilis kantor"),
            (b"Halo!!Hal".to_vec(), false)
        );
        assert_eq!(read("SGFsbyEh===="), (b"Halo!!".to_vec(), true));
        assert_eq!(read("SGFsb"), (b"Hal".to_vec(), false));
        assert_eq!(read(""), (Vec::new(), true));
    }

    #[test]
    fn words_are_no_base64() {
        assert!(!may_be_base64(b"Yth. Bapak/Ibu, mohon reset password\n"));
        assert!(!may_be_base64(b"Yth Bapak Ibu mohon reset\n"));
        assert!(!may_be_base64(b"Permohonan  penggantian katasandi\nuntuk administrator agensi\n"));
        assert!(may_be_base64(b"SGFsbyBCYXBhayBJYnU=\n"));
        assert!(may_be_base64(b"SGFsbyBCYXBhayBJYnU \nSGFsbyBCYXBhayBJYnU SGFs\n"));
        assert!(may_be_base64(b"SGFs*byBCYXA=\n") && !may_be_base64(b"SGFs*byBCYXA\n"));
        assert!(may_be_base64(b""));
    }

    proptest! {
        #[test]
        fn what_was_encoded_is_decoded(bytes in proptest::collection::vec(any::<u8>(), 0..300), width in 1usize..80) {
            let text = data_encoding::BASE64.encode(&bytes);
            let lines: Vec<&str> = text.as_bytes().chunks(width).filter_map(|c| std::str::from_utf8(c).ok()).collect();
            prop_assert_eq!(base64(lines.join("\r\n").as_bytes()), (bytes, true));
        }

        #[test]
        fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            prop_assert!(base64(&bytes).0.len() <= bytes.len());
            prop_assert!(quoted_printable(&bytes).len() <= bytes.len());
            let _ = may_be_base64(&bytes);
        }
    }
}
