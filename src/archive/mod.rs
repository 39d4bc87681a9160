//! archive (stub).
