//! directory (stub).
