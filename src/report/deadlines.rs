//! The deadlines of a case as lines of its timeline: until when, by which rule, and why then. Pure.
use super::timeline::Entry;
use crate::calendar::Calendar;
use crate::workflow::case::{Case, StepClock};
use jiff::Timestamp;

/// What a deadline is called.
fn name(step: u8) -> &'static str {
    match step {
        3 => "nomor antrian",
        5 => "pemeriksaan kelengkapan",
        6 => "permintaan kelengkapan",
        8 => "penyerahan ke Admin PPE (standar asumsi, tidak ada dalam SOP)",
        9 => "verifikasi Admin PPE",
        10 => "reset/pencarian User ID",
        11 => "pemberitahuan penolakan",
        12 => "penyerahan hasil",
        13 => "pengarsipan",
        _ => "penyampaian hasil",
    }
}

/// The timeline with its deadlines, each after what started it.
pub(super) fn woven(mut events: Vec<Entry>, case: &Case, calendar: &Calendar) -> Vec<Entry> {
    let state_at = |time: Timestamp| {
        let before = events.iter().rev().find(|entry| entry.time <= time).or(events.first());
        before.map(|entry| entry.state.clone()).unwrap_or_default()
    };
    let mut lines: Vec<Entry> = case.clocks.iter().map(|clock| of(clock, calendar)).collect();
    lines.extend(opening(case, calendar));
    lines.sort_by_key(|line| (line.time, line.step));
    for line in &mut lines {
        line.state = state_at(line.time);
    }
    events.extend(lines);
    // Stable: an event stands before the deadlines of its moment.
    events.sort_by_key(|entry| entry.time);
    events
}

fn line(time: Timestamp, step: u8, mut what: String, why: &[String]) -> Entry {
    if !why.is_empty() {
        what.push_str(" — ");
        what.push_str(&why.join("; "));
    }
    Entry { time, actor: "loket".to_owned(), step: Some(step), what, state: String::new() }
}

fn of(clock: &StepClock, calendar: &Calendar) -> Entry {
    let (due, minutes) = (calendar.words(clock.due_at), clock.standard_minutes);
    let mut what = format!("tenggat {}: {due}, {minutes} menit kerja", name(clock.step));
    let end = clock.stopped_at.unwrap_or(clock.due_at);
    let paused = clock.paused(calendar, end).as_mins();
    if paused > 0 {
        let counted = if clock.pausing { "tidak dihitung" } else { "tetap dihitung" };
        what.push_str(&format!(", menunggu konfirmasi {paused} menit {counted}"));
    }
    line(clock.started_at, clock.step, what, &calendar.trace(clock.started_at, minutes))
}

/// SOP step 4: the close of the day of the effective arrival.
fn opening(case: &Case, calendar: &Calendar) -> Option<Entry> {
    if case.queue.is_some() {
        return None;
    }
    let due = calendar.words(case.open_due);
    let what = format!("tenggat pembukaan surel: {due}, jam tutup hari kerja masuknya surel");
    Some(line(case.received_at, 4, what, &calendar.explain(case.received_at, 0).trace))
}
