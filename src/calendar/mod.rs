//! Working time: opening hours, holidays, Ramadan hours, the same-day rule of SOP step 4, and a
//! trace that explains each date. Pure arithmetic on arguments; knows no IO, no clock, no case.
//!
//! Rules: `domain.md` §5.5. A time is *open* from opening to closing of a working day, the break
//! included; minutes are *worked* only outside breaks.
mod coverage;
mod explain;
mod file;
mod merge;
#[cfg(test)]
mod tests;
mod walk;
mod years;

pub use coverage::{Coverage, UncertainDay};
pub use explain::Explanation;
pub use file::{CalendarError, Certainty, HolidayKind};

use walk::SEARCH_DAYS_MAX;
use years::Years;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;
use std::sync::Arc;

/// One stretch of working time inside a day, in minutes since midnight; `end` itself is outside and may
/// be 24:00.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Window {
    start: u16,
    end: u16,
}

/// The windows of Monday to Sunday, in order of time; an empty day is not worked.
#[derive(Clone, Debug, Default)]
struct Week([Vec<Window>; 7]);

impl Week {
    fn on(&self, date: Date) -> &[Window] {
        let index = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or(0);
        self.0.get(index).map_or(&[], Vec::as_slice)
    }
}

#[derive(Clone, Debug)]
struct Holiday {
    name: String,
    kind: HolidayKind,
    certainty: Certainty,
    /// Decree or page the day was taken from.
    source: Option<String>,
}

/// First and last day of one Ramadan, as the government fixed or is expected to fix them.
#[derive(Clone, Debug)]
struct Ramadan {
    first: Date,
    last: Date,
    certainty: Certainty,
    source: Option<String>,
}

/// A day with hours of its own: early closing, or work on a day that is otherwise off.
#[derive(Clone, Debug)]
struct SpecialDay {
    name: String,
    windows: Vec<Window>,
    source: Option<String>,
}

const BUILTIN: &str = include_str!("../../config/calendar.toml");

/// The serving office's working time. Cheap to share, read-only; a reload makes a new one.
#[derive(Clone, Debug)]
pub struct Calendar {
    zone: TimeZone,
    cutoff: SignedDuration,
    near_closing: SignedDuration,
    covered_until: Option<Date>,
    hours: Week,
    ramadan_hours: Week,
    ramadans: Vec<Ramadan>,
    holidays: BTreeMap<Date, Holiday>,
    special_days: BTreeMap<Date, SpecialDay>,
    /// Of all that deadlines depend on; names and sources are not among it.
    digest: String,
    /// Working time by year, reckoned when first asked for; clones share it.
    years: Arc<Years>,
}

impl Calendar {
    /// Reads a calendar file (`config/calendar.toml` shows every key).
    ///
    /// # Errors
    /// One line naming the place and what is wrong; unknown keys are refused.
    pub fn from_toml(text: &str) -> Result<Calendar, CalendarError> {
        Calendar::from_both(Some(text), None)
    }

    /// The same with the office's own additions in a second file, which may have any of the first one's
    /// keys and goes before it; it stays when the first is replaced. Without a first file, the built-in
    /// one.
    ///
    /// # Errors
    /// As [`Calendar::from_toml`]; what is wrong in the second file says so.
    pub fn from_both(main: Option<&str>, local: Option<&str>) -> Result<Calendar, CalendarError> {
        file::parse(main.unwrap_or(BUILTIN), local)
    }

    /// The calendar that ships with the program.
    ///
    /// # Errors
    /// Never in a released program: a test reads it.
    pub fn builtin() -> Result<Calendar, CalendarError> {
        Calendar::from_toml(BUILTIN)
    }

    /// Hex SHA-256 of everything a deadline depends on: two calendars with the same digest give the same
    /// deadlines.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The serving office's time zone.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// Last day whose holidays are known; later only weekdays count.
    pub fn covered_until(&self) -> Option<Date> {
        self.covered_until
    }

    pub fn is_working_day(&self, d: Date) -> bool {
        !self.windows(d).is_empty()
    }

    /// Whether `t` lies between opening and closing of a working day; a break counts as open.
    pub fn is_open(&self, t: Timestamp) -> bool {
        let d = self.date_of(t);
        self.opening_on(d).is_some_and(|o| o <= t) && self.closing_on(d).is_some_and(|c| t < c)
    }

    /// Opening time of `d`, if it is a working day.
    pub fn opening_on(&self, d: Date) -> Option<Timestamp> {
        self.spans(d).next().map(|(from, _)| from)
    }

    /// Closing time of `d`, if it is a working day.
    pub fn closing_on(&self, d: Date) -> Option<Timestamp> {
        self.spans(d).last().map(|(_, until)| until)
    }

    /// The first working day after `d`; `None` if five years hold none.
    pub fn next_working_day(&self, d: Date) -> Option<Date> {
        self.next_open_day(d, &mut |_| {})
    }

    /// From when the standard counts for something that arrived at `t` (`domain.md` §5.5).
    pub fn effective(&self, t: Timestamp) -> Timestamp {
        self.effective_noting(t, &mut |_| {})
    }

    /// Closing time of the day of `effective(t)`: until then a mail must be opened (SOP step 4).
    pub fn open_due(&self, t: Timestamp) -> Timestamp {
        let effective = self.effective(t);
        self.closing_on(self.date_of(effective)).unwrap_or(effective)
    }

    /// The moment `minutes` working minutes after `from`, breaks excluded; time before opening and after
    /// closing does not count. A sum that ends exactly at a break or at closing ends there, not when work
    /// goes on. The cut-off is about arrivals only, so it is not asked here.
    pub fn add_minutes(&self, from: Timestamp, minutes: u32) -> Timestamp {
        self.add(from, SignedDuration::from_mins(i64::from(minutes)))
    }

    /// The same for any length of working time.
    pub fn add(&self, from: Timestamp, time: SignedDuration) -> Timestamp {
        let start = self.at_desk(from, &mut |_| {});
        self.add_by_year(start, time).unwrap_or_else(|| self.add_noting(start, time, &mut |_| {}))
    }

    /// Working time from `a` to `b`, breaks excluded; zero if `b` is not later.
    pub fn worked(&self, a: Timestamp, b: Timestamp) -> SignedDuration {
        if b <= a {
            return SignedDuration::ZERO;
        }
        self.worked_by_year(a, b).unwrap_or_else(|| self.worked_by_day(a, b))
    }

    /// Whole working minutes from `a` to `b`.
    pub fn minutes_between(&self, a: Timestamp, b: Timestamp) -> u32 {
        u32::try_from(self.worked(a, b).as_mins()).unwrap_or(u32::MAX)
    }

    /// Working minutes from `a` to `b`, a begun one counted: a standard is missed where they are more
    /// than it allows.
    pub fn minutes_taken(&self, a: Timestamp, b: Timestamp) -> u32 {
        let worked = self.worked(a, b);
        let whole = SignedDuration::from_mins(worked.as_mins());
        let begun = u32::from(worked > whole);
        u32::try_from(worked.as_mins()).unwrap_or(u32::MAX).saturating_add(begun)
    }

    /// Whether somebody works at `t`: inside a window, no break.
    pub fn is_working_time(&self, t: Timestamp) -> bool {
        self.spans(self.date_of(t)).any(|(from, until)| from <= t && t < until)
    }

    /// `t` if somebody works then, else when work goes on.
    pub fn next_working_time(&self, t: Timestamp) -> Timestamp {
        let today = self.date_of(t);
        if let Some((from, _)) = self.spans(today).find(|(_, until)| t < *until) {
            return from.max(t);
        }
        self.next_working_day(today).and_then(|day| self.opening_on(day)).unwrap_or(t)
    }

    /// Whether something that arrived at `t` came in so shortly before closing that its day can hardly be
    /// kept (`domain.md` §5.5).
    pub fn is_near_closing(&self, t: Timestamp) -> bool {
        let closing = self.closing_on(self.date_of(t));
        self.is_open(t) && closing.is_some_and(|c| t.duration_until(c) <= self.near_closing)
    }

    /// Closing time of the `days`-th working day after the day of `effective(from)`; 0 days is
    /// `open_due`. Stops after five years.
    pub fn add_working_days(&self, from: Timestamp, days: u32) -> Timestamp {
        let effective = self.effective(from);
        let mut day = self.date_of(effective);
        for _ in 0..days.min(u32::try_from(SEARCH_DAYS_MAX).unwrap_or(0)) {
            match self.next_working_day(day) {
                Some(next) => day = next,
                None => break,
            }
        }
        self.closing_on(day).unwrap_or(effective)
    }

    /// Why a step that arrives at `arrival` and takes `minutes` is due when it is.
    pub fn explain(&self, arrival: Timestamp, minutes: u32) -> Explanation {
        explain::explain(self, arrival, minutes)
    }

    /// Why a step that begins at `from` is due when it is: the same lines, without those about arrivals.
    pub fn trace(&self, from: Timestamp, minutes: u32) -> Vec<String> {
        explain::trace(self, from, minutes)
    }

    /// `Senin, 16 November 2026 16.00 WIB`.
    pub fn words(&self, t: Timestamp) -> String {
        explain::moment_words(self, t)
    }
}
