//! Looks for the probes in the mailboxes until all are there or time is up, reads them as the daemon
//! would, and removes them. A mail that does not hold this run's name is left alone.
use super::Doctor;
use super::post::{Given, Sent};
use super::probe::{Kind, Names};
use crate::mail::{Message, Verdict};
use crate::source::Fetched;
use jiff::Timestamp;
use std::collections::HashMap;
use std::time::Duration;
use tokio::time::Instant;

/// Between two looks.
const BEAT: Duration = Duration::from_millis(250);
/// A smuggled mail may come so much later than the probe that left last, or as much later as all
/// others took.
const GRACE: Duration = Duration::from_secs(2);

/// A probe that arrived.
#[derive(Clone, Debug)]
pub struct Seen {
    pub raw: Vec<u8>,
    pub message: Message,
    /// By the mail server's clock.
    pub received_at: Timestamp,
    /// By ours.
    pub seen_at: Timestamp,
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    pub probes: HashMap<Kind, Seen>,
    /// Probes that came back, with the report's status.
    pub returned: HashMap<Kind, String>,
    /// What went wrong with a mailbox last.
    pub trouble: Option<String>,
    /// A probe could not be removed.
    pub left_behind: bool,
}

impl Doctor<'_> {
    /// Ends when all that was accepted has arrived, or after `wait`.
    pub(super) async fn search(&mut self, sent: &[Sent], names: &Names) -> Found {
        let given = |sent: &&Sent| matches!(sent.given, Given::Accepted | Given::Obeyed);
        let accepted = sent.iter().filter(given);
        let expected: Vec<Kind> = accepted.map(|sent| sent.kind).collect();
        let mut found = Found::default();
        let began = Instant::now();
        let mut all_there = None;
        while !expected.is_empty() {
            self.look(names, &mut found).await;
            let here =
                |kind: &Kind| found.probes.contains_key(kind) || found.returned.contains_key(kind);
            let now = Instant::now();
            if expected.iter().all(here) {
                // Nothing honest is under way any more; what was smuggled may still be.
                let since = *all_there.get_or_insert(now);
                let grace = GRACE.max(since.duration_since(began));
                if now.duration_since(since) >= grace {
                    break;
                }
            }
            if now >= self.until {
                break;
            }
            tokio::time::sleep(BEAT).await;
        }
        // Once more for what a daemon was moving at the last look.
        self.look(names, &mut found).await;
        self.verify(&mut found).await;
        found
    }

    /// Loket's own check where it decides something. While DNS does not answer for the first, it need
    /// not be asked for the others.
    async fn verify(&self, found: &mut Found) {
        let Some(verifier) = &self.verifier else { return };
        for kind in [Kind::Plain, Kind::Colleague, Kind::Writer] {
            let Some(seen) = found.probes.get_mut(&kind) else { continue };
            let header = std::mem::take(&mut seen.message.authentication);
            seen.message.authentication = verifier.judge(&seen.raw, header).await;
            if seen.message.authentication.verdict == Verdict::Temperror {
                break;
            }
        }
    }

    /// One look into each folder.
    async fn look(&mut self, names: &Names, found: &mut Found) {
        let mut lookouts = std::mem::take(&mut self.lookouts);
        for lookout in &mut lookouts {
            let mails = match lookout.arrivals().await {
                Ok(mails) => mails,
                Err(error) => {
                    found.trouble = Some(error.to_string());
                    continue;
                }
            };
            let mut ours = Vec::new();
            for mail in mails {
                if memchr::memmem::find(&mail.raw, names.run.as_bytes()).is_some() {
                    ours.push(mail.place.clone());
                    self.note(mail, names, found).await;
                }
            }
            if !ours.is_empty()
                && let Err(error) = lookout.remove(&ours).await
            {
                found.left_behind = true;
                found.trouble = Some(error.to_string());
            }
        }
        self.lookouts = lookouts;
    }

    /// Reads one of our own, in the confined child as the daemon does.
    async fn note(&self, mail: Fetched, names: &Names, found: &mut Found) {
        let message = match self.workers.parse_mail(&mail.raw, &self.settings.trust).await {
            Ok(message) => message,
            Err(error) => {
                found.trouble = Some(error.to_string());
                return;
            }
        };
        if let Some(bounce) = &message.bounce {
            let about = bounce.original_message_id.as_deref().and_then(|id| names.kind_of(id));
            let status = bounce.recipients.iter().find_map(|r| r.status.clone());
            if let Some(kind) = about {
                found.returned.insert(kind, status.unwrap_or_else(|| "5.0.0".into()));
            }
            return;
        }
        let kind = message.message_id.as_deref().and_then(|id| names.kind_of(id));
        if let Some(kind) = kind {
            let (received_at, seen_at) = (mail.received_at, self.clock.now());
            let seen = Seen { raw: mail.raw, message, received_at, seen_at };
            found.probes.entry(kind).or_insert(seen);
        }
    }
}
