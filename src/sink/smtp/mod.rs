//! Mail out over one kept SMTP connection. Knows phases and their outcomes; no wording.
//!
//! The connection is taken out of the sink for each step and put back only when the dialogue is in
//! step: a cancelled future or any doubt drops it, so no reply is ever taken for another's.
mod body;
mod link;
mod raw;
mod reply;

use super::{Envelope, Outcome, Phase};
use crate::wire::Endpoint;
use link::{Cut, Link};
pub use raw::RawEnd;
use reply::Reply;
use std::time::Duration;
use zeroize::Zeroizing;

/// One relay.
#[derive(Clone)]
pub struct SmtpSettings {
    pub endpoint: Endpoint,
    /// Our own name in EHLO.
    pub helo_name: String,
    pub user: Option<String>,
    pub password: Option<Zeroizing<String>>,
    /// Longest wait for each step but the last; usually 60 s.
    pub step_timeout: Duration,
    /// Longest wait for the answer to the final dot; 600 s (RFC 5321 section 4.5.3.2.6).
    pub dot_timeout: Duration,
    /// Mails over one connection; usually 100.
    pub max_mails: usize,
    /// A connection idle for longer is not used again; usually 30 s.
    pub max_idle: Duration,
}

impl std::fmt::Debug for SmtpSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SmtpSettings({} as {})", self.endpoint, self.helo_name)
    }
}

/// The relay and the connection kept to it.
pub struct SmtpSink {
    settings: Box<SmtpSettings>,
    link: Option<Box<Link>>,
    /// Neither TLS nor login.
    bare: bool,
}

impl SmtpSink {
    pub fn new(settings: SmtpSettings) -> SmtpSink {
        SmtpSink { settings: Box::new(settings), link: None, bare: false }
    }

    /// Towards a border's port for everybody: without TLS, and without the login if there is one. For
    /// the doctor's probes only.
    pub fn bare(settings: SmtpSettings) -> SmtpSink {
        SmtpSink { bare: true, ..SmtpSink::new(settings) }
    }

    /// See [`super::Sink::begin`]. A kept connection that turns out dead is replaced once: nothing
    /// of this mail has been sent by then.
    pub async fn begin(&mut self, envelope: &Envelope) -> Result<(), Outcome> {
        for address in [&envelope.from, &envelope.to] {
            if !sendable(address, std::ptr::eq(address, &envelope.from)) {
                let text = "not an address that SMTP can carry".to_owned();
                return Err(Outcome::Permanent { phase: Phase::Rcpt, code: None, text });
            }
        }
        if let Some(mut link) = self.link.take() {
            let fresh = link.mails < self.settings.max_mails
                && link.idle_since.elapsed() < self.settings.max_idle;
            if fresh {
                match self.open_transaction(&mut link, envelope).await {
                    Ok(result) => {
                        self.keep(link);
                        return result;
                    }
                    Err(stale) => tracing::debug!(?stale, "kept SMTP connection was stale"),
                }
            } else {
                self.quit(*link).await;
            }
        }
        let mut link = Box::new(Link::open(&self.settings, self.bare).await?);
        match self.open_transaction(&mut link, envelope).await {
            Ok(result) => {
                self.keep(link);
                result
            }
            Err(outcome) => Err(outcome),
        }
    }

    fn keep(&mut self, mut link: Box<Link>) {
        link.idle_since = tokio::time::Instant::now();
        self.link = Some(link);
    }

    /// RSET where needed, MAIL, RCPT. The outer error means that the connection is of no more use.
    async fn open_transaction(
        &self,
        link: &mut Link,
        envelope: &Envelope,
    ) -> Result<Result<(), Outcome>, Outcome> {
        let step = self.settings.step_timeout;
        let mut commands: Vec<(Phase, String)> = Vec::with_capacity(3);
        if link.used {
            commands.push((Phase::Mail, "RSET".to_owned()));
        }
        commands.push((Phase::Mail, mail_command(envelope, link.offers.dsn)));
        commands.push((Phase::Rcpt, rcpt_command(envelope, link.offers.dsn)));
        link.used = true;
        link.begun = false;
        let cut = |phase: Phase| move |Cut(text): Cut| Outcome::Temporary { phase, text };
        if link.offers.pipelining {
            let all: String = commands.iter().map(|(_, line)| format!("{line}\r\n")).collect();
            link.write(all.as_bytes(), step).await.map_err(cut(Phase::Mail))?;
        }
        let mut refused = None;
        for (phase, line) in &commands {
            if !link.offers.pipelining {
                if refused.is_some() {
                    break;
                }
                let line = format!("{line}\r\n");
                link.write(line.as_bytes(), step).await.map_err(cut(*phase))?;
            }
            let reply = link.reply(step).await.map_err(cut(*phase))?;
            let odd = (300..400).contains(&reply.code) || (line == "RSET" && !reply.is_positive());
            if reply.code == 421 || odd {
                return Err(Outcome::Temporary { phase: *phase, text: reply.text() });
            }
            if !reply.is_positive() && refused.is_none() {
                refused = Some(refusal(*phase, &reply));
            }
        }
        link.begun = refused.is_none();
        Ok(refused.map_or(Ok(()), Err))
    }

    /// See [`super::Sink::data`].
    pub async fn data(&mut self, bytes: &[u8]) -> Outcome {
        let Some(mut link) = self.link.take().filter(|link| link.begun) else {
            let text = "no transaction was begun".to_owned();
            return Outcome::Temporary { phase: Phase::Data, text };
        };
        link.begun = false;
        let (outcome, usable) = self.transfer(&mut link, bytes).await;
        if usable {
            link.mails += 1;
            self.keep(link);
        }
        outcome
    }

    /// The outcome, and whether the connection is still in step.
    async fn transfer(&self, link: &mut Link, bytes: &[u8]) -> (Outcome, bool) {
        let step = self.settings.step_timeout;
        match link.command("DATA", step).await {
            Ok(reply) if reply.code == 354 => {}
            Ok(reply) if reply.is_temporary() || reply.is_permanent() => {
                return (refusal(Phase::Data, &reply), reply.code != 421);
            }
            // Anything else to DATA is no permission to send the text.
            Ok(reply) => {
                return (Outcome::Temporary { phase: Phase::Data, text: reply.text() }, false);
            }
            Err(Cut(text)) => return (Outcome::Temporary { phase: Phase::Data, text }, false),
        }
        let text = Zeroizing::new(body::wire_form(bytes));
        for part in text.chunks(64 * 1024) {
            if let Err(Cut(text)) = link.write(part, step).await {
                return (self.last_words(link, text).await, false);
            }
        }
        // From here on the server may have the whole mail, whatever we see.
        if let Err(Cut(text)) = link.write(b".\r\n", step).await {
            return (Outcome::Unknown { text }, false);
        }
        match link.reply(self.settings.dot_timeout).await {
            Ok(reply) if reply.is_positive() => (Outcome::Accepted { reply: reply.text() }, true),
            Ok(reply) if reply.is_temporary() || reply.is_permanent() => {
                (refusal(Phase::Dot, &reply), reply.code != 421)
            }
            Ok(reply) => (Outcome::Unknown { text: reply.text() }, false),
            Err(Cut(text)) => (Outcome::Unknown { text }, false),
        }
    }

    /// The line broke before the final dot: not taken. Perhaps the server said why.
    async fn last_words(&self, link: &mut Link, text: String) -> Outcome {
        match link.reply(Duration::from_secs(1)).await {
            Ok(reply) if reply.is_temporary() || reply.is_permanent() => {
                refusal(Phase::Data, &reply)
            }
            _ => Outcome::Temporary { phase: Phase::Data, text },
        }
    }

    /// See [`super::Sink::abandon`]. The RSET goes out with the next transaction.
    pub async fn abandon(&mut self) {
        if let Some(link) = &mut self.link {
            link.begun = false;
        }
    }

    pub async fn close(&mut self) {
        if let Some(link) = self.link.take() {
            self.quit(*link).await;
        }
    }

    async fn quit(&self, mut link: Link) {
        let patience = self.settings.step_timeout.min(Duration::from_secs(5));
        let _ = link.command("QUIT", patience).await;
    }

    /// Whether the relay can carry what a delivery report needs (RFC 3461), and pipelining.
    pub async fn offers(&mut self) -> Result<link::Offers, String> {
        let link = match Link::open(&self.settings, self.bare).await {
            Ok(link) => link,
            Err(Outcome::Temporary { phase, text }) => return Err(format!("{phase:?}: {text}")),
            Err(other) => return Err(format!("{other:?}")),
        };
        let offers = link.offers.clone();
        self.quit(link).await;
        Ok(offers)
    }

    /// See [`super::Sink::check`].
    pub async fn check(&mut self) -> Result<Vec<String>, String> {
        let offers = self.offers().await?;
        let word = |has: bool| if has { "ada" } else { "tidak ada" };
        Ok(vec![
            format!("SMTP {}: siap mengirim", self.settings.endpoint),
            format!("DSN {}, PIPELINING {}", word(offers.dsn), word(offers.pipelining)),
        ])
    }
}

fn refusal(phase: Phase, reply: &Reply) -> Outcome {
    let text = reply.text();
    match reply.is_permanent() {
        true => Outcome::Permanent { phase, code: Some(reply.code), text },
        false => Outcome::Temporary { phase, text },
    }
}

fn mail_command(envelope: &Envelope, dsn: bool) -> String {
    let mut line = format!("MAIL FROM:<{}>", envelope.from);
    if dsn && envelope.ret_hdrs {
        line.push_str(" RET=HDRS");
    }
    if let Some(envid) = envelope.envid.as_ref().filter(|envid| dsn && !envid.is_empty()) {
        let envid = body::xtext(envid);
        // RFC 3461 section 4.4: at most 100 characters.
        if envid.len() <= 100 {
            line.push_str(&format!(" ENVID={envid}"));
        }
    }
    line
}

fn rcpt_command(envelope: &Envelope, dsn: bool) -> String {
    match envelope.notify {
        Some(notify) if dsn => format!("RCPT TO:<{}> NOTIFY={notify}", envelope.to),
        _ => format!("RCPT TO:<{}>", envelope.to),
    }
}

/// Printable ASCII, one `@`, nothing that could end the command or begin another.
fn sendable(address: &str, null_allowed: bool) -> bool {
    if address.is_empty() {
        return null_allowed;
    }
    let plain = |byte: u8| (0x21..0x7f).contains(&byte) && !matches!(byte, b'<' | b'>');
    let parts = address.rsplit_once('@');
    address.len() <= 254
        && address.bytes().all(plain)
        && parts.is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty())
}
