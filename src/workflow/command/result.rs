//! The lines of a result: `USER ID:` and `PASSWORD:` in their spellings (`domain.md` §4.12). Knows
//! when it cannot be sure. Knows no case and keeps no password longer than its caller.
use super::Unclear;
use zeroize::Zeroizing;

/// What the labelled lines of a mail hold.
#[derive(Default)]
pub(super) struct Found {
    pub user_id: Option<String>,
    pub password: Option<Zeroizing<String>>,
    /// Why the lines cannot be taken as they stand.
    pub doubt: Option<Unclear>,
    /// A label with a value, an empty value or an explicit "-" was seen.
    pub labelled: bool,
    /// Something that may be a password stands behind a label, taken or not.
    pub secret_seen: bool,
    /// An old password, or a plain "none", stands behind a label.
    pub passed_over: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Label {
    UserId,
    Password,
}

/// Longest first, so that `password` is not read as `pass`.
const LABELS: [(&str, Label); 18] = [
    ("nama pengguna", Label::UserId),
    ("kata sandi", Label::Password),
    ("katasandi", Label::Password),
    ("user name", Label::UserId),
    ("username", Label::UserId),
    ("password", Label::Password),
    ("pasword", Label::Password),
    ("user id", Label::UserId),
    ("user-id", Label::UserId),
    ("user_id", Label::UserId),
    ("userid", Label::UserId),
    ("passwd", Label::Password),
    ("sandi", Label::Password),
    ("pswd", Label::Password),
    ("pass", Label::Password),
    ("psw", Label::Password),
    ("uid", Label::UserId),
    ("pw", Label::Password),
];

/// Words that say "no value here".
const NO_VALUE: [&str; 12] = [
    "-", "--", "tetap", "sama", "tidak", "nihil", "kosong", "lama", "n/a", "none", "(tetap)",
    "(kosong)",
];
/// Words that promise a value or stand for one: a person must say it again.
const PROMISES: [&str; 12] = [
    "menyusul",
    "terlampir",
    "rahasia",
    "dibawah",
    "berikut",
    "nanti",
    "belum",
    "sudah",
    "seperti",
    "sesuai",
    "lihat",
    "cek",
];

struct Seen {
    label: Label,
    /// Where the label's word begins.
    start: usize,
    /// Where its value begins.
    value: usize,
    /// Separated by a blank alone.
    bare: bool,
    /// The words between label and separator speak of an old password or a negation.
    old: bool,
    negated: bool,
    starred: bool,
}

/// Reads the labels of `lines` (raw, so that a password is taken exactly as typed).
pub(super) fn read<'a>(lines: impl Iterator<Item = &'a str>) -> Found {
    let mut found = Found::default();
    for line in lines {
        read_line(line, &mut found);
    }
    found
}

/// Where the first label with a value stands, so that words before it can be judged alone.
pub(super) fn first_label(line: &str) -> Option<usize> {
    labels(line).first().map(|s| s.start)
}

fn read_line(line: &str, found: &mut Found) {
    let seen = labels(line);
    for (i, one) in seen.iter().enumerate() {
        let end = seen.get(i + 1).map_or(line.len(), |n| n.start);
        let value = line.get(one.value..end).unwrap_or("");
        let value = if i + 1 < seen.len() { cut_joint(value) } else { value.trim() };
        take(one, value, found);
    }
}

/// Takes the comma, slash or "dan" before the next label off a value.
fn cut_joint(value: &str) -> &str {
    let mut v = value.trim();
    for joint in [" dan", " dgn", " dengan", " &"] {
        v = v.strip_suffix(joint).unwrap_or(v).trim_end();
    }
    v.trim_end_matches([',', ';', '/', '|', ' ', '('])
}

fn take(one: &Seen, value: &str, found: &mut Found) {
    let low = value.trim_end_matches('.').to_lowercase();
    if one.bare && !bare_value_counts(one.label, value) {
        return;
    }
    let token = value.split(' ').next().unwrap_or("").trim_end_matches(['.', ',', ';']);
    if one.label == Label::Password && token.len() >= 4 && !token.chars().all(char::is_lowercase) {
        found.secret_seen = true;
    }
    if one.old {
        found.passed_over = true;
        return;
    }
    found.labelled = true;
    let first = low.split(' ').next().unwrap_or("");
    if !value.is_empty() && NO_VALUE.contains(&first) && !one.negated {
        found.passed_over = true;
        return;
    }
    let (read, unsure) = match one.label {
        Label::UserId => (user_id(value), Unclear::UserIdMissing),
        Label::Password => (password(value, one), Unclear::PasswordMissing),
    };
    let Some(read) = read.filter(|_| !one.negated && !PROMISES.contains(&low.as_str())) else {
        found.doubt.get_or_insert(unsure);
        return;
    };
    match one.label {
        Label::UserId => {
            if found.user_id.as_ref().is_some_and(|u| *u != read) {
                found.doubt = Some(Unclear::Contradiction);
            }
            found.user_id = Some(read);
        }
        Label::Password => {
            if found.password.as_ref().is_some_and(|p| **p != read) {
                found.doubt = Some(Unclear::Contradiction);
            }
            found.password = Some(Zeroizing::new(read));
        }
    }
}

/// After a blank alone only a single run that cannot be an ordinary word is a value; anything else is
/// a sentence about passwords.
fn bare_value_counts(label: Label, value: &str) -> bool {
    if value.is_empty() || value.contains(' ') {
        return false;
    }
    let word = value.trim_end_matches(['.', ',', ';', '!', '?', ':']);
    let wordy = word.chars().all(|c| c.is_alphabetic() || c == '-');
    let upper = word.chars().filter(|c| c.is_uppercase()).count();
    match label {
        Label::Password => !wordy,
        Label::UserId => !wordy || (upper == word.chars().count() && upper > 1),
    }
}

fn user_id(value: &str) -> Option<String> {
    let mut parts = value.splitn(2, ' ');
    let first = parts.next().unwrap_or("");
    let rest = parts.next().unwrap_or("").trim();
    let rest_ok = rest.is_empty()
        || rest.starts_with('(')
        || super::words::split(rest).iter().all(|w| super::words::is_courtesy(&w.plain));
    let id = first.trim_matches(['*', '"', '\'', '<', '>', '(', ')', ',', ';', '.', ' ']);
    let ok = (2..=64).contains(&id.len())
        && id
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '@' | '-' | '/' | '+'))
        && id.chars().any(|c| c.is_ascii_alphanumeric());
    (ok && rest_ok).then(|| id.to_string())
}

/// A visible ASCII run of 6 to 64, exactly as typed. What mail programs or a sentence may have added
/// at its ends makes it doubtful, and a doubtful password is asked for again.
fn password(value: &str, one: &Seen) -> Option<String> {
    let dressed = |open: char, close: char| value.starts_with(open) && value.ends_with(close);
    let doubtful = !(6..=64).contains(&value.len())
        || !value.chars().all(|c| c.is_ascii_graphic())
        || value.ends_with(['.', ',', ';'])
        || dressed('"', '"')
        || dressed('\'', '\'')
        || dressed('<', '>')
        || dressed('(', ')')
        || dressed('[', ']')
        || dressed('*', '*')
        || dressed('`', '`')
        || (one.starred && value.ends_with('*'))
        || value.contains("://")
        || value.starts_with(['•', '['])
        || value.chars().all(|c| matches!(c, '.' | '*' | '-' | '_' | 'x' | 'X'));
    (!doubtful).then(|| value.to_string())
}

/// Every label of the line that has a separator, or opens the line and is followed by a blank.
fn labels(line: &str) -> Vec<Seen> {
    let low = line.to_ascii_lowercase();
    let mut seen: Vec<Seen> = Vec::new();
    let mut at = 0;
    while at < low.len() && seen.len() < 8 {
        // Inside a password only a blank ends it; any other sign may belong to it.
        let in_password = seen.last().is_some_and(|s| s.label == Label::Password);
        let ends: &[char] =
            if in_password { &[' '] } else { &[' ', ',', '/', '|', '(', '*', ';', '-'] };
        let boundary = at == 0 || low.get(..at).is_some_and(|b| b.ends_with(ends));
        let inside = seen.last().is_some_and(|s| at <= s.value);
        if boundary
            && !inside
            && let Some((label, end)) = label_at(&low, at)
            && let Some(found) =
                separator(line, &low, label, at, end, may_open(line, seen.last(), at))
        {
            at = found.value.max(end);
            seen.push(found);
            continue;
        }
        at += low.get(at..).and_then(|r| r.chars().next()).map_or(1, char::len_utf8);
    }
    seen
}

/// A blank alone separates only at the head of a line, or after a first such pair of one word:
/// "uid AA.LCPP pw …".
fn may_open(line: &str, last: Option<&Seen>, at: usize) -> bool {
    let Some(last) = last else { return true };
    let value = line.get(last.value..at).unwrap_or("").trim();
    last.bare && !value.is_empty() && !value.contains(' ')
}

fn label_at(low: &str, at: usize) -> Option<(Label, usize)> {
    let rest = low.get(at..)?;
    let (word, label) = LABELS.iter().find(|(word, _)| {
        rest.strip_prefix(word).is_some_and(|after| {
            let after = after.strip_prefix("nya").unwrap_or(after);
            !after.starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == '@')
        })
    })?;
    let mut end = at + word.len();
    if low.get(end..).is_some_and(|a| a.starts_with("nya")) {
        end += 3;
    }
    Some((*label, end))
}

/// Finds `:` or `=` after the label with up to three words between, or the blank of an opening label.
fn separator(
    line: &str,
    low: &str,
    label: Label,
    start: usize,
    end: usize,
    first: bool,
) -> Option<Seen> {
    let starred = low.get(..start).is_some_and(|b| b.trim_end_matches(['_']).ends_with('*'));
    let rest = low.get(end..)?;
    let mut between: Vec<&str> = Vec::new();
    let mut at = 0;
    loop {
        let tail = rest.get(at..)?;
        let skipped =
            tail.len() - tail.trim_start_matches([' ', '*', '(', ')', '-', '"', '/']).len();
        let tail = tail.get(skipped..)?;
        at += skipped;
        if let Some(sep) = tail.chars().next().filter(|c| matches!(c, ':' | '=' | '：')) {
            let mut value = end + at + sep.len_utf8();
            let after = line.get(value..)?;
            if after.starts_with("//") {
                break;
            }
            let bold = starred && after.starts_with('*');
            let pad = after.len() - after.trim_start_matches([' ']).len();
            value += if bold {
                1 + after.get(1..)?.len() - after.get(1..)?.trim_start().len()
            } else {
                pad
            };
            let glued = between.last().is_some()
                && pad == 0
                && !between.iter().all(|w| is_known_between(w));
            let has = |list: &[&str]| between.iter().any(|w| list.contains(w));
            return Some(Seen {
                label,
                start,
                value,
                bare: false,
                old: has(&["lama", "sebelumnya", "awal", "salah", "old"]),
                negated: glued
                    || has(&[
                        "tidak", "tdk", "belum", "blm", "bukan", "jangan", "tanpa", "gak", "ga",
                    ]),
                starred: starred && !bold,
            });
        }
        let word_len = tail.find([' ', ':', '=', '*', '(', ')', '：']).unwrap_or(tail.len());
        let word = tail.get(..word_len)?;
        if word.is_empty()
            || between.len() == 3
            || !word.chars().all(|c| c.is_alphabetic() || c == '.' || c == '-')
        {
            break;
        }
        between.push(word);
        at += word_len;
    }
    let head = low.get(..start)?.trim_matches(['*', '-', ' ']);
    let opens = first && (head.is_empty() || label_at(head, 0).is_some());
    let after = line.get(end..)?;
    let trimmed = after.trim_start();
    let skip =
        trimmed.strip_prefix("baru ").or_else(|| trimmed.strip_prefix("Baru ")).unwrap_or(trimmed);
    (opens && after.starts_with(' ') && !trimmed.is_empty()).then(|| Seen {
        label,
        start,
        value: line.len() - skip.trim_start().len(),
        bare: true,
        old: false,
        negated: false,
        starred,
    })
}

fn is_known_between(word: &str) -> bool {
    matches!(
        word,
        "baru"
            | "barunya"
            | "nya"
            | "anda"
            | "sementara"
            | "login"
            | "spse"
            | "untuk"
            | "ybs"
            | "yang"
            | "bersangkutan"
            | "akun"
            | "aplikasi"
            | "admin"
            | "agency"
            | "adalah"
            | "ini"
            | "tsb"
            | "tersebut"
            | "kami"
            | "saya"
            | "yg"
            | "pengguna"
            | "reset"
            | "hasil"
            | "pemohon"
            | "new"
            | "default"
    )
}
