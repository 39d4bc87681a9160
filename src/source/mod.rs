//! source (stub).
