//! Reply tokens of ours blotted out of what is kept (`security.md` A2-24), however a mail wraps them:
//! plain, quoted-printable, base64, as an entity or percent-encoded. Lengths stay, so the mail stays
//! readable. Knows no case and no store.
use data_encoding::BASE64;
use std::ops::Range;

/// Base32 letters of a reply token.
const TOKEN_LETTERS: usize = 26;
/// What stands for each of them.
const BLOT: u8 = b'x';
/// Base64 letters decoded at once, and how far the pieces overlap; both a multiple of four.
const PIECE: usize = 1 << 16;
const OVERLAP: usize = 512;

/// The shape of our reply addresses.
struct Shape<'a> {
    local: &'a [u8],
    sign: u8,
}

/// The bytes of a mail with every reply token of ours blotted out; `None` if there is none.
pub fn without_tokens(raw: &[u8], own: &str, delimiter: char) -> Option<Vec<u8>> {
    let local = own.rsplit_once('@')?.0.as_bytes();
    let shape = Shape { local, sign: u8::try_from(delimiter).ok()? };
    let mut kept: Option<Vec<u8>> = None;
    for letters in shape.tokens(raw) {
        blot(kept.get_or_insert_with(|| raw.to_vec()), &letters);
    }
    for run in base64_runs(raw) {
        shape.blot_base64(raw, &run, &mut kept);
    }
    kept
}

/// The same for words.
pub fn words_without_tokens(words: &str, own: &str, delimiter: char) -> Option<String> {
    String::from_utf8(without_tokens(words.as_bytes(), own, delimiter)?).ok()
}

/// Puts the token of a letter of ours back into its `Reply-To`, as [`without_tokens`] left it.
pub fn with_token(mut letter: Vec<u8>, own: &str, delimiter: char, token: &str) -> Vec<u8> {
    let Some((local, _)) = own.rsplit_once('@') else { return letter };
    let blank = format!("{local}{delimiter}{}@", "x".repeat(TOKEN_LETTERS));
    let head = memchr::memmem::find(&letter, b"\r\n\r\n").unwrap_or(letter.len());
    let field = memchr::memmem::find(letter.get(..head).unwrap_or(&[]), b"\nReply-To:");
    let found = field.and_then(|at| {
        let rest = letter.get(at..head)?;
        memchr::memmem::find(rest, blank.as_bytes()).map(|n| at + n + local.len() + 1)
    });
    if let Some(place) = found.and_then(|at| letter.get_mut(at..at + TOKEN_LETTERS))
        && token.len() == TOKEN_LETTERS
    {
        place.copy_from_slice(token.as_bytes());
    }
    letter
}

impl Shape<'_> {
    /// Where the letters of tokens stand: each a byte, or the three of an encoded one.
    fn tokens(&self, raw: &[u8]) -> Vec<Vec<Range<usize>>> {
        let mut found = Vec::new();
        let Some(first) = self.local.first() else { return found };
        let (small, great) = (first.to_ascii_lowercase(), first.to_ascii_uppercase());
        for at in memchr::memchr3_iter(small, great, b'=', raw) {
            found.extend(self.token_at(raw, at));
        }
        found
    }

    fn token_at(&self, raw: &[u8], from: usize) -> Option<Vec<Range<usize>>> {
        let mut at = from;
        let mut next = || {
            let (byte, place) = letter(raw, at)?;
            at = place.end;
            Some((byte, place))
        };
        for expected in self.local.iter().chain([&self.sign]) {
            if !next()?.0.eq_ignore_ascii_case(expected) {
                return None;
            }
        }
        let mut letters = Vec::with_capacity(TOKEN_LETTERS);
        for _ in 0..TOKEN_LETTERS {
            let (byte, place) = next()?;
            if !(byte.is_ascii_alphabetic() || (b'2'..=b'7').contains(&byte)) {
                return None;
            }
            letters.push(place);
        }
        Some(letters)
    }

    /// One block of base64, piece by piece; only a piece with a token is written anew.
    fn blot_base64(&self, raw: &[u8], run: &Range<usize>, kept: &mut Option<Vec<u8>>) {
        let places: Vec<usize> = raw
            .get(run.clone())
            .into_iter()
            .flatten()
            .enumerate()
            .filter(|(_, byte)| is_base64(**byte))
            .map(|(n, _)| run.start + n)
            .collect();
        let mut start = 0;
        while start + 4 <= places.len() {
            let end = (start + PIECE).min(places.len() - places.len() % 4);
            let Some(piece) = places.get(start..end) else { break };
            let code: Vec<u8> = piece.iter().filter_map(|at| raw.get(*at)).copied().collect();
            // Padding in the middle of a block is two blocks; what follows is looked at next.
            let pad = code.iter().position(|b| *b == b'=').map(|at| (at / 4 + 1) * 4);
            let used = pad.unwrap_or(code.len()).min(code.len());
            let whole = code.get(..used).and_then(|code| BASE64.decode(code).ok());
            if let Some(mut bytes) = whole {
                let tokens = self.tokens(&bytes);
                if !tokens.is_empty() {
                    tokens.iter().for_each(|letters| blot(&mut bytes, letters));
                    let kept = kept.get_or_insert_with(|| raw.to_vec());
                    for (at, code) in piece.iter().zip(BASE64.encode(&bytes).bytes()) {
                        if let Some(place) = kept.get_mut(*at) {
                            *place = code;
                        }
                    }
                }
            }
            start += match (pad, end < places.len()) {
                (Some(_), _) => used,
                (None, true) => PIECE - OVERLAP,
                (None, false) => used,
            };
        }
    }
}

fn blot(bytes: &mut [u8], letters: &[Range<usize>]) {
    for place in letters {
        match bytes.get_mut(place.clone()) {
            Some([one]) => *one = BLOT,
            Some([_, code @ ..]) if code.len() == 2 => code.copy_from_slice(b"78"),
            _ => {}
        }
    }
}

/// The next letter at or after `at`, whatever it is written as, and its bytes. Soft line breaks of
/// quoted-printable and the empty bytes of UTF-16 are passed over.
fn letter(raw: &[u8], mut at: usize) -> Option<(u8, Range<usize>)> {
    loop {
        let rest = raw.get(at..)?;
        match rest {
            [0, ..] => at += 1,
            [b'=', b'\n', ..] => at += 2,
            [b'=', b'\r', b'\n', ..] => at += 3,
            [b'=' | b'%', high, low, ..] => {
                let digit = |b: &u8| char::from(*b).to_digit(16).and_then(|d| u8::try_from(d).ok());
                return match (digit(high), digit(low)) {
                    (Some(high), Some(low)) => Some((high * 16 + low, at..at + 3)),
                    _ => Some((*rest.first()?, at..at + 1)),
                };
            }
            [b'&', ..] => {
                let named = [&b"&#43;"[..], b"&#x2b;", b"&#x2B;", b"&plus;"];
                let found = named.iter().find(|name| rest.starts_with(name));
                return match found {
                    Some(name) => Some((b'+', at..at + name.len())),
                    None => Some((b'&', at..at + 1)),
                };
            }
            [byte, ..] => return Some((*byte, at..at + 1)),
            [] => return None,
        }
    }
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')
}

/// Lines one below the other that hold nothing but base64, long enough for a token.
fn base64_runs(raw: &[u8]) -> Vec<Range<usize>> {
    const SHORTEST: usize = 36;
    let mut runs = Vec::new();
    let mut run: Option<Range<usize>> = None;
    let mut at = 0;
    while at < raw.len() {
        let rest = raw.get(at..).unwrap_or(&[]);
        let end = memchr::memchr(b'\n', rest).map_or(raw.len(), |n| at + n + 1);
        let line = raw.get(at..end).unwrap_or(&[]).trim_ascii();
        if !line.is_empty() && line.iter().all(|b| is_base64(*b)) {
            run = Some(run.map_or(at, |r| r.start)..end);
        } else if let Some(done) = run.take() {
            runs.push(done);
        }
        at = end;
    }
    runs.extend(run);
    runs.retain(|run| run.len() >= SHORTEST);
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "helpdesk-lpse@kkp.example";
    const TOKEN: &str = "abcdefghijklmnopqrstuvwx23";

    fn kept(raw: &[u8]) -> Vec<u8> {
        without_tokens(raw, OWN, '+').unwrap_or_else(|| panic!("{}", String::from_utf8_lossy(raw)))
    }

    #[test]
    fn every_wrapping_is_blotted_and_no_length_changes() {
        let plain = format!("x <Helpdesk-LPSE+{TOKEN}@kkp.example> y");
        let wide: Vec<u8> = plain.bytes().flat_map(|b| [b, 0]).collect();
        let all: Vec<Vec<u8>> = vec![
            plain.clone().into_bytes(),
            plain.to_uppercase().into_bytes(),
            plain.replace('+', "=2B").into_bytes(),
            plain.replace('+', "&#43;").into_bytes(),
            format!("mailto:helpdesk-lpse%2B{TOKEN}@kkp.example").into_bytes(),
            plain.replace("hij", "h=\r\nij").replace("desk", "de=\nsk").into_bytes(),
            plain.bytes().map(|b| format!("={b:02X}")).collect::<String>().into_bytes(),
            wide.clone(),
        ];
        for raw in all {
            let kept = kept(&raw);
            assert_eq!(kept.len(), raw.len());
            assert!(without_tokens(&kept, OWN, '+').is_none_or(|again| again == kept));
            let text = String::from_utf8_lossy(&kept).to_lowercase().replace('\0', "");
            assert!(!text.contains("abcdefg") && !text.contains("mnopq"), "{text}");
        }
        for shift in 0..3 {
            for inner in [plain.as_bytes(), &wide] {
                let bytes = [vec![b'.'; shift].as_slice(), inner, b" tamat"].concat();
                let code = BASE64.encode(&bytes);
                let lines: Vec<&str> =
                    code.as_bytes().chunks(20).map(|l| std::str::from_utf8(l).unwrap()).collect();
                let raw =
                    format!("Content-Type: text/plain\r\n\r\n{}\r\n--b--", lines.join("\r\n"));
                let kept = String::from_utf8(kept(raw.as_bytes())).unwrap();
                let body: String = kept.split("\r\n\r\n").nth(1).unwrap().replace("\r\n", "");
                let body = BASE64.decode(body.trim_end_matches("--b--").as_bytes()).unwrap();
                let text = String::from_utf8_lossy(&body).replace('\0', "");
                assert!(text.contains(&format!("+{}@", "x".repeat(26))), "{text}");
                assert!(text.ends_with(" tamat") && kept.len() == raw.len());
            }
        }
    }

    #[test]
    fn a_token_deep_in_a_large_block_is_found_too() {
        for at in [PIECE * 3 / 4 - 60, PIECE * 3 / 4 - 20, PIECE * 3 / 4, 200_000] {
            let mut bytes = vec![b'z'; 300_000];
            let word = format!("helpdesk-lpse+{TOKEN}@");
            bytes.splice(at..at + word.len(), word.bytes());
            let code = BASE64.encode(&bytes);
            let lines: Vec<&str> =
                code.as_bytes().chunks(76).map(|l| std::str::from_utf8(l).unwrap()).collect();
            let kept = String::from_utf8(kept(lines.join("\r\n").as_bytes())).unwrap();
            let body = BASE64.decode(kept.replace("\r\n", "").as_bytes()).unwrap();
            assert!(memchr::memmem::find(&body, b"abcdef").is_none(), "{at}");
        }
    }

    #[test]
    fn what_is_no_token_of_ours_stays() {
        for raw in [
            "helpdesk-lpse+pendek@kkp.example",
            "orang+abcdefghijklmnopqrstuvwx23@kkp.example",
            "helpdesk-lpse@kkp.example",
            "",
            "=",
            "=\r\n",
            "&#43;",
        ] {
            assert_eq!(without_tokens(raw.as_bytes(), OWN, '+'), None, "{raw}");
        }
    }

    #[test]
    fn a_letter_gets_its_token_back_in_one_place() {
        let letter = format!(
            "From: a\r\nReply-To: <helpdesk-lpse+{TOKEN}@kkp.example>\r\n\r\nhelpdesk-lpse+{TOKEN}@\r\n"
        );
        let kept = kept(letter.as_bytes());
        let again = String::from_utf8(with_token(kept, OWN, '+', TOKEN)).unwrap();
        let (head, body) = again.split_once("\r\n\r\n").unwrap();
        assert!(head.contains(TOKEN) && !body.contains(TOKEN), "{again}");
    }
}
