//! The log retold: what the report folds out of the rows must be what the case itself kept.
use super::stage::Play;
use jiff::Timestamp;
use loket::calendar::Calendar;
use loket::report::figures::{Measures, found};
use loket::report::passages::{Course, Passage, Row, course};
use loket::store::LogRow;
use loket::workflow::case::{Case, StepClock};
use loket::workflow::policy::{Holders, Standards};

/// Every case of the play, step by step.
pub async fn agree(play: &Play) -> Result<(), String> {
    let store = &play.stage.daemon.store;
    for case in store.cases().await.map_err(|e| e.to_string())? {
        let log = store.log_of(&case.id).await.map_err(|e| e.to_string())?;
        let rows = log.iter().map(row);
        let course = course(&case.id, rows, Timestamp::MAX)
            .ok_or_else(|| format!("{} has no first row", case.id))?;
        let until = play.stage.now;
        compare(&case, &course).and_then(|()| missed(&case, &course, until)).map_err(|what| {
            let (id, clocks, passages) = (&case.id, &case.clocks, &course.passages);
            format!("{id}: the log says otherwise: {what}\n  {clocks:#?}\n  {passages:#?}")
        })?;
    }
    Ok(())
}

fn row(row: &LogRow) -> Row<'_> {
    let logged = &row.logged;
    Row {
        at: logged.at,
        event: &row.event,
        before: &logged.state_before,
        after: &logged.state_after,
        body: &logged.body,
    }
}

fn compare(case: &Case, course: &Course) -> Result<(), String> {
    same("state", course.state, case.state)?;
    same("kind", course.kind, case.kind)?;
    same("rounds", course.rounds, case.rounds)?;
    same("frozen", course.frozen, case.frozen.is_some())?;
    same("opened", course.opened_at, case.opened_at)?;
    same("archived", course.archived_at, case.archived_at)?;
    same("end", course.end().map(|end| end.at), case.ended_at.filter(|_| case.state.is_closed()))?;
    same("account", course.account, case.account.as_ref().map(|a| a.id))?;
    same("unreadable", course.unreadable, 0)?;
    for step in [3, 5, 6, 8, 9, 10, 11, 12, 13, 14] {
        let took =
            |clock: &&StepClock| clock.step == step && clock.stopped_at != Some(clock.started_at);
        let clocks: Vec<_> =
            case.clocks.iter().filter(took).map(|c| (c.started_at, c.stopped_at)).collect();
        let lasted = |passage: &&Passage| passage.step == step && !passage.is_instant();
        let passages: Vec<_> =
            course.passages.iter().filter(lasted).map(|p| (p.started_at, p.stopped_at)).collect();
        same(&format!("step {step}"), passages, clocks)?;
    }
    Ok(())
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, log: T, case: T) -> Result<(), String> {
    if log == case { Ok(()) } else { Err(format!("{what}: log {log:?}, case {case:?}")) }
}

/// Missed standards, with what was said of them.
fn missed(case: &Case, course: &Course, until: Timestamp) -> Result<(), String> {
    let calendar = Calendar::builtin().map_err(|e| e.to_string())?;
    let measures = Measures::of_rules(&Standards::default(), &Holders::default(), false);
    let all = found(course, &calendar, &measures, until);
    let mut log: Vec<_> = all
        .iter()
        .filter(|f| f.stopped_at.is_some())
        .map(|f| (f.step, f.standard_minutes, f.minutes, f.explained.as_ref().map(|s| &s.text)))
        .collect();
    let done = case.deviations.iter().filter_map(|d| {
        Some((d.step, d.standard_minutes, d.actual_minutes?, d.explanation.as_ref()))
    });
    let mut done: Vec<_> = done.collect();
    log.sort();
    done.sort();
    same("deviations", log, done)?;
    let running = case.deviations.iter().filter(|d| d.actual_minutes.is_none());
    for deviation in running {
        let seen = all.iter().any(|f| f.step == deviation.step && f.stopped_at.is_none());
        same(&format!("late in step {}", deviation.step), seen, true)?;
    }
    Ok(())
}
