//! The calendar file: TOML text to a checked [`Calendar`]. Knows the keys and nothing of deadlines.
use super::merge::merged;
use super::walk::DAY_MINUTES;
use super::years::Years;
use super::{Calendar, Holiday, Ramadan, SpecialDay, Week, Window};
use jiff::SignedDuration;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::Arc;

/// More days off than any office has in a file; a longer list is a mistake.
const HOLIDAYS_MAX: usize = 5_000;
const RAMADANS_MAX: usize = 200;
const WINDOWS_MAX: usize = 8;
/// Mails of the last half hour are told apart, unless the file says otherwise (`domain.md` §5.5).
const NEAR_CLOSING_MINUTES: u32 = 30;

/// Why a calendar file was refused; always one line, for the operator.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// Not TOML, an unknown key, a missing key or a value of the wrong shape.
    #[error("kalender, baris {line}: {message}")]
    Syntax { line: usize, message: String },
    #[error("kalender: zona \"{0}\" tidak dikenal; tulis misalnya \"Asia/Jakarta\"")]
    Zone(String),
    #[error("kalender: {table}.{day}: \"{text}\" {why}; tulis misalnya \"07:30-12:00\"")]
    Hours { table: &'static str, day: &'static str, text: String, why: &'static str },
    #[error("kalender: {table} tidak memuat satu pun hari kerja; isi jam paling sedikit satu hari")]
    NoWork { table: &'static str },
    #[error("kalender: special_days.{0} tanpa jam kerja; hari libur ditulis di [holidays]")]
    NoHours(Date),
    #[error("kalender: ramadan {first} s.d. {last} terbalik atau bertumpuk dengan yang lain")]
    Ramadan { first: Date, last: Date },
    #[error(
        "kalender: cutoff_minutes = {cutoff} menghabiskan hari kerja terpendek ({shortest} menit)"
    )]
    CutOff { cutoff: u32, shortest: i64 },
    #[error("kalender: kunci `{0}` belum ada")]
    Missing(&'static str),
    /// In the second file.
    #[error("tambahan setempat: {0}")]
    Local(Box<CalendarError>),
    #[error("kalender: isi {table} terlalu banyak, paling banyak {limit}")]
    TooMany { table: &'static str, limit: usize },
}

/// Public holiday, or leave all civil servants take together (both are not worked).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HolidayKind {
    Libur,
    CutiBersama,
}

/// How sure a date is: decreed, planned, or computed ahead of the decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    Tinggi,
    Sedang,
    Rendah,
}

/// One calendar file. The first one must have `zone` and `hours`; the second none of them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub zone: Option<String>,
    pub cutoff_minutes: Option<u32>,
    pub near_closing_minutes: Option<u32>,
    pub covered_until: Option<Date>,
    pub hours: Option<Days>,
    pub ramadan_hours: Option<Days>,
    #[serde(default)]
    pub ramadan: Vec<RamadanEntry>,
    /// Short names of decrees and pages, for `source` at a day.
    #[serde(default)]
    pub sources: BTreeMap<String, String>,
    #[serde(default)]
    pub holidays: BTreeMap<Date, HolidayEntry>,
    #[serde(default)]
    pub special_days: BTreeMap<Date, SpecialEntry>,
    /// Days of `holidays` that were taken back.
    #[serde(default)]
    pub not_holidays: BTreeSet<Date>,
}

/// Windows such as `"07:30-12:00"`; a day left out is not worked.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Days {
    pub monday: Option<Vec<String>>,
    pub tuesday: Option<Vec<String>>,
    pub wednesday: Option<Vec<String>>,
    pub thursday: Option<Vec<String>>,
    pub friday: Option<Vec<String>>,
    pub saturday: Option<Vec<String>>,
    pub sunday: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RamadanEntry {
    pub first: Date,
    pub last: Date,
    certainty: Certainty,
    source: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HolidayEntry {
    name: String,
    kind: HolidayKind,
    certainty: Certainty,
    source: Option<String>,
}

/// Goes before everything else the file says of that day.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SpecialEntry {
    name: String,
    windows: Vec<String>,
    source: Option<String>,
}

pub(super) fn parse(main: &str, local: Option<&str>) -> Result<Calendar, CalendarError> {
    let mut file = read(main)?;
    if let Some(text) = local {
        file = merged(file, read(text).map_err(|e| CalendarError::Local(Box::new(e)))?);
    }
    let zone = file.zone.ok_or(CalendarError::Missing("zone"))?;
    let zone = TimeZone::get(&zone).map_err(|_| CalendarError::Zone(zone.clone()))?;
    let hours = week("hours", &file.hours.ok_or(CalendarError::Missing("hours"))?)?;
    let ramadan_hours = match &file.ramadan_hours {
        Some(days) => week("ramadan_hours", days)?,
        None => hours.clone(),
    };
    let special_days = special_days(file.special_days, &file.sources)?;
    let weeks = hours.0.iter().chain(&ramadan_hours.0);
    let days = weeks.chain(special_days.values().map(|day| &day.windows));
    let shortest = days.filter_map(|windows| length_minutes(windows)).min().unwrap_or(0);
    let cutoff = file.cutoff_minutes.unwrap_or(0);
    if i64::from(cutoff) >= shortest {
        return Err(CalendarError::CutOff { cutoff, shortest });
    }
    let minutes = |count: u32| SignedDuration::from_mins(i64::from(count));
    let mut holidays = holidays(file.holidays, &file.sources)?;
    holidays.retain(|date, _| !file.not_holidays.contains(date));
    let mut calendar = Calendar {
        zone,
        cutoff: minutes(cutoff),
        near_closing: minutes(file.near_closing_minutes.unwrap_or(NEAR_CLOSING_MINUTES)),
        covered_until: file.covered_until,
        hours,
        ramadan_hours,
        ramadans: ramadans(file.ramadan, &file.sources)?,
        holidays,
        special_days,
        digest: String::new(),
        years: Arc::new(Years::default()),
    };
    calendar.digest = digest(&calendar);
    Ok(calendar)
}

fn read(text: &str) -> Result<File, CalendarError> {
    toml::from_str(text).map_err(|e| syntax(text, &e))
}

/// Over what deadlines depend on, and nothing else: a better name of a holiday moves none.
fn digest(calendar: &Calendar) -> String {
    let mut text = format!("{:?} {:?}", calendar.zone.iana_name(), calendar.cutoff);
    let days = calendar.special_days.iter().map(|(date, day)| (date, &day.windows));
    // Writing to a string never fails.
    let _ = write!(text, " {:?} {:?}", calendar.hours, calendar.ramadan_hours);
    let ramadans: BTreeSet<(Date, Date)> =
        calendar.ramadans.iter().map(|r| (r.first, r.last)).collect();
    let _ = write!(text, " {ramadans:?} {:?}", calendar.holidays.keys().collect::<Vec<_>>());
    let _ = write!(text, " {:?}", days.collect::<Vec<_>>());
    data_encoding::HEXLOWER.encode(&Sha256::digest(text.as_bytes()))
}

fn syntax(text: &str, error: &toml::de::Error) -> CalendarError {
    let before = error.span().and_then(|s| text.get(..s.start)).unwrap_or("");
    let message = error.message().split_whitespace().collect::<Vec<_>>().join(" ");
    CalendarError::Syntax { line: before.matches('\n').count() + 1, message: indonesian(message) }
}

/// The commonest complaints of the TOML reader; rarer ones stay as they are.
fn indonesian(message: String) -> String {
    let quoted = |text: &str| text.split('`').nth(1).map(str::to_owned);
    let (start, rest) = message.split_once(", expected").unwrap_or((&message, ""));
    let one_of = rest.trim_start().trim_start_matches("one of").trim();
    match quoted(start) {
        Some(key) if start.starts_with("unknown field") => {
            format!("kunci `{key}` tidak dikenal; yang ada: {one_of}")
        }
        Some(value) if start.starts_with("unknown variant") => {
            format!("nilai `{value}` tidak dikenal; yang ada: {one_of}")
        }
        Some(key) if start.starts_with("missing field") => format!("kunci `{key}` belum ada"),
        _ if start.starts_with("duplicate key") => "kunci atau tanggal ini ditulis dua kali".into(),
        _ => message,
    }
}

fn week(table: &'static str, days: &Days) -> Result<Week, CalendarError> {
    let week = Week([
        day(table, "monday", days.monday.as_deref())?,
        day(table, "tuesday", days.tuesday.as_deref())?,
        day(table, "wednesday", days.wednesday.as_deref())?,
        day(table, "thursday", days.thursday.as_deref())?,
        day(table, "friday", days.friday.as_deref())?,
        day(table, "saturday", days.saturday.as_deref())?,
        day(table, "sunday", days.sunday.as_deref())?,
    ]);
    if week.0.iter().all(Vec::is_empty) {
        return Err(CalendarError::NoWork { table });
    }
    Ok(week)
}

fn day(
    table: &'static str,
    day: &'static str,
    texts: Option<&[String]>,
) -> Result<Vec<Window>, CalendarError> {
    let texts = texts.unwrap_or_default();
    let wrong = |text: &String, why| CalendarError::Hours { table, day, text: text.clone(), why };
    if texts.len() > WINDOWS_MAX {
        return Err(CalendarError::TooMany { table, limit: WINDOWS_MAX });
    }
    let mut windows: Vec<Window> = Vec::with_capacity(texts.len());
    for text in texts {
        let window = window(text).ok_or_else(|| wrong(text, "bukan rentang waktu"))?;
        if window.start >= window.end {
            return Err(wrong(text, "berakhir sebelum mulai"));
        }
        if windows.last().is_some_and(|before| before.end > window.start) {
            return Err(wrong(text, "mulai sebelum rentang sebelumnya berakhir"));
        }
        windows.push(window);
    }
    Ok(windows)
}

fn window(text: &str) -> Option<Window> {
    let (start, end) = text.split_once('-')?;
    Some(Window { start: minute(start)?, end: minute(end)? })
}

/// Minutes since midnight; `24:00` is the end of the day.
fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.trim().split_once(':')?;
    let digits = |text: &str| text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(hour) || !digits(minute) {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    let sum = hour * 60 + minute;
    (minute < 60 && sum <= DAY_MINUTES).then_some(sum)
}

/// From opening to closing, the break included.
fn length_minutes(windows: &[Window]) -> Option<i64> {
    let (first, last) = (windows.first()?, windows.last()?);
    Some(i64::from(last.end) - i64::from(first.start))
}

/// The decree or page a day names, in full where it names one of `[sources]`.
fn source(named: Option<String>, sources: &BTreeMap<String, String>) -> Option<String> {
    named.map(|name| sources.get(&name).cloned().unwrap_or(name))
}

fn special_days(
    entries: BTreeMap<Date, SpecialEntry>,
    sources: &BTreeMap<String, String>,
) -> Result<BTreeMap<Date, SpecialDay>, CalendarError> {
    const TABLE: &str = "special_days";
    if entries.len() > HOLIDAYS_MAX {
        return Err(CalendarError::TooMany { table: TABLE, limit: HOLIDAYS_MAX });
    }
    let mut days = BTreeMap::new();
    for (date, SpecialEntry { name, windows, source: named }) in entries {
        let windows = day(TABLE, "windows", Some(&windows))?;
        if windows.is_empty() {
            return Err(CalendarError::NoHours(date));
        }
        days.insert(date, SpecialDay { name, windows, source: source(named, sources) });
    }
    Ok(days)
}

fn ramadans(
    entries: Vec<RamadanEntry>,
    sources: &BTreeMap<String, String>,
) -> Result<Vec<Ramadan>, CalendarError> {
    if entries.len() > RAMADANS_MAX {
        return Err(CalendarError::TooMany { table: "ramadan", limit: RAMADANS_MAX });
    }
    let mut ramadans: Vec<Ramadan> = Vec::with_capacity(entries.len());
    for RamadanEntry { first, last, certainty, source: named } in entries {
        let overlaps = ramadans.iter().any(|r| first <= r.last && r.first <= last);
        if first > last || overlaps {
            return Err(CalendarError::Ramadan { first, last });
        }
        ramadans.push(Ramadan { first, last, certainty, source: source(named, sources) });
    }
    Ok(ramadans)
}

fn holidays(
    entries: BTreeMap<Date, HolidayEntry>,
    sources: &BTreeMap<String, String>,
) -> Result<BTreeMap<Date, Holiday>, CalendarError> {
    if entries.len() > HOLIDAYS_MAX {
        return Err(CalendarError::TooMany { table: "holidays", limit: HOLIDAYS_MAX });
    }
    let holiday = |e: HolidayEntry| Holiday {
        name: e.name,
        kind: e.kind,
        certainty: e.certainty,
        source: source(e.source, sources),
    };
    Ok(entries.into_iter().map(|(date, entry)| (date, holiday(entry))).collect())
}
