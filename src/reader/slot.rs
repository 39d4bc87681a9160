//! Children of one role: started on demand, kept, killed on time-out, started again after a death.
//! Knows no MIME, no PDF, no meaning.
use super::toolbox::{self, Toolbox};
use super::workers::ReaderError;
use super::{frame, jail};
use std::borrow::Cow;
use std::io;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout, timeout_at};

/// What a child may need to stand up and confine itself, on a busy machine.
const START_LIMIT: Duration = Duration::from_secs(20);
/// What a child may need to go when its pipe closes.
const END_LIMIT: Duration = Duration::from_secs(2);
/// Of the time for papers, child and programs have a little less: what was read by then is said before
/// the child is killed.
const LAST_WORDS: Duration = Duration::from_secs(3);
/// Most bytes of one job.
const MOST_PAYLOAD: usize = frame::MOST_BYTES - frame::EXTRA_BYTES;

/// The children of a role: so many at once, each with one job.
#[derive(Debug)]
pub(super) struct Slot {
    program: PathBuf,
    role: &'static str,
    /// Those without a job.
    idle: Mutex<Vec<Live>>,
    places: Semaphore,
}

#[derive(Debug)]
struct Live {
    child: Child,
    input: ChildStdin,
    output: ChildStdout,
    walls: jail::Walls,
}

/// The end of a job that is left for its answer.
pub(super) fn last_words(limit: Duration) -> Duration {
    LAST_WORDS.min(limit / 8)
}

/// One job: fields with their lengths in front, then the bytes it is about.
pub(super) struct Job<'a> {
    pub(super) kind: u8,
    pub(super) fields: &'a [&'a [u8]],
    pub(super) bulk: Cow<'a, [u8]>,
    /// From when the child has it; then it is killed.
    pub(super) limit: Duration,
    /// Runs the programs the child asks for; without it the child may ask for none.
    pub(super) tools: Option<&'a Toolbox>,
}

impl Slot {
    /// Starts nothing yet.
    pub(super) fn new(program: PathBuf, role: &'static str, places: usize) -> Slot {
        let places = Semaphore::new(places.max(1));
        Slot { program, role, idle: Mutex::new(Vec::new()), places }
    }

    /// One job, when a place is free. The child is out of the list meanwhile: whoever drops this
    /// future drops (and so kills) the child, and no half answer is ever read by the next job.
    pub(super) async fn call(&self, job: Job<'_>) -> Result<Vec<u8>, ReaderError> {
        let Job { kind, fields, bulk, limit, tools } = job;
        let bytes = frame::size(fields, &bulk);
        if bytes > MOST_PAYLOAD {
            return Err(ReaderError::TooLarge { bytes });
        }
        // Never closed.
        let _place = self.places.acquire().await;
        let mut live = match self.kept() {
            Some(live) => live,
            None => self.start().await?,
        };
        let until = Instant::now() + limit;
        let tools_until = until - last_words(limit);
        let exchange = async {
            frame::send(&mut live.input, kind, fields, bulk).await?;
            live.served(tools, tools_until).await
        };
        match timeout_at(until, exchange).await {
            Ok(Ok((frame::ANSWER, answer))) => {
                self.idle().push(live);
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
                Err(ReaderError::TimedOut { limit })
            }
        }
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Live>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One without a job; one that went while idle is nobody's fault.
    fn kept(&self) -> Option<Live> {
        loop {
            let live = self.idle().pop()?;
            if let Some(live) = live.still_there() {
                return Some(live);
            }
        }
    }

    /// What confines the child that did the last job.
    pub(super) fn walls(&self) -> Option<jail::Walls> {
        self.idle().last().map(|live| live.walls.clone())
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

    pub(super) async fn shutdown(&self) {
        let all = std::mem::take(&mut *self.idle());
        for live in all {
            live.end().await;
        }
    }
}

impl Live {
    fn still_there(mut self) -> Option<Live> {
        matches!(self.child.try_wait(), Ok(None)).then_some(self)
    }

    /// Waits for the answer of a job, and meanwhile runs the tools it needs.
    async fn served(
        &mut self,
        tools: Option<&Toolbox>,
        until: Instant,
    ) -> io::Result<(u8, Vec<u8>)> {
        let (mut runs, mut bytes) = (0, 0);
        loop {
            let (kind, body) = frame::receive(&mut self.output).await?;
            let (frame::NEEDS, Some(tools)) = (kind, tools) else { return Ok((kind, body)) };
            let broken = || io::Error::new(io::ErrorKind::InvalidData, "a broken question");
            let asked = toolbox::asked(&body).ok_or_else(broken)?;
            runs += asked.len().max(1);
            bytes += body.len();
            if runs > toolbox::MOST_RUNS || bytes > toolbox::MOST_RUN_BYTES {
                return Err(io::Error::other("it asks for too much"));
            }
            let answer = toolbox::answered(&tools.run_all(&asked, until).await);
            frame::send(&mut self.input, frame::TOOLS, &[], answer.into()).await?;
        }
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
