//! What stands in angle brackets, or where an address stands alone, to the address meant. Knows no names.

/// An address cleaned of route, comments, blanks, `mailto:` and a final dot; nothing is decoded in it.
pub(super) fn address(bytes: &[u8]) -> Option<String> {
    let text = super::super::charset::guess(bytes);
    let mut out = String::with_capacity(text.len());
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for c in text.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' if depth == 0 => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted && depth > 0 => {
                depth -= 1;
                continue;
            }
            _ => {}
        }
        if depth == 0 && (quoted || !c.is_whitespace()) {
            out.push(c);
        }
    }
    let mut address = super::clean(&out);
    // RFC 822 §6.2.7: `<@relay,@relay:user@host>`; only what follows the route is the address.
    if address.starts_with('@')
        && let Some((_, last)) = address.split_once(':')
    {
        address = last.to_owned();
    }
    if address.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("mailto:")) {
        address.drain(..7);
    }
    let address = address.trim_matches(['\'', '<', '>']).trim_end_matches('.');
    Some(address.to_owned()).filter(|a| !a.is_empty() && a != "@")
}
