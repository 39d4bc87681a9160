//! Settings from the environment: `LOKET__SMTP__HOST=mx` overrides `smtp.host`, and
//! `LOKET__MAILBOX__0__HOST` the host of the first mailbox. Knows names and kinds, not meanings.
use super::error::SettingsError;
use super::keys;
use config::{Value, ValueKind};
use serde_json::Value as Known;
use std::ffi::OsString;

const PREFIX: &str = "LOKET__";
const PLACE: &str = "lingkungan";

/// The variables that are ours. One that is not UTF-8 is refused rather than passed over.
pub(super) fn ours(
    all: impl Iterator<Item = (OsString, OsString)>,
) -> Result<Vec<(String, String)>, SettingsError> {
    let mut found = Vec::new();
    for (name, value) in all {
        let Some(name) = name.to_str().filter(|name| name.starts_with(PREFIX)) else { continue };
        let Ok(value) = value.into_string() else {
            return Err(SettingsError::value(PLACE, name, "bukan teks UTF-8"));
        };
        found.push((name.to_owned(), value));
    }
    found.sort();
    Ok(found)
}

/// The dotted key of a variable: `LOKET__MAILBOX__0__HOST` is `mailbox.0.host`.
pub(super) fn key(variable: &str) -> String {
    variable.trim_start_matches(PREFIX).to_ascii_lowercase().replace("__", ".")
}

/// Path expressions and typed values for the `config` crate. `listed` is the number of sections that
/// the file has of a list: the environment may change those, or add the next.
pub(super) fn overrides(
    variables: Vec<(String, String)>,
    known: &Known,
    listed: &dyn Fn(&str) -> usize,
) -> Result<Vec<(String, Value)>, SettingsError> {
    let mut made = Vec::new();
    for (variable, text) in variables {
        let dotted = key(&variable);
        let parts: Vec<&str> = dotted.split('.').collect();
        let Some(expected) = keys::at(&parts, known) else {
            let meant = |close: String| format!("{PREFIX}{}", close.replace('.', "__"));
            let hint = match keys::nearest(&dotted, known) {
                Some(close) => format!("mungkin maksudnya `{}`", meant(close).to_ascii_uppercase()),
                None => "lihat nama kunci di config/loket.toml".into(),
            };
            let (file, key) = (PLACE.to_owned(), variable);
            return Err(SettingsError::UnknownKey { file, key, hint });
        };
        let index = parts.iter().find_map(|part| part.parse::<usize>().ok());
        let listed = parts.first().map_or(0, |list| listed(list));
        if index.is_some_and(|index| index > listed) {
            let why = format!("melompati nomor: berkas hanya berisi {listed} bagian itu");
            return Err(SettingsError::value(PLACE, variable, why));
        }
        let typed = typed(&variable, text, expected)?;
        made.push((expression(&parts), Value::new(Some(&variable), typed)));
    }
    Ok(made)
}

/// `mailbox.0.host` as the `config` crate writes it: `mailbox[0].host`.
fn expression(parts: &[&str]) -> String {
    let mut whole = String::new();
    for part in parts {
        match part.parse::<usize>() {
            Ok(index) => whole.push_str(&format!("[{index}]")),
            Err(_) if whole.is_empty() => whole.push_str(part),
            Err(_) => {
                whole.push('.');
                whole.push_str(part);
            }
        }
    }
    whole
}

fn typed(variable: &str, text: String, expected: &Known) -> Result<ValueKind, SettingsError> {
    let refused = |why: &str| Err(SettingsError::value(PLACE, variable, why));
    match expected {
        Known::Null | Known::String(_) => Ok(ValueKind::String(text)),
        Known::Number(_) => match text.trim().parse::<i64>() {
            Ok(number) => Ok(ValueKind::I64(number)),
            Err(_) => refused("harus bilangan bulat"),
        },
        Known::Bool(_) => match text.trim() {
            "true" => Ok(ValueKind::Boolean(true)),
            "false" => Ok(ValueKind::Boolean(false)),
            _ => refused("harus true atau false"),
        },
        Known::Array(items) if !items.first().is_some_and(Known::is_object) => {
            let words = text.split(',').map(str::trim).filter(|word| !word.is_empty());
            let listed = words.map(|word| Value::from(word.to_owned())).collect();
            Ok(ValueKind::Array(listed))
        }
        _ => refused("adalah sebuah bagian; sebutkan kunci di dalamnya"),
    }
}
