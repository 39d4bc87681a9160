//! Admin PPE judges validity and gives the result (SOP steps 9 to 12). He alone may.
use super::Turn;
use crate::workflow::actor::{PersonRef, Role};
use crate::workflow::case::{AccountRef, Channel, Decision, Kind, Outcome, Paper, State};
use crate::workflow::command::{Unclear, Verdict};
use crate::workflow::effect::{Effect, Recipient};
use crate::workflow::event::{Order, Remark};
use crate::workflow::letter::{Letter, Notice};
use jiff::SignedDuration;

impl Turn<'_> {
    /// `Some` tells why nothing was done.
    pub(super) fn judge_command(&mut self, order: &Order) -> Option<Unclear> {
        let decides = matches!(
            order.command.verdict,
            Verdict::Approve | Verdict::Reject | Verdict::Result | Verdict::ConfirmByPhone
        );
        if decides && order.own_account {
            return Some(Unclear::OwnAccount);
        }
        if decides && order.round != Some(self.case.approval_round) {
            return Some(Unclear::LinkSpent);
        }
        if decides && let Some(unclear) = self.changed_since(order) {
            return Some(unclear);
        }
        match order.command.verdict {
            Verdict::Approve => self.approve(order),
            Verdict::Reject => self.reject(order),
            Verdict::Result => self.result(order),
            Verdict::ConfirmByPhone => self.confirm(order),
            _ => self.common_command(order),
        }
    }

    fn approve(&mut self, order: &Order) -> Option<Unclear> {
        if !matches!(self.case.state, State::Verifying | State::Confirming) {
            return Some(self.spent_or_not_now());
        }
        let stranger = self.case.channel == Channel::Email && !self.case.applicant.registered;
        if stranger && self.case.state == State::Verifying {
            return Some(Unclear::ConfirmFirst);
        }
        if self.case.judging {
            // New papers are being read: the hand-over this answers is about to be void.
            return Some(Unclear::LinkSpent);
        }
        if let Some(unclear) = self.needs_more(order) {
            return Some(unclear);
        }
        if let Some(waits) = self.awaits_second(order) {
            return waits;
        }
        self.decide(order, true, order.command.note.clone());
        // He has the letter, whether or not the mail server's word of it is recorded yet.
        self.stop_clock(8);
        self.pass_step(9);
        self.start_clock(10);
        self.case.state = State::Executing;
        self.notice(Notice::Approved);
        let gives = order.secret.is_some() || order.command.user_id.is_some();
        if gives {
            let refused = self.result(order)?;
            self.approval_recorded(order, false);
            return Some(refused);
        }
        self.reset_by_itself(order);
        self.approval_recorded(order, false);
        None
    }

    /// His receipt (`security.md` D.2); with `second`, another's approval is still awaited.
    pub(super) fn approval_recorded(&mut self, order: &Order, second: bool) {
        let due = self.case.clocks.iter().rev().find(|c| c.step == 10).map(|c| c.due_at);
        let mut letter = Letter::ApprovalRecorded {
            kind: self.case.kind,
            name: self.case.applicant.name.clone(),
            user_id: self.case.account.as_ref().map(|a| a.user_id.clone()),
            approved_at: self.now,
            due,
            second,
            copy_of: None,
            automatic: self.is_resetting(),
        };
        self.send_staff(letter.clone(), &order.by, Role::AdminPpe, Vec::new());
        // A stolen mailbox hides its own receipt: somebody else sees it too, without any link.
        if let (Some(other), Letter::ApprovalRecorded { copy_of, .. }) =
            (self.second_person(&order.by), &mut letter)
        {
            *copy_of = Some(order.by.name.clone());
            self.send(letter, Recipient::Staff { person: other });
        }
    }

    fn second_person(&self, first: &PersonRef) -> Option<PersonRef> {
        let roles = [Role::Supervisor, Role::Helpdesk, Role::AdminPpe];
        let mut people = roles.into_iter().flat_map(|role| self.rules.with_role(role));
        people.find(|person| person.id != first.id).map(|person| person.reference())
    }

    fn decide(&mut self, order: &Order, approved: bool, reason: Option<String>) {
        self.case.decision =
            Some(Decision { by: order.by.clone(), at: self.now, approved, reason });
    }

    /// A second decision on a decided case is a spent link; elsewhere the words do not fit.
    fn spent_or_not_now(&self) -> Unclear {
        if self.case.decision.is_some() { Unclear::LinkSpent } else { Unclear::NotNow }
    }

    /// Step 11, passed on through helpdesk at once (`domain.md` A13).
    fn reject(&mut self, order: &Order) -> Option<Unclear> {
        if !matches!(self.case.state, State::Verifying | State::Confirming) {
            return Some(self.spent_or_not_now());
        }
        let Some(reason) = order.command.reason.clone() else {
            return Some(Unclear::ReasonMissing);
        };
        self.decide(order, false, Some(reason.clone()));
        self.stop_clock(8);
        self.pass_step(9);
        if self.case.applicant.address.is_some() {
            self.start_clock(11);
        } else {
            self.pass_step(11);
        }
        let letter = |copy| Letter::Rejection {
            name: self.case.applicant.name.clone(),
            kind: self.case.kind,
            reason: reason.clone(),
            copy,
        };
        let (to_applicant, copy) = (letter(false), letter(true));
        self.send_applicant(to_applicant);
        self.end(State::Rejected);
        self.send_role(&copy, Role::Helpdesk);
        self.send_role(&copy, Role::AdminPpe);
        None
    }

    /// Step 9, requirement 2.
    fn confirm(&mut self, order: &Order) -> Option<Unclear> {
        let noted = order.command.note.as_deref().is_some_and(|note| !note.trim().is_empty());
        match self.case.state {
            State::Confirming => {
                if says_done(order) {
                    self.resume_clock(9);
                } else {
                    self.pause_clock(9, noted);
                }
                None
            }
            State::Verifying => {
                self.case.state = State::Confirming;
                if !says_done(order) {
                    self.pause_clock(9, noted);
                    let letter = Letter::ExpectCall {
                        name: self.case.applicant.name.clone(),
                        phone: self.case.applicant.phone.as_deref().map(masked_phone),
                    };
                    self.send_applicant(letter);
                }
                None
            }
            _ => Some(self.spent_or_not_now()),
        }
    }

    /// The case's account; where none is known (a visitor, a holder of several), the one whose user ID
    /// Admin PPE types, out of the register and never his own.
    fn account_meant(&self, order: &Order) -> Result<AccountRef, Unclear> {
        if let Some(account) = &self.case.account {
            return Ok(account.clone());
        }
        let [account] = order.accounts.as_slice() else { return Err(Unclear::NoRegisteredAddress) };
        let candidates = &self.case.candidates;
        if !candidates.is_empty() && !candidates.iter().any(|c| c.id == account.id) {
            return Err(Unclear::UserIdDiffers);
        }
        let person = self.rules.people.iter().find(|p| p.id == order.by.id);
        if person.is_some_and(|p| self.rules.is_subject(p, Some(account), None)) {
            return Err(Unclear::OwnAccount);
        }
        Ok(account.clone())
    }

    /// Steps 10 and 12: the result typed by Admin PPE. Its way out is step 14, to the
    /// registered address alone.
    fn result(&mut self, order: &Order) -> Option<Unclear> {
        if self.case.state != State::Executing || self.is_resetting() {
            return Some(if self.case.outcome.is_some() {
                Unclear::LinkSpent
            } else {
                Unclear::NotNow
            });
        }
        if self.register_changed(order) {
            // Whoever approved saw another destination: nothing leaves on his word (A3-46, A4-61).
            let by = self.case.completed_by.clone();
            self.hand_over(by.as_ref());
            return Some(Unclear::DossierChanged);
        }
        let account = match self.account_meant(order) {
            Ok(account) => account,
            Err(unclear) => return Some(unclear),
        };
        let kind = self.case.kind.unwrap_or(if order.secret.is_some() {
            Kind::ResetPassword
        } else {
            Kind::UserIdInformation
        });
        let typed = order.command.user_id.clone();
        if typed.as_deref().is_some_and(|u| !u.eq_ignore_ascii_case(&account.user_id)) {
            return Some(Unclear::UserIdDiffers);
        }
        if kind.wants_password() && order.secret.is_none() {
            return Some(Unclear::PasswordMissing);
        }
        if !kind.wants_password() && order.secret.is_some() {
            return Some(Unclear::PasswordUnwanted);
        }
        // Papers or words about another account: a password alone might be that account's.
        if typed.is_none() && (!kind.wants_password() || self.speaks_of_another(&account)) {
            return Some(Unclear::UserIdMissing);
        }
        self.case.kind = Some(kind);
        let unknown = self.case.account.replace(account.clone()).is_none();
        if unknown {
            self.notice(Notice::Approved);
        }
        let user_id = account.user_id.clone();
        self.case.outcome = Some(Outcome {
            by: order.by.clone(),
            at: self.now,
            user_id: user_id.clone(),
            secret: order.secret,
            automatic: None,
        });
        self.result_in();
        self.case.state = State::Delivering;
        let name = Some(account.name.clone());
        let letter = match order.secret {
            Some(secret) => {
                let again = self.case.secret_voided;
                let life = SignedDuration::from_hours(i64::from(self.rules.password_hours));
                let expires_at = self.now.checked_add(life).ok();
                Letter::Credentials { name, kind: Some(kind), user_id, secret, again, expires_at }
            }
            None => Letter::UserIdInformation { name, user_id, unit: account.unit.clone() },
        };
        self.effects.push(Effect::Send {
            letter: Box::new(letter),
            to: Recipient::Registered { account: account.id },
            attach: Vec::new(),
            reply: None,
        });
        None
    }
}

impl Turn<'_> {
    /// Whether the applicant's words or his letter name a user ID that is not this account's.
    pub(super) fn speaks_of_another(&self, account: &AccountRef) -> bool {
        let differs = |user_id: &str| !user_id.eq_ignore_ascii_case(&account.user_id);
        let read = |paper: &Paper| {
            paper.reading.as_ref().is_some_and(|reading| {
                reading.each().any(|part| part.fields.user_id.as_deref().is_some_and(differs))
            })
        };
        self.case.remarks.contains(&Remark::OtherAccount) || self.case.papers.iter().any(read)
    }
}

/// `KONFIRMASI sudah …`: the call was made.
pub(super) fn says_done(order: &Order) -> bool {
    let note = order.command.note.as_deref().unwrap_or_default().to_lowercase();
    note.split_whitespace().any(|word| word == "sudah" || word == "sdh")
}

/// Keeps the first four and the last two digits.
fn masked_phone(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    let last = digits.len().saturating_sub(2);
    digits.iter().enumerate().map(|(i, c)| if i < 4 || i >= last { *c } else { '*' }).collect()
}
