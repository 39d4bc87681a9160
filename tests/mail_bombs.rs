//! Mails made to break a reader, given to the real program: each has its answer, with the contract's
//! keys, and says what was cut; the child stands inside its walls and the whole below 256 MiB.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
// The test and the benchmark each use a part of it.
#[allow(dead_code)]
mod bombs;

use bombs::{Bomb, watch};
use serde_json::{Map, Value};
use std::collections::HashSet;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// The contract's limit for `explain mail`, parent and child together.
const MOST_KB: u64 = 256 * 1024;

const KEYS: [&str; 14] = [
    "attachments",
    "authentication",
    "bounce",
    "date",
    "defects",
    "from",
    "in_reply_to",
    "kind",
    "message_id",
    "references",
    "reply",
    "subject",
    "text",
    "to",
];

fn explain(file: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_loket"))
        .args(["explain", "mail", "--json"])
        .arg(file)
        .current_dir(file.parent().unwrap())
        .env_remove("LOKET_CONFIG")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn keys(object: &Map<String, Value>) -> Vec<&str> {
    let mut keys: Vec<&str> = object.keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

/// The answer as the contract wants it, whatever was read.
fn answer(name: &str, child: Child) -> Value {
    let done = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{name}: {} {said}", done.status);
    assert_eq!(said, "", "{name}");
    let value: Value =
        serde_json::from_slice(&done.stdout).unwrap_or_else(|e| panic!("{name}: {e}"));
    assert_eq!(keys(value.as_object().unwrap()), KEYS, "{name}");
    assert_eq!(keys(value["from"].as_object().unwrap()), ["address", "name"], "{name}");
    let judged = value["authentication"].as_object().unwrap();
    assert_eq!(keys(judged), ["identity", "reasons", "verdict"], "{name}");
    for file in value["attachments"].as_array().unwrap() {
        let known = ["declared_type", "inline", "media_type", "name", "sha256", "size"];
        assert_eq!(keys(file.as_object().unwrap()), known, "{name}");
        assert!(file["name"].as_str().is_some_and(|n| n.len() <= 200), "{name}: {file}");
    }
    for (key, most) in [("attachments", 200), ("defects", 60), ("to", 200), ("references", 100)] {
        let length = value[key].as_array().unwrap().len();
        assert!(length <= most, "{name}: {length} {key}");
    }
    for key in ["text", "reply"] {
        assert!(value[key].as_str().unwrap().len() <= 1 << 20, "{name}: {key}");
    }
    value
}

fn defects(value: &Value) -> Vec<String> {
    value["defects"].as_array().unwrap().iter().map(|d| d.as_str().unwrap().to_owned()).collect()
}

fn blow(table: &[Bomb]) {
    let folder = tempfile::tempdir().unwrap();
    for bomb in table.iter().filter(|bomb| bomb.small > 0 || bomb.full == 0) {
        let file = folder.path().join("surat.eml");
        std::fs::write(&file, (bomb.make)(bomb.small)).unwrap();
        let value = answer(bomb.name, explain(&file));
        let told = defects(&value);
        assert!(!bomb.told || !told.is_empty(), "{}: nothing is said of what was cut", bomb.name);
    }
}

// One test for each table, so that they run beside each other.

#[test]
fn trees_of_parts() {
    blow(bombs::shape::BOMBS);
}

#[test]
fn header_fields() {
    blow(bombs::head::BOMBS);
}

#[test]
fn plain_words() {
    blow(bombs::words::BOMBS);
}

#[test]
fn pages() {
    blow(bombs::html::BOMBS);
}

#[test]
fn raw_bytes() {
    blow(bombs::bytes::BOMBS);
}

#[test]
fn files_that_hold_files() {
    blow(bombs::parcels::BOMBS);
}

#[test]
fn there_are_many_and_each_has_its_name() {
    let all = bombs::all();
    let names: HashSet<&str> = all.iter().map(|bomb| bomb.name).collect();
    assert!(all.len() >= 120);
    assert_eq!(names.len(), all.len(), "two bombs of one name");
}

/// As large as the program reads a mail at all: the mail itself, its decoded file and the copy without
/// a password would be three times 60 MB.
#[test]
fn the_largest_mails_stay_below_256_mib_inside_the_walls() {
    let folder = tempfile::tempdir().unwrap();
    let (file, out) = (folder.path().join("surat.eml"), folder.path().join("jawaban.json"));
    for name in ["attachment_of_60_mb", "large_attachment_with_a_password", "chance"] {
        let bomb = bombs::all().into_iter().find(|bomb| bomb.name == name).unwrap();
        std::fs::write(&file, (bomb.make)(bomb.full)).unwrap();
        let run = watch::explain(Path::new(env!("CARGO_BIN_EXE_loket")), &file, &out);
        assert!(run.status.success(), "{name}: {run:?}");
        assert!((1..MOST_KB).contains(&run.peak_kb), "{name}: {run:?}");
        assert!(run.child_limit.is_some_and(|most| most < 512 << 20), "{name}: {run:?}");
        let value: Value = serde_json::from_slice(&std::fs::read(&out).unwrap()).unwrap();
        // On a busy machine a debug build may need longer than it has; memory is what counts here.
        let burst = defects(&value).into_iter().find(|d| d.contains("batas ingatan"));
        assert_eq!(burst, None, "{name}");
    }
}
