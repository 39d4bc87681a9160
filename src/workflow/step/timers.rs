//! Alarms (`domain.md` §1.7). A stale alarm changes nothing, so nothing ever has to be cancelled: each
//! asks by the calendar in force whether its time has come. People are told in working time only.
use super::Turn;
use crate::workflow::actor::Role;
use crate::workflow::case::{Deviation, State, StepClock};
use crate::workflow::effect::Wake;
use crate::workflow::letter::Letter;
use crate::workflow::policy::role_of;
use crate::workflow::recount;
use jiff::{SignedDuration, Timestamp};

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
            Wake::Escalate { step, started_ms, times } => self.escalate(step, started_ms, times),
            Wake::OpenSoon => self.open_soon(),
            Wake::OpenDue => self.not_opened(),
            Wake::ReadingLate { mail } => self.reading_late(mail),
        }
    }

    fn waits(&self, round: u32) -> bool {
        self.case.state == State::WaitingApplicant && self.case.rounds == round
    }

    /// Sets the alarms of SOP step 7 for the days it has now.
    pub(super) fn ring_answer(&mut self) {
        let round = self.case.rounds;
        let days = self.rules.reminder_working_days;
        let remind = self.case.remind_at(&self.rules.calendar, days);
        if let Some(at) = remind.filter(|_| !self.case.reminded) {
            self.wake(at, Wake::Remind { round });
        }
        if let Some(at) = self.case.answer_due {
            self.wake(at, Wake::Expire { round });
        }
    }

    fn remind(&mut self, round: u32) {
        let Some(deadline) = self.case.answer_due.filter(|_| self.waits(round)) else { return };
        let days = self.rules.reminder_working_days;
        let early = self.case.remind_at(&self.rules.calendar, days).is_some_and(|at| self.now < at);
        if early || self.case.reminded {
            return;
        }
        self.case.reminded = true;
        let letter = Letter::Reminder {
            name: self.case.applicant.name.clone(),
            missing: self.case.missing.clone(),
            unfit: self.case.unfit.clone(),
            deadline,
        };
        self.send_applicant(letter);
    }

    fn expire(&mut self, round: u32) {
        let deadline = self.case.answer_due;
        if self.waits(round) && deadline.is_none_or(|at| at <= self.now) {
            self.close_unfollowed(None, deadline);
        }
    }

    /// The running clock an alarm was set for.
    pub(super) fn clock_of(&self, step: u8, started_ms: i64) -> Option<StepClock> {
        let clock = self.case.running(step)?;
        (clock.started_at.as_millisecond() == started_ms && !clock.is_paused())
            .then(|| clock.clone())
    }

    /// Nobody is told of a time in the night: the alarm comes back when work begins. True if it does.
    pub(super) fn waits_for_work(&mut self, wake: Wake) -> bool {
        let at = self.rules.calendar.next_working_time(self.now);
        if at > self.now {
            self.wake(at, wake);
        }
        at > self.now
    }

    fn warn(&mut self, step: u8, started_ms: i64) {
        let Some(clock) = self.clock_of(step, started_ms).filter(|clock| !clock.warned) else {
            return;
        };
        let Some(percent) = self.rules.warnings.percent(step) else { return };
        let calendar = &self.rules.calendar;
        let early = self.now < clock.warning(calendar, percent);
        if early || clock.is_late(calendar, self.now) {
            return;
        }
        if self.waits_for_work(Wake::Warn { step, started_ms }) {
            return;
        }
        for known in self.case.clocks.iter_mut().filter(|c| **c == clock) {
            known.warned = true;
        }
        let (standard_minutes, due) = (clock.standard_minutes, clock.due_at);
        let letter = Letter::TimeWarning { step, standard_minutes, due, percent };
        self.send_role(&letter, role_of(clock.holder));
    }

    fn breach(&mut self, step: u8, started_ms: i64) {
        let Some(clock) = self.clock_of(step, started_ms) else { return };
        let calendar = &self.rules.calendar;
        if !clock.is_late(calendar, self.now) {
            return;
        }
        let fresh = clock.deviation(calendar, None);
        let known = self.case.deviations.iter().position(|d| d.is_of(&clock));
        self.deviate(known, fresh, clock.due_at, Wake::Breach { step, started_ms });
    }

    /// Sets the alarms of SOP step 4 for the closing time it has now.
    pub(super) fn ring_opening(&mut self) {
        if !self.case.awaits_opening() {
            return;
        }
        let calendar = &self.rules.calendar;
        if let Some(at) = self.opening_warning().filter(|_| !self.case.open_warned) {
            let at = calendar.next_working_time(at).max(self.now);
            if at < self.case.open_due {
                self.wake(at, Wake::OpenSoon);
            }
        }
        self.wake(self.case.open_due, Wake::OpenDue);
    }

    /// When helpdesk is warned of an unopened mail; not at all where it came in shortly before closing.
    fn opening_warning(&self) -> Option<Timestamp> {
        let percent = i64::from(self.rules.warnings.percent(4)?);
        let calendar = &self.rules.calendar;
        if calendar.is_near_closing(self.case.effective_at) {
            return None;
        }
        let time = calendar.worked(self.case.effective_at, self.case.open_due);
        let part = SignedDuration::from_secs(time.as_secs() * percent / 100);
        Some(calendar.add(self.case.effective_at, part))
    }

    fn open_soon(&mut self) {
        let Some(at) = self.opening_warning().filter(|_| self.case.awaits_opening()) else {
            return;
        };
        if self.now < at || self.now >= self.case.open_due || self.case.open_warned {
            return;
        }
        if self.waits_for_work(Wake::OpenSoon) {
            return;
        }
        self.case.open_warned = true;
        let letter = Letter::TimeWarning {
            step: 4,
            standard_minutes: self.case.open_minutes(&self.rules.calendar),
            due: self.case.open_due,
            percent: self.rules.warnings.percent(4).unwrap_or(0),
        };
        self.send_role(&letter, role_of(self.rules.holders.of(4)));
    }

    fn not_opened(&mut self) {
        if !self.case.awaits_opening() || self.now < self.case.open_due {
            return;
        }
        let fresh = recount::not_opened(&self.case, self.rules, None);
        let known = self.case.deviations.iter().position(|d| d.step == 4);
        self.deviate(known, fresh, self.case.open_due, Wake::OpenDue);
    }

    /// Records a missed standard at once, and writes to the holder and to the supervisor when work goes on;
    /// who is both hears it once, and nobody twice.
    fn deviate(&mut self, known: Option<usize>, fresh: Deviation, due: Timestamp, again: Wake) {
        let Deviation { step, standard_minutes, holder, .. } = fresh;
        let index = known.unwrap_or(self.case.deviations.len());
        if known.is_none() {
            self.case.deviations.push(fresh);
        }
        let told = self.case.deviations.get(index).is_none_or(|d| d.told);
        if told || self.waits_for_work(again) {
            return;
        }
        if let Some(deviation) = self.case.deviations.get_mut(index) {
            deviation.told = true;
        }
        let started_ms = match again {
            Wake::Breach { started_ms, .. } => started_ms,
            _ => self.case.effective_at.as_millisecond(),
        };
        self.ring_escalation(step, started_ms, 0);
        let letter = Letter::StandardBreached { step, standard_minutes, due, holder };
        self.send_role(&letter, role_of(holder));
        let holders: Vec<String> =
            self.rules.with_role(role_of(holder)).map(|p| p.id.clone()).collect();
        let supervisors = self.rules.with_role(Role::Supervisor);
        let others: Vec<_> =
            supervisors.filter(|p| !holders.contains(&p.id)).map(|p| p.reference()).collect();
        for person in others {
            self.send_staff(letter.clone(), &person, Role::Supervisor, Vec::new());
        }
    }
}
