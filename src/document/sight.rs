//! How surely the words of each line were read from a picture. Knows no field and no paper.
use super::lines::Place;
use super::written::Word;
use std::collections::BTreeMap;

/// The words of a file by page and line. Empty for a file that says its text itself.
#[derive(Default)]
pub(super) struct Sight(BTreeMap<(u32, u32), Vec<(String, f32)>>);

impl Sight {
    /// `text` is the engine's, before it is tidied: the words count its bytes.
    pub(super) fn new(text: &str, words: &[Word]) -> Sight {
        let mut sight = Sight::default();
        let mut waiting = words.iter().peekable();
        let (mut page, mut line) = (1u32, 1u32);
        for (at, c) in text.char_indices() {
            while let Some(word) = waiting.next_if(|word| word.start <= at) {
                if let Some(seen) = text.get(word.start..word.end) {
                    let words = sight.0.entry((page, line)).or_default();
                    words.push((bare(seen), word.confidence));
                }
            }
            match c {
                '\u{c}' => (page, line) = (page.saturating_add(1), 1),
                // The marks that `lines::tidy` makes line ends.
                '\n' | '\u{2028}' | '\u{2029}' | '\u{85}' => line = line.saturating_add(1),
                _ => {}
            }
        }
        sight
    }

    /// How surely the words of `value` were read that stand in this line or the two after it: the
    /// worst of them counts. `None` where nothing is known.
    pub(super) fn of(&self, place: Place, value: &str) -> Option<f64> {
        let wanted: Vec<String> =
            value.split_whitespace().map(bare).filter(|w| !w.is_empty()).collect();
        let lines = place.line..=place.line.saturating_add(2);
        let near = lines.filter_map(|line| self.0.get(&(place.page, line))).flatten();
        let seen = near.filter(|(word, _)| {
            let same = |w: &String| w.contains(word.as_str()) || word.contains(w.as_str());
            !word.is_empty() && wanted.iter().any(same)
        });
        seen.map(|(_, sure)| f64::from(sure.clamp(0.0, 1.0))).reduce(f64::min)
    }
}

/// The letters and digits of a word, small.
fn bare(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_word_of_the_line_counts() {
        let text = "Nama : Ratna\n\u{c}NIP : 1987 Ratna";
        let word = |seen: &str, confidence: f32, from: usize| {
            let start = text[from..].find(seen).unwrap() + from;
            Word { start, end: start + seen.len(), confidence, place: None }
        };
        let words = [word("Ratna", 0.9, 0), word("1987", 0.4, 14), word("Ratna", 0.2, 14)];
        let sight = Sight::new(text, &words);
        let at = |page, line| Place { page, line };
        let near = |a: Option<f64>, b: f64| a.is_some_and(|a| (a - b).abs() < 1e-6);
        assert!(near(sight.of(at(1, 1), "Ratna"), 0.9));
        assert!(near(sight.of(at(2, 1), "1987"), 0.4));
        assert_eq!(sight.of(at(3, 1), "Ratna"), None);
    }
}
