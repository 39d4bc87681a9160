//! reader (stub).
