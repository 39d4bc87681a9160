//! The program as an operator meets it: exit codes, one line on standard error, data on standard
//! output, and a register that takes all of a file or nothing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn loket(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_loket"));
    command.current_dir(folder).env_clear().args(arguments).stdin(Stdio::null());
    command.output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A folder with a small configuration in the usual place.
fn office() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("config")).unwrap();
    let settings = "data_dir = \"../data\"\n[office]\naddress = \"loket@kkp.example\"\n\
        [[mailbox]]\nkind = \"maildir\"\npath = \"../masuk\"\n\
        [smtp]\nkind = \"maildir\"\npath = \"../keluar\"\n";
    std::fs::write(folder.path().join("config/loket.toml"), settings).unwrap();
    let people = include_str!("../config/people.toml");
    std::fs::write(folder.path().join("config/people.toml"), people).unwrap();
    folder
}

#[test]
fn wrong_use_is_code_2_and_one_line() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [vec![], vec!["chek"], vec!["check", "--x"], vec!["case", "list"]] {
        let ended = loket(folder.path(), &arguments);
        assert_eq!(code(&ended), 2, "{arguments:?}");
        assert_eq!(said(&ended).lines().count(), 1, "{}", said(&ended));
        assert!(out(&ended).is_empty());
    }
    let helped = loket(folder.path(), &["--help"]);
    assert_eq!((code(&helped), said(&helped).as_str()), (0, ""));
    let version = loket(folder.path(), &["--version"]);
    assert_eq!(out(&version), out(&loket(folder.path(), &["version"])));
}

#[test]
fn explain_needs_no_settings() {
    let folder = tempfile::tempdir().unwrap();
    let arguments =
        ["explain", "deadline", "2026-11-16T15:59:00+07:00", "--minutes", "5", "--json"];
    let ended = loket(folder.path(), &arguments);
    assert_eq!(code(&ended), 0, "{}", said(&ended));
    let value: serde_json::Value = serde_json::from_str(&out(&ended)).unwrap();
    for key in ["arrival", "effective", "open_due", "step_due", "trace"] {
        assert!(value.get(key).is_some(), "{key}");
    }
}

/// Whatever a file holds, a readable one is explained: code 0 and one JSON document.
#[test]
fn any_readable_file_is_explained() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.eml");
    let mail = "From: Rina <rina@kkp.example>\r\nTo: loket@kkp.example\r\n\
        Subject: Permohonan reset password\r\n\r\nMohon reset password.\r\n";
    let noise: Vec<u8> =
        (0..200_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let nested = "Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n".repeat(5000);
    for (bytes, subject) in [
        (mail.as_bytes(), "Permohonan reset password"),
        (noise.as_slice(), ""),
        (nested.as_bytes(), ""),
        (b"".as_slice(), ""),
    ] {
        std::fs::write(&path, bytes).unwrap();
        for verb in ["mail", "document"] {
            let ended = loket(folder.path(), &["explain", verb, "x.eml", "--json"]);
            assert_eq!(code(&ended), 0, "{verb}: {}", said(&ended));
            let value: serde_json::Value = serde_json::from_str(&out(&ended)).unwrap();
            if verb == "mail" {
                assert_eq!(value["subject"], subject);
            } else {
                assert!(value["kind"].is_string() && value["warnings"].is_array(), "{value}");
            }
        }
    }
    assert_eq!(code(&loket(folder.path(), &["explain", "mail", "none.eml"])), 2);
    assert_eq!(code(&loket(folder.path(), &["explain", "document", "."])), 2);
}

#[test]
fn the_register_takes_all_of_a_file_or_nothing() {
    let office = office();
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/accounts");
    let file = |name: &str| data.join(name).display().to_string();
    let count = || {
        let listed = loket(office.path(), &["accounts", "list", "--json"]);
        assert_eq!(code(&listed), 0, "{}", said(&listed));
        let value: serde_json::Value = serde_json::from_str(&out(&listed)).unwrap();
        value.as_array().unwrap().len()
    };
    let refused = loket(office.path(), &["accounts", "import", &file("bad.csv")]);
    assert_eq!(code(&refused), 1);
    assert!(said(&refused).contains("baris 11: galat"), "{}", said(&refused));
    assert_eq!(count(), 0);
    assert_eq!(
        code(&loket(office.path(), &["accounts", "import", &file("bad.csv"), "--skip-bad"])),
        1
    );
    assert_eq!(count(), 2);
    for _ in 0..2 {
        assert_eq!(code(&loket(office.path(), &["accounts", "import", &file("good.csv")])), 0);
        assert_eq!(count(), 5);
    }
    let shown = loket(office.path(), &["accounts", "show", "RINA.AA"]);
    assert_eq!(code(&shown), 0);
    assert!(out(&shown).contains("r***@kkp.example") && !out(&shown).contains("kartika@"));
    assert_eq!(code(&loket(office.path(), &["accounts", "show", "NONE"])), 1);
}

#[test]
fn empty_lists_are_lists() {
    let office = office();
    assert_eq!(code(&loket(office.path(), &["migrate"])), 0);
    for verb in ["case", "queue", "held"] {
        let listed = loket(office.path(), &[verb, "list", "--json"]);
        assert_eq!((code(&listed), out(&listed).trim()), (0, "[]"), "{verb}: {}", said(&listed));
    }
    for arguments in
        [["case", "show", "LKT-2026-00042"], ["queue", "show", "1"], ["held", "show", "1"]]
    {
        let ended = loket(office.path(), &arguments);
        assert_eq!((code(&ended), said(&ended).lines().count()), (1, 1), "{arguments:?}");
    }
}

#[test]
fn a_reader_that_leaves_is_no_failure() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_loket"));
    command.current_dir(folder.path()).args(["completions", "bash"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    assert_eq!((code(&ended), said(&ended).as_str()), (0, ""));
}

/// The seed is shown once and kept sealed: neither its letters nor its bytes are in any file.
#[test]
fn an_approver_is_enrolled_once_and_the_seed_is_kept_sealed() {
    let folder = office();
    let refused = loket(folder.path(), &["staff", "enrol", "sari"]);
    assert_eq!(code(&refused), 1, "{}", said(&refused));
    assert!(said(&refused).contains("bukan Admin PPE"), "{}", said(&refused));
    assert_eq!(code(&loket(folder.path(), &["staff", "enrol", "siapa"])), 2);
    let first = loket(folder.path(), &["staff", "enrol", "bagus"]);
    assert_eq!(code(&first), 0, "{}", said(&first));
    let shown = out(&first);
    assert!(shown.contains('█') && shown.contains('▀'), "no QR code in {shown}");
    let key = shown.lines().find_map(|line| line.split("kunci ini: ").nth(1)).unwrap();
    let key: String = key.chars().filter(|c| *c != ' ').collect();
    assert_eq!(key.len(), 32);
    let seed = data_encoding::BASE32_NOPAD.decode(key.as_bytes()).unwrap();
    for entry in std::fs::read_dir(folder.path().join("data")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let bytes = std::fs::read(&path).unwrap();
            let holds = |text: &[u8]| bytes.windows(text.len()).any(|w| w == text);
            assert!(!holds(key.as_bytes()) && !holds(&seed), "{}", path.display());
        }
    }
    let again = loket(folder.path(), &["staff", "enrol", "bagus"]);
    assert_eq!(code(&again), 1);
    assert!(said(&again).contains("--replace"), "{}", said(&again));
    assert_eq!(code(&loket(folder.path(), &["staff", "enrol", "bagus", "--replace"])), 0);
    let listed = loket(folder.path(), &["staff", "list", "--json"]);
    let listed: serde_json::Value = serde_json::from_str(&out(&listed)).unwrap();
    let enrolled = |id: &str| {
        listed.as_array().unwrap().iter().find(|p| p["id"] == id).unwrap()["enrolled"].clone()
    };
    assert_eq!((enrolled("bagus"), enrolled("sari")), (true.into(), false.into()));
    // He and the supervisor hear of it, without the key.
    let queue = out(&loket(folder.path(), &["queue", "list", "--json"]));
    assert_eq!(queue.matches("\"alarm\"").count(), 4, "{queue}");
    assert_eq!(code(&loket(folder.path(), &["staff", "enrol", "bagus", "--remove"])), 0);
    assert_eq!(code(&loket(folder.path(), &["staff", "enrol", "bagus", "--remove"])), 1);
}
