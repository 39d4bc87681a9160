//! One mail through the rooms: parse in the child, ask the store, let triage decide, apply, and
//! only after the commit tell the source to put the mail away. Batches share one commit.
mod answer;
mod at_use;
mod delegate;
mod guess;
mod known;
mod record;
mod release;
mod same;

use crate::mail::{self, Message, TrustSettings, Verdict};
use crate::reader::{ReaderError, Workers};
use crate::source::{Ack, Item, Place};
use crate::store::{NewMail, Outcome, Store, StoreError};
use crate::verify::Verifier;
use crate::workflow::policy::Rules;
use jiff::{SignedDuration, Timestamp};
pub use release::Released;

use record::Recorded;
use std::borrow::Cow;
use std::sync::Arc;
use zeroize::Zeroize;

/// How long a mail may wait for DNS (`security.md` A1-16).
const DNS_PATIENCE: SignedDuration = SignedDuration::from_hours(24);

/// What intake needs beside the store and the child.
#[derive(Clone, Debug)]
pub struct IntakeSettings {
    pub trust: TrustSettings,
    /// Loket's own address.
    pub own_address: String,
    /// Between our local part and a reply token.
    pub delimiter: char,
    /// The text of letters carries the code (`trust.reply_carrier = "body"`).
    pub codes_in_body: bool,
    /// The clock is for practice.
    pub simulated: bool,
    /// After so many tries a mail is set aside.
    pub attempts: u32,
    /// New requests of one sender that are answered within a day.
    pub requests_per_day: u32,
    /// Mails of one sender that are handled within an hour.
    pub mails_per_hour: u32,
    /// First letter of queue numbers.
    pub queue_prefix: String,
}

/// The way in.
pub struct Intake {
    pub store: Store,
    pub workers: Arc<Workers>,
    /// Loket's own check of senders, where `trust.verify` asks for it.
    pub verifier: Option<Arc<Verifier>>,
    pub settings: IntakeSettings,
}

/// A mail that was parsed and waits for its place in the batch.
pub(crate) struct Parsed {
    pub place: Place,
    pub received_at: Timestamp,
    /// At the source; more than `raw` holds when it was cut.
    pub size_bytes: u64,
    /// Over the limit: `raw` is its beginning, and its files are not taken.
    pub cut: bool,
    pub raw: Vec<u8>,
    pub message: Message,
}

/// A password may be typed in it: what was read is wiped, not only given back (`security.md` A4-65).
impl Drop for Parsed {
    fn drop(&mut self) {
        self.raw.zeroize();
        self.message.text.zeroize();
        self.message.reply.zeroize();
        self.message.other_reply.zeroize();
    }
}

impl Intake {
    /// Takes a batch in. Returns what the source may put away: everything in it is committed.
    /// A mail that is not named there stays where it is and comes again.
    pub async fn take(
        &self,
        items: Vec<Item>,
        rules: &Rules,
        now: Timestamp,
    ) -> Result<Vec<(Place, Ack)>, StoreError> {
        let mut acks = Vec::with_capacity(items.len());
        let mut batch = Vec::with_capacity(items.len());
        for item in items {
            match item {
                Item::Mail(mail) => match self.parse(&mail.raw).await {
                    Ok(message) if self.must_wait(&message, mail.received_at, now) => {
                        // DNS is out: who sent it cannot be known yet (`security.md` A1-16).
                        tracing::warn!(place = %mail.place.key, "mail waits for DNS");
                    }
                    Ok(message) => batch.push(Parsed {
                        place: mail.place,
                        received_at: mail.received_at,
                        size_bytes: mail.size,
                        cut: false,
                        raw: mail.raw,
                        message,
                    }),
                    // The mail is not to blame: it stays where it is and comes again.
                    Err(error) if error.is_temporary() => {
                        tracing::warn!(place = %mail.place.key, %error, "mail waits");
                    }
                    Err(error) => {
                        let text = error.to_string();
                        acks.extend(
                            self.failed(&mail.place, mail.received_at, &mail.raw, &text, now)
                                .await?,
                        );
                    }
                },
                Item::TooLarge { place, received_at, size, head } => {
                    let Ok(mut message) = self.parse(&head).await else {
                        let text = format!("too_large: {size} bytes");
                        acks.push(self.set_aside(&place, received_at, &head, &text, now).await?);
                        continue;
                    };
                    // Its words count, so that the sender hears of it; no file of it is whole.
                    message.attachments.clear();
                    batch.push(Parsed {
                        place,
                        received_at,
                        size_bytes: size,
                        cut: true,
                        raw: head,
                        message,
                    });
                }
                Item::Unreadable { place, received_at, why, .. } => {
                    acks.extend(self.failed(&place, received_at, &[], &why, now).await?);
                }
                Item::Vanished { .. } => {}
            }
        }
        acks.extend(self.record_batch(batch, rules, now).await?);
        Ok(acks)
    }

    async fn parse(&self, raw: &[u8]) -> Result<Message, ReaderError> {
        let mut message = self.workers.parse_mail(raw, &self.settings.trust).await?;
        if let Some(verifier) = &self.verifier {
            let header = std::mem::take(&mut message.authentication);
            message.authentication = verifier.judge(raw, header).await;
        }
        self.blot(&mut message);
        Ok(message)
    }

    /// No words that a case, a letter or the log may take over hold a reply token (`security.md` A2-24).
    /// Where it was sent to is only read.
    fn blot(&self, message: &mut Message) {
        let IntakeSettings { own_address, delimiter, .. } = &self.settings;
        let other = message.other_reply.iter_mut();
        let words = [&mut message.subject, &mut message.text, &mut message.reply];
        for words in words.into_iter().chain(other).chain(&mut message.reply_to) {
            if let Some(kept) = mail::words_without_tokens(words, own_address, *delimiter) {
                *words = kept;
            }
        }
    }

    /// A check of our own that DNS did not answer is repeated for a day before the mail is held.
    fn must_wait(&self, message: &Message, received_at: Timestamp, now: Timestamp) -> bool {
        self.verifier.is_some()
            && message.authentication.verdict == Verdict::Temperror
            && now.duration_since(received_at) < DNS_PATIENCE
    }

    /// One commit for the batch; if that fails, mail by mail, so that one cannot hold up others.
    async fn record_batch(
        &self,
        batch: Vec<Parsed>,
        rules: &Rules,
        now: Timestamp,
    ) -> Result<Vec<(Place, Ack)>, StoreError> {
        if batch.is_empty() {
            return Ok(Vec::new());
        }
        match self.record_together(&batch, rules, now).await {
            Ok(acks) => return Ok(acks),
            Err(StoreError::Temporary(text)) => return Err(StoreError::Temporary(text)),
            Err(StoreError::Permanent(text)) => {
                tracing::warn!(mails = batch.len(), error = %text, "batch refused, going mail by mail");
            }
        }
        let mut acks = Vec::with_capacity(batch.len());
        for mail in batch {
            match self.record_together(std::slice::from_ref(&mail), rules, now).await {
                Ok(done) => acks.extend(done),
                Err(StoreError::Temporary(text)) => return Err(StoreError::Temporary(text)),
                Err(StoreError::Permanent(text)) => {
                    let raw = mail.message.redacted.as_deref().unwrap_or(&mail.raw);
                    acks.extend(self.failed(&mail.place, mail.received_at, raw, &text, now).await?);
                }
            }
        }
        Ok(acks)
    }

    async fn record_together(
        &self,
        batch: &[Parsed],
        rules: &Rules,
        now: Timestamp,
    ) -> Result<Vec<(Place, Ack)>, StoreError> {
        let mut tx = self.store.begin().await?;
        let mut recorded = Vec::with_capacity(batch.len());
        for mail in batch {
            // A mail of this batch may have changed who judges for whom.
            let delegations = tx.delegations(now).await?;
            let acting = rules.people.iter().any(|person| !person.acting_for.is_empty());
            let rules = match delegations.is_empty() && !acting {
                true => Cow::Borrowed(rules),
                false => {
                    let mut rules = rules.clone();
                    rules.deputise(&delegations, now);
                    Cow::Owned(rules)
                }
            };
            recorded.push(self.record(&mut tx, mail, &rules, now).await?);
        }
        tx.commit().await?;
        // Only now is it true.
        let told = batch.iter().zip(recorded).map(|(mail, Recorded { ack, outcome, case })| {
            tracing::info!(
                mailbox = %mail.place.mailbox, place = %mail.place.key, outcome = outcome.as_str(),
                case = case.as_deref().unwrap_or("-"), "mail recorded"
            );
            (mail.place.clone(), ack)
        });
        Ok(told.collect())
    }

    /// Counts a failed try; the last one sets the mail aside with its bytes.
    async fn failed(
        &self,
        place: &Place,
        received_at: Timestamp,
        raw: &[u8],
        error: &str,
        now: Timestamp,
    ) -> Result<Option<(Place, Ack)>, StoreError> {
        let mut tx = self.store.begin().await?;
        let tries = tx.count_try(&place.mailbox, &place.key, error, now).await?;
        tx.commit().await?;
        tracing::warn!(mailbox = %place.mailbox, place = %place.key, tries, error, "mail could not be handled");
        if tries < i64::from(self.settings.attempts) {
            return Ok(None);
        }
        self.set_aside(place, received_at, raw, error, now).await.map(Some)
    }

    async fn set_aside(
        &self,
        place: &Place,
        received_at: Timestamp,
        raw: &[u8],
        reason: &str,
        now: Timestamp,
    ) -> Result<(Place, Ack), StoreError> {
        let mut tx = self.store.begin().await?;
        // Nobody has read it, so nobody could mask it: where a password may be in it, it is kept sealed
        // and leaves the mailbox (`security.md` A4-65); `loket held show` opens it.
        let secret = mail::may_tell_password(raw);
        let ack = if secret { Ack::Erase } else { Ack::Aside };
        if tx.taken(&place.mailbox, &place.key).await?.is_none() {
            let id = tx.next("mail", 1).await?;
            let sealed = if secret { Some(self.store.sealed_mail(id, raw)?) } else { None };
            let mail = NewMail {
                id,
                mailbox: &place.mailbox,
                place: &place.key,
                content_key: None,
                verdict: "none",
                message_id: None,
                sender: None,
                subject: "",
                received_at,
                fetched_at: now,
                size_bytes: raw.len() as u64,
                outcome: Outcome::SetAside,
                reason: Some(reason),
                case_id: None,
                evidence: None,
                bytes: sealed.as_deref().unwrap_or(raw),
            };
            tx.put_mail(&mail).await?;
            tracing::error!(mailbox = %place.mailbox, place = %place.key, mail = id, sealed = secret, reason, "a mail is set aside; a person must look at it");
        }
        tx.commit().await?;
        Ok((place.clone(), ack))
    }
}
