//! A5-83: a hostile IMAP server, against the whole program in an address space of 2 GiB: a literal that is announced
//! without end, parentheses and lines without end, garbage. It gives up the line, in one sentence, and what was
//! there before is untouched. The sixty ways one by one are in `tests/source_suite/hostile.rs`.
use super::super::ledger;
use super::super::office::{Office, RATNA};
use crate::rig::mock::{Act, Mock, say};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Output;
use std::time::{Duration, Instant};

const SELECTED: &str = "* 2 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n{tag} OK selected\r\n";

fn mailbox(dir: &Path, port: u16) {
    let file = dir.join("config/loket.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let (before, after) = text.split_once("[[mailbox]]").unwrap();
    let after = after.split_once("[smtp]").unwrap().1;
    let imap = format!(
        "[[mailbox]]\nname = \"utama\"\nhost = \"127.0.0.1\"\nport = {port}\ntls = \"none\"\nallow_insecure_loopback = true\nuser = \"loket\"\npassword_file = \"sandi\"\n"
    );
    std::fs::write(&file, format!("{before}{imap}[smtp]{after}")).unwrap();
    let password = dir.join("config/sandi");
    std::fs::write(&password, "x").unwrap();
    std::fs::set_permissions(&password, std::fs::Permissions::from_mode(0o600)).unwrap();
}

async fn tick(dir: &Path, now: jiff::Timestamp) -> Output {
    let program = env!("CARGO_BIN_EXE_loket");
    let script =
        format!("ulimit -v 2097152; exec {program} tick --config config/loket.toml --now {now}");
    let mut command = tokio::process::Command::new("/bin/sh");
    command.args(["-c", &script]).current_dir(dir).env_clear().kill_on_drop(true);
    command.output().await.unwrap()
}

#[tokio::test]
async fn it_gives_up_the_line_and_stays_small() {
    let mut office = Office::open().await;
    office.handed_over(RATNA).await;
    let now = office.stage.now;
    let dir = office.leave().await;
    let before = ledger::guarded(&dir.path().join("data")).await;
    let lists: [(&str, Vec<Act>); 6] = [
        ("a literal of 99 GB", say("* 1 FETCH (UID 11 BODY[] {99999999999}\r\n")),
        ("a literal over the cap", say("* 1 FETCH (UID 11 BODY[] {4000000000}\r\n")),
        (
            "parentheses",
            vec![Act::Bytes([b"* 1 FETCH ".as_slice(), &vec![b'('; 8 << 20]].concat()), Act::Cut],
        ),
        ("one line", vec![Act::Bytes(vec![b'x'; 64 << 20]), Act::Cut]),
        (
            "garbage",
            vec![
                Act::Bytes(
                    (0..4u32 << 20).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect(),
                ),
                Act::Cut,
            ],
        ),
        (
            "numbers",
            say(
                "* 1 FETCH (UID 99999999999999999999 FLAGS () RFC822.SIZE -5 INTERNALDATE \"x\")\r\n{tag} OK\r\n",
            ),
        ),
    ];
    for (what, acts) in lists {
        let mock = Mock::imap("* OK hi\r\n", move |line| match line.split(' ').next() {
            Some("CAPABILITY") => say("* CAPABILITY IMAP4rev1 IDLE MOVE UIDPLUS\r\n{tag} OK\r\n"),
            Some("SELECT") => say(SELECTED),
            Some("FETCH" | "UID") => acts.clone(),
            _ => Vec::new(),
        })
        .await;
        mailbox(dir.path(), mock.port);
        let begun = Instant::now();
        let done = tick(dir.path(), now).await;
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(matches!(done.status.code(), Some(0 | 3)), "{what}: {} {said}", done.status);
        assert!(begun.elapsed() < Duration::from_secs(20), "{what}: {:?}", begun.elapsed());
        assert!(mock.visits() > 0, "{what}: nobody called");
        assert!(said.len() < 20_000, "{what}: the log grows");
        let after = ledger::guarded(&dir.path().join("data")).await;
        assert_eq!(after, before, "{what}");
    }
}
