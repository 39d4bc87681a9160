//! The position of a day: cases and counts in, the digest out (`domain.md` M9). Pure; knows the
//! case and the calendar, not SQL, the clock or any wording.
pub mod figures;
pub mod monthly;
pub mod passages;
pub mod period;
pub mod register;
pub mod timeline;

use crate::calendar::Calendar;
use crate::workflow::case::{Case, State};
use crate::workflow::letter::{CaseLine, DeviationLine, Digest, FrozenLine, FrozenOrder, HeldLine};
use jiff::Timestamp;
use jiff::civil::Date;
use std::cmp::Reverse;

/// Lines of one list in the digest. The counts are always of all cases.
pub const LINES_MAX: usize = 500;

/// What the store knows of a day.
#[derive(Clone, Debug)]
pub struct DayFacts {
    /// The civil day reported, in the calendar's zone.
    pub date: Date,
    pub now: Timestamp,
    /// At least every open case, those that ended on `date`, and those with a deviation nobody has
    /// accounted for; older ones do no harm.
    pub cases: Vec<Case>,
    /// Every parked mail.
    pub held: Vec<HeldLine>,
    /// Every case somebody disowned, whatever its state.
    pub frozen: Vec<Case>,
    /// Orders a restore froze.
    pub frozen_orders: Vec<FrozenOrder>,
    pub muted: u32,
    /// Mails set aside because they could not be handled.
    pub quarantined: u32,
    /// Mails fetched in total.
    pub mails_arrived: u64,
    /// Sum of their recorded outcomes.
    pub mails_with_outcome: u64,
    pub last_fetch: Option<Timestamp>,
    /// Head of the log's hash chain, hex.
    pub log_head: String,
    pub log_length: u64,
}

/// Which line of the digest counts an open case. Each open case is in exactly one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Desk {
    Unopened,
    Checking,
    WaitingApplicant,
    AdminPpe,
    /// The result is with the mail server; it is in the list, no desk holds it.
    OnTheWay,
    Failed,
}

/// The daily digest for helpdesk.
pub fn digest(facts: DayFacts, calendar: &Calendar) -> Digest {
    let cases = &facts.cases;
    let on_day = |t: Option<Timestamp>| t.is_some_and(|t| day_of(calendar, t) == facts.date);
    let at = |wanted| count(cases, |c| desk(c) == Some(wanted));
    let ended = |state| count(cases, |c| c.state == state && on_day(c.ended_at));
    Digest {
        date: facts.date.to_string(),
        at: facts.now,
        closing: calendar.closing_on(facts.date),
        unopened: at(Desk::Unopened),
        checking: at(Desk::Checking),
        waiting_applicant: at(Desk::WaitingApplicant),
        waiting_due_today: count(cases, |c| {
            let due = c.answer_due.is_some_and(|due| day_of(calendar, due) <= facts.date);
            due && desk(c) == Some(Desk::WaitingApplicant)
        }),
        at_admin_ppe: at(Desk::AdminPpe),
        over_standard: count(cases, |c| {
            desk(c) == Some(Desk::AdminPpe) && is_over_standard(c, facts.now)
        }),
        delivered_today: ended(State::Delivered),
        rejected_today: ended(State::Rejected),
        frozen: frozen_lines(&facts.frozen),
        frozen_orders: facts.frozen_orders,
        muted: facts.muted,
        failed_deliveries: at(Desk::Failed),
        quarantined: facts.quarantined,
        open: open_lines(cases),
        deviations: deviation_lines(cases, &on_day),
        mails_arrived: facts.mails_arrived,
        mails_with_outcome: facts.mails_with_outcome,
        last_fetch: facts.last_fetch,
        log_head: facts.log_head,
        log_length: facts.log_length,
        next_working_day: calendar.next_working_day(facts.date).map(|d| d.to_string()),
        calendar_until: calendar.covered_until().map(|d| d.to_string()),
        held: held_lines(facts.held),
    }
}

fn frozen_lines(cases: &[Case]) -> Vec<FrozenLine> {
    let line = |case: &Case| {
        let freeze = case.frozen.as_ref()?;
        let by = freeze.by.shown().to_owned();
        Some(FrozenLine { id: case.id.clone(), state: case.state, at: freeze.at, by })
    };
    cases.iter().filter_map(line).take(LINES_MAX).collect()
}

/// One line of a list of cases (digest, `DAFTAR`).
pub fn case_line(case: &Case) -> CaseLine {
    CaseLine {
        id: case.id.clone(),
        state: case.state,
        kind: case.kind,
        name: case.applicant.name.clone(),
        unit: case.account.as_ref().and_then(|a| a.unit.clone()),
        received_at: case.received_at,
        next_due: case.next_due(),
    }
}

/// The open cases as lines, the most urgent first; those without a deadline last.
pub fn open_lines(cases: &[Case]) -> Vec<CaseLine> {
    let mut lines: Vec<CaseLine> =
        cases.iter().filter(|c| !c.state.is_closed()).map(case_line).collect();
    lines.sort_by_cached_key(|l| (l.next_due.is_none(), l.next_due, l.received_at, l.id.clone()));
    lines.truncate(LINES_MAX);
    lines
}

fn desk(case: &Case) -> Option<Desk> {
    match case.state {
        // A visitor in the queue is what an unopened mail is: SOP step 4 has not begun.
        State::Received | State::GuestLogged | State::Queued => Some(Desk::Unopened),
        State::Checking if case.opened_at.is_none() => Some(Desk::Unopened),
        State::Checking => Some(Desk::Checking),
        State::WaitingApplicant => Some(Desk::WaitingApplicant),
        State::Verifying | State::Confirming | State::Executing => Some(Desk::AdminPpe),
        State::Delivering => Some(Desk::OnTheWay),
        State::DeliveryFailed => Some(Desk::Failed),
        State::Delivered
        | State::Rejected
        | State::ClosedNoFollowup
        | State::Withdrawn
        | State::OutOfScope => None,
    }
}

/// Whether a running step is past its time. A step is in time up to its deadline itself.
fn is_over_standard(case: &Case, now: Timestamp) -> bool {
    case.clocks.iter().any(|clock| clock.stopped_at.is_none() && clock.due_at < now)
}

/// Deviations of open cases and of those that ended today, and any nobody has accounted for; these
/// stand first (SOP, Peringatan 2).
fn deviation_lines(
    cases: &[Case],
    on_day: &impl Fn(Option<Timestamp>) -> bool,
) -> Vec<DeviationLine> {
    let mut lines = Vec::new();
    for case in cases {
        let current = !case.state.is_closed() || on_day(case.ended_at);
        let shown = case.deviations.iter().filter(|d| current || d.explanation.is_none());
        let line = |d: &_| DeviationLine { id: case.id.clone(), deviation: Clone::clone(d) };
        lines.extend(shown.map(line));
    }
    lines.sort_by_cached_key(|l| {
        (l.deviation.explanation.is_some(), l.id.clone(), l.deviation.step)
    });
    lines.truncate(LINES_MAX);
    lines
}

/// The newest are the likeliest to matter, should there be more than fit.
fn held_lines(mut held: Vec<HeldLine>) -> Vec<HeldLine> {
    held.sort_by_key(|h| Reverse((h.received_at, h.id)));
    held.truncate(LINES_MAX);
    held
}

fn day_of(calendar: &Calendar, t: Timestamp) -> Date {
    calendar.zone().to_datetime(t).date()
}

fn count(cases: &[Case], wanted: impl Fn(&Case) -> bool) -> u32 {
    u32::try_from(cases.iter().filter(|c| wanted(c)).count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
