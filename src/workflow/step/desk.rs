//! Helpdesk's commands (SOP steps 4 to 8 and housekeeping). Helpdesk never judges validity.
use super::Turn;
use crate::workflow::actor::Role;
use crate::workflow::case::{Missing, MissingNote, State};
use crate::workflow::command::{Item, Unclear, Verdict, original_seen};
use crate::workflow::effect::Recipient;
use crate::workflow::event::{Order, Remark};
use crate::workflow::letter::{Doubt, Letter};

impl Turn<'_> {
    /// The first command of helpdesk is the evidence that the mail was opened (`domain.md` §1.7).
    pub(super) fn helpdesk_looked(&mut self) {
        let fresh = self.case.opened_at.is_none()
            && matches!(self.case.state, State::Received | State::Checking);
        self.opened();
        if fresh {
            self.start_clock(5);
        }
    }

    /// `Some` tells why nothing was done.
    pub(super) fn desk_command(&mut self, order: &Order) -> Option<Unclear> {
        match order.command.verdict {
            Verdict::Complete => self.complete(order),
            Verdict::Incomplete => self.incomplete(order),
            Verdict::Open => self.open(),
            Verdict::Close => self.close(order),
            Verdict::Reopen => self.reopen(),
            Verdict::Resend => self.resend(),
            Verdict::DeliverInPerson => self.deliver_in_person(order),
            Verdict::CallNext => self.called(order),
            Verdict::NoShow => self.no_show(),
            _ => self.common_command(order),
        }
    }

    fn at_desk(&self) -> bool {
        matches!(self.case.state, State::Received | State::Checking | State::WaitingApplicant)
    }

    fn complete(&mut self, order: &Order) -> Option<Unclear> {
        if !self.at_desk() {
            return Some(Unclear::NotNow);
        }
        if original_seen(&order.command) {
            self.case.original_seen = true;
        }
        if self.case.papers.is_empty() && !self.case.original_seen {
            return Some(Unclear::NoPapers);
        }
        // Helpdesk has seen that one account is meant; it does not ask again.
        self.case.remarks.retain(|r| *r != Remark::SeveralAccounts);
        self.hand_over(Some(&order.by));
        None
    }

    fn incomplete(&mut self, order: &Order) -> Option<Unclear> {
        if !self.at_desk() {
            return Some(Unclear::NotNow);
        }
        let missing: Vec<Missing> = order.command.items.iter().filter_map(missing_of).collect();
        if missing.is_empty() {
            return Some(Unclear::ItemsMissing);
        }
        self.ask_applicant(missing, order.command.note.clone());
        None
    }

    fn open(&mut self) -> Option<Unclear> {
        match self.case.state {
            State::Received | State::Checking => {
                if !self.case.judging {
                    self.case.state = State::Checking;
                }
                None
            }
            _ => Some(Unclear::NotNow),
        }
    }

    fn close(&mut self, order: &Order) -> Option<Unclear> {
        let desk = self.at_desk() || self.case.state == State::Queued;
        match (desk, order.command.reason.clone()) {
            (false, _) => Some(Unclear::NotNow),
            (true, None) => Some(Unclear::ReasonMissing),
            (true, reason) => {
                self.close_unfollowed(reason, None);
                None
            }
        }
    }

    /// `BUKA KEMBALI`: back to the check, for closed cases without a result.
    fn reopen(&mut self) -> Option<Unclear> {
        if !matches!(
            self.case.state,
            State::ClosedNoFollowup | State::Withdrawn | State::OutOfScope
        ) {
            return Some(Unclear::NotNow);
        }
        self.reopen_case();
        self.case.state = State::Checking;
        self.start_clock(5);
        let sheet = self.check_sheet(vec![Doubt::Policy], true);
        self.send_role(&Letter::PapersAdded(sheet), Role::Helpdesk);
        None
    }

    /// Takes a closed case up again: a new round, nothing of its end remains.
    pub(super) fn reopen_case(&mut self) {
        self.case.rounds += 1;
        self.case.papers_before = self.case.papers.len();
        self.case.ended_at = None;
        self.case.archived_at = None;
        self.case.reopen_until = None;
        self.stop_clock(13);
    }

    /// `KIRIM ULANG` after a failed delivery. A password is never sent twice (one secret, one
    /// DATA), so its case goes back to Admin PPE for a new one.
    fn resend(&mut self) -> Option<Unclear> {
        if self.case.state != State::DeliveryFailed {
            return Some(Unclear::NotNow);
        }
        let (Some(account), Some(outcome)) = (self.case.account.clone(), self.case.outcome.clone())
        else {
            return Some(Unclear::NoRegisteredAddress);
        };
        if self.case.kind.is_some_and(|k| k.wants_password()) {
            if !self.reset_once_more() {
                self.ask_new_secret("KIRIM ULANG", &account.masked_address);
            }
            return None;
        }
        self.case.state = State::Delivering;
        let letter = Letter::UserIdInformation {
            name: Some(account.name),
            user_id: outcome.user_id,
            unit: account.unit,
        };
        self.send(letter, Recipient::Registered { account: account.id });
        None
    }

    /// `DISAMPAIKAN LANGSUNG <nama>`: recorded only; nothing secret is written (§1.9).
    pub(super) fn deliver_in_person(&mut self, order: &Order) -> Option<Unclear> {
        if !matches!(self.case.state, State::DeliveryFailed | State::Executing) {
            return Some(Unclear::NotNow);
        }
        let approved = self.case.decision.as_ref().is_some_and(|d| d.approved);
        let Some(receiver) = order.command.note.clone().or_else(|| order.command.reason.clone())
        else {
            return Some(Unclear::ReasonMissing);
        };
        if !approved || self.is_resetting() {
            return Some(Unclear::NotNow);
        }
        self.delivered(None, Some(receiver));
        None
    }
}

/// What `KURANG` names, as the applicant will read it. Numbers are those of the SOP's list.
fn missing_of(item: &Item) -> Option<Missing> {
    let letter = |note| Some(Missing::RequestLetter { note });
    let decree = |note| Some(Missing::AppointmentDecree { note });
    match item {
        Item::RequestLetter | Item::Number(1) => letter(MissingNote::NotAttached),
        Item::AppointmentDecree | Item::Number(2) => decree(MissingNote::NotAttached),
        Item::DecreeUnsigned => decree(MissingNote::NotSigned),
        Item::DecreeUnreadable => decree(MissingNote::Unreadable),
        Item::Unsigned => letter(MissingNote::NotSigned),
        Item::Unreadable => letter(MissingNote::Unreadable),
        Item::Other(text) => Some(Missing::Other { text: text.clone() }),
        Item::Number(_) => None,
    }
}
