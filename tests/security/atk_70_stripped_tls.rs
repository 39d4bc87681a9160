//! A4-70: TLS stripped, answers injected before it, PREAUTH, certificates of others: no byte of a password, of a
//! login or of a letter is sent. The whole program with a credential letter to send, and a mailbox to log in to.
//! Wrong names and both protocols' parsers one by one are in `tests/sink_suite` and `tests/source_suite`.
use super::super::office::{BAGUS, Office, RATNA};
use super::super::search::{dressed, needles};
use crate::rig::mock::{Act, Mock, say};
use crate::rig::{Postfix, PostfixOptions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Output;

const TYPED: &str = "KANARI-telanjang-7Bq";
const LOGIN: &str = "KANARI-masuk-1Lw=";

/// An office whose credential letter is due, as a folder.
async fn waiting() -> (tempfile::TempDir, jiff::Timestamp) {
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    let typed = format!("SETUJU\r\nUSER ID: AA.TELUKCONTOH\r\nPASSWORD: {TYPED}");
    let post = office.reply(BAGUS, &letter, &typed).delivered(office.stage.now);
    office.stage.deliver_raw(&post).unwrap();
    let now = office.stage.now;
    (office.leave().await, now)
}

/// The same settings with another section in place of one kept until now.
fn change(dir: &Path, section: &str, with: &str) {
    let file = dir.join("config/loket.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let mut kept = String::new();
    let mut dropping = false;
    for line in text.lines() {
        if line.starts_with('[') {
            dropping = line == section;
        }
        if !dropping {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    std::fs::write(&file, kept + with).unwrap();
    let password = dir.join("config/sandi");
    std::fs::write(&password, LOGIN).unwrap();
    std::fs::set_permissions(&password, std::fs::Permissions::from_mode(0o600)).unwrap();
}

async fn tick(dir: &Path, now: jiff::Timestamp) -> Output {
    let mut command = tokio::process::Command::new(env!("CARGO_BIN_EXE_loket"));
    command.args(["tick", "--config", "config/loket.toml", "--now", &now.to_string()]);
    command.current_dir(dir).env_clear().env("LOKET_LOG", "trace").kill_on_drop(true);
    command.output().await.unwrap()
}

fn smtp(port: u16, tls: &str, more: &str) -> String {
    format!(
        "[smtp]\nhost = \"localhost\"\nport = {port}\ntls = \"{tls}\"\nuser = \"loket\"\npassword_file = \"sandi\"\n{more}\n"
    )
}

/// Nothing that a thief wants was said, and the letter still waits.
async fn silent(dir: &Path, mock: &Mock, what: &str) {
    let heard = mock.heard().join("\n");
    assert!(mock.visits() > 0, "{what}: nobody called");
    for word in ["AUTH", "MAIL", "RCPT", "DATA", "LOGIN", "AUTHENTICATE"] {
        assert!(!heard.lines().any(|l| l.split(' ').any(|w| w == word)), "{what}: {heard}");
    }
    for secret in [TYPED, LOGIN] {
        assert_eq!(dressed(heard.as_bytes(), &needles(secret)), None, "{what}: {heard}");
    }
    let used = "SELECT CAST(COALESCE(used_ms, 0) AS TEXT) FROM secrets";
    let rows = super::super::ledger::rows(&dir.join("data"), used).await;
    assert!(rows.iter().all(|row| row[0] == "0"), "{what}: its one DATA is not spent");
}

#[tokio::test]
async fn the_way_out_without_its_tls() {
    let offer = |line: &str| match line.split(' ').next() {
        Some("EHLO") => say("250-mock\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n"),
        Some("STARTTLS") => vec![Act::Send("220 go\r\n250-mock\r\n250 AUTH PLAIN\r\n".into())],
        _ => say("250 ok\r\n"),
    };
    let stripped = |line: &str| match line.split(' ').next() {
        Some("EHLO") => say("250-mock\r\n250 AUTH PLAIN\r\n"),
        _ => say("250 ok\r\n"),
    };
    let refused = |line: &str| match line.split(' ').next() {
        Some("EHLO") => say("250-mock\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n"),
        Some("STARTTLS") => say("454 not now\r\n"),
        _ => say("250 ok\r\n"),
    };
    let (dir, mut now) = waiting().await;
    for (what, tls, mock) in [
        ("no STARTTLS offered", "starttls", Mock::smtp("220 mock\r\n", stripped).await),
        ("answers before TLS", "starttls", Mock::smtp("220 mock\r\n", offer).await),
        ("STARTTLS refused", "starttls", Mock::smtp("220 mock\r\n", refused).await),
        ("plain where TLS is", "implicit", Mock::smtp("220 mock\r\n", stripped).await),
    ] {
        change(dir.path(), "[smtp]", &smtp(mock.port, tls, ""));
        let done = tick(dir.path(), now).await;
        assert!(done.status.code().is_some(), "{what}: {done:?}");
        silent(dir.path(), &mock, what).await;
        // The letter waits a minute for its next try.
        now += jiff::SignedDuration::from_mins(2);
    }
}

#[tokio::test]
async fn the_way_out_with_anothers_certificate() {
    // A true Postfix, whose certificate nobody vouches for.
    let postfix = Postfix::start(&PostfixOptions {
        domains: vec!["kkp.example".into()],
        ..PostfixOptions::default()
    });
    let (dir, now) = waiting().await;
    change(dir.path(), "[smtp]", &smtp(postfix.smtps, "implicit", ""));
    let done = tick(dir.path(), now).await;
    assert!(done.status.code().is_some(), "{done:?}");
    assert!(!postfix.log().contains("from=<"), "a mail was begun: {}", postfix.log());
    let secret = "SELECT CAST(COALESCE(used_ms, 0) AS TEXT) FROM secrets";
    let rows = super::super::ledger::rows(&dir.path().join("data"), secret).await;
    assert_eq!(rows, [["0"]], "its one DATA is not spent");
}

#[tokio::test]
async fn the_way_in_without_its_tls() {
    let usual = |line: &str| match line.split(' ').next() {
        Some("CAPABILITY") => say("* CAPABILITY IMAP4rev1 STARTTLS\r\n{tag} OK\r\n"),
        _ => Vec::new(),
    };
    let early = |line: &str| match line.split(' ').next() {
        Some("CAPABILITY") => say("* CAPABILITY IMAP4rev1 STARTTLS\r\n{tag} OK\r\n"),
        Some("STARTTLS") => say("{tag} OK go\r\n* PREAUTH already in\r\n"),
        _ => Vec::new(),
    };
    let none = |line: &str| match line.split(' ').next() {
        Some("CAPABILITY") => say("* CAPABILITY IMAP4rev1\r\n{tag} OK\r\n"),
        Some("STARTTLS") => say("{tag} BAD no such thing\r\n"),
        _ => Vec::new(),
    };
    let (dir, now) = waiting().await;
    for (what, tls, mock) in [
        ("PREAUTH", "starttls", Mock::imap("* PREAUTH welcome\r\n", usual).await),
        ("answers before TLS", "starttls", Mock::imap("* OK hi\r\n", early).await),
        ("no STARTTLS", "starttls", Mock::imap("* OK hi\r\n", none).await),
        ("plain where TLS is", "implicit", Mock::imap("* OK hi\r\n", usual).await),
    ] {
        let mailbox = format!(
            "[[mailbox]]\nname = \"utama\"\nhost = \"localhost\"\nport = {}\ntls = \"{tls}\"\nuser = \"loket\"\npassword_file = \"sandi\"\n",
            mock.port
        );
        change(dir.path(), "[[mailbox]]", &mailbox);
        let done = tick(dir.path(), now).await;
        assert!(done.status.code().is_some(), "{what}: {done:?}");
        silent(dir.path(), &mock, what).await;
    }
}
