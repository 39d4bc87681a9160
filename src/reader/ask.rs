//! The child's way to a tool: it asks the daemon through its pipe and waits. Knows no program.
use super::frame;
use super::toolbox::Means;
use super::tools::{Program, Ran, Tool, ToolError, Tools};
use super::trust::Trust;
use std::io::{self, Read, Write};
use std::time::{Duration, Instant};

/// Bytes that go out with one question.
const MOST_BYTES: usize = frame::MOST_BYTES - frame::EXTRA_BYTES;

/// The tools of one job.
pub(super) struct Asking<'a, R, W> {
    input: &'a mut R,
    output: &'a mut W,
    means: Means,
    trust: Trust,
    until: Instant,
    /// The daemon is gone, or talks nonsense: nothing more is asked, and the child ends.
    pub(super) broken: Option<io::Error>,
}

impl<'a, R: Read, W: Write> Asking<'a, R, W> {
    /// `begun` is when the job came.
    pub(super) fn new(
        input: &'a mut R,
        output: &'a mut W,
        means: Means,
        trust: Trust,
        begun: Instant,
    ) -> Asking<'a, R, W> {
        let until = begun + means.budget;
        Asking { input, output, means, trust, until, broken: None }
    }

    fn ask(&mut self, runs: &[(Tool, &[u8])]) -> io::Result<Vec<Ran>> {
        let tools: Vec<Tool> = runs.iter().map(|(tool, _)| *tool).collect();
        let tools = serde_json::to_vec(&tools).map_err(io::Error::other)?;
        let mut fields = vec![tools.as_slice()];
        fields.extend(runs.iter().map(|(_, bytes)| *bytes));
        frame::write_fields(self.output, frame::NEEDS, &fields)?;
        let broken = || io::Error::new(io::ErrorKind::InvalidData, "no answer of the tools");
        let Some((frame::TOOLS, body)) = frame::read(self.input)? else { return Err(broken()) };
        let mut rest = body.as_slice();
        let one = |_: &(Tool, &[u8])| {
            let (mark, after) = rest.split_first()?;
            rest = after;
            let bytes = frame::take(&mut rest)?;
            Some(match mark {
                0 => Ok(bytes.to_vec()),
                1 => Err(ToolError::Missing),
                3 => Err(ToolError::Limit),
                _ => Err(ToolError::Failed),
            })
        };
        let answers: Option<Vec<Ran>> = runs.iter().map(one).collect();
        answers.ok_or_else(broken)
    }
}

impl<R: Read, W: Write> Tools for Asking<'_, R, W> {
    fn run(&mut self, runs: &[(Tool, &[u8])]) -> Vec<Ran> {
        let all = |why: ToolError| runs.iter().map(|_| Err(why)).collect();
        let bytes: usize = runs.iter().map(|(_, bytes)| bytes.len() + 4).sum();
        if runs.is_empty() || self.broken.is_some() {
            return all(ToolError::Failed);
        }
        if self.time_left().is_zero() || bytes > MOST_BYTES {
            return all(ToolError::Limit);
        }
        match self.ask(runs) {
            Ok(answers) => answers,
            Err(error) => {
                self.broken = Some(error);
                all(ToolError::Failed)
            }
        }
    }

    fn has(&self, program: Program) -> bool {
        self.means.programs.contains(&program)
    }

    fn abreast(&self) -> usize {
        self.means.abreast.max(1)
    }

    fn trust(&self) -> Trust {
        self.trust.clone()
    }

    fn time_left(&self) -> Duration {
        self.until.saturating_duration_since(Instant::now())
    }
}
