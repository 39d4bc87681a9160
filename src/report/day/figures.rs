//! Figures of the charts: requests by working day out of the log's rows, and steps against their
//! standard.
use crate::calendar::Calendar;
use crate::workflow::case::{Case, State};
use crate::workflow::letter::{DayFigures, StepFigures};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// One row of the log that moved a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    pub at: Timestamp,
    /// The request's first event.
    pub arrived: bool,
    /// The state in which it ended here, if it did.
    pub ended: Option<State>,
}

/// The last working days up to `date`, each with the first civil day that counts to it: what happens on
/// days off belongs to the working day after. A `date` that is a day off stands at the end as itself.
pub(super) fn window(calendar: &Calendar, date: Date, days: usize) -> Vec<(Date, Date)> {
    // Sixty days without ten working days are no office's calendar.
    let start = (0..60 + days).try_fold(date, |day, _| day.yesterday()).unwrap_or(date);
    let mut found = Vec::new();
    let (mut day, mut from) = (start, start);
    while day <= date {
        if calendar.is_working_day(day) || day == date {
            found.push((from, day));
            from = day.tomorrow().unwrap_or(day);
        }
        match day.tomorrow() {
            Ok(next) => day = next,
            Err(_) => break,
        }
    }
    found.split_off(found.len().saturating_sub(days))
}

/// The requests of each; nothing at all if there were none.
pub(super) fn days(
    calendar: &Calendar,
    date: Date,
    days: usize,
    moves: &[Move],
) -> Vec<DayFigures> {
    let window = window(calendar, date, days);
    let mut figures: Vec<DayFigures> = window
        .iter()
        .map(|(_, day)| DayFigures {
            date: day.to_string(),
            arrived: 0,
            delivered: 0,
            rejected: 0,
            closed: 0,
        })
        .collect();
    for moved in moves {
        let on = calendar.zone().to_datetime(moved.at).date();
        let at = window.iter().position(|(from, day)| (*from..=*day).contains(&on));
        let Some(figure) = at.and_then(|at| figures.get_mut(at)) else { continue };
        figure.arrived += u32::from(moved.arrived);
        match moved.ended {
            Some(State::Delivered) => figure.delivered += 1,
            Some(State::Rejected) => figure.rejected += 1,
            Some(_) => figure.closed += 1,
            None => {}
        }
    }
    let any = figures.iter().any(|f| f.arrived + f.delivered + f.rejected + f.closed > 0);
    if any { figures } else { Vec::new() }
}

/// Counts of steps done between two moments, case by case.
#[derive(Clone, Debug)]
pub struct Steps {
    from: Timestamp,
    now: Timestamp,
    /// Step to (done, within the standard).
    counts: BTreeMap<u8, (u32, u32)>,
}

impl Steps {
    pub fn new(from: Timestamp, now: Timestamp) -> Steps {
        Steps { from, now, counts: BTreeMap::new() }
    }

    /// Adds a case's steps. One that still runs counts as soon as it is late.
    pub fn see(&mut self, case: &Case) {
        for clock in &case.clocks {
            match clock.stopped_at {
                Some(at) => self.add(clock.step, at, at <= clock.due_at),
                None if clock.due_at < self.now => self.add(clock.step, self.now, false),
                None => {}
            }
        }
        // Step 4 has no clock of its own: mails are opened by the close of the day.
        match case.opened_at {
            Some(at) => self.add(4, at, at < case.open_due),
            None if !case.state.is_closed() && case.open_due <= self.now => {
                self.add(4, self.now, false);
            }
            None => {}
        }
    }

    fn add(&mut self, step: u8, at: Timestamp, within: bool) {
        if at < self.from || at > self.now {
            return;
        }
        let count = self.counts.entry(step).or_default();
        count.0 += 1;
        count.1 += u32::from(within);
    }

    pub(super) fn figures(&self) -> Vec<StepFigures> {
        let figure = |(step, (total, within)): (&u8, &(u32, u32))| StepFigures {
            step: *step,
            total: *total,
            within: *within,
            // Whole percent, cut: 199 of 200 is not all of them.
            percent: u32::try_from(u64::from(*within) * 100 / u64::from((*total).max(1)))
                .unwrap_or(100),
        };
        self.counts.iter().map(figure).collect()
    }
}
