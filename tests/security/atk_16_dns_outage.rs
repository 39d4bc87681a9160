//! A1-16: a DNS outage, or our border's temperror, used to skip the check: it defers, it never passes.
use super::super::office::{BAGUS, Office, RATNA};
use super::super::own::{OwnCheck, open, signed};
use super::super::post::{Post, Stamp};
use crate::rig::dns::{Answer, Style};
use loket::demo::Paper;

fn request(own: &OwnCheck) -> Post {
    let papers = [Paper::RATNA_LETTER, Paper::RATNA_DECREE];
    let text = "Mohon reset password Admin Agency, surat dan SK terlampir.";
    let post = own.office.mail(RATNA, "Permohonan reset password", text, &papers);
    signed(post, &own.signer, &Style::default())
}

#[tokio::test]
async fn what_cannot_be_checked_waits_and_is_taken_once() {
    let mut own = open().await;
    own.dns.set("s1._domainkey.kkp.example", Answer::Fails);
    let post = request(&own);
    let fate = own.office.attack(post).await;
    assert_eq!(fate.outcome, "waiting");
    own.office.silent();
    own.office.unmoved("waiting").await;
    // The resolver is back: once, and only once.
    own.signer.publish(&own.dns, "");
    own.office.pass(10).await;
    own.office.pass(10).await;
    let rows = own.office.rows("SELECT outcome FROM mails").await;
    assert_eq!(rows, [["case"]]);
    own.office.close().await;
}

#[tokio::test]
async fn after_a_day_a_person_looks() {
    let mut own = open().await;
    own.dns.set("s1._domainkey.kkp.example", Answer::Fails);
    let post = request(&own);
    own.office.attack(post).await;
    own.office.unmoved("waiting").await;
    own.office.mark().await;
    own.office.pass(23 * 60).await;
    assert_eq!(own.office.rows("SELECT outcome FROM mails").await, Vec::<Vec<String>>::new());
    own.office.pass(2 * 60).await;
    let rows = own.office.rows("SELECT outcome, COALESCE(reason, '') FROM mails").await;
    assert_eq!(rows, [["held", "auth_temperror"]]);
    own.office.nothing_moved().await;
    own.office.close().await;
}

#[tokio::test]
async fn a_temperror_of_the_border_never_passes() {
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    for results in [
        "dmarc=temperror header.from=kkp.example",
        "dkim=temperror header.d=kkp.example; spf=pass smtp.mailfrom=kkp.example",
        "spf=temperror smtp.mailfrom=kkp.example",
    ] {
        let post = office.reply(BAGUS, &letter, "SETUJU").stamp(Stamp::Results(results.into()));
        office.attack(post).await;
    }
    office.silent();
    office.unmoved("auth_temperror").await;
    office.close().await;
}
