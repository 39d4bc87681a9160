//! The text of a mail as SMTP carries it: CRLF only, dots doubled (RFC 5321 section 4.5.2). Pure.

/// Wire form without the final dot: a lone CR or LF becomes CRLF, so that no server can see an end
/// of text where another sees none; a line that begins with a dot gets a second one; the last line
/// is ended.
pub fn wire_form(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() + bytes.len() / 64 + 8);
    let mut rest = bytes;
    while !rest.is_empty() {
        let end = memchr::memchr2(b'\r', b'\n', rest).unwrap_or(rest.len());
        let (line, after) = rest.split_at(end);
        if line.starts_with(b".") {
            out.push(b'.');
        }
        out.extend_from_slice(line);
        out.extend_from_slice(b"\r\n");
        rest = match after {
            [b'\r', b'\n', next @ ..] | [_, next @ ..] => next,
            [] => after,
        };
    }
    out
}

/// RFC 3461 xtext: printable ASCII without `+` and `=`, all else as `+XX`.
pub fn xtext(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'+' | b'=' => out.push_str(&format!("+{byte:02X}")),
            b'!'..=b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("+{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dots_and_line_ends() {
        assert_eq!(wire_form(b"a\r\n.\r\nb"), b"a\r\n..\r\nb\r\n");
        assert_eq!(wire_form(b".\n..x\r.\r\n"), b"..\r\n...x\r\n..\r\n");
        assert_eq!(wire_form(b""), b"");
        assert_eq!(xtext("LKT 1+2=3"), "LKT+201+2B2+3D3");
    }

    proptest! {
        #[test]
        fn nothing_ends_the_text_early_and_all_of_it_arrives(
            text in proptest::collection::vec(
                prop_oneof![Just(b'.'), Just(b'\r'), Just(b'\n'), Just(b'a')], 0..60)
        ) {
            let mut wire = wire_form(&text);
            wire.extend_from_slice(b".\r\n");
            let mut lines: Vec<&[u8]> = Vec::new();
            let mut rest = &wire[..];
            let ended = loop {
                let end = rest.windows(2).position(|two| two == b"\r\n").unwrap();
                let (line, after) = (&rest[..end], &rest[end + 2..]);
                rest = after;
                if line == b"." { break rest.is_empty(); }
                lines.push(line.strip_prefix(b".").unwrap_or(line));
            };
            prop_assert!(ended);
            let received = lines.iter().flat_map(|line| [*line, b"\r\n"].concat()).collect::<Vec<u8>>();
            let unix = |bytes: &[u8]| String::from_utf8_lossy(bytes)
                .replace("\r\n", "\n").replace('\r', "\n");
            let mut sent = unix(&text);
            if !sent.is_empty() && !sent.ends_with('\n') { sent.push('\n'); }
            prop_assert_eq!(unix(&received), sent);
        }
    }
}
