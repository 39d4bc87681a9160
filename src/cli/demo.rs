//! The verb `loket demo`: the whole SOP on this machine, nothing installed, nothing configured.
use super::args::DemoArgs;
use super::{CliError, Exit, output};
use crate::demo::{DemoError, play};

pub async fn run(args: &DemoArgs) -> Result<Exit, CliError> {
    // A reader that leaves does not stop the play; its end is told by the exit code.
    play(&args.dir, |text| drop(output::print(text))).await?;
    Ok(Exit::Done)
}

impl From<DemoError> for CliError {
    fn from(error: DemoError) -> CliError {
        match error {
            DemoError::Occupied(_) => CliError::Input(error.to_string()),
            _ => CliError::Unavailable(error.to_string()),
        }
    }
}
