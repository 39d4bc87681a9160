//! A3-42: a machine answers with a valid code and SETUJU on top. It is a note, and nothing is answered.
use super::super::office::{BAGUS, Office, RATNA};
use super::super::post::Post;
use super::atk_42_mails::MACHINES;
use loket::demo::Seen;
use loket::workflow::case::State;

fn machine(letter: &Seen, n: usize) -> Post {
    let (_, fields, subject, words) = MACHINES[n];
    let raw = format!(
        "{fields}From: Bagus Prakoso <{}>\r\nTo: <{}>\r\nSubject: {subject}\r\n\
         Message-ID: <mesin-{n}@kkp.example>\r\nDate: Mon, 09 Nov 2026 09:41:00 +0700\r\n\
         In-Reply-To: <{}>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\
         SETUJU\r\n\r\n{words}\r\n",
        BAGUS.address,
        letter.reply_to,
        letter.message.message_id.clone().unwrap()
    );
    Post::raw(raw, "kkp.example")
}

#[tokio::test]
async fn no_machine_decides_and_none_is_answered() {
    assert!(MACHINES.len() >= 30);
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    let mut codes = Vec::new();
    for (n, (name, ..)) in MACHINES.iter().enumerate() {
        let fate = office.attack(machine(&letter, n)).await;
        let known = ["auto_reply", "bounce", "bulk"];
        let code = known.into_iter().find(|code| *code == fate.code());
        codes.push(code.unwrap_or_else(|| panic!("{name}: {fate:?}")));
    }
    office.silent();
    office.unmoved_each(&codes).await;
    let notes = office
        .rows("SELECT COALESCE(case_id, '') FROM mails WHERE outcome = 'auto_reply' AND case_id IS NOT NULL")
        .await;
    assert!(notes.len() > 20, "they are noted at their case: {}", notes.len());
    office.send(office.reply(BAGUS, &letter, "SETUJU")).await;
    office.approved(&case).await;
    office.close().await;
}

#[tokio::test]
async fn an_applicants_machine_withdraws_nothing() {
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    let receipt = office.letter(RATNA, &case);
    for words in ["BATAL", "STATUS", "Mohon reset password"] {
        let post = office.reply(RATNA, &receipt, words).field("Auto-Submitted", "auto-replied");
        office.attack(post).await;
    }
    office.silent();
    office.unmoved("auto_reply").await;
    assert_eq!(office.state(&case).await, State::Verifying);
    office.close().await;
}
