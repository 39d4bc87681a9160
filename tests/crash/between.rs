//! In one process: the daemon is dropped and opened again after every single step of every mail and
//! every order, and the whole SOP comes to its end all the same.
use crate::ledger;
use crate::office::{LIMITS, Office, People, applicant, request};
use jiff::{SignedDuration, Timestamp};
use loket::daemon::Daemon;
use loket::sink::{MaildirSink, Sink};
use loket::store::{Claimed, Lane, Settled};
use loket::workflow::effect::Effect;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// More rounds than the whole story needs.
const ROUNDS_MAX: usize = 60;

struct Stumbling {
    office: Office,
    daemon: Option<Daemon>,
    now: Timestamp,
    sink: Sink,
    /// Orders with a secret that were stopped after their sending once.
    burnt: BTreeSet<String>,
    letters: HashMap<String, Arc<Vec<u8>>>,
    stops: usize,
}

impl Stumbling {
    async fn new(applicants: usize) -> Stumbling {
        let office = Office::new(None, "simulated", applicants).await;
        let now = Timestamp::now();
        let daemon = Some(office.open(now).await);
        let sink = Sink::Maildir(MaildirSink::new(office.path().join("keluar")));
        let (burnt, letters) = (BTreeSet::new(), HashMap::new());
        Stumbling { office, daemon, now, sink, burnt, letters, stops: 0 }
    }

    fn daemon(&self) -> &Daemon {
        self.daemon.as_ref().unwrap()
    }

    /// Everything in memory is gone; a new process recovers.
    async fn stop(&mut self) {
        self.daemon = None;
        self.stops += 1;
        self.now += SignedDuration::from_secs(1);
        let daemon = self.office.open(self.now).await;
        daemon.recover(self.now).await.unwrap();
        self.daemon = Some(daemon);
    }

    /// Fetch, stop, fetch and commit, stop, fetch once more and acknowledge. False without mail.
    async fn fetch(&mut self) -> bool {
        let none = |_: &loket::source::Place| false;
        let first = self.office.source().next(&LIMITS, &none).await.unwrap();
        if first.is_empty() {
            return false;
        }
        self.stop().await;
        let again = self.office.source().next(&LIMITS, &none).await.unwrap();
        assert_eq!(first, again, "what was not committed comes again");
        let rules = self.daemon().house().rules.clone();
        let acks = self.daemon().intake.take(again, &rules, self.now).await.unwrap();
        assert_eq!(acks.len(), first.len());
        let taken = self.daemon().store.mails_arrived().await.unwrap();
        self.stop().await;
        let mut source = self.office.source();
        let still = source.next(&LIMITS, &none).await.unwrap();
        assert_eq!(first, still, "what was not acknowledged comes again");
        let same = self.daemon().intake.take(still, &rules, self.now).await.unwrap();
        assert_eq!(acks, same, "and is put away the same way");
        assert_eq!(self.daemon().store.mails_arrived().await.unwrap(), taken, "taken once");
        source.acknowledge(&same).await.unwrap();
        source.acknowledge(&same).await.unwrap();
        true
    }

    async fn claim(&self, lane: Lane) -> Vec<Claimed> {
        self.daemon().dispatch.claim(lane, self.now).await.unwrap()
    }

    async fn perform(&mut self, order: &Claimed) -> Settled {
        let house = self.daemon.as_ref().unwrap().house();
        let dispatch = &self.daemon.as_ref().unwrap().dispatch;
        dispatch.perform(order, Some(&mut self.sink), &house, self.now).await
    }

    /// Claim, stop, claim and perform, stop, claim, perform and settle. False if nothing is due.
    async fn work(&mut self, lane: Lane) -> bool {
        let first = self.claim(lane).await;
        if first.is_empty() {
            return false;
        }
        assert!(self.claim(lane).await.iter().all(|o| !first.contains(o)), "claimed once");
        self.stop().await;
        let house = self.daemon().house();
        let mut again = self.claim(lane).await;
        let ids = |orders: &[Claimed]| orders.iter().map(|o| o.id).collect::<Vec<_>>();
        assert_eq!(ids(&first), ids(&again), "what was only claimed is due again");
        again.retain(|order| {
            order.effect.secret().is_none() || self.burnt.insert(order.case_id.clone())
        });
        for order in &again {
            let settled = self.perform(order).await;
            assert!(fine(order, &settled), "{settled:?}");
        }
        self.remember();
        self.stop().await;
        for order in self.claim(lane).await {
            let settled = self.perform(&order).await;
            assert!(fine(&order, &settled), "{settled:?}");
            let batch = vec![(order, settled)];
            self.daemon().dispatch.settle(batch.clone(), &house, self.now).await.unwrap();
            // Settled by somebody else already: no second event.
            let head = self.daemon().store.log_head().await.unwrap();
            self.daemon().dispatch.settle(batch, &house, self.now).await.unwrap();
            assert_eq!(self.daemon().store.log_head().await.unwrap(), head);
        }
        self.remember();
        true
    }

    /// A letter that is written again is the same, byte for byte (INV-04).
    fn remember(&mut self) {
        for letter in self.office.letters() {
            let before = self.letters.insert(letter.id.clone(), letter.raw.clone());
            assert!(before.is_none_or(|raw| raw == letter.raw), "{} changed", letter.id);
        }
    }
}

/// All goes well at once here; only a dossier waits for the last letters of its case.
fn fine(order: &Claimed, settled: &Settled) -> bool {
    let waits = order.effect == Effect::Archive && matches!(settled, Settled::Retry { .. });
    waits || matches!(settled, Settled::Done { .. })
}

#[tokio::test]
async fn a_stop_after_every_step_changes_nothing() {
    let mut play = Stumbling::new(3).await;
    let mut people = People::default();
    people.rejects.insert(applicant(3));
    for number in 1..=3 {
        play.office.deliver(&request(number));
    }
    for round in 0..=ROUNDS_MAX {
        assert!(round < ROUNDS_MAX, "the story does not end");
        let mut any = play.fetch().await;
        for lane in [Lane::Read, Lane::Send, Lane::Clerk] {
            any |= play.work(lane).await;
        }
        let replies = people.react(&play.office.letters());
        any |= !replies.is_empty();
        replies.iter().for_each(|raw| play.office.deliver(raw));
        if !any {
            break;
        }
    }
    assert!(play.stops > 20, "only {} stops", play.stops);
    assert_eq!(play.burnt.len(), 2, "each credential was stopped behind its sending");
    play.daemon = None;
    ledger::check(&play.office, &people, 3, "stop after every step").await;
}

/// The mail is committed and cannot be moved away: it is not taken twice, and moved once it can be.
#[tokio::test]
async fn a_failed_acknowledgement_is_made_up_for() {
    let office = Office::new(None, "simulated", 2).await;
    let now = Timestamp::now();
    let mut daemon = office.open(now).await;
    daemon.tick(now).await.unwrap();
    let done = office.inbox().join(".Selesai/cur");
    std::fs::remove_dir(&done).unwrap();
    std::fs::write(&done, b"no folder").unwrap();
    office.deliver(&request(1));
    for _ in 0..2 {
        assert!(daemon.tick(now).await.is_err(), "the failure is told");
        assert_eq!(office.waiting(), 1, "the mail is still there");
        assert_eq!(daemon.store.mails_arrived().await.unwrap(), 1, "and was taken once");
    }
    std::fs::remove_file(&done).unwrap();
    std::fs::create_dir(&done).unwrap();
    office.deliver(&request(2));
    daemon.tick(now).await.unwrap();
    assert_eq!(office.waiting(), 0);
    assert_eq!(daemon.store.mails_arrived().await.unwrap(), 2);
    daemon.close().await;
}
