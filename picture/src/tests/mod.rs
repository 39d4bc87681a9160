//! Pictures made in code, and files that must not hurt.
mod drawn;
mod files;
mod hostile;
