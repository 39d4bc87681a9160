//! Fuzzing that needs nothing but stable Rust: the corpus changed by chance, a short run with every
//! `make test`, a long one with `make fuzz SECONDS=600`. What was found lies in `tests/data/fuzz` and is
//! read again each time.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]
mod fuzz;

use fuzz::{Find, Until};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Rounds of a normal run, over all seeds.
const ROUNDS: usize = 1_200;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

/// The files of a folder, by name.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all: Vec<PathBuf> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "eml"))
        .collect();
    all.sort();
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    all.iter().map(|path| (name(path), std::fs::read(path).unwrap())).collect()
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap())
}

/// Keeps a find where the next run reads it, and says so.
fn report(find: &Find) -> ! {
    let sum = find.raw.iter().fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| {
        (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let place = folder("fuzz").join(format!("temuan-{sum:016x}.eml"));
    std::fs::create_dir_all(folder("fuzz")).unwrap();
    std::fs::write(&place, &find.raw).unwrap();
    panic!("{}\nkept as {} ({} bytes)", find.why, place.display(), find.raw.len());
}

#[test]
fn what_was_found_once_stays_mended() {
    let found = files(&folder("fuzz"));
    assert!(!found.is_empty(), "the finds are gone");
    for (name, raw) in found {
        if let Err(why) = fuzz::broken(&raw) {
            panic!("{name}: {why}");
        }
    }
}

/// `LOKET_FUZZ_SECONDS` makes it long, `LOKET_SEED` another one.
#[test]
fn changed_mails_keep_every_promise() {
    let until = number("LOKET_FUZZ_SECONDS").map(|s| Until::Time(Duration::from_secs(s)));
    let until = until.unwrap_or(Until::Rounds(ROUNDS));
    let seed = number("LOKET_SEED").unwrap_or(1);
    let seeds = [files(&folder("mail")), files(&folder("fuzz"))].concat();
    match fuzz::run(seeds.into_iter().map(|(_, raw)| raw).collect(), seed, until) {
        Ok(report) => {
            println!(
                "seed {seed}: {} mails, {} sorts of answers, the slowest took {} ms ({} bytes)",
                report.rounds,
                report.sorts,
                report.slowest.0.as_millis(),
                report.slowest.1.len()
            );
            assert!(report.sorts > 50, "nothing new is met: {}", report.sorts);
        }
        Err(find) => report(&find),
    }
}
