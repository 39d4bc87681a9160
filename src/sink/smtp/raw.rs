//! Bytes into the DATA phase as they are, over a connection of their own: only so can be found out
//! where a server sees the end of a text (`security.md` A1-11). Nothing is made fit here.
use super::link::{Cut, Link};
use super::{SmtpSink, refusal};
use crate::sink::{Envelope, Outcome, Phase};
use std::time::Duration;

/// Longest wait for one answer.
const PATIENCE: Duration = Duration::from_secs(20);
/// Most answers that are listened to.
const ANSWERS: usize = 50;

/// What the server answered after it was sent the bytes, up to its goodbye.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawEnd {
    /// Codes and texts in order; the first one answers the text itself.
    pub replies: Vec<(u16, String)>,
}

impl SmtpSink {
    /// See [`crate::sink::Sink::raw`]. `bytes` end their own text; QUIT follows at once, so that a
    /// server that took a part of them for commands has answered those before it says goodbye.
    pub async fn raw(&mut self, envelope: &Envelope, bytes: &[u8]) -> Result<RawEnd, Outcome> {
        let mut link = Link::open(&self.settings, self.bare).await?;
        self.open_transaction(&mut link, envelope).await??;
        let patience = self.settings.step_timeout.min(PATIENCE);
        let cut = |Cut(text): Cut| Outcome::Temporary { phase: Phase::Data, text };
        let reply = link.command("DATA", patience).await.map_err(cut)?;
        if reply.code != 354 {
            return Err(refusal(Phase::Data, &reply));
        }
        let stream = [bytes, b"QUIT\r\n"].concat();
        // A server may hang up in the middle, having said why.
        let written = link.write(&stream, patience).await;
        let mut end = RawEnd::default();
        while end.replies.len() < ANSWERS {
            match link.reply(patience).await {
                Ok(reply) => {
                    end.replies.push((reply.code, reply.text()));
                    if matches!(reply.code, 221 | 421) {
                        break;
                    }
                }
                Err(Cut(text)) if end.replies.is_empty() => {
                    return Err(Outcome::Unknown { text });
                }
                Err(_) => break,
            }
        }
        written.or_else(|error| if end.replies.is_empty() { Err(cut(error)) } else { Ok(()) })?;
        Ok(end)
    }
}
