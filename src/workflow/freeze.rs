//! A frozen case: somebody it concerns says that it was not he ("bukan saya"; `security.md` A4-73,
//! D.2). Data only: what a freeze forbids is `step`'s.
use crate::workflow::actor::PersonRef;
use crate::workflow::case::{Decision, State};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Who says that it was not he.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "who", rename_all = "snake_case")]
pub enum Disowner {
    /// The holder, from the account's registered address (masked).
    Owner { address: String },
    /// The account's second contact (masked).
    Contact { address: String },
    /// Whoever the request is said to come from, at an address that is not the account's.
    Applicant { address: String },
    /// The member of staff in whose name it was approved.
    Approver { person: PersonRef },
}

impl Disowner {
    /// As letters to staff and lists name him.
    pub fn shown(&self) -> &str {
        match self {
            Disowner::Owner { address }
            | Disowner::Contact { address }
            | Disowner::Applicant { address } => address,
            Disowner::Approver { person } => &person.name,
        }
    }

    /// Whether this member of staff disowned it himself: he does not lift the freeze.
    pub fn is_person(&self, id: &str) -> bool {
        matches!(self, Disowner::Approver { person } if person.id == id)
    }
}

/// Since when nothing of a case moves, by whose word, and where it stood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Freeze {
    pub by: Disowner,
    pub at: Timestamp,
    pub state: State,
    /// Round of the approval, for what an account system still has to void.
    pub round: u32,
    /// The approval that was disowned, if there was one.
    pub decision: Option<Decision>,
}
