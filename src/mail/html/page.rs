//! A document read line by line, and its two readings: everything, and what helps to find the new words.
//! Knows which lines are old mail, nothing of what they say beyond the shape of a header or an introduction.

/// What stands between two lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Mark {
    #[default]
    None,
    /// The old mail begins.
    Border,
    /// The old mail begins, if a header follows.
    LikelyBorder,
    /// A rule: the same, if the header is an unmistakable one.
    Rule,
}

/// One line of text and what it belongs to.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    pub text: String,
    pub mark: Mark,
    /// How many quotes it stands in, as a person sees them.
    pub bars: u8,
    /// A mail program says that it is old.
    pub history: bool,
    /// In a quote that nothing marks as someone else's.
    pub indented: bool,
    pub signature: bool,
}

/// What is read of one document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Page {
    pub(super) lines: Vec<Line>,
}

/// How the old mail's header begins, in the languages of mail programs.
const HEADER_WORDS: [&str; 40] = [
    "dari",
    "dikirim",
    "tanggal",
    "pengirim", // Indonesian
    "daripada",
    "tarikh", // Malay
    "from",
    "sent",
    "date", // English
    "von",
    "gesendet",
    "datum", // German
    "van",
    "verzonden", // Dutch
    "de",
    "envoyé",
    "date d'envoi",
    "expéditeur", // French
    "enviado",
    "fecha",
    "data", // Spanish, Portuguese
    "da",
    "inviato", // Italian
    "från",
    "skickat", // Swedish
    "fra",
    "sendt",
    "dato", // Danish, Norwegian
    "lähettäjä",
    "lähetetty", // Finnish
    "od",
    "wysłano",
    "odesláno", // Polish, Czech
    "от",
    "отправлено",
    "дата", // Russian
    "发件人",
    "寄件者",    // Chinese
    "差出人",    // Japanese
    "보낸 사람", // Korean
];

impl Page {
    /// Everything a person sees; quotes as `> ` lines.
    pub(crate) fn whole(&self) -> String {
        let mut text = Text::default();
        for line in &self.lines {
            text.line(line.bars.into(), &line.text);
        }
        text.done()
    }

    /// For finding the new words: old mail as `> ` lines or below `cut`, signatures left out (unless
    /// nothing else is there).
    pub(crate) fn answer(&self, cut: &str) -> String {
        let told = self.introductions();
        let own_until = self.own_indents(&told);
        let signed = self.lines.iter().any(|l| l.signature);
        let mut text = Text::default();
        let mut words = false;
        // Whether the line before was marked as old, and whether it was part of a forwarded mail,
        // which is not cut off as a quote is.
        let mut run = (false, false);
        for (at, line) in self.lines.iter().enumerate() {
            if self.is_border(at) {
                text.line(0, cut);
                continue;
            }
            if signed && line.signature {
                continue;
            }
            if line.text.is_empty() {
                text.line(0, "");
                continue;
            }
            let indent = line.indented && at >= own_until;
            let old = line.history || indent || told.get(at).copied().unwrap_or_default();
            if line.history && !run.0 && line.text.starts_with("---") {
                run.1 = true;
                text.line(0, forward_line(&line.text));
            } else {
                run.1 &= line.history;
                text.line(usize::from(old && !run.1), &line.text);
            }
            run.0 = line.history;
            words |= !old;
        }
        if !words && signed {
            let lines = self.lines.iter().map(|l| Line { signature: false, ..l.clone() }).collect();
            return Page { lines }.answer(cut);
        }
        text.done()
    }

    /// The next line with words at or after `at`.
    fn next_words(&self, at: usize) -> Option<&Line> {
        self.lines.iter().skip(at).take(12).find(|l| !l.text.is_empty())
    }

    fn is_border(&self, at: usize) -> bool {
        match self.lines.get(at).map(|l| l.mark) {
            Some(Mark::Border) => true,
            Some(Mark::LikelyBorder) => self.next_words(at).is_some_and(|l| is_label(&l.text)),
            Some(Mark::Rule) => self.next_words(at).is_some_and(|l| is_header(&l.text)),
            _ => false,
        }
    }

    /// Which lines introduce a quote: the one to three lines just before it that end in a colon and
    /// name a time or an address, in whatever language.
    fn introductions(&self) -> Vec<bool> {
        let mut told = vec![false; self.lines.len()];
        let quoted = |l: &Line| l.history || l.indented;
        let mut above: Option<usize> = None;
        let mut inside = false;
        for (at, line) in self.lines.iter().enumerate() {
            if line.text.is_empty() {
                continue;
            }
            if let Some(last) = above.filter(|_| quoted(line) && !inside) {
                self.introduction(last, at, &mut told);
            }
            inside = quoted(line);
            above = Some(at);
        }
        told
    }

    fn introduction(&self, last: usize, quote: usize, told: &mut [bool]) {
        let text = |at: usize| self.lines.get(at).map_or("", |l| l.text.trim());
        if quote - last > 4 || !text(last).ends_with([':', '：']) {
            return;
        }
        let mut length = 0;
        for first in (last.saturating_sub(2)..=last).rev() {
            length += text(first).len();
            if text(first).is_empty() || length > 500 {
                return;
            }
            if names_time_or_address(text(first)) {
                told.iter_mut().take(last + 1).skip(first).for_each(|t| *t = true);
                return;
            }
        }
    }

    /// Set-in quotes before the first introduced or marked one are the writer's own, when such a one
    /// follows: gives the line from which on they are old.
    fn own_indents(&self, told: &[bool]) -> usize {
        let free = |at: usize| self.lines.get(at).is_some_and(|l| !l.indented);
        let introduced = told.iter().enumerate().position(|(at, t)| *t && free(at));
        let marked = self.lines.iter().enumerate().position(|(at, l)| {
            free(at) && (l.history || l.mark != Mark::None && self.is_border(at))
        });
        introduced.into_iter().chain(marked).min().unwrap_or(0)
    }
}

/// The line above a forwarded mail, in words that are known wherever it is not in words known here.
fn forward_line(line: &str) -> &str {
    let lower = line.to_lowercase();
    let known = ["forward", "terus", "original", "asli"].iter().any(|word| lower.contains(word));
    if known { line } else { "---------- Forwarded message ---------" }
}

/// `Label: value`, the label short and without digits.
fn is_label(line: &str) -> bool {
    line.split_once([':', '：']).is_some_and(|(label, _)| {
        let count = label.chars().count();
        (1..=24).contains(&count) && !label.chars().any(|c| c.is_ascii_digit())
    })
}

/// A label of an old mail's header, followed by an address or a date.
fn is_header(line: &str) -> bool {
    let Some((label, value)) = line.split_once([':', '：']) else { return false };
    let label = label.trim_matches([' ', '*', '\t']).to_lowercase();
    HEADER_WORDS.contains(&label.as_str())
        && (value.contains('@') || value.chars().filter(char::is_ascii_digit).count() >= 3)
}

/// An address, or a time of day beside a date.
fn names_time_or_address(line: &str) -> bool {
    let digits = line.chars().filter(char::is_ascii_digit).count();
    let bytes = line.as_bytes();
    let time = bytes.windows(4).any(|w| {
        matches!(w, [a, b':' | b'.' | b'h', c, d]
            if a.is_ascii_digit() && c.is_ascii_digit() && d.is_ascii_digit())
    });
    line.contains('@') && line.len() < 500 || time && digits >= 5
}

/// Text with at most one empty line in a row, none at the ends.
#[derive(Default)]
struct Text {
    out: String,
    empty: bool,
}

impl Text {
    fn line(&mut self, bars: usize, line: &str) {
        if line.is_empty() {
            self.empty = true;
            return;
        }
        if self.empty && !self.out.is_empty() {
            self.out.push('\n');
        }
        self.empty = false;
        for _ in 0..bars {
            self.out.push_str("> ");
        }
        self.out.push_str(line);
        self.out.push('\n');
    }

    fn done(mut self) -> String {
        self.out.truncate(self.out.trim_end().len());
        self.out
    }
}
