//! The verb that brings the database up to date: `loket migrate`. Waits for the store; until then
//! it says so.
use super::{CliError, Context, Exit};

/// Refuses with code 3.
pub async fn run(context: &Context) -> Result<Exit, CliError> {
    context.settings()?;
    Err(CliError::not_built("migrate"))
}
