//! Named jobs of the clock. A cron job only wakes; whether there is anything to do is decided from
//! the database, so that a missed morning is made up once and two wakes, or two machines on one
//! database, give one digest.
mod compile;

pub use compile::{Ask, compile};

use crate::calendar::Calendar;
use crate::report;
use crate::store::{Store, StoreError, Tx};
use crate::workflow::actor::{PersonRef, Role};
use crate::workflow::letter::{Audience, Digest, Letter};
use crate::workflow::policy::Rules;
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio_cron_scheduler::{Job, JobScheduler, JobSchedulerError};
use tokio_util::sync::CancellationToken;

/// Name of the digest's row in the table of jobs, before there was a table of digests.
const DIGEST: &str = "digest";
/// Days that are told one by one as missed; before them Loket was not in use.
const MISSED_MAX: usize = 250;

/// The files in force: name, and a fingerprint of what is in it.
pub type Marks = BTreeMap<String, String>;

/// When and to whom the digest goes.
#[derive(Clone, Debug)]
pub struct DigestSettings {
    /// Local time of the office.
    pub time: Time,
    pub to: Vec<Role>,
    /// The end of the calendar is told so many weeks before.
    pub calendar_weeks: u32,
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

/// How long a digest that is owed at the start waits for the first look at the mailboxes.
pub const FIRST_LOOK: Duration = Duration::from_secs(60);
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// Returns once a mailbox was read since `started`, or at `until`: a digest made up at the start tells
/// of the mails that came meanwhile, and not of the silence before them.
pub async fn first_look(
    store: &Store,
    started: Timestamp,
    until: tokio::time::Instant,
    stop: &CancellationToken,
) {
    while tokio::time::Instant::now() < until {
        let last = store.meta("last_fetch").await.ok().flatten();
        let last: Option<Timestamp> = last.and_then(|text| text.parse().ok());
        if last.is_some_and(|at| at >= started) {
            return;
        }
        if tokio::time::timeout(LOOK_EVERY, stop.cancelled()).await.is_ok() {
            return;
        }
    }
}

/// A digest that is owed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owed {
    pub date: Date,
    /// Working days since the last one that had none; they are told in this one, and not made up.
    pub missed: Vec<Date>,
}

/// Whether a digest is owed now, if the newest one was that of `last`: on a working day, from its time
/// on until midnight, once.
pub fn owed(calendar: &Calendar, time: Time, last: Option<Date>, now: Timestamp) -> Option<Owed> {
    let local = now.to_zoned(calendar.zone().clone());
    let date = local.date();
    if local.time() < time || !calendar.is_working_day(date) {
        return None;
    }
    if last.is_some_and(|last| last >= date) {
        return None;
    }
    let mut missed = Vec::new();
    let mut day = last.and_then(|last| calendar.next_working_day(last));
    while let Some(gap) = day.filter(|day| *day < date) {
        missed.push(gap);
        day = calendar.next_working_day(gap);
    }
    Some(Owed { date, missed: missed.split_off(missed.len().saturating_sub(MISSED_MAX)) })
}

/// Posts today's digest if its time has come on a working day and it was not posted yet. Decision and
/// letters are one transaction: of any number of processes one writes them.
pub async fn digest_if_due(
    store: &Store,
    rules: &Rules,
    settings: &DigestSettings,
    marks: &Marks,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let calendar = &rules.calendar;
    let mut last = period(store.last_digest().await?.0);
    if last.is_none() {
        // A database from before: its row of jobs says when.
        let job = store.begin().await?.job(DIGEST).await?;
        last = job.map(|at| at.to_zoned(calendar.zone().clone()).date());
    }
    let Some(owed) = owed(calendar, settings.time, last, now) else { return Ok(false) };
    let ask = Ask { date: owed.date, now, missed: owed.missed.clone(), by_hand: false };
    let whole = compile(store, rules, settings, marks, ask).await?;
    for todo in whole.todo.iter().filter(|todo| todo.key.is_alarm()) {
        tracing::error!(alarm = ?todo.key, n = todo.n, "the digest has an alarm");
    }
    let mut tx = store.begin().await?;
    if period(tx.last_digest().await?).is_some_and(|last| last >= owed.date) {
        return Ok(false);
    }
    let day = owed.date.to_string();
    let readers = readers(rules, &settings.to);
    for (person, audience) in &readers {
        for gap in &owed.missed {
            tx.claim_digest(&gap.to_string(), &person.id, 0, false, now).await?;
        }
        if tx.claim_digest(&day, &person.id, 0, true, now).await? {
            post(&mut tx, &whole, person, *audience, now).await?;
        }
    }
    if readers.is_empty() {
        tracing::warn!("nobody has a role that gets the digest");
        tx.claim_digest(&day, "", 0, false, now).await?;
    }
    let marks = serde_json::to_string(marks)?;
    tx.set_meta(compile::MARKS, &marks).await?;
    tx.commit().await?;
    Ok(true)
}

/// A digest on somebody's order, beside the daily one: it neither takes its place nor stops it.
/// Returns how many people get it.
pub async fn post_by_hand(
    store: &Store,
    rules: &Rules,
    settings: &DigestSettings,
    digest: &Digest,
    now: Timestamp,
) -> Result<usize, StoreError> {
    let readers = readers(rules, &settings.to);
    let mut tx = store.begin().await?;
    let run = tx.digest_runs(&digest.date).await? + 1;
    for (person, audience) in &readers {
        if tx.claim_digest(&digest.date, &person.id, run, true, now).await? {
            post(&mut tx, digest, person, *audience, now).await?;
        }
    }
    tx.commit().await?;
    Ok(readers.len())
}

async fn post(
    tx: &mut Tx,
    whole: &Digest,
    person: &PersonRef,
    audience: Audience,
    now: Timestamp,
) -> Result<(), StoreError> {
    let letter = Letter::Digest(Box::new(report::part(whole, audience)));
    tx.post(letter, person, now).await
}

/// Everybody with one of the roles, once each, with what he sees.
fn readers(rules: &Rules, to: &[Role]) -> Vec<(PersonRef, Audience)> {
    let reader = |person: &crate::workflow::actor::Person| {
        let roles: Vec<Role> = person.roles.iter().copied().filter(|r| to.contains(r)).collect();
        (!roles.is_empty()).then(|| (person.reference(), Audience::of(&roles)))
    };
    let mut readers: Vec<_> = rules.people.iter().filter_map(reader).collect();
    readers.sort_by(|(a, _), (b, _)| a.id.cmp(&b.id));
    readers
}

fn period(text: Option<String>) -> Option<Date> {
    text.and_then(|text| text.parse().ok())
}

/// When the next digest is owed after one round at `now`: a tick jumps there, it does not sleep over it.
pub fn next_digest(calendar: &Calendar, time: Time, now: Timestamp) -> Option<Timestamp> {
    let local = now.to_zoned(calendar.zone().clone());
    let today = calendar.is_working_day(local.date()) && local.time() < time;
    let date = if today { Some(local.date()) } else { calendar.next_working_day(local.date()) }?;
    let at = date.to_datetime(time).to_zoned(calendar.zone().clone()).ok()?;
    Some(at.timestamp())
}
