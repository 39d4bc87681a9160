//! One process a data folder: a second `run` or `tick` is refused instead of doing things twice.
use super::BuildError;
use rustix::fs::{FlockOperation, flock};
use std::fs::File;
use std::path::Path;

/// Held as long as the process works; the kernel lets go when it dies, however it dies.
#[derive(Debug)]
pub struct ProcessLock {
    _file: File,
}

impl ProcessLock {
    pub fn take(data_dir: &Path) -> Result<ProcessLock, BuildError> {
        let path = data_dir.join("loket.lock");
        let open = File::options().create(true).truncate(false).write(true).open(&path);
        let file = open.map_err(|e| {
            BuildError::Settings(format!("{} tidak dapat dibuka: {e}", path.display()))
        })?;
        flock(&file, FlockOperation::NonBlockingLockExclusive).map_err(|_| {
            BuildError::Unavailable(format!(
                "Loket lain sedang bekerja pada {}; hentikan dahulu",
                data_dir.display()
            ))
        })?;
        Ok(ProcessLock { _file: file })
    }
}
