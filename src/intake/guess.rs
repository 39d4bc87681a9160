//! Reply codes that are not ours: somebody guesses. So many in an hour ring the bell, once
//! (`security.md` A2-21). Knows no mail.
use crate::store::{StoreError, Tx};
use crate::workflow::actor::{Person, PersonRef, Role};
use crate::workflow::letter::{Alarm, Letter};
use crate::workflow::policy::Rules;
use jiff::{SignedDuration, Timestamp};

const HOUR: SignedDuration = SignedDuration::from_hours(1);
const BY_ONE: i64 = 5;
const BY_ALL: i64 = 20;

/// Counts the miss that is being recorded now.
pub(super) async fn missed(
    tx: &mut Tx,
    reason: &str,
    sender: &str,
    rules: &Rules,
    now: Timestamp,
) -> Result<(), StoreError> {
    let since = now.checked_sub(HOUR).unwrap_or(now);
    let by_one = 1 + tx.held_since(reason, Some(sender), since).await?;
    let by_all = 1 + tx.held_since(reason, None, since).await?;
    // On the very number: one alarm for a wave of guesses.
    if by_one != BY_ONE && by_all != BY_ALL {
        return Ok(());
    }
    tracing::warn!(by_one, by_all, "reply codes are being guessed");
    let by = (by_one >= BY_ONE).then(|| sender.to_owned());
    let mut told: Vec<PersonRef> = Vec::new();
    for role in [Role::Supervisor, Role::Helpdesk] {
        for person in rules.with_role(role).map(Person::reference) {
            if !told.contains(&person) {
                let letter = Letter::Alarm {
                    alarm: Alarm::TokensGuessed,
                    by: by.clone(),
                    at: now,
                    words: Vec::new(),
                };
                tx.post(letter, &person, now).await?;
                told.push(person);
            }
        }
    }
    Ok(())
}
