//! Why somebody is told at once. Knows no sentence.
use serde::{Deserialize, Serialize};

/// What somebody must look at now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Alarm {
    /// Three wrong codes of one approver: somebody guesses (`security.md` D.2).
    CodesExhausted,
    /// One account was to be reset more often than a day allows (A4-75).
    AccountFull,
    /// More approvals in an hour than the house allows (A4-75).
    VolumeReached,
    /// An approver got a new second factor, or lost it.
    FactorEnrolled,
    FactorRemoved,
    /// "Bukan saya": the case is frozen (A4-73).
    Disowned,
    /// The same, and the result has been delivered: the account must be locked by hand.
    DisownedLate,
    /// The same acknowledgement went to one address too often: further ones are muted (A4-95).
    Muted,
    /// As many answers as an hour may have: further ones wait (A4-72).
    AnswersWait,
    /// Reply codes nobody was given came in: somebody guesses (A2-21).
    TokensGuessed,
    /// A file of the request holds malware: nobody opens it, and it goes nowhere.
    InfectedPaper,
}

/// What a notice to the account's own people is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// Approved: a new password or the user ID is on its way to the registered address.
    Approved,
    /// The result was given to somebody at the desk.
    InPerson,
    /// "Bukan saya" was read, and the request is frozen.
    Frozen,
}
