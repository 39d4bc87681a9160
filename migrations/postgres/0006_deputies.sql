-- Who judges in an approver's place, and until when (DELEGASI). A row is never deleted: an early end
-- sets its end anew.
CREATE TABLE delegations (
    id         BIGINT PRIMARY KEY,
    person     TEXT NOT NULL,
    person_name TEXT NOT NULL,
    deputy     TEXT NOT NULL,
    deputy_name TEXT NOT NULL,
    from_ms    BIGINT NOT NULL,
    until_ms   BIGINT NOT NULL,
    mail       BIGINT NOT NULL,
    ended_mail BIGINT
);
CREATE INDEX delegations_by_end ON delegations (until_ms);
