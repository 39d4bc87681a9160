//! A4-61: the registered address is changed, and a reset asked for an hour later: the strict path. Loket never
//! edits the register itself, so the notice to an old address is the register's affair; what Loket owes is that
//! SETUJU alone moves nothing for 72 hours and that the hand-over says why.
use super::super::office::{BAGUS, Office, Person, RATNA, accounts};
use loket::workflow::case::State;

const NEW: Person = Person { name: RATNA.name, address: "ratna.baru@kkp.example" };

/// The register as an operator imports it, with another address of hers.
async fn moved(office: &Office) {
    let mut account = accounts().into_iter().find(|a| a.user_id == "AA.TELUKCONTOH").unwrap();
    account.address = NEW.address.into();
    let mut tx = office.stage.daemon.store.begin().await.unwrap();
    tx.put_account(&account, office.stage.now).await.unwrap();
    tx.commit().await.unwrap();
}

async fn asked(office: &mut Office) -> String {
    let papers = [loket::demo::Paper::RATNA_LETTER, loket::demo::Paper::RATNA_DECREE];
    let text = "Mohon reset password Admin Agency, surat dan SK terlampir.";
    let post = office.mail(NEW, "Permohonan Reset Password", text, &papers);
    let case = office.send(post).await.case.expect("a case");
    assert_eq!(office.state(&case).await, State::Verifying);
    case
}

#[tokio::test]
async fn setuju_alone_is_not_enough_after_an_hour() {
    let mut office = Office::open().await;
    moved(&office).await;
    office.pass(60).await;
    let case = asked(&mut office).await;
    let letter = office.letter(BAGUS, &case);
    let told = letter.message.text.to_lowercase();
    assert!(told.contains("alamat") && told.contains("72 jam"), "{told}");
    let post = office.reply(BAGUS, &letter, "SETUJU");
    office.attack(post).await;
    assert_eq!(office.since(NEW.address), Vec::<String>::new(), "nothing for the young address");
    office.unmoved("confirm_first").await;
    // The same with a result in it: what was typed in vain is wiped, and kept nowhere.
    let typed = "SETUJU\r\nUSER ID: AA.TELUKCONTOH\r\nPASSWORD: KANARI-muda-4Tq";
    let post = office.reply(BAGUS, &letter, typed);
    office.send(post).await;
    office.pass(1).await;
    assert_eq!(office.state(&case).await, State::Verifying);
    let sealed = "SELECT CAST(COUNT(*) AS TEXT) FROM secrets WHERE sealed IS NOT NULL";
    assert_eq!(office.rows(sealed).await, [["0"]]);
    assert_eq!(office.rows("SELECT act FROM acts").await, Vec::<Vec<String>>::new());
    assert!(office.stage.letter(NEW.address, "Password Baru").is_none());
    assert!(office.whereabouts("KANARI-muda-4Tq").is_empty(), "kept nowhere");
    office.close().await;
}

/// The twin: the same change, four days old.
#[tokio::test]
async fn four_days_later_it_is_an_address_like_another() {
    let mut office = Office::open().await;
    moved(&office).await;
    office.pass(60 * 96).await;
    let case = asked(&mut office).await;
    let letter = office.letter(BAGUS, &case);
    office.send(office.reply(BAGUS, &letter, "SETUJU")).await;
    office.approved(&case).await;
    office.close().await;
}
