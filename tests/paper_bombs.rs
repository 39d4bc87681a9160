//! Papers made to break a reader or to deceive one, given to the real program: each has its answer with
//! the contract's keys and the right word for it, in time, and the whole tree of processes stays within
//! its memory. The innocent oddities of scanners and phones are read.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
mod traps;
#[path = "bombs/watch.rs"]
#[allow(dead_code)]
mod watch;

use serde_json::{Map, Value};
use std::collections::HashSet;
use std::path::Path;
use std::time::Duration;
use traps::{Trap, Wanted};
use watch::{Run, explain_as};

/// The contract's limits for `explain document`.
const MOST_KB: u64 = 512 * 1024;
const MOST_TIME: Duration = Duration::from_secs(30);

const ALWAYS: [&str; 8] =
    ["confidence", "fields", "kind", "method", "pages", "request", "signature", "warnings"];
const FIELDS: usize = 17;

fn explain(name: &str, file: &Path) -> (Run, Value) {
    let answer = file.with_file_name("jawaban.json");
    let run = explain_as("document", Path::new(env!("CARGO_BIN_EXE_loket")), file, &answer);
    assert!(run.status.success(), "{name}: {run:?}");
    assert!(run.took <= MOST_TIME, "{name}: {run:?}");
    assert!(run.peak_kb <= MOST_KB, "{name}: {run:?}");
    let value: Value = serde_json::from_slice(&std::fs::read(&answer).unwrap())
        .unwrap_or_else(|e| panic!("{name}: {e}"));
    shape(name, &value);
    (run, value)
}

fn keys(object: &Map<String, Value>) -> HashSet<&str> {
    object.keys().map(String::as_str).collect()
}

/// The contract's shape, whatever was read.
fn shape(name: &str, value: &Value) {
    let object = value.as_object().unwrap();
    for key in ALWAYS {
        assert!(keys(object).contains(key), "{name}: {key} is missing");
    }
    assert_eq!(value["fields"].as_object().unwrap().len(), FIELDS, "{name}");
    let warnings = value["warnings"].as_array().unwrap();
    if value["kind"] == "unreadable" {
        assert!(!warnings.is_empty(), "{name}: unreadable without a reason");
    }
    for warning in warnings {
        let odd = |c: char| {
            c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        assert!(!warning.as_str().unwrap().contains(odd), "{name}: {warning}");
    }
    for paper in value.get("papers").and_then(Value::as_array).into_iter().flatten() {
        shape(name, paper);
    }
}

fn judge(trap: &Trap, value: &Value) {
    let refusal = value.get("refusal").and_then(Value::as_str);
    let (name, kind) = (trap.name, value["kind"].as_str().unwrap());
    match trap.wanted {
        Wanted::Refused(by) => {
            assert!(refusal.is_some_and(|r| by.contains(&r)), "{name}: {refusal:?} {value:#}");
            assert_eq!(kind, "unreadable", "{name}");
            let sentence = value["warnings"][0].as_str().unwrap();
            assert!(sentence.contains("kirim"), "{name}: nothing about what to send: {sentence}");
        }
        Wanted::Read => assert_eq!((kind, refusal), ("request_letter", None), "{name}: {value:#}"),
        Wanted::Admitted => assert_eq!(refusal, None, "{name}: {value:#}"),
        Wanted::Answer => {}
    }
}

fn spring(table: &[Trap]) {
    let folder = tempfile::tempdir().unwrap();
    for trap in table {
        let file = folder.path().join(trap.file);
        std::fs::write(&file, (trap.make)()).unwrap();
        let (run, value) = explain(trap.name, &file);
        println!(
            "{:7} ms {:7} KiB {} {}",
            run.took.as_millis(),
            run.peak_kb,
            trap.name,
            value["kind"]
        );
        judge(trap, &value);
    }
}

// One test for each table, so that they run beside each other.

#[test]
fn archives() {
    spring(traps::packed::TRAPS);
}

#[test]
fn office_documents() {
    spring(traps::office::TRAPS);
}

#[test]
fn pictures() {
    spring(traps::pictures::TRAPS);
}

#[test]
fn pdfs() {
    spring(traps::pdfs::TRAPS);
}

#[test]
fn two_in_one_and_the_innocent() {
    spring(traps::twofold::TRAPS);
}

#[test]
fn what_acts_in_a_pdf_is_told() {
    let folder = tempfile::tempdir().unwrap();
    for (name, word) in [
        ("javascript", "JavaScript"),
        ("a_program_to_start", "program"),
        ("files_within", "berkas lain"),
    ] {
        let trap = traps::pdfs::TRAPS.iter().find(|t| t.name == name).unwrap();
        let file = folder.path().join(trap.file);
        std::fs::write(&file, (trap.make)()).unwrap();
        let (_, value) = explain(name, &file);
        let told = value["warnings"]
            .as_array()
            .unwrap()
            .iter()
            .any(|w| w.as_str().unwrap().contains(word));
        assert!(told, "{name}: {value:#}");
    }
}

#[test]
fn names_of_all_kinds_stay_names() {
    let folder = tempfile::tempdir().unwrap();
    let long = format!("{}.pdf", "a".repeat(240));
    for name in [
        "surat\u{202e}fdp.pdf",
        "..pdf",
        "CON.pdf",
        "baris\nbaru.pdf",
        "-o.pdf",
        &long,
        "\u{1b}[2J.pdf",
    ] {
        let file = folder.path().join(name);
        std::fs::write(&file, traps::pdfs::letter()).unwrap();
        let (_, value) = explain(name, &file);
        assert_eq!(value["kind"], "request_letter", "{name:?}");
    }
}
