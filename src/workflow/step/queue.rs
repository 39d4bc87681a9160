//! Walk-ins: guest book, queue number, call, no-show (SOP steps 2 to 4; `domain.md` §1.9).
use super::Turn;
use crate::workflow::actor::Role;
use crate::workflow::case::{Channel, QueueTicket, State};
use crate::workflow::command::{Unclear, Verdict};
use crate::workflow::event::{Guest, Order};
use crate::workflow::letter::Letter;

impl Turn<'_> {
    /// Steps 2 and 3: the number is given at once, whatever could not be read.
    pub(super) fn guest_logged(&mut self, guest: &Guest) {
        let calendar = &self.rules.calendar;
        let case = &mut self.case;
        case.channel = Channel::InPerson;
        case.kind = guest.kind;
        case.applicant = guest.applicant.clone();
        case.account = match guest.accounts.as_slice() {
            [one] => Some(one.clone()),
            _ => None,
        };
        case.candidates = guest.accounts.clone();
        case.words = guest.purpose.clone().unwrap_or_default();
        case.received_at = guest.received_at;
        case.effective_at = calendar.effective(guest.received_at);
        case.open_due = calendar.open_due(guest.received_at);
        case.queue = Some(QueueTicket {
            number: guest.number.clone(),
            guestbook_at: guest.guestbook_at,
            institution: guest.institution.clone(),
            purpose: guest.purpose.clone(),
            phone: guest.applicant.phone.clone(),
            original_decree: guest.original_decree,
            called_at: None,
            no_show: false,
        });
        self.start_clock_at(3, guest.guestbook_at);
        self.stop_clock(3);
        self.case.state = State::Queued;
        let letter = |visitor| Letter::QueueNumber {
            number: guest.number.clone(),
            name: guest.applicant.name.clone(),
            institution: guest.institution.clone(),
            guestbook_at: guest.guestbook_at,
            waiting: guest.waiting,
            unreadable: guest.unreadable.clone(),
            visitor,
        };
        let (own, visitor) = (letter(false), letter(true));
        // Helpdesk gets its own letter below, whoever wrote the entry.
        if !self.rules.with_role(Role::Helpdesk).any(|p| p.id == guest.by.id) {
            self.send_staff(own.clone(), &guest.by, Role::FrontOffice, Vec::new());
        }
        self.send_role(&own, Role::Helpdesk);
        self.send_applicant(visitor);
    }

    /// Front office's words at the counter (`domain.md` §4.12, F-3); `Some` tells why nothing was done.
    pub(super) fn counter_command(&mut self, order: &Order) -> Option<Unclear> {
        match order.command.verdict {
            Verdict::CallNext => self.called(order),
            Verdict::NoShow => self.no_show(),
            Verdict::DeliverInPerson => self.deliver_in_person(order),
            _ => self.common_command(order),
        }
    }

    /// Step 4: `PANGGIL`. Opening and checking begin when the visitor stands at the desk.
    pub(super) fn called(&mut self, order: &Order) -> Option<Unclear> {
        if !matches!(self.case.state, State::GuestLogged | State::Queued) {
            return Some(Unclear::NotNow);
        }
        self.case.opened_at = Some(self.at);
        self.start_clock(5);
        self.case.state = State::Checking;
        let Some(queue) = self.case.queue.as_mut() else { return Some(Unclear::NotNow) };
        queue.called_at = Some(self.at);
        queue.no_show = false;
        let letter = Letter::VisitorCalled {
            number: queue.number.clone(),
            name: self.case.applicant.name.clone(),
            institution: queue.institution.clone(),
            purpose: queue.purpose.clone(),
            original_decree: queue.original_decree,
            waiting: order.waiting.saturating_sub(1),
        };
        if order.role == Role::Helpdesk {
            self.send_staff(letter, &order.by, Role::Helpdesk, Vec::new());
        } else {
            self.send_staff(letter.clone(), &order.by, order.role, Vec::new());
            self.send_role(&letter, Role::Helpdesk);
        }
        None
    }

    /// `TIDAK HADIR`: the request is not followed up; he may come again.
    pub(super) fn no_show(&mut self) -> Option<Unclear> {
        let here = matches!(self.case.state, State::GuestLogged | State::Queued | State::Checking);
        if !here || self.case.queue.is_none() {
            return Some(Unclear::NotNow);
        }
        if let Some(queue) = self.case.queue.as_mut() {
            queue.no_show = true;
        }
        self.end(State::ClosedNoFollowup);
        None
    }
}
