//! The blocks of labels about people, and which of them the paper is about. Knows no field.
use super::labels::{Entry, Label};
use super::lines::Sheet;
use super::pattern::{Pattern, pattern};
use super::{person, values};

static SIGNER: Pattern = pattern!(r"(?i)bertanda\s?tangan|^pihak pertama|\bpimpinan\b");
static SIGNING: Pattern = pattern!(
    r"(?i)(?:^|[.,;]\s*)(?:salam\s+)?hormat\s+(?:kami|saya)|mengetahui,|menyetujui,|yang\s+(?:membuat|mengajukan)\s+pe"
);
static TARGET: Pattern = pattern!(
    r"(?i)atas nama|menugaskan|kepada|untuk|bagi|sebagai berikut|mengajukan|permohonan|memohon|data (?:admin|akun|pemohon)|menerangkan|mohon|menyatakan|password|user id|sandi"
);
static FORMER: Pattern = pattern!(r"(?i)\b(?:lama|sebelumnya|digantikan|semula|menggantikan)\b");

/// Labels that tell of a person.
pub(super) fn is_own(label: Label) -> bool {
    matches!(
        label,
        Label::Name
            | Label::Nip
            | Label::Rank
            | Label::Position
            | Label::WorkUnit
            | Label::UserId
            | Label::Phone
            | Label::Reason
            | Label::ServiceNumber
    )
}

/// The labels about one person.
#[derive(Default)]
pub(super) struct Person {
    entries: Vec<Entry>,
    pub(super) first_line: usize,
    pub(super) last_line: usize,
    /// The words that introduce the block.
    intro: String,
}

impl Person {
    pub(super) fn get(&self, label: Label) -> Option<&Entry> {
        let mut own = self.entries.iter().filter(|e| e.label == label);
        let first = own.clone().next();
        // "... pada perangkat daerah kami:" is a sentence that ends like a label.
        own.find(|e| !e.value.is_empty()).or(first)
    }

    pub(super) fn value(&self, label: Label) -> Option<&str> {
        self.get(label).map(|e| e.value.as_str())
    }
}

/// Splits the labels into people: each name begins one. Labels right above a name are its own.
pub(super) fn blocks(sheet: &Sheet, entries: &[Entry], end: usize) -> Vec<Person> {
    let mut people: Vec<Person> = Vec::new();
    let mut above: Vec<Entry> = Vec::new();
    let mut previous = 0;
    for (n, entry) in entries.iter().enumerate().filter(|(_, e)| e.line < end) {
        // "... atas nama :" over the block that has the name.
        let next = entries.get(n + 1);
        let over = next.is_some_and(|e| is_own(e.label) && e.line <= entry.line + 3);
        if entry.label == Label::Name && values::is_void(&entry.value) && over {
            continue;
        }
        if entry.line > previous + 1 || entry.label.is_head() {
            above.clear();
        }
        if entry.label == Label::Name {
            let first = above.first().map(|e| e.line).unwrap_or(entry.line);
            let intro = sheet.flow_of(previous.min(first), entry.line).to_string();
            let entries = std::mem::take(&mut above);
            people.push(Person { first_line: first, intro, entries, ..Person::default() });
        } else if is_own(entry.label) && people.is_empty() {
            above.push(entry.clone());
        }
        if let Some(person) = people.last_mut() {
            // A block is one run of labels; far below, a label speaks of something else.
            if entry.label != Label::Unknown && entry.line < person.first_line + 40 {
                person.entries.push(entry.clone());
                person.last_line = entry.line;
            }
        }
        if entry.label != Label::Unknown {
            previous = entry.line + usize::from(!people.is_empty());
        }
    }
    people
}

/// The people the paper could be about: not who signs for another, not who is replaced.
pub(super) fn choose(people: &[Person]) -> Vec<&Person> {
    let mut chosen: Vec<&Person> = people.iter().collect();
    let mut at = 0;
    chosen.retain(|person| {
        at += 1;
        at == 1 || !SIGNING.is_match(&person.intro)
    });
    if let [first, rest @ ..] = people {
        let aimed = rest.iter().any(|p| TARGET.is_match(&p.intro));
        if !rest.is_empty() && SIGNER.is_match(&first.intro) && aimed && chosen.len() > 1 {
            chosen.remove(0);
        }
    }
    if chosen.len() > 1 {
        let kept: Vec<&Person> =
            chosen.iter().filter(|p| !FORMER.is_match(last_words(&p.intro))).copied().collect();
        if kept.len() == 1 {
            return kept;
        }
    }
    chosen
}

/// The end of an introduction, which says whose block follows.
fn last_words(intro: &str) -> &str {
    let at = intro.char_indices().rev().nth(60).map(|(at, _)| at).unwrap_or(0);
    intro.get(at..).unwrap_or(intro)
}

pub(super) fn names_differ(people: &[&Person]) -> bool {
    let names: Vec<&str> = people.iter().filter_map(|p| p.value(Label::Name)).collect();
    names.windows(2).any(|pair| matches!(pair, [a, b] if !person::same(a, b)))
}
