//! A3-43: delivery reports nobody's server made. Only one with the unguessable mark of a letter of ours
//! counts, and only for that letter; what is embedded in one is never a command.
use super::super::office::{BAGUS, MALLORY, Office, RATNA};
use super::super::post::{Post, Stamp};
use loket::workflow::case::State;

/// A report about `message_id`, with `inner` as the words of the letter that came back.
fn report(n: usize, message_id: &str, to: &str, token: &str, inner: &str) -> Post {
    let raw = format!(
        "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.lain.example (Mail Delivery System)\r\nTo: <{token}>\r\n\
         Subject: Undelivered Mail Returned to Sender\r\nMessage-ID: <laporan-{n}@mx.lain.example>\r\n\
         Date: Mon, 09 Nov 2026 09:50:00 +0700\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n\
         --b\r\nContent-Type: text/plain\r\n\r\nSETUJU\r\n<{to}>: user unknown\r\n\
         --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.lain.example\r\n\
         Original-Envelope-Id: loket-o5\r\n\r\nFinal-Recipient: rfc822; {to}\r\nAction: failed\r\n\
         Status: 5.1.1\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n\
         From: Bagus Prakoso <{}>\r\nTo: <{token}>\r\nSubject: Re: x\r\nMessage-ID: <{message_id}>\r\n\
         Content-Type: text/plain\r\n\r\n{inner}\r\n--b--\r\n",
        BAGUS.address
    );
    Post::raw(raw, "mx.lain.example")
}

#[tokio::test]
async fn a_forged_report_marks_nothing_and_commands_nothing() {
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    let token = letter.reply_to.clone();
    let receipt = office.letter(RATNA, &case).message.message_id.unwrap();
    let (text, mark) = receipt.split_once('@').unwrap().0.rsplit_once('.').unwrap();
    let forged = [
        format!("{text}.0000000000000000@kkp.example"),
        format!("{text}.{mark}@lain.example"),
        format!("{case}.o99.{mark}@kkp.example"),
        "asing@lain.example".to_owned(),
        String::new(),
    ];
    for (n, id) in forged.iter().enumerate() {
        for to in ["helpdesk-lpse@kkp.example", &token] {
            let post = report(n * 2 + to.len(), id, RATNA.address, to, "SETUJU");
            office.attack(post.clone()).await;
            office.attack(post.stamp(Stamp::Fail)).await;
        }
    }
    office.silent();
    let codes: Vec<&str> = (0..forged.len() * 2).flat_map(|_| ["bounce", "duplicate"]).collect();
    office.unmoved_each(&codes).await;
    let failed = office
        .rows("SELECT COALESCE(last_error, '') FROM orders WHERE state NOT IN ('done', 'due')")
        .await;
    assert!(failed.is_empty(), "{failed:?}");
    // A "bounce" of a person, without its form, is that person's mail.
    let post = office.reply(MALLORY, &letter, "SETUJU").set("Subject", "Undelivered Mail");
    office.attack(post).await;
    office.unmoved("token_foreign").await;
    office.close().await;
}

#[tokio::test]
async fn a_true_report_marks_its_own_letter_only() {
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    let words = "SETUJU\r\nUSER ID: AA.TELUKCONTOH\r\nPASSWORD: Kp7#mRwt4=Qz";
    office.send(office.reply(BAGUS, &letter, words)).await;
    assert_eq!(office.state(&case).await, State::Delivered);
    let result = office.letter(RATNA, "Penyampaian Password Baru").message.message_id.unwrap();
    let post = report(1, &result, RATNA.address, "helpdesk-lpse@kkp.example", "SETUJU");
    let fate = office.send(post).await;
    assert_eq!(fate.outcome, "bounce");
    assert_eq!(office.state(&case).await, State::DeliveryFailed);
    let rows = office
        .rows("SELECT letter FROM orders WHERE last_error LIKE '%5.1.1%' OR state = 'bounced'")
        .await;
    assert_eq!(rows, [["credentials".to_owned()]], "one order, that one");
    let sent =
        office.rows("SELECT CAST(COUNT(*) AS TEXT) FROM orders WHERE letter = 'credentials'").await;
    assert_eq!(sent[0][0], "1", "the secret is not sent again");
    office.close().await;
}
