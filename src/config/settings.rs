//! Every setting as a value with its default: office, files, mail in and out. Knows no IO.
//! `config/loket.toml` lists the same keys; a test compares the two.
use super::backend::Backend;
use super::choice::{ClockKind, Language, MailboxKind, SmtpKind, Tls};
use super::papers::Papers;
use super::report::Report;
use super::retention::Retention;
use super::rules::{Digest, Limits, Log, Policy, Trust};
use super::words::{SecretSource, optional_path, optional_word};
use serde::{Deserialize, Serialize};
use std::path::{Component, Path, PathBuf};

/// Goes up when `loket check --online` asks for something it did not ask for before.
const CHECK_EDITION: u32 = 1;

/// The whole configuration. After `load` every path is absolute.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    pub language: Language,
    pub clock: ClockKind,
    /// Database, archive, lock file and the secret key live here.
    pub data_dir: PathBuf,
    /// Working hours and holidays; a missing file means the built-in calendar.
    pub calendar: PathBuf,
    /// The office's own additions to it, which stay when it is replaced; may be missing.
    pub calendar_local: PathBuf,
    /// Staff and their roles; needed by everything but `explain`.
    pub people: PathBuf,
    /// A folder whose templates take the place of the built-in ones.
    #[serde(deserialize_with = "optional_path")]
    pub templates_dir: Option<PathBuf>,
    pub office: Office,
    pub database: Database,
    /// Mailboxes that are read, one to eight.
    pub mailbox: Vec<Mailbox>,
    pub smtp: Smtp,
    /// Account systems that set passwords by themselves; none is the rule.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub backend: Vec<Backend>,
    pub trust: Trust,
    pub papers: Papers,
    pub policy: Policy,
    pub limits: Limits,
    pub digest: Digest,
    pub archive: Retention,
    pub report: Report,
    pub log: Log,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            language: Language::default(),
            clock: ClockKind::default(),
            data_dir: "/var/lib/loket".into(),
            calendar: "calendar.toml".into(),
            calendar_local: "calendar-setempat.toml".into(),
            people: "people.toml".into(),
            templates_dir: None,
            office: Office::default(),
            database: Database::default(),
            mailbox: vec![Mailbox::default()],
            smtp: Smtp::default(),
            backend: Vec::new(),
            trust: Trust::default(),
            papers: Papers::default(),
            policy: Policy::default(),
            limits: Limits::default(),
            digest: Digest::default(),
            archive: Retention::default(),
            report: Report::default(),
            log: Log::default(),
        }
    }
}

impl Settings {
    /// Where the database is: the configured URL, or SQLite in `data_dir`. A URL has no relative
    /// paths (`sqlite://a/b` would name a host `a`), so this one is absolute.
    pub fn database_url(&self) -> String {
        let file = self.data_dir.join("loket.db");
        let inside = || format!("sqlite://{}", absolute(&file).display());
        self.database.url.clone().unwrap_or_else(inside)
    }

    /// The file with the key that seals secrets and signs reply tokens.
    pub fn secret_key_file(&self) -> PathBuf {
        let inside = || self.data_dir.join("kunci-rahasia");
        self.trust.secret_key_file.clone().unwrap_or_else(inside)
    }

    /// The envelope sender of letters: `smtp.envelope_from`, or `office.address`.
    pub fn envelope_from(&self) -> &str {
        self.smtp.envelope_from.as_deref().unwrap_or(&self.office.address)
    }

    /// A digest of all that decides how mail comes, goes and is believed: what `loket check --online`
    /// found is worth something as long as it stays the same.
    pub fn mail_digest(&self) -> String {
        use sha2::{Digest as _, Sha256};
        let whole = (CHECK_EDITION, &self.office.address, &self.mailbox, &self.smtp, &self.trust);
        // Settings are plain words and numbers, which JSON always takes.
        let text = serde_json::to_vec(&whole).unwrap_or_default();
        data_encoding::HEXLOWER.encode(&Sha256::digest(&text))
    }

    /// The domain of `office.address`.
    pub fn own_domain(&self) -> &str {
        self.office.address.rsplit('@').next().unwrap_or("localhost")
    }
}

/// An absolute path without `.` and `..`; the file need not be there.
pub(super) fn absolute(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut clean = PathBuf::new();
    for part in whole.components() {
        match part {
            Component::ParentDir => {
                clean.pop();
            }
            Component::CurDir => {}
            other => clean.push(other),
        }
    }
    clean
}

/// Who we are, as letters say it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Office {
    /// Name of the service unit.
    pub name: String,
    /// The organisation it belongs to.
    pub organisation: String,
    /// Telephone of the helpdesk, as printed.
    pub phone: String,
    /// Where people log in.
    pub spse_url: String,
    /// The `From` of every letter, and the address people write to. No default.
    pub address: String,
    /// The display name beside it.
    pub from_name: String,
}

impl Default for Office {
    fn default() -> Office {
        Office {
            name: "LPSE Kementerian Kelautan dan Perikanan".into(),
            organisation: "Kementerian Kelautan dan Perikanan".into(),
            phone: "(021) 555-0100".into(),
            spse_url: "https://lpse.kkp.example/eproc4".into(),
            address: "helpdesk-lpse@kkp.example".into(),
            from_name: "Helpdesk LPSE KKP".into(),
        }
    }
}

/// Where Loket remembers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Database {
    /// `sqlite://FILE`; `None` means `loket.db` in `data_dir`.
    #[serde(deserialize_with = "optional_word")]
    pub url: Option<String>,
}

/// One mailbox that is read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mailbox {
    /// Short name for the log and for the identity of its mails; never change it.
    pub name: String,
    pub kind: MailboxKind,
    pub host: String,
    pub port: u16,
    pub tls: Tls,
    pub user: String,
    #[serde(deserialize_with = "SecretSource::optional")]
    pub password_file: Option<SecretSource>,
    /// The folder that is read.
    pub folder: String,
    /// Where a mail goes once it is recorded.
    pub done_folder: String,
    /// Where a mail goes that could not be handled.
    pub aside_folder: String,
    /// PEM file of a private certificate authority; `None` means the system's.
    #[serde(deserialize_with = "optional_path")]
    pub ca_file: Option<PathBuf>,
    /// The Maildir, for kind `maildir`.
    #[serde(deserialize_with = "optional_path")]
    pub path: Option<PathBuf>,
    /// Interval of the polling that backs IMAP IDLE up.
    pub poll_seconds: u64,
    /// Allows `tls = "none"`, and only towards this machine itself.
    pub allow_insecure_loopback: bool,
}

impl Default for Mailbox {
    fn default() -> Mailbox {
        Mailbox {
            name: "utama".into(),
            kind: MailboxKind::default(),
            host: "localhost".into(),
            port: 993,
            tls: Tls::default(),
            user: "loket".into(),
            password_file: Some(SecretSource::Credential("imap".into())),
            folder: "INBOX".into(),
            done_folder: "Selesai".into(),
            aside_folder: "Karantina".into(),
            ca_file: None,
            path: None,
            poll_seconds: 60,
            allow_insecure_loopback: false,
        }
    }
}

/// How letters leave.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Smtp {
    pub kind: SmtpKind,
    pub host: String,
    pub port: u16,
    pub tls: Tls,
    /// `None` means that the server wants no login.
    #[serde(deserialize_with = "optional_word")]
    pub user: Option<String>,
    #[serde(deserialize_with = "SecretSource::optional")]
    pub password_file: Option<SecretSource>,
    #[serde(deserialize_with = "optional_path")]
    pub ca_file: Option<PathBuf>,
    /// The Maildir, for kind `maildir`.
    #[serde(deserialize_with = "optional_path")]
    pub path: Option<PathBuf>,
    /// `None` means `office.address`.
    #[serde(deserialize_with = "optional_word")]
    pub envelope_from: Option<String>,
    /// The name given in EHLO; `None` means the name of this machine.
    #[serde(deserialize_with = "optional_word")]
    pub hello: Option<String>,
    /// How long to wait for the answer after the final dot (RFC 5321 §4.5.3.2.6: ten minutes).
    pub data_timeout_seconds: u64,
    pub allow_insecure_loopback: bool,
}

impl Default for Smtp {
    fn default() -> Smtp {
        Smtp {
            kind: SmtpKind::default(),
            host: "localhost".into(),
            port: 465,
            tls: Tls::default(),
            user: None,
            password_file: None,
            ca_file: None,
            path: None,
            envelope_from: None,
            hello: None,
            data_timeout_seconds: 600,
            allow_insecure_loopback: false,
        }
    }
}
