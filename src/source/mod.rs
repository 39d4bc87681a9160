//! Mail in, from IMAP or a Maildir: next, acknowledge, wait. Knows nothing of cases.
//!
//! Custody: what lies in the watched folder and is not marked is not done. A mail is only read here
//! (`BODY.PEEK[]`); it moves away in `acknowledge`, which the caller calls after its own commit.
pub mod imap;
mod lookout;
pub mod maildir;

use std::time::Duration;
use tokio_util::sync::CancellationToken;

pub use imap::{ImapSettings, ImapSource};
pub use lookout::Lookout;
pub use maildir::{MaildirSettings, MaildirSource};

/// How much of a mail that is too large is kept as evidence, in bytes.
pub const HEAD_BYTES: usize = 256 * 1024;

/// The identity of a mail at its source: unique in its mailbox, and the same after a restart.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// Configured name of the mailbox, for instance `utama`.
    pub mailbox: String,
    /// UIDVALIDITY of the IMAP folder; 0 for a Maildir.
    pub uidvalidity: u64,
    /// IMAP UID; for a Maildir the first 63 bits of the SHA-256 of `key`. Unique, but only an IMAP
    /// UID says anything about order.
    pub uid: u64,
    /// IMAP: `<uidvalidity>.<uid>`. Maildir: the unique file name without its flags.
    pub key: String,
}

/// A whole mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    pub place: Place,
    /// INTERNALDATE, or the delivery time in the Maildir file name, or that file's mtime.
    pub received_at: jiff::Timestamp,
    pub raw: Vec<u8>,
    /// Bytes of `raw`.
    pub size: u64,
}

/// What was found at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    Mail(Fetched),
    /// Larger than `Limits::max_mail_bytes`; `head` is its first 256 KiB.
    TooLarge {
        place: Place,
        received_at: jiff::Timestamp,
        size: u64,
        head: Vec<u8>,
    },
    /// Someone else took it away between the listing and the reading.
    Vanished {
        place: Place,
    },
    /// Still there, but the server or the disk will not give it. Comes again with each `next` until
    /// the caller sets it aside, and never holds up its neighbours.
    Unreadable {
        place: Place,
        received_at: jiff::Timestamp,
        size: u64,
        why: String,
    },
}

impl Item {
    pub fn place(&self) -> &Place {
        match self {
            Item::Mail(mail) => &mail.place,
            Item::TooLarge { place, .. }
            | Item::Vanished { place }
            | Item::Unreadable { place, .. } => place,
        }
    }
}

/// What to do with a mail whose fate has been committed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ack {
    /// Into the folder of finished mails (`Selesai`); where the server cannot move, the keyword
    /// `$Loket` marks it instead.
    Done,
    /// Into the folder of mails set aside (`Karantina`), or the keyword.
    Aside,
    /// Removed for good, this UID only. A server without UIDPLUS cannot do that: there it gets
    /// `\Deleted` and `$Loket`, goes with that mailbox's next expunge, and a warning is logged.
    Erase,
}

/// Bounds of one batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// IMAP takes at most 500 at once, whatever is said here.
    pub max_mails: usize,
    /// A batch holds at most this many bytes of mail, or one single mail.
    pub max_batch_bytes: u64,
    pub max_mail_bytes: u64,
}

/// Why `wait` came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wake {
    /// There is something new to list.
    Mail,
    /// The turn is over: list anyway.
    Poll,
    /// The caller's token was cancelled.
    Stop,
}

/// Why the source gave nothing. Nothing is lost by either.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum SourceError {
    /// Try again after a pause; the next call connects anew.
    #[error("{0}")]
    Temporary(String),
    /// Credentials, certificate or settings are wrong: a person must act; try again slowly.
    #[error("{0}")]
    Permanent(String),
}

/// Says which places are committed already and only wait for their acknowledgement.
pub type Skip<'a> = &'a (dyn Fn(&Place) -> bool + Sync);

/// A mailbox that mail is taken from.
pub enum Source {
    Imap(ImapSource),
    Maildir(MaildirSource),
}

impl Source {
    /// The oldest mails that are not done, in order of arrival and within `limits`. Reads only:
    /// until they are acknowledged, the same mails come again.
    pub async fn next(
        &mut self,
        limits: &Limits,
        skip: Skip<'_>,
    ) -> Result<Vec<Item>, SourceError> {
        match self {
            Source::Imap(imap) => imap.next(limits, skip).await,
            Source::Maildir(maildir) => maildir.next(limits, skip).await,
        }
    }

    /// Idempotent: a mail that is gone already, or whose UIDVALIDITY is over, is fine.
    pub async fn acknowledge(&mut self, acks: &[(Place, Ack)]) -> Result<(), SourceError> {
        match self {
            Source::Imap(imap) => imap.acknowledge(acks).await,
            Source::Maildir(maildir) => maildir.acknowledge(acks).await,
        }
    }

    /// Waits for new mail, at most for `poll`. Mail that came after the last `next` wakes at once.
    pub async fn wait(
        &mut self,
        poll: Duration,
        stop: &CancellationToken,
    ) -> Result<Wake, SourceError> {
        match self {
            Source::Imap(imap) => imap.wait(poll, stop).await,
            Source::Maildir(maildir) => maildir.wait(poll, stop).await,
        }
    }

    /// What the operator should know about this mailbox, one line each.
    pub async fn check(&mut self) -> Result<Vec<String>, SourceError> {
        match self {
            Source::Imap(imap) => imap.check().await,
            Source::Maildir(maildir) => maildir.check().await,
        }
    }

    /// Says goodbye; errors no longer matter.
    pub async fn close(self) {
        match self {
            Source::Imap(imap) => imap.close().await,
            Source::Maildir(_) => {}
        }
    }
}

impl From<crate::wire::WireError> for SourceError {
    fn from(error: crate::wire::WireError) -> SourceError {
        match error {
            crate::wire::WireError::Temporary(text) => SourceError::Temporary(text),
            crate::wire::WireError::Permanent(text) => SourceError::Permanent(text),
        }
    }
}
