//! Whose signature it is, and for which request: what is asked after a signature stands
//! (`security.md` A3-50, D.1). Keys and signatures are `openssl`'s.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
mod rig;

use jiff::{SignedDuration, Timestamp};
use loket::mail::signature::{Refusal, Request, Signatory, proof};
use loket::mail::{Message, TrustSettings, parse};
use rig::signed::*;
use rig::signer::{Card, Paper};
use std::sync::LazyLock;

static HIS: LazyLock<Card> = LazyLock::new(|| Card::of(BAGUS));
static EVIL: LazyLock<Card> = LazyLock::new(|| Card::of("mallory@luar.example"));

fn read(raw: &str) -> Message {
    parse(raw.as_bytes(), &TrustSettings::default())
}

/// Whether it counts as Bagus's answer to the request with [`CODE`].
fn counts(message: &Message) -> Result<(), Refusal> {
    let now = Timestamp::now();
    let certificates = [HIS.fingerprint()];
    let person = Signatory { addresses: &[BAGUS.to_owned()], certificates: &certificates };
    let asked_at = now - SignedDuration::from_hours(1);
    proof(message, &person, &Request { asked_at, marks: &[CODE] }, now).map(|_| ())
}

#[test]
fn only_the_pinned_certificate_of_the_sender_himself_counts() {
    let good = read(&mail(&signed(&HIS, WORDS, &[])));
    assert_eq!(counts(&good), Ok(()));
    let not = |raw: String, refusal| assert_eq!(counts(&read(&raw)), Err(refusal), "{raw}");
    not(mail(WORDS), Refusal::NoSignature);
    not(mail(&signed(&EVIL, WORDS, &[])), Refusal::OtherCertificate);
    // A certificate with his name and address that anybody can make.
    not(mail(&signed(&Card::of(BAGUS), WORDS, &[])), Refusal::OtherCertificate);
    let other = mail(&signed(&HIS, WORDS, &[])).replacen(BAGUS, "sari@kkp.example", 1);
    not(other, Refusal::OtherAddress);
    // His other address is his, but not the certificate's.
    let ppe = "admin-ppe@kkp.example";
    let message = read(&mail(&signed(&HIS, WORDS, &[])).replacen(BAGUS, ppe, 1));
    let now = Timestamp::now();
    let (addresses, certificates) = ([BAGUS.to_owned(), ppe.to_owned()], [HIS.fingerprint()]);
    let person = Signatory { addresses: &addresses, certificates: &certificates };
    let request = Request { asked_at: now - SignedDuration::from_hours(1), marks: &[CODE] };
    assert_eq!(proof(&message, &person, &request, now), Err(Refusal::OtherAddress));
    // And a certificate whose address is another's is not his either.
    let theirs = Signatory { addresses: &addresses[1..], certificates: &certificates };
    assert_eq!(proof(&good, &theirs, &request, now), Err(Refusal::OtherAddress));
    let nobody = Signatory { addresses: &addresses, certificates: &[] };
    assert_eq!(proof(&good, &nobody, &request, now), Err(Refusal::OtherCertificate));
    let proven = proof(&good, &person, &request, now).unwrap();
    assert_eq!(proven.fingerprint, HIS.fingerprint());
    assert_eq!(proven.act, good.signature.unwrap().act);
}

#[test]
fn the_certificate_must_hold_when_the_mail_arrives() {
    let name = format!("subjectAltName=email:{BAGUS}");
    let valid = Some(("20200102030405Z", "20210102030405Z"));
    let old = Card::new(&Paper { extensions: &[&name], valid, ..Paper::default() });
    let message = read(&mail(&signed(&old, WORDS, &[])));
    assert!(message.signature.is_some(), "{:?}", message.defects);
    let certificates = [old.fingerprint()];
    let person = Signatory { addresses: &[BAGUS.to_owned()], certificates: &certificates };
    let at = |arrived: &str| {
        let arrived: Timestamp = arrived.parse().unwrap();
        let request = Request { asked_at: arrived, marks: &[CODE] };
        proof(&message, &person, &request, arrived)
    };
    assert_eq!(at("2020-01-02T03:04:04Z"), Err(Refusal::NotValid));
    assert_eq!(at("2021-01-02T03:04:06Z"), Err(Refusal::NotValid));
    // Within its time the next question is asked: it was signed today, long after that.
    assert_eq!(at("2020-06-01T00:00:00Z"), Err(Refusal::Stale));
}

/// Who holds the mailbox finds signed approvals among the sent mails; the signature covers no header.
#[test]
fn an_answer_of_another_day_or_to_another_request_does_not_count() {
    let name = format!("subjectAltName=email:{BAGUS}");
    let valid = Some(("20200102030405Z", "20400102030405Z"));
    let card = Card::new(&Paper { extensions: &[&name], valid, ..Paper::default() });
    let message = read(&mail(&signed(&card, WORDS, &[])));
    let now = Timestamp::now();
    let certificates = [card.fingerprint()];
    let person = Signatory { addresses: &[BAGUS.to_owned()], certificates: &certificates };
    let hours = SignedDuration::from_hours;
    let ask = |asked_at: Timestamp, marks: &[&str], arrived: Timestamp| {
        proof(&message, &person, &Request { asked_at, marks }, arrived).map(|_| ())
    };
    assert_eq!(ask(now - hours(1), &[CODE], now), Ok(()));
    assert_eq!(ask(now - hours(1), &["k7qm-4txd"], now + hours(20)), Ok(()));
    assert_eq!(ask(now - hours(1), &["ABCD-2345", "LKT-2026-00001"], now), Ok(()));
    assert_eq!(ask(now + hours(1), &[CODE], now + hours(2)), Err(Refusal::Stale));
    assert_eq!(ask(now - hours(2), &[CODE], now - hours(1)), Err(Refusal::Stale));
    for marks in [&["ABCD-2345"][..], &["LKT-2026-0000"], &["KT-2026-00001"], &[""], &[" "], &[]] {
        assert_eq!(ask(now - hours(1), marks, now), Err(Refusal::NotBound), "{marks:?}");
    }
}
