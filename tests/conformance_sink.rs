//! What every way out promises: Maildirs, a scripted server for each phase, and a real Postfix
//! that delivers into a real Dovecot.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
mod rig;

#[path = "sink_suite/mod.rs"]
mod sink_suite;
