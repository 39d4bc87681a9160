//! Missed standards of one course, and which explanation belongs to which. Pure.
use super::Measures;
use crate::calendar::Calendar;
use crate::report::passages::{Course, Said};
use crate::workflow::case::{Channel, Holder};
use crate::workflow::policy::Holders;
use jiff::{SignedDuration, Timestamp};

/// A mail that comes so shortly before closing leaves hardly any time (`domain.md` §5.5).
const NEAR_CLOSING: SignedDuration = SignedDuration::from_mins(30);

/// One missed standard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub step: u8,
    pub round: u32,
    pub holder: Holder,
    pub standard_minutes: u32,
    pub minutes: u32,
    pub minutes_without_pauses: u32,
    pub started_at: Timestamp,
    /// When the standard was used up.
    pub due_at: Timestamp,
    /// `None` while it runs.
    pub stopped_at: Option<Timestamp>,
    pub near_closing: bool,
    pub explained: Option<Said>,
}

/// Every missed standard of a course as it stands at `until`, in the order in which they were missed.
pub fn found(
    course: &Course,
    calendar: &Calendar,
    measures: &Measures,
    until: Timestamp,
) -> Vec<Found> {
    let mut all: Vec<Found> = opening(course, calendar, until).into_iter().collect();
    for passage in &course.passages {
        let Some(measure) = measures.of(passage.step).filter(|_| !passage.is_instant()) else {
            continue;
        };
        let minutes = passage.minutes(calendar, until);
        let without = if passage.paused.is_empty() {
            minutes
        } else {
            passage.minutes_without_pauses(calendar, until)
        };
        let counts = if measures.confirm_pauses { without } else { minutes };
        if counts <= measure.minutes {
            continue;
        }
        all.push(Found {
            step: passage.step,
            round: passage.round,
            holder: measure.holder,
            standard_minutes: measure.minutes,
            minutes,
            minutes_without_pauses: without,
            started_at: passage.started_at,
            due_at: calendar.add_minutes(passage.started_at, measure.minutes),
            stopped_at: passage.stopped_at,
            near_closing: false,
            explained: None,
        });
    }
    all.sort_by_key(|f| (f.due_at, f.step));
    for said in &course.explanations {
        explain(&mut all, said);
    }
    all
}

/// Whether a mail arrived shortly before closing, so that its day was nearly over.
pub(super) fn is_near_closing(course: &Course, calendar: &Calendar) -> bool {
    let day = calendar.zone().to_datetime(course.received_at).date();
    calendar.is_open(course.received_at)
        && calendar
            .closing_on(day)
            .is_some_and(|closing| course.received_at.duration_until(closing) <= NEAR_CLOSING)
}

/// Step 4: a mail must be opened on the day of its effective arrival.
fn opening(course: &Course, calendar: &Calendar, until: Timestamp) -> Option<Found> {
    let due_at = calendar.open_due(course.received_at);
    let unopened = course.opened_at.is_none();
    // A case that ended before anybody looked owes nobody a look.
    let waits = unopened && !course.state.is_closed() && !course.frozen;
    let looked = course.opened_at.or_else(|| waits.then_some(until))?;
    if course.channel != Channel::Email || looked < due_at {
        return None;
    }
    let minutes = calendar.minutes_between(course.received_at, looked);
    Some(Found {
        step: 4,
        round: 1,
        holder: Holders::default().of(4),
        standard_minutes: calendar.minutes_between(course.received_at, due_at),
        minutes,
        minutes_without_pauses: minutes,
        started_at: calendar.effective(course.received_at),
        due_at,
        stopped_at: course.opened_at,
        near_closing: is_near_closing(course, calendar),
        explained: None,
    })
}

/// To the step it names, else to the newest that was missed by then and that nobody has explained
/// (as `PENJELASAN` does in the case itself).
fn explain(all: &mut [Found], said: &Said) {
    let fits = |f: &&mut Found| {
        f.explained.is_none() && f.due_at <= said.at && said.step.is_none_or(|step| step == f.step)
    };
    if let Some(found) = all.iter_mut().rev().find(fits) {
        found.explained = Some(said.clone());
    }
}
