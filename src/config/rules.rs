//! Every setting that steers judgement: trust, policy, limits, digest, log. Knows no IO.
use super::choice::{
    Completeness, LogFormat, LogLevel, ReplyCarrier, Results, SecondFactor, Verify,
};
use super::words::{optional_path, optional_word, role_words, roles};
use crate::mail::{ResultsPlace, TrustSettings};
use crate::workflow::actor::Role;
use crate::workflow::policy::{Holders, PapersWanted, Standards, Warnings};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// What makes a sender believable.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Trust {
    /// The authserv-id of our own MX (RFC 8601 §2.5). No default: without it no
    /// `Authentication-Results` is believed, and only the reply token guards an approval.
    #[serde(deserialize_with = "optional_word")]
    pub authserv_id: Option<String>,
    /// Where the MX writes its results; `below` only where it takes forged ones away.
    pub results: Results,
    /// What our own servers call themselves behind `by` in `Received`.
    pub hosts: Vec<String>,
    /// `Authenticated sender` in the `Received` line of one of `hosts` proves the author.
    pub received_login: bool,
    pub verify: Verify,
    /// `IP` or `IP:port`; empty means the system's.
    pub nameservers: Vec<String>,
    /// `HOST` or `HOST:PORT` of the border, where the mail server that takes mail from outside is not
    /// `smtp.host`; only `loket check --online` writes there.
    #[serde(deserialize_with = "optional_word")]
    pub mx: Option<String>,
    /// When an approval needs more than the approver's mailbox.
    pub second_factor: SecondFactor,
    pub reply_carrier: ReplyCarrier,
    /// The character between the local part and the reply token.
    pub reply_delimiter: char,
    /// `None` means `kunci-rahasia` in `data_dir`.
    #[serde(deserialize_with = "optional_path")]
    pub secret_key_file: Option<PathBuf>,
}

impl Default for Trust {
    fn default() -> Trust {
        Trust {
            authserv_id: None,
            results: Results::default(),
            hosts: Vec::new(),
            received_login: false,
            verify: Verify::default(),
            nameservers: Vec::new(),
            mx: None,
            second_factor: SecondFactor::default(),
            reply_carrier: ReplyCarrier::default(),
            reply_delimiter: '+',
            secret_key_file: None,
        }
    }
}

impl Trust {
    /// How the border's verdict is read.
    pub fn settings(&self) -> TrustSettings {
        TrustSettings {
            authserv_id: self.authserv_id.clone(),
            results: match self.results {
                Results::Above => ResultsPlace::Above,
                Results::Below => ResultsPlace::Below,
            },
            hosts: self.hosts.clone(),
            received_login: self.received_login,
        }
    }
}

/// Where the SOP leaves room (`domain.md` §1.8).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    pub completeness: Completeness,
    /// Which papers make a request complete (A6).
    pub papers: PapersWanted,
    /// Reminder after so many working days without the missing papers (A8).
    pub reminder_working_days: u32,
    /// Closed as not followed up after so many (A8).
    pub close_working_days: u32,
    /// Late papers re-open a closed case within so many calendar days (A8).
    pub reopen_days: u32,
    pub standards: Standards,
    /// Who answers for each step.
    pub holders: Holders,
    /// At how many percent of a step's time its holder is warned; 0 never.
    pub warnings: Warnings,
    /// Whether a confirmation by telephone stops the clock of step 9 (A11).
    pub confirm_pauses_clock: bool,
    pub escalate_after_minutes: u32,
    /// Life of a reply token, in calendar days.
    pub token_days: u32,
    /// How long a new password is said to hold, in hours (`security.md` D.3).
    pub password_hours: u32,
    /// The letter before a queue number.
    pub queue_prefix: String,
}

impl Default for Policy {
    fn default() -> Policy {
        Policy {
            completeness: Completeness::default(),
            papers: PapersWanted::default(),
            reminder_working_days: 2,
            close_working_days: 5,
            reopen_days: 30,
            standards: Standards::default(),
            holders: Holders::default(),
            warnings: Warnings::default(),
            confirm_pauses_clock: false,
            escalate_after_minutes: 60,
            token_days: 7,
            password_hours: 24,
            queue_prefix: "A".into(),
        }
    }
}

/// What one day, one sender and one mail may cost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    pub max_mail_bytes: u64,
    pub batch_mails: u32,
    pub batch_bytes: u64,
    /// New requests of one sender that are answered; further ones are held (`security.md` A4-72).
    pub requests_per_sender_per_day: u32,
    /// Mails of one sender that are handled within an hour; further ones are held (A4-95).
    pub mails_per_sender_per_hour: u32,
    /// Letters to applicants that leave within an hour; further ones wait (A4-72).
    pub answers_per_hour: u32,
    /// Approvals for one account in 24 hours, for one unit and in all in an hour (A4-75).
    pub approvals_per_account_per_day: u32,
    pub approvals_per_unit_per_hour: u32,
    pub approvals_per_hour: u32,
    /// Tries before a mail is set aside.
    pub mail_attempts: u32,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            max_mail_bytes: 30 * 1024 * 1024,
            batch_mails: 20,
            batch_bytes: 8 * 1024 * 1024,
            requests_per_sender_per_day: 20,
            mails_per_sender_per_hour: 30,
            answers_per_hour: 5000,
            approvals_per_account_per_day: 3,
            approvals_per_unit_per_hour: 20,
            approvals_per_hour: 100,
            mail_attempts: 3,
        }
    }
}

/// The daily digest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Digest {
    /// Local time of the office, on working days.
    pub time: jiff::civil::Time,
    /// Who gets it.
    #[serde(deserialize_with = "roles", serialize_with = "role_words")]
    pub to: Vec<Role>,
    /// The end of the calendar is told so many weeks before.
    pub calendar_weeks: u32,
}

impl Default for Digest {
    fn default() -> Digest {
        Digest {
            time: jiff::civil::Time::constant(7, 30, 0, 0),
            to: vec![Role::Helpdesk, Role::AdminPpe, Role::Supervisor],
            calendar_weeks: 6,
        }
    }
}

/// The log on standard error.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Log {
    pub format: LogFormat,
    pub level: LogLevel,
}
