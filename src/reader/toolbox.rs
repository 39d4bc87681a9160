//! Runs tools: each as this very program behind its walls, which then becomes poppler or tesseract. So
//! many at a time as there are cores, over the whole process. Knows no file and no meaning.
use super::frame;
use super::jail;
use super::tools::{Layout, Program, Ran, Tongue, Tool, ToolError};
use futures_util::future::join_all;
use serde::{Deserialize, Serialize};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command};
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout, timeout_at};

/// What a probe of the walls may need on a busy machine.
const PROBE_LIMIT: Duration = Duration::from_secs(20);

/// What one job may ask for, whatever its child thinks: [`super::engine`] asks for far less.
pub(super) const MOST_RUNS: usize = 400;
/// Bytes of all runs of a job together.
pub(super) const MOST_RUN_BYTES: usize = 1 << 30;

/// Whether a program can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProgramState {
    Ready,
    Missing,
    /// It is there, and does not do what is asked of it.
    Broken,
}

/// A page with nothing on it.
const EMPTY_PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
    2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
    3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>endobj\n\
    trailer<</Root 1 0 R/Size 4>>\n%%EOF\n";

/// What the child is told with a job.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Means {
    /// From the arrival of the job on.
    pub(super) budget: Duration,
    /// The programs of this machine.
    pub(super) programs: Vec<Program>,
    /// Runs side by side.
    pub(super) abreast: usize,
}

/// The programs of this machine, and the places to run them.
#[derive(Debug)]
pub(super) struct Toolbox {
    /// Whose `__jail` verb puts the walls up.
    jailer: PathBuf,
    folders: Vec<PathBuf>,
    abreast: usize,
    places: Semaphore,
}

impl Toolbox {
    pub(super) fn new(jailer: PathBuf, folders: Vec<PathBuf>, abreast: usize) -> Toolbox {
        Toolbox { jailer, folders, abreast, places: Semaphore::new(abreast.max(1)) }
    }

    pub(super) fn abreast(&self) -> usize {
        self.abreast.max(1)
    }

    /// What a job is told of us. Looked at each time: a program may be installed while we run.
    pub(super) fn means(&self, budget: Duration) -> Means {
        let there = |program: &Program| self.find(*program).is_some();
        let programs = Program::ALL.into_iter().filter(there).collect();
        Means { budget, programs, abreast: self.abreast }
    }

    /// The first of the folders that has it.
    pub(super) fn find(&self, program: Program) -> Option<PathBuf> {
        let paths = self.folders.iter().map(|folder| folder.join(program.file()));
        let usable = |path: &PathBuf| {
            std::fs::metadata(path)
                .is_ok_and(|m| m.is_file() && m.permissions().mode() & 0o111 != 0)
        };
        paths.into_iter().find(usable)
    }

    /// Runs all of these; one answer for each, in order.
    pub(super) async fn run_all(&self, runs: &[(Tool, &[u8])], until: Instant) -> Vec<Ran> {
        join_all(runs.iter().map(|(tool, input)| self.run(*tool, input, until))).await
    }

    /// Runs one, when a place is free.
    pub(super) async fn run(&self, tool: Tool, input: &[u8], until: Instant) -> Ran {
        let path = self.find(tool.program()).ok_or(ToolError::Missing)?;
        let place = timeout_at(until, self.places.acquire()).await;
        let Ok(Ok(_place)) = place else { return Err(ToolError::Limit) };
        let until = until.min(Instant::now() + tool.limit());
        let words = serde_json::to_string(&tool).map_err(|_| ToolError::Failed)?;
        let mut jailed = self.jail(&words);
        let child = jailed.arg(path).spawn().map_err(|error| {
            tracing::warn!(?tool, %error, "a tool could not be started");
            ToolError::Failed
        })?;
        let ran = timeout_at(until, exchange(child, input, tool.answer_bytes())).await;
        let ran = ran.unwrap_or(Err(ToolError::Limit));
        if let Err(why) = ran {
            tracing::debug!(?tool, ?why, bytes = input.len(), "a tool gave nothing");
        }
        ran
    }

    /// Has a program do a little work.
    pub(super) async fn state(&self, program: Program) -> ProgramState {
        let white = [b"P5\n64 64\n255\n".as_slice(), &[255; 64 * 64]].concat();
        let (tool, input) = match program {
            Program::Pdftotext => (Tool::PdfText, EMPTY_PDF),
            Program::Pdftoppm => (Tool::PdfPage { page: 1, dpi: 20 }, EMPTY_PDF),
            Program::Tesseract => (
                Tool::Words { dpi: 200, layout: Layout::Page, tongue: Tongue::Indonesian },
                white.as_slice(),
            ),
        };
        match self.run(tool, input, Instant::now() + PROBE_LIMIT).await {
            Ok(_) => ProgramState::Ready,
            Err(ToolError::Missing) => ProgramState::Missing,
            Err(_) => ProgramState::Broken,
        }
    }

    fn jail(&self, tool: &str) -> Command {
        let mut command = Command::new(&self.jailer);
        command
            .args(["__jail", tool])
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            // What it complains of is made of the file's words.
            .stderr(Stdio::null())
            .process_group(0)
            .kill_on_drop(true);
        command
    }

    /// The walls around a program, as they were found and tried.
    pub(super) async fn walls(&self) -> io::Result<(jail::Walls, Vec<String>)> {
        let child = self.jail(jail::program::PROBE).spawn()?;
        let tried = timeout(PROBE_LIMIT, exchange(child, &[], 64 << 10)).await;
        let bytes = tried
            .map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?
            .map_err(|_| io::Error::other("the walls of a program cannot be tried"))?;
        serde_json::from_slice(&bytes).map_err(io::Error::other)
    }
}

/// Input in, output out, both at once. Whoever drops this drops, and so kills, the program.
async fn exchange(mut child: Child, input: &[u8], most: usize) -> Ran {
    let pipes = child.stdin.take().zip(child.stdout.take());
    let (mut stdin, stdout) = pipes.ok_or(ToolError::Failed)?;
    let feed = async move {
        // A program that has enough closes its end.
        let _ = stdin.write_all(input).await;
        drop(stdin);
        std::future::pending::<()>().await;
    };
    let mut output = Vec::new();
    let take = async {
        let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
        stdout.take(limit).read_to_end(&mut output).await
    };
    let taken = tokio::select! {
        () = feed => Ok(0),
        taken = take => taken,
    };
    if taken.is_err() {
        return Err(ToolError::Failed);
    }
    if output.len() > most {
        return Err(ToolError::Limit);
    }
    let status = child.wait().await.map_err(|_| ToolError::Failed)?;
    judged(status).map(|()| output)
}

fn judged(status: ExitStatus) -> Result<(), ToolError> {
    match status.signal() {
        None if status.success() => Ok(()),
        Some(libc::SIGKILL | libc::SIGXCPU) => Err(ToolError::Limit),
        _ => Err(ToolError::Failed),
    }
}

/// What a child asks for: the tools with the length of each one's bytes, then the bytes.
pub(super) fn asked(body: &[u8]) -> Option<Vec<(Tool, &[u8])>> {
    let mut rest = body;
    let tools: Vec<Tool> = serde_json::from_slice(frame::take(&mut rest)?).ok()?;
    tools.into_iter().map(|tool| Some((tool, frame::take(&mut rest)?))).collect()
}

/// The answers as they go back: one byte for how it went, then the bytes.
pub(super) fn answered(ran: &[Ran]) -> Vec<u8> {
    let mut body = Vec::with_capacity(ran.iter().flatten().map(|b| b.len() + 8).sum());
    for one in ran {
        let (mark, bytes) = match one {
            Ok(bytes) => (0, bytes.as_slice()),
            Err(ToolError::Missing) => (1, [].as_slice()),
            Err(ToolError::Failed) => (2, [].as_slice()),
            Err(ToolError::Limit) => (3, [].as_slice()),
        };
        body.push(mark);
        body.extend_from_slice(&frame::field(bytes));
        body.extend_from_slice(bytes);
    }
    body
}
