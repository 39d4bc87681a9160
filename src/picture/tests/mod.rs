//! Pictures made in code, and files that must not hurt.
