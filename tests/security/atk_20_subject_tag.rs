//! A2-20: a case's number in a subject, or its Message-IDs, in the hands of somebody who is no party.
use super::super::office::{INSIDER, MALLORY, Office, Person, RATNA, SARI};
use loket::demo::{Paper, PersonMail};
use loket::workflow::case::State;

/// An outsider under his own name.
const STRANGER: Person = Person { name: "Orang Lain", address: "orang.lain@lain.example" };

#[tokio::test]
async fn a_tag_is_a_hint_and_no_right() {
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    let receipt = office.letter(RATNA, &case);
    let papers = [Paper::SARI_LETTER, Paper::SARI_DECREE];
    let text = "Menyusul berkas permohonan ini, mohon statusnya dikirim kepada saya.";
    for who in [STRANGER, MALLORY, INSIDER, SARI] {
        let tagged = office.mail(who, &format!("Re: [{case}] Berkas"), text, &papers);
        office.attack(tagged).await;
        // With the true thread of the applicant's own letter as well, and with his commands.
        for words in ["STATUS", "BATAL"] {
            let threaded = office.compose(&PersonMail {
                from_name: who.name,
                from: who.address,
                text: words.into(),
                answers: Some(&receipt),
                ..PersonMail::default()
            });
            office.attack(threaded).await;
        }
    }
    office.silent();
    office.unmoved("foreign_followup").await;
    let held = office.stage.daemon.store.held().await.unwrap();
    assert_eq!(held.len(), 12, "each is parked for a person: {held:?}");
    assert_eq!(office.case(&case).await.papers.len(), 2, "no paper joined");

    // The applicant himself needs no more than the tag.
    let words = "Bersama ini kami susulkan keterangan.";
    let own = office.mail(RATNA, &format!("Re: [{case}] Berkas"), words, &[]);
    let fate = office.send(own).await;
    assert_eq!((fate.outcome.as_str(), fate.case.as_deref()), ("added", Some(case.as_str())));
    assert_eq!(office.state(&case).await, State::Verifying);
    office.close().await;
}

#[tokio::test]
async fn a_case_nobody_knows_discloses_nothing() {
    let mut office = Office::open().await;
    for number in ["LKT-2026-00001", "LKT-2025-99999"] {
        let post = office.mail(STRANGER, &format!("[{number}] status"), "STATUS", &[]);
        office.attack(post).await;
    }
    office.silent();
    office.unmoved("unknown_sender").await;
    office.close().await;
}
