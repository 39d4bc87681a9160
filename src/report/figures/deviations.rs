//! Missed standards of one course, and which explanation belongs to which. Pure.
use super::Measures;
use crate::calendar::Calendar;
use crate::report::passages::{Course, Said, begun_minutes};
use crate::workflow::case::{Channel, Holder};
use jiff::{SignedDuration, Timestamp};

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
    let mut all: Vec<Found> = opening(course, calendar, measures, until).into_iter().collect();
    for passage in &course.passages {
        let Some(measure) = measures.of(passage.step).filter(|_| !passage.is_instant()) else {
            continue;
        };
        let whole = passage.worked(calendar, until);
        let without = passage.worked_without_pauses(calendar, until);
        let pauses = measures.confirm_pauses && passage.pause_noted;
        let counts = if pauses { without } else { whole };
        let standard = SignedDuration::from_mins(i64::from(measure.minutes));
        if counts <= standard {
            continue;
        }
        let held = if pauses { whole - without } else { SignedDuration::ZERO };
        all.push(Found {
            step: passage.step,
            round: passage.round,
            holder: measure.holder,
            standard_minutes: measure.minutes,
            minutes: begun_minutes(whole),
            minutes_without_pauses: begun_minutes(without),
            started_at: passage.started_at,
            due_at: calendar.add(passage.started_at, standard + held),
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

/// Step 4: a mail must be opened on the day of its effective arrival.
fn opening(
    course: &Course,
    calendar: &Calendar,
    measures: &Measures,
    until: Timestamp,
) -> Option<Found> {
    let due_at = calendar.open_due(course.received_at);
    let unopened = course.opened_at.is_none();
    // A case that ended before anybody looked owes nobody a look.
    let waits = unopened && !course.state.is_closed() && !course.frozen;
    let looked = course.opened_at.or_else(|| waits.then_some(until))?;
    if course.channel != Channel::Email || looked < due_at {
        return None;
    }
    let effective = calendar.effective(course.received_at);
    let minutes = calendar.minutes_taken(effective, looked);
    Some(Found {
        step: 4,
        round: 1,
        holder: measures.opening,
        standard_minutes: calendar.minutes_taken(effective, due_at),
        minutes,
        minutes_without_pauses: minutes,
        started_at: effective,
        due_at,
        stopped_at: course.opened_at,
        near_closing: calendar.is_near_closing(course.received_at),
        explained: None,
    })
}

/// To the step it names, else to the newest that was missed by then and that nobody has explained
/// (as `PENJELASAN` does in the case itself).
fn explain(all: &mut [Found], said: &Said) {
    // "10 menit listrik padam" names no step that was missed: the figure belongs to the text.
    let known = said.step.filter(|step| all.iter().any(|f| f.step == *step && f.due_at <= said.at));
    let said = match (said.step, known) {
        (Some(step), None) => {
            Said { step: None, text: format!("{step} {}", said.text), ..said.clone() }
        }
        _ => said.clone(),
    };
    let fits = |f: &&mut Found| {
        f.explained.is_none() && f.due_at <= said.at && known.is_none_or(|step| step == f.step)
    };
    if let Some(found) = all.iter_mut().rev().find(fits) {
        found.explained = Some(said);
        return;
    }
    let known = |f: &&mut Found| f.due_at <= said.at && known.is_none_or(|step| step == f.step);
    if let Some(before) = all.iter_mut().rev().find(known).and_then(|f| f.explained.as_mut()) {
        before.text = format!("{}; {}: {}", before.text, said.by, said.text);
    }
}
