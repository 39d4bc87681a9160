//! The verb for the daily digest on demand: `loket digest`. Waits for the store; until then it says so.
use super::args::DigestArgs;
use super::{CliError, Context, Exit};

/// Refuses with code 3.
pub async fn run(_args: &DigestArgs, context: &Context) -> Result<Exit, CliError> {
    context.settings()?;
    Err(CliError::not_built("digest"))
}
