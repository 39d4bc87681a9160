//! A year of an office in a minute: some sixty requests at seeded times, at night, on holidays and in Ramadan;
//! people who answer late, a daemon that is away for hours and days, and a calendar that is corrected
//! twice. What Loket then has (deadlines, deviations, warnings, breaches, reminders, digests) is held
//! against a reckoning of the test's own (`reckoning`, `year_suite::foreseen`), minute by minute.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
mod reckoning;
mod year_suite;

use year_suite::{Path, Year, at};

/// The days whose Ramadan was guessed wrong, a leave day that is added late and one that is taken back.
const MOVED: &[(&str, &str)] = &[
    (
        "first = \"2026-02-19\"\nlast = \"2026-03-20\"",
        "first = \"2026-02-20\"\nlast = \"2026-03-21\"",
    ),
    ("2026-05-28 = {", "2026-06-15 = {"),
];
/// A leave day that is decreed while the daemon is away.
const ADDED: &[(&str, &str)] = &[("2026-08-25 = {", "2026-10-12 = {")];

#[tokio::test]
async fn a_year_is_reckoned_right() {
    let mut year = Year::begin("2026-01-02T06:00").await;
    // From, until: an hour, a night and a morning, a long weekend, two working days.
    for (from, until) in [
        ("2026-02-26T13:10", "2026-02-26T14:20"),
        ("2026-04-14T15:20", "2026-04-15T10:05"),
        ("2026-07-09T11:00", "2026-07-13T09:00"),
        ("2026-10-12T10:30", "2026-10-14T09:15"),
    ] {
        year.away(at(from), at(until));
    }
    year.correct(at("2026-06-16T11:00"), MOVED);
    year.correct(at("2026-10-13T11:00"), ADDED);
    year.requests(55);
    // Every kind of answer comes while nobody is there to fetch it.
    year.plan(Path::Accepted, at("2026-07-09T10:00"), [30, 45, 5, 5]);
    year.plan(Path::Accepted, at("2026-07-09T09:30"), [10, 10, 90, 5]);
    year.plan(Path::Accepted, at("2026-07-09T09:00"), [5, 5, 12, 118]);
    year.plan(Path::Rejected, at("2026-07-09T09:05"), [10, 10, 110, 0]);
    year.plan(Path::NeverCompleted, at("2026-07-09T09:10"), [10, 120, 0, 0]);
    // Late on a Monday that turns out to be no working day, done after it, and long after it.
    year.plan(Path::Accepted, at("2026-06-15T08:00"), [10, 10, 2900, 5]);
    year.plan(Path::Accepted, at("2026-06-15T08:30"), [10, 10, 5000, 30]);
    year.plan(Path::Accepted, at("2026-06-15T09:00"), [10, 400, 1000, 5]);
    year.play(at("2026-12-31T18:00")).await;
    year.compare().await;
}
