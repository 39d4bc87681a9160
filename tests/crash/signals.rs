//! The real program and those who want something of it: SIGTERM, a second process on the same
//! folder, another writer in the database.
use crate::ledger;
use crate::office::{Office, People, applicant, request};
use crate::process::{Loket, PATIENCE, shoot, within};
use crate::server::{Act, Phase, Server};
use sqlx::Connection;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;

/// Lets people answer until everything has come to its end.
pub fn finish(office: &Office, people: &mut People, requests: usize, loket: &mut Loket) {
    let done = within(PATIENCE, || {
        assert_eq!(loket.ended(), None, "loket ended by itself");
        let replies = people.react(&office.letters());
        replies.iter().for_each(|raw| office.deliver(raw));
        replies.is_empty() && ledger::all_answered(office, people, requests)
    });
    assert!(done, "not all was answered: {:#?}\n{}", ledger::open_ends(office), log(office));
    // The last dossiers follow the last letters.
    let stored = || ledger::dossiers(office);
    let all = within(PATIENCE, || stored() == requests);
    assert!(all, "{} dossiers: {:#?}\n{}", stored(), ledger::open_ends(office), log(office));
    assert!(within(PATIENCE, || office.waiting() == 0), "inbox; see {}", log(office));
    assert!(within(PATIENCE, || loket.is_ready()), "{}", log(office));
    loket.terminate();
    assert_eq!(loket.wait().code(), Some(0), "{}", log(office));
}

fn log(office: &Office) -> String {
    let text = std::fs::read_to_string(office.path().join("log.txt")).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(40)..].join("\n")
}

/// SIGTERM while the server thinks about the final dot of the credential: the letter in hand ends,
/// the process says 0, and nobody is asked for a new password.
#[tokio::test(flavor = "multi_thread")]
async fn sigterm_finishes_the_effect_in_hand() {
    let server = Server::start();
    let office = Office::new(Some(&server), "system", 1).await;
    let mut people = People::default();
    let pid = Arc::new(AtomicU32::new(0));
    let (target, hit) = (pid.clone(), Arc::new(AtomicBool::new(false)));
    let seen = hit.clone();
    let mut secret = false;
    server.hook(move |phase, _, line| {
        secret |= phase == Phase::Text && line.contains("Kp7#mR");
        if phase == Phase::Dot && std::mem::take(&mut secret) {
            let raw = i32::try_from(target.load(Ordering::SeqCst)).unwrap();
            let pid = rustix::process::Pid::from_raw(raw).unwrap();
            rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
            seen.store(true, Ordering::SeqCst);
            // Time for a daemon that does not wait to show it.
            std::thread::park_timeout(Duration::from_millis(700));
        }
        Act::Go
    });
    office.deliver(&request(1));
    let mut loket = Loket::start(&office);
    pid.store(loket.pid(), Ordering::SeqCst);
    assert!(within(PATIENCE, || {
        people.react(&office.letters()).iter().for_each(|raw| office.deliver(raw));
        loket.ended().is_some()
    }));
    assert!(hit.load(Ordering::SeqCst));
    assert_eq!(loket.wait().code(), Some(0), "{}", log(&office));
    let mut loket = Loket::start(&office);
    finish(&office, &mut people, 1, &mut loket);
    assert_eq!(people.passwords.len(), 1, "the letter was settled before the end");
    ledger::check(&office, &people, 1, "SIGTERM").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_process_on_the_same_folder_is_refused() {
    let office = Office::new(None, "system", 1).await;
    let mut people = People::default();
    office.deliver(&request(1));
    let mut first = Loket::start(&office);
    assert!(within(PATIENCE, || !office.letters_to(&applicant(1)).is_empty()));
    let mut second = Loket::start(&office);
    assert_eq!(second.wait().code(), Some(3), "{}", log(&office));
    assert!(log(&office).contains("Loket lain sedang bekerja"), "{}", log(&office));
    finish(&office, &mut people, 1, &mut first);
    // Killed, it leaves no lock behind.
    let mut third = Loket::start(&office);
    shoot(third.pid());
    third.wait();
    let mut fourth = Loket::start(&office);
    finish(&office, &mut people, 1, &mut fourth);
    ledger::check(&office, &people, 1, "second process").await;
}

/// Another writer holds the database: for two seconds while a mail comes in, then for longer than
/// anybody waits for a lock, between a letter's final dot and its settlement.
#[tokio::test(flavor = "multi_thread")]
async fn a_locked_database_only_delays() {
    let server = Server::start();
    let office = Office::new(Some(&server), "system", 2).await;
    let mut people = People::default();
    let mut loket = Loket::start(&office);
    let url = format!("sqlite://{}", office.path().join("data/loket.db").display());
    let mut other = sqlx::SqliteConnection::connect(&url).await.unwrap();
    sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut other).await.unwrap();
    office.deliver(&request(1));
    assert!(!within(Duration::from_secs(2), || loket.ended().is_some()), "{}", log(&office));
    assert!(office.letters().is_empty(), "nothing leaves that is not written down");
    sqlx::raw_sql("ROLLBACK").execute(&mut other).await.unwrap();
    assert!(within(PATIENCE, || !office.letters().is_empty()), "{}", log(&office));

    let (reached, reaches) = mpsc::channel();
    let (release, released) = mpsc::channel::<()>();
    let second = applicant(2);
    let mut once = true;
    server.hook(move |phase, to, _| {
        if phase == Phase::Kept && to == second && std::mem::take(&mut once) {
            let _ = reached.send(());
            let _ = released.recv_timeout(PATIENCE);
        }
        Act::Go
    });
    office.deliver(&request(2));
    reaches.recv_timeout(PATIENCE).unwrap();
    sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut other).await.unwrap();
    release.send(()).unwrap();
    assert!(!within(Duration::from_secs(7), || loket.ended().is_some()), "{}", log(&office));
    sqlx::raw_sql("ROLLBACK").execute(&mut other).await.unwrap();
    other.close().await.unwrap();
    finish(&office, &mut people, 2, &mut loket);
    assert_eq!(office.letters_to(&applicant(2)).len(), 2, "receipt and credential, no copies");
    ledger::check(&office, &people, 2, "locked database").await;
}
