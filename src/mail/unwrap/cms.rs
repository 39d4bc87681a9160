//! S/MIME containers (RFC 5652 as RFC 8551 uses it): the content of a signed or compressed message, by a
//! small walk that reads BER with indefinite lengths. Checks no signature and knows no key.
use data_encoding::BASE64;

/// Deepest nesting of octet strings made of octet strings.
const DEPTH_LIMIT: usize = 4;
/// Most values that are stepped over inside one of indefinite length.
const VALUE_LIMIT: usize = 200_000;

const SIGNED: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2];
const ENVELOPED: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 3];
const ENCRYPTED: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 6];
const COMPRESSED: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 1, 9];
const AUTH_ENVELOPED: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 1, 23];

const SEQUENCE: u8 = 0x30;
const OID: u8 = 0x06;
const OCTETS: u8 = 0x04;
const OCTETS_IN_PIECES: u8 = 0x24;
const EXPLICIT: u8 = 0xa0;

/// What a container holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Content {
    Clear(Vec<u8>),
    /// Encrypted for someone.
    Sealed,
    /// A signature without the text it signs, or certificates only.
    Nothing,
}

/// Opens a container written as DER, BER, PEM or bare base64. `None`: it is no container.
pub(super) fn open(bytes: &[u8], room: usize) -> Option<Content> {
    if bytes.first() == Some(&SEQUENCE) {
        return content(bytes, room);
    }
    let head = bytes.get(..bytes.len().min(200)).unwrap_or_default().trim_ascii_start();
    let armoured = head.starts_with(b"-----BEGIN ");
    if !armoured && !head.starts_with(b"MI") || bytes.len() > room {
        return None;
    }
    let letters: Vec<u8> = bytes
        .split(|b| *b == b'\n')
        .filter(|line| !line.starts_with(b"-----"))
        .flatten()
        .copied()
        .filter(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'='))
        .collect();
    content(&BASE64.decode(&letters).ok()?, room)
}

fn content(bytes: &[u8], room: usize) -> Option<Content> {
    let (outer, _) = value(bytes)?;
    let (kind, rest) = value(outer.tagged(SEQUENCE)?)?;
    let (wrapped, _) = value(rest)?;
    let (inner, _) = value(wrapped.tagged(EXPLICIT)?)?;
    match kind.tagged(OID)? {
        SIGNED => Some(match encapsulated(inner.content) {
            Some(value) if !value.is_empty() && value.len() <= room => Content::Clear(value),
            _ => Content::Nothing,
        }),
        COMPRESSED => Some(match encapsulated(inner.content) {
            Some(value) => inflated(&value, room).map_or(Content::Nothing, Content::Clear),
            None => Content::Nothing,
        }),
        ENVELOPED | ENCRYPTED | AUTH_ENVELOPED => Some(Content::Sealed),
        _ => None,
    }
}

fn inflated(value: &[u8], room: usize) -> Option<Vec<u8>> {
    let room = room.min(super::INFLATED_LIMIT);
    miniz_oxide::inflate::decompress_to_vec_zlib_with_limit(value, room).ok()
}

/// The octets of `encapContentInfo`: the first sequence that begins with an object identifier, after
/// the version and the set or sequence of algorithms.
fn encapsulated(fields: &[u8]) -> Option<Vec<u8>> {
    let (_version, rest) = value(fields)?;
    let (_algorithms, rest) = value(rest)?;
    let (info, _) = value(rest)?;
    let (_kind, rest) = value(info.tagged(SEQUENCE)?)?;
    let (explicit, _) = value(rest)?;
    let (octets, _) = value(explicit.tagged(EXPLICIT)?)?;
    let mut all = Vec::new();
    gather(&octets, 0, &mut all)?;
    Some(all)
}

/// Octets, whole or in pieces.
fn gather(octets: &Value<'_>, depth: usize, all: &mut Vec<u8>) -> Option<()> {
    match octets.tag {
        OCTETS => all.extend_from_slice(octets.content),
        OCTETS_IN_PIECES if depth < DEPTH_LIMIT => {
            let mut rest = octets.content;
            while let Some((piece, after)) = value(rest) {
                gather(&piece, depth + 1, all)?;
                rest = after;
            }
        }
        // PKCS #7 of old programs puts the content there without an octet string.
        _ if depth == 0 => all.extend_from_slice(octets.content),
        _ => return None,
    }
    Some(())
}

/// One value: its tag and what is in it.
struct Value<'a> {
    tag: u8,
    content: &'a [u8],
}

impl<'a> Value<'a> {
    fn tagged(&self, tag: u8) -> Option<&'a [u8]> {
        (self.tag == tag).then_some(self.content)
    }
}

/// The first value and what follows it. A value that is cut off is what there is of it.
fn value(bytes: &[u8]) -> Option<(Value<'_>, &[u8])> {
    let (tag, length, rest) = header(bytes)?;
    if tag == 0 {
        return None; // end-of-contents
    }
    let Some(length) = length else {
        let (content, rest) = indefinite(rest);
        return Some((Value { tag, content }, rest));
    };
    let (content, rest) = rest.split_at(length.min(rest.len()));
    Some((Value { tag, content }, rest))
}

/// Content up to its end-of-contents, and what follows.
fn indefinite(bytes: &[u8]) -> (&[u8], &[u8]) {
    let mut rest = bytes;
    let mut depth = 1_usize;
    for _ in 0..VALUE_LIMIT {
        let here = bytes.len() - rest.len();
        let Some((tag, length, after)) = header(rest) else { break };
        rest = match (tag, length) {
            (0, Some(0)) => {
                depth -= 1;
                if depth == 0 {
                    return (bytes.get(..here).unwrap_or_default(), after);
                }
                after
            }
            (_, Some(length)) => after.get(length..).unwrap_or_default(),
            (_, None) => {
                depth += 1;
                after
            }
        };
    }
    (bytes, &[])
}

/// Tag, length (`None`: indefinite) and what follows. Tags of several bytes do not occur here.
fn header(bytes: &[u8]) -> Option<(u8, Option<usize>, &[u8])> {
    let (&tag, rest) = bytes.split_first()?;
    let (&first, rest) = rest.split_first()?;
    if tag & 0x1f == 0x1f {
        return None;
    }
    match first {
        0x80 => Some((tag, None, rest)),
        0..0x80 => Some((tag, Some(usize::from(first)), rest)),
        _ => {
            let count = usize::from(first & 0x7f);
            let (digits, rest) = rest.split_at_checked(count)?;
            if count > 8 {
                return None;
            }
            let length = digits.iter().fold(0_u64, |all, b| (all << 8) | u64::from(*b));
            Some((tag, Some(usize::try_from(length).unwrap_or(usize::MAX)), rest))
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use proptest::prelude::*;

    fn der(tag: u8, content: &[u8]) -> Vec<u8> {
        let length = content.len();
        let mut all = vec![tag];
        match length {
            0..0x80 => all.push(length as u8),
            _ => all.extend([0x83, (length >> 16) as u8, (length >> 8) as u8, length as u8]),
        }
        all.extend_from_slice(content);
        all
    }

    fn open_ended(tag: u8, content: &[u8]) -> Vec<u8> {
        [&[tag, 0x80], content, &[0, 0]].concat()
    }

    /// A container around `inner`, as OpenSSL streams it (`ber`) or as Outlook writes it.
    pub fn container(kind: &[u8], inner: &[u8], ber: bool) -> Vec<u8> {
        let shell = if ber { open_ended } else { der };
        let octets = if ber {
            let pieces: Vec<u8> = inner.chunks(7).flat_map(|c| der(OCTETS, c)).collect();
            open_ended(OCTETS_IN_PIECES, &pieces)
        } else {
            der(OCTETS, inner)
        };
        let data = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1];
        let info = shell(SEQUENCE, &[der(OID, &data), shell(EXPLICIT, &octets)].concat());
        let fields = [der(2, &[1]), der(0x31, &[]), info, der(0x31, &[])].concat();
        shell(SEQUENCE, &[der(OID, kind), shell(EXPLICIT, &shell(SEQUENCE, &fields))].concat())
    }

    pub fn signed(inner: &[u8], ber: bool) -> Vec<u8> {
        container(SIGNED, inner, ber)
    }

    #[test]
    fn content_comes_out_of_every_writing() {
        let inner =
            b"Content-Type: text/plain\r\n\r\nMohon reset kata sandi akun kami.\r\n".repeat(9);
        let clear = Some(Content::Clear(inner.clone()));
        for ber in [false, true] {
            let bytes = signed(&inner, ber);
            assert_eq!(open(&bytes, 10_000), clear);
            let base64 = BASE64.encode(&bytes);
            let pem = format!("-----BEGIN PKCS7-----\r\n{base64}\r\n-----END PKCS7-----\r\n");
            assert_eq!(open(pem.as_bytes(), 10_000), clear);
            assert_eq!(open(base64.as_bytes(), 10_000), clear);
            assert_eq!(open(&bytes, 10), Some(Content::Nothing));
            let packed = miniz_oxide::deflate::compress_to_vec_zlib(&inner, 6);
            assert_eq!(open(&container(COMPRESSED, &packed, ber), 10_000), clear);
            assert_eq!(open(&container(COMPRESSED, &packed, ber), 100), Some(Content::Nothing));
            assert_eq!(open(&container(ENVELOPED, &inner, ber), 10_000), Some(Content::Sealed));
        }
        assert_eq!(open(&signed(b"", false), 10_000), Some(Content::Nothing));
        assert_eq!(open(b"%PDF-1.4", 10_000), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_survived(mut bytes in proptest::collection::vec(any::<u8>(), 0..200), at in 0usize..400, ber: bool) {
            let _ = open(&bytes, 1_000);
            bytes.insert(0, SEQUENCE);
            let _ = open(&bytes, 1_000);
            let mut whole = signed(&bytes, ber);
            let at = at % whole.len();
            whole[at] ^= 0x83;
            let _ = open(&whole, 1_000);
            let _ = open(&whole[..at], 1_000);
        }
    }

    #[test]
    fn a_tower_of_open_ends_is_walked_once() {
        let _ = open(&[0x30, 0x80].repeat(1_000_000), 1_000);
    }
}
