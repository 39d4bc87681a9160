//! A3-48: two approvers answer at once, oppositely. The first that is committed decides, the other hears
//! so; where two approvals are asked for, one rejection is enough.
use super::super::office::{BAGUS, CITRA, Office, RATNA};
use loket::demo::Seen;
use loket::directory::Care;
use loket::workflow::case::State;

const NO: &str = "TOLAK SK tidak berlaku";

/// Both lie in the inbox before anybody looks.
async fn at_once(office: &mut Office, answers: [(super::super::office::Person, &Seen, &str); 2]) {
    for (who, letter, words) in answers {
        let post = office.reply(who, letter, words);
        office.stage.deliver_raw(&post.delivered(office.stage.now)).unwrap();
    }
    office.stage.tick().await.unwrap();
}

async fn decisions(office: &Office) -> Vec<Vec<String>> {
    office
        .rows("SELECT act, person, CAST(approved AS TEXT) FROM acts ORDER BY at_ms, act DESC")
        .await
}

#[tokio::test]
async fn the_first_committed_decides() {
    for (first, second, state) in [
        ("SETUJU", NO, State::Executing),
        (NO, "SETUJU", State::Rejected),
        ("SETUJU", "SETUJU", State::Executing),
        (NO, NO, State::Rejected),
    ] {
        let mut office = Office::open().await;
        let case = office.handed_over(RATNA).await;
        let (mine, theirs) = (office.letter(BAGUS, &case), office.letter(CITRA, &case));
        at_once(&mut office, [(BAGUS, &mine, first), (CITRA, &theirs, second)]).await;
        assert_eq!(office.state(&case).await, state);
        assert_eq!(decisions(&office).await.len(), 1);
        let fates = office
            .rows("SELECT COALESCE(reason, '') FROM mails WHERE sender LIKE '%.ppe@%' ORDER BY id")
            .await;
        assert_eq!(fates, [[String::new()], ["link_spent".to_owned()]]);
        let told = office.stage.mailbox(CITRA.address).pop().unwrap();
        assert!(
            told.message.subject.contains(&case),
            "the other is told: {}",
            told.message.subject
        );
        office.nothing_left_the_circle().await;
        office.close().await;
    }
}

#[tokio::test]
async fn of_two_approvals_a_rejection_wins_and_one_person_is_one() {
    let yes = |who: &str, act: &str| vec![act.to_owned(), who.to_owned(), "1".to_owned()];
    for (first, second, state, acts) in [
        (
            "SETUJU",
            "SETUJU",
            State::Executing,
            vec![yes("bagus", "first"), yes("citra", "decision")],
        ),
        (
            "SETUJU",
            NO,
            State::Rejected,
            vec![yes("bagus", "first"), vec!["decision".into(), "citra".into(), "0".into()]],
        ),
        (NO, "SETUJU", State::Rejected, vec![vec!["decision".into(), "bagus".into(), "0".into()]]),
    ] {
        let mut office = Office::open().await;
        office.register(|a| a.care = Care { two_approvers: true, ..Care::default() }).await;
        let case = office.handed_over(RATNA).await;
        let (mine, theirs) = (office.letter(BAGUS, &case), office.letter(CITRA, &case));
        at_once(&mut office, [(BAGUS, &mine, first), (CITRA, &theirs, second)]).await;
        assert_eq!(office.state(&case).await, state, "{first} {second}");
        assert_eq!(decisions(&office).await, acts);
        office.close().await;
    }
}

#[tokio::test]
async fn one_person_is_never_two_approvers() {
    let mut office = Office::open().await;
    // Bagus writes from two addresses.
    let people = super::super::office::PEOPLE.replace(
        "\"bagus.ppe@kkp.example\"",
        "\"bagus.ppe@kkp.example\", \"b.prakoso@kkp.example\"",
    );
    office.staff(&people).await;
    office.register(|a| a.care = Care { two_approvers: true, ..Care::default() }).await;
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    office.send(office.reply(BAGUS, &letter, "SETUJU\r\nPASSWORD: punyaBagus99x")).await;
    assert_eq!(office.state(&case).await, State::Verifying, "half approved");
    let twin = super::super::office::Person { address: "b.prakoso@kkp.example", ..BAGUS };
    office.attack(office.reply(BAGUS, &letter, "SETUJU").field("X-Ulang", "1")).await;
    office.attack(office.reply(twin, &letter, "SETUJU")).await;
    let receipt = office.letter(BAGUS, &case);
    office.attack(office.reply(twin, &receipt, "SETUJU")).await;
    office.unmoved_each(&["second_person", "second_person", "no_token"]).await;
    // With the other's link neither.
    let theirs = office.letter(CITRA, &case);
    office.attack(office.reply(twin, &theirs, "SETUJU")).await;
    office.unmoved("token_foreign").await;
    let fresh = office.letter(CITRA, &case);
    office.send(office.reply(CITRA, &fresh, "SETUJU")).await;
    office.approved(&case).await;
    let secrets =
        office.rows("SELECT CAST(id AS TEXT) FROM secrets WHERE sealed IS NOT NULL").await;
    assert!(secrets.is_empty(), "the first approver's password is gone");
    office.close().await;
}

/// The first approved one file, the second would approve another: both must see the same.
#[tokio::test]
async fn a_first_approval_does_not_outlive_its_file() {
    let mut office = Office::open().await;
    let two = Care { two_approvers: true, ..Care::default() };
    office.register(|a| a.care = two.clone()).await;
    let case = office.handed_over(RATNA).await;
    let (mine, theirs) = (office.letter(BAGUS, &case), office.letter(CITRA, &case));
    office.send(office.reply(BAGUS, &mine, "SETUJU")).await;
    office
        .register(|a| {
            a.care = two.clone();
            a.name = "Ratna Kusuma".into();
        })
        .await;
    office.attack(office.reply(CITRA, &theirs, "SETUJU")).await;
    let anew = office.letter(CITRA, "Penyerahan");
    office.unmoved("dossier_changed").await;
    office.send(office.reply(CITRA, &anew, "SETUJU")).await;
    assert_eq!(office.state(&case).await, State::Verifying, "the first of two, anew");
    let mine = office.letter(BAGUS, "Penyerahan");
    office.send(office.reply(BAGUS, &mine, "SETUJU")).await;
    office.approved(&case).await;
    office.close().await;
}
