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

use days::{alarm, busy, empty, whole};
use loket::dispatch::pictures;
use loket::mail::compose::{Outgoing, compose};
use loket::mail::{TrustSettings, parse};
use loket::report::part;
use loket::template::{Language, Rendered, Site, Templates};
use loket::workflow::letter::{Audience, Digest, Letter};
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
