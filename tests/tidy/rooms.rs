//! The table of rooms: what each may import and which libraries and words are its own. Knows names,
//! not files.

/// No IO, no clock, no randomness; they see each other as the last column of [`ROOMS`] says.
const PURE: &[&str] = &[
    "calendar",
    "mail",
    "document",
    "workflow",
    "triage",
    "template",
    "report",
    "directory",
    "signature",
    "office",
    "chart",
];
/// One door to the outside each.
const ADAPTERS: &[&str] =
    &["source", "sink", "reader", "archive", "store", "verify", "backend", "malware", "sheet"];
/// Put the others together.
const WIRING: &[&str] = &["intake", "dispatch", "schedule", "doctor"];
/// `demo` plays the people around the daemon, with their mail clients.
const TOP: &[&str] = &["daemon", "config", "cli", "demo", "main", "lib"];
/// Sockets and TLS for `source` and `sink`: not a door by itself.
const LINES: &[&str] = &["wire"];
/// Anybody's.
const COMMON: &[&str] = &["clock", "secret"];

/// What a room must not know beyond the rule of its row.
const MUST_NOT: &[(&str, &[&str], &str)] = &[
    ("calendar", &["mail", "document", "workflow", "triage", "template", "report"], "dates only"),
    (
        "mail",
        &["document", "workflow", "triage", "template", "report"],
        "mails are values, no cases",
    ),
    ("document", &["mail", "workflow", "triage", "template", "report"], "papers only, no mail"),
    ("workflow", &["mail", "triage", "template", "report"], "no protocols and no wording"),
    ("triage", &["template", "report"], "no wording"),
    ("template", &["triage", "report", "mail"], "no decisions"),
    ("report", &["mail", "triage", "template"], "figures only"),
    ("source", &["workflow", "triage", "template", "report", "document"], "no cases"),
    ("sink", &["workflow", "triage", "template", "report", "document"], "no wording, no cases"),
    ("reader", &["workflow", "triage", "template", "report"], "bytes to text, no cases"),
    (
        "directory",
        &["triage", "template", "report", "mail", "document", "workflow"],
        "accounts only",
    ),
    (
        "signature",
        &["calendar", "mail", "document", "workflow", "triage", "template", "report", "directory"],
        "bytes and keys only",
    ),
    (
        "office",
        &["calendar", "mail", "document", "workflow", "triage", "template", "report", "directory"],
        "containers and text only",
    ),
    (
        "chart",
        &[
            "calendar",
            "mail",
            "document",
            "workflow",
            "triage",
            "template",
            "report",
            "directory",
            "office",
        ],
        "numbers and colours only",
    ),
    (
        "malware",
        &["mail", "document", "workflow", "triage", "template", "report", "directory"],
        "bytes and verdicts only",
    ),
    (
        "sheet",
        &["calendar", "mail", "document", "workflow", "triage", "template", "report", "directory"],
        "cells only",
    ),
    ("verify", &["workflow", "triage", "template", "report", "document"], "senders only, no cases"),
    (
        "backend",
        &["workflow", "triage", "template", "report", "mail", "document"],
        "accounts and secrets only",
    ),
    ("archive", &["workflow", "triage", "template", "report", "mail", "document"], "files only"),
    ("store", &["triage", "template", "report"], "no meaning"),
    ("intake", &["dispatch", "schedule"], "intake, dispatch and schedule do not know each other"),
    ("dispatch", &["intake", "schedule"], "intake, dispatch and schedule do not know each other"),
    ("schedule", &["intake", "dispatch"], "intake, dispatch and schedule do not know each other"),
    (
        "doctor",
        &["intake", "dispatch", "schedule", "workflow", "triage", "template", "report", "document"],
        "probes only, no cases",
    ),
];

/// Libraries with a home: crate, rooms that may name it, reason.
const LIBRARIES: &[(&str, &[&str], &str)] = &[
    ("sqlx::", &["store"], "only store speaks to a database"),
    ("mail_parser::", &["mail", "demo"], "mails are parsed in mail"),
    ("html5gum::", &["mail"], "markup is read in mail"),
    ("chardetng::", &["mail"], "character sets are guessed in mail"),
    ("oem_cp::", &["mail"], "character sets are decoded in mail"),
    ("miniz_oxide::", &["mail"], "packed mail is opened in mail"),
    ("mail_builder::", &["mail", "demo"], "letters are composed in mail"),
    ("mail_auth::", &["verify"], "only verify asks DNS about senders"),
    ("hickory_resolver::", &["verify"], "only verify asks DNS about senders"),
    ("ldap3::", &["backend"], "only backend changes accounts"),
    ("minijinja::", &["template"], "only template renders"),
    ("lopdf::", &["reader"], "PDFs are opened in the reader's confined child"),
    ("ring::signature", &["signature"], "signatures are checked in signature"),
    ("der::", &["signature"], "certificates are read in signature"),
    ("x509_cert::", &["signature"], "certificates are read in signature"),
    ("cms::signed_data", &["signature"], "certificates are read in signature"),
    ("image::", &[], "pictures are opened in the crate beside this one"),
    ("tiff::", &[], "pictures are opened in the crate beside this one"),
    ("rayon::", &[], "pictures are opened in the crate beside this one"),
    ("heic_decoder::", &[], "pictures are opened in the crate beside this one"),
    ("tiny_skia::", &["chart"], "pictures are drawn in chart"),
    ("zip::", &["office"], "containers are opened in office"),
    ("quick_xml::", &["office"], "containers are opened in office"),
    ("rust_xlsxwriter::", &["sheet"], "workbooks are written in sheet"),
    ("calamine::", &["office"], "containers are opened in office"),
    ("plotters::", &["report", "chart"], "pictures of figures are drawn beside them"),
    ("maud::", &["report"], "the report's page is made in report"),
    ("clamav_client::", &["malware"], "only malware speaks to ClamAV"),
    ("webpki::", &["signature"], "chains are followed in signature"),
    ("landlock::", &["reader"], "the child is confined in reader"),
    ("seccompiler::", &["reader"], "the child is confined in reader"),
];

/// What a pure room must not name.
const IMPURE: &[&str] = &[
    "std::fs",
    "std::net",
    "std::process",
    "std::thread",
    "std::env",
    "tokio::",
    "getrandom::",
    "Timestamp::now",
    "Zoned::now",
    "SystemTime::now",
    "Instant::now",
    "SystemClock",
];
/// Only `clock` reads the wall clock; a time-out's `Instant` is an adapter's own affair.
const WALL_CLOCK: &[&str] = &["Timestamp::now", "Zoned::now", "SystemTime::now", "Utc::now"];

/// The room a file belongs to: `src/mail/reply.rs` and `src/mail.rs` are `mail`.
pub fn room_of(path: &str) -> String {
    let inside = path.trim_start_matches("src/");
    let first = inside.split('/').next().unwrap_or("");
    first.trim_end_matches(".rs").to_owned()
}

pub fn is_known(room: &str) -> bool {
    [PURE, ADAPTERS, WIRING, TOP, LINES, COMMON].iter().any(|row| row.contains(&room))
}

/// Why `room` must not import `path` (without `crate::`); `None` if it may.
pub fn refuses(room: &str, path: &str) -> Option<String> {
    let target = path.split("::").next().unwrap_or("");
    if target == room || TOP.contains(&room) {
        return None;
    }
    let is = |row: &[&str], name: &str| row.contains(&name);
    if is(TOP, target) {
        return Some(format!("nothing below `daemon` imports `{target}`"));
    }
    if is(LINES, target) {
        let may = is(ADAPTERS, room) || is(WIRING, room);
        return (!may).then(|| "a pure room opens no socket".to_owned());
    }
    if is(LINES, room) {
        return (!is(COMMON, target)).then(|| "it carries bytes and knows no more".to_owned());
    }
    if is(COMMON, room) {
        return Some(format!("`{room}` knows nothing else of ours"));
    }
    if is(PURE, room) && (is(ADAPTERS, target) || is(WIRING, target)) {
        return Some("a pure room imports no adapter".to_owned());
    }
    if is(ADAPTERS, room) && (is(ADAPTERS, target) || is(WIRING, target)) {
        return Some("adapters do not import each other".to_owned());
    }
    if is(ADAPTERS, room) && path.starts_with("workflow::step") {
        return Some("an adapter takes no decision".to_owned());
    }
    let row = MUST_NOT.iter().find(|(name, ..)| *name == room)?;
    row.1.contains(&target).then(|| row.2.to_owned())
}

/// Words in a line of code that belong to another room.
pub fn foreign_words(room: &str, path: &str, code: &str) -> Vec<(&'static str, &'static str)> {
    let mut found = Vec::new();
    for (word, homes, why) in LIBRARIES {
        let worker = path.contains("worker");
        if has_word(code, word) && !homes.contains(&room) && !worker {
            found.push((*word, *why));
        }
    }
    if PURE.contains(&room) {
        let impure = IMPURE.iter().filter(|word| has_word(code, word));
        found.extend(impure.map(|word| (*word, "a pure room does no IO and asks no clock")));
    } else if room != "clock" {
        let asked = WALL_CLOCK.iter().filter(|word| has_word(code, word));
        found.extend(asked.map(|word| (*word, "time is an argument; only `clock` reads it")));
    }
    found
}

/// `word` not preceded by a letter, so that `mysqlx::` is not `sqlx::`.
fn has_word(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
    })
}

/// Whether a line holds a statement of SQL; SQL is written in capitals here.
pub fn looks_like_sql(code: &str) -> bool {
    const PAIRS: &[(&str, &str)] = &[
        ("SELECT ", ""),
        ("INSERT INTO ", ""),
        ("DELETE FROM ", ""),
        ("UPDATE ", " SET "),
        ("CREATE TABLE ", ""),
        ("ALTER TABLE ", ""),
        ("PRAGMA ", ""),
        ("BEGIN IMMEDIATE", ""),
    ];
    // `A01 SELECT "INBOX"` is IMAP: there a mailbox name follows, in quotes or a placeholder.
    let imap = ["SELECT {", "SELECT \\\"", "SELECT INBOX"].iter().any(|word| code.contains(word));
    let speaks = |(start, then): &(&str, &str)| {
        code.split_once(start).is_some_and(|(_, rest)| rest.contains(then))
    };
    code.contains('"') && !imap && PAIRS.iter().any(speaks)
}

#[test]
fn the_table_refuses_what_it_should_and_allows_the_rest() {
    for (room, path) in [
        ("mail", "source::Imap"),
        ("calendar", "workflow::case::Case"),
        ("document", "mail::Message"),
        ("sink", "store::Store"),
        ("sink", "config::Settings"),
        ("store", "workflow::step"),
        ("archive", "workflow::case::Case"),
        ("triage", "store::Store"),
        ("intake", "dispatch::Dispatch"),
        ("clock", "mail::Message"),
        ("report", "cli::print"),
        ("mail", "wire::Line"),
        ("wire", "sink::Sink"),
    ] {
        assert!(refuses(room, path).is_some(), "{room} -> {path}");
    }
    for (room, path) in [
        ("report", "workflow::case::Case"),
        ("workflow", "document::Reading"),
        ("workflow", "calendar::Calendar"),
        ("store", "workflow::case::Case"),
        ("intake", "store::Store"),
        ("daemon", "config::Settings"),
        ("cli", "daemon::run"),
        ("sink", "secret::Secret"),
        ("source", "wire::Line"),
        ("reader", "mail::Message"),
        ("mail", "mail::Message"),
    ] {
        assert_eq!(refuses(room, path), None, "{room} -> {path}");
    }
    assert_eq!(room_of("src/mail/reply.rs"), "mail");
    assert_eq!(room_of("src/report.rs"), "report");
    assert!(!is_known("helpers"));
}

#[test]
fn words_are_recognised() {
    let words = |room, code| foreign_words(room, "src/x.rs", code).len();
    assert_eq!(words("dispatch", "use sqlx::Row;"), 1);
    assert_eq!(words("store", "use sqlx::Row;"), 0);
    assert_eq!(words("calendar", "let now = Timestamp::now();"), 1);
    assert_eq!(words("daemon", "let now = Timestamp::now();"), 1);
    assert_eq!(words("clock", "Timestamp::now()"), 0);
    assert_eq!(words("mail", "mytokio::x"), 0);
    assert!(looks_like_sql("query(\"SELECT id FROM cases\")"));
    assert!(looks_like_sql("\"UPDATE cases SET state = $1\""));
    assert!(!looks_like_sql("format!(\"SELECT {mailbox}\")"));
    assert!(!looks_like_sql("\"UPDATE terbaru\""));
}
