//! Laws of `step` under any sequence of events: mails, commands right and wrong, readings, alarms
//! early and late, letters sent, failed, lost and bounced.
use super::happenings::{Happening, happening};
use super::table::VERDICTS;
use crate::document::PaperKind;
use crate::workflow::actor::{Applicant, PersonRef, Role};
use crate::workflow::case::{Case, Kind, State};
use crate::workflow::command::{Command, Verdict};
use crate::workflow::effect::{Effect, Recipient, Wake};
use crate::workflow::event::{Added, Event, Guest, Remark, Request, Scope, SenderCheck};
use crate::workflow::letter::Letter;
use crate::workflow::policy::{Completeness, Rules};
use crate::workflow::step::step;
use crate::workflow::tests::house::{MONDAY, account, at, full, paper, reading, rules};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// The case with everything around it that a store and a dispatcher would keep.
struct World {
    case: Case,
    rules: Rules,
    now: Timestamp,
    mails: i64,
    secrets: i64,
    papers: u64,
    alarms: Vec<(Timestamp, Wake)>,
    reads: Vec<(i64, String)>,
    letters: Vec<(i64, Letter, Recipient)>,
    orders: i64,
    /// Orders to an account system that nobody has answered: number, void.
    resets: Vec<(i64, bool)>,
    /// Those whose letter was accepted.
    mailed: Vec<i64>,
    /// Secrets that left in a credential letter.
    sent: BTreeSet<i64>,
    wiped: BTreeSet<i64>,
    /// Rounds Admin PPE was handed the file in.
    handed: BTreeSet<u32>,
    told_since_move: bool,
}

const ROLES: [Role; 4] = [Role::AdminPpe, Role::Helpdesk, Role::FrontOffice, Role::Supervisor];
const KINDS: [PaperKind; 5] = [
    PaperKind::RequestLetter,
    PaperKind::AppointmentDecree,
    PaperKind::AssignmentLetter,
    PaperKind::Other,
    PaperKind::Unreadable,
];

fn pick<T: Clone>(list: &[T], which: usize) -> Option<T> {
    list.get(which.checked_rem(list.len())?).cloned()
}

impl World {
    fn begin(first: u8, completeness: Completeness, papers: u8) -> World {
        let now = at(MONDAY);
        let mut world = World {
            case: Case::blank("LKT-2026-00001".into(), now),
            rules: rules(completeness),
            now,
            mails: 1,
            secrets: 0,
            papers: 0,
            alarms: Vec::new(),
            reads: Vec::new(),
            letters: Vec::new(),
            orders: 0,
            resets: Vec::new(),
            mailed: Vec::new(),
            sent: BTreeSet::new(),
            wiped: BTreeSet::new(),
            handed: BTreeSet::new(),
            told_since_move: false,
        };
        if first & 64 != 0 {
            world.rules.automatic = vec!["manual".into()];
        }
        let event =
            if first.is_multiple_of(5) { world.guest(first) } else { world.request(first, papers) };
        world.apply(&event);
        world
    }

    fn new_papers(&mut self, count: u8, again: bool) -> Vec<crate::workflow::case::Paper> {
        let mut papers = Vec::new();
        for _ in 0..count {
            self.papers += u64::from(!again || self.papers == 0);
            papers.push(paper(self.mails, self.papers));
        }
        papers
    }

    fn request(&mut self, first: u8, papers: u8) -> Event {
        let accounts = (1..=i64::from(first % 3)).map(account).collect();
        let kinds =
            [None, Some(Kind::ResetPassword), Some(Kind::UserIdInformation), Some(Kind::Both)];
        Event::RequestArrived(Box::new(Request {
            mail: self.mails,
            applicant: Applicant {
                name: Some("Ratna".into()),
                address: Some("ratna.k@kkp.example".into()),
                registered: first & 8 == 0,
                phone: None,
            },
            accounts,
            history_90_days: 0,
            earlier: Vec::new(),
            kind: pick(&kinds, usize::from(first / 4)).flatten(),
            subject: "Permohonan".into(),
            words: "Mohon reset".into(),
            message_id: Some("1@kkp.example".into()),
            received_at: self.now,
            papers: self.new_papers(papers, false),
            sender: SenderCheck::default(),
            remarks: if first.is_multiple_of(7) {
                vec![Remark::SeveralAccounts]
            } else {
                Vec::new()
            },
            out_of_scope: first.is_multiple_of(11).then_some(Scope::Vendor),
            warn_owner: first & 8 != 0,
        }))
    }

    fn guest(&mut self, first: u8) -> Event {
        Event::GuestLogged(Box::new(Guest {
            mail: self.mails,
            by: PersonRef { id: "fitri".into(), name: "fitri".into() },
            message_id: None,
            number: "A-001".into(),
            waiting: 0,
            received_at: self.now,
            guestbook_at: self.now,
            applicant: Applicant::default(),
            accounts: (first & 16 == 0).then(|| account(1)).into_iter().collect(),
            institution: None,
            purpose: None,
            kind: (first & 32 == 0).then_some(Kind::ResetPassword),
            original_decree: None,
            unreadable: Vec::new(),
        }))
    }

    /// Makes an event of a happening; `None` if there is nothing for it to happen to.
    fn event(&mut self, happening: &Happening) -> Option<Event> {
        self.mails += 1;
        Some(match *happening {
            Happening::Mail { papers, again, several, by_staff } => {
                Event::MailAdded(Box::new(Added {
                    mail: self.mails,
                    message_id: None,
                    received_at: self.now,
                    papers: self.new_papers(papers, again),
                    remarks: if several { vec![Remark::SeveralAccounts] } else { Vec::new() },
                    excerpt: "Terima kasih".into(),
                    kind: None,
                    user_ids: if several { Vec::new() } else { vec!["AA.1".into()] },
                    by_staff: by_staff
                        .then(|| PersonRef { id: "dewi".into(), name: "dewi".into() }),
                }))
            }
            Happening::Applicant { verdict } => {
                let command = Command::of(pick(&VERDICTS, verdict)?);
                Event::ApplicantCommand { command, mail: self.mails }
            }
            Happening::Staff { role, verdict, round, with, papers, own } => {
                // Judgements twice as often: they are what must not go wrong.
                let verdict = pick(&[&VERDICTS[..], &VERDICTS[..4]].concat(), verdict)?;
                let mut order = full(pick(&ROLES, role)?, verdict, &self.case);
                order.mail = self.mails;
                match round {
                    0 => order.round = order.round.and_then(|r| r.checked_sub(1)),
                    1 => order.round = None,
                    _ => {}
                }
                // Only these carry a password: the grammar gives none with other words.
                if with & 1 == 0 && matches!(verdict, Verdict::Approve | Verdict::Result) {
                    self.secrets += 1;
                    order.secret = Some(self.secrets);
                }
                order.command.user_id =
                    pick(&[None, Some("AA.1"), Some("AA.1"), Some("AA.2")], usize::from(with / 2))?
                        .map(str::to_owned);
                if with & 32 != 0 && order.command.user_id.is_some() {
                    order.accounts = vec![account(1)];
                }
                if with & 64 != 0 {
                    order.command.reason = None;
                    order.command.note = None;
                    order.command.items = Vec::new();
                }
                order.papers = self.new_papers(u8::from(papers), with & 128 != 0);
                order.own_account = own;
                Event::StaffCommand(Box::new(order))
            }
            Happening::Read { which, kind, sure } => {
                let (mail, sha256) = pick(&self.reads, which)?;
                self.reads.retain(|(_, sha)| *sha != sha256);
                let kind = pick(&KINDS, kind)?;
                let reading = Box::new(reading(kind, if sure { 1.0 } else { 0.4 }));
                Event::PaperRead { mail, sha256, reading, scan: None }
            }
            Happening::Alarm { which, late } => {
                let (due, wake) = pick(&self.alarms, which)?;
                let rings = due.checked_add(SignedDuration::from_mins(i64::from(late))).ok()?;
                self.now = self.now.max(rings);
                Event::Woke { wake }
            }
            Happening::Letter { which, fate } => {
                let (order, letter, to) = pick(&self.letters, which)?;
                let template = letter.template().to_owned();
                let staff = matches!(to, Recipient::Staff { .. });
                let (to, text) = ("r***@kkp.example".to_owned(), "5.1.1".to_owned());
                match fate {
                    0 if letter.is_result() => Event::LetterSent { order, template, to },
                    1 => Event::LetterFailed { order, template, to, staff, text },
                    2 if letter.is_result() => Event::LetterUnknown { order, template, to, text },
                    _ => Event::Bounced { order, template, to, staff, status: text },
                }
            }
            Happening::Reset { which, fate } => self.reset(which, fate)?,
            Happening::Pass { minutes } => {
                self.now = self.now.checked_add(SignedDuration::from_mins(minutes.into())).ok()?;
                Event::Operator { what: "waktu berlalu".into() }
            }
            Happening::Disowned { who } => self.disowned(who)?,
            Happening::Archived => Event::Archived { manifest_sha256: "00".into() },
        })
    }

    /// An account system answers, or one of its letters comes back.
    fn reset(&mut self, which: usize, fate: u8) -> Option<Event> {
        let (template, to) = ("credentials".to_owned(), "r***@kkp.example".to_owned());
        let (text, status) = ("menolak".to_owned(), "5.1.1".to_owned());
        if fate == 4 {
            let order = pick(&self.mailed, which)?;
            return Some(Event::Bounced { order, template, to, staff: false, status });
        }
        let (order, void) = pick(&self.resets, which)?;
        self.resets.retain(|(other, _)| *other != order);
        Some(match fate {
            0 if void => Event::ResetVoided { order },
            1 if !void => Event::ResetAgain { order, to, text },
            2 => Event::ResetFailed { order, text, changed: true, void },
            _ if void => Event::ResetFailed { order, text, changed: true, void },
            _ => {
                self.mailed.push(order);
                Event::AccountReset { order, to }
            }
        })
    }

    fn apply(&mut self, event: &Event) {
        let before = self.case.clone();
        let done = step(before.clone(), event, &self.rules, self.now);
        self.case = done.case;
        let told = done.effects.iter().any(|e| matches!(e, Effect::Send { .. }));
        self.told_since_move = told || (self.told_since_move && before.state == self.case.state);
        for effect in &done.effects {
            self.keep(effect);
        }
        self.nothing_acts_while_frozen(&before, &done.effects, event);
        self.closed_stays_closed(&before, event);
        self.approval_is_admin_ppes(&before, event);
        self.no_secret_is_forgotten(event);
        self.somebody_knows();
        assert!(self.case.approval_round >= before.approval_round, "rounds run backwards");
    }

    fn keep(&mut self, effect: &Effect) {
        match effect {
            Effect::Wake { at, why } => self.alarms.push((*at, *why)),
            Effect::Read { mail, sha256, .. } => self.reads.push((*mail, sha256.clone())),
            Effect::Wipe { secret } => drop(self.wiped.insert(*secret)),
            Effect::Archive => {}
            Effect::Reset { account, round, void, .. } => {
                let own = self.case.account.as_ref().is_some_and(|a| a.id == *account);
                assert!(own, "a reset of another's account");
                assert_eq!(*round, self.case.approval_round, "a reset of another approval");
                let approved = self.case.decision.as_ref().is_some_and(|d| d.approved);
                assert!(approved, "a reset nobody approved");
                assert!(*void || self.case.state == State::Executing, "{:?}", self.case.state);
                self.orders += 1;
                self.resets.push((self.orders, *void));
            }
            Effect::Send { letter, to, attach, reply } => {
                if letter.is_result() {
                    let registered = matches!(to, Recipient::Registered { account } if
                        self.case.account.as_ref().is_some_and(|a| a.id == *account));
                    assert!(registered, "a result for {to:?}");
                    assert!(attach.is_empty() && reply.is_none(), "a result that can be answered");
                }
                if let Some(secret) = letter.secret() {
                    let own = self.case.resetting == Some(self.case.approval_round);
                    assert!(!own, "typed while the account's own system sets one");
                    assert!(self.sent.insert(secret), "secret {secret} leaves twice");
                    assert!(!self.wiped.contains(&secret), "secret {secret} was wiped before");
                }
                if let Letter::HandOver(sheet) = &**letter
                    && !sheet.copy
                {
                    self.handed.insert(sheet.round);
                }
                self.orders += 1;
                self.letters.push((self.orders, (**letter).clone(), to.clone()));
            }
        }
    }

    fn approval_is_admin_ppes(&self, before: &Case, event: &Event) {
        let disowned = |case: &Case| case.frozen.as_ref().and_then(|f| f.decision.clone());
        let approved = |case: &Case| {
            let decision = case.decision.clone().or_else(|| disowned(case));
            decision.is_some_and(|d| d.approved)
        };
        let same = before.decision == self.case.decision
            || self.case.frozen.is_some()
            || disowned(before) == self.case.decision;
        if approved(&self.case) && !same {
            let Event::StaffCommand(order) = event else { panic!("approved by {event:?}") };
            assert_eq!(order.role, Role::AdminPpe);
            assert_eq!(order.command.verdict, Verdict::Approve);
            assert!(!order.own_account, "approved his own");
            assert_eq!(order.round, Some(before.approval_round), "an old round approves");
            assert!(self.handed.contains(&before.approval_round), "approved unseen");
            assert!(matches!(before.state, State::Verifying | State::Confirming));
        }
        if matches!(self.case.state, State::Executing | State::Delivering | State::Delivered) {
            assert!(approved(&self.case), "{:?} without approval", self.case.state);
        }
    }

    /// A sealed password leaves once, waits in the outcome, or is destroyed.
    fn no_secret_is_forgotten(&self, event: &Event) {
        let kept = self.case.outcome.as_ref().and_then(|o| o.secret);
        if let Event::StaffCommand(order) = event
            && let Some(secret) = order.secret
        {
            assert!(kept == Some(secret) || self.wiped.contains(&secret), "{secret} is forgotten");
        }
        assert!(kept.is_none() || !self.case.state.is_closed(), "a closed case keeps a secret");
    }

    fn somebody_knows(&self) {
        let case = &self.case;
        if case.state.is_closed() {
            return;
        }
        let reading = case.judging && !self.reads.is_empty();
        let known = case.next_due().is_some() || self.told_since_move || reading;
        assert!(known, "{:?} and nobody knows", case.state);
        let at_judge = matches!(case.state, State::Verifying | State::Confirming);
        if at_judge && !case.judging && case.frozen.is_none() {
            assert!(self.handed.contains(&case.approval_round), "Admin PPE was handed nothing");
        }
        if case.judging {
            assert!(!self.reads.is_empty(), "{:?} waits for a reader that is done", case.state);
        }
    }
}

mod frozen;

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn hold_for_any_sequence(
        first in any::<u8>(),
        helpdesk in any::<bool>(),
        papers in 0u8..3,
        happenings in prop::collection::vec(happening(), 0..40),
    ) {
        let completeness = if helpdesk { Completeness::Helpdesk } else { Completeness::Auto };
        let mut world = World::begin(first, completeness, papers);
        for happening in &happenings {
            if let Some(event) = world.event(happening) {
                world.apply(&event);
            }
        }
    }
}
