//! The credential letter, stopped in each phase: a password enters DATA once in its life, and where
//! nobody knows how that ended, a new one is asked for and goes out exactly once.
use crate::ledger;
use crate::office::{DESK, JUDGE, Office, People, applicant, request};
use crate::server::{Act, Phase, Server};
use jiff::{SignedDuration, Timestamp};
use loket::daemon::Daemon;
use loket::workflow::case::State;
use tokio::sync::mpsc;

const ROUNDS_MAX: usize = 20;

struct Post {
    server: Server,
    office: Office,
    people: People,
    now: Timestamp,
}

impl Post {
    async fn new() -> Post {
        let server = Server::start();
        let office = Office::new(Some(&server), "simulated", 1).await;
        Post { server, office, people: People::default(), now: Timestamp::now() }
    }

    async fn open(&mut self) -> Daemon {
        self.now += SignedDuration::from_secs(1);
        let daemon = self.office.open(self.now).await;
        daemon.recover(self.now).await.unwrap();
        daemon
    }

    /// Everybody works until nobody has anything to do, or until a password was typed.
    async fn go_on(&mut self, daemon: &mut Daemon, until_typed: bool) {
        for round in 0..=ROUNDS_MAX {
            assert!(round < ROUNDS_MAX, "no end");
            daemon.tick(self.now).await.unwrap();
            let typed = self.people.passwords.len();
            let replies = self.people.react(&self.office.letters());
            replies.iter().for_each(|raw| self.office.deliver(raw));
            if replies.is_empty() || (until_typed && self.people.passwords.len() > typed) {
                return;
            }
        }
    }

    /// How many texts that entered DATA hold this password.
    fn data_with(&self, password: &str) -> usize {
        self.server.received().iter().filter(|mail| mail.holds(password)).count()
    }
}

/// `stop` is where the process ends in the dialogue of the credential letter; `burnt` whether the
/// password counts as used by then, and `entered` how many DATA hold it.
async fn stopped_in(stop: Phase, burnt: bool, entered: usize) {
    let mut post = Post::new().await;
    post.office.deliver(&request(1));
    let mut daemon = post.open().await;
    post.go_on(&mut daemon, true).await;
    let first = post.people.passwords[0].clone();
    let (reached, mut reaches) = mpsc::unbounded_channel();
    let owner = applicant(1);
    post.server.hook(move |phase, to, line| {
        let here = phase == stop && to == owner;
        // In the text: behind the line with the password.
        if here && (phase != Phase::Text || line.contains("Kp7#mR")) {
            let _ = reached.send(());
            return Act::Hang;
        }
        Act::Go
    });
    tokio::select! {
        ended = daemon.tick(post.now) => panic!("{stop:?} was never reached: {ended:?}"),
        _ = reaches.recv() => {}
    }
    drop(daemon);
    post.server.hook(|_, _, _| Act::Go);
    assert_eq!(post.data_with(&first), entered, "{stop:?}");

    let mut daemon = post.open().await;
    let state = daemon.store.cases().await.unwrap()[0].state;
    assert_eq!(state, if burnt { State::Executing } else { State::Delivering }, "{stop:?}");
    post.go_on(&mut daemon, false).await;
    let told = |who: &str| {
        let letters = post.office.letters_to(who);
        letters.iter().filter(|l| l.subject.contains("Hasil Tidak Pasti")).count()
    };
    let wanted = usize::from(burnt);
    assert_eq!((told(JUDGE), told(DESK)), (wanted, wanted), "{stop:?}: both hear of it");
    assert_eq!(post.people.passwords.len(), 1 + wanted, "{stop:?}");
    let last = post.people.passwords.last().unwrap();
    let got = post.office.letters_to(&applicant(1)).iter().filter(|l| l.holds(last)).count();
    assert_eq!((post.data_with(last), got), (1, 1), "{stop:?}: the valid password, once");
    if burnt {
        assert_eq!(post.data_with(&first), entered, "{stop:?}: the first never again");
    }
    daemon.close().await;
    ledger::check(&post.office, &post.people, 1, &format!("credential stopped in {stop:?}")).await;
}

#[tokio::test]
async fn before_its_use_is_committed_it_simply_goes_again() {
    stopped_in(Phase::Rcpt, false, 0).await;
}

#[tokio::test]
async fn after_its_use_is_committed_and_before_data() {
    stopped_in(Phase::Data, true, 0).await;
}

#[tokio::test]
async fn in_the_middle_of_data() {
    stopped_in(Phase::Text, true, 1).await;
}

#[tokio::test]
async fn behind_the_dot() {
    stopped_in(Phase::Dot, true, 1).await;
}

#[tokio::test]
async fn behind_the_dot_of_a_mail_the_server_kept() {
    stopped_in(Phase::Kept, true, 1).await;
}

/// 250 was read, and the process ends before it is written down.
#[tokio::test]
async fn behind_the_answer() {
    let mut post = Post::new().await;
    post.office.deliver(&request(1));
    let mut daemon = post.open().await;
    post.go_on(&mut daemon, true).await;
    let first = post.people.passwords[0].clone();
    let mut sink = loket::sink::Sink::Smtp(loket::sink::SmtpSink::new(settings(&post.server)));
    // The mail with the result is taken in; its letter is performed by hand and never settled.
    let none = |_: &loket::source::Place| false;
    let mut source = post.office.source();
    let items = source.next(&crate::office::LIMITS, &none).await.unwrap();
    let house = daemon.house();
    let acks = daemon.intake.take(items, &house.rules, post.now).await.unwrap();
    source.acknowledge(&acks).await.unwrap();
    let claimed = daemon.dispatch.claim(loket::store::Lane::Send, post.now).await.unwrap();
    let order = claimed.iter().find(|order| order.effect.secret().is_some()).unwrap();
    let done = daemon.dispatch.perform(order, Some(&mut sink), &house, post.now).await;
    assert!(matches!(done, loket::store::Settled::Done { .. }), "{done:?}");
    // A second try of the same order sends nothing.
    let again = daemon.dispatch.perform(order, Some(&mut sink), &house, post.now).await;
    assert!(matches!(again, loket::store::Settled::Unknown { .. }), "{again:?}");
    drop(daemon);
    assert_eq!(post.data_with(&first), 1);
    let mut daemon = post.open().await;
    post.go_on(&mut daemon, false).await;
    daemon.close().await;
    assert_eq!(post.data_with(&first), 1);
    assert_eq!(post.data_with(post.people.passwords.last().unwrap()), 1);
    assert_eq!(post.people.passwords.len(), 2);
    ledger::check(&post.office, &post.people, 1, "credential stopped behind 250").await;
}

fn settings(server: &Server) -> loket::sink::SmtpSettings {
    use std::time::Duration;
    loket::sink::SmtpSettings {
        endpoint: loket::wire::Endpoint {
            host: "127.0.0.1".into(),
            port: server.port,
            security: loket::wire::Security::Insecure,
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
