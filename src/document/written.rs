//! The text of a file as an engine gives it: words, and how surely they were read. Knows no paper.
use super::Method;

/// The text of one file.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// Lines as they stand on the paper, columns kept apart by blanks; a form feed between pages.
    pub text: String,
    /// Pages of the file, those without text included.
    pub pages: u32,
    pub method: Method,
    /// How surely each word was read, in the order of the text; empty where the file says its text
    /// itself.
    pub words: Vec<Word>,
    /// Other readings of the same pages, from pictures that were made ready otherwise: what they say too
    /// is sure.
    pub again: Vec<Written>,
}

/// One word that was read from a picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Word {
    /// Bytes of [`Written::text`].
    pub start: usize,
    pub end: usize,
    /// 0 to 1, by the engine's own reckoning.
    pub confidence: f32,
    /// Its left and right end on the page, in widths of a letter.
    pub place: Option<(f32, f32)>,
}

impl Written {
    /// A text that the file itself holds.
    pub fn typed(text: String, pages: u32) -> Written {
        Written { text, pages, method: Method::Text, words: Vec::new(), again: Vec::new() }
    }
}
