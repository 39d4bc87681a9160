//! Bytes to text, in a confined child process. Knows files and their engines; what the text means
//! is `document`'s business, what a mail means is `mail`'s.
//!
//! The child is this very program, started as `loket __worker mail|paper`. It lives on from job to
//! job; a job that kills it costs that job alone.
mod engine;
mod frame;
mod jail;
mod pdf;
mod worker;
mod workers;

pub use engine::{Content, sniff};
pub use worker::{ExtractFn, Jobs, ParseFn, worker_main};
pub use workers::{ReaderError, ReaderSettings, Workers};

#[cfg(test)]
mod tests;
