//! Mail out, over SMTP or into Maildirs, phase by phase. Knows envelopes and bytes, no wording.
//!
//! Each sending ends as exactly one of accepted, temporary, permanent or *unknown*: the server got
//! the final dot, and its answer never came. Only the caller may decide what unknown means.
pub mod maildir;
pub mod smtp;

pub use maildir::MaildirSink;
pub use smtp::{RawEnd, SmtpSettings, SmtpSink};

/// One mail's way: one sender, one recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// Bounce address; empty for the null sender.
    pub from: String,
    pub to: String,
    /// RFC 3461 ENVID in clear; sent only to a server with DSN.
    pub envid: Option<String>,
    /// Ask for headers only in a delivery report (`RET=HDRS`).
    pub ret_hdrs: bool,
    /// For instance `FAILURE,DELAY`.
    pub notify: Option<&'static str>,
}

/// How far a sending had come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    Connect,
    Greeting,
    Hello,
    StartTls,
    Auth,
    Mail,
    Rcpt,
    /// DATA, or the text itself up to the final dot.
    Data,
    /// The server's answer to the final dot.
    Dot,
}

/// What became of one sending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The server has taken responsibility.
    Accepted { reply: String },
    /// Certainly not taken; worth another try. Also all that concerns the relay and not this mail:
    /// up to and including AUTH even a 5xx is temporary, for a relay's changed password must not
    /// bury every letter that waits.
    Temporary { phase: Phase, text: String },
    /// Certainly not taken, and never will be.
    Permanent { phase: Phase, code: Option<u16>, text: String },
    /// The final dot was sent, and no understandable answer came.
    Unknown { text: String },
}

/// A way out for mail.
pub enum Sink {
    Smtp(SmtpSink),
    Maildir(MaildirSink),
}

impl Sink {
    /// An ordinary letter, all phases at once.
    pub async fn send(&mut self, envelope: &Envelope, bytes: &[u8]) -> Outcome {
        match self.begin(envelope).await {
            Ok(()) => self.data(bytes).await,
            Err(outcome) => outcome,
        }
    }

    /// MAIL and RCPT are accepted, DATA is not sent yet. Follow with `data` or `abandon`.
    pub async fn begin(&mut self, envelope: &Envelope) -> Result<(), Outcome> {
        match self {
            Sink::Smtp(smtp) => smtp.begin(envelope).await,
            Sink::Maildir(maildir) => maildir.begin(envelope).await,
        }
    }

    /// The text: DATA, bytes, final dot, answer. Without a `begin` before it: temporary.
    pub async fn data(&mut self, bytes: &[u8]) -> Outcome {
        match self {
            Sink::Smtp(smtp) => smtp.data(bytes).await,
            Sink::Maildir(maildir) => maildir.data(bytes).await,
        }
    }

    /// Gives up what `begin` began; nothing was sent.
    pub async fn abandon(&mut self) {
        match self {
            Sink::Smtp(smtp) => smtp.abandon().await,
            Sink::Maildir(maildir) => maildir.abandon(),
        }
    }

    pub async fn close(&mut self) {
        match self {
            Sink::Smtp(smtp) => smtp.close().await,
            Sink::Maildir(maildir) => maildir.abandon(),
        }
    }

    /// Whether the way out has DSN (RFC 3461); `None` for a Maildir, which needs none.
    pub async fn has_dsn(&mut self) -> Result<Option<bool>, String> {
        match self {
            Sink::Smtp(smtp) => smtp.offers().await.map(|offers| Some(offers.dsn)),
            Sink::Maildir(_) => Ok(None),
        }
    }

    /// DATA with exactly these bytes, as no honest sender would write them; for the doctor.
    pub async fn raw(&mut self, envelope: &Envelope, bytes: &[u8]) -> Result<RawEnd, Outcome> {
        match self {
            Sink::Smtp(smtp) => smtp.raw(envelope, bytes).await,
            Sink::Maildir(_) => {
                let text = "a Maildir has no DATA phase".to_owned();
                Err(Outcome::Permanent { phase: Phase::Data, code: None, text })
            }
        }
    }

    /// What the operator should know about this way out, one line each.
    pub async fn check(&mut self) -> Result<Vec<String>, String> {
        match self {
            Sink::Smtp(smtp) => smtp.check().await,
            Sink::Maildir(maildir) => maildir.check().await,
        }
    }
}
