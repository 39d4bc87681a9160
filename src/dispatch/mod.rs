//! One order through one adapter: letters out, papers read, alarms, dossiers. What came of it is an
//! event, settled in one transaction. Claim, perform and settle are separate, so that a stop between
//! any two loses nothing and doubles nothing.
mod clerk;
mod dossier;
mod letter;
mod send;

use crate::archive::Archive;
use crate::reader::Workers;
use crate::sink::Sink;
use crate::store::{Claimed, Lane, Settled, Store, StoreError};
use crate::template::{Site, Templates};
use crate::workflow::effect::Effect;
use crate::workflow::event::Event;
use crate::workflow::policy::Rules;
use jiff::Timestamp;
use std::sync::Arc;

/// What can change while the daemon runs: the rules, the wording, the signature.
#[derive(Clone)]
pub struct House {
    pub rules: Rules,
    pub templates: Templates,
    pub site: Site,
    /// Name beside our address in `From`.
    pub from_name: String,
    pub envelope_from: String,
    /// Between our local part and a token: `+`.
    pub delimiter: char,
}

/// The way out.
pub struct Dispatch {
    pub store: Store,
    pub workers: Arc<Workers>,
    pub archive: Archive,
}

/// How many orders are claimed at once. Each claim and each settlement is one durable commit, so a
/// batch is what makes them cheap; it is small because a crash repeats at most one batch.
const BATCH: u32 = 16;

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
        let claimed = self.claim(Lane::Send, now).await?;
        let any = !claimed.is_empty();
        let mut settled = Vec::with_capacity(claimed.len());
        for order in claimed {
            let result = self.send(&order, sink, house, now).await?;
            if order.effect.secret().is_some() {
                // The one letter that must not wait for its neighbours.
                self.settle(vec![(order, result)], house, now).await?;
            } else {
                settled.push((order, result));
            }
        }
        self.settle(settled, house, now).await?;
        Ok(any)
    }

    /// The same for the reading lane; the papers of one mail are read together.
    pub async fn read_due(&self, house: &House, now: Timestamp) -> Result<bool, StoreError> {
        let claimed = self.claim(Lane::Read, now).await?;
        let any = !claimed.is_empty();
        let mut settled = Vec::with_capacity(claimed.len());
        for papers in claimed.chunk_by(|one, next| mail_read(one) == mail_read(next)) {
            settled.extend(self.read(papers).await?);
        }
        self.settle(claimed.into_iter().zip(settled).collect(), house, now).await?;
        Ok(any)
    }

    /// The same for alarms, dossiers and wiping.
    pub async fn clerk_due(&self, house: &House, now: Timestamp) -> Result<bool, StoreError> {
        let claimed = self.claim(Lane::Clerk, now).await?;
        let any = !claimed.is_empty();
        for order in claimed {
            let result = self.clerk(&order, house, now).await?;
            self.settle(vec![(order, result)], house, now).await?;
        }
        Ok(any)
    }

    /// Papers of one mail.
    async fn read(&self, orders: &[Claimed]) -> Result<Vec<Settled>, StoreError> {
        let Some(mail) = orders.first().and_then(mail_read) else {
            return Ok(orders.iter().map(|_| misplaced()).collect());
        };
        let papers: Vec<(&str, &str)> = orders.iter().filter_map(paper_read).collect();
        let readings = match self.store.shelf(mail).await? {
            Some(raw) => self.workers.read_papers(&raw, &papers).await,
            None => papers
                .iter()
                .map(|_| crate::document::Reading::unreadable("surat asli tidak ada di arsip"))
                .collect(),
        };
        let event = |(reading, (sha256, _)): (_, &(&str, &str))| Event::PaperRead {
            mail,
            sha256: (*sha256).to_owned(),
            reading: Box::new(reading),
        };
        let done = |event| Settled::Done { recipient: None, event: Some(event) };
        Ok(readings.into_iter().zip(&papers).map(event).map(done).collect())
    }

    /// After a crash: what was claimed and not settled. Called once, before the first claim.
    pub async fn recover(&self, house: &House, now: Timestamp) -> Result<usize, StoreError> {
        let mut tx = self.store.begin().await?;
        let orphans = tx.orphans().await?;
        let count = orphans.len();
        let mut unknown = Vec::new();
        for order in orphans {
            let burnt = match order.effect.secret() {
                Some(secret) => self.store.secret_used(secret).await?,
                None => false,
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

/// The mail whose paper an order wants read.
fn mail_read(order: &Claimed) -> Option<i64> {
    match &order.effect {
        Effect::Read { mail, .. } => Some(*mail),
        _ => None,
    }
}

/// Hash and name of that paper.
fn paper_read(order: &Claimed) -> Option<(&str, &str)> {
    match &order.effect {
        Effect::Read { sha256, name, .. } => Some((sha256, name)),
        _ => None,
    }
}

/// An order in a lane that cannot carry it out: a fault of ours, kept for a person.
fn misplaced() -> Settled {
    Settled::Failed { error: "perintah di jalur yang salah".into(), recipient: None, event: None }
}
