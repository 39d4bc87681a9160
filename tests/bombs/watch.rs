//! Looks at a program and its children while they run. Knows /proc, nothing of mails.
use std::fs::File;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// What a run was seen to use and to be held by.
#[derive(Debug)]
pub struct Run {
    pub status: ExitStatus,
    pub took: Duration,
    /// Highest resident memory of the program and its children together that was seen.
    pub peak_kb: u64,
    /// The child's limit on its address space, in bytes.
    pub child_limit: Option<u64>,
}

/// Runs `program explain mail --json FILE`, the answer into `answer`.
pub fn explain(program: &Path, file: &Path, answer: &Path) -> Run {
    explain_as("mail", program, file, answer)
}

/// Runs `program explain KIND --json FILE`, the answer into `answer`.
pub fn explain_as(kind: &str, program: &Path, file: &Path, answer: &Path) -> Run {
    let begun = Instant::now();
    let mut child = Command::new(program)
        .args(["explain", kind, "--json"])
        .arg(file)
        .env_remove("LOKET_CONFIG")
        .stdin(Stdio::null())
        .stdout(File::create(answer).unwrap())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let pid = child.id();
    let (mut peak_kb, mut child_limit) = (0, None);
    let status = loop {
        let kids = tree(pid);
        let resident: u64 = kids.iter().chain([&pid]).map(|p| resident_kb(*p)).sum();
        peak_kb = peak_kb.max(resident);
        child_limit = kids.iter().find_map(|kid| limit(*kid)).or(child_limit);
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        std::thread::yield_now();
    };
    Run { status, took: begun.elapsed(), peak_kb, child_limit }
}

/// 0 when the process is gone.
fn resident_kb(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    line.and_then(|l| l.split_whitespace().nth(1)?.parse().ok()).unwrap_or(0)
}

/// Everything below a process: a child may have asked for programs.
fn tree(pid: u32) -> Vec<u32> {
    let mut all = Vec::new();
    let mut open = vec![pid];
    while let Some(next) = open.pop() {
        let kids = children(next);
        all.extend(&kids);
        open.extend(kids);
    }
    all
}

fn children(pid: u32) -> Vec<u32> {
    let mut found = Vec::new();
    // A thread's children are its own.
    let tasks = std::fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
    for task in tasks {
        let list = std::fs::read_to_string(task.path().join("children")).unwrap_or_default();
        found.extend(list.split_whitespace().filter_map(|word| word.parse::<u32>().ok()));
    }
    found
}

/// `None` while there is none.
fn limit(pid: u32) -> Option<u64> {
    let limits = std::fs::read_to_string(format!("/proc/{pid}/limits")).ok()?;
    let line = limits.lines().find(|line| line.starts_with("Max address space"))?;
    line.split_whitespace().nth(4)?.parse().ok()
}
