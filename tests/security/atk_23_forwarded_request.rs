//! A2-23: a forwarded request is answered by its new reader. The link is void at once, its owner is told
//! who used it and gets the file anew with another link.
use super::super::office::{BAGUS, CITRA, DEWI, INSIDER, Office, RATNA, TIARA};
use super::super::post::Stamp;

#[tokio::test]
async fn another_approver_with_my_link_is_refused_and_we_both_hear_of_it() {
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    let post = office.reply(CITRA, &letter, "SETUJU");
    office.attack(post).await;
    let told = office.since(BAGUS.address);
    assert_eq!(told.len(), 2, "the warning and the file anew: {told:?}");
    let notice = office.stage.mailbox(BAGUS.address).into_iter().rev().nth(1).unwrap();
    assert!(notice.message.text.contains(CITRA.address), "{}", notice.message.text);
    assert_eq!(office.since(CITRA.address).len(), 1, "{:?}", office.since(CITRA.address));
    office.unmoved("token_foreign").await;

    // The link is gone for its owner too; the fresh one works.
    office.attack(office.reply(BAGUS, &letter, "SETUJU")).await;
    office.unmoved("link_spent").await;
    let fresh = office.letter(BAGUS, &case);
    assert_ne!(fresh.reply_to, letter.reply_to);
    office.send(office.reply(BAGUS, &fresh, "SETUJU")).await;
    office.approved(&case).await;
    office.close().await;
}

#[tokio::test]
async fn whoever_else_uses_it_gets_nothing() {
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    let mut codes = Vec::new();
    for who in [DEWI, TIARA, RATNA, INSIDER] {
        let letter = office.letter(BAGUS, &case);
        for words in ["SETUJU", "TOLAK tidak sesuai", "STATUS"] {
            office.attack(office.reply(who, &letter, words)).await;
            codes.push("token_foreign");
        }
    }
    assert_eq!(office.since(RATNA.address), Vec::<String>::new());
    assert_eq!(office.since(INSIDER.address), Vec::<String>::new());
    office.unmoved_each(&codes).await;
    office.close().await;
}

#[tokio::test]
async fn a_forged_foreign_use_voids_nothing() {
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    for stamp in [Stamp::Fail, Stamp::Unchecked, Stamp::NotDelivered] {
        let post = office.reply(INSIDER, &letter, "SETUJU").stamp(stamp);
        office.attack(post).await;
    }
    office.silent();
    office.unmoved_each(&["auth_fail", "auth_missing", "not_delivered"]).await;
    office.send(office.reply(BAGUS, &letter, "SETUJU")).await;
    office.approved(&case).await;
    office.close().await;
}
