//! A4-64: an account name that is a filter, a DN or a statement, towards a real OpenLDAP directory and
//! the register.
use super::super::office::{BAGUS, Office, PEOPLE, RATNA, accounts};
use super::super::post::MX;
use crate::rig::slapd::{BASE, OLD_PASSWORD, SERVICE, SERVICE_PASSWORD, Slapd};
use loket::demo::StageSettings;
use loket::workflow::case::State;
use std::os::unix::fs::PermissionsExt;

const USERS: [&str; 3] = ["AA.TELUKCONTOH", "AA.CONTOHBARAT", "AA.SARI"];

async fn office(slapd: &Slapd, dir: &std::path::Path, user_id: &str) -> Office {
    let password = dir.join("sandi-ldap");
    std::fs::write(&password, SERVICE_PASSWORD).unwrap();
    std::fs::set_permissions(&password, std::fs::Permissions::from_mode(0o600)).unwrap();
    let mut accounts = accounts();
    for account in accounts.iter_mut().filter(|account| account.address == RATNA.address) {
        account.user_id = user_id.into();
        account.backend = "direktori".into();
    }
    let more = format!(
        "[trust]\nauthserv_id = \"{MX}\"\n[[backend]]\nname = \"direktori\"\nkind = \"ldap\"\n\
         port = {}\nca_file = \"{}\"\nbind_dn = \"{SERVICE}\"\npassword_file = \"{}\"\n\
         base_dn = \"ou=people,{BASE}\"\n",
        slapd.ldaps,
        slapd.ca.display(),
        password.display()
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

async fn approve(office: &mut Office) -> String {
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    office.send(office.reply(BAGUS, &letter, "SETUJU")).await;
    office.pass(10).await;
    case
}

#[tokio::test]
async fn a_name_that_is_a_filter_changes_no_account() {
    let slapd = Slapd::start(&USERS);
    for user_id in ["*)(uid=*", "' or 1=1--", "AA.SARI\0x"] {
        let dir = tempfile::tempdir().unwrap();
        let mut office = office(&slapd, dir.path(), user_id).await;
        let named = office.stage.daemon.store.account_by_user(user_id).await.unwrap();
        assert!(named.is_none_or(|account| account.user_id == user_id), "{user_id:?}");
        let case = approve(&mut office).await;
        assert_eq!(office.state(&case).await, State::Executing, "{user_id:?}: a person's turn");
        office.mark().await;
        office.nothing_moved().await;
        office.close().await;
    }
    assert_eq!(slapd.sets(), 0);
    assert!(USERS.iter().all(|user| slapd.opens(user, OLD_PASSWORD)));
}

/// The honest twin: exactly one account, with a change forced at the first login.
#[tokio::test]
async fn a_plain_name_changes_its_own_account_alone() {
    let slapd = Slapd::start(&USERS);
    let dir = tempfile::tempdir().unwrap();
    let mut office = office(&slapd, dir.path(), USERS[0]).await;
    let case = approve(&mut office).await;
    assert_eq!(office.state(&case).await, State::Delivered);
    assert_eq!(slapd.sets(), 1);
    assert!(!slapd.opens(USERS[0], OLD_PASSWORD));
    assert_eq!(slapd.attribute(USERS[0], "pwdReset"), ["TRUE"]);
    assert!(USERS[1..].iter().all(|user| slapd.opens(user, OLD_PASSWORD)));
    let letter = office.letter(RATNA, "Penyampaian Password Baru");
    let password = letter
        .message
        .text
        .lines()
        .map(str::trim)
        .find(|line| line.len() == 19 && line.split('-').all(|group| group.len() == 4));
    assert!(slapd.opens(USERS[0], password.expect("a password alone on its line")));
    office.close().await;
}
