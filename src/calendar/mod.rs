//! Working time: opening hours, holidays, Ramadan hours, the same-day rule of SOP step 4, and a
//! trace that explains each date. Pure arithmetic on arguments; knows no IO, no clock, no case.
//!
//! Rules: `domain.md` §5.5. A time is *open* from opening to closing of a working day, the break
//! included; minutes are *worked* only outside breaks.
mod explain;
mod file;
#[cfg(test)]
mod tests;
mod walk;

pub use explain::Explanation;
pub use file::{CalendarError, Certainty, HolidayKind};

use walk::SEARCH_DAYS_MAX;

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;

/// One stretch of working time inside a day; `end` itself is outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Window {
    start: Time,
    end: Time,
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
}

/// First and last day of one Ramadan, as the government fixed or is expected to fix them.
#[derive(Clone, Copy, Debug)]
struct Ramadan {
    first: Date,
    last: Date,
    certainty: Certainty,
}

/// A day with hours of its own: early closing, or work on a day that is otherwise off.
#[derive(Clone, Debug)]
struct SpecialDay {
    name: String,
    windows: Vec<Window>,
}

/// The serving office's working time. Cheap to share, read-only; a reload makes a new one.
#[derive(Clone, Debug)]
pub struct Calendar {
    zone: TimeZone,
    cutoff: SignedDuration,
    covered_until: Option<Date>,
    hours: Week,
    ramadan_hours: Week,
    ramadans: Vec<Ramadan>,
    holidays: BTreeMap<Date, Holiday>,
    special_days: BTreeMap<Date, SpecialDay>,
}

impl Calendar {
    /// Reads a calendar file (`config/calendar.toml` shows every key).
    ///
    /// # Errors
    /// One line naming the place and what is wrong; unknown keys are refused.
    pub fn from_toml(text: &str) -> Result<Calendar, CalendarError> {
        file::parse(text)
    }

    /// The calendar that ships with the program.
    ///
    /// # Errors
    /// Never in a released program: a test reads it.
    pub fn builtin() -> Result<Calendar, CalendarError> {
        Calendar::from_toml(include_str!("../../config/calendar.toml"))
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
        self.windows(d).first().and_then(|w| self.instant(d, w.start))
    }

    /// Closing time of `d`, if it is a working day.
    pub fn closing_on(&self, d: Date) -> Option<Timestamp> {
        self.windows(d).last().and_then(|w| self.instant(d, w.end))
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

    /// The moment `minutes` working minutes after `effective(from)`, breaks excluded. A sum that
    /// ends exactly at a break or at closing ends there, not when work goes on.
    pub fn add_minutes(&self, from: Timestamp, minutes: u32) -> Timestamp {
        self.add_noting(self.effective(from), minutes, &mut |_| {})
    }

    /// Whole working minutes from `effective(a)` to `b`, breaks excluded; 0 if `b` is not later.
    pub fn minutes_between(&self, a: Timestamp, b: Timestamp) -> u32 {
        let start = self.effective(a);
        let last = self.date_of(b);
        let mut day = self.date_of(start);
        let mut worked = SignedDuration::ZERO;
        for _ in 0..SEARCH_DAYS_MAX {
            if day > last {
                break;
            }
            for (from, until) in self.spans(day) {
                worked += from.max(start).duration_until(until.min(b)).max(SignedDuration::ZERO);
            }
            let Ok(next) = day.tomorrow() else { break };
            day = next;
        }
        u32::try_from(worked.as_mins()).unwrap_or(u32::MAX)
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
}
