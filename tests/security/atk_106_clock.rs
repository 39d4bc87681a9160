//! A6-106: the clock is set back to revive a token, or far forward. A token that expired stays expired, whatever
//! time a later round is told: time never goes backwards. (An alarm for jumps is not there yet.)
use super::super::ledger;
use super::super::office::{BAGUS, Office, RATNA};

#[tokio::test]
async fn an_expired_token_is_not_revived_by_an_earlier_clock() {
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    let early = office.stage.now;
    let post = office.reply(BAGUS, &letter, "SETUJU");
    office.pass(60 * 24 * 8).await;
    let late = office.stage.now;
    let raw = post.delivered(early);
    office.stage.deliver_raw(&raw).unwrap();
    let dir = office.leave().await;
    let data = dir.path().join("data");
    let before = ledger::rows(&data, "SELECT act FROM acts").await;
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_loket"));
    command.args(["tick", "--config", "config/loket.toml", "--now", &early.to_string()]);
    let done = command.current_dir(dir.path()).env_clear().output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    assert_eq!(
        ledger::rows(&data, "SELECT act FROM acts").await,
        before,
        "{case}: nothing was decided"
    );
    // What was written was written at the later time.
    let rows = ledger::rows(&data, "SELECT CAST(MAX(fetched_ms) AS TEXT) FROM mails").await;
    assert!(rows[0][0].parse::<i64>().unwrap() >= late.as_millisecond(), "{rows:?}");
    let order = "SELECT CAST(COUNT(*) AS TEXT) FROM log a JOIN log b ON b.seq = a.seq + 1 WHERE b.at_ms < a.at_ms";
    assert_eq!(ledger::rows(&data, order).await, [["0"]], "the log's time never goes back");
}
