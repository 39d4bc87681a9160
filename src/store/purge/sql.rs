//! SQL of the end of personal data. Rules as in `store::sql`.

pub const CASES_EXPIRED: &str = "SELECT c.id, c.ended_ms, c.archived_ms, \
    (SELECT CAST(COUNT(*) AS BIGINT) FROM mails m WHERE m.case_id = c.id) \
    FROM cases c WHERE c.ended_ms < $1 AND c.purged_ms IS NULL AND c.frozen_ms IS NULL ORDER BY c.ended_ms, c.id";
pub const CASES_PURGED: &str = "SELECT id FROM cases WHERE purged_ms IS NOT NULL ORDER BY id";
pub const LOG_ARCHIVED: &str =
    "SELECT case_id, body FROM log WHERE event = 'archived' ORDER BY seq";
pub const PURGE_SHELF: &str =
    "UPDATE shelf SET bytes = $2 WHERE mail IN (SELECT id FROM mails WHERE case_id = $1)";
pub const PURGE_MAILS: &str = "UPDATE mails SET sender = NULL, subject = '', message_id = NULL, \
    evidence = NULL WHERE case_id = $1";
pub const PURGE_ORDERS: &str = "UPDATE orders SET body = $2, rendered = NULL, recipient = NULL, \
    addressee = NULL, last_error = NULL WHERE case_id = $1";
pub const PURGE_CASE: &str = "UPDATE cases SET body = $2, applicant = NULL, account = NULL, \
    queue_no = NULL, purged_ms = $3 WHERE id = $1";

/// All of them, for the test that prepares each on each database.
#[cfg(test)]
pub const ALL: &[&str] = &[
    CASES_EXPIRED,
    CASES_PURGED,
    LOG_ARCHIVED,
    PURGE_SHELF,
    PURGE_MAILS,
    PURGE_ORDERS,
    PURGE_CASE,
];
