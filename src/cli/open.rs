//! Opens the database for a verb: its folder and key are made where neither is there yet.
use super::CliError;
use crate::config::Settings;
use crate::daemon::load_key;
use crate::store::{Store, StoreError};
use std::os::unix::fs::DirBuilderExt;
use std::sync::Arc;

/// The database, migrated, with the installation's key.
pub async fn store(settings: &Settings) -> Result<Store, CliError> {
    let folder = &settings.data_dir;
    let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(|e| CliError::Unavailable(format!("data_dir {}: {e}", folder.display())))?;
    let key = Arc::new(load_key(settings)?);
    let days = i64::from(settings.policy.token_days);
    Ok(Store::open(&settings.database_url(), key, days).await?)
}

impl From<StoreError> for CliError {
    fn from(error: StoreError) -> CliError {
        CliError::Unavailable(error.to_string())
    }
}
