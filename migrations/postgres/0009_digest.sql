-- The daily digest, once for a period and person (`security.md` INV-17): posted, or skipped because
-- Loket did not run. `run` 0 is the daily one, from 1 on those somebody asked for.
CREATE TABLE digests (
    period  TEXT NOT NULL,
    person  TEXT NOT NULL,
    run     BIGINT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('posted', 'skipped')),
    at_ms   BIGINT NOT NULL,
    PRIMARY KEY (period, person, run)
);
CREATE FUNCTION digests_are_append_only() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'the record of digests is append-only'; END $$ LANGUAGE plpgsql;
CREATE TRIGGER digests_append_only BEFORE UPDATE OR DELETE ON digests
FOR EACH ROW EXECUTE FUNCTION digests_are_append_only();

-- Its figures: what moved in the last days, and how long mails lay on the server.
CREATE INDEX log_by_time ON log (at_ms);
CREATE INDEX mails_by_fetch ON mails (fetched_ms);
