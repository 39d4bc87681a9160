//! One digest a working day and person, whatever the clock, the machine and the neighbours do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
use jiff::civil::{Date, Time, Weekday, date, time};
use jiff::{SignedDuration, Timestamp};
use loket::calendar::Calendar;
use loket::demo::{Stage, StageSettings};
use loket::schedule::{
    Ask, DigestSettings, Marks, Owed, compile, digest_if_due, next_digest, owed, post_by_hand,
};
use loket::secret::Key;
use loket::store::Store;
use loket::workflow::actor::Role;
use loket::workflow::letter::{Digest, Letter};
use proptest::prelude::*;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// Weekdays alone, so that the reckoning beside it is a different one.
fn weekdays(zone: &str) -> Calendar {
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday"];
    let hours: String = days.map(|day| format!("{day} = [\"07:30-16:00\"]\n")).concat();
    let ramadan = hours.clone();
    Calendar::from_toml(&format!(
        "zone = \"{zone}\"\ncutoff_minutes = 0\ncovered_until = \"2046-12-31\"\n[hours]\n{hours}[ramadan_hours]\n{ramadan}"
    ))
    .unwrap()
}

fn works(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// Asks at each of these moments, as a daemon would; what came of it.
fn asked(calendar: &Calendar, at: Time, moments: impl Iterator<Item = Timestamp>) -> Vec<Owed> {
    let mut last = None;
    let mut posted = Vec::new();
    for now in moments {
        if let Some(owed) = owed(calendar, at, last, now) {
            last = Some(owed.date);
            posted.push(owed);
        }
    }
    posted
}

#[test]
fn twenty_years_in_three_zones_have_one_digest_each_working_day() {
    for zone in ["Asia/Jakarta", "Europe/Berlin", "America/Sao_Paulo"] {
        let calendar = weekdays(zone);
        // Half past two and half past midnight do not exist, or exist twice, on days of change.
        for at in [time(7, 30, 0, 0), time(2, 30, 0, 0), time(0, 30, 0, 0), time(23, 59, 0, 0)] {
            // São Paulo last changed in 2019, Berlin still does.
            let (from, to) = (date(2010, 1, 1), date(2030, 1, 1));
            let end = to.to_zoned(calendar.zone().clone()).unwrap().timestamp();
            let start = from.to_zoned(calendar.zone().clone()).unwrap().timestamp();
            // Asked at the time itself, and again soon after.
            let mut now = start;
            let mut moments = Vec::new();
            while let Some(next) = next_digest(&calendar, at, now).filter(|next| *next < end) {
                assert!(next > now, "{zone} {at}: {next} after {now}");
                moments.extend([next, next, next + SignedDuration::from_secs(40)]);
                now = next;
            }
            let posted = asked(&calendar, at, moments.into_iter());
            let mut day = from;
            let mut expected = Vec::new();
            while day < to {
                if works(day) {
                    expected.push(day);
                }
                day = day.tomorrow().unwrap();
            }
            let days: Vec<Date> = posted.iter().map(|owed| owed.date).collect();
            assert_eq!(days, expected, "{zone} at {at}");
            assert!(posted.iter().all(|owed| owed.missed.is_empty()), "{zone} at {at}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// A daemon that is down now and then, and a clock that jumps both ways: no day twice, no day
    /// both posted and missed, and each working day in between one of the two.
    #[test]
    fn whatever_the_clock_does_a_day_is_told_once(
        zone in prop::sample::select(vec!["Asia/Jakarta", "Asia/Jayapura", "Europe/Berlin", "America/Sao_Paulo"]),
        hour in 0i8..24, minute in 0i8..60,
        start in 1_262_304_000i64..1_830_297_600,
        steps in prop::collection::vec(-90_000i64..400_000, 1..120),
    ) {
        let calendar = weekdays(zone);
        let mut now = Timestamp::from_second(start).unwrap();
        let moments = steps.iter().map(|step| { now += SignedDuration::from_secs(*step); now });
        let posted = asked(&calendar, time(hour, minute, 0, 0), moments);
        let mut told: Vec<Date> = Vec::new();
        for owed in &posted {
            prop_assert!(works(owed.date));
            told.extend(&owed.missed);
            told.push(owed.date);
        }
        let mut sorted = told.clone();
        sorted.sort();
        sorted.dedup();
        prop_assert_eq!(&sorted, &told, "in order, none twice");
        if let (Some(first), Some(last)) = (told.first(), told.last()) {
            let mut day = *first;
            let mut expected = Vec::new();
            while day <= *last {
                if works(day) { expected.push(day); }
                day = day.tomorrow().unwrap();
            }
            prop_assert_eq!(expected, told, "every working day is told");
        }
    }

    /// The time has not come, or it is no working day: nothing, whatever happened before.
    #[test]
    fn before_its_time_nothing_is_owed(seconds in 1_262_304_000i64..1_830_297_600, hour in 0i8..24) {
        let calendar = weekdays("Asia/Jakarta");
        let now = Timestamp::from_second(seconds).unwrap();
        let local = now.to_zoned(calendar.zone().clone());
        let due = owed(&calendar, time(hour, 0, 0, 0), None, now);
        prop_assert_eq!(due.is_some(), works(local.date()) && local.hour() >= hour);
    }
}

const PEOPLE: &str = r#"
[[person]]
id = "dewi"
name = "Dewi Anjani"
addresses = ["dewi.helpdesk@kkp.example"]
roles = ["helpdesk", "supervisor"]

[[person]]
id = "bagus"
name = "Bagus Prakoso"
addresses = ["bagus.ppe@kkp.example"]
roles = ["admin_ppe"]

[[person]]
id = "sari"
name = "Sari Utami"
addresses = ["sari.depan@kkp.example"]
roles = ["front_office"]
"#;

const MONDAY: &str = "2026-11-16T07:00:00+07:00";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

async fn stage(dir: &Path) -> Stage {
    let settings = StageSettings {
        more: String::new(),
        people: PEOPLE.into(),
        accounts: Vec::new(),
        start: at(MONDAY),
    };
    Stage::set(dir, settings).await.unwrap()
}

/// Another machine's view of the same database.
async fn replica(dir: &Path) -> Store {
    let key = std::fs::read(dir.join("data/kunci-rahasia")).unwrap();
    let key = Arc::new(Key::from_bytes(&key).unwrap());
    Store::open_file(&dir.join("data/loket.db"), key, 7).await.unwrap()
}

fn how() -> DigestSettings {
    DigestSettings {
        time: time(7, 30, 0, 0),
        to: vec![Role::Helpdesk, Role::AdminPpe, Role::Supervisor],
        calendar_weeks: 6,
    }
}

/// The digests a person has got, oldest first.
fn digests(stage: &Stage, who: &str) -> Vec<String> {
    let mut letters: Vec<_> = stage
        .mailbox(who)
        .into_iter()
        .filter(|seen| seen.message.subject.contains("Rekap Harian"))
        .collect();
    letters.sort_by_key(|seen| seen.message.date);
    letters.into_iter().map(|seen| seen.message.text).collect()
}

const DEWI: &str = "dewi.helpdesk@kkp.example";
const BAGUS: &str = "bagus.ppe@kkp.example";
const SARI: &str = "sari.depan@kkp.example";

#[tokio::test]
async fn a_night_that_was_missed_is_made_up_once_and_days_are_named() {
    let dir = tempfile::tempdir().unwrap();
    let mut stage = stage(dir.path()).await;
    stage.pass_to(at("2026-11-16T07:29:59+07:00")).await.unwrap();
    assert_eq!(digests(&stage, DEWI).len(), 0, "not before its time");
    stage.pass_to(at("2026-11-16T07:30:00+07:00")).await.unwrap();
    stage.pass_to(at("2026-11-16T23:30:00+07:00")).await.unwrap();
    for (who, count) in [(DEWI, 1), (BAGUS, 1), (SARI, 0)] {
        assert_eq!(digests(&stage, who).len(), count, "{who}: two roles, one digest");
    }
    // Down from Tuesday to Friday morning: asked at half past one, it comes the same day.
    let store = stage.daemon.store.clone();
    let house = stage.daemon.house();
    let friday = at("2026-11-20T13:30:00+07:00");
    let posted = digest_if_due(&store, &house.rules, &how(), &house.marks, friday).await.unwrap();
    assert!(posted);
    let again = friday + SignedDuration::from_mins(1);
    assert!(!digest_if_due(&store, &house.rules, &how(), &house.marks, again).await.unwrap());
    stage.pass_to(again).await.unwrap();
    let got = digests(&stage, DEWI);
    assert_eq!(got.len(), 2, "one, not four");
    assert!(got[1].contains("Sel 17 Nov, Rab 18 Nov, Kam 19 Nov"), "{}", got[1]);
    assert!(!got[0].contains("tidak berjalan"), "{}", got[0]);
    let rows = store.digests_of("2026-11-18").await.unwrap();
    let rows: Vec<_> = rows.iter().map(|r| (r.person.as_str(), r.outcome.as_str())).collect();
    assert_eq!(rows, [("bagus", "skipped"), ("dewi", "skipped")], "INV-17: said, not silent");
    // The weekend has none, and Monday is nobody's arrear.
    stage.pass_to(at("2026-11-22T23:00:00+07:00")).await.unwrap();
    assert_eq!(digests(&stage, DEWI).len(), 2);
    stage.pass_to(at("2026-11-23T07:30:00+07:00")).await.unwrap();
    let got = digests(&stage, DEWI);
    assert_eq!(got.len(), 3);
    assert!(!got[2].contains("tidak berjalan"), "{}", got[2]);
    stage.daemon.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_machines_on_one_database_never_send_two() {
    let dir = tempfile::tempdir().unwrap();
    let stage = stage(dir.path()).await;
    let house = stage.daemon.house();
    let stores = [replica(dir.path()).await, replica(dir.path()).await];
    let mut now = at(MONDAY);
    let mut days = 0;
    for _ in 0..40 {
        now = next_digest(&house.rules.calendar, how().time, now).unwrap();
        days += 1;
        // Each asks four times at once.
        let tasks: Vec<_> = (0..8)
            .map(|n| {
                let (store, house) = (stores[n % 2].clone(), house.clone());
                tokio::spawn(async move {
                    digest_if_due(&store, &house.rules, &how(), &house.marks, now).await.unwrap()
                })
            })
            .collect();
        let mut posted = 0;
        for task in tasks {
            posted += usize::from(task.await.unwrap());
        }
        assert_eq!(posted, 1, "{now}");
    }
    let queue = stage.daemon.store.queue().await.unwrap();
    let letters = queue.iter().filter(|order| order.letter.as_deref() == Some("digest")).count();
    assert_eq!(letters, days * 2, "for Dewi and Bagus");
    for store in stores {
        store.close().await;
    }
    stage.daemon.close().await;
}

#[tokio::test]
async fn cut_off_anywhere_there_is_all_of_it_or_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let stage = stage(dir.path()).await;
    let house = stage.daemon.house();
    let mut now = at(MONDAY);
    let mut cut = 0;
    for round in 0..60_u64 {
        now = next_digest(&house.rules.calendar, how().time, now).unwrap();
        let store = replica(dir.path()).await;
        let how = how();
        let asked = digest_if_due(&store, &house.rules, &how, &house.marks, now);
        // The future is dropped where it stands: between any two of its steps.
        let limit = Duration::from_micros(150 * round);
        cut += usize::from(tokio::time::timeout(limit, asked).await.is_err());
        store.close().await;
        let day = now.to_zoned(house.rules.calendar.zone().clone()).date().to_string();
        let store = &stage.daemon.store;
        let rows = store.digests_of(&day).await.unwrap().len();
        let letters = store.digest_orders(&day).await.unwrap().len();
        assert!(rows == letters && [0, 2].contains(&rows), "{rows} rows, {letters} letters");
        digest_if_due(store, &house.rules, &how, &house.marks, now).await.unwrap();
        assert_eq!(store.digest_orders(&day).await.unwrap().len(), 2, "made up once");
    }
    assert!(cut > 0, "no round was cut off");
    stage.daemon.close().await;
}

async fn position(stage: &Stage, day: Date, now: Timestamp, by_hand: bool) -> Digest {
    let house = stage.daemon.house();
    let ask = Ask { date: day, now, missed: Vec::new(), by_hand };
    compile(&stage.daemon.store, &house.rules, &how(), &house.marks, ask).await.unwrap()
}

#[tokio::test]
async fn one_asked_for_by_hand_neither_stops_nor_replaces_the_daily_one() {
    let dir = tempfile::tempdir().unwrap();
    let mut stage = stage(dir.path()).await;
    let (day, now) = (date(2026, 11, 16), at(MONDAY));
    for _ in 0..2 {
        let digest = position(&stage, day, now, true).await;
        let house = stage.daemon.house();
        let count = post_by_hand(&stage.daemon.store, &house.rules, &how(), &digest, now).await;
        assert_eq!(count.unwrap(), 2);
    }
    stage.pass_to(at("2026-11-16T08:00:00+07:00")).await.unwrap();
    let got = digests(&stage, BAGUS);
    assert_eq!(got.len(), 3, "two asked for and the day's own");
    let asked =
        got.iter().filter(|text| text.replace('\n', " ").contains("atas permintaan")).count();
    assert_eq!(asked, 2, "they say so");
    let rows = stage.daemon.store.digests_of("2026-11-16").await.unwrap();
    let runs: Vec<_> = rows.iter().map(|r| (r.run, r.person.as_str())).collect();
    let people = ["bagus", "dewi"];
    let expected: Vec<_> = (0..3).flat_map(|run| people.map(|person| (run, person))).collect();
    assert_eq!(runs, expected);
    stage.daemon.close().await;
}

#[tokio::test]
async fn a_changed_file_is_told_in_the_next_digest_and_only_there() {
    let dir = tempfile::tempdir().unwrap();
    let stage = stage(dir.path()).await;
    let (store, house) = (stage.daemon.store.clone(), stage.daemon.house());
    let marks = |people: &str| Marks::from([("people.toml".to_owned(), people.to_owned())]);
    let mut told = Vec::new();
    for (day, people) in [(16, "a"), (17, "a"), (18, "b"), (19, "b")] {
        let now = at(&format!("2026-11-{day}T07:30:00+07:00"));
        assert!(digest_if_due(&store, &house.rules, &how(), &marks(people), now).await.unwrap());
        let bodies = store.digest_orders(&format!("2026-11-{day}")).await.unwrap();
        let changes = bodies.iter().filter(|body| body.contains("\"changes\":[\"people.toml\"]"));
        told.push(changes.count());
    }
    assert_eq!(told, [0, 0, 1, 0], "helpdesk's, on the eighteenth");
    stage.daemon.close().await;
}

#[tokio::test]
async fn a_database_from_before_does_not_get_its_day_twice() {
    let dir = tempfile::tempdir().unwrap();
    let stage = stage(dir.path()).await;
    let (store, house) = (stage.daemon.store.clone(), stage.daemon.house());
    let mut tx = store.begin().await.unwrap();
    tx.set_job("digest", at("2026-11-16T07:30:00+07:00")).await.unwrap();
    tx.commit().await.unwrap();
    for (now, posted) in [("2026-11-16T09:00:00+07:00", false), ("2026-11-17T07:30:00+07:00", true)]
    {
        let due = digest_if_due(&store, &house.rules, &how(), &house.marks, at(now)).await.unwrap();
        assert_eq!(due, posted, "{now}");
    }
    stage.daemon.close().await;
}

#[tokio::test]
async fn nobody_to_tell_is_written_down_too() {
    let dir = tempfile::tempdir().unwrap();
    let stage = stage(dir.path()).await;
    let (store, house) = (stage.daemon.store.clone(), stage.daemon.house());
    let none = DigestSettings { to: Vec::new(), ..how() };
    let now = at("2026-11-16T07:30:00+07:00");
    assert!(digest_if_due(&store, &house.rules, &none, &house.marks, now).await.unwrap());
    assert!(!digest_if_due(&store, &house.rules, &none, &house.marks, now).await.unwrap());
    let rows = store.digests_of("2026-11-16").await.unwrap();
    assert_eq!(rows.iter().map(|r| r.outcome.as_str()).collect::<Vec<_>>(), ["skipped"]);
    stage.daemon.close().await;
}

/// The letter of an order that was posted.
#[test]
fn a_digest_from_before_is_still_read() {
    let old = r#"{"letter":"digest","date":"2026-11-08","at":"2026-11-08T08:30:00Z","closing":null,
        "unopened":0,"checking":0,"waiting_applicant":0,"waiting_due_today":0,"at_admin_ppe":0,
        "over_standard":0,"delivered_today":0,"rejected_today":0,"held":[],"failed_deliveries":0,
        "quarantined":1,"open":[],"deviations":[],"mails_arrived":5,"mails_with_outcome":4,
        "last_fetch":null,"log_head":"","log_length":0,"next_working_day":null,"calendar_until":null}"#;
    let letter: Letter = serde_json::from_str(old).unwrap();
    let Letter::Digest(digest) = letter else { panic!("not a digest") };
    assert!(digest.audience.helpdesk, "whole, as it was");
}
