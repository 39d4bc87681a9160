//! The life of an order: put, claim, perform (elsewhere), settle, bury (INV-03, INV-10).
use super::{Applied, Store, StoreError, Tx, enqueue, sql, time, time_opt};
use crate::workflow::actor::PersonRef;
use crate::workflow::effect::{Effect, Recipient};
use crate::workflow::event::Event;
use crate::workflow::letter::Letter;
use crate::workflow::policy::Rules;
use jiff::Timestamp;
use sqlx::Row;
use sqlx::any::AnyRow;

/// How long a claim lasts before another process may take it.
const LEASE_MS: i64 = 15 * 60 * 1000;

/// Who carries an order out. Lanes do not wait for each other: reading never delays mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    Send,
    /// Apart from other mail: an account system may be slow.
    Reset,
    Read,
    Clerk,
}

impl Lane {
    pub fn as_str(self) -> &'static str {
        match self {
            Lane::Send => "send",
            Lane::Reset => "reset",
            Lane::Read => "read",
            Lane::Clerk => "clerk",
        }
    }

    pub(super) fn of(effect: &Effect) -> Lane {
        match effect {
            Effect::Send { .. } => Lane::Send,
            Effect::Reset { .. } => Lane::Reset,
            Effect::Read { .. } => Lane::Read,
            Effect::Wake { .. } | Effect::Archive | Effect::Wipe { .. } => Lane::Clerk,
        }
    }
}

/// An order somebody has to carry out now.
#[derive(Clone, Debug, PartialEq)]
pub struct Claimed {
    pub id: i64,
    pub case_id: String,
    pub effect: Effect,
    pub created_at: Timestamp,
    /// Tries before this one.
    pub attempts: u32,
    /// The letter as it was sent in an earlier try: later tries send the same bytes (INV-04).
    pub rendered: Option<Vec<u8>>,
}

impl Claimed {
    fn read(row: &AnyRow) -> Result<Claimed, StoreError> {
        let attempts: i64 = row.try_get(4)?;
        Ok(Claimed {
            id: row.try_get(0)?,
            case_id: row.try_get(1)?,
            effect: serde_json::from_str(row.try_get(2)?)?,
            created_at: time(row.try_get(3)?)?,
            attempts: u32::try_from(attempts).unwrap_or(u32::MAX),
            rendered: row.try_get(5)?,
        })
    }
}

/// What became of a claimed order.
#[derive(Clone, Debug, PartialEq)]
pub enum Settled {
    /// Carried out; the event it makes, if any.
    Done { recipient: Option<String>, event: Option<Event> },
    /// Not now: once more at `at`, with the same bytes if there are any.
    Retry { at: Timestamp, error: String, rendered: Option<Vec<u8>>, recipient: Option<String> },
    /// Its case was frozen before it left: never, and no event.
    Dropped { error: String },
    /// Never: kept in the list for a person.
    Failed { error: String, recipient: Option<String>, event: Option<Event> },
    /// Nobody can tell, and it must not be repeated.
    Unknown { error: String, recipient: Option<String>, event: Option<Event> },
}

/// An order as `loket queue` shows it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct OrderRow {
    pub id: i64,
    pub case: String,
    pub lane: String,
    pub letter: Option<String>,
    pub recipient: Option<String>,
    pub state: String,
    pub due_at: Timestamp,
    pub attempts: i64,
    pub last_error: Option<String>,
    pub done_at: Option<Timestamp>,
}

impl OrderRow {
    fn read(row: &AnyRow) -> Result<OrderRow, StoreError> {
        Ok(OrderRow {
            id: row.try_get(0)?,
            case: row.try_get(1)?,
            lane: row.try_get(2)?,
            letter: row.try_get(3)?,
            recipient: row.try_get(4)?,
            state: row.try_get(5)?,
            due_at: time(row.try_get(6)?)?,
            attempts: row.try_get(7)?,
            last_error: row.try_get(8)?,
            done_at: time_opt(row.try_get(9)?)?,
        })
    }
}

impl Tx {
    /// Takes up to `limit` due orders of a lane. Nobody else gets them until they are settled.
    pub async fn claim(
        &mut self,
        lane: Lane,
        limit: u32,
        now: Timestamp,
    ) -> Result<Vec<Claimed>, StoreError> {
        let rows = sqlx::query(sql::ORDERS_CLAIM)
            .bind(lane.as_str())
            .bind(now.as_millisecond())
            .bind(i64::from(limit))
            .bind(now.as_millisecond() + LEASE_MS)
            .fetch_all(&mut *self.inner)
            .await?;
        // An UPDATE returns its rows in no order.
        let mut claimed = Vec::with_capacity(rows.len());
        for row in &rows {
            let due: i64 = row.try_get(6)?;
            claimed.push((due, Claimed::read(row)?));
        }
        claimed.sort_by_key(|(due, order)| (*due, order.id));
        Ok(claimed.into_iter().map(|(_, order)| order).collect())
    }

    /// Writes what became of an order, and lets its event step the case: one transaction.
    pub async fn settle(
        &mut self,
        order: i64,
        case_id: &str,
        settled: Settled,
        rules: &Rules,
        now: Timestamp,
    ) -> Result<Option<Applied>, StoreError> {
        let (state, recipient, error, event) = match settled {
            Settled::Done { recipient, event } => ("done", recipient, None, event),
            Settled::Dropped { error } => ("dropped", None, Some(error), None),
            Settled::Failed { error, recipient, event } => {
                ("failed", recipient, Some(error), event)
            }
            Settled::Unknown { error, recipient, event } => {
                ("unknown", recipient, Some(error), event)
            }
            Settled::Retry { at, error, rendered, recipient } => {
                sqlx::query(sql::ORDER_RETRY)
                    .bind(order)
                    .bind(at.as_millisecond())
                    .bind(error)
                    .bind(rendered)
                    .bind(recipient)
                    .execute(&mut *self.inner)
                    .await?;
                return Ok(None);
            }
        };
        let done = sqlx::query(sql::ORDER_DONE)
            .bind(order)
            .bind(state)
            .bind(now.as_millisecond())
            .bind(recipient)
            .bind(error)
            .execute(&mut *self.inner)
            .await?;
        // Settled already, by whoever held the lease before: its event has been applied.
        if done.rows_affected() == 0 {
            return Ok(None);
        }
        match event {
            Some(event) => self.apply(case_id, &event, "loket", rules, now).await.map(Some),
            None => Ok(None),
        }
    }

    /// A letter to staff that belongs to no case, such as a list.
    pub async fn post(
        &mut self,
        letter: Letter,
        person: &PersonRef,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let effect = Effect::Send {
            letter: Box::new(letter),
            to: Recipient::Staff { person: person.clone() },
            attach: Vec::new(),
            reply: None,
        };
        // No case, so nobody to alarm: muted lists stand in the queue and in the digest.
        enqueue::put(self, "", vec![effect], 1, now).await.map(drop)
    }

    /// A letter of ours came back: its case hears of it once. Returns the case.
    pub async fn bounced(
        &mut self,
        order: i64,
        status: &str,
        rules: &Rules,
        now: Timestamp,
    ) -> Result<Option<String>, StoreError> {
        let row = sqlx::query(sql::ORDER_BOUNCED)
            .bind(order)
            .bind(status)
            .fetch_optional(&mut *self.inner)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let (case_id, body, to): (String, String, Option<String>) =
            (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        let (template, recipient) = match serde_json::from_str(&body)? {
            Effect::Send { letter, to, .. } => (letter.template(), to),
            Effect::Reset { account, .. } => {
                (enqueue::CREDENTIALS, Recipient::Registered { account })
            }
            _ => return Ok(None),
        };
        if case_id.is_empty() {
            return Ok(None);
        }
        let to = match (to, &recipient) {
            (Some(to), _) => to,
            // Not settled yet: the row does not say to whom it went.
            (None, Recipient::Applicant { address, .. }) => address.clone(),
            (None, Recipient::Staff { person }) => person.name.clone(),
            (None, Recipient::Registered { .. } | Recipient::Contact { .. }) => {
                let account = self.case(&case_id).await?.and_then(|case| case.account);
                account.map(|a| a.masked_address).unwrap_or_default()
            }
        };
        let event = Event::Bounced {
            order,
            template: template.to_owned(),
            to,
            staff: matches!(recipient, Recipient::Staff { .. }),
            status: status.to_owned(),
        };
        self.apply(&case_id, &event, "server surel", rules, now).await?;
        Ok(Some(case_id))
    }

    /// Orders claimed by a process that is gone. Called once at start, under the process lock.
    pub async fn orphans(&mut self) -> Result<Vec<Claimed>, StoreError> {
        let rows = sqlx::query(sql::ORDERS_CLAIMED).fetch_all(&mut *self.inner).await?;
        rows.iter().map(Claimed::read).collect()
    }

    /// Gives an orphan back to be done again.
    pub async fn release(&mut self, order: i64) -> Result<(), StoreError> {
        sqlx::query(sql::ORDER_RELEASE).bind(order).execute(&mut *self.inner).await?;
        self.rang = true;
        Ok(())
    }

    /// Gives back what was claimed and not begun: it does not count as a try.
    pub async fn give_back(&mut self, order: i64) -> Result<(), StoreError> {
        sqlx::query(sql::ORDER_UNTOUCHED).bind(order).execute(&mut *self.inner).await?;
        self.rang = true;
        Ok(())
    }

    /// `loket queue retry`: at once, as if new. False if there is no such waiting order.
    pub async fn retry_order(&mut self, order: i64, now: Timestamp) -> Result<bool, StoreError> {
        let done = sqlx::query(sql::ORDER_AGAIN)
            .bind(order)
            .bind(now.as_millisecond())
            .execute(&mut *self.inner)
            .await?;
        self.rang = true;
        Ok(done.rows_affected() == 1)
    }

    /// `loket queue drop`: never, with the reason in the list.
    pub async fn drop_order(
        &mut self,
        order: i64,
        reason: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let done = sqlx::query(sql::ORDER_DROP)
            .bind(order)
            .bind(now.as_millisecond())
            .bind(reason)
            .execute(&mut *self.inner)
            .await?;
        Ok(done.rows_affected() == 1)
    }
}

impl Store {
    /// When the next order of a lane is due.
    pub async fn next_due(&self, lane: Lane) -> Result<Option<Timestamp>, StoreError> {
        let row =
            sqlx::query(sql::ORDER_NEXT_DUE).bind(lane.as_str()).fetch_one(&self.pool).await?;
        time_opt(row.try_get(0)?)
    }

    /// Everything Loket will still do, and what failed.
    pub async fn queue(&self) -> Result<Vec<OrderRow>, StoreError> {
        let rows = sqlx::query(sql::ORDERS_LIST).fetch_all(&self.pool).await?;
        rows.iter().map(OrderRow::read).collect()
    }

    pub async fn order(&self, id: i64) -> Result<Option<OrderRow>, StoreError> {
        let row = sqlx::query(sql::ORDER_SHOW).bind(id).fetch_optional(&self.pool).await?;
        row.as_ref().map(OrderRow::read).transpose()
    }

    /// The letters of a case, sent or waiting.
    pub async fn letters_of(&self, case_id: &str) -> Result<Vec<OrderRow>, StoreError> {
        let rows = sqlx::query(sql::ORDERS_OF_CASE).bind(case_id).fetch_all(&self.pool).await?;
        rows.iter().map(OrderRow::read).collect()
    }

    /// The letters of a case that were accepted, as data, for the dossier.
    pub async fn sent_letters(&self, case_id: &str) -> Result<Vec<Claimed>, StoreError> {
        let rows =
            sqlx::query(sql::ORDERS_SENT_OF_CASE).bind(case_id).fetch_all(&self.pool).await?;
        rows.iter().map(Claimed::read).collect()
    }

    /// Letters that were muted since a time.
    pub async fn muted_since(&self, since: Timestamp) -> Result<u32, StoreError> {
        let count: i64 = sqlx::query_scalar(sql::ORDERS_MUTED)
            .bind(since.as_millisecond())
            .fetch_one(&self.pool)
            .await?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    pub async fn failed_orders(&self) -> Result<u32, StoreError> {
        let count: i64 = sqlx::query_scalar(sql::ORDERS_FAILED).fetch_one(&self.pool).await?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }
}
