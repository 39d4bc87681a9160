//! Effects become orders: numbered, with their token, and within the limits of letters (`security.md`
//! A4-72, A4-95): an acknowledgement that would only repeat itself is muted, and answers beyond what an
//! hour may have wait their turn. Nothing is dropped.
use super::{Lane, StoreError, Tx, sql};
use crate::secret::token_hash;
use crate::workflow::actor::Role;
use crate::workflow::effect::{Capability, Effect, Recipient};
use crate::workflow::event::Limit;
use jiff::Timestamp;
use sqlx::Row;

/// Tokens of helpdesk and front office live longer than an approver's (`security.md` D.1 is his).
const DESK_TOKEN_DAYS: i64 = 30;
/// Template of the letter a reset sends.
pub(super) const CREDENTIALS: &str = "credentials";
const DAY_MS: i64 = 24 * 60 * 60 * 1000;
const HOUR_MS: i64 = 60 * 60 * 1000;
/// The same acknowledgement of the same case to the same address, in an hour.
const SAME_LETTERS: i64 = 5;
/// Warnings to one person in an hour, and as many breaches; the rest stands in the digest and in `DAFTAR`.
const ALARMS: i64 = 30;
/// When somebody was last told that answers wait.
const WAIT_TOLD: &str = "answers_wait";

/// A limit that letters just ran into: somebody is to hear of it.
pub(super) struct Reached {
    pub limit: Limit,
    pub template: &'static str,
}

/// How an order is written.
struct Entry {
    state: &'static str,
    due: i64,
    letter: Option<&'static str>,
    addressee: Option<String>,
    answer: bool,
}

/// Writes effects as orders, each with its number; letters that may be answered get a token.
pub(super) async fn put(
    tx: &mut Tx,
    case_id: &str,
    effects: Vec<Effect>,
    answers_hour: u32,
    now: Timestamp,
) -> Result<Vec<Reached>, StoreError> {
    let mut reached = Vec::new();
    if effects.is_empty() {
        return Ok(reached);
    }
    let first = tx.next("order", i64::try_from(effects.len()).unwrap_or(i64::MAX)).await?;
    for (id, effect) in (first..).zip(effects) {
        if let Effect::Wipe { secret } = effect {
            // At once: from this commit on no letter can carry it (the order only bears witness).
            tx.wipe(secret, now).await?;
        }
        let entry = tx.entry(case_id, &effect, answers_hour, now, &mut reached).await?;
        sqlx::query(sql::ORDER_PUT)
            .bind(id)
            .bind(case_id)
            .bind(Lane::of(&effect).as_str())
            .bind(serde_json::to_string(&effect)?)
            .bind(now.as_millisecond())
            .bind(entry.due)
            .bind(entry.letter)
            .bind(entry.state)
            .bind(entry.addressee)
            .bind(i64::from(entry.answer))
            .execute(&mut *tx.inner)
            .await?;
        if let Effect::Send { reply: Some(capability), .. } = &effect {
            grant(tx, id, case_id, capability, now).await?;
        }
    }
    tx.rang = true;
    Ok(reached)
}

impl Tx {
    async fn entry(
        &mut self,
        case_id: &str,
        effect: &Effect,
        answers_hour: u32,
        now: Timestamp,
        reached: &mut Vec<Reached>,
    ) -> Result<Entry, StoreError> {
        let at = now.as_millisecond();
        let plain =
            |due, letter| Entry { state: "due", due, letter, addressee: None, answer: false };
        let (letter, to) = match effect {
            Effect::Wake { at, .. } => return Ok(plain(at.as_millisecond(), None)),
            Effect::Reset { at, void, .. } => {
                return Ok(plain(at.as_millisecond(), (!void).then_some(CREDENTIALS)));
            }
            Effect::Send { letter, to, .. } => (letter, to),
            _ => return Ok(plain(at, None)),
        };
        let template = letter.template();
        let addressee = addressee(to);
        let mut entry = plain(at, Some(template));
        let same = sqlx::query(sql::ORDERS_SAME);
        let any = sqlx::query(sql::ORDERS_TO_PERSON);
        let limited = match () {
            () if letter.is_acknowledgement() => Some((SAME_LETTERS, same)),
            () if letter.is_alarm() => Some((ALARMS, any)),
            () => None,
        };
        if let Some((most, query)) = limited {
            let query = query.bind(&addressee).bind(template).bind(at - HOUR_MS);
            let query = if letter.is_alarm() { query } else { query.bind(case_id) };
            let row = query.fetch_one(&mut *self.inner).await?;
            let (sent, muted): (i64, i64) = (row.try_get(0)?, row.try_get(1)?);
            if sent >= most {
                entry.state = "muted";
                if muted == 0 {
                    tracing::warn!(case = case_id, template, "letters of this kind are muted");
                    reached.push(Reached { limit: Limit::Muted, template });
                }
            }
        }
        entry.answer = entry.state == "due" && matches!(to, Recipient::Applicant { .. });
        if entry.answer {
            entry.due = self.turn(answers_hour, at).await?;
            if entry.due > at && self.wait_is_news(now).await? {
                reached.push(Reached { limit: Limit::Waiting, template });
            }
        }
        entry.addressee = Some(addressee);
        Ok(entry)
    }

    /// When an answer may leave: an hour after the one that is so many before it.
    async fn turn(&mut self, answers_hour: u32, at: i64) -> Result<i64, StoreError> {
        let row = sqlx::query(sql::ANSWER_BEFORE)
            .bind(i64::from(answers_hour).max(1) - 1)
            .fetch_optional(&mut *self.inner)
            .await?;
        let before: Option<i64> = row.map(|row| row.try_get(0)).transpose()?;
        Ok(before.map_or(at, |before| at.max(before + HOUR_MS)))
    }

    /// Told once an hour, however many wait.
    async fn wait_is_news(&mut self, now: Timestamp) -> Result<bool, StoreError> {
        let told = self.job(WAIT_TOLD).await?;
        if told.is_some_and(|at| now.as_millisecond() - at.as_millisecond() < HOUR_MS) {
            return Ok(false);
        }
        self.set_job(WAIT_TOLD, now).await?;
        Ok(true)
    }
}

/// Whom a letter is for, as one word.
fn addressee(to: &Recipient) -> String {
    match to {
        Recipient::Applicant { address, .. } => {
            format!("applicant {}", address.to_ascii_lowercase())
        }
        Recipient::Registered { account } => format!("registered {account}"),
        Recipient::Contact { account } => format!("contact {account}"),
        Recipient::Staff { person } => format!("staff {}", person.id),
    }
}

async fn grant(
    tx: &mut Tx,
    order: i64,
    case_id: &str,
    capability: &Capability,
    now: Timestamp,
) -> Result<(), StoreError> {
    let days = match capability.role {
        Role::AdminPpe => tx.store.token_days,
        _ => DESK_TOKEN_DAYS,
    };
    let role = serde_json::to_string(&capability.role)?;
    sqlx::query(sql::TOKEN_PUT)
        .bind(token_hash(&tx.store.key.token(order)))
        .bind(order)
        .bind(case_id)
        .bind(&capability.person.id)
        .bind(role)
        .bind(i64::from(capability.round))
        .bind(now.as_millisecond())
        .bind(now.as_millisecond() + days * DAY_MS)
        .bind(capability.digest.as_deref())
        .execute(&mut *tx.inner)
        .await?;
    Ok(())
}
