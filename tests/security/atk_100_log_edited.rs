//! A6-100: somebody with the database edits a decision or the log. A flipped bit, a deleted row, two rows swapped
//! and a changed time are found by the hash chain; a tail cut off and a chain built anew by the anchor beside the
//! database (`store/anchor.rs`), which stops the office until a person looks. Anchors in outside mailboxes and
//! signatures are not there yet.
use super::super::office::{BAGUS, Office, RATNA};
use sqlx::{Connection, SqliteConnection};
use std::path::Path;

/// The database as it was, edited; what the doctor says. In place, because the anchor knows its own file.
async fn edited(data: &Path, whole: &[u8], edits: &[&'static str]) -> std::process::Output {
    for rest in ["loket.db-wal", "loket.db-shm"] {
        let _ = std::fs::remove_file(data.join(rest));
    }
    std::fs::write(data.join("loket.db"), whole).unwrap();
    let url = format!("sqlite://{}", data.join("loket.db").display());
    let mut line = SqliteConnection::connect(&url).await.unwrap();
    // A DBA asks no trigger.
    for trigger in
        ["DROP TRIGGER log_no_update", "DROP TRIGGER log_no_delete", "DROP TRIGGER acts_no_update"]
    {
        sqlx::query(trigger).execute(&mut line).await.unwrap();
    }
    for edit in edits {
        let done = sqlx::query(*edit).execute(&mut line).await.unwrap();
        assert!(done.rows_affected() > 0, "{edit}");
    }
    line.close().await.unwrap();
    let config = data.parent().unwrap().join("config/loket.toml");
    let mut check = std::process::Command::new(env!("CARGO_BIN_EXE_loket"));
    check.args(["check", "--config"]).arg(config).output().unwrap()
}

#[tokio::test]
async fn every_edit_of_the_log_is_found() {
    let mut office = Office::open().await;
    let case = office.in_execution(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    let typed = "HASIL\r\nUSER ID: AA.TELUKCONTOH\r\nPASSWORD: KANARI-log-8Kd";
    office.send(office.reply(BAGUS, &letter, typed)).await;
    office.pass(5).await;
    let dir = office.leave().await;
    let data = dir.path().join("data");
    let whole = std::fs::read(data.join("loket.db")).unwrap();
    let edits: [(&str, &[&'static str]); 8] = [
        (
            "satu-huruf",
            &[
                "UPDATE log SET body = REPLACE(body, 'bagus', 'bagut') WHERE seq = (SELECT MIN(seq) FROM log WHERE body LIKE '%bagus%')",
            ],
        ),
        ("keadaan", &["UPDATE log SET state_after = 'rejected' WHERE seq = 3"]),
        ("waktu", &["UPDATE log SET at_ms = at_ms + 1 WHERE seq = 4"]),
        ("hapus", &["DELETE FROM log WHERE seq = 5"]),
        ("pertama", &["DELETE FROM log WHERE seq = 1"]),
        (
            "tukar",
            &[
                "UPDATE log SET seq = -2 WHERE seq = 2",
                "UPDATE log SET seq = 2 WHERE seq = 3",
                "UPDATE log SET seq = 3 WHERE seq = -2",
            ],
        ),
        (
            "susun-ulang",
            &["DELETE FROM log WHERE seq = 2", "UPDATE log SET seq = seq - 1 WHERE seq > 2"],
        ),
        ("ekor", &["DELETE FROM log WHERE seq > (SELECT MAX(seq) - 2 FROM log)"]),
    ];
    for (name, edit) in edits {
        let done = edited(&data, &whole, edit).await;
        let said = String::from_utf8_lossy(&done.stdout).into_owned()
            + &String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.code(), Some(1), "{name}: {said}");
        let found = ["hilang", "diubah", "berakhir", "lanjutan", "jangkar"]
            .iter()
            .any(|w| said.contains(w));
        assert!(found, "{name}: {said}");
    }
    // The twin: nothing edited but a word that no row depends on.
    let done = edited(&data, &whole, &["UPDATE meta SET value = value"]).await;
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(
        !["hilang", "diubah", "berakhir", "lanjutan", "jangkar"].iter().any(|w| said.contains(w)),
        "{said}"
    );
}
