//! Commands as people type them (`domain.md` §4.12): a closed grammar. Knows no IO and no case.
use serde::{Deserialize, Serialize};

mod applicant;
mod code;
mod completeness;
mod counter;
mod decision;
mod disown;
mod explain;
mod guard;
pub mod guestbook;
mod hit;
mod housekeeping;
mod mask;
mod offer;
mod opening;
mod parse;
mod result;
mod tidy;
mod unclear;
mod verbs;
pub(crate) mod words;

pub use completeness::original_seen;
pub use disown::{disowns, disowns_approval};
pub use explain::explain;
pub use guestbook::GuestForm;
pub use offer::words_for;
pub use parse::{Parsed, Typed, parse};

/// What a typed reply means. The password itself is never in here, only that one was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Command {
    pub verdict: Verdict,
    /// `TOLAK <alasan>`, `TUTUP <alasan>`, `PENJELASAN <uraian>`.
    pub reason: Option<String>,
    /// `KURANG <daftar>`.
    pub items: Vec<Item>,
    pub user_id: Option<String>,
    pub password: bool,
    /// Free words beside the command, cleaned and with passwords masked.
    pub note: Option<String>,
    /// Case or queue number typed with the command.
    pub number: Option<String>,
    /// For `Ask` and `None`: what was unclear.
    pub unclear: Option<Unclear>,
}

/// Whether a labelled password stands in the text (a sender's own, for instance).
pub(crate) fn gives_password(text: &str) -> bool {
    let lines = tidy::new_lines(text);
    result::read(lines.iter().map(|l| l.raw.as_str())).secret_seen
}

/// A line with odd blanks and letters put right.
pub(crate) fn tidied(line: &str) -> String {
    tidy::put_right(line)
}

impl Command {
    /// A command with nothing beside its verdict.
    pub fn of(verdict: Verdict) -> Command {
        Command {
            verdict,
            reason: None,
            items: Vec::new(),
            user_id: None,
            password: false,
            note: None,
            number: None,
            unclear: None,
        }
    }
    /// Do nothing, ask back.
    pub fn ask(unclear: Unclear) -> Command {
        Command { unclear: Some(unclear), ..Command::of(Verdict::Ask) }
    }
    /// No command: keep as a note.
    pub fn nothing(unclear: Unclear) -> Command {
        Command { unclear: Some(unclear), ..Command::of(Verdict::None) }
    }
}

/// The closed list of `contract.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Approve,
    Reject,
    Result,
    ConfirmByPhone,
    Hold,
    Complete,
    Incomplete,
    Open,
    /// Staff: TUTUP; applicant: BATAL.
    Close,
    Reopen,
    Status,
    List,
    Take,
    Note,
    Resend,
    DeliverInPerson,
    ExplainDeviation,
    /// DELEGASI, CABUT DELEGASI: by an approver, for all his cases.
    Delegate,
    EndDelegation,
    Guestbook,
    CallNext,
    NoShow,
    Ask,
    None,
}

impl Verdict {
    /// Whether the command is evidence that its writer opened the request (SOP step 4): asking about it,
    /// accounting for a delay or a word that was not understood is none.
    pub fn opens(self) -> bool {
        !matches!(
            self,
            Verdict::None
                | Verdict::Ask
                | Verdict::Status
                | Verdict::List
                | Verdict::ExplainDeviation
                | Verdict::Delegate
                | Verdict::EndDelegation
        )
    }
}

/// One thing named after KURANG.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    RequestLetter,
    AppointmentDecree,
    /// Number in the list that helpdesk was offered, from 1.
    Number(u32),
    /// The letter, unless the decree is named.
    Unsigned,
    Unreadable,
    DecreeUnsigned,
    DecreeUnreadable,
    /// Anything else, as typed.
    Other(String),
}

impl Unclear {
    /// The reason code, as the mail's row and the log have it.
    pub fn code(self) -> String {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::String(code)) => code,
            _ => String::new(),
        }
    }
}

/// Why nothing is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unclear {
    /// TOLAK or TUTUP without a reason.
    ReasonMissing,
    /// A negation stands before the keyword.
    Negated,
    /// A condition follows the keyword ("tapi", "asal", "kalau" ...).
    Conditional,
    /// Two commands that exclude each other.
    Contradiction,
    /// Bare assent: "ok", "siap", "lanjut".
    BareAssent,
    /// Looks like a command misspelt.
    Typo,
    Question,
    /// A result without `USER ID:` or `PASSWORD:` lines.
    ResultWithoutLabels,
    /// `KURANG` without saying what.
    ItemsMissing,
    /// The command stands only in the subject.
    SubjectOnly,
    /// Several cases in one mail.
    SeveralCases,
    /// The role may not do this ("tolak" by helpdesk).
    NotYourRole,
    /// Text and HTML part say different things.
    PartsDiffer,
    /// Understood, but not possible in the case's present state.
    NotNow,
    /// The link of this letter was used, has expired, or belongs to an older round.
    LinkSpent,
    /// The reply link belongs to somebody else.
    NotYourLink,
    /// The person is the subject of the request (four eyes).
    OwnAccount,
    /// The result lacks the password, or has one that was not asked for.
    PasswordMissing,
    PasswordUnwanted,
    UserIdMissing,
    /// The user ID typed is not the account's.
    UserIdDiffers,
    /// No registered address is known for the account.
    NoRegisteredAddress,
    /// LENGKAP, but no paper is there and no original was seen.
    NoPapers,
    /// The sender could not be verified.
    NotVerified,
    /// The request came from an address that is not registered, or is risky: confirm first
    /// (`domain.md` A4).
    ConfirmFirst,
    /// The file is no longer what the letter showed (`security.md` A3-46).
    DossierChanged,
    /// This approval needs the approver's code (`security.md` D.2).
    CodeNeeded,
    CodeWrong,
    CodeReused,
    /// Three wrong codes: none counts for a day, and the letter's link is void.
    CodeLocked,
    /// A code is needed, and this person has none.
    NotEnrolled,
    /// As many approvals as may be; wait, or show a code.
    VolumeReached,
    /// The account was reset as often as a day allows.
    AccountFull,
    /// The second of two approvals must be somebody else's.
    SecondPerson,
    /// Somebody the case concerns said that it was not he: nothing acts until that is cleared up.
    Frozen,
    /// Who disowned an approval does not lift the freeze himself.
    FrozenByYou,
    /// Typed on its own, not in answer to a letter that carries a link.
    NoLink,
    /// Typed on its own without saying which case is meant.
    CaseUnnamed,
    /// DELEGASI names nobody who may stand in.
    DeputyUnknown,
    /// CABUT DELEGASI, and nothing is in force.
    NoDelegation,
    /// DELEGASI without an end, or with one too far away.
    EndMissing,
    /// Nothing that looks like a command.
    NoCommand,
}
