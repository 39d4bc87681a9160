//! Each phase of SMTP, and each way in which it can go wrong, on a scripted server.
use super::{GURU, envelope, letter, settings};
use crate::rig::mock::{Act, Mock, say};
use loket::sink::{Outcome, Phase, SmtpSettings, SmtpSink};
use loket::wire::Security;
use std::time::Duration;
use zeroize::Zeroizing;

/// The well-behaved answer to a line.
pub fn usual(line: &str) -> Vec<Act> {
    let word = line.split([' ', ':']).next().unwrap_or_default();
    say(match word {
        "EHLO" => "250-mock\r\n250-AUTH PLAIN LOGIN\r\n250 DSN\r\n",
        "AUTH" => "235 in\r\n",
        "DATA" => "354 go\r\n",
        "." => "250 queued as X1\r\n",
        "QUIT" => "221 bye\r\n",
        _ => "250 ok\r\n",
    })
}

/// A server that behaves but for lines that begin with `word`.
async fn odd(word: &'static str, acts: Vec<Act>) -> Mock {
    let greeting = match (word, acts.first()) {
        ("greeting", Some(Act::Send(text))) => text.clone(),
        ("greeting", Some(Act::Hang)) => "<hang>".into(),
        ("greeting", _) => String::new(),
        _ => "220 mock\r\n".into(),
    };
    let cut = word == "greeting" && greeting.is_empty();
    Mock::smtp(if cut { "22" } else { &greeting }, move |line| {
        if cut {
            return vec![Act::Cut];
        }
        if line.starts_with(word) { acts.clone() } else { usual(line) }
    })
    .await
}

pub fn quick(mock: &Mock) -> SmtpSettings {
    let mut settings = settings(mock.port, Security::Insecure);
    settings.user = Some("loket".into());
    settings.password = Some(Zeroizing::new(crate::rig::PASSWORD.into()));
    settings.step_timeout = Duration::from_millis(300);
    settings.dot_timeout = Duration::from_millis(500);
    settings
}

pub async fn send(sink: &mut SmtpSink) -> Outcome {
    match sink.begin(&envelope(GURU)).await {
        Ok(()) => sink.data(&letter("uji", "isi")).await,
        Err(outcome) => outcome,
    }
}

const PHASES: [(&str, Phase); 7] = [
    ("greeting", Phase::Greeting),
    ("EHLO", Phase::Hello),
    ("AUTH", Phase::Auth),
    ("MAIL", Phase::Mail),
    ("RCPT", Phase::Rcpt),
    ("DATA", Phase::Data),
    (".", Phase::Dot),
];

fn about_the_relay(phase: Phase) -> bool {
    matches!(phase, Phase::Connect | Phase::Greeting | Phase::Hello | Phase::Auth)
}

#[tokio::test]
async fn four_hundreds_are_temporary_in_each_phase() {
    for (word, wanted) in PHASES {
        for reply in ["451 4.3.0 later\r\n", "450-4.2.0 busy\r\n450 later\r\n", "421 closing\r\n"] {
            let mock = odd(word, say(reply)).await;
            match send(&mut SmtpSink::new(quick(&mock))).await {
                Outcome::Temporary { phase, text } => {
                    assert_eq!(phase, wanted, "{reply}");
                    assert!(text.starts_with(&reply[..3]), "{text}");
                }
                other => panic!("{word} {reply}: {other:?}"),
            }
        }
    }
}

#[tokio::test]
async fn five_hundreds_are_permanent_where_they_speak_of_this_mail() {
    for (word, wanted) in PHASES {
        let mock = odd(word, say("554-5.7.1 refused\r\n554 for good\r\n")).await;
        let outcome = send(&mut SmtpSink::new(quick(&mock))).await;
        let text = "554 5.7.1 refused / for good".to_owned();
        let expected = if about_the_relay(wanted) {
            Outcome::Temporary { phase: wanted, text }
        } else {
            Outcome::Permanent { phase: wanted, code: Some(554), text }
        };
        assert_eq!(outcome, expected, "{word}");
    }
}

#[tokio::test]
async fn garbage_cuts_and_silence_before_the_dot_are_temporary_after_it_unknown() {
    let garbage =
        ["\r\n", "hello there\r\n", "250-a\r\n251 b\r\n", "2", "\u{0}\u{1}\r\n", "777 x\r\n"];
    let mut odds: Vec<Vec<Act>> = garbage.iter().map(|text| say(text)).collect();
    odds.push(vec![Act::Cut]);
    odds.push(vec![Act::Hang]);
    odds.push(vec![Act::Send("25".into()), Act::Cut]);
    odds.push(vec![Act::Send("250-half\r\n".into()), Act::Cut]);
    odds.push(vec![Act::Send(format!("250 {}", "x".repeat(100_000)))]);
    odds.push(vec![Act::Send("250-more\r\n".repeat(1000))]);
    for (word, wanted) in PHASES {
        for acts in &odds {
            let mock = odd(word, acts.clone()).await;
            let outcome = send(&mut SmtpSink::new(quick(&mock))).await;
            let shown = format!("{word} {:.60} {outcome:?}", format!("{acts:?}"));
            match (wanted, outcome) {
                (Phase::Dot, Outcome::Unknown { .. }) => {}
                (Phase::Dot, _) => panic!("{shown}"),
                (wanted, Outcome::Temporary { phase, .. }) => assert_eq!(phase, wanted, "{shown}"),
                _ => panic!("{shown}"),
            }
        }
    }
}

#[tokio::test]
async fn a_wrong_kind_of_yes_is_not_a_yes() {
    for (word, reply, phase) in
        [("DATA", "250 ok\r\n", Phase::Data), ("MAIL", "354 go\r\n", Phase::Mail)]
    {
        let mock = odd(word, say(reply)).await;
        let outcome = send(&mut SmtpSink::new(quick(&mock))).await;
        assert!(matches!(&outcome, Outcome::Temporary { phase: at, .. } if *at == phase), "{word}");
    }
    let mock = odd(".", say("354 go on\r\n")).await;
    let outcome = send(&mut SmtpSink::new(quick(&mock))).await;
    assert!(matches!(outcome, Outcome::Unknown { .. }), "{outcome:?}");
}

#[tokio::test]
async fn hanging_up_in_the_middle_of_the_text_is_temporary() {
    // The server takes DATA and goes away at once; the text is larger than any buffer.
    let mock = odd("DATA", vec![Act::Send("354 go\r\n".into()), Act::Cut]).await;
    let mut sink = SmtpSink::new(quick(&mock));
    sink.begin(&envelope(GURU)).await.unwrap();
    let outcome = sink.data(&letter("besar", &"x".repeat(70).repeat(600_000))).await;
    assert!(matches!(outcome, Outcome::Temporary { phase: Phase::Data, .. }), "{outcome:?}");
}

#[tokio::test]
async fn nobody_at_home_is_temporary() {
    let [port] = crate::rig::free_ports();
    let outcome = send(&mut SmtpSink::new(settings(port, Security::Insecure))).await;
    assert!(matches!(outcome, Outcome::Temporary { phase: Phase::Connect, .. }), "{outcome:?}");
    let mut closed = settings(port, Security::Insecure);
    closed.endpoint.host = "tidak-ada.invalid".into();
    let outcome = send(&mut SmtpSink::new(closed)).await;
    assert!(matches!(outcome, Outcome::Temporary { phase: Phase::Connect, .. }), "{outcome:?}");
}

#[tokio::test]
async fn without_tls_nothing_is_said_where_tls_is_wanted() {
    let mock = Mock::smtp("220 mock\r\n", usual).await;
    let mut wanted = quick(&mock);
    wanted.endpoint.security = Security::StartTls;
    let outcome = send(&mut SmtpSink::new(wanted)).await;
    assert!(matches!(outcome, Outcome::Temporary { phase: Phase::StartTls, .. }), "{outcome:?}");
    let mut barred = quick(&mock);
    barred.endpoint.allow_insecure_loopback = false;
    let outcome = send(&mut SmtpSink::new(barred)).await;
    assert!(matches!(outcome, Outcome::Temporary { phase: Phase::Connect, .. }), "{outcome:?}");
    let injecting = Mock::smtp("220 mock\r\n", |line| match line {
        "STARTTLS" => say("220 go\r\n250 injected\r\n"),
        line if line.starts_with("EHLO") => say("250-mock\r\n250 STARTTLS\r\n"),
        line => usual(line),
    })
    .await;
    let mut wanted = quick(&injecting);
    wanted.endpoint.security = Security::StartTls;
    let outcome = send(&mut SmtpSink::new(wanted)).await;
    let Outcome::Temporary { phase: Phase::StartTls, text } = outcome else { panic!() };
    assert!(text.contains("before TLS"), "{text}");
    for line in [mock.heard(), injecting.heard()].concat() {
        assert!(!line.starts_with("AUTH") && !line.starts_with("MAIL"), "{line}");
    }
}
