//! The wiring: rooms put together from the settings, the loops of `run`, the single round of `tick`.
//! The only room beside `main` that asks the clock.
mod backends;
mod build;
mod correction;
mod deputies;
mod examine;
mod lock;
mod marks;
mod papers;
mod run;
mod tick;

pub use backends::backends;
pub use build::{ANCHOR, BuildError, load_key, make_private_dir, rules, site, templates, verifier};
pub use correction::{Recounted, calendar};
pub use examine::ExamineError;
pub use lock::ProcessLock;
pub use marks::{digest, marks};
pub use papers::{reader, scanner};
pub use run::RunError;
pub use tick::TickError;

use correction::Stamp;

use crate::clock::Clock;
use crate::config::Settings;
use crate::dispatch::{Dispatch, House};
use crate::intake::Intake;
use crate::reader::Workers;
use crate::schedule::DigestSettings;
use crate::sink::Sink;
use crate::source::{Ack, Limits, Place, Source, SourceError};
use crate::store::{Store, StoreError};
use jiff::Timestamp;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

/// The line of a corrected calendar in the log.
fn tell(recounted: Option<Recounted>) {
    if let Some(sum) = recounted.filter(|sum| sum.cases > 0) {
        tracing::info!("{}", sum.words());
    }
}

/// A mailbox with its interval and the places that are committed but not put away yet.
struct Mailbox {
    name: String,
    source: Source,
    poll: Duration,
    pending: HashMap<Place, Ack>,
}

impl Mailbox {
    /// Puts away what is committed, with what an earlier failure left. Until it succeeds, the places
    /// stay remembered.
    async fn put_away(&mut self, acks: Vec<(Place, Ack)>) -> Result<(), SourceError> {
        self.pending.extend(acks);
        if self.pending.is_empty() {
            return Ok(());
        }
        let all: Vec<(Place, Ack)> = self.pending.iter().map(|(p, a)| (p.clone(), *a)).collect();
        self.source.acknowledge(&all).await?;
        self.pending.clear();
        Ok(())
    }
}

/// Loket, put together.
pub struct Daemon {
    pub store: Store,
    pub intake: Intake,
    pub dispatch: Dispatch,
    pub workers: Arc<Workers>,
    /// What a reload may change; every round takes the newest.
    house: RwLock<Arc<House>>,
    clock: Arc<dyn Clock>,
    mailboxes: Vec<Mailbox>,
    sink: Sink,
    /// The way out of passwords that account systems set, a line of its own.
    reset_sink: Sink,
    limits: Limits,
    digest: DigestSettings,
    settings: Settings,
    settings_file: Option<PathBuf>,
    /// The calendar's files as they were when they were read.
    stamp: Stamp,
    /// Digest of the calendar the cases were last held against.
    corrected: Option<String>,
}

impl Daemon {
    /// The rules and wording in force.
    pub fn house(&self) -> Arc<House> {
        self.house.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Calendar, people, templates and the doctor's word anew; a bad file leaves the old ones in force.
    pub async fn reload(&self) -> Result<(), BuildError> {
        let file = self.settings_file.as_deref();
        let fresh = build::fresh_house(&self.settings, file, &self.store, self.clock.now()).await?;
        *self.house.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(fresh);
        Ok(())
    }

    /// Reads the calendar again if its files changed, and holds the cases against a corrected one. A bad
    /// file leaves the old one in force and is complained of once.
    pub(super) async fn heed_calendar(&mut self, now: Timestamp) -> Result<(), StoreError> {
        let stamp = Stamp::of(&self.settings);
        if stamp != self.stamp {
            self.stamp = stamp;
            if let Err(error) = self.reload().await {
                tracing::error!(%error, "calendar refused, the old one stays in force");
            }
        }
        let house = self.house();
        let digest = house.rules.calendar.digest();
        if self.corrected.as_deref() != Some(digest) {
            tell(correction::correct(&self.store, &house.rules, now).await?);
            self.corrected = Some(digest.to_owned());
        }
        Ok(())
    }

    /// Asks every mailbox and the way out what they can do; one line each, or what is wrong.
    pub async fn ask_outside(&mut self) -> Vec<(String, Result<Vec<String>, String>)> {
        let mut answers = Vec::new();
        for mailbox in &mut self.mailboxes {
            let answer = mailbox.source.check().await.map_err(|e| e.to_string());
            answers.push((format!("mailbox {}", mailbox.name), answer));
        }
        answers.push(("smtp".to_owned(), self.sink.check().await));
        answers
    }

    /// Releases what must be released in order: children first, the database last.
    pub async fn close(self) {
        for mailbox in self.mailboxes {
            mailbox.source.close().await;
        }
        for mut sink in [self.sink, self.reset_sink] {
            sink.close().await;
        }
        self.workers.shutdown().await;
        self.store.close().await;
    }
}
