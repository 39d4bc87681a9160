//! A4-73: the applicant's mailbox is stolen. The second contact hears of the reset before the password
//! leaves, and either of them freezes everything with two words; nobody else does.
use super::super::office::{BAGUS, CITRA, DEWI, HENDRA, INSIDER, KEPALA, MALLORY, Office, RATNA};
use super::super::post::Stamp;
use loket::workflow::case::State;

const TYPED: &str = "HASIL\r\nUSER ID: AA.TELUKCONTOH\r\nPASSWORD: Kp7#mRwt4=Qz";

#[tokio::test]
async fn the_second_contact_hears_before_the_password_leaves() {
    let mut office = Office::with_contact().await;
    let case = office.in_execution(RATNA).await;
    let notice = office.letter(KEPALA, "Pemberitahuan Perubahan Akun");
    assert!(notice.message.text.contains("BUKAN SAYA"));
    assert!(!notice.message.text.contains("Kp7#"));
    let approval = office.letter(BAGUS, &case);
    let fate = office.send(office.reply(KEPALA, &notice, "Bukan dari kami!")).await;
    assert_eq!((fate.outcome.as_str(), fate.case.as_deref()), ("command", Some(case.as_str())));
    for who in [DEWI, HENDRA, BAGUS, CITRA] {
        assert!(office.letter(who, "PERLU DIPERIKSA").message.text.contains("k***@kkp.example"));
    }
    // The result, though approved, goes nowhere.
    office.attack(office.reply(BAGUS, &approval, TYPED)).await;
    assert!(office.case(&case).await.frozen.is_some());
    assert_eq!(office.state(&case).await, State::Executing);
    assert_eq!(office.rows("SELECT act FROM acts WHERE act = 'result'").await.len(), 0);
    assert_eq!(
        office
            .stage
            .mailbox(RATNA.address)
            .iter()
            .filter(|s| s.message.subject.contains("Penyampaian"))
            .count(),
        0
    );
    assert_eq!(office.whereabouts("Kp7#mRwt4=Qz"), Vec::<std::path::PathBuf>::new());
    office.nothing_left_the_circle().await;
    office.close().await;
}

#[tokio::test]
async fn nobody_but_its_own_people_freezes_a_case() {
    let mut office = Office::with_contact().await;
    let case = office.in_execution(RATNA).await;
    let notice = office.letter(KEPALA, "Pemberitahuan Perubahan Akun");
    let receipt = office.letter(RATNA, "Tanda Terima");
    // A stranger with the subject, one with a copy of our letter, and forgers of those who might.
    office.attack(office.mail(MALLORY, &format!("[{case}]"), "BUKAN SAYA", &[])).await;
    office.attack(office.reply(INSIDER, &notice, "BUKAN SAYA")).await;
    office.attack(office.reply(RATNA, &receipt, "BUKAN SAYA").stamp(Stamp::Fail)).await;
    office.attack(office.reply(KEPALA, &notice, "BUKAN SAYA").stamp(Stamp::Unchecked)).await;
    assert!(office.case(&case).await.frozen.is_none());
    office.silent();
    let reasons = ["foreign_followup", "foreign_followup", "auth_fail", "auth_missing"];
    office.unmoved_each(&reasons).await;
    // The holder himself, from his own mailbox, in a mail of its own.
    let words = "Yth. Helpdesk, saya tidak pernah mengajukan reset password.";
    let fate = office.send(office.mail(RATNA, "Permohonan apa ini", words, &[])).await;
    assert_eq!(fate.case.as_deref(), Some(case.as_str()));
    assert!(office.case(&case).await.frozen.is_some());
    office.close().await;
}

/// Frozen between the typed result and its way out: the letter is dropped and the password destroyed.
#[tokio::test]
async fn a_result_in_the_queue_is_stopped() {
    let mut office = Office::with_contact().await;
    let case = office.in_execution(RATNA).await;
    let (approval, notice) = (office.letter(BAGUS, &case), office.letter(KEPALA, "Pemberitahuan"));
    // Both mails lie in the inbox when Loket looks: the result is recorded, then disowned, then sent.
    for post in [office.reply(BAGUS, &approval, TYPED), office.reply(KEPALA, &notice, "bukan saya")]
    {
        office.stage.deliver_raw(&post.delivered(office.stage.now)).unwrap();
    }
    office.pass(1).await;
    assert!(office.case(&case).await.frozen.is_some());
    let orders = office.rows("SELECT state FROM orders WHERE letter = 'credentials'").await;
    assert_eq!(orders, [["dropped"]]);
    let secrets = office.rows("SELECT COALESCE(CAST(used_ms AS TEXT), 'unused'), CASE WHEN sealed IS NULL THEN 'gone' ELSE 'kept' END FROM secrets").await;
    assert_eq!(secrets, [["unused", "gone"]]);
    assert_eq!(office.whereabouts("Kp7#mRwt4=Qz"), Vec::<std::path::PathBuf>::new());
    office.nothing_left_the_circle().await;
    office.close().await;
}
