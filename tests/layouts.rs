//! Papers as many offices typeset them, as text: each file of `tests/data/papers/text/layouts` says what
//! must be read of it above a line `--`, the text stands below. Knows no PDF and no picture.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
use loket::document::{self, Method, Reading, Written};
use serde_json::{Map, Value, json};
use std::path::Path;

const FOLDER: &str = "tests/data/papers/text/layouts";

/// One file: what the papers in it say, and the text.
struct Layout {
    name: String,
    papers: Vec<Map<String, Value>>,
    text: String,
}

fn layouts() -> Vec<Layout> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER);
    let mut found: Vec<Layout> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let whole = std::fs::read_to_string(&path).unwrap();
            let (head, text) = whole.split_once("\n--\n").expect("a line `--`");
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            Layout { name, papers: papers(head), text: text.to_string() }
        })
        .collect();
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

/// `kind: ...` begins a paper; every other line is a field of it.
fn papers(head: &str) -> Vec<Map<String, Value>> {
    let mut papers: Vec<Map<String, Value>> = Vec::new();
    for line in head.lines() {
        let (key, value) = line.split_once(": ").expect("key: value");
        if key == "kind" {
            papers.push(Map::new());
        }
        papers.last_mut().unwrap().insert(key.into(), value.trim().into());
    }
    papers
}

/// The kind and its certainty. `doubtful`: whatever it is called, nobody may be sure of it.
fn kind_fault(wanted: &str, reading: &Reading) -> Option<String> {
    let kind = json!(reading.kind);
    let sure = reading.confidence >= Reading::SURE;
    let right = match wanted {
        "doubtful" => !sure,
        "other" => kind == "other",
        wanted => kind == wanted && sure,
    };
    (!right).then(|| format!("kind {kind} {} for {wanted}: {:?}", reading.confidence, reading.why))
}

fn field_faults(wanted: &Map<String, Value>, reading: &Reading) -> Vec<String> {
    let mut given = json!(reading.fields).as_object().unwrap().clone();
    for key in given.iter().filter(|(_, v)| !v.is_null()).map(|(k, _)| k) {
        let found = reading.found.get(key).unwrap_or_else(|| panic!("no evidence for {key}"));
        assert!(found.page >= 1 && found.line >= 1 && found.confidence > 0.5, "{key} {found:?}");
    }
    given.insert("request".into(), json!(reading.request));
    let differs = |(key, value): (&String, &Value)| {
        let right = wanted.get(key).unwrap_or(&Value::Null);
        (value != right).then(|| format!("{key}: {value} for {right}"))
    };
    given.iter().filter_map(differs).collect()
}

#[test]
fn every_layout_is_read_as_it_says() {
    let layouts = layouts();
    assert!(layouts.len() >= 230, "{}", layouts.len());
    let mut faults = Vec::new();
    for layout in &layouts {
        let pages = layout.text.split('\u{c}').count() as u32;
        let reading = document::recognise(&layout.text, "scan0001.pdf", pages, Method::Text);
        let parts: Vec<&Reading> = reading.each().collect();
        if parts.len() != layout.papers.len() {
            faults.push(format!("{}: {} papers", layout.name, parts.len()));
        }
        for (wanted, part) in layout.papers.iter().zip(parts) {
            let kind = wanted["kind"].as_str().unwrap();
            let mut own: Vec<String> = kind_fault(kind, part).into_iter().collect();
            if !matches!(kind, "other" | "doubtful") {
                own.extend(field_faults(wanted, part));
            }
            if part.why.is_empty() {
                own.push("no reason".into());
            }
            faults.extend(own.into_iter().map(|fault| format!("{}: {fault}", layout.name)));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_reading_shows_a_secret() {
    let mut seen = 0;
    for layout in layouts() {
        let reading = document::recognise(&layout.text, "scan0001.pdf", 1, Method::Text);
        let shown = serde_json::to_string(&reading).unwrap();
        for secret in ["Rahasia#77", "9902020202910002", "9901010101880001"] {
            seen += usize::from(layout.text.contains(secret));
            assert!(!shown.contains(secret), "{}: {secret}", layout.name);
        }
    }
    assert!(seen >= 3);
}

/// A layout's text as files of one page each.
fn pages_of(name: &str) -> Vec<String> {
    let layout = layouts().into_iter().find(|l| l.name == name).unwrap();
    layout.text.split('\u{c}').map(Into::into).collect()
}

fn read_files(files: &[(&str, &str)]) -> Vec<Reading> {
    let written: Vec<(Written, &str)> =
        files.iter().map(|(name, text)| (Written::typed((*text).to_string(), 1), *name)).collect();
    document::recognise_all(&written)
}

#[test]
fn a_decree_over_two_photos_is_one_paper() {
    let whole = layouts().into_iter().find(|l| l.name == "k01-kesatu-inline").unwrap().text;
    let cut = whole.find("KEDUA").unwrap();
    let (first, second) = whole.split_at(cut);
    // Files come in any order; their names tell the pages.
    for files in [
        [("foto 2.jpg", first), ("foto 10.jpg", second)],
        [("foto 10.jpg", second), ("foto 2.jpg", first)],
    ] {
        let readings = read_files(&files);
        let lead = files.iter().position(|(name, _)| *name == "foto 2.jpg").unwrap();
        let (one, other) = (&readings[lead], &readings[1 - lead]);
        assert_eq!(json!(one.kind), "appointment_decree");
        assert_eq!(one.fields.valid_until.as_deref(), Some("2026-12-31"));
        assert_eq!(one.fields.signatory.as_deref(), Some("MAHFUD CONTOH"));
        assert_eq!(one.continues, None);
        assert_eq!(other.kind, one.kind);
        assert_eq!(other.continues.as_deref(), Some("foto 2.jpg"));
        assert_eq!(other.fields, document::Fields::default());
    }
}

#[test]
fn an_annex_in_a_file_of_its_own_belongs_to_its_decree() {
    let pages = pages_of("k02-annex-one-row");
    let readings = read_files(&[("SK-1.jpg", &pages[0]), ("SK-2.jpg", &pages[1])]);
    assert_eq!(readings[0].fields.nip.as_deref(), Some("198403172009041913"));
    assert_eq!(readings[1].continues.as_deref(), Some("SK-1.jpg"));
}

#[test]
fn two_papers_stay_two() {
    let letter = pages_of("l01-ministry-label-table").remove(0);
    let thin = pages_of("l16-personal-no-head").remove(0);
    let decree = pages_of("k05-pasal").remove(0);
    let other = pages_of("l05-hospital-mengetahui").remove(0);
    for files in [
        [("a.jpg", letter.as_str()), ("b.jpg", thin.as_str())],
        [("a.jpg", &decree), ("b.jpg", &thin)],
        [("a.jpg", &letter), ("b.jpg", &decree)],
        [("a.jpg", &letter), ("b.jpg", &other)],
    ] {
        let readings = read_files(&files);
        assert!(readings.iter().all(|r| r.continues.is_none()), "{files:?}");
        assert!(readings.iter().all(|r| r.fields.name.is_some()), "{files:?}");
    }
}
