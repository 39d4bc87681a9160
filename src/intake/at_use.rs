//! What must be known of an approval at the moment it is used: the second factor, the counts and the
//! register (`security.md` A2-26, D.2). Asked inside the mail's transaction.
use super::Intake;
use crate::mail::signature::{self, Refusal};
use crate::store::{CodeUse, StoreError, Tx};
use crate::triage::{self, Arrival, StaffMail};
use crate::workflow::actor::Role;
use crate::workflow::command::Verdict;
use crate::workflow::event::{AtUse, CodeCheck, Proof};
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
        let decides = matches!(staff.parsed.command.verdict, Verdict::Approve | Verdict::Reject);
        if staff.role != Role::AdminPpe || !decides {
            return Ok(facts);
        }
        let person = staff.by.id.as_str();
        facts.enrolled = tx.enrolled(person).await? || staff.signed.is_some();
        // A code is used only where it could count: a spent link costs nobody his code.
        if let (Some(code), Some(_)) = (&staff.parsed.code, staff.round) {
            let used = tx.use_code(person, code, arrived_at(arrival), now).await?;
            facts.code = Some(check(used));
            facts.proof = (used == CodeUse::Right).then_some(Proof::Code);
            if used == CodeUse::Exhausted {
                tx.revoke_of(&staff.case, person, now).await?;
            }
        }
        if facts.proof.is_none() && staff.round.is_some() {
            self.signature_at_use(tx, arrival, staff, &mut facts, now).await?;
        }
        let known = tx.case(&staff.case).await?.and_then(|case| case.account);
        if let Some(known) = known {
            let account = tx.account_now(known.id).await?;
            facts.account = account.as_ref().map(triage::reference);
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

/// When the mail reached our border: by its own `Received` line where that agrees with the mailbox's
/// time (`security.md` D.2), else the mailbox's. Queueing behind the border makes no code stale.
fn arrived_at(arrival: &Arrival<'_>) -> Timestamp {
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
