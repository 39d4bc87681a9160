//! A1-14: honest mail broken by a forwarder or a list: held, shown once in the digest, released by a
//! person with a reason. ARC is not followed.
use super::super::office::{BAGUS, DEWI, Office, RATNA, SARI};
use super::super::post::Stamp;
use loket::demo::Paper;
use loket::intake::Released;

const BROKEN: &str =
    "dkim=fail header.d=kkp.example header.s=s1; arc=pass; dmarc=none header.from=kkp.example";

#[tokio::test]
async fn a_broken_signature_is_held_listed_and_released_with_a_reason() {
    let mut office = Office::open().await;
    let papers = [Paper::SARI_LETTER, Paper::SARI_DECREE];
    let text = "Mohon reset password Admin Agency, surat dan SK terlampir.";
    let post = office.mail(SARI, "Permohonan reset password", text, &papers);
    let arc =
        "i=1; mx.lain.example; dkim=pass header.d=kkp.example; dmarc=pass header.from=kkp.example";
    let post = post
        .field("ARC-Authentication-Results", arc)
        .field("ARC-Seal", "i=1; cv=none; d=lain.example");
    office.attack(post.stamp(Stamp::Results(BROKEN.into()))).await;
    office.silent();
    office.unmoved("auth_missing").await;
    // Once a day its staff are told.
    office.pass(24 * 60).await;
    let digest = office.letter(DEWI, "Rekap Harian");
    assert!(digest.message.text.contains(SARI.address), "{}", digest.message.text);
    // A person releases it, with a reason, in the log.
    let held = office.stage.daemon.store.held().await.unwrap();
    let rules = office.stage.daemon.house().rules.clone();
    let (intake, now) = (&office.stage.daemon.intake, office.stage.now);
    let done = intake.release(held[0].id, "sudah ditelepon", &rules, now).await.unwrap();
    let Released::Case(case) = done else { panic!("{done:?}") };
    office.stage.tick().await.unwrap();
    let log = office.rows("SELECT case_id, body FROM log ORDER BY seq").await;
    let said = log.iter().find(|row| row[1].contains("sudah ditelepon"));
    assert_eq!(said.map(|row| row[0].as_str()), Some(case.as_str()), "{log:?}");
    office.nothing_left_the_circle().await;
    office.close().await;
}

#[tokio::test]
async fn a_released_approval_never_becomes_one() {
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    let post = office.reply(BAGUS, &letter, "SETUJU").stamp(Stamp::Results(BROKEN.into()));
    office.attack(post).await;
    let held = office.stage.daemon.store.held().await.unwrap();
    let rules = office.stage.daemon.house().rules.clone();
    let (intake, now) = (&office.stage.daemon.intake, office.stage.now);
    intake.release(held[0].id, "tampak benar", &rules, now).await.unwrap();
    office.stage.tick().await.unwrap();
    let acts = office.rows("SELECT case_id FROM acts").await;
    assert_eq!(
        acts,
        Vec::<Vec<String>>::new(),
        "a release vouches for a sender, not for a decision"
    );
    office.nothing_left_the_circle().await;
    office.close().await;
}
