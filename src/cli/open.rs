//! Opens the database for a verb: its folder and key are made where neither is there yet.
use super::{CliError, Context};
use crate::clock::{Clock, SystemClock};
use crate::config::{ClockKind, Settings};
use crate::daemon::{Daemon, load_key};
use crate::store::{Store, StoreError};
use jiff::Timestamp;
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

/// The office's time zone, for tables.
pub fn zone(settings: &Settings) -> Result<jiff::tz::TimeZone, CliError> {
    Ok(crate::daemon::calendar(settings)?.zone().clone())
}

/// Everything put together, for the verbs that act like the daemon does. It may be running.
pub async fn daemon(settings: Settings, context: &Context) -> Result<Daemon, CliError> {
    let clock = Arc::new(SystemClock);
    Ok(Daemon::open(settings, context.settings_file(), clock).await?)
}

/// The time verbs act at: the machine's, or where a simulated clock stands.
pub async fn now(settings: &Settings, store: &Store) -> Result<Timestamp, CliError> {
    let last = store.meta("last_tick").await?.and_then(|text| text.parse().ok());
    let simulated = settings.clock == ClockKind::Simulated;
    Ok(last.filter(|_| simulated).unwrap_or_else(|| SystemClock.now()))
}

impl From<StoreError> for CliError {
    fn from(error: StoreError) -> CliError {
        CliError::Unavailable(error.to_string())
    }
}
