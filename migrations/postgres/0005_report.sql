-- The cases a month's report looks at: still open, or ended since it began. The index has all it asks for.
CREATE INDEX cases_by_end ON cases (ended_ms, received_ms, id);
