//! The loops of `loket run`: one a mailbox, one a lane (one a core for reading), one for the schedule. Each waits for a bell,
//! a due time or the stop; an error makes it wait and try again, never end.
use super::build::fresh_house;
use super::correction::CalendarLoop;
use super::{Daemon, Mailbox, ProcessLock, deputies};
use crate::clock::Clock;
use crate::dispatch::{Dispatch, House};
use crate::intake::Intake;
use crate::schedule::{self, DigestSettings};
use crate::sink::Sink;
use crate::source::{Limits, SourceError};
use crate::store::{Lane, Store, StoreError};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// A stop waits so long for the effect in hand.
const GRACE: Duration = Duration::from_secs(30);
/// And so long for the papers in hand, which are read anew at the next start.
const READING_GRACE: Duration = Duration::from_secs(10);
/// Longest sleep of a lane: other processes (the verbs) may have written orders.
const NAP: Duration = Duration::from_secs(5);
/// Alarms wait so long at a start for the mailboxes to be looked through: an answer that lies there may
/// have come in time.
const FIRST_LOOK: Duration = Duration::from_secs(20);
const BACKOFF_MAX: Duration = Duration::from_secs(300);

pub(super) type Shared = Arc<RwLock<Arc<House>>>;

pub(super) fn newest(house: &RwLock<Arc<House>>) -> Arc<House> {
    house.read().unwrap_or_else(PoisonError::into_inner).clone()
}

impl Daemon {
    /// Works until SIGTERM or SIGINT. The lock is the proof that nobody else does.
    ///
    /// # Errors
    /// Where the database is gone, or a loop ended by itself: then the whole process ends, for the
    /// service manager to begin anew, rather than live on without a part of its work.
    pub async fn run(mut self, _lock: ProcessLock) -> Result<(), RunError> {
        // Before anything is in hand: from here on SIGTERM means "finish first".
        let signals = Signals::catch();
        let now = self.clock.now();
        let again = self.dispatch.recover(&self.house(), now).await?;
        if again > 0 {
            tracing::info!(orders = again, "took up orders of an earlier run");
        }
        let stop = CancellationToken::new();
        let mut tasks = JoinSet::new();
        let house: Shared = Arc::new(RwLock::new(self.house()));
        let dispatch = Arc::new(self.dispatch);
        let intake = Arc::new(self.intake);
        let looked = Arc::new(Semaphore::new(0));
        let mailboxes = std::mem::take(&mut self.mailboxes);
        let count = u32::try_from(mailboxes.len()).unwrap_or(u32::MAX);
        for mailbox in mailboxes {
            let watch = Watch {
                mailbox,
                looked: Some(looked.clone()),
                intake: intake.clone(),
                limits: self.limits,
                house: house.clone(),
                clock: self.clock.clone(),
                stop: stop.clone(),
            };
            tasks.spawn(watch.run());
        }
        let lane = |lane, sink| LaneLoop {
            lane,
            sink,
            after: (looked.clone(), count),
            dispatch: dispatch.clone(),
            house: house.clone(),
            clock: self.clock.clone(),
            stop: stop.clone(),
        };
        tasks.spawn(lane(Lane::Send, Some(self.sink)).run());
        tasks.spawn(lane(Lane::Reset, Some(self.reset_sink)).run());
        for _ in 0..self.workers.abreast() {
            tasks.spawn(lane(Lane::Read, None).run());
        }
        tasks.spawn(lane(Lane::Clerk, None).run());
        let (settings, file) = (self.settings.clone(), self.settings_file.clone());
        let clock = self.clock.clone();
        let reload =
            async || fresh_house(&settings, file.as_deref(), &self.store, clock.now()).await;
        let (read_again, rereads) = mpsc::channel(1);
        let days = CalendarLoop {
            store: self.store.clone(),
            settings: settings.clone(),
            stamp: self.stamp.clone(),
            read_again,
            house: house.clone(),
            clock: self.clock.clone(),
            stop: stop.clone(),
        };
        tasks.spawn(days.run());
        let store = self.store.clone();
        let (digest, clock) = (self.digest.clone(), self.clock.clone());
        tasks.spawn(digests(store, digest, house.clone(), clock, stop.clone()));
        let _ = sd_notify::notify(&[sd_notify::NotifyState::Ready]);
        tracing::info!("loket is ready");
        let whole = tokio::select! {
            () = attend(signals, &stop, &house, rereads, reload) => true,
            _ = tasks.join_next() => false,
        };
        if !whole {
            tracing::error!("a loop of the daemon ended by itself; stopping, to be started anew");
        }
        let _ = sd_notify::notify(&[sd_notify::NotifyState::Stopping]);
        stop.cancel();
        let ended = async { while tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(GRACE, ended).await.is_err() {
            tracing::warn!("a task did not end in time; what it did is settled at the next start");
        }
        tasks.abort_all();
        self.workers.shutdown().await;
        if let Err(error) = self.store.anchor().await {
            tracing::error!(%error, "the anchor cannot be written");
        }
        self.store.close().await;
        tracing::info!("loket has stopped");
        if whole { Ok(()) } else { Err(RunError::Fallen) }
    }
}

/// Why `run` ended other than by a signal.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A bug of ours, where it happened stands in the log.
    #[error("satu bagian daemon berhenti sendiri; Loket dihentikan agar dijalankan kembali")]
    Fallen,
}

/// The signals a daemon lives by.
struct Signals {
    term: Signal,
    int: Signal,
    hup: Signal,
}

impl Signals {
    fn catch() -> std::io::Result<Signals> {
        Ok(Signals {
            term: signal(SignalKind::terminate())?,
            int: signal(SignalKind::interrupt())?,
            hup: signal(SignalKind::hangup())?,
        })
    }
}

/// Waits for signals: stop, reload; feeds the service manager's watchdog.
async fn attend(
    signals: std::io::Result<Signals>,
    stop: &CancellationToken,
    house: &Shared,
    mut rereads: mpsc::Receiver<()>,
    reload: impl AsyncFn() -> Result<House, super::BuildError>,
) {
    let Ok(Signals { mut term, mut int, mut hup }) = signals else {
        tracing::error!("signals cannot be received; stop the process by killing it");
        return stop.cancelled().await;
    };
    let mut pulse = tokio::time::interval(Duration::from_secs(10));
    loop {
        tokio::select! {
            _ = term.recv() => return,
            _ = int.recv() => return,
            _ = pulse.tick() => { let _ = sd_notify::notify(&[sd_notify::NotifyState::Watchdog]); }
            _ = hup.recv() => renew(house, reload().await),
            Some(()) = rereads.recv() => renew(house, reload().await),
        }
    }
}

/// What was read again is in force, unless it is bad.
fn renew(house: &Shared, read: Result<House, super::BuildError>) {
    match read {
        Ok(fresh) => {
            *house.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(fresh);
            tracing::info!("calendar, people and templates were read again");
        }
        Err(error) => tracing::error!(%error, "reload refused, the old files stay in force"),
    }
}

/// Waits, unless the stop comes first.
pub(super) async fn pause(stop: &CancellationToken, time: Duration) {
    let _ = tokio::time::timeout(time, stop.cancelled()).await;
}

/// Watches one mailbox.
struct Watch {
    mailbox: Mailbox,
    /// Gets a permit once nothing new lies in the mailbox.
    looked: Option<Arc<Semaphore>>,
    intake: Arc<Intake>,
    limits: Limits,
    house: Shared,
    clock: Arc<dyn Clock>,
    stop: CancellationToken,
}

impl Watch {
    async fn run(mut self) {
        let mut wait = Duration::from_secs(1);
        while !self.stop.is_cancelled() {
            match self.round().await {
                Ok(true) => wait = Duration::from_secs(1),
                // Mails were there, and none could be handled: their tries are counted.
                Ok(false) => pause(&self.stop, Duration::from_secs(1)).await,
                Err(error) => {
                    tracing::warn!(error = %error, "mailbox not readable, trying again");
                    pause(&self.stop, wait).await;
                    wait = (wait * 2).min(BACKOFF_MAX);
                }
            }
        }
        self.mailbox.source.close().await;
    }

    /// One batch, or one wait. False if a batch brought nothing forward.
    async fn round(&mut self) -> Result<bool, RoundError> {
        let mailbox = &mut self.mailbox;
        let pending = &mailbox.pending;
        let items = mailbox.source.next(&self.limits, &|place| pending.contains_key(place)).await?;
        let now = self.clock.now();
        self.intake.store.set_meta("last_fetch", &now.to_string()).await?;
        if items.is_empty() {
            if let Some(looked) = self.looked.take() {
                looked.add_permits(1);
            }
            mailbox.put_away(Vec::new()).await?;
            mailbox.source.wait(mailbox.poll, &self.stop).await?;
            return Ok(true);
        }
        let house = deputies::refreshed(&self.intake.store, &self.house, now).await?;
        let acks = self.intake.take(items, &house.rules, now).await?;
        let moved = !acks.is_empty();
        mailbox.put_away(acks).await?;
        Ok(moved)
    }
}

#[derive(Debug, thiserror::Error)]
enum RoundError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Source(#[from] SourceError),
}

/// Carries out the orders of one lane.
struct LaneLoop {
    lane: Lane,
    sink: Option<Sink>,
    /// The mailboxes that were looked through, and how many there are.
    after: (Arc<Semaphore>, u32),
    dispatch: Arc<Dispatch>,
    house: Shared,
    clock: Arc<dyn Clock>,
    stop: CancellationToken,
}

impl LaneLoop {
    async fn run(mut self) {
        let mut bell = self.dispatch.store.bell();
        if self.lane == Lane::Clerk {
            let looked = tokio::time::timeout(FIRST_LOOK, self.after.0.acquire_many(self.after.1));
            tokio::select! {
                _ = looked => {}
                () = self.stop.cancelled() => {}
            }
        }
        while !self.stop.is_cancelled() {
            bell.mark_unchanged();
            let now = self.clock.now();
            let house = newest(&self.house);
            let stop = || self.stop.is_cancelled();
            let done = match self.lane {
                Lane::Read => self.read(&house).await,
                lane => self.dispatch.due(lane, self.sink.as_mut(), &house, now, &stop).await,
            };
            match done {
                Ok(true) => {}
                Ok(false) => {
                    let nap = self.until_due().await;
                    tokio::select! {
                        _ = bell.changed() => {}
                        () = pause(&self.stop, nap) => {}
                    }
                }
                Err(error) => {
                    tracing::warn!(lane = self.lane.as_str(), %error, "orders wait");
                    pause(&self.stop, Duration::from_secs(1)).await;
                }
            }
        }
        if let Some(mut sink) = self.sink {
            sink.close().await;
        }
    }

    /// The papers of one mail. A stop waits for them only so long: they are read anew at the next
    /// start.
    async fn read(&self, house: &House) -> Result<bool, StoreError> {
        let stopped = async {
            self.stop.cancelled().await;
            tokio::time::sleep(READING_GRACE).await;
        };
        tokio::select! {
            read = self.dispatch.read_next(house, || self.clock.now()) => read,
            () = stopped => Ok(false),
        }
    }

    async fn until_due(&self) -> Duration {
        let due = self.dispatch.store.next_due(self.lane).await.ok().flatten();
        let left = due.map(|at| at.duration_since(self.clock.now()));
        let left = left.and_then(|d| Duration::try_from(d).ok()).unwrap_or(NAP);
        left.clamp(Duration::from_millis(20), NAP)
    }
}

/// Asks for the digest when the scheduler rings, and every minute all the same.
async fn digests(
    store: Store,
    settings: DigestSettings,
    house: Shared,
    clock: Arc<dyn Clock>,
    stop: CancellationToken,
) {
    let (ring, mut rings) = mpsc::channel(1);
    let calendar = newest(&house).rules.calendar.clone();
    let scheduler = schedule::bell(&settings, &calendar, ring).await;
    if let Err(error) = &scheduler {
        tracing::warn!(%error, "the scheduler does not start; the digest is asked for every minute");
    }
    let (started, until) = (clock.now(), tokio::time::Instant::now() + schedule::FIRST_LOOK);
    while !stop.is_cancelled() {
        if let Err(error) = deputies::refreshed(&store, &house, clock.now()).await {
            tracing::warn!(%error, "who judges for whom could not be looked up");
        }
        schedule::first_look(&store, started, until, &stop).await;
        let house = newest(&house);
        let (rules, marks) = (&house.rules, &house.marks);
        match schedule::digest_if_due(&store, rules, &settings, marks, clock.now()).await {
            Ok(true) => tracing::info!("daily digest posted"),
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "digest waits"),
        }
        if let Err(error) = store.anchor().await {
            tracing::error!(%error, "the anchor cannot be written");
        }
        tokio::select! {
            _ = rings.recv(), if scheduler.is_ok() => {}
            () = pause(&stop, schedule::ASK_EVERY) => {}
        }
    }
    if let Ok(mut scheduler) = scheduler {
        let _ = scheduler.shutdown().await;
    }
}
