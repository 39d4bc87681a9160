//! Mails changed by chance, and what must hold of each of them. Knows no test harness: a seed and a
//! number of rounds in, the first mail that breaks a promise out.
pub mod chance;
pub mod mutate;
pub mod oracle;
mod words;

use chance::Chance;
use std::collections::HashSet;
use std::panic::catch_unwind;
use std::time::{Duration, Instant};

/// Larger mails are cut: what is looked for is shapes, not sizes.
const MAIL_MAX_BYTES: usize = 96 * 1024;
/// Mails that showed something new and are changed again.
const POOL_MAX: usize = 6_000;

/// A mail that breaks a promise.
#[derive(Debug)]
pub struct Find {
    pub raw: Vec<u8>,
    pub why: String,
}

/// How long to go on.
#[derive(Clone, Copy, Debug)]
pub enum Until {
    Rounds(usize),
    Time(Duration),
}

/// What a run saw.
#[derive(Debug)]
pub struct Report {
    pub rounds: usize,
    /// Different answers, roughly.
    pub sorts: usize,
    /// The slowest mail for its size.
    pub slowest: (Duration, Vec<u8>),
}

/// Changes mails of `seeds` until the time is over or a promise is broken.
pub fn run(seeds: Vec<Vec<u8>>, seed: u64, until: Until) -> Result<Report, Find> {
    let begun = Instant::now();
    let mut chance = Chance::new(seed);
    let mut pool = seeds;
    let mut known: HashSet<u64> = HashSet::new();
    let mut report = Report { rounds: 0, sorts: 0, slowest: (Duration::ZERO, Vec::new()) };
    let goes_on = |rounds: usize| match until {
        Until::Rounds(most) => rounds < most,
        Until::Time(most) => begun.elapsed() < most,
    };
    while goes_on(report.rounds) {
        report.rounds += 1;
        let mut raw = mutate::mail(&pool, &mut chance);
        raw.truncate(MAIL_MAX_BYTES);
        let started = Instant::now();
        let sort = broken(&raw).map_err(|why| smaller(&raw, why))?;
        let took = started.elapsed();
        if took > report.slowest.0 {
            report.slowest = (took, raw.clone());
        }
        if known.insert(sort) && pool.len() < POOL_MAX {
            pool.push(raw);
        }
    }
    report.sorts = known.len();
    Ok(report)
}

/// The sort of answer, or the promise that is broken.
pub fn broken(raw: &[u8]) -> Result<u64, String> {
    match catch_unwind(|| oracle::judge(raw)) {
        Ok(verdict) => verdict,
        Err(panic) => {
            let words = panic.downcast_ref::<String>().cloned();
            let words = words.or_else(|| panic.downcast_ref::<&str>().map(|w| (*w).to_owned()));
            Err(format!("panic: {}", words.unwrap_or_default()))
        }
    }
}

/// The same find with as much taken away as can be.
fn smaller(raw: &[u8], why: String) -> Find {
    let sort = |why: &str| why.split(':').next().unwrap_or_default().to_owned();
    let wanted = sort(&why);
    let mut best = raw.to_vec();
    let mut piece = (best.len() / 2).max(1);
    loop {
        let mut at = 0;
        while at < best.len() {
            let end = (at + piece).min(best.len());
            let less =
                [best.get(..at).unwrap_or_default(), best.get(end..).unwrap_or_default()].concat();
            match broken(&less) {
                Err(again) if sort(&again) == wanted => best = less,
                _ => at = end,
            }
        }
        if piece == 1 {
            return Find { raw: best, why };
        }
        piece = (piece / 2).max(1);
    }
}
