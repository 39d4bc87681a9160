//! Deadlines and working minutes per second, beside a plain walk from minute to minute that gives the same
//! answers. Prints figures and judges nothing: `cargo bench --bench deadlines`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

// The tests hold the calendar against it; here it is the baseline.
#[path = "../tests/reckoning/mod.rs"]
mod reckoning;

use jiff::{SignedDuration, Timestamp};
use loket::calendar::Calendar;
use reckoning::Slow;
use std::hint::black_box;
use std::time::{Duration, Instant};

const TEXT: &str = include_str!("../config/calendar.toml");
/// How long each question is repeated.
const SPELL: Duration = Duration::from_secs(2);

fn main() {
    let calendar = Calendar::builtin().unwrap();
    let slow = Slow::of(TEXT);
    let times = moments();
    let later = |t: Timestamp, hours| t + SignedDuration::from_hours(hours);
    per_second("deadline, 15 working minutes", &times, |t| calendar.add_minutes(t, 15));
    per_second("  the same by a walk", &times, |t| slow.add(t, 15));
    per_second("due to be opened (step 4)", &times, |t| calendar.open_due(t));
    per_second("  the same by a walk", &times, |t| slow.open_due(t));
    per_second("minutes between, an hour", &times, |t| calendar.minutes_between(t, later(t, 1)));
    per_second("  the same by a walk", &times, |t| slow.between(t, later(t, 1)));
    per_second("minutes between, a year", &times, |t| calendar.minutes_between(t, later(t, 8760)));
    per_second("  the same by a walk", &times, |t| slow.between(t, later(t, 8760)));
    per_second("deadline with its trace", &times, |t| calendar.explain(t, 15));
    per_second("a calendar read from its file", &times[..1], |_| Calendar::from_toml(TEXT).unwrap());
    let fresh = |t| Calendar::from_toml(TEXT).unwrap().minutes_between(t, later(t, 8760));
    per_second("  and its first question", &times[..1], fresh);
}

/// Moments of three years, one every three hours and a little, so that every hour of every day comes.
fn moments() -> Vec<Timestamp> {
    let first: Timestamp = "2024-06-01T00:00:00Z".parse().unwrap();
    (0..8192).map(|n| first + SignedDuration::from_mins(n * 187)).collect()
}

fn per_second<T>(name: &str, times: &[Timestamp], ask: impl Fn(Timestamp) -> T) {
    let start = Instant::now();
    let mut asked = 0_u64;
    'spell: loop {
        for t in times {
            black_box(ask(black_box(*t)));
            asked += 1;
            if asked.is_multiple_of(16) && start.elapsed() >= SPELL {
                break 'spell;
            }
        }
    }
    let each = start.elapsed().as_secs_f64() / asked as f64;
    println!("{name:<34} {:>12.0} per second {:>12.3} us each", 1.0 / each, each * 1e6);
}
