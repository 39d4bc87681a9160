//! What a report reads: which cases a period concerns, and their rows of the log, a few cases at a
//! time. Never changes anything.
use super::{LogRow, Store, StoreError, sql, time_opt};
use jiff::Timestamp;
use sqlx::Row;

/// Cases whose rows are read at once: as many as [`sql::LOG_OF_CASES`] has places.
pub const CASES_AT_ONCE: usize = 50;

impl Store {
    /// Cases that arrived before `until` and were open at `from` or later, by their numbers.
    pub async fn case_ids_between(
        &self,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<String>, StoreError> {
        let rows = sqlx::query(sql::CASES_BETWEEN)
            .bind(from.as_millisecond())
            .bind(until.as_millisecond())
            .fetch_all(&self.pool)
            .await?;
        let mut ids = rows.iter().map(|row| row.try_get(0)).collect::<Result<Vec<String>, _>>()?;
        ids.sort_unstable();
        Ok(ids)
    }

    /// When the oldest case arrived.
    pub async fn first_case_at(&self) -> Result<Option<Timestamp>, StoreError> {
        let row = sqlx::query(sql::CASE_FIRST).fetch_one(&self.pool).await?;
        time_opt(row.try_get(0)?)
    }

    /// The rows of some cases, at most [`CASES_AT_ONCE`], case by case, the oldest first.
    pub async fn log_of_cases(&self, ids: &[String]) -> Result<Vec<LogRow>, StoreError> {
        let mut query = sqlx::query(sql::LOG_OF_CASES);
        // The same number of places each time: the statement is prepared once.
        for place in 0..CASES_AT_ONCE {
            query = query.bind(ids.get(place).or(ids.first()).map(String::as_str));
        }
        let rows = query.fetch_all(&self.pool).await?;
        rows.iter().map(LogRow::read).collect()
    }
}
