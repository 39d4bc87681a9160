//! dispatch (stub).
