//! What a corrected calendar changes in a case: deadlines move, false deviations go, unnoticed ones come.
//! Pure and idempotent: reckoned twice with the same calendar it changes nothing the second time.
use crate::calendar::Calendar;
use crate::workflow::case::{Case, Deviation, State, StepClock};
use crate::workflow::event::Correction;
use crate::workflow::letter::Letter;
use crate::workflow::policy::Rules;
use jiff::Timestamp;

/// Reckons every deadline and deviation of a case anew, and says what changed.
pub fn recount(case: &mut Case, rules: &Rules, now: Timestamp) -> Vec<Correction> {
    let mut changed = Vec::new();
    opening(case, rules, now, &mut changed);
    answer(case, rules, &mut changed);
    let mut clocks = std::mem::take(&mut case.clocks);
    for clock in &mut clocks {
        let due = clock.due(&rules.calendar);
        if due != clock.due_at {
            let (step, started_at, from) = (clock.step, clock.started_at, clock.due_at);
            changed.push(Correction::Due { step, started_at, from, to: due });
            clock.due_at = due;
        }
        deviation(case, clock, &rules.calendar, now, &mut changed);
    }
    case.clocks = clocks;
    changed
}

/// SOP step 4.
fn opening(case: &mut Case, rules: &Rules, now: Timestamp, changed: &mut Vec<Correction>) {
    let calendar = &rules.calendar;
    let open_due = calendar.open_due(case.received_at);
    case.effective_at = calendar.effective(case.received_at);
    if open_due != case.open_due {
        changed.push(Correction::OpenDue { from: case.open_due, to: open_due });
        case.open_due = open_due;
    }
    if case.queue.is_some() {
        return;
    }
    let known = case.deviations.iter().position(|d| d.step == 4);
    let late = case.opened_at.unwrap_or(now) >= open_due;
    match (known, case.opened_at) {
        (Some(index), _) if !late => {
            let deviation = case.deviations.remove(index);
            changed.push(Correction::Unmade { deviation });
        }
        (Some(index), opened_at) => {
            let actual = opened_at.map(|at| calendar.minutes_taken(case.effective_at, at));
            let standard = case.open_minutes(calendar);
            if let Some(deviation) = case.deviations.get_mut(index) {
                deviation.standard_minutes = standard;
                new_minutes(deviation, case.received_at, actual, changed);
            }
        }
        (None, Some(opened_at)) if late => {
            let deviation = not_opened(case, rules, Some(opened_at));
            changed.push(Correction::Made { deviation: deviation.clone() });
            case.deviations.push(deviation);
        }
        // While it is not opened the alarm finds it, and tells who must hear of it.
        (None, _) => {}
    }
}

/// The deviation of SOP step 4, opened late or (`None`) not yet.
pub fn not_opened(case: &Case, rules: &Rules, opened_at: Option<Timestamp>) -> Deviation {
    let (calendar, holder) = (&rules.calendar, rules.holders.of(4));
    Deviation {
        step: 4,
        standard_minutes: case.open_minutes(calendar),
        actual_minutes: opened_at.map(|at| calendar.minutes_taken(case.effective_at, at)),
        holder,
        explanation: None,
        started_at: Some(case.received_at),
        near_closing: calendar.is_near_closing(case.received_at),
        told: false,
    }
}

/// A day the applicant has in writing is never brought forward.
fn answer(case: &mut Case, rules: &Rules, changed: &mut Vec<Correction>) {
    let waits = case.state == State::WaitingApplicant;
    let (Some(from), Some(asked_at), true) = (case.answer_due, case.asked_at, waits) else {
        return;
    };
    let to = rules.calendar.add_working_days(asked_at, rules.close_working_days);
    if to > from {
        case.answer_due = Some(to);
        changed.push(Correction::AnswerDue { from, to });
    }
}

fn deviation(
    case: &mut Case,
    clock: &StepClock,
    calendar: &Calendar,
    now: Timestamp,
    changed: &mut Vec<Correction>,
) {
    let late = clock.is_late(calendar, clock.stopped_at.unwrap_or(now));
    let known = case.deviations.iter().position(|d| d.is_of(clock));
    match known {
        Some(index) if !late => {
            let deviation = case.deviations.remove(index);
            changed.push(Correction::Unmade { deviation });
        }
        Some(index) => {
            let actual = clock.stopped_at.map(|at| clock.minutes(calendar, at));
            if let Some(deviation) = case.deviations.get_mut(index) {
                new_minutes(deviation, clock.started_at, actual, changed);
            }
        }
        None if late && clock.stopped_at.is_some() => {
            let deviation = clock.deviation(calendar, clock.stopped_at);
            changed.push(Correction::Made { deviation: deviation.clone() });
            case.deviations.push(deviation);
        }
        None => {}
    }
}

fn new_minutes(
    deviation: &mut Deviation,
    started_at: Timestamp,
    to: Option<u32>,
    changed: &mut Vec<Correction>,
) {
    let from = deviation.actual_minutes;
    if from != to {
        deviation.actual_minutes = to;
        changed.push(Correction::Minutes { step: deviation.step, started_at, from, to });
    }
}

/// Whether a letter that has not left tells of something that is not, or no longer, so: a warning about a
/// finished step, a breach that a corrected calendar unmade.
pub fn is_void(case: &Case, letter: &Letter) -> bool {
    match letter {
        Letter::TimeWarning { step: 4, due, .. } => {
            case.opened_at.is_some() || case.open_due != *due
        }
        Letter::TimeWarning { step, due, .. } => {
            case.running(*step).is_none_or(|clock| clock.due_at != *due)
        }
        Letter::Escalation { step: 4, .. } => !case.awaits_opening(),
        Letter::Escalation { step, due, .. } => {
            case.running(*step).is_none_or(|clock| clock.due_at != *due)
        }
        Letter::StandardBreached { step: 4, .. } => !case.deviations.iter().any(|d| d.step == 4),
        Letter::StandardBreached { step, due, .. } => {
            let told = case.clocks.iter().rev().find(|c| c.step == *step && c.due_at == *due);
            let stands = |d: &Deviation| match told {
                Some(clock) => d.is_of(clock),
                // Its deadline moved, but not out of reach.
                None => d.step == *step && d.actual_minutes.is_none(),
            };
            !case.deviations.iter().any(stands)
        }
        _ => false,
    }
}
