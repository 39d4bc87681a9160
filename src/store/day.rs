//! What a digest is made of, and which digests there were (INV-17). No meaning, no wording.
pub(super) mod sql;

use super::sql::CASES_ENDED_SINCE;
use super::{LogRow, Store, StoreError, Tx, time, time_opt};
use crate::workflow::case::Case;
use futures_util::TryStreamExt;
use jiff::Timestamp;
use sqlx::Row;

/// A row of the log that moved a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    pub at: Timestamp,
    /// Short name of the event.
    pub event: String,
    pub before: String,
    pub after: String,
}

/// One digest of one person: posted, or skipped because Loket did not run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DigestRow {
    pub period: String,
    pub person: String,
    /// 0 is the daily one, from 1 on those somebody asked for.
    pub run: i64,
    pub outcome: String,
    pub at: Timestamp,
}

impl Tx {
    /// The newest period that has its daily digest, `YYYY-MM-DD`.
    pub async fn last_digest(&mut self) -> Result<Option<String>, StoreError> {
        Ok(sqlx::query_scalar(sql::DIGEST_LAST).fetch_one(&mut *self.inner).await?)
    }

    /// Writes that a person's digest of a period was posted, or skipped. False if that was decided
    /// before, by whomever: then there is nothing to send.
    pub async fn claim_digest(
        &mut self,
        period: &str,
        person: &str,
        run: i64,
        posted: bool,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let done = sqlx::query(sql::DIGEST_CLAIM)
            .bind(period)
            .bind(person)
            .bind(run)
            .bind(if posted { "posted" } else { "skipped" })
            .bind(at.as_millisecond())
            .execute(&mut *self.inner)
            .await?;
        Ok(done.rows_affected() == 1)
    }

    /// How often a digest of this period was asked for by hand.
    pub async fn digest_runs(&mut self, period: &str) -> Result<i64, StoreError> {
        Ok(sqlx::query_scalar(sql::DIGEST_RUNS).bind(period).fetch_one(&mut *self.inner).await?)
    }
}

impl Store {
    /// The newest period that has its daily digest, and when one was last posted.
    pub async fn last_digest(&self) -> Result<(Option<String>, Option<Timestamp>), StoreError> {
        let period = sqlx::query_scalar(sql::DIGEST_LAST).fetch_one(&self.pool).await?;
        let at: Option<i64> = sqlx::query_scalar(sql::DIGEST_POSTED).fetch_one(&self.pool).await?;
        Ok((period, time_opt(at)?))
    }

    /// Who got the digest of a period, and who did not.
    pub async fn digests_of(&self, period: &str) -> Result<Vec<DigestRow>, StoreError> {
        let rows = sqlx::query(sql::DIGEST_ROWS).bind(period).fetch_all(&self.pool).await?;
        rows.iter()
            .map(|row| {
                Ok(DigestRow {
                    period: row.try_get(0)?,
                    person: row.try_get(1)?,
                    run: row.try_get(2)?,
                    outcome: row.try_get(3)?,
                    at: time(row.try_get(4)?)?,
                })
            })
            .collect()
    }

    /// The orders of a period's daily digests, as they were posted.
    pub async fn digest_orders(&self, period: &str) -> Result<Vec<String>, StoreError> {
        Ok(sqlx::query_scalar(sql::DIGEST_LETTER).bind(period).fetch_all(&self.pool).await?)
    }

    /// What moved cases since a time, in the order of the log.
    pub async fn moves_since(&self, since: Timestamp) -> Result<Vec<Moved>, StoreError> {
        let query = sqlx::query(sql::MOVES_SINCE).bind(since.as_millisecond());
        let rows = query.fetch_all(&self.pool).await?;
        rows.iter()
            .map(|row| {
                Ok(Moved {
                    at: time(row.try_get(0)?)?,
                    event: row.try_get(1)?,
                    before: row.try_get(2)?,
                    after: row.try_get(3)?,
                })
            })
            .collect()
    }

    /// Shows every case that ended since a time, one after the other: a month has many.
    pub async fn each_ended_since(
        &self,
        since: Timestamp,
        mut see: impl FnMut(Case),
    ) -> Result<(), StoreError> {
        let query = sqlx::query(CASES_ENDED_SINCE).bind(since.as_millisecond());
        let mut rows = query.fetch(&self.pool);
        while let Some(row) = rows.try_next().await? {
            see(serde_json::from_str(row.try_get(0)?)?);
        }
        Ok(())
    }

    /// Shows the whole log of every case that is open or ended since a time, case by case.
    pub async fn each_log_since(
        &self,
        since: Timestamp,
        mut see: impl FnMut(&[LogRow]),
    ) -> Result<(), StoreError> {
        let query = sqlx::query(sql::LOG_OF_RECENT).bind(since.as_millisecond());
        let mut rows = query.fetch(&self.pool);
        let mut case: Vec<LogRow> = Vec::new();
        while let Some(row) = rows.try_next().await? {
            let row = LogRow::read(&row)?;
            if case.last().is_some_and(|last| last.case_id != row.case_id) {
                see(&case);
                case.clear();
            }
            case.push(row);
        }
        if !case.is_empty() {
            see(&case);
        }
        Ok(())
    }

    /// Seconds from the server's receipt to our row, of the mails taken in since a time.
    pub async fn lags_since(&self, since: Timestamp) -> Result<Vec<u64>, StoreError> {
        let query = sqlx::query_scalar(sql::LAGS_SINCE).bind(since.as_millisecond());
        let lags: Vec<i64> = query.fetch_all(&self.pool).await?;
        // A server's clock ahead of ours is no lag.
        Ok(lags.into_iter().map(|ms| u64::try_from(ms / 1000).unwrap_or(0)).collect())
    }

    /// How many mails were taken in, counted by what was kept of them, and how many of them ended how.
    pub async fn conservation(&self) -> Result<(u64, Vec<(String, u64)>), StoreError> {
        let rows = sqlx::query(sql::CONSERVATION).fetch_all(&self.pool).await?;
        let mut arrived = 0;
        let mut outcomes = Vec::new();
        for row in &rows {
            let (outcome, count): (String, i64) = (row.try_get(0)?, row.try_get(1)?);
            match outcome.as_str() {
                "" => arrived = count.unsigned_abs(),
                _ => outcomes.push((outcome, count.unsigned_abs())),
            }
        }
        outcomes.sort();
        Ok((arrived, outcomes))
    }

    /// Letters that were ordered before `before` and still wait for a way out: how many, and since when.
    pub async fn unsent(&self, before: Timestamp) -> Result<Option<(u32, Timestamp)>, StoreError> {
        let query = sqlx::query(sql::ORDERS_UNSENT).bind(before.as_millisecond());
        let row = query.fetch_one(&self.pool).await?;
        let count: i64 = row.try_get(0)?;
        let oldest = time_opt(row.try_get(1)?)?;
        Ok(oldest.map(|at| (u32::try_from(count).unwrap_or(u32::MAX), at)))
    }

    /// How many mails taken in since a time ended how.
    pub async fn outcomes_since(&self, since: Timestamp) -> Result<Vec<(String, u64)>, StoreError> {
        let query = sqlx::query(sql::OUTCOMES_SINCE).bind(since.as_millisecond());
        let rows = query.fetch_all(&self.pool).await?;
        rows.iter()
            .map(|row| Ok((row.try_get(0)?, row.try_get::<i64, _>(1)?.unsigned_abs())))
            .collect()
    }
}
