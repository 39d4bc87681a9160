//! The verb `loket version`.
use super::{CliError, Exit, output};

pub fn run() -> Result<Exit, CliError> {
    output::print(&format!("loket {}\n", env!("CARGO_PKG_VERSION")))?;
    Ok(Exit::Done)
}
