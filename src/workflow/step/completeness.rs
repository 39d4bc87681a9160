//! Is the file complete? (SOP steps 5 to 8; `domain.md` A5, A6.) Content is not judged here.
use super::Turn;
use super::papers::paper_lines;
use super::slots::{self, Slots};
use crate::workflow::actor::Role;
use crate::workflow::case::{Channel, Missing, MissingNote, State};
use crate::workflow::event::Remark;
use crate::workflow::letter::{CheckSheet, Doubt, Letter};
use crate::workflow::policy::{Completeness, Slot};
use jiff::{SignedDuration, Timestamp};

impl Turn<'_> {
    /// Decides where a case goes whose papers are all read, or late (`timed_out`).
    pub(super) fn judge_completeness(&mut self, timed_out: bool) {
        let voided =
            matches!(self.case.state, State::Verifying | State::Confirming | State::Executing);
        if voided {
            // New papers after the hand-over: Admin PPE must see the file as it now is (A3-46).
            return self.hand_over(None);
        }
        if !matches!(self.case.state, State::Received | State::Checking) {
            return;
        }
        let slots = Slots::of(&self.case, self.rules);
        if self.case.remarks.contains(&Remark::SeveralAccounts) {
            self.opened();
            return self.ask_applicant(vec![Missing::OneAccount], None);
        }
        let doubts = self.doubts(&slots, timed_out);
        let auto =
            self.rules.completeness == Completeness::Auto && self.case.channel == Channel::Email;
        if auto && doubts.is_empty() {
            self.opened();
            if slots.complete() {
                self.hand_over(None);
            } else {
                let missing = self.missing(&slots);
                self.ask_applicant(missing, None);
            }
        } else {
            self.case.state = State::Checking;
            let sheet = self.check_sheet(doubts, true);
            let letter = if self.case.rounds > 1 {
                Letter::PapersAdded(sheet)
            } else {
                Letter::NewRequest(sheet)
            };
            self.send_role(&letter, Role::Helpdesk);
        }
    }

    /// What a person must look at. A doubt is a question to helpdesk, never a refusal.
    fn doubts(&self, slots: &Slots, timed_out: bool) -> Vec<Doubt> {
        let mut doubts = Vec::new();
        let complete = slots.complete();
        let pairs = [
            (!complete && timed_out, Doubt::NotRead),
            (slots.assignment_for_decree(), Doubt::AssignmentLetter),
            (slots.form_for_letter(), Doubt::FormForLetter),
            (!complete && slots.unknown, Doubt::UnknownPaper),
            (!complete && slots.unreadable, Doubt::UnreadablePaper),
            (slots.not_scanned, Doubt::NotScanned),
            (complete && self.case.kind.is_none(), Doubt::KindUnclear),
        ];
        doubts.extend(pairs.into_iter().filter(|(holds, _)| *holds).map(|(_, doubt)| doubt));
        let others = self.case.remarks.contains(&Remark::OtherAccount);
        if complete && (self.case.account.is_none() || others) {
            doubts.push(Doubt::AccountUnclear);
        }
        if self.rules.completeness == Completeness::Helpdesk
            || self.case.channel == Channel::InPerson
        {
            doubts.push(Doubt::Policy);
        }
        if !doubts.is_empty() {
            doubts.extend(slots.open().map(|slot| match slot {
                Slot::RequestLetter => Doubt::NoRequestLetter,
                Slot::AppointmentDecree => Doubt::NoDecree,
            }));
        }
        doubts
    }

    /// What is missing, slot by slot, and nothing else.
    fn missing(&self, slots: &Slots) -> Vec<Missing> {
        let says = |remark| self.case.remarks.contains(&remark);
        let note = || match () {
            () if says(Remark::TooLarge) => MissingNote::TooLarge,
            () if says(Remark::LinkOnly) => MissingNote::LinkOnly,
            () => MissingNote::NotAttached,
        };
        let missing = slots.open().map(|slot| match slot {
            Slot::RequestLetter => Missing::RequestLetter { note: note() },
            Slot::AppointmentDecree => Missing::AppointmentDecree { note: note() },
        });
        missing.collect()
    }

    /// Step 6: ask the applicant, with a reminder and a last day (`domain.md` A8).
    pub(super) fn ask_applicant(&mut self, missing: Vec<Missing>, note: Option<String>) {
        let rules = self.rules;
        let (missing, unfit) = slots::explained(&self.case, missing);
        self.pass_step(5);
        if self.case.applicant.address.is_some() {
            self.drop_clock(6);
            self.start_clock(6);
        } else {
            self.pass_step(6);
        }
        let deadline = rules.calendar.add_working_days(self.now, rules.close_working_days);
        self.case.state = State::WaitingApplicant;
        self.case.missing = missing.clone();
        self.case.unfit = unfit.clone();
        self.case.answer_due = Some(deadline);
        self.case.asked_at = Some(self.now);
        self.case.reminded = false;
        self.case.judging = false;
        let letter = |copy| Letter::MissingPapers {
            name: self.case.applicant.name.clone(),
            missing: missing.clone(),
            unfit: unfit.clone(),
            deadline,
            note: note.clone(),
            copy,
        };
        let (to_applicant, copy) = (letter(false), letter(true));
        self.send_applicant(to_applicant);
        self.send_role(&copy, Role::Helpdesk);
        self.ring_answer();
    }

    /// Step 7 without an answer, or closed by helpdesk with a reason.
    pub(super) fn close_unfollowed(&mut self, reason: Option<String>, deadline: Option<Timestamp>) {
        let days = i64::from(self.rules.reopen_days);
        let reopen_until =
            self.now.checked_add(SignedDuration::from_hours(24 * days)).unwrap_or(self.now);
        let (missing, unfit) = (self.case.missing.clone(), self.case.unfit.clone());
        let letter = |copy| Letter::ClosedNoFollowup {
            name: self.case.applicant.name.clone(),
            missing: missing.clone(),
            unfit: unfit.clone(),
            deadline,
            reopen_until,
            reason: reason.clone(),
            copy,
        };
        let (to_applicant, copy) = (letter(false), letter(true));
        self.case.reopen_until = Some(reopen_until);
        self.send_applicant(to_applicant);
        self.end(State::ClosedNoFollowup);
        self.send_role(&copy, Role::Helpdesk);
    }

    /// What helpdesk is shown.
    pub(super) fn check_sheet(&self, doubts: Vec<Doubt>, check: bool) -> CheckSheet {
        let case = &self.case;
        CheckSheet {
            name: case.applicant.name.clone(),
            address: case.applicant.address.clone(),
            registered: case.applicant.registered,
            channel: case.channel,
            kind: case.kind,
            unit: case.account.as_ref().and_then(|a| a.unit.clone()),
            received_at: case.received_at,
            open_due: case.open_due,
            papers: paper_lines(&case.papers),
            doubts,
            remarks: case.remarks.clone(),
            words: case.words.clone(),
            check,
        }
    }
}
