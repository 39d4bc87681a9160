//! What a move of a case from state to state does to its steps: which stop, which begin. Pure.
use super::fold::Fold;
use super::rows::Paper;
use super::{Asked, Ended, Passage, Span};
use crate::workflow::case::{Missing, State};
use jiff::Timestamp;
use std::collections::BTreeSet;

/// Papers that are known, and those nobody has read yet.
#[derive(Default)]
pub(super) struct Pile {
    known: BTreeSet<String>,
    unread: BTreeSet<String>,
    /// When the last is read, the file is handed over again.
    pub(super) again: bool,
}

impl Pile {
    /// Whether any of them is new.
    pub(super) fn add(&mut self, papers: &[Paper]) -> bool {
        let mut new = false;
        for paper in papers.iter().filter(|paper| !paper.sha256.is_empty()) {
            if self.known.insert(paper.sha256.clone()) {
                self.unread.insert(paper.sha256.clone());
                new = true;
            }
        }
        new
    }

    pub(super) fn read(&mut self, sha256: &str) {
        self.unread.remove(sha256);
    }

    /// Nobody waits for the rest.
    pub(super) fn give_up(&mut self) {
        self.unread.clear();
    }
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
        match after {
            State::Checking => self.back_at_desk(before, at),
            State::WaitingApplicant => {
                self.looked(before, at);
                self.asked_again(at, missing());
            }
            State::Verifying => {
                self.looked(before, at);
                self.handed_over(at);
            }
            State::Executing => {
                self.judged(before, at);
                self.stop(14, at);
                self.forget(13);
                self.start(10, at);
            }
            State::Delivering => self.resulted(before, at),
            closed if closed.is_closed() => {
                if closed == State::Rejected {
                    self.judged(before, at);
                    self.start(11, at);
                    if self.course.applicant.address.is_none() {
                        self.stop(11, at);
                    }
                }
                if closed == State::Delivered && event == "account_reset" {
                    self.resulted(before, at);
                }
                self.finish(closed, at, None);
            }
            _ => {}
        }
    }

    fn back_at_desk(&mut self, before: State, at: Timestamp) {
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
            self.course.opened_at = Some(at.max(self.course.received_at));
        }
    }

    /// Step 5 done; 6 ends when a mail server has the letter. From here on the applicant is waited for.
    pub(super) fn asked_again(&mut self, at: Timestamp, missing: Vec<Missing>) {
        self.pass(5, at);
        self.forget(6);
        self.start(6, at);
        if self.course.applicant.address.is_none() {
            self.stop(6, at);
        }
        self.reading.again = false;
        self.stop(7, at);
        self.start(7, at);
        self.course.asked.push(Asked { at, missing });
    }

    /// Step 5 done, 8 begins; 9 begins (anew) when a mail server has the letter.
    pub(super) fn handed_over(&mut self, at: Timestamp) {
        self.stop(7, at);
        self.pass(5, at);
        self.stop(9, at);
        self.stop(10, at);
        self.start(8, at);
        self.reading.again = false;
    }

    /// A mail server has a letter that ends or begins a step.
    pub(super) fn taken(&mut self, template: &str, state: State, at: Timestamp) {
        match template {
            "hand_over" if matches!(state, State::Verifying | State::Confirming) => {
                self.stop(8, at);
                self.start(9, at);
            }
            "missing_papers" => self.stop(6, at),
            "rejection" => self.stop(11, at),
            _ => {}
        }
    }

    /// Admin PPE has decided: he has the letter, whether or not the mail server's word is recorded yet.
    fn judged(&mut self, before: State, at: Timestamp) {
        if matches!(before, State::Verifying | State::Confirming) {
            self.stop(8, at);
            self.pass(9, at);
        }
    }

    /// More papers while Admin PPE has the file: once they are read it is handed over again, although
    /// the state stays (`security.md` A3-46).
    pub(super) fn more_papers(&mut self, state: State, papers: &[Paper]) {
        let judges = matches!(state, State::Verifying | State::Confirming | State::Executing);
        if self.reading.add(papers) && judges && !self.course.frozen {
            self.reading.again = true;
        }
    }

    /// A paper was read, or not in time.
    pub(super) fn judged_again(&mut self, before: State, after: State, at: Timestamp) {
        let stays = before == State::Verifying && after == before;
        if stays && self.reading.again && self.reading.unread.is_empty() && !self.course.frozen {
            self.handed_over(at);
        }
    }

    /// Steps 10 and 12 done, 14 begins.
    fn resulted(&mut self, before: State, at: Timestamp) {
        if before == State::DeliveryFailed {
            return;
        }
        self.judged(before, at);
        self.pass(10, at);
        self.start(12, at);
        // At helpdesk once Loket has it, however long it lay in the mailbox.
        self.stop(12, self.recorded);
        self.start(14, self.recorded);
        self.start(13, at);
    }

    pub(super) fn finish(&mut self, state: State, at: Timestamp, reason: Option<String>) {
        // 13 runs since the result was there, elsewhere from the end itself; 11 until its letter is out.
        self.stop_all_but(&[11, 13], at);
        self.reading.again = false;
        self.start(13, at);
        self.course.ends.push(Ended { at: self.recorded, state, reason });
    }

    pub(super) fn new_round(&mut self, at: Timestamp) {
        self.course.rounds += 1;
        self.stop(6, at);
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
                started_at: at,
                stopped_at: None,
                paused: Vec::new(),
                pause_noted: false,
            });
        }
    }

    pub(super) fn stop(&mut self, step: u8, at: Timestamp) {
        if let Some(passage) = self.running(step) {
            let stopped = at.max(passage.started_at);
            passage.stopped_at = Some(stopped);
            if let Some(pause) = passage.paused.last_mut() {
                pause.until = pause.until.or(Some(stopped.max(pause.from)));
            }
        }
    }

    /// It began for nothing.
    pub(super) fn forget(&mut self, step: u8) {
        self.course.passages.retain(|p| p.step != step || p.stopped_at.is_some());
    }

    /// Stops a step that runs; else it was done in the moment it began.
    fn pass(&mut self, step: u8, at: Timestamp) {
        self.start(step, at);
        self.stop(step, at);
    }

    pub(super) fn stop_all_but(&mut self, kept: &[u8], at: Timestamp) {
        let runs = |p: &&Passage| p.stopped_at.is_none() && !kept.contains(&p.step);
        let running: Vec<u8> = self.course.passages.iter().filter(runs).map(|p| p.step).collect();
        for step in running {
            self.stop(step, at);
        }
    }

    /// The applicant's word is awaited from now on (`domain.md` A11).
    pub(super) fn pause(&mut self, at: Timestamp, noted: bool) {
        if let Some(passage) = self.running(9)
            && passage.paused.last().is_none_or(|pause| pause.until.is_some())
        {
            let from = at.max(passage.started_at);
            passage.paused.push(Span { from, until: None });
            passage.pause_noted |= noted;
        }
    }

    /// It is there.
    pub(super) fn unpause(&mut self, at: Timestamp) {
        let open = self.running(9).and_then(|p| p.paused.last_mut());
        if let Some(pause) = open.filter(|pause| pause.until.is_none()) {
            pause.until = Some(at.max(pause.from));
        }
    }
}
