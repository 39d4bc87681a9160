//! Working time: opening hours, holidays, Ramadan hours, the same-day rule of SOP step 4, and a
//! trace that explains each date. Pure arithmetic on arguments; knows no IO, no clock, no case.
//!
//! Rules: `domain.md` §5.5. A time is *open* from opening to closing of a working day, the break
//! included; minutes are *worked* only outside breaks.
mod explain;
mod file;
#[cfg(test)]
mod tests;

pub use explain::Explanation;
pub use file::{CalendarError, Certainty, HolidayKind};

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;

/// How far any search goes: five years of days. Nothing here loops longer.
const SEARCH_DAYS_MAX: usize = 5 * 366;

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

/// A rule that moved a time; `explain` puts it into words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Moved {
    BeforeOpening { at: Timestamp, opening: Timestamp },
    AfterClosing { at: Timestamp, closing: Timestamp },
    CutOff { at: Timestamp, closing: Timestamp },
    DayOff { date: Date },
    Break { from: Timestamp, until: Timestamp },
    DayEnded { closing: Timestamp, left: SignedDuration, next: Timestamp },
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

    fn effective_noting(&self, t: Timestamp, note: &mut dyn FnMut(Moved)) -> Timestamp {
        let d = self.date_of(t);
        match (self.opening_on(d), self.closing_on(d)) {
            (Some(opening), Some(closing)) => {
                if t < opening {
                    note(Moved::BeforeOpening { at: t, opening });
                    return opening;
                }
                if t >= closing {
                    note(Moved::AfterClosing { at: t, closing });
                } else if t.duration_until(closing) <= self.cutoff {
                    note(Moved::CutOff { at: t, closing });
                } else {
                    return t;
                }
            }
            _ => note(Moved::DayOff { date: d }),
        }
        self.next_open_day(d, note).and_then(|next| self.opening_on(next)).unwrap_or(t)
    }

    fn next_open_day(&self, d: Date, note: &mut dyn FnMut(Moved)) -> Option<Date> {
        let mut day = d;
        for _ in 0..SEARCH_DAYS_MAX {
            day = day.tomorrow().ok()?;
            if self.is_working_day(day) {
                return Some(day);
            }
            note(Moved::DayOff { date: day });
        }
        None
    }

    fn add_noting(&self, start: Timestamp, minutes: u32, note: &mut dyn FnMut(Moved)) -> Timestamp {
        let mut left = SignedDuration::from_mins(i64::from(minutes));
        let mut now = start;
        let mut day = self.date_of(start);
        for _ in 0..SEARCH_DAYS_MAX {
            for (from, until) in self.spans(day) {
                if left.is_zero() {
                    return now;
                }
                if now >= until {
                    continue;
                }
                if now < from {
                    note(Moved::Break { from: now, until: from });
                    now = from;
                }
                let step = now.duration_until(until).min(left);
                now = now.checked_add(step).unwrap_or(until);
                left -= step;
            }
            if left.is_zero() {
                return now;
            }
            let mut days_off = Vec::new();
            let next = self.next_open_day(day, &mut |moved| days_off.push(moved));
            let Some((next, opening)) = next.and_then(|n| Some((n, self.opening_on(n)?))) else {
                return now;
            };
            note(Moved::DayEnded { closing: now, left, next: opening });
            days_off.into_iter().for_each(&mut *note);
            day = next;
            now = opening;
        }
        now
    }

    /// The working windows of a civil day; empty on a day off.
    fn windows(&self, d: Date) -> &[Window] {
        if let Some(special) = self.special_days.get(&d) {
            return &special.windows;
        }
        if self.holidays.contains_key(&d) {
            return &[];
        }
        if self.ramadan_on(d).is_some() { self.ramadan_hours.on(d) } else { self.hours.on(d) }
    }

    fn ramadan_on(&self, d: Date) -> Option<&Ramadan> {
        self.ramadans.iter().find(|r| r.first <= d && d <= r.last)
    }

    fn spans(&self, d: Date) -> impl Iterator<Item = (Timestamp, Timestamp)> {
        let windows = self.windows(d).iter();
        windows.filter_map(move |w| Some((self.instant(d, w.start)?, self.instant(d, w.end)?)))
    }

    fn date_of(&self, t: Timestamp) -> Date {
        self.zone.to_datetime(t).date()
    }

    /// A local time as an instant; in a clock change jiff's "compatible" rule decides.
    fn instant(&self, d: Date, time: Time) -> Option<Timestamp> {
        self.zone.to_timestamp(d.to_datetime(time)).ok()
    }
}
