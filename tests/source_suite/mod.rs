//! The suite in three parts, and the mailbox they share: one face for a Maildir and for Dovecot.
mod both;
mod hostile;
mod imap_only;
mod maildir_only;

use crate::rig::{Dovecot, PASSWORD};
use loket::source::{
    ImapSettings, ImapSource, Item, Limits, MaildirSettings, MaildirSource, Place, Source,
};
use loket::wire::{Endpoint, Security};
use std::path::PathBuf;
use std::time::Duration;
use zeroize::Zeroizing;

pub const USER: &str = "loket@loket.test";

pub const LIMITS: Limits =
    Limits { max_mails: 50, max_batch_bytes: 64 << 20, max_mail_bytes: 40 << 20 };

pub fn never(_: &Place) -> bool {
    false
}

pub fn mail(subject: &str, bytes: usize) -> Vec<u8> {
    let mut raw = format!("From: a@sekolah.example\r\nSubject: {subject}\r\n\r\n").into_bytes();
    while raw.len() < bytes {
        raw.extend_from_slice(
            b"Permohonan untuk akun Admin Agency, baris yang panjangnya sama.\r\n",
        );
    }
    raw.truncate(bytes);
    // A lone CR at the very end would be the server's to interpret.
    if raw.last() == Some(&b'\r') {
        raw.pop();
        raw.push(b'.');
    }
    raw
}

pub fn imap_settings(port: u16, security: Security) -> ImapSettings {
    ImapSettings {
        name: "utama".into(),
        endpoint: Endpoint {
            host: "127.0.0.1".into(),
            port,
            security,
            ca_file: None,
            allow_insecure_loopback: true,
            connect_timeout: Duration::from_secs(10),
        },
        user: USER.into(),
        password: Zeroizing::new(PASSWORD.into()),
        folder: "INBOX".into(),
        done_folder: "Selesai".into(),
        aside_folder: "Karantina".into(),
        step_timeout: Duration::from_secs(20),
        fetch_timeout: Duration::from_secs(120),
    }
}

/// A source on Dovecot, over TLS with its own certificate believed.
pub fn dovecot_source(dovecot: &Dovecot) -> Source {
    let mut settings = imap_settings(dovecot.imaps, Security::Tls);
    settings.endpoint.ca_file = Some(dovecot.ca.clone());
    Source::Imap(ImapSource::new(settings))
}

/// A mailbox of either kind, seen from the side of the post office.
pub enum Mailbox {
    Maildir(tempfile::TempDir, u32),
    Dovecot(Box<Dovecot>),
}

impl Mailbox {
    pub fn maildir() -> Mailbox {
        Mailbox::Maildir(tempfile::tempdir().unwrap(), 0)
    }

    pub fn dovecot() -> Mailbox {
        Mailbox::Dovecot(Box::new(Dovecot::start(&[USER])))
    }

    /// A new source on it, as after a restart.
    pub fn source(&self) -> Source {
        match self {
            Mailbox::Maildir(dir, _) => Source::Maildir(MaildirSource::new(MaildirSettings {
                name: "utama".into(),
                path: dir.path().to_owned(),
                done_folder: "Selesai".into(),
                aside_folder: "Karantina".into(),
            })),
            Mailbox::Dovecot(dovecot) => dovecot_source(dovecot),
        }
    }

    /// Delivers a mail that arrived `second` seconds after 2026-01-05 08:00 at Jakarta.
    pub async fn deliver(&mut self, second: u32, raw: &[u8]) {
        match self {
            Mailbox::Maildir(dir, count) => {
                *count += 1;
                for part in ["tmp", "new", "cur"] {
                    std::fs::create_dir_all(dir.path().join(part)).unwrap();
                }
                let time = 1_767_574_800 + second;
                let name = format!("{time}.M{:06}P7Q{count}.mx", 1000 - *count % 1000);
                let tmp = dir.path().join("tmp").join(&name);
                std::fs::write(&tmp, raw).unwrap();
                std::fs::rename(tmp, dir.path().join("new").join(name)).unwrap();
            }
            Mailbox::Dovecot(dovecot) => {
                let date =
                    format!("05-Jan-2026 08:{:02}:{:02} +0700", second / 60 % 60, second % 60);
                dovecot.client(USER).await.append("INBOX", &date, raw).await;
            }
        }
    }

    /// The mails of a folder; `INBOX` is what is waiting.
    pub async fn folder(&self, folder: &str) -> Vec<Vec<u8>> {
        match self {
            Mailbox::Maildir(dir, _) => {
                let path = match folder {
                    "INBOX" => dir.path().to_owned(),
                    other => dir.path().join(format!(".{other}")),
                };
                let mut files: Vec<PathBuf> = ["new", "cur"]
                    .iter()
                    .filter_map(|part| std::fs::read_dir(path.join(part)).ok())
                    .flat_map(|found| found.map(|entry| entry.unwrap().path()))
                    .collect();
                files.sort();
                files.iter().map(|file| std::fs::read(file).unwrap()).collect()
            }
            Mailbox::Dovecot(dovecot) => {
                let mails = dovecot.read(USER, folder).await;
                mails.into_iter().map(|(_, raw)| raw).collect()
            }
        }
    }

    /// Someone else takes everything away.
    pub async fn steal_all(&self) {
        match self {
            Mailbox::Maildir(dir, _) => {
                for entry in std::fs::read_dir(dir.path().join("new")).unwrap() {
                    std::fs::remove_file(entry.unwrap().path()).unwrap();
                }
            }
            Mailbox::Dovecot(dovecot) => {
                let mut client = dovecot.client(USER).await;
                client.run("SELECT INBOX").await;
                client.run("STORE 1:* +FLAGS (\\Deleted)").await;
                assert!(client.run("EXPUNGE").await.ok());
            }
        }
    }
}

pub fn raw(item: &Item) -> &[u8] {
    match item {
        Item::Mail(mail) => &mail.raw,
        other => panic!("a mail was expected, not {other:?}"),
    }
}

pub fn places(items: &[Item]) -> Vec<Place> {
    items.iter().map(|item| item.place().clone()).collect()
}
