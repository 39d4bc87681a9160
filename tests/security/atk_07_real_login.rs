//! A1-07 on real servers: Postfix takes a mail after a login (Dovecot's) and says as whom; a colleague
//! with a genuine login, the domain's genuine signature and Admin PPE's true token is still not he.
use super::super::office::{BAGUS, INSIDER, OFFICE};
use super::super::servers::{Layout, Servers};
use crate::rig::{PASSWORD, smtp};

#[tokio::test]
async fn a_colleagues_login_is_not_the_approver() {
    let mut servers = Servers::open(Layout::default()).await;
    let letter = servers.handed_over().await;
    let to = letter.reply_to.clone();
    servers.mark().await;
    let port = servers.postfix.smtp;
    let forged = servers.signed(&servers.mail(BAGUS, Some(&letter), "SETUJU", &[]));
    for envelope in [INSIDER.address, BAGUS.address, ""] {
        let mail = forged.clone();
        let login = (INSIDER.address, PASSWORD);
        // Another Message-ID each time would break the signature: another mail is another signature.
        let mail = if envelope == INSIDER.address {
            mail
        } else {
            servers.signed(&servers.mail(BAGUS, Some(&letter), "SETUJU", &[]))
        };
        smtp::submit(port, login, envelope, &to, mail.as_bytes()).await.unwrap();
        let code = servers.taken().await;
        let machine = envelope.is_empty() && code == "auto_reply";
        assert!(code == "login_mismatch" || machine, "{envelope:?}: {code}");
    }
    servers.unmoved().await;
    // His own login, the same words, the same way.
    let own = servers.signed(&servers.mail(BAGUS, Some(&letter), "SETUJU", &[]));
    let login = (BAGUS.address, PASSWORD);
    smtp::submit(port, login, BAGUS.address, &to, own.as_bytes()).await.unwrap();
    let code = servers.taken().await;
    assert_eq!(code, "command");
    servers.approved().await;
}

/// Internal mail that nothing signs and nothing checks: the login our own server states is enough where
/// the office says so, and only the author's.
#[tokio::test]
async fn ones_own_login_in_our_own_line_proves_internal_mail() {
    let trust = "hosts = [\"mail.loket.test\"]\nreceived_login = true";
    let mut servers = Servers::open(Layout { trust, ..Layout::default() }).await;
    let letter = servers.handed_over().await;
    let to = letter.reply_to.clone();
    servers.mark().await;
    // The door without filters: no result of ours stands above the line.
    let port = servers.postfix.outside;
    let mail = |servers: &Servers| servers.mail(BAGUS, Some(&letter), "SETUJU", &[]);
    assert_eq!(servers.send(port, &mail(&servers)).await, "auth_missing", "no login");
    let insider = (INSIDER.address, PASSWORD);
    let forged = mail(&servers);
    smtp::submit(port, insider, INSIDER.address, &to, forged.as_bytes()).await.unwrap();
    assert_eq!(servers.taken().await, "login_mismatch");
    // A greeting that looks like Postfix's own words, without a login.
    let hello = format!("pc(Authenticated sender: {})", BAGUS.address);
    let forged = mail(&servers);
    let greeted = smtp::greet(port, &hello, BAGUS.address, &to, forged.as_bytes()).await;
    if greeted.is_ok() {
        let code = servers.taken().await;
        assert!(["auth_missing", "login_mismatch"].contains(&code.as_str()), "{code}");
    }
    servers.unmoved().await;
    let own = mail(&servers);
    let login = (BAGUS.address, PASSWORD);
    smtp::submit(port, login, BAGUS.address, &to, own.as_bytes()).await.unwrap();
    assert_eq!(servers.taken().await, "command");
    servers.approved().await;
    assert_ne!(to, OFFICE, "the link was in it");
}
