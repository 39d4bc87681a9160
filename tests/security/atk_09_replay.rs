//! A1-09: an old genuine mail of the approver is put in again, or the approval itself is repeated.
use super::super::office::{BAGUS, CITRA, MADE, Office, RATNA};
use super::super::own::{open, signed};
use super::super::post::Post;
use crate::rig::dns::Style;

#[tokio::test]
async fn the_same_mail_again_decides_nothing() {
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    let approval = office.reply(BAGUS, &letter, "SETUJU");
    office.send(approval.clone()).await;
    office.approved(&case).await;
    // The very same bytes, again and an hour later.
    office.attack(approval.clone()).await;
    office.silent();
    office.pass(60).await;
    office.attack(approval.clone()).await;
    office.unmoved("duplicate").await;
    // The same words under another Message-ID: the link is spent, and its owner reads so.
    let renamed = approval.set("Message-ID", "<lain@kkp.example>");
    office.attack(renamed).await;
    let told = office.since(BAGUS.address);
    assert!(told.iter().all(|s| s.contains("Perintah Belum Dapat Dijalankan")), "{told:?}");
    office.unmoved("link_spent").await;
    office.close().await;
}

#[tokio::test]
async fn what_was_written_before_its_link_is_stale() {
    let mut office = Office::open().await;
    office.pass(180).await;
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    let now = office.stage.now;
    let reply = |office: &Office| office.reply(BAGUS, &letter, "SETUJU");
    let dated = |post: Post, date: &str| post.set("Date", date).signed_at(now);
    let mut posts = vec![
        // By its date, by the border's stamp, by its signature's time.
        dated(reply(&office), "Mon, 9 Nov 2026 08:00:00 +0700"),
        dated(reply(&office), "Sun, 8 Nov 2026 23:00:00 +0700"),
        reply(&office).delayed(30).signed_at(now),
        reply(&office).field("DKIM-Signature", "v=1; d=kkp.example; s=s1; t=1700000000; bh=x; b=y"),
    ];
    posts.push(dated(
        office.reply(BAGUS, &letter, "TOLAK tidak sah"),
        "Mon, 9 Nov 2026 08:00:00 +0700",
    ));
    office.attack_all(posts).await;
    office.silent();
    office.unmoved("stale").await;
    // A computer whose clock is a few minutes slow is no attacker.
    let slow = dated(reply(&office), "Mon, 9 Nov 2026 12:30:00 +0700");
    office.send(slow).await;
    office.approved(&case).await;
    office.close().await;
}

#[tokio::test]
async fn what_was_on_its_way_for_more_than_a_week_is_stale() {
    let mut office = Office::with("[policy]\ntoken_days = 30\n").await;
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    let written = office.reply(BAGUS, &letter, "SETUJU");
    office.pass(8 * 24 * 60).await;
    // Kept back by somebody who can, and put in when it suits him.
    let now = office.stage.now;
    office.attack(written.clone().delayed(8 * 24 * 60).signed_at(now)).await;
    office.attack(written.signed_at(now).set("Message-ID", "<kedua@kkp.example>")).await;
    office.unmoved("stale").await;
    office.close().await;
}

/// A genuine, signed approval of one case, replayed with the signature into another's.
#[tokio::test]
async fn a_signed_approval_of_one_case_does_not_fit_another() {
    let mut own = open().await;
    let style = Style::default();
    let mut cases = Vec::new();
    for (who, papers) in [
        (RATNA, [loket::demo::Paper::RATNA_LETTER, loket::demo::Paper::RATNA_DECREE]),
        (MADE, [loket::demo::Paper::MADE_LETTER, loket::demo::Paper::MADE_DECREE]),
    ] {
        let text = "Mohon reset password Admin Agency, surat dan SK terlampir.";
        let request = own.office.mail(who, "Permohonan reset password", text, &papers);
        let fate = own.office.send(signed(request, &own.signer, &style)).await;
        cases.push(fate.case.expect("a case"));
    }
    let first = own.office.letter(BAGUS, &cases[0]);
    let second = own.office.letter(BAGUS, &cases[1]);
    let approval = signed(own.office.reply(BAGUS, &first, "SETUJU"), &own.signer, &style);
    own.office.send(approval.clone()).await;
    own.office.approved(&cases[0]).await;
    // Delivered to the other link as an envelope might: the address in the signed To stays.
    let crossed = approval.clone().field("Delivered-To", &second.reply_to);
    own.office.attack(crossed.clone()).await;
    own.office.attack(crossed.clone().swap(&first.reply_to, &second.reply_to)).await;
    // Two links in one mail, and a signed field that was changed.
    own.office.unmoved_each(&["token_conflict", "auth_missing"]).await;
    // Made to look new, it is not the approver's any more.
    let renamed = crossed.clone().set("Message-ID", "<lain@kkp.example>");
    own.office.attack(renamed).await;
    let pasted = crossed.swap("SETUJU", "SETUJU ").set("Message-ID", "<lagi@kkp.example>");
    own.office.attack(pasted.swap(&first.reply_to, &second.reply_to)).await;
    own.office.silent();
    own.office.unmoved("auth_missing").await;
    let theirs = own.office.letter(CITRA, &cases[1]);
    assert_ne!(theirs.reply_to, second.reply_to, "each has a link of his own");
    own.office.close().await;
}
