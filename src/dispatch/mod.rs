//! One order through one adapter: letters out, papers read, alarms, dossiers. What came of it is an
//! event, settled in one transaction. Claim, perform and settle are separate, so that a stop between
//! any two loses nothing and doubles nothing.
mod clerk;
mod dossier;
mod letter;
mod pictures;
mod read;
mod reset;
mod send;

pub use pictures::pictures;

use crate::archive::Archive;
use crate::backend::Backends;
use crate::malware::Scanner;
use crate::reader::Workers;
use crate::sink::Sink;
use crate::store::{Claimed, Lane, Settled, Store, StoreError};
use crate::template::{Site, Templates};
use crate::workflow::effect::Effect;
use crate::workflow::policy::Rules;
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use std::time::Duration;

/// What can change while the daemon runs: the rules, the wording, the signature.
#[derive(Clone)]
pub struct House {
    pub rules: Rules,
    pub templates: Templates,
    pub site: Site,
    /// Name beside our address in `From`.
    pub from_name: String,
    pub envelope_from: String,
    /// Between our local part and a token: `+`; `None` where the letter's text carries the code.
    pub delimiter: Option<char>,
    /// Fingerprints of the files in force, by name.
    pub marks: std::collections::BTreeMap<String, String>,
}

/// The way out.
pub struct Dispatch {
    pub store: Store,
    pub workers: Arc<Workers>,
    pub archive: Archive,
    /// Account systems that set passwords by themselves.
    pub backends: Arc<Backends>,
    /// Looks for malware in every paper before it is read, where one is configured.
    pub scanner: Option<Scanner>,
    /// Digest of the mail settings in force: the check that lets account systems work is bound to it.
    pub mail_digest: String,
}

/// How many orders are claimed at once. Each claim and each settlement is one durable commit, so a
/// batch is what makes them cheap; it is small because a crash repeats at most one batch.
const BATCH: u32 = 16;
/// When an order is tried again whose facts the database would not give.
const STORE_AGAIN: SignedDuration = SignedDuration::from_mins(1);
/// How often, and after what pause, a settlement is tried while the database is away. Meanwhile the
/// lane could do nothing else; a stop of the daemon ends it.
const SETTLE_TRIES: usize = 600;
const SETTLE_PAUSE: Duration = Duration::from_secs(1);

impl Dispatch {
    /// Claims due orders of a lane. Nothing of the outside world happens here.
    pub async fn claim(&self, lane: Lane, now: Timestamp) -> Result<Vec<Claimed>, StoreError> {
        let mut tx = self.store.begin().await?;
        let claimed = tx.claim(lane, BATCH, now).await?;
        if !claimed.is_empty() {
            tx.commit().await?;
        }
        Ok(claimed)
    }

    /// Settles a batch in one commit.
    pub async fn settle(
        &self,
        batch: Vec<(Claimed, Settled)>,
        house: &House,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        if batch.is_empty() {
            return Ok(());
        }
        let mut tx = self.store.begin().await?;
        for (order, settled) in batch {
            if let Effect::Wipe { secret } = order.effect {
                tx.wipe(secret, now).await?;
            }
            // A credential's secret is gone with its letter's end, whatever that end was.
            if let (Some(secret), false) =
                (order.effect.secret(), matches!(settled, Settled::Retry { .. }))
            {
                tx.wipe(secret, now).await?;
            }
            tx.settle(order.id, &order.case_id, settled, &house.rules, now).await?;
        }
        tx.commit().await
    }

    /// Claims, performs and settles what is due in the mail lane. True if there was anything.
    pub async fn send_due(
        &self,
        sink: &mut Sink,
        house: &House,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        self.due(Lane::Send, Some(sink), house, now, &|| false).await
    }

    /// The same for passwords that account systems set.
    pub async fn reset_due(
        &self,
        sink: &mut Sink,
        house: &House,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        self.due(Lane::Reset, Some(sink), house, now, &|| false).await
    }

    /// The papers of one mail.
    pub async fn read_due(&self, house: &House, now: Timestamp) -> Result<bool, StoreError> {
        self.read_next(house, || now).await
    }

    /// The same for alarms, dossiers and wiping.
    pub async fn clerk_due(&self, house: &House, now: Timestamp) -> Result<bool, StoreError> {
        self.due(Lane::Clerk, None, house, now, &|| false).await
    }

    /// One batch of a lane; papers have [`Dispatch::read_next`]. Once `stop` says so, the order in hand is the last one performed; the
    /// others are given back.
    pub async fn due(
        &self,
        lane: Lane,
        mut sink: Option<&mut Sink>,
        house: &House,
        now: Timestamp,
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Result<bool, StoreError> {
        let mut claimed = self.claim(lane, now).await?.into_iter();
        let any = !claimed.as_slice().is_empty();
        let results = |order: &Claimed| {
            lane == Lane::Reset
                || matches!(&order.effect, Effect::Send { letter, .. } if letter.is_result())
        };
        if claimed.as_slice().iter().any(results) {
            // Before a result leaves, a restore of what was before its approval is noticed.
            if let Err(error) = self.store.anchor().await {
                tracing::error!(%error, "the anchor cannot be written");
            }
        }
        let mut settled = Vec::with_capacity(claimed.len());
        while !stop() {
            let Some(order) = claimed.next() else { break };
            let result = self.perform(&order, sink.as_deref_mut(), house, now).await;
            // A credential must not wait for its neighbours, an alarm changes what the next one
            // finds.
            let alone =
                matches!(lane, Lane::Clerk | Lane::Reset) || order.effect.secret().is_some();
            settled.push((order, result));
            if alone {
                self.settle_surely(std::mem::take(&mut settled), house, now).await?;
            }
        }
        self.settle_surely(settled, house, now).await?;
        if !claimed.as_slice().is_empty() {
            let mut tx = self.store.begin().await?;
            for order in claimed {
                tx.release(order.id).await?;
            }
            tx.commit().await?;
        }
        Ok(any)
    }

    /// Carries out one claimed order. What the store cannot tell now is asked again later.
    pub async fn perform(
        &self,
        order: &Claimed,
        sink: Option<&mut Sink>,
        house: &House,
        now: Timestamp,
    ) -> Settled {
        let result = match (&order.effect, sink) {
            (Effect::Send { .. }, Some(sink)) => self.send(order, sink, house, now).await,
            (Effect::Reset { .. }, Some(sink)) => self.reset(order, sink, house, now).await,
            (Effect::Send { .. } | Effect::Reset { .. }, None) => Ok(misplaced()),
            (Effect::Read { .. }, _) => {
                let read = self.read(&[order], now).await;
                read.map(|mut read| read.pop().unwrap_or_else(misplaced))
            }
            _ => self.clerk(order, house, now).await,
        };
        result.unwrap_or_else(|error| unperformed(order, error, now))
    }

    /// Settles, however long the database is away: what was performed and then forgotten would be
    /// performed again. What the database refuses for good is put before a person, alone.
    async fn settle_surely(
        &self,
        batch: Vec<(Claimed, Settled)>,
        house: &House,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        for _ in 0..SETTLE_TRIES {
            match self.settle(batch.clone(), house, now).await {
                Ok(()) => return Ok(()),
                Err(StoreError::Temporary(text)) => {
                    tracing::warn!(orders = batch.len(), error = %text, "settlement waits");
                    tokio::time::sleep(SETTLE_PAUSE).await;
                }
                Err(StoreError::Permanent(text)) => {
                    return self.settle_singly(batch, &text, house, now).await;
                }
            }
        }
        Err(StoreError::Temporary("hasil pekerjaan belum dapat dicatat".into()))
    }

    async fn settle_singly(
        &self,
        batch: Vec<(Claimed, Settled)>,
        why: &str,
        house: &House,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        tracing::error!(orders = batch.len(), error = why, "settlement refused, going one by one");
        for (order, settled) in batch {
            let alone = self.settle(vec![(order.clone(), settled)], house, now).await;
            if let Err(error) = alone {
                tracing::error!(order = order.id, %error, "order left to a person");
                let error = error.to_string();
                if let Effect::Reset { void, .. } = order.effect {
                    // Admin PPE types the result; without this news he could not.
                    let failed = reset::failed(&order, None, error.clone(), true, void);
                    if self.settle(vec![(order.clone(), failed)], house, now).await.is_ok() {
                        continue;
                    }
                }
                let unknown = Settled::Unknown { error, recipient: None, event: None };
                self.settle(vec![(order, unknown)], house, now).await?;
            }
        }
        Ok(())
    }

    /// After a crash: what was claimed and not settled. Called once, before the first claim.
    pub async fn recover(&self, house: &House, now: Timestamp) -> Result<usize, StoreError> {
        let mut tx = self.store.begin().await?;
        let orphans = tx.orphans().await?;
        let count = orphans.len();
        let mut unknown = Vec::new();
        for order in orphans {
            let burnt = match (&order.effect, order.effect.secret()) {
                (Effect::Reset { .. }, _) => self.store.reset_used(order.id).await?,
                (_, Some(secret)) => self.store.secret_used(secret).await?,
                (_, None) => false,
            };
            if burnt {
                unknown.push(order);
            } else {
                tx.release(order.id).await?;
            }
        }
        tx.commit().await?;
        for order in unknown {
            let settled = self.unknown(&order, "Loket terhenti saat surel dikirim").await?;
            self.settle(vec![(order, settled)], house, now).await?;
        }
        Ok(count)
    }
}

/// What the store could not tell: asked again later, or put before a person.
fn unperformed(order: &Claimed, error: StoreError, now: Timestamp) -> Settled {
    match error {
        StoreError::Temporary(error) => {
            let at = now.checked_add(STORE_AGAIN).unwrap_or(now);
            Settled::Retry { at, error, rendered: None, recipient: None }
        }
        StoreError::Permanent(text) => match &order.effect {
            Effect::Reset { void, .. } => reset::failed(order, None, text, true, *void),
            _ => send::failed(order, None, text),
        },
    }
}

/// An order in a lane that cannot carry it out: a fault of ours, kept for a person.
fn misplaced() -> Settled {
    Settled::Failed { error: "perintah di jalur yang salah".into(), recipient: None, event: None }
}
