//! What stands in angle brackets, or where an address stands alone, to the address meant. Knows no names.

/// An address cleaned of route, comments, blanks, `mailto:` and a final dot; nothing is decoded in it.
/// A blank between two words before the `@` stays: without it the address would be someone else's.
pub(super) fn address(bytes: &[u8]) -> Option<String> {
    let text = super::super::charset::guess(bytes);
    let mut out = String::with_capacity(text.len());
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    let (mut gap, mut at) = (false, false);
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
        if depth > 0 {
            continue;
        }
        if !quoted && c.is_whitespace() {
            gap = true;
            continue;
        }
        let joins = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
        if std::mem::take(&mut gap) && joins(c) && out.ends_with(joins) && !at {
            out.push(' ');
        }
        at |= c == '@';
        out.push(c);
    }
    if !at {
        out.retain(|c| !c.is_whitespace());
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

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn blanks_go_where_they_mean_nothing_and_stay_between_words() {
        let read = |text: &str| address(text.as_bytes()).unwrap();
        assert_eq!(read("budi . santoso @ balai .example"), "budi.santoso@balai.example");
        assert_eq!(read("budi santoso@balai.example"), "budi santoso@balai.example");
        assert_eq!(read("budi\r\n  (tu) santoso@ba lai.example"), "budi santoso@balai.example");
        assert_eq!(read("@relai.example, @dua.example:budi@balai.example"), "budi@balai.example");
        assert_eq!(read("tanpa alamat"), "tanpaalamat");
    }
}
