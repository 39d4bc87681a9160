-- What happened in a period, whatever cases it happened to.
CREATE INDEX log_by_time ON log (at_ms, case_id);
