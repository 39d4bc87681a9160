//! daemon (stub).
