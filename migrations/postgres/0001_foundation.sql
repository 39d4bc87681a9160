-- Times are epoch milliseconds, truth values 0 or 1, JSON is text: the types that SQLite,
-- PostgreSQL and sqlx's Any driver all know.

CREATE TABLE counters (
    name  TEXT PRIMARY KEY,
    value BIGINT NOT NULL
);

CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- Every mail that was ever taken in, each with exactly one outcome.
CREATE TABLE mails (
    id          BIGINT PRIMARY KEY,
    mailbox     TEXT NOT NULL,
    place       TEXT NOT NULL,
    content_key TEXT,
    verdict     TEXT NOT NULL,
    message_id  TEXT,
    sender      TEXT,
    subject     TEXT NOT NULL,
    received_ms BIGINT NOT NULL,
    fetched_ms  BIGINT NOT NULL,
    size_bytes  BIGINT NOT NULL,
    outcome     TEXT NOT NULL,
    reason      TEXT,
    case_id     TEXT,
    resolution  TEXT,
    resolved_ms BIGINT,
    UNIQUE (mailbox, place)
);
CREATE INDEX mails_by_content ON mails (content_key);
CREATE INDEX mails_by_case ON mails (case_id);
CREATE INDEX mails_by_outcome ON mails (outcome, resolution);
CREATE INDEX mails_by_sender ON mails (sender, outcome, fetched_ms);

-- The bytes of each mail as they may be kept.
CREATE TABLE shelf (
    mail   BIGINT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    bytes  BYTEA NOT NULL
);

-- Tries of a mail that could not be handled.
CREATE TABLE tries (
    mailbox TEXT NOT NULL,
    place   TEXT NOT NULL,
    count   BIGINT NOT NULL,
    last_ms BIGINT NOT NULL,
    error   TEXT NOT NULL,
    PRIMARY KEY (mailbox, place)
);

CREATE TABLE cases (
    id          TEXT PRIMARY KEY,
    state       TEXT NOT NULL,
    applicant   TEXT,
    account     BIGINT,
    queue_no    TEXT,
    received_ms BIGINT NOT NULL,
    next_due_ms BIGINT,
    ended_ms    BIGINT,
    archived_ms BIGINT,
    body        TEXT NOT NULL
);
CREATE INDEX cases_by_state ON cases (state, received_ms);
CREATE INDEX cases_by_applicant ON cases (applicant, received_ms);
CREATE INDEX cases_by_account ON cases (account, received_ms);

-- What happened, in order, each row bound to the one before by its hash.
CREATE TABLE log (
    seq          BIGINT PRIMARY KEY,
    case_id      TEXT NOT NULL,
    at_ms        BIGINT NOT NULL,
    event        TEXT NOT NULL,
    state_before TEXT NOT NULL,
    state_after  TEXT NOT NULL,
    body         TEXT NOT NULL,
    prev_hash    TEXT NOT NULL,
    hash         TEXT NOT NULL
);
CREATE INDEX log_by_case ON log (case_id, seq);
CREATE FUNCTION log_is_append_only() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'the log is append-only'; END $$ LANGUAGE plpgsql;
CREATE TRIGGER log_append_only BEFORE UPDATE OR DELETE ON log
FOR EACH ROW EXECUTE FUNCTION log_is_append_only();

-- What will be done, when, and what came of it.
CREATE TABLE orders (
    id         BIGINT PRIMARY KEY,
    case_id    TEXT NOT NULL,
    lane       TEXT NOT NULL,
    body       TEXT NOT NULL,
    created_ms BIGINT NOT NULL,
    due_ms     BIGINT NOT NULL,
    state      TEXT NOT NULL,
    attempts   BIGINT NOT NULL DEFAULT 0,
    lease_ms   BIGINT,
    done_ms    BIGINT,
    letter     TEXT,
    recipient  TEXT,
    last_error TEXT,
    rendered   BYTEA
);
-- With `id` the order of claiming is the index's own: nothing is sorted, whatever waits.
CREATE INDEX orders_due ON orders (state, lane, due_ms, id);
CREATE INDEX orders_by_case ON orders (case_id, id);

-- Reply tokens: only their hash. `decided_by` and `resulted_by` are the mails that spent them.
CREATE TABLE tokens (
    hash        TEXT PRIMARY KEY,
    order_id    BIGINT NOT NULL,
    case_id     TEXT NOT NULL,
    person      TEXT NOT NULL,
    role        TEXT NOT NULL,
    round       BIGINT NOT NULL,
    created_ms  BIGINT NOT NULL,
    expires_ms  BIGINT NOT NULL,
    decided_by  BIGINT,
    resulted_by BIGINT,
    revoked_ms  BIGINT
);
CREATE INDEX tokens_by_case ON tokens (case_id, person);

-- One decision and one result for a case and round, whatever the replies do.
CREATE TABLE acts (
    case_id TEXT NOT NULL,
    round   BIGINT NOT NULL,
    act     TEXT NOT NULL,
    person  TEXT NOT NULL,
    mail    BIGINT NOT NULL,
    at_ms   BIGINT NOT NULL,
    PRIMARY KEY (case_id, round, act)
);

-- A typed password, sealed, until its one letter was accepted. `used_ms` is set before DATA.
CREATE TABLE secrets (
    id         BIGINT PRIMARY KEY,
    case_id    TEXT NOT NULL,
    sealed     BYTEA,
    created_ms BIGINT NOT NULL,
    used_ms    BIGINT,
    wiped_ms   BIGINT
);

-- The register of Admin Agency accounts.
CREATE TABLE accounts (
    id         BIGINT PRIMARY KEY,
    user_id    TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL,
    nip        TEXT,
    unit       TEXT,
    address    TEXT NOT NULL,
    backend    TEXT NOT NULL,
    changed_ms BIGINT NOT NULL
);
CREATE INDEX accounts_by_address ON accounts (address);

-- Named jobs of the schedule: when each last ran.
CREATE TABLE jobs (
    name    TEXT PRIMARY KEY,
    last_ms BIGINT NOT NULL
);
