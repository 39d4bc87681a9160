//! Settings: the file, the environment, the people. Knows every key and its default, and nothing
//! of what the rooms do with them; each adapter has its own small struct, filled by the wiring.
//! A secret is never a value here, only the place where it is kept.
mod backend;
mod certificates;
mod check;
mod choice;
mod environment;
mod error;
mod keys;
mod load;
mod papers;
mod people;
mod report;
mod retention;
mod rules;
mod settings;
mod words;

pub use backend::Backend;
pub use check::host_and_port;
pub use choice::{
    BackendKind, ClockKind, Completeness, Final, Language, LdapMethod, LogFormat, LogLevel,
    MailboxKind, PasswordShape, ReplyCarrier, Results, SecondFactor, SmtpKind, Tls, Verify,
};
pub use error::SettingsError;
pub use papers::{Papers, ScannerPlace};
pub use people::{load_people, parse_people};
pub use report::Report;
pub use retention::Retention;
pub use rules::{Digest, Limits, Log, Policy, Trust};
pub use settings::{Database, Mailbox, Office, Settings, Smtp};
pub use words::SecretSource;

#[cfg(test)]
mod tests;
