//! The working-time clocks of a case (SOP, Mutu Baku, column Waktu) and the deviations they prove. What
//! came by mail counts from the server's arrival time, however late it was fetched.
use super::Turn;
use crate::workflow::case::{Channel, Pause, StepClock};
use crate::workflow::effect::Wake;
use crate::workflow::recount;
use jiff::Timestamp;

/// Steps somebody is told of when they are late: what people do, and of what Loket does by itself, what
/// hangs on the mail server and on the disk.
const WATCHED: [u8; 7] = [3, 5, 8, 9, 10, 13, 14];

impl Turn<'_> {
    /// Starts the clock of a step. A second start while it runs changes nothing.
    pub(super) fn start_clock(&mut self, step: u8) {
        self.start_clock_at(step, self.at);
    }

    pub(super) fn start_clock_at(&mut self, step: u8, started_at: Timestamp) {
        let Some(clock) = self.new_clock(step, started_at) else { return };
        self.ring(&clock);
        self.case.clocks.push(clock);
    }

    /// `None` where the step has no standard, or its clock runs already.
    fn new_clock(&self, step: u8, started_at: Timestamp) -> Option<StepClock> {
        let standard_minutes = self.rules.standards.minutes(step)?;
        if self.case.running(step).is_some() {
            return None;
        }
        let mut clock = StepClock {
            step,
            holder: self.rules.holders.of(step),
            standard_minutes,
            started_at,
            due_at: started_at,
            stopped_at: None,
            round: if step < 8 { self.case.rounds } else { self.case.approval_round },
            pauses: Vec::new(),
            pausing: false,
            warned: false,
        };
        clock.due_at = clock.due(&self.rules.calendar);
        Some(clock)
    }

    /// Sets the alarms of a clock for the times it has now. One set before is stale, or rings in vain.
    pub(super) fn ring(&mut self, clock: &StepClock) {
        if !WATCHED.contains(&clock.step) || clock.stopped_at.is_some() || clock.is_paused() {
            return;
        }
        let (step, started_ms) = (clock.step, clock.started_at.as_millisecond());
        let calendar = &self.rules.calendar;
        if let Some(percent) = self.rules.warnings.percent(step).filter(|_| !clock.warned) {
            let early = calendar.next_working_time(clock.warning(calendar, percent));
            if clock.due_at > self.now {
                self.wake(early.max(self.now), Wake::Warn { step, started_ms });
            }
        }
        let late = clock.late_from(calendar);
        self.wake(late, Wake::Breach { step, started_ms });
    }

    /// A step done in the moment it began, by Loket itself: both times, no alarm.
    pub(super) fn pass_step(&mut self, step: u8) {
        if self.case.running(step).is_some() {
            return self.stop_clock(step);
        }
        if let Some(mut clock) = self.new_clock(step, self.at) {
            clock.stopped_at = Some(self.at);
            self.case.clocks.push(clock);
        }
    }

    /// Step 12: the result is at helpdesk once Loket has it, however long it lay in the mailbox. Step 14
    /// begins then, and the papers may be filed (13).
    pub(super) fn result_in(&mut self) {
        self.stop_clock(10);
        self.start_clock(12);
        self.stop_clock_at(12, self.now);
        self.start_clock_at(14, self.now);
        self.start_clock(13);
    }

    /// Stops the running clock of a step; a missed standard becomes a deviation.
    pub(super) fn stop_clock(&mut self, step: u8) {
        self.stop_clock_at(step, self.at);
    }

    fn stop_clock_at(&mut self, step: u8, at: Timestamp) {
        let calendar = &self.rules.calendar;
        let running = |c: &&mut StepClock| c.step == step && c.stopped_at.is_none();
        let Some(clock) = self.case.clocks.iter_mut().find(running) else { return };
        let stopped_at = at.max(clock.started_at);
        clock.stopped_at = Some(stopped_at);
        if let Some(pause) = clock.pauses.last_mut() {
            pause.until = pause.until.or(Some(stopped_at.max(pause.from)));
        }
        clock.due_at = clock.due(calendar);
        let clock = clock.clone();
        let known = self.case.deviations.iter().position(|d| d.is_of(&clock));
        let deviation = clock.deviation(calendar, Some(stopped_at));
        match known {
            // The answer was there in time, and only fetched late.
            Some(index) if !clock.is_late(calendar, stopped_at) => {
                self.case.deviations.remove(index);
            }
            Some(index) => {
                if let Some(known) = self.case.deviations.get_mut(index) {
                    known.actual_minutes = deviation.actual_minutes;
                }
            }
            None if clock.is_late(calendar, stopped_at) => self.case.deviations.push(deviation),
            None => {}
        }
    }

    pub(super) fn stop_all_clocks(&mut self) {
        self.stop_clocks_but(&[]);
    }

    pub(super) fn stop_clocks_but(&mut self, kept: &[u8]) {
        let runs = |c: &&StepClock| c.stopped_at.is_none() && !kept.contains(&c.step);
        let running: Vec<u8> = self.case.clocks.iter().filter(runs).map(|c| c.step).collect();
        for step in running {
            self.stop_clock(step);
        }
    }

    /// A step that began for nothing: its clock proves nothing.
    pub(super) fn drop_clock(&mut self, step: u8) {
        let late = self.case.deviations.clone();
        self.case.clocks.retain(|c| {
            c.step != step || c.stopped_at.is_some() || late.iter().any(|d| d.is_of(c))
        });
        self.stop_clock(step);
    }

    /// A confirmation is waited for from now on (`domain.md` A11). It holds the clock where the rules say so
    /// and the note says why; both readings are kept.
    pub(super) fn pause_clock(&mut self, step: u8, noted: bool) {
        let holds = self.rules.confirm_pauses_clock && noted;
        let at = self.at;
        let running = |c: &&mut StepClock| c.step == step && c.stopped_at.is_none();
        let Some(clock) = self.case.clocks.iter_mut().find(running) else { return };
        if clock.pauses.last().is_some_and(|pause| pause.until.is_none()) {
            return;
        }
        clock.pauses.push(Pause { from: at.max(clock.started_at), until: None });
        clock.pausing |= holds;
    }

    /// The confirmation is there: a clock that stood still goes on.
    pub(super) fn resume_clock(&mut self, step: u8) {
        let at = self.at;
        let calendar = &self.rules.calendar;
        let running = |c: &&mut StepClock| c.step == step && c.stopped_at.is_none();
        let Some(clock) = self.case.clocks.iter_mut().find(running) else { return };
        let held = clock.is_paused();
        if let Some(pause) = clock.pauses.last_mut().filter(|pause| pause.until.is_none()) {
            pause.until = Some(at.max(pause.from));
        }
        clock.due_at = clock.due(calendar);
        let clock = clock.clone();
        if held {
            self.ring(&clock);
        }
    }

    /// Step 4: somebody looked at the mail. Loket itself counts when it could judge alone.
    pub(super) fn opened(&mut self) {
        if self.case.opened_at.is_some() {
            return;
        }
        let opened_at = self.at.max(self.case.received_at);
        self.case.opened_at = Some(opened_at);
        if self.case.channel == Channel::InPerson {
            return;
        }
        let known = self.case.deviations.iter().position(|d| d.step == 4);
        if opened_at < self.case.open_due {
            // Opened in time, and only fetched late.
            if let Some(index) = known {
                self.case.deviations.remove(index);
            }
            return;
        }
        let fresh = recount::not_opened(&self.case, self.rules, Some(opened_at));
        match known.and_then(|index| self.case.deviations.get_mut(index)) {
            Some(deviation) => deviation.actual_minutes = fresh.actual_minutes,
            None => self.case.deviations.push(fresh),
        }
    }

    /// A corrected calendar: what it changes, and the alarms at their new times.
    pub(super) fn calendar_corrected(&mut self) {
        let before = (self.case.open_due, self.case.answer_due, self.case.clocks.clone());
        recount::recount(&mut self.case, self.rules, self.now);
        if self.case.frozen.is_some() {
            return;
        }
        if self.case.open_due != before.0 {
            self.ring_opening();
        }
        if self.case.answer_due != before.1 {
            self.ring_answer();
        }
        let moved = |clock: &&StepClock| !before.2.contains(clock);
        let moved: Vec<StepClock> = self.case.clocks.iter().filter(moved).cloned().collect();
        for clock in moved {
            self.ring(&clock);
        }
    }
}
