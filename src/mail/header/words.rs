//! Encoded words (RFC 2047 with RFC 2231 §5) and raw 8-bit bytes to text. Knows no field's grammar.
//! Reads what programs really write: split characters, missing padding, blanks inside, no separators.
use super::super::charset;
use data_encoding::{BASE64_NOPAD, BitOrder, Encoding as Base, Specification};
use encoding_rs::Encoding;
use std::sync::LazyLock;

/// Longest name of a character set within a word.
const NAME_LIMIT: usize = 60;

/// One encoded word as it stands.
struct Word<'a> {
    charset: &'a [u8],
    base64: bool,
    payload: &'a [u8],
    /// Bytes of the whole word, from `=?` to `?=`.
    length: usize,
}

/// Words that follow each other in one character set, still as bytes.
#[derive(Default)]
struct Run {
    charset: Vec<u8>,
    /// Each word decoded for itself.
    apart: Vec<u8>,
    /// Base64 digits of all words, for programs that cut the digits anywhere.
    digits: Vec<u8>,
    /// All words are base64 and at least one is cut within a group of four.
    cut: bool,
    mixed: bool,
    /// The words as they stand in the mail.
    raw: Vec<u8>,
}

/// Unstructured text, unfolded and without control characters. `hint` is what raw bytes may be in.
pub(crate) fn text(value: &[u8], hint: Option<&'static Encoding>) -> String {
    super::clean(&decode(&unfolded(value), hint))
}

/// The bytes of a field value on one line: line ends and NUL become blanks.
pub(crate) fn unfolded(value: &[u8]) -> Vec<u8> {
    let mut line: Vec<u8> = Vec::with_capacity(value.len());
    for piece in value.split(|b| matches!(b, b'\r' | b'\n' | 0)) {
        let piece = piece.trim_ascii();
        if !piece.is_empty() {
            if !line.is_empty() {
                line.push(b' ');
            }
            line.extend_from_slice(piece);
        }
    }
    line
}

/// Raw bytes of old sets made UTF-8 first: in some of them a letter ends like a bracket or a comma.
/// Where encoded words stand, each tells its own set.
pub(crate) fn readable(line: Vec<u8>, hint: Option<&'static Encoding>) -> Vec<u8> {
    let old = charset::holds_escapes(&line) || std::str::from_utf8(&line).is_err();
    if old && memchr::memmem::find(&line, b"=?").is_none() {
        return charset::guess_with(&line, hint).into_bytes();
    }
    line
}

/// Resolves every encoded word of one line; what is broken stays as it is.
pub(crate) fn decode(line: &[u8], hint: Option<&'static Encoding>) -> String {
    let mut out = String::with_capacity(line.len());
    let mut run = Run::default();
    let mut plain = 0; // where the text not yet written begins
    let mut at = 0;
    while let Some(found) = memchr::memmem::find(line.get(at..).unwrap_or_default(), b"=?") {
        let start = at + found;
        let Some(word) = word_at(line.get(start..).unwrap_or_default()) else {
            at = start + 2;
            continue;
        };
        let between = line.get(plain..start).unwrap_or_default();
        // RFC 2047 §6.2: blanks between two encoded words are not shown.
        let joined = !run.charset.is_empty() && between.iter().all(u8::is_ascii_whitespace);
        if !joined {
            run.flush(&mut out);
            out.push_str(&charset::guess_with(between, hint));
        } else if !run.charset.eq_ignore_ascii_case(word.charset) {
            run.flush(&mut out);
        }
        run.take(&word);
        let from = if run.raw.is_empty() { start } else { plain };
        run.raw.extend_from_slice(line.get(from..start + word.length).unwrap_or_default());
        at = start + word.length;
        plain = at;
    }
    run.flush(&mut out);
    out.push_str(&charset::guess_with(line.get(plain..).unwrap_or_default(), hint));
    out
}

/// The length of the encoded word that `line` begins with.
pub(crate) fn length_at(line: &[u8]) -> Option<usize> {
    let word = word_at(line)?;
    // A bracket or at sign within a word is a sign that the word was never closed.
    let torn = word.payload.iter().any(|b| matches!(b, b'<' | b'>'));
    (!torn).then_some(word.length)
}

fn word_at(line: &[u8]) -> Option<Word<'_>> {
    let rest = line.strip_prefix(b"=?")?;
    let mark = memchr::memchr(b'?', rest.get(..rest.len().min(NAME_LIMIT)).unwrap_or(rest))?;
    let name = rest.get(..mark)?;
    // RFC 2231 §5: `charset*language`.
    let charset = name.split(|&b| b == b'*').next().unwrap_or(name);
    let token =
        |b: &u8| b.is_ascii_graphic() && !matches!(b, b'<' | b'>' | b'(' | b')' | b',' | b'=');
    if charset.is_empty() || !name.iter().all(token) {
        return None;
    }
    let kind = rest.get(mark + 1)?;
    if rest.get(mark + 2) != Some(&b'?') {
        return None;
    }
    let base64 = match kind {
        b'b' | b'B' => true,
        b'q' | b'Q' => false,
        _ => return None,
    };
    let begin = mark + 3;
    let after = rest.get(begin..)?;
    let end = memchr::memmem::find(after, b"?=")?;
    Some(Word { charset, base64, payload: after.get(..end)?, length: 2 + begin + end + 2 })
}

impl Run {
    fn take(&mut self, word: &Word<'_>) {
        self.charset = word.charset.to_vec();
        if word.base64 {
            self.cut |= !self.digits.len().is_multiple_of(4);
            self.digits.extend(word.payload.iter().filter(|b| is_digit(**b)));
            self.apart.extend(base64(word.payload));
        } else {
            self.mixed = true;
            self.apart.extend(quoted(word.payload));
        }
    }

    fn flush(&mut self, out: &mut String) {
        if self.charset.is_empty() {
            return;
        }
        let run = std::mem::take(self);
        let name = String::from_utf8_lossy(&run.charset).into_owned();
        if run.cut && !run.mixed && charset::strictly(&run.apart, &name).is_none() {
            let whole = base64(&run.digits);
            if let Some(text) = charset::strictly(&whole, &name) {
                out.push_str(&text);
                return;
            }
        }
        match charset::strictly(&run.apart, &name) {
            Some(text) => out.push_str(&text),
            // Control characters where the declared set cannot be: the word itself is broken.
            None if run.apart.iter().any(|b| b.is_ascii_control() && !b.is_ascii_whitespace()) => {
                out.push_str(&String::from_utf8_lossy(&run.raw));
            }
            None => out.push_str(&charset::decode(&run.apart, Some(&name)).0),
        }
    }
}

fn is_digit(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/')
}

/// Standard alphabet, no padding asked for, left-over bits ignored.
static LENIENT: LazyLock<Base> = LazyLock::new(|| {
    let mut spec = Specification::new();
    spec.symbols.push_str("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
    spec.check_trailing_bits = false;
    spec.bit_order = BitOrder::MostSignificantFirst;
    spec.encoding().unwrap_or(BASE64_NOPAD)
});

/// Base64 with blanks, wrong padding and foreign characters passed over; padding within the digits
/// ends one piece and begins the next.
fn base64(payload: &[u8]) -> Vec<u8> {
    let mut bytes: Vec<u8> = Vec::with_capacity(payload.len());
    for piece in payload.split(|&b| b == b'=') {
        let mut digits: Vec<u8> = piece.iter().copied().filter(|b| is_digit(*b)).collect();
        if digits.len() % 4 == 1 {
            digits.pop();
        }
        bytes.extend(LENIENT.decode(&digits).unwrap_or_default());
    }
    bytes
}

/// RFC 2047 §4.2; a `=` that no two hexadecimal digits follow stays.
fn quoted(payload: &[u8]) -> Vec<u8> {
    let mut bytes: Vec<u8> = Vec::with_capacity(payload.len());
    let mut rest = payload;
    while let Some((&b, after)) = rest.split_first() {
        rest = after;
        match b {
            b'_' => bytes.push(b' '),
            b'=' => match after.get(..2).and_then(hex) {
                Some(byte) => {
                    bytes.push(byte);
                    rest = after.get(2..).unwrap_or_default();
                }
                None => bytes.push(b),
            },
            _ => bytes.push(b),
        }
    }
    bytes
}

fn hex(pair: &[u8]) -> Option<u8> {
    let digit = |b: &u8| char::from(*b).to_digit(16);
    let (high, low) = (digit(pair.first()?)?, digit(pair.get(1)?)?);
    u8::try_from(high * 16 + low).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> String {
        text(line.as_bytes(), None)
    }

    #[test]
    fn words_as_the_standard_has_them() {
        for (line, meant) in [
            ("=?utf-8?Q?Permohonan_reset=3A_sandi?=", "Permohonan reset: sandi"),
            ("=?UTF-8?b?UGVybW9ob25hbg==?= baru", "Permohonan baru"),
            ("=?iso-8859-1?q?caf=E9?= =?utf-8?q?_=C3=A9?=", "café é"),
            ("=?utf-8*id?Q?surat?=", "surat"),
            ("a =?utf-8?Q?b?= c", "a b c"),
            ("=?utf-8?Q?=C3?=\r\n =?utf-8?Q?=A9t=C3=A9?=", "été"),
            ("=?utf-8?B?w4?= =?utf-8?B?nQ?=", "Ý"),
            ("=?utf-8?B?w?= =?utf-8?B?6k=?=", "é"),
            ("=?us-ascii?Q?=C3=A9?=", "é"),
            ("=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=", "日本"),
        ] {
            assert_eq!(read(line), meant, "{line}");
        }
    }

    #[test]
    fn words_as_programs_write_them() {
        for (line, meant) in [
            ("=?utf-8?Q?dengan spasi di dalam?=", "dengan spasi di dalam"),
            ("Re:=?utf-8?Q?_tanpa?=jarak", "Re: tanpajarak"),
            ("=?utf-8?Q?Benarkah??=", "Benarkah?"),
            ("=?utf-8?Q?100%=_ya?=", "100%= ya"),
            ("=?utf-8?B?aGFsbw?=", "halo"),
            ("=?x-tidak-dikenal?Q?halo?=", "halo"),
            ("=?utf-8?Q?a?==?utf-8?Q?b?=", "ab"),
        ] {
            assert_eq!(read(line), meant, "{line}");
        }
    }

    #[test]
    fn broken_words_stay() {
        for line in [
            "=?utf-8?B?nAD/Af8=?=",
            "=??q?a?= b",
            "=?utf-8?x?a?=",
            "=?utf-8?q?a",
            "=?utf-8",
            "=?",
            "=?utf 8?q?a?=",
        ] {
            assert_eq!(read(line), line);
        }
    }

    #[test]
    fn raw_bytes_within_and_beside_words() {
        assert_eq!(text(b"=?iso-8859-1?Q?caf\xe9?= caf\xe9", None), "café café");
        let hint = encoding_rs::KOI8_R;
        assert_eq!(text(b"\xf0\xd2\xc9\xd7\xc5\xd4", Some(hint)), "Привет");
    }
}
