//! A3-45 with the code's own check away: the database refuses the self-approval, the second approval of
//! one person, the result without an approval, and every change of a decision.
use super::super::office::{BAGUS, Office, RATNA};
use sqlx::Executor;

#[tokio::test]
async fn the_database_keeps_four_eyes() {
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    office.mark().await;
    let url = format!("sqlite://{}", office.stage.dir.join("data/loket.db").display());
    let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
    let insert = |round: u32, act: &str, person: &str, approved: u8, subject: &str| {
        format!(
            "INSERT INTO acts (case_id, round, act, person, mail, at_ms, approved, subject, evidence) \
             VALUES ('{case}', {round}, '{act}', '{person}', 1, 1, {approved}, {subject}, '{{}}')"
        )
    };
    let refused = [
        (insert(1, "decision", "bagus", 1, "'bagus'"), "CHECK"),
        (insert(1, "first", "bagus", 1, "'bagus'"), "CHECK"),
        (insert(1, "result", "bagus", 1, "'bagus'"), "a result needs an approval"),
        (insert(1, "result", "bagus", 1, "NULL"), "a result needs an approval"),
        (insert(1, "semaunya", "bagus", 1, "NULL"), "CHECK"),
    ];
    for (text, why) in refused {
        let error = pool.execute(sqlx::AssertSqlSafe(text.clone())).await.unwrap_err().to_string();
        assert!(error.contains(why), "{text}: {error}");
    }
    office.nothing_moved().await;

    // A rejection is no approval, and one person's two approvals are one.
    for (text, why) in [
        (insert(7, "decision", "citra", 0, "NULL"), ""),
        (insert(7, "result", "citra", 1, "NULL"), "a result needs an approval"),
        (insert(8, "first", "bagus", 1, "NULL"), ""),
        (insert(8, "decision", "bagus", 1, "NULL"), "two approvals need two people"),
        ("UPDATE acts SET approved = 1".to_owned(), "append-only"),
        ("UPDATE acts SET person = 'citra'".to_owned(), "append-only"),
        ("DELETE FROM acts".to_owned(), "append-only"),
    ] {
        let done = pool.execute(sqlx::AssertSqlSafe(text.clone())).await;
        match why {
            "" => assert!(done.is_ok(), "{text}: {done:?}"),
            why => assert!(done.unwrap_err().to_string().contains(why), "{text}"),
        }
    }
    pool.close().await;
    let letter = office.letter(BAGUS, &case);
    office.send(office.reply(BAGUS, &letter, "SETUJU")).await;
    assert_eq!(office.state(&case).await, loket::workflow::case::State::Executing);
    office.close().await;
}
