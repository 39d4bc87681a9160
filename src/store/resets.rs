//! What is committed around each password an account system is told to set: the intent before the
//! call, its outcome, and the one use before DATA. The password itself is never here.
use super::{Store, StoreError, Tx, sql};
use crate::workflow::case::State;
use jiff::Timestamp;
use sqlx::Row;

/// Passwords of one approval that may go out; one more row is kept for voiding (INV-08).
const SENDS_MAX: usize = 3;
const ROWS_MAX: usize = 4;

/// What a password is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To be mailed to the holder.
    Send,
    /// To be forgotten at once, so that no earlier one opens the account any more.
    Void,
}

/// What is asked for: which approval, which account.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    pub case_id: &'a str,
    /// Round of the approval.
    pub round: u32,
    pub account: i64,
    pub backend: &'a str,
    pub order: i64,
    pub purpose: Purpose,
}

/// The proof that a password may be set now: its row is committed (INV-10). Only the store makes one.
#[derive(Debug)]
pub struct Intent {
    case_id: String,
    round: i64,
    number: i64,
    arrived: bool,
}

impl Intent {
    /// The name of this very call, for the account system's own log.
    pub fn op(&self) -> String {
        format!("{}.{}.{}", self.case_id, self.round, self.number)
    }

    /// Whether an earlier password of this approval entered a mail and may have arrived.
    pub fn earlier_may_have_arrived(&self) -> bool {
        self.arrived
    }
}

/// The answer to a wish.
#[derive(Debug)]
pub enum Intended {
    Go(Intent),
    /// New papers are being read: the approval may become void; ask again later.
    NotNow,
    /// The approval does not hold any more, or the case has gone on without this.
    Stale,
    /// As many passwords were set for this approval as may be.
    Spent,
}

/// What has been done for an approval so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SoFar {
    pub sets: usize,
    /// The former password may be void already.
    pub changed: bool,
    /// A password entered a mail and was not voided since.
    pub at_large: bool,
}

struct RowOf {
    number: i64,
    void: bool,
    outcome: Option<String>,
    used: bool,
}

impl RowOf {
    /// Certainly nothing was set under this number: it may be tried again.
    fn is_free(&self) -> bool {
        self.outcome.as_deref() == Some("temporary") && !self.used
    }
}

impl Store {
    /// Commits that a password is going to be set, or says why it must not.
    pub async fn intend_reset(
        &self,
        wanted: Wanted<'_>,
        now: Timestamp,
    ) -> Result<Intended, StoreError> {
        let mut tx = self.begin().await?;
        if wanted.purpose == Purpose::Send
            && let Some(answer) = tx.refused(&wanted).await?
        {
            return Ok(answer);
        }
        let rows = tx.reset_rows(wanted.case_id, wanted.round).await?;
        let void = wanted.purpose == Purpose::Void;
        let again = rows.last().filter(|row| row.is_free() && row.void == void);
        let limit = if void { ROWS_MAX } else { SENDS_MAX };
        if again.is_none() && rows.len() >= limit {
            return Ok(Intended::Spent);
        }
        let first = i64::try_from(rows.len()).unwrap_or(i64::MAX).saturating_add(1);
        let number = again.map_or(first, |row| row.number);
        tx.put_reset(&wanted, number, now).await?;
        tx.commit().await?;
        Ok(Intended::Go(Intent {
            case_id: wanted.case_id.to_owned(),
            round: i64::from(wanted.round),
            number,
            arrived: rows.iter().any(|row| row.used),
        }))
    }

    /// Commits what a call came to, or that its password enters DATA now. False for a use if there
    /// was one before, or if a later password took its place.
    pub async fn end_reset(
        &self,
        intent: &Intent,
        outcome: &str,
        used: bool,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let at = now.as_millisecond();
        let done = sqlx::query(sql::RESET_END)
            .bind(&intent.case_id)
            .bind(intent.round)
            .bind(intent.number)
            .bind(outcome)
            .bind(at)
            .bind(used.then_some(at))
            .execute(&self.writer)
            .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Whether a password of this order entered DATA.
    pub async fn reset_used(&self, order: i64) -> Result<bool, StoreError> {
        let count: i64 =
            sqlx::query_scalar(sql::RESETS_USED_OF_ORDER).bind(order).fetch_one(&self.pool).await?;
        Ok(count > 0)
    }

    pub async fn resets_so_far(&self, case_id: &str, round: u32) -> Result<SoFar, StoreError> {
        let rows = sqlx::query(sql::RESETS_OF_APPROVAL)
            .bind(case_id)
            .bind(i64::from(round))
            .fetch_all(&self.pool)
            .await?;
        let rows = read(&rows)?;
        let at_large: i64 = sqlx::query_scalar(sql::RESETS_AT_LARGE)
            .bind(case_id)
            .bind(i64::from(round))
            .fetch_one(&self.pool)
            .await?;
        let set = |row: &RowOf| row.outcome.as_deref() != Some("temporary");
        Ok(SoFar {
            sets: rows.iter().filter(|row| set(row)).count(),
            changed: rows.iter().any(set),
            at_large: at_large > 0,
        })
    }
}

impl Tx {
    /// Rights are looked at when they are used: the approval as it stands now.
    async fn refused(&mut self, wanted: &Wanted<'_>) -> Result<Option<Intended>, StoreError> {
        let Some(case) = self.case(wanted.case_id).await? else { return Ok(Some(Intended::Stale)) };
        let approved = case.decision.as_ref().is_some_and(|decision| decision.approved);
        let same = case.account.as_ref().is_some_and(|account| account.id == wanted.account);
        if case.state != State::Executing || !approved || !same {
            return Ok(Some(Intended::Stale));
        }
        if case.judging {
            return Ok(Some(Intended::NotNow));
        }
        let holds = case.resetting == Some(wanted.round) && case.approval_round == wanted.round;
        Ok((!holds).then_some(Intended::Stale))
    }

    async fn reset_rows(&mut self, case_id: &str, round: u32) -> Result<Vec<RowOf>, StoreError> {
        let rows = sqlx::query(sql::RESETS_OF_APPROVAL)
            .bind(case_id)
            .bind(i64::from(round))
            .fetch_all(&mut *self.inner)
            .await?;
        read(&rows)
    }

    /// The newest row of the account closes whichever was the newest, in this transaction (INV-09).
    async fn put_reset(
        &mut self,
        wanted: &Wanted<'_>,
        number: i64,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        sqlx::query(sql::RESETS_CLOSE)
            .bind(wanted.account)
            .bind(now.as_millisecond())
            .execute(&mut *self.inner)
            .await?;
        sqlx::query(sql::RESET_PUT)
            .bind(wanted.case_id)
            .bind(i64::from(wanted.round))
            .bind(number)
            .bind(if wanted.purpose == Purpose::Void { "void" } else { "send" })
            .bind(wanted.order)
            .bind(wanted.account)
            .bind(wanted.backend)
            .bind(now.as_millisecond())
            .execute(&mut *self.inner)
            .await?;
        Ok(())
    }
}

fn read(rows: &[sqlx::any::AnyRow]) -> Result<Vec<RowOf>, StoreError> {
    rows.iter()
        .map(|row| {
            Ok(RowOf {
                number: row.try_get(0)?,
                void: row.try_get::<String, _>(1)? == "void",
                outcome: row.try_get(2)?,
                used: row.try_get::<Option<i64>, _>(3)?.is_some(),
            })
        })
        .collect()
}
