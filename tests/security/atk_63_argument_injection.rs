//! A4-63: a user ID, a name or a subject that is a command, an option or two arguments, towards the
//! program that sets passwords.
use super::super::office::{BAGUS, Office, PEOPLE, RATNA, accounts};
use super::super::post::MX;
use loket::demo::{Paper, StageSettings};
use loket::workflow::case::State;
use std::path::Path;

/// Writes what it was given, one word a line, and keeps the secret to itself.
const PROGRAM: &str = "dir=$1; shift; for word in \"$@\"; do printf '[%s]\\n' \"$word\"; done >> \"$dir/argv\"; cat > /dev/null";

async fn office(dir: &Path, user_id: &str) -> Office {
    let program = dir.join("program");
    std::fs::write(&program, PROGRAM).unwrap();
    let mut accounts = accounts();
    for account in accounts.iter_mut().filter(|account| account.address == RATNA.address) {
        account.user_id = user_id.into();
        account.backend = "program".into();
    }
    let more = format!(
        "[trust]\nauthserv_id = \"{MX}\"\n[[backend]]\nname = \"program\"\nprogram = \"/bin/bash\"\n\
         args = [\"{}\", \"{}\"]\n",
        program.display(),
        dir.display()
    );
    let office = Office::set(StageSettings {
        more,
        people: PEOPLE.into(),
        accounts,
        start: "2026-11-09T09:41:00+07:00".parse().unwrap(),
    })
    .await;
    office.doctor_is_content().await;
    office
}

fn argv(dir: &Path) -> String {
    std::fs::read_to_string(dir.join("argv")).unwrap_or_default()
}

/// The register itself holds such a user ID: Admin PPE does it by hand, the program is never started.
#[tokio::test]
async fn a_hostile_user_id_starts_nothing() {
    for user_id in ["$(id)", "-oQ/tmp", "a b", "a\nb"] {
        let dir = tempfile::tempdir().unwrap();
        let mut office = office(dir.path(), user_id).await;
        let case = office.handed_over(RATNA).await;
        let letter = office.letter(BAGUS, &case);
        office.send(office.reply(BAGUS, &letter, "SETUJU")).await;
        office.pass(10).await;
        assert_eq!(argv(dir.path()), "", "{user_id:?}");
        assert_eq!(office.state(&case).await, State::Executing, "{user_id:?}: a person's turn");
        office.mark().await;
        office.nothing_moved().await;
        office.close().await;
    }
}

/// What the applicant writes never becomes an argument; what the register holds arrives as it is.
#[tokio::test]
async fn words_of_a_mail_are_no_arguments() {
    let dir = tempfile::tempdir().unwrap();
    let mut office = office(dir.path(), "AA.TELUKCONTOH").await;
    let bait = dir.path().join("terjadi");
    let evil = format!("$(touch {0}) `touch {0}` ; touch {0} | -oQ/tmp --help", bait.display());
    let papers = [Paper::RATNA_LETTER, Paper::RATNA_DECREE];
    let subject = format!("Permohonan Reset Password Admin Agency {evil}");
    let text = format!("Yth. Helpdesk, mohon reset password akun saya.\r\n{evil}");
    let fate = office.send(office.mail(RATNA, &subject, &text, &papers)).await;
    let case = fate.case.expect("a case");
    let letter = office.letter(BAGUS, &case);
    office.send(office.reply(BAGUS, &letter, "SETUJU")).await;
    office.pass(2).await;
    assert_eq!(office.state(&case).await, State::Delivered);
    let wanted = format!(
        "[set]\n[--op={case}.1.1]\n[--]\n[AA.TELUKCONTOH]\n[verify]\n[--]\n[AA.TELUKCONTOH]\n"
    );
    assert_eq!(argv(dir.path()), wanted);
    assert!(!bait.exists(), "something was run");
    office.close().await;
}
