//! The daemon's side: one child for mails, one for papers, started on demand, kept, killed on
//! time-out, started again after a death. Knows no MIME, no PDF, no meaning.
use super::{frame, jail, this_program};
use crate::document::Reading;
use crate::mail::{Message, TrustSettings};
use std::borrow::Cow;
use std::io;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::sync::Mutex;
use tokio::time::timeout;
use zeroize::Zeroizing;

/// What a child may need to stand up and confine itself, on a busy machine.
const START_LIMIT: Duration = Duration::from_secs(20);
/// What a child may need to go when its pipe closes.
const END_LIMIT: Duration = Duration::from_secs(2);
/// Most bytes of one job.
const MOST_PAYLOAD: usize = frame::MOST_BYTES - frame::EXTRA_BYTES;

/// How the children are run.
#[derive(Clone, Debug)]
pub struct ReaderSettings {
    /// The program whose `__worker` verb is the child.
    pub program: PathBuf,
    /// Wall-clock limit of one mail.
    pub mail_timeout: Duration,
    /// Wall-clock limit of one paper.
    pub paper_timeout: Duration,
}

impl Default for ReaderSettings {
    /// This very program, even after its file was replaced by a newer one.
    fn default() -> ReaderSettings {
        ReaderSettings {
            program: this_program(),
            mail_timeout: Duration::from_secs(5),
            paper_timeout: Duration::from_secs(20),
        }
    }
}

/// Why a job gave no answer. After each of them the next job works again.
#[derive(Debug, thiserror::Error)]
pub enum ReaderError {
    /// Permanent for this job: it killed the child.
    #[error("the reader died over this job ({how})")]
    Died { how: String },
    /// Permanent for this job: it took longer than the limit and was killed.
    #[error("the reader did not finish this job within {} ms", limit.as_millis())]
    TimedOut { limit: Duration },
    /// Permanent for this job: more bytes than a child is given.
    #[error("{bytes} bytes are more than the reader takes")]
    TooLarge { bytes: usize },
    /// Temporary: no child could be started.
    #[error("the reader could not be started: {0}")]
    Spawn(#[source] io::Error),
    /// The child answered something that is no answer; it was killed.
    #[error("the reader gave a broken answer: {0}")]
    Protocol(String),
}

impl ReaderError {
    /// True where the same job may succeed later; false where the job itself is to blame.
    pub fn is_temporary(&self) -> bool {
        matches!(self, ReaderError::Spawn(_))
    }

    /// The reason as a warning on a paper.
    fn in_words(&self) -> &'static str {
        match self {
            ReaderError::TimedOut { .. } => "Berkas terlalu lama dibaca; perlu dilihat petugas.",
            ReaderError::TooLarge { .. } => "Berkas terlalu besar untuk dibaca.",
            ReaderError::Spawn(_) => {
                "Pembaca berkas tidak dapat dijalankan; perlu dilihat petugas."
            }
            ReaderError::Died { .. } | ReaderError::Protocol(_) => {
                "Berkas rusak atau berbahaya, tidak dapat dibaca; perlu dilihat petugas."
            }
        }
    }
}

/// The two children. Jobs of one kind are done one after another.
#[derive(Debug)]
pub struct Workers {
    mail: Slot,
    paper: Slot,
}

impl Workers {
    /// Starts nothing yet.
    pub fn new(settings: ReaderSettings) -> Workers {
        let slot = |role, limit| Slot {
            program: settings.program.clone(),
            role,
            limit,
            live: Mutex::new(None),
        };
        Workers {
            mail: slot("mail", settings.mail_timeout),
            paper: slot("paper", settings.paper_timeout),
        }
    }

    /// Parses one mail in the child.
    pub async fn parse_mail(
        &self,
        raw: &[u8],
        trust: &TrustSettings,
    ) -> Result<Message, ReaderError> {
        self.mail_job(frame::PARSE_MAIL, Cow::Borrowed(raw), trust).await
    }

    /// The same without the copy that may be kept, for someone who only looks. The bytes are let go
    /// as soon as the child has them, so that a large mail lies in memory once.
    pub async fn understand_mail(
        &self,
        raw: Vec<u8>,
        trust: &TrustSettings,
    ) -> Result<Message, ReaderError> {
        self.mail_job(frame::UNDERSTAND_MAIL, Cow::Owned(raw), trust).await
    }

    async fn mail_job(
        &self,
        kind: u8,
        raw: Cow<'_, [u8]>,
        trust: &TrustSettings,
    ) -> Result<Message, ReaderError> {
        let trust = serde_json::to_vec(trust).map_err(|e| ReaderError::Protocol(e.to_string()))?;
        // The words of a mail, with whatever was typed in it.
        let answer = Zeroizing::new(self.mail.call(kind, &[&trust], raw).await?);
        let mut rest = answer.as_slice();
        let broken = || ReaderError::Protocol("a mail cut short".into());
        let message = frame::take(&mut rest).ok_or_else(broken)?;
        let mut message: Message =
            serde_json::from_slice(message).map_err(|e| ReaderError::Protocol(e.to_string()))?;
        let (mark, bytes) = rest.split_first().ok_or_else(broken)?;
        message.redacted = (*mark == 1).then(|| bytes.to_vec());
        Ok(message)
    }

    /// The decoded bytes of the attachment with this hash; `None` where the mail has no such one.
    pub async fn extract(&self, raw: &[u8], sha256: &str) -> Result<Option<Vec<u8>>, ReaderError> {
        Ok(self.extract_all(raw, &[sha256]).await?.into_iter().next().flatten())
    }

    /// The same for several of one mail, in the order asked for.
    pub async fn extract_all(
        &self,
        raw: &[u8],
        sha256: &[&str],
    ) -> Result<Vec<Option<Vec<u8>>>, ReaderError> {
        let keys = serde_json::to_vec(sha256).map_err(|e| ReaderError::Protocol(e.to_string()))?;
        let answer = self.mail.call(frame::EXTRACT, &[&keys], raw.into()).await?;
        let mut rest = answer.as_slice();
        let one = |_: &&str| {
            let (mark, after) = rest.split_first()?;
            rest = after;
            let bytes = frame::take(&mut rest)?;
            Some((*mark == 1).then(|| bytes.to_vec()))
        };
        let found: Option<Vec<Option<Vec<u8>>>> = sha256.iter().map(one).collect();
        found.ok_or_else(|| ReaderError::Protocol("attachments cut short".into()))
    }

    /// Reads one attachment of a mail, named by hash and file name. Never fails: what cannot be
    /// read is `unreadable` with the reason in Indonesian.
    pub async fn read_paper(&self, raw: &[u8], sha256: &str, name: &str) -> Reading {
        match self.read_together(raw, &[(sha256, name)]).await {
            Ok(readings) => readings.into_iter().next().unwrap_or_else(unanswered),
            Err(error) => failed(&error),
        }
    }

    /// The same for several of one mail, which goes to the child once. Where that fails they are
    /// read one by one, so that a paper that kills the child costs its neighbours nothing.
    pub async fn read_papers(&self, raw: &[u8], papers: &[(&str, &str)]) -> Vec<Reading> {
        if papers.len() > 1
            && let Ok(readings) = self.read_together(raw, papers).await
        {
            return readings;
        }
        let mut readings = Vec::with_capacity(papers.len());
        for (sha256, name) in papers {
            readings.push(self.read_paper(raw, sha256, name).await);
        }
        readings
    }

    async fn read_together(
        &self,
        raw: &[u8],
        papers: &[(&str, &str)],
    ) -> Result<Vec<Reading>, ReaderError> {
        let broken = |text: String| ReaderError::Protocol(text);
        let keys: Vec<(&str, String)> = papers.iter().map(|(s, name)| (*s, short(name))).collect();
        let keys = serde_json::to_vec(&keys).map_err(|e| broken(e.to_string()))?;
        let answer = self.paper.call(frame::READ_PAPERS, &[&keys], raw.into()).await?;
        let readings: Vec<Reading> =
            serde_json::from_slice(&answer).map_err(|e| broken(e.to_string()))?;
        match readings.len() == papers.len() {
            true => Ok(readings),
            false => Err(broken("readings are missing".into())),
        }
    }

    /// Reads one file, as `loket explain document` does.
    pub async fn read_file(&self, bytes: &[u8], name: &str) -> Reading {
        let name = short(name);
        reading(self.paper.call(frame::READ_FILE, &[name.as_bytes()], bytes.into()).await)
    }

    /// What confines the children, as a child found and tried it; for `loket check`. The words
    /// `OFF` and `STILL POSSIBLE` are findings.
    pub async fn confinement(&self) -> Result<String, ReaderError> {
        let answer = self.paper.call(frame::PROBE, &[], Cow::default()).await?;
        let open: Vec<String> =
            serde_json::from_slice(&answer).map_err(|e| ReaderError::Protocol(e.to_string()))?;
        let walls = self.paper.live.lock().await.as_ref().map(|live| live.walls.line());
        let walls = walls.unwrap_or_default();
        Ok(match open.is_empty() {
            true => format!("{walls}; tried: no file, socket, program or thread can be opened"),
            false => format!("{walls}; STILL POSSIBLE: {}", open.join(", ")),
        })
    }

    /// Ends both children; a later call starts them again.
    pub async fn shutdown(&self) {
        self.mail.shutdown().await;
        self.paper.shutdown().await;
    }
}

/// A name is a hint, not a payload.
fn short(name: &str) -> String {
    name.chars().take(255).collect()
}

fn reading(answer: Result<Vec<u8>, ReaderError>) -> Reading {
    let parsed = answer.and_then(|bytes| {
        serde_json::from_slice(&bytes).map_err(|e| ReaderError::Protocol(e.to_string()))
    });
    parsed.unwrap_or_else(|error| failed(&error))
}

fn unanswered() -> Reading {
    failed(&ReaderError::Protocol("no reading".into()))
}

fn failed(error: &ReaderError) -> Reading {
    tracing::warn!(%error, "a paper could not be read");
    Reading::unreadable(error.in_words())
}

/// One child of a role, or none yet.
#[derive(Debug)]
struct Slot {
    program: PathBuf,
    role: &'static str,
    limit: Duration,
    live: Mutex<Option<Live>>,
}

#[derive(Debug)]
struct Live {
    child: Child,
    input: ChildStdin,
    output: ChildStdout,
    walls: jail::Walls,
}

impl Slot {
    /// One job: fields with their lengths in front, then the bytes it is about. The child is out of its slot meanwhile: whoever drops this future drops (and so
    /// kills) the child, and no half answer is ever read by the next job.
    async fn call(
        &self,
        kind: u8,
        fields: &[&[u8]],
        bulk: Cow<'_, [u8]>,
    ) -> Result<Vec<u8>, ReaderError> {
        let bytes = frame::size(fields, &bulk);
        if bytes > MOST_PAYLOAD {
            return Err(ReaderError::TooLarge { bytes });
        }
        let mut slot = self.live.lock().await;
        // One that went while idle is nobody's fault.
        let kept = slot.take().and_then(Live::still_there);
        let mut live = match kept {
            Some(live) => live,
            None => self.start().await?,
        };
        let exchange = async {
            frame::send(&mut live.input, kind, fields, bulk).await?;
            frame::receive(&mut live.output).await
        };
        match timeout(self.limit, exchange).await {
            Ok(Ok((frame::ANSWER, answer))) => {
                *slot = Some(live);
                Ok(answer)
            }
            Ok(Ok((frame::LAST_ANSWER, answer))) => {
                live.end().await;
                Ok(answer)
            }
            Ok(Ok((other, _))) => {
                live.kill().await;
                Err(ReaderError::Protocol(format!("unknown frame {other}")))
            }
            Ok(Err(error)) => Err(ReaderError::Died { how: live.how_it_died(&error).await }),
            Err(_) => {
                live.kill().await;
                Err(ReaderError::TimedOut { limit: self.limit })
            }
        }
    }

    async fn start(&self) -> Result<Live, ReaderError> {
        let mut child = Command::new(&self.program)
            .args(["__worker", self.role])
            .env_clear()
            // One heap: the others would eat the address space the limit leaves.
            .env("MALLOC_ARENA_MAX", "1")
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            // Ctrl-C in a terminal is the daemon's to handle.
            .process_group(0)
            .kill_on_drop(true)
            .spawn()
            .map_err(ReaderError::Spawn)?;
        let pipes = child.stdin.take().zip(child.stdout.take());
        let Some((input, mut output)) = pipes else {
            return Err(ReaderError::Spawn(io::Error::other("no pipes")));
        };
        let hello = match timeout(START_LIMIT, frame::receive(&mut output)).await {
            Ok(Ok((frame::HELLO, hello))) => hello,
            Ok(Ok(_)) => return Err(ReaderError::Spawn(io::Error::other("it says no hello"))),
            Ok(Err(error)) => return Err(ReaderError::Spawn(error)),
            Err(_) => return Err(ReaderError::Spawn(io::ErrorKind::TimedOut.into())),
        };
        let walls: jail::Walls = serde_json::from_slice(&hello)
            .map_err(|error| ReaderError::Spawn(io::Error::other(error)))?;
        tracing::debug!(role = self.role, walls = walls.line(), "a reader stands");
        Ok(Live { child, input, output, walls })
    }

    async fn shutdown(&self) {
        if let Some(live) = self.live.lock().await.take() {
            live.end().await;
        }
    }
}

impl Live {
    fn still_there(mut self) -> Option<Live> {
        matches!(self.child.try_wait(), Ok(None)).then_some(self)
    }

    /// Lets it go by closing its pipe; kills it when it does not.
    async fn end(self) {
        let Live { mut child, input, output, .. } = self;
        drop(input);
        drop(output);
        if timeout(END_LIMIT, child.wait()).await.is_err() {
            let _ = child.kill().await;
        }
    }

    async fn kill(mut self) {
        let _ = self.child.kill().await;
    }

    async fn how_it_died(mut self, error: &io::Error) -> String {
        match timeout(END_LIMIT, self.child.wait()).await {
            Ok(Ok(status)) => status.to_string(),
            _ => {
                let _ = self.child.kill().await;
                error.to_string()
            }
        }
    }
}
