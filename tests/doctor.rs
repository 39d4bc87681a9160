//! The doctor's round trip through a real Postfix into a real Dovecot: what a good border looks like,
//! and each fault of one as a red line with the sentence that mends it (`security.md` D.2, A1-02, 07, 11).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
#[path = "doctor/office.rs"]
mod office;
mod rig;

use office::{Findings, LOKET, Office, Port, RETURNS, Servers};
use std::rc::Rc;
use tokio::task::{JoinSet, LocalSet};

/// One Postfix and one Dovecot for all of them, side by side.
macro_rules! examine {
    ($servers:ident, $($case:ident),* $(,)?) => {{
        let mut cases = JoinSet::new();
        $({
            let servers = $servers.clone();
            cases.spawn_local(async move {
                let case = tokio::task::spawn_local(async move { $case(&servers).await });
                case.await.is_err().then_some(stringify!($case))
            });
        })*
        cases.join_all().await.into_iter().flatten().collect::<Vec<&str>>()
    }};
}

#[tokio::test]
async fn the_round_trip_on_real_servers() {
    LocalSet::new()
        .run_until(async {
            let servers = Rc::new(Servers::start());
            let bystander = servers.bystander().await;
            let failed = examine!(
                servers,
                a_good_border_is_green,
                smuggling_is_red_and_may_be_accepted,
                a_forgery_that_would_be_believed_is_red,
                a_forgery_that_is_stripped_or_not_believed_is_green,
                below_the_line_a_forgery_must_be_stripped,
                without_plus_addressing_nothing_comes_back,
                a_borrowed_name_is_red_where_it_is_believed,
                without_dsn_it_warns,
                without_a_verdict_nothing_is_possible,
                the_id_to_configure_is_named,
                a_probe_that_never_arrives_is_one_sentence,
                a_probe_that_comes_back_is_told_and_taken_away,
                real_filters_say_what_unsigned_mail_is_worth,
                a_relay_that_signs_is_enough_for_a_check_of_our_own,
                a_border_of_its_own_is_asked,
                a_maildir_is_searched_too,
                beside_the_daemon_nothing_else_happens,
            );
            if !failed.is_empty() {
                eprintln!("the log of Postfix:\n{}", servers.postfix.log());
            }
            assert!(failed.is_empty(), "these do not hold: {failed:?}");
            // Other mail was left alone, and every probe is gone.
            assert_eq!(servers.left(LOKET).await, [bystander]);
        })
        .await;
}

/// Every line green, code 0, and the automatic back-end may go.
async fn a_good_border_is_green(servers: &Servers) {
    let office = Office::set(servers, Port::Good, "");
    assert!(office.offline().await.text("online", "note").contains("belum pernah diuji"));
    let found = office.check(&[]).await;
    assert_eq!((found.code, found.reds()), (0, vec![]), "{found:?}");
    for what in
        ["roundtrip", "plus", "verdict", "authserv-id", "login", "smuggling", "dsn", "clock"]
    {
        found.text(what, "note");
    }
    assert!(found.text("forged-results", "note").contains("tidak dipercaya"), "{found:?}");
    assert!(found.text("mode", "note").contains("standar"), "{found:?}");
    assert!(office.state().await.allows_automatic());
    assert!(office.offline().await.text("online", "note").contains("baik; mode standar"));

    // Other settings: it was not checked.
    office.change("reply_delimiter = \"+\"", "reply_delimiter = \"-\"");
    assert!(!office.state().await.allows_automatic());
    let said = office.offline().await;
    assert!(said.text("online", "warning").contains("berubah"), "{said:?}");
    office.change("reply_delimiter = \"-\"", "reply_delimiter = \"+\"");
    assert!(office.state().await.allows_automatic());
}

/// Debian 12's own setting lets a second mail out of one (`security.md` A1-11).
async fn smuggling_is_red_and_may_be_accepted(servers: &Servers) {
    let office = Office::set(servers, Port::Smuggle, "");
    let found = office.check(&[]).await;
    assert_eq!((found.code, found.reds()), (1, vec!["smuggling"]), "{found:?}");
    let why = found.text("smuggling", "error");
    for variant in ["\\n.\\n", "\\n.\\r\\n", "\\r\\n.\\n"] {
        assert!(why.contains(variant), "{variant}: {why}");
    }
    assert!(!why.contains("\\r.\\r,"), "{why}");
    assert!(found.mend("smuggling").contains("smtpd_forbid_bare_newline = normalize"));
    assert!(found.text("mode", "note").contains("hanya ketat"), "{found:?}");
    assert!(!office.state().await.allows_automatic());
    assert!(office.offline().await.text("online", "warning").contains("merah pada smuggling"));

    let refused = office.accept("plus", "sudah dipikirkan").await;
    assert_eq!(refused.code, 1, "it is not red");
    assert_eq!(office.accept("smuggling", " ").await.code, 2, "a reason says something");
    assert_eq!(office.accept("smuggling", "MX diganti bulan depan").await.code, 0);
    assert!(office.state().await.allows_automatic());
    let log = office.log().await;
    assert!(
        log.iter().any(|l| l.contains("MX diganti bulan depan") && l.contains("operator")),
        "{log:?}"
    );
    let again = office.check(&[]).await;
    assert!(again.text("smuggling", "warning").contains("diterima tertulis"), "{again:?}");
    assert!(office.state().await.allows_automatic());
}

/// The border hides its `Received` lines and strips nothing: the forgery stands on top.
async fn a_forgery_that_would_be_believed_is_red(servers: &Servers) {
    let office = Office::set(servers, Port::Hidden, "");
    let found = office.check(&[]).await;
    assert_eq!(found.code, 1);
    assert!(found.reds().contains(&"forged-results"), "{found:?}");
    assert!(found.text("forged-results", "error").contains("dipercaya"), "{found:?}");
    assert!(found.mend("forged-results").contains("header_checks"), "{found:?}");
    assert!(!office.state().await.allows_automatic());

    // The same border, but Loket reads no header of it.
    let dns = rig::dns::Dns::start().await;
    let own = format!("verify = \"self\"\nnameservers = [\"{}\"]\n", dns.address);
    let office = Office::set(servers, Port::Hidden, &own);
    let found = office.check(&[]).await;
    assert!(!found.reds().contains(&"forged-results"), "{found:?}");
}

async fn a_forgery_that_is_stripped_or_not_believed_is_green(servers: &Servers) {
    let office = Office::set(servers, Port::Strip, "");
    let found = office.check(&[]).await;
    assert!(found.text("forged-results", "note").contains("tidak sampai"), "{found:?}");
}

/// Where results are read below the border's line, a forgery must not arrive at all.
async fn below_the_line_a_forgery_must_be_stripped(servers: &Servers) {
    let office = Office::set(servers, Port::Good, "results = \"below\"\n");
    let found = office.check(&[]).await;
    assert!(found.reds().contains(&"forged-results"), "{found:?}");
    assert!(found.mend("authserv-id").contains("trust.results = \"above\""), "{found:?}");
    let office = Office::set(servers, Port::Strip, "results = \"below\"\n");
    let found = office.check(&[]).await;
    assert!(!found.reds().contains(&"forged-results"), "{found:?}");
}

async fn without_plus_addressing_nothing_comes_back(servers: &Servers) {
    let office = Office::set(servers, Port::NoPlus, "");
    let found = office.check(&[]).await;
    assert_eq!((found.code, found.reds()), (1, vec!["plus"]), "{found:?}");
    assert!(found.text("plus", "error").contains("SETUJU tidak pernah sampai"), "{found:?}");
    assert!(found.mend("plus").contains("recipient_delimiter = +"), "{found:?}");
    assert!(found.text("mode", "note").contains("tidak ada"), "{found:?}");
}

/// Logged in as Loket, a mail in the name of Admin PPE (`security.md` A1-07).
async fn a_borrowed_name_is_red_where_it_is_believed(servers: &Servers) {
    let office = Office::set(servers, Port::AnyName, "");
    let found = office.check(&[]).await;
    assert_eq!((found.code, found.reds()), (1, vec!["login"]), "{found:?}");
    let why = found.text("login", "error");
    assert!(why.contains("bagus@kkp.example") && why.contains(LOKET), "{why}");
    let mend = found.mend("login");
    assert!(mend.contains("reject_authenticated_sender_login_mismatch"), "{mend}");
    assert!(found.text("mode", "note").contains("standar"), "the token still guards");

    // The border takes any name too, but tells Loket who logged in.
    let office = Office::set(servers, Port::NamesLogin, "");
    let found = office.check(&[]).await;
    assert_eq!((found.code, found.reds()), (0, vec![]), "{found:?}");
    assert!(found.text("login", "note").contains("dikenali Loket"), "{found:?}");
}

async fn without_dsn_it_warns(servers: &Servers) {
    let office = Office::set(servers, Port::NoDsn, "");
    let found = office.check(&[]).await;
    assert_eq!((found.code, found.reds()), (1, vec![]), "{found:?}");
    assert!(found.text("dsn", "warning").contains("tidak mengenal DSN"), "{found:?}");
    assert!(office.state().await.allows_automatic(), "a warning is no red line");
}

async fn without_a_verdict_nothing_is_possible(servers: &Servers) {
    let office = Office::set(servers, Port::Silent, "");
    let found = office.check(&[]).await;
    assert_eq!(found.reds(), ["verdict"], "{found:?}");
    assert!(found.text("authserv-id", "warning").contains("tidak menulis"), "{found:?}");
    assert!(found.text("mode", "note").contains("tidak ada"), "{found:?}");
    assert!(
        found.text("login", "warning").contains("none"),
        "a borrowed name proves nothing either"
    );
}

async fn the_id_to_configure_is_named(servers: &Servers) {
    let office = Office::set(servers, Port::Good, "");
    office.change("authserv_id = \"mx.kkp.example\"", "authserv_id = \"lain.kkp.example\"");
    let found = office.check(&[]).await;
    assert!(found.reds().contains(&"verdict"), "{found:?}");
    assert!(found.text("authserv-id", "warning").contains("mx.kkp.example"), "{found:?}");
    assert!(found.mend("authserv-id").contains("trust.authserv_id = \"mx.kkp.example\""));
}

async fn a_probe_that_never_arrives_is_one_sentence(servers: &Servers) {
    let office = Office::set(servers, Port::Good, "");
    office.change(LOKET, "ketiga@kkp.example");
    // It reads somebody else's mailbox.
    office.change("\"ketiga@kkp.example\" # kotak", "\"bagus@kkp.example\" # kotak");
    let found = office.check(&["--wait", "5"]).await;
    assert_eq!(found.code, 1, "{found:?}");
    assert!(found.text("roundtrip", "error").contains("tidak tiba di kotak surat dalam 5 detik"));
    for what in ["plus", "verdict", "forged-results", "smuggling"] {
        assert!(found.reds().contains(&what), "not known is red: {what} {found:?}");
    }
    assert!(found.text("mode", "note").contains("tidak ada"), "{found:?}");
}

/// A server without DSN cannot be asked for silence: its reports are understood, and removed too.
async fn a_probe_that_comes_back_is_told_and_taken_away(servers: &Servers) {
    let office = Office::set(servers, Port::NoDsn, "");
    let sender = "keempat@kkp.example";
    office.change(LOKET, sender);
    office.change(&format!("address = \"{sender}\""), &format!("address = \"{RETURNS}\""));
    office.change("[smtp]\n", &format!("[smtp]\nenvelope_from = \"{sender}\"\n"));
    let found = office.check(&[]).await;
    assert!(found.text("roundtrip", "error").contains("dikembalikan (5.1.1)"), "{found:?}");
    assert!(found.text("plus", "error").contains("dikembalikan (5.1.1)"), "{found:?}");
    assert_eq!(servers.left(sender).await, Vec::<String>::new());
}

/// OpenDKIM and OpenDMARC as milters of the border: nobody signs internal mail, and the doctor shows it
/// (`security.md` D.1, D.5).
async fn real_filters_say_what_unsigned_mail_is_worth(servers: &Servers) {
    let office = Office::set(servers, Port::Filtered, "hosts = [\"mail.loket.test\"]\n");
    let found = office.check(&[]).await;
    assert_eq!((found.code, found.reds()), (1, vec!["verdict"]), "{found:?}");
    assert!(found.text("verdict", "error").contains("(fail): dmarc=fail"), "{found:?}");
    assert!(found.mend("verdict").contains("trust.verify = \"self\""), "{found:?}");
    assert!(found.text("authserv-id", "note").contains("di atas"), "{found:?}");
    assert!(found.text("mode", "note").contains("tidak ada"), "{found:?}");
}

/// What mends that: the relay signs, and Loket checks by itself.
async fn a_relay_that_signs_is_enough_for_a_check_of_our_own(servers: &Servers) {
    let dns = rig::dns::Dns::start().await;
    servers.signer.publish(&dns, "");
    let own = format!("verify = \"self\"\nnameservers = [\"{}\"]\n", dns.address);
    let office = Office::set(servers, Port::Signed, &own);
    let found = office.check(&[]).await;
    assert_eq!((found.code, found.reds()), (0, vec![]), "{found:?}");
    assert!(
        found.text("verdict", "note").contains("tanda tangan DKIM kkp.example sah"),
        "{found:?}"
    );
    assert!(found.text("mode", "note").contains("standar"), "{found:?}");

    // DNS is out: nobody knows, and nothing is green.
    dns.set("s1._domainkey.kkp.example", rig::dns::Answer::Fails);
    let found = office.check(&[]).await;
    assert_eq!(found.reds(), ["verdict"], "{found:?}");
    assert!(found.text("verdict", "error").contains("temperror"), "{found:?}");
    assert!(!office.state().await.allows_automatic());
}

/// The relay is good; mail from outside comes by another server, which is not.
async fn a_border_of_its_own_is_asked(servers: &Servers) {
    let mx = format!("127.0.0.1:{}", servers.postfix.outside);
    let office = Office::set(servers, Port::Good, &format!("mx = \"{mx}\"\n"));
    let found = office.check(&[]).await;
    assert_eq!(found.reds(), ["smuggling"], "{found:?}");
    let office = Office::set(servers, Port::Good, "");
    let found = office.check(&["--mx", &mx]).await;
    assert_eq!(found.reds(), ["smuggling"], "{found:?}");
    assert_eq!(office.check(&["--mx", "bukan mx"]).await.code, 2);
}

async fn a_maildir_is_searched_too(servers: &Servers) {
    let office = Office::set(servers, Port::Good, "");
    office.read_maildir(servers);
    let found = office.check(&[]).await;
    assert_eq!((found.code, found.reds()), (0, vec![]), "{found:?}");
}

/// The daemon takes the probes first: it records automatic mail, and the doctor finds them all the same.
async fn beside_the_daemon_nothing_else_happens(servers: &Servers) {
    let office = Office::set(servers, Port::Good, "");
    office.change("loket@kkp.example", "kedua@kkp.example");
    let daemon = office.start().await;
    let found: Findings = office.check(&[]).await;
    assert_eq!(found.reds(), Vec::<&str>::new(), "{found:?}\n{}", office.daemon_log());
    daemon.stop().await;
    let outcomes = office.outcomes().await;
    assert!(outcomes.iter().all(|(outcome, _)| outcome == "auto_reply"), "{outcomes:?}");
    assert_eq!(office.letters().await, Vec::<String>::new(), "nothing is sent for a probe");
    assert_eq!(servers.left("kedua@kkp.example").await, Vec::<String>::new());
}
