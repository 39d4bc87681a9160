//! Where else in a file a value stands, and how surely its words were read. Knows words, no field.
use super::Written;
use super::ocr_page::{lines_of, skeleton};

/// What may stand behind a name in a sentence.
const ENDS: &[&str] = &[
    "nip",
    "nipppk",
    "ni",
    "nrp",
    "pangkat",
    "jabatan",
    "sebagai",
    "selaku",
    "karena",
    "dengan",
    "yang",
    "pada",
    "untuk",
    "dan",
    "juru",
    "pengatur",
    "penata",
    "pembina",
    "gol",
    "dikarenakan",
    "adalah",
    "dari",
    "user",
    "admin",
    "nlp",
    "n1p",
    "unit",
    "satuan",
    "email",
    "agar",
    "di",
    "berhubung",
    "sehubungan",
    "golongan",
    "staf",
    "kepala",
    "analis",
];

/// All signs of a file in one row, each with the word it belongs to.
pub(super) struct Signs {
    plain: String,
    /// The same, what looks alike made the same.
    alike: String,
    owner: Vec<usize>,
    words: Vec<Seen>,
}

/// One word with the line it stands in.
struct Seen {
    text: String,
    confidence: f32,
    blanks: usize,
    line: usize,
    place: Option<(f32, f32)>,
}

/// A run of words in one line.
#[derive(Default)]
struct Block {
    left: f32,
    right: f32,
    letters: usize,
    digits: usize,
    confidence: f32,
    nip: bool,
    number: bool,
}

impl Block {
    fn take(&mut self, word: &Seen, end: f32) {
        self.right = end;
        let bare = plain(&word.text);
        self.letters += bare.len();
        self.digits += bare.chars().filter(char::is_ascii_digit).count();
        self.confidence = self.confidence.max(word.confidence);
        self.nip |= bare.starts_with("nip") || bare.starts_with("nrp") || bare.starts_with("pppk");
        self.number = self.digits >= 12 && self.digits * 10 >= self.letters * 8;
    }
}

/// The letters and digits alone, small.
pub(super) fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Signs that look alike made the same; as many bytes as before.
fn looks(plain: &str) -> String {
    let same = |c: char| match c {
        '1' | 'l' | '|' | '!' => 'i',
        '0' => 'o',
        '5' => 's',
        '8' => 'b',
        c => c,
    };
    plain.chars().map(same).collect()
}

impl Signs {
    pub(super) fn new(written: &Written) -> Signs {
        let mut signs = Signs {
            plain: String::new(),
            alike: String::new(),
            owner: Vec::new(),
            words: Vec::new(),
        };
        for (line, tokens) in lines_of(written).into_iter().map(|l| l.tokens).enumerate() {
            for token in tokens {
                let bare = plain(&token.text);
                signs.alike.push_str(&looks(&bare));
                signs.owner.extend(std::iter::repeat_n(signs.words.len(), bare.len()));
                signs.plain.push_str(&bare);
                let (blanks, confidence, text) = (token.blanks, token.confidence, token.text);
                signs.words.push(Seen { text, confidence, blanks, line, place: token.place });
            }
        }
        signs
    }

    /// The words of each place where the value stands: the first and the last.
    fn spans(&self, value: &str) -> Vec<(usize, usize)> {
        self.spans_in(&self.plain, &plain(value))
    }

    fn spans_in(&self, text: &str, bare: &str) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(at) =
            text.get(from..).filter(|_| !bare.is_empty()).and_then(|rest| rest.find(bare))
        {
            let (start, end) = (from + at, from + at + bare.len());
            if let (Some(first), Some(last)) = (self.owner.get(start), self.owner.get(end - 1)) {
                found.push((*first, *last));
            }
            from = end;
        }
        found
    }

    /// Everywhere the value stands: how surely the least sure of its words was read.
    pub(super) fn places(&self, value: &str) -> Vec<f64> {
        self.spans(value).into_iter().map(|span| self.least(span)).collect()
    }

    fn least(&self, (first, last): (usize, usize)) -> f64 {
        let words = self.words.get(first..=last).unwrap_or_default();
        f64::from(words.iter().map(|w| w.confidence).fold(1.0f32, f32::min))
    }

    /// How sure the words are that look like the value: signs in it were mended.
    pub(super) fn mended(&self, value: &str) -> Option<f64> {
        let spans = self.spans_in(&self.alike, &looks(&plain(value)));
        spans.into_iter().map(|span| self.least(span)).reduce(f64::max)
    }

    /// How sure the value is: its surest place; two places that say the same are surer than either.
    pub(super) fn confidence(&self, value: &str) -> Option<f64> {
        let places = self.places(value);
        let best = places.iter().copied().reduce(f64::max)?;
        // A short text may stand twice by chance: in a longer word, in an address.
        let long = plain(value).len() >= 6;
        Some(if places.len() > 1 && long { (1.0 - (1.0 - best) * 0.4).max(0.85) } else { best })
    }

    /// Does a name go on behind what was taken for it, wherever it stands? Then its titles or its last
    /// word were not understood.
    pub(super) fn goes_on(&self, name: &str) -> bool {
        let spans = self.spans(name);
        !spans.is_empty() && spans.iter().all(|(_, last)| self.more_behind(*last))
    }

    fn more_behind(&self, last: usize) -> bool {
        let Some(word) = self.words.get(last) else { return false };
        let next = self.words.get(last + 1);
        match next.filter(|n| n.line == word.line && n.blanks <= 2) {
            Some(next) => {
                let bare = plain(&next.text);
                let known = ENDS.iter().any(|e| bare.starts_with(e));
                let sign = bare.is_empty() || next.text.starts_with('(');
                !known && !sign && !bare.starts_with(|c: char| c.is_ascii_digit())
            }
            // The line ends with the comma before a title.
            None => {
                word.text.ends_with(',')
                    && next.is_none_or(|n| !ENDS.iter().any(|e| plain(&n.text).starts_with(e)))
            }
        }
    }

    /// Does a name under a signature lack its beginning, wherever it stands? Something stands right before
    /// it, or it does not stand where the lines of its block stand: a stamp covers its first letters.
    pub(super) fn begins_late(&self, name: &str) -> bool {
        let spans = self.spans(name);
        !spans.is_empty() && spans.into_iter().all(|(first, last)| self.is_late(first, last))
    }

    fn is_late(&self, first: usize, last: usize) -> bool {
        let Some(word) = self.words.get(first) else { return false };
        let before = first.checked_sub(1).and_then(|at| self.words.get(at));
        if before.is_some_and(|b| {
            b.line == word.line && word.blanks <= 2 && !b.text.ends_with([':', '('])
        }) {
            return true;
        }
        // Titles behind the name belong to its line.
        let mut end = word.place;
        for (at, next) in
            self.words.iter().enumerate().skip(first).take_while(|(_, w)| w.line == word.line)
        {
            let near = next.place.zip(end).is_some_and(|(a, b)| a.0 - b.1 < 2.6);
            if at <= last || near {
                end = next.place.or(end);
            } else {
                break;
            }
        }
        let Some((left, right)) = word.place.zip(end).map(|(a, b)| (a.0, b.1)) else {
            return false;
        };
        let level = |block: &Block| {
            (block.left - left).abs() < 1.3
                || ((block.left + block.right) - (left + right)).abs() < 2.0
        };
        let below: Vec<Block> =
            (word.line + 1..=word.line + 4).filter_map(|l| self.block(l, left, right)).collect();
        // The number under a name stands where the name does; without its label it lost it to the same stamp.
        if let Some(number) = below.iter().find(|block| block.number || block.nip) {
            return !number.nip || !level(number);
        }
        let above =
            (word.line.saturating_sub(4)..word.line).filter_map(|l| self.block(l, left, right));
        let near: Vec<Block> = above.chain(below).filter(|block| block.letters > 5).collect();
        !near.is_empty() && !near.iter().any(level)
    }

    /// Does a value stand only behind the words that close a letter?
    pub(super) fn after_closing(&self, value: &str) -> bool {
        let closing = |w: &Seen| matches!(plain(&w.text).as_str(), "demikian" | "hormat" | "kasih");
        let Some(last) = self.words.iter().rposition(closing) else { return false };
        let spans = self.spans(value);
        !spans.is_empty() && spans.iter().all(|(first, _)| *first > last)
    }

    /// The words of a line that stand above or below what reaches from `left` to `right`.
    fn block(&self, line: usize, left: f32, right: f32) -> Option<Block> {
        let from = self.words.partition_point(|w| w.line < line);
        let words = self.words.get(from..)?.iter().take_while(|w| w.line == line);
        let mut block: Option<Block> = None;
        for word in words {
            let Some((start, end)) = word.place else { continue };
            match &mut block {
                Some(block) if start - block.right < 2.6 => block.take(word, end),
                Some(block) if block.right > left => break,
                _ => {
                    let mut new = Block { left: start, ..Block::default() };
                    new.take(word, end);
                    block = Some(new);
                }
            }
        }
        block.filter(|b| b.left < right && b.right > left && b.confidence >= 0.4)
    }

    /// Does an address begin before what was taken for it, with a piece that its blank cut off?
    pub(super) fn cut_off(&self, address: &str) -> bool {
        let before = |(first, _): &(usize, usize)| {
            let word = self.words.get(*first)?;
            let other = self.words.get(first.checked_sub(1)?)?;
            let beside = other.line == word.line && word.blanks <= 2;
            (beside && !other.text.ends_with([':', ',', ';', '('])).then(|| plain(&other.text))
        };
        let known = [
            "email", "mail", "surel", "posel", "ke", "alamat", "melalui", "adalah", "yaitu", "dan",
            "di", "atau", "",
        ];
        let cut = |span| before(span).is_some_and(|word| !known.contains(&word.as_str()));
        let spans = self.spans(address);
        !spans.is_empty() && spans.iter().all(cut)
    }

    /// The words of the file as they were read.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|w| w.text.as_str())
    }

    /// The host of an address, as it was read most surely where the paper has it again (`www.`, the
    /// office's own address).
    pub(super) fn host(&self, read: &str) -> String {
        let like = |word: &str| -> Option<String> {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
            let host =
                bare.split_once('@').map(|(_, host)| host).or_else(|| bare.strip_prefix("www."))?;
            let same = skeleton(host) == skeleton(read)
                || strsim::osa_distance(host, &read.to_lowercase()) <= 1;
            (host.len() >= 6 && host.contains('.') && same).then(|| host.to_string())
        };
        let mut best: Option<(f32, String)> = None;
        for Seen { text, confidence, .. } in &self.words {
            if let Some(host) = like(text)
                && best.as_ref().is_none_or(|b| *confidence > b.0)
            {
                best = Some((*confidence, host));
            }
        }
        best.map_or_else(|| read.to_string(), |b| b.1)
    }
}

const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "maret",
    "april",
    "mei",
    "juni",
    "juli",
    "agustus",
    "september",
    "oktober",
    "november",
    "desember",
];

/// A date of the answer as it may stand on the paper.
pub(super) fn spellings(date: &str) -> Vec<String> {
    let mut parts = date.split('-');
    let (Some(year), Some(month), Some(day)) = (parts.next(), parts.next(), parts.next()) else {
        return Vec::new();
    };
    let short = day.trim_start_matches('0');
    let word = month
        .parse::<usize>()
        .ok()
        .and_then(|m| MONTHS.get(m.wrapping_sub(1)))
        .copied()
        .unwrap_or_default();
    let other = match word {
        "februari" => "pebruari",
        "november" => "nopember",
        word => word,
    };
    let mut all = vec![
        format!("{day}{month}{year}"),
        format!("{short}{}{year}", month.trim_start_matches('0')),
    ];
    for name in [word, other, word.get(..3).unwrap_or(word)] {
        all.push(format!("{day}{name}{year}"));
        all.push(format!("{short}{name}{year}"));
    }
    all
}
