//! Mail from a Maildir. Knows file names and folders (Maildir++); nothing of cases.
use super::{Ack, Fetched, HEAD_BYTES, Item, Limits, Place, Skip, SourceError, Wake};
use futures_util::StreamExt;
use inotify::{EventStream, Inotify, WatchMask};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::collections::BinaryHeap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// So many of the oldest names are kept in memory between two scans.
const KEPT: usize = 4096;

/// One Maildir.
#[derive(Clone, Debug)]
pub struct MaildirSettings {
    /// Configured name of the mailbox, for instance `utama`.
    pub name: String,
    /// Holds `new`, `cur`, `tmp`; made when missing.
    pub path: PathBuf,
    /// Maildir++ folder for `Ack::Done`, usually `Selesai`.
    pub done_folder: String,
    /// Maildir++ folder for `Ack::Aside`, usually `Karantina`.
    pub aside_folder: String,
}

/// One waiting file. Orders by delivery time, then name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    /// Seconds and microseconds of the file name, or of the mtime.
    time: (i64, i64),
    base: String,
    path: PathBuf,
}

/// The Maildir and the oldest names in it.
pub struct MaildirSource {
    settings: MaildirSettings,
    oldest: Vec<Entry>,
    changes: Option<EventStream<Vec<u8>>>,
    ready: bool,
}

impl MaildirSource {
    pub fn new(settings: MaildirSettings) -> MaildirSource {
        MaildirSource { settings, oldest: Vec::new(), changes: None, ready: false }
    }

    /// Makes the folders and begins to watch them, before the first listing.
    fn prepare(&mut self) -> Result<(), SourceError> {
        if self.ready {
            return Ok(());
        }
        let settings = &self.settings;
        for folder in [&settings.done_folder, &settings.aside_folder] {
            let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
            if folder.is_empty() || folder.starts_with('.') || !folder.chars().all(plain) {
                return Err(SourceError::Permanent(format!(
                    "folder name {folder:?} is not usable"
                )));
            }
        }
        let wrong = |error: io::Error| {
            SourceError::Permanent(format!("Maildir {}: {error}", settings.path.display()))
        };
        for part in ["tmp", "new", "cur"] {
            fs::create_dir_all(settings.path.join(part)).map_err(wrong)?;
        }
        for folder in [&settings.done_folder, &settings.aside_folder] {
            let path = settings.path.join(format!(".{folder}"));
            for part in ["tmp", "new", "cur"] {
                fs::create_dir_all(path.join(part)).map_err(wrong)?;
            }
            fs::write(path.join("maildirfolder"), b"").map_err(wrong)?;
        }
        self.changes = watch(&settings.path)
            .map_err(|error| tracing::warn!(%error, "no inotify: polling only"))
            .ok();
        self.ready = true;
        Ok(())
    }

    /// See [`super::Source::next`].
    pub async fn next(
        &mut self,
        limits: &Limits,
        skip: Skip<'_>,
    ) -> Result<Vec<Item>, SourceError> {
        self.prepare()?;
        let mut chosen = self.choose(limits, skip);
        if chosen.len() < limits.max_mails {
            self.drain();
            let path = self.settings.path.clone();
            let scanned = tokio::task::spawn_blocking(move || scan(&path)).await;
            self.oldest = scanned
                .map_err(|error| SourceError::Temporary(error.to_string()))?
                .map_err(|error| self.broken(&error))?;
            chosen = self.choose(limits, skip);
        }
        let mut items = Vec::new();
        let mut bytes = 0u64;
        let max = limits.max_mail_bytes;
        for entry in chosen {
            let size = fs::metadata(&entry.path).map_or(0, |meta| meta.len());
            let weight = if size > max { HEAD_BYTES as u64 } else { size };
            bytes = bytes.saturating_add(weight);
            if bytes > limits.max_batch_bytes && !items.is_empty() {
                break;
            }
            let place = self.place(&entry.base);
            let path = self.settings.path.clone();
            let read = tokio::task::spawn_blocking(move || take(&path, &entry, place, max)).await;
            let item = read.map_err(|error| SourceError::Temporary(error.to_string()))?;
            if let Item::Vanished { place } = &item {
                self.oldest.retain(|entry| entry.base != place.key);
            }
            items.push(item);
        }
        Ok(items)
    }

    fn choose(&self, limits: &Limits, skip: Skip<'_>) -> Vec<Entry> {
        let wanted = self.oldest.iter().filter(|entry| !skip(&self.place(&entry.base)));
        wanted.take(limits.max_mails).cloned().collect()
    }

    fn place(&self, base: &str) -> Place {
        let digest = Sha256::digest(base.as_bytes());
        let first = digest.iter().take(8).fold(0u64, |sum, byte| (sum << 8) | u64::from(*byte));
        let mailbox = self.settings.name.clone();
        Place { mailbox, uidvalidity: 0, uid: first >> 1, key: base.to_owned() }
    }

    fn broken(&self, error: &io::Error) -> SourceError {
        SourceError::Temporary(format!("Maildir {}: {error}", self.settings.path.display()))
    }

    /// See [`super::Source::acknowledge`].
    pub async fn acknowledge(&mut self, acks: &[(Place, Ack)]) -> Result<(), SourceError> {
        self.prepare()?;
        let settings = self.settings.clone();
        let mine: Vec<(String, Ack)> = acks
            .iter()
            .filter(|(place, _)| place.mailbox == settings.name && place.uidvalidity == 0)
            .map(|(place, ack)| (place.key.clone(), *ack))
            .collect();
        let known: Vec<PathBuf> = mine
            .iter()
            .filter_map(|(key, _)| self.oldest.iter().find(|entry| entry.base == *key))
            .map(|entry| entry.path.clone())
            .collect();
        let gone: std::collections::HashSet<String> = mine.iter().map(|(k, _)| k.clone()).collect();
        let work = tokio::task::spawn_blocking(move || settle(&settings, &mine, &known)).await;
        work.map_err(|error| SourceError::Temporary(error.to_string()))?
            .map_err(|error| self.broken(&error))?;
        self.oldest.retain(|entry| !gone.contains(&entry.base));
        Ok(())
    }

    /// Forgets the changes seen so far; the scan that follows sees what they announced.
    fn drain(&mut self) {
        use futures_util::FutureExt;
        if let Some(changes) = &mut self.changes {
            while let Some(Some(_)) = changes.next().now_or_never() {}
        }
    }

    /// See [`super::Source::wait`]. The watch began before the first listing, so a mail that came
    /// in between is still in its queue.
    pub async fn wait(
        &mut self,
        poll: Duration,
        stop: &CancellationToken,
    ) -> Result<Wake, SourceError> {
        self.prepare()?;
        let Some(changes) = &mut self.changes else {
            let stopped = tokio::time::timeout(poll, stop.cancelled()).await.is_ok();
            return Ok(if stopped { Wake::Stop } else { Wake::Poll });
        };
        tokio::select! {
            biased;
            () = stop.cancelled() => Ok(Wake::Stop),
            change = tokio::time::timeout(poll, changes.next()) => match change {
                Err(_) => Ok(Wake::Poll),
                Ok(Some(Ok(_))) => Ok(Wake::Mail),
                Ok(_) => {
                    self.changes = None;
                    Ok(Wake::Poll)
                }
            },
        }
    }

    /// See [`super::Source::check`].
    pub async fn check(&mut self) -> Result<Vec<String>, SourceError> {
        self.prepare()?;
        let waiting = scan(&self.settings.path).map_err(|error| self.broken(&error))?.len();
        Ok(vec![
            format!("Maildir {}: {waiting} surat menunggu", self.settings.path.display()),
            format!("inotify {}", if self.changes.is_some() { "ada" } else { "tidak ada" }),
        ])
    }
}

fn watch(path: &Path) -> io::Result<EventStream<Vec<u8>>> {
    let inotify = Inotify::init()?;
    let mask = WatchMask::MOVED_TO | WatchMask::CLOSE_WRITE | WatchMask::CREATE;
    for part in ["new", "cur"] {
        inotify.watches().add(path.join(part), mask)?;
    }
    inotify.into_event_stream(vec![0u8; 4096])
}

/// The oldest names in `new` and `cur`; never more than `KEPT` in memory.
fn scan(path: &Path) -> io::Result<Vec<Entry>> {
    let mut heap: BinaryHeap<Entry> = BinaryHeap::new();
    for part in ["new", "cur"] {
        for found in fs::read_dir(path.join(part))? {
            let found = found?;
            let name = found.file_name();
            let Some(name) = name.to_str().filter(|name| !name.starts_with('.')) else { continue };
            let base = name.split(':').next().unwrap_or(name).to_owned();
            let time = name_time(&base).or_else(|| mtime(&found.path())).unwrap_or((0, 0));
            heap.push(Entry { time, base, path: found.path() });
            if heap.len() > KEPT {
                heap.pop();
            }
        }
    }
    Ok(heap.into_sorted_vec())
}

/// `1700000000.M123456P42.host`: seconds, and microseconds where given.
fn name_time(base: &str) -> Option<(i64, i64)> {
    let mut parts = base.split('.');
    let seconds: i64 = parts.next()?.parse().ok()?;
    let micros = parts.next().and_then(|unique| {
        let digits = unique.split_once('M')?.1;
        let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        digits.get(..end)?.parse::<i64>().ok().filter(|micros| *micros < 1_000_000)
    });
    Some((seconds, micros.unwrap_or(0)))
}

fn mtime(path: &Path) -> Option<(i64, i64)> {
    let since = fs::metadata(path).ok()?.modified().ok()?;
    let since = since.duration_since(std::time::UNIX_EPOCH).ok()?;
    Some((i64::try_from(since.as_secs()).ok()?, i64::from(since.subsec_micros())))
}

fn take(maildir: &Path, entry: &Entry, place: Place, max_mail_bytes: u64) -> Item {
    let received_at = Timestamp::from_second(entry.time.0).unwrap_or(Timestamp::UNIX_EPOCH);
    let mut result = read(&entry.path, max_mail_bytes);
    if result.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
        && let Ok(Some(moved)) = find(maildir, &entry.base, &[])
    {
        // A mail reader has moved it to `cur`, or changed its flags, since the listing.
        result = read(&moved, max_mail_bytes);
    }
    match result {
        Ok((size, raw)) if size > max_mail_bytes => {
            Item::TooLarge { place, received_at, size, head: raw }
        }
        Ok((_, raw)) => Item::Mail(Fetched { place, received_at, size: raw.len() as u64, raw }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Item::Vanished { place },
        Err(error) => {
            Item::Unreadable { place, received_at, size: 0, why: error.kind().to_string() }
        }
    }
}

/// Size and bytes; of a file beyond the limit only its head. Follows no link, opens no pipe.
fn read(path: &Path, max_mail_bytes: u64) -> io::Result<(u64, Vec<u8>)> {
    let flags = libc::O_NOFOLLOW | libc::O_NONBLOCK | libc::O_CLOEXEC;
    let file = OpenOptions::new().read(true).custom_flags(flags).open(path)?;
    let meta = file.metadata()?;
    if !meta.is_file() {
        return Err(io::Error::from(io::ErrorKind::InvalidInput));
    }
    let size = meta.len();
    let want = if size > max_mail_bytes { HEAD_BYTES as u64 } else { max_mail_bytes + 1 };
    let mut raw = Vec::with_capacity(usize::try_from(size.min(want)).unwrap_or(0));
    file.take(want).read_to_end(&mut raw)?;
    let size = size.max(raw.len() as u64);
    if size > max_mail_bytes {
        raw.truncate(HEAD_BYTES);
    }
    Ok((size, raw))
}

/// Renames or unlinks, then makes it durable: targets first, then the places left.
fn settle(settings: &MaildirSettings, mine: &[(String, Ack)], known: &[PathBuf]) -> io::Result<()> {
    let mut touched: Vec<PathBuf> = Vec::new();
    for (key, ack) in mine {
        let Some(from) = find(&settings.path, key, known)? else { continue };
        let done = match ack {
            Ack::Erase => fs::remove_file(&from),
            Ack::Done => fs::rename(&from, target(settings, &settings.done_folder, key)),
            Ack::Aside => fs::rename(&from, target(settings, &settings.aside_folder, key)),
        };
        match done {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => touched.push(from),
        }
    }
    if touched.is_empty() {
        return Ok(());
    }
    for folder in [&settings.done_folder, &settings.aside_folder] {
        File::open(settings.path.join(format!(".{folder}/cur")))?.sync_all()?;
    }
    for part in ["new", "cur"] {
        File::open(settings.path.join(part))?.sync_all()?;
    }
    Ok(())
}

fn target(settings: &MaildirSettings, folder: &str, key: &str) -> PathBuf {
    settings.path.join(format!(".{folder}/cur/{key}:2,S"))
}

/// Where a mail lies now: as listed, or moved to `cur` by a mail reader in the meantime.
fn find(path: &Path, key: &str, known: &[PathBuf]) -> io::Result<Option<PathBuf>> {
    let named = |file: &Path| {
        let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.split(':').next() == Some(key)
    };
    let listed = known.iter().find(|file| named(file) && file.exists());
    if let Some(listed) = listed {
        return Ok(Some(listed.clone()));
    }
    for part in ["new", "cur"] {
        for found in fs::read_dir(path.join(part))? {
            let found = found?.path();
            if named(&found) {
                return Ok(Some(found));
            }
        }
    }
    Ok(None)
}
