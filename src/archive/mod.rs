//! The shelf of dossiers on disk (SOP step 13): whole folders, written once, checked by hash.
//! Knows files and hashes; knows no case, no workflow and no wording.
//!
//! ```text
//! <root>/.lock                    one writer at a time, over all processes
//! <root>/.tmp/<id>/               being written; worth nothing, cleared by the next store
//! <root>/<year>/<id>/             the dossier, complete from the moment it is there
//! <root>/<year>/<id>.1/ …         what it was before the case was re-opened, oldest first
//! <root>/<year>/<id>/manifest.json
//! ```
//! A dossier is written under `.tmp` and synced, then renamed, then its folder is synced. So a crash
//! leaves the old state or the new one, and doing it again is always right.
mod disk;
mod manifest;
#[cfg(test)]
mod tests;

pub use manifest::{Manifest, ManifestFile};

use manifest::MANIFEST;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// Files of one dossier.
pub const FILES_MAX: usize = 500;
/// Bytes of one dossier: many times what a mailbox lets through.
pub const DOSSIER_BYTES_MAX: u64 = 512 * 1024 * 1024;
/// Earlier states kept of one dossier.
const FORMER_MAX: u32 = 1_000;

const TMP: &str = ".tmp";
const LOCK: &str = ".lock";

/// What is to be shelved. Names are the caller's choice within [`name_is_good`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dossier {
    /// Case number, for instance `LKT-2026-00042`: ASCII letters, digits and `-`.
    pub id: String,
    /// Four digits.
    pub year: String,
    pub files: Vec<DossierFile>,
}

#[derive(Clone, PartialEq, Eq)]
pub struct DossierFile {
    pub name: String,
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for DossierFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DossierFile({}, {} bytes)", self.name, self.bytes.len())
    }
}

/// Why the shelf did not do it; one line for the operator.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    #[error("arsip: \"{0}\" tidak dapat menjadi nama di arsip")]
    BadName(String),
    #[error("arsip: berkas {id} ditolak: {why}")]
    Refused { id: String, why: &'static str },
    #[error("arsip: berkas {0} tidak ada")]
    NotFound(String),
    #[error("arsip: {0} tidak kosong; pilih folder yang kosong")]
    Occupied(PathBuf),
    #[error("arsip: berkas {id} rusak ({findings} temuan); jalankan `loket archive verify`")]
    Damaged { id: String, findings: usize },
    #[error("arsip: gagal {doing} {path}: {source}")]
    Io { doing: &'static str, path: PathBuf, source: io::Error },
}

impl ArchiveError {
    /// Whether trying again later can help (full disk, shelf not mounted). The rest is permanent;
    /// nothing is ever unknown here, as storing twice is the same as storing once.
    pub fn is_temporary(&self) -> bool {
        matches!(self, ArchiveError::Io { .. })
    }
}

/// What is wrong with a shelved dossier.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    /// Folder relative to the root, for instance `2026/LKT-2026-00042.1`.
    pub dossier: String,
    /// File in it; `None` for the dossier as a whole.
    pub file: Option<String>,
    pub problem: Problem,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    /// The manifest is not there, cannot be read or names what no dossier may have.
    BadManifest,
    /// A file of the manifest is not there.
    Missing,
    /// Size or hash differ from the manifest.
    Changed,
    /// Something lies there that the manifest does not know.
    Unknown,
    /// The file or folder cannot be read.
    Unreadable,
}

/// One shelved folder as [`Archive::list`] found it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Shelved {
    pub dossier: String,
    /// Hash of `manifest.json`, to compare with the event log; `None` if it cannot be read.
    pub manifest_sha256: Option<String>,
}

/// A shelf. Blocking file IO: asynchronous callers wrap it.
#[derive(Clone, Debug)]
pub struct Archive {
    root: PathBuf,
    /// Writers of this process take turns; those of another are told to come again.
    turn: Arc<Mutex<()>>,
}

impl Archive {
    /// Opens the shelf at `path`, making the folder (mode 0700) if it is not there.
    ///
    /// # Errors
    /// `Io` when the folder cannot be made or read.
    pub fn open(path: impl Into<PathBuf>) -> Result<Archive, ArchiveError> {
        let root = path.into();
        disk::make_dir(&root)?;
        Ok(Archive { root, turn: Arc::default() })
    }

    /// Shelves a dossier and returns its manifest, which depends on nothing but the content.
    ///
    /// The same dossier again changes nothing. A different one for the same case takes the place of
    /// the former, which stays beside it as `<id>.1`, `<id>.2`, …; so does a damaged one.
    ///
    /// # Errors
    /// `BadName`, `Refused`: permanent, nothing was written. `Io`: temporary, do it again; also
    /// when another process is storing.
    pub fn store(&self, dossier: &Dossier) -> Result<Manifest, ArchiveError> {
        let manifest = Manifest::of(dossier)?;
        let _turn = self.turn.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let _lock = disk::lock(&self.root.join(LOCK))?;
        if self.holds(dossier, &manifest) {
            // A crash may have come between the rename and the sync of the folder.
            disk::sync_dir(&self.root.join(&dossier.year))?;
            return Ok(manifest);
        }
        let staged = self.stage(dossier, &manifest)?;
        self.set_former_aside(dossier)?;
        self.shelve(dossier, &staged)?;
        Ok(manifest)
    }

    /// The manifest of a dossier; `LKT-2026-00042.1` is the oldest former state.
    ///
    /// # Errors
    /// `NotFound`; `Damaged` if the manifest cannot be understood; `Io`.
    pub fn manifest(&self, id: &str) -> Result<Manifest, ArchiveError> {
        let folder = self.find(id)?;
        manifest::read(&folder).ok_or(ArchiveError::Damaged { id: id.to_owned(), findings: 1 })
    }

    /// Every folder on the shelf, former states included, in order of name.
    ///
    /// # Errors
    /// `Io` when the root or a year cannot be listed.
    pub fn list(&self) -> Result<Vec<Shelved>, ArchiveError> {
        let shelved = |(dossier, folder): (String, PathBuf)| {
            let sha256 = disk::hash_file(&folder.join(MANIFEST)).ok().map(|(_, hash)| hash);
            Shelved { dossier, manifest_sha256: sha256 }
        };
        Ok(self.folders()?.into_iter().map(shelved).collect())
    }

    /// Hashes every file of every dossier again. An empty answer means that all is as it was
    /// written. Whoever changes a file *and* its manifest is found by comparing [`Archive::list`]
    /// with the event log.
    ///
    /// # Errors
    /// `Io` when the root or a year cannot be listed.
    pub fn verify(&self) -> Result<Vec<Finding>, ArchiveError> {
        let folders = self.folders()?;
        Ok(folders.iter().flat_map(|(name, folder)| manifest::check(name, folder)).collect())
    }

    /// Copies a dossier (`LKT-2026-00042`, or a former state `LKT-2026-00042.1`) into the folder `to`, which is made and must be empty.
    ///
    /// # Errors
    /// `NotFound`, `Occupied`; `Damaged` when it is not as it was written (nothing is copied); `Io`.
    pub fn export(&self, id: &str, to: &Path) -> Result<Manifest, ArchiveError> {
        let folder = self.find(id)?;
        let findings = manifest::check(id, &folder).len();
        let manifest = manifest::read(&folder);
        let Some(manifest) = manifest.filter(|_| findings == 0) else {
            return Err(ArchiveError::Damaged { id: id.to_owned(), findings });
        };
        disk::make_dir(to)?;
        if !disk::entries(to)?.is_empty() {
            return Err(ArchiveError::Occupied(to.to_owned()));
        }
        let names = manifest.files.iter().map(|f| f.name.as_str());
        for name in names.chain([MANIFEST]) {
            let from = folder.join(name);
            let bytes = fs::read(&from).map_err(disk::io_error("membaca", &from))?;
            disk::write_new(&to.join(name), &bytes)?;
        }
        disk::sync_dir(to)?;
        Ok(manifest)
    }

    /// Whether exactly this content already stands whole in its place.
    fn holds(&self, dossier: &Dossier, manifest: &Manifest) -> bool {
        let folder = self.place(dossier);
        manifest::read(&folder).as_ref() == Some(manifest)
            && manifest::check(&dossier.id, &folder).is_empty()
    }

    /// Writes everything below `.tmp` and syncs it.
    fn stage(&self, dossier: &Dossier, manifest: &Manifest) -> Result<PathBuf, ArchiveError> {
        let tmp = self.root.join(TMP);
        // We hold the lock: whatever lies here belongs to nobody who is still alive.
        disk::remove_tree(&tmp)?;
        let staged = tmp.join(&dossier.id);
        disk::make_dir(&staged)?;
        for file in &dossier.files {
            disk::write_new(&staged.join(&file.name), &file.bytes)?;
        }
        disk::write_new(&staged.join(MANIFEST), &manifest.to_json())?;
        disk::sync_dir(&staged)?;
        Ok(staged)
    }

    /// Renames what stands in the dossier's place to the next free `<id>.<n>`.
    fn set_former_aside(&self, dossier: &Dossier) -> Result<(), ArchiveError> {
        let place = self.place(dossier);
        if !disk::exists(&place) {
            return Ok(());
        }
        let year = self.root.join(&dossier.year);
        let free = (1..=FORMER_MAX)
            .map(|n| year.join(format!("{}.{n}", dossier.id)))
            .find(|former| !disk::exists(former));
        let Some(former) = free else {
            let why = "terlalu banyak versi terdahulu";
            return Err(ArchiveError::Refused { id: dossier.id.clone(), why });
        };
        disk::rename(&place, &former)?;
        disk::sync_dir(&year)
    }

    fn shelve(&self, dossier: &Dossier, staged: &Path) -> Result<(), ArchiveError> {
        let year = self.root.join(&dossier.year);
        disk::make_dir(&year)?;
        disk::sync_dir(&self.root)?;
        disk::rename(staged, &self.place(dossier))?;
        disk::sync_dir(&year)
    }

    fn place(&self, dossier: &Dossier) -> PathBuf {
        self.root.join(&dossier.year).join(&dossier.id)
    }

    fn find(&self, id: &str) -> Result<PathBuf, ArchiveError> {
        if !manifest::id_is_good(manifest::without_number(id)) {
            return Err(ArchiveError::BadName(id.to_owned()));
        }
        let years = self.years()?;
        let found = years.iter().map(|y| self.root.join(y).join(id)).find(|p| disk::exists(p));
        found.ok_or_else(|| ArchiveError::NotFound(id.to_owned()))
    }

    fn years(&self) -> Result<Vec<String>, ArchiveError> {
        let names = disk::entries(&self.root)?;
        Ok(names.into_iter().filter(|name| !name.starts_with('.')).collect())
    }

    fn folders(&self) -> Result<Vec<(String, PathBuf)>, ArchiveError> {
        let mut folders = Vec::new();
        for year in self.years()? {
            let path = self.root.join(&year);
            if !manifest::year_is_good(&year) || !path.is_dir() {
                folders.push((year, path));
                continue;
            }
            for name in disk::entries(&path)? {
                folders.push((format!("{year}/{name}"), path.join(&name)));
            }
        }
        Ok(folders)
    }
}

/// Whether a dossier's file may have this name: 1 to 120 of ASCII letters, digits, `.`, `-`, `_`;
/// the first a letter or digit; not `manifest.json`. So no name leaves its folder or hides in it.
pub fn name_is_good(name: &str) -> bool {
    manifest::name_is_good(name)
}
