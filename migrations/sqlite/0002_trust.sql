-- Who sent each mail and how that was found out: JSON, never empty for a mail that acted.
ALTER TABLE mails ADD COLUMN evidence TEXT;

-- What an approver saw when his token was mailed, and how many wrong codes came with it.
ALTER TABLE tokens ADD COLUMN digest TEXT;
ALTER TABLE tokens ADD COLUMN wrong_codes BIGINT NOT NULL DEFAULT 0;

-- What of an account asks for more care.
ALTER TABLE accounts ADD COLUMN privileged BIGINT NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN two_approvers BIGINT NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN contact TEXT;
ALTER TABLE accounts ADD COLUMN address_changed_ms BIGINT;

-- Second factors of approvers: the sealed seed, the last step accepted, wrong codes of late.
CREATE TABLE factors (
    person      TEXT PRIMARY KEY,
    sealed      BLOB NOT NULL,
    enrolled_ms BIGINT NOT NULL,
    last_step   BIGINT NOT NULL DEFAULT 0,
    failures    BIGINT NOT NULL DEFAULT 0,
    failed_ms   BIGINT
);

-- Signatures that counted as a second factor, by what was signed: each once.
CREATE TABLE signatures (
    act         TEXT PRIMARY KEY,
    person      TEXT NOT NULL,
    case_id     TEXT NOT NULL,
    used_ms     BIGINT NOT NULL
);

-- Decisions once more, with their evidence. `first` is the first of two approvals. Four eyes hold
-- here whatever the code above does: nobody decides on his own request, nobody approves twice, and
-- no result stands without an approval.
CREATE TABLE acts_guarded (
    case_id  TEXT NOT NULL,
    round    BIGINT NOT NULL,
    act      TEXT NOT NULL CHECK (act IN ('first', 'decision', 'result')),
    person   TEXT NOT NULL,
    mail     BIGINT NOT NULL,
    at_ms    BIGINT NOT NULL,
    approved BIGINT NOT NULL DEFAULT 0,
    subject  TEXT,
    account  BIGINT,
    unit     TEXT,
    digest   TEXT,
    proof    TEXT,
    evidence TEXT NOT NULL,
    PRIMARY KEY (case_id, round, act),
    CHECK (subject IS NULL OR subject <> person)
);
INSERT INTO acts_guarded (case_id, round, act, person, mail, at_ms, approved, evidence)
    SELECT case_id, round, act, person, mail, at_ms, 1, '{}' FROM acts;
DROP TABLE acts;
ALTER TABLE acts_guarded RENAME TO acts;
CREATE INDEX acts_by_time ON acts (act, at_ms);
CREATE TRIGGER acts_two_people BEFORE INSERT ON acts
WHEN NEW.act = 'decision' AND EXISTS (SELECT 1 FROM acts WHERE case_id = NEW.case_id
    AND round = NEW.round AND act = 'first' AND person = NEW.person)
BEGIN SELECT RAISE(ABORT, 'two approvals need two people'); END;
CREATE TRIGGER acts_result_needs_approval BEFORE INSERT ON acts
WHEN NEW.act = 'result' AND NOT EXISTS (SELECT 1 FROM acts WHERE case_id = NEW.case_id
    AND act = 'decision' AND approved = 1 AND round <= NEW.round)
BEGIN SELECT RAISE(ABORT, 'a result needs an approval'); END;
CREATE TRIGGER acts_no_update BEFORE UPDATE ON acts
BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;
CREATE TRIGGER acts_no_delete BEFORE DELETE ON acts
BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;
