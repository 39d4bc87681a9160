//! One logged-in IMAP session with its folder selected. Knows commands, tags and time-outs; every
//! error ends the session, so nothing is ever read twice or out of step.
use super::ImapSettings;
use super::frame::Framed;
use super::response::{FetchData, Response, Status, Verdict, read};
use crate::secret::echo;
use crate::source::SourceError;
use crate::wire::Security;
use data_encoding::BASE64;
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

/// What the server can do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Abilities {
    pub idle: bool,
    pub moving: bool,
    pub uidplus: bool,
}

/// The state that the server has told us of the selected folder.
pub struct Session {
    framed: Framed,
    tags: u32,
    step: Duration,
    capabilities: Vec<String>,
    pub abilities: Abilities,
    pub uidvalidity: u64,
    pub exists: u32,
    /// EXISTS grew since the last listing.
    pub grown: bool,
    /// So many messages at the front are known to be marked as done.
    pub front: u32,
}

/// What a command may bring: bytes of literals in one response, and time for the whole of it.
#[derive(Clone, Copy)]
pub struct Allowance {
    pub literal_bytes: usize,
    pub time: Duration,
}

impl Session {
    /// Dials, protects the line, logs in, selects the folder.
    pub async fn open(settings: &ImapSettings) -> Result<Session, SourceError> {
        let endpoint = &settings.endpoint;
        let mut session = Session {
            framed: Framed::new(endpoint.dial().await?),
            tags: 0,
            step: settings.step_timeout,
            capabilities: Vec::new(),
            abilities: Abilities::default(),
            uidvalidity: 0,
            exists: 0,
            grown: false,
            front: 0,
        };
        session.greeting().await?;
        if endpoint.security == Security::StartTls {
            session.expect("STARTTLS").await?;
            let wire = endpoint.secure(session.framed.into_wire()?).await?;
            session.framed = Framed::new(wire);
        }
        session.expect("CAPABILITY").await?;
        session.login(settings).await?;
        session.expect("CAPABILITY").await?;
        let has = |name: &str| session.capabilities.iter().any(|known| known == name);
        session.abilities =
            Abilities { idle: has("IDLE"), moving: has("MOVE"), uidplus: has("UIDPLUS") };
        session.select(&settings.folder).await?;
        Ok(session)
    }

    async fn greeting(&mut self) -> Result<(), SourceError> {
        match read(self.framed.frame(0, self.step).await?) {
            Response::Untagged(verdict) => match verdict.status {
                Status::Ok => Ok(()),
                Status::Preauth => Err(SourceError::Permanent(
                    "the server calls us logged in before we are (PREAUTH): refused".into(),
                )),
                _ => Err(SourceError::Temporary(format!("IMAP greeting: {}", verdict.text))),
            },
            _ => Err(SourceError::Temporary("this does not greet like an IMAP server".into())),
        }
    }

    async fn login(&mut self, settings: &ImapSettings) -> Result<(), SourceError> {
        let plain = |text: &str| text.bytes().all(|byte| (0x20..0x7f).contains(&byte));
        let refused = self.capabilities.iter().any(|name| name == "LOGINDISABLED");
        let verdict = if plain(&settings.user) && plain(&settings.password) && !refused {
            let line = Zeroizing::new(format!(
                "LOGIN {} {}",
                quoted(&settings.user).as_str(),
                quoted(&settings.password).as_str()
            ));
            self.command(&line).await?
        } else {
            self.authenticate_plain(settings).await?
        };
        // A server that quotes the line it did not like quotes the password.
        let said = echo::without(&verdict.text, &settings.password);
        match (verdict.status, verdict.code.as_deref()) {
            (Status::Ok, _) => Ok(()),
            (_, Some("UNAVAILABLE" | "LIMIT" | "INUSE" | "SERVERBUG" | "CONTACTADMIN")) => {
                Err(SourceError::Temporary(format!("IMAP login: {said}")))
            }
            _ => Err(SourceError::Permanent(format!("IMAP login refused: {said}"))),
        }
    }

    async fn authenticate_plain(
        &mut self,
        settings: &ImapSettings,
    ) -> Result<Verdict, SourceError> {
        let tag = self.start("AUTHENTICATE PLAIN").await?;
        let early = self.until_continue(&tag).await?;
        if let Some(verdict) = early {
            return Ok(verdict);
        }
        let words = format!("\0{}\0{}", settings.user, settings.password.as_str());
        let words = Zeroizing::new(words);
        let answer = Zeroizing::new(format!("{}\r\n", BASE64.encode(words.as_bytes())));
        self.framed.send(answer.as_bytes(), self.step).await?;
        self.finish(&tag, self.brief(), &mut |_| {}).await
    }

    async fn select(&mut self, folder: &str) -> Result<(), SourceError> {
        self.exists = 0;
        self.uidvalidity = 0;
        let verdict = self.command(&format!("SELECT {}", quoted(folder).as_str())).await?;
        let code = verdict.code.as_deref().unwrap_or_default();
        match verdict.status {
            Status::Ok if code.eq_ignore_ascii_case("READ-ONLY") => {
                return Err(SourceError::Permanent(format!(
                    "folder {folder} is read-only: nothing could be put away"
                )));
            }
            Status::Ok if self.uidvalidity > 0 => {}
            Status::Ok => {
                return Err(SourceError::Permanent(format!(
                    "folder {folder} has no UIDVALIDITY: its mails cannot be told apart"
                )));
            }
            _ => {
                let text = format!("folder {folder}: {}", verdict.text);
                return Err(match code.to_ascii_uppercase().as_str() {
                    "NONEXISTENT" => SourceError::Permanent(text),
                    _ => SourceError::Temporary(text),
                });
            }
        }
        self.grown = true;
        Ok(())
    }

    /// Runs one command that must be answered OK.
    pub async fn expect(&mut self, line: &str) -> Result<(), SourceError> {
        let verdict = self.command(line).await?;
        match verdict.status {
            Status::Ok => Ok(()),
            _ => Err(refusal(line, &verdict)),
        }
    }

    /// Runs one command; NO and BAD are answers, not errors.
    pub async fn command(&mut self, line: &str) -> Result<Verdict, SourceError> {
        let tag = self.start(line).await?;
        self.finish(&tag, self.brief(), &mut |_| {}).await
    }

    /// Runs one command and hands each FETCH response to `on`.
    pub async fn fetch(
        &mut self,
        line: &str,
        allowance: Allowance,
        on: &mut (dyn FnMut(FetchData) + Send),
    ) -> Result<Verdict, SourceError> {
        let tag = self.start(line).await?;
        self.finish(&tag, allowance, on).await
    }

    fn brief(&self) -> Allowance {
        Allowance { literal_bytes: 64 * 1024, time: self.step }
    }

    async fn start(&mut self, line: &str) -> Result<String, SourceError> {
        self.tags = self.tags.wrapping_add(1);
        let tag = format!("L{}", self.tags);
        let whole = Zeroizing::new(format!("{tag} {line}\r\n"));
        self.framed.send(whole.as_bytes(), self.step).await?;
        Ok(tag)
    }

    async fn finish(
        &mut self,
        tag: &str,
        allowance: Allowance,
        on: &mut (dyn FnMut(FetchData) + Send),
    ) -> Result<Verdict, SourceError> {
        let whole = async {
            loop {
                let frame = self.framed.frame(allowance.literal_bytes, self.step).await?;
                match self.absorb(read(frame))? {
                    Some(Response::Tagged { tag: theirs, verdict }) if theirs == tag => {
                        return Ok(verdict);
                    }
                    Some(Response::Tagged { .. }) => {
                        return Err(SourceError::Temporary("IMAP: out of step".into()));
                    }
                    Some(Response::Fetch(data)) => on(data),
                    _ => {}
                }
            }
        };
        match tokio::time::timeout(allowance.time, whole).await {
            Ok(result) => result,
            Err(_) => Err(SourceError::Temporary("IMAP: the answer took too long".into())),
        }
    }

    /// Waits for `+`; `Some` if the server ended the command instead.
    async fn until_continue(&mut self, tag: &str) -> Result<Option<Verdict>, SourceError> {
        let until = Instant::now() + self.step;
        while Instant::now() < until {
            let frame = self.framed.frame(64 * 1024, self.step).await?;
            match self.absorb(read(frame))? {
                Some(Response::Continue) => return Ok(None),
                Some(Response::Tagged { tag: theirs, verdict }) if theirs == tag => {
                    return Ok(Some(verdict));
                }
                _ => {}
            }
        }
        Err(SourceError::Temporary("IMAP: the answer took too long".into()))
    }

    /// Takes note of what the server tells unasked; gives back the rest.
    fn absorb(&mut self, response: Response) -> Result<Option<Response>, SourceError> {
        match response {
            Response::Exists(count) => {
                self.grown |= count > self.exists;
                self.exists = count;
            }
            Response::Expunge(seq) => {
                self.exists = self.exists.saturating_sub(1);
                if seq <= self.front {
                    self.front -= 1;
                }
            }
            Response::Capability(names) => self.capabilities = names,
            Response::Untagged(verdict) => return self.heard(verdict),
            other => return Ok(Some(other)),
        }
        Ok(None)
    }

    fn heard(&mut self, verdict: Verdict) -> Result<Option<Response>, SourceError> {
        if verdict.status == Status::Bye {
            return Err(SourceError::Temporary(format!("IMAP: server says BYE: {}", verdict.text)));
        }
        let code = verdict.code.as_deref().unwrap_or_default();
        if code.eq_ignore_ascii_case("ALERT") {
            tracing::warn!(text = %verdict.text, "IMAP server alert");
        }
        if let Some((name, number)) = code.split_once(' ')
            && name.eq_ignore_ascii_case("UIDVALIDITY")
        {
            self.uidvalidity = number.trim().parse().unwrap_or(0);
        }
        Ok(None)
    }

    /// IDLE (RFC 2177) until something new was announced (`true`) or `turn` is over (`false`).
    pub async fn idle(
        &mut self,
        turn: Duration,
        stop: &tokio_util::sync::CancellationToken,
    ) -> Result<bool, SourceError> {
        let tag = self.start("IDLE").await?;
        if let Some(verdict) = self.until_continue(&tag).await? {
            return Err(refusal("IDLE", &verdict));
        }
        let listening = async {
            while !self.grown {
                let frame = self.framed.frame(64 * 1024, turn + self.step).await?;
                self.absorb(read(frame))?;
            }
            Ok::<(), SourceError>(())
        };
        tokio::select! {
            heard = tokio::time::timeout(turn, listening) => if let Ok(result) = heard {
                result?;
            },
            () = stop.cancelled() => {}
        }
        self.framed.send(b"DONE\r\n", self.step).await?;
        let verdict = self.finish(&tag, self.brief(), &mut |_| {}).await?;
        match verdict.status {
            Status::Ok => Ok(self.grown),
            _ => Err(refusal("IDLE", &verdict)),
        }
    }

    /// LOGOUT; whatever comes of it.
    pub async fn logout(mut self) {
        let patience = self.step.min(Duration::from_secs(5));
        let _ = tokio::time::timeout(patience, self.command("LOGOUT")).await;
    }
}

/// A NO or BAD as an error; only the command's first words are shown.
pub fn refusal(line: &str, verdict: &Verdict) -> SourceError {
    let words: Vec<&str> = line.split(' ').take(2).collect();
    let code = verdict.code.as_deref().map(|code| format!("[{code}] ")).unwrap_or_default();
    SourceError::Temporary(format!("IMAP {} refused: {code}{}", words.join(" "), verdict.text))
}

/// An IMAP quoted string. Callers give printable ASCII.
pub fn quoted(text: &str) -> Zeroizing<String> {
    let mut out = Zeroizing::new(String::with_capacity(text.len() * 2 + 2));
    out.push('"');
    for character in text.chars().filter(|c| !c.is_control()) {
        if matches!(character, '"' | '\\') {
            out.push('\\');
        }
        out.push(character);
    }
    out.push('"');
    out
}
