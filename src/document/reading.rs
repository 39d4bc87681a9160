//! The answer of reading one paper, as plain data. Knows no IO.
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a paper is (`domain.md` §2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaperKind {
    RequestLetter,
    AppointmentDecree,
    AssignmentLetter,
    Form,
    InternalMemo,
    Other,
    Unreadable,
}

/// How the text was had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    Text,
    Ocr,
    None,
}

/// What the request letter asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Requested {
    ResetPassword,
    UserIdInformation,
    Both,
}

/// Fields of `contract.md`; an absent field is `None`, never a guess. Dates are `YYYY-MM-DD`,
/// NIP digits only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Fields {
    pub name: Option<String>,
    pub nip: Option<String>,
    pub rank: Option<String>,
    pub position: Option<String>,
    pub work_unit: Option<String>,
    pub institution: Option<String>,
    pub user_id: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub reason: Option<String>,
    pub letter_number: Option<String>,
    pub letter_date: Option<String>,
    pub decree_number: Option<String>,
    pub decree_date: Option<String>,
    pub valid_from: Option<String>,
    pub valid_until: Option<String>,
    pub signatory: Option<String>,
}

/// Where a field stood and how sure it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// 0 to 1: how surely the value is what the paper says there.
    pub confidence: f64,
    /// Counted from 1, within the file.
    pub page: u32,
    /// Counted from 1, within the page.
    pub line: u32,
}

/// Why a file was not read: what the applicant must send instead follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// RAR, 7z, gzip and the like; a ZIP within a ZIP.
    Archive,
    /// Locked with a password.
    Encrypted,
    /// Cut off or damaged.
    Broken,
    /// An Office file with macros.
    Macros,
    /// DOC, RTF and other word processing that is not opened.
    OldWord,
    /// A spreadsheet, slides.
    OtherOffice,
    /// HTML, XML, SVG.
    Markup,
    /// A program or script.
    Program,
    /// Two kinds of file at once, or one that claims to be another.
    Disguised,
    Empty,
    /// More bytes, pages or points than are read.
    TooLarge,
    /// Unpacks to far more than it is.
    Bomb,
    /// None of the kinds that are read.
    UnknownKind,
    /// ClamAV names a malware in it.
    Infected,
}

/// One electronic signature of a PDF (`domain.md` §4.7).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignatureFacts {
    pub state: SignatureState,
    /// Common name of the signer's certificate, as it says.
    pub signer: Option<String>,
    pub issuer: Option<String>,
    /// RFC 3339; the signer's own clock.
    pub signed_at: Option<String>,
    /// Why it is not intact and trusted, in Indonesian.
    pub why: Option<String>,
}

/// What holds of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignatureState {
    /// Unchanged, by a certificate under a configured root.
    Intact,
    /// Unchanged, but nobody configured vouches for the certificate.
    Untrusted,
    /// The file is not what was signed.
    Changed,
}

impl SignatureState {
    /// The words for staff (`domain.md` §4.7).
    pub fn words(self) -> &'static str {
        match self {
            SignatureState::Intact => "TTE utuh",
            SignatureState::Untrusted => "TTE ada, rantai sertifikat belum dipercaya",
            SignatureState::Changed => "TTE ada, dokumen berubah",
        }
    }
}

/// [`Reading::signature`] of a PDF without one.
pub const NO_SIGNATURE: &str = "tidak ada TTE";

/// What one file is and says. `papers` holds the parts of a file with several papers in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    pub kind: PaperKind,
    /// 0 to 1; below [`Reading::SURE`] a person must look.
    pub confidence: f64,
    pub method: Method,
    pub pages: u32,
    pub request: Option<Requested>,
    pub fields: Fields,
    /// Status of the electronic signatures, in words for staff; `None` for files that can carry none.
    pub signature: Option<String>,
    pub warnings: Vec<String>,
    /// Why it is this kind: what the paper says, and where. Never with a secret in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub why: Vec<String>,
    /// For each field that is not null, by its name: how sure, and where it stood.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub found: BTreeMap<String, Found>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signatures: Vec<SignatureFacts>,
    /// The name of the file whose paper goes on in this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continues: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Refusal>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub papers: Vec<Reading>,
}

impl Reading {
    /// From here on a recognised paper fills its slot without a person.
    pub const SURE: f64 = 0.8;

    /// A paper nobody could read, with the reason.
    pub fn unreadable(why: impl Into<String>) -> Reading {
        Reading {
            kind: PaperKind::Unreadable,
            confidence: 0.0,
            method: Method::None,
            pages: 0,
            request: None,
            fields: Fields::default(),
            signature: None,
            warnings: vec![why.into()],
            why: Vec::new(),
            found: BTreeMap::new(),
            signatures: Vec::new(),
            continues: None,
            refusal: None,
            papers: Vec::new(),
        }
    }

    /// A file that is not read, with the sentence that says why.
    pub fn refused(refusal: Refusal, why: impl Into<String>) -> Reading {
        Reading { refusal: Some(refusal), ..Reading::unreadable(why) }
    }

    /// The papers in the file: itself, or its parts.
    pub fn each(&self) -> impl Iterator<Item = &Reading> {
        let parts = !self.papers.is_empty();
        self.papers.iter().chain(std::iter::once(self).filter(move |_| !parts))
    }
}
