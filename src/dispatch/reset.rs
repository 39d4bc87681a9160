//! A password an account system sets and nobody sees: made, set, proved, mailed once, forgotten
//! (`security.md` D.4). The way out is open before anything changes; the intent is committed before the
//! call and the use before DATA; an end nobody knows is answered by a new password, never by the same.
use super::letter::{Address, NoMail};
use super::{Dispatch, House, misplaced};
use crate::backend::{SetOutcome, System, Verified};
use crate::directory::Account;
use crate::mail::compose::compose;
use crate::secret::Generated;
use crate::sink::{Envelope, Outcome, Sink};
use crate::store::{Claimed, Intended, Intent, Purpose, Settled, StoreError, Wanted};
use crate::workflow::effect::{Effect, Recipient};
use crate::workflow::event::Event;
use crate::workflow::letter::Letter;
use jiff::{SignedDuration, Timestamp};
use zeroize::Zeroizing;

/// So long a way out or an account system may be away; then a person acts (FLT-20).
const GIVE_UP: SignedDuration = SignedDuration::from_mins(30);
const AGAIN: SignedDuration = SignedDuration::from_mins(1);

/// One order with what it is about, resolved now.
struct Job<'a> {
    order: &'a Claimed,
    round: u32,
    since: Timestamp,
    account: Account,
    shown: String,
    now: Timestamp,
}

/// What voiding came to.
enum Voided {
    Yes,
    /// Certainly not, but it may work later.
    Later(String),
    No(String),
}

impl Dispatch {
    pub(super) async fn reset(
        &self,
        order: &Claimed,
        sink: &mut Sink,
        house: &House,
        now: Timestamp,
    ) -> Result<Settled, StoreError> {
        let Effect::Reset { account, round, at, void } = &order.effect else {
            return Ok(misplaced());
        };
        let Some(account) = self.store.account(*account).await? else {
            let text = "akun tidak ada lagi di register".to_owned();
            return Ok(failed(order, None, text, false, *void));
        };
        let shown = account.registered_address().masked();
        let job = Job { order, round: *round, since: *at, account, shown, now };
        let Some(system) = self.backends.of(&job.account) else {
            let text = format!("sistem akun `{}` tidak ada di pengaturan", job.account.backend);
            return Ok(failed(order, Some(job.shown), text, false, *void));
        };
        if *void {
            return self.void_order(&job, system).await;
        }
        self.renew(&job, system, sink, house).await
    }

    /// Opens the way out, commits the intent, sets and proves, commits the use, sends.
    async fn renew(
        &self,
        job: &Job<'_>,
        system: &System,
        sink: &mut Sink,
        house: &House,
    ) -> Result<Settled, StoreError> {
        // The look at the world outside may have turned red since the approval (`security.md` D.2).
        if !self.store.approval_state(&self.mail_digest).await?.allows_automatic() {
            let text = "loket check --online tidak (lagi) baik untuk pengaturan ini".to_owned();
            return self.give_up(job, system, text).await;
        }
        match system.backend.ready(&job.account).await {
            Ok(()) => {}
            Err(SetOutcome::Permanent(text)) => return self.give_up(job, system, text).await,
            Err(other) => return self.soon(job, system, words(other)).await,
        }
        let to = Recipient::Registered { account: job.account.id };
        let address = match self.address(&to, house).await {
            Ok(address) => address,
            Err(NoMail::Store(error)) => return Err(error),
            Err(NoMail::Permanent(text)) => return self.give_up(job, system, text).await,
        };
        match sink.begin(&envelope(job, &address, house)).await {
            Ok(()) => {}
            Err(Outcome::Permanent { text, .. }) => return self.give_up(job, system, text).await,
            Err(Outcome::Temporary { text, .. } | Outcome::Unknown { text }) => {
                return self.soon(job, system, text).await;
            }
            Err(Outcome::Accepted { .. }) => {
                return self.soon(job, system, "jawaban aneh".into()).await;
            }
        }
        let intent = match self.intend(job, Purpose::Send).await {
            Ok(Intended::Go(intent)) => intent,
            other => {
                sink.abandon().await;
                return match other? {
                    Intended::NotNow => self.soon(job, system, "berkas baru dibaca".into()).await,
                    Intended::Spent => {
                        let text = "penggantian otomatis sudah dicoba tiga kali".to_owned();
                        self.give_up(job, system, text).await
                    }
                    // The approval it was for does not hold any more: nothing was done.
                    _ => Ok(Settled::Done { recipient: None, event: None }),
                };
            }
        };
        let secret = match self.set(job, system, &intent).await {
            Ok(Ok(secret)) => secret,
            Ok(Err(outcome)) => {
                sink.abandon().await;
                return match outcome {
                    SetOutcome::Permanent(text) => self.give_up(job, system, text).await,
                    other => self.soon(job, system, words(other)).await,
                };
            }
            Err(error) => {
                sink.abandon().await;
                return Err(error);
            }
        };
        let bytes = match self.credentials(job, &intent, &address, house, &secret).await {
            Ok(bytes) => bytes,
            Err(why) => {
                sink.abandon().await;
                return match why {
                    NoMail::Store(error) => Err(error),
                    NoMail::Permanent(text) => self.give_up(job, system, text).await,
                };
            }
        };
        drop(secret);
        self.mail(job, system, &intent, bytes, sink).await
    }

    /// Makes a password and sets it. `Err` inside: it is not to be sent, and its end is recorded.
    async fn set(
        &self,
        job: &Job<'_>,
        system: &System,
        intent: &Intent,
    ) -> Result<Result<Generated, SetOutcome>, StoreError> {
        let secret = match Generated::fresh(system.shape) {
            Ok(secret) => secret,
            Err(error) => {
                self.store.end_reset(intent, "temporary", false, job.now).await?;
                return Ok(Err(SetOutcome::Temporary(error.to_string())));
            }
        };
        let outcome = system.backend.set(&job.account, &secret, &intent.op()).await;
        let verified = match &outcome {
            SetOutcome::Done | SetOutcome::Unknown(_) => {
                system.backend.verify(&job.account, &secret).await
            }
            _ => Verified::NotLive,
        };
        let outcome = match (outcome, verified) {
            (SetOutcome::Done, Verified::Live | Verified::CannotTell)
            | (SetOutcome::Unknown(_), Verified::Live) => return Ok(Ok(secret)),
            (SetOutcome::Done, Verified::NotLive) => {
                SetOutcome::Unknown("password yang baru diatur belum dapat dipakai masuk".into())
            }
            (other, _) => other,
        };
        self.store.end_reset(intent, outcome.as_str(), false, job.now).await?;
        Ok(Err(outcome))
    }

    /// DATA, once in this password's life (INV-05).
    async fn mail(
        &self,
        job: &Job<'_>,
        system: &System,
        intent: &Intent,
        bytes: Zeroizing<Vec<u8>>,
        sink: &mut Sink,
    ) -> Result<Settled, StoreError> {
        if !self.store.end_reset(intent, "done", true, job.now).await? {
            sink.abandon().await;
            return self.soon(job, system, "password ini sudah digantikan".into()).await;
        }
        let (order, to) = (job.order.id, job.shown.clone());
        Ok(match sink.data(&bytes).await {
            Outcome::Accepted { .. } => Settled::Done {
                recipient: Some(to.clone()),
                event: Some(Event::AccountReset { order, to }),
            },
            Outcome::Permanent { text, .. } => return self.give_up(job, system, text).await,
            Outcome::Temporary { text, .. } | Outcome::Unknown { text } => again(order, to, text),
        })
    }

    /// The letter, with its secret in it; the bytes are wiped with the value.
    async fn credentials(
        &self,
        job: &Job<'_>,
        intent: &Intent,
        address: &Address,
        house: &House,
        secret: &Generated,
    ) -> Result<Zeroizing<Vec<u8>>, NoMail> {
        let case = self.store.case(&job.order.case_id).await?;
        let voided = case.as_ref().is_some_and(|case| case.secret_voided);
        let kind = case.and_then(|case| case.kind);
        let again = intent.earlier_may_have_arrived() || voided;
        let life = SignedDuration::from_hours(i64::from(house.rules.password_hours));
        let expires_at = job.now.checked_add(life).ok();
        let letter = credentials(&job.account, kind, again, expires_at);
        let text = Some(secret.expose());
        let outgoing = self.outgoing(job.order, &letter, address, &[], None, house, text).await?;
        let bytes = compose(&outgoing).map_err(|e| NoMail::Permanent(e.to_string()))?;
        Ok(Zeroizing::new(bytes))
    }

    async fn intend(&self, job: &Job<'_>, purpose: Purpose) -> Result<Intended, StoreError> {
        let wanted = Wanted {
            case_id: &job.order.case_id,
            round: job.round,
            account: job.account.id,
            backend: &job.account.backend,
            order: job.order.id,
            purpose,
        };
        self.store.intend_reset(wanted, job.now).await
    }

    /// Later, with another password; after half an hour a person acts.
    async fn soon(
        &self,
        job: &Job<'_>,
        system: &System,
        text: String,
    ) -> Result<Settled, StoreError> {
        if job.now.duration_since(job.since) > GIVE_UP {
            return self.give_up(job, system, text).await;
        }
        let at = job.now.checked_add(AGAIN).unwrap_or(job.now);
        let recipient = Some(job.shown.clone());
        Ok(Settled::Retry { at, error: text, rendered: None, recipient })
    }

    /// Admin PPE must act. A password that may have arrived somewhere opens nothing any more, if that
    /// can be had.
    async fn give_up(
        &self,
        job: &Job<'_>,
        system: &System,
        text: String,
    ) -> Result<Settled, StoreError> {
        let so_far = self.store.resets_so_far(&job.order.case_id, job.round).await?;
        if so_far.at_large && !matches!(self.void(job, system).await?, Voided::Yes) {
            let text =
                format!("{text}; password yang mungkin sudah terkirim belum dapat dibatalkan");
            return Ok(failed(job.order, Some(job.shown.clone()), text, true, false));
        }
        Ok(failed(job.order, Some(job.shown.clone()), text, so_far.changed, false))
    }

    /// Sets a password nobody will ever know.
    async fn void(&self, job: &Job<'_>, system: &System) -> Result<Voided, StoreError> {
        let intent = match self.intend(job, Purpose::Void).await? {
            Intended::Go(intent) => intent,
            _ => return Ok(Voided::No("batas penggantian untuk persetujuan ini tercapai".into())),
        };
        Ok(match self.set(job, system, &intent).await? {
            Ok(_forgotten) => {
                self.store.end_reset(&intent, "done", false, job.now).await?;
                Voided::Yes
            }
            Err(SetOutcome::Temporary(text)) => Voided::Later(text),
            Err(other) => Voided::No(words(other)),
        })
    }

    /// After a credential letter came back (A4-66).
    async fn void_order(&self, job: &Job<'_>, system: &System) -> Result<Settled, StoreError> {
        let so_far = self.store.resets_so_far(&job.order.case_id, job.round).await?;
        if !so_far.at_large {
            return Ok(Settled::Done { recipient: None, event: None });
        }
        Ok(match self.void(job, system).await? {
            Voided::Yes => {
                let event = Event::ResetVoided { order: job.order.id };
                Settled::Done { recipient: None, event: Some(event) }
            }
            Voided::Later(error) if job.now.duration_since(job.since) <= GIVE_UP => {
                let at = job.now.checked_add(AGAIN).unwrap_or(job.now);
                Settled::Retry { at, error, rendered: None, recipient: None }
            }
            Voided::Later(text) | Voided::No(text) => failed(job.order, None, text, true, true),
        })
    }
}

/// The letter of a password that was set here.
pub(super) fn credentials(
    account: &Account,
    kind: Option<crate::workflow::case::Kind>,
    again: bool,
    expires_at: Option<Timestamp>,
) -> Letter {
    let (name, user_id) = (Some(account.name.clone()), account.user_id.clone());
    // No sealed secret: this one is in nobody's rows.
    Letter::Credentials { name, kind, user_id, secret: 0, again, expires_at }
}

/// The password had its DATA, and nobody knows how that ended: it is void, another will be set.
pub(super) fn again(order: i64, to: String, text: String) -> Settled {
    let event = Event::ResetAgain { order, to: to.clone(), text: text.clone() };
    Settled::Unknown { error: text, recipient: Some(to), event: Some(event) }
}

/// `void`: it was to be voided, not renewed.
pub(super) fn failed(
    order: &Claimed,
    recipient: Option<String>,
    text: String,
    changed: bool,
    void: bool,
) -> Settled {
    let event = Event::ResetFailed { order: order.id, text: text.clone(), changed, void };
    Settled::Failed { error: text, recipient, event: Some(event) }
}

fn envelope(job: &Job<'_>, address: &Address, house: &House) -> Envelope {
    Envelope {
        from: house.envelope_from.clone(),
        to: address.address.clone(),
        envid: Some(format!("loket-o{}", job.order.id)),
        ret_hdrs: true,
        notify: Some("FAILURE,DELAY"),
    }
}

fn words(outcome: SetOutcome) -> String {
    match outcome {
        SetOutcome::Done => "selesai".to_owned(),
        SetOutcome::Permanent(text) | SetOutcome::Temporary(text) | SetOutcome::Unknown(text) => {
            text
        }
    }
}
