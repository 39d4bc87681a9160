//! The head of a quoted mail written out as lines (`Dari:`, `Dikirim:`, `Kepada:`, `Perihal:`), as Outlook
//! and its like write it. Knows the shape and tells it from the head of a letter or a memo; the labels
//! are in `labels`.
use super::labels::{DATE, FROM, FURTHER, LETTER, SENT, SUBJECT, TO};
use super::lines::{is_blank, plain};
use super::words::Table;
use regex::Regex;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Most lines of a block.
const LINES: usize = 12;

static CLOCK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\d{1,2}\s?[:.h時时시点點]\s?\d{2}(?:\D|$)|\d{1,2} ?(?:am|pm)\b").ok()
});

#[derive(Clone, Copy, PartialEq, Eq)]
enum Label {
    From,
    Sent,
    Date,
    To,
    Subject,
    Further,
    Letter,
}

/// What a run of label lines holds.
#[derive(Default)]
struct Seen {
    from: bool,
    sent: bool,
    date: bool,
    to: bool,
    subject: bool,
    letter: bool,
    address: bool,
    clock: bool,
}

/// What one line may be in a head.
enum Told {
    Blank,
    /// A label; whether its value holds an address, digits, a time of day.
    Label {
        kind: Label,
        address: bool,
        digits: bool,
        clock: bool,
        /// A whole head stands on this line.
        whole: bool,
    },
    Words {
        address: bool,
    },
}

/// The lines of a text, each looked at once for what it may be in a head.
pub(super) struct Heads {
    lines: Vec<Told>,
}

impl Heads {
    pub(super) fn new(lines: &[&str]) -> Self {
        Heads { lines: lines.iter().map(|line| tell(line)).collect() }
    }

    /// Whether the head of an old mail begins at this line. `top`: nothing new stands above; there a
    /// person's own letter may begin with such labels, so more is asked.
    pub(super) fn begins(&self, from: usize, top: bool) -> bool {
        let lines = self.lines.get(from..).unwrap_or_default();
        match lines.first() {
            Some(Told::Label { whole: true, .. }) => return true,
            Some(Told::Label { kind: Label::Further | Label::Letter, .. }) | None => return false,
            Some(Told::Label { .. }) => {}
            Some(Told::Blank | Told::Words { .. }) => return false,
        }
        let mut seen = Seen::default();
        let mut loose = 0;
        let mut after_blank = false;
        for line in lines.iter().take(LINES) {
            match line {
                // Another `Dari:` begins another block.
                Told::Label { kind: Label::From, .. } if seen.from => break,
                Told::Label { kind, address, digits, clock, .. } => {
                    seen.note(*kind, *address, *digits, *clock);
                    loose = 0;
                }
                // A long value is wrapped; after a blank line it is the old mail's text.
                Told::Words { .. } if after_blank => break,
                Told::Words { address } => {
                    loose += 1;
                    seen.address |= *address;
                }
                Told::Blank => loose += 1,
            }
            if loose > 2 {
                break;
            }
            after_blank = matches!(line, Told::Blank);
        }
        seen.is_head(top)
    }
}

fn tell(line: &str) -> Told {
    if is_blank(line) {
        return Told::Blank;
    }
    let Some((kind, value)) = label(line) else {
        return Told::Words { address: line.contains('@') };
    };
    let dated = matches!(kind, Label::Sent | Label::Date);
    Told::Label {
        kind,
        address: !dated && value.contains('@'),
        digits: value.chars().any(|c| c.is_ascii_digit()),
        clock: dated && CLOCK.as_ref().is_some_and(|c| c.is_match(&value)),
        whole: kind == Label::From && value.contains(':') && squeezed(&value),
    }
}

/// The whole head on one line: `Dari: Made <m@x.example> Dikirim: 18/11/2026 08.15 Kepada: … Subjek: …`.
fn squeezed(value: &str) -> bool {
    let mut seen = Seen { from: true, address: value.contains('@'), ..Seen::default() };
    for word in value.split(' ').filter_map(|word| word.strip_suffix(':')).take(20) {
        match KNOWN.get(word) {
            Some(Label::Sent) => seen.sent = true,
            Some(Label::Date) => seen.date = true,
            Some(Label::To) => seen.to = true,
            Some(Label::Subject) => seen.subject = true,
            _ => {}
        }
    }
    (seen.sent || seen.date) && seen.to && seen.subject && seen.is_head(true)
}

impl Seen {
    fn note(&mut self, kind: Label, address: bool, digits: bool, clock: bool) {
        match kind {
            Label::From => self.from = true,
            Label::Sent => self.sent = true,
            Label::Date => self.date |= digits,
            Label::To => self.to = true,
            Label::Subject => self.subject = true,
            Label::Letter => self.letter = true,
            Label::Further => {}
        }
        self.address |= address;
        self.clock |= clock;
    }

    fn is_head(&self, top: bool) -> bool {
        let dated = self.sent || self.date;
        let kinds = [self.from, dated, self.to, self.subject].iter().filter(|k| **k).count();
        if self.letter && !(self.clock && self.address) {
            return false;
        }
        if self.from && kinds >= 3 && (self.sent || self.clock || self.address) {
            return true;
        }
        if self.from && dated && (self.address && (self.clock || !top) || self.sent && self.clock) {
            return true;
        }
        if self.from && self.subject && self.address && !top {
            return true;
        }
        !top && dated && self.clock && self.address && (self.to || self.subject)
    }
}

/// The label a line begins with, and what follows it.
fn label(line: &str) -> Option<(Label, String)> {
    if !line.contains([':', '：']) {
        return None;
    }
    let plain = plain(line);
    let at = plain.find([':', '：']).filter(|at| *at <= 60)?;
    let name = plain.get(..at)?.trim().trim_matches(['_', '|']).trim();
    let value = plain.get(at..)?.trim_start_matches([':', '：', ' ']).to_owned();
    KNOWN.get(name).map(|kind| (*kind, value))
}

/// Every label with its kind. One that stands in several tables has the kind that proves most.
static KNOWN: LazyLock<HashMap<&'static str, Label>> = LazyLock::new(|| {
    let tables: [(Table, Label); 6] = [
        (FURTHER, Label::Further),
        (TO, Label::To),
        (SUBJECT, Label::Subject),
        (DATE, Label::Date),
        (FROM, Label::From),
        (SENT, Label::Sent),
    ];
    let mut known: HashMap<&'static str, Label> = HashMap::new();
    for (table, kind) in tables {
        known.extend(table.iter().flat_map(|(_, all)| *all).map(|name| (*name, kind)));
    }
    known.extend(LETTER.iter().map(|name| (*name, Label::Letter)));
    known
});
