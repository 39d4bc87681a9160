//! One round: everything that is due at a moment, until nothing is left. The same rooms as `run`,
//! one after the other, so that a test or a demonstration can jump through time.
use super::{Daemon, deputies};
use crate::schedule;
use crate::source::SourceError;
use crate::store::{Lane, StoreError};
use jiff::Timestamp;

/// Rounds of one tick: work that feeds itself endlessly is a fault, not a reason to hang.
const ROUNDS_MAX: usize = 10_000;

/// Why a round stopped.
#[derive(Debug, thiserror::Error)]
pub enum TickError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("kotak surat: {0}")]
    Source(#[from] SourceError),
}

impl Daemon {
    /// Takes up what an earlier process claimed and did not settle.
    pub async fn recover(&self, now: Timestamp) -> Result<usize, StoreError> {
        self.dispatch.recover(&self.house(), now).await
    }

    /// Does all that is due at `now`. Returns when it wants to run next.
    pub async fn tick(&mut self, now: Timestamp) -> Result<Option<Timestamp>, TickError> {
        self.heed_calendar(now).await?;
        for _ in 0..ROUNDS_MAX {
            deputies::refreshed(&self.store, &self.house, now).await?;
            let fetched = self.fetch(now).await?;
            let worked = self.work(now).await?;
            if !fetched && !worked {
                break;
            }
        }
        self.store.set_meta("last_tick", &now.to_string()).await?;
        self.store.anchor().await?;
        let calendar = &self.house().rules.calendar;
        let mut next = schedule::next_digest(calendar, self.digest.time, now);
        for lane in [Lane::Send, Lane::Reset, Lane::Read, Lane::Clerk] {
            next = earliest(next, self.store.next_due(lane).await?);
        }
        Ok(next)
    }

    /// Takes one batch from each mailbox. True if any mail was recorded.
    async fn fetch(&mut self, now: Timestamp) -> Result<bool, TickError> {
        let house = self.house();
        let mut any = false;
        for mailbox in &mut self.mailboxes {
            let pending = &mailbox.pending;
            let items =
                mailbox.source.next(&self.limits, &|place| pending.contains_key(place)).await?;
            let acks = match items.is_empty() {
                true => Vec::new(),
                false => self.intake.take(items, &house.rules, now).await?,
            };
            any |= !acks.is_empty();
            mailbox.put_away(acks).await?;
        }
        self.store.set_meta("last_fetch", &now.to_string()).await?;
        Ok(any)
    }

    async fn work(&mut self, now: Timestamp) -> Result<bool, TickError> {
        let house = self.house();
        let mut any = false;
        any |= self.dispatch.send_due(&mut self.sink, &house, now).await?;
        any |= self.dispatch.reset_due(&mut self.reset_sink, &house, now).await?;
        any |= self.dispatch.read_due(&house, now).await?;
        any |= self.dispatch.clerk_due(&house, now).await?;
        let (rules, marks) = (&house.rules, &house.marks);
        any |= schedule::digest_if_due(&self.store, rules, &self.digest, marks, now).await?;
        Ok(any)
    }
}

fn earliest(a: Option<Timestamp>, b: Option<Timestamp>) -> Option<Timestamp> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (one, other) => one.or(other),
    }
}
