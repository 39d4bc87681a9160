//! The process ends at each step between SETUJU and the letter (`security.md` K41 to K64). After the
//! restart the holder has exactly one password that works, in one letter, and every other is void.
use crate::ledger::holds;
use crate::office::{HOLDER, JUDGE, Office};
use crate::rig::wait_until;
use crate::server::{Act, Phase};
use loket::sink::{Sink, SmtpSettings, SmtpSink};
use loket::store::{Lane, Settled};
use loket::wire::{Endpoint, Security};
use loket::workflow::case::State;
use std::task::Poll;
use std::time::Duration;
use tokio::sync::mpsc;

const PASSWORD: &str = "Penyampaian Password";

/// The rest of the story after the kill: one process recovers and works on. `sets` passwords were set
/// in all, `before` of them entered a DATA before the kill.
async fn goes_on(mut office: Office, sets: usize, before: usize, what: &str) {
    office.server.hook(|_, _, _| Act::Go);
    office.mode("ok");
    let kept = office.letters_to(HOLDER, PASSWORD).len();
    let mut daemon = office.open().await;
    office.pass(&mut daemon, 10).await;
    assert_eq!(office.case(&daemon).await.state, State::Delivered, "{what}");
    let letters = office.letters_to(HOLDER, PASSWORD);
    assert_eq!(letters.len(), kept + 1, "{what}: one letter more");
    let last = letters.last().unwrap();
    assert!(last.holds(&office.live()), "{what}: its password opens the account");
    let again = last.text.contains("sudah tidak berlaku");
    assert_eq!(again, before > 0, "{what}: an earlier one that may have arrived is void");
    for void in office.sets().iter().filter(|secret| **secret != office.live()) {
        assert!(!last.holds(void), "{what}");
    }
    daemon.close().await;
    holds(&office, sets).await;
}

/// Stops in the dialogue of the credential letter, where the server has just heard `phase`.
async fn stopped_in(phase: Phase, sets: usize, entered: usize) {
    let mut office = Office::new().await;
    let mut daemon = office.handed_over().await;
    office.reply(JUDGE, "Penyerahan Berkas", "SETUJU");
    let (reached, mut reaches) = mpsc::unbounded_channel();
    office.server.hook(move |heard, to, line| {
        // In the text: behind the line with the password, which alone stands so far in.
        let secret = line.trim_start();
        let here = heard == phase && to == HOLDER;
        let behind = phase != Phase::Text
            || secret.len() == 19 && secret.split('-').all(|group| group.len() == 4);
        if here && behind {
            let _ = reached.send(());
            return Act::Hang;
        }
        Act::Go
    });
    let now = office.now;
    tokio::select! {
        ended = daemon.tick(now) => panic!("{phase:?} was never reached: {ended:?}"),
        _ = reaches.recv() => {}
    }
    drop(daemon);
    let secrets = office.sets();
    let data: usize = secrets.iter().map(|secret| office.data_with(secret)).sum();
    assert_eq!(data, entered, "{phase:?}");
    let before = usize::from(!matches!(phase, Phase::Rcpt));
    goes_on(office, sets, before, &format!("{phase:?}")).await;
}

/// K32: the recipient is being offered; nothing was changed yet.
#[tokio::test]
async fn in_rcpt() {
    stopped_in(Phase::Rcpt, 1, 0).await;
}

/// K60: the use is committed, DATA was said.
#[tokio::test]
async fn before_the_text() {
    stopped_in(Phase::Data, 2, 0).await;
}

/// K61.
#[tokio::test]
async fn in_the_text() {
    stopped_in(Phase::Text, 2, 1).await;
}

/// K62.
#[tokio::test]
async fn behind_the_dot() {
    stopped_in(Phase::Dot, 2, 1).await;
}

#[tokio::test]
async fn behind_the_dot_of_a_mail_the_server_kept() {
    stopped_in(Phase::Kept, 2, 1).await;
}

/// K50, K51, K52: inside the account system, before and after it did it.
#[tokio::test]
async fn inside_the_account_system() {
    for (mode, sets) in [("stop-before", 1), ("stop-after", 2)] {
        let mut office = Office::new().await;
        let mut daemon = office.handed_over().await;
        office.reply(JUDGE, "Penyerahan Berkas", "SETUJU");
        office.mode(mode);
        let (now, stopped) = (office.now, office.path("sistem/stopped"));
        let there = wait_until(Duration::from_secs(30), async || stopped.exists().then_some(()));
        tokio::select! {
            ended = daemon.tick(now) => panic!("{mode} was never reached: {ended:?}"),
            () = there => {}
        }
        drop(daemon);
        assert_eq!(office.letters_to(HOLDER, PASSWORD).len(), 0, "{mode}: nothing left yet");
        goes_on(office, sets, 0, mode).await;
    }
}

/// K63: 250 was read, and the process ends before that is written down.
#[tokio::test]
async fn behind_the_answer() {
    let mut office = Office::new().await;
    let mut daemon = office.handed_over().await;
    office.mode("busy");
    office.reply(JUDGE, "Penyerahan Berkas", "SETUJU");
    daemon.tick(office.now).await.unwrap();
    office.mode("ok");
    office.now += jiff::SignedDuration::from_mins(2);
    let house = daemon.house();
    let claimed = daemon.dispatch.claim(Lane::Reset, office.now).await.unwrap();
    let mut sink = Sink::Smtp(SmtpSink::new(settings(office.server.port)));
    let done = daemon.dispatch.perform(&claimed[0], Some(&mut sink), &house, office.now).await;
    assert!(matches!(done, Settled::Done { .. }), "{done:?}");
    drop(daemon);
    assert_eq!(office.letters_to(HOLDER, PASSWORD).len(), 1);
    goes_on(office, 2, 1, "behind 250").await;
}

/// Killed again and again at the same place: never more than the approval may have (INV-08).
#[tokio::test]
async fn again_and_again() {
    let mut office = Office::new().await;
    let mut daemon = office.handed_over().await;
    office.reply(JUDGE, "Penyerahan Berkas", "SETUJU");
    daemon.close().await;
    for _ in 0..6 {
        let (reached, mut reaches) = mpsc::unbounded_channel();
        office.server.hook(move |phase, to, _| {
            if phase == Phase::Kept && to == HOLDER {
                let _ = reached.send(());
                return Act::Hang;
            }
            Act::Go
        });
        daemon = office.open().await;
        tokio::select! {
            () = office.pass(&mut daemon, 3) => {}
            _ = reaches.recv() => {}
        }
        drop(daemon);
        office.server.hook(|_, _, _| Act::Go);
    }
    assert_eq!(office.sets().len(), 4, "three that may have arrived, and one that voids them");
    assert_eq!(office.data_with(&office.live()), 0);
    let daemon = office.open().await;
    assert_eq!(office.case(&daemon).await.state, State::Executing);
    assert_eq!(office.letters_to(JUDGE, "Penggantian Password Otomatis Gagal").len(), 1);
    daemon.close().await;
    holds(&office, 4).await;
}

/// Stops in as many places as there is time for, wherever the process happens to be: between any two
/// of its waits. The first run is whole and tells how many there are.
#[tokio::test]
async fn anywhere_at_all() {
    let (all, sets) = stopped_after(usize::MAX).await;
    assert!(all > 50 && sets == 1, "{all} waits between the answer and the letter");
    for part in 1..PARTS {
        stopped_after(all * part / PARTS).await;
    }
}

const PARTS: usize = 12;

/// Lets the round with Admin PPE's answer wait so often, then ends it. How often it did wait,
/// and how many passwords were set until the case had come to its end.
async fn stopped_after(waits: usize) -> (usize, usize) {
    let mut office = Office::new().await;
    let mut daemon = office.handed_over().await;
    office.reply(JUDGE, "Penyerahan Berkas", "SETUJU");
    let (now, mut waited) = (office.now, 0);
    {
        let mut tick = std::pin::pin!(daemon.tick(now));
        std::future::poll_fn(|context| {
            if waited == waits {
                return Poll::Ready(());
            }
            waited += 1;
            tick.as_mut().poll(context).map(|ended| assert!(ended.is_ok(), "{ended:?}"))
        })
        .await;
    }
    drop(daemon);
    let mut daemon = office.open().await;
    office.pass(&mut daemon, 10).await;
    let what = format!("stopped after {waited} waits");
    assert_eq!(office.case(&daemon).await.state, State::Delivered, "{what}");
    let letters = office.letters_to(HOLDER, PASSWORD);
    assert!(letters.last().unwrap().holds(&office.live()), "{what}");
    let (sets, sent) = (office.sets().len(), letters.len());
    assert!(sets <= 2 && sent <= sets, "{what}: {sets} passwords, {sent} letters");
    daemon.close().await;
    holds(&office, sets).await;
    (waited, sets)
}

fn settings(port: u16) -> SmtpSettings {
    SmtpSettings {
        endpoint: Endpoint {
            host: "127.0.0.1".into(),
            port,
            security: Security::Insecure,
            ca_file: None,
            allow_insecure_loopback: true,
            connect_timeout: Duration::from_secs(10),
        },
        helo_name: "uji.example".into(),
        user: None,
        password: None,
        step_timeout: Duration::from_secs(20),
        dot_timeout: Duration::from_secs(20),
        max_mails: 100,
        max_idle: Duration::from_secs(30),
    }
}
