//! Mail from an IMAP server. Knows the folder and its messages; nothing of cases.
//!
//! Own command loop: each step has a time-out, tagged NO and BAD are seen, any error drops the
//! session and the next call connects anew. Only FLAGS, RFC822.SIZE, INTERNALDATE and `BODY.PEEK[]`
//! are ever asked for, so a mail with a strange structure cannot break the dialogue.
mod arrivals;
mod fetch;
mod frame;
mod response;
mod session;
mod settle;

use super::{Ack, Fetched, Item, Limits, Place, Skip, SourceError, Wake};
use crate::wire::Endpoint;
use session::Session;
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use zeroize::Zeroizing;

/// The mark of a mail that is done but could not be moved.
pub const KEYWORD: &str = "$Loket";

/// Longest IDLE turn: NATs and tired servers forget a silent line.
const IDLE_TURN: Duration = Duration::from_secs(300);

/// One mailbox on one server.
#[derive(Clone)]
pub struct ImapSettings {
    /// Configured name of the mailbox, for instance `utama`.
    pub name: String,
    pub endpoint: Endpoint,
    pub user: String,
    pub password: Zeroizing<String>,
    /// The folder to take mail from, usually `INBOX`.
    pub folder: String,
    /// For `Ack::Done`, usually `Selesai`. Created when missing.
    pub done_folder: String,
    /// For `Ack::Aside`, usually `Karantina`. Created when missing.
    pub aside_folder: String,
    /// Longest silence, and longest time for a small command; usually 60 s.
    pub step_timeout: Duration,
    /// Longest time for the bytes of one batch or one large mail; usually 10 min.
    pub fetch_timeout: Duration,
}

impl std::fmt::Debug for ImapSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ImapSettings({} at {} of {})", self.folder, self.endpoint, self.name)
    }
}

/// The mailbox, connected when needed.
pub struct ImapSource {
    settings: ImapSettings,
    session: Option<Box<Session>>,
}

impl ImapSource {
    pub fn new(settings: ImapSettings) -> ImapSource {
        ImapSource { settings, session: None }
    }

    /// Takes the session out: whoever is cancelled or fails in the middle leaves none behind.
    async fn take(&mut self) -> Result<Box<Session>, SourceError> {
        if let Some(session) = self.session.take() {
            return Ok(session);
        }
        let settings = &self.settings;
        for folder in [&settings.folder, &settings.done_folder, &settings.aside_folder] {
            if folder.is_empty() || !folder.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
                return Err(SourceError::Permanent(format!(
                    "folder name {folder:?}: only plain ASCII letters are understood"
                )));
            }
        }
        Session::open(settings).await.map(Box::new)
    }

    /// See [`super::Source::next`].
    pub async fn next(
        &mut self,
        limits: &Limits,
        skip: Skip<'_>,
    ) -> Result<Vec<Item>, SourceError> {
        let mut session = self.take().await?;
        session.expect("NOOP").await?;
        let items = fetch::batch(&mut session, &self.settings, limits, skip).await?;
        self.session = Some(session);
        Ok(items)
    }

    /// The highest UID of the folder; see [`super::Lookout`].
    pub async fn last_uid(&mut self) -> Result<u32, SourceError> {
        let mut session = self.take().await?;
        let last = arrivals::last_uid(&mut session, &self.settings).await?;
        self.session = Some(session);
        Ok(last)
    }

    /// The beginnings of the mails that came after UID `last`.
    pub async fn after(&mut self, last: u32, bytes: usize) -> Result<Vec<Fetched>, SourceError> {
        let mut session = self.take().await?;
        session.expect("NOOP").await?;
        let mails = arrivals::after(&mut session, &self.settings, last, bytes).await?;
        self.session = Some(session);
        Ok(mails)
    }

    /// See [`super::Source::acknowledge`].
    pub async fn acknowledge(&mut self, acks: &[(Place, Ack)]) -> Result<(), SourceError> {
        if acks.is_empty() {
            return Ok(());
        }
        let mut session = self.take().await?;
        settle::all(&mut session, &self.settings, acks).await?;
        self.session = Some(session);
        Ok(())
    }

    /// See [`super::Source::wait`]. IDLE where the server has it, else the poll interval.
    pub async fn wait(
        &mut self,
        poll: Duration,
        stop: &CancellationToken,
    ) -> Result<Wake, SourceError> {
        let mut session = self.take().await?;
        if !session.grown {
            // What came since the last listing is told now, before we fall asleep.
            session.expect("NOOP").await?;
        }
        if !session.grown && !stop.is_cancelled() {
            if session.abilities.idle {
                session.idle(poll.min(IDLE_TURN), stop).await?;
            } else {
                let _ = tokio::time::timeout(poll, stop.cancelled()).await;
            }
        }
        let grown = session.grown;
        self.session = Some(session);
        Ok(match (stop.is_cancelled(), grown) {
            (true, _) => Wake::Stop,
            (false, true) => Wake::Mail,
            (false, false) => Wake::Poll,
        })
    }

    /// See [`super::Source::check`].
    pub async fn check(&mut self) -> Result<Vec<String>, SourceError> {
        let mut session = self.take().await?;
        let settings = &self.settings;
        let able = session.abilities;
        let word = |has: bool| if has { "ada" } else { "tidak ada" };
        let mut lines = vec![format!(
            "IMAP {}: masuk sebagai {}, folder {} berisi {} surat (UIDVALIDITY {})",
            settings.endpoint, settings.user, settings.folder, session.exists, session.uidvalidity
        )];
        lines.push(format!(
            "IDLE {}, MOVE {}, UIDPLUS {}",
            word(able.idle),
            word(able.moving),
            word(able.uidplus)
        ));
        if !able.uidplus {
            lines.push("tanpa UIDPLUS surat tidak dapat dihapus satu per satu".into());
        }
        for folder in [&settings.done_folder, &settings.aside_folder] {
            let there = settle::ensure_folder(&mut session, folder).await?;
            lines.push(format!("folder {folder}: {}", word(there)));
        }
        self.session = Some(session);
        Ok(lines)
    }

    pub async fn close(self) {
        if let Some(session) = self.session {
            session.logout().await;
        }
    }
}
