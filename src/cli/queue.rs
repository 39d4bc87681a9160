//! The verb for orders: `loket queue list|show|retry|drop`. Waits for the store; until then it says so.
use super::args::QueueArgs;
use super::{CliError, Context, Exit};

/// Refuses with code 3.
pub async fn run(_args: &QueueArgs, context: &Context) -> Result<Exit, CliError> {
    context.settings()?;
    Err(CliError::not_built("queue"))
}
