//! What a dossier holds: names, sizes, hashes; and what names it may hold. Knows the manifest file
//! and how to check a folder against it, not where folders stand.
use super::{ArchiveError, DOSSIER_BYTES_MAX, Dossier, FILES_MAX, Finding, Problem, disk};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

pub(super) const MANIFEST: &str = "manifest.json";
const MANIFEST_BYTES_MAX: u64 = 1024 * 1024;
const NAME_CHARS_MAX: usize = 120;
const ID_CHARS_MAX: usize = 64;

/// The list of a dossier's files in order of name. The same content gives the same manifest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    pub id: String,
    pub year: String,
    pub files: Vec<ManifestFile>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManifestFile {
    pub name: String,
    pub size_bytes: u64,
    /// Hex.
    pub sha256: String,
}

impl Manifest {
    /// The manifest a dossier will have; refuses one that must not be shelved.
    pub(super) fn of(dossier: &Dossier) -> Result<Manifest, ArchiveError> {
        if !id_is_good(&dossier.id) {
            return Err(ArchiveError::BadName(dossier.id.clone()));
        }
        if !year_is_good(&dossier.year) {
            return Err(ArchiveError::BadName(dossier.year.clone()));
        }
        let refused = |why| Err(ArchiveError::Refused { id: dossier.id.clone(), why });
        if dossier.files.is_empty() {
            return refused("tidak berisi apa pun");
        }
        if dossier.files.len() > FILES_MAX {
            return refused("isinya terlalu banyak");
        }
        let mut total = 0_u64;
        // Two names that differ in case alone would be one file on some file systems.
        let mut names = BTreeSet::new();
        let mut files = Vec::with_capacity(dossier.files.len());
        for file in &dossier.files {
            if !name_is_good(&file.name) {
                return Err(ArchiveError::BadName(file.name.clone()));
            }
            if !names.insert(file.name.to_ascii_lowercase()) {
                return refused("dua isinya bernama sama");
            }
            let size_bytes = u64::try_from(file.bytes.len()).unwrap_or(u64::MAX);
            total = total.saturating_add(size_bytes);
            let sha256 = disk::hash_bytes(&file.bytes);
            files.push(ManifestFile { name: file.name.clone(), size_bytes, sha256 });
        }
        if total > DOSSIER_BYTES_MAX {
            return refused("terlalu besar");
        }
        files.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(Manifest { id: dossier.id.clone(), year: dossier.year.clone(), files })
    }

    /// The bytes of `manifest.json`.
    pub fn to_json(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }

    /// SHA-256 (hex) of `manifest.json`: what the event log remembers of the dossier.
    pub fn sha256(&self) -> String {
        disk::hash_bytes(&self.to_json())
    }
}

/// The manifest in a folder, if there is one that makes sense.
pub(super) fn read(folder: &Path) -> Option<Manifest> {
    let path = folder.join(MANIFEST);
    let meta = fs::symlink_metadata(&path).ok()?;
    if !meta.is_file() || meta.len() > MANIFEST_BYTES_MAX {
        return None;
    }
    let manifest: Manifest = serde_json::from_slice(&fs::read(&path).ok()?).ok()?;
    manifest.files.iter().all(|f| name_is_good(&f.name)).then_some(manifest)
}

/// Compares a folder with its manifest and with its own name.
pub(super) fn check(name: &str, folder: &Path) -> Vec<Finding> {
    let finding = |file: Option<&str>, problem| Finding {
        dossier: name.to_owned(),
        file: file.map(str::to_owned),
        problem,
    };
    let Ok(present) = disk::entries(folder) else {
        return vec![finding(None, Problem::Unreadable)];
    };
    let Some(manifest) = read(folder).filter(|m| belongs(m, folder)) else {
        return vec![finding(None, Problem::BadManifest)];
    };
    let mut listed: BTreeMap<&str, &ManifestFile> =
        manifest.files.iter().map(|f| (f.name.as_str(), f)).collect();
    let mut findings = Vec::new();
    for file in present.iter().filter(|f| *f != MANIFEST) {
        let problem = match listed.remove(file.as_str()) {
            None => Some(Problem::Unknown),
            Some(wanted) => match disk::hash_file(&folder.join(file)) {
                Err(_) => Some(Problem::Unreadable),
                Ok((size, hash)) if size != wanted.size_bytes || hash != wanted.sha256 => {
                    Some(Problem::Changed)
                }
                Ok(_) => None,
            },
        };
        findings.extend(problem.map(|problem| finding(Some(file), problem)));
    }
    findings.extend(listed.keys().map(|file| finding(Some(file), Problem::Missing)));
    findings
}

/// Whether the folder is called `<id>` or `<id>.<n>` below `<year>`, as its manifest says.
fn belongs(manifest: &Manifest, folder: &Path) -> bool {
    let name = folder.file_name().and_then(|n| n.to_str()).unwrap_or("");
    let year = folder.parent().and_then(Path::file_name).and_then(|n| n.to_str());
    without_number(name) == manifest.id && year == Some(manifest.year.as_str())
}

/// `LKT-2026-00042` of `LKT-2026-00042.1`.
pub(super) fn without_number(folder: &str) -> &str {
    match folder.rsplit_once('.') {
        Some((id, number)) if number.parse::<u32>().is_ok() => id,
        _ => folder,
    }
}

pub(super) fn name_is_good(name: &str) -> bool {
    let first = name.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric());
    let rest = name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'));
    first && rest && name.len() <= NAME_CHARS_MAX && !name.eq_ignore_ascii_case(MANIFEST)
}

pub(super) fn id_is_good(id: &str) -> bool {
    let first = id.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric());
    let rest = id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    first && rest && id.len() <= ID_CHARS_MAX
}

pub(super) fn year_is_good(year: &str) -> bool {
    year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit())
}
