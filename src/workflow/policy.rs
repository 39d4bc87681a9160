//! The rules of the house as plain data, filled from the configuration. Knows no IO.
mod standards;

pub use standards::{Holders, Standards, Warnings};

use crate::calendar::Calendar;
use crate::document::PaperKind;
use crate::workflow::actor::{Person, Role};
use crate::workflow::case::{AccountRef, Holder, Kind};
use serde::{Deserialize, Serialize};

/// Who judges completeness (SOP step 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completeness {
    /// Two recognised papers go on at once; doubt goes to helpdesk.
    Auto,
    /// Helpdesk looks at every request.
    Helpdesk,
}

/// A paper the SOP asks for (Peralatan/Perlengkapan 1 and 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Slot {
    RequestLetter,
    AppointmentDecree,
}

impl Slot {
    /// The kind of paper that fills it.
    pub fn kind(self) -> PaperKind {
        match self {
            Slot::RequestLetter => PaperKind::RequestLetter,
            Slot::AppointmentDecree => PaperKind::AppointmentDecree,
        }
    }
}

/// A paper that may stand in another's place. The SOP knows none, so it takes a rule of the office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StandIn {
    Form,
    InternalMemo,
    AssignmentLetter,
}

impl StandIn {
    pub fn kind(self) -> PaperKind {
        match self {
            StandIn::Form => PaperKind::Form,
            StandIn::InternalMemo => PaperKind::InternalMemo,
            StandIn::AssignmentLetter => PaperKind::AssignmentLetter,
        }
    }
}

/// Which papers make a request complete (`domain.md` §0.1, A6).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PapersWanted {
    pub reset_password: Vec<Slot>,
    pub user_id_information: Vec<Slot>,
    /// For both at once, and while the kind is not known.
    pub both: Vec<Slot>,
    /// What counts as request letter, and what as decree, without a person's word.
    pub instead_of_letter: Vec<StandIn>,
    pub instead_of_decree: Vec<StandIn>,
}

impl Default for PapersWanted {
    fn default() -> PapersWanted {
        let all = || vec![Slot::RequestLetter, Slot::AppointmentDecree];
        PapersWanted {
            reset_password: all(),
            user_id_information: all(),
            both: all(),
            instead_of_letter: Vec::new(),
            instead_of_decree: Vec::new(),
        }
    }
}

impl PapersWanted {
    /// The slots of a request.
    pub fn of(&self, kind: Option<Kind>) -> &[Slot] {
        match kind {
            Some(Kind::ResetPassword) => &self.reset_password,
            Some(Kind::UserIdInformation) => &self.user_id_information,
            Some(Kind::Both) | None => &self.both,
        }
    }

    /// Whether a paper of this kind fills the slot.
    pub fn fills(&self, slot: Slot, kind: PaperKind) -> bool {
        let instead = match slot {
            Slot::RequestLetter => &self.instead_of_letter,
            Slot::AppointmentDecree => &self.instead_of_decree,
        };
        slot.kind() == kind || instead.iter().any(|s| s.kind() == kind)
    }
}

/// When an approval needs more than the mailbox (`security.md` D.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondFactor {
    /// Where a risk asks for it.
    Risk,
    /// Always.
    Always,
}

/// How many approvals there may be before a person looks (`security.md` A4-75).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caps {
    pub account_day: u32,
    pub unit_hour: u32,
    pub all_hour: u32,
}

impl Default for Caps {
    fn default() -> Caps {
        Caps { account_day: 3, unit_hour: 20, all_hour: 100 }
    }
}

/// Everything `step` may ask beside the case and the time.
#[derive(Clone, Debug)]
pub struct Rules {
    pub calendar: Calendar,
    pub people: Vec<Person>,
    pub completeness: Completeness,
    pub papers: PapersWanted,
    pub standards: Standards,
    /// Who answers for each step, and at which part of its time he is warned.
    pub holders: Holders,
    pub warnings: Warnings,
    /// Working days until the reminder, and until the case is closed (`domain.md` A8).
    pub reminder_working_days: u32,
    pub close_working_days: u32,
    /// Days during which late papers re-open it.
    pub reopen_days: u32,
    /// Whether a needed phone call pauses step 9 (`domain.md` A11).
    pub confirm_pauses_clock: bool,
    /// Working minutes after which a delay that was told of is brought up again; 0: never.
    pub escalate_after_minutes: u32,
    /// Largest sum of papers that goes along with a hand-over, in bytes.
    pub attach_limit_bytes: u64,
    pub second_factor: SecondFactor,
    pub caps: Caps,
    /// How long a new password is said to hold, in hours (`security.md` D.3).
    pub password_hours: u32,
    /// Answers to applicants that leave within an hour (`security.md` A4-72).
    pub answers_hour: u32,
    /// Account systems that may set passwords by themselves (`security.md` D.2: only where the online
    /// check is green or accepted).
    pub automatic: Vec<String>,
    /// A malware scanner is configured: only papers it found clean leave with a letter.
    pub scanner: bool,
}

impl Rules {
    /// Everybody with a role, in the order of the configuration.
    pub fn with_role(&self, role: Role) -> impl Iterator<Item = &Person> {
        self.people.iter().filter(move |p| p.has(role))
    }

    /// The person who writes from `address`.
    pub fn person_at(&self, address: &str) -> Option<&Person> {
        self.people.iter().find(|p| p.owns(address))
    }

    /// Whether an address ends in a person's mailbox: his own, or one of his with a part after a plus
    /// sign. Only to refuse: who sent a mail is told by the whole address.
    pub fn reaches(person: &Person, address: &str) -> bool {
        let plain = |address: &str| {
            let (local, domain) = address.rsplit_once('@').unwrap_or((address, ""));
            let local = local.split('+').next().unwrap_or(local);
            format!("{local}@{domain}").to_ascii_lowercase()
        };
        person.addresses.iter().any(|own| plain(own) == plain(address))
    }

    /// Four eyes (`domain.md` A18, `security.md` A3-45): is this person the subject of the request?
    pub fn is_subject(
        &self,
        person: &Person,
        account: Option<&AccountRef>,
        from: Option<&str>,
    ) -> bool {
        let is_his = |person: &Person| {
            let by_address = from.is_some_and(|a| Rules::reaches(person, a));
            let by_account = account.is_some_and(|a| {
                person.user_ids.iter().any(|u| u.eq_ignore_ascii_case(&a.user_id))
                    || (a.nip.is_some() && a.nip == person.nip)
            });
            by_address || by_account
        };
        is_his(person) || self.acted_for(person).any(is_his)
    }

    /// In whose place a person judges who is no approver himself: his right is theirs, and no wider.
    pub fn acted_for(&self, person: &Person) -> impl Iterator<Item = &Person> {
        let own = person.roles.contains(&Role::AdminPpe);
        let acting = if own { Vec::new() } else { person.acting_for.clone() };
        self.people.iter().filter(move |p| acting.contains(&p.id))
    }
}

/// The role a step's holder has in `people.toml`.
pub fn role_of(holder: Holder) -> Role {
    match holder {
        Holder::FrontOffice => Role::FrontOffice,
        Holder::Helpdesk => Role::Helpdesk,
        Holder::AdminPpe => Role::AdminPpe,
    }
}
