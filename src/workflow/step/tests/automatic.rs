//! Step 10 in the hands of an account's own system.
use crate::workflow::actor::Role;
use crate::workflow::case::{Case, Kind, State};
use crate::workflow::command::Verdict;
use crate::workflow::effect::Effect;
use crate::workflow::event::{Event, Remark};
use crate::workflow::letter::Letter;
use crate::workflow::policy::{Completeness, Rules};
use crate::workflow::step::{Step, step};
use crate::workflow::tests::house::{at, case_in, full, rules};
use jiff::Timestamp;

fn now() -> Timestamp {
    at("2026-11-09T10:00:00+07:00")
}

/// The accounts of the house say `manual`; here that is a system's name.
fn house() -> Rules {
    Rules { automatic: vec!["manual".into()], ..rules(Completeness::Auto) }
}

fn approve(
    case: Case,
    rules: &Rules,
    bend: impl FnOnce(&mut crate::workflow::event::Order),
) -> Step {
    let mut order = full(Role::AdminPpe, Verdict::Approve, &case);
    bend(&mut order);
    step(case, &Event::StaffCommand(Box::new(order)), rules, now())
}

fn resets(effects: &[Effect]) -> Vec<(i64, u32, bool, Timestamp)> {
    let reset = |effect: &Effect| match effect {
        Effect::Reset { account, round, at, void } => Some((*account, *round, *void, *at)),
        _ => None,
    };
    effects.iter().filter_map(reset).collect()
}

fn letters(effects: &[Effect]) -> Vec<&str> {
    let letter = |effect: &Effect| match effect {
        Effect::Send { letter, .. } => Some(letter.template()),
        _ => None,
    };
    effects.iter().filter_map(letter).collect()
}

/// Approved, and the system at work.
fn working() -> Case {
    approve(case_in(State::Verifying), &house(), |_| {}).case
}

fn after(case: Case, event: Event) -> Step {
    step(case, &event, &house(), now())
}

#[test]
fn an_approval_asks_the_system_only_where_it_may() {
    let done = approve(case_in(State::Verifying), &house(), |_| {});
    assert_eq!(resets(&done.effects), [(1, 1, false, now())]);
    assert_eq!((done.case.state, done.case.resetting), (State::Executing, Some(1)));
    let receipt = done.effects.iter().find_map(|effect| match effect {
        Effect::Send { letter, .. } => match &**letter {
            Letter::ApprovalRecorded { automatic, .. } => Some(*automatic),
            _ => None,
        },
        _ => None,
    });
    assert_eq!(receipt, Some(true));

    let none =
        |step: Step| assert!(resets(&step.effects).is_empty() && step.case.resetting.is_none());
    none(approve(case_in(State::Verifying), &rules(Completeness::Auto), |_| {}));
    none(approve(case_in(State::Verifying), &house(), |order| order.secret = Some(7)));
    none(approve(case_in(State::Verifying), &house(), |order| {
        order.command.user_id = Some("AA.1".into());
    }));
    none(approve(case_in(State::Verifying), &house(), |order| order.own_account = true));
    none(approve(case_in(State::Verifying), &house(), |order| order.round = Some(0)));
    for bend in [
        (|case: &mut Case| case.kind = None) as fn(&mut Case),
        |case| case.kind = Some(Kind::UserIdInformation),
        |case| case.account = None,
        |case| case.remarks.push(Remark::OtherAccount),
    ] {
        let mut case = case_in(State::Verifying);
        bend(&mut case);
        none(approve(case, &house(), |_| {}));
    }
}

#[test]
fn its_letter_ends_the_case() {
    let done = after(working(), Event::AccountReset { order: 9, to: "r***@kkp.example".into() });
    assert_eq!(done.case.state, State::Delivered);
    assert_eq!(done.case.outcome.as_ref().and_then(|o| o.automatic), Some(9));
    assert_eq!(done.case.resetting, None);
    assert!(letters(&done.effects).contains(&"result_delivered"));
    // The same news twice, and news for a case that went another way, change nothing.
    for state in State::ALL.into_iter().filter(|state| *state != State::Executing) {
        let mut case = case_in(state);
        case.resetting = Some(case.approval_round);
        let same = after(case.clone(), Event::AccountReset { order: 9, to: String::new() });
        assert_eq!((same.case, same.effects.len()), (case, 0), "{state:?}");
    }
}

#[test]
fn an_unknown_end_asks_again_soon_and_a_failure_asks_a_person() {
    let lost = Event::ResetAgain { order: 9, to: String::new(), text: "putus".into() };
    let done = after(working(), lost.clone());
    assert_eq!(resets(&done.effects), [(1, 1, false, at("2026-11-09T10:00:05+07:00"))]);
    let failed = |void| Event::ResetFailed { order: 9, text: "tidak".into(), changed: true, void };
    let done = after(done.case, failed(false));
    assert_eq!(letters(&done.effects), ["reset_stopped"]);
    assert_eq!((done.case.resetting, done.case.secret_voided), (None, true));
    // Now the result is a person's, and the system's late news counts for nothing.
    assert!(after(done.case.clone(), lost).effects.is_empty());
    assert!(after(done.case.clone(), failed(false)).effects.is_empty());
    let mut order = full(Role::AdminPpe, Verdict::Result, &done.case);
    order.secret = Some(7);
    order.command.user_id = Some("AA.1".into());
    let typed = after(done.case, Event::StaffCommand(Box::new(order)));
    assert_eq!(typed.case.state, State::Delivering);
    // A voiding that failed is told, whatever the case is at.
    let told = after(case_in(State::DeliveryFailed), failed(true));
    assert_eq!(letters(&told.effects), ["reset_stopped"]);
}

#[test]
fn no_hand_interferes_while_it_works() {
    for (role, verdict) in
        [(Role::AdminPpe, Verdict::Result), (Role::Helpdesk, Verdict::DeliverInPerson)]
    {
        let case = working();
        let mut order = full(role, verdict, &case);
        if verdict == Verdict::Result {
            order.secret = Some(7);
            order.command.user_id = Some("AA.1".into());
        }
        let done = after(case, Event::StaffCommand(Box::new(order)));
        assert_eq!((done.case.state, done.case.resetting), (State::Executing, Some(1)));
        assert_eq!(letters(&done.effects), ["not_understood"], "{verdict:?}");
        let words = format!("{:?}", done.effects);
        assert!(!words.contains("HASIL"), "{words}");
    }
}

#[test]
fn a_letter_that_comes_back_voids_its_own_password_and_no_other() {
    let case = after(working(), Event::AccountReset { order: 9, to: String::new() }).case;
    let back = |order| Event::Bounced {
        order,
        template: "credentials".into(),
        to: "r***@kkp.example".into(),
        staff: false,
        status: "5.1.1".into(),
    };
    assert!(after(case.clone(), back(8)).effects.is_empty(), "an older letter");
    let done = after(case, back(9));
    assert_eq!(done.case.state, State::DeliveryFailed);
    assert_eq!(resets(&done.effects), [(1, 1, true, now())]);
    assert!(after(done.case.clone(), back(9)).effects.is_empty(), "once");
    let order = full(Role::Helpdesk, Verdict::Resend, &done.case);
    let again = after(done.case, Event::StaffCommand(Box::new(order)));
    assert_eq!(resets(&again.effects), [(1, 1, false, now())]);
    assert_eq!((again.case.state, again.case.resetting), (State::Executing, Some(1)));
    assert!(again.case.secret_voided);
}
