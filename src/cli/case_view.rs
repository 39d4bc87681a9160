//! A case as the contract's JSON shows it. Pure: a case, its mails, letters and log in, values out.
//! Nothing secret is in a case, and registered addresses are masked.
use super::case_paper;
use crate::calendar::Calendar;
use crate::report::timeline;
use crate::store::{LogRow, MailRow, OrderRow};
use crate::workflow::case::{Case, Deviation};
use jiff::Timestamp;
use serde_json::{Value, json};

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
        "next_due": case.next_due(),
        "rounds": case.rounds,
        "deviations": case.deviations.iter().map(deviation).collect::<Vec<_>>(),
        "archived_at": case.archived_at,
    })
}

/// As the contract has it; when it began and who was told stands in the timeline.
fn deviation(deviation: &Deviation) -> Value {
    json!({
        "step": deviation.step,
        "standard_minutes": deviation.standard_minutes,
        "actual_minutes": deviation.actual_minutes,
        "holder": deviation.holder,
        "explanation": deviation.explanation,
    })
}

/// The object of `loket case show --json`.
pub fn whole(
    case: &Case,
    mails: &[MailRow],
    letters: &[OrderRow],
    timeline: &[timeline::Entry],
) -> Value {
    let mut value = row(case);
    if let Some(fields) = value.as_object_mut() {
        // Who said that it was not he, and when; his address is masked already.
        fields.insert("frozen".into(), json!(case.frozen));
        fields.insert("papers".into(), case.papers.iter().map(case_paper::value).collect());
        let both = mails.iter().map(incoming).chain(letters.iter().map(outgoing));
        let mut both: Vec<(Timestamp, Value)> = both.collect();
        both.sort_by_key(|(time, _)| *time);
        fields.insert("mails".into(), both.into_iter().map(|(_, mail)| mail).collect());
        fields.insert("timeline".into(), json!(timeline));
    }
    value
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

/// The history, one line for each event of the log and one for each deadline: until when, and why.
pub fn timeline(case: &Case, log: &[LogRow], calendar: &Calendar) -> Vec<timeline::Entry> {
    let events = timeline::entries(log.iter().map(|row| &row.logged));
    timeline::with_deadlines(events, case, calendar)
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
            round: 1,
            pauses: Vec::new(),
            pausing: false,
            warned: false,
        };
        case.opened_at = Some(at);
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
