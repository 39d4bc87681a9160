//! A text that was read from pictures, as lines of tokens that can be mended without losing how surely
//! each was read. Knows no paper.
use super::{Word, Written};

/// One word with the blanks before it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Token {
    pub(super) blanks: usize,
    pub(super) text: String,
    pub(super) confidence: f32,
    /// Its left and right end on the page, in widths of a letter.
    pub(super) place: Option<(f32, f32)>,
}

/// One line, and whether a page ends with it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Line {
    pub(super) tokens: Vec<Token>,
    pub(super) ends_page: bool,
}

impl Line {
    /// Where token `at` begins, in characters.
    pub(super) fn column(&self, at: usize) -> usize {
        let before: usize =
            self.tokens.iter().take(at).map(|t| t.blanks + t.text.chars().count()).sum();
        before + self.tokens.get(at).map_or(0, |t| t.blanks)
    }

    pub(super) fn text(&self, at: usize) -> &str {
        self.tokens.get(at).map(|t| t.text.as_str()).unwrap_or_default()
    }
}

/// Puts another text in a token's place.
pub(super) fn set(line: &mut Line, at: usize, text: String) {
    if let Some(token) = line.tokens.get_mut(at) {
        token.text = text;
    }
}

/// Takes a text apart.
pub(super) fn lines_of(written: &Written) -> Vec<Line> {
    let mut words = written.words.iter().peekable();
    let mut lines = vec![Line::default()];
    let mut start: Option<usize> = None;
    let mut blanks = 0;
    let mut put = |lines: &mut Vec<Line>, from: usize, to: usize, blanks: usize| {
        let mut confidence: Option<f32> = None;
        let mut place: Option<(f32, f32)> = None;
        while let Some(word) = words.next_if(|w| w.start < to) {
            if word.end > from {
                confidence = Some(confidence.map_or(word.confidence, |c| c.min(word.confidence)));
                place = place.zip(word.place).map(|(a, b)| (a.0, b.1)).or(word.place);
            }
        }
        let text = written.text.get(from..to).unwrap_or_default().to_string();
        if let Some(line) = lines.last_mut() {
            line.tokens.push(Token { blanks, text, confidence: confidence.unwrap_or(1.0), place });
        }
    };
    for (at, c) in written.text.char_indices() {
        if !c.is_whitespace() {
            start.get_or_insert(at);
            continue;
        }
        if let Some(from) = start.take() {
            put(&mut lines, from, at, blanks);
            blanks = 0;
        }
        match c {
            '\n' | '\u{c}' => {
                if let Some(line) = lines.last_mut() {
                    line.ends_page = c == '\u{c}';
                }
                lines.push(Line::default());
                blanks = 0;
            }
            _ => blanks += 1,
        }
    }
    if let Some(from) = start {
        put(&mut lines, from, written.text.len(), blanks);
    }
    lines
}

/// Puts the lines together again.
pub(super) fn written_of(lines: &[Line], like: &Written) -> Written {
    let mut text = String::with_capacity(like.text.len());
    let mut words = Vec::with_capacity(like.words.len());
    for (at, line) in lines.iter().enumerate() {
        for token in &line.tokens {
            text.extend(std::iter::repeat_n(' ', token.blanks));
            let start = text.len();
            text.push_str(&token.text);
            words.push(Word {
                start,
                end: text.len(),
                confidence: token.confidence,
                place: token.place,
            });
        }
        if at + 1 < lines.len() {
            text.push(if line.ends_page { '\u{c}' } else { '\n' });
        }
    }
    Written { text, pages: like.pages, method: like.method, words, again: Vec::new() }
}

/// The letters of a word as an engine may confuse them: what looks alike is the same.
pub(super) fn skeleton(text: &str) -> String {
    let plain: String = text
        .to_lowercase()
        .chars()
        .filter_map(|c| match c {
            '1' | 'l' | '|' | '!' | 'í' | 'ı' => Some('i'),
            '0' | '©' | 'ó' => Some('o'),
            '5' | '$' => Some('s'),
            '8' => Some('b'),
            c if c.is_alphanumeric() => Some(c),
            _ => None,
        })
        .collect();
    plain.replace("rn", "m").replace("vv", "w")
}

/// Are these the same word but for what an engine misreads? `most` letters may differ.
pub(super) fn alike(read: &str, meant: &str, most: usize) -> bool {
    let (a, b) = (skeleton(read), skeleton(meant));
    a == b || (a.len().abs_diff(b.len()) <= most && strsim::osa_distance(&a, &b) <= most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Method;

    #[test]
    fn apart_and_together() {
        let text = "  Nama    :  Ratna K.\n\nNIP\u{c}dua";
        let words = vec![
            Word { start: 2, end: 6, confidence: 0.5, place: None },
            Word { start: 13, end: 18, confidence: 0.25, place: None },
        ];
        let written =
            Written { text: text.into(), pages: 2, method: Method::Ocr, words, again: vec![] };
        let lines = lines_of(&written);
        assert_eq!(lines.len(), 4);
        assert_eq!(lines[0].tokens[2].confidence, 0.25);
        assert_eq!(lines[0].column(2), 13);
        assert_eq!(written_of(&lines, &written).text, text);
    }

    #[test]
    fn what_looks_alike() {
        assert!(alike("Narna", "Nama", 0) && alike("NlP", "NIP", 0) && alike("N1P", "NIP", 0));
        assert!(alike("MEMUTUSKAH", "MEMUTUSKAN", 1) && !alike("Alasan", "Jabatan", 1));
    }
}
