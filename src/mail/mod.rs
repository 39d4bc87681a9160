//! E-mail as values: message, identity, new words, bounces, verdicts, composing. Knows no IO and no case.
mod message;
pub use message::*;
