//! A5-92: a mail that no reader survives. Three counted tries, then it is set aside with its reason, kept whole (and
//! sealed, because a password may be in it), the digest rings, and the next mail is read. A reader that aborts,
//! hangs, panics and swallows memory, with neighbours in the same batch, is `tests/poison.rs`.
use super::super::office::{DEWI, Office, RATNA};
use super::super::post::Post;
use loket::reader::{ReaderSettings, Workers};
use std::sync::Arc;
use std::time::Duration;

const TYPED: &str = "KANARI-racun-5Gh=";

#[tokio::test]
async fn three_tries_then_aside() {
    let mut office = Office::open().await;
    office.mark().await;
    let good = office.stage.daemon.intake.workers.clone();
    let impatient = ReaderSettings {
        program: env!("CARGO_BIN_EXE_loket").into(),
        mail_timeout: Duration::from_micros(1),
        ..ReaderSettings::default()
    };
    office.stage.daemon.intake.workers = Arc::new(Workers::new(impatient));
    let raw = format!(
        "From: orang@evil.example\r\nTo: helpdesk-lpse@kkp.example\r\nSubject: hasil\r\n\r\nPASSWORD: {TYPED}\r\n"
    );
    let fate = office.attack(Post::raw(raw.clone(), "evil.example")).await;
    assert_eq!(fate.outcome, "set_aside", "{fate:?}");
    assert!(fate.reason.as_deref().is_some_and(|r| r.contains("did not finish")), "{fate:?}");
    office.nothing_moved().await;
    let kept = office.stage.daemon.store.shelf(1).await.unwrap().unwrap();
    assert!(String::from_utf8_lossy(&kept).ends_with(&raw), "kept whole");
    assert_eq!(super::super::search::leaks(&[&office.stage.dir], &[TYPED]), [], "and sealed");
    office.stage.daemon.intake.workers = good;
    office.handed_over(RATNA).await;
    office.pass(60 * 24).await;
    let digest = office.letter(DEWI, "Rekap Harian");
    assert!(
        digest.message.text.contains("PERHATIAN")
            || digest.message.text.to_lowercase().contains("disisihkan"),
        "{}",
        digest.message.text
    );
    office.close().await;
}
