//! Durable file operations: private modes, synced files and folders, one writer's lock. Knows paths
//! and bytes, not what a dossier is.
use super::ArchiveError;
use sha2::{Digest, Sha256};
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

const DIR_MODE: u32 = 0o700;
const FILE_MODE: u32 = 0o600;
const CHUNK_BYTES: usize = 64 * 1024;

/// Names the attempt and the path in an error.
pub(super) fn io_error(doing: &'static str, path: &Path) -> impl Fn(io::Error) -> ArchiveError {
    let path = path.to_owned();
    move |source| ArchiveError::Io { doing, path: path.clone(), source }
}

/// Makes a folder and those above it; new ones are private.
pub(super) fn make_dir(path: &Path) -> Result<(), ArchiveError> {
    let made = DirBuilder::new().recursive(true).mode(DIR_MODE).create(path);
    made.map_err(io_error("membuat folder", path))
}

/// Writes a file that must not be there yet, and syncs it.
pub(super) fn write_new(path: &Path, bytes: &[u8]) -> Result<(), ArchiveError> {
    let write = || -> io::Result<()> {
        let mut file =
            OpenOptions::new().write(true).create_new(true).mode(FILE_MODE).open(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(io_error("menulis", path))
}

pub(super) fn sync_dir(path: &Path) -> Result<(), ArchiveError> {
    File::open(path).and_then(|dir| dir.sync_all()).map_err(io_error("menyimpan folder", path))
}

pub(super) fn rename(from: &Path, to: &Path) -> Result<(), ArchiveError> {
    fs::rename(from, to).map_err(io_error("memindahkan ke", to))
}

pub(super) fn remove_tree(path: &Path) -> Result<(), ArchiveError> {
    match fs::remove_dir_all(path) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(io_error("mengosongkan", path)(e)),
        _ => Ok(()),
    }
}

/// Takes the one writer's lock or fails at once; it ends with the value, and with the process.
pub(super) fn lock(path: &Path) -> Result<File, ArchiveError> {
    let take = || -> io::Result<File> {
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(FILE_MODE)
            .open(path)?;
        file.try_lock()?;
        Ok(file)
    };
    take().map_err(io_error("mengunci", path))
}

/// Whether anything has this name, a dangling link included.
pub(super) fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Names in a folder, sorted. A name that is not UTF-8 is shown with replacement characters, which
/// no good name has.
pub(super) fn entries(path: &Path) -> Result<Vec<String>, ArchiveError> {
    let read = || -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(path)? {
            names.push(entry?.file_name().to_string_lossy().into_owned());
        }
        names.sort();
        Ok(names)
    };
    read().map_err(io_error("membaca folder", path))
}

/// Size and SHA-256 (hex) of a regular file; links are not followed.
pub(super) fn hash_file(path: &Path) -> io::Result<(u64, String)> {
    if !fs::symlink_metadata(path)?.is_file() {
        return Err(io::Error::other("not a regular file"));
    }
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut chunk = vec![0_u8; CHUNK_BYTES];
    let mut size = 0_u64;
    loop {
        let count = file.read(&mut chunk)?;
        let Some(bytes) = chunk.get(..count).filter(|b| !b.is_empty()) else { break };
        hasher.update(bytes);
        size = size.saturating_add(u64::try_from(count).unwrap_or(u64::MAX));
    }
    Ok((size, hex(&hasher.finalize())))
}

pub(super) fn hash_bytes(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}
