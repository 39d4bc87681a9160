//! The shelf itself: where folders stand and in which order they are made. Knows paths and the order
//! of steps; `disk` does them, `manifest` says what a folder holds.
use super::manifest::{self, MANIFEST, Manifest};
use super::{ArchiveError, Dossier, Finding, Shelved, disk};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// Earlier states kept of one dossier.
const FORMER_MAX: u32 = 1_000;

pub(super) const TMP: &str = ".tmp";
pub(super) const LOCK: &str = ".lock";

/// A shelf. Blocking file IO: asynchronous callers wrap it.
#[derive(Clone, Debug)]
pub struct Archive {
    pub(super) root: PathBuf,
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

    /// Destroys a dossier with all its former states; nothing where there is none. How many folders went.
    ///
    /// # Errors
    /// `BadName`; `Io`, do it again: what is gone stays gone.
    pub fn destroy(&self, id: &str) -> Result<usize, ArchiveError> {
        if !manifest::id_is_good(id) {
            return Err(ArchiveError::BadName(id.to_owned()));
        }
        let _turn = self.turn.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let _lock = disk::lock(&self.root.join(LOCK))?;
        let mut gone = 0;
        for year in self.years()? {
            let path = self.root.join(&year);
            if !manifest::year_is_good(&year) || !path.is_dir() {
                continue;
            }
            let all = disk::entries(&path)?;
            for name in all.iter().filter(|name| manifest::without_number(name) == id) {
                disk::remove_tree(&path.join(name))?;
                gone += 1;
            }
            disk::sync_dir(&path)?;
        }
        Ok(gone)
    }

    /// Whether exactly this content already stands whole in its place.
    fn holds(&self, dossier: &Dossier, manifest: &Manifest) -> bool {
        let folder = self.place(dossier);
        manifest::read(&folder).as_ref() == Some(manifest)
            && manifest::check(&dossier.id, &folder).is_empty()
    }

    /// Writes everything below `.tmp` and syncs it.
    pub(super) fn stage(
        &self,
        dossier: &Dossier,
        manifest: &Manifest,
    ) -> Result<PathBuf, ArchiveError> {
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
    pub(super) fn set_former_aside(&self, dossier: &Dossier) -> Result<(), ArchiveError> {
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

    pub(super) fn shelve(&self, dossier: &Dossier, staged: &Path) -> Result<(), ArchiveError> {
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
