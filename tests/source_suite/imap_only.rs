//! What only a real IMAP server has: UIDVALIDITY, abilities that are missing, TLS, other clients.
use super::{LIMITS, USER, dovecot_source, imap_settings, mail, never, places, raw};
use crate::rig::{Dovecot, certificate, proxy};
use loket::source::{Ack, ImapSource, Limits, Source, SourceError, Wake};
use loket::wire::Security;
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;
use zeroize::Zeroizing;

const DATE: &str = "05-Jan-2026 08:00:00 +0700";

#[tokio::test]
async fn a_recreated_folder_gives_new_places_and_old_acks_touch_nothing() {
    let dovecot = Dovecot::start(&[USER]);
    let mut client = dovecot.client(USER).await;
    client.run("CREATE Masuk").await;
    client.append("Masuk", DATE, &mail("lama", 300)).await;
    let mut settings = imap_settings(dovecot.imap, Security::Insecure);
    settings.folder = "Masuk".into();
    let old = places(&ImapSource::new(settings.clone()).next(&LIMITS, &never).await.unwrap());
    assert!(client.run("DELETE Masuk").await.ok());
    assert!(client.run("CREATE Masuk").await.ok());
    client.append("Masuk", DATE, &mail("baru", 300)).await;
    let mut source = ImapSource::new(settings);
    let new = source.next(&LIMITS, &never).await.unwrap();
    assert_eq!(raw(&new[0]), mail("baru", 300));
    assert_eq!(old[0].uid, new[0].place().uid, "the server gives the same UID again");
    assert_ne!(old[0], *new[0].place(), "and yet it is another place");
    source.acknowledge(&[(old[0].clone(), Ack::Erase)]).await.unwrap();
    assert_eq!(dovecot.read(USER, "Masuk").await.len(), 1);
}

#[tokio::test]
async fn without_move_it_copies_and_removes_by_uid() {
    let more = "imap_capability = IMAP4rev1 UIDPLUS IDLE";
    let dovecot = Dovecot::start_with(&[USER], more);
    let mut client = dovecot.client(USER).await;
    client.append("INBOX", DATE, &mail("satu", 300)).await;
    client.append("INBOX", DATE, &mail("dua", 300)).await;
    client.run("SELECT INBOX").await;
    client.run("STORE 2 +FLAGS (\\Deleted)").await;
    let mut source = dovecot_source(&dovecot);
    let at = places(&source.next(&LIMITS, &never).await.unwrap());
    source.acknowledge(&[(at[0].clone(), Ack::Done)]).await.unwrap();
    source.acknowledge(&[(at[0].clone(), Ack::Done)]).await.unwrap();
    let left = dovecot.read(USER, "INBOX").await;
    assert_eq!(left.len(), 1, "the mail flagged by someone else stays");
    assert_eq!(left[0].1, mail("dua", 300));
    assert_eq!(dovecot.read(USER, "Selesai").await.len(), 1);
}

#[tokio::test]
async fn without_move_and_uidplus_a_keyword_marks_and_nothing_is_expunged() {
    let dovecot = Dovecot::start_with(&[USER], "imap_capability = IMAP4rev1");
    let mut client = dovecot.client(USER).await;
    for n in 0..5 {
        client.append("INBOX", DATE, &mail(&format!("m{n}"), 300)).await;
    }
    let mut source = dovecot_source(&dovecot);
    let at = places(&source.next(&LIMITS, &never).await.unwrap());
    let acks: Vec<_> = at[..2].iter().map(|place| (place.clone(), Ack::Done)).collect();
    source.acknowledge(&acks).await.unwrap();
    assert_eq!(places(&source.next(&LIMITS, &never).await.unwrap()), at[2..]);
    assert_eq!(places(&dovecot_source(&dovecot).next(&LIMITS, &never).await.unwrap()), at[2..]);
    // Another client takes the two marked ones away: the window moves with them.
    client.run("SELECT INBOX").await;
    client.run("STORE 1:2 +FLAGS (\\Deleted)").await;
    client.run("EXPUNGE").await;
    client.append("INBOX", DATE, &mail("m5", 300)).await;
    assert_eq!(source.next(&LIMITS, &never).await.unwrap().len(), 4);
    source.acknowledge(&[(at[2].clone(), Ack::Erase)]).await.unwrap();
    client.run("NOOP").await;
    let flags = client.run("UID FETCH 3 (FLAGS)").await.lines.join(" ");
    assert!(flags.contains("\\Deleted") && flags.contains("$Loket"), "{flags}");
    // No IDLE either: the poll interval is the fall-back, and new mail still wakes.
    let stop = CancellationToken::new();
    let turn = Duration::from_millis(100);
    assert_eq!(source.wait(turn, &stop).await.unwrap(), Wake::Poll);
    client.append("INBOX", DATE, &mail("m6", 300)).await;
    assert_eq!(source.wait(turn, &stop).await.unwrap(), Wake::Mail);
}

#[tokio::test]
async fn a_target_that_refuses_leaves_the_mail_marked_in_place() {
    let more = "protocol imap {\n mail_plugins = acl\n}\nplugin {\n acl = vfile\n}\n";
    let dovecot = Dovecot::start_with(&[USER], more);
    let mut client = dovecot.client(USER).await;
    client.run("CREATE Selesai").await;
    client.append("INBOX", DATE, &mail("tinggal", 300)).await;
    let acl = dovecot.mail_dir(USER).join("Maildir/.Selesai/dovecot-acl");
    std::fs::write(&acl, "owner lr\n").unwrap();
    let mut source = dovecot_source(&dovecot);
    let at = places(&source.next(&LIMITS, &never).await.unwrap());
    source.acknowledge(&[(at[0].clone(), Ack::Done)]).await.unwrap();
    assert!(source.next(&LIMITS, &never).await.unwrap().is_empty(), "done, though still there");
    assert_eq!(dovecot.read(USER, "INBOX").await.len(), 1);
    assert!(dovecot.read(USER, "Selesai").await.is_empty());
}

#[tokio::test]
async fn a_thousand_mails_go_through_in_batches() {
    let dovecot = Dovecot::start(&[USER]);
    let mut client = dovecot.client(USER).await;
    for n in 0..1000 {
        client.append("INBOX", DATE, &mail(&format!("nomor {n}"), 2000)).await;
    }
    let mut source = dovecot_source(&dovecot);
    let limits = Limits { max_mails: 100, ..LIMITS };
    let begun = Instant::now();
    let mut seen = 0;
    loop {
        let items = source.next(&limits, &never).await.unwrap();
        if items.is_empty() {
            break;
        }
        for item in &items {
            assert_eq!(raw(item), mail(&format!("nomor {seen}"), 2000));
            seen += 1;
        }
        let acks: Vec<_> = places(&items).into_iter().map(|place| (place, Ack::Done)).collect();
        source.acknowledge(&acks).await.unwrap();
    }
    assert_eq!(seen, 1000);
    eprintln!("1,000 mails fetched and moved in {:?}", begun.elapsed());
    assert_eq!(dovecot.read(USER, "Selesai").await.len(), 1000);
}

#[tokio::test]
async fn tls_is_checked_and_starttls_works() {
    let dovecot = Dovecot::start(&[USER]);
    dovecot.client(USER).await.append("INBOX", DATE, &mail("aman", 300)).await;
    let other = tempfile::tempdir().unwrap();
    let wrong = certificate(other.path());
    for (port, security) in [(dovecot.imaps, Security::Tls), (dovecot.imap, Security::StartTls)] {
        let mut settings = imap_settings(port, security);
        settings.endpoint.ca_file = Some(wrong.clone());
        let error = ImapSource::new(settings.clone()).next(&LIMITS, &never).await.unwrap_err();
        assert!(matches!(error, SourceError::Permanent(_)), "{error:?}");
        settings.endpoint.ca_file = Some(dovecot.ca.clone());
        assert_eq!(ImapSource::new(settings.clone()).next(&LIMITS, &never).await.unwrap().len(), 1);
        settings.endpoint.host = "127.0.0.2".into();
        let error = ImapSource::new(settings).next(&LIMITS, &never).await;
        assert!(error.is_err(), "a name that the certificate does not hold");
    }
    let mut settings = imap_settings(dovecot.imap, Security::Insecure);
    settings.endpoint.allow_insecure_loopback = false;
    let error = ImapSource::new(settings).next(&LIMITS, &never).await.unwrap_err();
    assert!(matches!(error, SourceError::Permanent(_)), "{error:?}");
}

#[tokio::test]
async fn a_wrong_password_is_permanent_and_never_shown() {
    let dovecot = Dovecot::start_with(&[USER], "auth_failure_delay = 0");
    for wrong in ["salah-benar-55", "sälah-benar-55 \"x"] {
        let mut settings = imap_settings(dovecot.imap, Security::Insecure);
        settings.password = Zeroizing::new(wrong.into());
        assert!(!format!("{settings:?}").contains("benar-55"));
        let error = ImapSource::new(settings).next(&LIMITS, &never).await.unwrap_err();
        assert!(matches!(error, SourceError::Permanent(_)), "{error:?}");
        assert!(!error.to_string().contains("benar-55"), "{error}");
    }
}

#[tokio::test]
async fn a_lost_connection_is_temporary_and_the_next_call_comes_back() {
    let dovecot = Dovecot::start(&[USER]);
    dovecot.client(USER).await.append("INBOX", DATE, &mail("lagi", 300)).await;
    let mut source = Source::Imap(ImapSource::new(imap_settings(dovecot.imap, Security::Insecure)));
    assert_eq!(source.next(&LIMITS, &never).await.unwrap().len(), 1);
    dovecot.kick(USER);
    let error = source.next(&LIMITS, &never).await.unwrap_err();
    assert!(matches!(error, SourceError::Temporary(_)), "{error:?}");
    assert_eq!(source.next(&LIMITS, &never).await.unwrap().len(), 1);
    // While asleep, too: the end of the line is an error, not a wake.
    let asleep = tokio::spawn(async move {
        (source.wait(Duration::from_secs(60), &CancellationToken::new()).await, source)
    });
    let slept = crate::rig::wait_until(Duration::from_secs(20), async || {
        dovecot.kick(USER);
        asleep.is_finished().then_some(())
    });
    slept.await;
    // The first listing was already told of the one mail, so nothing else could have woken it.
    let (woken, mut source) = asleep.await.unwrap();
    assert!(matches!(woken, Err(SourceError::Temporary(_))), "{woken:?}");
    assert_eq!(source.next(&LIMITS, &never).await.unwrap().len(), 1);
}

#[derive(Clone, Default)]
struct Ink(std::sync::Arc<std::sync::Mutex<Vec<u8>>>);

impl std::io::Write for Ink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn logs_at_trace_level_hold_no_password() {
    let (ink, alert) = (Ink::default(), "* OK [ALERT] kotak hampir penuh\r\n{tag} OK in\r\n");
    let paper = ink.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || paper.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    for refused in [false, true] {
        let mock = crate::rig::mock::Mock::imap("* OK hi\r\n", move |line| match line {
            line if line.starts_with("LOGIN") && refused => {
                crate::rig::mock::say("{tag} NO [AUTHENTICATIONFAILED] no\r\n")
            }
            line if line.starts_with("LOGIN") => crate::rig::mock::say(alert),
            _ => Vec::new(),
        })
        .await;
        let settings = imap_settings(mock.port, Security::Insecure);
        let error = ImapSource::new(settings).next(&LIMITS, &never).await.unwrap_err();
        assert!(!error.to_string().contains(crate::rig::PASSWORD));
    }
    let log = String::from_utf8(ink.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("kotak hampir penuh"), "something is logged at all: {log}");
    assert!(!log.contains(crate::rig::PASSWORD), "{log}");
}

#[tokio::test]
async fn calls_can_be_spawned_and_a_source_can_change_threads() {
    fn send<T: Send>(value: T) -> T {
        value
    }
    let mut source = send(Source::Imap(ImapSource::new(imap_settings(1, Security::Insecure))));
    assert!(send(source.next(&LIMITS, &never)).await.is_err());
    assert!(send(source.check()).await.is_err());
    assert!(send(source.acknowledge(&[])).await.is_ok());
}

/// Wherever the line breaks: an error, or whole mails; never a part of one.
#[tokio::test]
async fn a_line_cut_at_any_byte_gives_no_half_mail() {
    let dovecot = Dovecot::start(&[USER]);
    let sent = [mail("satu", 700), mail("dua", 3000), mail("tiga", 1200)];
    let mut client = dovecot.client(USER).await;
    for one in &sent {
        client.append("INBOX", DATE, one).await;
    }
    let (mut whole, mut broken) = (0, 0);
    for after in (0..9000).step_by(131) {
        let port = proxy::start(dovecot.imap, proxy::Cut::After(after)).await;
        match ImapSource::new(imap_settings(port, Security::Insecure)).next(&LIMITS, &never).await {
            Err(SourceError::Temporary(_)) => broken += 1,
            Err(other) => panic!("cut after {after}: {other:?}"),
            Ok(items) => {
                whole += 1;
                let got: Vec<&[u8]> = items.iter().map(raw).collect();
                assert_eq!(got, sent, "cut after {after}");
            }
        }
    }
    assert!(whole > 3 && broken > 30, "{whole} whole, {broken} broken");
}

#[tokio::test]
async fn a_server_that_is_gone_is_temporary() {
    let mut dovecot = Dovecot::start(&[USER]);
    let mut source = dovecot_source(&dovecot);
    source.next(&LIMITS, &never).await.unwrap();
    dovecot.stop();
    for _ in 0..2 {
        let error = source.next(&LIMITS, &never).await.unwrap_err();
        assert!(matches!(error, SourceError::Temporary(_)), "{error:?}");
    }
}

#[tokio::test]
async fn another_client_that_expunges_all_the_while_costs_only_what_it_takes() {
    let dovecot = Dovecot::start(&[USER]);
    let mut client = dovecot.client(USER).await;
    for n in 1..=120 {
        client.append("INBOX", DATE, &mail(&format!("nomor {n}."), 1500)).await;
    }
    client.run("SELECT INBOX").await;
    let thief = tokio::spawn(async move {
        for uid in (2..=120).rev().step_by(2) {
            client.run(&format!("UID STORE {uid} +FLAGS.SILENT (\\Deleted \\Seen)")).await;
            client.run(&format!("UID EXPUNGE {uid}")).await;
        }
    });
    let mut source = dovecot_source(&dovecot);
    let limits = Limits { max_mails: 7, ..LIMITS };
    let mut odd = Vec::new();
    loop {
        let items = source.next(&limits, &never).await.unwrap();
        if items.is_empty() {
            break;
        }
        for item in &items {
            let uid = item.place().uid;
            match item {
                loket::source::Item::Mail(one) => {
                    assert_eq!(one.raw, mail(&format!("nomor {uid}."), 1500));
                    odd.extend((uid % 2 == 1).then_some(uid));
                }
                loket::source::Item::Vanished { .. } => assert_eq!(uid % 2, 0),
                other => panic!("{other:?}"),
            }
        }
        let acks: Vec<_> = places(&items).into_iter().map(|place| (place, Ack::Done)).collect();
        source.acknowledge(&acks).await.unwrap();
    }
    thief.await.unwrap();
    assert_eq!(odd, (1..=120).step_by(2).collect::<Vec<u64>>(), "each once, in order");
    assert!(dovecot.read(USER, "INBOX").await.is_empty());
}
