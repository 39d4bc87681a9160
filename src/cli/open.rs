//! Opens what the verbs need beside the settings: the installation's key and the database. A key
//! that is missing is made, once, readable by its owner alone.
use super::CliError;
use crate::config::Settings;
use crate::secret::{Key, SECRET_LEN};
use crate::store::{Store, StoreError};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;
use std::sync::Arc;
use zeroize::Zeroizing;

/// The database, migrated, with the installation's key.
pub async fn store(settings: &Settings) -> Result<Store, CliError> {
    let key = Arc::new(key(settings)?);
    let days = i64::from(settings.policy.token_days);
    Ok(Store::open(&settings.database_url(), key, days).await?)
}

/// The installation's key; made together with `data_dir` where neither is there yet.
pub fn key(settings: &Settings) -> Result<Key, CliError> {
    let path = settings.secret_key_file();
    let shown = path.display();
    let failed = |e: std::io::Error| CliError::Unavailable(format!("{shown}: {e}"));
    let bytes = match read_key(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            std::fs::DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(&settings.data_dir)
                .map_err(|e| {
                    CliError::Unavailable(format!("{}: {e}", settings.data_dir.display()))
                })?;
            write_new_key(&path)?;
            read_key(&path).map_err(failed)?
        }
        other => other.map_err(failed)?,
    };
    Key::from_bytes(&bytes).map_err(|e| CliError::Input(format!("{shown}: {e}")))
}

fn read_key(path: &Path) -> std::io::Result<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(SECRET_LEN + 1));
    std::fs::File::open(path)?.take(SECRET_LEN as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Writes a fresh key beside its place and links it in, so that a crash leaves a whole key or none,
/// and of two who start together both end up with the same.
fn write_new_key(path: &Path) -> Result<(), CliError> {
    let failed = |e: std::io::Error| CliError::Unavailable(format!("{}: {e}", path.display()));
    let fresh = Key::fresh_bytes().map_err(|e| CliError::Unavailable(e.to_string()))?;
    let draft = path.with_extension(format!("baru-{}", std::process::id()));
    let made = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft);
    let written = made.and_then(|mut file| {
        file.write_all(fresh.as_slice())?;
        file.sync_all()
    });
    let linked = written.and_then(|()| match std::fs::hard_link(&draft, path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => std::fs::File::open(path.parent().unwrap_or(Path::new(".")))?.sync_all(),
    });
    let removed = std::fs::remove_file(&draft);
    linked.and(removed).map_err(failed)
}

impl From<StoreError> for CliError {
    fn from(error: StoreError) -> CliError {
        CliError::Unavailable(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_key_is_made_once_and_for_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let data_dir = folder.path().join("data");
        let settings = Settings { data_dir: data_dir.clone(), ..Settings::default() };
        let first = key(&settings).unwrap().token(1);
        assert_eq!(key(&settings).unwrap().token(1), first);
        let path = settings.secret_key_file();
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&path), mode(&data_dir)), (0o600, 0o700));
        assert_eq!(std::fs::read_dir(&data_dir).unwrap().count(), 1, "no draft is left");
        std::fs::write(&path, b"short").unwrap();
        assert_eq!(key(&settings).err().unwrap().code(), 2);
    }
}
