//! What holds of the new words of any text.
use super::*;
use proptest::prelude::*;

/// Lines of all kinds, so that a text of them meets every rule.
fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z ]{0,40}",
        "\\PC{0,60}",
        "> ?[a-zA-Z ]{0,30}",
        Just(String::new()),
        Just("SETUJU".to_owned()),
        Just("-- ".to_owned()),
        Just("__________".to_owned()),
        Just("```".to_owned()),
        Just("-Made".to_owned()),
        Just("Regards,".to_owned()),
        Just("Dikirim dari iPhone saya".to_owned()),
        Just("-----Pesan Asli-----".to_owned()),
        Just("---------- Forwarded message ---------".to_owned()),
        Just("Dari: Made <made@kkp.example>".to_owned()),
        Just("Dikirim: 18 November 2026 08.15".to_owned()),
        Just("Kepada: Helpdesk".to_owned()),
        Just("Perihal: x".to_owned()),
        Just("Pada Rab, 18 Nov 2026 pukul 08.15 Made <made@kkp.example>".to_owned()),
        Just("menulis:".to_owned()),
        Just("On 18 Nov 2026, at 08:15, Made wrote:".to_owned()),
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(line(), 0..24).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_new_word_was_there(text in text(), answer: bool) {
        let clean: String = text.chars().filter(|c| !lines::is_invisible(*c)).map(|c| if c == '\u{a0}' { ' ' } else { c }).collect();
        for line in new_words(&text, answer).text.lines() {
            let line: String = line.chars().filter(|c| !lines::is_invisible(*c)).collect();
            prop_assert!(clean.contains(&line), "{line:?}");
        }
    }

    #[test]
    fn no_marked_line_is_new(text in text()) {
        let words = new_words(&text, true);
        if !words.kept_all {
            prop_assert!(!words.text.lines().any(lines::is_quoted), "{}", words.text);
        }
    }

    #[test]
    fn new_words_are_all_new(text in text()) {
        let once = new_words(&text, true);
        prop_assume!(!once.kept_all);
        prop_assert_eq!(&new_words(&once.text, true).text, &once.text);
    }

    #[test]
    fn words_above_an_introduced_quote_are_found(old in text(), who in "[A-Z][a-z]{2,12}( [A-Z][a-z]{2,12})?") {
        let quoted: String = old.lines().map(|l| format!("> {l}\n")).collect();
        let mail = format!("KATA BARU\n\nPada Rab, 18 Nov 2026 pukul 08.15 {who} <a@b.example> menulis:\n\n{quoted}");
        prop_assert_eq!(new_words(&mail, true).text, "KATA BARU");
        let head = format!("KATA BARU\n\nDari: {who} <a@b.example>\nDikirim: Rabu, 18 November 2026 08.15\nKepada: x\nPerihal: y\n\n{old}");
        prop_assert_eq!(new_words(&head, true).text, "KATA BARU");
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,400}|[\\r\\n>:@<0-9 \u{a0}\u{200f}-]{0,400}", answer: bool) {
        let words = new_words(&text, answer);
        prop_assert!(words.text.len() <= text.len());
    }
}

/// Many of the worst lines end, and what stands on top is found.
#[test]
fn hostile_texts_are_bounded() {
    for line in [
        "On 18 Nov 2026 a@b.example <",
        "Dari: a@b.example",
        "> x",
        ">>>>>>>>>>>>>>>>",
        "Pada 18 November 2026",
        "a@b.example menulis",
        "-----",
        "--",
        "Dikirim dari iPhone saya",
        "(((((((((((((((",
        "x On 1 On 1 On 1 On 1 On 1 On 1 On 1:",
        "```",
    ] {
        let text = format!("SETUJU\n\n{}", format!("{line}\n").repeat(60_000 / (line.len() + 1)));
        let words = new_words(&text, true);
        assert!(words.text.starts_with("SETUJU"), "{line}");
        assert!(words.text.lines().count() <= LINE_LIMIT, "{line}");
    }
    let long = new_words(&format!("SETUJU\n\n{}", "a@b 1 ".repeat(170_000)), true);
    assert!(long.text.starts_with("SETUJU"));
}
