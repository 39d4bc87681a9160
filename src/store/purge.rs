//! The end of a case's personal data: which cases are due, and what of them is blotted out. Figures, the
//! log's chain and the fingerprints stay. Knows no retention rule.
pub(super) mod sql;

use super::{Store, StoreError, Tx, time, time_opt};
use crate::workflow::case::Case;
use crate::workflow::effect::Effect;
use crate::workflow::event::Event;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sqlx::Row;
use std::collections::BTreeMap;

/// A case whose papers may go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Expired {
    pub id: String,
    pub ended_at: Timestamp,
    pub archived_at: Option<Timestamp>,
    /// Mails whose bytes are kept.
    pub mails: i64,
    /// Of the newest dossier, as the log has it.
    pub manifest_sha256: Option<String>,
}

#[derive(Deserialize)]
struct Body {
    event: Event,
}

impl Store {
    /// Closed cases that ended before `limit` and still have something to destroy, oldest first.
    pub async fn expired(&self, limit: Timestamp) -> Result<Vec<Expired>, StoreError> {
        let rows = sqlx::query(sql::CASES_EXPIRED)
            .bind(limit.as_millisecond())
            .fetch_all(&self.pool)
            .await?;
        let logged = self.archived().await?;
        rows.iter()
            .map(|row| {
                let id: String = row.try_get(0)?;
                let newest = logged.get(&id).and_then(|known| known.last().cloned());
                Ok(Expired {
                    ended_at: time(row.try_get(1)?)?,
                    archived_at: time_opt(row.try_get(2)?)?,
                    mails: row.try_get(3)?,
                    manifest_sha256: newest,
                    id,
                })
            })
            .collect()
    }

    /// The manifests that the log says were shelved, by case, oldest first.
    pub async fn archived(&self) -> Result<BTreeMap<String, Vec<String>>, StoreError> {
        let rows = sqlx::query(sql::LOG_ARCHIVED).fetch_all(&self.pool).await?;
        let mut known: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for row in rows {
            let body: String = row.try_get(1)?;
            if let Body { event: Event::Archived { manifest_sha256 } } =
                serde_json::from_str(&body)?
            {
                known.entry(row.try_get(0)?).or_default().push(manifest_sha256);
            }
        }
        Ok(known)
    }

    /// Cases whose papers were destroyed.
    pub async fn purged(&self) -> Result<Vec<String>, StoreError> {
        Ok(sqlx::query_scalar(sql::CASES_PURGED).fetch_all(&self.pool).await?)
    }
}

impl Tx {
    /// Blots out what a case keeps of persons: the bytes of its mails, who wrote them and about what, its
    /// letters, and the fields of its own row. A row stays for each, so that every mail keeps its outcome.
    pub async fn purge(&mut self, case_id: &str, now: Timestamp) -> Result<(), StoreError> {
        let Some(mut case) = self.case(case_id).await? else { return Ok(()) };
        let nothing: &[u8] = &[];
        let shelf = sqlx::query(sql::PURGE_SHELF).bind(case_id).bind(nothing);
        shelf.execute(&mut *self.inner).await?;
        sqlx::query(sql::PURGE_MAILS).bind(case_id).execute(&mut *self.inner).await?;
        // What an order was stays in its columns; whom it named does not.
        let orders = sqlx::query(sql::PURGE_ORDERS).bind(case_id);
        let empty = serde_json::to_string(&Effect::Archive)?;
        orders.bind(empty).execute(&mut *self.inner).await?;
        blot(&mut case);
        sqlx::query(sql::PURGE_CASE)
            .bind(case_id)
            .bind(serde_json::to_string(&case)?)
            .bind(now.as_millisecond())
            .execute(&mut *self.inner)
            .await?;
        Ok(())
    }
}

/// Takes the persons out of a case; what happened when stays.
fn blot(case: &mut Case) {
    case.applicant = crate::workflow::actor::Applicant::default();
    case.account = None;
    case.candidates.clear();
    case.papers.clear();
    case.papers_before = 0;
    case.earlier.clear();
    case.sender = None;
    case.subject.clear();
    case.words.clear();
    case.thread = None;
    case.outcome = None;
    case.remarks.clear();
    case.missing.clear();
    case.unfit.clear();
    case.first_approval = None;
    if let Some(decision) = &mut case.decision {
        decision.reason = None;
    }
    for deviation in &mut case.deviations {
        deviation.explanation = deviation.explanation.take().map(|_| "(dimusnahkan)".to_owned());
    }
    if let Some(queue) = &mut case.queue {
        queue.institution = None;
        queue.purpose = None;
        queue.phone = None;
    }
}
