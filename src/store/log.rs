//! The event log: append-only, each row bound to the one before by its hash (INV-11).
use super::{Store, StoreError, Tx, sql, time};
use crate::workflow::event::Logged;
use data_encoding::HEXLOWER;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use sqlx::Row;
use sqlx::any::AnyRow;

/// The hash before the first row.
const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// One row of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogRow {
    pub seq: i64,
    pub case_id: String,
    /// Short name of the event.
    pub event: String,
    pub logged: Logged,
    prev_hash: String,
    hash: String,
}

/// Where the chain is broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainFault {
    pub seq: i64,
    pub text: String,
}

impl LogRow {
    pub(super) fn read(row: &AnyRow) -> Result<LogRow, StoreError> {
        Ok(LogRow {
            seq: row.try_get(0)?,
            case_id: row.try_get(1)?,
            event: row.try_get(3)?,
            logged: Logged {
                at: time(row.try_get(2)?)?,
                state_before: row.try_get(4)?,
                state_after: row.try_get(5)?,
                body: row.try_get(6)?,
            },
            prev_hash: row.try_get(7)?,
            hash: row.try_get(8)?,
        })
    }

    /// Every field goes in with its length, so that no two rows share one text.
    fn digest(&self) -> String {
        let mut hasher = Sha256::new();
        let (seq, at) = (self.seq.to_string(), self.logged.at.as_millisecond().to_string());
        let fields = [
            self.prev_hash.as_str(),
            &seq,
            &self.case_id,
            &at,
            &self.event,
            &self.logged.state_before,
            &self.logged.state_after,
            &self.logged.body,
        ];
        for field in fields {
            hasher.update((field.len() as u64).to_be_bytes());
            hasher.update(field.as_bytes());
        }
        HEXLOWER.encode(&hasher.finalize())
    }
}

impl Tx {
    pub(super) async fn append(
        &mut self,
        case_id: &str,
        at: Timestamp,
        event: &str,
        states: (&str, &str),
        body: String,
    ) -> Result<(), StoreError> {
        let (last, prev_hash) = match self.head.take() {
            Some(head) => head,
            None => {
                let row = sqlx::query(sql::LOG_HEAD).fetch_optional(&mut *self.inner).await?;
                match row {
                    Some(row) => (row.try_get(0)?, row.try_get(1)?),
                    None => (0, GENESIS.to_owned()),
                }
            }
        };
        let mut row = LogRow {
            seq: last + 1,
            case_id: case_id.to_owned(),
            event: event.to_owned(),
            logged: Logged {
                at,
                state_before: states.0.to_owned(),
                state_after: states.1.to_owned(),
                body,
            },
            prev_hash,
            hash: String::new(),
        };
        row.hash = row.digest();
        sqlx::query(sql::LOG_PUT)
            .bind(row.seq)
            .bind(&row.case_id)
            .bind(row.logged.at.as_millisecond())
            .bind(&row.event)
            .bind(&row.logged.state_before)
            .bind(&row.logged.state_after)
            .bind(&row.logged.body)
            .bind(&row.prev_hash)
            .bind(&row.hash)
            .execute(&mut *self.inner)
            .await?;
        self.head = Some((row.seq, row.hash));
        Ok(())
    }
}

impl Store {
    pub async fn log_of(&self, case_id: &str) -> Result<Vec<LogRow>, StoreError> {
        let rows = sqlx::query(sql::LOG_OF_CASE).bind(case_id).fetch_all(&self.pool).await?;
        rows.iter().map(LogRow::read).collect()
    }

    /// Length and head of the chain.
    pub async fn log_head(&self) -> Result<(u64, String), StoreError> {
        let row = sqlx::query(sql::LOG_HEAD).fetch_optional(&self.pool).await?;
        match row {
            Some(row) => {
                let seq: i64 = row.try_get(0)?;
                Ok((seq.unsigned_abs(), row.try_get(1)?))
            }
            None => Ok((0, GENESIS.to_owned())),
        }
    }

    /// Walks the whole chain; `None` means intact.
    pub async fn verify_log(&self) -> Result<Option<ChainFault>, StoreError> {
        let (mut seq, mut prev) = (0i64, GENESIS.to_owned());
        loop {
            let rows =
                sqlx::query(sql::LOG_FROM).bind(seq).bind(1000i64).fetch_all(&self.pool).await?;
            if rows.is_empty() {
                return Ok(None);
            }
            for row in &rows {
                let row = LogRow::read(row)?;
                let fault = |text: &str| Ok(Some(ChainFault { seq: row.seq, text: text.into() }));
                if row.seq != seq + 1 {
                    return fault("ada baris yang hilang sebelum baris ini");
                }
                if row.prev_hash != prev || row.hash != row.digest() {
                    return fault("baris ini atau baris sebelumnya telah diubah");
                }
                seq = row.seq;
                prev = row.hash;
            }
        }
    }
}
