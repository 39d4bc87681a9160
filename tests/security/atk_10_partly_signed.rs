//! A1-10: a signature that leaves Subject, To or Date open, or a field doubled after signing.
use super::super::office::{BAGUS, RATNA};
use super::super::own::{open, signed};
use crate::rig::dns::Style;
use loket::demo::Paper;

#[tokio::test]
async fn a_signature_that_leaves_fields_open_is_weak() {
    let mut own = open().await;
    let papers = [Paper::RATNA_LETTER, Paper::RATNA_DECREE];
    let text = "Mohon reset password Admin Agency, surat dan SK terlampir.";
    let request = own.office.mail(RATNA, "Permohonan reset password", text, &papers);
    let fate = own.office.send(signed(request, &own.signer, &Style::default())).await;
    let case = fate.case.expect("a case");
    let letter = own.office.letter(BAGUS, &case);
    let all = ["from", "to", "subject", "date", "message-id"];
    for open in &all[1..] {
        let fields = all.iter().copied().filter(|name| name != open).collect();
        let style = Style { fields, ..Style::default() };
        let post = signed(own.office.reply(BAGUS, &letter, "SETUJU"), &own.signer, &style);
        let fate = own.office.attack(post).await;
        assert_eq!(fate.verdict, "weak", "{open} is not signed");
    }
    // Signed as a whole, and a second one put on top: the mail's reader and the check part ways.
    for (name, value) in [
        ("Subject", "Re: [LKT-2026-00099] lain"),
        ("To", "helpdesk-lpse@kkp.example"),
        ("Date", "Mon, 9 Nov 2026 09:40:00 +0700"),
        ("Message-ID", "<lain@kkp.example>"),
        ("Content-Type", "text/plain"),
    ] {
        let post = own.office.reply(BAGUS, &letter, "SETUJU");
        let post = signed(post, &own.signer, &Style::default()).field(name, value);
        let fate = own.office.attack(post).await;
        assert_eq!(fate.verdict, "weak", "{name} twice");
    }
    own.office.silent();
    own.office.unmoved("auth_weak").await;
    let doubled = own.office.reply(BAGUS, &letter, "SETUJU");
    let doubled = signed(doubled, &own.signer, &Style::default()).field("From", "x@kkp.example");
    own.office.attack(doubled).await;
    own.office.unmoved("malformed_identity").await;
    own.office.close().await;
}
