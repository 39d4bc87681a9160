//! Rows of the log as the fold reads them: only the fields it needs, so that a long log is read fast
//! and an older row with fewer fields still counts. Knows the shape of events, not their meaning.
use crate::document::Reading;
use crate::workflow::actor::{Applicant, PersonRef, Role};
use crate::workflow::case::{AccountRef, Earlier, Kind, Missing};
use crate::workflow::command::Command;
use crate::workflow::event::{Remark, Scope};
use jiff::Timestamp;
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};

/// One row of the log of one case.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    pub at: Timestamp,
    /// Short name of the event.
    pub event: &'a str,
    pub before: &'a str,
    pub after: &'a str,
    /// JSON: `{"actor": …, "event": {…}}`.
    pub body: &'a str,
}

#[derive(Deserialize)]
pub(super) struct Body<T> {
    pub event: T,
    /// Why a command of staff was not done.
    #[serde(default)]
    pub refused: Option<IgnoredAny>,
    /// What the applicant was asked for with this row.
    #[serde(default)]
    pub missing: Option<Vec<Missing>>,
}

impl Row<'_> {
    pub(super) fn read<T: DeserializeOwned>(&self) -> Option<Body<T>> {
        serde_json::from_str(self.body).ok()
    }
}

/// A paper, known by its content.
#[derive(Deserialize)]
pub(super) struct Paper {
    #[serde(default)]
    pub sha256: String,
}

/// An event of which only the row beside it matters.
#[derive(Deserialize)]
pub(super) struct Any {}

#[derive(Deserialize)]
pub(super) struct Arrived {
    #[serde(default)]
    pub papers: Vec<Paper>,
    pub applicant: Applicant,
    #[serde(default)]
    pub accounts: Vec<AccountRef>,
    #[serde(default)]
    pub earlier: Vec<Earlier>,
    pub kind: Option<Kind>,
    #[serde(default)]
    pub remarks: Vec<Remark>,
    pub received_at: Timestamp,
    /// Of a visitor: when he wrote himself into the guest book.
    #[serde(default)]
    pub guestbook_at: Option<Timestamp>,
    #[serde(default)]
    pub out_of_scope: Option<Scope>,
}

#[derive(Deserialize)]
pub(super) struct Added {
    pub received_at: Timestamp,
    #[serde(default)]
    pub papers: Vec<Paper>,
    #[serde(default)]
    pub remarks: Vec<Remark>,
    pub kind: Option<Kind>,
    #[serde(default)]
    pub user_ids: Vec<String>,
    #[serde(default)]
    pub by_staff: Option<IgnoredAny>,
}

#[derive(Deserialize)]
pub(super) struct Staff {
    pub received_at: Timestamp,
    pub by: PersonRef,
    pub role: Role,
    pub command: Command,
    #[serde(default)]
    pub papers: Vec<Paper>,
    #[serde(default)]
    pub accounts: Vec<AccountRef>,
    pub secret: Option<i64>,
}

#[derive(Deserialize)]
pub(super) struct Read {
    #[serde(default)]
    pub sha256: String,
    pub reading: Reading,
}

#[derive(Deserialize)]
pub(super) struct Letter {
    #[serde(default)]
    pub template: String,
    #[serde(default)]
    pub staff: bool,
}

/// The step an explanation begins with, and the words behind it: `9 menunggu telepon`, `langkah 9: …`.
pub(super) fn step_named(text: &str) -> Option<(u8, &str)> {
    let text = text.trim_start();
    let text = ["langkah ", "tahap "].iter().find_map(|w| text.strip_prefix(w)).unwrap_or(text);
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, rest) = text.split_at_checked(digits)?;
    let step: u8 = number.parse().ok().filter(|step| (3..=14).contains(step))?;
    let apart = !rest.starts_with(char::is_alphanumeric);
    let rest = rest.trim_start_matches([':', '.', ',', '-', ' ']);
    (apart && !rest.is_empty()).then_some((step, rest))
}
