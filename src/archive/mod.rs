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
mod shelf;
#[cfg(test)]
mod tests;

pub use manifest::{Manifest, ManifestFile};
pub use shelf::Archive;

use std::io;
use std::path::PathBuf;

/// Files of one dossier.
pub const FILES_MAX: usize = 500;
/// Bytes of one dossier: many times what a mailbox lets through.
pub const DOSSIER_BYTES_MAX: u64 = 512 * 1024 * 1024;

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

/// Whether a dossier's file may have this name: 1 to 120 of ASCII letters, digits, `.`, `-`, `_`;
/// the first a letter or digit; not `manifest.json`. So no name leaves its folder or hides in it.
pub fn name_is_good(name: &str) -> bool {
    manifest::name_is_good(name)
}
