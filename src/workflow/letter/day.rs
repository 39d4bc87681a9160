//! The position of a day and the lines of its lists, as data. Knows no sentence and no case's content.
use crate::workflow::actor::Role;
use crate::workflow::case::{Deviation, Holder, Kind, State};
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

/// [M9] The position of the day, as one reader gets it. Counts are cases unless said otherwise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Digest {
    /// The civil day reported, `YYYY-MM-DD`.
    pub date: String,
    pub at: Timestamp,
    #[serde(default)]
    pub audience: Audience,
    /// On somebody's order, beside the daily one.
    #[serde(default)]
    pub by_hand: bool,
    /// What to do now, the most urgent first.
    #[serde(default)]
    pub todo: Vec<Todo>,
    /// Working days whose digest nobody got: Loket did not run.
    #[serde(default)]
    pub missed: Vec<String>,
    pub closing: Option<Timestamp>,
    pub unopened: u32,
    pub checking: u32,
    pub waiting_applicant: u32,
    pub waiting_due_today: u32,
    pub at_admin_ppe: u32,
    pub over_standard: u32,
    /// The result is with the mail server.
    #[serde(default)]
    pub on_the_way: u32,
    pub delivered_today: u32,
    pub rejected_today: u32,
    /// What happened since the digest before this one.
    #[serde(default)]
    pub since: Option<Since>,
    pub held: Vec<HeldLine>,
    /// All of them, also where the reader is not shown the list.
    #[serde(default)]
    pub held_count: u32,
    /// Cases somebody disowned, and orders a restore froze.
    #[serde(default)]
    pub frozen: Vec<FrozenLine>,
    #[serde(default)]
    pub frozen_orders: Vec<FrozenOrder>,
    /// Acknowledgements that were muted in the last day.
    #[serde(default)]
    pub muted: u32,
    /// Cases whose result did not arrive.
    pub failed_deliveries: u32,
    /// Letters that did not arrive or whose end is unknown.
    #[serde(default)]
    pub failed_letters: Vec<FailedLetter>,
    /// Letters that should have left by now.
    #[serde(default)]
    pub unsent: Option<Unsent>,
    /// Mails set aside, ever.
    pub quarantined: u32,
    /// Open cases whose next deadline is today or past, the most urgent first.
    #[serde(default)]
    pub due_today: Vec<CaseLine>,
    /// The other open cases, the most urgent first.
    pub open: Vec<CaseLine>,
    /// The open case that came first.
    #[serde(default)]
    pub oldest: Option<CaseLine>,
    /// Steps that run past their standard now.
    #[serde(default)]
    pub overdue: Vec<OverdueLine>,
    pub deviations: Vec<DeviationLine>,
    /// Requests of the last working days, the newest last.
    #[serde(default)]
    pub days: Vec<DayFigures>,
    /// Steps of this month against their standard.
    #[serde(default)]
    pub steps: Vec<StepFigures>,
    /// Mails fetched in total and the sum of their recorded outcomes: they must be equal.
    pub mails_arrived: u64,
    pub mails_with_outcome: u64,
    /// The outcomes by name.
    #[serde(default)]
    pub outcomes: Vec<OutcomeLine>,
    pub last_fetch: Option<Timestamp>,
    /// From the server's receipt to our row, of the mails since the last digest.
    #[serde(default)]
    pub lag: Option<Lag>,
    /// Head of the event log's hash chain, hex.
    pub log_head: String,
    pub log_length: u64,
    pub next_working_day: Option<String>,
    /// Last day the calendar's holidays are known for, `YYYY-MM-DD`.
    pub calendar_until: Option<String>,
    /// That day is near: the next year's holidays must be entered.
    #[serde(default)]
    pub calendar_ends: bool,
    /// Files of the settings that changed since the last digest.
    #[serde(default)]
    pub changes: Vec<String>,
}

/// Whose digest it is: the union of a person's roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audience {
    /// Everything.
    pub helpdesk: bool,
    /// What waits for Admin PPE, and its deviations.
    pub admin_ppe: bool,
    /// Counts and deviations.
    pub supervisor: bool,
}

impl Audience {
    /// What a person with these roles sees. Front office serves the helpdesk's counter.
    pub fn of(roles: &[Role]) -> Audience {
        let has = |role| roles.contains(&role);
        Audience {
            helpdesk: has(Role::Helpdesk) || has(Role::FrontOffice),
            admin_ppe: has(Role::AdminPpe),
            supervisor: has(Role::Supervisor),
        }
    }

    /// Whether a missed standard of this holder concerns the reader.
    pub fn concerns(self, holder: Holder) -> bool {
        self.helpdesk || self.supervisor || (self.admin_ppe && holder == Holder::AdminPpe)
    }
}

/// The whole one.
impl Default for Audience {
    fn default() -> Audience {
        Audience { helpdesk: true, admin_ppe: false, supervisor: false }
    }
}

/// One thing somebody should do now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Todo {
    pub key: TodoKey,
    pub n: u64,
    /// The first of the cases it is about.
    #[serde(default)]
    pub cases: Vec<String>,
}

/// What is to be done, in the order it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TodoKey {
    /// Mails without an outcome, or outcomes without a mail.
    MailLost,
    /// No mailbox was read for so many minutes.
    FetchStale,
    Overdue,
    DeliveryFailed,
    Unopened,
    /// Papers or results that wait for Admin PPE.
    Verify,
    Checking,
    Unexplained,
    LetterFailed,
    Unsent,
    Held,
    Frozen,
    FrozenOrders,
    Quarantined,
    CalendarEnds,
}

impl TodoKey {
    /// Loket itself is not well: the letter says so in its subject.
    pub fn is_alarm(self) -> bool {
        matches!(self, TodoKey::MailLost | TodoKey::FetchStale)
    }
}

/// What happened since the digest before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Since {
    pub at: Timestamp,
    pub arrived: u32,
    pub delivered: u32,
    pub rejected: u32,
    /// Closed otherwise: not followed up, withdrawn, out of scope.
    pub closed: u32,
}

/// A letter that failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailedLetter {
    /// Number of the order.
    pub id: i64,
    /// Empty for lists.
    pub id_case: String,
    pub letter: Option<String>,
    pub to: Option<String>,
    /// `failed`, `unknown` or `bounced`.
    pub state: String,
    pub error: Option<String>,
}

/// Letters that wait longer than they should.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsent {
    pub count: u32,
    pub oldest: Timestamp,
}

/// A step that runs past its standard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverdueLine {
    pub id: String,
    pub step: u8,
    pub holder: Holder,
    pub due: Timestamp,
}

/// Requests of one working day; what came on the days off before it counts there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayFigures {
    pub date: String,
    pub arrived: u32,
    pub delivered: u32,
    pub rejected: u32,
    /// Closed otherwise.
    pub closed: u32,
}

/// How often a step was done this month, and how often within its standard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepFigures {
    pub step: u8,
    /// Whose step it is; `None` in digests from before holders could be chosen.
    #[serde(default)]
    pub holder: Option<Holder>,
    pub total: u32,
    pub within: u32,
    /// Whole percent, never rounded up to 100.
    pub percent: u32,
}

/// How many mails ended so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutcomeLine {
    pub outcome: String,
    pub total: u64,
    /// Of these, since the last digest.
    pub recent: u64,
}

/// How long mails lay on the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lag {
    pub mails: u64,
    pub median_seconds: u64,
    pub longest_seconds: u64,
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
