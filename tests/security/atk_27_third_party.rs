//! A2-27: nobody's later mail changes who asks, for which account, or where the result goes.
use super::super::office::{BAGUS, INSIDER, MADE, MALLORY, Office, Person, RATNA};
use loket::demo::{Paper, PersonMail};
use loket::workflow::case::State;

/// The applicant's name on another address.
const NAMESAKE: Person = Person { name: RATNA.name, address: "ratna.k@gratis.example" };

#[tokio::test]
async fn the_applicant_of_a_case_never_changes() {
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    let before = office.case(&case).await;
    let receipt = office.letter(RATNA, &case);
    for who in [NAMESAKE, MALLORY, INSIDER, MADE] {
        let text = "Alamat surel saya berganti, mohon hasilnya dikirim ke alamat ini.";
        let post = office.compose(&PersonMail {
            from_name: who.name,
            from: who.address,
            text: text.into(),
            answers: Some(&receipt),
            papers: &[Paper::RATNA_LETTER],
            ..PersonMail::default()
        });
        office.attack(post.set("Reply-To", who.address)).await;
    }
    office.silent();
    office.unmoved("foreign_followup").await;
    assert_eq!(office.case(&case).await, before, "not a word of the case is another");

    // Its own applicant asks for another address: words, and the result goes where the register says.
    let text = "Mohon hasilnya dikirim ke ratna.k@gratis.example saja.";
    let own = office.compose(&PersonMail {
        from_name: RATNA.name,
        from: RATNA.address,
        text: text.into(),
        answers: Some(&receipt),
        ..PersonMail::default()
    });
    office.send(own.set("Reply-To", NAMESAKE.address)).await;
    let letter = office.letter(BAGUS, &case);
    let words = "SETUJU\r\nUSER ID: AA.TELUKCONTOH\r\nPASSWORD: Kp7#mRwt4=Qz";
    office.send(office.reply(BAGUS, &letter, words)).await;
    assert_eq!(office.state(&case).await, State::Delivered);
    assert!(office.stage.mailbox(NAMESAKE.address).is_empty());
    office.nothing_left_the_circle().await;
    office.close().await;
}
