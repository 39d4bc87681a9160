//! What happened, as the log keeps it. Knows no IO and no wording. Nothing secret is ever in an event.
use crate::document::Reading;
use crate::workflow::actor::{Applicant, PersonRef, Role};
use crate::workflow::case::{AccountRef, Deviation, Earlier, Kind, Paper};
use crate::workflow::command::Command;
use crate::workflow::deputy::Delegation;
use crate::workflow::effect::Wake;
use crate::workflow::freeze::Disowner;
use crate::workflow::scan::Scan;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One thing that happened to a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// A new request came by mail (SOP step 1); the first event of its case.
    RequestArrived(Box<Request>),
    /// Front office wrote a visitor into the guest book (SOP step 2); the first event of its case.
    GuestLogged(Box<Guest>),
    /// The applicant wrote again.
    MailAdded(Box<Added>),
    /// The applicant typed a command (`STATUS`, `BATAL`).
    ApplicantCommand { command: Command, mail: i64 },
    /// Staff typed a command and may do so (token, list and verdict were checked).
    StaffCommand(Box<Order>),
    /// The reader answered.
    PaperRead {
        mail: i64,
        sha256: String,
        reading: Box<Reading>,
        /// What the malware scanner said before; `None` where none is configured.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scan: Option<Scan>,
    },
    /// A letter was accepted by the mail server.
    LetterSent { order: i64, template: String, to: String },
    /// A letter was refused for good, or every try failed.
    LetterFailed { order: i64, template: String, to: String, staff: bool, text: String },
    /// A credential letter's end is unknown: it is never sent again (one secret, one DATA).
    LetterUnknown { order: i64, template: String, to: String, text: String },
    /// A letter came back later.
    Bounced { order: i64, template: String, to: String, staff: bool, status: String },
    /// The account's system set a password, and the letter with it was accepted.
    AccountReset { order: i64, to: String },
    /// Such a letter's end is unknown: its password is void and another will be set (INV-05).
    ResetAgain { order: i64, to: String, text: String },
    /// The account's system cannot: a person must act. `changed` if the account's former password may
    /// be void already; `void` if a password was to be voided only.
    ResetFailed { order: i64, text: String, changed: bool, void: bool },
    /// A password that came back undelivered opens nothing any more.
    ResetVoided { order: i64 },
    /// An alarm rang.
    Woke { wake: Wake },
    /// Somebody else used the reply link of a member of staff: it is revoked (`security.md` A2-23).
    LinkMisused { owner: String, role: Role, by: String, mail: i64 },
    /// Somebody it concerns says that it was not he: the case is frozen (`security.md` A4-73).
    Disowned { by: Disowner, mail: i64 },
    /// An approver put a deputy in his place: the deputy gets what waits.
    Deputised { delegation: Delegation },
    /// The calendar was corrected, and deadlines of this case moved with it.
    CalendarCorrected { digest: String, corrections: Vec<Correction> },
    /// Letters reached a limit (`security.md` A4-72, A4-95); the case itself does not move.
    Limited { limit: Limit, template: String },
    /// The dossier was written.
    Archived { manifest_sha256: String },
    /// The operator did something by hand; the case itself does not move.
    Operator { what: String },
}

impl Event {
    /// Short stable name, for the log and for metrics.
    pub fn name(&self) -> &'static str {
        match self {
            Event::RequestArrived(_) => "request_arrived",
            Event::GuestLogged(_) => "guest_logged",
            Event::MailAdded(_) => "mail_added",
            Event::ApplicantCommand { .. } => "applicant_command",
            Event::StaffCommand(_) => "staff_command",
            Event::PaperRead { .. } => "paper_read",
            Event::LetterSent { .. } => "letter_sent",
            Event::LetterFailed { .. } => "letter_failed",
            Event::LetterUnknown { .. } => "letter_unknown",
            Event::Bounced { .. } => "bounced",
            Event::AccountReset { .. } => "account_reset",
            Event::ResetAgain { .. } => "reset_again",
            Event::ResetFailed { .. } => "reset_failed",
            Event::ResetVoided { .. } => "reset_voided",
            Event::Woke { .. } => "woke",
            Event::LinkMisused { .. } => "link_misused",
            Event::Disowned { .. } => "disowned",
            Event::Deputised { .. } => "deputised",
            Event::CalendarCorrected { .. } => "calendar_corrected",
            Event::Limited { .. } => "limited",
            Event::Archived { .. } => "archived",
            Event::Operator { .. } => "operator",
        }
    }
}

impl Event {
    /// From when an event counts for the clocks: what people answer by the server's arrival time, however
    /// long nobody fetched it; everything else, Loket's own look at a new request too, when it is
    /// recorded. (That request's day is reckoned from its arrival, in `request_arrived`.)
    pub fn counts_from(&self, recorded: Timestamp) -> Timestamp {
        let arrived = match self {
            Event::MailAdded(added) => added.received_at,
            Event::StaffCommand(order) => order.received_at,
            _ => recorded,
        };
        arrived.min(recorded)
    }
}

/// One thing a corrected calendar changed in a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Correction {
    /// Step 4 is to be done by another time.
    OpenDue { from: Timestamp, to: Timestamp },
    /// The applicant may answer until another day.
    AnswerDue { from: Timestamp, to: Timestamp },
    /// The clock of a step, known by its start, is due at another time.
    Due { step: u8, started_at: Timestamp, from: Timestamp, to: Timestamp },
    /// A deviation that was none; its explanation stays here.
    Unmade { deviation: Deviation },
    /// A deviation nobody knew of.
    Made { deviation: Deviation },
    /// A deviation whose minutes are others.
    Minutes { step: u8, started_at: Timestamp, from: Option<u32>, to: Option<u32> },
}

/// What letters ran into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// The same acknowledgement to the same address too often within an hour: it is not sent.
    Muted,
    /// More answers to applicants than an hour may have: they wait their turn.
    Waiting,
}

/// A first mail, as triage understood it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Request {
    pub mail: i64,
    pub applicant: Applicant,
    /// Every account of the sender's address, or those he named.
    pub accounts: Vec<AccountRef>,
    /// Cases of the account in the 90 days before.
    pub history_90_days: u32,
    /// The newest of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Earlier>,
    pub kind: Option<Kind>,
    pub subject: String,
    /// First words, cleaned and masked.
    pub words: String,
    pub message_id: Option<String>,
    pub received_at: Timestamp,
    pub papers: Vec<Paper>,
    /// What the words of the mail say beside the kind.
    pub remarks: Vec<Remark>,
    #[serde(default)]
    pub sender: SenderCheck,
    /// Set when the request is not one this SOP covers.
    pub out_of_scope: Option<Scope>,
    /// The request claims an account but came from another address: warn its owner (M16).
    pub warn_owner: bool,
}

/// How the sender of a mail was checked, as the border and Loket itself found it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SenderCheck {
    /// The one strict From address.
    pub identity: String,
    pub trust: Trust,
    /// Sentences in Indonesian.
    pub reasons: Vec<String>,
    /// A `Reply-To` that is not the sender's address: a warning, never a destination (A1-06).
    #[serde(default)]
    pub reply_to: Option<String>,
}

/// The verdict on a sender (`security.md` A1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trust {
    Pass,
    Weak,
    Fail,
    #[default]
    None,
    Temperror,
}

/// What an approver proved beside the reach of his mailbox (`security.md` D.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// A time-based code (RFC 6238), right and never used before.
    Code,
    /// A signature by a key pinned to him.
    Signature,
}

/// What became of a typed code. The code itself is never in an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CodeCheck {
    Right,
    Wrong,
    /// Right, but accepted once before (RFC 6238 §5.2).
    Reused,
    /// The last wrong one that was allowed: from now on none counts for a while.
    Exhausted,
    /// No code counts yet.
    Locked,
    /// This person has no code.
    NotEnrolled,
}

/// What the store knows of an approval at the moment it is used, not when its letter was written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AtUse {
    /// Digest of the dossier the approver's letter showed; `None` on tokens from before digests.
    pub digest: Option<String>,
    pub sender: SenderCheck,
    pub code: Option<CodeCheck>,
    pub proof: Option<Proof>,
    /// The person has a second factor.
    pub enrolled: bool,
    /// Approvals by this person before this one.
    pub approvals_before: u32,
    /// The account as the register has it now.
    pub account: Option<AccountRef>,
    /// Approvals for this account in the last 30 days and in the last 24 hours.
    pub account_30_days: u32,
    pub account_day: u32,
    /// Approvals for accounts of the same unit, and for all, in the last hour.
    pub unit_hour: u32,
    pub all_hour: u32,
}

/// Facts read off a mail's words that completeness depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Remark {
    /// Papers are offered as a link, not as files.
    LinkOnly,
    /// More than one account is named (`domain.md` A2).
    SeveralAccounts,
    /// The mail holds a password of the sender's own.
    OwnPassword,
    /// The sender says that the holder of the office changed.
    HolderChange,
    /// The mail was over the size limit: its files were not taken.
    TooLarge,
    /// Our own check of the sender was weak or missing.
    WeakSender,
    /// The words name the user ID of another holder's account.
    OtherAccount,
}

/// What lies outside this SOP, and thus where we point to (letter M14).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    Vendor,
    CentralAccount,
    HolderChange,
    Totp,
    Other,
}

/// A further mail of the applicant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Added {
    pub mail: i64,
    pub message_id: Option<String>,
    pub received_at: Timestamp,
    pub papers: Vec<Paper>,
    pub remarks: Vec<Remark>,
    /// First words, cleaned and masked, for the timeline.
    pub excerpt: String,
    /// Kind of request its words name, if any.
    pub kind: Option<Kind>,
    /// User IDs its words name: the answer to "which account?".
    #[serde(default)]
    pub user_ids: Vec<String>,
    /// Set when staff added scans of a walk-in's papers (`domain.md` §1.9).
    pub by_staff: Option<PersonRef>,
}

/// A visitor (`domain.md` §1.9, F-1, F-2).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Guest {
    pub mail: i64,
    pub by: PersonRef,
    pub message_id: Option<String>,
    /// The queue number given, made by the store's day counter.
    pub number: String,
    pub waiting: u32,
    pub received_at: Timestamp,
    pub guestbook_at: Timestamp,
    pub applicant: Applicant,
    pub accounts: Vec<AccountRef>,
    pub institution: Option<String>,
    pub purpose: Option<String>,
    pub kind: Option<Kind>,
    pub original_decree: Option<bool>,
    /// Labels that could not be read, by their Indonesian names.
    pub unreadable: Vec<String>,
}

/// A command of staff with what makes it count.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Order {
    pub mail: i64,
    pub by: PersonRef,
    /// The role the command is used in.
    pub role: Role,
    /// Round of the token the answer carried; `None` for queue commands and `STATUS`.
    pub round: Option<u32>,
    pub command: Command,
    /// First line, passwords masked, for echoing back.
    pub echo: String,
    /// Visitors who wait when the command comes in, the one it calls among them.
    #[serde(default)]
    pub waiting: u32,
    /// Number of the sealed password that came along.
    pub secret: Option<i64>,
    /// Files that came along (scans of a walk-in's papers).
    pub papers: Vec<Paper>,
    /// Accounts of the register that the typed user ID names: where no account is known yet, Admin
    /// PPE's result says which is meant.
    #[serde(default)]
    pub accounts: Vec<AccountRef>,
    /// Set when the person is the subject of the request: refused (four eyes).
    pub own_account: bool,
    pub received_at: Timestamp,
    /// Set for decisions of Admin PPE.
    #[serde(default)]
    pub at_use: AtUse,
}

/// An event as the log has it, for timelines and reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logged {
    pub at: Timestamp,
    pub state_before: String,
    pub state_after: String,
    /// JSON: `{"actor": …, "event": {…}}`.
    pub body: String,
}
