//! A3-47: late, early, twice, after the end. The whole table of states and commands stands in
//! `workflow/step/tests/table.txt`; here each state meets the mails that decide, from outside.
use super::super::office::{BAGUS, Fate, Office, RATNA};
use loket::workflow::case::State;
use sqlx::Executor;

/// Puts the case into a state as if it had come there.
async fn place(office: &Office, state: State) {
    let url = format!("sqlite://{}", office.stage.dir.join("data/loket.db").display());
    let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
    let text = format!(
        "UPDATE cases SET state = '{0}', body = JSON_SET(body, '$.state', '{0}')",
        state.as_str()
    );
    pool.execute(sqlx::AssertSqlSafe(text)).await.unwrap();
    pool.close().await;
}

/// Understood, but out of place: the words do not fit the state, or the link is used up.
fn refusal(fate: &Fate) -> &'static str {
    let codes = ["not_now", "link_spent"];
    codes.into_iter().find(|c| *c == fate.code()).unwrap_or_else(|| panic!("{fate:?}"))
}

#[tokio::test]
async fn every_state_meets_every_deciding_mail() {
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    let result = "HASIL\r\nUSER ID: AA.TELUKCONTOH\r\nPASSWORD: Kp7#mRwt4=Qz";
    let both = "SETUJU\r\nUSER ID: AA.TELUKCONTOH\r\nPASSWORD: Kp7#mRwt4=Qz";
    let mut met = 0;
    for state in State::ALL {
        place(&office, state).await;
        let mut codes = Vec::new();
        let judging = matches!(state, State::Verifying | State::Confirming);
        for (words, fits) in [
            ("SETUJU", judging),
            (both, judging),
            ("TOLAK SK tidak berlaku", judging),
            (result, state == State::Executing),
            ("KONFIRMASI sudah ditelepon", judging),
        ] {
            if fits {
                continue;
            }
            let fate = office.attack(office.reply(BAGUS, &letter, words)).await;
            codes.push(refusal(&fate));
            assert_eq!(office.state(&case).await, state, "{words}");
            met += 1;
        }
        office.unmoved_each(&codes).await;
    }
    assert_eq!(met, 15 * 5 - 2 * 4 - 1, "pairs met");
    office.close().await;
}

#[tokio::test]
async fn after_a_rejection_a_withdrawal_or_the_end_nothing_comes_back() {
    for (end, state) in [
        ("TOLAK SK tidak berlaku", State::Rejected),
        ("BATAL", State::Withdrawn),
        ("SETUJU\r\nUSER ID: AA.TELUKCONTOH\r\nPASSWORD: Kp7#mRwt4=Qz", State::Delivered),
    ] {
        let mut office = Office::open().await;
        let case = office.handed_over(RATNA).await;
        let letter = office.letter(BAGUS, &case);
        let receipt = office.letter(RATNA, &case);
        let post = match state {
            State::Withdrawn => office.reply(RATNA, &receipt, end),
            _ => office.reply(BAGUS, &letter, end),
        };
        office.send(post).await;
        assert_eq!(office.state(&case).await, state);
        for days in [0, 8] {
            office.pass(days * 24 * 60).await;
            let mut codes = Vec::new();
            for words in [
                "SETUJU",
                "TOLAK lain hal",
                "HASIL\r\nUSER ID: AA.TELUKCONTOH\r\nPASSWORD: punyaPencuri1",
            ] {
                let fate = office.attack(office.reply(BAGUS, &letter, words)).await;
                codes.push(refusal(&fate));
            }
            office.unmoved_each(&codes).await;
        }
        office.close().await;
    }
}
