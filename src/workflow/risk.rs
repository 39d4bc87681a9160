//! Which approvals need more than the approver's mailbox, and why (`security.md` D.2). Pure: the
//! facts are those of the case, of the register and of the store at the moment of use.
use crate::workflow::case::{Case, Channel};
use crate::workflow::event::{AtUse, Remark};
use crate::workflow::policy::Rules;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// An address changed so lately may have been changed by the thief (A4-61).
const YOUNG_ADDRESS: SignedDuration = SignedDuration::from_hours(72);
/// More approvals than this in 30 days are unusual for one account.
const MANY_RESETS: u32 = 2;

/// A reason to ask for a second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Risk {
    /// The register tags the account.
    Privileged,
    /// Its registered address changed in the last 72 hours.
    YoungAddress,
    /// The request's sender was not fully proven.
    WeakSender,
    /// The request came from another address than the registered one.
    UnregisteredSender,
    /// More than two approvals for the account in 30 days.
    ManyResets,
    /// As many approvals as a day or an hour may have.
    VolumeCap,
    OutOfHours,
    /// The approver never approved before.
    NewApprover,
}

impl Risk {
    /// Whether the risk asks for something stronger of an approver without a second factor too: a
    /// recorded telephone confirmation (SOP step 9). Hours and novelty say something of the approver
    /// alone, so they ask only where he has a factor to show.
    pub fn is_of_the_request(self) -> bool {
        !matches!(self, Risk::OutOfHours | Risk::NewApprover)
    }
}

/// Risks that can be told before anybody answers: for the hand-over.
pub fn foreseen(case: &Case, now: Timestamp) -> Vec<Risk> {
    let account = case.account.as_ref();
    let young = account
        .and_then(|a| a.address_changed_at)
        .is_some_and(|at| now.duration_since(at) < YOUNG_ADDRESS);
    let stranger = case.channel == Channel::Email && !case.applicant.registered;
    let held = [
        (account.is_some_and(|a| a.privileged), Risk::Privileged),
        (young, Risk::YoungAddress),
        (case.remarks.contains(&Remark::WeakSender), Risk::WeakSender),
        (stranger, Risk::UnregisteredSender),
    ];
    held.into_iter().filter(|(holds, _)| *holds).map(|(_, risk)| risk).collect()
}

/// All risks of an approval that is being used now.
pub fn at_use(case: &Case, facts: &AtUse, rules: &Rules, now: Timestamp) -> Vec<Risk> {
    let mut risks = foreseen(case, now);
    let more = [
        (facts.account_30_days > MANY_RESETS, Risk::ManyResets),
        (over_volume(facts, rules), Risk::VolumeCap),
        (!rules.calendar.is_open(now), Risk::OutOfHours),
        (facts.approvals_before == 0, Risk::NewApprover),
    ];
    risks.extend(more.into_iter().filter(|(holds, _)| *holds).map(|(_, risk)| risk));
    risks
}

/// The caps of unit and house (A4-75); a second factor passes them.
fn over_volume(facts: &AtUse, rules: &Rules) -> bool {
    facts.unit_hour >= rules.caps.unit_hour || facts.all_hour >= rules.caps.all_hour
}

/// The cap of one account, which nothing passes: somebody is played with.
pub fn account_is_full(facts: &AtUse, rules: &Rules) -> bool {
    facts.account_day >= rules.caps.account_day
}
