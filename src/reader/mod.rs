//! Bytes to text, in a confined child process. Knows files and their engines; what the text means
//! is `document`'s business, what a mail means is `mail`'s.
//!
//! The child is this very program, started as `loket __worker mail|paper`. It lives on from job to
//! job; a job that kills it costs that job alone.
//! Programs from outside (poppler, tesseract) are asked for by that child and run by the daemon, each as
//! `loket __jail`: this very program again, which confines itself and becomes the other.
mod ask;
mod disguise;
mod engine;
mod frame;
mod jail;
mod pdf;
mod refuse;
mod slot;
mod sniff;
mod toolbox;
mod tools;
mod trust;
mod worker;
mod workers;

pub use jail::program::jail_main;
pub use sniff::{Content, sniff};
pub use toolbox::ProgramState;
pub use worker::{ExtractFn, Jobs, ParseFn, worker_main};
pub use workers::{ReaderError, ReaderSettings, Workers};

#[cfg(test)]
mod tests;

/// The running program; by the name it was called with where no `/proc` is mounted.
fn this_program() -> std::path::PathBuf {
    let running = std::path::PathBuf::from("/proc/self/exe");
    if running.exists() {
        return running;
    }
    let called = std::env::args_os().next().map(std::path::PathBuf::from).unwrap_or_default();
    if called.components().count() > 1 {
        // The child starts in the root folder.
        return std::path::absolute(&called).unwrap_or(called);
    }
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&folders).map(|folder| folder.join(&called));
    found.into_iter().find(|path| path.is_file()).unwrap_or(running)
}
