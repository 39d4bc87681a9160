//! The report as one JSON document with stable English names (`README.md` describes it). The cases come
//! one by one, so that a long register is never in memory as a whole. Knows names, not figures.
use super::Frame;
use crate::report::figures::{Figures, Period};
use crate::report::passages::Course;
use serde_json::json;

/// Goes up when a name changes or goes.
pub const SCHEMA: &str = "loket-report/1";

/// Up to the first case.
pub fn head(period: &Period, frame: &Frame) -> String {
    let office = json!({ "unit": frame.unit, "organisation": frame.organisation });
    let counting = json!({
        "zone": frame.zone.iana_name(),
        "received": "arrival of the mail at the server, or of the guest-book entry, within the period",
        "finished": "end of the request within the period, whenever it was received",
        "steps": "counted in the period they stopped in, in working minutes, a begun one counted",
        "confirmation_pauses_step_9": frame.confirm_pauses,
        "percentile": "nearest rank",
        "survey": null,
    });
    format!(
        "{{\"schema\":{},\"simulated\":{},\"written_at\":{},\"office\":{office},\"period\":{},\"counting\":{counting},\"cases\":[",
        json!(SCHEMA),
        frame.simulated,
        json!(frame.written_at),
        json!(period),
    )
}

/// One case; no name, no address: those are the register's.
pub fn case(course: &Course, first: bool) -> String {
    let passages: Vec<_> = course
        .passages
        .iter()
        .map(|p| {
            let pauses: Vec<_> =
                p.paused.iter().map(|s| json!({ "from": s.from, "until": s.until })).collect();
            json!({ "step": p.step, "round": p.round, "started_at": p.started_at,
                "stopped_at": p.stopped_at, "pauses": pauses })
        })
        .collect();
    let case = json!({
        "id": course.id,
        "kind": course.kind,
        "channel": course.channel,
        "state": course.state,
        "unit": course.unit,
        "received_at": course.received_at,
        "opened_at": course.opened_at,
        "ended_at": course.end().map(|end| end.at),
        "archived_at": course.archived_at,
        "rounds": course.rounds,
        "frozen": course.frozen,
        "passages": passages,
    });
    format!("{}\n{case}", if first { "" } else { "," })
}

/// From the last case on.
pub fn tail(figures: &Figures) -> Result<String, serde_json::Error> {
    Ok(format!("\n],\"figures\":{}}}\n", serde_json::to_string(figures)?))
}
