//! The daily digest as its readers get it: one mail of text, page and pictures, for each reader his part.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::cast_sign_loss,
    clippy::cast_possible_truncation
)]
#[path = "digest/days.rs"]
mod days;

use days::{alarm, at, busy, empty, whole};
use jiff::civil::Date;
use loket::dispatch::pictures;
use loket::mail::compose::{Outgoing, compose};
use loket::mail::{TrustSettings, parse};
use loket::report::{Move, part};
use loket::template::{Language, Rendered, Site, Templates};
use loket::workflow::case::Holder;
use loket::workflow::letter::{Audience, Digest, Letter, TodoKey};
use std::collections::BTreeSet;

const HELPDESK: Audience = Audience { helpdesk: true, admin_ppe: false, supervisor: false };
const PPE: Audience = Audience { helpdesk: false, admin_ppe: true, supervisor: false };
const SUPERVISOR: Audience = Audience { helpdesk: false, admin_ppe: false, supervisor: true };
const MESSAGE_ID: &str = "o17.abcdef@kkp.example";

fn site() -> Site {
    Site {
        office: "Helpdesk LPSE".into(),
        organisation: "Kementerian Kelautan dan Perikanan".into(),
        helpdesk_phone: None,
        spse_url: None,
        address: "helpdesk-lpse@kkp.example".into(),
        zone: jiff::tz::TimeZone::get("Asia/Jakarta").unwrap(),
        zone_label: "WIB".into(),
        simulated: false,
        reply_code: None,
    }
}

/// From the files as they are, so that a page can be looked at without building anew.
fn templates(language: Language) -> Templates {
    let folder = format!("templates/{}", language.folder());
    let read = |name: &str| std::fs::read_to_string(format!("{folder}/{name}")).ok();
    Templates::from_files(language, read).unwrap()
}

fn rendered(language: Language, digest: &Digest) -> Rendered {
    let letter = Letter::Digest(Box::new(digest.clone()));
    templates(language).render(&letter, None, &site(), None).unwrap()
}

fn mail(language: Language, digest: &Digest) -> Outgoing {
    let letter = Letter::Digest(Box::new(digest.clone()));
    let rendered = rendered(language, digest);
    let (html, inline) = pictures(&letter, rendered.html, MESSAGE_ID).unwrap();
    Outgoing {
        from_name: "Helpdesk LPSE".into(),
        from_address: "helpdesk-lpse@kkp.example".into(),
        to_name: Some("Dewi".into()),
        to_address: "dewi@kkp.example".into(),
        cc: Vec::new(),
        reply_to: None,
        subject: rendered.subject,
        message_id: MESSAGE_ID.into(),
        in_reply_to: None,
        references: Vec::new(),
        date: digest.at,
        zone: jiff::tz::offset(7),
        text: rendered.text,
        html,
        inline,
        attachments: Vec::new(),
        auto_submitted: "auto-generated",
        bulk: true,
        extra: Vec::new(),
        text_only_ascii: false,
    }
}

/// Every kind of day, for every reader.
fn every(mut look: impl FnMut(&str, &Digest)) {
    for (day, facts) in [("sepi", empty()), ("ramai", busy()), ("gawat", alarm())] {
        let digest = whole(facts);
        for (who, audience) in [("helpdesk", HELPDESK), ("ppe", PPE), ("koordinator", SUPERVISOR)] {
            look(&format!("{day}-{who}"), &part(&digest, audience));
        }
    }
}

#[test]
fn every_digest_is_one_small_mail_whose_pictures_are_shown() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("rekap");
    std::fs::create_dir_all(&folder).unwrap();
    every(|name, digest| {
        for language in [Language::Id, Language::En] {
            let mail = mail(language, digest);
            let bytes = compose(&mail).unwrap();
            assert_eq!(bytes, compose(&mail).unwrap());
            let read = parse(&bytes, &TrustSettings::default());
            assert_eq!(read.defects, Vec::<String>::new());
            assert!(read.attachments.iter().all(|a| a.inline && a.media_type == "image/png"));
            let page = mail.html.clone().unwrap();
            assert_eq!(page.matches("src=").count(), mail.inline.len(), "{name}");
            for picture in &mail.inline {
                assert!(page.contains(&format!("src=\"cid:{}\"", picture.cid)));
                assert!(picture.cid.ends_with(MESSAGE_ID), "no other mail's picture");
            }
            let file = folder.join(format!("{name}-{}", language.folder()));
            std::fs::write(file.with_extension("html"), standing(&mail)).unwrap();
            std::fs::write(file.with_extension("txt"), &mail.text).unwrap();
            assert!(bytes.len() < 100_000, "{name}: {} bytes", bytes.len());
        }
    });
}

/// The page with its pictures inside, for a browser.
fn standing(mail: &Outgoing) -> String {
    mail.inline.iter().fold(mail.html.clone().unwrap(), |page, picture| {
        let data = data_encoding::BASE64.encode(&picture.png);
        page.replace(&format!("cid:{}", picture.cid), &format!("data:image/png;base64,{data}"))
    })
}

/// Numbers as a reader sees them, alternative texts of pictures included.
fn numbers(text: &str) -> BTreeSet<String> {
    let number = |c: char| !c.is_ascii_digit();
    text.split(number)
        .filter(|n| !n.is_empty())
        .map(|n| n.trim_start_matches('0').to_owned())
        .collect()
}

fn seen(page: &str) -> String {
    let body = page.split_once("<body").unwrap().1;
    let alt = body.split("alt=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let mut seen: String = alt.collect::<Vec<_>>().join(" ");
    for piece in body.split('<') {
        seen.push(' ');
        seen.push_str(piece.split_once('>').map_or("", |(_, words)| words));
    }
    ["&ensp;", "&#9632;", "&quot;", "&lt;", "&gt;", "&amp;", "&#x27;", "&#x2f;"]
        .iter()
        .fold(seen, |text, entity| text.replace(entity, " "))
}

#[test]
fn the_text_holds_each_number_that_the_page_holds() {
    every(|name, digest| {
        for language in [Language::Id, Language::En] {
            let rendered = rendered(language, digest);
            let (page, text) = (numbers(&seen(&rendered.html.unwrap())), numbers(&rendered.text));
            let lost: Vec<_> = page.difference(&text).collect();
            assert!(lost.is_empty(), "{name}: only in the page: {lost:?}");
            let lost: Vec<_> = text.difference(&page).collect();
            assert!(lost.is_empty(), "{name}: only in the text: {lost:?}");
        }
    });
}

fn keys(digest: &Digest) -> Vec<TodoKey> {
    digest.todo.iter().map(|todo| todo.key).collect()
}

#[test]
fn each_reader_gets_his_part_and_nothing_of_the_others() {
    let whole = whole(alarm());
    let desk = rendered(Language::Id, &part(&whole, HELPDESK)).text;
    let ppe = rendered(Language::Id, &part(&whole, PPE)).text;
    let chief = rendered(Language::Id, &part(&whole, SUPERVISOR)).text;
    // Held mails, failed letters, orders of a restore: the helpdesk's.
    for words in ["penawaran3@toko", "User unknown", "loket queue retry", "people.toml"] {
        assert!(desk.contains(words), "{words}");
        assert!(!ppe.contains(words) && !chief.contains(words), "{words}");
    }
    // What waits for Admin PPE, and its deviations alone.
    let mine = part(&whole, PPE);
    assert!(!mine.due_today.is_empty() && !mine.deviations.is_empty());
    let states: BTreeSet<&str> =
        mine.due_today.iter().chain(&mine.open).map(|l| l.state.as_str()).collect();
    assert!(
        states.is_subset(&BTreeSet::from(["verifying", "confirming", "executing"])),
        "{states:?}"
    );
    assert!(mine.deviations.iter().all(|l| l.deviation.holder == Holder::AdminPpe));
    assert!(mine.deviations.len() < whole.deviations.len());
    assert!(!ppe.contains("PEMERIKSAAN DIRI") && !ppe.contains("Ditahan"), "{ppe}");
    // A supervisor sees counts, figures and every deviation, and no applicant's name.
    assert!(!chief.contains("Kusumawardani") && !chief.contains("JATUH TEMPO"), "{chief}");
    assert_eq!(part(&whole, SUPERVISOR).deviations, whole.deviations);
    for words in ["DALAM MUTU BAKU", "PERMOHONAN PER HARI KERJA", "PERHATIAN: 320 surel", "Ditahan"]
    {
        assert!(chief.contains(words), "{words} not in {chief}");
    }
}

#[test]
fn two_roles_are_one_digest_with_both_parts() {
    let whole = whole(busy());
    let both = Audience { helpdesk: false, admin_ppe: true, supervisor: true };
    let digest = part(&whole, both);
    assert!(!digest.due_today.is_empty(), "what waits for Admin PPE");
    assert_eq!(digest.deviations, whole.deviations, "every deviation");
    assert!(keys(&digest).contains(&TodoKey::Verify));
    let text = rendered(Language::Id, &digest).text;
    assert!(text.contains("PEMERIKSAAN DIRI LOKET") && text.contains("Pada Admin PPE"));
    use loket::workflow::actor::Role;
    assert_eq!(Audience::of(&[Role::Supervisor, Role::AdminPpe]), both);
}

#[test]
fn an_empty_day_is_a_sign_of_life() {
    let digest = whole(empty());
    assert_eq!(keys(&digest), []);
    for audience in [HELPDESK, PPE, SUPERVISOR] {
        let rendered = rendered(Language::Id, &part(&digest, audience));
        assert!(rendered.text.contains("Tidak ada yang mendesak."), "{}", rendered.text);
        assert!(!rendered.subject.contains("PERHATIAN"));
    }
    let text = rendered(Language::Id, &digest).text;
    assert!(text.contains(&digest.log_head) && digest.log_head.len() == 64, "{text}");
}

#[test]
fn what_is_wrong_with_loket_itself_comes_first_and_in_the_subject() {
    let digest = part(&whole(alarm()), HELPDESK);
    assert_eq!(keys(&digest)[..2], [TodoKey::MailLost, TodoKey::FetchStale]);
    assert_eq!(keys(&digest).last(), Some(&TodoKey::CalendarEnds));
    let rendered = rendered(Language::Id, &digest);
    assert!(rendered.subject.starts_with("PERHATIAN: "), "{}", rendered.subject);
    let page = rendered.html.unwrap();
    assert!(page.contains("bgcolor=\"#b3261e\"") && page.contains("320 surel diambil, tetapi 319"));
    assert!(rendered.text.contains("Rab 11 Nov, Kam 12 Nov, Jum 13 Nov"));
    // One more outcome than mails is as wrong as one less.
    let mut more = busy();
    more.mails_arrived = 317;
    assert_eq!(keys(&whole(more))[0], TodoKey::MailLost);
    // Each outcome is named, and together they are what was fetched.
    let good = whole(busy());
    assert_eq!(good.mails_arrived, good.mails_with_outcome);
    assert!(!keys(&good).contains(&TodoKey::MailLost));
}

#[test]
fn the_end_of_the_calendar_is_told_weeks_before() {
    let ends = |weeks: u32, day: Date| {
        let facts = loket::report::DayFacts { calendar_weeks: weeks, date: day, ..empty() };
        whole(facts).calendar_ends
    };
    let last = jiff::civil::date(2027, 12, 31);
    let before = |days: i64| last - jiff::Span::new().days(days);
    assert_eq!([ends(6, before(43)), ends(6, before(42)), ends(6, last)], [false, true, true]);
    assert!(ends(6, jiff::civil::date(2028, 3, 1)), "and when it has run out");
    assert!(!ends(2, before(15)) && ends(2, before(14)));
}

#[test]
fn days_off_count_to_the_working_day_after() {
    let mut facts = empty();
    let arrived = |when: &str| Move { at: at(when), arrived: true, ended: None };
    facts.moves = vec![
        arrived("2026-11-13T23:59"),
        arrived("2026-11-14T08:00"),
        arrived("2026-11-15T20:00"),
        arrived("2026-11-16T06:00"),
        arrived("2026-10-30T09:00"),
    ];
    let digest = whole(facts);
    let days: Vec<_> = digest.days.iter().map(|d| (d.date.as_str(), d.arrived)).collect();
    assert_eq!(days.len(), 10);
    assert_eq!(days[0], ("2026-11-03", 0), "ten working days, the oldest first");
    assert_eq!(days[8..], [("2026-11-13", 1), ("2026-11-16", 3)]);
    // Since the digest of Friday morning.
    assert_eq!(digest.since.unwrap().arrived, 4);
}

/// Words of strangers stand in no picture's place and break no page.
#[test]
fn hostile_words_stay_words() {
    let mut facts = busy();
    let evil = "\"><img src=\"cid:harian\"><a href=\"https://x.example\">cid:tahap</a>";
    facts.held[0].subject = evil.into();
    facts.held[1].from = evil.into();
    facts.cases[0].applicant.name = Some(evil.into());
    facts.cases[4].deviations[0].explanation = Some(evil.into());
    let digest = part(&whole(facts), HELPDESK);
    let mail = mail(Language::Id, &digest);
    let page = mail.html.clone().unwrap();
    assert_eq!(page.matches("<img").count(), 3);
    assert!(!page.contains("<a ") && page.contains("&lt;img"));
    assert!(compose(&mail).is_ok());
}
