//! What a request still lacks, what came of no use, and what was asked before. Knows no wording.
use super::{Kind, State};
use crate::document::Refusal;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Something the applicant still owes (SOP steps 6–7).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "item", rename_all = "snake_case")]
pub enum Missing {
    /// Surat Permohonan.
    RequestLetter { note: MissingNote },
    /// SK Pengangkatan sebagai Admin Agency.
    AppointmentDecree { note: MissingNote },
    /// One letter per account (`domain.md` A2).
    OneAccount,
    /// Free words of helpdesk.
    Other { text: String },
}

/// Why a paper counts as missing; the sentence for it stands in the templates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MissingNote {
    NotAttached,
    LinkOnly,
    /// A file came that may be it, and cannot be used; why stands beside it ([`Unfit`]).
    Unfit,
    /// The mail it came with was over the size limit.
    TooLarge,
    Unreadable,
    NotSigned,
    /// Helpdesk's own words.
    Said(String),
}

/// A file that came and cannot stand for any paper, whatever may be in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unfit {
    pub name: String,
    pub refusal: Refusal,
}

/// An earlier request for the same account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Earlier {
    pub id: String,
    pub kind: Option<Kind>,
    pub state: State,
    pub received_at: Timestamp,
}
