//! A4-95: two machines answer each other. Acknowledgements to one address about one case stop after five
//! in an hour, one alarm tells of it, and letters that matter still leave.
use super::super::office::{BAGUS, DEWI, HENDRA, Office, RATNA};

fn subjects(office: &Office, address: &str, words: &str) -> usize {
    let letters = office.stage.mailbox(address);
    letters.iter().filter(|s| s.message.subject.contains(words)).count()
}

#[tokio::test]
async fn a_robot_that_asks_for_the_status_is_muted() {
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    let receipt = office.letter(RATNA, "Tanda Terima");
    for _ in 0..12 {
        office.send(office.reply(RATNA, &receipt, "STATUS")).await;
    }
    assert_eq!(subjects(&office, RATNA.address, "Perkembangan"), 5);
    let muted = office
        .rows("SELECT letter, COALESCE(recipient, '-') FROM orders WHERE state = 'muted'")
        .await;
    assert_eq!(muted.len(), 7);
    assert!(muted.iter().all(|m| m == &["status_reply", "-"]), "{muted:?}");
    for who in [DEWI, HENDRA] {
        assert_eq!(subjects(&office, who.address, "PERLU DIPERIKSA"), 1, "{}", who.name);
    }
    let queue = office.stage.daemon.store.queue().await.unwrap();
    assert_eq!(queue.iter().filter(|o| o.state == "muted").count(), 7, "shown in the queue");
    // The decision is never muted, nor is the next hour.
    let letter = office.letter(BAGUS, &case);
    office.send(office.reply(BAGUS, &letter, "TOLAK SK sudah tidak berlaku")).await;
    assert_eq!(subjects(&office, RATNA.address, "Penolakan"), 1);
    office.pass(61).await;
    office.send(office.reply(RATNA, &receipt, "STATUS")).await;
    assert_eq!(subjects(&office, RATNA.address, "Perkembangan"), 6);
    office.nothing_left_the_circle().await;
    office.close().await;
}

#[tokio::test]
async fn a_member_of_staff_whose_robot_answers_is_muted_too() {
    let mut office = Office::open().await;
    for _ in 0..9 {
        office.send(office.mail(DEWI, "daftar", "DAFTAR", &[])).await;
    }
    assert_eq!(subjects(&office, DEWI.address, "Permohonan yang Terbuka"), 5);
    let muted = office.rows("SELECT letter FROM orders WHERE state = 'muted'").await;
    assert_eq!(muted.len(), 4);
    office.close().await;
}
