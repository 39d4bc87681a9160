//! After a restore (`security.md` A2-31): what an older database still wants to do may have been done
//! already. Links are void, letters and resets wait for a person one by one, passwords are destroyed.
use super::{StoreError, Tx, sql};
use jiff::Timestamp;

/// What a reconciliation did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reconciled {
    pub epoch: u64,
    /// Letters, resets and overdue alarms that wait for a person now.
    pub orders: u64,
    pub tokens: u64,
    pub secrets: u64,
}

impl Tx {
    /// Begins a new epoch. Nothing that was to leave leaves by itself any more.
    pub async fn reconcile(&mut self, now: Timestamp) -> Result<Reconciled, StoreError> {
        let at = now.as_millisecond();
        let epoch = self.store.epoch().await? + 1;
        sqlx::query(sql::META_SET)
            .bind("epoch")
            .bind(epoch.to_string())
            .execute(&mut *self.inner)
            .await?;
        let tokens = sqlx::query(sql::TOKENS_REVOKE).bind(at).execute(&mut *self.inner).await?;
        let orders = sqlx::query(sql::ORDERS_FREEZE).bind(at).execute(&mut *self.inner).await?;
        let secrets = sqlx::query(sql::SECRETS_WIPE).bind(at).execute(&mut *self.inner).await?;
        Ok(Reconciled {
            epoch,
            orders: orders.rows_affected(),
            tokens: tokens.rows_affected(),
            secrets: secrets.rows_affected(),
        })
    }
}
