//! When a standard was missed and still nobody answers: the holders and the supervisors hear of it again,
//! a few times and in working time only. Knows the case; the first word about it is `timers`'.
use super::Turn;
use crate::workflow::actor::{Person, PersonRef, Role};
use crate::workflow::case::{Deviation, Holder};
use crate::workflow::effect::Wake;
use crate::workflow::letter::Letter;
use crate::workflow::policy::role_of;
use jiff::Timestamp;

/// Times one delay is brought up again; after that it stands in the digest.
const TIMES: u32 = 3;

/// What is late, whose it is, and for how many working minutes it has run.
struct Delay {
    holder: Holder,
    due: Timestamp,
    minutes: u32,
}

impl Turn<'_> {
    /// Sets the alarm for a delay that was just told of, or was brought up `times` times already.
    pub(super) fn ring_escalation(&mut self, step: u8, started_ms: i64, times: u32) {
        let minutes = self.rules.escalate_after_minutes;
        if minutes == 0 || times >= TIMES {
            return;
        }
        let at = self.rules.calendar.add_minutes(self.now, minutes);
        self.wake(at, Wake::Escalate { step, started_ms, times: times + 1 });
    }

    pub(super) fn escalate(&mut self, step: u8, started_ms: i64, times: u32) {
        let Some(delay) = self.delay(step, started_ms) else { return };
        // Accounted for: the digest keeps it in sight until it is done.
        let explained = |d: &Deviation| d.step == step && d.explanation.is_some();
        if self.case.deviations.iter().rev().find(|d| d.step == step).is_some_and(explained) {
            return;
        }
        if self.waits_for_work(Wake::Escalate { step, started_ms, times }) {
            return;
        }
        let letter = Letter::Escalation {
            step,
            holder: delay.holder,
            due: delay.due,
            minutes: delay.minutes,
            times,
            taken_by: self.case.taken_by.as_ref().map(|person| person.name.clone()),
        };
        let role = role_of(delay.holder);
        self.send_role(&letter, role);
        let supervisors: Vec<PersonRef> = self
            .rules
            .with_role(Role::Supervisor)
            .filter(|person| !person.has(role))
            .map(Person::reference)
            .collect();
        for person in supervisors {
            self.send_staff(letter.clone(), &person, Role::Supervisor, Vec::new());
        }
        self.ring_escalation(step, started_ms, times);
    }

    /// The delay an alarm was set for, if it still lasts.
    fn delay(&self, step: u8, started_ms: i64) -> Option<Delay> {
        if step == 4 {
            let late = self.case.awaits_opening() && self.now >= self.case.open_due;
            return late.then(|| Delay {
                holder: self.rules.holders.of(4),
                due: self.case.open_due,
                minutes: self.rules.calendar.minutes_taken(self.case.effective_at, self.now),
            });
        }
        let clock = self.clock_of(step, started_ms)?;
        clock.is_late(&self.rules.calendar, self.now).then_some(Delay {
            holder: clock.holder,
            due: clock.due_at,
            minutes: clock.minutes(&self.rules.calendar, self.now),
        })
    }
}
