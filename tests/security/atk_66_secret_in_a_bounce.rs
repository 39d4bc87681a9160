//! A4-66: the credential letter comes back with its whole text. The password is void, helpdesk hears of it,
//! and of the report nothing but its facts is kept.
use super::super::office::{BAGUS, DEWI, OFFICE, Office, RATNA};
use super::super::post::Post;
use loket::workflow::case::State;

const SECRET: &str = "Kp7#mRwt4=Qz";

#[tokio::test]
async fn a_returned_credential_is_kept_nowhere_and_void() {
    let mut office = Office::open().await;
    let case = office.in_execution(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    let typed = format!("HASIL\r\nUSER ID: AA.TELUKCONTOH\r\nPASSWORD: {SECRET}");
    office.send(office.reply(BAGUS, &letter, &typed)).await;
    assert_eq!(office.state(&case).await, State::Delivered);
    let sent = office.letter(RATNA, "Penyampaian Password Baru");
    assert!(String::from_utf8_lossy(&sent.raw).contains(SECRET));

    let whole = String::from_utf8_lossy(&sent.raw).into_owned();
    let report = format!(
        "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.kkp.example\r\nTo: {OFFICE}\r\n\
         Subject: Undelivered Mail Returned to Sender\r\nMessage-ID: <1.bounce@mx.kkp.example>\r\n\
         Date: Mon, 9 Nov 2026 10:00:00 +0700\r\nMIME-Version: 1.0\r\nAuto-Submitted: auto-replied\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b1\r\n\r\n\
         --b1\r\nContent-Type: text/plain\r\n\r\nMailbox full.\r\n\
         --b1\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.kkp.example\r\n\r\n\
         Final-Recipient: rfc822; {}\r\nAction: failed\r\nStatus: 5.2.2\r\n\r\n\
         --b1\r\nContent-Type: message/rfc822\r\n\r\n{whole}\r\n--b1--\r\n",
        RATNA.address
    );
    let fate = office.send(Post::raw(report, "mx.kkp.example")).await;
    assert_eq!(fate.outcome, "bounce", "{fate:?}");
    assert_eq!(office.state(&case).await, State::DeliveryFailed);
    assert!(office.letter(DEWI, "Tidak Terkirim").raw != sent.raw);
    let box_of_ratna = office.stage.dir.join("surat/keluar").join(RATNA.address);
    let elsewhere: Vec<_> = office.whereabouts(SECRET);
    let kept: Vec<_> = elsewhere.iter().filter(|f| !f.starts_with(&box_of_ratna)).collect();
    assert!(kept.is_empty(), "the password is also in {kept:?}");
    // Sent again it is another one: the same never leaves twice.
    let told = office.letter(DEWI, "Tidak Terkirim");
    office.send(office.reply(DEWI, &told, "KIRIM ULANG")).await;
    assert_eq!(office.state(&case).await, State::Executing);
    office.nothing_left_the_circle().await;
    office.close().await;
}
