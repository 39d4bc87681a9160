//! Mails that kill their reader, for real: this program is its own reader, with a parser that dies,
//! hangs or swallows memory when a mail tells it to. Three tries of that mail, and its neighbours live.
//!
//! It has no test harness, for as `__worker` and as `explain` it has to be the program itself.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, dead_code)]

#[path = "crash/office.rs"]
mod office;
#[path = "security/search.rs"]
mod search;
#[path = "crash/server.rs"]
mod server;

use jiff::Timestamp;
use loket::mail::{Message, TrustSettings};
use loket::reader::{Jobs, ReaderError, ReaderSettings, Workers, worker_main};
use loket::schedule::{Ask, DigestSettings, compile};
use office::{Office, applicant, request};
use std::process::{Command, ExitCode};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What a mail does to the reader, by a field of its head.
const DIES: &str = "X-Racun: mati";
const HANGS: &str = "X-Racun: macet";
const SWALLOWS: &str = "X-Racun: rakus";
/// It panics, and what the panic says is the whole mail.
const PANICS: &str = "X-Racun: panik";
/// Typed in each of those mails; it may be in no file afterwards (`security.md` A4-65).
const CANARY: &str = "KANARI-racun-7Qz";
/// Poison of the whole mail only: its beginning alone does no harm.
const WHOLE: usize = 600 * 1024;
/// Much for a neighbour, little for a test that waits for it three times.
const LIMIT: Duration = Duration::from_secs(2);

fn parse(raw: &[u8], trust: &TrustSettings) -> Message {
    let holds = |word: &str| memchr::memmem::find(raw, word.as_bytes()).is_some();
    if holds(DIES) {
        std::process::abort();
    }
    if holds(HANGS) {
        loop {
            std::hint::spin_loop();
        }
    }
    if holds(PANICS) {
        panic!("{}", String::from_utf8_lossy(raw));
    }
    if holds(SWALLOWS) {
        let mut held: Vec<Vec<u8>> = Vec::new();
        loop {
            held.push(vec![1; 1 << 20]);
            std::hint::black_box(&held);
        }
    }
    loket::mail::parse(raw, trust)
}

/// The same where the mail is there as a whole.
fn understand(raw: &[u8], trust: &TrustSettings) -> Message {
    if raw.len() > WHOLE { parse(raw, trust) } else { loket::mail::understand(raw, trust) }
}

fn main() -> ExitCode {
    match std::env::args().nth(1).as_deref() {
        Some("__worker") => {
            let can = Jobs { parse, understand, extract: loket::mail::attachments_bytes };
            return ExitCode::from(u8::try_from(worker_main(can)).unwrap_or(1));
        }
        Some("explain") => return ExitCode::from(loket::cli::main(std::env::args_os())),
        _ => {}
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for (name, word) in
        [("dies", DIES), ("hangs", HANGS), ("swallows", SWALLOWS), ("panics", PANICS)]
    {
        runtime.block_on(three_tries(word));
        println!("test a_mail_that_{name}_is_tried_three_times ... ok");
        an_answer_all_the_same(word);
        println!("test a_mail_that_{name}_is_explained_by_its_beginning ... ok");
    }
    runtime.block_on(its_password_stays_nowhere());
    println!("test its_password_stays_nowhere ... ok");
    runtime.block_on(the_next_mail_is_read());
    println!("test the_next_mail_is_read ... ok");
    ExitCode::SUCCESS
}

fn workers() -> Workers {
    let program = std::env::current_exe().unwrap();
    Workers::new(ReaderSettings { program, mail_timeout: LIMIT, ..ReaderSettings::default() })
}

fn poison(word: &str) -> Vec<u8> {
    let raw = request(99);
    [format!("{word}\r\n").as_bytes(), &raw].concat()
}

/// The reader's way of dying is named, and the child after it does its work.
async fn the_next_mail_is_read() {
    let workers = workers();
    let trust = TrustSettings::default();
    for word in [DIES, HANGS, SWALLOWS] {
        let error = workers.parse_mail(&poison(word), &trust).await.unwrap_err();
        match error {
            ReaderError::TimedOut { limit } => assert_eq!((word, limit), (HANGS, LIMIT)),
            ReaderError::Died { how } => assert!(word != HANGS && how.contains("signal"), "{how}"),
            other => panic!("{word}: {other}"),
        }
        let next = workers.parse_mail(b"Subject: sesudah\r\n\r\nisi", &trust).await.unwrap();
        assert_eq!(next.subject, "sesudah");
    }
}

/// A mail that nobody could read and that may tell a password is kept sealed, and leaves the mailbox; a
/// person who asks for it sees it, masked.
async fn its_password_stays_nowhere() {
    let office = Office::new(None, "simulated", 1).await;
    let now = Timestamp::now();
    let mut daemon = office.open(now).await;
    let readers = Arc::new(workers());
    daemon.workers = readers.clone();
    daemon.intake.workers = readers.clone();
    let typed = format!("{PANICS}\r\nSubject: Re: hasil\r\n\r\nPASSWORD: {CANARY}\r\n");
    office.deliver(typed.as_bytes());
    for _ in 0..3 {
        let mut source = office.source();
        let items = source.next(&office::LIMITS, &|_| false).await.unwrap();
        let rules = daemon.house().rules.clone();
        let acks = daemon.intake.take(items, &rules, now).await.unwrap();
        source.acknowledge(&acks).await.unwrap();
    }
    assert_eq!(daemon.store.shelf(1).await.unwrap().unwrap(), typed.as_bytes(), "kept whole");
    assert_eq!(daemon.store.aside_one(1).await.unwrap().unwrap().id, 1);
    daemon.close().await;
    let found = search::leaks(&[office.path()], &[CANARY]);
    assert_eq!(found, [], "sealed");
    let mut show = Command::new(env!("CARGO_BIN_EXE_loket"));
    let done = show.args(["held", "show", "1"]).current_dir(office.path()).output().unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(said.contains("PASSWORD:") && !said.contains(CANARY), "{said}");
}

/// In the daemon: before, beside and after it other requests come, and all of them become cases.
async fn three_tries(word: &str) {
    let office = Office::new(None, "simulated", 3).await;
    let now = Timestamp::now();
    let mut daemon = office.open(now).await;
    let readers = Arc::new(workers());
    daemon.workers = readers.clone();
    daemon.intake.workers = readers.clone();
    daemon.dispatch.workers = readers;
    office.deliver(&request(1));
    office.deliver(&poison(word));
    office.deliver(&request(2));
    let aside =
        || std::fs::read_dir(office.inbox().join(".Karantina/cur")).map_or(0, Iterator::count);
    for tried in 1..=3 {
        if tried == 3 {
            office.deliver(&request(3));
        }
        let mut source = office.source();
        let items = source.next(&office::LIMITS, &|_| false).await.unwrap();
        let rules = daemon.house().rules.clone();
        let acks = daemon.intake.take(items, &rules, now).await.unwrap();
        source.acknowledge(&acks).await.unwrap();
        let cases = daemon.store.open_cases().await.unwrap().len();
        assert_eq!(cases, if tried == 3 { 3 } else { 2 }, "{word}: after try {tried}");
        assert_eq!(office.waiting(), usize::from(tried < 3), "{word}: after try {tried}");
        assert_eq!(aside(), usize::from(tried == 3), "{word}: after try {tried}");
    }
    daemon.tick(now).await.unwrap();
    for number in 1..=3 {
        assert!(!office.letters_to(&applicant(number)).is_empty(), "{word}: no receipt {number}");
    }
    assert!(office.letters_to(&applicant(99)).is_empty());
    let outcomes = daemon.store.outcomes().await.unwrap();
    let count = |name: &str| outcomes.iter().find(|(known, _)| known == name).map_or(0, |o| o.1);
    assert_eq!((count("set_aside"), count("case")), (1, 3), "{outcomes:?}");
    let house = daemon.house();
    let date = now.to_zoned(house.rules.calendar.zone().clone()).date();
    let (rules, marks) = (&house.rules, &house.marks);
    let how = DigestSettings {
        time: jiff::civil::time(7, 30, 0, 0),
        to: vec![loket::workflow::actor::Role::Helpdesk],
        calendar_weeks: 6,
    };
    let ask = Ask { date, now, missed: Vec::new(), by_hand: false };
    let digest = compile(&daemon.store, rules, &how, marks, ask).await.unwrap();
    assert_eq!(digest.quarantined, 1, "the digest rings for it");
    // It is not taken up again.
    daemon.tick(now).await.unwrap();
    assert_eq!(daemon.store.outcomes().await.unwrap(), outcomes);
    daemon.close().await;
}

/// `explain mail` answers within the contract's five seconds by what is left of the mail.
fn an_answer_all_the_same(word: &str) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("surat.eml");
    let head = "From: uji@dinas.example\r\nSubject: Mohon reset\r\n";
    let raw = [head, "\r\nIsi surat.\r\n", &"isi\r\n".repeat(WHOLE / 4), word].concat();
    std::fs::write(&file, raw).unwrap();
    let begun = Instant::now();
    let program = std::env::current_exe().unwrap();
    let done = Command::new(program)
        .args(["explain", "mail", "--json"])
        .arg(&file)
        .current_dir(folder.path())
        .output()
        .unwrap();
    let took = begun.elapsed();
    assert!(done.status.success(), "{word}: {}", String::from_utf8_lossy(&done.stderr));
    assert!(took < Duration::from_secs(5), "{word}: {took:?}");
    let value: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(value["subject"], "Mohon reset", "{word}");
    assert!(value["reply"].as_str().unwrap().starts_with("Isi surat."), "{word}");
    let told = value["defects"].to_string();
    assert!(told.contains("Pembaca surat berhenti"), "{word}: {told}");
}
