//! When a clock is due, when its holder is warned, when it is late: pure arithmetic on a clock and the
//! calendar in force (`domain.md` §1.7, A11). Both the alarms and a corrected calendar reckon with it.
use crate::calendar::Calendar;
use crate::workflow::case::{Case, Deviation, State, StepClock};
use jiff::{SignedDuration, Timestamp};

/// The first length of time beyond a standard.
const BEYOND: SignedDuration = SignedDuration::from_secs(1);

impl StepClock {
    fn standard(&self) -> SignedDuration {
        SignedDuration::from_mins(i64::from(self.standard_minutes))
    }

    /// When so much of its time is used; while it stands still, as if it went on now.
    fn reaches(&self, calendar: &Calendar, time: SignedDuration) -> Timestamp {
        let mut left = time;
        let mut from = self.started_at;
        for pause in self.pauses.iter().filter(|_| self.pausing) {
            let used = calendar.worked(from, pause.from);
            if used >= left {
                break;
            }
            left -= used;
            from = pause.until.unwrap_or(pause.from);
        }
        calendar.add(from, left)
    }

    /// When its standard time ends.
    pub fn due(&self, calendar: &Calendar) -> Timestamp {
        self.reaches(calendar, self.standard())
    }

    /// When this part of it is used, in percent.
    pub fn warning(&self, calendar: &Calendar, percent: u32) -> Timestamp {
        let seconds = i64::from(self.standard_minutes) * 60 * i64::from(percent) / 100;
        self.reaches(calendar, SignedDuration::from_secs(seconds))
    }

    /// The first moment at which it is late: in working time, a second after it was due.
    pub fn late_from(&self, calendar: &Calendar) -> Timestamp {
        self.reaches(calendar, self.standard() + BEYOND)
    }

    /// Working time it took until `end`; pauses apart where they hold it.
    pub fn took(&self, calendar: &Calendar, end: Timestamp) -> SignedDuration {
        let whole = calendar.worked(self.started_at, end);
        if self.pausing { whole - self.paused(calendar, end) } else { whole }
    }

    /// Working time that was waited for a confirmation, until `end` (`domain.md` A11: both readings).
    pub fn paused(&self, calendar: &Calendar, end: Timestamp) -> SignedDuration {
        let wait = |pause: &crate::workflow::case::Pause| {
            calendar.worked(pause.from, pause.until.unwrap_or(end).min(end))
        };
        self.pauses.iter().map(wait).sum()
    }

    /// The minutes a deviation tells of, a begun one counted.
    pub fn minutes(&self, calendar: &Calendar, end: Timestamp) -> u32 {
        begun_minutes(self.took(calendar, end))
    }

    /// Whether its standard is missed at `end`.
    pub fn is_late(&self, calendar: &Calendar, end: Timestamp) -> bool {
        self.took(calendar, end) > self.standard()
    }

    /// The deviation it proves at its stop, or while it runs (`end` is `None`).
    pub fn deviation(&self, calendar: &Calendar, end: Option<Timestamp>) -> Deviation {
        Deviation {
            step: self.step,
            standard_minutes: self.standard_minutes,
            actual_minutes: end.map(|end| self.minutes(calendar, end)),
            holder: self.holder,
            explanation: None,
            started_at: Some(self.started_at),
            near_closing: false,
            told: false,
        }
    }
}

fn begun_minutes(time: SignedDuration) -> u32 {
    let whole = SignedDuration::from_mins(time.as_mins());
    u32::try_from(time.as_mins()).unwrap_or(u32::MAX).saturating_add(u32::from(time > whole))
}

impl Case {
    /// The newest clock of a step that runs.
    pub fn running(&self, step: u8) -> Option<&StepClock> {
        self.clocks.iter().rev().find(|c| c.step == step && c.stopped_at.is_none())
    }

    /// Whether SOP step 4 is still to be done: a visitor is called instead.
    pub fn awaits_opening(&self) -> bool {
        let unopened = self.opened_at.is_none() && self.queue.is_none();
        unopened && matches!(self.state, State::Received | State::Checking)
    }

    /// Working minutes that step 4 has: until closing time of the day of the effective arrival.
    pub fn open_minutes(&self, calendar: &Calendar) -> u32 {
        begun_minutes(calendar.worked(self.effective_at, self.open_due))
    }

    /// When the reminder of missing papers is due: in the middle of the day rather than at its close, so
    /// that there is still time to answer.
    pub fn remind_at(&self, calendar: &Calendar, working_days: u32) -> Option<Timestamp> {
        let closing = calendar.add_working_days(self.asked_at?, working_days);
        Some(closing.checked_sub(SignedDuration::from_hours(4)).unwrap_or(closing))
    }
}
