//! The new words of an answer: quoted history, signatures and tails are cut. Knows the order in which a
//! mail is read for them; each sign of an old mail is a file of `reply/`, with its words in many
//! languages. Knows no command.
//!
//! Doubt cuts: a quoted word must never look like a new one (security.md A3, 40).
mod attribution;
mod disclaimer;
mod header_block;
mod labels;
mod lines;
mod marks;
mod signature;
mod tails;
mod words;

use attribution::{attribution, words_before};
use header_block::Heads;
use lines::{is_blank, is_quoted, next_words, plain};
use marks::Mark;

/// The line the HTML reader puts where everything after it is the old mail.
pub(crate) const CUT_LINE: &str = "-----Original Message-----";

/// Most lines that are looked at.
const LINE_LIMIT: usize = 20_000;
/// How often the result is read again: what a cut brings together may be a sign by itself.
const PASSES: usize = 6;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewWords {
    pub text: String,
    /// Only a forwarded mail or another man's words were there; they were kept.
    pub kept_all: bool,
    /// An old mail was cut off or left out.
    pub cut_quote: bool,
    /// What was kept is another's mail, passed on.
    pub forwarded: bool,
}

/// The new words of `text`. `answer`: the mail answers another one, so when everything is an old mail
/// nothing is new; otherwise (a bare forward, say) the text is kept. Lines beginning with `>` are never new.
pub fn new_words(text: &str, answer: bool) -> NewWords {
    let mut words = read(text, answer);
    for _ in 1..PASSES {
        if words.kept_all || words.text.is_empty() {
            break;
        }
        let again = read(&words.text, answer);
        if again.text == words.text || again.kept_all {
            break;
        }
        words.text = again.text;
    }
    words
}

fn read(text: &str, answer: bool) -> NewWords {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text: String = text
        .chars()
        .map(|c| if c == '\u{a0}' { ' ' } else { c })
        .filter(|c| !matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}'))
        .collect();
    let lines: Vec<&str> = text.split('\n').take(LINE_LIMIT).collect();
    let mut cut = Reader::new(&lines).read();
    signature::drop_signature(&mut cut.kept);
    let body = tidy(&cut.kept);
    let mut words = NewWords { cut_quote: cut.quote, ..NewWords::default() };
    if !body.is_empty() {
        words.text = body;
        return words;
    }
    // Nothing new. A forward without a word of one's own is still a message; a quote is not.
    if cut.forward || cut.head_on_top && !answer {
        words.text = tidy(&lines);
        words.kept_all = !words.text.is_empty();
        words.forwarded = words.kept_all;
    } else if !cut.quote {
        // Only a signature: it was all the person wrote.
        let own: Vec<&str> = lines
            .iter()
            .copied()
            .filter(|l| !tails::is_tail(&plain(l)) && !l.starts_with("--"))
            .collect();
        words.text = tidy(&own);
        words.kept_all = !words.text.is_empty();
    }
    words
}

/// What one reading leaves.
#[derive(Default)]
struct Cut<'a> {
    kept: Vec<&'a str>,
    quote: bool,
    forward: bool,
    /// The text begins with the head of an old mail: a forward of Outlook's kind, perhaps.
    head_on_top: bool,
}

/// What is done with a line.
enum Step {
    /// This many lines are left out.
    Skip(usize),
    /// The line is the person's own.
    Keep,
    /// Nothing new follows.
    End,
}

struct Reader<'t, 'a> {
    lines: &'t [&'a str],
    code: Vec<bool>,
    heads: Heads,
    cut: Cut<'a>,
    at: usize,
}

impl<'t, 'a> Reader<'t, 'a> {
    fn new(lines: &'t [&'a str]) -> Self {
        Reader {
            lines,
            code: lines::fenced(lines),
            heads: Heads::new(lines),
            cut: Cut::default(),
            at: 0,
        }
    }

    fn read(mut self) -> Cut<'a> {
        while let Some(line) = self.lines.get(self.at).copied() {
            match self.step(line) {
                Step::Skip(count) => self.at += count.max(1),
                Step::Keep => {
                    self.cut.kept.push(line);
                    self.at += 1;
                }
                Step::End => break,
            }
        }
        self.cut
    }

    fn from(&self, ahead: usize) -> &'t [&'a str] {
        self.lines.get(self.at + ahead..).unwrap_or_default()
    }

    /// Nothing new stands above.
    fn on_top(&self) -> bool {
        self.cut.kept.iter().all(|l| is_blank(l))
    }

    fn step(&mut self, line: &'a str) -> Step {
        if is_blank(line) {
            return Step::Keep;
        }
        if attribution::groupwise(line) {
            self.cut.quote = true;
            return self.unless_quoted_below(1);
        }
        if is_quoted(line) || self.is_wrapped_quote(line) {
            self.cut.quote = true;
            self.cut.forward |= self.on_top()
                && marks::mark(plain(line).trim_start_matches(['>', ' '])) == Some(Mark::Forward);
            return Step::Skip(1);
        }
        if let Some(end) = words_before(line, quoted_next(self.from(1))) {
            self.cut.quote = true;
            self.cut.kept.extend(line.get(..end));
            return Step::Skip(1);
        }
        if let Some(used) = attribution(self.from(0)) {
            self.cut.quote = true;
            return self.unless_quoted_below(used);
        }
        if self.code.get(self.at).copied().unwrap_or_default() {
            return Step::Keep;
        }
        self.mark_or_head(line)
    }

    /// With quoted lines below, answers may stand between them; without, all below is old.
    fn unless_quoted_below(&self, used: usize) -> Step {
        if quoted_next(self.from(used)) || next_words(self.from(used)).is_none() {
            return Step::Skip(used);
        }
        Step::End
    }

    fn mark_or_head(&mut self, line: &'a str) -> Step {
        let words = plain(line);
        if let Some(mark) = marks::mark(&words) {
            self.cut.quote = true;
            self.cut.forward |= mark == Mark::Forward && self.on_top();
            self.cut.head_on_top |= self.on_top();
            return self.unless_quoted_below(1);
        }
        let below = self.at + 1 + next_words(self.from(1)).map_or(0, |(gap, _)| gap);
        if self.heads.begins(self.at, self.on_top())
            || marks::named(&words) && self.heads.begins(below, false)
        {
            self.cut.quote = true;
            self.cut.head_on_top = self.on_top();
            return Step::End;
        }
        if marks::above(&words) {
            self.cut.quote = true;
            return Step::End;
        }
        if signature::delimits(line) || words.starts_with("-----begin pgp signature-----") {
            return Step::End;
        }
        if words == "-----begin pgp signed message-----" {
            let hash = |l: &&&str| l.starts_with("Hash:") || is_blank(l);
            return Step::Skip(1 + self.from(1).iter().take(4).take_while(hash).count());
        }
        let wrapped = self.from(1).first().map_or_else(String::new, |next| plain(next));
        if disclaimer::is_disclaimer(&words)
            || disclaimer::is_disclaimer(&format!("{words} {wrapped}"))
        {
            if !self.on_top() {
                return Step::End;
            }
            // A banner on top: only its paragraph goes.
            return Step::Skip(self.from(0).iter().take_while(|l| !is_blank(l)).count());
        }
        if tails::is_tail(&words) {
            return Step::Skip(1 + if self.on_top() { 0 } else { self.below_tail() });
        }
        Step::Keep
    }

    /// Below a telephone's line stands the old mail, marked or not: everything up to the next sign of a
    /// quote, from which on answers may stand between the lines again.
    fn below_tail(&self) -> usize {
        let below = self.from(1);
        let sign = |at: &usize| {
            let rest = below.get(*at..).unwrap_or_default();
            rest.first().is_some_and(|l| is_quoted(l) || marks::mark(&plain(l)).is_some())
                || attribution(rest).is_some()
        };
        (0..below.len()).find(sign).unwrap_or(below.len())
    }

    /// The rest of a quoted line that was too long: the mark is missing, the place tells.
    fn is_wrapped_quote(&self, line: &str) -> bool {
        let above = self.at.checked_sub(1).and_then(|at| self.lines.get(at)).copied();
        let Some(above) = above.filter(|l| is_quoted(l)) else { return false };
        if !self.from(1).first().is_some_and(|l| is_quoted(l)) || line.len() > lines::LINE_BYTES {
            return false;
        }
        let words = above.trim_start_matches(['>', ' ', '|']);
        let open = |a: char, b: char| words.rfind(a) > words.rfind(b) && line.contains(b);
        if open('(', ')') || open('<', '>') {
            return true;
        }
        if line.trim_end().ends_with('>') {
            return true;
        }
        let long = above.chars().count();
        let first = line.split_whitespace().next().map_or(0, |w| w.chars().count());
        let above = above.trim_end();
        if long < 60 || line.chars().count() >= 60 || above.ends_with(['?', '!', ':']) {
            return false;
        }
        let full = long + 1 + first > 72 && !above.ends_with(['.', ';']);
        full || line.trim_start().starts_with(char::is_lowercase)
    }
}

fn quoted_next(lines: &[&str]) -> bool {
    next_words(lines).is_some_and(|(_, line)| is_quoted(line))
}

fn tidy(lines: &[&str]) -> String {
    let mut out: Vec<&str> = Vec::new();
    for line in lines {
        let line = line.trim_end();
        if line.is_empty() && out.last().is_none_or(|l| l.is_empty()) {
            continue;
        }
        out.push(line);
    }
    out.join("\n").trim().to_owned()
}

/// The letters and digits of a text, for comparing two readings of one mail: links, picture
/// placeholders and marks of emphasis do not count.
pub(crate) fn essence(text: &str) -> String {
    let mut words = String::new();
    for word in text.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')')) {
        let link = word.contains("://") || word.starts_with("mailto:") || word.starts_with("[cid:");
        let picture = word.starts_with("[image")
            || word.starts_with("[Image")
            || [".png]", ".jpg]", ".jpeg]", ".gif]"].iter().any(|end| word.ends_with(end));
        if link || picture {
            continue;
        }
        words.extend(word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase));
    }
    words
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;
