//! The position of a day and the lines of its lists, as data. Knows no sentence and no case's content.
use crate::workflow::case::{Deviation, Kind, State};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One case in a list or in the digest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseLine {
    pub id: String,
    pub state: State,
    pub kind: Option<Kind>,
    pub name: Option<String>,
    pub unit: Option<String>,
    pub received_at: Timestamp,
    pub next_due: Option<Timestamp>,
    /// Who said AMBIL.
    #[serde(default)]
    pub taken_by: Option<String>,
}

/// [M9] The position of the day. Counts are cases unless said otherwise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Digest {
    /// The civil day reported, `YYYY-MM-DD`.
    pub date: String,
    pub at: Timestamp,
    pub closing: Option<Timestamp>,
    pub unopened: u32,
    pub checking: u32,
    pub waiting_applicant: u32,
    pub waiting_due_today: u32,
    pub at_admin_ppe: u32,
    pub over_standard: u32,
    pub delivered_today: u32,
    pub rejected_today: u32,
    pub held: Vec<HeldLine>,
    /// Cases somebody disowned, and orders a restore froze.
    #[serde(default)]
    pub frozen: Vec<FrozenLine>,
    #[serde(default)]
    pub frozen_orders: Vec<FrozenOrder>,
    /// Acknowledgements that were muted in the last day.
    #[serde(default)]
    pub muted: u32,
    pub failed_deliveries: u32,
    pub quarantined: u32,
    pub open: Vec<CaseLine>,
    pub deviations: Vec<DeviationLine>,
    /// Mails fetched in total and the sum of their recorded outcomes: they must be equal.
    pub mails_arrived: u64,
    pub mails_with_outcome: u64,
    pub last_fetch: Option<Timestamp>,
    /// Head of the event log's hash chain, hex.
    pub log_head: String,
    pub log_length: u64,
    pub next_working_day: Option<String>,
    /// Last day the calendar's holidays are known for, `YYYY-MM-DD`.
    pub calendar_until: Option<String>,
}

/// A frozen case in the digest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenLine {
    pub id: String,
    pub state: State,
    pub at: Timestamp,
    /// Who said that it was not he.
    pub by: String,
}

/// An order that waits for a person after a restore.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenOrder {
    pub id: i64,
    /// Empty for lists.
    pub id_case: String,
    pub letter: Option<String>,
}

/// A parked mail in the digest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldLine {
    pub id: i64,
    pub from: String,
    pub subject: String,
    pub received_at: Timestamp,
    pub reason: String,
}

/// A deviation in the digest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeviationLine {
    pub id: String,
    pub deviation: Deviation,
}
