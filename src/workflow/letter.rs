//! What Loket says, as data: a closed enum, one variant for each folder under `templates/<language>/`.
//! Knows no sentence; `template` turns a letter into subject, text and HTML.
mod alarm;
mod day;
mod hand_over;
mod sheet;

pub use alarm::{Alarm, Notice};
pub use day::{
    Audience, CaseLine, DayFigures, DeviationLine, Digest, FailedLetter, FrozenLine, FrozenOrder,
    HeldLine, Lag, OutcomeLine, OverdueLine, Since, StepFigures, Todo, TodoKey, Unsent,
};
pub use hand_over::{HandOver, RegisteredFacts};
pub use sheet::{CheckSheet, Doubt, Lack, PaperLine, PartLine};

use crate::workflow::case::{Deviation, Holder, Kind, Missing, State, Unfit};
use crate::workflow::command::Unclear;
use crate::workflow::event::Scope;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A letter. The names in brackets are those of `domain.md` §7.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "letter", rename_all = "snake_case")]
pub enum Letter {
    /// [M1] to the applicant at once, day or night.
    Receipt {
        name: Option<String>,
        kind: Option<Kind>,
        received_at: Timestamp,
        effective_at: Timestamp,
        papers: Vec<String>,
        /// The mail held a password of his own: warn him kindly.
        own_password: bool,
    },
    /// [M1b] to the applicant.
    PapersReceived { name: Option<String>, received_at: Timestamp, papers: Vec<String> },
    /// [M5a] to helpdesk: a request came. With `check`, helpdesk must answer LENGKAP or KURANG.
    NewRequest(CheckSheet),
    /// [M1b, helpdesk's part] more papers came. With `check`, helpdesk must answer.
    PapersAdded(CheckSheet),
    /// [M2] to the applicant; `copy` is helpdesk's.
    MissingPapers {
        name: Option<String>,
        missing: Vec<Missing>,
        /// Files that came and cannot be used, each with what is wrong.
        #[serde(default)]
        unfit: Vec<Unfit>,
        deadline: Timestamp,
        note: Option<String>,
        copy: bool,
    },
    /// [M3] to the applicant.
    Reminder {
        name: Option<String>,
        missing: Vec<Missing>,
        #[serde(default)]
        unfit: Vec<Unfit>,
        deadline: Timestamp,
    },
    /// [M4] to the applicant; `copy` is helpdesk's. `reason` when a person closed it (TUTUP).
    ClosedNoFollowup {
        name: Option<String>,
        missing: Vec<Missing>,
        #[serde(default)]
        unfit: Vec<Unfit>,
        deadline: Option<Timestamp>,
        reopen_until: Timestamp,
        reason: Option<String>,
        copy: bool,
    },
    /// [M5] to Admin PPE, with both papers attached; `copy` is helpdesk's (no papers, no token).
    HandOver(Box<HandOver>),
    /// To Admin PPE after SETUJU: recorded, now HASIL; doubles as his receipt (D.2).
    ApprovalRecorded {
        kind: Option<Kind>,
        name: Option<String>,
        user_id: Option<String>,
        approved_at: Timestamp,
        due: Option<Timestamp>,
        /// The account asks for two approvals, and this is the first.
        #[serde(default)]
        second: bool,
        /// Who approved, where this is a second person's copy: it has no token (D.2).
        #[serde(default)]
        copy_of: Option<String>,
        /// The account's own system sets the password: nothing to type.
        #[serde(default)]
        automatic: bool,
    },
    /// [M6] to the applicant; `copy` is that of helpdesk and Admin PPE.
    Rejection { name: Option<String>, kind: Option<Kind>, reason: String, copy: bool },
    /// [M7] to the registered address alone; text only. `secret` is the number of the sealed
    /// password: the renderer opens it at the moment of sending and nothing keeps the text.
    Credentials {
        name: Option<String>,
        kind: Option<Kind>,
        user_id: String,
        secret: i64,
        /// An earlier password of this case may have arrived; it is void (K62, K63).
        #[serde(default)]
        again: bool,
        /// Until when it is to be used (`security.md` D.3); `None` in letters from before.
        #[serde(default)]
        expires_at: Option<Timestamp>,
    },
    /// To the account's second contact, and to its registered address where the result went another
    /// way (`security.md` A4-73). Without any secret.
    ResetNotice {
        name: Option<String>,
        kind: Option<Kind>,
        unit: Option<String>,
        about: Notice,
        at: Timestamp,
    },
    /// [M8] to the registered address alone.
    UserIdInformation { name: Option<String>, user_id: String, unit: Option<String> },
    /// [M7c] to helpdesk and Admin PPE, without the secret.
    ResultDelivered {
        kind: Option<Kind>,
        name: Option<String>,
        unit: Option<String>,
        /// Masked, for instance `r***@kkp.example`; absent when given by hand.
        address: Option<String>,
        delivered_at: Timestamp,
        /// Name of who received it in person (`DISAMPAIKAN LANGSUNG`).
        in_person: Option<String>,
        password: bool,
    },
    /// To helpdesk and Admin PPE: nobody can tell whether the credential letter arrived, so its
    /// secret is void; a new one must be set and typed (INV-05).
    ResultUnknown { kind: Option<Kind>, name: Option<String>, address: String, text: String },
    /// To Admin PPE: the account's own system did not do it, or its letter came back (`text` absent: its
    /// password is void). `changed`: the former password may be void; `by_hand`: now HASIL.
    ResetStopped {
        kind: Option<Kind>,
        name: Option<String>,
        user_id: Option<String>,
        text: Option<String>,
        changed: bool,
        by_hand: bool,
    },
    /// [M9] daily, to each reader his part.
    Digest(Box<Digest>),
    /// [M10] 80 % of a standard has passed.
    TimeWarning { step: u8, standard_minutes: u32, due: Timestamp, percent: u32 },
    /// [M10] a standard has passed; answer with PENJELASAN.
    StandardBreached { step: u8, standard_minutes: u32, due: Timestamp, holder: Holder },
    /// Nobody has answered since: to the holders and the supervisors.
    Escalation {
        step: u8,
        holder: Holder,
        due: Timestamp,
        /// Working minutes since the step began.
        minutes: u32,
        times: u32,
        taken_by: Option<String>,
    },
    /// [M11] to helpdesk. `subject_of` is the template name of the letter that failed.
    DeliveryFailure {
        subject_of: String,
        address: String,
        text: String,
        phone: Option<String>,
        /// The failed letter was the result itself: KIRIM ULANG or DISAMPAIKAN LANGSUNG.
        result: bool,
    },
    /// [M12] to front office, and to the visitor if he gave an address.
    QueueNumber {
        number: String,
        name: Option<String>,
        institution: Option<String>,
        guestbook_at: Timestamp,
        waiting: u32,
        /// What could not be read and should be sent again by front office.
        unreadable: Vec<String>,
        visitor: bool,
    },
    /// To helpdesk after PANGGIL: who is called, and the words for the check.
    VisitorCalled {
        number: String,
        name: Option<String>,
        institution: Option<String>,
        purpose: Option<String>,
        original_decree: Option<bool>,
        waiting: u32,
    },
    /// To staff: the queue command could not be done (`empty`: nobody waits).
    QueueEmpty { number: Option<String> },
    /// [M14] to the sender.
    OutOfScope { name: Option<String>, scope: Scope },
    /// [M14b] to staff: nothing was done; these words would work now.
    NotUnderstood { unclear: Unclear, echo: String, words: Vec<String>, state: Option<State> },
    /// [M15] to the applicant.
    ExpectCall { name: Option<String>, phone: Option<String> },
    /// [M16] to the registered address when somebody else asked.
    SecurityNotice { name: Option<String>, kind: Option<Kind>, unit: Option<String> },
    /// To the owner of a reply link that somebody else used (`security.md` A2-23): it is void.
    LinkMisused {
        /// The authenticated address that used it.
        by: String,
        at: Timestamp,
        /// A fresh link follows in its own letter.
        renewed: bool,
    },
    /// To supervisor and helpdesk: something that somebody must look at now.
    Alarm {
        alarm: Alarm,
        /// Whom it is about, by name or authenticated address.
        by: Option<String>,
        at: Timestamp,
        /// Words that would do something now.
        #[serde(default)]
        words: Vec<String>,
    },
    /// [M17] to a person whose data became known (UU 27/2022 art. 46), on the operator's order.
    BreachNotice { name: Option<String>, data: String, happened: String, measures: String },
    /// Answer to STATUS, for applicant (`staff: false`) or staff.
    StatusReply {
        kind: Option<Kind>,
        state: State,
        received_at: Timestamp,
        next_due: Option<Timestamp>,
        missing: Vec<Missing>,
        deviations: Vec<Deviation>,
        staff: bool,
    },
    /// Answer to DAFTAR: what waits for the person, or every open case.
    CaseList { rows: Vec<CaseLine>, whole: bool, at: Timestamp },
    /// To everybody at a desk: who does this one from now on (AMBIL).
    Taken { by: String, before: Option<String>, state: State, next_due: Option<Timestamp> },
    /// To an approver, his deputy and the supervisors (DELEGASI, CABUT DELEGASI).
    Delegated { news: DelegationNews, from: String, to: String, until: Timestamp },
    /// To the applicant: his withdrawal is recorded; `copy` is that of staff.
    Withdrawn { name: Option<String>, kind: Option<Kind>, copy: bool },
}

/// What became of a delegation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DelegationNews {
    Begun,
    Ended,
}

impl Letter {
    /// Folder under `templates/<language>/`.
    pub fn template(&self) -> &'static str {
        match self {
            Letter::Receipt { .. } => "receipt",
            Letter::PapersReceived { .. } => "papers_received",
            Letter::NewRequest(_) => "new_request",
            Letter::PapersAdded(_) => "papers_added",
            Letter::MissingPapers { .. } => "missing_papers",
            Letter::Reminder { .. } => "reminder",
            Letter::ClosedNoFollowup { .. } => "closed_no_followup",
            Letter::HandOver(_) => "hand_over",
            Letter::ApprovalRecorded { .. } => "approval_recorded",
            Letter::Rejection { .. } => "rejection",
            Letter::Credentials { .. } => "credentials",
            Letter::ResetNotice { .. } => "reset_notice",
            Letter::UserIdInformation { .. } => "user_id_information",
            Letter::ResultDelivered { .. } => "result_delivered",
            Letter::ResultUnknown { .. } => "result_unknown",
            Letter::ResetStopped { .. } => "reset_stopped",
            Letter::Digest(_) => "digest",
            Letter::TimeWarning { .. } => "time_warning",
            Letter::StandardBreached { .. } => "standard_breached",
            Letter::Escalation { .. } => "escalation",
            Letter::DeliveryFailure { .. } => "delivery_failure",
            Letter::QueueNumber { .. } => "queue_number",
            Letter::VisitorCalled { .. } => "visitor_called",
            Letter::QueueEmpty { .. } => "queue_empty",
            Letter::OutOfScope { .. } => "out_of_scope",
            Letter::NotUnderstood { .. } => "not_understood",
            Letter::ExpectCall { .. } => "expect_call",
            Letter::SecurityNotice { .. } => "security_notice",
            Letter::LinkMisused { .. } => "link_misused",
            Letter::Alarm { .. } => "alarm",
            Letter::BreachNotice { .. } => "breach_notice",
            Letter::StatusReply { .. } => "status_reply",
            Letter::CaseList { .. } => "case_list",
            Letter::Taken { .. } => "taken",
            Letter::Delegated { .. } => "delegated",
            Letter::Withdrawn { .. } => "withdrawn",
        }
    }

    /// Number of the sealed secret the letter will carry, if it carries one.
    pub fn secret(&self) -> Option<i64> {
        match self {
            Letter::Credentials { secret, .. } => Some(*secret),
            _ => None,
        }
    }

    /// Whether it is about a standard time that runs out or ran out (M10).
    pub fn is_alarm(&self) -> bool {
        matches!(
            self,
            Letter::TimeWarning { .. }
                | Letter::StandardBreached { .. }
                | Letter::Escalation { .. }
        )
    }

    /// Whether its acceptance by the mail server ends or begins a step: the result (14), the hand-over
    /// (8, 9), the request for papers (6), the rejection (11). Copies do not.
    pub fn is_awaited(&self) -> bool {
        match self {
            Letter::HandOver(sheet) => !sheet.copy,
            Letter::MissingPapers { copy, .. } | Letter::Rejection { copy, .. } => !copy,
            _ => self.is_result(),
        }
    }

    /// Whether it only says that something came or was read: a loop of them is muted (A4-95).
    pub fn is_acknowledgement(&self) -> bool {
        matches!(
            self,
            Letter::Receipt { .. }
                | Letter::PapersReceived { .. }
                | Letter::PapersAdded(_)
                | Letter::StatusReply { .. }
                | Letter::OutOfScope { .. }
                | Letter::NotUnderstood { .. }
                | Letter::CaseList { .. }
                | Letter::QueueEmpty { .. }
                | Letter::Taken { .. }
        )
    }

    /// Whether the letter is the result itself (SOP step 14).
    pub fn is_result(&self) -> bool {
        matches!(self, Letter::Credentials { .. } | Letter::UserIdInformation { .. })
    }
}
