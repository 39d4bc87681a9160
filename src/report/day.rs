//! The digest of a day: first the whole of it, then each reader's part. Figures come from the log's rows
//! and the cases as they are, never from counters.
mod figures;
mod part;
#[cfg(test)]
mod tests;

pub use figures::{Move, steps};
pub use part::part;

use crate::calendar::Calendar;
use crate::workflow::case::{Case, Holder, State, StepClock};
use crate::workflow::letter::{
    CaseLine, DeviationLine, Digest, FailedLetter, FrozenLine, FrozenOrder, HeldLine, Lag,
    OutcomeLine, OverdueLine, Since, StepFigures, Unsent,
};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use std::cmp::Reverse;

/// Lines of one list in the digest. The counts are always of all cases.
pub const LINES_MAX: usize = 500;

/// What the store knows of a day.
#[derive(Clone, Debug)]
pub struct DayFacts {
    /// The civil day reported, in the calendar's zone.
    pub date: Date,
    pub now: Timestamp,
    pub by_hand: bool,
    /// Working days before it that had no digest.
    pub missed: Vec<Date>,
    /// When the digest before this one was posted.
    pub since: Option<Timestamp>,
    /// At least every open case, those that ended on `date`, and those with a deviation nobody has
    /// accounted for; older ones do no harm.
    pub cases: Vec<Case>,
    /// Rows of the log that moved a case, since [`DayFacts::days_from`] at least.
    pub moves: Vec<Move>,
    /// Of this month, see [`steps`].
    pub steps: Vec<StepFigures>,
    /// Who answers for unopened mails (step 4).
    pub opening_holder: Holder,
    /// Every parked mail.
    pub held: Vec<HeldLine>,
    /// Every case somebody disowned, whatever its state.
    pub frozen: Vec<Case>,
    /// Orders a restore froze.
    pub frozen_orders: Vec<FrozenOrder>,
    pub failed_letters: Vec<FailedLetter>,
    pub unsent: Option<Unsent>,
    pub muted: u32,
    /// Mails fetched in total, counted by what was kept of them.
    pub mails_arrived: u64,
    /// Their recorded outcomes.
    pub outcomes: Vec<OutcomeLine>,
    /// Seconds from the server's receipt to our row, of the mails since the last digest.
    pub lags: Vec<u64>,
    pub last_fetch: Option<Timestamp>,
    /// Head of the log's hash chain, hex.
    pub log_head: String,
    pub log_length: u64,
    /// The end of the calendar is told so many weeks before.
    pub calendar_weeks: u32,
    pub changes: Vec<String>,
}

/// Working days in the chart.
const DAYS: usize = 10;

impl DayFacts {
    /// The oldest moment the chart of days looks at, and thus the oldest move it needs.
    pub fn days_from(calendar: &Calendar, date: Date) -> Timestamp {
        figures::window(calendar, date, DAYS)
            .first()
            .and_then(|(from, _)| from.to_zoned(calendar.zone().clone()).ok())
            .map_or(Timestamp::MIN, |start| start.timestamp())
    }
}

/// Which line of the digest counts an open case. Each open case is in exactly one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Desk {
    Unopened,
    Checking,
    WaitingApplicant,
    AdminPpe,
    /// The result is with the mail server; no desk holds it.
    OnTheWay,
    Failed,
}

/// The daily digest, whole.
pub fn digest(facts: DayFacts, calendar: &Calendar) -> Digest {
    let cases = &facts.cases;
    let on_day = |t: Option<Timestamp>| t.is_some_and(|t| day_of(calendar, t) == facts.date);
    let at = |wanted| count(cases, |c| desk(c.state, c.opened_at.is_some()) == Some(wanted));
    let ended = |state| count(cases, |c| c.state == state && on_day(c.ended_at));
    let lines = open_lines(cases);
    let due = |line: &CaseLine| line.next_due.is_some_and(|d| day_of(calendar, d) <= facts.date);
    let oldest = lines.iter().min_by_key(|l| (l.received_at, l.id.clone())).cloned();
    let (due_today, open) = lines.into_iter().partition(due);
    let until = calendar.covered_until();
    let mut whole = Digest {
        date: facts.date.to_string(),
        at: facts.now,
        audience: Default::default(),
        by_hand: facts.by_hand,
        todo: Vec::new(),
        missed: facts.missed.iter().map(Date::to_string).collect(),
        closing: calendar.closing_on(facts.date),
        unopened: at(Desk::Unopened),
        checking: at(Desk::Checking),
        waiting_applicant: at(Desk::WaitingApplicant),
        waiting_due_today: count(cases, |c| {
            let due = c.answer_due.is_some_and(|due| day_of(calendar, due) <= facts.date);
            due && c.state == State::WaitingApplicant
        }),
        at_admin_ppe: at(Desk::AdminPpe),
        over_standard: count(cases, |c| {
            let there = desk(c.state, c.opened_at.is_some()) == Some(Desk::AdminPpe);
            there && is_over_standard(c, calendar, facts.now)
        }),
        on_the_way: at(Desk::OnTheWay),
        delivered_today: ended(State::Delivered),
        rejected_today: ended(State::Rejected),
        since: facts.since.map(|at| since(&facts.moves, at)),
        frozen: frozen_lines(&facts.frozen),
        frozen_orders: facts.frozen_orders,
        muted: facts.muted,
        failed_deliveries: at(Desk::Failed),
        failed_letters: facts.failed_letters,
        unsent: facts.unsent,
        quarantined: quarantined(&facts.outcomes),
        due_today,
        open,
        oldest,
        overdue: overdue_lines(cases, calendar, facts.opening_holder, facts.now),
        deviations: deviation_lines(cases, &on_day),
        days: figures::days(calendar, facts.date, DAYS, &facts.moves),
        steps: facts.steps,
        mails_arrived: facts.mails_arrived,
        mails_with_outcome: facts.outcomes.iter().map(|o| o.total).sum(),
        outcomes: facts.outcomes,
        last_fetch: facts.last_fetch,
        lag: lag(facts.lags),
        log_head: facts.log_head,
        log_length: facts.log_length,
        next_working_day: calendar.next_working_day(facts.date).map(|d| d.to_string()),
        calendar_until: until.map(|d| d.to_string()),
        calendar_ends: until.is_some_and(|d| days_left(facts.date, d) <= facts.calendar_weeks * 7),
        held_count: u32::try_from(facts.held.len()).unwrap_or(u32::MAX),
        held: held_lines(facts.held),
        changes: facts.changes,
    };
    whole.todo = part::todo(&whole);
    whole
}

/// Whole days from one day to another, nought if it has passed.
fn days_left(from: Date, to: Date) -> u32 {
    let days = from.until(to).map_or(0, |span| span.get_days());
    u32::try_from(days).unwrap_or(0)
}

fn since(moves: &[Move], at: Timestamp) -> Since {
    let mut since = Since { at, arrived: 0, delivered: 0, rejected: 0, closed: 0 };
    for moved in moves.iter().filter(|m| m.at > at) {
        since.arrived += u32::from(moved.arrived);
        match moved.ended {
            Some(State::Delivered) => since.delivered += 1,
            Some(State::Rejected) => since.rejected += 1,
            Some(_) => since.closed += 1,
            None => {}
        }
    }
    since
}

fn quarantined(outcomes: &[OutcomeLine]) -> u32 {
    let aside = outcomes.iter().find(|o| o.outcome == "set_aside").map_or(0, |o| o.total);
    u32::try_from(aside).unwrap_or(u32::MAX)
}

fn lag(mut lags: Vec<u64>) -> Option<Lag> {
    lags.sort_unstable();
    // The lower of two middles.
    let median = lags.get(lags.len().checked_sub(1)? / 2)?;
    Some(Lag { mails: lags.len() as u64, median_seconds: *median, longest_seconds: *lags.last()? })
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
        taken_by: case.taken_by.as_ref().map(|person| person.name.clone()),
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

fn desk(state: State, opened: bool) -> Option<Desk> {
    match state {
        // A visitor in the queue is what an unopened mail is: SOP step 4 has not begun.
        State::Received | State::GuestLogged | State::Queued => Some(Desk::Unopened),
        State::Checking if !opened => Some(Desk::Unopened),
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
fn is_over_standard(case: &Case, calendar: &Calendar, now: Timestamp) -> bool {
    case.clocks.iter().any(|clock| runs_late(clock, calendar, now))
}

/// By the clock's own rule: a sum that ends at closing is late when somebody could have worked since.
fn runs_late(clock: &StepClock, calendar: &Calendar, now: Timestamp) -> bool {
    clock.stopped_at.is_none() && !clock.is_paused() && clock.is_late(calendar, now)
}

/// Steps that run past their standard, the longest first. A frozen case is nobody's delay.
fn overdue_lines(
    cases: &[Case],
    calendar: &Calendar,
    holder: Holder,
    now: Timestamp,
) -> Vec<OverdueLine> {
    let mut lines = Vec::new();
    for case in cases.iter().filter(|c| !c.state.is_closed() && c.frozen.is_none()) {
        let late = case.clocks.iter().filter(|c| runs_late(c, calendar, now));
        lines.extend(late.map(|clock| OverdueLine {
            id: case.id.clone(),
            step: clock.step,
            holder: clock.holder,
            due: clock.due_at,
        }));
        if case.awaits_opening() && case.open_due <= now {
            lines.push(OverdueLine { id: case.id.clone(), step: 4, holder, due: case.open_due });
        }
    }
    lines.sort_by_cached_key(|l| (l.due, l.id.clone(), l.step));
    lines.truncate(LINES_MAX);
    lines
}

/// Whether a closed case still has a deviation that nobody accounted for (SOP, Peringatan 2).
pub fn unexplained(case: &Case) -> bool {
    case.deviations.iter().any(|d| d.explanation.is_none())
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

/// No mailbox was read for so long: somebody must look.
pub(super) const FETCH_STALE: SignedDuration = SignedDuration::from_mins(30);
