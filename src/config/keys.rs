//! Which keys exist and what kind of value each takes, read off the defaults themselves, so that
//! a new setting is known the moment its field exists. Knows no IO.
use super::error::SettingsError;
use serde_json::Value as Known;
use toml::Value;

/// Compares everything a file holds with what is known; the first surprise is the error.
pub(super) fn check(file: &str, found: &toml::Table, known: &Known) -> Result<(), SettingsError> {
    check_table(file, "", found, known, known)
}

fn check_table(
    file: &str,
    at: &str,
    found: &toml::Table,
    known: &Known,
    root: &Known,
) -> Result<(), SettingsError> {
    for (name, value) in found {
        let key = if at.is_empty() { name.clone() } else { format!("{at}.{name}") };
        let Some(expected) = known.get(name) else {
            return Err(SettingsError::UnknownKey {
                file: file.to_owned(),
                hint: hint(&key, known, root),
                key,
            });
        };
        check_value(file, &key, value, expected, root)?;
    }
    Ok(())
}

fn check_value(
    file: &str,
    key: &str,
    value: &Value,
    expected: &Known,
    root: &Known,
) -> Result<(), SettingsError> {
    match (expected, value) {
        (Known::Object(_), Value::Table(table)) => check_table(file, key, table, expected, root),
        (Known::Array(items), Value::Array(values)) => {
            let item = items.first().unwrap_or(&Known::Null);
            values.iter().try_for_each(|value| check_value(file, key, value, item, root))
        }
        (Known::Null | Known::String(_), Value::String(_))
        | (Known::Number(_), Value::Integer(_))
        | (Known::Bool(_), Value::Boolean(_)) => Ok(()),
        _ => Err(SettingsError::value(
            file,
            key,
            format!("harus {}, bukan {}", wanted(expected), kind(value)),
        )),
    }
}

fn wanted(expected: &Known) -> &'static str {
    match expected {
        Known::Null | Known::String(_) => "teks dalam tanda kutip",
        Known::Number(_) => "bilangan bulat",
        Known::Bool(_) => "true atau false",
        Known::Array(items) if items.first().is_some_and(Known::is_object) => {
            "daftar bagian ([[...]])"
        }
        Known::Array(_) => "daftar teks ([\"...\"])",
        Known::Object(_) => "sebuah bagian ([...])",
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::String(_) => "teks",
        Value::Integer(_) => "bilangan",
        Value::Float(_) => "pecahan",
        Value::Boolean(_) => "true/false",
        Value::Datetime(_) => "tanggal atau jam tanpa tanda kutip",
        Value::Array(_) => "daftar",
        Value::Table(_) => "bagian",
    }
}

/// What was probably meant: a neighbour spelt alike, or the same word in another section.
fn hint(key: &str, siblings: &Known, root: &Known) -> String {
    match nearest(key, root) {
        Some(close) => format!("mungkin maksudnya `{close}`"),
        None => {
            let names = siblings.as_object().map(|keys| keys.keys().cloned().collect::<Vec<_>>());
            format!("yang ada di bagian itu: {}", names.unwrap_or_default().join(", "))
        }
    }
}

/// The known key nearest to `key`, if any is near enough to be worth saying.
pub(super) fn nearest(key: &str, root: &Known) -> Option<String> {
    let mut all = Vec::new();
    paths("", root, &mut all);
    let (parent, leaf) = split(key);
    let distance = |other: &String| {
        let (its_parent, its_leaf) = split(other);
        let letters = strsim::damerau_levenshtein(leaf, its_leaf);
        (letters <= (leaf.len() / 3).max(1), letters + usize::from(parent != its_parent))
    };
    let best = all.iter().filter(|other| distance(other).0).min_by_key(|other| distance(other).1);
    let whole = || {
        let likeness = |other: &&String| strsim::normalized_damerau_levenshtein(key, other);
        all.iter()
            .filter(|other| likeness(other) > 0.7)
            .max_by(|a, b| likeness(a).total_cmp(&likeness(b)))
    };
    best.or_else(whole).cloned()
}

fn split(key: &str) -> (&str, &str) {
    key.rsplit_once('.').unwrap_or(("", key))
}

/// Every known key, with its sections written before it.
fn paths(at: &str, known: &Known, into: &mut Vec<String>) {
    let Some(table) = known.as_object() else { return };
    for (name, value) in table {
        let key = if at.is_empty() { name.clone() } else { format!("{at}.{name}") };
        let inner = value.as_array().and_then(|items| items.first()).unwrap_or(value);
        into.push(key.clone());
        paths(&key, inner, into);
    }
}

/// What is known at a dotted key; `mailbox.0.host` looks into the first of a list.
pub(super) fn at<'k>(key: &[&str], known: &'k Known) -> Option<&'k Known> {
    key.iter().try_fold(known, |here, name| match here {
        Known::Array(items) if name.parse::<usize>().is_ok() => items.first(),
        Known::Object(table) => table.get(*name),
        _ => None,
    })
}
