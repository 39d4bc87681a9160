//! The only room that speaks SQL: `apply`, `claim`, `settle`, `next_due`, and the hash-chained log.
//! Knows no meaning: what an event does to a case is `workflow`'s.
//!
//! One SQL text serves SQLite and PostgreSQL through sqlx's Any driver; what differs stands in
//! [`Dialect`].
mod anchor;
mod apply;
mod approval;
mod day;
mod delegations;
mod enqueue;
mod factors;
mod lists;
mod log;
mod mails;
mod orders;
mod periods;
mod purge;
mod reconcile;
mod register;
mod resets;
mod secrets;
mod sql;
mod tokens;

pub use apply::Applied;
pub use approval::{ApprovalState, OnlineCheck, RedLine, Unaccepted};
pub use day::{DigestRow, Moved};
pub use factors::{CodeUse, Counts};
pub use lists::{CaseHead, MailRow};
pub use log::{ChainFault, LogRow};
pub use mails::{HeldRow, NewMail, Outcome, Seen};
pub use orders::{Claimed, Lane, OrderRow, Settled};
pub use periods::CASES_AT_ONCE;
pub use purge::Expired;
pub use reconcile::Reconciled;
pub use register::NewAccount;
pub use resets::{Intended, Intent, Purpose, SoFar, Wanted};
pub use tokens::TokenRow;

use crate::secret::Key;
use crate::workflow::case::Case;
use jiff::Timestamp;
use sqlx::any::AnyPoolOptions;
use sqlx::{Any, AnyConnection, AnyPool, Connection, Row, Transaction};
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use tokio::sync::watch;

/// What can go wrong with the database.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Busy, connection lost: the same call may succeed later.
    #[error("basis data sedang tidak dapat dipakai: {0}")]
    Temporary(String),
    /// Wrong file, broken row, rule violated: it will not get better by itself.
    #[error("basis data: {0}")]
    Permanent(String),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> StoreError {
        let text = error.to_string();
        match error {
            sqlx::Error::PoolTimedOut | sqlx::Error::Io(_) => StoreError::Temporary(text),
            sqlx::Error::Database(d) if passes(d.message()) => StoreError::Temporary(text),
            _ => StoreError::Permanent(text),
        }
    }
}

/// Another writer, a full disk, a disk that stumbled: the same statement may succeed later.
fn passes(message: &str) -> bool {
    ["locked", "disk is full", "disk I/O error"].iter().any(|text| message.contains(text))
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> StoreError {
        StoreError::Permanent(format!("isi baris tidak terbaca: {error}"))
    }
}

/// The differences between the databases, in one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    fn of(url: &str) -> Option<Dialect> {
        match url.split(':').next() {
            Some("sqlite") => Some(Dialect::Sqlite),
            Some("postgres" | "postgresql") => Some(Dialect::Postgres),
            _ => None,
        }
    }

    /// A transaction that is going to write says so at once: a deferred one in SQLite fails
    /// with BUSY when two upgrade together.
    fn begin(self) -> &'static str {
        match self {
            Dialect::Sqlite => "BEGIN IMMEDIATE",
            Dialect::Postgres => "BEGIN",
        }
    }
}

/// Connections that only read.
const READERS: u32 = 3;

/// The database, and the bell that rings when orders were committed.
#[derive(Clone)]
pub struct Store {
    /// For reading what is committed.
    pool: AnyPool,
    /// The one connection that writes: writers queue here instead of in the database's busy loop,
    /// and its page cache stays valid from one transaction to the next.
    writer: AnyPool,
    dialect: Dialect,
    key: Arc<Key>,
    bell: Arc<watch::Sender<u64>>,
    token_days: i64,
    anchor: Option<Arc<anchor::Anchor>>,
}

impl Store {
    /// Opens and migrates. `url` is `sqlite:///path/loket.db` or `postgres://…`.
    pub async fn open(url: &str, key: Arc<Key>, token_days: i64) -> Result<Store, StoreError> {
        sqlx::any::install_default_drivers();
        let dialect = Dialect::of(url).ok_or_else(|| {
            StoreError::Permanent("database.url harus dimulai dengan sqlite: atau postgres:".into())
        })?;
        let mut options =
            AnyPoolOptions::new().test_before_acquire(false).idle_timeout(None).max_lifetime(None);
        let url = match dialect {
            Dialect::Sqlite => {
                options = options.after_connect(|conn, _| {
                    Box::pin(async move {
                        for pragma in sql::SQLITE_PRAGMAS {
                            sqlx::raw_sql(*pragma).execute(&mut *conn).await?;
                        }
                        Ok(())
                    })
                });
                if url.contains('?') { url.to_owned() } else { format!("{url}?mode=rwc") }
            }
            Dialect::Postgres => url.to_owned(),
        };
        // A connection of its own before the pool: its error says what is wrong with the file, the
        // pool's only that time ran out.
        if dialect == Dialect::Sqlite {
            let mut first = AnyConnection::connect(&url).await?;
            sqlx::raw_sql(sql::SQLITE_PROBE).execute(&mut first).await?;
            first.close().await?;
        }
        // First the writer, which makes the file.
        let writer = options.clone().max_connections(1).connect(&url).await?;
        let pool = options.max_connections(READERS).connect(&url).await?;
        let bell = Arc::new(watch::Sender::new(0));
        let store = Store { pool, writer, dialect, key, bell, token_days, anchor: None };
        store.check_durability().await?;
        store.migrate().await?;
        store.check_key().await?;
        Ok(store)
    }

    /// Opens the default database file inside a folder.
    pub async fn open_file(path: &Path, key: Arc<Key>, days: i64) -> Result<Store, StoreError> {
        Store::open(&format!("sqlite://{}", path.display()), key, days).await
    }

    /// WAL and FULL are promises of ours, so they are read back (`security.md` B.5, lesson 2).
    async fn check_durability(&self) -> Result<(), StoreError> {
        if self.dialect != Dialect::Sqlite {
            return Ok(());
        }
        let mode: String = sqlx::query_scalar(sql::SQLITE_JOURNAL).fetch_one(&self.writer).await?;
        let sync: i64 = sqlx::query_scalar(sql::SQLITE_SYNCHRONOUS).fetch_one(&self.writer).await?;
        if mode != "wal" || sync != 2 {
            return Err(StoreError::Permanent(format!(
                "SQLite tidak mau memakai WAL dan synchronous=FULL (journal_mode={mode}, synchronous={sync}); letakkan data_dir pada disk lokal"
            )));
        }
        Ok(())
    }

    async fn migrate(&self) -> Result<(), StoreError> {
        let done = match self.dialect {
            Dialect::Sqlite => sqlx::migrate!("migrations/sqlite").run(&self.writer).await,
            Dialect::Postgres => sqlx::migrate!("migrations/postgres").run(&self.writer).await,
        };
        done.map_err(|e| StoreError::Permanent(format!("migrasi gagal: {e}")))
    }

    /// Under another key nothing sealed opens and no token counts: better not to start at all.
    async fn check_key(&self) -> Result<(), StoreError> {
        let mark = self.key.mark("kunci-rahasia");
        match self.meta("key_mark").await? {
            Some(known) if known != mark => Err(StoreError::Permanent(
                "kunci rahasia bukan yang dipakai basis data ini; kembalikan berkas kunci dari cadangan".into(),
            )),
            Some(_) => Ok(()),
            None => self.set_meta("key_mark", &mark).await,
        }
    }

    /// A writing transaction. Dropped without `commit`, it leaves no trace.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        let inner = self.writer.begin_with(self.dialect.begin()).await?;
        Ok(Tx {
            inner,
            store: self.clone(),
            head: None,
            counters: HashMap::new(),
            case: None,
            tries: None,
            rang: false,
        })
    }

    /// Changes with every commit that brought orders.
    pub fn bell(&self) -> watch::Receiver<u64> {
        self.bell.subscribe()
    }

    /// The key, for those who render letters.
    pub fn key(&self) -> &Key {
        &self.key
    }

    /// A value remembered across restarts, for instance the last fetch.
    pub async fn meta(&self, name: &str) -> Result<Option<String>, StoreError> {
        let row = sqlx::query(sql::META_GET).bind(name).fetch_optional(&self.pool).await?;
        row.map(|r| Ok(r.try_get(0)?)).transpose()
    }

    pub async fn set_meta(&self, name: &str, value: &str) -> Result<(), StoreError> {
        sqlx::query(sql::META_SET).bind(name).bind(value).execute(&self.writer).await?;
        Ok(())
    }

    /// Closes every connection, so that the last writes are in the file.
    pub async fn close(&self) {
        self.pool.close().await;
        self.writer.close().await;
    }
}

/// A transaction in the making.
pub struct Tx {
    inner: Transaction<'static, Any>,
    store: Store,
    /// Number and hash of the log's last row, once read.
    head: Option<(i64, String)>,
    /// Last number given and last number written, of each counter asked so far.
    counters: HashMap<String, (i64, i64)>,
    /// The case written last, which is often the next one asked for.
    case: Option<Case>,
    /// Whether any mail has failed tries on record.
    tries: Option<bool>,
    rang: bool,
}

impl Tx {
    /// Makes everything durable, then rings for those who carry out orders.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        for (name, (given, written)) in std::mem::take(&mut self.counters) {
            if given > written {
                self.count(&name, given - written).await?;
            }
        }
        self.inner.commit().await?;
        if self.rang {
            self.store.bell.send_modify(|count| *count = count.wrapping_add(1));
        }
        Ok(())
    }

    /// The next `count` numbers of a counter; returns the first. The first call locks the counter's
    /// row; later ones count here, and the commit writes how far.
    pub async fn next(&mut self, counter: &str, count: i64) -> Result<i64, StoreError> {
        if let Some((given, _)) = self.counters.get_mut(counter) {
            *given += count;
            return Ok(*given - count + 1);
        }
        let last = self.count(counter, count).await?;
        self.counters.insert(counter.to_owned(), (last, last));
        Ok(last - count + 1)
    }

    async fn count(&mut self, counter: &str, count: i64) -> Result<i64, StoreError> {
        let query = sqlx::query_scalar(sql::COUNT).bind(counter).bind(count);
        Ok(query.fetch_one(&mut *self.inner).await?)
    }

    /// The number of a new case in a civil year: `LKT-2026-00042`.
    pub async fn next_case(&mut self, year: i16) -> Result<String, StoreError> {
        let number = self.next(&format!("case-{year}"), 1).await?;
        Ok(format!("LKT-{year}-{number:05}"))
    }
}

/// Milliseconds back into a time; a broken row is the only way to fail.
pub(crate) fn time(ms: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_millisecond(ms)
        .map_err(|e| StoreError::Permanent(format!("waktu di basis data tidak masuk akal: {e}")))
}

pub(crate) fn time_opt(ms: Option<i64>) -> Result<Option<Timestamp>, StoreError> {
    ms.map(time).transpose()
}

#[cfg(test)]
mod tests;
