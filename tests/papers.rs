//! Scans and photographs read as they are in service: the built program, its confined child, poppler and
//! tesseract in their jails. The papers and what they say come from `tests/papers/make.py`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
use loket::document::{Method, Reading};
use loket::reader::{ReaderSettings, Workers};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::time::Duration;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/papers/scans")
}

fn truth() -> Vec<Value> {
    let text = std::fs::read_to_string(folder().join("truth.json")).unwrap();
    serde_json::from_str::<Vec<Value>>(&text).unwrap()
}

/// What is compared of a value: as `benches/papers.py` does.
fn key(field: &str, value: &str) -> String {
    match field {
        "nip" | "phone" => value.chars().filter(char::is_ascii_digit).collect(),
        "letter_number" | "decree_number" | "email" | "user_id" => {
            value.split_whitespace().collect::<String>().to_lowercase()
        }
        _ => value.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase(),
    }
}

#[derive(Default)]
struct Count {
    right: usize,
    absent: Vec<String>,
    wrong: Vec<String>,
}

fn compare(file: &str, wanted: &Value, reading: &Reading, count: &mut Count) {
    let given = serde_json::to_value(&reading.fields).unwrap();
    for (field, wanted) in wanted["fields"].as_object().unwrap() {
        let (wanted, given) = (wanted.as_str(), given[field].as_str());
        if wanted == Some("?") {
            continue;
        }
        match (wanted, given) {
            (None, None) => {}
            (Some(wanted), Some(given)) if key(field, wanted) == key(field, given) => {
                count.right += 1;
                let found = reading.found.get(field).unwrap_or_else(|| panic!("{file} {field}"));
                assert!(found.confidence > 0.5 && found.page >= 1, "{file} {field}: {found:?}");
            }
            (Some(wanted), None) => count.absent.push(format!("{file} {field} {wanted}")),
            (wanted, given) => count.wrong.push(format!("{file} {field} {wanted:?} {given:?}")),
        }
    }
}

#[tokio::test]
async fn scans_and_photographs_are_read_and_nothing_is_invented() {
    let workers = Workers::new(ReaderSettings {
        program: PathBuf::from(env!("CARGO_BIN_EXE_loket")),
        paper_timeout: Duration::from_secs(180),
        ..ReaderSettings::default()
    });
    let mut count = Count::default();
    for entry in truth() {
        let file = entry["file"].as_str().unwrap();
        let bytes = std::fs::read(folder().join(file)).unwrap();
        let reading = workers.read_file(&bytes, file).await;
        let wanted = &entry["papers"][0];
        let kind = serde_json::to_value(reading.kind).unwrap();
        assert_eq!(kind, wanted["kind"], "{file}: {:?}", reading.warnings);
        assert_eq!(reading.method, Method::Ocr, "{file}");
        compare(file, wanted, &reading, &mut count);
    }
    let all = count.right + count.absent.len() + count.wrong.len();
    println!(
        "{} of {all} right, absent {:#?}, wrong {:#?}",
        count.right, count.absent, count.wrong
    );
    assert!(count.wrong.is_empty(), "{:#?}", count.wrong);
    assert!(count.right * 100 >= all * 70, "{} of {all}; absent {:#?}", count.right, count.absent);
}
