//! Every SQL text of Loket. `$n` placeholders, no booleans, no database's own functions; a test
//! prepares each one.

/// Reads the file without changing it: a file that is no database says so here.
pub const SQLITE_PROBE: &str = "SELECT COUNT(*) FROM sqlite_master";

pub const SQLITE_PRAGMAS: &[&str] = &[
    // Only a new file takes it: a mail is some forty pages of 4 KiB, each written twice.
    "PRAGMA page_size = 8192",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA busy_timeout = 5000",
    "PRAGMA foreign_keys = ON",
    "PRAGMA mmap_size = 0",
    "PRAGMA secure_delete = ON",
    "PRAGMA journal_size_limit = 67108864",
    "PRAGMA wal_autocheckpoint = 2000",
];
pub const SQLITE_JOURNAL: &str = "PRAGMA journal_mode";
pub const SQLITE_SYNCHRONOUS: &str = "PRAGMA synchronous";

pub const COUNT: &str = "INSERT INTO counters (name, value) VALUES ($1, $2) \
    ON CONFLICT (name) DO UPDATE SET value = counters.value + $2 RETURNING value";
pub const META_GET: &str = "SELECT value FROM meta WHERE name = $1";
pub const META_SET: &str = "INSERT INTO meta (name, value) VALUES ($1, $2) \
    ON CONFLICT (name) DO UPDATE SET value = $2";

pub const MAIL_PUT: &str = "INSERT INTO mails (id, mailbox, place, content_key, verdict, message_id, \
    sender, subject, received_ms, fetched_ms, size_bytes, outcome, reason, case_id, evidence) \
    VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15)";
pub const MAIL_OUTCOME: &str =
    "UPDATE mails SET outcome = $2, reason = $3, case_id = $4 WHERE id = $1";
pub const MAIL_AT: &str = "SELECT id, outcome FROM mails WHERE mailbox = $1 AND place = $2";
pub const MAIL_SAME: &str = "SELECT id, verdict, outcome FROM mails WHERE content_key = $1";
/// The beginnings of the newest mails, header and a little more.
pub const MAIL_HEADS: &str =
    "SELECT substr(s.bytes, 1, 65536) FROM shelf s ORDER BY s.mail DESC LIMIT $1";
pub const MAILS_OF_CASE: &str = "SELECT id, message_id, sender, subject, received_ms, outcome, reason, size_bytes \
    FROM mails WHERE case_id = $1 ORDER BY id";
pub const MAIL_RECENT: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM mails \
    WHERE sender = $1 AND outcome = $2 AND fetched_ms > $3";
pub const HELD_SINCE: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM mails \
    WHERE outcome = 'held' AND reason = $1 AND fetched_ms > $2";
pub const HELD_SINCE_BY: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM mails \
    WHERE outcome = 'held' AND reason = $1 AND fetched_ms > $2 AND sender = $3";
pub const MAIL_HANDLED: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM mails \
    WHERE sender = $1 AND verdict = $2 AND fetched_ms > $3 AND (reason IS NULL OR reason <> 'too_many')";
pub const MAIL_COUNTS: &str =
    "SELECT outcome, CAST(COUNT(*) AS BIGINT) FROM mails GROUP BY outcome";
pub const SHELF_COUNT: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM shelf";
pub const SHELF_PUT: &str = "INSERT INTO shelf (mail, sha256, bytes) VALUES ($1,$2,$3)";
pub const SHELF_GET: &str = "SELECT bytes FROM shelf WHERE mail = $1";
pub const TRY_ADD: &str = "INSERT INTO tries (mailbox, place, count, last_ms, error) VALUES ($1,$2,1,$3,$4) \
    ON CONFLICT (mailbox, place) DO UPDATE SET count = tries.count + 1, last_ms = $3, error = $4 RETURNING count";
pub const TRIES: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM tries";
pub const TRY_DEL: &str = "DELETE FROM tries WHERE mailbox = $1 AND place = $2";
pub const HELD: &str = "SELECT id, sender, subject, received_ms, reason FROM mails \
    WHERE outcome = 'held' AND resolution IS NULL ORDER BY id";
pub const HELD_ONE: &str = "SELECT id, sender, subject, received_ms, reason FROM mails \
    WHERE outcome = 'held' AND resolution IS NULL AND id = $1";
pub const ASIDE_ONE: &str = "SELECT id, sender, subject, received_ms, reason FROM mails \
    WHERE outcome = 'set_aside' AND id = $1";
pub const MAIL_EVIDENCE: &str = "SELECT evidence FROM mails WHERE id = $1";
pub const HELD_RESOLVE: &str = "UPDATE mails SET resolution = $2, resolved_ms = $3, case_id = $4 \
    WHERE id = $1 AND outcome = 'held' AND resolution IS NULL";

pub const CASE_GET: &str = "SELECT body FROM cases WHERE id = $1";
pub const CASE_PUT: &str = "INSERT INTO cases (id, state, applicant, account, queue_no, received_ms, \
    next_due_ms, ended_ms, archived_ms, body, frozen_ms) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11) \
    ON CONFLICT (id) DO UPDATE SET state = $2, applicant = $3, account = $4, queue_no = $5, \
    received_ms = $6, next_due_ms = $7, ended_ms = $8, archived_ms = $9, body = $10, frozen_ms = $11";
pub const CASES_ALL: &str = "SELECT body FROM cases ORDER BY received_ms, id";
pub const CASE_IDS_AFTER: &str = "SELECT id FROM cases WHERE id > $1 ORDER BY id LIMIT $2";
pub const CASES_OPEN: &str =
    "SELECT body FROM cases WHERE ended_ms IS NULL ORDER BY received_ms, id";
pub const CASES_ENDED_SINCE: &str =
    "SELECT body FROM cases WHERE ended_ms >= $1 ORDER BY received_ms, id";
pub const CASES_FROZEN: &str =
    "SELECT body FROM cases WHERE frozen_ms IS NOT NULL ORDER BY frozen_ms, id";
pub const CASE_NEWEST_OF_ACCOUNT: &str = "SELECT id FROM cases WHERE account = $1 AND received_ms > $2 \
    ORDER BY received_ms DESC, id DESC LIMIT 1";
pub const CASES_OF_APPLICANT: &str = "SELECT id, state, ended_ms FROM cases WHERE applicant = $1 \
    ORDER BY received_ms DESC, id DESC LIMIT 20";
pub const CASES_OF_ACCOUNT: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM cases \
    WHERE account = $1 AND received_ms > $2";
pub const CASES_EARLIER: &str = "SELECT body FROM cases WHERE account = $1 AND received_ms > $2 \
    ORDER BY received_ms DESC, id DESC LIMIT 5";
/// The cases a period concerns: open in it, ended in it, or with anything in the log of it (a dossier that
/// was shelved late, a letter that came back). Indexes answer alone.
pub const CASES_BETWEEN: &str = "SELECT id FROM cases WHERE received_ms < $2 AND ended_ms IS NULL \
    UNION SELECT id FROM cases WHERE received_ms < $2 AND ended_ms >= $1 \
    UNION SELECT case_id FROM log WHERE at_ms >= $1 AND at_ms < $2 AND case_id <> ''";
pub const CASE_FIRST: &str = "SELECT MIN(received_ms) FROM cases";
pub const CASE_QUEUED: &str =
    "SELECT id FROM cases WHERE state = 'queued' ORDER BY received_ms, id LIMIT 1";
pub const CASE_BY_QUEUE: &str = "SELECT id FROM cases WHERE queue_no = $1 AND ended_ms IS NULL \
    ORDER BY received_ms DESC LIMIT 1";
pub const CASES_QUEUED: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM cases WHERE state = 'queued'";

pub const LOG_HEAD: &str = "SELECT seq, hash FROM log ORDER BY seq DESC LIMIT 1";
pub const LOG_HASH: &str = "SELECT hash FROM log WHERE seq = $1";
pub const LOG_PUT: &str = "INSERT INTO log (seq, case_id, at_ms, event, state_before, state_after, body, prev_hash, hash) \
    VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)";
pub const LOG_OF_CASE: &str = "SELECT seq, case_id, at_ms, event, state_before, state_after, body, prev_hash, hash \
    FROM log WHERE case_id = $1 ORDER BY seq";
/// Fifty places.
pub const LOG_OF_CASES: &str = "SELECT seq, case_id, at_ms, event, state_before, state_after, body, prev_hash, hash \
    FROM log WHERE case_id IN ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$21,$22,$23,$24,$25,\
    $26,$27,$28,$29,$30,$31,$32,$33,$34,$35,$36,$37,$38,$39,$40,$41,$42,$43,$44,$45,$46,$47,$48,$49,$50) \
    ORDER BY case_id, seq";
pub const LOG_FROM: &str = "SELECT seq, case_id, at_ms, event, state_before, state_after, body, prev_hash, hash \
    FROM log WHERE seq > $1 ORDER BY seq LIMIT $2";

pub const ORDER_PUT: &str = "INSERT INTO orders (id, case_id, lane, body, created_ms, due_ms, letter, state, addressee, answer) \
    VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)";
pub const ORDERS_SAME: &str = "SELECT CAST(COALESCE(SUM(CASE WHEN state = 'muted' THEN 0 ELSE 1 END), 0) AS BIGINT), \
    CAST(COALESCE(SUM(CASE WHEN state = 'muted' THEN 1 ELSE 0 END), 0) AS BIGINT) FROM orders \
    WHERE addressee = $1 AND letter = $2 AND created_ms > $3 AND case_id = $4";
/// Letters of a kind to one person since a time, whatever their cases: sent or waiting, and muted.
pub const ORDERS_TO_PERSON: &str = "SELECT CAST(COALESCE(SUM(CASE WHEN state = 'muted' THEN 0 ELSE 1 END), 0) AS BIGINT), \
    CAST(COALESCE(SUM(CASE WHEN state = 'muted' THEN 1 ELSE 0 END), 0) AS BIGINT) FROM orders \
    WHERE addressee = $1 AND letter = $2 AND created_ms > $3";
pub const ANSWER_BEFORE: &str =
    "SELECT due_ms FROM orders WHERE answer = 1 ORDER BY due_ms DESC LIMIT 1 OFFSET $1";
/// The rows as they are now: `attempts` counts the try that begins.
pub const ORDERS_CLAIM: &str = "UPDATE orders SET state = 'claimed', lease_ms = $4, attempts = attempts + 1 \
    WHERE state = 'due' AND id IN (SELECT id FROM orders \
    WHERE state = 'due' AND lane = $1 AND due_ms <= $2 ORDER BY due_ms, id LIMIT $3) \
    RETURNING id, case_id, body, created_ms, attempts - 1, rendered, due_ms";
pub const ORDER_NEXT_DUE: &str = "SELECT MIN(due_ms) FROM orders WHERE state = 'due' AND lane = $1";
pub const ORDER_DONE: &str = "UPDATE orders SET state = $2, done_ms = $3, recipient = COALESCE($4, recipient), \
    last_error = $5, rendered = NULL, lease_ms = NULL WHERE id = $1 AND state = 'claimed'";
pub const ORDER_RETRY: &str = "UPDATE orders SET state = 'due', due_ms = $2, last_error = $3, \
    rendered = COALESCE($4, rendered), recipient = COALESCE($5, recipient), lease_ms = NULL \
    WHERE id = $1 AND state = 'claimed'";
pub const ORDERS_CLAIMED: &str = "SELECT id, case_id, body, created_ms, attempts, rendered FROM orders \
    WHERE state = 'claimed' ORDER BY id";
pub const ORDER_RELEASE: &str =
    "UPDATE orders SET state = 'due', lease_ms = NULL WHERE id = $1 AND state = 'claimed'";
pub const ORDER_UNTOUCHED: &str = "UPDATE orders SET state = 'due', lease_ms = NULL, attempts = attempts - 1 WHERE id = $1 AND state = 'claimed'";
pub const ORDERS_LIST: &str = "SELECT id, case_id, lane, letter, recipient, state, due_ms, attempts, last_error, done_ms \
    FROM orders WHERE state IN ('due','claimed','failed','unknown','bounced','muted','frozen') ORDER BY due_ms, id";
pub const ORDER_SHOW: &str = "SELECT id, case_id, lane, letter, recipient, state, due_ms, attempts, last_error, done_ms \
    FROM orders WHERE id = $1";
pub const ORDERS_OF_CASE: &str = "SELECT id, case_id, lane, letter, recipient, state, due_ms, attempts, last_error, done_ms \
    FROM orders WHERE case_id = $1 AND lane IN ('send','reset') ORDER BY id";
pub const ORDERS_SENT_OF_CASE: &str = "SELECT id, case_id, body, created_ms, attempts, rendered FROM orders \
    WHERE case_id = $1 AND lane IN ('send','reset') AND state = 'done' ORDER BY id";
pub const ORDER_AGAIN: &str = "UPDATE orders SET state = 'due', due_ms = $2, attempts = 0 \
    WHERE id = $1 AND state IN ('due','failed','frozen')";
pub const ORDER_DROP: &str = "UPDATE orders SET state = 'dropped', done_ms = $2, last_error = $3, rendered = NULL \
    WHERE id = $1 AND state IN ('due','failed','frozen','muted')";
pub const ORDERS_MUTED: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM orders \
    WHERE state = 'muted' AND lane = 'send' AND due_ms > $1";
pub const ORDERS_FAILED: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM orders WHERE state = 'failed' OR state = 'unknown' OR state = 'bounced'";
/// Once only: a second report about the same letter finds the state changed. A report may come back
/// before the batch its letter went out with is settled.
pub const ORDER_BOUNCED: &str = "UPDATE orders SET state = 'bounced', last_error = $2 \
    WHERE id = $1 AND letter IS NOT NULL AND state IN ('done','claimed') \
    RETURNING case_id, body, recipient";

pub const TOKEN_PUT: &str = "INSERT INTO tokens (hash, order_id, case_id, person, role, round, created_ms, expires_ms, digest) \
    VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)";
pub const TOKEN_GET: &str = "SELECT case_id, person, role, round, expires_ms, decided_by, resulted_by, revoked_ms, \
    order_id, digest, created_ms FROM tokens WHERE hash = $1";
/// After a restore. What was to leave, or was leaving, may have left; an alarm whose time has passed may
/// have rung.
pub const ORDERS_FREEZE: &str = "UPDATE orders SET state = 'frozen', lease_ms = NULL, \
    last_error = 'dibekukan oleh pemulihan' WHERE state IN ('due','claimed') \
    AND (lane NOT IN ('read','clerk') OR (lane = 'clerk' AND due_ms <= $1 AND body LIKE '%\"do\":\"wake\"%'))";
pub const TOKENS_REVOKE: &str = "UPDATE tokens SET revoked_ms = $1 WHERE revoked_ms IS NULL";
pub const SECRETS_WIPE: &str =
    "UPDATE secrets SET sealed = NULL, wiped_ms = $1 WHERE sealed IS NOT NULL";
pub const TOKENS_REVOKE_PERSON: &str = "UPDATE tokens SET revoked_ms = $3 \
    WHERE case_id = $1 AND person = $2 AND revoked_ms IS NULL";
pub const TOKEN_DECIDED: &str =
    "UPDATE tokens SET decided_by = $2 WHERE hash = $1 AND decided_by IS NULL";
pub const TOKEN_RESULTED: &str =
    "UPDATE tokens SET resulted_by = $2 WHERE hash = $1 AND resulted_by IS NULL";
pub const TOKEN_REVOKE: &str =
    "UPDATE tokens SET revoked_ms = $2 WHERE hash = $1 AND revoked_ms IS NULL";
pub const ACT_PUT: &str = "INSERT INTO acts (case_id, round, act, person, mail, at_ms, approved, subject, \
    account, unit, digest, proof, evidence) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13)";
pub const ACTS_OF_PERSON: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM acts \
    WHERE person = $1 AND approved = 1 AND act IN ('first', 'decision')";
pub const ACTS_OF_ACCOUNT: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM acts \
    WHERE act = 'decision' AND at_ms > $2 AND approved = 1 AND account = $1";
pub const ACTS_OF_UNIT: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM acts \
    WHERE act = 'decision' AND at_ms > $2 AND approved = 1 AND unit = $1";
pub const ACTS_SINCE: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM acts \
    WHERE act = 'decision' AND at_ms > $1 AND approved = 1";

pub const FACTOR_GET: &str =
    "SELECT sealed, last_step, failures, failed_ms FROM factors WHERE person = $1";
pub const FACTOR_PUT: &str = "INSERT INTO factors (person, sealed, enrolled_ms) VALUES ($1,$2,$3) \
    ON CONFLICT (person) DO UPDATE SET sealed = $2, enrolled_ms = $3, last_step = 0, failures = 0, failed_ms = NULL";
pub const FACTOR_DEL: &str = "DELETE FROM factors WHERE person = $1";
pub const FACTOR_USED: &str = "UPDATE factors SET last_step = $2, failures = 0, failed_ms = NULL \
    WHERE person = $1 AND last_step < $2";
pub const FACTOR_FAILED: &str =
    "UPDATE factors SET failures = $2, failed_ms = $3 WHERE person = $1";
pub const SIGNATURE_USE: &str = "INSERT INTO signatures (act, person, case_id, used_ms) \
    VALUES ($1,$2,$3,$4) ON CONFLICT (act) DO NOTHING";
pub const FACTORS: &str = "SELECT person, enrolled_ms FROM factors ORDER BY person";

pub const SECRET_PUT: &str =
    "INSERT INTO secrets (id, case_id, sealed, created_ms) VALUES ($1,$2,$3,$4)";
pub const SECRET_GET: &str = "SELECT case_id, sealed, used_ms FROM secrets WHERE id = $1";
pub const SECRET_USE: &str = "UPDATE secrets SET used_ms = $2 WHERE id = $1 AND used_ms IS NULL AND sealed IS NOT NULL \
    AND NOT EXISTS (SELECT 1 FROM cases c WHERE c.id = secrets.case_id AND c.frozen_ms IS NOT NULL)";
pub const SECRET_WIPE: &str =
    "UPDATE secrets SET sealed = NULL, wiped_ms = $2 WHERE id = $1 AND sealed IS NOT NULL";

/// The newest password of an account takes over from whichever was the newest.
pub const RESETS_CLOSE: &str =
    "UPDATE resets SET closed_ms = $2 WHERE account = $1 AND closed_ms IS NULL";
pub const RESET_PUT: &str = "INSERT INTO resets (case_id, round, number, purpose, order_id, account, backend, intent_ms) \
    VALUES ($1,$2,$3,$4,$5,$6,$7,$8) ON CONFLICT (case_id, round, number) DO UPDATE SET \
    order_id = $5, backend = $7, intent_ms = $8, outcome = NULL, outcome_ms = NULL, closed_ms = NULL";
pub const RESET_END: &str = "UPDATE resets SET outcome = $4, outcome_ms = $5, used_ms = $6 \
    WHERE case_id = $1 AND round = $2 AND number = $3 AND used_ms IS NULL AND closed_ms IS NULL \
    AND (CAST($6 AS BIGINT) IS NULL OR NOT EXISTS (SELECT 1 FROM cases c WHERE c.id = $1 AND c.frozen_ms IS NOT NULL))";
pub const RESETS_OF_APPROVAL: &str = "SELECT number, purpose, outcome, used_ms FROM resets \
    WHERE case_id = $1 AND round = $2 ORDER BY number";
/// Passwords of an approval that entered a mail, and that no later one of their account voided.
pub const RESETS_AT_LARGE: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM resets r \
    WHERE r.case_id = $1 AND r.round = $2 AND r.used_ms IS NOT NULL AND NOT EXISTS (SELECT 1 FROM resets s \
    WHERE s.account = r.account AND s.outcome = 'done' AND ((s.case_id = r.case_id AND s.round = r.round \
    AND s.number > r.number) OR ((s.case_id <> r.case_id OR s.round <> r.round) AND s.intent_ms > r.intent_ms)))";
pub const RESETS_USED_OF_ORDER: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM resets \
    WHERE order_id = $1 AND used_ms IS NOT NULL";

pub const ACCOUNT_PUT: &str = "INSERT INTO accounts (id, user_id, name, nip, unit, address, backend, changed_ms, \
    privileged, two_approvers, contact) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11) \
    ON CONFLICT (user_id) DO UPDATE SET name = $3, nip = $4, unit = $5, changed_ms = $8, \
    address_changed_ms = CASE WHEN accounts.address = $6 THEN accounts.address_changed_ms ELSE $8 END, \
    address = $6, backend = $7, privileged = $9, two_approvers = $10, contact = $11";
pub const ACCOUNTS_AT: &str = "SELECT id, user_id, name, nip, unit, address, backend, \
    privileged, two_approvers, contact, address_changed_ms FROM accounts WHERE address = $1 ORDER BY id LIMIT 20";
pub const ACCOUNTS_OF_CONTACT: &str = "SELECT id, user_id, name, nip, unit, address, backend, \
    privileged, two_approvers, contact, address_changed_ms FROM accounts WHERE contact = $1 ORDER BY id LIMIT 20";
pub const ACCOUNT_ID: &str = "SELECT id, user_id, name, nip, unit, address, backend, \
    privileged, two_approvers, contact, address_changed_ms FROM accounts WHERE id = $1";
pub const ACCOUNT_USER: &str = "SELECT id, user_id, name, nip, unit, address, backend, \
    privileged, two_approvers, contact, address_changed_ms FROM accounts WHERE LOWER(user_id) = LOWER($1)";
pub const ACCOUNTS_ALL: &str = "SELECT id, user_id, name, nip, unit, address, backend, \
    privileged, two_approvers, contact, address_changed_ms FROM accounts ORDER BY user_id";
pub const ACCOUNTS_COUNT: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM accounts";

pub const JOB_GET: &str = "SELECT last_ms FROM jobs WHERE name = $1";
pub const JOB_SET: &str = "INSERT INTO jobs (name, last_ms) VALUES ($1, $2) \
    ON CONFLICT (name) DO UPDATE SET last_ms = $2";

/// All of them, for the test that prepares each on each database.
#[cfg(test)]
pub const ALL: &[&str] = &[
    COUNT,
    META_GET,
    META_SET,
    MAIL_PUT,
    MAIL_OUTCOME,
    MAIL_AT,
    MAIL_SAME,
    MAIL_HEADS,
    MAILS_OF_CASE,
    MAIL_RECENT,
    HELD_SINCE,
    HELD_SINCE_BY,
    MAIL_HANDLED,
    MAIL_COUNTS,
    SHELF_COUNT,
    SHELF_PUT,
    SHELF_GET,
    TRY_ADD,
    TRIES,
    TRY_DEL,
    HELD,
    HELD_ONE,
    ASIDE_ONE,
    HELD_RESOLVE,
    MAIL_EVIDENCE,
    CASE_GET,
    CASE_PUT,
    CASES_ALL,
    CASE_IDS_AFTER,
    CASES_OPEN,
    CASES_ENDED_SINCE,
    CASES_FROZEN,
    CASES_BETWEEN,
    CASE_FIRST,
    CASE_NEWEST_OF_ACCOUNT,
    CASES_OF_APPLICANT,
    CASES_OF_ACCOUNT,
    CASES_EARLIER,
    CASE_QUEUED,
    CASE_BY_QUEUE,
    CASES_QUEUED,
    LOG_HEAD,
    LOG_HASH,
    LOG_PUT,
    LOG_OF_CASE,
    LOG_OF_CASES,
    LOG_FROM,
    ORDER_PUT,
    ORDERS_SAME,
    ORDERS_TO_PERSON,
    ANSWER_BEFORE,
    ORDERS_CLAIM,
    ORDER_NEXT_DUE,
    ORDER_DONE,
    ORDER_RETRY,
    ORDERS_CLAIMED,
    ORDER_RELEASE,
    ORDER_UNTOUCHED,
    ORDERS_LIST,
    ORDER_SHOW,
    ORDERS_OF_CASE,
    ORDERS_SENT_OF_CASE,
    ORDER_AGAIN,
    ORDER_DROP,
    ORDERS_MUTED,
    ORDERS_FAILED,
    ORDER_BOUNCED,
    TOKEN_PUT,
    TOKEN_GET,
    ORDERS_FREEZE,
    TOKENS_REVOKE,
    SECRETS_WIPE,
    TOKENS_REVOKE_PERSON,
    TOKEN_DECIDED,
    TOKEN_RESULTED,
    TOKEN_REVOKE,
    ACT_PUT,
    ACTS_OF_PERSON,
    ACTS_OF_ACCOUNT,
    ACTS_OF_UNIT,
    ACTS_SINCE,
    FACTOR_GET,
    FACTOR_PUT,
    FACTOR_DEL,
    FACTOR_USED,
    FACTOR_FAILED,
    SIGNATURE_USE,
    FACTORS,
    SECRET_PUT,
    SECRET_GET,
    SECRET_USE,
    SECRET_WIPE,
    RESETS_CLOSE,
    RESET_PUT,
    RESET_END,
    RESETS_OF_APPROVAL,
    RESETS_AT_LARGE,
    RESETS_USED_OF_ORDER,
    ACCOUNT_PUT,
    ACCOUNTS_AT,
    ACCOUNTS_OF_CONTACT,
    ACCOUNT_ID,
    ACCOUNT_USER,
    ACCOUNTS_ALL,
    ACCOUNTS_COUNT,
    JOB_GET,
    JOB_SET,
];
