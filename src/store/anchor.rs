//! The anchor: the head of the log, kept beside the database, so that a database that was put back from a
//! backup is noticed before it acts once more (`security.md` A2-31). The file also holds the moment it
//! was made: a copy of it was made at another. Knows one file and the log's head.
use super::{Store, StoreError, sql};
use sqlx::Row;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::UNIX_EPOCH;

/// First line of the file; another number is another kind of file.
const KIND: &str = "jangkar 1";
/// Rows of `meta`.
const EPOCH: &str = "epoch";
const ANCHORED: &str = "anchored";

/// What the file says.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Mark {
    seq: u64,
    hash: String,
    epoch: u64,
}

/// Where the file is, and what was written into it last.
#[derive(Debug)]
pub(super) struct Anchor {
    path: PathBuf,
    last: Mutex<Option<Mark>>,
}

impl Anchor {
    pub(super) fn at(path: &Path) -> Arc<Anchor> {
        Arc::new(Anchor { path: path.to_owned(), last: Mutex::new(None) })
    }

    /// `None` if there is no file; an error in words if it is not what was written.
    fn read(&self) -> io::Result<Option<Result<Mark, &'static str>>> {
        let file = match std::fs::File::open(&self.path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let mut text = String::new();
        let read = (&file).take(1024).read_to_string(&mut text);
        let born = birth(&file);
        Ok(Some(match (read, parse(&text)) {
            (Ok(_), Some((mark, written))) => match (born, written) {
                (Some(born), Some(written)) if born != written => {
                    Err("berkas jangkar adalah salinan dari cadangan")
                }
                _ => Ok(mark),
            },
            _ => Err("berkas jangkar rusak"),
        }))
    }

    /// Whole or not at all: a new file, made durable, takes the old one's name.
    fn write(&self, mark: &Mark) -> io::Result<()> {
        use std::os::unix::fs::OpenOptionsExt;
        let draft = self.path.with_extension(format!("baru-{}", std::process::id()));
        match std::fs::remove_file(&draft) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut options = std::fs::OpenOptions::new();
        let mut file = options.write(true).create_new(true).mode(0o600).open(&draft)?;
        let born = birth(&file).map_or_else(|| "-".to_owned(), |born| born.to_string());
        let Mark { seq, hash, epoch } = mark;
        write!(file, "{KIND}\nurutan {seq}\nsidik {hash}\nkurun {epoch}\nlahir {born}\n")?;
        file.sync_all()?;
        std::fs::rename(&draft, &self.path)?;
        std::fs::File::open(self.path.parent().unwrap_or(Path::new(".")))?.sync_all()
    }
}

/// When the file's inode was made: no copy has the same, and no user sets it. Not every file system
/// tells.
fn birth(file: &std::fs::File) -> Option<u128> {
    let made = file.metadata().ok()?.created().ok()?;
    made.duration_since(UNIX_EPOCH).ok().map(|since| since.as_nanos())
}

fn parse(text: &str) -> Option<(Mark, Option<u128>)> {
    let mut lines = text.lines();
    if lines.next()? != KIND {
        return None;
    }
    let mut value = |name: &str| lines.next()?.strip_prefix(name)?.strip_prefix(' ');
    let seq = value("urutan")?.parse().ok()?;
    let hash = value("sidik")?.to_owned();
    let epoch = value("kurun")?.parse().ok()?;
    let born = match value("lahir")? {
        "-" => None,
        born => Some(born.parse().ok()?),
    };
    Some((Mark { seq, hash, epoch }, born))
}

fn io_error(error: impl std::fmt::Display) -> StoreError {
    StoreError::Temporary(format!("berkas jangkar: {error}"))
}

impl Store {
    /// The same store, which keeps its anchor in this file.
    pub fn anchored_at(mut self, path: &Path) -> Store {
        self.anchor = Some(Anchor::at(path));
        self
    }

    /// How often the office began anew after a restore.
    pub async fn epoch(&self) -> Result<u64, StoreError> {
        Ok(self.meta(EPOCH).await?.and_then(|text| text.parse().ok()).unwrap_or(0))
    }

    /// Why this database is not the one that ran last, in words; `None` if it is.
    pub async fn distrusted(&self) -> Result<Option<String>, StoreError> {
        let Some(anchor) = self.anchor.clone() else { return Ok(None) };
        let found = tokio::task::spawn_blocking(move || anchor.read()).await.map_err(io_error)?;
        let mark = match found.map_err(io_error)? {
            None if self.meta(ANCHORED).await?.is_none() => return Ok(None),
            None => return Ok(Some("berkas jangkar tidak ada".to_owned())),
            Some(Err(why)) => return Ok(Some(why.to_owned())),
            Some(Ok(mark)) => mark,
        };
        if mark.epoch != self.epoch().await? {
            return Ok(Some("basis data berasal dari kurun lain".to_owned()));
        }
        let (length, _) = self.log_head().await?;
        if length < mark.seq {
            return Ok(Some(format!(
                "riwayat basis data berakhir di {length}, padahal pernah sampai {}",
                mark.seq
            )));
        }
        let row = sqlx::query(sql::LOG_HASH)
            .bind(i64::try_from(mark.seq).unwrap_or(i64::MAX))
            .fetch_optional(&self.pool)
            .await?;
        let hash: Option<String> = row.map(|row| row.try_get(0)).transpose()?;
        let same = mark.seq == 0 || hash.as_deref() == Some(mark.hash.as_str());
        Ok((!same).then(|| "riwayat basis data bukan lanjutan yang terakhir".to_owned()))
    }

    /// Writes the head of the log down, if it has grown. To be called only while the database is
    /// trusted.
    pub async fn anchor(&self) -> Result<(), StoreError> {
        let Some(anchor) = self.anchor.clone() else { return Ok(()) };
        let (seq, hash) = self.log_head().await?;
        let mark = Mark { seq, hash, epoch: self.epoch().await? };
        if anchor.last.lock().unwrap_or_else(PoisonError::into_inner).as_ref() == Some(&mark) {
            return Ok(());
        }
        let written = mark.clone();
        let file = anchor.clone();
        let done = tokio::task::spawn_blocking(move || file.write(&written)).await;
        done.map_err(io_error)?.map_err(io_error)?;
        let first = anchor.last.lock().unwrap_or_else(PoisonError::into_inner).replace(mark);
        if first.is_none() && self.meta(ANCHORED).await?.is_none() {
            self.set_meta(ANCHORED, "1").await?;
        }
        Ok(())
    }
}
