//! The hand-over's facts side by side: mail, letter, decree, register. Shows; decides nothing.
use super::context::{optional, text};
use crate::document::Fields;
use crate::workflow::letter::{HandOver, RegisteredFacts};
use minijinja::value::Value;
use std::collections::BTreeMap;

type FromPaper = fn(&Fields) -> Option<&str>;
type FromRegister = fn(&RegisteredFacts) -> Option<&str>;
type FromMail = fn(&HandOver) -> Option<&str>;

/// One fact and where it may stand. The mark compares what stands there after `plain`.
struct Fact {
    key: &'static str,
    paper: FromPaper,
    register: Option<FromRegister>,
    mail: Option<FromMail>,
    plain: fn(&str) -> String,
}

const FACTS: [Fact; 7] = [
    Fact {
        key: "name",
        paper: |f| f.name.as_deref(),
        register: Some(|r| Some(&r.name)),
        mail: Some(|h| h.name.as_deref()),
        plain: person,
    },
    Fact {
        key: "nip",
        paper: |f| f.nip.as_deref(),
        register: Some(|r| r.nip.as_deref()),
        mail: None,
        plain: digits,
    },
    Fact {
        key: "position",
        paper: |f| f.position.as_deref(),
        register: None,
        mail: None,
        plain: letters,
    },
    Fact {
        key: "work_unit",
        paper: |f| f.work_unit.as_deref(),
        register: Some(|r| r.unit.as_deref()),
        mail: None,
        plain: letters,
    },
    Fact {
        key: "user_id",
        paper: |f| f.user_id.as_deref(),
        register: Some(|r| Some(&r.user_id)),
        mail: None,
        plain: code,
    },
    Fact {
        key: "email",
        paper: |f| f.email.as_deref(),
        register: None,
        mail: Some(|h| h.sender.as_deref()),
        plain: code,
    },
    Fact { key: "phone", paper: |f| f.phone.as_deref(), register: None, mail: None, plain: phone },
];

/// Rows `{key, mark, letter, decree, register, mail}`; `mark` is `same`, `differ`, `single` or
/// `absent`. A source that never holds the fact is `false`, one that lacks it is `none`.
pub fn rows(sheet: &HandOver) -> Value {
    FACTS.iter().map(|fact| row(fact, sheet)).collect()
}

fn row(fact: &Fact, sheet: &HandOver) -> Value {
    let blank = |s: &&str| !s.trim().is_empty();
    let letter = sheet.letter.as_ref().and_then(fact.paper).filter(blank);
    let decree = sheet.decree.as_ref().and_then(fact.paper).filter(blank);
    let register = fact.register.map(|get| sheet.registered.as_ref().and_then(get).filter(blank));
    let mail = fact.mail.map(|get| get(sheet).filter(blank));
    let found = [letter, decree, register.flatten(), mail.flatten()];
    let cell = |held: Option<Option<&str>>| held.map_or(Value::from(false), optional);
    Value::from(BTreeMap::from([
        ("key", text(fact.key)),
        ("mark", text(mark(found.into_iter().flatten().map(fact.plain)))),
        ("letter", optional(letter)),
        ("decree", optional(decree)),
        ("register", cell(register)),
        ("mail", cell(mail)),
    ]))
}

fn mark(mut found: impl Iterator<Item = String>) -> &'static str {
    let Some(first) = found.next() else { return "absent" };
    let Some(second) = found.next() else { return "single" };
    if second == first && found.all(|other| other == first) { "same" } else { "differ" }
}

/// A name without the degrees before a full stop or behind the comma.
fn person(s: &str) -> String {
    let bare = s.split(',').next().unwrap_or(s);
    let words = bare.split_whitespace().filter(|w| !w.ends_with('.') || w.len() == 2);
    letters(&words.collect::<Vec<_>>().join(" "))
}

fn letters(s: &str) -> String {
    let kept = s.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
    kept.collect()
}

fn digits(s: &str) -> String {
    s.chars().filter(char::is_ascii_digit).collect()
}

/// `+62 812…` and `0812…` are one number.
fn phone(s: &str) -> String {
    let all = digits(s);
    match all.strip_prefix("62") {
        Some(rest) => format!("0{rest}"),
        None => all,
    }
}

/// Something typed as it is; only case and blanks do not count.
fn code(s: &str) -> String {
    s.split_whitespace().collect::<String>().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark_of(values: &[&str], plain: fn(&str) -> String) -> &'static str {
        mark(values.iter().map(|v| plain(v)))
    }

    #[test]
    fn marks_say_what_stands_there() {
        assert_eq!(mark_of(&[], letters), "absent");
        assert_eq!(mark_of(&["Ratna"], person), "single");
        assert_eq!(mark_of(&["Ir. Ratna K., S.St.Pi.", "RATNA K."], person), "same");
        assert_eq!(mark_of(&["Ratna", "Ratna", "Rani"], person), "differ");
        assert_eq!(mark_of(&["19870314 201101 2 901", "198703142011012901"], digits), "same");
        assert_eq!(mark_of(&["+62 812-5550-1234", "081255501234"], phone), "same");
        assert_eq!(mark_of(&["AA.TELUK", "AA.TELUX"], code), "differ");
    }
}
