//! The daemon's side: a child for mails, and as many for papers as there are cores. Knows no MIME, no
//! PDF, no meaning.
use super::slot::{Job, Slot, last_words};
use super::toolbox::{ProgramState, Toolbox};
use super::tools::Program;
use super::trust::Trust;
use super::{frame, jail, this_program};
use crate::clock::{Clock, SystemClock};
use crate::document::Reading;
use crate::mail::{Message, TrustSettings};
use crate::signature::Roots;
use std::borrow::Cow;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

/// Papers of one mail take at most this long together, however many and however slow they are: less
/// than a case waits for its papers.
const MOST_OF_A_MAIL: Duration = Duration::from_secs(300);

/// How the children are run.
#[derive(Clone, Debug)]
pub struct ReaderSettings {
    /// The program whose `__worker` verb is the child.
    pub program: PathBuf,
    /// Wall-clock limit of one mail.
    pub mail_timeout: Duration,
    /// Wall-clock limit of one paper; several of one mail have more.
    pub paper_timeout: Duration,
    /// Papers that are read at once, and programs that run at once.
    pub abreast: usize,
    /// Where poppler and tesseract are looked for.
    pub tool_folders: Vec<PathBuf>,
    /// Whose electronic signatures on papers are believed.
    pub roots: Roots,
    /// Tells the time at which their certificates must hold.
    pub clock: Arc<dyn Clock>,
}

impl Default for ReaderSettings {
    /// This very program, even after its file was replaced by a newer one.
    fn default() -> ReaderSettings {
        ReaderSettings {
            program: this_program(),
            mail_timeout: Duration::from_secs(5),
            paper_timeout: Duration::from_secs(120),
            abreast: std::thread::available_parallelism().map_or(1, usize::from).min(8),
            tool_folders: vec!["/usr/bin".into(), "/usr/local/bin".into()],
            roots: Roots::default(),
            clock: Arc::new(SystemClock),
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

/// The children. Mails are read one after another, papers one per core.
#[derive(Debug)]
pub struct Workers {
    mail: Slot,
    paper: Slot,
    tools: Toolbox,
    mail_timeout: Duration,
    paper_timeout: Duration,
    roots: Roots,
    clock: Arc<dyn Clock>,
}

impl Workers {
    /// Starts nothing yet.
    pub fn new(settings: ReaderSettings) -> Workers {
        let ReaderSettings { program, mail_timeout, paper_timeout, abreast, tool_folders, .. } =
            settings;
        Workers {
            mail: Slot::new(program.clone(), "mail", 1),
            paper: Slot::new(program.clone(), "paper", abreast),
            tools: Toolbox::new(program, tool_folders, abreast),
            mail_timeout,
            paper_timeout,
            roots: settings.roots,
            clock: settings.clock,
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
        let answer = Zeroizing::new(self.mail_call(kind, &trust, raw).await?);
        let mut rest = answer.as_slice();
        let broken = || ReaderError::Protocol("a mail cut short".into());
        let message = frame::take(&mut rest).ok_or_else(broken)?;
        let mut message: Message =
            serde_json::from_slice(message).map_err(|e| ReaderError::Protocol(e.to_string()))?;
        let (mark, bytes) = rest.split_first().ok_or_else(broken)?;
        message.redacted = (*mark == 1).then(|| bytes.to_vec());
        Ok(message)
    }

    async fn mail_call(
        &self,
        kind: u8,
        field: &[u8],
        bulk: Cow<'_, [u8]>,
    ) -> Result<Vec<u8>, ReaderError> {
        let limit = self.mail_timeout;
        self.mail.call(Job { kind, fields: &[field], bulk, limit, tools: None }).await
    }

    /// A job for papers, with the tools of this machine.
    async fn paper_call(
        &self,
        kind: u8,
        field: &[u8],
        bulk: Cow<'_, [u8]>,
        limit: Duration,
    ) -> Result<Vec<u8>, ReaderError> {
        let means = self.tools.means(limit.saturating_sub(last_words(limit)));
        let means = serde_json::to_vec(&means).map_err(|e| ReaderError::Protocol(e.to_string()))?;
        let tools = Some(&self.tools);
        let trust = Trust { roots: self.roots.clone(), now: self.clock.now() }.to_bytes();
        let fields: &[&[u8]] = &[&means, &trust, field];
        self.paper.call(Job { kind, fields, bulk, limit, tools }).await
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
        let answer = self.mail_call(frame::EXTRACT, &keys, raw.into()).await?;
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
        match self.read_together(raw, &[(sha256, name)], self.paper_timeout).await {
            Ok(readings) => readings.into_iter().next().unwrap_or_else(unanswered),
            Err(error) => failed(&error),
        }
    }

    /// The same for several of one mail, which goes to the child once, so that what is said over
    /// several files is read as one. Where that fails they are read one by one, so that a paper that
    /// kills the child costs its neighbours nothing.
    pub async fn read_papers(&self, raw: &[u8], papers: &[(&str, &str)]) -> Vec<Reading> {
        let begun = Instant::now();
        let more = u32::try_from(papers.len()).unwrap_or(u32::MAX).saturating_add(3);
        let limit = (self.paper_timeout / 4).saturating_mul(more).min(MOST_OF_A_MAIL * 2 / 3);
        if papers.len() > 1
            && let Ok(readings) = self.read_together(raw, papers, limit).await
        {
            return readings;
        }
        let mut readings = Vec::with_capacity(papers.len());
        for paper in papers {
            let limit = MOST_OF_A_MAIL.saturating_sub(begun.elapsed()).min(self.paper_timeout);
            if limit.is_zero() {
                readings.push(failed(&ReaderError::TimedOut { limit: MOST_OF_A_MAIL }));
                continue;
            }
            readings.push(match self.read_together(raw, &[*paper], limit).await {
                Ok(read) => read.into_iter().next().unwrap_or_else(unanswered),
                Err(error) => failed(&error),
            });
        }
        readings
    }

    async fn read_together(
        &self,
        raw: &[u8],
        papers: &[(&str, &str)],
        limit: Duration,
    ) -> Result<Vec<Reading>, ReaderError> {
        let broken = |text: String| ReaderError::Protocol(text);
        let keys: Vec<(&str, String)> = papers.iter().map(|(s, name)| (*s, short(name))).collect();
        let keys = serde_json::to_vec(&keys).map_err(|e| broken(e.to_string()))?;
        let answer = self.paper_call(frame::READ_PAPERS, &keys, raw.into(), limit).await?;
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
        let limit = self.paper_timeout;
        reading(self.paper_call(frame::READ_FILE, name.as_bytes(), bytes.into(), limit).await)
    }

    /// How many papers are read at once.
    pub fn abreast(&self) -> usize {
        self.tools.abreast()
    }

    /// The programs from outside, each tried with a little work.
    pub async fn programs(&self) -> Vec<(&'static str, ProgramState)> {
        let mut states = Vec::new();
        for program in Program::ALL {
            states.push((program.file(), self.tools.state(program).await));
        }
        states
    }

    /// What confines the children and the programs, as they found and tried it; for `loket check`. The
    /// words `OFF` and `STILL POSSIBLE` are findings.
    pub async fn confinement(&self) -> Result<String, ReaderError> {
        let limit = self.paper_timeout;
        let probe =
            Job { kind: frame::PROBE, fields: &[], bulk: Cow::default(), limit, tools: None };
        let answer = self.paper.call(probe).await?;
        let open: Vec<String> =
            serde_json::from_slice(&answer).map_err(|e| ReaderError::Protocol(e.to_string()))?;
        let child = tried(&self.paper.walls().unwrap_or_default(), &open, "file, ");
        let (walls, open) = self.tools.walls().await.map_err(ReaderError::Spawn)?;
        Ok(format!("{child}; around programs: {}", tried(&walls, &open, "private file, ")))
    }

    /// Ends the children; a later call starts them again.
    pub async fn shutdown(&self) {
        self.mail.shutdown().await;
        self.paper.shutdown().await;
    }
}

fn tried(walls: &jail::Walls, open: &[String], files: &str) -> String {
    let walls = walls.line();
    match open.is_empty() {
        true => format!("{walls}; tried: no {files}socket, program or thread can be opened"),
        false => format!("{walls}; STILL POSSIBLE: {}", open.join(", ")),
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
