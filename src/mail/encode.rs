//! Text to seven bits: RFC 2047 words, RFC 2231 parameters, quoted-printable, base64. Knows no header by name.
use data_encoding::BASE64;

/// Longest line of a folded header.
const FOLD: usize = 76;

/// Unstructured text as one folded header value; `used` columns stand before it already.
pub(crate) fn unstructured(text: &str, used: usize) -> String {
    let plain = |w: &str| {
        !w.is_empty()
            && w.len() <= 60
            && w.bytes().all(|b| b.is_ascii_graphic())
            && !w.contains("=?")
    };
    let words: Vec<&str> = text.split(' ').collect();
    let ready = words.iter().take_while(|w| plain(w)).count();
    let mut units: Vec<String> = words.iter().take(ready).map(|w| (*w).to_owned()).collect();
    if ready < words.len() {
        let rest = words.get(ready..).unwrap_or_default().join(" ");
        units.extend(encoded_words(&rest));
    }
    folded(&units, used)
}

/// A display name: atoms, quoted string or encoded words.
pub(crate) fn phrase(name: &str) -> Vec<String> {
    let atom = |w: &str| {
        !w.is_empty()
            && w.len() <= 60
            && w.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b))
            && !w.contains("=?")
    };
    if name.split(' ').all(atom) {
        return name.split(' ').map(str::to_owned).collect();
    }
    let printable = name.bytes().all(|b| b.is_ascii_graphic() || b == b' ');
    if printable && name.len() <= 60 && !name.contains("=?") {
        return vec![format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))];
    }
    encoded_words(name)
}

/// Joins units with blanks, folding before a line grows too long.
pub(crate) fn folded(units: &[String], used: usize) -> String {
    let mut value = String::new();
    let mut column = used;
    for (n, unit) in units.iter().enumerate() {
        if n > 0 {
            if column + 1 + unit.len() > FOLD {
                value.push_str("\r\n");
                column = 0;
            }
            value.push(' ');
            column += 1;
        }
        value.push_str(unit);
        column += unit.len();
    }
    value
}

/// RFC 2047 words of at most 75 characters, never cutting a character.
fn encoded_words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut chunk = String::new();
    for c in text.chars() {
        if chunk.len() + c.len_utf8() > 42 {
            words.push(format!("=?utf-8?B?{}?=", BASE64.encode(chunk.as_bytes())));
            chunk.clear();
        }
        chunk.push(c);
    }
    if !chunk.is_empty() {
        words.push(format!("=?utf-8?B?{}?=", BASE64.encode(chunk.as_bytes())));
    }
    words
}

/// A parameter after RFC 2231, plain where it can be.
pub(crate) fn parameter(name: &str, value: &str) -> String {
    let safe = |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '\\') || c == ' ';
    if value.chars().all(safe) && value.len() <= 50 && !value.contains("=?") {
        return format!("{name}=\"{value}\"");
    }
    let attr = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_');
    let mut pieces: Vec<String> = vec![String::new()];
    for byte in value.bytes() {
        let unit = if attr(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
        if pieces.last().is_some_and(|p| p.len() + unit.len() > 50) {
            pieces.push(String::new());
        }
        if let Some(last) = pieces.last_mut() {
            last.push_str(&unit);
        }
    }
    if let [only] = pieces.as_slice() {
        return format!("{name}*=utf-8''{only}");
    }
    let numbered = pieces.iter().enumerate().map(|(n, piece)| {
        if n == 0 { format!("{name}*0*=utf-8''{piece}") } else { format!("{name}*{n}*={piece}") }
    });
    numbered.collect::<Vec<_>>().join(";\r\n ")
}

/// Base64 in lines of 76.
pub(crate) fn push_base64(mail: &mut Vec<u8>, bytes: &[u8]) {
    for chunk in bytes.chunks(57) {
        mail.extend_from_slice(BASE64.encode(chunk).as_bytes());
        mail.extend_from_slice(b"\r\n");
    }
}

/// Quoted-printable (RFC 2045 §6.7) of text with any line ends; gives CRLF lines of at most 76.
pub(crate) fn quoted_printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    for line in text.lines() {
        let bytes = line.as_bytes();
        let mut column = 0;
        for (n, &byte) in bytes.iter().enumerate() {
            let last = n + 1 == bytes.len();
            let blank = matches!(byte, b' ' | b'\t');
            // A dot alone or `From ` at a line's start are changed by old transports.
            let risky = column == 0 && (byte == b'.' || bytes.starts_with(b"From "));
            let plain = byte.is_ascii_graphic() && byte != b'=' || blank && !last;
            let bare = plain && !risky;
            let width = if bare { 1 } else { 3 };
            if column + width > 75 {
                out.push_str("=\r\n");
                column = 0;
            }
            column += width;
            if bare {
                out.push(char::from(byte));
            } else {
                out.push('=');
                out.push(hex(byte >> 4));
                out.push(hex(byte & 15));
            }
        }
        out.push_str("\r\n");
    }
    out
}

/// One hexadecimal digit, upper case as RFC 2045 wants it.
fn hex(digit: u8) -> char {
    char::from_digit(u32::from(digit), 16).map_or('0', |c| c.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::header;

    #[test]
    fn headers_come_back() {
        for text in [
            "[LKT-2026-00042] Tanda Terima",
            "[LKT-2026-00042] Permohonan “Reset” 🙏 dari Balai Contoh Perikanan Budidaya Air Payau Teluk Contoh",
            "=?utf-8?Q?x?= dua  spasi",
            "kata ".repeat(60).trim_end(),
        ] {
            let value = unstructured(text, 9);
            assert!(value.is_ascii() && value.split("\r\n").all(|l| l.len() <= 78), "{value}");
            assert_eq!(header::text(format!(" {value}").as_bytes()), text);
        }
    }

    #[test]
    fn quoted_printable_is_short_and_safe() {
        let text = format!("{}\n.\nFrom x\nakhir \n", "é".repeat(100));
        let encoded = quoted_printable(&text);
        assert!(encoded.lines().all(|l| l.len() <= 76));
        assert!(encoded.contains("=2E\r\n=46rom x\r\nakhir=20\r\n"));
    }

    #[test]
    fn long_names_are_split() {
        let value = parameter("filename", &"surat permohonan é ".repeat(8));
        assert!(value.contains("filename*1*=") && value.split("\r\n").all(|l| l.len() <= 78));
    }
}
