//! The answer of reading one paper, as plain data. Knows no IO.
use serde::{Deserialize, Serialize};

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
    /// Status of an electronic signature, in words for staff; `None` while nothing checks it.
    pub signature: Option<String>,
    pub warnings: Vec<String>,
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
            papers: Vec::new(),
        }
    }

    /// The papers in the file: itself, or its parts.
    pub fn each(&self) -> impl Iterator<Item = &Reading> {
        let parts = !self.papers.is_empty();
        self.papers.iter().chain(std::iter::once(self).filter(move |_| !parts))
    }
}
