//! The stage: an office in one folder, with an inbox and everybody's mailbox as Maildirs, a clock
//! that moves when told to, and the daemon between them.
use crate::clock::SimulatedClock;
use crate::config::Settings;
use crate::daemon::{BuildError, Daemon, ProcessLock, TickError, make_private_dir};
use crate::demo::Paper;
use crate::mail::{self, Message, TrustSettings};
use crate::store::{NewAccount, StoreError};
use jiff::{SignedDuration, Timestamp};
use mail_builder::MessageBuilder;
use mail_builder::headers::message_id::MessageId;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What can go wrong while setting the stage.
#[derive(Debug, thiserror::Error)]
pub enum StageError {
    #[error("{0}: {1}")]
    File(PathBuf, #[source] std::io::Error),
    #[error(transparent)]
    Settings(#[from] crate::config::SettingsError),
    #[error(transparent)]
    Build(#[from] BuildError),
    #[error(transparent)]
    Tick(#[from] TickError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a stage begins with.
#[derive(Clone, Debug)]
pub struct StageSettings {
    /// TOML appended to the stage's own settings, for instance `[policy]` keys.
    pub more: String,
    pub people: String,
    pub accounts: Vec<NewAccount>,
    pub start: Timestamp,
}

/// A mail somebody writes.
#[derive(Clone, Debug, Default)]
pub struct PersonMail<'a> {
    pub from_name: &'a str,
    pub from: &'a str,
    /// Default: the office's address.
    pub to: Option<String>,
    pub subject: String,
    pub text: String,
    pub papers: &'a [Paper],
    /// The letter answered: its subject, ids, token and text are taken over as a client would.
    pub answers: Option<&'a Seen>,
    /// Raw header lines to put before all others, each ending in CRLF.
    pub extra_headers: String,
}

/// A letter found in somebody's mailbox.
#[derive(Clone, Debug)]
pub struct Seen {
    pub raw: Vec<u8>,
    pub message: Message,
    /// Where an answer goes: `Reply-To`, else the office's address.
    pub reply_to: String,
}

/// The stage, set.
pub struct Stage {
    pub dir: PathBuf,
    pub daemon: Daemon,
    pub now: Timestamp,
    clock: Arc<SimulatedClock>,
    office: String,
    written: u32,
    lock: Option<ProcessLock>,
}

fn write(path: &Path, text: &str) -> Result<(), StageError> {
    std::fs::write(path, text).map_err(|e| StageError::File(path.to_owned(), e))
}

impl Stage {
    /// Makes the folder's configuration, the register and the daemon.
    pub async fn set(dir: &Path, settings: StageSettings) -> Result<Stage, StageError> {
        let config = dir.join("config");
        make_private_dir(dir)?;
        make_private_dir(&config)?;
        write(&config.join("people.toml"), &settings.people)?;
        let file = config.join("loket.toml");
        // A stage may bring a way out of its own.
        let base = BASE.split("[smtp]").next().filter(|_| settings.more.contains("[smtp]"));
        write(&file, &format!("{}{}", base.unwrap_or(BASE), settings.more))?;
        let loaded = Settings::load(&file)?;
        make_private_dir(&loaded.data_dir)?;
        let lock = ProcessLock::take(&loaded.data_dir)?;
        let clock = Arc::new(SimulatedClock::new(settings.start));
        let office = loaded.office.address.clone();
        let daemon = Daemon::open(loaded, Some(file), clock.clone()).await?;
        let mut tx = daemon.store.begin().await?;
        for account in &settings.accounts {
            tx.put_account(account, settings.start).await?;
        }
        tx.commit().await?;
        daemon.recover(settings.start).await?;
        let dir = dir.to_owned();
        Ok(Stage { dir, daemon, now: settings.start, clock, office, written: 0, lock: Some(lock) })
    }

    /// Lets another process work on the folder.
    pub fn unlock(&mut self) {
        self.lock = None;
    }

    /// Puts a mail into the inbox, arriving now.
    pub fn deliver(&mut self, mail: &PersonMail<'_>) -> Result<(), StageError> {
        let raw = self.write_mail(mail);
        self.deliver_raw(&raw)
    }

    /// The same with bytes as they are.
    pub fn deliver_raw(&mut self, raw: &[u8]) -> Result<(), StageError> {
        self.written += 1;
        let inbox = self.dir.join("surat/masuk");
        for sub in ["new", "cur", "tmp"] {
            make_private_dir(&inbox.join(sub))?;
        }
        let name = format!("{}.M{:06}P1.panggung", self.now.as_second(), self.written);
        // First beside its place, as Maildir has it: a running daemon would find half a mail.
        let (draft, path) = (inbox.join("tmp").join(&name), inbox.join("new").join(name));
        let put = std::fs::write(&draft, raw).and_then(|()| std::fs::rename(&draft, &path));
        put.map_err(|e| StageError::File(path, e))
    }

    /// A mail as its writer's client would make it.
    pub fn write_mail(&self, mail: &PersonMail<'_>) -> Vec<u8> {
        let to = mail.to.clone().or_else(|| mail.answers.map(|seen| seen.reply_to.clone()));
        let id =
            format!("{}.{}@{}", self.now.as_millisecond(), self.written + 1, domain(mail.from));
        let mut subject = mail.subject.clone();
        let mut text = mail.text.clone();
        if let Some(seen) = mail.answers {
            subject = format!("Re: {}", seen.message.subject);
            let from = seen.message.from.address.as_deref().unwrap_or_default();
            text.push_str(&format!("\r\n\r\nPada tanggal lain Helpdesk <{from}> menulis:\r\n"));
            for line in seen.message.text.lines() {
                text.push_str(&format!("> {line}\r\n"));
            }
        }
        let mut builder = MessageBuilder::new()
            .from((mail.from_name.to_owned(), mail.from.to_owned()))
            .to(to.unwrap_or_else(|| self.office.clone()))
            .subject(subject)
            .message_id(id)
            .date(self.now.as_second())
            .text_body(text);
        if let Some(id) = mail.answers.and_then(|seen| seen.message.message_id.clone()) {
            let references = mail.answers.map(|s| s.message.references.clone()).unwrap_or_default();
            builder = builder
                .in_reply_to(MessageId::new(id.clone()))
                .references(MessageId::new_list(references.into_iter().chain([id])));
        }
        for paper in mail.papers {
            builder = builder.attachment("application/pdf", paper.name, paper.bytes);
        }
        let body = builder.write_to_vec().unwrap_or_default();
        [mail.extra_headers.as_bytes(), &body].concat()
    }

    /// Everything that is due now.
    pub async fn tick(&mut self) -> Result<Option<Timestamp>, StageError> {
        Ok(self.daemon.tick(self.now).await?)
    }

    /// Lets minutes pass, then does what is due.
    pub async fn pass(&mut self, minutes: i64) -> Result<(), StageError> {
        self.pass_to(self.now + SignedDuration::from_mins(minutes)).await
    }

    /// Jumps from one due time to the next until `to`.
    pub async fn pass_to(&mut self, to: Timestamp) -> Result<(), StageError> {
        loop {
            let next = self.tick().await?;
            match next.filter(|at| *at <= to && *at > self.now) {
                Some(at) => self.now = self.clock.advance_to(at),
                None => break,
            }
        }
        self.now = self.clock.advance_to(to);
        self.tick().await?;
        Ok(())
    }

    /// Everything in somebody's mailbox, oldest first.
    pub fn mailbox(&self, address: &str) -> Vec<Seen> {
        let dir = self.dir.join("surat/keluar").join(address).join("new");
        let Ok(entries) = std::fs::read_dir(dir) else { return Vec::new() };
        let mut seen: Vec<(i64, Seen)> = entries
            .flatten()
            .filter_map(|entry| std::fs::read(entry.path()).ok())
            .map(|raw| {
                let message = mail::parse(&raw, &TrustSettings::default());
                let id = message.message_id.as_deref().unwrap_or_default();
                let order = id.split(".o").nth(1).or(id.strip_prefix('o')).unwrap_or_default();
                let order = order.split('.').next().and_then(|n| n.parse().ok()).unwrap_or(0);
                let reply_to = header(&raw, "Reply-To").unwrap_or_else(|| self.office.clone());
                (order, Seen { raw, message, reply_to })
            })
            .collect();
        seen.sort_by_key(|(order, _)| *order);
        seen.into_iter().map(|(_, seen)| seen).collect()
    }

    /// The newest letter in somebody's mailbox whose subject holds these words.
    pub fn letter(&self, address: &str, subject: &str) -> Option<Seen> {
        self.mailbox(address).into_iter().rev().find(|s| s.message.subject.contains(subject))
    }

    /// Every address that ever got mail.
    pub fn addresses(&self) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(self.dir.join("surat/keluar")) else {
            return Vec::new();
        };
        let mut names: Vec<String> =
            entries.flatten().filter_map(|e| e.file_name().into_string().ok()).collect();
        names.sort();
        names
    }
}

fn domain(address: &str) -> &str {
    address.rsplit('@').next().unwrap_or("localhost")
}

/// The address of a one-line header field of a mail of our own making.
fn header(raw: &[u8], name: &str) -> Option<String> {
    let text = String::from_utf8_lossy(raw);
    let head = text.split("\r\n\r\n").next()?.replace("\r\n ", " ").replace("\r\n\t", " ");
    let line = head.lines().find_map(|line| line.strip_prefix(&format!("{name}:")))?;
    let value = line.trim();
    let address = value.rsplit('<').next().unwrap_or(value);
    Some(address.trim_matches(['<', '>', ' ']).to_owned())
}

const BASE: &str = r#"# Pengaturan peragaan: Maildir di kedua sisi, jam tiruan.
clock = "simulated"
data_dir = "../data"
people = "people.toml"

[office]
name = "Helpdesk LPSE"
organisation = "Kementerian Kelautan dan Perikanan"
phone = "(021) 555-0100"
spse_url = "lpse.kkp.example/eproc4"
address = "helpdesk-lpse@kkp.example"
from_name = "Helpdesk LPSE KKP"

[[mailbox]]
name = "utama"
kind = "maildir"
path = "../surat/masuk"

[smtp]
kind = "maildir"
path = "../surat/keluar"
"#;
