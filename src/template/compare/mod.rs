//! The hand-over's facts side by side: mail, letter, decree, register. Shows; decides nothing.
mod notable;
mod plain;

pub use notable::notables;

use super::context::{optional, text};
use crate::document::Fields;
use crate::workflow::letter::{HandOver, RegisteredFacts};
use minijinja::value::Value;
use plain::Likeness;
use std::collections::BTreeMap;

type FromPaper = fn(&Fields) -> Option<&str>;
type FromRegister = fn(&RegisteredFacts) -> Option<&str>;
type FromMail = fn(&HandOver) -> Option<&str>;

/// One fact, where it may stand, and the eyes that compare it.
struct Fact {
    /// The field's name, also in [`HandOver::letter_faint`].
    key: &'static str,
    paper: FromPaper,
    register: Option<FromRegister>,
    mail: Option<FromMail>,
    like: fn(&str, &str) -> Likeness,
}

/// A fact that stands on papers alone.
const fn on_papers(key: &'static str, paper: FromPaper, like: fn(&str, &str) -> Likeness) -> Fact {
    Fact { key, paper, register: None, mail: None, like }
}

/// In the order Admin PPE asks: who, what account, reached how, appointed by what.
const FACTS: [Fact; 12] = [
    Fact {
        register: Some(|r| Some(&r.name)),
        mail: Some(|h| h.name.as_deref()),
        ..on_papers("name", |f| f.name.as_deref(), plain::person)
    },
    Fact {
        register: Some(|r| r.nip.as_deref()),
        ..on_papers("nip", |f| f.nip.as_deref(), plain::digits)
    },
    Fact {
        register: Some(|r| Some(&r.user_id)),
        ..on_papers("user_id", |f| f.user_id.as_deref(), plain::code)
    },
    Fact {
        register: Some(|r| r.unit.as_deref()),
        ..on_papers("work_unit", |f| f.work_unit.as_deref(), plain::office)
    },
    on_papers("institution", |f| f.institution.as_deref(), plain::office),
    on_papers("position", |f| f.position.as_deref(), plain::text),
    on_papers("rank", |f| f.rank.as_deref(), plain::rank),
    Fact {
        mail: Some(|h| h.sender.as_deref()),
        ..on_papers("email", |f| f.email.as_deref(), plain::code)
    },
    on_papers("phone", |f| f.phone.as_deref(), plain::phone),
    on_papers("decree_number", |f| f.decree_number.as_deref(), plain::number),
    on_papers("decree_date", |f| f.decree_date.as_deref(), plain::code),
    on_papers("signatory", |f| f.signatory.as_deref(), plain::person),
];

/// Rows `{key, mark, faint, letter, decree, register, mail}`. `mark` is `same`, `similar`, `differ`,
/// `other` (two who may well be two), `single` or `absent`; `faint` tells that a value was not read
/// surely. A source that never holds the fact is `false`, one that lacks it is `none`.
pub fn rows(sheet: &HandOver) -> Value {
    FACTS.iter().map(|fact| row(fact, sheet)).collect()
}

fn row(fact: &Fact, sheet: &HandOver) -> Value {
    let blank = |s: &&str| !s.trim().is_empty();
    let letter = sheet.letter.as_ref().and_then(fact.paper).filter(blank);
    let decree = sheet.decree.as_ref().and_then(fact.paper).filter(blank);
    let register = fact.register.map(|get| sheet.registered.as_ref().and_then(get).filter(blank));
    let mail = fact.mail.map(|get| get(sheet).filter(blank));
    let found: Vec<&str> =
        [letter, decree, register.flatten(), mail.flatten()].into_iter().flatten().collect();
    let mut mark = mark(&found, fact.like);
    if fact.key == "signatory" && mark == "differ" {
        // A head signs the decree and a secretary the letter: nothing is wrong with that.
        mark = "other";
    }
    let faint = |names: &[String], there: bool| there && names.iter().any(|n| n == fact.key);
    let faint = faint(&sheet.letter_faint, letter.is_some())
        || faint(&sheet.decree_faint, decree.is_some());
    let mut register = register.map(|r| r.map(str::to_owned));
    if fact.key == "email" {
        // The registered address is shown to nobody; its masked form tells a strange one apart.
        register = Some(sheet.registered.as_ref().and(sheet.destination.clone()));
        if letter.is_some_and(|a| notable::is_new_address(sheet, a)) {
            mark = "differ";
        }
    }
    let shown = |value: Option<&str>| match value {
        // An address nobody knows yet is not spread (D-9).
        Some(v) if fact.key == "email" && notable::is_new_address(sheet, v) => {
            text(&notable::masked_address(v))
        }
        other => optional(other),
    };
    let cell = |held: Option<Option<&str>>| held.map_or(Value::from(false), optional);
    Value::from(BTreeMap::from([
        ("key", text(fact.key)),
        ("mark", text(mark)),
        ("faint", Value::from(faint)),
        ("letter", shown(letter)),
        ("decree", shown(decree)),
        ("register", cell(register.as_ref().map(Option::as_deref))),
        ("mail", cell(mail)),
    ]))
}

/// The worst likeness of any two.
fn mark(found: &[&str], like: fn(&str, &str) -> Likeness) -> &'static str {
    let each = found.iter().enumerate();
    let pairs = each.flat_map(|(at, a)| found.iter().skip(at + 1).map(move |b| like(a, b)));
    match (found.len(), pairs.max()) {
        (0, _) => "absent",
        (_, None) => "single",
        (_, Some(Likeness::Same)) => "same",
        (_, Some(Likeness::Similar)) => "similar",
        (_, Some(Likeness::Differ)) => "differ",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_say_what_stands_there() {
        assert_eq!(mark(&[], plain::code), "absent");
        assert_eq!(mark(&["Ratna"], plain::person), "single");
        assert_eq!(mark(&["Ir. Ratna K., S.St.Pi.", "RATNA K."], plain::person), "same");
        assert_eq!(mark(&["Ratna K.", "Ratna Kusuma", "RATNA K"], plain::person), "similar");
        assert_eq!(mark(&["Ratna", "Ratna", "Rani"], plain::person), "differ");
    }
}
