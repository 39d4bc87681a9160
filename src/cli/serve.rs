//! The verbs that do the work itself: `loket run` and `loket tick`.
use super::args::TickArgs;
use super::{CliError, Context, Exit, logging, output};
use crate::clock::{Clock, SimulatedClock, SystemClock};
use crate::config::{ClockKind, Settings};
use crate::daemon::{Daemon, ProcessLock, RunError, TickError};
use std::sync::Arc;

/// Works until it is told to stop.
pub async fn run(context: &Context) -> Result<Exit, CliError> {
    let settings = context.settings()?;
    if settings.clock == ClockKind::Simulated {
        let why = "clock = \"simulated\" hanya untuk `loket tick`; pakai clock = \"system\"";
        return Err(CliError::Refused(why.into()));
    }
    logging::start(&settings.log)?;
    let (daemon, lock) = open(settings, context, Arc::new(SystemClock)).await?;
    daemon.run(lock).await?;
    Ok(Exit::Done)
}

/// Does once all that is due, and says when it wants to run next.
pub async fn tick(args: &TickArgs, context: &Context) -> Result<Exit, CliError> {
    let settings = context.settings()?;
    if args.now.is_some() && settings.clock != ClockKind::Simulated {
        let why = "--now hanya boleh bila pengaturan berisi clock = \"simulated\"";
        return Err(CliError::Refused(why.into()));
    }
    logging::start(&settings.log)?;
    let start = args.now.unwrap_or_else(|| SystemClock.now());
    let clock = Arc::new(SimulatedClock::new(start));
    let (mut daemon, _lock) = open(settings, context, clock.clone()).await?;
    // Time never goes backwards, whatever an earlier round was told.
    let last = daemon.store.meta("last_tick").await?.and_then(|text| text.parse().ok());
    let now = clock.advance_to(last.unwrap_or(start));
    daemon.recover(now).await?;
    let next = daemon.tick(now).await;
    daemon.close().await;
    match next? {
        Some(at) => output::print(&format!("{at}\n"))?,
        None => output::tell("tidak ada pekerjaan yang menunggu"),
    }
    Ok(Exit::Done)
}

/// Lock first: two processes on one data folder would do things twice.
async fn open(
    settings: Settings,
    context: &Context,
    clock: Arc<dyn Clock>,
) -> Result<(Daemon, ProcessLock), CliError> {
    let data_dir = settings.data_dir.clone();
    crate::daemon::make_private_dir(&data_dir)?;
    let lock = ProcessLock::take(&data_dir)?;
    let daemon = Daemon::open(settings, context.settings_file(), clock).await?;
    Ok((daemon, lock))
}

impl From<RunError> for CliError {
    fn from(error: RunError) -> CliError {
        CliError::Unavailable(error.to_string())
    }
}

impl From<TickError> for CliError {
    fn from(error: TickError) -> CliError {
        CliError::Unavailable(error.to_string())
    }
}
