//! What must hold when all is done, whatever happened on the way: nothing lost, nothing doubled.
use crate::office::{Letter, Office, People, applicant};
use jiff::Timestamp;
use loket::archive::Archive;
use loket::workflow::case::{Case, State};
use sqlx::Row;
use std::collections::{BTreeMap, BTreeSet, HashMap};

pub async fn rows(office: &Office, query: &'static str) -> Vec<Vec<String>> {
    let url = format!("sqlite://{}?mode=ro", office.path().join("data/loket.db").display());
    let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
    let rows = sqlx::query(query).fetch_all(&pool).await.unwrap();
    pool.close().await;
    let cells = |row: &sqlx::sqlite::SqliteRow| (0..row.len()).map(|n| row.get(n)).collect();
    rows.iter().map(cells).collect()
}

/// Compares the books with the world. `requests` came in, one from each applicant.
pub async fn check(office: &Office, people: &People, requests: usize, what: &str) {
    let daemon = office.open(Timestamp::now()).await;
    let store = &daemon.store;
    assert_eq!(store.verify_log().await.unwrap(), None, "{what}: the chain of the log");
    // INV-01, INV-02: each mail has one row with one outcome, and none is left in the inbox.
    assert_eq!(office.waiting(), 0, "{what}: mails left in the inbox");
    let places = rows(office, "SELECT place, outcome FROM mails").await;
    assert_eq!(places.len(), office.delivered(), "{what}: one row a mail");
    assert_eq!(store.mails_arrived().await.unwrap(), places.len() as u64, "{what}");
    let wanted = ["case", "command"];
    assert!(places.iter().all(|row| wanted.contains(&row[1].as_str())), "{what}: {places:?}");
    // INV-12: every case reached its end, once for each applicant.
    let cases = store.cases().await.unwrap();
    let who: BTreeSet<_> = cases.iter().filter_map(|c| c.applicant.address.clone()).collect();
    assert_eq!((cases.len(), who.len()), (requests, requests), "{what}: one case a request");
    for case in &cases {
        let address = case.applicant.address.clone().unwrap_or_default();
        let rejected = people.rejects.contains(&address);
        let end = if rejected { State::Rejected } else { State::Delivered };
        assert_eq!(case.state, end, "{what}: {}", case.id);
        assert!(case.archived_at.is_some(), "{what}: {} has its dossier", case.id);
    }
    let archive = Archive::open(office.path().join("data/arsip")).unwrap();
    assert_eq!(archive.verify().unwrap(), [], "{what}: dossiers");
    assert_eq!(dossiers(office), requests, "{what}: dossiers");
    // The daily digest belongs to no case, and is due at half past seven.
    let sent = "SELECT case_id, CAST(id AS TEXT) FROM orders \
        WHERE lane = 'send' AND state = 'done' AND case_id <> ''";
    for row in rows(office, sent).await {
        let year = row[0].split('-').nth(1).unwrap();
        let folder = office.path().join("data/arsip").join(year).join(&row[0]);
        let name = format!("surat-keluar-{:0>6}-", row[1]);
        let mut files = std::fs::read_dir(folder).unwrap().flatten();
        let found = files.any(|file| file.file_name().to_string_lossy().starts_with(&name));
        assert!(found, "{what}: letter {row:?} is not in its dossier");
    }
    let letters = office.letters();
    letters_and_orders(office, &letters, what).await;
    passwords(office, people, &letters, &cases, what);
    let acts = rows(office, "SELECT case_id, act FROM acts WHERE act = 'decision'").await;
    assert_eq!(acts.len(), requests, "{what}: one decision a case");
    daemon.close().await;
}

/// INV-03, INV-04, INV-10: nothing is claimed for ever, and letters and orders are the same set.
pub async fn letters_and_orders(office: &Office, letters: &[Letter], what: &str) {
    let query = "SELECT CAST(id AS TEXT), lane, state, COALESCE(letter, '') FROM orders";
    let orders = rows(office, query).await;
    let open = |row: &&Vec<String>| matches!(row[2].as_str(), "claimed" | "failed");
    assert_eq!(orders.iter().find(open), None, "{what}");
    let due = |row: &&Vec<String>| row[2] == "due" && row[1] != "clerk";
    assert_eq!(orders.iter().find(due), None, "{what}");
    let mut copies: BTreeMap<String, Vec<&Letter>> = BTreeMap::new();
    for letter in letters {
        let order = letter.id.split('.').find_map(|part| part.strip_prefix('o'));
        copies.entry(order.unwrap_or_default().to_owned()).or_default().push(letter);
    }
    for row in &orders {
        let found = copies.remove(&row[0]).unwrap_or_default();
        match (row[1].as_str(), row[2].as_str()) {
            ("send", "done") => assert!(!found.is_empty(), "{what}: the letter of {row:?}"),
            // Nobody could tell: kept by the server or not, and once at most.
            ("send", "unknown") => assert!(found.len() <= 1, "{what}: {row:?}"),
            _ => assert!(found.is_empty(), "{what}: a letter of {row:?}"),
        }
        if row[3] == "credentials" {
            assert!(found.len() <= 1, "{what}: {} copies of {row:?}", found.len());
        }
        let same = |pair: &[&Letter]| pair[0].raw == pair[1].raw && pair[0].to == pair[1].to;
        assert!(found.windows(2).all(same), "{what}: unlike copies of {row:?}");
    }
    assert!(copies.is_empty(), "{what}: letters without an order: {:?}", copies.keys());
}

/// INV-05, INV-06, INV-13: each password in one letter at most, to its owner, and nowhere at rest.
fn passwords(office: &Office, people: &People, letters: &[Letter], cases: &[Case], what: &str) {
    let mut got: HashMap<&str, usize> = HashMap::new();
    for password in &people.passwords {
        let with: Vec<&Letter> = letters.iter().filter(|l| l.holds(password)).collect();
        assert!(with.len() <= 1, "{what}: {password} in {} letters", with.len());
        for letter in with {
            assert!(!letter.to.contains("bagus") && !letter.to.contains("dewi"), "{what}");
            *got.entry(&letter.to).or_default() += 1;
        }
    }
    for case in cases.iter().filter(|case| case.state == State::Delivered) {
        let address = case.applicant.address.clone().unwrap_or_default();
        assert!(got.contains_key(address.as_str()), "{what}: {} got no password", case.id);
    }
    let mut folders = vec![office.path().join("data")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
                continue;
            }
            let bytes = std::fs::read(entry.path()).unwrap();
            let found = memchr::memmem::find(&bytes, b"Kp7#mR");
            assert_eq!(found, None, "{what}: a password in {}", entry.path().display());
        }
    }
}

/// Every request has come to its end, as far as the world outside can see it.
pub fn all_answered(office: &Office, people: &People, requests: usize) -> bool {
    let letters = office.letters();
    (1..=requests).all(|number| {
        let address = applicant(number);
        if people.rejects.contains(&address) {
            return letters.iter().filter(|l| l.to == address).count() >= 2;
        }
        let case = |l: &Letter| l.id.split(".o").next().unwrap_or_default().to_owned();
        let sent = letters.iter().find(|l| l.to == address && l.holds("Kp7#mR")).map(case);
        let closed = |id: &String| {
            let told = letters.iter().filter(|l| l.to.starts_with("dewi") && case(l) == *id);
            told.into_iter().any(|l| l.subject.contains("Telah Disampaikan"))
        };
        sent.is_some_and(|id| closed(&id))
    })
}

/// Dossiers on the shelf, without their former states.
pub fn dossiers(office: &Office) -> usize {
    let archive = Archive::open(office.path().join("data/arsip")).unwrap();
    archive.list().unwrap().iter().filter(|shelved| !shelved.dossier.contains('.')).count()
}

/// Cases that have not ended and orders that are not done, for a failing test's message.
pub fn open_ends(office: &Office) -> Vec<Vec<String>> {
    let cases = "SELECT id, state, applicant FROM cases WHERE ended_ms IS NULL";
    let orders = "SELECT case_id, CAST(id AS TEXT), lane, state, COALESCE(letter, ''), \
        COALESCE(last_error, '') FROM orders WHERE state <> 'done' AND body NOT LIKE '%\"wake\"%'";
    let read = async { [rows(office, cases).await, rows(office, orders).await].concat() };
    tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(read))
}
