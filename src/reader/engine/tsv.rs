//! The words that tesseract found, out of its TSV. Knows no picture and no line of text.

/// Words of one page; a dense one has about 700.
const MOST_WORDS: usize = 6_000;
/// Characters of one word.
const LONGEST: usize = 120;

/// One word on the picture, in points from its upper left corner.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Seen {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) width: f64,
    pub(super) height: f64,
    /// 0 to 1.
    pub(super) confidence: f32,
    /// Which line of which paragraph of which block tesseract took it for.
    pub(super) line: (u32, u32, u32),
    pub(super) text: String,
}

impl Seen {
    pub(super) fn right(&self) -> f64 {
        self.left + self.width
    }

    pub(super) fn middle(&self) -> f64 {
        self.top + self.height / 2.0
    }

    pub(super) fn letters(&self) -> usize {
        self.text.chars().filter(|c| c.is_alphanumeric()).count()
    }
}

/// The words of a page in tesseract's own order. Lines that are none are left out.
pub(super) fn words(tsv: &[u8]) -> Vec<Seen> {
    let text = String::from_utf8_lossy(tsv);
    text.lines().filter_map(word).take(MOST_WORDS).collect()
}

fn word(line: &str) -> Option<Seen> {
    let mut cells = line.splitn(12, '\t');
    let mut next = || cells.next();
    if next()? != "5" {
        return None;
    }
    let _page = next()?;
    let mut number = || next()?.parse::<f64>().ok().filter(|n| n.is_finite());
    let (block, paragraph, row) = (number()?, number()?, number()?);
    let _word = number()?;
    let (left, top, width, height) = (number()?, number()?, number()?, number()?);
    let confidence = number()?;
    let text: String = next()?.trim().chars().take(LONGEST).collect();
    if text.is_empty() || confidence < 0.0 {
        return None;
    }
    Some(Seen {
        left,
        top,
        width,
        height,
        confidence: (confidence as f32 / 100.0).clamp(0.0, 1.0),
        line: (block as u32, paragraph as u32, row as u32),
        text,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_and_what_is_none() {
        let tsv = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n\
                   4\t1\t2\t1\t3\t0\t10\t20\t300\t30\t-1\t\n\
                   5\t1\t2\t1\t3\t1\t10\t20\t80\t30\t96.5\tNama\n\
                   5\t1\t2\t1\t3\t2\t100\t20\t80\t30\t95\t \n\
                   5\t1\t2\t1\tx\t2\t100\t20\t80\t30\t95\ty\n";
        let found = words(tsv.as_bytes());
        let [word] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((word.text.as_str(), word.line, word.left), ("Nama", (2, 1, 3), 10.0));
        assert!((word.confidence - 0.965).abs() < 1e-6);
        assert_eq!(words(&[0xff, b'\t', 0]), vec![]);
    }
}
