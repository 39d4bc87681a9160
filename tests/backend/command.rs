//! A program that sets passwords: what it is given, what its end means, and what it cannot do.
use crate::rig::wait_until;
use crate::{account, secret};
use loket::backend::{Backend, CommandSettings, SetOutcome, Verified};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// A stub: writes its arguments one a line into `argv`, its environment into `env`, its input into
/// `stdin`, then does as `body` says. A script that bash reads, and no program: one that was written a
/// moment ago is "busy" while any thread of the tests forks.
fn stub(dir: &Path, body: &str) -> PathBuf {
    let (program, d) = (dir.join("ganti sandi"), dir.display());
    let script = format!(
        "for word in \"$@\"; do printf '[%s]\\n' \"$word\"; done > '{d}/argv'\n\
         env > '{d}/env'\ncat > '{d}/stdin'\n{body}\n"
    );
    std::fs::write(&program, script).unwrap();
    program
}

fn backend(script: PathBuf) -> Backend {
    program("/bin/bash".into(), vec![script.to_str().unwrap().into()])
}

fn program(program: PathBuf, mut args: Vec<String>) -> Backend {
    args.extend(["--sistem".into(), "$(id) `id`; rm -rf \"$HOME\"".into()]);
    Backend::Command(CommandSettings {
        program,
        args,
        time_limit: Duration::from_secs(20),
        memory_bytes: 1 << 30,
    })
}

fn read(dir: &Path, name: &str) -> String {
    std::fs::read_to_string(dir.join(name)).unwrap_or_default()
}

#[tokio::test]
async fn it_gets_its_arguments_as_they_are_and_the_secret_on_standard_input_only() {
    let dir = tempfile::tempdir().unwrap();
    let backend = backend(stub(dir.path(), "exit 0"));
    let secret = secret();
    let account = account("AA.Uji_1@kkp-x".replace('_', ".").as_str());
    assert_eq!(backend.ready(&account).await, Ok(()));
    assert_eq!(backend.set(&account, &secret, "o7.1").await, SetOutcome::Done);
    let argv = read(dir.path(), "argv");
    let wanted =
        "[--sistem]\n[$(id) `id`; rm -rf \"$HOME\"]\n[set]\n[--op=o7.1]\n[--]\n[AA.Uji.1@kkp-x]\n";
    assert_eq!(argv, wanted);
    assert_eq!(read(dir.path(), "stdin"), format!("{}\n", secret.expose()));
    let env = read(dir.path(), "env");
    let names: Vec<&str> = env.lines().filter_map(|line| line.split('=').next()).collect();
    // The shell adds some of its own.
    assert!(names.iter().all(|n| ["PATH", "LC_ALL", "PWD", "SHLVL", "_"].contains(n)), "{env}");
    assert!(!env.contains(secret.expose()) && !argv.contains(secret.expose()));
    assert_eq!(backend.verify(&account, &secret).await, Verified::Live);
    assert!(read(dir.path(), "argv").ends_with("[verify]\n[--]\n[AA.Uji.1@kkp-x]\n"));
}

#[tokio::test]
async fn a_strange_user_id_never_reaches_it() {
    let dir = tempfile::tempdir().unwrap();
    let backend = backend(stub(dir.path(), "exit 0"));
    let long = "a".repeat(65);
    for user_id in ["$(id)", "-oQ/tmp", "--help", "a b", "a\nb", "a;b", "", "é", "../x", &long] {
        let account = account(user_id);
        let ready = backend.ready(&account).await;
        assert!(matches!(ready, Err(SetOutcome::Permanent(_))), "{user_id:?}: {ready:?}");
        let outcome = backend.set(&account, &secret(), "o1.1").await;
        assert!(matches!(outcome, SetOutcome::Permanent(_)), "{user_id:?}: {outcome:?}");
        assert_eq!(backend.verify(&account, &secret()).await, Verified::CannotTell);
    }
    assert_eq!(read(dir.path(), "argv"), "", "it was never started");
}

#[tokio::test]
async fn its_exit_code_says_what_became_of_it() {
    let dir = tempfile::tempdir().unwrap();
    let set = async |body: &str| {
        backend(stub(dir.path(), body)).set(&account("AA.1"), &secret(), "o1.1").await
    };
    assert_eq!(set("exit 0").await, SetOutcome::Done);
    assert_eq!(
        set("echo 'tidak ada akun itu' >&2; exit 1").await,
        SetOutcome::Permanent("tidak ada akun itu".into())
    );
    assert_eq!(set("echo sibuk; exit 75").await, SetOutcome::Temporary("sibuk".into()));
    for body in ["exit 2", "exit 64", "exit 127", "kill -9 $$", "kill -SEGV $$"] {
        assert!(matches!(set(body).await, SetOutcome::Unknown(_)), "{body}");
    }
    let verify = async |body: &str| {
        backend(stub(dir.path(), body)).verify(&account("AA.1"), &secret()).await
    };
    assert_eq!(verify("exit 0").await, Verified::Live);
    assert_eq!(verify("exit 1").await, Verified::NotLive);
    for body in ["exit 75", "exit 2", "kill -9 $$"] {
        assert_eq!(verify(body).await, Verified::CannotTell, "{body}");
    }
}

#[tokio::test]
async fn what_it_says_is_one_short_line_without_the_secret() {
    let dir = tempfile::tempdir().unwrap();
    let body = format!(
        "printf 'sandi %s ditolak\\n\\033[31mmerah' \"$(cat '{}/stdin')\" >&2; yes panjang | head -c 200000; exit 1",
        dir.path().display()
    );
    let secret = secret();
    let outcome = backend(stub(dir.path(), &body)).set(&account("AA.1"), &secret, "o1.1").await;
    let SetOutcome::Permanent(text) = outcome else { panic!("{outcome:?}") };
    assert_eq!(text, "sandi •••••• ditolak [31mmerah");
    let flood = backend(stub(dir.path(), "yes panjang | head -c 900000 >&2; exit 1"));
    let SetOutcome::Permanent(text) = flood.set(&account("AA.1"), &secret, "o1.1").await else {
        panic!("not refused")
    };
    assert!(text.chars().count() <= 301, "{}", text.len());
}

#[tokio::test]
async fn a_program_that_hangs_is_ended_with_its_children() {
    let dir = tempfile::tempdir().unwrap();
    let d = dir.path().display();
    let body = format!("sleep 300 & echo $! > '{d}/child'; sleep 300");
    let Backend::Command(mut settings) = backend(stub(dir.path(), &body)) else { panic!() };
    settings.time_limit = Duration::from_millis(700);
    let start = Instant::now();
    let outcome = Backend::Command(settings).set(&account("AA.1"), &secret(), "o1.1").await;
    assert!(matches!(outcome, SetOutcome::Unknown(_)), "{outcome:?}");
    assert!(start.elapsed() < Duration::from_secs(10));
    gone(&read(dir.path(), "child")).await;
}

/// The pipes stay open in a child; the answer is read all the same, and the child ended.
#[tokio::test]
async fn what_it_leaves_behind_is_ended_with_it() {
    let dir = tempfile::tempdir().unwrap();
    let body = format!("sleep 300 & echo $! > '{}/child'; exit 0", dir.path().display());
    let start = Instant::now();
    let backend = backend(stub(dir.path(), &body));
    assert_eq!(backend.set(&account("AA.1"), &secret(), "o1.1").await, SetOutcome::Done);
    assert!(start.elapsed() < Duration::from_secs(10));
    gone(&read(dir.path(), "child")).await;
}

async fn gone(pid: &str) {
    let pid = pid.trim().to_owned();
    assert!(!pid.is_empty());
    wait_until(Duration::from_secs(10), async || {
        let status = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        // Nobody may have buried it yet.
        (status.is_empty() || status.contains(") Z ")).then_some(())
    })
    .await;
}

#[tokio::test]
async fn its_walls_stand_before_it_hears_the_secret() {
    let dir = tempfile::tempdir().unwrap();
    let body = format!("ulimit -a > '{}/limits'; exit 0", dir.path().display());
    let backend = backend(stub(dir.path(), &body));
    assert_eq!(backend.set(&account("AA.1"), &secret(), "o1.1").await, SetOutcome::Done);
    let limits = read(dir.path(), "limits");
    let limit = |name: &str| {
        let line = limits.lines().find(|line| line.starts_with(name)).unwrap_or_default();
        line.split_whitespace().last().unwrap_or_default().to_owned()
    };
    assert_eq!(limit("core file size"), "0", "{limits}");
    assert_eq!(limit("virtual memory"), (1 << 20).to_string(), "{limits}");
    assert_eq!(limit("open files"), "256", "{limits}");
    assert_eq!(limit("cpu time"), "60", "{limits}");
}

#[tokio::test]
async fn a_program_that_is_not_there_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let missing = program(dir.path().join("tidak-ada"), Vec::new());
    assert!(matches!(missing.ready(&account("AA.1")).await, Err(SetOutcome::Permanent(_))));
    let outcome = missing.set(&account("AA.1"), &secret(), "o1.1").await;
    assert!(matches!(outcome, SetOutcome::Permanent(_)), "{outcome:?}");
    let plain = dir.path().join("bukan-program");
    std::fs::write(&plain, "x").unwrap();
    let plain = program(plain, Vec::new());
    assert!(matches!(plain.ready(&account("AA.1")).await, Err(SetOutcome::Permanent(_))));
    assert!(missing.check().await.is_err());
}

#[tokio::test]
async fn the_doctor_asks_it_whether_it_forces_a_change() {
    let dir = tempfile::tempdir().unwrap();
    let health = backend(stub(dir.path(), "echo 'must-change: yes'")).check().await.unwrap();
    assert!(health.forces_change);
    assert!(read(dir.path(), "argv").ends_with("[check]\n"));
    let health = backend(stub(dir.path(), "echo 'must-change: no'")).check().await.unwrap();
    assert!(!health.forces_change);
    let why = backend(stub(dir.path(), "echo 'basis data tidak ada'; exit 3")).check().await;
    assert!(why.unwrap_err().contains("basis data tidak ada"));
}
