//! BER to DER: containers come with indefinite lengths and octets in pieces (NSS and OpenSSL write them
//! so), and only one writing of a value may be compared or hashed. Knows tags and lengths, no meaning.

/// Deepest nesting that is followed.
const DEPTH_LIMIT: usize = 32;

const OCTETS: u8 = 0x04;
const CONSTRUCTED: u8 = 0x20;
/// Low bits that announce a tag of several bytes; they do not occur in what is read here.
const LONG_TAG: u8 = 0x1f;

/// The first value of `bytes` in DER, and what follows it. `None`: it is cut off, nested too deep or
/// written in a way that none of the known programs uses.
pub(super) fn der(bytes: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let mut out = Vec::with_capacity(bytes.len());
    let rest = value(bytes, DEPTH_LIMIT, &mut out)?;
    Some((out, rest))
}

fn value<'a>(bytes: &'a [u8], depth: usize, out: &mut Vec<u8>) -> Option<&'a [u8]> {
    let (tag, length, rest) = header(bytes)?;
    if tag & CONSTRUCTED == 0 {
        let (content, rest) = rest.split_at_checked(length?)?;
        put(tag, content, out);
        return Some(rest);
    }
    let depth = depth.checked_sub(1)?;
    let whole = tag & !CONSTRUCTED == OCTETS;
    let mut inner = Vec::new();
    let mut one = |bytes: &'a [u8]| match whole {
        true => piece(bytes, depth, &mut inner),
        false => value(bytes, depth, &mut inner),
    };
    let rest = match length {
        Some(length) => {
            let (mut content, rest) = rest.split_at_checked(length)?;
            while !content.is_empty() {
                content = one(content)?;
            }
            rest
        }
        None => {
            let mut content = rest;
            loop {
                if let Some(rest) = content.strip_prefix(&[0, 0]) {
                    break rest;
                }
                content = one(content)?;
            }
        }
    };
    // Text in pieces would keep a tag that DER does not know; octets become one string.
    let universal = tag & 0xc0 == 0;
    if universal && !whole && !matches!(tag & LONG_TAG, 0x10 | 0x11) {
        return None;
    }
    put(if whole { OCTETS } else { tag }, &inner, out);
    Some(rest)
}

/// One piece of a string of octets, itself perhaps in pieces.
fn piece<'a>(bytes: &'a [u8], depth: usize, out: &mut Vec<u8>) -> Option<&'a [u8]> {
    let mut written = Vec::new();
    let rest = value(bytes, depth, &mut written)?;
    let (tag, length, content) = header(&written)?;
    if tag != OCTETS {
        return None;
    }
    out.extend_from_slice(content.get(..length?)?);
    Some(rest)
}

/// Tag, length (`None`: indefinite) and what follows.
fn header(bytes: &[u8]) -> Option<(u8, Option<usize>, &[u8])> {
    let (&tag, rest) = bytes.split_first()?;
    let (&first, rest) = rest.split_first()?;
    if tag & LONG_TAG == LONG_TAG || tag == 0 {
        return None;
    }
    match first {
        0x80 if tag & CONSTRUCTED != 0 => Some((tag, None, rest)),
        0..0x80 => Some((tag, Some(usize::from(first)), rest)),
        _ => {
            let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            let digits = digits.get(digits.iter().take_while(|b| **b == 0).count()..)?;
            if first == 0x80 || digits.len() > 4 {
                return None;
            }
            let length = digits.iter().fold(0_usize, |all, b| (all << 8) | usize::from(*b));
            Some((tag, Some(length), rest))
        }
    }
}

/// One value with the shortest length.
fn put(tag: u8, content: &[u8], out: &mut Vec<u8>) {
    out.push(tag);
    let length = content.len().to_be_bytes();
    let digits = length.get(length.iter().take_while(|b| **b == 0).count()..).unwrap_or_default();
    match digits {
        [] => out.push(0),
        [short @ 0..0x80] => out.push(*short),
        _ => {
            out.push(0x80 | u8::try_from(digits.len()).unwrap_or_default());
            out.extend_from_slice(digits);
        }
    }
    out.extend_from_slice(content);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn made(bytes: &[u8]) -> Option<Vec<u8>> {
        der(bytes).map(|(out, _)| out)
    }

    #[test]
    fn open_ends_and_pieces_become_der() {
        let ber =
            [0x30, 0x80, 0x24, 0x80, 4, 1, b'a', 0x24, 3, 4, 1, b'b', 0, 0, 2, 0x81, 1, 7, 0, 0, 9];
        assert_eq!(der(&ber), Some((vec![0x30, 7, 4, 2, b'a', b'b', 2, 1, 7], &[9][..])));
        let long = [&[0x30, 0x82, 0, 0x82, 4, 0x82, 0, 0x7e][..], &[1; 126]].concat();
        assert_eq!(made(&long).unwrap(), [&[0x30, 0x81, 0x80, 4, 0x7e][..], &[1; 126]].concat());
    }

    #[test]
    fn what_is_cut_or_strange_is_nothing() {
        for bytes in [
            &[][..],
            &[0x30],
            &[0x30, 5, 4, 1, 1],
            &[0x30, 0x80, 4, 1, 1],
            &[0x04, 0x80, 0, 0],
            &[0x24, 3, 2, 1, 1],
            &[0x2c, 3, 0x0c, 1, b'a'],
            &[0x1f, 1, 1],
            &[0, 0],
            &[0x30, 0x85, 1, 0, 0, 0, 0, 1],
        ] {
            assert_eq!(made(bytes), None, "{bytes:?}");
        }
        assert_eq!(made(&[0x30, 0x80].repeat(500_000)), None);
    }

    proptest! {
        #[test]
        fn der_stays_as_it_is(bytes in proptest::collection::vec(any::<u8>(), 0..300), tag in prop::sample::select(vec![0x30_u8, 0x31, 0xa0])) {
            let mut inner = Vec::new();
            put(OCTETS, &bytes, &mut inner);
            let mut outer = Vec::new();
            put(tag, &inner, &mut outer);
            prop_assert_eq!(made(&outer), Some(outer.clone()));
        }

        #[test]
        fn any_bytes_are_survived(bytes in proptest::collection::vec(prop_oneof![any::<u8>(), Just(0x30), Just(0x80), Just(0x24), Just(4), Just(0)], 0..200)) {
            if let Some((out, rest)) = der(&bytes) {
                prop_assert_eq!(made(&out), Some(out.clone()));
                prop_assert!(rest.len() < bytes.len());
            }
        }
    }
}
