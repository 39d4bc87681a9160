//! The kept connection: reuse, RSET, staleness, cancellation, AUTH, DSN, and what the logs show.
use super::phases::{quick, send, usual};
use super::{GURU, envelope, letter, settings};
use crate::rig::PASSWORD;
use crate::rig::mock::{Act, Mock, say};
use data_encoding::BASE64;
use loket::sink::{Outcome, SmtpSink};
use loket::wire::Security;
use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

fn accepted(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Accepted { .. })
}

#[tokio::test]
async fn one_connection_carries_many_with_rset_between() {
    let mock = Mock::smtp("220 mock\r\n", usual).await;
    let mut settings = quick(&mock);
    settings.max_mails = 3;
    let mut sink = SmtpSink::new(settings);
    for _ in 0..7 {
        assert!(accepted(&send(&mut sink).await));
    }
    sink.close().await;
    assert_eq!(mock.visits(), 3, "3 + 3 + 1");
    let heard = mock.heard();
    let count = |word: &str| heard.iter().filter(|line| line.starts_with(word)).count();
    assert_eq!((count("MAIL"), count("RSET"), count("QUIT")), (7, 4, 3));
    assert_eq!(count("AUTH"), 3);
}

#[tokio::test]
async fn idle_for_too_long_is_not_used_again() {
    let mock = Mock::smtp("220 mock\r\n", usual).await;
    let mut settings = quick(&mock);
    settings.max_idle = Duration::ZERO;
    let mut sink = SmtpSink::new(settings);
    for _ in 0..3 {
        assert!(accepted(&send(&mut sink).await));
    }
    assert_eq!(mock.visits(), 3);
}

#[tokio::test]
async fn a_kept_connection_that_died_is_replaced_once() {
    for last in [vec![Act::Cut], say("421 idle for too long\r\n"), say("500 RSET?\r\n")] {
        let mock = Mock::smtp("220 mock\r\n", move |line| match line {
            "RSET" => last.clone(),
            line => usual(line),
        })
        .await;
        let mut sink = SmtpSink::new(quick(&mock));
        assert!(accepted(&send(&mut sink).await));
        assert!(accepted(&send(&mut sink).await));
        assert_eq!(mock.visits(), 2);
        let dots = mock.heard().iter().filter(|line| line.ends_with("\r\n.\r\n")).count();
        assert_eq!(dots, 2, "each letter once");
    }
}

#[tokio::test]
async fn a_refused_mail_does_not_spoil_the_next() {
    for (word, offers) in [("RCPT", ""), ("DATA", ""), ("RCPT", "250-PIPELINING\r\n")] {
        let count = Arc::new(Mutex::new(0));
        let mock = Mock::smtp("220 mock\r\n", move |line| {
            if line.starts_with("EHLO") {
                return say(&format!("250-mock\r\n{offers}250-AUTH PLAIN\r\n250 DSN\r\n"));
            }
            if line.starts_with(word) {
                *count.lock().unwrap() += 1;
                if *count.lock().unwrap() == 1 {
                    return say("550 5.1.1 no\r\n");
                }
            }
            usual(line)
        })
        .await;
        let mut sink = SmtpSink::new(quick(&mock));
        let first = send(&mut sink).await;
        assert!(matches!(first, Outcome::Permanent { code: Some(550), .. }), "{first:?}");
        assert!(accepted(&send(&mut sink).await));
        assert_eq!(mock.visits(), 1);
    }
}

#[tokio::test]
async fn begin_sends_no_data() {
    let mock = Mock::smtp("220 mock\r\n", usual).await;
    let mut sink = SmtpSink::new(quick(&mock));
    sink.begin(&envelope(GURU)).await.unwrap();
    assert!(!mock.heard().iter().any(|line| line == "DATA"));
    sink.abandon().await;
    sink.close().await;
    assert!(!mock.heard().iter().any(|line| line == "DATA"));
}

/// A slow answer to one mail must never be taken for the answer to another.
#[tokio::test]
async fn a_cancelled_sending_drops_its_connection() {
    let mock = Mock::smtp("220 mock\r\n", |line| match line {
        "." => vec![Act::Hang],
        line => usual(line),
    })
    .await;
    let mut settings = quick(&mock);
    settings.dot_timeout = Duration::from_secs(60);
    let mut sink = SmtpSink::new(settings);
    for visits in 1..=3 {
        let cut = tokio::time::timeout(Duration::from_millis(250), send(&mut sink)).await;
        assert!(cut.is_err());
        assert_eq!(mock.visits(), visits);
    }
}

#[tokio::test]
async fn dsn_words_only_for_a_server_that_knows_them() {
    for (offer, known) in [("DSN", true), ("8BITMIME", false)] {
        let mock = Mock::smtp("220 mock\r\n", move |line| match line {
            line if line.starts_with("EHLO") => say(&format!("250-mock\r\n250 {offer}\r\n")),
            line => usual(line),
        })
        .await;
        let mut sink = SmtpSink::new(settings(mock.port, Security::Insecure));
        let mut way = envelope(GURU);
        way.envid = Some("LKT 1+1".into());
        sink.begin(&way).await.unwrap();
        let heard = mock.heard().join("\n");
        let with = heard.contains("RET=HDRS ENVID=LKT+201+2B1")
            && heard.contains(&format!("RCPT TO:<{GURU}> NOTIFY=FAILURE,DELAY"));
        assert_eq!(with, known, "{heard}");
        assert_eq!(heard.contains("ENVID"), known, "{heard}");
    }
}

#[tokio::test]
async fn auth_login_where_plain_is_missing_and_no_mail_where_both_are() {
    let mock = Mock::smtp("220 mock\r\n", |line| match line {
        line if line.starts_with("EHLO") => say("250-mock\r\n250 AUTH LOGIN\r\n"),
        "AUTH LOGIN" => say("334 VXNlcm5hbWU6\r\n"),
        line if line == BASE64.encode(b"loket") => say("334 UGFzc3dvcmQ6\r\n"),
        line if line == BASE64.encode(PASSWORD.as_bytes()) => say("235 in\r\n"),
        line if line.starts_with("MAIL") => say("250 ok\r\n"),
        line => usual(line),
    })
    .await;
    assert!(accepted(&send(&mut SmtpSink::new(quick(&mock))).await));
    let mock = Mock::smtp("220 mock\r\n", |line| match line {
        line if line.starts_with("EHLO") => say("250-mock\r\n250 AUTH CRAM-MD5\r\n"),
        line => usual(line),
    })
    .await;
    let outcome = send(&mut SmtpSink::new(quick(&mock))).await;
    assert!(matches!(outcome, Outcome::Temporary { .. }), "{outcome:?}");
    assert!(!mock.heard().iter().any(|line| line.starts_with("MAIL")));
}

#[derive(Clone, Default)]
struct Ink(Arc<Mutex<Vec<u8>>>);

impl Write for Ink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn logs_at_trace_level_hold_no_password() {
    let ink = Ink::default();
    let paper = ink.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || paper.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let mock = Mock::smtp("220 mock\r\n", |line| match line {
        line if line.starts_with("AUTH") => say("535 no\r\n"),
        line => usual(line),
    })
    .await;
    let settings = quick(&mock);
    let mut shown = format!("{settings:?}");
    let outcome = send(&mut SmtpSink::new(settings)).await;
    shown.push_str(&format!("{outcome:?}"));
    let mock = Mock::smtp("220 mock\r\n", |line| match line {
        "RSET" => vec![Act::Cut],
        line => usual(line),
    })
    .await;
    let mut sink = SmtpSink::new(quick(&mock));
    for _ in 0..2 {
        sink.begin(&envelope(GURU)).await.unwrap();
        let outcome = sink.data(&letter("sandi", "kata sandi: Melati-4471")).await;
        shown.push_str(&format!("{outcome:?}"));
    }
    let log = String::from_utf8(ink.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("stale"), "something is logged at all: {log}");
    let plain = BASE64.encode(format!("\0loket\0{PASSWORD}").as_bytes());
    for secret in [PASSWORD, "Melati-4471", &plain, &BASE64.encode(PASSWORD.as_bytes())] {
        assert!(!log.contains(secret) && !shown.contains(secret));
    }
}
