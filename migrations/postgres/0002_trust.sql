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
    sealed      BYTEA NOT NULL,
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
ALTER TABLE acts ADD COLUMN approved BIGINT NOT NULL DEFAULT 1;
ALTER TABLE acts ALTER COLUMN approved SET DEFAULT 0;
ALTER TABLE acts ADD COLUMN subject TEXT;
ALTER TABLE acts ADD COLUMN account BIGINT;
ALTER TABLE acts ADD COLUMN unit TEXT;
ALTER TABLE acts ADD COLUMN digest TEXT;
ALTER TABLE acts ADD COLUMN proof TEXT;
ALTER TABLE acts ADD COLUMN evidence TEXT NOT NULL DEFAULT '{}';
ALTER TABLE acts ALTER COLUMN evidence DROP DEFAULT;
ALTER TABLE acts ADD CONSTRAINT acts_known CHECK (act IN ('first', 'decision', 'result'));
ALTER TABLE acts ADD CONSTRAINT acts_four_eyes CHECK (subject IS NULL OR subject <> person);
CREATE INDEX acts_by_time ON acts (act, at_ms);
CREATE FUNCTION acts_are_guarded() RETURNS trigger AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN RAISE EXCEPTION 'decisions are append-only'; END IF;
    IF NEW.act = 'decision' AND EXISTS (SELECT 1 FROM acts WHERE case_id = NEW.case_id
        AND round = NEW.round AND act = 'first' AND person = NEW.person) THEN
        RAISE EXCEPTION 'two approvals need two people';
    END IF;
    IF NEW.act = 'result' AND NOT EXISTS (SELECT 1 FROM acts WHERE case_id = NEW.case_id
        AND act = 'decision' AND approved = 1 AND round <= NEW.round) THEN
        RAISE EXCEPTION 'a result needs an approval';
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;
CREATE TRIGGER acts_guarded BEFORE INSERT OR UPDATE OR DELETE ON acts
FOR EACH ROW EXECUTE FUNCTION acts_are_guarded();
