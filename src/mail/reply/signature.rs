//! Where a person's words end and the signature begins. Only clear signs count: a delimiter line, a lone
//! `-Nama` at the very end, a foreign formula with a name and more lines. What holds data of a request
//! (labels, a NIP) is never taken for one, save below a real delimiter.
use super::lines::{is_blank, plain, rule};
use super::words::Table;

/// Formulas in foreign languages that close a letter. Indonesian and Malay ones are words of the letter.
#[rustfmt::skip]
const CLOSINGS: Table = &[
    ("English", &["regards", "best regards", "kind regards", "warm regards", "with regards", "sincerely", "yours sincerely"]),
    ("German", &["mit freundlichen grüßen", "freundliche grüße", "viele grüße", "mfg", "beste grüße", "liebe grüße"]),
    ("Dutch", &["met vriendelijke groet", "met vriendelijke groeten", "mvg", "groeten", "groetjes"]),
    ("French", &["cordialement", "bien cordialement", "bien à vous", "salutations"]),
    ("Spanish, Portuguese", &["saludos", "saludos cordiales", "un saludo", "atenciosamente", "cumprimentos"]),
    ("Italian", &["cordiali saluti", "distinti saluti", "saluti"]),
    ("Danish, Norwegian", &["med venlig hilsen", "venlig hilsen", "hilsen", "mvh", "kh", "med vennlig hilsen", "vennlig hilsen"]),
    ("Swedish", &["med vänlig hälsning", "med vänliga hälsningar", "vänliga hälsningar", "vänligen"]),
    ("Finnish", &["ystävällisin terveisin", "terveisin"]),
    ("Polish", &["pozdrawiam", "z poważaniem", "z powazaniem", "pozdrowienia"]),
    ("Czech, Slovak", &["s pozdravem", "s pozdravom"]),
    ("Russian, Ukrainian", &["с уважением", "з повагою"]),
    ("Turkish", &["saygılarımla", "iyi çalışmalar"]),
];

/// Labels of ways to reach a person.
const CONTACT: &[&str] = &[
    "t", "tel", "telp", "telepon", "telefon", "phone", "hp", "wa", "m", "mob", "mobile", "mobil",
    "cell", "fax", "f", "faks", "e", "email", "e-mail", "surel", "web", "w", "www", "skype",
    "http", "https", "ig", "twitter", "direct",
];

/// Whether the signature begins with this line, whatever stands below: the delimiters programs write.
pub(super) fn delimits(line: &str) -> bool {
    let line = line.trim_end();
    matches!(line, "--" | "—" | "–" | "__" | "—-" | "-—" | "--=20")
}

/// Whether a drawn rule divides the words from a signature: below are only a few short lines that begin
/// with a name. People draw rules between paragraphs of their own as well.
fn rule_delimits(line: &str, below: &[&str]) -> bool {
    let Some((stroke, count)) = rule(line) else { return false };
    if count < 2 || !matches!(stroke, '-' | '–' | '—' | '_' | '=' | '─' | '━') {
        return false;
    }
    let mut lines: Vec<&str> = Vec::new();
    for line in below.iter().filter(|l| !is_blank(l) && rule(l).is_none()) {
        lines.push(line.trim());
        if lines.len() > 12 {
            return false;
        }
    }
    let Some(first) = lines.first() else { return false };
    let list = lines.len() <= 5 && plain(first).contains("mailing list");
    let name = is_name(first) || lines.len() >= 3 && first.split_whitespace().count() <= 4;
    (list || name) && lines.iter().all(|line| fits(line))
}

/// A line such as signatures hold: short, no sentence, no label but of a way to reach the person.
fn fits(line: &str) -> bool {
    let words = line.split_whitespace().count();
    let digits = line.chars().filter(char::is_ascii_digit).count();
    if line.chars().count() > 80 || words > 8 || digits > 14 || line.ends_with([':', '?']) {
        return false;
    }
    match line.split_once(':') {
        Some((name, _)) => {
            let name = name.trim().trim_end_matches('.').to_lowercase();
            CONTACT.contains(&name.as_str())
        }
        None => true,
    }
}

/// Words that begin with capitals and hold small letters: `Siti Aminah`; not `SETUJU`, not `Mohon reset`.
fn is_name(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let small = line.chars().any(char::is_lowercase);
    let capital = |w: &&str| !w.starts_with(char::is_lowercase);
    (1..=5).contains(&words.len())
        && small
        && words.iter().all(capital)
        && !line.ends_with(['.', ':', '?', '!'])
        || words.len() == 1
            && line.chars().count() <= 12
            && line.chars().all(char::is_alphabetic)
            && small
}

/// Takes the signature off the end of the kept lines where only its look tells it.
pub(super) fn drop_signature(kept: &mut Vec<&str>) {
    drop_rules(kept);
    drop_below_rule(kept);
    drop_rules(kept);
    drop_closing(kept);
    drop_dash_name(kept);
    drop_rules(kept);
}

/// Blank lines and drawn rules at the end.
fn drop_rules(kept: &mut Vec<&str>) {
    while kept
        .last()
        .is_some_and(|l| is_blank(l) || rule(l).is_some_and(|(c, n)| n > 1 || !c.is_ascii()))
    {
        kept.pop();
    }
}

/// `-Made` as the last line, after a blank line or a sentence's end; a list's last item is none.
fn drop_dash_name(kept: &mut Vec<&str>) {
    let Some(last) = kept.last() else { return };
    let bare = last.trim().trim_start_matches(['-', '/']);
    let marks = last.trim().get(..last.trim().len() - bare.len()).unwrap_or_default();
    let letters = bare.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '\''));
    let small = bare.chars().any(char::is_lowercase);
    let words = bare.split(' ').filter(|w| !w.is_empty()).count();
    if !matches!(marks, "-" | "--" | "/")
        || bare.starts_with(' ')
        || !letters
        || !small
        || words > 4
    {
        return;
    }
    let rest = kept.get(..kept.len() - 1).unwrap_or_default();
    let blank = rest.last().is_some_and(|l| is_blank(l));
    let above = rest.iter().rev().find(|l| !is_blank(l)).map(|l| l.trim());
    let ends = |l: &str| l.ends_with(['.', '!', '?']);
    let alone = above.is_some_and(|l| {
        !l.starts_with(['-', '*', '•']) && !l.ends_with(':') && (blank || ends(l))
    });
    if alone
        && (words == 1
            || bare.split(' ').all(|w| w.starts_with(char::is_uppercase) || w.len() <= 3))
    {
        kept.pop();
    }
}

/// A foreign formula, a name and more lines (English: at least one more than the name).
fn drop_closing(kept: &mut Vec<&str>) {
    if let Some(at) = closing(kept) {
        kept.truncate(at);
    }
}

fn closing(kept: &[&str]) -> Option<usize> {
    let mut below: Vec<&str> = Vec::new();
    for (at, line) in kept.iter().enumerate().rev().filter(|(_, l)| !is_blank(l)).take(8) {
        let words = plain(line);
        let words = words.trim_end_matches([',', '.', '!']);
        let language = CLOSINGS.iter().find(|(_, all)| all.contains(&words)).map(|(name, _)| *name);
        if let Some(language) = language {
            let enough = if language == "English" { 2 } else { 1 };
            let above = kept.iter().take(at).any(|l| !is_blank(l));
            let named = below.last().is_some_and(|name| is_name(name));
            return (above && named && below.len() >= enough).then_some(at);
        }
        if !fits(line.trim()) {
            return None;
        }
        below.push(line.trim());
    }
    None
}

/// A drawn rule with a signature below it.
fn drop_below_rule(kept: &mut Vec<&str>) {
    let last = kept.iter().rposition(|line| rule(line).is_some_and(|(_, count)| count > 1));
    let Some(at) = last else { return };
    let below = kept.get(at + 1..).unwrap_or_default();
    let line = kept.get(at).copied().unwrap_or_default();
    if kept.iter().take(at).any(|l| !is_blank(l)) && rule_delimits(line, below) {
        kept.truncate(at);
    }
}
