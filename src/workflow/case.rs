//! The case: one request for one account, as plain data. Knows no IO, no clock and no wording.
mod clock;
mod missing;

pub use clock::{Deviation, Holder, Pause, StepClock};
pub use missing::{Earlier, Missing, MissingNote, Unfit};

use crate::document::Reading;
use crate::workflow::actor::{Applicant, PersonRef};
use crate::workflow::event::{Remark, SenderCheck};
use crate::workflow::freeze::Freeze;
use crate::workflow::scan::Scan;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What is asked for (SOP title; `domain.md` A1). `None` in a case means the mail did not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    ResetPassword,
    UserIdInformation,
    Both,
}

impl Kind {
    /// Whether the answer must hold a new password (SOP step 12).
    pub fn wants_password(self) -> bool {
        matches!(self, Kind::ResetPassword | Kind::Both)
    }
}

/// How the papers reached the office (SOP step 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    Email,
    InPerson,
}

/// Where the case stands. The names are those of `domain.md` §1.5 in lower case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Step 4: arrived, its papers are being read.
    Received,
    /// Step 2–3: written into the guest book.
    GuestLogged,
    /// Step 3: has a queue number, waits to be called.
    Queued,
    /// Step 5: a person checks whether the papers are complete.
    Checking,
    /// Step 7: the applicant was asked for what is missing.
    WaitingApplicant,
    /// Step 9: Admin PPE judges whether the papers are valid.
    Verifying,
    /// Step 9, requirement 2: Admin PPE confirms with the applicant first.
    Confirming,
    /// Step 10: approved; Admin PPE resets or looks up.
    Executing,
    /// Steps 12 and 14: the result is on its way to the registered address.
    Delivering,
    /// Step 14 done.
    Delivered,
    /// The result could not be delivered; helpdesk must act.
    DeliveryFailed,
    /// Step 11 done.
    Rejected,
    /// Step 7, output "permohonan tidak ditindaklanjuti".
    ClosedNoFollowup,
    /// The applicant took the request back.
    Withdrawn,
    /// Not a request this SOP covers.
    OutOfScope,
}

impl State {
    /// Every state, for tables and tests.
    pub const ALL: [State; 15] = [
        State::Received,
        State::GuestLogged,
        State::Queued,
        State::Checking,
        State::WaitingApplicant,
        State::Verifying,
        State::Confirming,
        State::Executing,
        State::Delivering,
        State::Delivered,
        State::DeliveryFailed,
        State::Rejected,
        State::ClosedNoFollowup,
        State::Withdrawn,
        State::OutOfScope,
    ];

    /// Whether nothing more is owed to the applicant.
    pub fn is_closed(self) -> bool {
        matches!(
            self,
            State::Delivered
                | State::Rejected
                | State::ClosedNoFollowup
                | State::Withdrawn
                | State::OutOfScope
        )
    }

    /// The name used in JSON, in the database and in `loket case list`.
    pub fn as_str(self) -> &'static str {
        match self {
            State::Received => "received",
            State::GuestLogged => "guest_logged",
            State::Queued => "queued",
            State::Checking => "checking",
            State::WaitingApplicant => "waiting_applicant",
            State::Verifying => "verifying",
            State::Confirming => "confirming",
            State::Executing => "executing",
            State::Delivering => "delivering",
            State::Delivered => "delivered",
            State::DeliveryFailed => "delivery_failed",
            State::Rejected => "rejected",
            State::ClosedNoFollowup => "closed_no_followup",
            State::Withdrawn => "withdrawn",
            State::OutOfScope => "out_of_scope",
        }
    }
}

/// One paper of the dossier: an attachment of one mail, known by its content.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Paper {
    /// Number of the mail it came with (`mails.id`).
    pub mail: i64,
    /// Harmless display name, as `mail` repaired it.
    pub name: String,
    /// Type by content, for instance `application/pdf`.
    pub media_type: String,
    pub size_bytes: u64,
    /// Hex; identifies the content inside its mail.
    pub sha256: String,
    /// What reading it showed; `None` until the reader has answered.
    pub reading: Option<Reading>,
    /// What the malware scanner said; `None` where none is configured, or nothing was read yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scan: Option<Scan>,
}

/// The account concerned, as the register had it when it was looked up. Never a destination:
/// an address to send a credential to is made by the register alone, at the moment of sending.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountRef {
    /// Row number in the register.
    pub id: i64,
    pub user_id: String,
    pub name: String,
    pub nip: Option<String>,
    pub unit: Option<String>,
    /// Back-end that can reset it; `manual` means Admin PPE works in SPSE.
    pub backend: String,
    /// The registered address in masked form, for staff: `r***@kkp.example`.
    pub masked_address: String,
    /// The register asks for a second factor whatever else holds (`security.md` D.2).
    #[serde(default)]
    pub privileged: bool,
    /// The register asks for two approvals by two people.
    #[serde(default)]
    pub two_approvers: bool,
    /// The register has a second address for notices. Left out where there is none, so that digests
    /// of dossiers stay what they were.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub has_contact: bool,
    /// When the registered address last changed; `None` since it was first written.
    #[serde(default)]
    pub address_changed_at: Option<Timestamp>,
}

/// Admin PPE's judgement (SOP step 9).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    pub by: PersonRef,
    pub at: Timestamp,
    pub approved: bool,
    pub reason: Option<String>,
}

/// What SOP step 10 gave. The password itself is never here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    pub by: PersonRef,
    pub at: Timestamp,
    pub user_id: String,
    /// Number of the sealed secret, if a password was given.
    pub secret: Option<i64>,
    /// The order that mailed a password set by the account's own system.
    #[serde(default)]
    pub automatic: Option<i64>,
}

/// A walk-in's place in the queue (SOP steps 2–4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueTicket {
    /// For instance `A-003`; starts again each service day.
    pub number: String,
    pub guestbook_at: Timestamp,
    pub institution: Option<String>,
    pub purpose: Option<String>,
    pub phone: Option<String>,
    pub original_decree: Option<bool>,
    pub called_at: Option<Timestamp>,
    pub no_show: bool,
}

/// One request, from arrival to archive.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// `LKT-2026-00042`.
    pub id: String,
    pub kind: Option<Kind>,
    pub channel: Channel,
    pub state: State,
    pub applicant: Applicant,
    pub account: Option<AccountRef>,
    /// Accounts of the sender's address, while it is open which one is meant.
    pub candidates: Vec<AccountRef>,
    /// How many cases the account had in the 90 days before this one.
    pub history_90_days: u32,
    /// The newest of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Earlier>,
    /// Subject of the first mail, cleaned.
    pub subject: String,
    /// The applicant's newest words, cleaned, masked and shortened.
    pub words: String,
    /// What his words say beside the kind.
    pub remarks: Vec<Remark>,
    /// How the sender of the request was checked; `None` for a walk-in.
    #[serde(default)]
    pub sender: Option<SenderCheck>,
    /// Message-ID of the applicant's newest mail, so that answers thread in his client.
    pub thread: Option<String>,
    /// The server's arrival time, never the sender's `Date:`.
    pub received_at: Timestamp,
    pub effective_at: Timestamp,
    pub open_due: Timestamp,
    pub opened_at: Option<Timestamp>,
    /// Rounds of the completeness check (SOP step 5), from 1.
    pub rounds: u32,
    /// Rounds of hand-over to Admin PPE; an answer to an older round counts for nothing.
    pub approval_round: u32,
    /// Who found the papers complete; `None` when Loket did by itself.
    #[serde(default)]
    pub completed_by: Option<PersonRef>,
    pub papers: Vec<Paper>,
    /// How many of them came before this round of the check (SOP step 5).
    #[serde(default)]
    pub papers_before: usize,
    /// Papers are being read; completeness is judged when all have answered.
    pub judging: bool,
    pub missing: Vec<Missing>,
    /// Files of this round that cannot be used, as the applicant was told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unfit: Vec<Unfit>,
    /// Helpdesk saw the original decree (`LENGKAP (asli dilihat)`).
    pub original_seen: bool,
    pub clocks: Vec<StepClock>,
    pub deviations: Vec<Deviation>,
    pub decision: Option<Decision>,
    /// The first of two approvals, while the second is awaited.
    #[serde(default)]
    pub first_approval: Option<Decision>,
    pub outcome: Option<Outcome>,
    /// A password of this case entered a mail whose end is unknown, or came back: it is void.
    #[serde(default)]
    pub secret_voided: bool,
    /// Nothing acts while it stands (`security.md` A4-73).
    #[serde(default)]
    pub frozen: Option<Freeze>,
    /// Round of the approval the account's own system acts on, while it does.
    #[serde(default)]
    pub resetting: Option<u32>,
    pub queue: Option<QueueTicket>,
    /// Last day for the missing papers while `WaitingApplicant`.
    pub answer_due: Option<Timestamp>,
    /// Since when he is waited for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_at: Option<Timestamp>,
    /// He was reminded since.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reminded: bool,
    /// Helpdesk was warned that the mail is not opened yet (SOP step 4).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub open_warned: bool,
    /// Until when late papers re-open a case closed as not followed up.
    pub reopen_until: Option<Timestamp>,
    /// The person at the desk who took the case (`AMBIL`).
    pub taken_by: Option<PersonRef>,
    /// When it was closed, delivered or rejected.
    pub ended_at: Option<Timestamp>,
    pub archived_at: Option<Timestamp>,
    /// How often staff was asked back since the last understood command (`security.md` A3-44).
    pub asked_back: u32,
}

impl Case {
    /// A case nothing has happened to yet; its first event fills it.
    pub fn blank(id: String, at: Timestamp) -> Case {
        Case {
            id,
            kind: None,
            channel: Channel::Email,
            state: State::Received,
            applicant: Applicant::default(),
            account: None,
            candidates: Vec::new(),
            history_90_days: 0,
            earlier: Vec::new(),
            subject: String::new(),
            words: String::new(),
            remarks: Vec::new(),
            sender: None,
            thread: None,
            received_at: at,
            effective_at: at,
            open_due: at,
            opened_at: None,
            rounds: 1,
            approval_round: 0,
            completed_by: None,
            papers: Vec::new(),
            papers_before: 0,
            judging: false,
            missing: Vec::new(),
            unfit: Vec::new(),
            original_seen: false,
            clocks: Vec::new(),
            deviations: Vec::new(),
            decision: None,
            first_approval: None,
            outcome: None,
            secret_voided: false,
            frozen: None,
            resetting: None,
            queue: None,
            answer_due: None,
            asked_at: None,
            reminded: false,
            open_warned: false,
            reopen_until: None,
            taken_by: None,
            ended_at: None,
            archived_at: None,
            asked_back: 0,
        }
    }

    /// The earliest running deadline, for lists; a closed case has none.
    pub fn next_due(&self) -> Option<Timestamp> {
        if self.state.is_closed() {
            return None;
        }
        let running = |c: &&StepClock| c.stopped_at.is_none() && !c.is_paused();
        let clocks = self.clocks.iter().filter(running).map(|c| c.due_at);
        // SOP step 4 has a time for mails; a visitor is called when his turn comes.
        let unseen =
            matches!(self.state, State::Received | State::Checking) && self.queue.is_none();
        let open = (unseen && self.opened_at.is_none()).then_some(self.open_due);
        clocks.chain(open).chain(self.answer_due).min()
    }
}
