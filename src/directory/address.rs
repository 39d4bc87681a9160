//! What an address in a register or a settings file may look like. Knows no mail: this is far
//! stricter than RFC 5322, because nobody's judgement stands between such an address and a letter.

/// Whether `text` is `dot-atom@domain` in ASCII: no quotes, comments, display name, IP literal or
/// international characters; a domain of at least two letter-digit-hyphen labels
/// (RFC 5321 §4.1.2 and §4.5.3.1, RFC 1123 §2.1).
pub fn is_strict_address(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let atom = |part: &str| !part.is_empty() && part.bytes().all(is_atom_byte);
    let label = |part: &str| {
        (1..=63).contains(&part.len())
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    text.len() <= 254
        && (1..=64).contains(&local.len())
        && local.split('.').all(atom)
        && domain.contains('.')
        && domain.split('.').all(label)
}

/// RFC 5322 §3.2.3 `atext`.
fn is_atom_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte)
}
