//! What a move of a case from state to state does to its steps: which stop, which begin. Pure.
use super::fold::Fold;
use super::{Asked, Ended, Passage, Span};
use crate::workflow::case::{Holder, Missing, State};
use crate::workflow::policy::Holders;
use jiff::Timestamp;

/// SOP steps whose holder is ours.
fn holder(step: u8) -> Option<Holder> {
    (step != 7).then(|| Holders::default().of(step))
}

/// What a move from state to state does to the steps.
impl Fold {
    pub(super) fn advance(
        &mut self,
        event: &str,
        before: State,
        after: State,
        at: Timestamp,
        missing: impl FnOnce() -> Vec<Missing>,
    ) {
        let first = matches!(event, "request_arrived" | "guest_logged");
        if before == after && !first {
            return;
        }
        if self.course.frozen {
            // Nothing starts while it is frozen; a letter that was on its way may still end it.
            if after.is_closed() && !before.is_closed() {
                self.finish(after, at, None);
            }
            return;
        }
        if before == State::Confirming {
            self.unpause(at);
        }
        match after {
            State::Checking => self.to_desk(before, at),
            State::WaitingApplicant => {
                self.looked(before, at);
                self.asked_again(at, missing());
            }
            State::Verifying => {
                self.looked(before, at);
                self.handed_over(at);
            }
            State::Confirming => self.pause(at),
            State::Executing => {
                self.stop(9, at);
                self.stop(14, at);
                self.start(10, at);
            }
            State::Delivering => self.resulted(before, at),
            closed if closed.is_closed() => {
                if closed == State::Rejected {
                    self.stop(9, at);
                    self.pass(11, at);
                }
                if closed == State::Delivered && event == "account_reset" {
                    self.resulted(before, at);
                }
                self.finish(closed, at, None);
            }
            _ => {}
        }
    }

    fn to_desk(&mut self, before: State, at: Timestamp) {
        match before {
            State::GuestLogged | State::Queued => {
                self.course.opened_at = Some(at);
                self.start(5, at);
            }
            State::WaitingApplicant => self.new_round(at),
            before if before.is_closed() => {
                self.course.archived_at = None;
                self.stop(13, at);
                self.new_round(at);
            }
            _ => {}
        }
    }

    /// Loket judged alone: that opened it (SOP step 4).
    fn looked(&mut self, before: State, at: Timestamp) {
        let desk = matches!(before, State::Received | State::Checking);
        if desk && self.course.opened_at.is_none() {
            self.course.opened_at = Some(at);
        }
    }

    /// Steps 5 and 6 done, 7 begins.
    pub(super) fn asked_again(&mut self, at: Timestamp, missing: Vec<Missing>) {
        self.pass(6, at);
        self.pass(5, at);
        self.stop(7, at);
        self.start(7, at);
        self.course.asked.push(Asked { at, missing });
    }

    /// Steps 5 and 8 done, 9 begins; it goes on where it was running (`security.md` A3-46).
    pub(super) fn handed_over(&mut self, at: Timestamp) {
        self.stop(7, at);
        self.pass(5, at);
        self.pass(8, at);
        self.stop(10, at);
        self.start(9, at);
    }

    /// Steps 10 and 12 done, 14 begins.
    fn resulted(&mut self, before: State, at: Timestamp) {
        if before == State::DeliveryFailed {
            return;
        }
        self.stop(9, at);
        self.pass(10, at);
        self.pass(12, at);
        self.start(14, at);
    }

    pub(super) fn finish(&mut self, state: State, at: Timestamp, reason: Option<String>) {
        self.unpause(at);
        self.stop_all(at);
        self.start(13, at);
        self.course.ends.push(Ended { at, state, reason });
    }

    pub(super) fn new_round(&mut self, at: Timestamp) {
        self.course.rounds += 1;
        self.stop(7, at);
        self.start(5, at);
    }
}

/// The passages themselves.
impl Fold {
    fn running(&mut self, step: u8) -> Option<&mut Passage> {
        self.course.passages.iter_mut().find(|p| p.step == step && p.stopped_at.is_none())
    }

    pub(super) fn start(&mut self, step: u8, at: Timestamp) {
        if self.running(step).is_none() {
            let round = self.course.rounds;
            self.course.passages.push(Passage {
                step,
                round,
                holder: holder(step),
                started_at: at,
                stopped_at: None,
                paused: Vec::new(),
            });
        }
    }

    pub(super) fn stop(&mut self, step: u8, at: Timestamp) {
        if let Some(passage) = self.running(step) {
            passage.stopped_at = Some(at);
        }
    }

    /// Stops a step that runs; else it was done in the moment it began.
    fn pass(&mut self, step: u8, at: Timestamp) {
        self.start(step, at);
        self.stop(step, at);
    }

    pub(super) fn stop_all(&mut self, at: Timestamp) {
        for passage in self.course.passages.iter_mut().filter(|p| p.stopped_at.is_none()) {
            passage.stopped_at = Some(at);
        }
    }

    fn pause(&mut self, at: Timestamp) {
        if let Some(passage) = self.running(9) {
            passage.paused.push(Span { from: at, until: None });
        }
    }

    pub(super) fn unpause(&mut self, at: Timestamp) {
        let open = self.running(9).and_then(|p| p.paused.last_mut());
        if let Some(pause) = open.filter(|pause| pause.until.is_none()) {
            pause.until = Some(at);
        }
    }
}
