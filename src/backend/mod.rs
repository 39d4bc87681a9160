//! Account systems that set a password by themselves: a program, or an LDAP directory. Knows one
//! account and one secret at a time; no case, no mail, no rule of when it may be done.
//!
//! Setting is repeat-safe: the secret is made before the call and "set to this" is asked, never "make
//! one" (`security.md` B.1), so whatever became of one call, the next one voids it.
mod command;
mod ldap;

pub use command::CommandSettings;
pub use ldap::{LdapSettings, Method, MustChange};

use crate::directory::{Account, is_user_id};
use crate::secret::{Generated, Shape};
use std::collections::BTreeMap;

/// The name in the register of accounts that Admin PPE changes by hand.
pub const MANUAL: &str = "manual";

/// What became of one call. The reasons are shown to staff; no secret is in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SetOutcome {
    /// The account has this password now, and no other.
    Done,
    /// Certainly not usable, and asking again changes nothing: a person must act.
    Permanent(String),
    /// Certainly not set; worth another try.
    Temporary(String),
    /// It may be set or not.
    Unknown(String),
}

/// Whether a secret opens the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verified {
    Live,
    NotLive,
    CannotTell,
}

/// What the operator should know of a back-end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Health {
    /// One line each, in Indonesian.
    pub lines: Vec<String>,
    /// Whether it makes the holder choose a password of his own at the first login.
    pub forces_change: bool,
}

/// One account system.
#[derive(Debug)]
pub enum Backend {
    Command(CommandSettings),
    Ldap(Box<LdapSettings>),
}

impl Backend {
    /// Whether the account can be changed now; nothing is changed. `Err` is why not.
    pub async fn ready(&self, account: &Account) -> Result<(), SetOutcome> {
        shape(account)?;
        match self {
            Backend::Command(settings) => settings.ready(),
            Backend::Ldap(settings) => settings.ready(account).await,
        }
    }

    /// Sets the password. `op` is the number of this very call, for the back-end's own log.
    pub async fn set(&self, account: &Account, secret: &Generated, op: &str) -> SetOutcome {
        if let Err(refused) = shape(account) {
            return refused;
        }
        let outcome = match self {
            Backend::Command(settings) => settings.set(account, secret, op).await,
            Backend::Ldap(settings) => settings.set(account, secret).await,
        };
        outcome.map_text(|text| tidy(&secret.cut_from(&text)))
    }

    /// Whether this secret opens the account now.
    pub async fn verify(&self, account: &Account, secret: &Generated) -> Verified {
        if shape(account).is_err() {
            return Verified::CannotTell;
        }
        match self {
            Backend::Command(settings) => settings.verify(account, secret).await,
            Backend::Ldap(settings) => settings.verify(account, secret).await,
        }
    }

    /// Really asks, for `loket check --online`; changes nothing.
    pub async fn check(&self) -> Result<Health, String> {
        match self {
            Backend::Command(settings) => settings.check().await,
            Backend::Ldap(settings) => settings.check().await,
        }
        .map_err(|text| tidy(&text))
    }
}

impl SetOutcome {
    fn map_text(self, with: impl FnOnce(String) -> String) -> SetOutcome {
        match self {
            SetOutcome::Done => SetOutcome::Done,
            SetOutcome::Permanent(text) => SetOutcome::Permanent(with(text)),
            SetOutcome::Temporary(text) => SetOutcome::Temporary(with(text)),
            SetOutcome::Unknown(text) => SetOutcome::Unknown(with(text)),
        }
    }

    /// The word for the log.
    pub fn as_str(&self) -> &'static str {
        match self {
            SetOutcome::Done => "done",
            SetOutcome::Permanent(_) => "permanent",
            SetOutcome::Temporary(_) => "temporary",
            SetOutcome::Unknown(_) => "unknown",
        }
    }
}

/// A user ID of the register may be older than its rules; none leaves this room that could be read
/// as an option, a filter or a path (`security.md` A4-63, A4-64).
fn shape(account: &Account) -> Result<(), SetOutcome> {
    if is_user_id(&account.user_id) && !account.user_id.starts_with('-') {
        return Ok(());
    }
    let text =
        "user ID di register berisi karakter yang tidak diizinkan untuk penggantian otomatis";
    Err(SetOutcome::Permanent(text.into()))
}

/// Words of a program or a server as one short line.
fn tidy(text: &str) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(TEXT_CHARS) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

const TEXT_CHARS: usize = 300;

/// An account system as the office has it.
#[derive(Debug)]
pub struct System {
    pub backend: Backend,
    /// What it wants of a password.
    pub shape: Shape,
}

/// Every account system of the configuration, by the name the register calls it.
#[derive(Debug, Default)]
pub struct Backends(BTreeMap<String, System>);

impl Backends {
    pub fn new(all: impl IntoIterator<Item = (String, System)>) -> Backends {
        Backends(all.into_iter().collect())
    }

    /// The system that changes this account; `None` for `manual` and for names nobody configured.
    pub fn of(&self, account: &Account) -> Option<&System> {
        self.0.get(&account.backend)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &System)> {
        self.0.iter().map(|(name, system)| (name.as_str(), system))
    }
}
