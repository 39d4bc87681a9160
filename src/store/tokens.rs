//! Reply tokens, by their hash. Looking one up costs the same whether it exists or not (A2-21).
use super::{StoreError, Tx, sql, time};
use crate::secret::token_hash;
use crate::workflow::actor::Role;
use jiff::Timestamp;
use sqlx::Row;
use sqlx::any::AnyRow;

/// What a token lets its reader do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenRow {
    pub case_id: String,
    /// Id of the person it was given to.
    pub person: String,
    pub role: Role,
    pub round: u32,
    pub expires_at: Timestamp,
    pub revoked: bool,
    /// The letter it was mailed with.
    pub order: i64,
    /// What that letter showed; `None` for letters from before digests.
    pub digest: Option<String>,
    pub created_at: Timestamp,
}

impl TokenRow {
    fn read(row: &AnyRow) -> Result<TokenRow, StoreError> {
        let revoked: Option<i64> = row.try_get(7)?;
        Ok(TokenRow {
            case_id: row.try_get(0)?,
            person: row.try_get(1)?,
            role: serde_json::from_str(row.try_get(2)?)?,
            round: u32::try_from(row.try_get::<i64, _>(3)?).unwrap_or(0),
            expires_at: time(row.try_get(4)?)?,
            revoked: revoked.is_some(),
            order: row.try_get(8)?,
            digest: row.try_get(9)?,
            created_at: time(row.try_get(10)?)?,
        })
    }
}

impl Tx {
    pub async fn token(&mut self, token: &str) -> Result<Option<TokenRow>, StoreError> {
        let row = sqlx::query(sql::TOKEN_GET)
            .bind(token_hash(token))
            .fetch_optional(&mut *self.inner)
            .await?;
        row.as_ref().map(TokenRow::read).transpose()
    }

    /// Voids every token of a person for a case.
    pub async fn revoke_of(
        &mut self,
        case_id: &str,
        person: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        sqlx::query(sql::TOKENS_REVOKE_PERSON)
            .bind(case_id)
            .bind(person)
            .bind(now.as_millisecond())
            .execute(&mut *self.inner)
            .await?;
        Ok(())
    }

    /// Marks a token as spent by a mail, for a decision or for a result.
    pub async fn spend(&mut self, token: &str, mail: i64, result: bool) -> Result<(), StoreError> {
        let text = if result { sql::TOKEN_RESULTED } else { sql::TOKEN_DECIDED };
        sqlx::query(text).bind(token_hash(token)).bind(mail).execute(&mut *self.inner).await?;
        Ok(())
    }

    /// Voids a token. `false`: it was void already, and its owner has heard of it.
    pub async fn revoke(&mut self, token: &str, now: Timestamp) -> Result<bool, StoreError> {
        let done = sqlx::query(sql::TOKEN_REVOKE)
            .bind(token_hash(token))
            .bind(now.as_millisecond())
            .execute(&mut *self.inner)
            .await?;
        Ok(done.rows_affected() > 0)
    }
}
