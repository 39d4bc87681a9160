-- Passwords an account system is told to set: one row before each time, for one approval at most four,
-- the last of them reserved for voiding (`security.md` INV-05, INV-07 to INV-10). The password itself
-- is nowhere. `used_ms` is written before the letter's DATA, `closed_ms` when a later row takes over.
CREATE TABLE resets (
    case_id    TEXT NOT NULL,
    round      BIGINT NOT NULL,
    act        TEXT NOT NULL DEFAULT 'decision' CHECK (act = 'decision'),
    number     BIGINT NOT NULL CHECK (number BETWEEN 1 AND 4),
    purpose    TEXT NOT NULL CHECK (purpose IN ('send', 'void')),
    order_id   BIGINT NOT NULL,
    account    BIGINT NOT NULL,
    backend    TEXT NOT NULL,
    intent_ms  BIGINT NOT NULL,
    outcome    TEXT CHECK (outcome IN ('done', 'permanent', 'temporary', 'unknown')),
    outcome_ms BIGINT,
    used_ms    BIGINT,
    closed_ms  BIGINT,
    PRIMARY KEY (case_id, round, number),
    FOREIGN KEY (case_id, round, act) REFERENCES acts (case_id, round, act),
    CHECK (purpose = 'void' OR number < 4),
    CHECK (used_ms IS NULL OR (purpose = 'send' AND COALESCE(outcome, '') = 'done'))
);
CREATE INDEX resets_by_order ON resets (order_id);
-- At most one password of an account is the newest.
CREATE UNIQUE INDEX resets_one_live ON resets (account) WHERE closed_ms IS NULL;
CREATE FUNCTION resets_are_guarded() RETURNS trigger AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'resets are kept'; END IF;
    IF TG_OP = 'INSERT' AND NOT EXISTS (SELECT 1 FROM acts WHERE case_id = NEW.case_id
        AND round = NEW.round AND act = 'decision' AND approved = 1
        AND (account IS NULL OR account = NEW.account)) THEN
        RAISE EXCEPTION 'a reset needs an approval';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.used_ms IS NOT NULL AND NEW.used_ms IS DISTINCT FROM OLD.used_ms THEN
        RAISE EXCEPTION 'one secret, one DATA';
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;
CREATE TRIGGER resets_guarded BEFORE INSERT OR UPDATE OR DELETE ON resets
FOR EACH ROW EXECUTE FUNCTION resets_are_guarded();
