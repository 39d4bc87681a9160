//! What must be known of an approval at the moment it is used: the second factor, the counts and the
//! register (`security.md` A2-26, D.2). Asked inside the mail's transaction.
use super::Intake;
use crate::directory::Account;
use crate::mail::signature::{self, Refusal};
use crate::store::{CodeUse, StoreError, Tx};
use crate::triage::{self, Arrival, StaffMail};
use crate::workflow::actor::Role;
use crate::workflow::case::{AccountRef, Case, State};
use crate::workflow::command::Verdict;
use crate::workflow::digest;
use crate::workflow::event::{AtUse, CodeCheck, Proof};
use crate::workflow::policy::Rules;
use jiff::{SignedDuration, Timestamp};

/// How far our border's clock and the mailbox's may lie apart for the border's to be believed.
const BORDER_EARLIER: SignedDuration = SignedDuration::from_hours(1);
const BORDER_LATER: SignedDuration = SignedDuration::from_secs(60);

impl Intake {
    pub(super) async fn at_use(
        &self,
        tx: &mut Tx,
        arrival: &Arrival<'_>,
        staff: &StaffMail,
        now: Timestamp,
    ) -> Result<AtUse, StoreError> {
        let mut facts = AtUse {
            digest: staff.digest.clone(),
            sender: triage::sender_check(arrival.message),
            ..AtUse::default()
        };
        let verdict = staff.parsed.command.verdict;
        let decides = matches!(verdict, Verdict::Approve | Verdict::Reject);
        if staff.role != Role::AdminPpe || !(decides || verdict == Verdict::Result) {
            return Ok(facts);
        }
        let case = tx.case(&staff.case).await?;
        let known = case.as_ref().and_then(|case| case.account.clone());
        if let Some(known) = &known {
            let account = tx.account_now(known.id).await?;
            facts.account = account.as_ref().map(triage::reference);
        }
        if !decides {
            return Ok(facts);
        }
        let person = staff.by.id.as_str();
        facts.enrolled = tx.enrolled(person).await? || staff.signed.is_some();
        // A code is used only where it could count: a spent or old link costs nobody his code.
        let counts = case.is_some_and(|case| could_count(&case, staff, facts.account.as_ref()));
        if let (Some(code), true) = (&staff.parsed.code, counts) {
            let used = tx.use_code(person, code, arrived_at(arrival), now).await?;
            facts.code = Some(check(used));
            facts.proof = (used == CodeUse::Right).then_some(Proof::Code);
            if used == CodeUse::Exhausted {
                tx.revoke_of(&staff.case, person, now).await?;
            }
        }
        if facts.proof.is_none() {
            // Unlike a code it stays good in every copy of the mail: once shown it is spent, also with
            // a link that does not count any more.
            self.signature_at_use(tx, arrival, staff, &mut facts, now).await?;
            facts.proof = facts.proof.filter(|_| counts);
        }
        if facts.proof.is_none() && facts.code.is_none() && tx.codes_closed(person, now).await? {
            // Somebody guessed in his name: nothing of his counts without a code, and none does.
            facts.code = Some(CodeCheck::Locked);
        }
        if let Some(known) = known {
            let unit = known.unit.as_deref();
            let counts = tx.approvals(person, Some(known.id), unit, now).await?;
            facts.approvals_before = counts.by_person;
            facts.account_30_days = counts.account_30_days;
            facts.account_day = counts.account_day;
            facts.unit_hour = counts.unit_hour;
            facts.all_hour = counts.all_hour;
        } else {
            let counts = tx.approvals(person, None, None, now).await?;
            facts.approvals_before = counts.by_person;
            facts.all_hour = counts.all_hour;
        }
        Ok(facts)
    }

    /// A signature counts once. Why one does not count stays with the evidence.
    async fn signature_at_use(
        &self,
        tx: &mut Tx,
        arrival: &Arrival<'_>,
        staff: &StaffMail,
        facts: &mut AtUse,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let why = match &staff.signed {
            Some(Ok(proof)) => {
                if tx.use_signature(&proof.act, &staff.by.id, &staff.case, now).await? {
                    facts.proof = Some(Proof::Signature);
                    let told =
                        format!("Tanda tangan S/MIME sah, sertifikat {}.", proof.fingerprint);
                    facts.sender.reasons.push(told);
                    return Ok(());
                }
                Refusal::Used
            }
            Some(Err(why)) if arrival.message.signature.is_some() => *why,
            Some(Err(_)) => {
                let fault = signature::fault(arrival.message).map(str::to_owned);
                facts.sender.reasons.extend(fault);
                return Ok(());
            }
            None => return Ok(()),
        };
        facts.sender.reasons.push(why.to_string());
        Ok(())
    }
}

/// Whether an answer by this link could decide at all: its round is the case's, and the file is what its
/// letter showed.
fn could_count(case: &Case, staff: &StaffMail, now: Option<&AccountRef>) -> bool {
    staff.round == Some(case.approval_round)
        && matches!(case.state, State::Verifying | State::Confirming)
        && !case.judging
        && now == case.account.as_ref()
        && staff.digest.as_deref() == Some(digest::of_dossier(case).as_str())
}

/// Whether the register's address of the account meant is the person's own (four eyes, A3-45): a
/// visitor's request has no sender to compare.
pub(super) async fn own_by_address(
    tx: &mut Tx,
    staff: &StaffMail,
    named: Option<&Account>,
    rules: &Rules,
) -> Result<bool, StoreError> {
    let Some(person) = rules.people.iter().find(|p| p.id == staff.by.id) else { return Ok(false) };
    let of_case = match tx.case(&staff.case).await?.and_then(|case| case.account) {
        Some(account) => tx.account_now(account.id).await?,
        None => None,
    };
    let own = |a: &Account| {
        let address = a.registered_address();
        std::iter::once(person)
            .chain(rules.acted_for(person))
            .any(|p| Rules::reaches(p, address.as_str()))
    };
    Ok(of_case.iter().chain(named).any(own))
}

/// When the mail reached our border: by its own `Received` line where that agrees with the mailbox's
/// time (`security.md` D.2), else the mailbox's. Queueing behind the border makes no code stale.
pub(super) fn arrived_at(arrival: &Arrival<'_>) -> Timestamp {
    let stored = arrival.received_at;
    let believable = |at: &Timestamp| {
        let later = stored.duration_since(*at);
        later <= BORDER_EARLIER && later >= -BORDER_LATER
    };
    arrival.message.authentication.border_at.filter(believable).unwrap_or(stored)
}

fn check(used: CodeUse) -> CodeCheck {
    match used {
        CodeUse::Right => CodeCheck::Right,
        CodeUse::Wrong => CodeCheck::Wrong,
        CodeUse::Reused => CodeCheck::Reused,
        CodeUse::Exhausted => CodeCheck::Exhausted,
        CodeUse::Locked => CodeCheck::Locked,
        CodeUse::NotEnrolled => CodeCheck::NotEnrolled,
    }
}
