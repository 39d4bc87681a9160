//! The operator's verbs: reads the command line, hands it to one file per verb, and turns what came
//! of it into an exit code. Knows no SQL, no protocol and no rule of the SOP.
mod accounts;
mod archive;
mod args;
mod case;
mod case_paper;
mod case_view;
mod check;
mod check_backends;
mod check_border;
mod check_factors;
mod check_online;
mod check_papers;
mod check_reader;
mod completions;
mod context;
mod demo;
mod digest;
mod enrol;
mod explain;
mod explain_files;
mod held;
pub mod logging;
mod migrate;
mod open;
mod outcome;
pub mod output;
mod panic;
mod queue;
mod reconcile;
mod report;
mod report_file;
mod report_sheets;
mod serve;
mod staff;
mod usage;
mod version;

pub use args::{Cli, RoleWord, Verb};
pub use check::{Finding, Severity};
pub use context::Context;
pub use outcome::{CliError, Exit};

use clap::error::ErrorKind;
use std::ffi::OsString;

/// A bug of ours: the work was not done and may be tried again, as with anything unavailable.
const PANICKED: u8 = 3;

/// The whole program but the hidden worker: `arguments` begin with the program's name. Returns the
/// exit code of the contract. No panic passes: it is one line on standard error and code 3.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    panic::install();
    // Where the kernel refuses, the unit file's LimitCORE still holds.
    let _ = crate::secret::seclude();
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    std::panic::catch_unwind(|| start(arguments)).unwrap_or(PANICKED)
}

fn start(arguments: Vec<OsString>) -> u8 {
    let cli = match Cli::read(arguments) {
        Ok(cli) => cli,
        Err(error)
            if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) =>
        {
            // Help for a reader that has left is no failure.
            let _ = output::print(&usage::help(&error));
            return 0;
        }
        Err(error) => {
            output::tell(&format!("loket: {}", usage::sentence(&error)));
            return 2;
        }
    };
    // One thread: the work waits for the database and for the net, and every hand-over from thread
    // to thread costs more than what it would run beside.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let ended = match runtime {
        Ok(runtime) => runtime.block_on(run(cli)),
        Err(error) => Err(CliError::Unavailable(format!("utas tidak dapat dibuat: {error}"))),
    };
    match ended {
        Ok(exit) => exit.code(),
        Err(CliError::ReaderGone) => 0,
        Err(error) => {
            output::tell(&format!("loket: {}", one_line(&error.to_string())));
            error.code()
        }
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Carries out one verb.
pub async fn run(cli: Cli) -> Result<Exit, CliError> {
    let context = Context::new(cli.config);
    match cli.verb {
        Verb::Run => serve::run(&context).await,
        Verb::Tick(args) => serve::tick(&args, &context).await,
        Verb::Demo(args) => demo::run(&args).await,
        Verb::Check(args) => check::run(&args, &context).await,
        Verb::Explain(args) => explain::run(&args, &context).await,
        Verb::Case(args) => case::run(&args, &context).await,
        Verb::Queue(args) => queue::run(&args, &context).await,
        Verb::Held(args) => held::run(&args, &context).await,
        Verb::Accounts(args) => accounts::run(&args, &context).await,
        Verb::Staff(args) => staff::run(&args, &context).await,
        Verb::Digest(args) => digest::run(&args, &context).await,
        Verb::Archive(args) => archive::run(&args, &context).await,
        Verb::Report(args) => report::run(&args, &context).await,
        Verb::Reconcile(args) => reconcile::run(&args, &context).await,
        Verb::Migrate => migrate::run(&context).await,
        Verb::Version => version::run(),
        Verb::Completions(args) => completions::run(&args),
    }
}

#[cfg(test)]
mod tests;
