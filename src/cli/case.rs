//! The verb for cases: `loket case list|show|timeline`. Waits for the store; until then it says so.
use super::args::CaseArgs;
use super::{CliError, Context, Exit};

/// Refuses with code 3.
pub async fn run(_args: &CaseArgs, context: &Context) -> Result<Exit, CliError> {
    context.settings()?;
    Err(CliError::not_built("case"))
}
