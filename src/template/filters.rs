//! minijinja set up so that nothing printed can leave its place: strict, bounded, values on one line.
//! Knows no letter.
use super::clean;
use super::context::Zone;
use super::words::Words;
use jiff::Timestamp;
use jiff::civil::Date;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Value, ValueKind};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, HtmlEscape, Output, State};
use minijinja::{UndefinedBehavior, escape_formatter};
use std::sync::Arc;

/// Work one file may do (instructions and bytes, as minijinja counts them).
const FUEL: u64 = 2_000_000;

/// An engine with the words of one language and no file yet.
pub fn environment(words: &Arc<Words>) -> Result<Environment<'static>, Error> {
    let mut env = Environment::new();
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?;
    env.set_syntax(syntax);
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_fuel(Some(FUEL));
    env.set_auto_escape_callback(|name| match name.ends_with(".html") {
        true => AutoEscape::Html,
        // Not `None`: the engine then keeps apart what a macro wrote and what a value is.
        false => AutoEscape::Custom("text".into()),
    });
    env.set_formatter(format);
    env.add_filter("pad", |s: String, width: usize| {
        // A date of ours is held together already; it is held anew with the blanks behind it.
        let s = s.replace(clean::HARD_BLANK, " ");
        let blanks = width.saturating_sub(s.chars().count());
        Value::from(s + &clean::HARD_BLANK.to_string().repeat(blanks))
    });
    env.add_filter("frame", frame);
    env.add_filter("short_hash", |hash: Value| match hash.as_str() {
        Some(hex) => Value::from(hex.chars().take(12).collect::<String>()),
        None => hash,
    });
    let list = Arc::clone(words);
    env.add_filter("word", move |state: &State, key: Value, table: String| {
        let code = if key.is_none() { "none".to_owned() } else { key.to_string() };
        let missing = || Error::new(ErrorKind::InvalidOperation, format!("[{table}] lacks {code}"));
        list.get(&table, &code).map(|w| ours(state, w)).ok_or_else(missing)
    });
    // For a code that may be newer than the words: it is shown as it is.
    let list = Arc::clone(words);
    env.add_filter("word_if_any", move |state: &State, key: Value, table: String| {
        key.as_str().and_then(|code| list.get(&table, code)).map(|w| ours(state, w)).unwrap_or(key)
    });
    for form in ["when", "clock", "short"] {
        let list = Arc::clone(words);
        env.add_filter(form, move |state: &State, time: Value| moment(state, &list, form, &time));
    }
    for form in ["day", "weekday", "brief"] {
        let list = Arc::clone(words);
        env.add_filter(form, move |state: &State, date: Value| {
            calendar_day(state, &list, form, date)
        });
    }
    // A sentence of ours that names what a map holds: `{file}` is its `file`.
    let list = Arc::clone(words);
    env.add_filter("sentence", move |state: &State, named: Value, table: String| {
        let key = named.get_attr("key")?.to_string();
        let missing = || Error::new(ErrorKind::InvalidOperation, format!("[{table}] lacks {key}"));
        list.get(&table, &key).map(|said| sentence(state, &list, said, &named)).ok_or_else(missing)
    });
    let list = Arc::clone(words);
    env.add_filter("size", move |state: &State, bytes: u64| ours(state, &size(&list, bytes)));
    env.add_test("before", |a: String, b: String| {
        matches!((a.parse::<Timestamp>(), b.parse::<Timestamp>()), (Ok(a), Ok(b)) if a < b)
    });
    Ok(env)
}

/// What a macro or filter of ours made is printed as it is; every other value stays on one line,
/// and in HTML it is escaped. Nothing at all is printed as a dash.
fn format(out: &mut Output, state: &mut State, value: &Value) -> Result<(), Error> {
    let html = matches!(state.auto_escape(), AutoEscape::Html);
    let broken = |_| Error::new(ErrorKind::WriteFailure, "cannot write");
    match value.as_str() {
        Some(s) if value.is_safe() => out.write_str(s).map_err(broken),
        Some(s) if html => write!(out, "{}", HtmlEscape(&clean::one_line(s))).map_err(broken),
        Some(s) => out.write_str(&line(s)).map_err(broken),
        None if value.is_none() => out.write_str("-").map_err(broken),
        None if html => escape_formatter(out, state, value),
        None if value.is_number() || value.kind() == ValueKind::Bool => {
            write!(out, "{value}").map_err(broken)
        }
        None => Err(Error::new(ErrorKind::BadEscape, "only words and numbers can be printed")),
    }
}

/// A value that cannot be broken: its blanks become blanks again after wrapping (in HTML at once).
fn line(s: &str) -> String {
    // `pad` already put hard blanks in; they are ours, everybody else's were taken out before.
    let tail: String = s.chars().rev().take_while(|c| *c == clean::HARD_BLANK).collect();
    let body = clean::one_line(s.trim_end_matches(clean::HARD_BLANK));
    body.replace(' ', &clean::HARD_BLANK.to_string()) + &tail
}

/// Words of our own lists and dates: trusted, breakable.
fn ours(state: &State, s: &str) -> Value {
    match state.auto_escape() {
        AutoEscape::Html => Value::from_safe_string(HtmlEscape(s).to_string()),
        _ => Value::from_safe_string(s.to_owned()),
    }
}

/// A date stays on one line.
fn date_words(state: &State, s: &str) -> Value {
    match state.auto_escape() {
        AutoEscape::Html => ours(state, s),
        _ => ours(state, &s.replace(' ', &clean::HARD_BLANK.to_string())),
    }
}

/// Other people's words in a frame they cannot leave.
fn frame(state: &State, words: Value) -> Value {
    let lines = clean::framed_lines(words.as_str().unwrap_or("-"));
    Value::from_safe_string(match state.auto_escape() {
        AutoEscape::Html => {
            let lines: Vec<_> = lines.iter().map(|l| HtmlEscape(l).to_string()).collect();
            lines.join("<br>")
        }
        _ => lines.iter().map(|l| format!("| {l}")).collect::<Vec<_>>().join("\n"),
    })
}

/// Puts the named values into a sentence, once and from left to right: what a value holds is never
/// read again. A day is said as a day, a kind of paper by its name.
fn sentence(state: &State, words: &Words, said: &str, named: &Value) -> Value {
    let html = matches!(state.auto_escape(), AutoEscape::Html);
    let mut out = String::new();
    let mut rest = said;
    while let Some((before, name, after)) = rest
        .split_once('{')
        .and_then(|(before, tail)| tail.split_once('}').map(|(name, after)| (before, name, after)))
    {
        let value = named.get_attr(name).unwrap_or_default();
        let value = match name {
            "day" => calendar_day(state, words, "day", value),
            "paper" => {
                let known = value.as_str().and_then(|key| words.get("paper", key));
                known.map(|said| ours(state, said)).unwrap_or(value)
            }
            _ => value,
        };
        let shown = match value.as_str() {
            Some(s) if value.is_safe() => s.to_owned(),
            Some(s) if html => HtmlEscape(&clean::one_line(s)).to_string(),
            Some(s) => line(s),
            None if value.is_number() => value.to_string(),
            None => "-".to_owned(),
        };
        out.push_str(ours(state, before).as_str().unwrap_or_default());
        out.push_str(&shown);
        rest = after;
    }
    out.push_str(ours(state, rest).as_str().unwrap_or_default());
    Value::from_safe_string(out)
}

/// A time in the site's zone, in one of the word list's forms.
fn moment(state: &State, words: &Words, form: &str, time: &Value) -> Result<Value, Error> {
    let bad = |what: &str| Error::new(ErrorKind::InvalidOperation, format!("{what}: {time}"));
    let stamp: Timestamp =
        time.as_str().and_then(|s| s.parse().ok()).ok_or_else(|| bad("not a time"))?;
    let zone = state.lookup("zone").ok_or_else(|| bad("no zone for"))?;
    let zone = zone.downcast_object_ref::<Zone>().ok_or_else(|| bad("no zone for"))?;
    let local = stamp.to_zoned(zone.zone.clone());
    let pattern = words.get("format", form).ok_or_else(|| bad("no form for"))?;
    let said = with_date(words, pattern, local.date())
        .replace("{hour}", &format!("{:02}", local.hour()))
        .replace("{minute}", &format!("{:02}", local.minute()))
        .replace("{zone}", &zone.label);
    Ok(date_words(state, &said))
}

/// A civil day `YYYY-MM-DD`; anything else is shown as it came.
fn calendar_day(state: &State, words: &Words, form: &str, date: Value) -> Value {
    let parsed = date.as_str().and_then(|s| s.parse::<Date>().ok());
    match (parsed, words.get("format", form)) {
        (Some(day), Some(pattern)) => date_words(state, &with_date(words, pattern, day)),
        _ => date,
    }
}

fn with_date(words: &Words, pattern: &str, date: Date) -> String {
    let month = words.get("month", &date.month().to_string()).unwrap_or_default();
    let weekday = date.weekday().to_monday_one_offset().to_string();
    pattern
        .replace("{weekday}", words.get("weekday", &weekday).unwrap_or_default())
        .replace(
            "{wday}",
            &words.get("weekday", &weekday).unwrap_or_default().chars().take(3).collect::<String>(),
        )
        .replace("{day}", &date.day().to_string())
        .replace("{month}", month)
        .replace("{mon}", &month.chars().take(3).collect::<String>())
        .replace("{year}", &date.year().to_string())
}

fn size(words: &Words, bytes: u64) -> String {
    let point = words.get("format", "decimal").unwrap_or(",");
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{}{point}{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}
