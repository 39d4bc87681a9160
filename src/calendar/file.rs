//! The calendar file: TOML text to a checked [`Calendar`]. Knows the keys and nothing of deadlines.
use super::{Calendar, Holiday, Ramadan, SpecialDay, Week, Window};
use jiff::SignedDuration;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// More days off than any office has in a file; a longer list is a mistake.
const HOLIDAYS_MAX: usize = 5_000;
const RAMADANS_MAX: usize = 200;
const WINDOWS_MAX: usize = 8;

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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    zone: String,
    #[serde(default)]
    cutoff_minutes: u32,
    covered_until: Option<Date>,
    hours: Days,
    ramadan_hours: Option<Days>,
    #[serde(default)]
    ramadan: Vec<RamadanEntry>,
    #[serde(default)]
    holidays: BTreeMap<Date, HolidayEntry>,
    #[serde(default)]
    special_days: BTreeMap<Date, SpecialEntry>,
}

/// Windows such as `"07:30-12:00"`; a day left out is not worked.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Days {
    monday: Vec<String>,
    tuesday: Vec<String>,
    wednesday: Vec<String>,
    thursday: Vec<String>,
    friday: Vec<String>,
    saturday: Vec<String>,
    sunday: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RamadanEntry {
    first: Date,
    last: Date,
    certainty: Certainty,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HolidayEntry {
    name: String,
    kind: HolidayKind,
    certainty: Certainty,
}

/// Goes before everything else the file says of that day.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SpecialEntry {
    name: String,
    windows: Vec<String>,
}

pub(super) fn parse(text: &str) -> Result<Calendar, CalendarError> {
    let file: File = toml::from_str(text).map_err(|e| syntax(text, &e))?;
    let zone = TimeZone::get(&file.zone).map_err(|_| CalendarError::Zone(file.zone.clone()))?;
    let hours = week("hours", &file.hours)?;
    let ramadan_hours = match &file.ramadan_hours {
        Some(days) => week("ramadan_hours", days)?,
        None => hours.clone(),
    };
    let special_days = special_days(file.special_days)?;
    let weeks = hours.0.iter().chain(&ramadan_hours.0);
    let days = weeks.chain(special_days.values().map(|day| &day.windows));
    let shortest = days.filter_map(|windows| length_minutes(windows)).min().unwrap_or(0);
    if i64::from(file.cutoff_minutes) >= shortest {
        return Err(CalendarError::CutOff { cutoff: file.cutoff_minutes, shortest });
    }
    Ok(Calendar {
        zone,
        cutoff: SignedDuration::from_mins(i64::from(file.cutoff_minutes)),
        covered_until: file.covered_until,
        hours,
        ramadan_hours,
        ramadans: ramadans(file.ramadan)?,
        holidays: holidays(file.holidays)?,
        special_days,
    })
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
        day(table, "monday", &days.monday)?,
        day(table, "tuesday", &days.tuesday)?,
        day(table, "wednesday", &days.wednesday)?,
        day(table, "thursday", &days.thursday)?,
        day(table, "friday", &days.friday)?,
        day(table, "saturday", &days.saturday)?,
        day(table, "sunday", &days.sunday)?,
    ]);
    if week.0.iter().all(Vec::is_empty) {
        return Err(CalendarError::NoWork { table });
    }
    Ok(week)
}

fn day(
    table: &'static str,
    day: &'static str,
    texts: &[String],
) -> Result<Vec<Window>, CalendarError> {
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
    Some(Window { start: time(start)?, end: time(end)? })
}

fn time(text: &str) -> Option<Time> {
    let (hour, minute) = text.trim().split_once(':')?;
    if hour.len() != 2 || minute.len() != 2 {
        return None;
    }
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

/// From opening to closing, the break included.
fn length_minutes(windows: &[Window]) -> Option<i64> {
    let (first, last) = (windows.first()?, windows.last()?);
    Some(first.start.duration_until(last.end).as_mins())
}

fn special_days(
    entries: BTreeMap<Date, SpecialEntry>,
) -> Result<BTreeMap<Date, SpecialDay>, CalendarError> {
    const TABLE: &str = "special_days";
    if entries.len() > HOLIDAYS_MAX {
        return Err(CalendarError::TooMany { table: TABLE, limit: HOLIDAYS_MAX });
    }
    let mut days = BTreeMap::new();
    for (date, SpecialEntry { name, windows }) in entries {
        let windows = day(TABLE, "windows", &windows)?;
        if windows.is_empty() {
            return Err(CalendarError::NoHours(date));
        }
        days.insert(date, SpecialDay { name, windows });
    }
    Ok(days)
}

fn ramadans(entries: Vec<RamadanEntry>) -> Result<Vec<Ramadan>, CalendarError> {
    if entries.len() > RAMADANS_MAX {
        return Err(CalendarError::TooMany { table: "ramadan", limit: RAMADANS_MAX });
    }
    let mut ramadans: Vec<Ramadan> = Vec::with_capacity(entries.len());
    for RamadanEntry { first, last, certainty } in entries {
        let overlaps = ramadans.iter().any(|r| first <= r.last && r.first <= last);
        if first > last || overlaps {
            return Err(CalendarError::Ramadan { first, last });
        }
        ramadans.push(Ramadan { first, last, certainty });
    }
    Ok(ramadans)
}

fn holidays(
    entries: BTreeMap<Date, HolidayEntry>,
) -> Result<BTreeMap<Date, Holiday>, CalendarError> {
    if entries.len() > HOLIDAYS_MAX {
        return Err(CalendarError::TooMany { table: "holidays", limit: HOLIDAYS_MAX });
    }
    let holiday = |e: HolidayEntry| Holiday { name: e.name, kind: e.kind, certainty: e.certainty };
    Ok(entries.into_iter().map(|(date, entry)| (date, holiday(entry))).collect())
}
