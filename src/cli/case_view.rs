//! A case as the contract's JSON shows it. Pure: a case, its mails, letters and log in, values out.
//! Nothing secret is in a case, and registered addresses are masked.
use crate::store::{LogRow, MailRow, OrderRow};
use crate::workflow::case::Case;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};

/// One line of a case's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TimelineRow {
    pub time: Timestamp,
    pub actor: String,
    /// SOP step, where the event belongs to one.
    pub step: Option<u8>,
    pub what: String,
}

/// The row of `loket case list --json`.
pub fn row(case: &Case) -> Value {
    json!({
        "id": case.id,
        "kind": case.kind,
        "state": case.state,
        "applicant": { "name": case.applicant.name, "address": case.applicant.address },
        "account": case.account.as_ref().map(|account| &account.user_id),
        "received_at": case.received_at,
        "effective_at": case.effective_at,
        "open_due": case.open_due,
        "next_due": next_due(case),
        "rounds": case.rounds,
        "deviations": case.deviations,
        "archived_at": case.archived_at,
    })
}

/// When the next running clock ends, or the applicant's last day, whichever is sooner.
pub fn next_due(case: &Case) -> Option<Timestamp> {
    let running = case.clocks.iter().filter(|clock| clock.stopped_at.is_none());
    let dues = running.map(|clock| clock.due_at);
    dues.chain(case.answer_due).min().filter(|_| !case.state.is_closed())
}

/// The object of `loket case show --json`.
pub fn whole(case: &Case, mails: &[MailRow], letters: &[OrderRow], log: &[LogRow]) -> Value {
    let mut value = row(case);
    if let Some(fields) = value.as_object_mut() {
        fields.insert("papers".into(), case.papers.iter().map(paper).collect());
        let both = mails.iter().map(incoming).chain(letters.iter().map(outgoing));
        let mut both: Vec<(Timestamp, Value)> = both.collect();
        both.sort_by_key(|(time, _)| *time);
        fields.insert("mails".into(), both.into_iter().map(|(_, mail)| mail).collect());
        fields.insert("timeline".into(), json!(timeline(log)));
    }
    value
}

fn paper(paper: &crate::workflow::case::Paper) -> Value {
    json!({
        "name": paper.name,
        "media_type": paper.media_type,
        "size": paper.size_bytes,
        "sha256": paper.sha256,
        "reading": paper.reading,
    })
}

fn incoming(mail: &MailRow) -> (Timestamp, Value) {
    let value = json!({
        "direction": "in", "letter": null, "from": mail.sender, "recipients": [],
        "subject": mail.subject, "time": mail.received_at, "state": mail.outcome,
    });
    (mail.received_at, value)
}

fn outgoing(order: &OrderRow) -> (Timestamp, Value) {
    let time = order.done_at.unwrap_or(order.due_at);
    let recipients: Vec<&String> = order.recipient.iter().collect();
    let value = json!({
        "direction": "out", "letter": order.letter, "recipients": recipients,
        "time": time, "state": order.state,
    });
    (time, value)
}

/// The history, one row for each event of the log.
pub fn timeline(log: &[LogRow]) -> Vec<TimelineRow> {
    log.iter().map(timeline_row).collect()
}

fn timeline_row(row: &LogRow) -> TimelineRow {
    let body: Value = serde_json::from_str(&row.body).unwrap_or_default();
    let word = |at: &str| body.pointer(at).and_then(Value::as_str).unwrap_or_default().to_owned();
    let verdict = word("/event/command/verdict");
    let letter = word("/event/template");
    let mut what = event_words(&row.event).to_owned();
    for detail in [&verdict, &letter] {
        if !detail.is_empty() {
            what.push_str(&format!(" {detail}"));
        }
    }
    if row.state_before != row.state_after {
        what.push_str(&format!(": {} menjadi {}", row.state_before, row.state_after));
    }
    let step = sop_step(&row.event, &verdict, &row.state_after);
    TimelineRow { time: row.at, actor: word("/actor"), step, what }
}

fn event_words(event: &str) -> &str {
    match event {
        "request_arrived" => "permohonan diterima",
        "guest_logged" => "tamu dicatat di buku tamu",
        "mail_added" => "surat susulan diterima",
        "applicant_command" => "perintah pemohon",
        "staff_command" => "perintah petugas",
        "paper_read" => "berkas dibaca",
        "letter_sent" => "surat terkirim",
        "letter_failed" => "surat gagal dikirim",
        "letter_unknown" => "surat tidak pasti terkirim",
        "bounced" => "surat kembali",
        "woke" => "pengingat waktu",
        "archived" => "berkas diarsipkan",
        other => other,
    }
}

/// The SOP step an event belongs to, by what happened and where the case came to stand.
fn sop_step(event: &str, verdict: &str, after: &str) -> Option<u8> {
    match (event, verdict, after) {
        ("request_arrived", ..) => Some(1),
        ("guest_logged", ..) => Some(2),
        ("archived", ..) => Some(13),
        (_, "call_next" | "no_show" | "open", _) => Some(4),
        (_, "complete" | "incomplete", _) => Some(5),
        (_, "approve" | "confirm_by_phone" | "hold" | "reject", _) => Some(9),
        (_, "result", _) => Some(10),
        (.., "queued") => Some(3),
        (.., "checking") => Some(5),
        (.., "waiting_applicant") => Some(7),
        (.., "closed_no_followup") => Some(7),
        (.., "verifying" | "confirming") => Some(9),
        (.., "executing") => Some(10),
        (.., "rejected") => Some(11),
        (.., "delivering" | "delivered" | "delivery_failed") => Some(14),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::case::{Holder, State, StepClock};

    #[test]
    fn a_row_has_the_fields_of_the_contract() {
        let at: Timestamp = "2026-11-16T02:00:00Z".parse().unwrap();
        let later: Timestamp = "2026-11-16T02:15:00Z".parse().unwrap();
        let mut case = Case::blank("LKT-2026-00042".into(), at);
        let clock = |step, due_at, stopped_at| StepClock {
            step,
            holder: Holder::Helpdesk,
            standard_minutes: 5,
            started_at: at,
            due_at,
            stopped_at,
        };
        case.clocks = vec![clock(5, at, Some(at)), clock(9, later, None)];
        let value = row(&case);
        assert_eq!(value["next_due"], "2026-11-16T02:15:00Z");
        assert_eq!(value["state"], "received");
        let keys: Vec<&String> = value.as_object().unwrap().keys().collect();
        assert_eq!(keys.len(), 12, "{keys:?}");
        case.state = State::Delivered;
        assert_eq!(row(&case)["next_due"], Value::Null);
    }
}
