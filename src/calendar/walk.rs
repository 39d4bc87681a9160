//! The walk along days and windows that every answer of the calendar rests on. Each rule that moves
//! the time is noted as it is applied, so an explanation cannot differ from the deadline.
use super::{Calendar, Ramadan, Window};
use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp};

/// How far any search goes: five years of days. Nothing here loops longer.
pub(super) const SEARCH_DAYS_MAX: usize = 5 * 366;
pub(super) const DAY_MINUTES: u16 = 24 * 60;

/// A rule that moved a time; `explain` puts it into words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moved {
    BeforeOpening { at: Timestamp, opening: Timestamp },
    AfterClosing { at: Timestamp, closing: Timestamp },
    CutOff { at: Timestamp, closing: Timestamp },
    DayOff { date: Date },
    Break { from: Timestamp, until: Timestamp },
    DayEnded { closing: Timestamp, left: SignedDuration, next: Timestamp },
}

impl Calendar {
    pub(super) fn effective_noting(&self, t: Timestamp, note: &mut dyn FnMut(Moved)) -> Timestamp {
        self.opened(t, self.cutoff, note)
    }

    fn opened(
        &self,
        t: Timestamp,
        cutoff: SignedDuration,
        note: &mut dyn FnMut(Moved),
    ) -> Timestamp {
        let d = self.date_of(t);
        match (self.opening_on(d), self.closing_on(d)) {
            (Some(opening), Some(closing)) => {
                if t < opening {
                    note(Moved::BeforeOpening { at: t, opening });
                    return opening;
                }
                if t >= closing {
                    note(Moved::AfterClosing { at: t, closing });
                } else if t.duration_until(closing) <= cutoff {
                    note(Moved::CutOff { at: t, closing });
                } else {
                    return t;
                }
            }
            _ => note(Moved::DayOff { date: d }),
        }
        self.next_open_day(d, note).and_then(|next| self.opening_on(next)).unwrap_or(t)
    }

    pub(super) fn next_open_day(&self, d: Date, note: &mut dyn FnMut(Moved)) -> Option<Date> {
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

    /// `t` if the office is open then (a break counts), else its next opening.
    pub(super) fn at_desk(&self, t: Timestamp, note: &mut dyn FnMut(Moved)) -> Timestamp {
        self.opened(t, SignedDuration::ZERO, note)
    }

    /// What [`Calendar::worked`] is, day by day.
    pub(super) fn worked_by_day(&self, a: Timestamp, b: Timestamp) -> SignedDuration {
        let last = self.date_of(b);
        let mut day = self.date_of(a);
        let mut worked = SignedDuration::ZERO;
        for _ in 0..SEARCH_DAYS_MAX {
            if day > last {
                break;
            }
            for (from, until) in self.spans(day) {
                worked += from.max(a).duration_until(until.min(b)).max(SignedDuration::ZERO);
            }
            let Ok(next) = day.tomorrow() else { break };
            day = next;
        }
        worked
    }

    pub(super) fn add_noting(
        &self,
        start: Timestamp,
        time: SignedDuration,
        note: &mut dyn FnMut(Moved),
    ) -> Timestamp {
        let mut left = time;
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
    pub(super) fn windows(&self, d: Date) -> &[Window] {
        if let Some(special) = self.special_days.get(&d) {
            return &special.windows;
        }
        if self.holidays.contains_key(&d) {
            return &[];
        }
        if self.ramadan_on(d).is_some() { self.ramadan_hours.on(d) } else { self.hours.on(d) }
    }

    pub(super) fn ramadan_on(&self, d: Date) -> Option<&Ramadan> {
        self.ramadans.iter().find(|r| r.first <= d && d <= r.last)
    }

    /// The working windows of a day as instants. A clock change may push one into the next: the later one
    /// begins where the earlier ends.
    pub(super) fn spans(&self, d: Date) -> impl Iterator<Item = (Timestamp, Timestamp)> {
        let mut before = Timestamp::MIN;
        self.windows(d).iter().filter_map(move |w| {
            let from = self.instant(d, w.start)?.max(before);
            let until = self.instant(d, w.end)?;
            before = before.max(until);
            (from < until).then_some((from, until))
        })
    }

    pub(super) fn date_of(&self, t: Timestamp) -> Date {
        self.zone.to_datetime(t).date()
    }

    /// A minute of a local day as an instant; in a clock change jiff's "compatible" rule decides.
    pub(super) fn instant(&self, d: Date, minute: u16) -> Option<Timestamp> {
        let (day, minute) =
            if minute < DAY_MINUTES { (d, minute) } else { (d.tomorrow().ok()?, 0) };
        let hour = i8::try_from(minute / 60).ok()?;
        let time = Time::new(hour, i8::try_from(minute % 60).ok()?, 0, 0).ok()?;
        self.zone.to_timestamp(day.to_datetime(time)).ok()
    }
}
