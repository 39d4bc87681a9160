//! The verbs that do the work itself: `loket run` and `loket tick`. Settings, people and the log
//! are made ready here; the daemon's rooms are waited for, and until then it says so.
use super::args::TickArgs;
use super::{CliError, Context, Exit, logging};
use crate::config::ClockKind;

/// Refuses with code 3 once settings, people and log are ready.
pub async fn run(context: &Context) -> Result<Exit, CliError> {
    let settings = context.settings()?;
    context.people(&settings)?;
    logging::start(&settings.log)?;
    Err(CliError::not_built("run"))
}

/// Refuses with code 3 once settings, people and log are ready, and at once a `--now` in earnest.
pub async fn tick(args: &TickArgs, context: &Context) -> Result<Exit, CliError> {
    let settings = context.settings()?;
    if args.now.is_some() && settings.clock != ClockKind::Simulated {
        let why = "--now hanya boleh bila pengaturan berisi clock = \"simulated\"";
        return Err(CliError::Refused(why.into()));
    }
    context.people(&settings)?;
    logging::start(&settings.log)?;
    Err(CliError::not_built("tick"))
}
