//! Delegations: who judges in whose place, and until when. Knows no rule about who may.
pub(super) mod sql;

use super::{Store, StoreError, Tx, time};
use crate::workflow::actor::PersonRef;
use crate::workflow::deputy::Delegation;
use jiff::Timestamp;
use sqlx::Row;
use sqlx::any::AnyRow;

impl Tx {
    /// Puts a delegation in force from `now`; an earlier one of the same person ends, and is returned.
    pub async fn delegate(
        &mut self,
        delegation: &Delegation,
        mail: i64,
        now: Timestamp,
    ) -> Result<Vec<Delegation>, StoreError> {
        let former = self.end_delegations(&delegation.from.id, mail, now).await?;
        let id = self.next("delegation", 1).await?;
        sqlx::query(sql::DELEGATION_PUT)
            .bind(id)
            .bind(&delegation.from.id)
            .bind(&delegation.from.name)
            .bind(&delegation.to.id)
            .bind(&delegation.to.name)
            .bind(now.as_millisecond())
            .bind(delegation.until.as_millisecond())
            .bind(mail)
            .execute(&mut *self.inner)
            .await?;
        Ok(former)
    }

    /// Ends what a person delegated; returns what was in force.
    pub async fn end_delegations(
        &mut self,
        person: &str,
        mail: i64,
        now: Timestamp,
    ) -> Result<Vec<Delegation>, StoreError> {
        let mut ended = self.delegations(now).await?;
        ended.retain(|delegation| delegation.from.id == person);
        sqlx::query(sql::DELEGATION_END)
            .bind(person)
            .bind(now.as_millisecond())
            .bind(mail)
            .execute(&mut *self.inner)
            .await?;
        Ok(ended)
    }

    /// What is in force at `now`.
    pub async fn delegations(&mut self, now: Timestamp) -> Result<Vec<Delegation>, StoreError> {
        let rows = sqlx::query(sql::DELEGATIONS)
            .bind(now.as_millisecond())
            .fetch_all(&mut *self.inner)
            .await?;
        rows.iter().map(read).collect()
    }
}

impl Store {
    /// What is in force at `now`.
    pub async fn delegations(&self, now: Timestamp) -> Result<Vec<Delegation>, StoreError> {
        let query = sqlx::query(sql::DELEGATIONS).bind(now.as_millisecond());
        query.fetch_all(&self.pool).await?.iter().map(read).collect()
    }
}

fn read(row: &AnyRow) -> Result<Delegation, StoreError> {
    Ok(Delegation {
        from: PersonRef { id: row.try_get(0)?, name: row.try_get(1)? },
        to: PersonRef { id: row.try_get(2)?, name: row.try_get(3)? },
        until: time(row.try_get(4)?)?,
    })
}
