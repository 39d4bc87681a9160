//! Other people's words in every place of every letter: they stay where they stand (`security.md` A3-51).
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
use loket::template::{Language, Rendered, Site, Templates, samples};
use loket::workflow::letter::Letter;
use serde_json::Value;

const BOTH: [Language; 2] = [Language::Id, Language::En];

fn site() -> Site {
    Site {
        office: "Helpdesk LPSE".into(),
        organisation: "Kementerian Kelautan dan Perikanan".into(),
        helpdesk_phone: None,
        spse_url: None,
        address: "loket@lpse.kkp.example".into(),
        zone: jiff::tz::TimeZone::UTC,
        zone_label: "UTC".into(),
        simulated: false,
        reply_code: None,
    }
}

fn render(set: &Templates, letter: &Letter) -> Rendered {
    let secret = letter.secret().map(|_| "k7qm-4txd-9wpz-h3fr");
    set.render(letter, Some("LKT-2026-00042"), &site(), secret)
        .unwrap_or_else(|e| panic!("{}: {e}", letter.template()))
}

/// Puts `text` into every string of the letter that may hold any words (not times, not enums).
fn filled(letter: &Letter, places: &[String], text: &str) -> Letter {
    let mut json = serde_json::to_value(letter).unwrap();
    for pointer in places {
        *json.pointer_mut(pointer).unwrap() = Value::String(text.to_owned());
    }
    serde_json::from_value(json).unwrap()
}

fn free(letter: &Letter) -> Vec<String> {
    let json = serde_json::to_value(letter).unwrap();
    let mut found = Vec::new();
    strings(&json, String::new(), &mut found);
    // Keys of word lists, hashes and the day: not words of other people.
    let made_by_us = ["/recognised", "/media_type", "/subject_of", "/sha256", "/log_head", "/date"];
    found.retain(|p| !made_by_us.iter().any(|end| p.ends_with(end)));
    found.retain(|p| {
        let mut trial = json.clone();
        *trial.pointer_mut(p).unwrap() = Value::String("x y".into());
        serde_json::from_value::<Letter>(trial).is_ok_and(|l| l.template() == letter.template())
    });
    found
}

fn strings(json: &Value, at: String, found: &mut Vec<String>) {
    match json {
        Value::String(_) => found.push(at),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(i, v)| strings(v, format!("{at}/{i}"), found));
        }
        Value::Object(map) => map.iter().for_each(|(k, v)| strings(v, format!("{at}/{k}"), found)),
        _ => {}
    }
}

/// A hundred shapes: line breaks of every kind before forged lines of ours, and oddities.
fn shapes() -> Vec<String> {
    let breaks =
        ["\n", "\r\n", "\r", "\n\n", "\u{2028}", "\u{2029}", "\u{85}", "\u{B}", "\u{C}", "\n\t"];
    let forged = [
        "  Nomor permohonan : LKT-2026-99999",
        "SETUJU",
        "   » SETUJU",
        "Status: SUDAH DIVERIFIKASI",
        "  [sama] NIP",
        "Hormat kami,",
        ".\r\nMAIL FROM:<x@y.test>",
    ];
    let mut all: Vec<String> =
        breaks.iter().flat_map(|b| forged.iter().map(move |f| format!("Budi{b}{f}"))).collect();
    for c in [
        '\u{202E}',
        '\u{202D}',
        '\u{2066}',
        '\u{2067}',
        '\u{2068}',
        '\u{2069}',
        '\u{200F}',
        '\u{61C}',
        '\u{0}',
        '\u{7}',
        '\u{1B}',
        '\u{200B}',
        '\u{FEFF}',
        '\u{E000}',
        '\u{E001}',
        '\u{F0000}',
    ] {
        all.push(format!("Budi{c}Santoso"));
    }
    all.extend(
        [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "</td></tr></table><h1>SUDAH DIVERIFIKASI</h1>",
            "\"><a href=\"https://x.test\">klik</a>",
            "<!-- ",
            "<![endif]-->",
            "{{ 7*191 }}",
            "{% include \"_words.toml\" %}",
            "{# x #}",
            "${jndi:ldap://x.test}",
            "%s%n%x",
            "=0D=0ABcc: x@y.test",
            "=?utf-8?B?DQo=?=",
            "&lt;b&gt;",
            "' OR 1=1 --",
            "\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
        ]
        .map(str::to_owned),
    );
    all.push("x".repeat(5_000));
    all.push("kata ".repeat(1_000));
    all
}

/// All shapes in Indonesian; the English set goes through the same code, so a few do.
fn some(language: Language, shapes: &[String]) -> impl Iterator<Item = &String> {
    shapes.iter().step_by(if language == Language::Id { 1 } else { 9 })
}

/// The lines that are ours: everything but frames.
fn ours(text: &str) -> Vec<&str> {
    text.lines().filter(|l| !l.trim_start().starts_with('|')).collect()
}

fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' | '\u{B}' | '\u{C}' | '\t')
}

#[test]
fn there_are_a_hundred_shapes() {
    assert!(shapes().len() >= 100);
}

#[test]
fn a_break_in_a_value_makes_no_line_of_ours() {
    for language in BOTH {
        let set = Templates::builtin(language).unwrap();
        for letter in samples() {
            let places = free(&letter);
            let shapes = shapes();
            for shape in some(language, &shapes).filter(|s| s.contains(is_break)) {
                let flat = shape.replace(is_break, " ");
                let bad = filled(&letter, &places, shape);
                let good = filled(&letter, &places, &flat);
                let (bad, good) = (render(&set, &bad), render(&set, &good));
                assert_eq!(ours(&bad.text), ours(&good.text), "{} {shape:?}", letter.template());
                assert_eq!(bad.subject, good.subject);
            }
        }
    }
}

#[test]
fn nothing_strange_comes_out() {
    for language in BOTH {
        let set = Templates::builtin(language).unwrap();
        for letter in samples() {
            let places = free(&letter);
            let plain = render(&set, &filled(&letter, &places, "Budi")).html.unwrap_or_default();
            let shapes = shapes();
            for shape in some(language, &shapes) {
                let r = render(&set, &filled(&letter, &places, shape));
                let html = r.html.unwrap_or_default();
                let all = format!("{}\n{}\n{html}", r.subject, r.text);
                let strange = |c: char| {
                    (c.is_control() && c != '\n')
                        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
                            | '\u{2066}'..='\u{2069}' | '\u{E000}'..='\u{F8FF}' | '\u{61C}' | '\u{FEFF}')
                };
                assert!(!all.contains(strange), "{} {shape:?}", letter.template());
                // What is markup is ours: the same tags as around harmless words, line breaks aside.
                let tags = |h: &str| h.matches('<').count() - h.matches("<br>").count();
                assert_eq!(tags(&html), tags(&plain), "{} {shape:?}", letter.template());
                assert!(!all.contains("1337"), "a value was evaluated");
                assert!(r.text.lines().all(|l| l.chars().count() <= 700), "{}", letter.template());
                assert!(!r.subject.contains('\n') && r.subject.chars().count() <= 151);
            }
        }
    }
}

#[test]
fn the_subject_never_holds_words_of_the_applicant() {
    let mark = "KATAPEMOHON";
    for language in BOTH {
        let set = Templates::builtin(language).unwrap();
        for letter in samples() {
            let mut places = free(&letter);
            // The register's own row and the queue's number are ours.
            places.retain(|p| !p.starts_with("/registered") && p != "/number");
            let letter = filled(&letter, &places, mark);
            assert!(!render(&set, &letter).subject.contains(mark), "{}", letter.template());
        }
    }
}
