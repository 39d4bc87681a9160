//! Typed passwords, sealed at rest: one secret, one DATA, then nothing (INV-05, INV-13).
use super::{Store, StoreError, Tx, sql};
use jiff::Timestamp;
use sqlx::Row;
use zeroize::Zeroizing;

impl Tx {
    /// Seals a password for its case; returns its number.
    pub async fn seal(
        &mut self,
        case_id: &str,
        password: &str,
        now: Timestamp,
    ) -> Result<i64, StoreError> {
        let id = self.next("secret", 1).await?;
        let sealed = self
            .store
            .key
            .seal(&context(id, case_id), password)
            .map_err(|e| StoreError::Permanent(e.to_string()))?;
        sqlx::query(sql::SECRET_PUT)
            .bind(id)
            .bind(case_id)
            .bind(sealed)
            .bind(now.as_millisecond())
            .execute(&mut *self.inner)
            .await?;
        Ok(id)
    }

    /// Destroys a sealed password.
    pub async fn wipe(&mut self, secret: i64, now: Timestamp) -> Result<(), StoreError> {
        sqlx::query(sql::SECRET_WIPE)
            .bind(secret)
            .bind(now.as_millisecond())
            .execute(&mut *self.inner)
            .await?;
        Ok(())
    }
}

impl Store {
    /// Opens a sealed password that was never used; `None` if it was, or is gone.
    pub async fn unseal(&self, secret: i64) -> Result<Option<Zeroizing<String>>, StoreError> {
        let row = sqlx::query(sql::SECRET_GET).bind(secret).fetch_optional(&self.pool).await?;
        let Some(row) = row else { return Ok(None) };
        let (case_id, sealed, used): (String, Option<Vec<u8>>, Option<i64>) =
            (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        match (sealed, used) {
            (Some(sealed), None) => self
                .key
                .open(&context(secret, &case_id), &sealed)
                .map(Some)
                .map_err(|e| StoreError::Permanent(e.to_string())),
            _ => Ok(None),
        }
    }

    /// Whether the password ever entered a DATA phase.
    pub async fn secret_used(&self, secret: i64) -> Result<bool, StoreError> {
        let row = sqlx::query(sql::SECRET_GET).bind(secret).fetch_optional(&self.pool).await?;
        match row {
            Some(row) => Ok(row.try_get::<Option<i64>, _>(2)?.is_some()),
            None => Ok(true),
        }
    }

    /// Commits "this secret enters DATA now". False means it did before: it must not again.
    pub async fn use_secret(&self, secret: i64, now: Timestamp) -> Result<bool, StoreError> {
        let done = sqlx::query(sql::SECRET_USE)
            .bind(secret)
            .bind(now.as_millisecond())
            .execute(&self.writer)
            .await?;
        Ok(done.rows_affected() == 1)
    }
}

fn context(id: i64, case_id: &str) -> String {
    format!("secret {id} of {case_id}")
}
