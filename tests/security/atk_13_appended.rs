//! A1-13: who holds the mailbox password puts a perfect forged approval into it by IMAP APPEND, the
//! border's lines included. What the header can show is caught; the rest needs `verify` or strict mode
//! (the real IMAP server plays in `border_servers`).
use super::super::office::{BAGUS, MADE, Office, RATNA};
use super::super::own::{open, signed};
use super::super::post::{Post, Stamp};
use crate::rig::dns::Style;
use loket::demo::Paper;

#[tokio::test]
async fn a_mail_no_server_of_ours_delivered_is_held() {
    let mut office = Office::trusting("hosts = [\"mx.kkp.example\"]", "").await;
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    let results = "Authentication-Results: mx.kkp.example; dmarc=pass header.from=kkp.example\r\n";
    let reply = |office: &Office| office.reply(BAGUS, &letter, "SETUJU");
    let line = |by: &str| {
        let at = "Mon, 9 Nov 2026 09:41:00 +0700";
        format!("{results}Received: from pc (pc [192.0.2.77]) by {by} with ESMTP id 1; {at}\r\n")
    };
    let with = |lines: String, post: Post| {
        Post::raw([lines.as_bytes(), post.bytes()].concat(), "kkp.example")
            .stamp(Stamp::NotDelivered)
    };
    let posts = vec![
        // No line at all; results alone; lines of other servers; only an inner hop's.
        reply(&office).stamp(Stamp::NotDelivered),
        with(results.to_owned(), reply(&office)),
        with(line("mail.lain.example"), reply(&office)),
        with(line("mx.kkp.example.evil"), reply(&office)),
        with(line("(mx.kkp.example) pc"), reply(&office)),
        with(
            "Received: from mx by mx.kkp.example with LMTP id 2; x\r\n".to_owned() + results,
            reply(&office),
        ),
    ];
    office.attack_all(posts).await;
    office.silent();
    office.unmoved("not_delivered").await;
    let honest = reply(&office);
    office.send(honest).await;
    office.approved(&case).await;
    office.close().await;
}

/// A genuine approval, copied with its border's lines, and the case in it exchanged.
#[tokio::test]
async fn an_edited_copy_of_a_genuine_approval_is_held() {
    let mut office = Office::open().await;
    let first = office.handed_over(RATNA).await;
    let genuine = office.letter(BAGUS, &first);
    let approval = office.reply(BAGUS, &genuine, "SETUJU");
    let delivered = approval.delivered(office.stage.now);
    office.send(approval).await;
    office.approved(&first).await;
    office.pass(30).await;
    let second = office.handed_over(MADE).await;
    let letter = office.letter(BAGUS, &second);
    let copy = Post::raw(delivered, "kkp.example").stamp(Stamp::NotDelivered);
    let edited = copy
        .swap(&first, &second)
        .swap(&genuine.reply_to, &letter.reply_to)
        .set("In-Reply-To", &format!("<{}>", letter.message.message_id.clone().unwrap()))
        .without("References")
        .set("Message-ID", "<sunting@kkp.example>")
        // The thief sets the date; the border's own stamp is older than the link all the same.
        .set("Date", "Mon, 9 Nov 2026 10:12:00 +0700")
        .signed_at(office.stage.now);
    office.attack(edited).await;
    office.silent();
    office.unmoved("stale").await;
    office.close().await;
}

#[tokio::test]
async fn with_a_check_of_our_own_an_edited_copy_has_no_signature() {
    let mut own = open().await;
    let papers = [Paper::RATNA_LETTER, Paper::RATNA_DECREE];
    let text = "Mohon reset password Admin Agency, surat dan SK terlampir.";
    let request = own.office.mail(RATNA, "Permohonan reset password", text, &papers);
    let fate = own.office.send(signed(request, &own.signer, &Style::default())).await;
    let case = fate.case.expect("a case");
    let letter = own.office.letter(BAGUS, &case);
    // A genuine signed rejection of the approver's, turned into its contrary with all lines kept.
    let genuine = own.office.reply(BAGUS, &letter, "TOLAK belum sah");
    let genuine = signed(genuine, &own.signer, &Style::default());
    let copy = genuine.clone().swap("TOLAK belum sah", "SETUJU");
    own.office.attack(copy).await;
    own.office.silent();
    own.office.unmoved("auth_missing").await;
    // Even a wholly genuine mail is no mail until a server of ours delivered it.
    own.office.attack(genuine.stamp(Stamp::NotDelivered)).await;
    own.office.unmoved("not_delivered").await;
    own.office.close().await;
}
