//! A log written by hand, row by row, and the figures of a month over it.
use jiff::Timestamp;
use loket::calendar::Calendar;
use loket::report::figures::{Figures, Measures, Period, Tally};
use loket::report::passages::{Course, Row, course};
use loket::workflow::policy::{Holders, Standards};
use serde_json::{Value, json};

/// A moment of the office: `at("2026-11-09 09:41")`, WIB.
pub fn at(text: &str) -> Timestamp {
    format!("{}:00+07:00", text.replace(' ', "T")).parse().unwrap()
}

/// The rows of one case.
pub struct Case {
    pub id: String,
    rows: Vec<(Timestamp, String, String, String, String)>,
    state: String,
}

impl Case {
    /// A mail that arrives.
    pub fn mail(id: &str, arrives: &str, applicant: Value) -> Case {
        let event = json!({ "event": "request_arrived", "applicant": applicant, "accounts": [],
            "kind": "reset_password", "received_at": at(arrives) });
        let mut case = Case { id: id.into(), rows: Vec::new(), state: "received".into() };
        case.row(arrives, "request_arrived", "received", event, None);
        case
    }

    pub fn row(
        &mut self,
        time: &str,
        name: &str,
        after: &str,
        event: Value,
        missing: Option<Value>,
    ) {
        let mut body = json!({ "actor": "x", "event": event });
        if let Some(missing) = missing {
            body["missing"] = missing;
        }
        let before = std::mem::replace(&mut self.state, after.to_owned());
        self.rows.push((at(time), name.to_owned(), before, after.to_owned(), body.to_string()));
    }

    /// The papers are read, and that moves the case.
    pub fn read(&mut self, time: &str, after: &str) -> &mut Case {
        let missing = json!([{ "item": "appointment_decree", "note": "not_attached" }]);
        let missing = (after == "waiting_applicant").then_some(missing);
        let event = json!({ "event": "paper_read", "mail": 1, "sha256": "x" });
        self.row(time, "paper_read", after, event, missing);
        self
    }

    /// A command of staff.
    pub fn says(
        &mut self,
        time: &str,
        role: &str,
        verdict: &str,
        words: &str,
        after: &str,
    ) -> &mut Case {
        let words = Some(words).filter(|words| !words.is_empty());
        let command = json!({ "verdict": verdict, "reason": words, "items": [], "user_id": null,
            "password": false, "note": words, "number": null, "unclear": null });
        let event = json!({ "event": "staff_command", "mail": 2, "role": role, "command": command,
            "by": { "id": "b", "name": "Bagus Prakoso" }, "received_at": at(time), "papers": [],
            "accounts": [], "secret": 1 });
        self.row(time, "staff_command", after, event, None);
        self
    }

    pub fn adds(&mut self, time: &str, after: &str) -> &mut Case {
        let event = json!({ "event": "mail_added", "mail": 3, "received_at": at(time),
            "papers": [{}], "remarks": [], "kind": null });
        self.row(time, "mail_added", after, event, None);
        self
    }

    pub fn sent(&mut self, time: &str) -> &mut Case {
        let event =
            json!({ "event": "letter_sent", "order": 1, "template": "credentials", "to": "r***" });
        self.row(time, "letter_sent", "delivered", event, None);
        let event = json!({ "event": "archived", "manifest_sha256": "x" });
        self.row(time, "archived", "delivered", event, None);
        self
    }

    pub fn course(&self, until: Timestamp) -> Option<Course> {
        let rows = self.rows.iter().map(|(at, event, before, after, body)| Row {
            at: *at,
            event,
            before,
            after,
            body,
        });
        course(&self.id, rows, until)
    }
}

pub fn applicant() -> Value {
    json!({ "name": "Ratna", "address": "ratna@kkp.example", "registered": true, "phone": null })
}

pub fn period(name: &str, now: &str) -> Period {
    let calendar = Calendar::builtin().unwrap();
    Period::parse(name, calendar.zone(), at(now), None).unwrap()
}

pub fn measures(confirm_pauses: bool) -> Measures {
    Measures::of_rules(&Standards::default(), &Holders::default(), confirm_pauses)
}

/// The figures of a month, looked at long after.
pub fn figures(month: &str, cases: &[&Case]) -> Figures {
    figures_by(month, cases, &Calendar::builtin().unwrap(), false)
}

pub fn figures_by(month: &str, cases: &[&Case], calendar: &Calendar, pauses: bool) -> Figures {
    let (period, measures) = (period(month, "2027-06-01 08:00"), measures(pauses));
    let mut tally = Tally::new(period.clone(), calendar, &measures);
    for case in cases {
        if let Some(course) = case.course(period.until) {
            tally.add(&course);
        }
    }
    tally.finish_all()
}
