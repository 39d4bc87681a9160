//! What the database itself refuses around passwords an account system sets, and what is remembered.
use super::*;
use crate::workflow::case::State;
use crate::workflow::tests::house::case_in;

const CASE: &str = "LKT-2026-00001";

fn wanted(purpose: Purpose) -> Wanted<'static> {
    Wanted { case_id: CASE, round: 1, account: 1, backend: "sistem", order: 7, purpose }
}

async fn act(store: &Store, case: &str, approved: i64) {
    let values = "INSERT INTO acts (case_id, round, act, person, mail, at_ms, approved, account, evidence) \
        VALUES ($1, 1, 'decision', 'bagus', 1, 1, $2, 1, '{}')";
    sqlx::query(values).bind(case).bind(approved).execute(&store.pool).await.unwrap();
}

/// An approved case with the system at work.
async fn working(store: &Store, case: Case) {
    let body = serde_json::to_string(&case).unwrap();
    let put = "INSERT INTO cases (id, state, received_ms, body) VALUES ($1, $2, 1, $3) \
        ON CONFLICT (id) DO UPDATE SET body = $3";
    let query = sqlx::query(put).bind(&case.id).bind(case.state.as_str()).bind(body);
    query.execute(&store.pool).await.unwrap();
}

fn approved() -> Case {
    Case { resetting: Some(1), ..case_in(State::Executing) }
}

async fn go(store: &Store, purpose: Purpose, second: i64) -> Intent {
    let now = Timestamp::from_second(second).unwrap();
    match store.intend_reset(wanted(purpose), now).await.unwrap() {
        Intended::Go(intent) => intent,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn three_passwords_may_go_out_and_a_fourth_voids() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir).await;
    let now = Timestamp::from_second(9).unwrap();
    working(&store, approved()).await;
    let early = store.intend_reset(wanted(Purpose::Send), now).await;
    assert!(early.is_err(), "the database wants an approval (INV-07): {early:?}");
    act(&store, CASE, 1).await;

    let first = go(&store, Purpose::Send, 1).await;
    assert_eq!(
        (first.op().as_str(), first.earlier_may_have_arrived()),
        ("LKT-2026-00001.1.1", false)
    );
    // Certainly not set: the number is free again, and counts as nothing.
    assert!(store.end_reset(&first, "temporary", false, now).await.unwrap());
    assert_eq!(store.resets_so_far(CASE, 1).await.unwrap(), SoFar::default());
    let first = go(&store, Purpose::Send, 2).await;
    assert_eq!(first.op(), "LKT-2026-00001.1.1");
    assert!(store.end_reset(&first, "done", true, now).await.unwrap());
    assert!(!store.end_reset(&first, "done", true, now).await.unwrap(), "one DATA (INV-05)");
    assert!(store.reset_used(7).await.unwrap());
    let so_far = SoFar { sets: 1, changed: true, at_large: true };
    assert_eq!(store.resets_so_far(CASE, 1).await.unwrap(), so_far);

    let second = go(&store, Purpose::Send, 3).await;
    assert!(second.earlier_may_have_arrived());
    assert!(!store.end_reset(&first, "done", true, now).await.unwrap(), "the first is closed");
    let third = go(&store, Purpose::Send, 4).await;
    assert!(!store.end_reset(&second, "done", true, now).await.unwrap(), "so is the second");
    assert!(store.end_reset(&third, "unknown", false, now).await.unwrap());
    let spent = store.intend_reset(wanted(Purpose::Send), now).await.unwrap();
    assert!(matches!(spent, Intended::Spent), "{spent:?}");
    assert!(store.resets_so_far(CASE, 1).await.unwrap().at_large, "the first may still open it");

    let void = go(&store, Purpose::Void, 5).await;
    assert!(store.end_reset(&void, "done", false, now).await.unwrap());
    let so_far = SoFar { sets: 4, changed: true, at_large: false };
    assert_eq!(store.resets_so_far(CASE, 1).await.unwrap(), so_far);
    let spent = store.intend_reset(wanted(Purpose::Void), now).await.unwrap();
    assert!(matches!(spent, Intended::Spent), "{spent:?}");
}

#[tokio::test]
async fn an_approval_that_does_not_hold_any_more_gives_no_intent() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir).await;
    let now = Timestamp::from_second(9).unwrap();
    act(&store, CASE, 1).await;
    let ask = async |case: Case| {
        working(&store, case).await;
        store.intend_reset(wanted(Purpose::Send), now).await.unwrap()
    };
    let judging = Case { judging: true, ..approved() };
    assert!(matches!(ask(judging).await, Intended::NotNow));
    let mut other = approved();
    other.account = Some(crate::workflow::tests::house::account(2));
    for case in [
        Case { resetting: None, ..approved() },
        Case { approval_round: 2, ..approved() },
        Case { decision: None, ..approved() },
        Case { state: State::Withdrawn, ..approved() },
        other,
    ] {
        assert!(matches!(ask(case).await, Intended::Stale));
    }
    assert!(matches!(ask(approved()).await, Intended::Go(_)));
}

#[tokio::test]
async fn the_database_keeps_the_rules_by_itself() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir).await;
    act(&store, CASE, 1).await;
    act(&store, "LKT-2026-00002", 0).await;
    let put = async |case: &str, number: i64, purpose: &str, account: i64| {
        sqlx::query(sql::RESET_PUT)
            .bind(case)
            .bind(1i64)
            .bind(number)
            .bind(purpose)
            .bind(7i64)
            .bind(account)
            .bind("sistem")
            .bind(1i64)
            .execute(&store.pool)
            .await
            .map(|_| ())
    };
    assert!(put("LKT-2026-00002", 1, "send", 1).await.is_err(), "a rejection resets nothing");
    assert!(put(CASE, 1, "send", 2).await.is_err(), "an approval is for its account");
    assert!(put(CASE, 0, "send", 1).await.is_err() && put(CASE, 5, "void", 1).await.is_err());
    assert!(put(CASE, 4, "send", 1).await.is_err(), "the last is for voiding");
    put(CASE, 1, "send", 1).await.unwrap();
    assert!(put(CASE, 2, "send", 1).await.is_err(), "one live password of an account (INV-09)");
    let change = async |text: &'static str| sqlx::query(text).execute(&store.pool).await.is_ok();
    assert!(!change("UPDATE resets SET used_ms = 2").await, "used before it was set");
    assert!(change("UPDATE resets SET used_ms = 2, outcome = 'done'").await);
    assert!(!change("UPDATE resets SET used_ms = 3").await, "one secret, one DATA");
    assert!(!change("UPDATE resets SET used_ms = NULL").await);
    assert!(!change("DELETE FROM resets").await);
}
