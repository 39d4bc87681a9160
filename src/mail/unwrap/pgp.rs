//! OpenPGP armour within texts (RFC 9580 §6, §7): clear-signed words without their armour, messages that
//! are only signed or packed. Checks no signature and opens nothing encrypted.
use data_encoding::BASE64;
use miniz_oxide::inflate::{decompress_to_vec_with_limit, decompress_to_vec_zlib_with_limit};

const CLEAR: &[u8] = b"-----BEGIN PGP SIGNED MESSAGE-----";
const SIGNATURE: &[u8] = b"-----BEGIN PGP SIGNATURE-----";
const SIGNATURE_END: &[u8] = b"-----END PGP SIGNATURE-----";
const MESSAGE: &[u8] = b"-----BEGIN PGP MESSAGE-----";
const MESSAGE_END: &[u8] = b"-----END PGP MESSAGE-----";

/// Deepest nesting of packed packets, and most packets of one sequence.
const DEPTH_LIMIT: usize = 3;
const PACKET_LIMIT: usize = 50;

/// The words of a text without armour.
pub(super) struct Found {
    pub text: Vec<u8>,
    /// Something encrypted was met; it stays as it is.
    pub sealed: bool,
}

/// Takes the armour off; `None` where there is none.
pub(super) fn open(text: &[u8], room: usize) -> Option<Found> {
    memchr::memmem::find(text, b"-----BEGIN PGP ")?;
    let mut found = Found { text: Vec::with_capacity(text.len()), sealed: false };
    let mut rest = text;
    let mut any = false;
    while !rest.is_empty() {
        let (line, after) = cut_line(rest);
        let bare = line.trim_ascii_end();
        rest = after;
        if bare == CLEAR {
            any = true;
            rest = clear(after, &mut found.text);
        } else if bare == MESSAGE {
            any = true;
            let (armour, behind) = up_to(after, MESSAGE_END);
            match literal(armour, room.saturating_sub(found.text.len())) {
                Some(words) => found.text.extend_from_slice(&words),
                None => {
                    found.sealed = true;
                    let length = rest.len() - behind.len();
                    found.text.extend_from_slice(line);
                    found.text.extend_from_slice(rest.get(..length).unwrap_or_default());
                }
            }
            rest = behind;
        } else {
            found.text.extend_from_slice(line);
        }
    }
    any.then_some(found)
}

fn cut_line(text: &[u8]) -> (&[u8], &[u8]) {
    let end = memchr::memchr(b'\n', text).map_or(text.len(), |n| n + 1);
    text.split_at(end)
}

/// What stands before the line `mark`, and what follows it.
fn up_to<'a>(text: &'a [u8], mark: &[u8]) -> (&'a [u8], &'a [u8]) {
    let mut rest = text;
    while !rest.is_empty() {
        let (line, after) = cut_line(rest);
        if line.trim_ascii_end() == mark {
            return (text.get(..text.len() - rest.len()).unwrap_or_default(), after);
        }
        rest = after;
    }
    (text, &[])
}

/// Clear-signed words: armour headers up to the empty line, then text with `- ` before dashes, then
/// the signature. Gives what follows.
fn clear<'a>(text: &'a [u8], out: &mut Vec<u8>) -> &'a [u8] {
    let mut rest = text;
    let mut headers = true;
    while !rest.is_empty() {
        let (line, after) = cut_line(rest);
        let bare = line.trim_ascii_end();
        if headers {
            let hash = bare.starts_with(b"Hash:")
                || bare.starts_with(b"Charset:")
                || bare.starts_with(b"Comment:")
                || bare.starts_with(b"Version:");
            headers = hash;
            if hash || bare.is_empty() {
                rest = after;
                continue;
            }
        }
        if bare == SIGNATURE {
            return up_to(after, SIGNATURE_END).1;
        }
        out.extend_from_slice(line.strip_prefix(b"- ").unwrap_or(line));
        rest = after;
    }
    rest
}

/// The words of an armoured message that is only packed or signed.
fn literal(armour: &[u8], room: usize) -> Option<Vec<u8>> {
    let mut lines = armour.split(|b| *b == b'\n').map(<[u8]>::trim_ascii).peekable();
    while lines.next_if(|line| line.windows(2).any(|w| w == b": ")).is_some() {}
    let mut letters = Vec::with_capacity(armour.len());
    for line in lines {
        if line.first() == Some(&b'=') && line.len() == 5 {
            break; // the checksum
        }
        letters.extend_from_slice(line);
    }
    let bytes = BASE64.decode(&letters).ok()?;
    packets(&bytes, room.min(super::INFLATED_LIMIT), 0)
}

fn packets(bytes: &[u8], room: usize, depth: usize) -> Option<Vec<u8>> {
    let mut rest = bytes;
    for _ in 0..PACKET_LIMIT {
        let (tag, body, after) = packet(rest)?;
        match tag {
            8 if depth < DEPTH_LIMIT => {
                let (&method, packed) = body.split_first()?;
                let bytes = match method {
                    0 => packed.to_vec(),
                    1 => decompress_to_vec_with_limit(packed, room).ok()?,
                    2 => decompress_to_vec_zlib_with_limit(packed, room).ok()?,
                    _ => return None,
                };
                return packets(&bytes, room, depth + 1);
            }
            2 | 4 | 10 => rest = after,
            11 => {
                let length = usize::from(*body.get(1)?);
                return body.get(length.checked_add(6)?..).map(<[u8]>::to_vec);
            }
            _ => return None,
        }
    }
    None
}

/// One packet: its tag, its body, and what follows. Bodies in pieces are put together.
fn packet(bytes: &[u8]) -> Option<(u8, Vec<u8>, &[u8])> {
    let (&head, mut rest) = bytes.split_first()?;
    let number = |bytes: &[u8]| bytes.iter().fold(0_usize, |all, b| (all << 8) | usize::from(*b));
    if head & 0xc0 == 0x80 {
        let size = match head & 3 {
            3 => return Some(((head >> 2) & 15, rest.to_vec(), &[])),
            kind => 1_usize << kind,
        };
        let (digits, after) = rest.split_at_checked(size)?;
        let (body, after) = after.split_at(number(digits).min(after.len()));
        return Some(((head >> 2) & 15, body.to_vec(), after));
    }
    if head & 0xc0 != 0xc0 {
        return None;
    }
    let mut all = Vec::new();
    loop {
        let (&first, after) = rest.split_first()?;
        let (length, after, last) = match first {
            0..192 => (usize::from(first), after, true),
            192..224 => {
                let (&second, after) = after.split_first()?;
                ((usize::from(first) - 192) * 256 + usize::from(second) + 192, after, true)
            }
            224..255 => (1_usize << (first & 31), after, false),
            255 => {
                let (digits, after) = after.split_at_checked(4)?;
                (number(digits), after, true)
            }
        };
        let (body, after) = after.split_at(length.min(after.len()));
        all.extend_from_slice(body);
        if last || after.is_empty() {
            return Some((head & 63, all, after));
        }
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn clear_signed_words_lose_their_armour() {
        let text = b"Catatan.\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nMohon reset.\n\
            - -- \nSari\n-----BEGIN PGP SIGNATURE-----\n\niQEz\n=abcd\n-----END PGP SIGNATURE-----\nkaki\n";
        let found = open(text, 1_000).unwrap();
        assert_eq!(found.text, b"Catatan.\nMohon reset.\n-- \nSari\nkaki\n");
        assert!(!found.sealed);
        assert!(open(b"> -----BEGIN PGP SIGNED MESSAGE-----\n", 10).is_none());
    }

    fn armoured(packets: &[u8]) -> Vec<u8> {
        let base64 = BASE64.encode(packets);
        format!("-----BEGIN PGP MESSAGE-----\nVersion: x\n\n{base64}\n=abcd\n-----END PGP MESSAGE-----\n")
            .into_bytes()
    }

    #[test]
    fn a_packed_message_is_read_and_a_sealed_one_is_not() {
        let words = b"Mohon reset kata sandi.\n";
        let literal = [&[0xcb, words.len() as u8 + 6, b't', 0, 0, 0, 0, 0], &words[..]].concat();
        assert_eq!(open(&armoured(&literal), 1_000).unwrap().text, words);
        let packed = miniz_oxide::deflate::compress_to_vec(&literal, 6);
        let packed = [&[0xa3, 1], &packed[..]].concat();
        assert_eq!(open(&armoured(&packed), 1_000).unwrap().text, words);
        assert!(open(&armoured(&packed), 10).unwrap().sealed);
        let sealed = armoured(&[0xc1, 3, 1, 2, 3]);
        let found = open(&sealed, 1_000).unwrap();
        assert!(found.sealed);
        assert_eq!(found.text, sealed);
    }

    proptest! {
        #[test]
        fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..100), text in "(-----(BEGIN|END) PGP (MESSAGE|SIGNED MESSAGE|SIGNATURE)-----\n|[ -~]{0,20}\n){0,12}") {
            let _ = open(&armoured(&bytes), 1_000);
            let _ = open(text.as_bytes(), 1_000);
        }
    }
}
