//! The verb `loket completions`: a script for a shell, made from the grammar itself.
use super::args::{Cli, CompletionsArgs};
use super::{CliError, Exit, output};

pub fn run(args: &CompletionsArgs) -> Result<Exit, CliError> {
    output::print(&script(args.shell))?;
    Ok(Exit::Done)
}

/// The script as text: written in one go, so that a reader that has left is no panic.
pub fn script(shell: clap_complete::Shell) -> String {
    let mut bytes = Vec::new();
    clap_complete::generate(shell, &mut Cli::grammar(), "loket", &mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}
