//! People, papers and cases that tests of `step` and of `triage` begin with. Invented persons only.
use crate::calendar::Calendar;
use crate::document::{PaperKind, Reading};
use crate::workflow::actor::{Applicant, Person, PersonRef, Role};
use crate::workflow::case::*;
use crate::workflow::command::{Command, Item, Verdict};
use crate::workflow::digest;
use crate::workflow::event::{AtUse, Order};
use crate::workflow::policy::{
    Caps, Completeness, Holders, PapersWanted, Rules, SecondFactor, Standards, Warnings,
};
use jiff::Timestamp;

pub const MONDAY: &str = "2026-11-09T09:41:00+07:00";

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn person(id: &str, role: Role) -> Person {
    Person {
        id: id.into(),
        name: id.into(),
        addresses: vec![format!("{id}@kkp.example")],
        roles: vec![role],
        nip: None,
        user_ids: Vec::new(),
        certificates: Vec::new(),
        deputies: Vec::new(),
        acting_for: Vec::new(),
    }
}

pub fn rules(completeness: Completeness) -> Rules {
    Rules {
        calendar: Calendar::builtin().unwrap(),
        people: vec![
            person("bagus", Role::AdminPpe),
            person("rina", Role::AdminPpe),
            person("dewi", Role::Helpdesk),
            person("fitri", Role::FrontOffice),
            person("kepala", Role::Supervisor),
        ],
        completeness,
        papers: PapersWanted::default(),
        standards: Standards::default(),
        holders: Holders::default(),
        warnings: Warnings::default(),
        reminder_working_days: 2,
        close_working_days: 5,
        reopen_days: 30,
        confirm_pauses_clock: false,
        escalate_after_minutes: 60,
        attach_limit_bytes: 1_000_000,
        second_factor: SecondFactor::Risk,
        caps: Caps::default(),
        password_hours: 24,
        answers_hour: 200,
        automatic: Vec::new(),
        scanner: false,
    }
}

pub fn account(id: i64) -> AccountRef {
    AccountRef {
        id,
        user_id: format!("AA.{id}"),
        name: "Ratna Kusumawardani".into(),
        nip: None,
        unit: None,
        backend: "manual".into(),
        masked_address: "r***@kkp.example".into(),
        privileged: false,
        two_approvers: false,
        has_contact: id % 2 == 1,
        address_changed_at: None,
    }
}

pub fn paper(mail: i64, number: u64) -> Paper {
    Paper {
        mail,
        name: format!("berkas-{number}.pdf"),
        media_type: "application/pdf".into(),
        size_bytes: 1_000,
        sha256: format!("{number:064x}"),
        reading: None,
        scan: None,
    }
}

pub fn reading(kind: PaperKind, confidence: f64) -> Reading {
    Reading { kind, confidence, ..Reading::unreadable("") }
}

pub fn order(role: Role, verdict: Verdict) -> Order {
    let id = if role == Role::AdminPpe { "bagus" } else { "dewi" };
    Order {
        mail: 900,
        by: PersonRef { id: id.into(), name: id.into() },
        role,
        round: None,
        command: Command::of(verdict),
        echo: "KATA".into(),
        waiting: 0,
        secret: None,
        papers: Vec::new(),
        accounts: Vec::new(),
        own_account: false,
        received_at: at(MONDAY),
        at_use: AtUse::default(),
    }
}

/// A command with everything it may need: reason, items, note and the account's user ID.
pub fn full(role: Role, verdict: Verdict, case: &Case) -> Order {
    let mut order = order(role, verdict);
    order.round = Some(if role == Role::AdminPpe { case.approval_round } else { case.rounds });
    order.command.reason = Some("alasan".into());
    order.command.note = Some("catatan".into());
    order.command.items = vec![Item::AppointmentDecree];
    order.at_use.digest = Some(digest::of_dossier(case));
    order.at_use.approvals_before = 1;
    order
}

/// A believable case in a state: complete papers, known account, a reset asked for.
pub fn case_in(state: State) -> Case {
    let now = at(MONDAY);
    let mut case = Case::blank("LKT-2026-00001".into(), now);
    case.state = state;
    case.kind = Some(Kind::ResetPassword);
    case.account = Some(account(1));
    case.applicant = Applicant {
        name: Some("Ratna".into()),
        address: Some("ratna.k@kkp.example".into()),
        registered: true,
        phone: None,
    };
    case.opened_at = Some(now);
    case.deviations.push(Deviation {
        step: 5,
        standard_minutes: 5,
        actual_minutes: Some(9),
        holder: Holder::Helpdesk,
        explanation: None,
        started_at: None,
        near_closing: false,
        told: false,
    });
    for (number, kind) in [(1, PaperKind::RequestLetter), (2, PaperKind::AppointmentDecree)] {
        let read = Some(reading(kind, 1.0));
        case.papers.push(Paper { reading: read, ..paper(1, number) });
    }
    let by = PersonRef { id: "bagus".into(), name: "bagus".into() };
    let after = [State::Executing, State::Delivering, State::Delivered, State::DeliveryFailed];
    if after.contains(&state) || matches!(state, State::Verifying | State::Confirming) {
        case.approval_round = 1;
    }
    if after.contains(&state) || state == State::Rejected {
        let approved = state != State::Rejected;
        case.decision = Some(Decision { by: by.clone(), at: now, approved, reason: None });
    }
    if after.contains(&state) && state != State::Executing {
        case.outcome =
            Some(Outcome { by, at: now, user_id: "AA.1".into(), secret: None, automatic: None });
    }
    if matches!(state, State::GuestLogged | State::Queued) {
        case.channel = Channel::InPerson;
        case.queue = Some(QueueTicket {
            number: "A-001".into(),
            guestbook_at: now,
            institution: None,
            purpose: None,
            phone: None,
            original_decree: None,
            called_at: None,
            no_show: false,
        });
    }
    case
}
