//! Characters of symbol fonts as what the eye sees: boxes, ticks, bullets. Knows no document.

/// What a character of a symbol font shows; the code with or without the private area's 0xF000.
/// `None` where it is only an ornament.
pub(super) fn shown(font: &str, code: u32) -> Option<char> {
    let code = if (0xf000..=0xf0ff).contains(&code) { code - 0xf000 } else { code };
    let font = font.to_ascii_lowercase();
    let shown = match (font.as_str(), code) {
        ("wingdings" | "opensymbol", 0xfe) | ("wingdings 2", 0x52..=0x54) => '☑',
        ("wingdings", 0xfd | 0x78) => '☒',
        ("wingdings", 0xfc) | ("wingdings 2", 0x50) | ("webdings", 0x61) => '✓',
        ("wingdings", 0xa8 | 0x6f | 0x71 | 0x72 | 0x70) | ("wingdings 2", 0xa3 | 0x2a) => '☐',
        ("webdings", 0x63) => '☐',
        ("webdings", 0x67) | ("wingdings", 0x6e) => '■',
        ("symbol", 0xd6) => '√',
        ("symbol", 0xb7) | ("wingdings", 0xa7 | 0x6c | 0x9f | 0x76 | 0xd8 | 0xe0) => '•',
        ("symbol", 0x2d) => '-',
        ("symbol", _) => char::from_u32(code).filter(char::is_ascii)?,
        _ => return None,
    };
    Some(shown)
}

/// Is this a font whose letters are pictures?
pub(super) fn is_symbols(font: &str) -> bool {
    let font = font.to_ascii_lowercase();
    font.starts_with("wingdings") || font == "webdings" || font == "symbol"
}

/// A character of the private area without a known font: what Word's bullets and boxes mostly are.
pub(super) fn private(c: char) -> Option<char> {
    match u32::from(c) {
        code @ 0xf000..=0xf0ff => {
            shown("wingdings", code).or_else(|| shown("symbol", code)).or(Some('•'))
        }
        0xe000..=0xf8ff => None,
        _ => Some(c),
    }
}
