//! A5-91: a flood. Scaled to a test: 240 junk mails of eight senders, then two real requests and an approval behind
//! them, all waiting at once. Nothing is lost, the approval and the requests are done within a minute of work, and
//! junk gets no answer. The whole 50,000 are `benches` and the soak's.
use super::super::office::{BAGUS, MADE, Office, Person, RATNA, SARI};
use super::super::post::Post;
use loket::demo::Paper;
use loket::workflow::case::State;
use std::time::{Duration, Instant};

#[tokio::test]
async fn approvals_and_requests_pass_through_junk() {
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    let before = office.rows("SELECT CAST(COUNT(*) AS TEXT) FROM mails").await[0][0]
        .parse::<usize>()
        .unwrap();
    let mut posts: Vec<Post> = Vec::new();
    for n in 0..240 {
        let name = ["a", "b", "c", "d", "e", "f", "g", "h"][n % 8];
        let address: &'static str = [
            "a@j.example",
            "b@j.example",
            "c@j.example",
            "d@j.example",
            "e@j.example",
            "f@j.example",
            "g@j.example",
            "h@j.example",
        ][n % 8];
        let text = format!("Penawaran menarik nomor {n}, klik di sini.");
        posts.push(office.mail(Person { name, address }, &format!("Promo {n}"), &text, &[]));
    }
    let text = "Mohon reset password Admin Agency, surat dan SK terlampir.";
    posts.push(office.mail(
        MADE,
        "Reset password",
        text,
        &[Paper::MADE_LETTER, Paper::MADE_DECREE],
    ));
    posts.push(office.mail(
        SARI,
        "Reset password",
        text,
        &[Paper::SARI_LETTER, Paper::SARI_DECREE],
    ));
    let letter = office.letter(BAGUS, &case);
    posts.push(office.reply(BAGUS, &letter, "SETUJU"));
    for post in &posts {
        let raw = post.delivered(office.stage.now);
        office.stage.deliver_raw(&raw).unwrap();
    }
    let begun = Instant::now();
    for _ in 0..40 {
        office.stage.tick().await.unwrap();
        if office.state(&case).await == State::Executing {
            break;
        }
    }
    assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", begun.elapsed());
    office.approved(&case).await;
    office.pass(1).await;
    let states = office.rows("SELECT state FROM cases ORDER BY id").await;
    assert_eq!(states, [["executing"], ["verifying"], ["verifying"]]);
    let count = |rows: Vec<Vec<String>>| rows[0][0].parse::<usize>().unwrap();
    let after = count(office.rows("SELECT CAST(COUNT(*) AS TEXT) FROM mails").await);
    assert_eq!(after - before, posts.len(), "every mail has its row");
    let held = count(office.rows("SELECT CAST(COUNT(*) AS TEXT) FROM mails WHERE outcome = 'held' AND reason IS NOT NULL").await);
    assert_eq!(held, 240, "each junk mail is parked with its reason");
    assert!(
        office.stage.addresses().iter().all(|a| !a.ends_with("j.example")),
        "no answer to junk"
    );
    office.nothing_left_the_circle().await;
    office.close().await;
}
