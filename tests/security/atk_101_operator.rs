//! A6-101: the operator approves by the command line. There is no such verb, whoever calls it; a released mail
//! becomes no command, a retried order sends no spent secret, and what an operator does stands in the log.
use super::super::office::{BAGUS, Office, RATNA};
use super::super::post::Stamp;
use super::super::relay::printed;
use loket::workflow::case::State;

#[tokio::test]
async fn no_verb_decides() {
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    office.mark().await;
    for verb in ["approve", "setuju", "decide", "result", "reset", "close", "set-state"] {
        let said = printed(&office, &["case", verb, &case]);
        assert!(said.starts_with("exit status: 2"), "{verb}: {said}");
    }
    for verb in [&["approve", "1"][..], &["staff", "approve", "bagus"], &["queue", "approve", "1"]]
    {
        let said = printed(&office, verb);
        assert!(said.starts_with("exit status: 2"), "{verb:?}: {said}");
    }
    // A genuine SETUJU that the border did not vouch for is held; the operator's word makes no command of it.
    let letter = office.letter(BAGUS, &case);
    let post = office.reply(BAGUS, &letter, "SETUJU").stamp(Stamp::Unchecked);
    office.attack(post).await;
    let id = office.rows("SELECT CAST(id AS TEXT) FROM mails WHERE outcome = 'held'").await[0][0]
        .clone();
    let said = printed(&office, &["held", "release", &id, "--reason", "ini benar Bagus"]);
    office.pass(1).await;
    assert!(!matches!(office.state(&case).await, State::Executing), "{said}");
    assert_eq!(office.rows("SELECT act FROM acts").await, Vec::<Vec<String>>::new(), "{said}");
    let said = printed(&office, &["held", "release", &id, "--reason", " "]);
    assert!(!said.starts_with("exit status: 0"), "a release without a reason: {said}");
    office.nothing_left_the_circle().await;
    office.close().await;
}
