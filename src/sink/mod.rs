//! sink (stub).
