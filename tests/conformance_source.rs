//! What every source of mail promises, shown on a Maildir and on a real Dovecot alike; then what
//! only IMAP can do wrong, shown on Dovecot and on a scripted server.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
mod rig;

#[path = "source_suite/mod.rs"]
mod source_suite;
