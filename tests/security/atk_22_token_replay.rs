//! A2-22: one reply, many times: the first decides, the others say `link_spent`. Several processes
//! are kept apart by the process lock and by the database, which takes one decision a round.
use super::super::office::{BAGUS, CITRA, Office, RATNA};
use loket::workflow::case::State;
use sqlx::Executor;

#[tokio::test]
async fn a_hundred_copies_make_one_decision() {
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    let reply = office.reply(BAGUS, &letter, "SETUJU");
    for n in 0..99 {
        let copy = reply.clone().set("Message-ID", &format!("<salinan-{n}@kkp.example>"));
        office.stage.deliver_raw(&copy.delivered(office.stage.now)).unwrap();
    }
    for _ in 0..2 {
        office.stage.deliver_raw(&reply.delivered(office.stage.now)).unwrap();
    }
    office.stage.tick().await.unwrap();
    let fates = office
        .rows("SELECT outcome || ' ' || COALESCE(reason, '') FROM mails WHERE sender LIKE 'bagus%' ORDER BY id")
        .await;
    let count = |fate: &str| fates.iter().filter(|row| row[0] == fate).count();
    assert_eq!(count("command "), 1, "{fates:?}");
    assert_eq!(count("command link_spent"), 99);
    assert_eq!(count("duplicate "), 1);
    office.approved(&case).await;
    // He is told so, but not a hundred times.
    let letters = office.stage.mailbox(BAGUS.address).len();
    assert!(letters < 12, "{letters} letters");

    // The other approver's own link is spent as well: the case is decided.
    let other = office.letter(CITRA, &case);
    office.attack(office.reply(CITRA, &other, "TOLAK SK tidak berlaku")).await;
    office.attack(office.reply(CITRA, &other, "SETUJU")).await;
    office.unmoved("link_spent").await;
    office.close().await;
}

#[tokio::test]
async fn a_result_goes_out_once() {
    let mut office = Office::open().await;
    let case = office.in_execution(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    let result = "HASIL\r\nUSER ID: AA.TELUKCONTOH\r\nPASSWORD: ";
    let first = office.reply(BAGUS, &letter, &format!("{result}Kp7#mRwt4=Qz"));
    office.send(first.clone()).await;
    assert_eq!(office.state(&case).await, State::Delivered);
    office.attack(first.set("Message-ID", "<ulang@kkp.example>")).await;
    let second = office.reply(BAGUS, &letter, &format!("{result}punyaPencuri1"));
    office.attack(second).await;
    office.unmoved("link_spent").await;
    let rows =
        office.rows("SELECT CAST(COUNT(*) AS TEXT) FROM orders WHERE letter = 'credentials'").await;
    assert_eq!(rows[0][0], "1", "one credential letter");
    office.close().await;
}

#[tokio::test]
async fn the_database_takes_no_second_decision() {
    let mut office = Office::open().await;
    let case = office.in_execution(RATNA).await;
    office.mark().await;
    let url = format!("sqlite://{}", office.stage.dir.join("data/loket.db").display());
    let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
    for (person, round) in [("bagus", "round"), ("citra", "round")] {
        let copy = format!(
            "INSERT INTO acts SELECT case_id, {round}, act, '{person}', mail, at_ms, approved, subject, \
             account, unit, digest, proof, evidence FROM acts WHERE case_id = '{case}'"
        );
        let error = pool.execute(sqlx::AssertSqlSafe(copy)).await.unwrap_err().to_string();
        assert!(error.contains("UNIQUE"), "{error}");
    }
    pool.close().await;
    office.nothing_moved().await;
    office.close().await;
}
