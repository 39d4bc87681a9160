//! E-mail as values: message, identity, new words, bounces, verdicts, composing. Knows no IO and no case.
pub mod address;
pub mod attachment;
pub mod authentication;
mod automatic;
mod body;
mod bounce;
mod charset;
pub mod compose;
mod encode;
mod explain;
mod files;
mod head;
mod header;
mod html;
mod keep;
mod message;
mod mime;
mod parse;
pub mod reply;
mod tag;
mod transfer;
mod unwrap;

pub use compose::{ComposeError, OutFile, Outgoing, compose};
pub use explain::explain;
pub use message::*;
pub use parse::{MAIL_LIMIT, attachment_bytes, attachments_bytes, parse, understand};
pub use tag::{all_case_tags, case_tag, reply_token, strip_prefixes, without_tokens};
