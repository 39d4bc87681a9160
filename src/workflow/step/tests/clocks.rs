//! Clocks, alarms and corrected calendars, event by event.
use crate::calendar::Calendar;
use crate::workflow::actor::Role;
use crate::workflow::case::{Case, Deviation, Holder, State, StepClock};
use crate::workflow::command::Verdict;
use crate::workflow::effect::{Effect, Recipient, Wake};
use crate::workflow::event::{Correction, Event};
use crate::workflow::letter::Letter;
use crate::workflow::policy::{Completeness, Rules};
use crate::workflow::recount::{is_void, recount};
use crate::workflow::step::{Step, step};
use crate::workflow::tests::house::{at, case_in, full, rules};
use jiff::Timestamp;

/// 9 November 2026, a Monday.
fn on(time: &str) -> Timestamp {
    at(&format!("2026-11-09T{time}:00+07:00"))
}

fn house() -> Rules {
    rules(Completeness::Helpdesk)
}

/// The shipped calendar with some of its lines changed.
fn calendar(from: &str, to: &str) -> Calendar {
    let text = include_str!("../../../../config/calendar.toml");
    assert!(text.contains(from), "{from}");
    Calendar::from_toml(&text.replace(from, to)).unwrap()
}

/// With Admin PPE since a time.
fn handed_over(time: &str, rules: &Rules) -> Case {
    let mut case = case_in(State::Verifying);
    case.deviations.clear();
    let event =
        Event::LetterSent { order: 1, template: "hand_over".into(), to: "b***@kkp.example".into() };
    step(case, &event, rules, on(time)).case
}

fn typed(case: Case, verdict: Verdict, note: &str, came: &str, read: &str, rules: &Rules) -> Step {
    let mut order = full(Role::AdminPpe, verdict, &case);
    order.command.note = Some(note.to_owned()).filter(|note| !note.is_empty());
    order.received_at = on(came);
    step(case, &Event::StaffCommand(Box::new(order)), rules, on(read))
}

fn woke(case: Case, wake: Wake, now: Timestamp, rules: &Rules) -> Step {
    step(case, &Event::Woke { wake }, rules, now)
}

fn told(effects: &[Effect]) -> Vec<(String, &str)> {
    let letter = |effect: &Effect| match effect {
        Effect::Send { letter, to: Recipient::Staff { person }, .. } => {
            Some((person.id.clone(), letter.template()))
        }
        _ => None,
    };
    effects.iter().filter_map(letter).collect()
}

fn wakes(effects: &[Effect]) -> Vec<(Timestamp, Wake)> {
    let wake = |effect: &Effect| match effect {
        Effect::Wake { at, why } => Some((*at, *why)),
        _ => None,
    };
    effects.iter().filter_map(wake).collect()
}

fn clock(case: &Case, step: u8) -> &StepClock {
    case.clocks.iter().rev().find(|c| c.step == step).unwrap()
}

fn breach(clock: &StepClock) -> Wake {
    Wake::Breach { step: clock.step, started_ms: clock.started_at.as_millisecond() }
}

#[test]
fn an_answer_counts_from_its_arrival_however_late_it_is_fetched() {
    let rules = house();
    let case = handed_over("09:00", &rules);
    // The alarm rings first: nobody has fetched the answer that came at 09.15.
    let late = woke(case.clone(), breach(clock(&case, 9)), on("10:00"), &rules);
    assert_eq!(late.case.deviations.len(), 1);
    let done = typed(late.case, Verdict::Approve, "", "09:15", "10:01", &rules);
    assert_eq!(done.case.state, State::Executing);
    assert_eq!(done.case.deviations, []);
    assert_eq!(clock(&done.case, 9).stopped_at, Some(on("09:15")));
    assert_eq!(clock(&done.case, 10).started_at, on("09:15"));
    // One second over the standard is over it, and a begun minute counts.
    let case = handed_over("09:00", &rules);
    let mut order = full(Role::AdminPpe, Verdict::Approve, &case);
    order.received_at = at("2026-11-09T09:15:01+07:00");
    let done = step(case, &Event::StaffCommand(Box::new(order)), &rules, on("09:20"));
    assert_eq!(done.case.deviations[0].actual_minutes, Some(16));
}

#[test]
fn a_telephone_call_is_kept_in_both_readings() {
    for (pauses, note, late) in
        [(false, "menunggu telepon", true), (true, "menunggu telepon", false), (true, "", true)]
    {
        let rules = Rules { confirm_pauses_clock: pauses, ..house() };
        let case = handed_over("09:00", &rules);
        let waits = typed(case, Verdict::ConfirmByPhone, note, "09:05", "09:05", &rules).case;
        assert_eq!(waits.state, State::Confirming);
        assert_eq!(clock(&waits, 9).is_paused(), !late);
        assert_eq!(waits.next_due().is_none(), !late, "a clock that stands is due at no time");
        let rung =
            woke(waits, breach(clock(&handed_over("09:00", &rules), 9)), on("09:30"), &rules);
        assert_eq!(rung.case.deviations.len(), usize::from(late));
        let goes =
            typed(rung.case, Verdict::ConfirmByPhone, "sudah ditelepon", "10:05", "10:05", &rules);
        let paused = clock(&goes.case, 9);
        assert_eq!(paused.paused(&rules.calendar, on("11:00")).as_mins(), 60);
        assert_eq!(paused.due_at, if late { on("09:15") } else { on("10:15") });
        let rings =
            wakes(&goes.effects).contains(&(at("2026-11-09T10:15:01+07:00"), breach(paused)));
        assert_eq!(rings, !late, "the alarms come at the new time");
        let done = typed(goes.case, Verdict::Approve, "", "10:10", "10:10", &rules).case;
        let minutes: Vec<_> = done.deviations.iter().map(|d| (d.step, d.actual_minutes)).collect();
        assert_eq!(minutes, if late { vec![(9, Some(70))] } else { vec![] }, "{pauses} {note:?}");
    }
}

#[test]
fn people_are_told_in_working_time_and_once() {
    let rules = house();
    // Due at 12.03 of working time, which is 13.03; 80 % of it at the break itself.
    let case = handed_over("11:48", &rules);
    let warn = Wake::Warn { step: 9, started_ms: on("11:48").as_millisecond() };
    let early = woke(case.clone(), warn, on("11:59"), &rules);
    assert_eq!((told(&early.effects), early.case == case), (vec![], true), "too early is nothing");
    let in_break = woke(case, warn, on("12:00"), &rules);
    assert_eq!(told(&in_break.effects), []);
    assert_eq!(wakes(&in_break.effects), [(on("13:00"), warn)]);
    let warned = woke(in_break.case, warn, on("13:00"), &rules);
    let both = |letter| vec![("bagus".to_owned(), letter), ("rina".to_owned(), letter)];
    assert_eq!(told(&warned.effects), both("time_warning"));
    let again = woke(warned.case.clone(), warn, on("13:01"), &rules);
    assert_eq!(again.effects, []);
    // Found in the night: recorded at once, told in the morning.
    let late = breach(clock(&warned.case, 9));
    let night = woke(warned.case, late, on("23:00"), &rules);
    assert_eq!((night.case.deviations.len(), told(&night.effects)), (1, vec![]));
    let morning = at("2026-11-10T07:30:00+07:00");
    assert_eq!(wakes(&night.effects), [(morning, late)]);
    let told_of = woke(night.case, late, morning, &rules);
    let mut expected = both("standard_breached");
    expected.push(("kepala".to_owned(), "standard_breached"));
    assert_eq!(told(&told_of.effects), expected);
    assert_eq!(woke(told_of.case, late, morning, &rules).effects, []);
}

#[test]
fn a_new_hand_over_begins_step_nine_anew_when_its_letter_is_out() {
    let rules = rules(Completeness::Auto);
    let mut case = handed_over("09:00", &rules);
    case.approval_round += 1;
    case.judging = true;
    let event = Event::Woke { wake: Wake::ReadingLate { mail: 1 } };
    case.papers[0].reading = None;
    let again = step(case, &event, &rules, on("09:10"));
    assert_eq!(clock(&again.case, 9).stopped_at, Some(on("09:10")));
    assert_eq!(clock(&again.case, 8).stopped_at, None);
    let sent = Event::LetterSent { order: 2, template: "hand_over".into(), to: String::new() };
    let out = step(again.case, &sent, &rules, on("09:12")).case;
    assert_eq!(clock(&out, 8).stopped_at, Some(on("09:12")));
    assert_eq!((clock(&out, 9).started_at, clock(&out, 9).due_at), (on("09:12"), on("09:27")));
}

#[test]
fn an_explanation_names_its_step_or_goes_to_the_newest() {
    let rules = house();
    let missed = |step: u8| Deviation {
        step,
        standard_minutes: 5,
        actual_minutes: Some(9),
        holder: Holder::Helpdesk,
        explanation: None,
        started_at: None,
        near_closing: false,
        told: true,
    };
    let said = |text: &str| {
        let mut case = case_in(State::Executing);
        case.deviations = vec![missed(5), missed(9), missed(10)];
        let mut order = full(Role::AdminPpe, Verdict::ExplainDeviation, &case);
        order.command.reason = Some(text.into());
        let case = step(case, &Event::StaffCommand(Box::new(order)), &rules, on("09:00")).case;
        let mut said = case.deviations.into_iter().filter_map(|d| Some((d.step, d.explanation?)));
        let first = said.next();
        assert_eq!(said.next(), None);
        first.map(|(step, text)| format!("{step} {text}")).unwrap_or_default()
    };
    assert_eq!(said("listrik padam"), "10 listrik padam");
    assert_eq!(said("9 menunggu telepon"), "9 menunggu telepon");
    assert_eq!(said("langkah 5: rapat"), "5 rapat");
    // Not the number of a missed step: words like any others.
    assert_eq!(said("3 orang sakit"), "10 3 orang sakit");
    assert_eq!(said("9x dicoba"), "10 9x dicoba");
    assert_eq!(said("9"), "10 9");
}

#[test]
fn a_corrected_calendar_unmakes_makes_and_moves() {
    let rules = house();
    let case = handed_over("15:50", &rules);
    let case = woke(case.clone(), breach(clock(&case, 9)), at("2026-11-10T08:00:00+07:00"), &rules);
    let mut case = case.case;
    case.deviations[0].explanation = Some("tidak tahu".into());
    // The tenth turns out to be a holiday: the clock is due on the eleventh.
    let holiday = "2026-12-24 = {";
    let fresh = Rules { calendar: calendar(holiday, "2026-11-10 = {"), ..house() };
    let now = at("2026-11-10T09:00:00+07:00");
    let corrections = recount(&mut case.clone(), &fresh, now);
    let unmade = corrections.iter().find_map(|c| match c {
        Correction::Unmade { deviation } => Some(deviation.clone()),
        _ => None,
    });
    assert_eq!(unmade.unwrap().explanation.as_deref(), Some("tidak tahu"), "kept in the log");
    let event = Event::CalendarCorrected { digest: String::new(), corrections };
    let corrected = step(case, &event, &fresh, now);
    assert_eq!(corrected.case.deviations, []);
    let due = at("2026-11-11T07:35:00+07:00");
    assert_eq!(clock(&corrected.case, 9).due_at, due);
    let late = at("2026-11-11T07:35:01+07:00");
    assert!(wakes(&corrected.effects).contains(&(late, breach(clock(&corrected.case, 9)))));
    assert_eq!(recount(&mut corrected.case.clone(), &fresh, now), [], "twice is once");
    // A letter about the breach that is none, and one about the breach that comes true.
    let (standard_minutes, holder) = (15, Holder::AdminPpe);
    let letter = |due| Letter::StandardBreached { step: 9, standard_minutes, due, holder };
    assert!(is_void(&corrected.case, &letter(at("2026-11-10T07:35:00+07:00"))));
    let again = woke(corrected.case, breach(clock(&handed_over("15:50", &fresh), 9)), late, &fresh);
    assert_eq!(told(&again.effects).len(), 3);
    assert!(!is_void(&again.case, &letter(due)));
    // And back: the deviation of a step that was stopped long ago is found.
    let done = typed(handed_over("15:50", &fresh), Verdict::Approve, "", "15:50", "15:50", &fresh);
    let mut case = done.case;
    case.clocks.retain(|c| c.step == 9);
    case.clocks[0].stopped_at = Some(at("2026-11-11T07:34:00+07:00"));
    case.clocks[0].pauses.clear();
    recount(&mut case, &fresh, now);
    assert_eq!((recount(&mut case, &fresh, now), case.deviations.len()), (vec![], 0));
    let corrections = recount(&mut case, &house(), now);
    assert!(corrections.iter().any(|c| matches!(c, Correction::Made { .. })), "{corrections:?}");
    assert_eq!(case.deviations[0].actual_minutes, Some(10 + 450 + 4));
}

#[test]
fn a_day_the_applicant_has_in_writing_is_never_brought_forward() {
    let rules = house();
    let mut order = full(Role::Helpdesk, Verdict::Incomplete, &case_in(State::Checking));
    order.received_at = on("09:00");
    let event = Event::StaffCommand(Box::new(order));
    let asked = step(case_in(State::Checking), &event, &rules, on("09:00"));
    let due = at("2026-11-16T16:00:00+07:00");
    assert_eq!(asked.case.answer_due, Some(due));
    let later = Rules { calendar: calendar("2026-12-24 = {", "2026-11-11 = {"), ..house() };
    let mut case = asked.case;
    recount(&mut case, &later, on("10:00"));
    assert_eq!(case.answer_due, Some(at("2026-11-17T16:00:00+07:00")));
    recount(&mut case, &rules, on("11:00"));
    assert_eq!(case.answer_due, Some(at("2026-11-17T16:00:00+07:00")));
    // The old alarm rings in vain.
    let early = woke(case.clone(), Wake::Expire { round: 1 }, due, &later);
    assert_eq!((early.effects.len(), early.case == case), (0, true));
    let expired = at("2026-11-17T16:00:00+07:00");
    let over = woke(case, Wake::Expire { round: 1 }, expired, &later).case;
    assert_eq!(over.state, State::ClosedNoFollowup);
}
