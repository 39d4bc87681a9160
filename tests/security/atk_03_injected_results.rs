//! A1-03: text of the sender inside a genuine `Authentication-Results` of our MX (MAIL FROM, `d=`,
//! reasons). The grammar itself is proved in `mail::authentication` (properties, 60 cases).
use super::super::office::{BAGUS, Office, RATNA};
use super::super::post::Stamp;

/// What our MX would write where the sender chose MAIL FROM, HELO or `d=`; none may pass.
const CORPUS: [&str; 44] = [
    "spf=fail smtp.mailfrom=\"a; dmarc=pass header.from=kkp.example\"@x.example",
    "spf=fail smtp.mailfrom=\"a; dmarc=pass\"@x.example",
    "spf=fail smtp.mailfrom=a;dmarc=pass header.from=kkp.example;@x.example",
    "spf=fail smtp.mailfrom='a; dmarc=pass header.from=kkp.example;'@x.example",
    "spf=fail smtp.mailfrom=<a@x>; dmarc=pass header.from=kkp.example",
    "spf=fail smtp.mailfrom=a@x.example(; dmarc=pass header.from=kkp.example",
    "spf=fail smtp.mailfrom=a@x.example); dmarc=pass header.from=kkp.example",
    "spf=fail smtp.mailfrom=a\\; dmarc=pass header.from=kkp.example",
    "spf=fail smtp.mailfrom=a\r\n\t(\r\n\t; dmarc=pass header.from=kkp.example",
    "spf=none (dmarc=pass header.from=kkp.example)",
    "(dmarc=pass header.from=kkp.example) spf=none",
    "dkim=fail reason=\"dmarc=pass\"",
    "dkim=fail reason=\"; dmarc=pass header.from=kkp.example\"",
    "dkim=fail reason=\"\\\"; dmarc=pass header.from=kkp.example",
    "dkim=fail (a\\) ; dmarc=pass header.from=kkp.example",
    "dkim=fail (( ; dmarc=pass header.from=kkp.example )",
    "dkim=fail ((a) ; dmarc=pass header.from=kkp.example",
    "dkim=pass header.d=kkp.example(.evil.example",
    "dkim=pass header.d=kkp.example(a).evil.example",
    "dkim=pass header.d=kkp.example;.evil.example",
    "dkim=pass header.d=kkp.example'a.evil.example",
    "dkim=pass header.d=kkp.example\"a.evil.example",
    "dkim=pass header.d=kkp.example\0.evil.example",
    "dkim=pass header.d=kkp.example,evil.example",
    "dkim=pass header.d=.kkp.example",
    "dkim=pass header.d=kkp.example.",
    "dkim=pass header.d=evil.example header.i=@kkp.example",
    "dkim=pass header.d=evil.example header.d=kkp.example",
    "dkim=pass header.i=kkp.example@evil.example",
    "dkim=pass header.s=kkp.example",
    "dkim=pass header.d=kkp.example; dkim=fail header.d=kkp.example",
    "dmarc=fail; dmarc=pass header.from=kkp.example",
    "dmarc=pass header.from=kkp.example; dmarc=fail header.from=kkp.example",
    "dmarc=pass header.from=kkp.example dmarc=fail",
    "dmarc=pass header.from=kkp.example header.from=evil.example",
    "dmarc=pass header.from=kkp.example,evil",
    "dmarc=pass header.from=\"kkp.example",
    "dmarc=passed header.from=kkp.example",
    "dmarc=Pass! header.from=kkp.example",
    "dmarc = pass = header.from=kkp.example",
    "dmarc/2=pass header.from=kkp.example",
    "x-dmarc=pass header.from=kkp.example",
    "arc=pass header.d=kkp.example",
    "auth=pass smtp.auth=\"bagus.ppe@kkp.example\"@evil.example",
];

#[tokio::test]
async fn no_text_of_the_sender_becomes_a_pass() {
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    let post = |results: &&str| {
        office.reply(BAGUS, &letter, "SETUJU").stamp(Stamp::Results((*results).into()))
    };
    let posts = CORPUS.iter().map(post).collect();
    let fates = office.attack_all(posts).await;
    for (results, fate) in CORPUS.iter().zip(&fates) {
        assert!(!matches!(fate.verdict.as_str(), "pass" | "weak"), "{results}: {fate:?}");
    }
    office.silent();
    office.unmoved_by(&["auth_missing", "auth_fail", "malformed_identity", "login_mismatch"]).await;
    // Quoted and commented as the RFC has it, the same values do no harm to a genuine result.
    let genuine = "spf=fail smtp.mailfrom=\"a; dmarc=fail\"@x.example (dmarc=none); dmarc=pass (p=reject) header.from=kkp.example";
    let genuine = genuine.replace("\"a; dmarc=fail\"@x.example", "\"a; dmarc=fail\"");
    let post = office.reply(BAGUS, &letter, "SETUJU").stamp(Stamp::Results(genuine));
    office.send(post).await;
    office.approved(&case).await;
    office.close().await;
}
