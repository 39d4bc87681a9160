//! triage (stub).
