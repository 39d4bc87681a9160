//! Hides passwords in words that go back to people or into the log. Knows only text.
use super::words;

/// What stands in a hidden word's place.
pub(super) const MASK: &str = "[disamarkan]";
const LABELS: [&str; 12] = [
    "password",
    "pasword",
    "pass",
    "passwd",
    "pswd",
    "psw",
    "pwd",
    "pw",
    "sandi",
    "katasandi",
    "passwordnya",
    "passnya",
];

/// For echoing: everything after a password label, and the password wherever it stands, cut to
/// `limit` characters.
pub(super) fn echo(line: &str, password: Option<&str>, limit: usize) -> String {
    let shown = match label_end(line) {
        Some(end) if line.get(end..).is_some_and(|r| r.chars().any(char::is_alphanumeric)) => {
            format!("{} {MASK}", line.get(..end).unwrap_or("").trim_end())
        }
        _ => line.to_string(),
    };
    let hide = |w| if looks_secret(w) { MASK } else { w };
    let shown: Vec<&str> = shown.split(' ').map(hide).collect();
    cut(&without(&shown.join(" "), password), limit)
}

/// Whether a line speaks of a password and holds a word that no sentence has.
pub(super) fn hides(line: &str) -> bool {
    free(line, None, usize::MAX) != line.trim()
}

/// Three of small letter, capital, digit and sign in one run: a password without a label.
fn looks_secret(word: &str) -> bool {
    let sign = |c: char| c.is_ascii_punctuation() && !".,-_/@:()[]".contains(c);
    let classes = [
        word.chars().any(|c| c.is_ascii_lowercase()),
        word.chars().any(|c| c.is_ascii_uppercase()),
        word.chars().any(|c| c.is_ascii_digit()),
        word.chars().any(sign),
    ];
    let kinds = classes.iter().filter(|c| **c).count();
    word.len() >= 6 && !word.contains("://") && word != MASK && kinds >= 3
}

/// For reasons and notes, whose ordinary words must survive: after a password label only words that
/// no sentence has are hidden.
pub(super) fn free(text: &str, password: Option<&str>, limit: usize) -> String {
    let text = without(text, password);
    let Some(end) = label_end(&text) else { return cut(&text, limit) };
    let (head, tail) = (text.get(..end).unwrap_or(""), text.get(end..).unwrap_or(""));
    let mut next_is_value = false;
    let tail: Vec<String> = tail
        .split(' ')
        .map(|w| {
            let hide = (next_is_value && w.chars().count() > 1) || !is_ordinary(w);
            if !w.is_empty() {
                next_is_value = w.ends_with([':', '=']);
            }
            if hide { MASK.to_string() } else { w.to_string() }
        })
        .collect();
    cut(&format!("{head}{}", tail.join(" ")), limit)
}

/// A word of a sentence: letters with punctuation around them, a short number, a date.
fn is_ordinary(word: &str) -> bool {
    let core = word.trim_matches(|c: char| c.is_ascii_punctuation());
    if core.is_empty() {
        return word.chars().count() < 6;
    }
    let letters = core.chars().all(|c| c.is_alphabetic() || c == '-' || c == '/');
    let inner_upper =
        core.chars().skip(1).any(char::is_uppercase) && core.chars().any(char::is_lowercase);
    (letters && !inner_upper)
        || core.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '/' | ','))
}

fn label_end(line: &str) -> Option<usize> {
    let words = words::split(line);
    words.iter().enumerate().find_map(|(i, w)| {
        let next = words.get(i + 1);
        let two = w.plain == "kata" && next.is_some_and(|n| n.plain.starts_with("sandi"));
        let bare = w.plain.strip_suffix("nya").unwrap_or(&w.plain);
        if two { next.map(|n| n.end) } else { LABELS.contains(&bare).then_some(w.end) }
    })
}

fn without(text: &str, password: Option<&str>) -> String {
    match password {
        Some(p) if !p.is_empty() => text.replace(p, MASK),
        _ => text.to_string(),
    }
}

/// At most `limit` characters, the last one `…` if something was cut.
pub(super) fn cut(text: &str, limit: usize) -> String {
    let text = text.trim();
    if text.chars().count() <= limit {
        return text.to_string();
    }
    let mut short: String = text.chars().take(limit.saturating_sub(1)).collect();
    short.push('…');
    short
}
