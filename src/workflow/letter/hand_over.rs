//! The summary for Admin PPE (SOP step 8), as facts. Compares nothing and knows no sentence.
use super::sheet::PaperLine;
use crate::document::{Fields, PaperKind};
use crate::workflow::case::{Channel, Earlier, Kind};
use crate::workflow::event::{Remark, SenderCheck};
use crate::workflow::risk::Risk;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The summary for SOP step 9.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HandOver {
    /// Name of the helpdesk person, or `None` when Loket found the papers complete by itself.
    pub completed_by: Option<String>,
    pub completed_at: Timestamp,
    pub kind: Option<Kind>,
    pub channel: Channel,
    pub original_seen: bool,
    pub name: Option<String>,
    pub sender: Option<String>,
    pub sender_registered: bool,
    /// The register's row, if one is known: what Admin PPE compares with.
    pub registered: Option<RegisteredFacts>,
    /// Fields as read from the request letter and from the decree.
    // `letter` is the tag of the enum around it.
    #[serde(rename = "letter_fields")]
    pub letter: Option<Fields>,
    pub decree: Option<Fields>,
    /// The files these stand in.
    #[serde(default)]
    pub letter_file: Option<String>,
    #[serde(default)]
    pub decree_file: Option<String>,
    /// Names of the fields that were not read surely.
    #[serde(default)]
    pub letter_faint: Vec<String>,
    #[serde(default)]
    pub decree_faint: Vec<String>,
    /// How many letters and decrees came; the newest count.
    #[serde(default)]
    pub letters: u32,
    #[serde(default)]
    pub decrees: u32,
    /// What stands in for a paper that is not among them.
    #[serde(default)]
    pub stand_ins: Vec<PaperKind>,
    pub papers: Vec<PaperLine>,
    pub remarks: Vec<Remark>,
    /// The applicant's newest words, cleaned, masked and shortened.
    #[serde(default)]
    pub words: String,
    pub warnings: Vec<String>,
    /// How the sender was checked.
    #[serde(default)]
    pub check: Option<SenderCheck>,
    /// Why the approval will need more than a reply (`security.md` D.2).
    #[serde(default)]
    pub risks: Vec<Risk>,
    #[serde(default)]
    pub two_approvers: bool,
    /// Masked address the result will go to; `None` if no account is known yet.
    pub destination: Option<String>,
    pub due: Timestamp,
    pub standard_minutes: u32,
    /// How many cases this account had in the last 90 days, this one not counted.
    pub history_90_days: u32,
    /// The newest of them.
    #[serde(default)]
    pub earlier: Vec<Earlier>,
    /// Hand-over number; above 1 the earlier one is void.
    pub round: u32,
    pub copy: bool,
}

/// What the register says of the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisteredFacts {
    pub user_id: String,
    pub name: String,
    pub nip: Option<String>,
    pub unit: Option<String>,
}
