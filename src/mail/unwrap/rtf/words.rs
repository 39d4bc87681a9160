//! The control words of RTF that make or hide text. Knows no group.
use super::Writer;
use crate::mail::unwrap::codepage;

/// Groups that hold no words of the text.
const HIDDEN: [&[u8]; 27] = [
    b"colortbl",
    b"stylesheet",
    b"info",
    b"pict",
    b"object",
    b"header",
    b"headerl",
    b"headerr",
    b"headerf",
    b"footer",
    b"footerl",
    b"footerr",
    b"footerf",
    b"ftnsep",
    b"themedata",
    b"colorschememapping",
    b"latentstyles",
    b"datastore",
    b"listtable",
    b"listoverridetable",
    b"generator",
    b"fldinst",
    b"xmlnstbl",
    b"filetbl",
    b"revtbl",
    b"rsidtbl",
    b"pntext",
];

/// Control words that stand for a character.
const CHARACTERS: [(&[u8], &str); 15] = [
    (b"par", "\n"),
    (b"line", "\n"),
    (b"sect", "\n"),
    (b"page", "\n"),
    (b"row", "\n"),
    (b"cell", "\t"),
    (b"tab", "\t"),
    (b"lquote", "\u{2018}"),
    (b"rquote", "\u{2019}"),
    (b"ldblquote", "\u{201c}"),
    (b"rdblquote", "\u{201d}"),
    (b"bullet", "\u{2022}"),
    (b"endash", "\u{2013}"),
    (b"emdash", "\u{2014}"),
    (b"emspace", "\u{2003}"),
];

/// Most fonts whose character set is remembered.
const FONT_LIMIT: usize = 500;

impl Writer {
    /// One control word with its number; `optional` after `\*`.
    pub(super) fn word(&mut self, word: &[u8], number: Option<i64>, optional: bool) {
        let small = number.and_then(|n| u32::try_from(n).ok());
        match word {
            b"htmltag" if optional && self.html => {
                self.flush();
                self.state.hidden = false;
                self.state.instead = false;
            }
            b"mhtmltag" => self.hide(),
            b"htmlrtf" => {
                self.flush();
                self.state.instead = number != Some(0);
            }
            b"fonttbl" => {
                self.hide();
                self.state.fonts = true;
            }
            b"ansicpg" => {
                self.base = small.filter(|n| *n != 0).unwrap_or(self.base);
                self.turn(self.base);
            }
            b"f" | b"deff" => self.font(small.unwrap_or_default()),
            b"fcharset" if self.state.fonts => {
                let page = small.filter(|n| *n != 0).and_then(codepage::of_font);
                if let Some(page) = page
                    && self.pages.len() < FONT_LIMIT
                {
                    self.pages.push((self.font, page));
                }
            }
            b"plain" => self.turn(self.base),
            b"uc" => self.state.spare = small.map_or(1, |n| usize::try_from(n.min(8)).unwrap_or(1)),
            b"u" => self.unit(number.unwrap_or_default()),
            b"bin" => {}
            _ if HIDDEN.contains(&word) => self.hide(),
            _ if optional => self.hide(),
            _ => {
                if let Some((_, text)) = CHARACTERS.iter().find(|(name, _)| *name == word) {
                    self.text(text);
                }
            }
        }
    }

    fn hide(&mut self) {
        self.flush();
        self.state.hidden = true;
    }

    fn turn(&mut self, page: u32) {
        if self.state.page != page {
            self.flush();
            self.state.page = page;
        }
    }

    fn font(&mut self, number: u32) {
        self.font = number;
        if !self.state.fonts {
            let page = self.pages.iter().find(|(font, _)| *font == number);
            self.turn(page.map_or(self.base, |(_, page)| *page));
        }
    }

    /// A UTF-16 unit written as a signed number.
    fn unit(&mut self, number: i64) {
        self.skip = self.state.spare;
        let unit = u16::try_from(number.rem_euclid(65_536)).unwrap_or_default();
        match (self.half.take(), unit) {
            (None, 0xd800..=0xdbff) => self.half = Some(unit),
            (Some(high), 0xdc00..=0xdfff) => {
                let pair: String =
                    char::decode_utf16([high, unit]).filter_map(Result::ok).collect();
                self.text(&pair);
            }
            _ => {
                if let Some(c) = char::from_u32(u32::from(unit)).filter(|c| *c != '\0') {
                    self.text(c.encode_utf8(&mut [0; 4]));
                }
            }
        }
    }
}
