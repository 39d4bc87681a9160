//! A1-01: a plain forged `From:` of Admin PPE, or of an applicant, from outside.
use super::super::office::{BAGUS, MALLORY, Office, RATNA, SARI};
use super::super::post::Stamp;
use loket::demo::Paper;

const STOLEN: &str = "SETUJU\r\nUSER ID: AA.TELUKCONTOH\r\nPASSWORD: punyaSaya123";

#[tokio::test]
async fn without_a_passing_verdict_an_approver_is_nobody() {
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    // Even with the true token in hand.
    let forged = || office_reply(&office, &letter);
    let (failed, unchecked, unproven) = (forged(), forged(), forged());
    office.attack(failed.stamp(Stamp::Fail)).await;
    office.attack(unchecked.stamp(Stamp::Unchecked)).await;
    let evil = Stamp::Results(
        "dkim=pass header.d=evil.example; spf=pass smtp.mailfrom=x@evil.example".into(),
    );
    office.attack(unproven.stamp(evil)).await;
    office.silent();
    office.unmoved_each(&["auth_fail", "auth_missing", "auth_missing"]).await;
    assert_eq!(
        office.whereabouts("punyaSaya123"),
        Vec::<std::path::PathBuf>::new(),
        "kept nowhere"
    );

    let post = office.reply(BAGUS, &letter, "SETUJU");
    office.send(post).await;
    office.approved(&case).await;
    office.close().await;
}

fn office_reply(office: &Office, letter: &loket::demo::Seen) -> super::super::post::Post {
    office.reply(BAGUS, letter, STOLEN)
}

#[tokio::test]
async fn a_forged_applicant_opens_no_case_and_gets_no_answer() {
    let mut office = Office::open().await;
    let papers = [Paper::SARI_LETTER, Paper::SARI_DECREE];
    for stamp in [Stamp::Fail, Stamp::Unchecked] {
        let text = "Mohon reset password Admin Agency, surat dan SK terlampir.";
        let post = office.mail(SARI, "Permohonan reset password", text, &papers);
        office.attack(post.stamp(stamp)).await;
    }
    office.silent();
    office.unmoved_each(&["auth_fail", "auth_missing"]).await;
    assert_eq!(office.stage.daemon.store.cases().await.unwrap(), []);
    office.close().await;
}

#[tokio::test]
async fn an_approvers_name_on_a_strangers_address_is_a_stranger() {
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    let post = office.reply(MALLORY, &letter, "SETUJU");
    office.attack(post).await;
    assert_eq!(office.since(MALLORY.address), Vec::<String>::new());
    office.unmoved("token_foreign").await;
    office.close().await;
}
