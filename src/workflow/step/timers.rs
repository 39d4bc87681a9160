//! Alarms (`domain.md` §1.7). A stale alarm changes nothing, so nothing ever has to be cancelled.
use super::Turn;
use crate::workflow::case::{Deviation, State};
use crate::workflow::effect::Wake;
use crate::workflow::letter::Letter;
use crate::workflow::policy::{holder_of, role_of};

impl Turn<'_> {
    pub(super) fn woke(&mut self, wake: Wake) {
        if self.case.frozen.is_some() {
            // Nobody is late with a frozen case; what must be read again is asked for when it thaws.
            return;
        }
        match wake {
            Wake::Remind { round } => self.remind(round),
            Wake::Expire { round } => self.expire(round),
            Wake::Warn { step, started_ms } => self.warn(step, started_ms),
            Wake::Breach { step, started_ms } => self.breach(step, started_ms),
            Wake::OpenDue => self.not_opened(),
            Wake::ReadingLate { mail } => self.reading_late(mail),
        }
    }

    fn waits(&self, round: u32) -> bool {
        self.case.state == State::WaitingApplicant && self.case.rounds == round
    }

    fn remind(&mut self, round: u32) {
        let Some(deadline) = self.case.answer_due.filter(|_| self.waits(round)) else { return };
        let letter = Letter::Reminder {
            name: self.case.applicant.name.clone(),
            missing: self.case.missing.clone(),
            unfit: self.case.unfit.clone(),
            deadline,
        };
        self.send_applicant(letter);
    }

    fn expire(&mut self, round: u32) {
        if self.waits(round) {
            let deadline = self.case.answer_due;
            self.close_unfollowed(None, deadline);
        }
    }

    /// The running clock an alarm was set for, as (standard, due).
    fn running(&self, step: u8, started_ms: i64) -> Option<(u32, jiff::Timestamp)> {
        self.case
            .clocks
            .iter()
            .find(|c| {
                c.step == step
                    && c.stopped_at.is_none()
                    && c.started_at.as_millisecond() == started_ms
            })
            .map(|c| (c.standard_minutes, c.due_at))
    }

    fn warn(&mut self, step: u8, started_ms: i64) {
        if let Some((standard_minutes, due)) = self.running(step, started_ms) {
            let letter = Letter::TimeWarning { step, standard_minutes, due, percent: 80 };
            self.send_role(&letter, role_of(holder_of(step)));
        }
    }

    fn breach(&mut self, step: u8, started_ms: i64) {
        let Some((standard_minutes, due)) = self.running(step, started_ms) else { return };
        self.deviate(step, standard_minutes, due);
    }

    fn not_opened(&mut self) {
        let waiting = matches!(self.case.state, State::Received | State::Checking);
        if waiting && self.case.opened_at.is_none() && self.now >= self.case.open_due {
            let due = self.case.open_due;
            let standard = self.rules.calendar.minutes_between(self.case.effective_at, due);
            self.deviate(4, standard, due);
        }
    }

    fn deviate(&mut self, step: u8, standard_minutes: u32, due: jiff::Timestamp) {
        let holder = holder_of(step);
        if self.case.deviations.iter().any(|d| d.step == step && d.actual_minutes.is_none()) {
            return;
        }
        self.case.deviations.push(Deviation {
            step,
            standard_minutes,
            actual_minutes: None,
            holder,
            explanation: None,
        });
        let letter = Letter::StandardBreached { step, standard_minutes, due, holder };
        self.send_role(&letter, role_of(holder));
        self.send_role(&letter, crate::workflow::actor::Role::Supervisor);
    }
}
