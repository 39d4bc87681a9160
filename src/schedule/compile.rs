//! The facts of a digest, out of the database.
use super::{DigestSettings, Marks};
use crate::report::figures::{Measures, Period, Tally};
use crate::report::passages::{Row, course};
use crate::report::{self, DayFacts, Move};
use crate::store::{LogRow, Moved, OrderRow, Store, StoreError};
use crate::workflow::case::{Case, State};
use crate::workflow::letter::{
    Digest, FailedLetter, FrozenOrder, HeldLine, OutcomeLine, StepFigures, Unsent,
};
use crate::workflow::policy::Rules;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

/// Files in force at the last digest.
pub(super) const MARKS: &str = "digest_marks";
/// A letter may wait so long for its turn before somebody should know.
const UNSENT: SignedDuration = SignedDuration::from_mins(15);
/// A letter that came back, or whose end is unknown, is told for so long: no hand can settle it.
const TOLD: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Deviations of closed cases are asked after for so long; then they are the monthly report's.
const ASKED: SignedDuration = SignedDuration::from_hours(31 * 24);
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Which digest is wanted.
#[derive(Clone, Debug)]
pub struct Ask {
    pub date: Date,
    pub now: Timestamp,
    pub missed: Vec<Date>,
    pub by_hand: bool,
}

/// The whole position of a day, from the database.
pub async fn compile(
    store: &Store,
    rules: &Rules,
    settings: &DigestSettings,
    marks: &Marks,
    ask: Ask,
) -> Result<Digest, StoreError> {
    let Ask { date, now, missed, by_hand } = ask;
    let calendar = &rules.calendar;
    let ago = |span: SignedDuration| now.checked_sub(span).unwrap_or(now);
    let month = date.first_of_month().to_zoned(calendar.zone().clone());
    let month = month.map_or(now, |start| start.timestamp());
    let (_, since) = store.last_digest().await?;
    let lately = since.unwrap_or_else(|| ago(DAY));
    let mut cases = store.open_cases().await?;
    let two_days = ago(DAY * 2);
    let keep = |case: Case| {
        if case.ended_at.is_some_and(|at| at >= two_days) || report::unexplained(&case) {
            cases.push(case);
        }
    };
    store.each_ended_since(month.min(ago(ASKED)), keep).await?;
    let (mails_arrived, totals) = store.conservation().await?;
    let recent = store.outcomes_since(lately).await?;
    let count = |name: &str| recent.iter().find(|(n, _)| n == name).map_or(0, |(_, count)| *count);
    let outcomes = totals.into_iter().map(|(outcome, total)| {
        let recent = count(&outcome);
        OutcomeLine { outcome, total, recent }
    });
    let moves_from = DayFacts::days_from(calendar, date).min(lately);
    let queue = store.queue().await?;
    let (log_length, log_head) = store.log_head().await?;
    let facts = DayFacts {
        date,
        now,
        by_hand,
        missed,
        since,
        moves: store.moves_since(moves_from).await?.iter().filter_map(moved).collect(),
        steps: steps(store, rules, date, month, now).await?,
        held: store.held().await?.into_iter().map(held_line).collect(),
        frozen: store.frozen_cases().await?,
        frozen_orders: frozen_orders(&queue),
        failed_letters: failed_letters(&queue, ago(TOLD)),
        unsent: store.unsent(ago(UNSENT)).await?.map(|(count, oldest)| Unsent { count, oldest }),
        muted: store.muted_since(ago(DAY)).await?,
        mails_arrived,
        outcomes: outcomes.collect(),
        lags: store.lags_since(lately).await?,
        last_fetch: store.meta("last_fetch").await?.and_then(|text| text.parse().ok()),
        log_head,
        log_length,
        calendar_weeks: settings.calendar_weeks,
        changes: changes(store.meta(MARKS).await?.as_deref(), marks),
        cases,
    };
    Ok(report::digest(facts, calendar))
}

/// This month's steps, recomputed from the log by the calendar in force.
async fn steps(
    store: &Store,
    rules: &Rules,
    date: Date,
    from: Timestamp,
    now: Timestamp,
) -> Result<Vec<StepFigures>, StoreError> {
    let period = Period {
        name: date.strftime("%Y-%m").to_string(),
        first_day: date.first_of_month(),
        last_day: date,
        from,
        to: now,
        until: now,
    };
    let measures = Measures::of_rules(&rules.standards, &rules.holders, rules.confirm_pauses_clock);
    let mut tally = Tally::new(period, &rules.calendar, &measures);
    let see = |rows: &[LogRow]| {
        let Some(id) = rows.first().map(|row| row.case_id.as_str()) else { return };
        if let Some(course) = course(id, rows.iter().map(log_row), now) {
            tally.add(&course);
        }
    };
    store.each_log_since(from, see).await?;
    Ok(report::steps(&tally.finish_all()))
}

fn log_row(row: &LogRow) -> Row<'_> {
    Row {
        at: row.logged.at,
        event: &row.event,
        before: &row.logged.state_before,
        after: &row.logged.state_after,
        body: &row.logged.body,
    }
}

fn moved(row: &Moved) -> Option<Move> {
    let arrived = matches!(row.event.as_str(), "request_arrived" | "guest_logged");
    let ended = State::ALL
        .into_iter()
        .find(|state| state.is_closed() && state.as_str() == row.after)
        .filter(|state| state.as_str() != row.before);
    (arrived || ended.is_some()).then_some(Move { at: row.at, arrived, ended })
}

fn held_line(row: crate::store::HeldRow) -> HeldLine {
    HeldLine {
        id: row.id,
        from: row.from,
        subject: row.subject,
        received_at: row.received_at,
        reason: row.reason,
    }
}

/// What a restore froze and nobody has released or dropped.
fn frozen_orders(queue: &[OrderRow]) -> Vec<FrozenOrder> {
    let frozen = queue.iter().filter(|order| order.state == "frozen");
    let line = |order: &OrderRow| FrozenOrder {
        id: order.id,
        id_case: order.case.clone(),
        letter: order.letter.clone(),
    };
    frozen.map(line).take(report::LINES_MAX).collect()
}

/// What failed for good and waits for a hand, and what came back of late.
fn failed_letters(queue: &[OrderRow], since: Timestamp) -> Vec<FailedLetter> {
    let told = |order: &&OrderRow| match order.state.as_str() {
        "failed" => true,
        "unknown" | "bounced" => order.done_at.unwrap_or(order.due_at) > since,
        _ => false,
    };
    let line = |order: &OrderRow| FailedLetter {
        id: order.id,
        id_case: order.case.clone(),
        letter: order.letter.clone(),
        to: order.recipient.clone(),
        state: order.state.clone(),
        error: order.last_error.clone(),
    };
    let letters = queue.iter().filter(|order| order.letter.is_some()).filter(told);
    letters.map(line).take(report::LINES_MAX).collect()
}

/// Names of the files that are not what they were at the last digest. Before the first one nothing
/// has changed.
fn changes(before: Option<&str>, now: &Marks) -> Vec<String> {
    let Some(before) = before.and_then(|text| serde_json::from_str::<Marks>(text).ok()) else {
        return Vec::new();
    };
    let changed = now.iter().filter(|(name, mark)| before.get(*name) != Some(mark));
    let gone = before.keys().filter(|name| !now.contains_key(*name));
    changed.map(|(name, _)| name).chain(gone).cloned().collect()
}
