//! A2-28: "Ticket Trick" and Cc: whoever is only named in a mail is never mailed, and no case is shown to
//! him. `Cc` adds nobody.
use super::super::office::{BAGUS, OFFICE, Office, RATNA};
use loket::demo::{Paper, PersonMail};
use loket::workflow::case::State;

const VICTIM: &str = "korban@lain.example";

#[tokio::test]
async fn nobody_is_mailed_for_being_named() {
    let mut office = Office::open().await;
    let papers = [Paper::RATNA_LETTER, Paper::RATNA_DECREE];
    let words = "Mohon reset password Admin Agency, surat dan SK terlampir.";
    let mut post = office.mail(RATNA, "Permohonan reset password", words, &papers);
    for name in ["Cc", "Bcc", "Reply-To", "Sender", "Resent-From", "Disposition-Notification-To"] {
        post = post.field(name, &format!("Korban <{VICTIM}>"));
    }
    for name in ["Return-Receipt-To", "Errors-To", "Mail-Followup-To", "X-Original-To"] {
        post = post.field(name, VICTIM);
    }
    let fate = office.send(post.set("To", &format!("{OFFICE}, {VICTIM}"))).await;
    let case = fate.case.clone().unwrap_or_else(|| panic!("{fate:?}"));
    assert_eq!(office.state(&case).await, State::Verifying);
    let receipt = office.letter(RATNA, &case);
    let follow_up = office.compose(&PersonMail {
        from_name: RATNA.name,
        from: RATNA.address,
        text: "Mohon ditembuskan kepada rekan kami.".into(),
        answers: Some(&receipt),
        ..PersonMail::default()
    });
    office.send(follow_up.field("Cc", VICTIM)).await;
    let letter = office.letter(BAGUS, &case);
    let approval = office.reply(BAGUS, &letter, "SETUJU").field("Cc", VICTIM);
    office.send(approval.field("Reply-To", VICTIM)).await;
    let letter = office.letter(BAGUS, &case);
    let words = "HASIL\r\nUSER ID: AA.TELUKCONTOH\r\nPASSWORD: Kp7#mRwt4=Qz";
    office.send(office.reply(BAGUS, &letter, words).field("Cc", VICTIM)).await;
    assert_eq!(office.state(&case).await, State::Delivered);
    office.pass(60 * 24).await;

    for address in office.stage.addresses() {
        assert_ne!(address, VICTIM);
        for seen in office.stage.mailbox(&address) {
            let message = &seen.message;
            assert!(message.cc.is_empty() && message.to.len() == 1, "{}", message.subject);
        }
    }
    // A copied victim who answers is a stranger (A2-20).
    let victim = super::super::office::Person { name: "Korban", address: VICTIM };
    office.attack(office.reply(victim, &receipt, "STATUS")).await;
    office.silent();
    office.unmoved("foreign_followup").await;
    office.close().await;
}
