//! A PNG without its notes: packed texts and colour profiles may swell without end, and no letter stands
//! in them. Knows chunks, unpacks nothing.
use std::borrow::Cow;

/// What points need, and which side is up.
const KEPT: [&[u8]; 6] = [b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"eXIf", b"IEND"];

/// The file with the chunks that points need; as it is where nothing is to be left out.
pub(super) fn bare(bytes: &[u8]) -> Cow<'_, [u8]> {
    if chunks(bytes).all(|(kind, _)| KEPT.contains(&kind)) {
        return Cow::Borrowed(bytes);
    }
    let mut out = bytes.get(..8).unwrap_or_default().to_vec();
    for (_, whole) in chunks(bytes).filter(|(kind, _)| KEPT.contains(kind)) {
        out.extend_from_slice(whole);
    }
    Cow::Owned(out)
}

/// The chunks by their kind, each with its length and sum. A last one that is cut stays as it is.
fn chunks(bytes: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut rest = bytes.get(8..).unwrap_or_default();
    std::iter::from_fn(move || {
        let (length, _) = rest.split_first_chunk::<4>()?;
        let size = usize::try_from(u32::from_be_bytes(*length)).ok()?.checked_add(12)?;
        let (whole, after) = rest.split_at(size.min(rest.len()));
        rest = after;
        Some((whole.get(4..8)?, whole))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
        let size = u32::try_from(data.len()).unwrap().to_be_bytes();
        [size.as_slice(), kind, data, &[0; 4]].concat()
    }

    #[test]
    fn notes_are_left_out_and_points_kept() {
        let mark = b"\x89PNG\r\n\x1a\n".to_vec();
        let points = [chunk(b"IHDR", &[1; 13]), chunk(b"IDAT", &[7; 50])].concat();
        let end = chunk(b"IEND", &[]);
        let plain = [mark.clone(), points.clone(), end.clone()].concat();
        assert!(matches!(bare(&plain), Cow::Borrowed(_)));
        let noted =
            [mark, chunk(b"iCCP", &[9; 99]), points, chunk(b"zTXt", &[9; 99]), end].concat();
        assert_eq!(bare(&noted), plain);
        let cut = &plain[..60];
        assert_eq!(bare(cut), cut);
    }
}
