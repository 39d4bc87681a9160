//! calendar (stub).
