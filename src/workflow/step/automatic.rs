//! Account systems that set a password by themselves take Admin PPE's place in step 10 after his SETUJU;
//! where they cannot, he is asked for the result as ever. Knows no system, only what came of it.
use super::Turn;
use crate::workflow::actor::Role;
use crate::workflow::case::{Outcome, State};
use crate::workflow::effect::Effect;
use crate::workflow::event::Order;
use crate::workflow::letter::Letter;
use jiff::{SignedDuration, Timestamp};

/// A password that may have arrived is followed by a new one after this: the standard of step 10 runs,
/// and where nothing works a person should know it soon.
const ROTATE_AFTER: SignedDuration = SignedDuration::from_secs(5);

impl Turn<'_> {
    /// After an approval: hands step 10 to the account's system, if it has one that may.
    pub(super) fn reset_by_itself(&mut self, order: &Order) -> bool {
        // He typed a result himself, or spoke of one: then it is his.
        let typed = order.secret.is_some() || order.command.user_id.is_some();
        let wanted = self.case.kind.is_some_and(|kind| kind.wants_password());
        let Some(account) = self.case.account.clone() else { return false };
        let may = self.rules.automatic.contains(&account.backend);
        if typed || !wanted || !may || self.speaks_of_another(&account) {
            return false;
        }
        self.ask_system(self.now);
        true
    }

    /// Whether step 10 is in the hands of an account system. A new round takes it out again.
    pub(super) fn is_resetting(&self) -> bool {
        self.case.state == State::Executing && self.case.resetting == Some(self.case.approval_round)
    }

    fn ask_system(&mut self, at: Timestamp) {
        let Some(account) = self.case.account.as_ref().map(|account| account.id) else { return };
        let round = self.case.approval_round;
        self.case.resetting = Some(round);
        self.effects.push(Effect::Reset { account, round, at, void: false });
    }

    /// The password is set and its letter was accepted: steps 10, 12 and 14 at once.
    pub(super) fn account_reset(&mut self, order: i64, to: &str) {
        if self.case.frozen.is_some() {
            return self.reset_under_way(Some(to));
        }
        if !self.is_resetting() {
            return;
        }
        self.case.resetting = None;
        let by = self.case.decision.as_ref().map(|decision| decision.by.clone());
        let (Some(by), Some(account)) = (by, self.case.account.as_ref()) else { return };
        let user_id = account.user_id.clone();
        self.case.outcome =
            Some(Outcome { by, at: self.now, user_id, secret: None, automatic: Some(order) });
        self.result_in();
        self.case.state = State::Delivering;
        self.delivered(Some(to.to_owned()), None);
    }

    /// The letter's end is unknown (K60 to K63): another password, which voids that one.
    pub(super) fn reset_again(&mut self) {
        if self.case.frozen.is_some() {
            return self.reset_under_way(None);
        }
        if self.is_resetting() {
            self.ask_system(self.now.checked_add(ROTATE_AFTER).unwrap_or(self.now));
        }
    }

    /// The system cannot: Admin PPE is told why, and may type the result by hand (FLT-50, FLT-53).
    pub(super) fn reset_failed(&mut self, text: &str, changed: bool, void: bool) {
        if void && self.case.frozen.is_some() {
            self.alarm_frozen(true);
        }
        let by_hand = !void && self.is_resetting();
        if !void && !by_hand {
            return;
        }
        if by_hand {
            self.case.resetting = None;
            self.case.secret_voided |= changed;
        }
        self.tell_of_reset(text, changed, by_hand);
    }

    /// A letter came back, and its password opens nothing any more (A4-66).
    pub(super) fn reset_voided(&mut self) {
        self.tell_of_reset("", true, false);
    }

    fn tell_of_reset(&mut self, text: &str, changed: bool, by_hand: bool) {
        let frozen = self.case.frozen.as_ref().and_then(|freeze| freeze.decision.as_ref());
        let decision = self.case.decision.as_ref().or(frozen);
        let Some(judge) = decision.map(|d| d.by.clone()) else { return };
        let letter = Letter::ResetStopped {
            kind: self.case.kind,
            name: self.case.account.as_ref().map(|account| account.name.clone()),
            user_id: self.case.account.as_ref().map(|account| account.user_id.clone()),
            text: (!text.is_empty()).then(|| text.to_owned()),
            changed,
            by_hand,
        };
        self.send_staff(letter, &judge, Role::AdminPpe, Vec::new());
    }

    /// A report about a letter of an account system. True if it is of no consequence: a later letter
    /// took its place.
    pub(super) fn credential_came_back(&mut self, order: i64, template: &str) -> bool {
        let outcome = self.case.outcome.as_ref();
        let Some(sent) = outcome.and_then(|o| o.automatic).filter(|_| template == "credentials")
        else {
            return false;
        };
        let undone = matches!(self.case.state, State::Delivering | State::Delivered);
        if sent != order || !undone {
            return true;
        }
        if let Some(account) = self.case.account.as_ref().map(|account| account.id) {
            let (round, at) = (self.case.approval_round, self.now);
            self.effects.push(Effect::Reset { account, round, at, void: true });
        }
        false
    }

    /// `KIRIM ULANG` after such a letter came back: the system makes a new one (FLT-53).
    pub(super) fn reset_once_more(&mut self) -> bool {
        let automatic = self.case.outcome.as_ref().is_some_and(|o| o.automatic.is_some());
        let may =
            self.case.account.as_ref().is_some_and(|a| self.rules.automatic.contains(&a.backend));
        if !automatic || !may {
            return false;
        }
        self.case.outcome = None;
        self.case.secret_voided = true;
        self.case.state = State::Executing;
        self.stop_clock(14);
        self.drop_clock(13);
        self.start_clock(10);
        self.ask_system(self.now);
        true
    }
}
