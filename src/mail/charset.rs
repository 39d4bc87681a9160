//! Bytes to text: the declared character set first and strictly, then a fixed list, lossy last. Knows no
//! MIME structure and no field.
mod escapes;
mod names;

pub(crate) use escapes::holds_escapes;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use names::{Decoder, decoder};

/// Most bytes of text that are decoded from one part.
pub(crate) const TEXT_LIMIT: usize = 4 * 1024 * 1024;
/// Bytes from which a guess is made; more do not make it better.
const SAMPLE: usize = 64 * 1024;
/// Fewer bytes beyond ASCII than this are never a reason for a guess; from this on always.
const FEW_BYTES: usize = 4;
const MANY_BYTES: usize = 24;
/// So many UTF-8 sequences in valid UTF-8 are no accident, whatever was declared.
const SURELY_UTF8: usize = 6;

/// Reads bytes without a declaration: UTF-8 where valid, else what they look like.
pub(crate) fn guess(bytes: &[u8]) -> String {
    guess_with(bytes, None)
}

/// As [`guess`], for bytes that are perhaps in `hint`.
pub(crate) fn guess_with(bytes: &[u8], hint: Option<&'static Encoding>) -> String {
    if holds_escapes(bytes) {
        return escapes::iso_2022(bytes);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    let hinted = hint.filter(|h| *h != UTF_8 && *h != WINDOWS_1252);
    if let Some(text) =
        hinted.and_then(|h| h.decode_without_bom_handling_and_without_replacement(bytes))
    {
        return text.into_owned();
    }
    if hint == Some(WINDOWS_1252) && !mostly_utf8(bytes) {
        return latin(bytes);
    }
    looks_like(bytes)
}

/// The character set that a `Content-Type` field declares, where it is one of eight bits.
pub(crate) fn declared_in(content_type: &[u8]) -> Option<&'static Encoding> {
    let value = String::from_utf8_lossy(content_type.get(..content_type.len().min(1_000))?)
        .to_ascii_lowercase();
    let (_, name) = value.split_once("charset=")?;
    match decoder(name.trim_start_matches('"').split(['"', ';']).next().unwrap_or(name))? {
        Decoder::Web(encoding) if encoding.is_ascii_compatible() => Some(encoding),
        _ => None,
    }
}

/// Neither valid UTF-8 nor declared: damaged UTF-8 or an old set, told apart by what the bytes are like.
fn looks_like(bytes: &[u8]) -> String {
    if mostly_utf8(bytes) {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    // A few odd bytes among plain letters are no language: mostly marks and accents of the West.
    let odd = bytes.iter().filter(|b| !b.is_ascii()).count();
    let letters = bytes.iter().filter(|b| b.is_ascii_alphabetic()).count();
    if odd < FEW_BYTES || (odd < MANY_BYTES && odd < letters) {
        return latin(bytes);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes.get(..bytes.len().min(SAMPLE)).unwrap_or(bytes), true);
    let found = detector.guess(None, Utf8Detection::Deny);
    found.decode_without_bom_handling(bytes).0.into_owned()
}

fn latin(bytes: &[u8]) -> String {
    WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned()
}

/// Whether more UTF-8 sequences are whole than broken.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole > broken
}

/// Decodes only where the declared set can hold the bytes.
pub(crate) fn strictly(bytes: &[u8], name: &str) -> Option<String> {
    match decoder(name)? {
        Decoder::Web(encoding) => {
            if encoding.is_single_byte() && is_utf8_text(bytes) {
                return std::str::from_utf8(bytes).ok().map(str::to_owned);
            }
            let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
            Some(without_mark(&text).to_owned())
        }
        Decoder::Dos(table) => {
            if is_utf8_text(bytes) {
                return std::str::from_utf8(bytes).ok().map(str::to_owned);
            }
            table.decode_string_checked(bytes)
        }
        Decoder::Escapes => Some(escapes::iso_2022(bytes)).filter(|t| !t.contains('\u{fffd}')),
        Decoder::Hz => Some(escapes::hz(bytes)).filter(|t| !t.contains('\u{fffd}')),
        Decoder::Utf7 => bytes.is_ascii().then(|| escapes::utf7(bytes)),
        Decoder::Utf16 => utf16(bytes),
        Decoder::Unsaid => std::str::from_utf8(bytes).ok().map(str::to_owned),
        Decoder::Refused => None,
    }
}

/// Valid UTF-8 with something beyond ASCII in it: no single-byte text looks like that.
fn is_utf8_text(bytes: &[u8]) -> bool {
    !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok()
}

/// Decodes a text part. The second value is a defect sentence when the declaration was wrong.
pub(crate) fn decode(bytes: &[u8], declared: Option<&str>) -> (String, Option<String>) {
    let bytes = bytes.get(..bytes.len().min(TEXT_LIMIT)).unwrap_or(bytes);
    let name = declared.unwrap_or_default();
    let shown = short(name);
    let found = decoder(name);
    if let Some(marked) = by_mark(bytes) {
        return (marked, None);
    }
    if matches!(found, Some(Decoder::Refused)) {
        let sentence = format!("Himpunan karakter {shown} tidak didukung; dibaca apa adanya.");
        return (latin(bytes), Some(sentence));
    }
    let utf8 = std::str::from_utf8(bytes).ok().filter(|t| !t.is_ascii());
    let overruled = match found {
        Some(Decoder::Web(e)) if e == UTF_8 => false,
        Some(Decoder::Web(e)) if e.is_single_byte() => true,
        Some(Decoder::Dos(_)) | None => true,
        Some(Decoder::Web(_)) => utf8.is_some_and(surely_utf8) || strictly(bytes, name).is_none(),
        _ => false,
    };
    if let Some(text) = utf8.filter(|_| overruled) {
        let sentence =
            format!("Teks dinyatakan {shown}, tetapi ternyata UTF-8; dibaca sebagai UTF-8.");
        return (text.to_owned(), Some(sentence));
    }
    if let Some(text) = strictly(bytes, name) {
        // Undeclared or plain ASCII, but escapes of ISO 2022 in it: Japanese mail of the old kind.
        let plain = matches!(found, Some(Decoder::Unsaid)) || text.is_ascii();
        if plain && holds_escapes(bytes) {
            return (escapes::iso_2022(bytes), None);
        }
        return (text, None);
    }
    fallen_back(bytes, found, &shown)
}

/// The last readings: what the bytes look like, or the declared set with its holes.
fn fallen_back(bytes: &[u8], found: Option<Decoder>, shown: &str) -> (String, Option<String>) {
    let (text, sentence) = match found {
        None => (
            guess(bytes),
            format!("Himpunan karakter {shown} tidak dikenal; dibaca menurut isinya."),
        ),
        Some(Decoder::Unsaid) => {
            (guess(bytes), "Himpunan karakter tidak dinyatakan; dibaca menurut isinya.".to_owned())
        }
        Some(Decoder::Web(e)) if e == UTF_8 => {
            let sentence = if mostly_utf8(bytes) {
                "Teks bukan UTF-8 yang utuh; bagian yang rusak ditandai."
            } else {
                "Teks bukan UTF-8 yang sah; dibaca menurut isinya."
            };
            (looks_like(bytes), sentence.to_owned())
        }
        Some(other) => {
            let text = match other {
                Decoder::Web(encoding) => {
                    encoding.decode_without_bom_handling(bytes).0.into_owned()
                }
                Decoder::Dos(table) => table.decode_string_lossy(bytes),
                Decoder::Escapes => escapes::iso_2022(bytes),
                Decoder::Hz => escapes::hz(bytes),
                _ => latin(bytes),
            };
            (text, format!("Teks tidak seluruhnya {shown}; bagian yang rusak ditandai."))
        }
    };
    (bounded(text), Some(sentence))
}

/// Decodes by the byte order mark, where one stands.
fn by_mark(bytes: &[u8]) -> Option<String> {
    let (encoding, length) = Encoding::for_bom(bytes)?;
    let rest = bytes.get(length..)?;
    if encoding == UTF_8 {
        return std::str::from_utf8(rest).ok().map(str::to_owned);
    }
    Some(encoding.decode_without_bom_handling(rest).0.into_owned())
}

/// UTF-16 without a mark: big-endian by RFC 2781 §4.3, unless the zero bytes of Latin text say otherwise.
fn utf16(bytes: &[u8]) -> Option<String> {
    if let Some(text) = by_mark(bytes) {
        return Some(text);
    }
    if bytes.is_ascii() && (bytes.len() % 2 == 1 || bytes.contains(&b'\n')) && !bytes.contains(&0) {
        // Declared UTF-16, and a gateway has long made plain text of it.
        return std::str::from_utf8(bytes).ok().map(str::to_owned);
    }
    let zeros = |odd: usize| bytes.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let encoding = if zeros(1) > zeros(0) { UTF_16LE } else { UTF_16BE };
    encoding.decode_without_bom_handling_and_without_replacement(bytes).map(|t| t.into_owned())
}

fn surely_utf8(text: &str) -> bool {
    text.chars().filter(|c| !c.is_ascii()).nth(SURELY_UTF8).is_some()
}

fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// At most three times [`TEXT_LIMIT`]: one byte becomes three at most.
fn bounded(text: String) -> String {
    super::parse::limited(text, 3 * TEXT_LIMIT)
}

fn short(name: &str) -> String {
    name.chars().filter(|c| c.is_ascii_graphic()).take(40).collect()
}

#[cfg(test)]
mod tests;
