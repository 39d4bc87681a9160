//! Where people write passwords in plain text, and how such text is masked. Knows the labels of
//! `domain.md` §4.12 and nothing of mail or cases. Masks broadly, but leaves ordinary prose alone.
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

mod words;
use words::{FILLERS, PROSE, STOPS, TOPICS};

/// What stands in a value's place.
pub const MASK: &str = "••••••";

/// How many bytes around a label are looked at.
const LOOK_BACK: usize = 200;
const LOOK_AHEAD: usize = 600;
/// How often a masked text is looked at again.
const AGAIN: usize = 8;

static LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?:^|[^\p{L}\p{N}_])((?:kata[ \t]*(?:sandi|kunci)|sandi|password|passwd|passwrd|pasword|paswd|pswd|pass|psw|pwd|pw)(?:-?nya|ku|mu)?)(?:[^\p{L}\p{N}_]|$)",
    )
    .ok()
});
static NIK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\bNIK\b[^\d\r\n]{0,40}(\d(?:[ .\-]?\d){15})(?:[^\d]|$)").ok()
});

/// The text with every value after a password label, and every NIK, masked; all else byte for byte.
pub fn mask(text: &str) -> String {
    let mut spans = password_spans(text);
    spans.extend(nik_spans(text));
    let mut masked = replace(text, spans);
    // What stands behind a mask may look like a value now that did not before.
    for _ in 0..AGAIN {
        let spans = password_spans(&masked);
        if spans.is_empty() {
            break;
        }
        masked = replace(&masked, spans);
    }
    masked
}

/// Whether a password stands in the text behind its label.
pub fn holds_password(text: &str) -> bool {
    !password_spans(text).is_empty()
}

fn replace(text: &str, mut spans: Vec<Range<usize>>) -> String {
    spans.sort_by_key(|span| span.start);
    let mut masked = String::with_capacity(text.len());
    let mut at = 0;
    for span in spans {
        if span.start < at {
            continue;
        }
        masked.push_str(text.get(at..span.start).unwrap_or_default());
        masked.push_str(MASK);
        at = span.end;
    }
    masked.push_str(text.get(at..).unwrap_or_default());
    masked
}

fn nik_spans(text: &str) -> Vec<Range<usize>> {
    let Some(nik) = NIK.as_ref() else { return Vec::new() };
    nik.captures_iter(text).filter_map(|c| c.get(1)).map(|m| m.range()).collect()
}

fn password_spans(text: &str) -> Vec<Range<usize>> {
    let Some(label) = LABEL.as_ref() else { return Vec::new() };
    let mut spans: Vec<Range<usize>> = Vec::new();
    let mut from = 0;
    while let Some(found) = label.captures_at(text, from).and_then(|c| c.get(1)) {
        let at = found.end();
        from = at.max(from + 1);
        while !text.is_char_boundary(from) {
            from += 1;
        }
        if spans.last().is_some_and(|s| found.start() < s.end) {
            continue; // the label is part of a value already masked
        }
        values(text, found.range(), &mut spans);
        if from >= text.len() {
            break;
        }
    }
    spans
}

/// Finds the values of one label. Looks only near it, so that a mail of labels costs no square.
fn values(text: &str, label: Range<usize>, spans: &mut Vec<Range<usize>>) {
    let mut near = label.start.saturating_sub(LOOK_BACK);
    while !text.is_char_boundary(near) {
        near += 1;
    }
    let before = text.get(near..label.start).unwrap_or_default();
    let before = before.rsplit('\n').next().unwrap_or_default();
    let mut far = label.end.saturating_add(LOOK_AHEAD).min(text.len());
    while !text.is_char_boundary(far) {
        far -= 1;
    }
    let rest = text.get(label.end..far).unwrap_or_default();
    let line_end = label.end + rest.find(['\n', '\r']).unwrap_or(rest.len());
    let line = text.get(label.end..line_end).unwrap_or_default();
    let known = spans.len();
    match separator(line) {
        Some(offset) => after_separator(text, label.end + offset, line_end, before, spans),
        None => after_blank(text, label.end, line_end, before, spans),
    }
    // A value that is longer than what was looked at is masked to its end.
    for span in spans.iter_mut().skip(known).filter(|span| span.end == far) {
        let more = text.get(far..).unwrap_or_default();
        span.end = far + more.find(char::is_whitespace).unwrap_or(more.len());
    }
}

/// Where the value begins when `:`, `=`, `|` or an arrow stands within three words of the label.
fn separator(line: &str) -> Option<usize> {
    let mut words = 0;
    let mut in_word = false;
    let mut word_start = 0;
    for (at, c) in line.char_indices() {
        if matches!(c, ':' | '=' | '|' | '：' | '→') {
            let word = line.get(word_start..at).unwrap_or_default();
            if in_word && is_one_of(word, &STOPS) {
                return None;
            }
            return Some(at + c.len_utf8());
        }
        if c.is_alphabetic() {
            if !in_word {
                words += 1;
                in_word = true;
                word_start = at;
            }
        } else if c.is_whitespace() || matches!(c, '*' | '_' | '(' | ')' | '"' | '/' | '>' | '-') {
            if in_word && is_one_of(line.get(word_start..at).unwrap_or_default(), &STOPS) {
                return None;
            }
            in_word = false;
        } else {
            return None;
        }
        if words > 3 {
            return None;
        }
    }
    None
}

fn after_separator(
    text: &str,
    start: usize,
    line_end: usize,
    before: &str,
    spans: &mut Vec<Range<usize>>,
) {
    let topic = before
        .split_whitespace()
        .next_back()
        .is_some_and(|w| is_one_of(w.trim_matches(|c: char| !c.is_alphanumeric()), &TOPICS));
    let line = text.get(start..line_end).unwrap_or_default();
    let lead = |c: char| c.is_whitespace() || matches!(c, '*' | '_' | '`' | ':' | '=' | '>');
    let trimmed = line.trim_start_matches(lead);
    if trimmed.is_empty() {
        if !topic {
            next_line(text, line_end, spans);
        }
        return;
    }
    let begin = start + (line.len() - trimmed.len());
    if let Some(quote) = trimmed.chars().next().filter(|c| matches!(c, '"' | '\'' | '“'))
        && let Some(close) = trimmed.get(quote.len_utf8()..).and_then(|t| t.find([quote, '”']))
        && close > 0
    {
        let inner = begin + quote.len_utf8();
        if text.get(inner..inner + close).is_some_and(has_content) {
            spans.push(inner..inner + close);
        }
        return;
    }
    let mut first = true;
    let mut at = begin;
    while let Some((token, range)) = token(text, at, line_end) {
        let wanted = if first {
            has_content(token) && !is_prose(token) && (!topic || looks_secret(token))
        } else {
            looks_secret(token)
        };
        if wanted {
            spans.push(range.clone());
        } else if !first || !is_one_of(token, &FILLERS) {
            break;
        }
        first = false;
        at = range.end;
    }
}

/// `Password:` alone on its line: a single word on the next line that is not prose is its value.
fn next_line(text: &str, line_end: usize, spans: &mut Vec<Range<usize>>) {
    let mut far = line_end.saturating_add(LOOK_AHEAD).min(text.len());
    while !text.is_char_boundary(far) {
        far -= 1;
    }
    let rest = text.get(line_end..far).unwrap_or_default();
    // In a quoted copy the marks of quoting stand between the lines.
    let quoting = |c: char| c.is_whitespace() || c == '>';
    let lead = rest.len() - rest.trim_start_matches(quoting).len();
    if rest.get(..lead).is_some_and(|gap| gap.matches('\n').count() > 2) {
        return;
    }
    let start = line_end + lead;
    let line = text.get(start..far).unwrap_or_default();
    let line = line.split(['\n', '\r']).next().unwrap_or_default().trim();
    if line.is_empty()
        || line.split_whitespace().count() > 1
        || is_prose(line)
        || line.ends_with(':')
    {
        return;
    }
    if has_content(line) {
        spans.push(start..start + line.len());
    }
}

/// No separator: fillers, then a word that looks like a password.
fn after_blank(
    text: &str,
    start: usize,
    line_end: usize,
    before: &str,
    spans: &mut Vec<Range<usize>>,
) {
    let starts_line = !before.chars().any(char::is_alphanumeric);
    let line = text.get(start..line_end).unwrap_or_default();
    let words = line.split_whitespace().count();
    let mut at = start;
    for step in 0..4 {
        let Some((token, range)) = token(text, at, line_end) else { return };
        let alone = starts_line && step == 0 && words == 1;
        let plain_word =
            token.chars().count() >= 4 && !is_prose(token) && !is_one_of(token, &FILLERS);
        if looks_secret(token) || alone && plain_word && has_content(token) {
            spans.push(range);
            return;
        }
        if !is_one_of(token, &FILLERS) {
            return;
        }
        at = range.end;
    }
}

fn token(text: &str, from: usize, to: usize) -> Option<(&str, Range<usize>)> {
    let rest = text.get(from..to)?;
    let trimmed = rest.trim_start();
    let start = from + (rest.len() - trimmed.len());
    let token = trimmed.split(char::is_whitespace).next().filter(|t| !t.is_empty())?;
    Some((token, start..start + token.len()))
}

fn is_one_of(word: &str, list: &[&str]) -> bool {
    let word = word.trim_matches(|c: char| matches!(c, ',' | '.' | '(' | ')' | ':' | '*' | ';'));
    list.iter().any(|w| w.eq_ignore_ascii_case(word))
}

fn is_prose(token: &str) -> bool {
    is_one_of(token, &PROSE) || PROSE.iter().any(|w| w.eq_ignore_ascii_case(token))
}

fn has_content(token: &str) -> bool {
    token.chars().any(char::is_alphanumeric) && !token.contains('•')
}

/// Letters with digits or signs, six or more characters, and no link, case number or address.
fn looks_secret(token: &str) -> bool {
    let core = token.trim_end_matches([',', '.', ';', ')']);
    if core.chars().count() < 6 || core.contains("://") || core.starts_with("www.") {
        return false;
    }
    if core.contains("LKT-") || is_address(core) {
        return false;
    }
    let letters = core.chars().any(char::is_alphabetic);
    let digits = core.chars().any(|c| c.is_ascii_digit());
    let signs = core.chars().any(|c| "!#$%^&*+=?@~<>{}[]|\\".contains(c));
    let inner_case =
        core.chars().zip(core.chars().skip(1)).any(|(a, b)| a.is_lowercase() && b.is_uppercase());
    letters && (digits || signs && !core.ends_with(['?', '!']) || inner_case)
        || digits && signs && !core.ends_with(['?', '!'])
}

fn is_address(word: &str) -> bool {
    word.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty()
            && domain.contains('.')
            && domain.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
    })
}

#[cfg(test)]
mod tests;
