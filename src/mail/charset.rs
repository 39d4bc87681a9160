//! Bytes to text: declared character set, else UTF-8, else Windows-1252. Knows no MIME structure.
use mail_parser::decoders::charsets::map::charset_decoder;

/// Most bytes of text that are decoded from one part.
pub(crate) const TEXT_LIMIT: usize = 4 * 1024 * 1024;

/// Character sets that could smuggle markup (`utf-7`) or blow up (`utf-32`): read as plain bytes.
const REFUSED: [&str; 5] = ["utf-7", "utf7", "utf-32", "utf-32le", "utf-32be"];

/// Reads bytes without a declaration: UTF-8 where valid, else Windows-1252.
pub(crate) fn guess(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => latin(bytes),
    }
}

fn latin(bytes: &[u8]) -> String {
    match charset_decoder(b"windows-1252") {
        Some(decode) => decode(bytes),
        None => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// Decodes a text part. The second value is a defect sentence when the declaration was wrong.
pub(crate) fn decode(bytes: &[u8], declared: Option<&str>) -> (String, Option<String>) {
    let declared = declared.map(|d| d.trim().to_ascii_lowercase()).filter(|d| !d.is_empty());
    let name = declared.as_deref().unwrap_or("utf-8");
    if let Ok(text) = std::str::from_utf8(bytes) {
        let wide = name.starts_with("utf-16") || name.starts_with("ucs-2");
        let seven_bit_escape = name.starts_with("iso-2022") || name == "hz-gb-2312";
        if !wide && !seven_bit_escape {
            let lied = !text.is_ascii() && name != "utf-8" && name != "utf8";
            let defect = lied.then(|| {
                format!(
                    "Teks dinyatakan {}, tetapi ternyata UTF-8; dibaca sebagai UTF-8.",
                    short(name)
                )
            });
            return (text.to_owned(), defect);
        }
    }
    if REFUSED.contains(&name) {
        let sentence = format!("Himpunan karakter {name} tidak didukung; dibaca apa adanya.");
        return (latin(bytes), Some(sentence));
    }
    if name == "utf-8" || name == "utf8" || name == "us-ascii" {
        let sentence = "Teks bukan UTF-8 yang sah; dibaca sebagai Windows-1252.".to_owned();
        return (latin(bytes), Some(sentence));
    }
    match charset_decoder(name.as_bytes()) {
        Some(decode) => (decode(bytes), None),
        None => {
            let sentence = format!(
                "Himpunan karakter {} tidak dikenal; dibaca sebagai Windows-1252.",
                short(name)
            );
            (latin(bytes), Some(sentence))
        }
    }
}

fn short(name: &str) -> String {
    name.chars().filter(|c| c.is_ascii_graphic()).take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn falls_back_in_order() {
        assert_eq!(decode("é".as_bytes(), None), ("é".into(), None));
        assert_eq!(decode(b"caf\xe9", Some("iso-8859-1")).0, "café");
        assert!(decode("é".as_bytes(), Some("iso-8859-1")).1.is_some());
        assert_eq!(decode(b"caf\xe9", Some("utf-8")).0, "café");
        assert!(decode(b"caf\xe9", Some("x-nonsense")).1.is_some());
    }

    #[test]
    fn utf7_never_makes_markup() {
        assert!(!decode(b"+ADw-script+AD4-", Some("utf-7")).0.contains('<'));
    }
}
