//! From the codes of a font to characters and widths. Knows no page.
use super::{MOST_STREAM, standard};
use lopdf::{Dictionary, Document, Object};
use std::collections::HashMap;

/// One code to its characters; lopdf's encoding has no name outside of it.
type Decode<'a> = Box<dyn Fn(&[u8]) -> Option<String> + 'a>;

/// A font as far as reading needs it.
pub(super) struct Font<'a> {
    decode: Decode<'a>,
    /// By the named encoding, for codes that an incomplete ToUnicode map leaves out.
    otherwise: Decode<'a>,
    /// Two bytes a code (composite fonts) or one.
    wide: bool,
    /// In thousandths of the size.
    widths: HashMap<u32, f64>,
    usual: f64,
    /// The name of a font without widths of its own.
    standard: Option<Vec<u8>>,
}

/// The font dictionary made ready: with a ToUnicode map, that map counts and no named encoding.
pub(super) fn prepare(document: &Document, font: &Dictionary) -> Dictionary {
    let mut font = font.clone();
    let mapped = font.get_deref(b"ToUnicode", document).and_then(Object::as_stream).is_ok();
    if mapped {
        font.remove(b"Encoding");
    }
    if !font.has(b"Type") {
        font.set("Type", Object::Name(b"Font".to_vec()));
    }
    font
}

fn decoder<'a>(document: &'a Document, font: &'a Dictionary) -> Decode<'a> {
    let encoding = font.get_font_encoding_with_limit(document, MOST_STREAM / 8).ok();
    Box::new(move |code| encoding.as_ref().and_then(|e| e.bytes_to_string(code).ok()))
}

impl<'a> Font<'a> {
    /// From the dictionary that [`prepare`] made and the one it was made from.
    pub(super) fn new(
        document: &'a Document,
        font: &'a Dictionary,
        original: &'a Dictionary,
    ) -> Font<'a> {
        let wide = font.get(b"Subtype").and_then(Object::as_name).is_ok_and(|n| n == b"Type0");
        let decode = decoder(document, font);
        let otherwise = decoder(document, original);
        let mut made =
            Font { decode, otherwise, wide, widths: HashMap::new(), usual: 500.0, standard: None };
        if wide {
            made.composite(document, font);
        } else {
            made.simple(document, font);
        }
        made
    }

    fn simple(&mut self, document: &Document, font: &Dictionary) {
        let first = font.get(b"FirstChar").and_then(Object::as_i64).unwrap_or(0);
        let widths = font.get_deref(b"Widths", document).and_then(Object::as_array);
        // Widths of a Type 3 font are in its own space.
        let scale = font
            .get_deref(b"FontMatrix", document)
            .and_then(Object::as_array)
            .ok()
            .and_then(|m| m.first())
            .and_then(|a| a.as_float().ok())
            .map_or(1.0, |a| f64::from(a) * 1000.0);
        for (at, width) in
            widths.map(Vec::as_slice).unwrap_or_default().iter().take(256).enumerate()
        {
            let code = u32::try_from(first).unwrap_or(0) + u32::try_from(at).unwrap_or(0);
            if let Some(width) = number(document, width) {
                self.widths.insert(code, width * scale);
            }
        }
        if self.widths.is_empty() {
            self.standard =
                Some(font.get(b"BaseFont").and_then(Object::as_name).unwrap_or_default().into());
        }
    }

    fn composite(&mut self, document: &Document, font: &Dictionary) {
        let below = font
            .get_deref(b"DescendantFonts", document)
            .and_then(Object::as_array)
            .ok()
            .and_then(|fonts| fonts.first())
            .and_then(|font| document.dereference(font).ok())
            .and_then(|(_, font)| font.as_dict().ok());
        let Some(below) = below else { return };
        self.usual = below.get(b"DW").ok().and_then(|w| number(document, w)).unwrap_or(1000.0);
        let Ok(list) = below.get_deref(b"W", document).and_then(Object::as_array) else { return };
        let mut rest = list.as_slice();
        // Either `c [w1 w2 …]` or `from to w` (ISO 32000-1, 9.7.4.3).
        while let Some((first, after)) = rest.split_first() {
            let Some(first) = number(document, first) else { return };
            let Some((second, after)) = after.split_first() else { return };
            if let Ok((_, Object::Array(widths))) = document.dereference(second) {
                for (at, width) in widths.iter().take(65_536).enumerate() {
                    if let Some(width) = number(document, width) {
                        self.widths.insert(first as u32 + u32::try_from(at).unwrap_or(0), width);
                    }
                }
                rest = after;
                continue;
            }
            let Some((width, after)) = after.split_first() else { return };
            let (Some(last), Some(width)) = (number(document, second), number(document, width))
            else {
                return;
            };
            for code in (first as u32..=last as u32).take(65_536) {
                self.widths.insert(code, width);
            }
            rest = after;
        }
    }

    /// The characters of a shown string, each with its width in thousandths and whether it is the
    /// single-byte blank that word spacing widens.
    pub(super) fn glyphs(&self, bytes: &[u8]) -> Vec<(String, f64, bool)> {
        let step = if self.wide { 2 } else { 1 };
        bytes
            .chunks(step)
            .map(|code| {
                let number = code.iter().fold(0u32, |n, b| n << 8 | u32::from(*b));
                let text = self.decode(code);
                let width = self.widths.get(&number).copied().unwrap_or_else(|| self.guess(&text));
                (text, width, step == 1 && number == 32)
            })
            .collect()
    }

    fn decode(&self, code: &[u8]) -> String {
        let useful = |text: &String| text.chars().any(|c| c != '\u{fffd}' && c != '\0');
        let decoded = (self.decode)(code);
        let decoded = match decoded.as_ref().is_some_and(useful) || self.wide {
            true => decoded,
            false => (self.otherwise)(code).filter(useful).or(decoded),
        };
        match decoded {
            Some(text) => text.chars().filter(|c| *c != '\u{fffd}' && *c != '\0').collect(),
            None if self.wide => String::new(),
            None => code.iter().filter(|b| b.is_ascii()).map(|b| char::from(*b)).collect(),
        }
    }

    /// Where the file gives no width.
    fn guess(&self, text: &str) -> f64 {
        let known = self.standard.as_ref().zip(text.chars().next());
        known.and_then(|(name, c)| standard::width(name, c)).unwrap_or(self.usual)
    }
}

fn number(document: &Document, object: &Object) -> Option<f64> {
    let (_, object) = document.dereference(object).ok()?;
    object.as_float().ok().map(f64::from).filter(|n| n.is_finite() && n.abs() < 1e6)
}
