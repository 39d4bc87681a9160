//! Figures of the charts: requests by working day and steps against their standard, out
//! of the log's rows.
use crate::calendar::Calendar;
use crate::report::figures::Figures;
use crate::workflow::case::Holder;
use crate::workflow::case::State;
use crate::workflow::letter::{DayFigures, StepFigures};
use jiff::Timestamp;
use jiff::civil::Date;

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

/// The steps of a period against their standard, as the log has them. One that still runs counts as
/// soon as it is late.
pub fn steps(figures: &Figures, opening_holder: Holder) -> Vec<StepFigures> {
    let opening = &figures.opening;
    let opened = (4, opening.same_day, opening.counted);
    let others = figures.steps.iter().map(|s| (s.step, s.within, s.counted));
    let mut all: Vec<(u8, u32, u32)> = std::iter::once(opened).chain(others).collect();
    all.retain(|(_, _, total)| *total > 0);
    all.sort_unstable();
    let holder = |step| {
        let others = figures.steps.iter().find(|s| s.step == step).map(|s| s.holder);
        if step == 4 { Some(opening_holder) } else { others }
    };
    let figure = |(step, within, total): (u8, u32, u32)| StepFigures {
        step,
        holder: holder(step),
        total,
        within,
        // Whole percent, cut: 199 of 200 is not all of them.
        percent: u32::try_from(u64::from(within) * 100 / u64::from(total.max(1))).unwrap_or(100),
    };
    all.into_iter().map(figure).collect()
}
