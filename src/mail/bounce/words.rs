//! The words of a report: which addresses they are about, what they say of each. Knows lines and the
//! tables of [`phrase`]; no headers.
use super::{address, phrase};
use regex::Regex;
use std::sync::LazyLock;

/// Most lines that are read.
const LINE_LIMIT: usize = 600;
/// Most bytes of one line.
const LENGTH_LIMIT: usize = 2_000;
/// Most addresses taken from the words.
const NAMED_LIMIT: usize = 60;

/// A line may begin like this before its address: bullets, quotes, `<`, `mailto:`.
static BEFORE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"^[\s>|*•·#\-–]*(?:\d{1,3}[.)]\s+)?(?:mailto:|smtp:|rfc822;\s*)?[<"'\[“]{0,2}$"#)
        .ok()
});

/// Old servers repeat the reply of the other side with the address in front: `550 <a@b>... User unknown`.
static REPLY: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\s*[45]\d\d[ \-](?:[45]\.\d\.\d{1,3} )?<?$").ok());

struct Line<'a> {
    raw: &'a str,
    plain: String,
}

struct Hit {
    line: usize,
    address: String,
    action: Option<&'static str>,
}

/// The lines of a report up to the copy of the original.
pub(super) struct Lines<'a> {
    lines: Vec<Line<'a>>,
    /// The addresses the words name: listed ones, else labelled ones.
    hits: Vec<Hit>,
}

/// What the words say of one address.
pub(super) struct About {
    pub text: String,
    pub action: Option<&'static str>,
}

impl<'a> Lines<'a> {
    pub fn of(words: &'a str) -> Lines<'a> {
        let line = |raw: &'a str| {
            let mut end = LENGTH_LIMIT.min(raw.len());
            while !raw.is_char_boundary(end) {
                end -= 1;
            }
            let raw = raw.get(..end).unwrap_or_default();
            Line { raw, plain: phrase::plain(raw) }
        };
        let lines = words.lines().filter(|l| !l.trim().is_empty()).take(LINE_LIMIT).map(line);
        let lines: Vec<Line<'a>> = lines.collect();
        let hits = hits(&lines);
        Lines { lines, hits }
    }

    /// What the subject, else the first words, say happened.
    pub fn verdict(&self, subject: &str) -> Option<&'static str> {
        phrase::action(&phrase::plain(subject)).or_else(|| {
            let mut head = String::new();
            for line in &self.lines {
                if head.len() > 3_000 {
                    break;
                }
                head.push_str(&line.plain);
                head.push(' ');
            }
            phrase::action(&head)
        })
    }

    /// The addresses that the words name as those the report is about.
    pub fn named(&self) -> Vec<String> {
        let mut named: Vec<String> = Vec::new();
        for hit in &self.hits {
            if !named.iter().any(|n| n.eq_ignore_ascii_case(&hit.address))
                && named.len() < NAMED_LIMIT
            {
                named.push(hit.address.clone());
            }
        }
        named
    }

    /// The first address of the Internet that is none of the report's own and nobody to ask.
    pub fn first_stranger(&self, own: &[String]) -> Vec<String> {
        for line in &self.lines {
            if phrase::is_contact(&line.plain) {
                continue;
            }
            for (_, _, address) in address::all(line.raw, true) {
                let lower = address.to_ascii_lowercase();
                let robot = lower.starts_with("mailer-daemon@") || lower.starts_with("postmaster@");
                if !robot && !own.iter().any(|o| o.eq_ignore_ascii_case(&address)) {
                    return vec![address];
                }
            }
        }
        Vec::new()
    }

    /// The one address that the report repeats as the letter's `To`.
    pub fn addressed(&self) -> Vec<String> {
        let mut facts = self.lines.iter().filter(|l| l.plain.starts_with("to:"));
        let found = facts.next().map(|l| address::all(l.raw, true)).unwrap_or_default();
        if found.len() == 1 { found.into_iter().map(|f| f.2).collect() } else { Vec::new() }
    }

    /// A bare name right below a heading, as old servers list their own users; `host` is theirs.
    pub fn local_names(&self, host: Option<&str>) -> Vec<String> {
        let heading = |l: &Line<'_>| phrase::is_heading(&l.plain) && l.plain.ends_with([':', '-']);
        let mut lines = self.lines.iter().skip_while(|l| !heading(l)).skip(1);
        let named = lines.next().and_then(|line| {
            let line = line.raw.trim().replace('\t', "  ");
            let word = line.split("  ").next().unwrap_or_default();
            let word = word.trim_matches(['<', '>', '"', ':', ' ']).to_owned();
            let plain = |c: char| c.is_ascii_alphanumeric() || "._-+".contains(c);
            (!word.is_empty() && word.chars().all(plain)).then_some(word)
        });
        let address = named.zip(host).and_then(|(w, h)| address::plausible(&format!("{w}@{h}")));
        address.into_iter().collect()
    }

    /// The words about one address: those below it and those that name it; all where it is alone.
    pub fn about(&self, address: &str, alone: bool) -> About {
        let own = |hit: &&Hit| hit.address.eq_ignore_ascii_case(address);
        let first = self.hits.iter().find(own);
        let mut text = String::new();
        if let Some(first) = first {
            let next = self
                .hits
                .iter()
                .find(|h| h.line > first.line && !own(h))
                .map_or(self.lines.len(), |h| h.line);
            for line in self.lines.iter().take(next).skip(first.line) {
                text.push_str(line.raw);
                text.push('\n');
            }
        }
        let lower = address.to_lowercase();
        for line in self.lines.iter().filter(|l| alone || l.plain.contains(&lower)) {
            text.push_str(line.raw);
            text.push('\n');
        }
        About { text, action: first.and_then(|h| h.action) }
    }
}

/// Reads line after line: what stands in a list, and what a label announces.
fn hits(lines: &[Line<'_>]) -> Vec<Hit> {
    let (mut listed, mut labelled): (Vec<Hit>, Vec<Hit>) = (Vec::new(), Vec::new());
    let (mut in_list, mut below_heading, mut asking) = (false, false, false);
    let mut action = None;
    for (number, line) in lines.iter().enumerate() {
        if listed.len() + labelled.len() > NAMED_LIMIT * 4 {
            break;
        }
        let plain = line.plain.as_str();
        if plain.contains("transcript of session") && !listed.is_empty() {
            break;
        }
        let heading = phrase::is_heading(plain);
        let contact = phrase::is_contact(plain);
        if heading {
            action = phrase::action(plain).or(action);
        }
        let found = address::all(line.raw, false);
        let hit = |address: &str| Hit { line: number, address: address.to_owned(), action };
        if let Some((start, end, first)) = found.first()
            && begins_with_address(line.raw, *start)
            && stands_alone(line.raw.get(*end..).unwrap_or_default(), in_list)
            && !asking
        {
            listed.push(hit(shown_behind(line.raw, first, &found)));
        } else if (below_heading && !contact || plain.starts_with("(expanded from"))
            && !found.is_empty()
        {
            found.iter().for_each(|(_, _, address)| listed.push(hit(address)));
        } else {
            for (start, end, address) in &found {
                let before = line.raw.get(..*start).unwrap_or_default();
                let after = line.raw.get(*end..).unwrap_or_default();
                let replied = after.trim_start_matches('>').starts_with("...")
                    && REPLY.as_ref().is_some_and(|r| r.is_match(before));
                if replied || phrase::is_label(&phrase::plain(before)) {
                    labelled.push(hit(address));
                }
            }
        }
        // A ruled line begins another section; without a heading in it no list goes on there.
        in_list = heading || in_list && !plain.starts_with("---");
        below_heading = heading && found.is_empty();
        asking = contact && !heading && !plain.ends_with(['.', ':']);
    }
    if listed.is_empty() { labelled } else { listed }
}

/// An address may itself be the name shown for another: `a@b <c@d>`, `a@b (a@b)<mailto:c@d>`.
fn shown_behind<'f>(line: &str, first: &'f str, found: &'f [(usize, usize, String)]) -> &'f str {
    let behind = found.iter().skip(1).take(3).find(|(start, end, _)| {
        let before = line.get(..*start).unwrap_or_default();
        let after = line.get(*end..).unwrap_or_default();
        before.ends_with("<mailto:")
            || before.ends_with(" <") && after.starts_with('>') && before.matches('@').count() == 1
    });
    behind.map_or(first, |(_, _, address)| address)
}

fn begins_with_address(line: &str, start: usize) -> bool {
    let before = line.get(..start).unwrap_or_default();
    before.len() <= 40 && BEFORE.as_ref().is_some_and(|r| r.is_match(before))
}

/// Whether what follows an address leaves it an item of a list, not the beginning of a sentence.
fn stands_alone(after: &str, in_list: bool) -> bool {
    let after = after.trim_start_matches(['>', '"', '\'', ']', '”']).trim();
    after.is_empty()
        || in_list
        || after.starts_with([':', ';', ',', '.', '(', '-', '–', '<', '|', '*', '!', '['])
        || phrase::failed(&phrase::plain(after))
}
