//! The store against a real SQLite file: orders, log, tokens, secrets.
use super::*;

mod resets;

fn key() -> Arc<Key> {
    Arc::new(Key::from_bytes(&[9; 32]).unwrap())
}

async fn open(dir: &tempfile::TempDir) -> Store {
    Store::open_file(&dir.path().join("loket.db"), key(), 7).await.unwrap()
}

#[tokio::test]
async fn every_statement_prepares() {
    use sqlx::{Executor, SqlStr};
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir).await;
    let mut conn = store.pool.acquire().await.unwrap();
    for text in
        sql::ALL.iter().chain(day::sql::ALL).chain(delegations::sql::ALL).chain(purge::sql::ALL)
    {
        let prepared = conn.prepare(SqlStr::from_static(text)).await;
        assert!(prepared.is_ok(), "{text}: {:?}", prepared.err());
    }
}

#[tokio::test]
async fn the_log_shows_tampering() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir).await;
    let mut tx = store.begin().await.unwrap();
    for n in 0..5 {
        let at = Timestamp::from_second(n).unwrap();
        tx.append("LKT-2026-00001", at, "woke", ("a", "b"), format!("{{\"n\":{n}}}"))
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    assert_eq!(store.verify_log().await.unwrap(), None);
    let update = "UPDATE log SET body = '{}' WHERE seq = 3";
    assert!(sqlx::query(update).execute(&store.pool).await.is_err(), "the log is append-only");
    sqlx::query("DROP TRIGGER log_no_update").execute(&store.pool).await.unwrap();
    sqlx::query(update).execute(&store.pool).await.unwrap();
    assert_eq!(store.verify_log().await.unwrap().unwrap().seq, 3);
}

#[tokio::test]
async fn a_secret_enters_data_once() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir).await;
    let now = Timestamp::from_second(1).unwrap();
    let mut tx = store.begin().await.unwrap();
    let id = tx.seal("LKT-2026-00001", "Kp7#mRwt4=Qz", now).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(*store.unseal(id).await.unwrap().unwrap(), "Kp7#mRwt4=Qz");
    assert!(store.use_secret(id, now).await.unwrap());
    assert!(!store.use_secret(id, now).await.unwrap());
    assert!(store.unseal(id).await.unwrap().is_none());
    let mut tx = store.begin().await.unwrap();
    tx.wipe(id, now).await.unwrap();
    tx.commit().await.unwrap();
    store.close().await;
    for entry in std::fs::read_dir(dir.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        assert!(!bytes.windows(12).any(|w| w == b"Kp7#mRwt4=Qz"));
    }
}

#[tokio::test]
async fn case_numbers_count_each_year() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir).await;
    let mut tx = store.begin().await.unwrap();
    assert_eq!(tx.next_case(2026).await.unwrap(), "LKT-2026-00001");
    assert_eq!(tx.next_case(2026).await.unwrap(), "LKT-2026-00002");
    assert_eq!(tx.next_case(2027).await.unwrap(), "LKT-2027-00001");
    drop(tx);
    let mut tx = store.begin().await.unwrap();
    assert_eq!(tx.next_case(2026).await.unwrap(), "LKT-2026-00001", "a rollback leaves no trace");
}

/// A batch is settled at its end, and a delivery report may be quicker.
#[tokio::test]
async fn a_letter_may_come_back_before_it_is_settled() {
    use crate::workflow::actor::Applicant;
    use crate::workflow::event::{Event, Request, Scope};
    use crate::workflow::policy::Completeness;
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir).await;
    let (now, case) = (Timestamp::from_second(1_800_000_000).unwrap(), "LKT-2027-00001");
    let rules = crate::workflow::tests::house::rules(Completeness::Auto);
    let address = Some("hilang@kkp.example".to_owned());
    let request = Request {
        mail: 1,
        applicant: Applicant { name: None, address, registered: false, phone: None },
        accounts: Vec::new(),
        history_90_days: 0,
        earlier: Vec::new(),
        kind: None,
        subject: String::new(),
        words: String::new(),
        message_id: None,
        received_at: now,
        papers: Vec::new(),
        sender: Default::default(),
        remarks: Vec::new(),
        out_of_scope: Some(Scope::Vendor),
        warn_owner: false,
    };
    let mut tx = store.begin().await.unwrap();
    let event = Event::RequestArrived(Box::new(request));
    tx.apply(case, &event, "pemohon", &rules, now).await.unwrap();
    let claimed = tx.claim(Lane::Send, 10, now).await.unwrap();
    let letter = claimed.iter().find(|order| order.case_id == case).unwrap().id;
    assert_eq!(tx.bounced(letter, "5.1.1", &rules, now).await.unwrap().as_deref(), Some(case));
    let done = Settled::Done { recipient: Some("hilang@kkp.example".into()), event: None };
    tx.settle(letter, case, done, &rules, now).await.unwrap();
    assert_eq!(tx.bounced(letter, "5.1.1", &rules, now).await.unwrap(), None, "told once");
    tx.commit().await.unwrap();
    let letters = store.letters_of(case).await.unwrap();
    let (first, told) = (letters.first().unwrap(), letters.last().unwrap());
    assert_eq!((first.id, first.state.as_str()), (letter, "bounced"));
    assert_eq!(told.letter.as_deref(), Some("delivery_failure"));
}
