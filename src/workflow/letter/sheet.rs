//! What helpdesk sees of a request and of each paper (SOP step 5), as facts. Knows no sentence.
use crate::document::{PaperKind, Refusal, SignatureFacts};
use crate::workflow::case::{Channel, Kind};
use crate::workflow::event::Remark;
use crate::workflow::scan::Scan;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What helpdesk needs to judge completeness (SOP step 5).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CheckSheet {
    pub name: Option<String>,
    pub address: Option<String>,
    pub registered: bool,
    pub channel: Channel,
    pub kind: Option<Kind>,
    pub unit: Option<String>,
    pub received_at: Timestamp,
    pub open_due: Timestamp,
    pub papers: Vec<PaperLine>,
    /// What is missing or doubtful, in the order of the SOP's list of papers.
    pub doubts: Vec<Doubt>,
    pub remarks: Vec<Remark>,
    /// The applicant's own words, cleaned, masked and shortened.
    pub words: String,
    /// Whether helpdesk has to answer; otherwise this is for information.
    pub check: bool,
}

/// One paper as shown to staff.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PaperLine {
    pub name: String,
    pub media_type: String,
    pub size_bytes: u64,
    pub sha256: String,
    /// `PaperKind` in snake case, or `None` while unread.
    pub recognised: Option<String>,
    /// Whether the recognition is sure.
    pub sure: bool,
    /// What is in it, one for each paper of the file.
    #[serde(default)]
    pub parts: Vec<PartLine>,
    /// Why it was not read: the sentence stands in the templates.
    #[serde(default)]
    pub refusal: Option<Refusal>,
    /// What the malware scanner said; `None` where none is configured.
    #[serde(default)]
    pub scan: Option<Scan>,
    /// Status of the electronic signature, in words for staff.
    #[serde(default)]
    pub signature: Option<String>,
    #[serde(default)]
    pub signatures: Vec<SignatureFacts>,
    /// What the reader says of the file, in its own sentences; secrets masked.
    #[serde(default)]
    pub warnings: Vec<String>,
    /// The file whose paper goes on in this one.
    #[serde(default)]
    pub continues: Option<String>,
    /// It does not go along with the hand-over: too dangerous, or too large.
    #[serde(default)]
    pub withheld: bool,
}

/// One paper of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartLine {
    pub kind: PaperKind,
    /// How sure that is, 0 to 100.
    pub percent: u32,
    pub sure: bool,
    /// Its text was read from a picture.
    pub ocr: bool,
    /// What in the paper says so, at most two lines; secrets masked.
    pub why: Vec<String>,
    /// What such a paper should hold and this one does not, as far as it could be read.
    pub lacks: Vec<Lack>,
}

/// A key fact a paper lacks. Shown to staff; never demanded of the applicant (`domain.md` A6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lack {
    Number,
    Date,
    Name,
    Nip,
    UserId,
    DecreeCited,
    Signatory,
    /// A decree that does not say until when.
    Validity,
    /// The letter does not say what is asked for.
    Request,
}

/// Why a person must look (SOP step 5 in doubt).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// Papers came that were not recognised.
    UnknownPaper,
    /// A paper could not be read.
    UnreadablePaper,
    /// An assignment letter stands in the decree's place (D-7).
    AssignmentLetter,
    /// A form or an internal memo stands in the letter's place.
    FormForLetter,
    /// A file was not checked for malware.
    NotScanned,
    NoRequestLetter,
    NoDecree,
    SeveralAccounts,
    KindUnclear,
    AccountUnclear,
    /// Reading did not answer in time.
    NotRead,
    /// The policy wants a person to look at every request.
    Policy,
}
