//! What became of letters: the result arrived, failed, or nobody knows (SOP steps 12 to 14).
use super::Turn;
use crate::workflow::actor::{PersonRef, Role};
use crate::workflow::case::State;
use crate::workflow::letter::{Letter, Notice};

/// Template names of the letters that are the result itself.
fn is_result(template: &str) -> bool {
    matches!(template, "credentials" | "user_id_information")
}

impl Turn<'_> {
    pub(super) fn letter_sent(&mut self, template: &str, to: &str) {
        match template {
            "hand_over" => self.handed_over(),
            "missing_papers" => self.stop_clock(6),
            "rejection" => self.stop_clock(11),
            _ => {}
        }
        if is_result(template) && self.case.state == State::Delivering {
            self.delivered(Some(to.to_owned()), None);
            // It was accepted in the moment somebody disowned it.
            self.alarm_frozen(true);
        }
    }

    /// Step 8 is done and step 9 begins when the first approver's mail server has the papers.
    fn handed_over(&mut self) {
        if matches!(self.case.state, State::Verifying | State::Confirming) {
            self.stop_clock(8);
            self.start_clock(9);
        }
    }

    /// Step 14 done: helpdesk and Admin PPE hear of it without the secret.
    pub(super) fn delivered(&mut self, address: Option<String>, in_person: Option<String>) {
        self.stop_clock(10);
        self.stop_clock(14);
        if in_person.is_some() {
            self.notice(Notice::InPerson);
        }
        let letter = Letter::ResultDelivered {
            kind: self.case.kind,
            name: self.case.account.as_ref().map(|a| a.name.clone()),
            unit: self.case.account.as_ref().and_then(|a| a.unit.clone()),
            address,
            delivered_at: self.now,
            in_person,
            password: self.case.kind.is_some_and(|k| k.wants_password()),
        };
        self.end(State::Delivered);
        self.send_role(&letter, Role::Helpdesk);
        let judge: Option<PersonRef> = self.case.decision.as_ref().map(|d| d.by.clone());
        if let Some(judge) = judge
            && !self.rules.with_role(Role::Helpdesk).any(|p| p.id == judge.id)
        {
            self.send_staff(letter, &judge, Role::AdminPpe, Vec::new());
        }
    }

    /// Refused at once, given up, or bounced later.
    pub(super) fn letter_failed(&mut self, template: &str, to: &str, staff: bool, text: &str) {
        if !staff {
            // An address that takes nothing is no failure of whoever wrote to it.
            match template {
                "missing_papers" => self.drop_clock(6),
                "rejection" => self.drop_clock(11),
                _ => {}
            }
        }
        let result = is_result(template);
        let undone = matches!(self.case.state, State::Delivering | State::Delivered);
        if result && undone {
            self.case.state = State::DeliveryFailed;
            self.case.ended_at = None;
            self.wipe_secret();
        } else if result || staff || template == "delivery_failure" {
            // A letter to staff that fails shows in the queue and in the digest; writing to the
            // same people about it would only fail again.
            return;
        }
        let letter = Letter::DeliveryFailure {
            subject_of: template.to_owned(),
            address: to.to_owned(),
            text: text.to_owned(),
            phone: self.case.applicant.phone.clone(),
            result,
        };
        self.send_role(&letter, Role::Helpdesk);
    }

    /// The connection broke between the last dot and its answer. The secret may have arrived or
    /// not, and is never sent again: Admin PPE sets a new one (INV-05).
    pub(super) fn letter_unknown(&mut self, to: &str, text: &str) {
        if self.case.frozen.is_some() {
            // It may have arrived; a new one is not asked for while nobody knows who asked.
            self.case.secret_voided = true;
            self.alarm_frozen(true);
        } else if self.case.state == State::Delivering {
            self.ask_new_secret(text, to);
        }
    }

    pub(super) fn ask_new_secret(&mut self, text: &str, to: &str) {
        self.wipe_secret();
        self.case.secret_voided = true;
        self.case.outcome = None;
        self.case.state = State::Executing;
        self.case.approval_round += 1;
        self.stop_clock(14);
        self.drop_clock(13);
        self.start_clock(10);
        let letter = Letter::ResultUnknown {
            kind: self.case.kind,
            name: self.case.applicant.name.clone(),
            address: to.to_owned(),
            text: text.to_owned(),
        };
        self.send_role(&letter, Role::Helpdesk);
        let judge = self.case.decision.as_ref().map(|d| d.by.clone());
        if let Some(judge) = judge {
            self.send_staff(letter, &judge, Role::AdminPpe, Vec::new());
        }
    }

    /// Step 13 done.
    pub(super) fn archived(&mut self) {
        self.case.archived_at = Some(self.now);
        self.stop_clock(13);
    }
}
