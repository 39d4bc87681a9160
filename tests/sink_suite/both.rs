//! Promises of Maildir and of SMTP to a real server.
use super::{GURU, LOKET, PINDAH, envelope, letter, settings, town};
use crate::rig::{proxy, smtp, wait_until};
use loket::sink::{MaildirSink, Outcome, Phase, Sink, SmtpSink};
use loket::wire::Security;
use std::time::{Duration, Instant};

/// All mails of `GURU` whose text holds `mark`.
async fn received(place: &Place, mark: &str) -> Vec<Vec<u8>> {
    let all = match place {
        Place::Maildir(dir) => {
            let path = dir.path().join(GURU).join("new");
            let found = std::fs::read_dir(path).into_iter().flatten();
            found.map(|entry| std::fs::read(entry.unwrap().path()).unwrap()).collect()
        }
        Place::Postfix => {
            let mails = town().dovecot.read(GURU, "INBOX").await;
            mails.into_iter().map(|(_, raw)| raw).collect::<Vec<_>>()
        }
    };
    all.into_iter().filter(|raw| String::from_utf8_lossy(raw).contains(mark)).collect()
}

enum Place {
    Maildir(tempfile::TempDir),
    Postfix,
}

impl Place {
    fn maildir() -> Place {
        Place::Maildir(tempfile::tempdir().unwrap())
    }

    fn sink(&self) -> Sink {
        match self {
            Place::Maildir(dir) => Sink::Maildir(MaildirSink::new(dir.path().to_owned())),
            Place::Postfix => {
                let mut settings = settings(town().postfix.smtps, Security::Tls);
                settings.endpoint.ca_file = Some(town().postfix.ca.clone());
                Sink::Smtp(SmtpSink::new(settings))
            }
        }
    }

    async fn arrived(&self, mark: &str, count: usize) -> Vec<Vec<u8>> {
        wait_until(Duration::from_secs(60), async || {
            let found = received(self, mark).await;
            (found.len() >= count).then_some(found)
        })
        .await
    }
}

macro_rules! both {
    ($($name:ident),* $(,)?) => {
        mod maildir { $(#[tokio::test] async fn $name() {
            super::$name(super::Place::maildir()).await;
        })* }
        mod postfix { $(#[tokio::test] async fn $name() {
            super::$name(super::Place::Postfix).await;
        })* }
    };
}

both!(
    a_letter_arrives_whole_dots_and_all,
    begun_and_abandoned_is_not_sent,
    data_without_begin_is_temporary,
    an_address_that_cannot_be_is_permanent,
    check_says_something,
);

async fn a_letter_arrives_whole_dots_and_all(place: Place) {
    let body = "satu\r\n.\r\n..\r\n.dua\r\n...\r\n\r\n.\r\nakhir";
    let raw = letter("titik-titik", body);
    let mut sink = place.sink();
    let outcome = sink.send(&envelope(GURU), &raw).await;
    assert!(matches!(outcome, Outcome::Accepted { .. }), "{outcome:?}");
    sink.close().await;
    let got = place.arrived("titik-titik", 1).await;
    let text = String::from_utf8_lossy(&got[0]).replace("\r\n", "\n");
    assert!(text.ends_with(&(body.replace("\r\n", "\n") + "\n")), "{text}");
}

async fn begun_and_abandoned_is_not_sent(place: Place) {
    let mut sink = place.sink();
    sink.begin(&envelope(GURU)).await.unwrap();
    sink.abandon().await;
    let outcome = sink.data(&letter("batal-kirim", "tidak boleh tiba")).await;
    assert!(matches!(outcome, Outcome::Temporary { phase: Phase::Data, .. }), "{outcome:?}");
    sink.begin(&envelope(GURU)).await.unwrap();
    let outcome = sink.data(&letter("jadi-kirim", "ini yang tiba")).await;
    assert!(matches!(outcome, Outcome::Accepted { .. }), "{outcome:?}");
    place.arrived("jadi-kirim", 1).await;
    assert!(received(&place, "batal-kirim").await.is_empty());
}

async fn data_without_begin_is_temporary(place: Place) {
    let outcome = place.sink().data(&letter("tanpa-awal", "x")).await;
    assert!(matches!(outcome, Outcome::Temporary { phase: Phase::Data, .. }), "{outcome:?}");
}

async fn an_address_that_cannot_be_is_permanent(place: Place) {
    for to in ["", "tanpa-at", "@x.test", "a@", "a\r\nRCPT TO:<b@x.test>@y.test", "a b@x.test"] {
        let outcome = place.sink().send(&envelope(to), b"x").await;
        assert!(matches!(outcome, Outcome::Permanent { phase: Phase::Rcpt, .. }), "{to:?}");
    }
}

async fn check_says_something(place: Place) {
    let lines = place.sink().check().await.unwrap();
    assert!(!lines.is_empty());
}

#[tokio::test]
async fn in_a_maildir_a_repeat_does_not_double() {
    let place = Place::maildir();
    let mut sink = place.sink();
    for _ in 0..3 {
        sink.send(&envelope(GURU), &letter("ulang", "sama")).await;
    }
    assert_eq!(received(&place, "ulang").await.len(), 1);
    let Place::Maildir(dir) = &place else { panic!() };
    // Read by a person in the meantime: still no second copy.
    let name = std::fs::read_dir(dir.path().join(GURU).join("new")).unwrap().next().unwrap();
    let name = name.unwrap().file_name().into_string().unwrap();
    let from = dir.path().join(GURU).join("new").join(&name);
    std::fs::rename(from, dir.path().join(GURU).join("cur").join(name + ":2,S")).unwrap();
    sink.send(&envelope(GURU), &letter("ulang", "sama")).await;
    assert!(received(&place, "ulang").await.is_empty());
    sink.send(&envelope(GURU), b"Subject: tanpa id\r\n\r\n1\r\n").await;
    sink.send(&envelope(GURU), b"Subject: tanpa id\r\n\r\n2\r\n").await;
    assert_eq!(received(&place, "tanpa id").await.len(), 2);
    assert!(std::fs::read_dir(dir.path().join(GURU).join("tmp")).unwrap().next().is_none());
}

#[tokio::test]
async fn a_maildir_address_leaves_its_folder_never() {
    let place = Place::maildir();
    for to in ["../x@y.test", "a/b@y.test", ".@y.test", "a@..", "a@b/../../c"] {
        let outcome = place.sink().send(&envelope(to), b"x").await;
        let Place::Maildir(dir) = &place else { panic!() };
        if matches!(outcome, Outcome::Accepted { .. }) {
            assert!(dir.path().join(to).join("new").is_dir(), "{to}");
        }
        assert!(!dir.path().parent().unwrap().join("x@y.test").exists());
    }
}

#[tokio::test]
async fn postfix_refuses_an_unknown_user_for_good() {
    let outcome = Place::Postfix.sink().send(&envelope("tiada@sekolah.test"), b"x").await;
    let Outcome::Permanent { phase: Phase::Rcpt, code: Some(550), text } = outcome else {
        panic!("{outcome:?}")
    };
    assert!(text.contains("tiada@sekolah.test"), "{text}");
}

#[tokio::test]
async fn a_bounce_after_acceptance_comes_back_to_the_plus_address() {
    let id = "LKT 2026+7";
    let mut way = envelope(PINDAH);
    way.envid = Some(id.into());
    way.from = "loket+balik77@loket.test".into();
    let outcome = Place::Postfix.sink().send(&way, &letter("memantul", "x")).await;
    assert!(matches!(outcome, Outcome::Accepted { .. }), "{outcome:?}");
    let bounce = wait_until(Duration::from_secs(60), async || {
        let mails = town().dovecot.read(LOKET, "INBOX").await;
        let mut texts = mails.iter().map(|(_, raw)| String::from_utf8_lossy(raw).into_owned());
        texts.find(|text| text.contains("multipart/report") && text.contains("memantul"))
    })
    .await;
    assert!(
        bounce.contains("Delivered-To: loket+balik77@loket.test")
            || bounce.contains("loket+balik77@loket.test"),
        "{bounce}"
    );
    assert!(bounce.contains("5.1.1"), "{bounce}");
    assert!(bounce.contains("Original-Envelope-Id: LKT 2026+7"), "{bounce}");
}

#[tokio::test]
async fn starttls_and_wrong_certificates() {
    let mut right = settings(town().postfix.smtp, Security::StartTls);
    right.endpoint.ca_file = Some(town().postfix.ca.clone());
    let mut wrong = right.clone();
    let outcome = SmtpSink::new(right).begin(&envelope(GURU)).await;
    assert_eq!(outcome, Ok(()));
    wrong.endpoint.ca_file = Some(town().dovecot.ca.clone());
    let outcome = SmtpSink::new(wrong).begin(&envelope(GURU)).await;
    assert!(matches!(outcome, Err(Outcome::Temporary { phase: Phase::StartTls, .. })));
}

#[tokio::test]
async fn a_thousand_letters_over_one_sink() {
    let mut settings = settings(town().postfix.smtp, Security::Insecure);
    settings.max_mails = 1000;
    let mut sink = Sink::Smtp(SmtpSink::new(settings));
    let begun = Instant::now();
    for n in 0..1000 {
        let outcome = sink.send(&envelope(GURU), &letter(&format!("seribu-{n}"), "isi")).await;
        assert!(matches!(outcome, Outcome::Accepted { .. }), "{n}: {outcome:?}");
    }
    eprintln!("1,000 letters in {:?}", begun.elapsed());
    sink.close().await;
    let log = town().postfix.log();
    let place = Place::Postfix;
    assert_eq!(place.arrived("seribu-", 1000).await.len(), 1000);
    assert!(log.contains("mail=1000") || town().postfix.log().contains("mail=1000"), "one line");
}

#[tokio::test]
async fn the_border_writes_its_verdict() {
    let town = town();
    let mail = b"From: Guru <guru@sekolah.test>\r\nSubject: verdik\r\n\r\nx\r\n";
    for port in [town.postfix.smtp, town.postfix.outside] {
        smtp::inject(port, GURU, "loket+tok@loket.test", mail).await.unwrap();
    }
    wait_until(Duration::from_secs(60), async || {
        let mails = town.dovecot.read(LOKET, "INBOX").await;
        let texts: Vec<String> =
            mails.iter().map(|(_, raw)| String::from_utf8_lossy(raw).into_owned()).collect();
        let has = |verdict: &str| {
            let wanted = format!("mx.loket.test; dmarc={verdict} header.from=sekolah.test");
            texts.iter().any(|text| text.contains("verdik") && text.contains(&wanted))
        };
        (has("pass") && has("fail")).then_some(())
    })
    .await;
}

/// The one window that no protocol closes: taken by the server, and nobody told us.
#[tokio::test]
async fn a_line_cut_behind_the_dot_is_unknown_and_the_mail_may_well_arrive() {
    let front = proxy::start(town().postfix.smtp, proxy::Cut::BehindTheDot).await;
    let mut sink = Sink::Smtp(SmtpSink::new(settings(front, Security::Insecure)));
    let outcome = sink.send(&envelope(GURU), &letter("di-belakang-titik", "x")).await;
    assert!(matches!(outcome, Outcome::Unknown { .. }), "{outcome:?}");
    Place::Postfix.arrived("di-belakang-titik", 1).await;
    // Before the dot is complete it is certain that nothing arrives.
    let front = proxy::start(town().postfix.smtp, proxy::Cut::BeforeTheDot).await;
    let mut sink = Sink::Smtp(SmtpSink::new(settings(front, Security::Insecure)));
    let outcome = sink.send(&envelope(GURU), &letter("di-depan-titik", "x")).await;
    assert!(
        matches!(outcome, Outcome::Unknown { .. } | Outcome::Temporary { .. }),
        "never accepted: {outcome:?}"
    );
    Place::Postfix.sink().send(&envelope(GURU), &letter("penanda", "x")).await;
    Place::Postfix.arrived("penanda", 1).await;
    assert!(received(&Place::Postfix, "di-depan-titik").await.is_empty());
}
