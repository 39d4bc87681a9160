//! What stands out of a hand-over before its table is read: other people, dates, addresses, signatures,
//! files. Each is a key of the word list `[notable]` with what its sentence names. Decides nothing.
use super::plain::{self, Likeness};
use crate::document::{Fields, Refusal, SignatureState};
use crate::template::context::text;
use crate::workflow::letter::{HandOver, PaperLine};
use crate::workflow::scan::Scan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use minijinja::value::Value;
use std::collections::BTreeMap;

/// A letter older than this is worth a look (`domain.md` §4.1).
const OLD_LETTER_DAYS: i32 = 30;

/// One thing that stands out.
struct Notable {
    key: &'static str,
    named: Vec<(&'static str, String)>,
}

fn notable(key: &'static str, named: &[(&'static str, &str)]) -> Notable {
    Notable { key, named: named.iter().map(|(name, value)| (*name, (*value).to_owned())).collect() }
}

/// Values `{key, …}` for the filter `sentence`, the weightiest first.
pub fn notables(sheet: &HandOver, zone: &TimeZone) -> Value {
    let today = sheet.completed_at.to_zoned(zone.clone()).date();
    let mut all = Vec::new();
    files(sheet, &mut all);
    people(sheet, &mut all);
    decree(sheet, today, &mut all);
    letter(sheet, today, &mut all);
    signatures(sheet, &mut all);
    if let Some(last) = sheet.earlier.first() {
        let day = last.received_at.to_zoned(zone.clone()).date().to_string();
        let count = sheet.history_90_days.to_string();
        all.push(notable("earlier", &[("n", &count), ("day", &day)]));
    }
    let value = |found: Notable| {
        let key = std::iter::once(("key", text(found.key)));
        let all = key.chain(found.named.iter().map(|(name, value)| (*name, text(value))));
        Value::from(all.collect::<BTreeMap<_, _>>())
    };
    all.into_iter().map(value).collect()
}

/// Files nobody should trust, or nobody has read.
fn files(sheet: &HandOver, all: &mut Vec<Notable>) {
    for paper in &sheet.papers {
        let named = [("file", paper.name.as_str())];
        if matches!(paper.scan, Some(Scan::NotScanned { .. })) {
            all.push(notable("not_scanned", &named));
            continue;
        }
        match paper.refusal {
            Some(Refusal::Infected) => all.push(notable("infected", &named)),
            Some(_) if paper.withheld => all.push(notable("harmful", &named)),
            Some(_) => all.push(notable("unread", &named)),
            None if !is_read(paper) => all.push(notable("unread", &named)),
            None if paper.withheld => all.push(notable("left_out", &named)),
            None => {}
        }
    }
    for kind in &sheet.stand_ins {
        let key = serde_json::to_value(kind).ok();
        let key = key.as_ref().and_then(|k| k.as_str()).unwrap_or_default();
        all.push(notable("stand_in", &[("paper", key)]));
    }
    if sheet.letter.is_none() {
        all.push(notable("no_letter", &[]));
    }
    if sheet.decree.is_none() {
        all.push(notable("no_decree", &[]));
    }
    for (count, file, key) in [
        (sheet.letters, &sheet.letter_file, "several_letters"),
        (sheet.decrees, &sheet.decree_file, "several_decrees"),
    ] {
        if let Some(file) = file.as_deref().filter(|_| count > 1) {
            all.push(notable(key, &[("n", &count.to_string()), ("file", file)]));
        }
    }
}

/// Something in the file was taken for a paper, or it goes on with another's.
fn is_read(paper: &PaperLine) -> bool {
    let known = paper.recognised.as_deref().is_some_and(|kind| !kind.contains("unreadable"));
    known || paper.continues.is_some()
}

/// A person as one source has him.
struct Person<'a> {
    name: Option<&'a str>,
    nip: Option<&'a str>,
}

impl<'a> Person<'a> {
    fn of(fields: &'a Fields) -> Person<'a> {
        Person { name: fields.name.as_deref(), nip: fields.nip.as_deref() }
    }

    fn said(&self) -> &'a str {
        self.name.or(self.nip).unwrap_or("-")
    }
}

/// Whether two are one; `None` if too little is known of them.
fn same_person(a: &Person<'_>, b: &Person<'_>) -> Option<bool> {
    let names = a.name.zip(b.name).map(|(a, b)| plain::person(a, b));
    let nips = a.nip.zip(b.nip).map(|(a, b)| plain::digits(a, b) == Likeness::Same);
    match (names, nips) {
        // A NIP may be misread or mistyped; a name that fits makes it the same person.
        (Some(Likeness::Differ), Some(same)) => Some(same),
        (Some(Likeness::Differ), None) => Some(false),
        (Some(_), _) => Some(true),
        (None, nips) => nips,
    }
}

fn people(sheet: &HandOver, all: &mut Vec<Notable>) {
    let letter = sheet.letter.as_ref().map(Person::of);
    let decree = sheet.decree.as_ref().map(Person::of);
    let register = sheet
        .registered
        .as_ref()
        .map(|r| Person { name: Some(r.name.as_str()), nip: r.nip.as_deref() });
    let pairs = [
        ("decree_other_person", &decree, &register),
        ("decree_other_person_letter", &decree, &letter),
        ("letter_other_person", &letter, &register),
    ];
    for (key, one, other) in pairs {
        let told = all.iter().any(|found: &Notable| found.key == "decree_other_person");
        if key == "decree_other_person_letter" && told {
            continue;
        }
        let Some((one, other)) = one.as_ref().zip(other.as_ref()) else { continue };
        match same_person(one, other) {
            Some(false) => all.push(notable(key, &[("a", one.said()), ("b", other.said())])),
            Some(true) => {
                let nips = one.nip.zip(other.nip);
                let differ = nips.filter(|(a, b)| plain::digits(a, b) != Likeness::Same);
                let told = all.iter().any(|found| found.key == "nip_differs");
                if differ.is_some() && !told {
                    all.push(notable("nip_differs", &[]));
                }
            }
            None => {}
        }
    }
    let ids = sheet.letter.as_ref().and_then(|l| l.user_id.as_deref());
    if let Some((said, register)) = ids.zip(sheet.registered.as_ref())
        && plain::code(said, &register.user_id) != Likeness::Same
    {
        all.push(notable("user_id_differs", &[("a", said), ("b", &register.user_id)]));
    }
}

fn day(date: Option<&String>) -> Option<Date> {
    date.and_then(|d| d.parse().ok())
}

fn decree(sheet: &HandOver, today: Date, all: &mut Vec<Notable>) {
    let Some(decree) = &sheet.decree else { return };
    if let Some(until) = day(decree.valid_until.as_ref()).filter(|until| *until < today) {
        all.push(notable("decree_expired", &[("day", &until.to_string())]));
    }
    if let Some(from) = day(decree.valid_from.as_ref()).filter(|from| *from > today) {
        all.push(notable("decree_not_yet", &[("day", &from.to_string())]));
    }
    let cited = sheet.letter.as_ref().and_then(|l| l.decree_number.as_deref());
    if let Some((cited, own)) = cited.zip(decree.decree_number.as_deref())
        && plain::number(cited, own) == Likeness::Differ
    {
        all.push(notable("decree_not_cited", &[("a", cited), ("b", own)]));
    }
}

fn letter(sheet: &HandOver, today: Date, all: &mut Vec<Notable>) {
    let Some(letter) = &sheet.letter else { return };
    if let Some(written) = day(letter.letter_date.as_ref()) {
        let age = written.until(today).map(|span| span.get_days()).unwrap_or_default();
        let (age_text, day) = (age.to_string(), written.to_string());
        if age > OLD_LETTER_DAYS {
            all.push(notable("letter_old", &[("n", &age_text), ("day", &day)]));
        }
        if age < 0 {
            all.push(notable("letter_future", &[("day", &day)]));
        }
    }
    if let Some(address) = letter.email.as_deref().filter(|a| is_new_address(sheet, a)) {
        all.push(notable("new_address", &[("a", &masked_address(address))]));
    }
}

/// Whether a letter's address is surely neither the sender's nor the registered one.
pub fn is_new_address(sheet: &HandOver, address: &str) -> bool {
    let senders =
        sheet.sender.as_deref().is_some_and(|s| plain::code(s, address) == Likeness::Same);
    let registered = sheet.destination.as_deref();
    // Of the registered address only the masked form is known here; the sender's may be it.
    let maybe = registered.is_some_and(|r| r.eq_ignore_ascii_case(&masked_address(address)));
    !senders && (sheet.sender_registered || !maybe)
}

/// `r***@kkp.example`, as the register masks its own.
pub fn masked_address(address: &str) -> String {
    let (local, domain) = address.rsplit_once('@').unwrap_or((address, ""));
    format!("{}***@{domain}", local.chars().next().unwrap_or('*'))
}

fn signatures(sheet: &HandOver, all: &mut Vec<Notable>) {
    let signatory = sheet.letter.as_ref().and_then(|l| l.signatory.as_deref());
    for paper in &sheet.papers {
        let of_letter = sheet.letter_file.as_deref() == Some(paper.name.as_str());
        for signature in &paper.signatures {
            let file = ("file", paper.name.as_str());
            match signature.state {
                SignatureState::Changed => all.push(notable("signature_changed", &[file])),
                SignatureState::Untrusted => all.push(notable("signature_untrusted", &[file])),
                SignatureState::Intact => {}
            }
            if let Some((signer, signatory)) = signature.signer.as_deref().zip(signatory)
                && of_letter
                && plain::person(signer, signatory) == Likeness::Differ
            {
                all.push(notable("signer_other", &[("a", signer), ("b", signatory)]));
            }
        }
    }
}
