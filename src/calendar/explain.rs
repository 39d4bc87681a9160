//! A deadline in words: one Indonesian line for each rule that moved the time. Knows the words
//! for days; the arithmetic that calls it stands in `calendar` itself, so both cannot differ.
use super::walk::Moved;
use super::{Calendar, Certainty, HolidayKind};
use jiff::civil::{Date, Weekday};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

/// More lines than any honest deadline needs.
const TRACE_LINES_MAX: usize = 100;

/// The answer of `loket explain deadline`; times RFC 3339 with the zone's offset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation {
    pub arrival: String,
    pub effective: String,
    pub open_due: String,
    pub step_due: String,
    pub trace: Vec<String>,
}

pub(super) fn explain(calendar: &Calendar, arrival: Timestamp, minutes: u32) -> Explanation {
    let mut trace = Trace::new(calendar);
    let effective = calendar.effective_noting(arrival, &mut |moved| trace.note(moved));
    let step_due = trace.add(effective, minutes);
    let open_due = calendar.open_due(arrival);
    Explanation {
        arrival: rfc3339(calendar, arrival),
        effective: rfc3339(calendar, effective),
        open_due: rfc3339(calendar, open_due),
        step_due: rfc3339(calendar, step_due),
        trace: trace.lines,
    }
}

pub(super) fn trace(calendar: &Calendar, from: Timestamp, minutes: u32) -> Vec<String> {
    let mut trace = Trace::new(calendar);
    let start = calendar.at_desk(from, &mut |moved| trace.note(moved));
    trace.add(start, minutes);
    trace.lines
}

/// The lines in the making.
struct Trace<'c> {
    calendar: &'c Calendar,
    lines: Vec<String>,
}

impl<'c> Trace<'c> {
    fn new(calendar: &'c Calendar) -> Trace<'c> {
        Trace { calendar, lines: Vec::new() }
    }

    fn note(&mut self, moved: Moved) {
        if self.lines.len() < TRACE_LINES_MAX {
            self.lines.push(line(self.calendar, moved));
        }
    }

    /// Adds working minutes, and says which hours the days had and what is not known of them.
    fn add(&mut self, start: Timestamp, minutes: u32) -> Timestamp {
        let calendar = self.calendar;
        let time = SignedDuration::from_mins(i64::from(minutes));
        let due = calendar.add_noting(start, time, &mut |moved| self.note(moved));
        let mut day = calendar.date_of(start);
        self.lines.extend(hours_line(calendar, day));
        if calendar.date_of(due) != day {
            day = calendar.date_of(due);
            self.lines.extend(hours_line(calendar, day));
        }
        self.lines.extend(calendar.not_covered(day).map(|what| {
            format!("Hari libur {what} belum diketahui; yang dilewati hanya akhir pekan")
        }));
        due
    }
}

fn line(calendar: &Calendar, moved: Moved) -> String {
    let clock = |t| clock_words(calendar, t);
    let moment = |t| moment_words(calendar, t);
    match moved {
        Moved::BeforeOpening { at, opening } => {
            format!("{}: sebelum jam buka, dihitung mulai pukul {}", moment(at), clock(opening))
        }
        Moved::AfterClosing { at, closing } => format!(
            "{}: setelah jam tutup pukul {}, dihitung mulai hari kerja berikutnya",
            moment(at),
            clock(closing)
        ),
        Moved::CutOff { at, closing } => format!(
            "{}: masuk menjelang tutup, {} menit terakhir sebelum pukul {} dihitung mulai hari \
             kerja berikutnya",
            moment(at),
            calendar.cutoff.as_mins(),
            clock(closing)
        ),
        Moved::DayOff { date } => format!("{}: {}", date_words(date), day_off(calendar, date)),
        Moved::Break { from, until } => {
            let day = date_words(calendar.date_of(from));
            format!("{day}: waktu istirahat sampai pukul {} tidak dihitung", clock(until))
        }
        Moved::DayEnded { closing, left, next } => {
            let seconds = left.as_secs();
            let left = match (seconds / 60, seconds % 60) {
                (minutes, 0) => format!("{minutes} menit"),
                (minutes, rest) => format!("{minutes} menit {rest} detik"),
            };
            format!(
                "{}: jam kerja berakhir, sisa {left} dilanjutkan {}",
                moment(closing),
                moment(next)
            )
        }
    }
}

fn day_off(calendar: &Calendar, date: Date) -> String {
    let Some(holiday) = calendar.holidays.get(&date) else {
        return match date.weekday() {
            Weekday::Saturday | Weekday::Sunday => "akhir pekan".to_owned(),
            _ => "bukan hari kerja".to_owned(),
        };
    };
    let kind = match holiday.kind {
        HolidayKind::Libur => "hari libur",
        HolidayKind::CutiBersama => "cuti bersama",
    };
    let source = holiday.source.as_ref().map(|s| format!("; sumber: {s}")).unwrap_or_default();
    format!("{kind} ({}{}{source})", holiday.name, doubt(holiday.certainty))
}

/// The hours of a day that has not the usual ones.
fn hours_line(calendar: &Calendar, date: Date) -> Option<String> {
    let opening =
        calendar.zone.to_datetime(calendar.opening_on(date)?).strftime("%H.%M").to_string();
    let closing = clock_words(calendar, calendar.closing_on(date)?);
    let date_words = date_words(date);
    if let Some(special) = calendar.special_days.get(&date) {
        let source = special.source.as_ref().map(|s| format!("; sumber: {s}")).unwrap_or_default();
        let name = &special.name;
        return Some(format!("{date_words}: jam kerja {opening}-{closing} ({name}{source})"));
    }
    let ramadan = calendar.ramadan_on(date)?;
    let doubt = doubt(ramadan.certainty);
    let source = ramadan.source.as_ref().map(|s| format!("; sumber: {s}")).unwrap_or_default();
    Some(format!("{date_words}: jam kerja Ramadan {opening}-{closing}{doubt}{source}"))
}

fn doubt(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Tinggi => "",
        Certainty::Sedang => ", kepastian tanggal sedang",
        Certainty::Rendah => ", kepastian tanggal rendah",
    }
}

fn rfc3339(calendar: &Calendar, t: Timestamp) -> String {
    t.to_zoned(calendar.zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// `07.30 WIB`, as Indonesian letters write it.
fn clock_words(calendar: &Calendar, t: Timestamp) -> String {
    t.to_zoned(calendar.zone.clone()).strftime("%H.%M %Z").to_string()
}

/// `Senin, 16 November 2026 16.00 WIB`.
pub(super) fn moment_words(calendar: &Calendar, t: Timestamp) -> String {
    format!("{} {}", date_words(calendar.date_of(t)), clock_words(calendar, t))
}

/// `Senin, 16 November 2026`.
pub(super) fn date_words(date: Date) -> String {
    let weekday = match date.weekday() {
        Weekday::Monday => "Senin",
        Weekday::Tuesday => "Selasa",
        Weekday::Wednesday => "Rabu",
        Weekday::Thursday => "Kamis",
        Weekday::Friday => "Jumat",
        Weekday::Saturday => "Sabtu",
        Weekday::Sunday => "Minggu",
    };
    let month = match date.month() {
        1 => "Januari",
        2 => "Februari",
        3 => "Maret",
        4 => "April",
        5 => "Mei",
        6 => "Juni",
        7 => "Juli",
        8 => "Agustus",
        9 => "September",
        10 => "Oktober",
        11 => "November",
        _ => "Desember",
    };
    format!("{weekday}, {} {month} {}", date.day(), date.year())
}
