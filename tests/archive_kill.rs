//! The shelf of dossiers against `kill -9`: a child process stores without end and is killed again
//! and again; whatever lies on the shelf is whole, and doing the same again is always right.
#![allow(clippy::unwrap_used)]

use loket::archive::{Archive, Dossier, DossierFile};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

const SHELF: &str = "LOKET_TEST_SHELF";
const KILLS: usize = 12;
/// The child ends by itself if nobody kills it.
const ROUNDS_MAX: usize = 2_000;

/// One of four cases in one of many states, so that most rounds replace a dossier.
fn dossier(round: usize) -> Dossier {
    let file = |number: usize| DossierFile {
        name: format!("{number:02}-paper.txt"),
        bytes: format!("round {round}, paper {number}\n").repeat(400).into_bytes(),
    };
    Dossier {
        id: format!("LKT-2026-{:05}", round % 4),
        year: "2026".into(),
        files: (0..=round % 5).map(file).collect(),
    }
}

fn store_until_killed(shelf: &Path) {
    let archive = Archive::open(shelf).unwrap();
    let mut out = std::io::stdout();
    for round in 0..ROUNDS_MAX {
        archive.store(&dossier(round)).unwrap();
        writeln!(out, "stored {round}").unwrap();
    }
}

/// Starts the child, lets it store `rounds` dossiers, kills it in whatever it is doing then, and
/// returns the last round it reported.
fn kill_after(shelf: &Path, rounds: usize) -> usize {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["killed_writers_leave_whole_dossiers_only", "--exact", "--nocapture"])
        .env(SHELF, shelf)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let mut stored = lines.filter_map(|line| line.strip_prefix("stored ")?.parse().ok());
    let last: usize = stored.by_ref().take(rounds).last().unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    stored.last().unwrap_or(last)
}

#[test]
fn killed_writers_leave_whole_dossiers_only() {
    if let Some(shelf) = std::env::var_os(SHELF) {
        return store_until_killed(Path::new(&shelf));
    }
    for kill in 1..=KILLS {
        let folder = tempfile::tempdir().unwrap();
        let last = kill_after(folder.path(), kill);
        let archive = Archive::open(folder.path()).unwrap();
        assert_eq!(archive.verify().unwrap(), [], "after kill {kill} in round {last}");
        // What was reported as stored is there, be it as a former state.
        let hashes: Vec<_> =
            archive.list().unwrap().into_iter().filter_map(|s| s.manifest_sha256).collect();
        let elsewhere = tempfile::tempdir().unwrap();
        let wanted = Archive::open(elsewhere.path()).unwrap().store(&dossier(last)).unwrap();
        assert!(hashes.contains(&wanted.sha256()), "round {last} is lost after kill {kill}");
        // The round it was killed in is done again.
        archive.store(&dossier(last + 1)).unwrap();
        assert_eq!(archive.verify().unwrap(), [], "after doing it again");
    }
}
