//! What the log says of one case, as a course: which SOP steps it passed, from when until when, in
//! which round, and how it ended. Values only; the fold that fills them stands in `passages/fold.rs`.
//! Knows no SQL, no clock, no wording, and no counter of the case itself: everything comes out of rows.
mod fold;
mod rows;
mod steps;

pub use fold::{Fold, course};
pub use rows::Row;

use crate::calendar::Calendar;
use crate::workflow::actor::Applicant;
use crate::workflow::case::{Channel, Earlier, Kind, Missing, State};
use crate::workflow::event::Scope;
use jiff::{SignedDuration, Timestamp};

/// A stretch of time; `until` is open while it lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub from: Timestamp,
    pub until: Option<Timestamp>,
}

/// One passage of a case through one SOP step (`domain.md` §1.7); who answers for it is the
/// configuration's to say. Step 7 is the applicant's and has no
/// standard; step 4 stands in [`Course::opened_at`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// SOP step, 3 to 14.
    pub step: u8,
    /// Round of the completeness check it belongs to, from 1 (`domain.md` A9).
    pub round: u32,
    pub started_at: Timestamp,
    pub stopped_at: Option<Timestamp>,
    /// Times in it in which the applicant's word was awaited by telephone (`domain.md` A11).
    pub paused: Vec<Span>,
    /// A note says why (the rule that holds the clock asks for one).
    pub pause_noted: bool,
}

impl Passage {
    /// Working time until it stopped, or until `until`: the strict reading of A11, pauses counted.
    pub fn worked(&self, calendar: &Calendar, until: Timestamp) -> SignedDuration {
        calendar.worked(self.started_at, self.stopped_at.unwrap_or(until))
    }

    /// The other reading: without the pauses.
    pub fn worked_without_pauses(&self, calendar: &Calendar, until: Timestamp) -> SignedDuration {
        let stop = self.stopped_at.unwrap_or(until);
        let wait =
            |pause: &Span| calendar.worked(pause.from, pause.until.unwrap_or(stop).min(stop));
        let waited: SignedDuration = self.paused.iter().map(wait).sum();
        (self.worked(calendar, until) - waited).max(SignedDuration::ZERO)
    }

    /// Done in the moment it began, by Loket itself.
    pub fn is_instant(&self) -> bool {
        self.stopped_at == Some(self.started_at)
    }
}

/// Minutes as a deviation tells them: a begun one counts.
pub fn begun_minutes(time: SignedDuration) -> u32 {
    let begun = u32::from(time > SignedDuration::from_mins(time.as_mins()));
    u32::try_from(time.as_mins()).unwrap_or(u32::MAX).saturating_add(begun)
}

/// The applicant was asked for something (SOP step 6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub at: Timestamp,
    /// What was asked for; empty where an old row of the log does not say.
    pub missing: Vec<Missing>,
}

/// The case ended, at least for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    pub at: Timestamp,
    pub state: State,
    /// Why, as it was typed (TOLAK, TUTUP), passwords masked.
    pub reason: Option<String>,
}

/// Somebody accounted for a deviation (`PENJELASAN …`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub at: Timestamp,
    pub by: String,
    /// The state of the case when it was said: tells what had begun by then.
    pub text: String,
    /// The step it names, where it names one.
    pub step: Option<u8>,
}

/// A letter that did not arrive, or whose end nobody knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    pub at: Timestamp,
    pub kind: FailureKind,
    /// Name of the letter's template; empty for a reset.
    pub template: String,
    /// It went to a member of staff.
    pub staff: bool,
}

/// How a delivery failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureKind {
    /// Refused at once, or every try failed.
    Refused,
    /// Came back later.
    Bounced,
    /// The connection broke: nobody knows.
    Unknown,
    /// The account's own system could not set a password.
    ResetStopped,
}

/// One case as the log has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    pub id: String,
    pub kind: Option<Kind>,
    pub channel: Channel,
    pub applicant: Applicant,
    /// Row of the account in the register, once it is known.
    pub account: Option<i64>,
    pub unit: Option<String>,
    /// Newest requests for the account in the 90 days before this one.
    pub earlier: Vec<Earlier>,
    /// The server's arrival time; of a visitor, of his guest-book entry.
    pub received_at: Timestamp,
    pub out_of_scope: Option<Scope>,
    /// SOP step 4: a person or Loket looked at it, or the visitor was called.
    pub opened_at: Option<Timestamp>,
    pub state: State,
    /// Somebody disowned it and nobody has lifted that.
    pub frozen: bool,
    pub rounds: u32,
    /// In the order in which they began.
    pub passages: Vec<Passage>,
    pub asked: Vec<Asked>,
    /// Every end it had; a reopened case has more than one.
    pub ends: Vec<Ended>,
    pub explanations: Vec<Said>,
    pub failures: Vec<Failure>,
    /// The member of staff who last acted on it; `None` while only Loket did.
    pub officer: Option<String>,
    pub archived_at: Option<Timestamp>,
    /// When something last happened.
    pub changed_at: Timestamp,
    /// Rows that could not be read: an old or a foreign log.
    pub unreadable: u32,
}

impl Course {
    /// The end that holds, if the case is closed.
    pub fn end(&self) -> Option<&Ended> {
        self.ends.last().filter(|_| self.state.is_closed())
    }
}
