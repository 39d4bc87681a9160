//! The words of triage: what it asks, what it is told, and what it decides.
use super::intent::Intent;
use crate::directory::Account;
use crate::mail::signature;
use crate::workflow::actor::{PersonRef, Role};
use crate::workflow::case::{AccountRef, Case, Earlier};
use crate::workflow::command::{Command, Parsed, Unclear};
use crate::workflow::event::{Added, Guest, Request};
use crate::workflow::freeze::Disowner;
use jiff::Timestamp;
use zeroize::Zeroizing;

/// What a mail mentions.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Plus-part of the address it was sent to.
    pub token: Option<String>,
    /// It was sent to several such addresses: nobody's answer goes to two letters.
    pub several_tokens: bool,
    /// Short codes quoted from a letter of ours (`Kode: K7QM-4TXD`).
    pub codes: Vec<String>,
    /// Marks of ours in `In-Reply-To`: the letter it says it answers.
    pub answered: Vec<Mark>,
    pub case_tag: Option<String>,
    /// The case its new words name; counts for staff only.
    pub case_in_words: Option<String>,
    /// Order numbers and marks of our own Message-IDs it refers to.
    pub marks: Vec<Mark>,
    /// The letter of ours a delivery report is about.
    pub bounced: Option<Mark>,
    pub user_ids: Vec<String>,
    pub queue_number: Option<String>,
    /// Somebody may be saying that it was not he.
    pub disowns: bool,
    pub intent: Intent,
}

/// A Message-ID of ours, taken apart: `<LKT-2026-00042.o123.9f86d081884c7d65@domain>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    pub text: String,
    pub order: i64,
    pub mark: String,
}

/// Takes a Message-ID of our domain apart; whether the mark is genuine only the key can tell.
pub fn our_mark(message_id: &str, own_address: &str) -> Option<Mark> {
    let (local, domain) = message_id.trim_matches(['<', '>']).split_once('@')?;
    let own = own_address.rsplit('@').next().unwrap_or_default();
    if !domain.eq_ignore_ascii_case(own) {
        return None;
    }
    let (text, mark) = local.rsplit_once('.')?;
    let order = match text.rsplit_once(".o") {
        Some((_, order)) => order,
        None => text.strip_prefix('o')?,
    };
    let hex = mark.len() == 16 && mark.bytes().all(|b| b.is_ascii_hexdigit());
    let order = order.parse().ok()?;
    hex.then(|| Mark { text: text.to_owned(), order, mark: mark.to_ascii_lowercase() })
}

/// A queue number such as `A-003` in somebody's words.
pub fn queue_number(words: &str) -> Option<String> {
    words
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
        .find(|word| {
            let Some((letter, digits)) = word.split_once('-') else { return false };
            letter.len() == 1
                && letter.bytes().all(|b| b.is_ascii_alphabetic())
                && digits.len() == 3
                && digits.bytes().all(|b| b.is_ascii_digit())
        })
        .map(str::to_ascii_uppercase)
}

/// What the store knows of it.
#[derive(Clone, Debug, Default)]
pub struct Known {
    pub token: Option<TokenKnown>,
    /// A token was there, and no row has it.
    pub token_unknown: bool,
    /// What else the mail carries of ours belongs to another letter (`security.md` D.1).
    pub carriers_differ: bool,
    /// The case of the token, else of a genuine mark, else of the subject tag.
    pub case: Option<Case>,
    /// The case its new words name.
    pub case_in_words: Option<Case>,
    /// Accounts registered at the sender's address.
    pub accounts: Vec<Account>,
    /// Accounts whose user ID the mail names.
    pub named: Vec<Account>,
    /// The sender's cases that are not closed, or closed without follow-up; newest first.
    pub cases: Vec<Case>,
    /// Cases of the account in the last 90 days.
    pub history_90_days: u32,
    /// The newest of them.
    pub earlier: Vec<Earlier>,
    /// The letter a delivery report is about, if its mark is genuine.
    pub bounced_order: Option<i64>,
    /// The visitor a queue command means.
    pub queued: Option<String>,
    /// How many visitors wait, and the number a new one would get.
    pub waiting: u32,
    pub next_number: String,
    /// The sender has opened as many cases in the last day as one sender may.
    pub too_many: bool,
    /// The sender was answered as out of scope in the last day.
    pub answered_lately: bool,
    /// More mails of the sender in the last hour than one sender may have handled.
    pub flooding: bool,
    /// It answers a letter of ours by its unguessable mark.
    pub answers_ours: bool,
    /// Accounts whose second contact the sender is. Asked where `disowns` is set.
    pub contact_of: Vec<Account>,
    /// The newest case of the sender's accounts, for words that name none. Asked likewise.
    pub account_case: Option<Case>,
}

impl Known {
    pub fn case_id(&self) -> Option<String> {
        self.case.as_ref().map(|c| c.id.clone())
    }
}

/// A token that exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenKnown {
    pub case_id: String,
    pub person: String,
    pub role: Role,
    pub round: u32,
    pub created_at: Timestamp,
    /// Neither expired nor revoked.
    pub live: bool,
    /// What the letter showed that it was mailed with.
    pub digest: Option<String>,
}

/// Why a mail is parked. The codes stand in the log and in `loket held list`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Held {
    MalformedIdentity,
    AuthFail,
    AuthWeak,
    AuthMissing,
    AuthTemperror,
    /// Put into the mailbox, not delivered by a server of ours.
    NotDelivered,
    /// Handed in with another mailbox's login.
    LoginMismatch,
    /// An approval written before its link was sent, or long before it arrived.
    Stale,
    TokenUnknown,
    TokenForeign,
    /// Token, `In-Reply-To` and `References` name different letters.
    TokenConflict,
    /// Staff without a token typed something that would need one.
    NoToken,
    RoleLost,
    /// Names a case its sender is no party of.
    ForeignFollowup,
    UnknownSender,
    NotARequest,
    /// Already answered today.
    Repeated,
    /// More mails within an hour than one sender may have handled (A4-95).
    TooMany,
}

impl Held {
    pub fn as_str(self) -> &'static str {
        match self {
            Held::MalformedIdentity => "malformed_identity",
            Held::AuthFail => "auth_fail",
            Held::AuthWeak => "auth_weak",
            Held::AuthMissing => "auth_missing",
            Held::AuthTemperror => "auth_temperror",
            Held::NotDelivered => "not_delivered",
            Held::LoginMismatch => "login_mismatch",
            Held::Stale => "stale",
            Held::TokenUnknown => "token_unknown",
            Held::TokenForeign => "token_foreign",
            Held::TokenConflict => "token_conflict",
            Held::NoToken => "no_token",
            Held::RoleLost => "role_lost",
            Held::ForeignFollowup => "foreign_followup",
            Held::UnknownSender => "unknown_sender",
            Held::NotARequest => "not_a_request",
            Held::Repeated => "repeated",
            Held::TooMany => "too_many",
        }
    }
}

/// The fate of a mail.
pub enum Decision {
    Open(Box<Request>),
    Guest(Box<Guest>),
    Add {
        case: String,
        added: Box<Added>,
    },
    /// A mail that changes nothing in a case, such as a thank-you.
    Note {
        case: String,
        added: Box<Added>,
    },
    ApplicantCommand {
        case: String,
        command: Command,
    },
    Staff(Box<StaffMail>),
    /// Staff asks what waits for him, or for every open case.
    List {
        person: PersonRef,
        roles: Vec<Role>,
        whole: bool,
    },
    /// An approver lets somebody judge in his place, or ends that.
    Delegate {
        person: String,
        parsed: Box<Parsed>,
    },
    /// Staff typed something on his own that needs to say which case is meant.
    AskBack {
        person: PersonRef,
        unclear: Unclear,
        echo: String,
    },
    /// PANGGIL or TIDAK HADIR, and nobody waits.
    NobodyWaits {
        person: PersonRef,
        number: Option<String>,
    },
    /// Somebody it concerns says that it was not he.
    Disowned {
        case: String,
        by: Disowner,
    },
    Bounce {
        order: Option<(i64, String)>,
    },
    AutoReply {
        case: Option<String>,
    },
    Bulk,
    /// A reply link in the hands of another than its owner; the mail is held.
    LinkMisused {
        case: String,
        owner: String,
        role: Role,
        by: String,
    },
    Held(Held),
}

/// A command of staff for one case. Holds a typed password, so it cannot be printed.
pub struct StaffMail {
    pub case: String,
    pub by: PersonRef,
    pub role: Role,
    pub round: Option<u32>,
    pub parsed: Parsed,
    pub own_account: bool,
    pub received_at: Timestamp,
    /// Digest of what the answered letter showed.
    pub digest: Option<String>,
    /// What his signature proves; `None` where no certificate is pinned to him.
    pub signed: Option<Result<signature::Proof, signature::Refusal>>,
}

impl StaffMail {
    /// The password typed, for the store to seal.
    pub fn password(&self) -> Option<&Zeroizing<String>> {
        self.parsed.password.as_ref()
    }
}

/// What a case keeps of an account.
pub fn reference(account: &Account) -> AccountRef {
    AccountRef {
        id: account.id,
        user_id: account.user_id.clone(),
        name: account.name.clone(),
        nip: account.nip.clone(),
        unit: account.unit.clone(),
        backend: account.backend.clone(),
        masked_address: account.registered_address().masked(),
        privileged: account.privileged,
        two_approvers: account.two_approvers,
        has_contact: account.contact_address().is_some(),
        address_changed_at: account
            .address_changed_ms
            .and_then(|ms| Timestamp::from_millisecond(ms).ok()),
    }
}
