//! Stops at the worst moments: between claim, perform and settle, between a commit and what follows
//! it, inside an SMTP dialogue, and `kill -9` of the real program. Nothing may be lost or doubled.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

#[path = "crash/between.rs"]
mod between;
#[path = "crash/killed.rs"]
mod killed;
#[path = "crash/ledger.rs"]
mod ledger;
#[path = "crash/office.rs"]
mod office;
#[path = "crash/process.rs"]
mod process;
#[path = "crash/secret.rs"]
mod secret;
#[path = "crash/server.rs"]
mod server;
#[path = "crash/signals.rs"]
mod signals;
