//! Hands the probes to the servers and notes what was said. Knows no mailbox.
use super::probe::{Kind, Names, Probe, Way};
use super::{Doctor, smuggle};
use crate::sink::{Outcome, RawEnd, Sink};
use jiff::Timestamp;

/// How the hand-over of one probe ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    Accepted,
    /// For good; the server's words.
    Refused(String),
    /// Nobody can tell, or it might work later.
    Failed(String),
    /// The server took words of the text for commands.
    Obeyed,
}

/// One probe and its hand-over.
#[derive(Clone, Debug)]
pub struct Sent {
    pub kind: Kind,
    pub given: Given,
    /// Our clock before and after.
    pub began: Timestamp,
    pub ended: Timestamp,
}

impl Doctor<'_> {
    /// All probes, one after the other.
    pub(super) async fn post(&mut self, probes: &[Probe], names: &Names) -> Vec<Sent> {
        let mut sent = Vec::with_capacity(probes.len());
        for probe in probes {
            let began = self.clock.now();
            let bytes = probe.bytes(&self.settings, names, began);
            let sink = match (&mut self.border, probe.way) {
                (Some(border), Way::Border) => border,
                _ => &mut *self.sink,
            };
            let handing = tokio::time::timeout_at(self.until, hand_over(sink, probe, &bytes)).await;
            let given = handing.unwrap_or_else(|_| Given::Failed("waktu habis".into()));
            tracing::debug!(probe = %probe.kind.name(), ?given, "probe handed over");
            sent.push(Sent { kind: probe.kind, given, began, ended: self.clock.now() });
            let first_failed = probe.kind == Kind::Plain
                && sent.last().is_some_and(|sent| sent.given != Given::Accepted);
            if first_failed {
                // A relay that takes not even this would keep us waiting for each of the others.
                break;
            }
        }
        sent
    }
}

async fn hand_over(sink: &mut Sink, probe: &Probe, bytes: &[u8]) -> Given {
    match probe.kind {
        Kind::Carrier(_) => match sink.raw(&probe.envelope, bytes).await {
            Ok(end) => raw_end(&end),
            Err(outcome) => given(outcome),
        },
        _ => given(sink.send(&probe.envelope, bytes).await),
    }
}

fn given(outcome: Outcome) -> Given {
    match outcome {
        Outcome::Accepted { .. } => Given::Accepted,
        Outcome::Permanent { text, .. } => Given::Refused(text),
        Outcome::Temporary { text, .. } | Outcome::Unknown { text } => Given::Failed(text),
    }
}

fn raw_end(end: &RawEnd) -> Given {
    if smuggle::obeyed(end) {
        return Given::Obeyed;
    }
    match end.replies.first() {
        Some((200..=299, _)) => Given::Accepted,
        Some((500..=599, text)) => Given::Refused(text.clone()),
        Some((_, text)) => Given::Failed(text.clone()),
        None => Given::Failed("tidak ada jawaban".into()),
    }
}
