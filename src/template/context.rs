//! A letter as values for the engine: strings harmless, lists bounded. Knows no wording.
use super::{Site, clean, compare};
use crate::workflow::letter::Letter;
use jiff::tz::TimeZone;
use minijinja::value::{Object, Value};
use std::collections::BTreeMap;

/// Rows shown of any list; `<list>_more` counts the rest.
const LIST_ROWS: usize = 100;
/// Longest string handed over; what is printed is shorter still.
const STRING_CHARS: usize = 4_000;

/// The site's zone, for the filters that show a time.
#[derive(Debug)]
pub struct Zone {
    pub zone: TimeZone,
    pub label: String,
}

impl Object for Zone {}

/// Everything a template may name. A field that is absent is `none`, never undefined.
pub fn context(
    letter: &Letter,
    case_no: Option<&str>,
    site: &Site,
) -> Result<Value, serde_json::Error> {
    let json = serde_json::to_value(letter)?;
    let mut map = match json {
        serde_json::Value::Object(fields) => values(fields),
        _ => BTreeMap::new(),
    };
    if let Letter::HandOver(sheet) = letter {
        map.insert("comparison".to_owned(), compare::rows(sheet));
        map.insert("notables".to_owned(), compare::notables(sheet, &site.zone));
    }
    if let Letter::Credentials { name, .. } = letter {
        // The letter stays 7-bit, so that no encoding ever touches the password's line.
        let plain = name.as_deref().map(clean::one_line).filter(|n| n.is_ascii());
        map.insert("name".to_owned(), optional(plain.as_deref()));
        let mark = clean::SECRET_MARK.to_string();
        map.insert("password".to_owned(), Value::from_safe_string(mark));
    }
    map.insert("case_no".to_owned(), optional(case_no));
    map.insert("site".to_owned(), site_values(site));
    let zone = Zone { zone: site.zone.clone(), label: clean::one_line(&site.zone_label) };
    map.insert("zone".to_owned(), Value::from_object(zone));
    Ok(Value::from(map))
}

fn site_values(site: &Site) -> Value {
    let fields = [
        ("office", text(&site.office)),
        ("organisation", text(&site.organisation)),
        ("helpdesk_phone", optional(site.helpdesk_phone.as_deref())),
        ("spse_url", optional(site.spse_url.as_deref())),
        ("address", text(&site.address)),
        ("simulated", Value::from(site.simulated)),
        ("reply_code", optional(site.reply_code.as_deref())),
    ];
    Value::from(BTreeMap::from(fields))
}

fn values(fields: serde_json::Map<String, serde_json::Value>) -> BTreeMap<String, Value> {
    let mut map = BTreeMap::new();
    for (key, json) in fields {
        if let serde_json::Value::Array(items) = &json {
            let more = items.len().saturating_sub(LIST_ROWS);
            map.insert(format!("{key}_more"), Value::from(more));
        }
        map.insert(key, value(json));
    }
    map
}

fn value(json: serde_json::Value) -> Value {
    match json {
        serde_json::Value::Null => Value::from(()),
        serde_json::Value::Bool(b) => Value::from(b),
        serde_json::Value::Number(n) => match (n.as_u64(), n.as_i64()) {
            (Some(n), _) => Value::from(n),
            (None, Some(n)) => Value::from(n),
            (None, None) => Value::from(n.as_f64().unwrap_or_default()),
        },
        serde_json::Value::String(s) => text(&s),
        serde_json::Value::Array(items) => items.into_iter().take(LIST_ROWS).map(value).collect(),
        serde_json::Value::Object(fields) => Value::from(values(fields)),
    }
}

/// A string of a letter. One that is blank says nothing and is `none`.
pub fn text(s: &str) -> Value {
    let s = clean::cap(&clean::harmless(s), STRING_CHARS);
    if s.trim().is_empty() { Value::from(()) } else { Value::from(s) }
}

/// The same for a string that may be absent.
pub fn optional(s: Option<&str>) -> Value {
    s.map_or(Value::from(()), text)
}
