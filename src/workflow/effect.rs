//! What `step` wishes for: letters, readings, alarms, archives. Knows no IO and no wording.
//! An effect that was committed is an *order*: it has a number and a due time (`store`).
use crate::workflow::actor::{PersonRef, Role};
use crate::workflow::letter::Letter;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A wish of the workflow. `dispatch` carries each out by one adapter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Effect {
    /// Mail one letter to one recipient.
    Send { letter: Box<Letter>, to: Recipient, attach: Vec<Attach>, reply: Option<Capability> },
    /// Read one paper of one mail; the answer is `Event::PaperRead`.
    Read { mail: i64, sha256: String, name: String },
    /// Have the account's own system set a password, and mail it to the registered address; the answer
    /// is `Event::AccountReset` or what kept it from that. With `void`: set one nobody knows.
    Reset {
        account: i64,
        /// Round of the approval it rests on.
        round: u32,
        at: Timestamp,
        void: bool,
    },
    /// Come back at a time; the answer is `Event::Woke`.
    Wake { at: Timestamp, why: Wake },
    /// Write the dossier (SOP step 13); the answer is `Event::Archived`.
    Archive,
    /// Destroy a sealed secret that will not be sent any more.
    Wipe { secret: i64 },
}

impl Effect {
    /// Number of the sealed secret a letter will carry, if it is such a letter.
    pub fn secret(&self) -> Option<i64> {
        match self {
            Effect::Send { letter, .. } => letter.secret(),
            _ => None,
        }
    }
}

/// To whom a letter goes. One letter, one recipient, one envelope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "to", rename_all = "snake_case")]
pub enum Recipient {
    /// The authenticated address the request came from. Never for a credential.
    Applicant { name: Option<String>, address: String },
    /// The registered address of an account, asked of the register when the letter leaves.
    Registered { account: i64 },
    /// The account's second contact, asked of the register when the letter leaves. Never for a
    /// credential.
    Contact { account: i64 },
    /// One member of staff.
    Staff { person: PersonRef },
}

/// A paper of the dossier that goes along with a letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attach {
    pub mail: i64,
    pub sha256: String,
    pub name: String,
    pub media_type: String,
}

/// Lets the reader of a letter command by replying: the store makes a 128-bit token of it,
/// bound to the case, the round and this person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capability {
    pub person: PersonRef,
    pub role: Role,
    /// `Case::approval_round` for Admin PPE, `Case::rounds` for helpdesk.
    pub round: u32,
    /// What an approver sees: an answer counts only while the dossier is still this one
    /// (`security.md` A3-46).
    #[serde(default)]
    pub digest: Option<String>,
}

/// Why `step` asked to be woken. A stale alarm is ignored, never cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wake {
    /// Remind the applicant of missing papers, in completeness round `round`.
    Remind { round: u32 },
    /// Close as not followed up, in completeness round `round`.
    Expire { round: u32 },
    /// Step `step` reached the part of its standard at which its holder is warned.
    Warn { step: u8, started_ms: i64 },
    /// Step `step` is beyond its standard time.
    Breach { step: u8, started_ms: i64 },
    /// A delay that was told of still lasts; for the `times`-th time.
    Escalate { step: u8, started_ms: i64, times: u32 },
    /// The mail is not opened yet, and its day draws to its close (SOP step 4).
    OpenSoon,
    /// The mail was not opened on its day.
    OpenDue,
    /// A paper was not read in time: go on with what is known.
    ReadingLate { mail: i64 },
}
