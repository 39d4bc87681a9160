//! A4-71: what an answer tells of the register. Unauthenticated senders hear nothing at all; whoever asks
//! for something that is not ours hears the same, byte for byte, whether he is registered or not.
use super::super::office::{INSIDER, Office, Person, RATNA, SARI};
use super::super::post::Stamp;

const TOTP: &str =
    "Yth. Helpdesk, kode OTP aplikasi authenticator saya tidak muncul, mohon bantuannya.";

/// The one letter somebody got, without what names him or his case.
fn told(office: &Office, who: Person) -> String {
    let letters = office.stage.mailbox(who.address);
    assert_eq!(letters.len(), 1, "{} got {} letters", who.name, letters.len());
    let message = &letters[0].message;
    let number = loket::mail::case_tag(&message.subject).expect("a case number");
    format!("{}\n{}", message.subject, message.text)
        .replace(&number, "LKT")
        .replace(who.name, "NAMA")
}

#[tokio::test]
async fn known_and_unknown_senders_are_told_the_same() {
    let mut office = Office::open().await;
    for who in [RATNA, INSIDER] {
        let fate = office.send(office.mail(who, "Kode OTP", TOTP, &[])).await;
        assert_eq!(fate.outcome, "case", "{fate:?}");
    }
    assert_eq!(told(&office, RATNA), told(&office, INSIDER));
    office.close().await;
}

#[tokio::test]
async fn an_account_named_is_neither_confirmed_nor_denied() {
    let mut office = Office::open().await;
    let ask = |id: &str| format!("Mohon reset password Admin Agency User ID {id}. Terima kasih.");
    // A stranger hears nothing in either case.
    for id in ["AA.SARI", "AA.TIADA"] {
        let fate = office.send(office.mail(INSIDER, "Permohonan", &ask(id), &[])).await;
        assert_eq!(fate.code(), "unknown_sender");
    }
    assert!(office.stage.mailbox(INSIDER.address).is_empty());
    // A holder who names another's account gets the same receipt as for one that is not there.
    let mut receipts = Vec::new();
    for (who, id) in [(RATNA, "AA.LOKAPESISIR"), (SARI, "AA.TIADA")] {
        office.send(office.mail(who, "Permohonan reset", &ask(id), &[])).await;
        let letter = office.letter(who, "Tanda Terima").message;
        let number = loket::mail::case_tag(&letter.subject).unwrap();
        let text = format!("{}\n{}", letter.subject, letter.text).replace(&number, "LKT");
        receipts.push(text.replace(who.name, "NAMA"));
    }
    assert_eq!(receipts[0], receipts[1]);
    office.close().await;
}

#[tokio::test]
async fn nobody_unproven_gets_any_answer() {
    let mut office = Office::open().await;
    let mut reasons = Vec::new();
    for who in [RATNA, INSIDER] {
        for (stamp, reason) in [(Stamp::Fail, "auth_fail"), (Stamp::Unchecked, "auth_missing")] {
            for text in [TOTP, "Mohon reset password Admin Agency.", "STATUS", "BUKAN SAYA"] {
                let post = office.mail(who, "Permohonan", text, &[]);
                office.attack(post.stamp(stamp.clone())).await;
                reasons.push(reason);
            }
        }
    }
    office.silent();
    office.unmoved_each(&reasons).await;
    office.close().await;
}
