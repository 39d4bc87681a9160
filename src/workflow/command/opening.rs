//! Finds the first significant line: past blank lines, greetings and "Siap," (`domain.md` §4.12).
use super::tidy::Line;
use super::verbs;
use super::words::{self, Word};

/// The first significant line: its place, and its text without greeting and case number.
pub(super) struct Start {
    pub at: usize,
    pub text: String,
}

pub(super) fn first_line(lines: &[Line]) -> Option<Start> {
    lines.iter().enumerate().find_map(|(at, line)| {
        let text = without_numbers(&line.text).0;
        let rest = past_greeting(&text)?;
        let rest = rest.trim().to_string();
        is_significant(&rest).then_some(Start { at, text: rest })
    })
}

/// Emoji that people send for "yes".
pub(super) fn is_thumb(c: char) -> bool {
    matches!(c, '👍' | '👌' | '✅' | '✔' | '☑' | '🆗' | '🫡' | '💯' | '🙆')
}

fn is_significant(text: &str) -> bool {
    text.chars().any(|c| c.is_alphanumeric() || is_thumb(c))
}

/// Takes `[LKT-2026-00042]` out of a line; gives the line and the numbers, upper case.
pub(super) fn without_numbers(line: &str) -> (String, Vec<String>) {
    let mut numbers = Vec::new();
    let mut rest = line.to_string();
    let mut from = 0;
    while let Some((start, end)) = next_number(&rest, from) {
        numbers.push(rest.get(start..end).unwrap_or("").to_ascii_uppercase());
        let (mut a, mut b) = (start, end);
        if rest.get(..a).is_some_and(|h| h.ends_with('['))
            && rest.get(b..).is_some_and(|t| t.starts_with(']'))
        {
            a -= 1;
            b += 1;
        }
        rest.replace_range(a..b, "");
        from = a;
        if numbers.len() > 20 {
            break;
        }
    }
    if numbers.is_empty() {
        return (rest, numbers);
    }
    let tidy = rest.split(' ').filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ");
    (tidy.trim_start_matches([':', '-', ',', ' ', '.']).to_string(), numbers)
}

/// Byte range of the next `LKT-YYYY-NNNNN` (four to eight digits at the end).
fn next_number(line: &str, from: usize) -> Option<(usize, usize)> {
    let low = line.to_ascii_lowercase();
    let mut at = from;
    loop {
        let start = at + low.get(at..)?.find("lkt-")?;
        at = start + 4;
        let tail = low.get(at..)?;
        let (Some(year), Some(dash)) = (tail.get(..4), tail.get(4..5)) else { continue };
        let digits = tail.get(5..)?.chars().take_while(char::is_ascii_digit).count();
        if dash == "-" && year.chars().all(|c| c.is_ascii_digit()) && (4..=8).contains(&digits) {
            return Some((start, at + 5 + digits));
        }
    }
}

/// The line without its greeting; `None` if it is nothing else.
fn past_greeting(line: &str) -> Option<&str> {
    let words = words::split(line);
    let Some(first) = words.first() else { return Some(line) };
    if matches!(first.plain.as_str(), "yth" | "ytk" | "dear" | "kepada" | "kpd") {
        let after = line.find([',', ':', ';']).and_then(|i| line.get(i + 1..))?;
        return verbs::opening(&words::split(after)).is_some().then_some(after);
    }
    let greeting = words.iter().take_while(|w| is_greeting(&w.plain)).count();
    if greeting > 0 && !(greeting == 1 && first.plain == "dengan") {
        return past_names(line, &words, greeting);
    }
    if matches!(first.plain.as_str(), "siap" | "siaap" | "siapp") {
        return Some(past_siap(line, &words));
    }
    Some(line)
}

fn is_greeting(word: &str) -> bool {
    matches!(
        word,
        "selamat"
            | "pagi"
            | "siang"
            | "sore"
            | "malam"
            | "petang"
            | "assalamualaikum"
            | "asalamualaikum"
            | "assalamu"
            | "alaikum"
            | "assalammualaikum"
            | "waalaikumsalam"
            | "waalaikumussalam"
            | "wassalamualaikum"
            | "salam"
            | "sejahtera"
            | "halo"
            | "hallo"
            | "hai"
            | "hi"
            | "hello"
            | "wr"
            | "wb"
            | "warahmatullahi"
            | "warohmatullahi"
            | "wabarakatuh"
            | "wabarokatuh"
            | "swastiastu"
            | "shalom"
            | "syalom"
            | "ass"
            | "aslm"
            | "wrwb"
            | "met"
            | "morning"
            | "afternoon"
            | "permisi"
            | "dengan"
            | "hormat"
    )
}

/// After the greeting may come "Pak Budi," or a name; the command stands behind the comma.
fn past_names<'a>(line: &'a str, words: &[Word], greeting: usize) -> Option<&'a str> {
    let address = words.iter().skip(greeting).take_while(|w| is_address(&w.plain)).count();
    let taken = greeting + address;
    let rest_words = words.get(taken..).unwrap_or(&[]);
    let rest = line.get(rest_words.first()?.start..)?;
    if verbs::opening(rest_words).is_some() || words::is_assent_word(&rest_words.first()?.plain) {
        return Some(rest);
    }
    match rest.find([',', '.', ':', ';']) {
        Some(i) if words::split(rest.get(..i)?).len() <= 4 => {
            let after = rest.get(i + 1..)?;
            after.chars().any(char::is_alphanumeric).then_some(after)
        }
        _ if rest_words.len() <= 3
            && verbs::somewhere(rest_words).is_none()
            && !rest.contains('?') =>
        {
            None
        }
        _ => Some(rest),
    }
}

fn is_address(word: &str) -> bool {
    words::is_courtesy(word)
        || matches!(
            word,
            "helpdesk"
                | "lpse"
                | "ppe"
                | "semua"
                | "all"
                | "bapa"
                | "kakak"
                | "sekalian"
                | "office"
                | "front"
        )
}

/// "Siap, …" and "Siap pak, …": the rest counts if a command opens it.
fn past_siap<'a>(line: &'a str, words: &[Word]) -> &'a str {
    let address = words.iter().skip(1).take_while(|w| words::is_courtesy(&w.plain)).count();
    let Some(last) = words.get(address) else { return line };
    let after = line.get(last.end..).unwrap_or("");
    let parted = after.trim_start().starts_with([',', '.', '!', ';', ':', '-']);
    if parted && verbs::opening(&words::split(after)).is_some() { after } else { line }
}
