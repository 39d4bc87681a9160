//! The verb for parked mail: `loket held list|show|release|discard`. Waits for the store; until then it says so.
use super::args::HeldArgs;
use super::{CliError, Context, Exit};

/// Refuses with code 3.
pub async fn run(_args: &HeldArgs, context: &Context) -> Result<Exit, CliError> {
    context.settings()?;
    Err(CliError::not_built("held"))
}
