//! Reading lists: cases, their mails, counts. Never changes anything, but for the jobs' own marks.
use super::{Store, StoreError, Tx, sql, time, time_opt};
use crate::workflow::case::{Case, Earlier};
use jiff::Timestamp;
use sqlx::Row;
use sqlx::any::AnyRow;

/// A case in brief, for triage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseHead {
    pub id: String,
    pub state: String,
    pub ended_at: Option<Timestamp>,
}

/// A mail of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailRow {
    pub id: i64,
    pub message_id: Option<String>,
    pub sender: Option<String>,
    pub subject: String,
    pub received_at: Timestamp,
    pub outcome: String,
    pub reason: Option<String>,
    pub size_bytes: i64,
}

fn cases(rows: &[AnyRow]) -> Result<Vec<Case>, StoreError> {
    rows.iter().map(|row| Ok(serde_json::from_str(row.try_get(0)?)?)).collect()
}

impl Tx {
    /// The newest cases of an applicant's address, at most twenty.
    pub async fn cases_of(&mut self, address: &str) -> Result<Vec<CaseHead>, StoreError> {
        let rows = sqlx::query(sql::CASES_OF_APPLICANT)
            .bind(address.to_ascii_lowercase())
            .fetch_all(&mut *self.inner)
            .await?;
        rows.iter()
            .map(|row| {
                Ok(CaseHead {
                    id: row.try_get(0)?,
                    state: row.try_get(1)?,
                    ended_at: time_opt(row.try_get(2)?)?,
                })
            })
            .collect()
    }

    /// How many cases an account had since a time.
    pub async fn history(&mut self, account: i64, since: Timestamp) -> Result<u32, StoreError> {
        let count: i64 = sqlx::query_scalar(sql::CASES_OF_ACCOUNT)
            .bind(account)
            .bind(since.as_millisecond())
            .fetch_one(&mut *self.inner)
            .await?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// The newest of these cases, at most five.
    pub async fn earlier(
        &mut self,
        account: i64,
        since: Timestamp,
    ) -> Result<Vec<Earlier>, StoreError> {
        let rows = sqlx::query(sql::CASES_EARLIER)
            .bind(account)
            .bind(since.as_millisecond())
            .fetch_all(&mut *self.inner)
            .await?;
        let brief = |case: Case| Earlier {
            id: case.id,
            kind: case.kind,
            state: case.state,
            received_at: case.received_at,
        };
        Ok(cases(&rows)?.into_iter().map(brief).collect())
    }

    /// The newest case of an account since a time.
    pub async fn newest_of_account(
        &mut self,
        account: i64,
        since: Timestamp,
    ) -> Result<Option<String>, StoreError> {
        let row = sqlx::query(sql::CASE_NEWEST_OF_ACCOUNT)
            .bind(account)
            .bind(since.as_millisecond())
            .fetch_optional(&mut *self.inner)
            .await?;
        row.map(|row| Ok(row.try_get(0)?)).transpose()
    }

    /// The visitor who waits longest, or the one with this number.
    pub async fn queued(&mut self, number: Option<&str>) -> Result<Option<String>, StoreError> {
        let row = match number {
            Some(number) => {
                let query = sqlx::query(sql::CASE_BY_QUEUE).bind(number.to_ascii_uppercase());
                query.fetch_optional(&mut *self.inner).await?
            }
            None => sqlx::query(sql::CASE_QUEUED).fetch_optional(&mut *self.inner).await?,
        };
        row.map(|row| Ok(row.try_get(0)?)).transpose()
    }

    pub async fn waiting(&mut self) -> Result<u32, StoreError> {
        let count: i64 = sqlx::query_scalar(sql::CASES_QUEUED).fetch_one(&mut *self.inner).await?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// The next case numbers after one, in order; an empty one begins.
    pub async fn cases_after(&mut self, id: &str, limit: i64) -> Result<Vec<String>, StoreError> {
        let query = sqlx::query(sql::CASE_IDS_AFTER).bind(id).bind(limit);
        let rows = query.fetch_all(&mut *self.inner).await?;
        rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
    }

    /// When a named job last ran.
    pub async fn job(&mut self, name: &str) -> Result<Option<Timestamp>, StoreError> {
        let row = sqlx::query(sql::JOB_GET).bind(name).fetch_optional(&mut *self.inner).await?;
        row.map(|row| time(row.try_get(0)?)).transpose()
    }

    pub async fn set_job(&mut self, name: &str, at: Timestamp) -> Result<(), StoreError> {
        sqlx::query(sql::JOB_SET)
            .bind(name)
            .bind(at.as_millisecond())
            .execute(&mut *self.inner)
            .await?;
        Ok(())
    }
}

impl super::Tx {
    /// Open cases, those of this transaction included.
    pub async fn open_cases(&mut self) -> Result<Vec<Case>, StoreError> {
        cases(&sqlx::query(sql::CASES_OPEN).fetch_all(&mut *self.inner).await?)
    }
}

impl Store {
    pub async fn cases(&self) -> Result<Vec<Case>, StoreError> {
        cases(&sqlx::query(sql::CASES_ALL).fetch_all(&self.pool).await?)
    }

    pub async fn open_cases(&self) -> Result<Vec<Case>, StoreError> {
        cases(&sqlx::query(sql::CASES_OPEN).fetch_all(&self.pool).await?)
    }

    /// Cases somebody disowned, the oldest first.
    pub async fn frozen_cases(&self) -> Result<Vec<Case>, StoreError> {
        cases(&sqlx::query(sql::CASES_FROZEN).fetch_all(&self.pool).await?)
    }

    pub async fn case(&self, id: &str) -> Result<Option<Case>, StoreError> {
        let rows = sqlx::query(sql::CASE_GET).bind(id).fetch_all(&self.pool).await?;
        Ok(cases(&rows)?.into_iter().next())
    }

    /// The beginnings (64 KiB) of the newest mails on the shelf.
    pub async fn newest_heads(&self, limit: i64) -> Result<Vec<Vec<u8>>, StoreError> {
        let rows = sqlx::query(sql::MAIL_HEADS).bind(limit).fetch_all(&self.pool).await?;
        rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
    }

    /// The mails that belong to a case, oldest first.
    pub async fn mails_of(&self, case_id: &str) -> Result<Vec<MailRow>, StoreError> {
        let rows = sqlx::query(sql::MAILS_OF_CASE).bind(case_id).fetch_all(&self.pool).await?;
        rows.iter()
            .map(|row| {
                Ok(MailRow {
                    id: row.try_get(0)?,
                    message_id: row.try_get(1)?,
                    sender: row.try_get(2)?,
                    subject: row.try_get(3)?,
                    received_at: time(row.try_get(4)?)?,
                    outcome: row.try_get(5)?,
                    reason: row.try_get(6)?,
                    size_bytes: row.try_get(7)?,
                })
            })
            .collect()
    }
}
