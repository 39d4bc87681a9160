//! Every line of `tests/data/disown.tsv` is read as its author meant it, and no letter of ours, quoted or
//! not, says "bukan saya" for whoever answers it.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
use loket::template::{Language, Site, Templates, samples};
use loket::workflow::command::{Typed, disowns, disowns_approval};

fn says(who: &str, text: &str) -> bool {
    let typed = Typed { text, ..Typed::default() };
    if who == "owner" { disowns(&typed) } else { disowns_approval(&typed) }
}

fn lines() -> Vec<(String, String, bool)> {
    let data = include_str!("data/disown.tsv");
    let rows = data.lines().filter(|l| !l.is_empty() && !l.starts_with('#'));
    rows.map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        assert!(matches!(cells[..], [_, _, "yes" | "no"]), "{line}");
        (cells[0].to_owned(), cells[1].replace("\\n", "\n"), cells[2] == "yes")
    })
    .collect()
}

#[test]
fn every_phrase_means_what_its_author_meant() {
    let lines = lines();
    assert!(lines.len() >= 60, "only {} phrases", lines.len());
    let wrong: Vec<_> = lines.iter().filter(|(who, text, yes)| says(who, text) != *yes).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_same_words_quoted_say_nothing() {
    for (who, text, _) in lines() {
        let quoted: String = text.lines().map(|l| format!("> {l}\n")).collect();
        assert!(!says(&who, &quoted), "{quoted}");
    }
}

#[test]
fn no_letter_of_ours_says_it_for_its_reader() {
    let site = Site {
        office: "Helpdesk LPSE".into(),
        organisation: "Kementerian Kelautan dan Perikanan".into(),
        helpdesk_phone: Some("(021) 555 0100".into()),
        spse_url: None,
        address: "loket@lpse.kkp.example".into(),
        zone: jiff::tz::TimeZone::UTC,
        zone_label: "WIB".into(),
        simulated: false,
        reply_code: None,
    };
    for language in [Language::Id, Language::En] {
        let set = Templates::builtin(language).unwrap();
        for letter in samples() {
            let secret = letter.secret().map(|_| "k7qm-4txd-9wpz-h3fr");
            let text = set.render(&letter, Some("LKT-2026-00042"), &site, secret).unwrap().text;
            for who in ["owner", "approver"] {
                assert!(!says(who, &text), "{who} reads in {}:\n{text}", letter.template());
                for line in text.lines() {
                    assert!(!says(who, line), "{who} reads in {}: {line}", letter.template());
                }
            }
        }
    }
}
