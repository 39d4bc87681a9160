//! One SMTP connection: dial, greeting, EHLO, TLS, AUTH, and a command with its reply.
//! Knows replies and time-outs, not what a refusal means for a mail.
use super::SmtpSettings;
use super::reply::{LINE_BYTES, Progress, Reply};
use crate::secret::echo;
use crate::sink::{Outcome, Phase};
use crate::wire::{Security, Wire};
use data_encoding::BASE64;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::time::{Instant, timeout};
use zeroize::Zeroizing;

/// What the server offered in its last EHLO.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offers {
    pub dsn: bool,
    pub pipelining: bool,
    pub starttls: bool,
    /// Upper case, for instance `PLAIN`, `LOGIN`.
    pub auth: Vec<String>,
}

/// Why no reply came. The connection is of no more use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut(pub String);

/// An open, usable connection.
pub struct Link {
    stream: BufReader<Wire>,
    pub offers: Offers,
    pub mails: usize,
    pub idle_since: Instant,
    /// MAIL and RCPT are accepted.
    pub begun: bool,
    /// A transaction ended or was begun here: RSET before the next.
    pub used: bool,
}

impl Link {
    /// Dials and goes through the opening; any refusal here concerns the relay, so it is temporary.
    /// A bare line has no TLS and no login.
    pub async fn open(settings: &SmtpSettings, bare: bool) -> Result<Link, Outcome> {
        let later = |phase: Phase, text: String| Outcome::Temporary { phase, text };
        let wire = match bare {
            true => settings.endpoint.dial_bare().await,
            false => settings.endpoint.dial().await,
        };
        let wire = wire.map_err(|error| later(Phase::Connect, error.to_string()))?;
        let mut link = Link {
            stream: BufReader::with_capacity(8 * 1024, wire),
            offers: Offers::default(),
            mails: 0,
            idle_since: Instant::now(),
            begun: false,
            used: false,
        };
        let step = settings.step_timeout;
        match link.reply(step).await {
            Ok(reply) if reply.is_positive() => {}
            Ok(reply) => return Err(later(Phase::Greeting, reply.text())),
            Err(Cut(text)) => return Err(later(Phase::Greeting, text)),
        }
        link.hello(settings).await.map_err(|text| later(Phase::Hello, text))?;
        if bare {
            return Ok(link);
        }
        if settings.endpoint.security == Security::StartTls {
            link = link.upgrade(settings).await.map_err(|text| later(Phase::StartTls, text))?;
            link.hello(settings).await.map_err(|text| later(Phase::Hello, text))?;
        }
        link.authenticate(settings).await.map_err(|text| later(Phase::Auth, text))?;
        Ok(link)
    }

    async fn hello(&mut self, settings: &SmtpSettings) -> Result<(), String> {
        let line = format!("EHLO {}", settings.helo_name);
        let reply = self.command(&line, settings.step_timeout).await.map_err(|cut| cut.0)?;
        if !reply.is_positive() {
            return Err(reply.text());
        }
        self.offers = Offers::default();
        for line in reply.lines.iter().skip(1) {
            let line = line.to_ascii_uppercase().replace('=', " ");
            let mut words = line.split_whitespace();
            match words.next() {
                Some("DSN") => self.offers.dsn = true,
                Some("PIPELINING") => self.offers.pipelining = true,
                Some("STARTTLS") => self.offers.starttls = true,
                Some("AUTH") => self.offers.auth.extend(words.map(str::to_owned)),
                _ => {}
            }
        }
        Ok(())
    }

    async fn upgrade(mut self, settings: &SmtpSettings) -> Result<Link, String> {
        if !self.offers.starttls {
            return Err("the server offers no STARTTLS, and without it nothing is sent".into());
        }
        let reply = self.command("STARTTLS", settings.step_timeout).await.map_err(|cut| cut.0)?;
        if reply.code != 220 {
            return Err(reply.text());
        }
        if !self.stream.buffer().is_empty() {
            return Err("the server (or someone between) sent data before TLS began".into());
        }
        let wire = settings.endpoint.secure(self.stream.into_inner()).await;
        self.stream = BufReader::with_capacity(8 * 1024, wire.map_err(|error| error.to_string())?);
        self.offers = Offers::default();
        Ok(self)
    }

    async fn authenticate(&mut self, settings: &SmtpSettings) -> Result<(), String> {
        let (Some(user), Some(password)) = (&settings.user, &settings.password) else {
            return Ok(());
        };
        let offered = |name: &str| self.offers.auth.iter().any(|known| known == name);
        let step = settings.step_timeout;
        let reply = if offered("PLAIN") {
            let words = Zeroizing::new(format!("\0{user}\0{}", password.as_str()));
            let words = Zeroizing::new(BASE64.encode(words.as_bytes()));
            let line = Zeroizing::new(format!("AUTH PLAIN {}", words.as_str()));
            self.command(&line, step).await
        } else if offered("LOGIN") {
            let mut reply = self.command("AUTH LOGIN", step).await;
            for word in [user.as_str(), password.as_str()] {
                if reply.as_ref().is_ok_and(|reply| reply.code == 334) {
                    let word = Zeroizing::new(BASE64.encode(word.as_bytes()));
                    reply = self.command(&word, step).await;
                }
            }
            reply
        } else {
            return Err("the server offers neither AUTH PLAIN nor AUTH LOGIN".into());
        };
        match reply {
            Ok(reply) if reply.is_positive() => Ok(()),
            // A server that quotes the line it did not like quotes the password.
            Ok(reply) => Err(echo::without(&reply.text(), password)),
            Err(Cut(text)) => Err(text),
        }
    }

    /// One command and its reply.
    pub async fn command(&mut self, line: &str, step: Duration) -> Result<Reply, Cut> {
        let line = Zeroizing::new(format!("{line}\r\n"));
        self.write(line.as_bytes(), step).await?;
        self.reply(step).await
    }

    pub async fn write(&mut self, bytes: &[u8], patience: Duration) -> Result<(), Cut> {
        let write = async {
            self.stream.write_all(bytes).await?;
            self.stream.flush().await
        };
        match timeout(patience, write).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(Cut(format!("SMTP: writing: {error}"))),
            Err(_) => Err(Cut("SMTP: the server takes no more input".into())),
        }
    }

    /// The next whole reply; `patience` is for all of it.
    pub async fn reply(&mut self, patience: Duration) -> Result<Reply, Cut> {
        match timeout(patience, self.read_reply()).await {
            Ok(result) => result,
            Err(_) => Err(Cut("SMTP: the server did not answer in time".into())),
        }
    }

    async fn read_reply(&mut self) -> Result<Reply, Cut> {
        let mut reply = Reply::default();
        loop {
            let mut line = Vec::new();
            let mut bounded = (&mut self.stream).take(LINE_BYTES as u64);
            match bounded.read_until(b'\n', &mut line).await {
                Err(error) => return Err(Cut(format!("SMTP: reading: {error}"))),
                Ok(_) if line.is_empty() => return Err(Cut("SMTP: the server hung up".into())),
                Ok(_) => {}
            }
            let Some(line) = line.strip_suffix(b"\n") else {
                return Err(Cut("SMTP: half an answer".into()));
            };
            match reply.push(line.strip_suffix(b"\r").unwrap_or(line)) {
                Progress::More => {}
                Progress::Whole => return Ok(reply),
                Progress::Garbage => return Err(Cut("SMTP: not an SMTP answer".into())),
            }
        }
    }
}
