//! Every letter in both languages as people get it: snapshots, and the promises letters keep.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
use loket::template::{LETTERS, Language, Rendered, Site, Templates, samples};
use loket::workflow::letter::Letter;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

const SECRET: &str = "k7qm-4txd-9wpz-h3fr";
const CASE: &str = "LKT-2026-00042";
const BOTH: [Language; 2] = [Language::Id, Language::En];

/// What a reply may not begin with by our own doing (`domain.md` §4.12, with our own words).
const COMMANDS: [&str; 30] = [
    "setuju",
    "disetujui",
    "ok",
    "acc",
    "valid",
    "tolak",
    "ditolak",
    "hasil",
    "selesai",
    "sudah",
    "konfirmasi",
    "telepon",
    "tunda",
    "pending",
    "lengkap",
    "teruskan",
    "kurang",
    "buka",
    "tutup",
    "status",
    "ambil",
    "catat",
    "panggil",
    "disampaikan",
    "kirim",
    "penjelasan",
    "batal",
    "daftar",
    "password",
    "approve",
];

fn site(simulated: bool) -> Site {
    Site {
        office: "Helpdesk LPSE".into(),
        organisation: "Kementerian Kelautan dan Perikanan".into(),
        helpdesk_phone: Some("(021) 555 0100".into()),
        spse_url: Some("https://spse.kkp.example/eproc4".into()),
        address: "loket@lpse.kkp.example".into(),
        zone: jiff::tz::TimeZone::get("Asia/Jakarta").unwrap(),
        zone_label: "WIB".into(),
        simulated,
        reply_code: None,
    }
}

fn render(set: &Templates, letter: &Letter) -> Rendered {
    render_at(set, letter, &site(false))
}

fn render_at(set: &Templates, letter: &Letter, site: &Site) -> Rendered {
    let secret = letter.secret().map(|_| SECRET);
    set.render(letter, Some(CASE), site, secret)
        .unwrap_or_else(|e| panic!("{}: {e}", letter.template()))
}

fn every(mut look: impl FnMut(Language, &Letter, &Rendered)) {
    for language in BOTH {
        let set = Templates::builtin(language).unwrap();
        for letter in samples() {
            look(language, &letter, &render(&set, &letter));
        }
    }
}

#[test]
fn every_letter_as_it_goes_out() {
    for language in BOTH {
        let set = Templates::builtin(language).unwrap();
        for name in LETTERS {
            let (mut text, mut html) = (String::new(), String::new());
            for letter in samples().iter().filter(|l| l.template() == *name) {
                let r = render(&set, letter);
                writeln!(text, "Subject: {}\n\n{}{}", r.subject, r.text, "=".repeat(75)).unwrap();
                if let Some(h) = r.html {
                    writeln!(html, "{h}").unwrap();
                }
            }
            let folder = language.folder();
            insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
                insta::assert_snapshot!(format!("{folder}_{name}_text"), text);
                // One whole HTML letter a name is enough to see a change of the layout.
                if !html.is_empty() && language == Language::Id {
                    insta::assert_snapshot!(format!("{folder}_{name}_html"), html);
                }
            });
        }
    }
}

#[test]
fn no_kind_of_letter_lacks_a_folder_or_a_sample() {
    let source = std::fs::read_to_string("src/workflow/letter.rs").unwrap();
    let (_, names) = source.split_once("pub fn template(").unwrap();
    let (names, _) = names.split_once("\n    }\n").unwrap();
    let named: BTreeSet<&str> = names
        .lines()
        .filter_map(|l| Some(l.split_once("=> \"")?.1.trim_end_matches("\",")))
        .collect();
    assert!(named.len() >= 29, "the list of names could not be read");
    assert_eq!(named, LETTERS.iter().copied().collect());
    let all = samples();
    let sampled: BTreeSet<&str> = all.iter().map(Letter::template).collect();
    assert_eq!(named, sampled);
    for language in BOTH {
        let root = Path::new("templates").join(language.folder());
        let folders: BTreeSet<String> = std::fs::read_dir(&root)
            .unwrap()
            .map(|e| e.unwrap())
            .filter(|e| e.path().is_dir())
            .map(|e| e.file_name().into_string().unwrap())
            .collect();
        assert_eq!(folders, named.iter().map(|n| (*n).to_owned()).collect());
        for name in &named {
            let files = std::fs::read_dir(root.join(name)).unwrap().count();
            assert_eq!(files, if *name == "credentials" { 2 } else { 3 }, "{name}");
        }
    }
}

#[test]
fn subjects_are_one_line_and_begin_with_the_case() {
    every(|_, letter, r| {
        assert!(!r.subject.contains(['\r', '\n']));
        let listed = matches!(letter, Letter::Digest(_) | Letter::CaseList { .. });
        assert_eq!(r.subject.starts_with("[LKT-2026-00042] "), !listed, "{}", r.subject);
        assert!(r.subject.chars().count() <= 151, "{}", r.subject);
    });
}

#[test]
fn nothing_of_ours_reads_as_a_command() {
    every(|language, letter, r| {
        let mut begins = true;
        for line in r.text.lines().filter(|l| !l.starts_with("| ")) {
            // The second line of a sentence is never a mail's first line with words in it.
            let inside = !std::mem::replace(&mut begins, line.is_empty());
            if inside && line.starts_with(char::is_alphanumeric) {
                continue;
            }
            let first = line.trim().split([' ', ':', '.', ',']).next().unwrap_or("").to_lowercase();
            // The result itself must name what it brings; nobody commands by answering it.
            if letter.is_result() && ["user", "password"].contains(&first.as_str()) {
                continue;
            }
            let user_id = line.trim().to_lowercase().starts_with("user id");
            let bad = user_id || COMMANDS.contains(&first.as_str());
            assert!(!bad, "{language:?} {}: {line}", letter.template());
        }
    });
}

#[test]
fn lines_are_short_except_values() {
    every(|_, letter, r| {
        for line in r.text.lines() {
            assert!(line.chars().count() <= 200, "{line}");
            let ours = line.starts_with(char::is_alphabetic) && !line.contains("Balai");
            assert!(!ours || line.chars().count() <= 75, "{}: {line}", letter.template());
        }
    });
}

#[test]
fn html_loads_nothing_and_links_nowhere() {
    every(|_, letter, r| {
        let Some(html) = &r.html else {
            assert_eq!(letter.template(), "credentials");
            return;
        };
        // Pictures of the digest travel with it.
        let pictures = html.matches("<img src=\"cid:").count();
        assert!(pictures == 0 || matches!(letter, Letter::Digest(_)), "{}", letter.template());
        let html = html.replace("<img src=\"cid:", "");
        let html = html.replace("https://spse.kkp.example/eproc4", "").to_lowercase();
        for bad in
            ["http://", "https://", "src=", "href", "url(", "@import", "<script", "<img", "<link"]
        {
            assert!(!html.contains(bad), "{} has {bad}", letter.template());
        }
        for size in html.split("font-size:").skip(1) {
            let px: u32 = size.split("px").next().unwrap().trim().parse().unwrap();
            assert!(px >= 15, "{}", letter.template());
        }
        assert_eq!(html.matches("<table").count(), html.matches("</table>").count());
        assert_eq!(html.matches("<td").count(), html.matches("</td>").count());
    });
}

#[test]
fn hand_over_shows_the_words_before_anything_else() {
    for language in BOTH {
        let set = Templates::builtin(language).unwrap();
        let all = samples();
        let letter = all.iter().find(|l| matches!(l, Letter::HandOver(h) if !h.copy)).unwrap();
        let r = render(&set, letter);
        for word in [
            "SETUJU",
            "TOLAK <alasan>",
            "KONFIRMASI <catatan>",
            "HASIL",
            "USER ID: ...",
            "PASSWORD: ...",
        ] {
            let at = r.text.lines().position(|l| l.starts_with(&format!("   » {word}"))).unwrap();
            assert!(at < 20, "{word}");
        }
        assert!(r.html.unwrap().contains("&raquo;&nbsp;TOLAK &lt;alasan&gt;"));
        for shown in [
            "r***@kkp.example",
            "3f2a9c0d1e4b",
            "198703142011012902",
            "KEP.15/BCPBAP/PL.420/I/2026",
        ] {
            assert!(r.text.contains(shown), "{shown}");
        }
    }
}

#[test]
fn the_password_stands_alone_and_nowhere_else() {
    let all = samples();
    let letter = all.iter().find(|l| l.secret().is_some()).unwrap();
    for language in BOTH {
        let set = Templates::builtin(language).unwrap();
        for secret in [SECRET, "<b>&amp;{{ 7*7 }}", "Kp7#mRwt4=Qz", "two words", "-- "] {
            let r = set.render(letter, Some(CASE), &site(true), Some(secret)).unwrap();
            assert_eq!(r.text.lines().filter(|l| *l == format!("    {secret}")).count(), 1);
            assert_eq!(r.text.matches(secret).count(), 1);
            assert!(r.html.is_none() && !r.subject.contains(secret));
            assert!(!format!("{r:?}").contains(secret));
        }
        let r = render(&set, letter);
        // A label just before it: a quoted copy that comes back is recognised and masked.
        assert!(r.text.contains(&format!("  Password        :\n\n    {SECRET}\n")));
        assert!(r.text.is_ascii() && r.text.lines().all(|l| l.len() < 76));
        for bad in ["", "a\nb", "a\u{0}b", &"x".repeat(129)] {
            assert!(set.render(letter, Some(CASE), &site(false), Some(bad)).is_err());
        }
        assert!(set.render(letter, Some(CASE), &site(false), None).is_err());
        let other = all.iter().find(|l| l.template() == "rejection").unwrap();
        assert!(set.render(other, Some(CASE), &site(false), Some(SECRET)).is_err());
    }
}

#[test]
fn a_simulated_clock_is_told_everywhere() {
    for language in BOTH {
        let set = Templates::builtin(language).unwrap();
        for letter in samples() {
            let r = render_at(&set, &letter, &site(true));
            assert!(r.subject.contains("SIMULASI") && r.text.starts_with("SIMULASI"));
            assert!(r.html.is_none_or(|h| h.contains("SIMULASI")));
            assert!(!render(&set, &letter).text.contains("SIMULASI"));
        }
    }
}

#[test]
fn dates_are_said_as_people_say_them() {
    let all = samples();
    let said = |language| render(&Templates::builtin(language).unwrap(), &all[0]).text;
    assert!(said(Language::Id).contains(": 9 November 2026 pukul 09.41 WIB\n"));
    assert!(said(Language::En).contains(": 9 November 2026, 09:41 WIB\n"));
}

#[test]
fn an_operators_file_is_used_and_a_bad_one_is_refused() {
    let with = |name: &'static str, source: &'static str| {
        Templates::from_files(Language::Id, move |n| (n == name).then(|| source.to_owned()))
    };
    let all = samples();
    let own = with("receipt/subject.txt", "Halo {{ case_no }}\nBcc: x@y.test").unwrap();
    assert_eq!(render(&own, &all[0]).subject, "[LKT-2026-00042] Halo LKT-2026-00042 Bcc: x@y.test");
    let words = with("_words.toml", "[kind]\nreset_password = \"Ganti Sandi\"\n").unwrap();
    assert!(render(&words, &all[0]).text.contains("Permohonan Ganti Sandi Admin Agency"));
    assert!(with("_words.toml", "[kind]\nunknown = \"x\"\n").is_err());
    assert!(with("_words.toml", "not toml").is_err());
    assert!(with("receipt/body.txt", "{% if %}").is_err());
    for (source, why) in [
        ("{{ nmae }}", "undefined"),
        ("{% for i in range(9999) %}{% for j in range(9999) %}x{% endfor %}{% endfor %}", "fuel"),
        ("{{ site }}", "words and numbers"),
    ] {
        let set = with("receipt/body.txt", source).unwrap();
        let error = set.check(&site(false)).unwrap_err().to_string();
        assert!(error.contains("id/receipt/body.txt") && error.contains(why), "{error}");
    }
    let twice = with("credentials/body.txt", "{{ password }}\n{{ password }}").unwrap();
    assert!(twice.check(&site(false)).is_err());
    let beside = with("credentials/body.txt", "Sandi: {{ password }}").unwrap();
    assert!(beside.check(&site(false)).is_err());
    assert!(Templates::builtin(Language::Id).unwrap().check(&site(false)).is_ok());
}

#[test]
fn a_letter_survives_being_stored() {
    for letter in samples() {
        let stored = serde_json::to_string(&letter).unwrap();
        assert_eq!(serde_json::from_str::<Letter>(&stored).unwrap(), letter);
    }
}

#[test]
fn a_digest_of_thousands_is_cut_and_says_so() {
    let mut all = samples();
    let letter = all.iter_mut().find(|l| matches!(l, Letter::Digest(_))).unwrap();
    if let Letter::Digest(d) = letter {
        d.open = d.open.iter().cycle().take(5_000).cloned().collect();
        d.held = d.held.iter().cycle().take(5_000).cloned().collect();
        d.held_count = 5_000;
        d.deviations = d.deviations.iter().cycle().take(5_000).cloned().collect();
    }
    for language in BOTH {
        let r = render(&Templates::builtin(language).unwrap(), letter);
        assert_eq!(r.text.matches("4900").count(), 3, "{language:?}");
        assert!(r.text.contains(": 5000\n"), "all held mails are counted");
        assert!(r.text.len() < 60_000 && r.html.unwrap().len() < 200_000);
    }
}
