//! One folder of a mailbox, watched for what arrives from now on, beside whoever takes mail from it.
//! Reads the beginning of each new mail once and removes what it is told to; knows nothing of what
//! the mails are. For the doctor, who looks for mails of his own.
use super::imap::{ImapSettings, ImapSource};
use super::{Ack, Fetched, Place, SourceError};
use jiff::Timestamp;
use std::collections::HashSet;
use std::io::{self, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// So much of each mail is read.
const HEAD_BYTES: usize = 64 * 1024;

/// The folder, and what of it is known already.
pub enum Lookout {
    Imap {
        source: Box<ImapSource>,
        /// Highest UID seen.
        last: u32,
    },
    Maildir {
        name: String,
        path: PathBuf,
        known: HashSet<String>,
    },
}

impl Lookout {
    /// Begins to watch the folder that the settings name.
    pub async fn imap(settings: ImapSettings) -> Result<Lookout, SourceError> {
        let mut source = Box::new(ImapSource::new(settings));
        let last = source.last_uid().await?;
        Ok(Lookout::Imap { source, last })
    }

    /// Begins to watch a Maildir, which need not be there yet.
    pub fn maildir(name: String, path: PathBuf) -> Result<Lookout, SourceError> {
        let known = names(&path).map_err(|error| broken(&path, &error))?;
        let known = known.into_iter().map(|(base, _)| base).collect();
        Ok(Lookout::Maildir { name, path, known })
    }

    /// What came since the last call; each mail once, oldest first.
    pub async fn arrivals(&mut self) -> Result<Vec<Fetched>, SourceError> {
        match self {
            Lookout::Imap { source, last } => {
                let mails = source.after(*last, HEAD_BYTES).await?;
                let highest = mails.iter().map(|mail| mail.place.uid).max();
                *last = highest.and_then(|uid| u32::try_from(uid).ok()).unwrap_or(*last);
                Ok(mails)
            }
            Lookout::Maildir { name, path, known } => {
                let mut mails = Vec::new();
                for (base, file) in names(path).map_err(|error| broken(path, &error))? {
                    if !known.contains(&base) {
                        mails.extend(read(name, &base, &file));
                        known.insert(base);
                    }
                }
                mails.sort_by_key(|mail| mail.received_at);
                Ok(mails)
            }
        }
    }

    /// Removes exactly these for good. One that is gone already is fine.
    pub async fn remove(&mut self, places: &[Place]) -> Result<(), SourceError> {
        match self {
            Lookout::Imap { source, .. } => {
                let acks: Vec<(Place, Ack)> =
                    places.iter().map(|place| (place.clone(), Ack::Erase)).collect();
                source.acknowledge(&acks).await
            }
            Lookout::Maildir { path, .. } => {
                let found = names(path).map_err(|error| broken(path, &error))?;
                let named = |base: &String| places.iter().any(|place| place.key == *base);
                for (_, file) in found.iter().filter(|(base, _)| named(base)) {
                    match std::fs::remove_file(file) {
                        Err(error) if error.kind() != io::ErrorKind::NotFound => {
                            return Err(broken(path, &error));
                        }
                        _ => {}
                    }
                }
                Ok(())
            }
        }
    }

    /// Says goodbye.
    pub async fn close(self) {
        if let Lookout::Imap { source, .. } = self {
            source.close().await;
        }
    }
}

fn broken(path: &Path, error: &io::Error) -> SourceError {
    SourceError::Temporary(format!("Maildir {}: {error}", path.display()))
}

/// Unique names without flags, and the files.
fn names(path: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let mut found = Vec::new();
    for part in ["new", "cur"] {
        let entries = match std::fs::read_dir(path.join(part)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            entries => entries?,
        };
        for entry in entries {
            let file = entry?.path();
            let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let base = name.split(':').next().unwrap_or(name).to_owned();
            if !base.is_empty() && !base.starts_with('.') {
                found.push((base, file));
            }
        }
    }
    Ok(found)
}

/// `None` for a file that is gone by now or is none.
fn read(mailbox: &str, base: &str, path: &Path) -> Option<Fetched> {
    let flags = libc::O_NOFOLLOW | libc::O_NONBLOCK | libc::O_CLOEXEC;
    let file = std::fs::OpenOptions::new().read(true).custom_flags(flags).open(path).ok()?;
    let meta = file.metadata().ok().filter(std::fs::Metadata::is_file)?;
    let mut raw = Vec::new();
    file.take(HEAD_BYTES as u64).read_to_end(&mut raw).ok()?;
    let received_at = meta.modified().ok().and_then(|at| Timestamp::try_from(at).ok());
    let received_at = received_at.unwrap_or(Timestamp::UNIX_EPOCH);
    let place = Place { mailbox: mailbox.to_owned(), uidvalidity: 0, uid: 0, key: base.to_owned() };
    Some(Fetched { place, received_at, size: raw.len() as u64, raw })
}
