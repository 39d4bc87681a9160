//! A4-68: operator or approver knows the password. The SOP's own way is that Admin PPE types it
//! (`contract.md`, `domain.md` before `security.md`): so it is cut from the kept mail, the mail is erased from the
//! mailbox, the seal is wiped once the letter is accepted, and the letter forces a change. Nobody at the desk
//! reads it with any verb.
use super::super::office::{BAGUS, CITRA, DEWI, HENDRA, Office, RATNA, TIARA};
use super::super::relay::{Relay, printed};
use super::super::search::{dressed, leaks, needles};
use crate::rig::mock::say;
use loket::workflow::case::State;

const TYPED: &str = "KANARI-diketik-3Jx=";

async fn typed(office: &mut Office) -> String {
    let case = office.in_execution(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    let said = format!("HASIL\r\nUSER ID: AA.TELUKCONTOH\r\nPASSWORD: {TYPED}");
    office.send(office.reply(BAGUS, &letter, &said)).await;
    case
}

/// Everything that somebody at the desk can read.
fn unreadable(office: &Office, case: &str) {
    for verb in [
        &["case", "show", case][..],
        &["case", "show", case, "--json"],
        &["case", "timeline", case],
        &["queue", "list"],
        &["queue", "list", "--json"],
        &["held", "list"],
    ] {
        let said = printed(office, verb);
        assert!(said.contains("exit status: 0"), "{said}");
        assert_eq!(dressed(said.as_bytes(), &needles(TYPED)), None, "{said}");
    }
    for who in [BAGUS, CITRA, DEWI, HENDRA, TIARA] {
        for letter in office.stage.mailbox(who.address) {
            let found = dressed(&letter.raw, &needles(TYPED));
            assert_eq!(found, None, "{}: {}", who.name, letter.message.subject);
        }
    }
    for place in ["surat/masuk", "data"] {
        assert_eq!(leaks(&[office.stage.dir.join(place)], &[TYPED]), [], "{place}");
    }
}

#[tokio::test]
async fn the_typed_password_is_readable_to_its_owner_alone() {
    let relay = Relay::start().await;
    let mut office = relay.office("").await;
    // While it waits for a way out it is sealed.
    relay.odd(RATNA.address, "RCPT", say("451 4.3.0 later\r\n"));
    let case = typed(&mut office).await;
    assert_eq!(office.state(&case).await, State::Delivering);
    let sealed = office.rows("SELECT CAST(LENGTH(sealed) AS TEXT) FROM secrets").await;
    assert!(sealed[0][0].parse::<usize>().unwrap() > TYPED.len(), "{sealed:?}");
    unreadable(&office, &case);
    relay.well();
    office.pass(2).await;
    assert_eq!(office.state(&case).await, State::Delivered);
    unreadable(&office, &case);
    let wiped =
        office.rows("SELECT COALESCE(CAST(LENGTH(sealed) AS TEXT), 'habis') FROM secrets").await;
    assert_eq!(wiped, [["habis"]], "wiped after acceptance");
    let letter = office.letter(RATNA, "Password Baru");
    let lines: Vec<&str> = letter.message.text.lines().map(str::trim).collect();
    assert!(lines.contains(&TYPED), "alone on its line: {}", letter.message.text);
    assert!(letter.message.text.contains("WAJIB mengganti password"), "a change is due");
    // The kept mail of Admin PPE is there, without it.
    let kept = office.rows("SELECT CAST(bytes AS TEXT) FROM shelf").await;
    let marked = kept.iter().filter(|row| row[0].contains("X-Loket-Redacted: password")).count();
    assert_eq!(marked, 1, "the reply is kept, masked");
    office.close().await;
}
