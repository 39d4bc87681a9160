//! A4-65: the real program with a typed password in its hands, killed by SIGABRT in each phase, and brought
//! to panic: no core, nothing in `/proc`, no word of it in a file or on its standard error.
use super::super::office::{BAGUS, RATNA};
use super::super::relay::Relay;
use super::super::search::{dressed, leaks, needles, process_leaks};
use crate::rig::mock::{Act, say};
use crate::rig::wait_until;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use tokio::process::{Child, Command};

const TYPED: &str = "KANARI-8e=R+y.1#nS";
const PATIENCE: Duration = Duration::from_secs(30);

/// `loket tick` at trace, from a shell that would let it leave a core.
fn tick(dir: &Path, now: jiff::Timestamp) -> Child {
    let log = std::fs::File::options().create(true).append(true).open(dir.join("log.txt")).unwrap();
    let program = env!("CARGO_BIN_EXE_loket");
    let script =
        format!("ulimit -c unlimited; exec {program} tick --config config/loket.toml --now {now}");
    let mut command = Command::new("/bin/sh");
    command.args(["-c", &script]).current_dir(dir).env_clear().env("LOKET_LOG", "trace");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).kill_on_drop(true);
    command.spawn().unwrap()
}

fn abort(child: &Child) {
    let pid = i32::try_from(child.id().unwrap()).unwrap();
    let pid = rustix::process::Pid::from_raw(pid).unwrap();
    rustix::process::kill_process(pid, rustix::process::Signal::ABORT).unwrap();
}

#[tokio::test]
async fn aborted_in_each_phase() {
    let phases: [(&str, &str); 4] =
        [("", "MAIL"), (RATNA.address, "RCPT"), (RATNA.address, "DATA"), (RATNA.address, ".")];
    for (to, word) in phases {
        let relay = Relay::start().await;
        let mut office = relay.office("").await;
        let case = office.handed_over(RATNA).await;
        let letter = office.letter(BAGUS, &case);
        let said = format!("SETUJU\r\nUSER ID: AA.TELUKCONTOH\r\nPASSWORD: {TYPED}");
        let post = office.reply(BAGUS, &letter, &said).delivered(office.stage.now);
        office.stage.deliver_raw(&post).unwrap();
        let now = office.stage.now;
        let dir = office.leave().await;
        relay.odd(to, word, vec![Act::Hang]);
        let mut child = tick(dir.path(), now);
        wait_until(PATIENCE, async || relay.reached().then_some(())).await;
        assert_eq!(process_leaks(child.id().unwrap(), &[TYPED]), Vec::<String>::new(), "{word}");
        abort(&child);
        let ended = child.wait().await.unwrap();
        assert_eq!(ended.signal(), Some(6), "{word}: {ended}");
        assert!(!ended.core_dumped(), "{word}: a core was written");
        let found = leaks(&[dir.path()], &[TYPED]);
        assert_eq!(found, [], "{word}: after the abort");
        // The next start settles it: sent where DATA had not begun, else void and asked for anew.
        relay.well();
        let ended = tick(dir.path(), now).wait().await.unwrap();
        assert!(
            ended.success(),
            "{}",
            std::fs::read_to_string(dir.path().join("log.txt")).unwrap()
        );
        let own = dir.path().join("surat/keluar").join(RATNA.address);
        let found = leaks(&[dir.path()], &[TYPED]);
        let (there, astray): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|(_, path)| path.starts_with(&own));
        assert_eq!(astray, [], "{word}: after the recovery");
        let sent = usize::from(matches!(word, "MAIL" | "RCPT"));
        assert_eq!(there.len(), sent, "{word}");
        let cores = leaks(&[dir.path()], &["core"]);
        assert!(cores.iter().all(|(_, path)| !path.ends_with("core")), "{cores:?}");
    }
}

/// Said to a child process of this test: panic.
const PANIC: &str = "UJI_PANIK";

/// The panic hook of the program, with a password as what the panic says.
#[test]
fn a_panic_tells_its_place_and_no_more() {
    if std::env::var_os(PANIC).is_some() {
        assert_eq!(loket::cli::main(["loket".into(), "version".into()]), 0);
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let task = runtime.spawn(async {
            panic!("the letter says {TYPED}");
        });
        assert!(runtime.block_on(task).is_err());
        return;
    }
    let name = "security::part_a4::atk_65_killed::a_panic_tells_its_place_and_no_more";
    let mut command = std::process::Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", name, "--nocapture"]).env(PANIC, "1").env("RUST_BACKTRACE", "full");
    let done = command.output().unwrap();
    let said = [done.stdout, done.stderr].concat();
    let text = String::from_utf8_lossy(&said);
    assert!(done.status.success() && text.contains("atk_65_killed.rs:"), "{text}");
    assert_eq!(dressed(&said, &needles(TYPED)), None, "{text}");
}

/// A server that quotes the login does not bring the mailbox's password into the log either.
#[tokio::test]
async fn a_server_that_quotes_the_login() {
    let password = "KANARI-kotak=9+Zx";
    let all: std::sync::Arc<std::sync::Mutex<String>> = std::sync::Arc::default();
    let heard = all.clone();
    let mock = crate::rig::mock::Mock::smtp("220 mock\r\n", move |line| {
        *heard.lock().unwrap() = line.to_owned();
        match line.split(' ').next() {
            Some("EHLO") => say("250-mock\r\n250 AUTH PLAIN\r\n"),
            Some("AUTH") => say(&format!("535 5.7.8 bad line: {line}\r\n")),
            _ => say("250 ok\r\n"),
        }
    })
    .await;
    let mut sink = loket::sink::SmtpSink::new(loket::sink::SmtpSettings {
        endpoint: loket::wire::Endpoint {
            host: "127.0.0.1".into(),
            port: mock.port,
            security: loket::wire::Security::Insecure,
            ca_file: None,
            allow_insecure_loopback: true,
            connect_timeout: PATIENCE,
        },
        helo_name: "uji.example".into(),
        user: Some("loket".into()),
        password: Some(zeroize::Zeroizing::new(password.into())),
        step_timeout: PATIENCE,
        dot_timeout: PATIENCE,
        max_mails: 1,
        max_idle: PATIENCE,
    });
    let said = sink.check().await.unwrap_err();
    assert!(all.lock().unwrap().starts_with("AUTH PLAIN "), "the login was tried");
    assert!(said.contains("535 5.7.8 bad line"), "{said}");
    assert_eq!(dressed(said.as_bytes(), &needles(password)), None, "{said}");
    let imap = crate::rig::mock::Mock::imap("* OK hi\r\n", |line| match line.split(' ').next() {
        Some("LOGIN") => say(&format!("{{tag}} NO [AUTHENTICATIONFAILED] who is {line}\r\n")),
        Some("CAPABILITY") => say("* CAPABILITY IMAP4rev1\r\n{tag} OK\r\n"),
        _ => Vec::new(),
    })
    .await;
    let said = mailbox(&imap, password).check().await.unwrap_err().to_string();
    assert!(said.contains("who is LOGIN"), "{said}");
    assert_eq!(dressed(said.as_bytes(), &needles(password)), None, "{said}");
}

fn mailbox(mock: &crate::rig::mock::Mock, password: &str) -> loket::source::ImapSource {
    loket::source::ImapSource::new(loket::source::ImapSettings {
        name: "utama".into(),
        endpoint: loket::wire::Endpoint {
            host: "127.0.0.1".into(),
            port: mock.port,
            security: loket::wire::Security::Insecure,
            ca_file: None,
            allow_insecure_loopback: true,
            connect_timeout: PATIENCE,
        },
        user: "loket".into(),
        password: zeroize::Zeroizing::new(password.into()),
        folder: "INBOX".into(),
        done_folder: "Selesai".into(),
        aside_folder: "Karantina".into(),
        step_timeout: PATIENCE,
        fetch_timeout: PATIENCE,
    })
}
