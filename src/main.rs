//! The `loket` program: hands its arguments to `cli` and turns the outcome into an exit code.
use std::process::ExitCode;

fn main() -> ExitCode {
    // Before anything else is started: the child must be alone when it confines itself.
    let word = std::env::args_os().nth(1);
    if word.as_ref().is_some_and(|word| word == "__jail") {
        return ExitCode::from(u8::try_from(loket::reader::jail_main()).unwrap_or(1));
    }
    if word.is_some_and(|word| word == "__worker") {
        let done = loket::reader::worker_main(loket::reader::Jobs {
            parse: loket::mail::parse,
            understand: loket::mail::understand,
            extract: loket::mail::attachments_bytes,
        });
        return ExitCode::from(u8::try_from(done).unwrap_or(1));
    }
    ExitCode::from(loket::cli::main(std::env::args_os()))
}
