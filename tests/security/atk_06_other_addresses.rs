//! A1-06: Reply-To, Sender, Resent-From, Return-Path and friends differ from From.
use super::super::office::{BAGUS, Office, RATNA};
use super::super::post::Post;
use loket::demo::Paper;

const EVIL: &str = "mallory@evil.example";
const FIELDS: [&str; 12] = [
    "Reply-To",
    "Sender",
    "Resent-From",
    "Resent-Sender",
    "Resent-Reply-To",
    "Return-Path",
    "Errors-To",
    "Disposition-Notification-To",
    "Return-Receipt-To",
    "Mail-Reply-To",
    "Mail-Followup-To",
    "X-Original-From",
];

fn with_all(post: Post) -> Post {
    FIELDS.iter().fold(post, |post, name| post.field(name, EVIL)).field("Cc", EVIL)
}

#[tokio::test]
async fn every_letter_of_the_case_goes_to_the_registered_one() {
    let mut office = Office::open().await;
    office.mark().await;
    let papers = [Paper::RATNA_LETTER, Paper::RATNA_DECREE];
    let text = "Mohon reset password Admin Agency, surat dan SK terlampir.";
    let post = office.mail(RATNA, "Permohonan reset password", text, &papers);
    let fate = office.send(with_all(post)).await;
    let case = fate.case.expect("a case");
    // Admin PPE's own answers carry them too, and lead nowhere else either.
    let letter = office.letter(BAGUS, &case);
    office.send(with_all(office.reply(BAGUS, &letter, "SETUJU"))).await;
    office.approved(&case).await;
    let letter = office.letter(BAGUS, &case);
    let typed = "HASIL\r\nUSER ID: AA.TELUKCONTOH\r\nPASSWORD: Kp7#mRwt4=Qz";
    office.send(with_all(office.reply(BAGUS, &letter, typed))).await;
    office.pass(60).await;
    assert!(!office.stage.addresses().iter().any(|a| a == EVIL), "{:?}", office.stage.addresses());
    office.nothing_left_the_circle().await;
    let holders: Vec<String> = office
        .stage
        .addresses()
        .into_iter()
        .filter(|a| office.stage.letter(a, "Penyampaian Password Baru").is_some())
        .collect();
    assert_eq!(holders, [RATNA.address], "the credential's only address");
    office.close().await;
}

#[tokio::test]
async fn a_reply_to_of_an_approver_makes_nobody_an_approver() {
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    let mut posts = Vec::new();
    for name in FIELDS {
        let post = office.reply(BAGUS, &letter, "SETUJU").from(EVIL).domain("evil.example");
        posts.push(post.field(name, BAGUS.address));
    }
    office.attack_all(posts).await;
    assert_eq!(office.since(EVIL), Vec::<String>::new());
    office.unmoved("token_foreign").await;
    office.close().await;
}
