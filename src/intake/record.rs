//! Writes one mail with its one outcome, and applies the event triage made of it.
use super::at_use::own_by_address;
use super::same::{content_key, door_marks, is_repeat, verdict_name};
use super::{Intake, Parsed, guess, known};
use crate::mail::{self, Message};
use crate::report;
use crate::source::Ack;
use crate::store::{NewMail, Outcome, StoreError, Tx};
use crate::triage::{self, Arrival, Decision, Held, Known, Wanted};
use crate::workflow::command::{Unclear, Verdict};
use crate::workflow::event::{Event, Order};
use crate::workflow::letter::Letter;
use crate::workflow::policy::Rules;
use jiff::Timestamp;
use jiff::civil::Date;

/// What was done with a mail.
pub(super) struct Recorded {
    pub ack: Ack,
    pub outcome: Outcome,
    pub case: Option<String>,
}

/// How a mail came in.
pub(super) struct Door {
    pub received_at: Timestamp,
    /// A person vouched for the sender.
    pub released: bool,
    /// It was over the limit, and only its beginning was read.
    pub cut: bool,
}

/// Outcome, reason and case of a mail, as its row will have them.
pub(super) struct Fate {
    outcome: Outcome,
    reason: Option<String>,
    case: Option<String>,
}

impl Fate {
    fn new(outcome: Outcome, case: Option<String>) -> Fate {
        Fate { outcome, reason: None, case }
    }

    pub(super) fn case(&self) -> Option<&str> {
        self.case.as_deref()
    }

    pub(super) fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }
}

impl Intake {
    pub(super) async fn record(
        &self,
        tx: &mut Tx,
        mail: &Parsed,
        rules: &Rules,
        now: Timestamp,
    ) -> Result<Recorded, StoreError> {
        let message = &mail.message;
        // A password, typed or quoted, leaves the mailbox with the commit (`security.md` 68): the
        // shelf keeps the mail with everything but that. Of a mail that was cut it has the beginning only.
        let ack = if message.redacted.is_some() && !mail.cut { Ack::Erase } else { Ack::Done };
        if let Some(seen) = tx.taken(&mail.place.mailbox, &mail.place.key).await? {
            let aside = seen.outcome == Outcome::SetAside.as_str();
            let ack = if aside { Ack::Aside } else { ack };
            return Ok(Recorded { ack, outcome: Outcome::Duplicate, case: None });
        }
        let id = tx.next("mail", 1).await?;
        let own = &self.settings.own_address;
        let key =
            content_key(message, &mail.raw, &door_marks(message, own, self.settings.delimiter));
        let before = tx.same_content(&key).await?;
        let verdict = verdict_name(message);
        let fate = if is_repeat(&before, verdict) {
            self.put(tx, id, mail, &key, now, &Fate::new(Outcome::Duplicate, None)).await?;
            Fate::new(Outcome::Duplicate, None)
        } else {
            let held = Fate::new(Outcome::Held, None);
            self.put(tx, id, mail, &key, now, &held).await?;
            let door = Door { received_at: mail.received_at, released: false, cut: mail.cut };
            let fate = self.decide(tx, id, message, door, rules, now).await?;
            tx.set_outcome(id, fate.outcome, fate.reason(), fate.case()).await?;
            fate
        };
        Ok(Recorded { ack, outcome: fate.outcome, case: fate.case })
    }

    async fn put(
        &self,
        tx: &mut Tx,
        id: i64,
        mail: &Parsed,
        key: &str,
        now: Timestamp,
        fate: &Fate,
    ) -> Result<(), StoreError> {
        let message = &mail.message;
        let kept = message.redacted.as_deref().unwrap_or(&mail.raw);
        let own = &self.settings.own_address;
        let blotted = mail::without_tokens(kept, own, self.settings.delimiter);
        let evidence = serde_json::to_string(&triage::sender_check(message))?;
        let subject = crate::secret::label::mask(&message.subject);
        tx.put_mail(&NewMail {
            id,
            mailbox: &mail.place.mailbox,
            place: &mail.place.key,
            content_key: Some(key),
            verdict: verdict_name(message),
            message_id: message.message_id.as_deref(),
            sender: message.authentication.identity.as_deref().or(message.from.address.as_deref()),
            subject: &subject,
            received_at: mail.received_at,
            fetched_at: now,
            size_bytes: mail.size_bytes,
            outcome: fate.outcome,
            reason: fate.reason(),
            case_id: fate.case(),
            evidence: Some(&evidence),
            bytes: blotted.as_deref().unwrap_or(kept),
        })
        .await
    }

    /// Asks, decides and applies.
    pub(super) async fn decide(
        &self,
        tx: &mut Tx,
        id: i64,
        message: &Message,
        door: Door,
        rules: &Rules,
        now: Timestamp,
    ) -> Result<Fate, StoreError> {
        let own = &self.settings.own_address;
        let mut wanted = triage::wanted(message, own, self.settings.delimiter);
        if self.settings.codes_in_body && wanted.token.is_none() {
            wanted.token = known::quoted_token(&self.store, message, &wanted);
        }
        // "PANGGIL 3": the counter's own letter is meant.
        if let Some(number) = &mut wanted.queue_number
            && number.chars().all(|c| c.is_ascii_digit())
        {
            *number = format!("{}-{number}", self.settings.queue_prefix);
        }
        let limits = known::Limits {
            requests_per_day: self.settings.requests_per_day,
            mails_per_hour: self.settings.mails_per_hour,
        };
        let mut known = known::ask(&self.store, tx, message, &wanted, limits, now).await?;
        known.queued = tx.queued(wanted.queue_number.as_deref()).await?;
        known.waiting = tx.waiting().await?;
        let arrival = Arrival {
            id,
            message,
            received_at: door.received_at,
            released: door.released,
            too_large: door.cut,
            simulated: self.settings.simulated,
            verdicts: self.verifier.is_some() || self.settings.trust.authserv_id.is_some(),
            own_address: &self.settings.own_address,
        };
        let decision = triage::decide(&arrival, &wanted, &known, rules);
        self.act(tx, &arrival, decision, &wanted, &known, rules, now).await
    }

    #[allow(clippy::too_many_arguments)]
    async fn act(
        &self,
        tx: &mut Tx,
        arrival: &Arrival<'_>,
        decision: Decision,
        wanted: &Wanted,
        known: &Known,
        rules: &Rules,
        now: Timestamp,
    ) -> Result<Fate, StoreError> {
        let applicant = "pemohon";
        Ok(match decision {
            Decision::Open(request) => {
                let case = tx.next_case(self.year(rules, now)).await?;
                tx.apply(&case, &Event::RequestArrived(request), applicant, rules, now).await?;
                Fate::new(Outcome::Case, Some(case))
            }
            Decision::Guest(mut guest) => {
                guest.number = self.queue_number(tx, rules, now).await?;
                let case = tx.next_case(self.year(rules, now)).await?;
                let actor = guest.by.id.clone();
                tx.apply(&case, &Event::GuestLogged(guest), &actor, rules, now).await?;
                Fate::new(Outcome::Case, Some(case))
            }
            Decision::Add { case, added } => {
                tx.apply(&case, &Event::MailAdded(added), applicant, rules, now).await?;
                Fate::new(Outcome::Added, Some(case))
            }
            Decision::Note { case, added } => {
                tx.apply(&case, &Event::MailAdded(added), applicant, rules, now).await?;
                Fate::new(Outcome::Note, Some(case))
            }
            Decision::ApplicantCommand { case, command } => {
                let event = Event::ApplicantCommand { command, mail: arrival.id };
                tx.apply(&case, &event, applicant, rules, now).await?;
                Fate::new(Outcome::Command, Some(case))
            }
            Decision::Disowned { case, by } => {
                let actor = by.shown().to_owned();
                let event = Event::Disowned { by, mail: arrival.id };
                tx.apply(&case, &event, &actor, rules, now).await?;
                Fate::new(Outcome::Command, Some(case))
            }
            Decision::Staff(mail) => self.staff(tx, arrival, *mail, wanted, rules, now).await?,
            Decision::List { person, roles, whole } => {
                let cases = self.store.open_cases().await?;
                let rows = match whole {
                    true => report::open_lines(&cases),
                    false => report::lists::waiting_for(&cases, &person, &roles),
                };
                tx.post(Letter::CaseList { rows, whole, at: now }, &person, now).await?;
                Fate::new(Outcome::Command, None)
            }
            Decision::Delegate { person, parsed } => {
                let known = rules.people.iter().find(|p| p.id == person);
                let refused = match known {
                    Some(person) => self.delegate(tx, arrival, person, &parsed, rules, now).await?,
                    None => Some(Unclear::NotYourRole),
                };
                let reason = refused.map(|why| why.code());
                Fate { reason, ..Fate::new(Outcome::Command, None) }
            }
            Decision::AskBack { person, unclear, echo } => {
                self.ask_back(tx, &person, unclear, echo, now).await?;
                Fate { reason: Some(unclear.code()), ..Fate::new(Outcome::Command, None) }
            }
            Decision::NobodyWaits { person, number } => {
                tx.post(Letter::QueueEmpty { number }, &person, now).await?;
                Fate::new(Outcome::Command, None)
            }
            Decision::Bounce { order: None } => Fate::new(Outcome::Bounce, known.case_id()),
            Decision::Bounce { order: Some((order, status)) } => {
                let case = tx.bounced(order, &status, rules, now).await?;
                Fate::new(Outcome::Bounce, case)
            }
            Decision::AutoReply { case } => Fate::new(Outcome::AutoReply, case),
            Decision::Bulk => Fate::new(Outcome::Bulk, None),
            Decision::LinkMisused { case, owner, role, by } => {
                let revoked = match wanted.token.as_deref() {
                    Some(token) => tx.revoke(token, now).await?,
                    None => false,
                };
                if revoked {
                    let event = Event::LinkMisused { owner, role, by, mail: arrival.id };
                    tx.apply(&case, &event, "orang-lain", rules, now).await?;
                }
                let reason = Some(Held::TokenForeign.as_str().to_owned());
                Fate { outcome: Outcome::Held, reason, case: None }
            }
            Decision::Held(why) => {
                let sender = arrival.message.authentication.identity.as_deref();
                if why == Held::TokenUnknown {
                    guess::missed(tx, why.as_str(), sender.unwrap_or_default(), rules, now).await?;
                }
                if why == Held::NoToken {
                    self.say_how(tx, arrival, rules, now).await?;
                }
                let reason = Some(why.as_str().to_owned());
                Fate { outcome: Outcome::Held, reason, case: None }
            }
        })
    }

    async fn staff(
        &self,
        tx: &mut Tx,
        arrival: &Arrival<'_>,
        staff: triage::StaffMail,
        wanted: &Wanted,
        rules: &Rules,
        now: Timestamp,
    ) -> Result<Fate, StoreError> {
        let secret = match staff.password() {
            Some(password) => Some(tx.seal(&staff.case, password, now).await?),
            None => None,
        };
        let spends = match staff.parsed.command.verdict {
            Verdict::Approve | Verdict::Reject => Some(false),
            Verdict::Result => Some(true),
            _ => None,
        };
        let accounts = match &staff.parsed.command.user_id {
            Some(user_id) => tx.account_named(user_id).await?,
            None => None,
        };
        let own_account =
            staff.own_account || own_by_address(tx, &staff, accounts.as_ref(), rules).await?;
        let actor = staff.by.id.clone();
        let at_use = self.at_use(tx, arrival, &staff, now).await?;
        let order = Order {
            mail: arrival.id,
            by: staff.by,
            role: staff.role,
            round: staff.round,
            command: staff.parsed.command,
            echo: staff.parsed.echo,
            waiting: tx.waiting().await?,
            secret,
            papers: triage::papers(arrival),
            accounts: accounts.iter().map(triage::reference).collect(),
            own_account,
            received_at: staff.received_at,
            at_use,
        };
        let event = Event::StaffCommand(Box::new(order));
        let applied = tx.apply(&staff.case, &event, &actor, rules, now).await?;
        if let (Some(result), Some(token)) = (spends, wanted.token.as_deref()) {
            tx.spend(token, arrival.id, result).await?;
        }
        // A command that was asked back says why in the mail's row too (`security.md` A).
        let reason = applied.refused.map(|why| why.code());
        Ok(Fate { outcome: Outcome::Command, reason, case: Some(staff.case) })
    }

    /// The civil day of the serving office.
    fn day(&self, rules: &Rules, now: Timestamp) -> Date {
        now.to_zoned(rules.calendar.zone().clone()).date()
    }

    fn year(&self, rules: &Rules, now: Timestamp) -> i16 {
        self.day(rules, now).year()
    }

    /// `A-001` and on, from the start each service day (`domain.md` A17).
    async fn queue_number(
        &self,
        tx: &mut Tx,
        rules: &Rules,
        now: Timestamp,
    ) -> Result<String, StoreError> {
        let number = tx.next(&format!("queue-{}", self.day(rules, now)), 1).await?;
        Ok(format!("{}-{number:03}", self.settings.queue_prefix))
    }
}
