//! The laws of what does not move: after "bukan saya" nothing acts until Admin PPE thaws the case, and a
//! closed case stays closed.
use super::*;
use crate::workflow::freeze::Disowner;

impl World {
    /// Somebody it concerns says that it was not he.
    pub(super) fn disowned(&self, who: usize) -> Option<Event> {
        let address = "r***@kkp.example".to_owned();
        let person = PersonRef { id: "bagus".into(), name: "bagus".into() };
        let all = [
            Disowner::Owner { address: address.clone() },
            Disowner::Contact { address: address.clone() },
            Disowner::Applicant { address },
            Disowner::Approver { person },
        ];
        Some(Event::Disowned { by: pick(&all, who)?, mail: self.mails })
    }

    /// A disowned case gives no result and keeps no secret; only Admin PPE's telephone call or his
    /// rejection thaws it, and never the disowner's own call.
    pub(super) fn nothing_acts_while_frozen(
        &self,
        before: &Case,
        effects: &[Effect],
        event: &Event,
    ) {
        if let Some(freeze) = &before.frozen
            && self.case.frozen.is_none()
        {
            let Event::StaffCommand(order) = event else { panic!("thawed by {event:?}") };
            assert_eq!(order.role, Role::AdminPpe);
            assert_eq!(order.round, Some(before.approval_round), "an old link thaws");
            let call = order.command.verdict == Verdict::ConfirmByPhone;
            assert!(call || order.command.verdict == Verdict::Reject);
            assert!(!call || !freeze.by.is_person(&order.by.id), "the disowner thaws");
        }
        if self.case.frozen.is_none() {
            return;
        }
        let acts = |e: &Effect| match e {
            Effect::Send { letter, .. } => letter.is_result() || letter.secret().is_some(),
            Effect::Reset { void, .. } => !void,
            _ => false,
        };
        assert!(!effects.iter().any(acts), "a frozen case acts by {event:?}");
        assert!(self.case.outcome.as_ref().is_none_or(|o| o.secret.is_none()));
        assert!(self.case.decision.is_none(), "decided while frozen by {event:?}");
    }

    pub(super) fn closed_stays_closed(&self, before: &Case, event: &Event) {
        if !before.state.is_closed() || before.state == self.case.state {
            return;
        }
        let reopens = match event {
            Event::MailAdded(added) => {
                before.state == State::ClosedNoFollowup
                    && !added.papers.is_empty()
                    && before.reopen_until.is_some_and(|until| self.now <= until)
            }
            Event::StaffCommand(order) if before.frozen.is_none() => {
                order.role == Role::Helpdesk && order.command.verdict == Verdict::Reopen
            }
            Event::StaffCommand(order) if before.frozen.is_some() => {
                order.command.verdict == Verdict::ConfirmByPhone
            }
            Event::LetterFailed { .. } | Event::Bounced { .. } => before.state == State::Delivered,
            _ => false,
        };
        assert!(reopens, "{:?} became {:?} by {event:?}", before.state, self.case.state);
    }
}
