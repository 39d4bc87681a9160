//! The register's table. Rows go out as `directory::AccountRecord`, the only road to a
//! `RegisteredAddress`.
use super::{Store, StoreError, Tx, sql};
use crate::directory::{Account, AccountRecord, Care};
use jiff::Timestamp;
use sqlx::Row;
use sqlx::any::AnyRow;

/// An account to be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewAccount {
    pub user_id: String,
    pub name: String,
    pub nip: Option<String>,
    pub unit: Option<String>,
    pub address: String,
    pub backend: String,
    pub care: Care,
}

fn account(row: &AnyRow) -> Result<Account, StoreError> {
    let record = AccountRecord {
        id: row.try_get(0)?,
        user_id: row.try_get(1)?,
        name: row.try_get(2)?,
        nip: row.try_get(3)?,
        unit: row.try_get(4)?,
        address: row.try_get(5)?,
        backend: row.try_get(6)?,
        care: Care {
            privileged: row.try_get::<i64, _>(7)? != 0,
            two_approvers: row.try_get::<i64, _>(8)? != 0,
            contact: row.try_get(9)?,
        },
        address_changed_ms: row.try_get(10)?,
    };
    Account::from_row(record).map_err(|e| StoreError::Permanent(e.to_string()))
}

impl Tx {
    /// Accounts registered at an address (compared in lower case, as they are stored).
    pub async fn accounts_at(&mut self, address: &str) -> Result<Vec<Account>, StoreError> {
        let rows = sqlx::query(sql::ACCOUNTS_AT)
            .bind(address.to_ascii_lowercase())
            .fetch_all(&mut *self.inner)
            .await?;
        rows.iter().map(account).collect()
    }

    /// Accounts whose second contact an address is.
    pub async fn accounts_of_contact(&mut self, address: &str) -> Result<Vec<Account>, StoreError> {
        let rows = sqlx::query(sql::ACCOUNTS_OF_CONTACT)
            .bind(address.to_ascii_lowercase())
            .fetch_all(&mut *self.inner)
            .await?;
        rows.iter().map(account).collect()
    }

    /// An account as the register has it at this moment.
    pub async fn account_now(&mut self, id: i64) -> Result<Option<Account>, StoreError> {
        let row = sqlx::query(sql::ACCOUNT_ID).bind(id).fetch_optional(&mut *self.inner).await?;
        row.as_ref().map(account).transpose()
    }

    pub async fn account_named(&mut self, user_id: &str) -> Result<Option<Account>, StoreError> {
        let row =
            sqlx::query(sql::ACCOUNT_USER).bind(user_id).fetch_optional(&mut *self.inner).await?;
        row.as_ref().map(account).transpose()
    }

    /// Adds an account, or brings the one with this user ID up to date.
    pub async fn put_account(
        &mut self,
        new: &NewAccount,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let id = self.next("account", 1).await?;
        sqlx::query(sql::ACCOUNT_PUT)
            .bind(id)
            .bind(&new.user_id)
            .bind(&new.name)
            .bind(&new.nip)
            .bind(&new.unit)
            .bind(new.address.to_ascii_lowercase())
            .bind(&new.backend)
            .bind(now.as_millisecond())
            .bind(i64::from(new.care.privileged))
            .bind(i64::from(new.care.two_approvers))
            .bind(new.care.contact.as_deref().map(str::to_ascii_lowercase))
            .execute(&mut *self.inner)
            .await?;
        Ok(())
    }
}

impl Store {
    /// The account as the register has it now: asked again at the moment of sending (0.2).
    pub async fn account(&self, id: i64) -> Result<Option<Account>, StoreError> {
        let row = sqlx::query(sql::ACCOUNT_ID).bind(id).fetch_optional(&self.pool).await?;
        row.as_ref().map(account).transpose()
    }

    pub async fn account_by_user(&self, user_id: &str) -> Result<Option<Account>, StoreError> {
        let row = sqlx::query(sql::ACCOUNT_USER).bind(user_id).fetch_optional(&self.pool).await?;
        row.as_ref().map(account).transpose()
    }

    pub async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        let rows = sqlx::query(sql::ACCOUNTS_ALL).fetch_all(&self.pool).await?;
        rows.iter().map(account).collect()
    }

    pub async fn accounts_count(&self) -> Result<i64, StoreError> {
        Ok(sqlx::query_scalar(sql::ACCOUNTS_COUNT).fetch_one(&self.pool).await?)
    }
}
