//! Reads a story file into lines: words (quoted ones keep their blanks) and the block below each.

/// One line of a story with the indented lines that belong to it.
pub struct Line {
    pub number: usize,
    pub text: String,
    words: Vec<String>,
    pub block: Vec<String>,
}

impl Line {
    /// Word `at`, or an empty one.
    pub fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("", String::as_str)
    }

    /// Word `at` as a number.
    pub fn count(&self, at: usize) -> Result<usize, String> {
        self.word(at).parse().map_err(|_| format!("a number is wanted, not {:?}", self.word(at)))
    }

    /// Everything behind the first `words` words, as it stands.
    pub fn rest(&self, words: usize) -> &str {
        let mut rest = self.text.as_str();
        for _ in 0..words {
            rest = rest.trim_start().split_once(' ').map_or("", |(_, tail)| tail);
        }
        rest.trim()
    }
}

/// Splits at blanks; text between double quotes is one word.
pub fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (word, tail) = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').expect("a closing quote"),
            None => rest.split_once(' ').unwrap_or((rest, "")),
        };
        words.push(word.to_owned());
        rest = tail.trim_start();
    }
    words
}

/// Reads a whole story.
pub fn read(text: &str) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for (at, raw) in text.lines().enumerate() {
        if let Some(inner) = raw.strip_prefix("  ") {
            lines.last_mut().expect("a line above the block").block.push(inner.to_owned());
        } else if !raw.trim().is_empty() && !raw.starts_with('#') {
            let words = words(raw);
            lines.push(Line { number: at + 1, text: raw.to_owned(), words, block: Vec::new() });
        }
    }
    lines
}
