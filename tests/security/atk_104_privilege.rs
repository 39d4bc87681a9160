//! A6-104: what the daemon and its reader may do at all. The unit file is judged by systemd itself, offline; the
//! reader's child tries what a captured reader would, and is refused by the kernel.
use loket::reader::{ReaderSettings, Workers};

const UNIT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/deploy/loket.service");

#[test]
fn systemd_finds_the_unit_well_shut() {
    let mut command = std::process::Command::new("systemd-analyze");
    command.args(["security", "--offline=true", "--no-pager", UNIT]);
    let done = command.output().expect("systemd-analyze");
    let said = String::from_utf8_lossy(&done.stdout);
    let line = said
        .lines()
        .find(|l| l.contains("Overall exposure level"))
        .unwrap_or_else(|| panic!("{said}"));
    let level: f64 = line.split(": ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
    assert!(level <= 2.0, "{line}");
}

#[test]
fn the_unit_says_each_of_these() {
    let unit = std::fs::read_to_string(UNIT).unwrap();
    for line in [
        "DynamicUser=yes",
        "ProtectSystem=strict",
        "NoNewPrivileges=yes",
        "MemoryDenyWriteExecute=yes",
        "LimitCORE=0",
        "MemorySwapMax=0",
        "IPAddressDeny=any",
        "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6",
        "UMask=0077",
        "CapabilityBoundingSet=",
        "SystemCallErrorNumber=EPERM",
        "ProtectProc=invisible",
        "StateDirectoryMode=0700",
    ] {
        assert!(unit.lines().any(|l| l == line), "{line}");
    }
    assert!(unit.lines().any(|l| l.starts_with("SystemCallFilter=")), "a filter of system calls");
}

/// socket(), connect(), open of a file to read and to write, exec, a second thread: each refused, as the child
/// found by trying (`reader/jail.rs`).
#[tokio::test]
async fn the_child_is_refused_everything() {
    let program = env!("CARGO_BIN_EXE_loket").into();
    let workers = Workers::new(ReaderSettings { program, ..ReaderSettings::default() });
    let found = workers.confinement().await.unwrap();
    workers.shutdown().await;
    assert!(found.contains("seccomp on") && found.contains("rlimits on"), "{found}");
    assert!(found.contains("no file, socket, program or thread can be opened"), "{found}");
    assert!(!found.contains("STILL POSSIBLE") && !found.contains("landlock OFF"), "{found}");
}
