//! The figures of a period (`domain.md` §6.3), counted over courses one by one: the collector keeps
//! numbers and the lines a report lists, never the courses. Pure; knows no SQL, no clock, no wording.
//!
//! What counts where: a request counts as *received* in the period its mail or guest-book entry
//! arrived in, as *finished* in the period it ended in, and a step in the period it stopped in. All of
//! it is as the log stood at the period's end, whatever happened since; only explanations of
//! deviations count whenever they were given.
mod deviations;
mod history;
mod numbers;
mod tally;

pub use deviations::{Found, found};
pub use numbers::Spread;
pub use tally::Tally;

use crate::report::passages::FailureKind;
use crate::workflow::case::{Channel, Holder, Kind, State};
use crate::workflow::policy::{Holders, Standards};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;

/// A stretch of whole civil days in the office's zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Period {
    /// `2026-11`, `2026-Q4`.
    pub name: String,
    pub first_day: Date,
    pub last_day: Date,
    pub from: Timestamp,
    /// First moment after it.
    pub to: Timestamp,
    /// Until when the log is looked at: `to`, or now while the period lasts.
    pub until: Timestamp,
}

impl Period {
    pub fn holds(&self, at: Timestamp) -> bool {
        self.from <= at && at < self.until
    }

    /// Whether it was over when it was looked at.
    pub fn is_over(&self) -> bool {
        self.until == self.to
    }
}

/// The standard of one step, as the configuration has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    pub step: u8,
    pub minutes: u32,
    pub holder: Holder,
}

/// What the figures are measured by.
#[derive(Clone, Debug)]
pub struct Measures {
    pub steps: Vec<Measure>,
    /// Who answers for step 4, which has no minutes.
    pub opening: Holder,
    /// Whether waiting for a telephone confirmation pauses step 9 (`domain.md` A11): decides which of
    /// both readings makes a deviation.
    pub confirm_pauses: bool,
}

impl Measures {
    /// As the rules in force have them.
    pub fn of_rules(standards: &Standards, holders: &Holders, confirm_pauses: bool) -> Measures {
        let steps = standards.all().into_iter();
        let steps =
            steps.map(|(step, minutes)| Measure { step, minutes, holder: holders.of(step) });
        Measures { steps: steps.collect(), opening: holders.of(4), confirm_pauses }
    }

    pub fn of(&self, step: u8) -> Option<Measure> {
        self.steps.iter().copied().find(|m| m.step == step)
    }
}

/// SOP step 8 has no time in the SOP; ours is an assumption (`domain.md` A10).
pub const ASSUMED_STEP: u8 = 8;

/// Everything a report says in numbers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figures {
    pub period: Period,
    pub received: Received,
    pub finished: Finished,
    /// Of the requests received in the period, where they stood at its end.
    pub received_now: BTreeMap<&'static str, u32>,
    pub days: Vec<Day>,
    pub opening: Opening,
    pub steps: Vec<StepFigures>,
    pub whole: Whole,
    /// Finished requests by rounds of completion; `1` needed none.
    pub rounds: BTreeMap<u32, u32>,
    /// How often something was asked for, by its stable name.
    pub missing: BTreeMap<String, u32>,
    pub rejections: Vec<Reason>,
    pub repeats: Repeats,
    pub open: Open,
    pub failures: Failures,
    pub deviations: Vec<DeviationLine>,
    /// Rows of the log that could not be read.
    pub unreadable_rows: u32,
}

/// Requests that arrived in the period.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Received {
    pub total: u32,
    pub reset_password: u32,
    pub user_id_information: u32,
    pub both: u32,
    /// The request never said, and nobody found out.
    pub kind_unknown: u32,
    pub email: u32,
    pub in_person: u32,
    /// From an address that is not the account's registered one (`domain.md` A4).
    pub unregistered_sender: u32,
    /// Requests of earlier periods that were open when this one began.
    pub carried_over: u32,
}

/// Requests that ended in the period.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Finished {
    pub total: u32,
    pub delivered: u32,
    pub rejected: u32,
    pub closed_no_followup: u32,
    pub withdrawn: u32,
    pub out_of_scope: u32,
    /// Of the total, those received in an earlier period.
    pub received_earlier: u32,
}

/// One civil day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Day {
    pub date: Date,
    pub working: bool,
    pub received: u32,
    pub finished: u32,
}

/// SOP step 4 for mails: opened on the day of the effective arrival.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Opening {
    pub counted: u32,
    pub same_day: u32,
    pub late: u32,
    /// Of them those that arrived shortly before closing ("masuk menjelang tutup").
    pub near_closing: u32,
    pub near_closing_late: u32,
    /// Not opened yet at the period's end and already late; not in `counted`.
    pub still_unopened_late: u32,
    pub minutes: Spread,
}

/// One step with a standard.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StepFigures {
    pub step: u8,
    pub standard_minutes: u32,
    pub holder: Holder,
    /// The standard is not the SOP's.
    pub assumed: bool,
    pub counted: u32,
    /// Of them, done by Loket in the moment they began.
    pub automatic: u32,
    pub within: u32,
    pub late: u32,
    /// The other reading of A11: telephone confirmations not counted. Differs in step 9 only.
    pub within_without_pauses: u32,
    pub late_without_pauses: u32,
    /// Still running at the period's end and over the standard; not in `counted`.
    pub running_late: u32,
    pub minutes: Spread,
    pub minutes_without_pauses: Spread,
}

/// From effective arrival to delivery, for results delivered in the period.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Whole {
    pub minutes: Spread,
    /// Without the time the applicant was waited for (SOP step 7).
    pub minutes_without_applicant: Spread,
}

/// A reason as it was typed, and how often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reason {
    pub text: String,
    pub count: u32,
}

/// Resets asked for again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Repeats {
    /// Resets received in the period whose account had another within so many days before.
    pub within_30_days: u32,
    pub within_90_days: u32,
    /// The accounts with most resets within 90 days.
    pub accounts: Vec<RepeatLine>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RepeatLine {
    /// The newest request.
    pub case: String,
    pub unit: Option<String>,
    /// Resets within 90 days, this one among them.
    pub resets_90_days: u32,
}

/// Open at the period's end.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Open {
    pub total: u32,
    pub by_state: BTreeMap<&'static str, u32>,
    /// By age in calendar days: at most 1, 7, 30, more.
    pub age_to_1_day: u32,
    pub age_to_7_days: u32,
    pub age_to_30_days: u32,
    pub age_over_30_days: u32,
    /// Frozen because somebody disowned them.
    pub frozen: u32,
    /// The oldest first.
    pub oldest: Vec<OpenLine>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OpenLine {
    pub case: String,
    pub state: State,
    pub kind: Option<Kind>,
    pub channel: Channel,
    pub received_at: Timestamp,
    pub age_days: u32,
    pub age_working_minutes: u32,
    pub rounds: u32,
}

/// Letters that did not arrive, in the period.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Failures {
    pub refused: u32,
    pub bounced: u32,
    pub unknown: u32,
    pub reset_stopped: u32,
    /// Of all these, letters to members of staff.
    pub to_staff: u32,
    pub lines: Vec<FailureLine>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FailureLine {
    pub case: String,
    pub at: Timestamp,
    pub kind: FailureKind,
    pub letter: String,
    pub staff: bool,
}

/// A missed standard, with what its holder said (SOP, Peringatan 2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeviationLine {
    pub case: String,
    pub step: u8,
    pub round: u32,
    pub holder: Holder,
    pub standard_minutes: u32,
    /// Both readings of A11.
    pub minutes: u32,
    pub minutes_without_pauses: u32,
    /// It still ran at the period's end.
    pub running: bool,
    /// The mail came shortly before closing (step 4).
    pub near_closing: bool,
    pub started_at: Timestamp,
    pub stopped_at: Option<Timestamp>,
    pub explanation: Option<String>,
    pub explained_by: Option<String>,
}
