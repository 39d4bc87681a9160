//! `apply`: load the case, let `workflow::step` decide, write log, case and orders. The caller's
//! transaction makes it one durable whole (INV-03, INV-10, INV-11).
use super::enqueue::{self, Reached};
use super::{StoreError, Tx, sql};
use crate::workflow::case::{Case, State};
use crate::workflow::command::Unclear;
use crate::workflow::event::{Event, Order};
use crate::workflow::policy::Rules;
use crate::workflow::{Step, step};
use jiff::Timestamp;
use serde_json::json;
use sqlx::Row;

/// What an event did.
#[derive(Clone, Debug, PartialEq)]
pub struct Applied {
    pub before: State,
    pub case: Case,
    /// How many orders it gave.
    pub orders: usize,
    /// Why a command of staff was not done.
    pub refused: Option<Unclear>,
}

impl Tx {
    pub async fn case(&mut self, id: &str) -> Result<Option<Case>, StoreError> {
        if let Some(case) = self.case.as_ref().filter(|case| case.id == id) {
            return Ok(Some(case.clone()));
        }
        let row = sqlx::query(sql::CASE_GET).bind(id).fetch_optional(&mut *self.inner).await?;
        match row {
            Some(row) => Ok(Some(serde_json::from_str(row.try_get(0)?)?)),
            None => Ok(None),
        }
    }

    /// Applies one event to a case, which a first event creates.
    pub async fn apply(
        &mut self,
        case_id: &str,
        event: &Event,
        actor: &str,
        rules: &Rules,
        now: Timestamp,
    ) -> Result<Applied, StoreError> {
        let found = self.case(case_id).await?;
        let first = matches!(event, Event::RequestArrived(_) | Event::GuestLogged(_));
        let case = match found {
            Some(case) => case,
            None if first => Case::blank(case_id.to_owned(), now),
            None => {
                return Err(StoreError::Permanent(format!("permohonan {case_id} tidak ada")));
            }
        };
        let before = case.state;
        let halved = case.first_approval.is_some();
        let decided = case.decision.is_some();
        let resulted = case.outcome.is_some();
        let asked = (before == State::WaitingApplicant).then(|| (case.rounds, case.missing.clone()));
        let quiet = matches!(event, Event::Woke { .. } | Event::LetterSent { .. });
        let stale = quiet.then(|| case.clone());
        let Step { case, effects, refused } = step(case, event, rules, now);
        if effects.is_empty() && stale.is_some_and(|unchanged| unchanged == case) {
            // An alarm nobody needs any more is no event of the case, nor a letter nobody waits for.
            return Ok(Applied { before, case, orders: 0, refused: None });
        }
        let mut body = json!({ "actor": actor, "event": event });
        if let (Some(why), Some(body)) = (refused, body.as_object_mut()) {
            body.insert("refused".to_owned(), json!(why));
        }
        // What the applicant was asked for is the case's only until he answers; reports look later.
        let asks = case.state == State::WaitingApplicant
            && asked.is_none_or(|(round, missing)| round != case.rounds || missing != case.missing);
        if let (true, Some(body)) = (asks, body.as_object_mut()) {
            body.insert("missing".to_owned(), json!(case.missing));
        }
        let body = body.to_string();
        let states = (before.as_str(), case.state.as_str());
        self.append(case_id, now, event.name(), states, body).await?;
        self.save(&case).await?;
        if let Event::StaffCommand(order) = event {
            let round = order.round.unwrap_or(case.approval_round);
            if !halved && case.first_approval.is_some() {
                self.act(&case, "first", round, order, rules, now).await?;
            }
            if !decided && case.decision.is_some() {
                self.act(&case, "decision", round, order, rules, now).await?;
            }
            if !resulted && case.outcome.is_some() {
                self.act(&case, "result", round, order, rules, now).await?;
            }
        }
        let orders = effects.len();
        let reached = enqueue::put(self, case_id, effects, rules.answers_hour, now).await?;
        for Reached { limit, template } in reached {
            let event = Event::Limited { limit, template: template.to_owned() };
            Box::pin(self.apply(case_id, &event, "loket", rules, now)).await?;
        }
        Ok(Applied { before, case, orders, refused })
    }

    /// Writes what the operator did by hand into the log, with its case if there is one.
    pub async fn operator(
        &mut self,
        case_id: Option<&str>,
        what: &str,
        rules: &Rules,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let event = Event::Operator { what: what.to_owned() };
        if let Some(case_id) = case_id.filter(|id| !id.is_empty()) {
            self.apply(case_id, &event, "operator", rules, now).await?;
            return Ok(());
        }
        let body = json!({ "actor": "operator", "event": event }).to_string();
        self.append("", now, event.name(), ("", ""), body).await
    }

    /// One decision, one result for a case and round: the database refuses a second (INV-07).
    async fn act(
        &mut self,
        case: &Case,
        act: &str,
        round: u32,
        order: &Order,
        rules: &Rules,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let approved = match act {
            "decision" => case.decision.as_ref().is_some_and(|d| d.approved),
            _ => true,
        };
        let proof = order.at_use.proof.map(|proof| serde_json::to_string(&proof)).transpose()?;
        let account = case.account.as_ref();
        sqlx::query(sql::ACT_PUT)
            .bind(&case.id)
            .bind(i64::from(round))
            .bind(act)
            .bind(&order.by.id)
            .bind(order.mail)
            .bind(now.as_millisecond())
            .bind(i64::from(approved))
            .bind(subject(case, &order.by.id, rules))
            .bind(account.map(|a| a.id))
            .bind(account.and_then(|a| a.unit.as_deref()))
            .bind(order.at_use.digest.as_deref())
            .bind(proof)
            .bind(serde_json::to_string(&order.at_use.sender)?)
            .execute(&mut *self.inner)
            .await?;
        Ok(())
    }

    async fn save(&mut self, case: &Case) -> Result<(), StoreError> {
        sqlx::query(sql::CASE_PUT)
            .bind(&case.id)
            .bind(case.state.as_str())
            .bind(case.applicant.address.as_deref().map(str::to_ascii_lowercase))
            .bind(case.account.as_ref().map(|a| a.id))
            .bind(case.queue.as_ref().map(|q| q.number.clone()))
            .bind(case.received_at.as_millisecond())
            .bind(case.next_due().map(|t| t.as_millisecond()))
            .bind(case.ended_at.map(|t| t.as_millisecond()))
            .bind(case.archived_at.map(|t| t.as_millisecond()))
            .bind(serde_json::to_string(case)?)
            .bind(case.frozen.as_ref().map(|freeze| freeze.at.as_millisecond()))
            .execute(&mut *self.inner)
            .await?;
        self.case = Some(case.clone());
        Ok(())
    }
}

/// The member of staff whom the request is about, if any; the acting one first, so that the database
/// sees it (four eyes, `domain.md` A18).
fn subject<'r>(case: &Case, acting: &str, rules: &'r Rules) -> Option<&'r str> {
    let from = case.applicant.address.as_deref();
    let mut subjects =
        rules.people.iter().filter(|p| rules.is_subject(p, case.account.as_ref(), from));
    let first = subjects.next()?;
    let own = std::iter::once(first).chain(subjects).find(|p| p.id == acting);
    Some(own.unwrap_or(first).id.as_str())
}
