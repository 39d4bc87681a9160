//! A1-08: the `l=` tag: a signed beginning, and words of the attacker behind it.
use super::super::office::{BAGUS, RATNA};
use super::super::own::{open, signed};
use super::super::post::Stamp;
use crate::rig::dns::Style;

#[tokio::test]
async fn a_signed_beginning_with_words_added_is_no_signature() {
    let mut own = open().await;
    let papers = [loket::demo::Paper::RATNA_LETTER, loket::demo::Paper::RATNA_DECREE];
    let text = "Mohon reset password Admin Agency, surat dan SK terlampir.";
    let request = own.office.mail(RATNA, "Permohonan reset password", text, &papers);
    let fate = own.office.send(signed(request, &own.signer, &Style::default())).await;
    let case = fate.case.expect("a case");
    let letter = own.office.letter(BAGUS, &case);
    // An honest empty mail of the approver, signed over nothing of its body, and the attacker's words.
    for length in [0, 2] {
        let style = Style { length: Some(length), ..Style::default() };
        let honest = own.office.reply(BAGUS, &letter, "SETUJU");
        let post = signed(honest, &own.signer, &style);
        own.office.attack(post).await;
    }
    own.office.silent();
    own.office.unmoved("auth_missing").await;
    let honest = own.office.reply(BAGUS, &letter, "SETUJU");
    let honest = signed(honest, &own.signer, &Style::default());
    own.office.send(honest).await;
    own.office.approved(&case).await;
    own.office.close().await;
}

/// The border passed it and does not say how; the mail itself shows the tag.
#[tokio::test]
async fn a_border_that_passes_it_is_not_followed() {
    let mut office = super::super::office::Office::open().await;
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    let signature = "v=1; a=rsa-sha256; d=kkp.example; s=s1; l=12; h=from:to:subject; bh=x; b=y";
    for tag in [
        signature.to_owned(),
        signature.replace("l=12", "l = 0"),
        signature.replace("d=kkp", "d=mail.kkp"),
    ] {
        let post = office.reply(BAGUS, &letter, "SETUJU").field("DKIM-Signature", &tag);
        office.attack(post.stamp(Stamp::Pass)).await;
    }
    office.silent();
    office.unmoved("auth_weak").await;
    office.close().await;
}
