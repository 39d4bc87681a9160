//! secret (stub).
