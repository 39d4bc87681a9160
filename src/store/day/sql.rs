//! The SQL of digests; the rules are those of `store/sql.rs`.

/// What moved a case: its first event, and every change of its state.
pub const MOVES_SINCE: &str = "SELECT at_ms, event, state_before, state_after FROM log WHERE at_ms >= $1 \
    AND (state_before <> state_after OR event IN ('request_arrived', 'guest_logged')) ORDER BY seq";
/// The whole log of every case that is open or ended since a time, case by case.
pub const LOG_OF_RECENT: &str = "SELECT l.seq, l.case_id, l.at_ms, l.event, l.state_before, l.state_after, l.body, \
    l.prev_hash, l.hash FROM cases c JOIN log l ON l.case_id = c.id \
    WHERE c.ended_ms IS NULL OR c.ended_ms >= $1 ORDER BY l.case_id, l.seq";
/// What was kept, and what became of it, in one look: nothing comes in between.
pub const CONSERVATION: &str = "SELECT '' AS outcome, CAST(COUNT(*) AS BIGINT) FROM shelf \
    UNION ALL SELECT outcome, CAST(COUNT(*) AS BIGINT) FROM mails GROUP BY outcome";
pub const ORDERS_UNSENT: &str = "SELECT CAST(COUNT(*) AS BIGINT), MIN(created_ms) FROM orders \
    WHERE state IN ('due', 'claimed') AND lane IN ('send', 'reset') AND created_ms < $1 \
    AND (attempts > 0 OR due_ms < $1)";
pub const LAGS_SINCE: &str = "SELECT fetched_ms - received_ms FROM mails WHERE fetched_ms > $1";
pub const OUTCOMES_SINCE: &str = "SELECT outcome, CAST(COUNT(*) AS BIGINT) FROM mails \
    WHERE fetched_ms > $1 GROUP BY outcome";
/// The last period that had its daily digest, or an owner for its absence.
pub const DIGEST_LAST: &str = "SELECT MAX(period) FROM digests WHERE run = 0";
pub const DIGEST_POSTED: &str =
    "SELECT MAX(at_ms) FROM digests WHERE run = 0 AND outcome = 'posted'";
pub const DIGEST_ROWS: &str = "SELECT period, person, run, outcome, at_ms FROM digests \
    WHERE period = $1 ORDER BY run, person";
pub const DIGEST_RUNS: &str =
    "SELECT CAST(COALESCE(MAX(run), 0) AS BIGINT) FROM digests WHERE period = $1";
/// Whoever writes the row sends the letter (INV-17).
pub const DIGEST_CLAIM: &str = "INSERT INTO digests (period, person, run, outcome, at_ms) \
    VALUES ($1,$2,$3,$4,$5) ON CONFLICT (period, person, run) DO NOTHING";
pub const DIGEST_LETTER: &str = "SELECT o.body FROM orders o JOIN digests d ON o.created_ms = d.at_ms \
    WHERE o.letter = 'digest' AND o.addressee = 'staff ' || d.person AND d.period = $1 AND d.run = 0 \
    AND d.outcome = 'posted' ORDER BY o.id";

/// All of them, for the test that prepares each on each database.
#[cfg(test)]
pub const ALL: &[&str] = &[
    MOVES_SINCE,
    LOG_OF_RECENT,
    CONSERVATION,
    ORDERS_UNSENT,
    LAGS_SINCE,
    OUTCOMES_SINCE,
    DIGEST_LAST,
    DIGEST_POSTED,
    DIGEST_ROWS,
    DIGEST_RUNS,
    DIGEST_CLAIM,
    DIGEST_LETTER,
];
