//! The word lists hold every word a letter may need, in both languages.
use super::*;
use std::collections::BTreeSet;

/// Variants of an enum as its source has them, in snake case.
fn variants(source: &str, name: &str) -> Vec<String> {
    let (_, body) = source.split_once(&format!("pub enum {name} {{")).unwrap();
    let (body, _) = body.split_once("\n}").unwrap();
    let lines = body.lines().map(str::trim).filter(|l| l.starts_with(char::is_uppercase));
    lines
        .map(|l| {
            let word: String = l.chars().take_while(|c| c.is_alphanumeric()).collect();
            let mut snake = String::new();
            for c in word.chars() {
                if c.is_uppercase() && !snake.is_empty() {
                    snake.push('_');
                }
                snake.extend(c.to_lowercase());
            }
            snake
        })
        .collect()
}

#[test]
fn every_variant_has_its_words() {
    let file = |p: &str| std::fs::read_to_string(format!("src/{p}")).unwrap();
    let case = file("workflow/case.rs");
    let clock = file("workflow/case/clock.rs");
    let event = file("workflow/event.rs");
    let missing = file("workflow/case/missing.rs");
    let sheet = file("workflow/letter/sheet.rs");
    let command = file("workflow/command/mod.rs");
    let reading = file("document/reading.rs");
    let tables = [
        (&command, "Unclear", "unclear"),
        (&case, "State", "state"),
        (&case, "Kind", "kind"),
        (&case, "Channel", "channel"),
        (&clock, "Holder", "holder"),
        (&missing, "Missing", "missing"),
        (&missing, "MissingNote", "missing_note"),
        (&event, "Remark", "remark"),
        (&event, "Scope", "scope"),
        (&sheet, "Doubt", "doubt"),
        (&sheet, "Lack", "lack"),
        (&reading, "PaperKind", "paper"),
        (&reading, "Refusal", "refusal"),
    ];
    for language in [Language::Id, Language::En] {
        for (source, name, table) in tables {
            let all = variants(source, name);
            assert!(all.len() > 1, "{name} could not be read");
            // Free words of a person, shown as they are.
            let said =
                |v: &&String| !matches!((name, v.as_str()), ("Missing", "other") | (_, "said"));
            for variant in all.iter().filter(said) {
                assert!(words::builtin(language).has(table, variant), "[{table}] {variant}");
            }
        }
        for step in 3..=14 {
            assert!(words::builtin(language).has("step", &step.to_string()), "step {step}");
        }
        for month in 1..=12 {
            assert!(words::builtin(language).has("month", &month.to_string()), "month {month}");
        }
    }
}

#[test]
fn both_languages_have_the_same_keys() {
    let keys = |l| words::builtin(l).keys().into_iter().collect::<BTreeSet<_>>();
    assert_eq!(keys(Language::Id), keys(Language::En));
}

#[test]
fn sentences_are_found_by_value() {
    assert_eq!(state_label(Language::Id, State::Verifying), "Verifikasi kebenaran");
    assert_eq!(state_label(Language::En, State::Delivered), "Finished – outcome delivered");
    let sentence = unclear_sentence(Language::Id, Unclear::ReasonMissing);
    assert!(sentence.starts_with("Alasannya belum disebutkan"), "{sentence}");
}

#[test]
fn every_embedded_file_is_on_the_shelf_and_no_other() {
    for language in [Language::Id, Language::En] {
        let root = format!("templates/{}", language.folder());
        let mut found = BTreeSet::new();
        for entry in std::fs::read_dir(&root).unwrap().map(|e| e.unwrap()) {
            let name = entry.file_name().into_string().unwrap();
            if entry.path().is_dir() {
                for file in std::fs::read_dir(entry.path()).unwrap().map(|e| e.unwrap()) {
                    found.insert(format!("{name}/{}", file.file_name().into_string().unwrap()));
                }
            } else {
                found.insert(name);
            }
        }
        let embedded = embedded::files(language).iter().map(|(n, _)| (*n).to_owned());
        assert_eq!(found, embedded.collect());
    }
}
