//! Second factors of approvers: the sealed seed, which step was used last, and how often somebody
//! guessed (`security.md` A2-30, D.2). Knows no rule about when a code is needed.
use super::{Store, StoreError, Tx, sql, time, time_opt};
use crate::secret::totp::Seed;
use jiff::{SignedDuration, Timestamp};
use sqlx::Row;

/// So many wrong codes in [`LOCK`] close a person's codes.
const FAILURES: i64 = 3;
/// How long they stay closed, and how long a wrong code is remembered.
const LOCK: SignedDuration = SignedDuration::from_hours(24);

/// What became of a code. The caller's transaction keeps the answer and its cause together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeUse {
    Right,
    Wrong,
    Reused,
    Exhausted,
    Locked,
    NotEnrolled,
}

/// What is counted about approvals before this one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub by_person: u32,
    pub account_30_days: u32,
    pub account_day: u32,
    pub unit_hour: u32,
    pub all_hour: u32,
}

impl Tx {
    /// Whether a person has a code at all.
    pub async fn enrolled(&mut self, person: &str) -> Result<bool, StoreError> {
        let row =
            sqlx::query(sql::FACTOR_GET).bind(person).fetch_optional(&mut *self.inner).await?;
        Ok(row.is_some())
    }

    /// Gives a person a new seed; an old one is void from now on.
    pub async fn enrol(
        &mut self,
        person: &str,
        seed: &Seed,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let sealed = self
            .store
            .key
            .seal(&context(person), &seed.base32())
            .map_err(|e| StoreError::Permanent(e.to_string()))?;
        sqlx::query(sql::FACTOR_PUT)
            .bind(person)
            .bind(sealed)
            .bind(now.as_millisecond())
            .execute(&mut *self.inner)
            .await?;
        Ok(())
    }

    /// Takes a person's code away. False if he had none.
    pub async fn unenrol(&mut self, person: &str) -> Result<bool, StoreError> {
        let done = sqlx::query(sql::FACTOR_DEL).bind(person).execute(&mut *self.inner).await?;
        Ok(done.rows_affected() == 1)
    }

    /// Uses a code that arrived at our border at `at`. A step counts once, for all cases together;
    /// three wrong codes close the person's codes for a day.
    pub async fn use_code(
        &mut self,
        person: &str,
        code: &str,
        at: Timestamp,
        now: Timestamp,
    ) -> Result<CodeUse, StoreError> {
        let row =
            sqlx::query(sql::FACTOR_GET).bind(person).fetch_optional(&mut *self.inner).await?;
        let Some(row) = row else { return Ok(CodeUse::NotEnrolled) };
        let (sealed, last, failures): (Vec<u8>, i64, i64) =
            (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        let failures = remembered(failures, time_opt(row.try_get(3)?)?, now);
        if failures >= FAILURES {
            return Ok(CodeUse::Locked);
        }
        let text = self
            .store
            .key
            .open(&context(person), &sealed)
            .map_err(|e| StoreError::Permanent(e.to_string()))?;
        let seed = Seed::from_base32(&text)
            .ok_or_else(|| StoreError::Permanent("benih kode di basis data rusak".into()))?;
        match seed.step_of(code, at) {
            Some(step) if step <= last => Ok(CodeUse::Reused),
            Some(step) => {
                sqlx::query(sql::FACTOR_USED)
                    .bind(person)
                    .bind(step)
                    .execute(&mut *self.inner)
                    .await?;
                Ok(CodeUse::Right)
            }
            None => {
                sqlx::query(sql::FACTOR_FAILED)
                    .bind(person)
                    .bind(failures + 1)
                    .bind(now.as_millisecond())
                    .execute(&mut *self.inner)
                    .await?;
                let last = failures + 1 >= FAILURES;
                Ok(if last { CodeUse::Exhausted } else { CodeUse::Wrong })
            }
        }
    }

    /// Whether somebody guessed a person's codes so often that none counts for now.
    pub async fn codes_closed(&mut self, person: &str, now: Timestamp) -> Result<bool, StoreError> {
        let row =
            sqlx::query(sql::FACTOR_GET).bind(person).fetch_optional(&mut *self.inner).await?;
        let Some(row) = row else { return Ok(false) };
        let failed_at = time_opt(row.try_get(3)?)?;
        Ok(remembered(row.try_get(2)?, failed_at, now) >= FAILURES)
    }

    /// Counts a signature, told by what was signed. False if it counted before, for whatever case.
    pub async fn use_signature(
        &mut self,
        act: &str,
        person: &str,
        case_id: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let done = sqlx::query(sql::SIGNATURE_USE)
            .bind(act)
            .bind(person)
            .bind(case_id)
            .bind(now.as_millisecond())
            .execute(&mut *self.inner)
            .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Approvals so far, by person, account, unit and in all.
    pub async fn approvals(
        &mut self,
        person: &str,
        account: Option<i64>,
        unit: Option<&str>,
        now: Timestamp,
    ) -> Result<Counts, StoreError> {
        let since = |hours: i64| {
            let from = now.checked_sub(SignedDuration::from_hours(hours)).unwrap_or(now);
            from.as_millisecond()
        };
        let mut counts = Counts::default();
        let by_person =
            sqlx::query_scalar(sql::ACTS_OF_PERSON).bind(person).fetch_one(&mut *self.inner);
        counts.by_person = small(by_person.await?);
        if let Some(account) = account {
            for (hours, count) in
                [(24 * 30, &mut counts.account_30_days), (24, &mut counts.account_day)]
            {
                let query = sqlx::query_scalar(sql::ACTS_OF_ACCOUNT).bind(account);
                *count = small(query.bind(since(hours)).fetch_one(&mut *self.inner).await?);
            }
        }
        if let Some(unit) = unit {
            let query = sqlx::query_scalar(sql::ACTS_OF_UNIT).bind(unit).bind(since(1));
            counts.unit_hour = small(query.fetch_one(&mut *self.inner).await?);
        }
        let all = sqlx::query_scalar(sql::ACTS_SINCE).bind(since(1));
        counts.all_hour = small(all.fetch_one(&mut *self.inner).await?);
        Ok(counts)
    }
}

impl Store {
    /// Who has a code, and since when.
    pub async fn factors(&self) -> Result<Vec<(String, Timestamp)>, StoreError> {
        let rows = sqlx::query(sql::FACTORS).fetch_all(&self.pool).await?;
        rows.iter().map(|row| Ok((row.try_get(0)?, time(row.try_get(1)?)?))).collect()
    }
}

/// Wrong codes that still count.
fn remembered(failures: i64, failed_at: Option<Timestamp>, now: Timestamp) -> i64 {
    if failed_at.is_some_and(|t| now.duration_since(t) < LOCK) { failures } else { 0 }
}

fn context(person: &str) -> String {
    format!("totp of {person}")
}

fn small(count: i64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
