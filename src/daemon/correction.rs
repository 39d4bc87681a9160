//! A calendar that was corrected: noticed by its files while the daemon runs, and by its digest in the
//! database after a stop. Then every case is held against it, each in a transaction with its log row.
use super::build::bad;
use super::run::{Shared, newest, pause};
use super::{BuildError, tell};
use crate::calendar::Calendar;
use crate::clock::Clock;
use crate::config::Settings;
use crate::store::{Store, StoreError};
use crate::workflow::event::{Correction, Event};
use crate::workflow::policy::Rules;
use crate::workflow::recount::recount;
use jiff::Timestamp;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

/// Where the digest is remembered.
const META: &str = "calendar_digest";
/// Cases held against the calendar in one transaction: letters and mails do not wait long for it.
const PAGE: i64 = 50;

/// How often the calendar's files are looked at.
const CALENDAR_LOOK: Duration = Duration::from_secs(2);

/// What a corrected calendar changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Recounted {
    pub cases: usize,
    pub deadlines: usize,
    pub unmade: usize,
    pub made: usize,
}

/// How the calendar's files look from outside: read again when that changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stamp([Option<(SystemTime, u64)>; 2]);

impl Stamp {
    pub(super) fn of(settings: &Settings) -> Stamp {
        let look = |path: &Path| {
            let data = std::fs::metadata(path).ok()?;
            Some((data.modified().ok()?, data.len()))
        };
        Stamp([look(&settings.calendar), look(&settings.calendar_local)])
    }
}

/// Working hours and holidays: the operator's file, else the built-in ones; the office's own additions go
/// before either.
pub fn calendar(settings: &Settings) -> Result<Calendar, BuildError> {
    let main = read(&settings.calendar)?;
    let local = read(&settings.calendar_local)?;
    let name = settings.calendar.display();
    let read = Calendar::from_both(main.as_deref(), local.as_deref());
    read.map_err(|error| match &error {
        crate::calendar::CalendarError::Local(_) => {
            bad(format!("{}: {error}", settings.calendar_local.display()))
        }
        _ => bad(format!("{name}: {error}")),
    })
}

fn read(path: &Path) -> Result<Option<String>, BuildError> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(bad(format!("{}: {error}", path.display()))),
    }
}

/// Holds every case against the calendar in force, if it is not the one they were last held against.
/// Stopped in the middle it begins anew at the next start: what was corrected stays as it is.
pub(super) async fn correct(
    store: &Store,
    rules: &Rules,
    now: Timestamp,
) -> Result<Option<Recounted>, StoreError> {
    let digest = rules.calendar.digest();
    if store.meta(META).await?.as_deref() == Some(digest) {
        return Ok(None);
    }
    let mut sum = Recounted::default();
    let mut last = String::new();
    loop {
        let mut tx = store.begin().await?;
        let ids = tx.cases_after(&last, PAGE).await?;
        let Some(newest) = ids.last().cloned() else { break };
        let mut touched = false;
        for id in ids {
            let Some(mut case) = tx.case(&id).await? else { continue };
            let corrections = recount(&mut case, rules, now);
            if !corrections.is_empty() {
                sum.count(&corrections);
                let event = Event::CalendarCorrected { digest: digest.to_owned(), corrections };
                tx.apply(&id, &event, "kalender", rules, now).await?;
                touched = true;
            }
        }
        if touched {
            tx.commit().await?;
        }
        last = newest;
    }
    if sum.cases > 0 {
        let mut tx = store.begin().await?;
        tx.operator(None, &sum.words(), rules, now).await?;
        tx.commit().await?;
    }
    store.set_meta(META, digest).await?;
    Ok(Some(sum))
}

impl Recounted {
    fn count(&mut self, corrections: &[Correction]) {
        self.cases += 1;
        for correction in corrections {
            match correction {
                Correction::OpenDue { .. }
                | Correction::AnswerDue { .. }
                | Correction::Due { .. } => self.deadlines += 1,
                Correction::Unmade { .. } => self.unmade += 1,
                Correction::Made { .. } => self.made += 1,
                Correction::Minutes { .. } => {}
            }
        }
    }

    /// One line for the operator.
    pub fn words(&self) -> String {
        let Recounted { cases, deadlines, unmade, made } = self;
        format!(
            "kalender berubah: {deadlines} tenggat dihitung ulang, {unmade} penyimpangan dibatalkan, \
             {made} penyimpangan baru, pada {cases} permohonan"
        )
    }
}

/// Notices that the calendar's files changed, and holds the cases against a corrected calendar, whoever
/// read it again.
pub(super) struct CalendarLoop {
    pub store: Store,
    pub settings: Settings,
    pub stamp: Stamp,
    /// Asks for the files to be read again.
    pub read_again: mpsc::Sender<()>,
    pub house: Shared,
    pub clock: Arc<dyn Clock>,
    pub stop: CancellationToken,
}

impl CalendarLoop {
    pub(super) async fn run(mut self) {
        let mut corrected = None;
        while !self.stop.is_cancelled() {
            let house = newest(&self.house);
            let digest = house.rules.calendar.digest();
            if corrected.as_deref() != Some(digest) {
                match correct(&self.store, &house.rules, self.clock.now()).await {
                    Ok(sum) => {
                        tell(sum);
                        corrected = Some(digest.to_owned());
                    }
                    Err(error) => tracing::warn!(%error, "the corrected calendar waits"),
                }
            }
            pause(&self.stop, CALENDAR_LOOK).await;
            let stamp = Stamp::of(&self.settings);
            if stamp != self.stamp {
                self.stamp = stamp;
                // A full channel has a request waiting already.
                let _ = self.read_again.try_send(());
            }
        }
    }
}
