//! What counts where, reckoned by hand. November 2026: Monday to Thursday 07.30 to 16.00, break 12.00
//! to 13.00, Friday until 16.30, break 11.30 to 13.00.
use super::log::{Case, applicant, at, figures, figures_by, period};
use jiff::tz::TimeZone;
use loket::calendar::Calendar;
use loket::report::figures::{Period, Spread};

/// Arrives on Monday 30 November, ends on Tuesday 1 December.
fn over_the_month() -> Case {
    let mut case = Case::mail("LKT-2026-00001", "2026-11-30 15:00", applicant());
    case.read("2026-11-30 15:00", "verifying");
    // 60 minutes on Monday, 20 on Tuesday.
    case.says("2026-12-01 07:50", "admin_ppe", "approve", "", "executing");
    case.says("2026-12-01 07:55", "admin_ppe", "result", "", "delivering");
    case.sent("2026-12-01 07:56");
    case
}

#[test]
fn a_case_over_the_month_is_received_in_one_and_finished_in_the_next() {
    let case = over_the_month();
    let november = figures("2026-11", &[&case]);
    assert_eq!((november.received.total, november.finished.total, november.open.total), (1, 0, 1));
    assert_eq!(november.received_now.get("verifying"), Some(&1));
    // Its step 9 is late already, and not counted as passed.
    let step9 = november.steps.iter().find(|s| s.step == 9).unwrap();
    assert_eq!((step9.counted, step9.running_late), (0, 1));
    assert_eq!((november.deviations.len(), november.deviations[0].running), (1, true));
    let december = figures("2026-12", &[&case]);
    assert_eq!((december.received.total, december.received.carried_over), (0, 1));
    assert_eq!((december.finished.total, december.finished.received_earlier), (1, 1));
    assert_eq!((december.finished.delivered, december.open.total), (1, 0));
    let late = &december.deviations[0];
    assert_eq!((late.step, late.minutes, late.standard_minutes, late.running), (9, 80, 15, false));
    assert_eq!(december.whole.minutes.median, Some(86.0));
    // A month later nothing of it is left; both months together are a quarter.
    let january = figures("2027-01", &[&case]);
    assert_eq!((january.received.total, january.finished.total, january.open.total), (0, 0, 0));
    let quarter = figures("2026-Q4", &[&case]);
    assert_eq!((quarter.received.total, quarter.finished.total), (1, 1));
    assert_eq!(quarter.finished.received_earlier, 0);
}

#[test]
fn rounds_waiting_and_the_whole_time() {
    let mut case = Case::mail("LKT-2026-00002", "2026-11-09 09:00", applicant());
    case.read("2026-11-09 09:00", "waiting_applicant");
    case.adds("2026-11-10 09:00", "checking");
    case.read("2026-11-10 09:00", "verifying");
    case.says("2026-11-10 09:10", "admin_ppe", "approve", "", "delivering");
    case.sent("2026-11-10 09:10");
    let figures = figures("2026-11", &[&case]);
    assert_eq!(figures.rounds.get(&2), Some(&1));
    assert_eq!(figures.missing.get("decree_not_attached"), Some(&1));
    // Monday 09.00 to Tuesday 09.00: a working day of seven hours and a half.
    assert_eq!(figures.whole.minutes.median, Some(460.0));
    assert_eq!(figures.whole.minutes_without_applicant.median, Some(10.0));
    assert!(figures.deviations.is_empty());
    let count = |step| figures.steps.iter().find(|s| s.step == step).unwrap().counted;
    assert_eq!([count(5), count(6), count(8), count(9), count(14)], [2, 1, 1, 1, 1]);
}

/// Step 9 takes 40 minutes, of which 30 pass while the applicant is telephoned.
fn confirmed() -> Case {
    let mut case = Case::mail("LKT-2026-00003", "2026-11-09 09:00", applicant());
    case.read("2026-11-09 09:00", "verifying");
    case.says("2026-11-09 09:05", "admin_ppe", "confirm_by_phone", "belum yakin", "confirming");
    case.says("2026-11-09 09:35", "admin_ppe", "confirm_by_phone", "sudah ditelepon", "confirming");
    case.says("2026-11-09 09:40", "admin_ppe", "approve", "", "executing");
    case.says(
        "2026-11-09 09:45",
        "admin_ppe",
        "explain_deviation",
        "menunggu telepon",
        "executing",
    );
    case
}

#[test]
fn both_readings_of_a_confirmation_are_told() {
    let calendar = Calendar::builtin().unwrap();
    let strict = figures_by("2026-11", &[&confirmed()], &calendar, false);
    let step = strict.steps.iter().find(|s| s.step == 9).unwrap();
    assert_eq!((step.late, step.late_without_pauses), (1, 0));
    assert_eq!((step.minutes.median, step.minutes_without_pauses.median), (Some(40.0), Some(10.0)));
    let line = strict.deviations.iter().find(|d| d.step == 9).unwrap();
    assert_eq!((line.minutes, line.minutes_without_pauses), (40, 10));
    assert_eq!(line.explanation.as_deref(), Some("menunggu telepon"));
    let paused = figures_by("2026-11", &[&confirmed()], &calendar, true);
    assert!(paused.deviations.iter().all(|d| d.step != 9), "{:?}", paused.deviations);
    assert_eq!(paused.steps.iter().find(|s| s.step == 9).unwrap().late, 1, "still told");
}

#[test]
fn step_4_counts_from_the_effective_arrival() {
    // Friday 20 November, after closing: effective on Monday. Opened on Monday afternoon: in time.
    let mut evening = Case::mail("LKT-2026-00004", "2026-11-20 19:45", applicant());
    evening.read("2026-11-20 19:46", "checking");
    evening.says("2026-11-23 14:00", "helpdesk", "complete", "", "verifying");
    // Monday 15.59, one minute before closing, opened on Tuesday: late, and told apart.
    let mut last = Case::mail("LKT-2026-00005", "2026-11-16 15:59", applicant());
    last.read("2026-11-16 16:00", "checking");
    last.says("2026-11-17 07:40", "helpdesk", "open", "", "checking");
    last.says("2026-11-17 07:44", "helpdesk", "complete", "", "verifying");
    let figures = figures("2026-11", &[&evening, &last]);
    let opening = &figures.opening;
    assert_eq!((opening.counted, opening.same_day, opening.late), (2, 1, 1));
    assert_eq!((opening.near_closing, opening.near_closing_late), (1, 1));
    let late = figures.deviations.iter().find(|d| d.step == 4).unwrap();
    assert_eq!((late.minutes, late.standard_minutes, late.near_closing), (11, 1, true));
}

#[test]
fn a_corrected_calendar_corrects_the_report() {
    let mut case = Case::mail("LKT-2026-00006", "2026-11-09 09:00", applicant());
    case.read("2026-11-09 09:00", "verifying");
    case.says("2026-11-09 09:40", "admin_ppe", "approve", "", "executing");
    let before = figures("2026-11", &[&case]);
    assert!(before.deviations.iter().any(|d| d.step == 9 && d.minutes == 40));
    let text = "[[holiday]]\ndate = 2026-11-09\nname = \"Libur setempat\"\nkind = \"local\"\n";
    let local = Calendar::from_both(None, Some(text));
    let local = local.unwrap_or_else(|e| panic!("{e}"));
    let after = figures_by("2026-11", &[&case], &local, false);
    assert!(after.deviations.iter().all(|d| d.step != 9), "{:?}", after.deviations);
}

#[test]
fn periods_are_read_strictly_and_refused_in_one_sentence() {
    let zone = TimeZone::get("Asia/Jakarta").unwrap();
    let now = at("2026-11-23 10:00");
    let parse = |text: &str| Period::parse(text, &zone, now, Some(at("2026-03-05 10:00")));
    let month = parse("2026-11").unwrap();
    assert_eq!((month.from, month.to), (at("2026-11-01 00:00"), at("2026-12-01 00:00")));
    assert_eq!((month.until, month.is_over()), (now, false));
    assert_eq!(month.span(), "1 s.d. 30 November 2026");
    let quarter = parse("2026-q3").unwrap();
    assert_eq!((quarter.from, quarter.to), (at("2026-07-01 00:00"), at("2026-10-01 00:00")));
    assert_eq!((quarter.title().as_str(), quarter.name.as_str()), ("Triwulan III 2026", "2026-Q3"));
    for wrong in
        ["", "2026", "2026-13", "2026-00", "26-11", "2026-1", "2026-Q5", "2026-11-01", "x\n"]
    {
        let said = parse(wrong).unwrap_err().to_string();
        assert!(said.contains("YYYY-MM") && !said.contains('\n'), "{wrong:?}: {said}");
    }
    assert!(parse("2026-12").unwrap_err().to_string().contains("belum mulai"));
    let early = parse("2026-02").unwrap_err().to_string();
    assert!(early.contains("Februari 2026 sebelum") && early.contains("5 Maret 2026"), "{early}");
    assert_eq!(period("2028-02", "2029-01-01 00:00").last_day.day(), 29);
}

#[test]
fn median_and_ninetieth_percentile() {
    let spread = Spread::of(vec![5, 1, 3]);
    assert_eq!((spread.median, spread.p90, spread.longest), (Some(3.0), Some(5), Some(5)));
    let spread = Spread::of((1..=10).rev().collect());
    assert_eq!((spread.median, spread.p90, spread.longest), (Some(5.5), Some(9), Some(10)));
    assert_eq!(Spread::of(vec![7]).p90, Some(7));
    assert_eq!(Spread::of(Vec::new()), Spread::default());
}
