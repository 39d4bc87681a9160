//! The fold over the rows of one case: state before, event, state after. It restates what `workflow`
//! does to the clocks from the outside, so that a wrong clock in a case shows as a difference. Pure.
use super::rows::{Added, Any, Arrived, Body, Letter, Paper, Read, Staff, step_named};
use super::steps::Pile;
use super::{Course, Failure, FailureKind, Row, Said};
use crate::document::{Reading, Requested};
use crate::secret::label::mask;
use crate::workflow::actor::{Applicant, Role};
use crate::workflow::case::{AccountRef, Channel, Kind, Missing, State};
use crate::workflow::command::Verdict;
use crate::workflow::event::Remark;
use jiff::Timestamp;

/// The course of a case as it was at `until`: later rows change nothing but what is said about
/// deviations, which counts whenever it was said. `None` if the case had not begun.
pub fn course<'a>(
    id: &str,
    rows: impl IntoIterator<Item = Row<'a>>,
    until: Timestamp,
) -> Option<Course> {
    let mut fold = Fold::new(id);
    for row in rows {
        // A request counts from when its mail reached the server, however late it was fetched.
        if row.at < until || fold.arrived_before(&row, until) {
            fold.row(row);
        } else {
            fold.later(row);
        }
    }
    fold.end()
}

/// The fold in the making.
pub struct Fold {
    pub(super) course: Course,
    /// When the row in hand was written; a mail counts from its arrival, its end from here.
    pub(super) recorded: Timestamp,
    begun: bool,
    /// The sender's accounts, while it is open which one is meant.
    candidates: Vec<AccountRef>,
    /// The mail named more than one account.
    several: bool,
    pub(super) reading: Pile,
}

impl Fold {
    pub fn new(id: &str) -> Fold {
        let at = Timestamp::UNIX_EPOCH;
        let course = Course {
            id: id.to_owned(),
            kind: None,
            channel: Channel::Email,
            applicant: Applicant::default(),
            account: None,
            unit: None,
            earlier: Vec::new(),
            received_at: at,
            out_of_scope: None,
            opened_at: None,
            state: State::Received,
            frozen: false,
            rounds: 1,
            passages: Vec::new(),
            asked: Vec::new(),
            ends: Vec::new(),
            explanations: Vec::new(),
            failures: Vec::new(),
            officer: None,
            archived_at: None,
            changed_at: at,
            unreadable: 0,
        };
        Fold {
            course,
            recorded: at,
            begun: false,
            candidates: Vec::new(),
            several: false,
            reading: Pile::default(),
        }
    }

    /// What came of it; `None` if no first row was among them.
    pub fn end(self) -> Option<Course> {
        self.begun.then_some(self.course)
    }

    /// A row after the time the report looks at.
    pub fn later(&mut self, row: Row<'_>) {
        if row.event == "staff_command"
            && let Some(body) = row.read::<Staff>()
        {
            self.explained(&body, row.at);
        }
    }

    /// Whether the row is the first one, of a mail that came before `until`.
    fn arrived_before(&self, row: &Row<'_>, until: Timestamp) -> bool {
        let first = !self.begun && matches!(row.event, "request_arrived" | "guest_logged");
        first && row.read::<Arrived>().is_some_and(|body| body.event.received_at < until)
    }

    /// One row, the oldest first.
    pub fn row(&mut self, row: Row<'_>) {
        let (Some(before), Some(after)) = (state_of(row.before), state_of(row.after)) else {
            self.course.unreadable += 1;
            return;
        };
        let at = row.at;
        self.recorded = at;
        match row.event {
            "request_arrived" | "guest_logged" => self.arrived(row, after),
            "mail_added" => self.added(row, before, after),
            "staff_command" => self.staff(row, before, after),
            "paper_read" | "woke" => {
                self.learn(row);
                self.advance(row.event, before, after, at, || asked_in::<Any>(row));
                self.judged_again(before, after, at);
            }
            "letter_sent" => {
                if let Some(body) = row.read::<Letter>() {
                    self.taken(&body.event.template, before, at);
                }
                self.advance(row.event, before, after, at, Vec::new);
            }
            "disowned" if !self.course.frozen => {
                self.stop_all_but(&[], at);
                self.reading.again = false;
                self.course.frozen = true;
            }
            "letter_failed" | "bounced" | "letter_unknown" | "reset_again" | "reset_failed" => {
                self.failed(row);
                self.advance(row.event, before, after, at, Vec::new);
            }
            "archived" => {
                self.course.archived_at = Some(at);
                self.stop(13, at);
            }
            _ => self.advance(row.event, before, after, at, || asked_in::<Any>(row)),
        }
        self.course.state = after;
        self.course.changed_at = at;
    }

    fn arrived(&mut self, row: Row<'_>, after: State) {
        let Some(Body { event, missing, .. }) = row.read::<Arrived>() else {
            self.course.unreadable += 1;
            return;
        };
        self.begun = true;
        self.several = event.remarks.contains(&Remark::SeveralAccounts);
        let at = row.at;
        self.reading.add(&event.papers);
        let course = &mut self.course;
        course.kind = event.kind;
        course.applicant = event.applicant;
        course.earlier = event.earlier;
        course.received_at = event.received_at;
        course.out_of_scope = event.out_of_scope;
        match event.accounts.as_slice() {
            [account] => self.meant(account),
            _ => self.candidates = event.accounts,
        }
        if row.event == "guest_logged" {
            self.course.channel = Channel::InPerson;
            self.start(3, event.guestbook_at.unwrap_or(event.received_at));
            self.stop(3, row.at);
        }
        if after == State::OutOfScope {
            self.course.opened_at = Some(at.max(self.course.received_at));
        }
        let missing = missing.unwrap_or_default();
        self.advance(row.event, State::Received, after, at, || missing);
    }

    fn added(&mut self, row: Row<'_>, before: State, after: State) {
        let Some(Body { event, missing, .. }) = row.read::<Added>() else {
            self.course.unreadable += 1;
            return;
        };
        if self.course.kind.is_none() && event.by_staff.is_none() {
            self.course.kind = event.kind;
        }
        let named =
            |a: &&AccountRef| event.user_ids.iter().any(|u| u.eq_ignore_ascii_case(&a.user_id));
        let mut named = self.candidates.iter().filter(named);
        if let (true, Some(account), None) =
            (event.by_staff.is_none(), named.next().cloned(), named.next())
        {
            if self.several && before == State::WaitingApplicant {
                // Asked which one he means, he says so, whatever a paper said.
                self.course.account = None;
            }
            self.meant(&account);
        }
        let missing = missing.unwrap_or_default();
        let at = event.received_at.min(row.at);
        self.more_papers(before, &event.papers);
        let waits = before == State::WaitingApplicant && !self.course.frozen;
        let brings = !event.papers.is_empty() || event.remarks.contains(&Remark::TooLarge);
        if waits && (brings || after != before) {
            self.new_round(at);
            return self.advance(row.event, State::Checking, after, at, || missing);
        }
        self.advance(row.event, before, after, at, || missing);
    }

    fn staff(&mut self, row: Row<'_>, before: State, after: State) {
        let Some(body) = row.read::<Staff>() else {
            self.course.unreadable += 1;
            return;
        };
        let at = body.event.received_at.min(row.at);
        self.explained(&body, row.at);
        let (order, done) = (&body.event, body.refused.is_none());
        let verdict = order.command.verdict;
        let handles = order.role != Role::Supervisor && verdict.opens() && verdict != Verdict::Note;
        if done && handles {
            self.course.officer = Some(order.by.name.clone());
        }
        if self.course.frozen {
            return self.staff_while_frozen(&body, before, after, at);
        }
        let desk = matches!(before, State::Received | State::Checking);
        if order.role == Role::Helpdesk && verdict.opens() && self.course.opened_at.is_none() {
            self.course.opened_at = Some(at.max(self.course.received_at));
            if desk {
                self.start(5, at);
            }
        }
        if order.role != Role::AdminPpe {
            self.more_papers(before, &order.papers);
        }
        let mut from = before;
        let scans = !order.papers.is_empty() && order.role != Role::AdminPpe;
        let named = matches!(verdict, Verdict::Complete | Verdict::Incomplete);
        if before == State::WaitingApplicant && (scans || (after == State::Checking && !named)) {
            self.new_round(at);
            from = State::Checking;
        }
        if after == State::Delivering && self.course.kind.is_none() {
            let reset = order.secret.is_some();
            self.course.kind =
                Some(if reset { Kind::ResetPassword } else { Kind::UserIdInformation });
        }
        if let (true, [account]) = (after == State::Delivering, order.accounts.as_slice()) {
            self.meant(account);
        }
        if verdict == Verdict::ConfirmByPhone && done {
            let note = order.command.note.as_deref().unwrap_or_default();
            if says_done(note) {
                self.unpause(at);
            } else {
                self.pause(at, !note.trim().is_empty());
            }
        }
        let again =
            verdict == Verdict::Incomplete && done && before == State::WaitingApplicant && !scans;
        let missing = body.missing.clone().unwrap_or_default();
        if again {
            self.asked_again(at, missing);
        } else {
            self.advance(row.event, from, after, at, || missing);
        }
        let reason = order.command.reason.as_deref().map(mask);
        let ended = after.is_closed() && !before.is_closed();
        if let (true, Some(end)) = (ended, self.course.ends.last_mut()) {
            end.reason = reason;
        }
    }

    /// Only Admin PPE lifts a freeze, by his telephone call or by a rejection.
    fn staff_while_frozen(
        &mut self,
        body: &Body<Staff>,
        before: State,
        after: State,
        at: Timestamp,
    ) {
        let order = &body.event;
        let lifts = matches!(order.command.verdict, Verdict::ConfirmByPhone | Verdict::Reject);
        if order.role != Role::AdminPpe || !lifts || body.refused.is_some() {
            return;
        }
        self.course.frozen = false;
        if order.command.verdict == Verdict::Reject {
            if !before.is_closed() {
                self.finish(after, at, order.command.reason.as_deref().map(mask));
            }
            return;
        }
        match before {
            State::Received | State::Checking | State::WaitingApplicant => {
                self.new_round(at);
                let missing = body.missing.clone().unwrap_or_default();
                self.advance("staff_command", State::Checking, after, at, || missing);
            }
            _ if after == State::Verifying => self.handed_over(at),
            _ => {}
        }
    }

    /// The account, unless it is known already.
    fn meant(&mut self, account: &AccountRef) {
        if self.course.account.is_none() {
            self.course.account = Some(account.id);
            self.course.unit = account.unit.clone();
        }
    }

    /// Takes over what a paper says where the mail did not.
    fn learn(&mut self, row: Row<'_>) {
        if row.event == "woke" {
            if row.body.contains("\"reading_late\"") {
                self.reading.give_up();
            }
            return;
        }
        let open = self.course.account.is_none() && !self.candidates.is_empty();
        if self.course.kind.is_some() && !open {
            if let Some(body) = row.read::<Paper>() {
                self.reading.read(&body.event.sha256);
            }
            return;
        }
        let Some(body) = row.read::<Read>() else { return };
        self.reading.read(&body.event.sha256);
        for part in body.event.reading.each().filter(|r| r.confidence >= Reading::SURE) {
            if self.course.kind.is_none() {
                self.course.kind = part.request.map(|requested| match requested {
                    Requested::ResetPassword => Kind::ResetPassword,
                    Requested::UserIdInformation => Kind::UserIdInformation,
                    Requested::Both => Kind::Both,
                });
            }
            let named = |a: &&AccountRef| {
                let by_id = part.fields.user_id.as_deref();
                by_id.is_some_and(|u| u.eq_ignore_ascii_case(&a.user_id))
                    || (a.nip.is_some() && a.nip == part.fields.nip)
            };
            if let Some(account) = self.candidates.iter().find(named).cloned() {
                self.meant(&account);
            }
        }
    }

    fn explained(&mut self, body: &Body<Staff>, at: Timestamp) {
        let command = &body.event.command;
        let text = command.reason.as_deref().or(command.note.as_deref());
        if command.verdict != Verdict::ExplainDeviation || body.refused.is_some() {
            return;
        }
        let Some(text) = text else { return };
        let (step, text) = match step_named(text) {
            Some((step, rest)) => (Some(step), rest),
            None => (None, text),
        };
        let by = body.event.by.name.clone();
        self.course.explanations.push(Said { at, by, text: mask(text), step });
    }

    fn failed(&mut self, row: Row<'_>) {
        let Some(Body { event, .. }) = row.read::<Letter>() else {
            self.course.unreadable += 1;
            return;
        };
        let kind = match row.event {
            "letter_failed" => FailureKind::Refused,
            "bounced" => FailureKind::Bounced,
            "reset_failed" => FailureKind::ResetStopped,
            _ => FailureKind::Unknown,
        };
        let Letter { template, staff } = event;
        match template.as_str() {
            // An address that takes nothing is no failure of whoever wrote to it.
            "missing_papers" if !staff => self.forget(6),
            "rejection" if !staff => self.forget(11),
            _ => {}
        }
        self.course.failures.push(Failure { at: row.at, kind, template, staff });
    }
}

/// `KONFIRMASI sudah …`: the call was made.
fn says_done(note: &str) -> bool {
    note.to_lowercase().split_whitespace().any(|word| word == "sudah" || word == "sdh")
}

fn state_of(name: &str) -> Option<State> {
    State::ALL.into_iter().find(|state| state.as_str() == name)
}

/// What the applicant was asked for, out of a row of which nothing else matters.
fn asked_in<T: serde::de::DeserializeOwned>(row: Row<'_>) -> Vec<Missing> {
    row.read::<T>().and_then(|body| body.missing).unwrap_or_default()
}
