//! House rules as a test: who may import whom, where SQL and mail protocols are spoken, how long a
//! file may be, and what no file may hold. The table of rooms is that of `ARCHITECTURE.md`.
// A test says what is wrong by panicking.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod tidy {
    pub mod rooms;
    pub mod text;
}

use std::fs;
use std::path::{Path, PathBuf};
use tidy::rooms;
use tidy::text::Source;

const FILE_LINES_MAX: usize = 400;
const FOLDERS_MAX_DEPTH: usize = 12;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Files below `folder` whose name ends so, as paths relative to the project, sorted.
fn files(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    walk(&root().join(folder), endings, 0, &mut found);
    found.sort();
    found
}

fn walk(folder: &Path, endings: &[&str], depth: usize, found: &mut Vec<PathBuf>) {
    assert!(depth <= FOLDERS_MAX_DEPTH, "folders are nested too deep at {}", folder.display());
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            walk(&path, endings, depth + 1, found);
        } else if endings.iter().any(|ending| name.ends_with(ending)) {
            found.push(path.strip_prefix(root()).unwrap().to_owned());
        }
    }
}

fn sources(folder: &str) -> Vec<Source> {
    let read = |path: PathBuf| {
        let text = fs::read_to_string(root().join(&path)).unwrap();
        Source::new(path.to_string_lossy().into_owned(), &text)
    };
    files(folder, &[".rs"]).into_iter().map(read).collect()
}

/// Library sources; there is no point in a test that looked at nothing.
fn library() -> Vec<Source> {
    let found = sources("src");
    assert!(found.len() >= 20, "only {} files found below src", found.len());
    found
}

fn fail_if_any(rule: &str, findings: Vec<String>) {
    assert!(findings.is_empty(), "{rule}:\n  {}", findings.join("\n  "));
}

#[test]
fn imports_point_downwards() {
    let mut findings = Vec::new();
    for source in library() {
        let room = rooms::room_of(&source.path);
        assert!(rooms::is_known(&room), "{}: room `{room}` is in no row of the table", source.path);
        for (line, path) in source.imports() {
            if let Some(why) = rooms::refuses(&room, &path) {
                findings.push(format!("{}:{line}: crate::{path}: {why}", source.path));
            }
        }
    }
    fail_if_any("an import points the wrong way", findings);
}

#[test]
fn libraries_stay_in_their_rooms() {
    let mut findings = Vec::new();
    for source in library() {
        let room = rooms::room_of(&source.path);
        for (line, code) in source.code_lines() {
            for (word, why) in rooms::foreign_words(&room, &source.path, code) {
                findings.push(format!("{}:{line}: `{word}`: {why}", source.path));
            }
        }
    }
    fail_if_any("a library or a word is used outside its room", findings);
}

#[test]
fn sql_is_spoken_in_the_store_only() {
    let mut findings = Vec::new();
    for source in library() {
        if rooms::room_of(&source.path) == "store" {
            continue;
        }
        for (line, code) in source.code_lines() {
            if rooms::looks_like_sql(code) {
                findings.push(format!("{}:{line}: {}", source.path, code.trim()));
            }
        }
    }
    fail_if_any("SQL outside src/store", findings);
}

#[test]
fn library_code_neither_unwraps_nor_panics() {
    let mut findings = Vec::new();
    for source in library().iter().filter(|s| !s.is_test_file()) {
        for (line, code) in source.code_lines() {
            for word in [".unwrap()", ".expect(", "panic!(", "todo!(", "unimplemented!(", "dbg!("] {
                // A protocol's own `expect` is awaited; the compiler's lint tells them for sure.
                let awaited = code.contains(").await");
                if code.contains(word) && !(word == ".expect(" && awaited) {
                    findings.push(format!("{}:{line}: {word}", source.path));
                }
            }
        }
    }
    fail_if_any("library code that can panic", findings);
}

#[test]
fn files_begin_with_what_they_know_and_stay_short() {
    let mut findings = Vec::new();
    for source in library().into_iter().chain(sources("tests")).chain(sources("benches")) {
        let first = source.lines.first().map_or("", String::as_str);
        if !first.starts_with("//! ") || first.len() < 20 || first.contains("(stub)") {
            findings
                .push(format!("{}: its first line must say what it knows (`//! …`)", source.path));
        }
        if source.lines.len() > FILE_LINES_MAX {
            let lines = source.lines.len();
            findings.push(format!("{}: {lines} lines, at most {FILE_LINES_MAX}", source.path));
        }
    }
    fail_if_any("shape of files", findings);
}

#[test]
fn nothing_is_left_to_do_and_no_test_is_switched_off() {
    // In two pieces, so that this file does not find itself.
    let words = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("XX", "X "),
        concat!("#[ig", "nore"),
        concat!("allow(un", "safe_code)"),
        concat!("thread::sl", "eep"),
    ];
    let mut findings = Vec::new();
    for source in library().into_iter().chain(sources("tests")).chain(sources("benches")) {
        for (number, line) in (1..).zip(&source.lines) {
            for word in words.iter().filter(|w| line.contains(**w)) {
                findings.push(format!("{}:{number}: {word}", source.path));
            }
        }
    }
    fail_if_any("left-overs", findings);
}

#[test]
fn no_file_names_a_place_on_the_machine_it_was_written_on() {
    let here = root().to_string_lossy().into_owned();
    let homes =
        regex::Regex::new(concat!(r"/(ro", r"ot|ho", r"me|Us", r"ers)/[A-Za-z0-9._]")).unwrap();
    let endings =
        [".rs", ".toml", ".md", ".sh", ".txt", ".html", ".sql", ".service", ".story", ".py"];
    let mut checked = 0;
    let mut findings = Vec::new();
    let folders = ["src", "tests", "config", "deploy", "templates", "migrations", "benches", ".ci"];
    let inside = folders.iter().flat_map(|folder| files(folder, &endings));
    let top = fs::read_dir(root()).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_file());
    let top = top.map(|p| p.strip_prefix(root()).unwrap().to_owned());
    let named = [PathBuf::from(".ci/run")];
    for path in inside.chain(top).chain(named) {
        let Ok(text) = fs::read_to_string(root().join(&path)) else { continue };
        checked += 1;
        for (number, line) in (1..).zip(text.lines()) {
            if line.contains(&here) || homes.is_match(line) {
                findings.push(format!("{}:{number}: {}", path.display(), line.trim()));
            }
        }
    }
    assert!(checked > 20, "only {checked} files read");
    fail_if_any("a path of one machine", findings);
}
