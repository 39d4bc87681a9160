//! DELEGASI and CABUT DELEGASI: one mail of an approver that puts a deputy in his place for a time. It
//! moves no case by itself, so nothing less than the second factor will do (`security.md` D.2).
use super::Intake;
use super::at_use::arrived_at;
use crate::store::{CodeUse, StoreError, Tx};
use crate::triage::Arrival;
use crate::workflow::actor::{Person, Role};
use crate::workflow::case::State;
use crate::workflow::command::{Parsed, Unclear, Verdict};
use crate::workflow::deputy::{self, Delegation};
use crate::workflow::event::Event;
use crate::workflow::letter::{Alarm, DelegationNews, Letter};
use crate::workflow::policy::Rules;
use jiff::Timestamp;
use std::collections::BTreeMap;

impl Intake {
    /// `Some` tells why nothing was changed; the person has been told.
    pub(super) async fn delegate(
        &self,
        tx: &mut Tx,
        arrival: &Arrival<'_>,
        person: &Person,
        parsed: &Parsed,
        rules: &Rules,
        now: Timestamp,
    ) -> Result<Option<Unclear>, StoreError> {
        let done = match parsed.command.verdict {
            Verdict::EndDelegation => self.recall(tx, arrival, person, rules, now).await?,
            _ => self.put_in_place(tx, arrival, person, parsed, rules, now).await?,
        };
        let Some(unclear) = done else { return Ok(None) };
        let words = deputy::words_for(person, rules);
        let echo = parsed.echo.clone();
        let letter = Letter::NotUnderstood { unclear, echo, words, state: None };
        tx.post(letter, &person.reference(), now).await?;
        Ok(Some(unclear))
    }

    async fn put_in_place(
        &self,
        tx: &mut Tx,
        arrival: &Arrival<'_>,
        person: &Person,
        parsed: &Parsed,
        rules: &Rules,
        now: Timestamp,
    ) -> Result<Option<Unclear>, StoreError> {
        let zone = rules.calendar.zone();
        let today = zone.to_datetime(now).date();
        let words = parsed.command.note.as_deref().unwrap_or_default();
        let wish = match deputy::read(words, person, rules, today) {
            Ok(wish) => wish,
            Err(unclear) => return Ok(Some(unclear)),
        };
        if !tx.enrolled(&person.id).await? {
            return Ok(Some(Unclear::NotEnrolled));
        }
        let Some(code) = &parsed.code else { return Ok(Some(Unclear::CodeNeeded)) };
        match tx.use_code(&person.id, code, arrived_at(arrival), now).await? {
            CodeUse::Right => {}
            CodeUse::Wrong => return Ok(Some(Unclear::CodeWrong)),
            CodeUse::Reused => return Ok(Some(Unclear::CodeReused)),
            CodeUse::Exhausted => {
                guessed(tx, rules, person, now).await?;
                return Ok(Some(Unclear::CodeLocked));
            }
            CodeUse::Locked => return Ok(Some(Unclear::CodeLocked)),
            CodeUse::NotEnrolled => return Ok(Some(Unclear::NotEnrolled)),
        }
        // Until the end of the last day, by the office's clock.
        let end = wish.last_day.tomorrow().unwrap_or(wish.last_day);
        let until = zone.to_timestamp(end.to_datetime(jiff::civil::Time::midnight()));
        let delegation = Delegation {
            from: person.reference(),
            to: wish.to,
            until: until.map_err(|e| StoreError::Permanent(e.to_string()))?,
        };
        for former in tx.delegate(&delegation, arrival.id, now).await? {
            if former.to != delegation.to {
                tell(tx, rules, &former, DelegationNews::Ended, now).await?;
            }
        }
        let mut acting = rules.clone();
        acting.deputise(&tx.delegations(now).await?, now);
        let news = DelegationNews::Begun;
        tell(tx, &acting, &delegation, news, now).await?;
        for case in tx.open_cases().await? {
            if matches!(case.state, State::Verifying | State::Confirming | State::Executing) {
                let event = Event::Deputised { delegation: delegation.clone() };
                tx.apply(&case.id, &event, &person.id, &acting, now).await?;
            }
        }
        Ok(None)
    }

    /// Taking a right back needs no second factor: it can only make less possible.
    async fn recall(
        &self,
        tx: &mut Tx,
        arrival: &Arrival<'_>,
        person: &Person,
        rules: &Rules,
        now: Timestamp,
    ) -> Result<Option<Unclear>, StoreError> {
        let ended = tx.end_delegations(&person.id, arrival.id, now).await?;
        for delegation in &ended {
            tell(tx, rules, delegation, DelegationNews::Ended, now).await?;
        }
        Ok(ended.is_empty().then_some(Unclear::NoDelegation))
    }
}

/// Somebody may be guessing in his name: others than he must hear of it.
async fn guessed(
    tx: &mut Tx,
    rules: &Rules,
    person: &Person,
    now: Timestamp,
) -> Result<(), StoreError> {
    let letter = Letter::Alarm {
        alarm: Alarm::CodesExhausted,
        by: Some(person.name.clone()),
        at: now,
        words: Vec::new(),
    };
    let mut told = BTreeMap::new();
    for role in [Role::Supervisor, Role::Helpdesk] {
        told.extend(rules.with_role(role).map(|p| (p.id.clone(), p.reference())));
    }
    for person in told.values() {
        tx.post(letter.clone(), person, now).await?;
    }
    Ok(())
}

/// Both, and the supervisors: a delegation nobody asked for is how somebody would take over the right to
/// decide.
async fn tell(
    tx: &mut Tx,
    rules: &Rules,
    delegation: &Delegation,
    news: DelegationNews,
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut people = BTreeMap::new();
    for person in [&delegation.from, &delegation.to] {
        people.insert(person.id.clone(), person.clone());
    }
    for person in rules.with_role(Role::Supervisor).map(Person::reference) {
        people.insert(person.id.clone(), person);
    }
    for person in people.values() {
        let letter = Letter::Delegated {
            news,
            from: delegation.from.name.clone(),
            to: delegation.to.name.clone(),
            // Its last minute, so that the day named is the day he said.
            until: delegation.until - jiff::SignedDuration::from_secs(1),
        };
        tx.post(letter, person, now).await?;
    }
    Ok(())
}
