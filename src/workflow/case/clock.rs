//! The working-time clocks of a case and the standards it missed, as plain data (`domain.md` §1.7).
//! Knows no calendar: when a clock is due is reckoned in `workflow::clock`.
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A step's working-time clock.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StepClock {
    /// SOP step, 3 to 14.
    pub step: u8,
    /// Who answers for it, as the SOP names him.
    pub holder: Holder,
    pub standard_minutes: u32,
    pub started_at: Timestamp,
    pub due_at: Timestamp,
    pub stopped_at: Option<Timestamp>,
    /// Round of the completeness check (steps 3 to 6), or of the hand-over (8 to 14).
    #[serde(default)]
    pub round: u32,
    /// When a needed confirmation was waited for (`domain.md` A11), whether or not it holds the clock.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<Pause>,
    /// The pauses hold this clock, by the rule in force when the first of them began.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub pausing: bool,
    /// Its holder was warned.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub warned: bool,
}

impl StepClock {
    /// Whether it stands still now, waiting for a confirmation.
    pub fn is_paused(&self) -> bool {
        self.pausing && self.pauses.last().is_some_and(|pause| pause.until.is_none())
    }
}

/// A wait inside a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    pub from: Timestamp,
    /// `None` while it lasts; the clock's own stop ends it too.
    pub until: Option<Timestamp>,
}

/// Who answers for a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holder {
    FrontOffice,
    Helpdesk,
    AdminPpe,
}

/// A missed standard (SOP, Peringatan 2): somebody must account for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Deviation {
    pub step: u8,
    pub standard_minutes: u32,
    /// Working minutes taken, a begun one counted; `None` while the step still runs.
    pub actual_minutes: Option<u32>,
    pub holder: Holder,
    pub explanation: Option<String>,
    /// When the clock it came of was started; for step 4 the arrival. `None` on rows of old.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<Timestamp>,
    /// Step 4 only: the mail came in so shortly before closing that it could hardly be met
    /// (`domain.md` §5.5, "masuk menjelang tutup").
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub near_closing: bool,
    /// Those it concerns were written to.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub told: bool,
}

impl Deviation {
    /// Whether it came of this clock.
    pub fn is_of(&self, clock: &StepClock) -> bool {
        self.step == clock.step && self.started_at.is_none_or(|at| at == clock.started_at)
    }
}
