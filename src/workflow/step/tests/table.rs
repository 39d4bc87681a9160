//! Every state × every command of staff: where it leads. A pair that is not in the table is asked
//! back and changes nothing; a change of the table is a change of the SOP and must be seen.
use crate::workflow::actor::Role;
use crate::workflow::case::State;
use crate::workflow::command::{Typed, Verdict, parse, words_for};
use crate::workflow::effect::Effect;
use crate::workflow::event::Event;
use crate::workflow::letter::Letter;
use crate::workflow::policy::Completeness;
use crate::workflow::step::step;
use crate::workflow::tests::house::{at, case_in, full, rules};

pub const VERDICTS: [Verdict; 22] = [
    Verdict::Approve,
    Verdict::Reject,
    Verdict::Result,
    Verdict::ConfirmByPhone,
    Verdict::Hold,
    Verdict::Complete,
    Verdict::Incomplete,
    Verdict::Open,
    Verdict::Close,
    Verdict::Reopen,
    Verdict::Status,
    Verdict::List,
    Verdict::Take,
    Verdict::Note,
    Verdict::Resend,
    Verdict::DeliverInPerson,
    Verdict::ExplainDeviation,
    Verdict::Guestbook,
    Verdict::CallNext,
    Verdict::NoShow,
    Verdict::Ask,
    Verdict::None,
];

const TABLE: &str = include_str!("table.txt");

fn asked_back(effects: &[Effect]) -> bool {
    effects.iter().any(|e| matches!(e, Effect::Send { letter, .. } if matches!(**letter, Letter::NotUnderstood { .. })))
}

fn row(role: Role, verdict: Verdict) -> String {
    let rules = rules(Completeness::Auto);
    let mut cells = Vec::new();
    for state in State::ALL {
        let case = case_in(state);
        let mut order = full(role, verdict, &case);
        if matches!(verdict, Verdict::Approve | Verdict::Result) {
            order.secret = Some(7);
            order.command.user_id = Some("AA.1".into());
            order.command.password = true;
        }
        let event = Event::StaffCommand(Box::new(order));
        let done = step(case.clone(), &event, &rules, at("2026-11-09T10:00:00+07:00"));
        if asked_back(&done.effects) {
            assert_eq!(done.case.state, state, "{verdict:?} was asked back and moved the case");
        } else if done.case.state == state {
            cells.push(state.as_str().to_owned());
        } else {
            cells.push(format!("{}→{}", state.as_str(), done.case.state.as_str()));
        }
    }
    let everywhere = cells.len() == State::ALL.len() && cells.iter().all(|c| !c.contains('→'));
    let cells = if everywhere { "(everywhere)".to_owned() } else { cells.join(" ") };
    let name = |v: &dyn erased::Named| v.name();
    format!("{} {}: {cells}\n", name(&role), name(&verdict)).replace(": \n", ": -\n")
}

/// The snake-case names of roles and verdicts, as JSON has them.
mod erased {
    pub trait Named {
        fn name(&self) -> String;
    }
    impl<T: serde::Serialize> Named for T {
        fn name(&self) -> String {
            serde_json::to_value(self).unwrap().as_str().unwrap().to_owned()
        }
    }
}

/// The letter that asks back offers words; each of them must then be understood and done.
#[test]
fn words_offered_work() {
    let rules = rules(Completeness::Auto);
    let roles = [Role::AdminPpe, Role::Helpdesk, Role::FrontOffice, Role::Supervisor];
    for (role, state) in roles.into_iter().flat_map(|r| State::ALL.map(|s| (r, s))) {
        let offered = words_for(role, state);
        // Below HASIL stand its lines: together they are one answer.
        let result = offered.iter().any(|w| w == "HASIL");
        let typed = if result { vec![RESULT.to_owned()] } else { offered };
        for text in typed.iter().map(|t| filled(t)).filter(|t| t != "BUKU TAMU") {
            let parsed = parse(&Typed { text: &text, ..Typed::default() }, role);
            let case = case_in(state);
            let mut order = full(role, parsed.command.verdict, &case);
            order.command = parsed.command;
            order.secret = parsed.password.is_some().then_some(7);
            let event = Event::StaffCommand(Box::new(order));
            let done = step(case, &event, &rules, at("2026-11-09T10:00:00+07:00"));
            assert!(!asked_back(&done.effects), "{role:?} in {state:?} is offered {text:?}");
        }
    }
}

const RESULT: &str = "HASIL\nUSER ID: AA.1\nPASSWORD: Kp7#mRwt4=Qz";

/// An offered form with its blanks filled in.
fn filled(form: &str) -> String {
    [
        ("<nomor antrian>", "A-001"),
        ("<daftar>", "SK"),
        ("<nama penerima>", "Ratna Kusumawardani"),
        ("<alasan>", "SK sudah tidak berlaku"),
        ("<uraian>", "jaringan terputus"),
        ("<catatan>", "menunggu telepon"),
        ("<teks>", "sudah ditelepon"),
    ]
    .iter()
    .fold(form.to_owned(), |text, (blank, words)| text.replace(blank, words))
}

#[test]
fn each_command_leads_where_the_table_says() {
    let roles = [Role::AdminPpe, Role::Helpdesk, Role::FrontOffice, Role::Supervisor];
    let rows: String = roles
        .into_iter()
        .flat_map(|role| VERDICTS.into_iter().map(move |verdict| row(role, verdict)))
        .collect();
    assert!(rows == TABLE, "the table is now:\n{rows}");
}
