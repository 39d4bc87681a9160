//! The `loket` program: hands its arguments to `cli` and turns the outcome into an exit code.
use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(loket::cli::main(std::env::args_os()))
}
