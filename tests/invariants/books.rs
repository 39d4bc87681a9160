//! What must hold after any story. The ids are those of `security.md` B.1.
use crate::ledger::{letters_and_orders, open_ends, rows};
use crate::office::Letter;
use crate::play::Play;
use loket::archive::Archive;
use loket::workflow::case::State;
use std::collections::BTreeMap;

pub async fn check(play: &Play) {
    let office = &play.office;
    let what = format!("seed {}, after {:#?}", play.seed, play.told);
    let daemon = office.open(play.now).await;
    // INV-11.
    assert_eq!(daemon.store.verify_log().await.unwrap(), None, "{what}: INV-11");
    // INV-01: every mail has its row, none is left.
    assert_eq!(office.waiting(), 0, "{what}: INV-01, mails left in the inbox");
    let mails = rows(office, "SELECT COALESCE(content_key, place), outcome FROM mails").await;
    assert_eq!(mails.len(), office.delivered(), "{what}: INV-01, one row a mail");
    let kept = daemon.store.mails_arrived().await.unwrap();
    assert_eq!(kept, mails.len() as u64, "{what}: INV-01, the bytes of each");
    // INV-02: of the same content, one counts.
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    for row in mails.iter().filter(|row| row[1] != "duplicate") {
        *counted.entry(&row[0]).or_default() += 1;
    }
    assert!(counted.values().all(|n| *n == 1), "{what}: INV-02");
    // INV-03, INV-04, INV-10.
    let letters = office.letters();
    letters_and_orders(office, &letters, &what).await;
    let acts = "SELECT case_id || round || act, CAST(COUNT(*) AS TEXT) FROM acts \
        GROUP BY case_id, round, act";
    assert!(rows(office, acts).await.iter().all(|row| row[1] == "1"), "{what}: INV-03");
    secrets(play, &letters, &what).await;
    // INV-12: who waits, waits for a person, and with a clock that has told on him.
    let staff = [State::Checking, State::Verifying, State::Confirming, State::Executing];
    for case in daemon.store.open_cases().await.unwrap() {
        let listed = staff.contains(&case.state) || case.state == State::DeliveryFailed;
        let ends = open_ends(office);
        assert!(listed, "{what}: INV-12, {} waits as {:?}: {ends:#?}", case.id, case.state);
    }
    // INV-16: what ended is on the shelf, whole.
    let archive = Archive::open(office.path().join("data/arsip")).unwrap();
    assert_eq!(archive.verify().unwrap(), [], "{what}: INV-16");
    let lost = "SELECT id FROM cases WHERE ended_ms IS NOT NULL AND archived_ms IS NULL";
    assert_eq!(rows(office, lost).await.len(), 0, "{what}: INV-16");
    daemon.close().await;
}

/// INV-05, INV-06, INV-13.
async fn secrets(play: &Play, letters: &[Letter], what: &str) {
    for password in &play.passwords {
        let with: Vec<&Letter> = letters.iter().filter(|l| l.holds(password)).collect();
        assert!(with.len() <= 1, "{what}: INV-05, {password} in {} letters", with.len());
        for letter in with {
            assert!(letter.to.starts_with("uji"), "{what}: INV-06, {} got one", letter.to);
            let case = letter.id.split(".o").next().unwrap_or_default().to_owned();
            let owners = "SELECT c.id, a.address FROM cases c JOIN accounts a ON a.id = c.account";
            let owners = rows(&play.office, owners).await;
            let owner = owners.iter().find(|row| row[0] == case);
            assert_eq!(owner.map(|row| &row[1]), Some(&letter.to), "{what}: INV-06");
        }
    }
    // Sealed is only what a letter that is still to leave will carry: by now, none.
    let sealed = "SELECT CAST(id AS TEXT), case_id FROM secrets WHERE sealed IS NOT NULL";
    let none: Vec<Vec<String>> = Vec::new();
    assert_eq!(rows(&play.office, sealed).await, none, "{what}: INV-13, sealed for nobody");
}
