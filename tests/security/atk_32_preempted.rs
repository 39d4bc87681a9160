//! A2-32: a copy of a genuine mail is sent before it, so that the genuine one passes for a duplicate.
//! What makes a mail the same includes the code it came to and what kind of mail it is.
use super::super::office::{BAGUS, OFFICE, Office, RATNA};
use super::super::post::{Post, Stamp};

async fn fresh() -> (Office, String, Post) {
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    let genuine = office.reply(BAGUS, &letter, "SETUJU");
    (office, case, genuine)
}

#[tokio::test]
async fn an_unproven_copy_first_takes_nothing_away() {
    for (stamp, reason) in [
        (Stamp::Unchecked, "auth_missing"),
        (Stamp::Fail, "auth_fail"),
        (Stamp::Spf, "auth_weak"),
        (Stamp::NotDelivered, "not_delivered"),
    ] {
        let (mut office, case, genuine) = fresh().await;
        office.attack(genuine.clone().stamp(stamp)).await;
        office.unmoved(reason).await;
        let fate = office.send(genuine.clone()).await;
        assert_eq!(fate.code(), "command", "{fate:?}");
        office.approved(&case).await;
        office.attack(genuine).await;
        office.unmoved("duplicate").await;
        office.close().await;
    }
}

#[tokio::test]
async fn a_copy_afterwards_is_a_duplicate_and_nothing_else() {
    let (mut office, case, genuine) = fresh().await;
    office.send(genuine.clone()).await;
    office.approved(&case).await;
    for stamp in [Stamp::Pass, Stamp::Unchecked, Stamp::Fail, Stamp::NotDelivered] {
        office.attack(genuine.clone().stamp(stamp)).await;
    }
    office.silent();
    office.unmoved("duplicate").await;
    office.close().await;
}

/// What no signature need cover: fields that make a machine of the copy, or send it to another door.
#[tokio::test]
async fn a_dressed_up_copy_takes_nothing_away() {
    type Dress = fn(Post) -> Post;
    let dresses: [(Dress, &str); 7] = [
        (|p| p.field("Auto-Submitted", "auto-replied"), "auto_reply"),
        (|p| p.field("X-Autoreply", "yes"), "auto_reply"),
        (|p| p.field("Precedence", "bulk").field("Auto-Submitted", "auto-generated"), "auto_reply"),
        (|p| p.field("List-Id", "<daftar.lain.example>"), "*"),
        (|p| p.set("To", OFFICE), "no_token"),
        (
            |p| p.field("Delivered-To", "helpdesk-lpse+aaaaaaaaaaaaaaaaaaaaaaaaaa@kkp.example"),
            "token_conflict",
        ),
        (|p| p.set("To", "helpdesk-lpse+aaaaaaaaaaaaaaaaaaaaaaaaaa@kkp.example"), "token_unknown"),
    ];
    for (n, (dress, reason)) in dresses.into_iter().enumerate() {
        // An unproven copy is judged by its stamp before its dress; two of them show it.
        let stamps = [Stamp::Pass, Stamp::Unchecked];
        for stamp in stamps.into_iter().take(if n < 2 { 2 } else { 1 }) {
            let (mut office, case, genuine) = fresh().await;
            let proven = matches!(stamp, Stamp::Pass);
            let fate = office.attack(dress(genuine.clone()).stamp(stamp)).await;
            if proven && reason != "*" {
                assert_eq!(fate.code(), reason, "dress {n}");
            }
            if reason == "*" && fate.code() == "command" {
                // A list's copy with the true code is the answer itself: nothing to pre-empt.
                office.close().await;
                continue;
            }
            let code = fate.code().to_owned();
            office.unmoved(&code).await;
            let fate = office.send(genuine).await;
            assert_eq!(fate.code(), "command", "dress {n} took the true mail away: {fate:?}");
            office.approved(&case).await;
            office.close().await;
        }
    }
}
