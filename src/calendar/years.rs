//! Working time by year, so that a sum over months costs two look-ups and no walk: every window of a
//! year in order, each with what was worked in the year before it. Reckoned once a year and calendar.
use super::Calendar;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use std::sync::OnceLock;

/// Years that are kept; others are walked.
const FIRST: i16 = 1990;
const COUNT: usize = 150;

/// The tables, each made when first asked for.
#[derive(Debug)]
pub(super) struct Years([OnceLock<Year>; COUNT]);

impl Default for Years {
    fn default() -> Years {
        Years([const { OnceLock::new() }; COUNT])
    }
}

/// One civil year of the office.
#[derive(Debug)]
struct Year {
    slots: Vec<Slot>,
    worked: SignedDuration,
}

#[derive(Clone, Copy, Debug)]
struct Slot {
    from: Timestamp,
    until: Timestamp,
    /// Worked in the year before `from`.
    before: SignedDuration,
}

impl Slot {
    fn worked_after(&self) -> SignedDuration {
        self.before + self.from.duration_until(self.until)
    }
}

impl Year {
    /// Worked in the year until `t`.
    fn until(&self, t: Timestamp) -> SignedDuration {
        let next = self.slots.partition_point(|slot| slot.from <= t);
        let slot = next.checked_sub(1).and_then(|index| self.slots.get(index));
        slot.map_or(SignedDuration::ZERO, |slot| {
            slot.before + slot.from.duration_until(slot.until.min(t))
        })
    }

    /// When so much was worked in the year; `None` if it never is.
    fn reaches(&self, worked: SignedDuration) -> Option<Timestamp> {
        let index = self.slots.partition_point(|slot| slot.worked_after() < worked);
        let slot = self.slots.get(index)?;
        slot.from.checked_add(worked - slot.before).ok()
    }
}

impl Calendar {
    fn year(&self, year: i16) -> Option<&Year> {
        let index = usize::try_from(year.checked_sub(FIRST)?).ok()?;
        Some(self.years.0.get(index)?.get_or_init(|| self.reckon(year)))
    }

    fn reckon(&self, year: i16) -> Year {
        let mut slots = Vec::with_capacity(800);
        let mut worked = SignedDuration::ZERO;
        let mut day = Date::new(year, 1, 1).ok();
        while let Some(date) = day.filter(|date| date.year() == year) {
            for (from, until) in self.spans(date) {
                slots.push(Slot { from, until, before: worked });
                worked += from.duration_until(until);
            }
            day = date.tomorrow().ok();
        }
        Year { slots, worked }
    }

    /// Working time between two instants; `None` outside the years that are kept.
    pub(super) fn worked_by_year(&self, a: Timestamp, b: Timestamp) -> Option<SignedDuration> {
        let (first, last) = (self.date_of(a).year(), self.date_of(b).year());
        let mut worked = SignedDuration::ZERO;
        for year in first..last {
            worked += self.year(year)?.worked;
        }
        Some(worked + self.year(last)?.until(b) - self.year(first)?.until(a))
    }

    /// The first moment after `start` by which `time` was worked; `None` where a walk must tell.
    pub(super) fn add_by_year(&self, start: Timestamp, time: SignedDuration) -> Option<Timestamp> {
        if time.is_zero() {
            return Some(start);
        }
        let first = self.date_of(start).year();
        let mut wanted = self.year(first)?.until(start).checked_add(time)?;
        // No longer than a walk would look.
        for year in first..first.saturating_add(4) {
            let table = self.year(year)?;
            if let Some(at) = table.reaches(wanted) {
                return Some(at);
            }
            wanted -= table.worked;
        }
        None
    }
}
