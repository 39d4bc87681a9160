//! What must be known of a JPEG before it is decoded. Knows its markers.

/// Whether its points come in several passes: then all coefficients lie in memory at once.
pub(super) fn is_progressive(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Some([0xff, kind]) = bytes.get(at..at + 2) {
        match kind {
            0xff => at += 1,
            0xc2 | 0xc6 | 0xca | 0xce => return true,
            0xc0 | 0xc1 | 0xc3 | 0xda | 0xd9 => return false,
            0x01 | 0xd0..=0xd8 => at += 2,
            _ => {
                let Some([high, low]) = bytes.get(at + 2..at + 4) else { return false };
                at += 2 + usize::from(u16::from_be_bytes([*high, *low]));
            }
        }
    }
    false
}
