//! The line, or few lines, with which a mail program introduces a quote: `Pada … menulis:`. Knows the
//! shapes such lines have in all languages; the words are in `words`.
use super::lines::{is_blank, is_quoted, next_words, plain};
use super::words::{ONESELF, OPENINGS, QUOTING, Table, WROTE, WROTE_WHO};
use regex::Regex;
use std::sync::LazyLock;

/// Most lines one introduction is wrapped over.
const WRAPPED: usize = 5;
/// Most bytes of an introduction.
const LENGTH: usize = 600;

type Pattern = LazyLock<Option<Regex>>;

static YEAR: Pattern = LazyLock::new(|| {
    Regex::new(r"(?:^|\D)(?:19|20|25)\d\d(?:\D|$)|\d{1,2}[./\-]\s?\d{1,2}[./\-]\s?\d{2,4}").ok()
});
static TIME: Pattern =
    LazyLock::new(|| Regex::new(r"\d{1,2}\s?[:.h時时시点點]\s?\d{2}|\d{1,2} ?(?:am|pm)\b").ok());
static ADDRESS: Pattern =
    LazyLock::new(|| Regex::new(r"[^\s<>()\[\]@]+@[^\s<>()\[\]@]+\.?[^\s<>()\[\]@]").ok());
/// An address in brackets at the end.
static BRACKETED: Pattern = LazyLock::new(|| {
    Regex::new(r#"[<\[(]\s?(?:mailto:)?[^<>\s]+@[^<>\s]+\s?(?:<mailto:[^>]*>)?\s?[>\])]+"?$"#).ok()
});
/// A date that only machines write: year first.
static MACHINE: Pattern =
    LazyLock::new(|| Regex::new(r"^(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}\b").ok());
/// The old Gmail line that lost its address.
static GMT: Pattern = LazyLock::new(|| {
    Regex::new(r"^20\d\d-\d\d-\d\d \d{1,2}:\d\d gmt[+-]\d{1,2}:\d\d [^.!?:;]{2,60}:?$").ok()
});

fn hit(pattern: &Pattern, text: &str) -> bool {
    pattern.as_ref().is_some_and(|p| p.is_match(text))
}

/// How many lines an introduction takes that begins at the first of them; `None` if none does.
pub(super) fn attribution(lines: &[&str]) -> Option<usize> {
    let first = plain(lines.first()?);
    if first.len() > LENGTH || !may_begin(&first) {
        return None;
    }
    let wraps = opens(&first) || starts_dated(&first) || first.contains(['@', '<']);
    let mut parts: Vec<String> = Vec::new();
    let mut blanks = 0;
    for (at, line) in lines.iter().enumerate() {
        if is_blank(line) {
            // Polymail sets the address apart: a blank line, then `<`.
            let apart = next_words(lines.get(at..).unwrap_or_default());
            let apart = apart.is_some_and(|(gap, l)| gap == 1 && l.trim_start().starts_with('<'));
            blanks += 1;
            if !apart || blanks > 1 || !opens(&first) || !hit(&YEAR, &first) {
                return None;
            }
            continue;
        }
        if parts.len() == WRAPPED || !wraps && !parts.is_empty() {
            return None;
        }
        parts.push(plain(line.trim_start_matches(['>', ' '])));
        let rest = lines.get(at + 1..).unwrap_or_default();
        let quoted = next_words(rest).is_some_and(|(_, l)| is_quoted(l));
        let joined = parts.join(" ");
        if joined.len() > LENGTH {
            return None;
        }
        if introduces(&joined, quoted) {
            return (parts.len() == 1 || !begins_later(&parts, quoted)).then_some(at + 1);
        }
        let told = joined.ends_with([':', '：']) && parts.len() > 1;
        if told || ends_sentence(parts.last().map_or("", String::as_str)) {
            return None;
        }
    }
    None
}

/// GroupWise: `>>> Made <made@x.example> 18/11/2026 08:15 >>>`, the old mail unmarked below it.
pub(super) fn groupwise(line: &str) -> bool {
    let line = line.trim();
    let inner =
        line.strip_prefix(">>>").and_then(|l| l.strip_suffix(">>>").or(l.strip_suffix("<<<")));
    inner.filter(|l| l.len() < 200 && !l.starts_with('>')).is_some_and(|inner| {
        let inner = plain(inner);
        hit(&YEAR, &inner) && (inner.contains('@') || hit(&TIME, &inner))
    })
}

/// Words before an introduction on its own line: `baik On Wed, 4 Apr 2012, a@b.example wrote:` above a
/// quote. Gives the bytes of the words.
pub(super) fn words_before(line: &str, quoted_next: bool) -> Option<usize> {
    if !quoted_next || line.len() > LENGTH || !line.trim_end().ends_with(':') {
        return None;
    }
    let whole = plain(line);
    if opens(&whole) && starts_dated(&whole) {
        return None;
    }
    for opening in ["On", "Pada", "Am", "Op", "Le", "El", "Il", "Em"] {
        for (at, _) in line.match_indices(opening).filter(|(at, _)| *at > 0).take(20) {
            let (Some(before), Some(after)) = (line.get(..at), line.get(at..)) else { continue };
            let apart = before.ends_with([' ', '-']);
            let after_word = after.get(opening.len()..).unwrap_or_default();
            let dated = after_word.chars().take(16).any(|c| c.is_ascii_digit());
            if apart && after_word.starts_with(' ') && dated && introduces(&plain(after), true) {
                let kept = before.trim_end_matches(['-', ' ', '\t']);
                return (!kept.is_empty()).then_some(kept.len());
            }
        }
    }
    None
}

/// Whether a line can be the beginning at all; keeps the work on prose small.
fn may_begin(first: &str) -> bool {
    first.chars().any(|c| c.is_ascii_digit() || matches!(c, '@' | '<' | ':' | '：'))
        || first.starts_with("--")
        || opens(first)
        || said(trim_end(first))
}

/// Whether a later line begins an introduction by itself: then the first is prose.
fn begins_later(parts: &[String], quoted: bool) -> bool {
    let Some(first) = parts.first() else { return false };
    let dated = first.chars().any(|c| c.is_ascii_digit());
    let machine = hit(&MACHINE, first) || first.starts_with(|c: char| c.is_ascii_digit());
    (1..parts.len()).any(|from| {
        let inner = parts.get(from..).unwrap_or_default().join(" ");
        let strong = opens(&inner) && hit(&YEAR, &inner) && !first.ends_with(',');
        (strong || !(opens(first) && dated || machine || first.contains('@')))
            && introduces(&inner, quoted)
    })
}

/// A line that ends a sentence is not wrapped; one that ends in an abbreviation may be.
fn ends_sentence(line: &str) -> bool {
    let last = line.rsplit(' ').next().unwrap_or_default();
    line.ends_with(['!', '?', ';']) || line.ends_with('.') && last.chars().count() > 5
}

fn trim_start(text: &str) -> &str {
    text.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, '>' | '-' | '_' | '–' | '—' | '~' | '#' | '|' | '«')
    })
}

fn trim_end(text: &str) -> &str {
    text.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '-' | '_' | '–' | '—' | ':' | '：' | '.' | '|' | '>')
    })
}

/// Whether one joined line in plain form introduces a quote. `quoted`: the next words are quoted ones.
fn introduces(joined: &str, quoted: bool) -> bool {
    let text = trim_start(joined);
    let ended = text.trim_end_matches(['-', '_', ' ']);
    let colon = ended.ends_with([':', '：']);
    let core = trim_end(text);
    let bracketed = ended.trim_end_matches([':', '：', ' ']);
    let dashed = joined.starts_with("--") && joined.ends_with("--");
    let said = said(core);
    if !said
        && !colon
        && !ended.ends_with(['>', ']', ')'])
        && !text.contains(" gmt")
        && !text.starts_with("posted")
    {
        return false;
    }
    let (year, time) = (hit(&YEAR, text), hit(&TIME, text));
    let address = text.contains('@') && hit(&ADDRESS, text);
    let early = text.chars().take(60).any(|c| c.is_ascii_digit());
    if said {
        let oneself = !quoted && !address && speaks_of_oneself(core);
        let dated = (year || time) && early;
        if opens(text) && (dated || address) && !oneself {
            if colon || quoted || dashed || dated && address || year && time {
                return true;
            }
        } else if year && early && (colon || address) && !oneself && starts_dated(text) {
            return true;
        }
        let short = core.chars().count() <= 60 && core.split(' ').count() <= 9;
        if dashed && short
            || address && (colon || quoted)
            || text.contains(" via ") && colon && core.len() < 150
            || quoted && (colon || dashed) && short
        {
            return true;
        }
    }
    if colon && (year || time) && (who_follows(core, text) || date_follows(core)) {
        return true;
    }
    if colon && address && early && (year || time) && hit(&BRACKETED, bracketed) {
        return true;
    }
    // A tongue the tables do not know: an address in brackets, day and hour, a colon.
    let enclosed = text.contains('<') && text.contains('>');
    if colon && address && enclosed && year && (time || quoted) && text.len() < 300 {
        return true;
    }
    if hit(&MACHINE, text) && hit(&BRACKETED, ended) || hit(&GMT, text) {
        return true;
    }
    let quoting = starts(QUOTING, text) && (colon && (address || quoted) || address && quoted);
    quoting || text.starts_with("posted by ") && year && text.len() < 120 && text.contains(" on ")
}

/// Begins with a date, in whatever language its weekday is.
fn starts_dated(text: &str) -> bool {
    text.chars().take(16).any(|c| c.is_ascii_digit())
}

/// `Am 18.11.2026 schrieb Made:`: a date, the verb, a name.
fn who_follows(core: &str, text: &str) -> bool {
    if !(opens(text) || starts_dated(text)) {
        return false;
    }
    WROTE_WHO.iter().flat_map(|(_, all)| *all).any(|verb| {
        word_at(core, verb).is_some_and(|(before, after)| {
            before.chars().any(|c| c.is_ascii_digit()) && (1..160).contains(&after.len())
        })
    })
}

/// `Made <m@x.example> schrieb am 18.11.2026 um 08:15:`: a name, the verb, a date.
fn date_follows(core: &str) -> bool {
    WROTE.iter().flat_map(|(_, all)| *all).any(|verb| {
        word_at(core, verb).is_some_and(|(before, after)| {
            let after = after.trim_start();
            let named = !before.trim().is_empty() && before.chars().count() <= 120;
            let date = after.starts_with('(') || after.starts_with(|c: char| c.is_ascii_digit());
            let date = date || opens(after);
            named && date && after.len() <= 100 && (hit(&YEAR, after) || hit(&TIME, after))
        })
    })
}

/// What stands before and after a word of the text.
fn word_at<'a>(text: &'a str, word: &str) -> Option<(&'a str, &'a str)> {
    let at = text.find(word)?;
    let (before, after) = (text.get(..at)?, text.get(at + word.len()..)?);
    let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() || !c.is_ascii());
    (edge(before.chars().last()) && edge(after.chars().next())).then_some((before, after))
}

fn opens(text: &str) -> bool {
    OPENINGS.iter().flat_map(|(_, all)| *all).any(|word| {
        text.strip_prefix(word).is_some_and(|rest| {
            rest.starts_with([' ', ','])
                || !word.is_ascii() && rest.starts_with(|c: char| !c.is_alphabetic())
                || word.chars().all(|c| c > '\u{0e00}')
        })
    })
}

/// Whether the text ends with a verb of writing.
fn said(core: &str) -> bool {
    WROTE.iter().flat_map(|(_, all)| *all).any(|verb| {
        core.strip_suffix(verb).is_some_and(|before| {
            let wide = verb.chars().all(|c| c > '\u{0e00}');
            !before.is_empty() && (wide || !before.ends_with(char::is_alphanumeric))
        })
    })
}

fn speaks_of_oneself(core: &str) -> bool {
    core.rsplit(' ').skip(1).take(2).any(|word| ONESELF.contains(&word))
}

fn starts(table: Table, text: &str) -> bool {
    table.iter().any(|(_, all)| all.iter().any(|word| text.starts_with(word)))
}
