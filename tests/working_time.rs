//! Working time against a reckoning of its own: minute by minute, by wall clock, from the file's own
//! lines (`reckoning`). It shares nothing with the calendar but the text of the file and the zones.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
mod reckoning;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use loket::calendar::Calendar;
use proptest::prelude::*;
use reckoning::{MINUTE, Slow};
use std::sync::LazyLock;

const SHIPPED: &str = include_str!("../config/calendar.toml");
const ZONES: [&str; 5] =
    ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "Europe/Berlin", "America/Sao_Paulo"];

fn in_zone(zone: &str) -> String {
    SHIPPED.replace("zone = \"Asia/Jakarta\"", &format!("zone = {zone:?}"))
}

static BOTH: LazyLock<Vec<(Slow, Calendar)>> = LazyLock::new(|| {
    let both = |zone: &&str| {
        let text = in_zone(zone);
        (Slow::of(&text), Calendar::from_toml(&text).unwrap())
    };
    ZONES.iter().map(both).collect()
});

/// Whole minutes of twenty years, 2010 to 2029; every second one near a day somebody wrote down.
fn minute() -> impl Strategy<Value = Timestamp> {
    let any = 1_262_304_000_i64..1_893_456_000;
    let days: Vec<Date> = BOTH[0].0.off.iter().copied().collect();
    let near = (prop::sample::select(days), -3 * 1440_i64..3 * 1440).prop_map(|(day, minutes)| {
        let noon = day.to_zoned(TimeZone::UTC).unwrap().timestamp();
        noon.as_second() + minutes * 60
    });
    prop_oneof![any, near].prop_map(|s| Timestamp::from_second(s - s.rem_euclid(60)).unwrap())
}

/// The same to the second.
fn moment() -> impl Strategy<Value = Timestamp> {
    (minute(), 0..60_i64).prop_map(|(t, s)| t + SignedDuration::from_secs(s))
}

fn cases(count: u32) -> ProptestConfig {
    ProptestConfig { cases: count, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn the_slow_reckoning_agrees(zone in 0..ZONES.len(), t in minute(), minutes in 0_u32..1500) {
        let (slow, calendar) = &BOTH[zone];
        prop_assert_eq!(calendar.effective(t), slow.effective(t), "effective of {}", t);
        prop_assert_eq!(calendar.open_due(t), slow.open_due(t), "open due of {}", t);
        let due = slow.add(t, minutes);
        prop_assert_eq!(calendar.add_minutes(t, minutes), due, "{} + {}", t, minutes);
        prop_assert_eq!(calendar.minutes_between(t, due), slow.between(t, due));
        prop_assert_eq!(calendar.is_working_time(t), slow.works(t));
        prop_assert_eq!(calendar.is_open(t), slow.open(t));
        let next = calendar.next_working_time(t);
        prop_assert!(slow.works(next) && slow.between(t, next) == 0);
    }

    #[test]
    fn spans_of_weeks_are_counted_right(zone in 0..ZONES.len(), t in minute(), days in 0_i64..40) {
        let (slow, calendar) = &BOTH[zone];
        let end = t + SignedDuration::from_hours(24 * days) + SignedDuration::from_mins(days * 7);
        prop_assert_eq!(calendar.minutes_between(t, end), slow.between(t, end));
    }
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn adding_and_counting_are_inverse(zone in 0..ZONES.len(), t in moment(), m in 0_u32..200_000) {
        let calendar = &BOTH[zone].1;
        let due = calendar.add_minutes(t, m);
        prop_assert_eq!(calendar.minutes_between(t, due), m);
        prop_assert_eq!(calendar.minutes_taken(t, due), m);
        // Half-open: the last minute is not over a second earlier, and none more begins at its end.
        let before = due - SignedDuration::from_secs(1);
        prop_assert!(m == 0 || calendar.minutes_between(t, before) == m - 1);
        prop_assert!(m == 0 || calendar.is_working_time(before));
    }

    #[test]
    fn later_is_never_earlier(
        zone in 0..ZONES.len(), t in moment(), later in 0_i64..40_000_000, m in 0_u32..3_000,
        more in 0_u32..3_000,
    ) {
        let calendar = &BOTH[zone].1;
        let u = t + SignedDuration::from_secs(later);
        prop_assert!(calendar.effective(t) <= calendar.effective(u));
        prop_assert!(calendar.open_due(t) <= calendar.open_due(u));
        prop_assert!(calendar.add_minutes(t, m) <= calendar.add_minutes(u, m));
        prop_assert!(calendar.add_minutes(t, m) <= calendar.add_minutes(t, m + more));
        prop_assert!(calendar.worked(t, u) <= calendar.worked(t, u + MINUTE));
    }

    #[test]
    fn parts_make_the_whole(
        zone in 0..ZONES.len(), t in moment(), a in 0_i64..90_000_000, b in 0_i64..90_000_000,
    ) {
        let calendar = &BOTH[zone].1;
        let middle = t + SignedDuration::from_secs(a);
        let end = middle + SignedDuration::from_secs(b);
        let parts = calendar.worked(t, middle) + calendar.worked(middle, end);
        prop_assert_eq!(calendar.worked(t, end), parts);
        prop_assert_eq!(calendar.worked(end, t), SignedDuration::ZERO);
    }

    #[test]
    fn a_date_and_its_trace_agree(zone in 0..ZONES.len(), t in moment(), m in 0_u32..6_000) {
        // The trace walks day by day, the date is looked up in a table of the year.
        let calendar = &BOTH[zone].1;
        let told = calendar.explain(t, m);
        let due = calendar.add_minutes(calendar.effective(t), m);
        prop_assert_eq!(told.step_due.parse::<Timestamp>().unwrap(), due);
    }
}

#[test]
fn an_office_that_never_closes_has_every_minute_of_the_day() {
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let week: String = days.map(|d| format!("{d} = [\"00:00-24:00\"]\n")).concat();
    for zone in ZONES {
        let text = format!("zone = {zone:?}\n[hours]\n{week}");
        let calendar = Calendar::from_toml(&text).unwrap();
        // Across midnight, the turn of a year, and the clock changes of Berlin and São Paulo.
        for day in ["2026-12-31T23:58:00Z", "2018-02-17T20:00:00Z", "2018-11-04T00:30:00Z"] {
            let t: Timestamp = day.parse().unwrap();
            for hours in [1, 30, 24 * 200] {
                let end = t + SignedDuration::from_hours(hours);
                assert_eq!(i64::from(calendar.minutes_between(t, end)), hours * 60, "{zone} {day}");
                assert_eq!(calendar.add_minutes(t, u32::try_from(hours * 60).unwrap()), end);
            }
            assert!(calendar.is_working_time(t));
        }
    }
}

#[test]
fn days_are_longer_and_shorter_where_the_clock_is_changed() {
    // Work on Sunday from 00.00 to 06.00: five hours when the hour from two to three is left out.
    let text = "zone = \"Europe/Berlin\"\n[hours]\nsunday = [\"00:00-06:00\"]\n";
    let calendar = Calendar::from_toml(text).unwrap();
    let worked = |day: &str| {
        let noon: Timestamp = format!("{day}T10:00:00Z").parse().unwrap();
        calendar.minutes_between(noon - SignedDuration::from_hours(20), noon)
    };
    assert_eq!(worked("2026-03-22"), 360);
    assert_eq!(worked("2026-03-29"), 300);
    assert_eq!(worked("2026-10-25"), 420);
}

#[test]
fn additions_of_the_office_go_before_and_stay() {
    let local = r#"
covered_until = "2028-12-31"
not_holidays = ["2026-05-28"]
[hours]
saturday = ["08:00-12:00"]
[sources]
sk = "Keputusan Kepala Biro 12/2026"
[holidays]
2026-11-18 = { name = "Hari Jadi Daerah", kind = "libur", certainty = "tinggi", source = "sk" }
[special_days]
2026-12-31 = { name = "Tutup awal", windows = ["07:30-11:30"], source = "surat edaran" }
[[ramadan]]
first = "2027-02-09"
last = "2027-03-10"
certainty = "tinggi"
source = "sidang isbat"
"#;
    let calendar = Calendar::from_both(Some(SHIPPED), Some(local)).unwrap();
    let at = |text: &str| format!("{text}:00+07:00").parse::<Timestamp>().unwrap();
    let on = |text: &str| calendar.is_working_day(text.parse().unwrap());
    assert!(!on("2026-11-18") && on("2026-11-21") && on("2026-05-28") && !on("2026-05-27"));
    assert_eq!(calendar.open_due(at("2026-12-31T08:00")), at("2026-12-31T11:30"));
    // 8 February is an ordinary day now, 10 March one of Ramadan (and a holiday in the file).
    assert_eq!(calendar.open_due(at("2027-02-08T08:00")), at("2027-02-08T16:00"));
    assert_eq!(calendar.open_due(at("2027-02-09T08:00")), at("2027-02-09T15:00"));
    let trace = calendar.explain(at("2026-11-17T16:00"), 5).trace.join("\n");
    assert!(trace.contains("Hari Jadi Daerah; sumber: Keputusan Kepala Biro 12/2026"), "{trace}");
    let trace = calendar.explain(at("2026-12-31T08:00"), 5).trace.join("\n");
    assert!(trace.contains("(Tutup awal; sumber: surat edaran)"), "{trace}");
    // Whatever comes in a new first file, they stay; only what deadlines depend on changes the digest.
    let renamed = SHIPPED.replace("Tahun Baru Masehi", "Tahun Baru");
    let again = Calendar::from_both(Some(&renamed), Some(local)).unwrap();
    assert_eq!(calendar.digest(), again.digest());
    assert_ne!(calendar.digest(), Calendar::builtin().unwrap().digest());
    let wrong = Calendar::from_both(Some(SHIPPED), Some("zona = 1")).unwrap_err().to_string();
    assert!(wrong.starts_with("tambahan setempat: kalender, baris 1"), "{wrong}");
}

#[test]
fn coverage_that_ends_and_years_nobody_wrote_down_are_told() {
    let calendar = Calendar::builtin().unwrap();
    let day = |text: &str| text.parse::<Date>().unwrap();
    assert_eq!(calendar.coverage(day("2027-10-31")).warning, None);
    let soon = calendar.coverage(day("2027-11-15"));
    assert_eq!(soon.days_left, Some(46));
    assert!(soon.warning.unwrap().contains("Jumat, 31 Desember 2027, 46 hari lagi"));
    let past = calendar.coverage(day("2028-01-10"));
    assert!(past.warning.unwrap().contains("sudah lewat"));
    assert_eq!(past.gaps, [2019, 2020, 2021, 2022, 2023]);
    let unsure = calendar.coverage(day("2027-02-01")).unsure;
    assert_eq!(unsure[0].name, "hari pertama Ramadan");
    let trace = calendar.explain("2020-05-05T10:00:00+07:00".parse().unwrap(), 5).trace;
    assert!(trace.iter().any(|line| line.contains("tahun 2020 belum diketahui")), "{trace:?}");
}

#[test]
fn every_shipped_day_says_where_it_comes_from() {
    let file: toml::Value = toml::from_str(SHIPPED).unwrap();
    let known = file["sources"].as_table().unwrap();
    let days = file["holidays"].as_table().unwrap();
    let fasts = file["ramadan"].as_array().unwrap();
    assert!(days.len() >= 133 && fasts.len() >= 5);
    for entry in days.values().chain(fasts) {
        let source = entry["source"].as_str().unwrap();
        assert!(known.contains_key(source), "{source}");
        assert!(matches!(entry["certainty"].as_str().unwrap(), "tinggi" | "sedang" | "rendah"));
    }
}
