//! A day with one case of every state, counted by hand.
use super::*;
use crate::workflow::actor::Applicant;
use crate::workflow::case::{AccountRef, Deviation, Holder, StepClock};

fn at(text: &str) -> Timestamp {
    format!("{text}:00+07:00").parse().unwrap()
}

fn case(number: u32, state: State) -> Case {
    let received_at = at("2026-11-16T08:00");
    Case {
        state,
        applicant: Applicant { name: Some(format!("Pemohon {number}")), ..Applicant::default() },
        open_due: at("2026-11-16T16:00"),
        ..Case::blank(format!("LKT-2026-{number:05}"), received_at)
    }
}

fn clock(due: &str, stopped: Option<&str>) -> StepClock {
    StepClock {
        step: 9,
        holder: Holder::AdminPpe,
        standard_minutes: 15,
        started_at: at(due) - jiff::SignedDuration::from_mins(15),
        due_at: at(due),
        stopped_at: stopped.map(at),
        round: 1,
        pauses: Vec::new(),
        pausing: false,
        warned: false,
    }
}

fn deviation(step: u8, explanation: Option<&str>) -> Deviation {
    Deviation {
        step,
        standard_minutes: 15,
        actual_minutes: None,
        holder: Holder::AdminPpe,
        explanation: explanation.map(str::to_owned),
        started_at: None,
        near_closing: false,
        told: false,
    }
}

fn held(id: i64, received: &str) -> HeldLine {
    HeldLine {
        id,
        from: "asing@luar.example".into(),
        subject: "Halo".into(),
        received_at: at(received),
        reason: "unknown".into(),
    }
}

fn facts(cases: Vec<Case>) -> DayFacts {
    let now = at("2026-11-16T15:00");
    DayFacts {
        date: jiff::civil::date(2026, 11, 16),
        opening_holder: Holder::Helpdesk,
        now,
        by_hand: false,
        missed: Vec::new(),
        since: None,
        cases,
        moves: Vec::new(),
        steps: Vec::new(),
        held: Vec::new(),
        frozen: Vec::new(),
        frozen_orders: Vec::new(),
        failed_letters: Vec::new(),
        unsent: None,
        muted: 0,
        mails_arrived: 41,
        outcomes: vec![outcome("case", 38, 1), outcome("set_aside", 2, 0)],
        lags: Vec::new(),
        last_fetch: Some(at("2026-11-16T14:59")),
        log_head: "ab12".into(),
        log_length: 99,
        calendar_weeks: 6,
        changes: Vec::new(),
    }
}

fn outcome(name: &str, total: u64, recent: u64) -> OutcomeLine {
    OutcomeLine { outcome: name.into(), total, recent }
}

fn told(facts: DayFacts) -> Digest {
    digest(facts, &Calendar::builtin().unwrap())
}

#[test]
fn every_open_case_is_counted_at_exactly_one_desk_and_listed() {
    let opened = |mut c: Case| {
        c.opened_at = Some(at("2026-11-16T09:00"));
        c
    };
    let every = State::ALL.iter().zip(1..);
    let mut cases: Vec<Case> = every.map(|(state, n)| case(n, *state)).collect();
    cases.push(opened(case(90, State::Checking)));
    let open = cases.iter().filter(|c| !c.state.is_closed()).count();
    let digest = told(facts(cases));
    assert_eq!(digest.unopened, 4, "received, guest book, queue, check not begun");
    assert_eq!(digest.checking, 1);
    assert_eq!(digest.waiting_applicant, 1);
    assert_eq!(digest.at_admin_ppe, 3);
    assert_eq!(digest.failed_deliveries, 1);
    let counted = 4 + 1 + 1 + 3 + 1;
    let on_the_way = 1;
    assert_eq!(open, counted + on_the_way);
    assert_eq!(digest.open.len() + digest.due_today.len(), open);
}

#[test]
fn only_todays_endings_are_counted_in_the_offices_own_day() {
    let ended = |n, state, when: &str| Case { ended_at: Some(at(when)), ..case(n, state) };
    let digest = told(facts(vec![
        ended(1, State::Delivered, "2026-11-16T00:00"),
        ended(2, State::Delivered, "2026-11-16T23:59"),
        ended(3, State::Delivered, "2026-11-15T23:59"),
        ended(4, State::Rejected, "2026-11-16T10:00"),
        ended(5, State::Rejected, "2026-11-17T00:00"),
        ended(6, State::Withdrawn, "2026-11-16T10:00"),
        case(7, State::Delivered),
    ]));
    assert_eq!((digest.delivered_today, digest.rejected_today), (2, 1));
    assert_eq!((digest.open, digest.due_today), (vec![], vec![]));
}

#[test]
fn over_standard_means_a_running_clock_of_admin_ppe_past_its_time() {
    let with = |n, state, clock| Case { clocks: vec![clock], ..case(n, state) };
    let digest = told(facts(vec![
        with(1, State::Verifying, clock("2026-11-16T14:59", None)),
        with(2, State::Executing, clock("2026-11-16T15:00", None)),
        with(3, State::Confirming, clock("2026-11-16T10:00", Some("2026-11-16T11:00"))),
        with(4, State::Checking, clock("2026-11-16T10:00", None)),
    ]));
    assert_eq!((digest.at_admin_ppe, digest.over_standard), (3, 1));
}

#[test]
fn papers_due_today_or_earlier_are_due() {
    let waiting = |n, due: &str| Case {
        answer_due: Some(at(due)),
        opened_at: Some(at("2026-11-10T09:00")),
        ..case(n, State::WaitingApplicant)
    };
    let digest = told(facts(vec![
        waiting(1, "2026-11-16T16:00"),
        waiting(2, "2026-11-13T16:00"),
        waiting(3, "2026-11-17T16:00"),
        case(4, State::WaitingApplicant),
    ]));
    assert_eq!((digest.waiting_applicant, digest.waiting_due_today), (4, 2));
    let ids = |lines: &[CaseLine]| -> Vec<String> { lines.iter().map(|l| l.id.clone()).collect() };
    assert_eq!(
        ids(&digest.due_today),
        ["LKT-2026-00002", "LKT-2026-00001"],
        "the most urgent first"
    );
    assert_eq!(ids(&digest.open), ["LKT-2026-00003", "LKT-2026-00004"]);
}

#[test]
fn deviations_stay_until_they_are_explained() {
    let ended = |n, when: &str, deviations| Case {
        ended_at: Some(at(when)),
        deviations,
        ..case(n, State::Delivered)
    };
    let open = Case {
        deviations: vec![deviation(9, Some("listrik padam")), deviation(5, None)],
        ..case(3, State::Executing)
    };
    let digest = told(facts(vec![
        ended(1, "2026-11-02T10:00", vec![deviation(9, None), deviation(10, Some("rapat"))]),
        ended(2, "2026-11-16T10:00", vec![deviation(9, Some("rapat"))]),
        open,
    ]));
    let lines: Vec<_> =
        digest.deviations.iter().map(|d| (d.id.as_str(), d.deviation.step)).collect();
    assert_eq!(
        lines,
        [
            ("LKT-2026-00001", 9),
            ("LKT-2026-00003", 5),
            ("LKT-2026-00002", 9),
            ("LKT-2026-00003", 9),
        ]
    );
}

#[test]
fn the_rest_of_the_page_is_what_was_handed_in() {
    let mut facts = facts(vec![Case {
        account: Some(AccountRef {
            id: 1,
            user_id: "AGENCY01".into(),
            name: "Pemohon 1".into(),
            nip: None,
            unit: Some("Satker Contoh".into()),
            backend: "manual".into(),
            masked_address: "p***@kkp.example".into(),
            privileged: false,
            two_approvers: false,
            has_contact: false,
            address_changed_at: None,
        }),
        ..case(1, State::Received)
    }]);
    facts.held = vec![held(1, "2026-11-14T08:00"), held(2, "2026-11-16T08:00")];
    let digest = told(facts);
    assert_eq!(digest.date, "2026-11-16");
    assert_eq!(digest.at, at("2026-11-16T15:00"));
    assert_eq!(digest.closing, Some(at("2026-11-16T16:00")));
    assert_eq!(digest.next_working_day.as_deref(), Some("2026-11-17"));
    assert_eq!(digest.calendar_until.as_deref(), Some("2027-12-31"));
    assert_eq!(digest.held.iter().map(|h| h.id).collect::<Vec<_>>(), [2, 1]);
    assert_eq!((digest.quarantined, digest.mails_arrived, digest.mails_with_outcome), (2, 41, 40));
    assert_eq!((digest.log_head.as_str(), digest.log_length), ("ab12", 99));
    assert_eq!(digest.due_today[0].unit.as_deref(), Some("Satker Contoh"));
    assert_eq!(digest.due_today[0].next_due, Some(at("2026-11-16T16:00")));
}

#[test]
fn a_day_off_has_no_closing_time_and_names_the_day_work_goes_on() {
    let digest = told(DayFacts { date: jiff::civil::date(2026, 12, 24), ..facts(Vec::new()) });
    assert_eq!(digest.closing, None);
    assert_eq!(digest.next_working_day.as_deref(), Some("2026-12-28"));
}

#[test]
fn lists_are_bounded_and_counts_are_not() {
    let many = (0..700).map(|n| case(n, State::Received)).collect();
    let digest = told(facts(many));
    assert_eq!((digest.unopened, digest.due_today.len()), (700, LINES_MAX));
}
