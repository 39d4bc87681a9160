//! The working-time clocks of a case (SOP, Mutu Baku, column Waktu) and the deviations they prove.
use super::Turn;
use crate::workflow::case::{Deviation, StepClock};
use crate::workflow::effect::Wake;
use crate::workflow::policy::holder_of;
use jiff::{SignedDuration, Timestamp};

/// Steps a person can be late for: only these ring.
const WATCHED: [u8; 4] = [3, 5, 9, 10];

impl Turn<'_> {
    /// Starts the clock of a step now. A second start while it runs changes nothing.
    pub(super) fn start_clock(&mut self, step: u8) {
        self.start_clock_at(step, self.now);
    }

    pub(super) fn start_clock_at(&mut self, step: u8, started_at: Timestamp) {
        let Some(standard_minutes) = self.rules.standards.minutes(step) else { return };
        if self.case.clocks.iter().any(|c| c.step == step && c.stopped_at.is_none()) {
            return;
        }
        let due_at = self.rules.calendar.add_minutes(started_at, standard_minutes);
        self.case.clocks.push(StepClock {
            step,
            holder: holder_of(step),
            standard_minutes,
            started_at,
            due_at,
            stopped_at: None,
        });
        if WATCHED.contains(&step) {
            let started_ms = started_at.as_millisecond();
            let early = self.rules.calendar.add_minutes(started_at, standard_minutes * 4 / 5);
            if early < due_at && early > self.now {
                self.wake(early, Wake::Warn { step, started_ms });
            }
            // A minute later than due: at the very minute the standard is still met.
            let late = due_at.checked_add(SignedDuration::from_secs(1)).unwrap_or(due_at);
            self.wake(late, Wake::Breach { step, started_ms });
        }
    }

    /// A step done in the moment it began, by Loket itself: both times, no alarm.
    pub(super) fn pass_step(&mut self, step: u8) {
        let running = self.case.clocks.iter().any(|c| c.step == step && c.stopped_at.is_none());
        if running {
            return self.stop_clock(step);
        }
        let Some(standard_minutes) = self.rules.standards.minutes(step) else { return };
        self.case.clocks.push(StepClock {
            step,
            holder: holder_of(step),
            standard_minutes,
            started_at: self.now,
            due_at: self.rules.calendar.add_minutes(self.now, standard_minutes),
            stopped_at: Some(self.now),
        });
    }

    /// Stops the running clock of a step; a missed standard becomes a deviation.
    pub(super) fn stop_clock(&mut self, step: u8) {
        let now = self.now;
        let calendar = &self.rules.calendar;
        let Some(clock) =
            self.case.clocks.iter_mut().find(|c| c.step == step && c.stopped_at.is_none())
        else {
            return;
        };
        clock.stopped_at = Some(now);
        let actual = calendar.minutes_between(clock.started_at, now);
        let (standard, holder) = (clock.standard_minutes, clock.holder);
        let open =
            self.case.deviations.iter_mut().find(|d| d.step == step && d.actual_minutes.is_none());
        if let Some(deviation) = open {
            deviation.actual_minutes = Some(actual);
        } else if actual > standard {
            self.case.deviations.push(Deviation {
                step,
                standard_minutes: standard,
                actual_minutes: Some(actual),
                holder,
                explanation: None,
            });
        }
    }

    pub(super) fn stop_all_clocks(&mut self) {
        let running: Vec<u8> =
            self.case.clocks.iter().filter(|c| c.stopped_at.is_none()).map(|c| c.step).collect();
        for step in running {
            self.stop_clock(step);
        }
    }

    /// Step 4: somebody looked at the mail. Loket itself counts when it could judge alone.
    pub(super) fn opened(&mut self) {
        if self.case.opened_at.is_some() {
            return;
        }
        self.case.opened_at = Some(self.now);
        if self.now >= self.case.open_due {
            let actual = self.rules.calendar.minutes_between(self.case.effective_at, self.now);
            let standard =
                self.rules.calendar.minutes_between(self.case.effective_at, self.case.open_due);
            let late = self.case.deviations.iter_mut().find(|d| d.step == 4);
            match late {
                Some(deviation) => deviation.actual_minutes = Some(actual),
                None => self.case.deviations.push(Deviation {
                    step: 4,
                    standard_minutes: standard,
                    actual_minutes: Some(actual),
                    holder: holder_of(4),
                    explanation: None,
                }),
            }
        }
    }
}
