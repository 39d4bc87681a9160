//! "Bukan saya" (`security.md` A4-73, D.2): the case freezes at once, and only Admin PPE lifts that, by a
//! recorded telephone call or by a rejection. Helpdesk, supervisor and Admin PPE are alarmed.
use super::Turn;
use crate::workflow::actor::{Person, PersonRef, Role};
use crate::workflow::case::{Decision, State};
use crate::workflow::command::{Unclear, Verdict};
use crate::workflow::effect::{Effect, Recipient};
use crate::workflow::event::{Added, Order};
use crate::workflow::freeze::{Disowner, Freeze};
use crate::workflow::letter::{Alarm, Letter, Notice};

/// What Admin PPE may do with a frozen case.
const LIFTING: [&str; 2] = ["KONFIRMASI sudah <catatan>", "TOLAK <alasan>"];

impl Turn<'_> {
    /// Said twice it is the same freeze; the log has both.
    pub(super) fn disowned(&mut self, by: &Disowner) {
        if self.case.frozen.is_some() {
            return;
        }
        // What was delivered may be in the wrong hands; what is on its way is stopped by dispatch.
        let late = self.case.state == State::Delivered;
        self.wipe_secret();
        if late {
            self.void_delivered();
        } else {
            self.case.outcome = None;
        }
        self.case.resetting = None;
        let round = self.case.approval_round;
        self.case.first_approval = None;
        self.case.judging = false;
        self.case.answer_due = None;
        self.stop_all_clocks();
        // Every link mailed before is void.
        self.case.approval_round += 1;
        self.case.frozen = Some(Freeze {
            by: by.clone(),
            at: self.now,
            state: self.case.state,
            round,
            decision: self.case.decision.take(),
        });
        self.alarm_frozen(late);
        self.tell_disowner(by);
    }

    /// To everybody who must act; Admin PPE gets the words that lift the freeze.
    pub(super) fn alarm_frozen(&mut self, late: bool) {
        let Some(freeze) = self.case.frozen.clone() else { return };
        let alarm = if late { Alarm::DisownedLate } else { Alarm::Disowned };
        let by = Some(freeze.by.shown().to_owned());
        let letter = |words: &[&str]| Letter::Alarm {
            alarm,
            by: by.clone(),
            at: freeze.at,
            words: words.iter().map(|w| (*w).to_owned()).collect(),
        };
        for role in [Role::Supervisor, Role::Helpdesk] {
            self.send_role(&letter(&[]), role);
        }
        // Four eyes hold here too: who is the subject of the request gets no link for it.
        let (account, from) = (self.case.account.clone(), self.case.applicant.address.clone());
        let judges: Vec<PersonRef> = self
            .rules
            .with_role(Role::AdminPpe)
            .filter(|p| !self.rules.is_subject(p, account.as_ref(), from.as_deref()))
            .map(Person::reference)
            .collect();
        for judge in judges {
            self.send_staff(letter(&LIFTING), &judge, Role::AdminPpe, Vec::new());
        }
    }

    /// A password an account system set is made worthless by the system; one that was typed can only be
    /// locked by hand, which the alarm asks for.
    fn void_delivered(&mut self) {
        let automatic = self.case.outcome.as_ref().is_some_and(|o| o.automatic.is_some());
        if automatic {
            self.void_round(self.case.approval_round);
        }
    }

    fn void_round(&mut self, round: u32) {
        if let Some(account) = self.case.account.as_ref().map(|account| account.id) {
            self.effects.push(Effect::Reset { account, round, at: self.now, void: true });
        }
    }

    /// An account system was at work when the case froze, and its letter left or may have left.
    pub(super) fn reset_under_way(&mut self, arrived: Option<&str>) {
        let Some(round) = self.case.frozen.as_ref().map(|freeze| freeze.round) else { return };
        self.void_round(round);
        self.case.secret_voided = true;
        if let Some(to) = arrived.filter(|_| self.case.state == State::Executing) {
            self.case.state = State::Delivering;
            self.delivered(Some(to.to_owned()), None);
        }
        self.alarm_frozen(true);
    }

    /// Whoever wrote hears that it was read.
    fn tell_disowner(&mut self, by: &Disowner) {
        let account = self.case.account.as_ref();
        let letter = Letter::ResetNotice {
            name: account.map(|a| a.name.clone()),
            kind: self.case.kind,
            unit: account.and_then(|a| a.unit.clone()),
            about: Notice::Frozen,
            at: self.now,
        };
        let id = account.map(|a| a.id);
        match (by, id) {
            (Disowner::Owner { .. }, Some(account)) => {
                self.send(letter, Recipient::Registered { account });
            }
            (Disowner::Contact { .. }, Some(account)) => {
                self.send(letter, Recipient::Contact { account });
            }
            (Disowner::Approver { person }, _) => {
                self.send(letter, Recipient::Staff { person: person.clone() });
            }
            _ => self.send_applicant(letter),
        }
    }

    /// What an approval tells the account's own people, before the result leaves (A4-73).
    pub(super) fn notice(&mut self, about: Notice) {
        let Some(account) = self.case.account.clone() else { return };
        let letter = Letter::ResetNotice {
            name: Some(account.name.clone()),
            kind: self.case.kind,
            unit: account.unit.clone(),
            about,
            at: self.now,
        };
        if about == Notice::InPerson {
            self.send(letter.clone(), Recipient::Registered { account: account.id });
        }
        if account.has_contact {
            self.send(letter, Recipient::Contact { account: account.id });
        }
    }

    /// Any command while the case is frozen. `Some` tells why nothing was done.
    pub(super) fn frozen_command(&mut self, order: &Order) -> Option<Unclear> {
        let judge = order.role == Role::AdminPpe;
        match order.command.verdict {
            Verdict::Reject | Verdict::ConfirmByPhone if judge => {
                if order.own_account {
                    Some(Unclear::OwnAccount)
                } else if order.round != Some(self.case.approval_round) {
                    Some(Unclear::Frozen)
                } else if order.command.verdict == Verdict::Reject {
                    self.reject_frozen(order)
                } else {
                    self.lift(order)
                }
            }
            Verdict::None
            | Verdict::Note
            | Verdict::Hold
            | Verdict::Status
            | Verdict::ExplainDeviation
            | Verdict::Ask => self.common_command(order),
            _ => Some(Unclear::Frozen),
        }
    }

    /// `KONFIRMASI sudah …`: it was he after all, somebody else than the disowner heard it by
    /// telephone, and everything is judged anew.
    fn lift(&mut self, order: &Order) -> Option<Unclear> {
        let freeze = self.case.frozen.as_ref()?;
        if freeze.by.is_person(&order.by.id) {
            return Some(Unclear::FrozenByYou);
        }
        if !super::judge::says_done(order) {
            return Some(Unclear::Frozen);
        }
        self.case.frozen = None;
        match self.case.state {
            // The papers were not complete yet: their check begins anew.
            State::Received | State::Checking | State::WaitingApplicant => {
                self.new_round();
                self.take_papers(order.mail, &[]);
                self.judge_when_read();
            }
            State::Verifying
            | State::Confirming
            | State::Executing
            | State::Delivering
            | State::DeliveryFailed
            | State::Delivered => {
                self.case.ended_at = None;
                self.case.archived_at = None;
                self.hand_over(None);
            }
            _ => {}
        }
        None
    }

    /// `TOLAK <alasan>`: the request was somebody else's. What has ended stays ended.
    fn reject_frozen(&mut self, order: &Order) -> Option<Unclear> {
        let Some(reason) = order.command.reason.clone() else {
            return Some(Unclear::ReasonMissing);
        };
        let (name, kind) = (self.case.applicant.name.clone(), self.case.kind);
        let letter =
            |copy| Letter::Rejection { name: name.clone(), kind, reason: reason.clone(), copy };
        let freeze = self.case.frozen.take();
        if self.case.state.is_closed() {
            // What has ended stays as it ended; the log has the rejection.
            self.case.decision = freeze.and_then(|f| f.decision);
            self.effects.push(Effect::Archive);
        } else {
            self.case.decision = Some(Decision {
                by: order.by.clone(),
                at: self.now,
                approved: false,
                reason: Some(reason.clone()),
            });
            self.send_applicant(letter(false));
            self.end(State::Rejected);
        }
        self.send_role(&letter(true), Role::Helpdesk);
        self.send_role(&letter(true), Role::AdminPpe);
        None
    }

    /// What the applicant adds is kept, and judged once the freeze is lifted.
    pub(super) fn frozen_mail(&mut self, added: &Added) {
        let round = self.case.approval_round;
        self.take_papers(added.mail, &added.papers);
        self.case.judging = false;
        self.case.approval_round = round;
        let sheet = self.check_sheet(Vec::new(), false);
        self.send_role(&Letter::PapersAdded(sheet), Role::Helpdesk);
    }

    /// Files that staff adds are kept; every command but those that lift the freeze is refused.
    pub(super) fn staff_while_frozen(&mut self, order: &Order) {
        if !order.papers.is_empty() && order.role != Role::AdminPpe {
            self.take_papers(order.mail, &order.papers);
            self.case.judging = false;
        }
        match self.frozen_command(order) {
            Some(unclear) => self.ask(order, unclear),
            None if order.command.verdict != Verdict::None => self.case.asked_back = 0,
            None => {}
        }
    }
}

/// What a role may type while a case is frozen.
pub(super) fn words_for(role: Role, unclear: Unclear) -> Vec<String> {
    let words: &[&str] = match (role, unclear) {
        (Role::AdminPpe, Unclear::OwnAccount) => &[],
        (Role::AdminPpe, Unclear::FrozenByYou) => &["TOLAK <alasan>"],
        (Role::AdminPpe, _) => &LIFTING,
        _ => &["STATUS", "CATAT <teks>"],
    };
    words.iter().map(|word| (*word).to_owned()).collect()
}
