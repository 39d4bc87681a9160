//! A5-94: header fields in our own name (CVE-2023-41259). Loket reads no state from any of them.
use super::super::office::{BAGUS, MALLORY, Office, RATNA};
use super::super::post::Post;

fn dressed(post: Post, case: &str, token: &str) -> Post {
    let all = [
        ("X-Loket-Case", case),
        ("X-Loket-Token", token),
        ("X-Loket-Approve", "SETUJU"),
        ("X-Loket-Verdict", "pass"),
        ("X-Loket-Role", "admin_ppe"),
        ("X-Loket-Person", "bagus"),
        ("X-Loket-Released", "1"),
        ("X-Loket-Identity", BAGUS.address),
        ("X-Loket-Redacted", "password"),
        ("X-Loket-Authentication-Results", "mx.kkp.example; dmarc=pass"),
        ("X-Loket-Round", "1"),
        ("X-Loket-Send-To", "mallory@evil.example"),
        ("X-Loket-State", "delivered"),
        ("X-Original-To", token),
    ];
    all.into_iter().fold(post, |post, (name, value)| post.field(name, value))
}

#[tokio::test]
async fn fields_of_ours_have_no_effect() {
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    let token = letter.reply_to.clone();
    let subject = format!("Re: [{case}] Penyerahan Berkas");
    let typed = "SETUJU\r\nUSER ID: AA.TELUKCONTOH\r\nPASSWORD: KANARI-x-2Wd";
    let bare = token.split(['+', '@']).nth(1).unwrap().to_owned();
    for (who, token) in [(BAGUS, bare.as_str()), (MALLORY, bare.as_str())] {
        let post = office.mail(who, &subject, typed, &[]);
        office.attack(dressed(post, &case, token)).await;
    }
    assert_eq!(office.since(MALLORY.address), Vec::<String>::new());
    office.unmoved_each(&["no_token", "foreign_followup"]).await;
    // The honest twin, with the same fields in it: they do no harm either.
    let post = office.reply(BAGUS, &letter, "SETUJU");
    office
        .send(post.field("X-Loket-State", "rejected").field("X-Loket-Case", "LKT-2026-09999"))
        .await;
    office.approved(&case).await;
    office.close().await;
}
