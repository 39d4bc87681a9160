//! Named jobs of the clock. A cron job only wakes; whether there is anything to do is decided from
//! the database, so that a missed morning is made up once and two wakes give one digest.
use crate::calendar::Calendar;
use crate::report::{self, DayFacts};
use crate::store::{Store, StoreError};
use crate::workflow::actor::{PersonRef, Role};
use crate::workflow::letter::{Digest, FrozenOrder, HeldLine, Letter};
use crate::workflow::policy::Rules;
use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio_cron_scheduler::{Job, JobScheduler, JobSchedulerError};

/// Name of the digest's row in the table of jobs.
const DIGEST: &str = "digest";

/// When and to whom the digest goes.
#[derive(Clone, Debug)]
pub struct DigestSettings {
    /// Local time of the office.
    pub time: Time,
    pub to: Vec<Role>,
}

/// Starts a scheduler that rings at the digest's time, in the office's zone. Ringing late, twice or
/// never does no harm: [`digest_if_due`] decides, and it is asked at least every minute.
pub async fn bell(
    settings: &DigestSettings,
    calendar: &Calendar,
    ring: mpsc::Sender<()>,
) -> Result<JobScheduler, JobSchedulerError> {
    let scheduler = JobScheduler::new().await?;
    let cron = format!("0 {} {} * * *", settings.time.minute(), settings.time.hour());
    let zone: chrono_tz::Tz = calendar
        .zone()
        .iana_name()
        .and_then(|name| name.parse().ok())
        .unwrap_or(chrono_tz::Asia::Jakarta);
    let job = Job::new_async_tz(cron, zone, move |_, _| {
        let ring = ring.clone();
        Box::pin(async move {
            // A full channel has a ring waiting already.
            let _ = ring.try_send(());
        })
    })?;
    scheduler.add(job).await?;
    scheduler.start().await?;
    Ok(scheduler)
}

/// How often the question is asked even if no bell rings.
pub const ASK_EVERY: Duration = Duration::from_secs(60);

/// Posts today's digest if its time has come on a working day and it was not posted yet.
pub async fn digest_if_due(
    store: &Store,
    rules: &Rules,
    settings: &DigestSettings,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let zone = rules.calendar.zone().clone();
    let local = now.to_zoned(zone.clone());
    if local.time() < settings.time || !rules.calendar.is_working_day(local.date()) {
        return Ok(false);
    }
    let mut tx = store.begin().await?;
    let last = tx.job(DIGEST).await?;
    if last.is_some_and(|at| at.to_zoned(zone).date() >= local.date()) {
        return Ok(false);
    }
    drop(tx);
    let digest = compile(store, rules, local.date(), now).await?;
    post(store, rules, &settings.to, &digest, now).await?;
    Ok(true)
}

/// When the next digest is owed after one round at `now`: a tick jumps there, it does not sleep over it.
pub fn next_digest(rules: &Rules, settings: &DigestSettings, now: Timestamp) -> Option<Timestamp> {
    let calendar = &rules.calendar;
    let local = now.to_zoned(calendar.zone().clone());
    let today = calendar.is_working_day(local.date()) && local.time() < settings.time;
    let date = if today { Some(local.date()) } else { calendar.next_working_day(local.date()) }?;
    let at = date.to_datetime(settings.time).to_zoned(calendar.zone().clone()).ok()?;
    Some(at.timestamp())
}

/// Posts a digest to everybody with one of the roles, once each; returns how many.
pub async fn post(
    store: &Store,
    rules: &Rules,
    to: &[Role],
    digest: &Digest,
    now: Timestamp,
) -> Result<usize, StoreError> {
    let mut people: BTreeMap<String, PersonRef> = BTreeMap::new();
    for role in to {
        people.extend(rules.with_role(*role).map(|p| (p.id.clone(), p.reference())));
    }
    let mut tx = store.begin().await?;
    for person in people.values() {
        tx.post(Letter::Digest(Box::new(digest.clone())), person, now).await?;
    }
    tx.set_job(DIGEST, now).await?;
    tx.commit().await?;
    Ok(people.len())
}

/// The position of a day, from the database.
pub async fn compile(
    store: &Store,
    rules: &Rules,
    date: Date,
    now: Timestamp,
) -> Result<Digest, StoreError> {
    let two_days = SignedDuration::from_hours(48);
    let day = SignedDuration::from_hours(24);
    let mut cases = store.open_cases().await?;
    cases.extend(store.cases_ended_since(now.checked_sub(two_days).unwrap_or(now)).await?);
    let held = store.held().await?;
    let outcomes = store.outcomes().await?;
    let with_outcome: u64 = outcomes.iter().map(|(_, count)| count).sum();
    let quarantined = outcomes.iter().find(|(name, _)| name == "set_aside").map_or(0, |(_, n)| *n);
    let (log_length, log_head) = store.log_head().await?;
    let last_fetch = store.meta("last_fetch").await?.and_then(|text| text.parse().ok());
    let facts = DayFacts {
        date,
        now,
        cases,
        held: held
            .into_iter()
            .map(|row| HeldLine {
                id: row.id,
                from: row.from,
                subject: row.subject,
                received_at: row.received_at,
                reason: row.reason,
            })
            .collect(),
        frozen: store.frozen_cases().await?,
        frozen_orders: frozen_orders(store).await?,
        muted: store.muted_since(now.checked_sub(day).unwrap_or(now)).await?,
        quarantined: u32::try_from(quarantined).unwrap_or(u32::MAX),
        mails_arrived: store.mails_arrived().await?,
        mails_with_outcome: with_outcome,
        last_fetch,
        log_head,
        log_length,
    };
    Ok(report::digest(facts, &rules.calendar))
}

/// What a restore froze and nobody has released or dropped.
async fn frozen_orders(store: &Store) -> Result<Vec<FrozenOrder>, StoreError> {
    let frozen = store.queue().await?.into_iter().filter(|order| order.state == "frozen");
    let line = |order: crate::store::OrderRow| FrozenOrder {
        id: order.id,
        id_case: order.case,
        letter: order.letter,
    };
    Ok(frozen.map(line).take(report::LINES_MAX).collect())
}
