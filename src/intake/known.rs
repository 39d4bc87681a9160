//! Asks the store everything triage wants to know about one mail, inside the mail's transaction.
use crate::mail::{Message, Verdict};
use crate::store::{Outcome, Store, StoreError, TokenRow, Tx};
use crate::triage::{Known, Mark, TokenKnown, Wanted};
use crate::workflow::case::{Case, State};
use jiff::{SignedDuration, Timestamp};

const HISTORY: SignedDuration = SignedDuration::from_hours(24 * 90);
const DAY: SignedDuration = SignedDuration::from_hours(24);
const HOUR: SignedDuration = SignedDuration::from_hours(1);
/// How old a case may be for "bukan saya" without a number to mean it.
const MONTH: SignedDuration = SignedDuration::from_hours(24 * 30);
/// How many of a sender's cases are looked at for a mail without a number.
const CASES_MAX: usize = 8;

/// What one sender may have handled.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    pub requests_per_day: u32,
    pub mails_per_hour: u32,
}

/// Looks up token, case, accounts and the sender's other cases.
pub(super) async fn ask(
    store: &Store,
    tx: &mut Tx,
    message: &Message,
    wanted: &Wanted,
    limits: Limits,
    now: Timestamp,
) -> Result<Known, StoreError> {
    let mut known = Known::default();
    if let Some(token) = &wanted.token {
        match tx.token(token).await? {
            Some(row) => {
                known.carriers_differ = differs(store, wanted, &row);
                known.case = tx.case(&row.case_id).await?;
                known.token = Some(TokenKnown {
                    live: !row.revoked && row.expires_at > now,
                    case_id: row.case_id,
                    person: row.person,
                    role: row.role,
                    round: row.round,
                    digest: row.digest,
                    created_at: row.created_at,
                });
            }
            None => known.token_unknown = true,
        }
    }
    if known.case.is_none() {
        known.case = case_of_reference(store, tx, wanted).await?;
    }
    if known.case.is_none()
        && let Some(tag) = &wanted.case_tag
    {
        known.case = tx.case(tag).await?;
    }
    if let Some(number) = &wanted.case_in_words {
        known.case_in_words = tx.case(number).await?;
    }
    if let Some(bounced) = wanted.bounced.as_ref() {
        let genuine = store.key().mark(&bounced.text) == bounced.mark;
        known.bounced_order = genuine.then_some(bounced.order);
    }
    for user_id in wanted.user_ids.iter().take(CASES_MAX) {
        known.named.extend(tx.account_named(user_id).await?);
    }
    let Some(identity) = message.authentication.identity.as_deref() else { return Ok(known) };
    known.accounts = tx.accounts_at(identity).await?;
    let day = now.checked_sub(DAY).unwrap_or(now);
    known.too_many =
        tx.recent(identity, Outcome::Case, day).await? >= i64::from(limits.requests_per_day);
    let verdict = super::same::verdict_name(message);
    let hour = now.checked_sub(HOUR).unwrap_or(now);
    known.flooding = tx.handled(identity, verdict, hour).await? > i64::from(limits.mails_per_hour);
    if wanted.disowns {
        disowning(store, tx, &mut known, wanted, identity, now).await?;
    }
    sender_cases(tx, &mut known, identity, now).await?;
    let account = known.accounts.first().or(known.named.first()).map(|a| a.id);
    if let Some(account) = account {
        let since = now.checked_sub(HISTORY).unwrap_or(now);
        known.history_90_days = tx.history(account, since).await?;
        if known.history_90_days > 0 {
            known.earlier = tx.earlier(account, since).await?;
        }
    }
    Ok(known)
}

/// What "bukan saya" needs: whose contact the sender is, and which case he may mean.
async fn disowning(
    store: &Store,
    tx: &mut Tx,
    known: &mut Known,
    wanted: &Wanted,
    identity: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    known.answers_ours = wanted.marks.iter().any(|mark| store.key().mark(&mark.text) == mark.mark);
    known.contact_of = tx.accounts_of_contact(identity).await?;
    if known.case.is_some() {
        return Ok(());
    }
    let since = now.checked_sub(MONTH).unwrap_or(now);
    let ids: Vec<i64> = known.accounts.iter().chain(&known.contact_of).map(|a| a.id).collect();
    for account in ids {
        let newest = tx.newest_of_account(account, since).await?;
        let case = match newest {
            Some(id) => tx.case(&id).await?,
            None => None,
        };
        let newer = |a: &Case, b: &Case| a.received_at > b.received_at;
        if let Some(case) = case
            && known.account_case.as_ref().is_none_or(|before| newer(&case, before))
        {
            known.account_case = Some(case);
        }
    }
    Ok(())
}

/// The token of the letter that a mail answers, where its address carries none: the letter's mark in
/// `In-Reply-To` and its code in the quoted text must both be there, and the sender proven (`security.md`
/// D.1). Whoever has both has the letter before him, as with the address.
pub(super) fn quoted_token(store: &Store, message: &Message, wanted: &Wanted) -> Option<String> {
    let key = store.key();
    let [mark] = wanted.answered.as_slice() else { return None };
    let holds = message.authentication.verdict == Verdict::Pass
        && key.mark(&mark.text) == mark.mark
        && wanted.codes.contains(&key.code(mark.order));
    holds.then(|| key.token(mark.order))
}

/// Whether what the mail says it answers is another letter than the token's (`security.md` D.1): a mark
/// that is not genuine, another letter's, or another case's among the older references.
fn differs(store: &Store, wanted: &Wanted, row: &TokenRow) -> bool {
    let genuine = |mark: &Mark| store.key().mark(&mark.text) == mark.mark;
    let code = !wanted.codes.is_empty() && !wanted.codes.contains(&store.key().code(row.order));
    let answered = wanted.answered.iter().any(|mark| !genuine(mark) || mark.order != row.order);
    let other_case =
        |mark: &&Mark| mark.text.rsplit_once(".o").is_some_and(|(case, _)| case != row.case_id);
    code || answered || wanted.marks.iter().filter(other_case).any(genuine)
}

/// The case of a letter of ours the mail answers, if the Message-ID's mark is genuine.
async fn case_of_reference(
    store: &Store,
    tx: &mut Tx,
    wanted: &Wanted,
) -> Result<Option<crate::workflow::case::Case>, StoreError> {
    for mark in &wanted.marks {
        if store.key().mark(&mark.text) == mark.mark
            && let Some((case_id, _)) = mark.text.rsplit_once(".o")
        {
            let found = tx.case(case_id).await?;
            if found.is_some() {
                return Ok(found);
            }
        }
    }
    Ok(None)
}

async fn sender_cases(
    tx: &mut Tx,
    known: &mut Known,
    identity: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let since = now.checked_sub(DAY).unwrap_or(now);
    for head in tx.cases_of(identity).await? {
        let scope = State::OutOfScope.as_str();
        if head.state == scope {
            known.answered_lately |= head.ended_at.is_some_and(|at| at > since);
            continue;
        }
        let useful = head.ended_at.is_none()
            || head.state == State::ClosedNoFollowup.as_str()
            || head.state == State::Delivered.as_str();
        if useful && known.cases.len() < CASES_MAX {
            known.cases.extend(tx.case(&head.id).await?);
        }
    }
    Ok(())
}
