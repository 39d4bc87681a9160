//! Sends one letter, and says what that was: accepted, later, never, or unknown. A letter with a
//! secret enters DATA once in its life (INV-05): the use is committed before, and an end nobody
//! knows is never repeated.
use super::letter::{NoMail, Ready};
use super::{Dispatch, House};
use crate::mail;
use crate::secret::echo;
use crate::sink::{Envelope, Outcome, Sink};
use crate::store::{Claimed, Settled, StoreError};
use crate::workflow::effect::{Effect, Recipient};
use crate::workflow::event::Event;
use crate::workflow::recount;
use jiff::{SignedDuration, Timestamp};

/// Waits between tries of an ordinary letter, in minutes; the last one repeats.
const BACKOFF_MINUTES: [i64; 7] = [1, 2, 5, 15, 30, 60, 60];
/// An ordinary letter is given up after five days, as mail servers do.
const GIVE_UP: SignedDuration = SignedDuration::from_hours(5 * 24);
/// A credential waits half an hour for a way out, then it is void (FLT-20).
const GIVE_UP_SECRET: SignedDuration = SignedDuration::from_mins(30);

impl Dispatch {
    pub(super) async fn send(
        &self,
        order: &Claimed,
        sink: &mut Sink,
        house: &House,
        now: Timestamp,
    ) -> Result<Settled, StoreError> {
        if is_result(order) && self.is_frozen(order).await? {
            return Ok(dropped());
        }
        if self.is_void(order).await? {
            return Ok(Settled::Dropped { error: "yang diberitakan sudah tidak berlaku".to_owned() });
        }
        match order.effect.secret() {
            Some(secret) => self.send_secret(order, secret, sink, house, now).await,
            None => self.send_plain(order, sink, house, now).await,
        }
    }

    async fn send_plain(
        &self,
        order: &Claimed,
        sink: &mut Sink,
        house: &House,
        now: Timestamp,
    ) -> Result<Settled, StoreError> {
        let ready = match self.ready(order, house, None).await {
            Ok(ready) => ready,
            Err(NoMail::Store(error)) => return Err(error),
            Err(NoMail::Permanent(text)) => return Ok(failed(order, None, text)),
        };
        let outcome = sink.send(&envelope(order, &ready, house, false), &ready.bytes).await;
        Ok(match outcome {
            Outcome::Accepted { .. } => sent(order, ready),
            Outcome::Permanent { text, .. } => failed(order, Some(&ready), text),
            Outcome::Temporary { text, .. } | Outcome::Unknown { text } => {
                later(order, ready, text, house, now)
            }
        })
    }

    async fn send_secret(
        &self,
        order: &Claimed,
        secret: i64,
        sink: &mut Sink,
        house: &House,
        now: Timestamp,
    ) -> Result<Settled, StoreError> {
        let Some(password) = self.store.unseal(secret).await? else {
            return self.unknown(order, "password sudah pernah dikirim atau dihapus").await;
        };
        let ready = match self.ready(order, house, Some(&password)).await {
            Ok(ready) => ready,
            Err(NoMail::Store(error)) => return Err(error),
            Err(NoMail::Permanent(text)) => return Ok(failed(order, None, text)),
        };
        drop(password);
        if let Err(outcome) = sink.begin(&envelope(order, &ready, house, true)).await {
            return Ok(match outcome {
                Outcome::Permanent { text, .. } => failed(order, Some(&ready), text),
                Outcome::Temporary { text, .. } | Outcome::Unknown { text } => {
                    soon(order, &ready, text, now)
                }
                Outcome::Accepted { .. } => soon(order, &ready, "jawaban aneh".into(), now),
            });
        }
        if !self.store.use_secret(secret, now).await? {
            sink.abandon().await;
            if self.is_frozen(order).await? {
                return Ok(dropped());
            }
            return self.unknown(order, "password sudah pernah dikirim").await;
        }
        let outcome = sink.data(&ready.bytes).await;
        // Who has read the letter may quote it in his answer (`security.md` A4-65).
        Ok(match outcome {
            Outcome::Accepted { .. } => sent(order, ready),
            Outcome::Permanent { text, .. } => failed(order, Some(&ready), echo::codes(&text)),
            // Certainly or possibly not taken; either way this secret has had its DATA.
            Outcome::Temporary { text, .. } | Outcome::Unknown { text } => {
                unknown(order, ready.shown, echo::codes(&text))
            }
        })
    }

    /// Asked again right before a result leaves: somebody may have said meanwhile that it was not he.
    async fn is_frozen(&self, order: &Claimed) -> Result<bool, StoreError> {
        Ok(self.store.case(&order.case_id).await?.is_some_and(|case| case.frozen.is_some()))
    }

    /// A warning or a breach that is none any more, since the step was done or the calendar corrected.
    async fn is_void(&self, order: &Claimed) -> Result<bool, StoreError> {
        let Effect::Send { letter, .. } = &order.effect else { return Ok(false) };
        if !letter.is_alarm() {
            return Ok(false);
        }
        let case = self.store.case(&order.case_id).await?;
        Ok(case.is_some_and(|case| recount::is_void(&case, letter)))
    }

    /// A credential letter whose end nobody knows.
    pub(super) async fn unknown(&self, order: &Claimed, text: &str) -> Result<Settled, StoreError> {
        let shown = match &order.effect {
            Effect::Reset { account, .. }
            | Effect::Send { to: Recipient::Registered { account }, .. } => {
                let account = self.store.account(*account).await?;
                account.map(|a| a.registered_address().masked()).unwrap_or_default()
            }
            _ => String::new(),
        };
        Ok(match &order.effect {
            Effect::Reset { .. } => super::reset::again(order.id, shown, text.to_owned()),
            _ => unknown(order, shown, text.to_owned()),
        })
    }
}

fn envelope(order: &Claimed, ready: &Ready, house: &House, secret: bool) -> Envelope {
    Envelope {
        from: house.envelope_from.clone(),
        to: ready.to.clone(),
        envid: Some(format!("loket-o{}", order.id)),
        ret_hdrs: secret,
        notify: Some(if secret { "FAILURE,DELAY" } else { "FAILURE" }),
    }
}

fn template(order: &Claimed) -> String {
    match &order.effect {
        Effect::Send { letter, .. } => letter.template().to_owned(),
        _ => String::new(),
    }
}

fn is_result(order: &Claimed) -> bool {
    matches!(&order.effect, Effect::Send { letter, .. } if letter.is_result())
}

fn is_awaited(order: &Claimed) -> bool {
    matches!(&order.effect, Effect::Send { letter, .. } if letter.is_awaited())
}

fn sent(order: &Claimed, ready: Ready) -> Settled {
    let event = is_awaited(order).then(|| Event::LetterSent {
        order: order.id,
        template: template(order),
        to: ready.shown.clone(),
    });
    Settled::Done { recipient: Some(ready.shown), event }
}

fn dropped() -> Settled {
    Settled::Dropped { error: "permohonan dibekukan sebelum hasilnya terkirim".to_owned() }
}

pub(super) fn failed(order: &Claimed, ready: Option<&Ready>, text: String) -> Settled {
    let shown = ready.map(|r| r.shown.clone());
    let staff = match &order.effect {
        Effect::Send { to, .. } => matches!(to, Recipient::Staff { .. }),
        _ => true,
    };
    let event = (!order.case_id.is_empty()).then(|| Event::LetterFailed {
        order: order.id,
        template: template(order),
        to: shown.clone().unwrap_or_default(),
        staff,
        text: text.clone(),
    });
    Settled::Failed { error: text, recipient: shown, event }
}

fn unknown(order: &Claimed, shown: String, text: String) -> Settled {
    let event = Event::LetterUnknown {
        order: order.id,
        template: template(order),
        to: shown.clone(),
        text: text.clone(),
    };
    Settled::Unknown { error: text, recipient: Some(shown), event: Some(event) }
}

/// An ordinary letter goes again, with the same bytes.
fn later(order: &Claimed, ready: Ready, text: String, house: &House, now: Timestamp) -> Settled {
    let age = now.duration_since(order.created_at);
    if age > GIVE_UP {
        return failed(order, Some(&ready), text);
    }
    let step = usize::try_from(order.attempts).unwrap_or(usize::MAX);
    let last = BACKOFF_MINUTES.len() - 1;
    let minutes = BACKOFF_MINUTES.get(step.min(last)).copied().unwrap_or(60);
    let at = now.checked_add(SignedDuration::from_mins(minutes)).unwrap_or(now);
    // The database holds no token, only hashes: the next try puts it back.
    let own = &house.site.address;
    let blotted = house.delimiter.and_then(|sign| mail::without_tokens(&ready.bytes, own, sign));
    let kept = blotted.unwrap_or_else(|| ready.bytes.to_vec());
    Settled::Retry { at, error: text, rendered: Some(kept), recipient: Some(ready.shown) }
}

/// A credential that did not get as far as DATA may go again soon; its bytes are never kept.
fn soon(order: &Claimed, ready: &Ready, text: String, now: Timestamp) -> Settled {
    if now.duration_since(order.created_at) > GIVE_UP_SECRET {
        return failed(order, Some(ready), text);
    }
    let at = now.checked_add(SignedDuration::from_mins(1)).unwrap_or(now);
    Settled::Retry { at, error: text, rendered: None, recipient: Some(ready.shown.clone()) }
}
