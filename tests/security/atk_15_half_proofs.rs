//! A1-15: SPF alone, keys under test, short keys, SHA-1, `+all`: not enough for Admin PPE, a warning
//! for an applicant.
use super::super::office::{BAGUS, Office, RATNA, SARI, submitted};
use super::super::own::{open, signed};
use super::super::post::Stamp;
use crate::rig::dns::{Signer, Style};
use loket::demo::Paper;

#[tokio::test]
async fn spf_alone_is_weak() {
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    for results in [
        "spf=pass smtp.mailfrom=bagus.ppe@kkp.example",
        "spf=pass smtp.mailfrom=kkp.example; dkim=none",
        "spf=pass smtp.mailfrom=kkp.example; dkim=fail header.d=kkp.example; dmarc=none header.from=kkp.example",
        "spf=pass smtp.mailfrom=kkp.example; dkim=pass header.d=evil.example",
    ] {
        let post = office.reply(BAGUS, &letter, "SETUJU").stamp(Stamp::Results(results.into()));
        office.attack(post).await;
    }
    office.silent();
    office.unmoved("auth_weak").await;
    // An applicant's request is taken, and Admin PPE reads that it is weak.
    let papers = [Paper::SARI_LETTER, Paper::SARI_DECREE];
    let text = "Mohon reset password Admin Agency, surat dan SK terlampir.";
    let post = office.mail(SARI, "Permohonan reset password", text, &papers).stamp(Stamp::Spf);
    let fate = office.send(post).await;
    let weak = fate.case.expect("a case");
    let shown = office.case(&weak).await;
    assert!(
        shown.remarks.contains(&loket::workflow::event::Remark::WeakSender),
        "{:?}",
        shown.remarks
    );
    // The very mailbox's login is as good as a signature.
    let post = office.reply(BAGUS, &letter, "SETUJU").stamp(submitted(BAGUS.address));
    office.send(post).await;
    office.approved(&case).await;
    office.close().await;
}

#[tokio::test]
async fn weak_keys_and_open_policies_count_as_none() {
    let mut own = open().await;
    let papers = [Paper::RATNA_LETTER, Paper::RATNA_DECREE];
    let text = "Mohon reset password Admin Agency, surat dan SK terlampir.";
    let request = own.office.mail(RATNA, "Permohonan reset password", text, &papers);
    let fate = own.office.send(signed(request, &own.signer, &Style::default())).await;
    let letter = own.office.letter(BAGUS, &fate.case.expect("a case"));
    let short = Signer::new("kkp.example", "pendek", 768);
    short.publish(&own.dns, "");
    let testing = Signer::new("kkp.example", "uji", 2048);
    testing.publish(&own.dns, "t=y; ");
    let stranger = Signer::new("evil.example", "s1", 2048);
    stranger.publish(&own.dns, "");
    let sha1 = Style { sha1: true, ..Style::default() };
    for (signer, style) in [
        (&short, Style::default()),
        (&testing, Style::default()),
        (&stranger, Style::default()),
        (&own.signer, sha1),
        (&own.signer, Style { tags: "t=1000; x=2000", ..Style::default() }),
    ] {
        let post = signed(own.office.reply(BAGUS, &letter, "SETUJU"), signer, &style);
        own.office.attack(post).await;
    }
    own.office.silent();
    own.office.unmoved("auth_missing").await;
    own.office.close().await;
}
