//! The child's side: confine, then job after job until the pipe closes. Knows no daemon.
use super::ask::Asking;
use super::jail::pages;
use super::toolbox::Means;
use super::trust::Trust;
use super::{engine, frame, jail};
use crate::mail::{Message, TrustSettings};
use serde::Serialize;
use std::fs::File;
use std::io::{self, StdinLock, StdoutLock};
use std::time::Instant;

/// `mail::parse`.
pub type ParseFn = fn(&[u8], &TrustSettings) -> Message;
/// `mail::attachments_bytes`.
pub type ExtractFn = fn(&[u8], &[&str]) -> Vec<Option<Vec<u8>>>;

/// What a child can do with a mail.
#[derive(Clone, Copy, Debug)]
pub struct Jobs {
    pub parse: ParseFn,
    /// `mail::understand`.
    pub understand: ParseFn,
    pub extract: ExtractFn,
}

/// Jobs of one child; then a fresh one takes over.
const MOST_JOBS: u32 = 500;
/// Memory at which a child lets a fresh one take over.
const MOST_RSS_BYTES: u64 = 128 << 20;
/// What a role may use.
struct Share {
    /// Reserved, not used unless a file is nested deep.
    stack_bytes: usize,
    /// Memory beside the stack and what the program itself occupies when it starts.
    heap_bytes: u64,
}

/// A mail and its daemon-side process together stay below 256 MiB: the mail once as it came (64 MiB),
/// once decoded, and the texts. Its nesting is bounded by counting, so the stack is small.
const MAIL: Share = Share { stack_bytes: 16 << 20, heap_bytes: 200 << 20 };
/// Pages that the program is taken to occupy where the kernel does not tell: 256 MiB.
const OCCUPIED_PAGES: u64 = 65_536;
/// Objects of a paper are freed by recursion.
const PAPER: Share = Share { stack_bytes: 256 << 20, heap_bytes: 480 << 20 };

/// Runs a child until its pipe closes; the exit code of the process. The second word of the command
/// line (`mail` or `paper`) gives the role. To be called before anything else is started.
pub fn worker_main(can: Jobs) -> i32 {
    let share = match std::env::args().nth(2).as_deref() {
        Some("mail") => MAIL,
        Some("paper") => PAPER,
        _ => return 2,
    };
    // Opened before the walls go up, read through them afterwards.
    let mut statm = File::open("/proc/self/statm").ok();
    // It has a whole mail in hand, with all that is typed in it: no word of it to anybody.
    std::panic::set_hook(Box::new(|_| ()));
    crate::secret::seclude();
    // A daemon that is killed must not leave a child behind that still turns a hostile file over.
    let _ = rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL));
    let page = rustix::param::page_size() as u64;
    let occupied = pages(&mut statm, 0).unwrap_or(OCCUPIED_PAGES).saturating_mul(page);
    let memory = occupied + share.stack_bytes as u64 + share.heap_bytes;
    let walls = jail::confine(memory);
    let job = move || {
        let alone = jail::stay_alone();
        let walls = jail::Walls { seccomp: walls.seccomp && alone, ..walls };
        Worker { can, statm, page, jobs: 0 }.run(&walls)
    };
    let thread =
        std::thread::Builder::new().name("worker".into()).stack_size(share.stack_bytes).spawn(job);
    match thread.map(std::thread::JoinHandle::join) {
        Ok(Ok(Ok(()))) => 0,
        _ => 1,
    }
}

struct Worker {
    can: Jobs,
    statm: Option<File>,
    page: u64,
    jobs: u32,
}

impl Worker {
    fn run(mut self, walls: &jail::Walls) -> io::Result<()> {
        let mut input: StdinLock<'static> = io::stdin().lock();
        let mut output: StdoutLock<'static> = io::stdout().lock();
        frame::write(&mut output, frame::HELLO, &json(walls)?)?;
        while let Some((kind, body)) = frame::read(&mut input)? {
            let answer = match kind {
                frame::READ_PAPERS | frame::READ_FILE => {
                    self.reading(kind, &body, &mut input, &mut output)?
                }
                _ => self.answer(kind, &body)?,
            };
            drop(body);
            self.jobs += 1;
            let tired = self.jobs >= MOST_JOBS || self.rss_bytes() > MOST_RSS_BYTES;
            let kind = if tired { frame::LAST_ANSWER } else { frame::ANSWER };
            frame::write(&mut output, kind, &answer)?;
            if tired {
                return Ok(());
            }
        }
        Ok(())
    }

    fn answer(&self, kind: u8, body: &[u8]) -> io::Result<Vec<u8>> {
        let broken = || io::Error::new(io::ErrorKind::InvalidData, "broken request");
        let mut rest = body;
        match kind {
            frame::PARSE_MAIL | frame::UNDERSTAND_MAIL => {
                let trust = frame::take(&mut rest).ok_or_else(broken)?;
                let trust: TrustSettings = serde_json::from_slice(trust)?;
                let read = match kind {
                    frame::PARSE_MAIL => self.can.parse,
                    _ => self.can.understand,
                };
                let mut message = read(rest, &trust);
                // Bytes beside the JSON: inside it each would become up to four.
                let redacted = message.redacted.take();
                let message = json(&message)?;
                let mark = [u8::from(redacted.is_some())];
                let redacted = redacted.unwrap_or_default();
                Ok([&frame::field(&message), message.as_slice(), &mark, &redacted].concat())
            }
            frame::EXTRACT => {
                let wanted: Vec<&str> =
                    serde_json::from_slice(frame::take(&mut rest).ok_or_else(broken)?)?;
                let mut answer = Vec::new();
                for bytes in (self.can.extract)(rest, &wanted) {
                    // One byte in front tells "not there" from "there, and empty".
                    answer.push(u8::from(bytes.is_some()));
                    let bytes = bytes.unwrap_or_default();
                    answer.extend_from_slice(&frame::field(&bytes));
                    answer.extend_from_slice(&bytes);
                }
                Ok(answer)
            }
            frame::PROBE => json(&jail::probe()),
            _ => Err(broken()),
        }
    }

    /// Papers, for which the daemon may be asked to run tools.
    fn reading(
        &self,
        kind: u8,
        body: &[u8],
        input: &mut StdinLock<'static>,
        output: &mut StdoutLock<'static>,
    ) -> io::Result<Vec<u8>> {
        let begun = Instant::now();
        let broken = || io::Error::new(io::ErrorKind::InvalidData, "broken request");
        let mut rest = body;
        let means: Means = serde_json::from_slice(frame::take(&mut rest).ok_or_else(broken)?)?;
        let trust = frame::take(&mut rest).and_then(Trust::read).ok_or_else(broken)?;
        let named = frame::take(&mut rest).ok_or_else(broken)?;
        let mut tools = Asking::new(input, output, means, trust, begun);
        let answer = if kind == frame::READ_PAPERS {
            let papers: Vec<(&str, String)> = serde_json::from_slice(named)?;
            let wanted: Vec<&str> = papers.iter().map(|(sha256, _)| *sha256).collect();
            let found = (self.can.extract)(rest, &wanted);
            let files: Vec<(Option<Vec<u8>>, &str)> =
                found.into_iter().zip(papers.iter().map(|(_, name)| name.as_str())).collect();
            json(&engine::read_all(&files, &mut tools))?
        } else {
            json(&engine::read(rest, &text(named), &mut tools))?
        };
        match tools.broken {
            Some(error) => Err(error),
            None => Ok(answer),
        }
    }

    /// Resident memory; 0 where the kernel does not tell.
    fn rss_bytes(&mut self) -> u64 {
        pages(&mut self.statm, 1).unwrap_or_default().saturating_mul(self.page)
    }
}

fn json(value: &impl Serialize) -> io::Result<Vec<u8>> {
    serde_json::to_vec(value).map_err(io::Error::other)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
