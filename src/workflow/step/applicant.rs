//! The applicant writes again (SOP step 7), asks for the status or takes his request back.
use super::Turn;
use crate::workflow::actor::Role;
use crate::workflow::case::State;
use crate::workflow::command::{Command, Verdict};
use crate::workflow::event::{Added, Remark};
use crate::workflow::letter::Letter;

impl Turn<'_> {
    pub(super) fn mail_added(&mut self, added: &Added) {
        if added.by_staff.is_none() {
            if added.message_id.is_some() {
                self.case.thread = added.message_id.clone();
            }
            if !added.excerpt.is_empty() {
                self.case.words = added.excerpt.clone();
            }
            if self.case.kind.is_none() {
                self.case.kind = added.kind;
            }
            self.choose_account(&added.user_ids);
            let other = Remark::OtherAccount;
            if added.remarks.contains(&other) && !self.case.remarks.contains(&other) {
                self.case.remarks.push(other);
            }
        }
        if self.case.frozen.is_some() {
            return self.frozen_mail(added);
        }
        if added.papers.is_empty() { self.words_added(added) } else { self.papers_added(added) }
    }

    /// Asked which account he means, the applicant names one of his own (`domain.md` A2).
    fn choose_account(&mut self, user_ids: &[String]) {
        let open = self.case.account.is_none()
            || self.case.remarks.contains(&Remark::SeveralAccounts)
                && self.case.state == State::WaitingApplicant;
        let named = |user_id: &str| user_ids.iter().any(|u| u.eq_ignore_ascii_case(user_id));
        let mut meant = self.case.candidates.iter().filter(|a| named(&a.user_id));
        if let (true, Some(account), None) = (open, meant.next(), meant.next()) {
            self.case.account = Some(account.clone());
        }
    }

    /// Words alone never move a case; helpdesk sees them, and a "thank you" ends in the log.
    fn words_added(&mut self, added: &Added) {
        let waits_for_one = self.case.state == State::WaitingApplicant
            && self.case.remarks.contains(&Remark::SeveralAccounts)
            && !added.remarks.contains(&Remark::SeveralAccounts);
        if waits_for_one {
            self.case.remarks.retain(|r| *r != Remark::SeveralAccounts);
            self.new_round();
            return self.judge_when_read();
        }
        if self.case.state == State::WaitingApplicant && added.remarks.contains(&Remark::TooLarge) {
            // The papers did come, but could not be taken: say so, with a new last day.
            self.case.remarks.push(Remark::TooLarge);
            self.new_round();
            return self.judge_when_read();
        }
        let may_come_back = self.case.state == State::ClosedNoFollowup
            && self.case.reopen_until.is_some_and(|until| self.now <= until);
        if !self.case.state.is_closed() || may_come_back {
            let sheet = self.check_sheet(Vec::new(), false);
            self.send_role(&Letter::PapersAdded(sheet), Role::Helpdesk);
        }
    }

    fn papers_added(&mut self, added: &Added) {
        match self.case.state {
            State::ClosedNoFollowup => {
                if self.case.reopen_until.is_none_or(|until| self.now > until) {
                    return;
                }
                self.reopen_case();
                self.case.state = State::Checking;
            }
            State::WaitingApplicant => self.new_round(),
            // New papers void what Admin PPE has judged so far (`security.md` A3-46).
            State::Verifying | State::Confirming | State::Executing => {
                self.case.approval_round += 1;
            }
            State::Delivering | State::DeliveryFailed => {}
            state if state.is_closed() => return,
            _ => {}
        }
        if !added.remarks.contains(&Remark::SeveralAccounts) {
            self.case.remarks.retain(|r| *r != Remark::SeveralAccounts);
        }
        self.case.remarks.retain(|r| !matches!(r, Remark::LinkOnly | Remark::TooLarge));
        let (before, judging) = (self.case.papers.len(), self.case.judging);
        self.take_papers(added.mail, &added.papers);
        self.case.judging = !matches!(self.case.state, State::Delivering | State::DeliveryFailed);
        let names = added.papers.iter().map(|p| p.name.clone()).collect();
        if added.by_staff.is_none() {
            let name = self.case.applicant.name.clone();
            let received_at = added.received_at;
            self.send_applicant(Letter::PapersReceived { name, received_at, papers: names });
            let sheet = self.check_sheet(Vec::new(), false);
            self.send_role(&Letter::PapersAdded(sheet), Role::Helpdesk);
        }
        if self.case.papers.len() == before {
            self.same_papers_again(judging);
        }
        self.judge_when_read();
    }

    /// The same files once more: nothing new, so the hand-over stands. If other papers are being read
    /// (`judging`), theirs is still to come.
    fn same_papers_again(&mut self, judging: bool) {
        if matches!(self.case.state, State::Verifying | State::Confirming | State::Executing) {
            self.case.approval_round -= 1;
            self.case.judging = judging;
        }
    }

    /// Step 5 begins anew (`domain.md` A9).
    pub(super) fn new_round(&mut self) {
        self.case.rounds += 1;
        self.case.papers_before = self.case.papers.len();
        self.case.answer_due = None;
        self.case.missing = Vec::new();
        self.case.unfit = Vec::new();
        self.case.state = State::Checking;
        self.case.judging = true;
        self.stop_clock(6);
        self.start_clock(5);
    }

    pub(super) fn applicant_command(&mut self, command: &Command) {
        match command.verdict {
            Verdict::Status => {
                let letter = self.status(false);
                self.send_applicant(letter);
            }
            Verdict::Close => self.withdraw(),
            _ => {}
        }
    }

    /// `BATAL`. Too late once the result is on its way: then he only hears where it stands.
    fn withdraw(&mut self) {
        let state = self.case.state;
        let late = matches!(state, State::Delivering | State::DeliveryFailed);
        if late || self.case.frozen.is_some() || state.is_closed() {
            let letter = self.status(false);
            return self.send_applicant(letter);
        }
        let judged = matches!(state, State::Verifying | State::Confirming | State::Executing);
        let letter = |copy| Letter::Withdrawn {
            name: self.case.applicant.name.clone(),
            kind: self.case.kind,
            copy,
        };
        let (to_applicant, copy) = (letter(false), letter(true));
        self.send_applicant(to_applicant);
        self.case.approval_round += 1;
        self.end(State::Withdrawn);
        self.send_role(&copy, Role::Helpdesk);
        if judged {
            self.send_role(&copy, Role::AdminPpe);
        }
    }

    /// Where the case stands, for the applicant or for staff.
    pub(super) fn status(&self, staff: bool) -> Letter {
        Letter::StatusReply {
            kind: self.case.kind,
            state: self.case.state,
            received_at: self.case.received_at,
            next_due: self.case.next_due(),
            missing: self.case.missing.clone(),
            deviations: if staff { self.case.deviations.clone() } else { Vec::new() },
            staff,
        }
    }
}
