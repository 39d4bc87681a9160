//! A real OpenLDAP directory: the password is set, its change forced, and proved by a bind; nobody
//! else's entry is ever touched.
use crate::rig::slapd::{BASE, OLD_PASSWORD, SERVICE, SERVICE_PASSWORD, Slapd};
use crate::{account, secret};
use loket::backend::{Backend, LdapSettings, Method, MustChange, SetOutcome, Verified};
use loket::wire::{Endpoint, Security};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use zeroize::Zeroizing;

fn settings(slapd: &Slapd) -> LdapSettings {
    LdapSettings {
        endpoint: Endpoint {
            host: "localhost".into(),
            port: slapd.ldaps,
            security: Security::Tls,
            ca_file: Some(slapd.ca.clone()),
            allow_insecure_loopback: false,
            connect_timeout: Duration::from_secs(5),
        },
        bind_dn: SERVICE.into(),
        bind_password: Zeroizing::new(SERVICE_PASSWORD.into()),
        base_dn: format!("ou=people,{BASE}"),
        user_attribute: "uid".into(),
        method: Method::Exop,
        must_change: Some(MustChange { attribute: "pwdReset".into(), value: "TRUE".into() }),
        time_limit: Duration::from_secs(10),
    }
}

fn backend(settings: LdapSettings) -> Backend {
    Backend::Ldap(Box::new(settings))
}

/// Plain LDAP, as it is allowed on this machine.
fn plain(slapd: &Slapd, port: u16) -> LdapSettings {
    let mut settings = settings(slapd);
    settings.endpoint.port = port;
    settings.endpoint.host = "127.0.0.1".into();
    settings.endpoint.security = Security::Insecure;
    settings.endpoint.allow_insecure_loopback = true;
    settings
}

#[tokio::test]
async fn a_password_is_set_marked_and_proved_over_each_kind_of_line() {
    let slapd = Slapd::start(&["AA.1", "AA.2"]);
    let tls = settings(&slapd);
    let mut starttls = settings(&slapd);
    (starttls.endpoint.port, starttls.endpoint.security) = (slapd.ldap, Security::StartTls);
    let mut modify = settings(&slapd);
    modify.method = Method::Modify;
    let mut before = OLD_PASSWORD.to_owned();
    for settings in [tls, starttls, plain(&slapd, slapd.ldap), modify] {
        let what = format!("{:?} {:?}", settings.endpoint.security, settings.method);
        let (backend, account, secret) = (backend(settings), account("aa.1"), secret());
        assert_eq!(backend.ready(&account).await, Ok(()), "{what}");
        assert_eq!(backend.verify(&account, &secret).await, Verified::NotLive, "{what}");
        assert_eq!(backend.set(&account, &secret, "o1.1").await, SetOutcome::Done, "{what}");
        assert_eq!(backend.verify(&account, &secret).await, Verified::Live, "{what}");
        assert!(slapd.opens("AA.1", secret.expose()), "{what}: opens by another client too");
        assert!(!slapd.opens("AA.1", &before), "{what}: the former is void");
        assert_eq!(slapd.attribute("AA.1", "pwdReset"), ["TRUE"], "{what}");
        let stored = slapd.attribute("AA.1", "userPassword").concat();
        let stored = data_encoding::BASE64.decode(stored.as_bytes()).unwrap();
        assert!(stored.starts_with(b"{SSHA}"), "{what}: hashed by the server");
        before = secret.expose().to_owned();
    }
    assert!(slapd.opens("AA.2", OLD_PASSWORD), "nobody else's changed");
    assert_eq!(slapd.sets(), 4);
    assert!(!slapd.log().contains(&before));
}

#[tokio::test]
async fn names_that_are_filters_change_nobody() {
    let slapd = Slapd::start(&["AA.1", "AA.2"]);
    let backend = backend(settings(&slapd));
    for user_id in ["*", "*)(uid=*", "AA.1)(|(uid=*", "' or 1=1--", "AA.1\0", "AA.*", "uid=AA.1,x"]
    {
        let outcome = backend.set(&account(user_id), &secret(), "o1.1").await;
        assert!(matches!(outcome, SetOutcome::Permanent(_)), "{user_id:?}: {outcome:?}");
        assert_eq!(backend.verify(&account(user_id), &secret()).await, Verified::CannotTell);
    }
    assert!(!slapd.log().contains("SRCH"), "none of them was even looked for");
    let ready = backend.ready(&account("AA.9")).await;
    assert!(
        matches!(&ready, Err(SetOutcome::Permanent(text)) if text.contains("AA.9")),
        "{ready:?}"
    );
    // Two entries of one name: nobody can tell whose account it is.
    slapd.change(&format!(
        "dn: cn=lain,ou=people,{BASE}\nchangetype: add\nobjectClass: inetOrgPerson\ncn: lain\nsn: lain\nuid: AA.1\n"
    ));
    let outcome = backend.set(&account("AA.1"), &secret(), "o1.1").await;
    assert!(matches!(outcome, SetOutcome::Permanent(_)), "{outcome:?}");
    assert_eq!(slapd.sets(), 0);
    assert!(slapd.opens("AA.1", OLD_PASSWORD) && slapd.opens("AA.2", OLD_PASSWORD));
}

#[tokio::test]
async fn a_line_that_is_not_safe_hears_no_password() {
    let slapd = Slapd::start(&["AA.1"]);
    let mut no_tls = plain(&slapd, slapd.ldap);
    no_tls.endpoint.allow_insecure_loopback = false;
    let mut stranger = settings(&slapd);
    let other = tempfile::tempdir().unwrap();
    stranger.endpoint.ca_file = Some(crate::rig::certificate(other.path()));
    let mut starttls = stranger.clone();
    (starttls.endpoint.port, starttls.endpoint.security) = (slapd.ldap, Security::StartTls);
    for settings in [no_tls, stranger, starttls] {
        let what = format!("{:?}", settings.endpoint);
        let outcome = backend(settings).set(&account("AA.1"), &secret(), "o1.1").await;
        assert!(matches!(outcome, SetOutcome::Temporary(_)), "{what}: {outcome:?}");
    }
    assert!(!slapd.log().contains("BIND dn"), "{}", slapd.log());
}

#[tokio::test]
async fn a_refusal_is_told_apart_from_a_bad_moment() {
    let mut slapd = Slapd::start(&["AA.1"]);
    let mut bad = settings(&slapd);
    bad.bind_password = Zeroizing::new("salah".into());
    let why = backend(bad).ready(&account("AA.1")).await;
    assert!(matches!(why, Err(SetOutcome::Temporary(_))), "Loket's own login: {why:?}");
    // A service account that may read and not write.
    slapd.change(&format!(
        "dn: cn=baca,{BASE}\nchangetype: add\nobjectClass: organizationalRole\nobjectClass: simpleSecurityObject\ncn: baca\nuserPassword: {SERVICE_PASSWORD}\n"
    ));
    let mut reader = settings(&slapd);
    reader.bind_dn = format!("cn=baca,{BASE}");
    let outcome = backend(reader).set(&account("AA.1"), &secret(), "o1.1").await;
    assert!(matches!(outcome, SetOutcome::Permanent(_)), "{outcome:?}");
    // A must-change mark that the directory does not know.
    let mut unmarked = settings(&slapd);
    unmarked.must_change =
        Some(MustChange { attribute: "harusGanti".into(), value: "TRUE".into() });
    let outcome = backend(unmarked).set(&account("AA.1"), &secret(), "o1.1").await;
    assert!(
        matches!(&outcome, SetOutcome::Permanent(text) if text.contains("kewajiban mengganti")),
        "{outcome:?}"
    );
    let good = backend(settings(&slapd));
    let health = good.check().await.unwrap();
    assert!(health.forces_change && health.lines[0].contains("siap"), "{health:?}");
    slapd.stop();
    let outcome = good.set(&account("AA.1"), &secret(), "o1.1").await;
    assert!(matches!(outcome, SetOutcome::Temporary(_)), "{outcome:?}");
    assert!(good.check().await.is_err());
}

/// In front of the directory: once a password was sent, its answer never comes back (FLT-51).
async fn deaf(slapd: &Slapd, hang: bool) -> (u16, Arc<AtomicBool>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (port, server) = (listener.local_addr().unwrap().port(), slapd.ldap);
    let cut = Arc::new(AtomicBool::new(false));
    let done = cut.clone();
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let (server, done) =
                (TcpStream::connect(("127.0.0.1", server)).await.unwrap(), done.clone());
            tokio::spawn(carry(client, server, hang, done));
        }
    });
    (port, cut)
}

async fn carry(mut client: TcpStream, mut server: TcpStream, hang: bool, done: Arc<AtomicBool>) {
    const PASSMOD: &[u8] = b"1.3.6.1.4.1.4203.1.11.1";
    let (mut up, mut down) = ([0u8; 8192], [0u8; 8192]);
    loop {
        tokio::select! {
            count = client.read(&mut up) => {
                let Ok(count @ 1..) = count else { return };
                server.write_all(&up[..count]).await.unwrap();
                if memchr::memmem::find(&up[..count], PASSMOD).is_some() {
                    // Performed, answered, and not passed on.
                    assert!(server.read(&mut down).await.unwrap() > 0);
                    done.store(true, Ordering::SeqCst);
                    if hang {
                        std::future::pending::<()>().await;
                    }
                    return;
                }
            }
            count = server.read(&mut down) => {
                let Ok(count @ 1..) = count else { return };
                client.write_all(&down[..count]).await.unwrap();
            }
        }
    }
}

#[tokio::test]
async fn an_answer_that_never_comes_is_unknown_and_a_bind_tells() {
    let slapd = Slapd::start(&["AA.1"]);
    for hang in [false, true] {
        let (port, cut) = deaf(&slapd, hang).await;
        let mut settings = plain(&slapd, port);
        settings.must_change = None;
        settings.time_limit = Duration::from_millis(1500);
        let (backend, secret) = (backend(settings), secret());
        let outcome = backend.set(&account("AA.1"), &secret, "o1.1").await;
        assert!(cut.load(Ordering::SeqCst));
        assert!(matches!(outcome, SetOutcome::Unknown(_)), "hang {hang}: {outcome:?}");
        assert_eq!(backend.verify(&account("AA.1"), &secret).await, Verified::Live, "hang {hang}");
    }
}

/// The password is in, the mark is not: such a password is not the one that was asked for.
#[tokio::test]
async fn a_password_without_its_mark_is_not_taken_for_good() {
    let slapd = Slapd::start(&["AA.1"]);
    slapd.change(&format!(
        "dn: cn=default,{BASE}\nchangetype: modify\nreplace: pwdMustChange\npwdMustChange: FALSE\n"
    ));
    let (port, _) = deaf(&slapd, false).await;
    let (backend, secret) = (backend(plain(&slapd, port)), secret());
    let outcome = backend.set(&account("AA.1"), &secret, "o1.1").await;
    assert!(matches!(outcome, SetOutcome::Unknown(_)), "{outcome:?}");
    assert!(slapd.opens("AA.1", secret.expose()));
    assert_eq!(slapd.attribute("AA.1", "pwdReset"), Vec::<String>::new());
    assert_eq!(backend.verify(&account("AA.1"), &secret).await, Verified::CannotTell);
}

/// A rule of age or history refuses the second time what was done the first (FLT-52).
#[tokio::test]
async fn a_rule_of_history_is_no_failure_of_what_is_already_done() {
    let slapd = Slapd::start(&["AA.1"]);
    let (backend, secret) = (backend(settings(&slapd)), secret());
    assert_eq!(backend.set(&account("AA.1"), &secret, "o1.1").await, SetOutcome::Done);
    // The same once more: the history of the policy says no, the bind says it is so.
    assert_eq!(backend.set(&account("AA.1"), &secret, "o1.1").await, SetOutcome::Done);
    assert!(slapd.log().contains("err=19"), "{}", slapd.log());
    assert_eq!(backend.verify(&account("AA.1"), &secret).await, Verified::Live);
}
