//! What an approval must overcome before it counts: an unchanged dossier, the second factor a risk asks
//! for, the caps, and the second person (`security.md` A3-46, A4-75, D.2).
use super::Turn;
use crate::workflow::actor::Role;
use crate::workflow::case::{Decision, State};
use crate::workflow::command::{Unclear, Verdict};
use crate::workflow::effect::Effect;
use crate::workflow::event::{CodeCheck, Limit, Order};
use crate::workflow::letter::{Alarm, Letter};
use crate::workflow::policy::SecondFactor;
use crate::workflow::{digest, risk};

impl Turn<'_> {
    /// The file must still be what the letter showed, and the register what the file says.
    pub(super) fn changed_since(&mut self, order: &Order) -> Option<Unclear> {
        let judges = matches!(self.case.state, State::Verifying | State::Confirming);
        if order.command.verdict == Verdict::Result || !judges {
            return None;
        }
        if self.register_changed(order) {
            if !self.case.judging {
                self.hand_over_changed();
            }
            return Some(Unclear::DossierChanged);
        }
        let now = digest::of_dossier(&self.case);
        (order.at_use.digest.as_deref() != Some(now.as_str())).then_some(Unclear::DossierChanged)
    }

    /// Takes over what the register says now of the account. True if that is news.
    pub(super) fn register_changed(&mut self, order: &Order) -> bool {
        let same = self.case.account.as_ref().zip(order.at_use.account.as_ref());
        let news = same.filter(|(known, now)| known.id == now.id && known != now);
        let Some(fresh) = news.map(|(_, fresh)| fresh.clone()) else { return false };
        self.case.account = Some(fresh);
        true
    }

    /// `Some` while something stronger than a reply is needed.
    pub(super) fn needs_more(&mut self, order: &Order) -> Option<Unclear> {
        let facts = &order.at_use;
        match facts.code {
            Some(CodeCheck::Wrong) => return Some(Unclear::CodeWrong),
            Some(CodeCheck::Reused) => return Some(Unclear::CodeReused),
            Some(CodeCheck::Exhausted) => {
                self.alarm(Alarm::CodesExhausted, Some(order.by.name.clone()));
                return Some(Unclear::CodeLocked);
            }
            Some(CodeCheck::Locked) => return Some(Unclear::CodeLocked),
            Some(CodeCheck::Right | CodeCheck::NotEnrolled) | None => {}
        }
        if risk::account_is_full(facts, self.rules) {
            self.alarm(Alarm::AccountFull, None);
            return Some(Unclear::AccountFull);
        }
        if facts.proof.is_some() {
            return None;
        }
        let risks = risk::at_use(&self.case, facts, self.rules, self.now);
        let always = self.rules.second_factor == SecondFactor::Always;
        if risks.contains(&risk::Risk::VolumeCap) {
            self.alarm(Alarm::VolumeReached, None);
            return Some(Unclear::VolumeReached);
        }
        if facts.enrolled {
            return (always || !risks.is_empty()).then_some(Unclear::CodeNeeded);
        }
        if always || risks.contains(&risk::Risk::Privileged) {
            return Some(Unclear::NotEnrolled);
        }
        // Without a factor to show, a recorded telephone call is the second channel (SOP step 9).
        let risky = risks.iter().any(|risk| risk.is_of_the_request());
        (risky && self.case.state != State::Confirming).then_some(Unclear::ConfirmFirst)
    }

    /// The first of two approvals, where the register asks for two; `None` lets it decide.
    pub(super) fn awaits_second(&mut self, order: &Order) -> Option<Option<Unclear>> {
        if !self.case.account.as_ref().is_some_and(|a| a.two_approvers) {
            return None;
        }
        match &self.case.first_approval {
            // A deputy's word is that of the one he stands in for.
            Some(first) if self.same_judge(&first.by.id, &order.by.id) => {
                Some(Some(Unclear::SecondPerson))
            }
            Some(_) => None,
            None => {
                self.case.first_approval = Some(Decision {
                    by: order.by.clone(),
                    at: self.now,
                    approved: true,
                    reason: order.command.note.clone(),
                });
                if let Some(secret) = order.secret {
                    // The result is the second approver's to ask for.
                    self.effects.push(Effect::Wipe { secret });
                }
                self.approval_recorded(order, true);
                Some(None)
            }
        }
    }

    fn same_judge(&self, one: &str, other: &str) -> bool {
        let stands_in = |deputy: &str, for_whom: &str| {
            let person = self.rules.people.iter().find(|p| p.id == deputy);
            person.is_some_and(|p| self.rules.acted_for(p).any(|p| p.id == for_whom))
        };
        one == other || stands_in(one, other) || stands_in(other, one)
    }

    /// A loop or a flood of letters: somebody looks (`security.md` A4-72, A4-95).
    pub(super) fn limited(&mut self, limit: Limit, template: &str) {
        let alarm = match limit {
            Limit::Muted => Alarm::Muted,
            Limit::Waiting => Alarm::AnswersWait,
        };
        self.alarm(alarm, Some(template.to_owned()));
    }

    /// Tells those who must act at once; says nothing of the case's content.
    pub(super) fn alarm(&mut self, alarm: Alarm, by: Option<String>) {
        let letter = Letter::Alarm { alarm, by, at: self.now, words: Vec::new() };
        for role in [Role::Supervisor, Role::Helpdesk] {
            self.send_role(&letter, role);
        }
    }
}
