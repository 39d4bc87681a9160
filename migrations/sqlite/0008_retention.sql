-- When a case's papers were destroyed, their time being over.
ALTER TABLE cases ADD COLUMN purged_ms BIGINT;
