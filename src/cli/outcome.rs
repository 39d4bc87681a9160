//! How a verb ends: the exit codes of the contract, and the one line said when it ends badly.
use crate::config::SettingsError;
use std::io::ErrorKind;

/// How a verb ended well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0.
    Done,
    /// 1: done, with findings.
    Findings,
}

/// How a verb ended badly: one Indonesian sentence that says what, and how to mend it.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// 1: a rule says no.
    #[error("{0}")]
    Refused(String),
    /// 2: wrong use, or input that cannot be read.
    #[error("{0}")]
    Input(String),
    /// 3: something outside, or inside, is not available now; trying later may help.
    #[error("{0}")]
    Unavailable(String),
    /// Whoever read our output has left: nothing to say, nothing went wrong.
    #[error("")]
    ReaderGone,
}

impl CliError {
    /// The exit code of the contract.
    pub fn code(&self) -> u8 {
        match self {
            CliError::ReaderGone => 0,
            CliError::Refused(_) => 1,
            CliError::Input(_) => 2,
            CliError::Unavailable(_) => 3,
        }
    }
}

impl Exit {
    /// The exit code of the contract.
    pub fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::Findings => 1,
        }
    }
}

impl From<SettingsError> for CliError {
    fn from(error: SettingsError) -> CliError {
        CliError::Input(error.to_string())
    }
}

/// Of writing to standard output; reading a file is told with its name by whoever reads it.
impl From<std::io::Error> for CliError {
    fn from(error: std::io::Error) -> CliError {
        match error.kind() {
            ErrorKind::BrokenPipe => CliError::ReaderGone,
            _ => CliError::Unavailable(format!("keluaran tidak dapat ditulis: {error}")),
        }
    }
}

impl From<crate::daemon::BuildError> for CliError {
    fn from(error: crate::daemon::BuildError) -> CliError {
        use crate::daemon::BuildError;
        match error {
            BuildError::Settings(text) => CliError::Input(text),
            BuildError::Refused(text) => CliError::Refused(text),
            BuildError::Unavailable(text) => CliError::Unavailable(text),
        }
    }
}
