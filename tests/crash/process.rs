//! The real program in a folder: started, watched by what it does to files, stopped or killed.
use crate::office::Office;
use inotify::{Inotify, WatchMask};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Longest wait for anything; only a failing test waits so long.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Asks `condition` every few milliseconds, at most for `limit`.
pub fn within(limit: Duration, mut condition: impl FnMut() -> bool) -> bool {
    let until = Instant::now() + limit;
    while !condition() {
        if Instant::now() > until {
            return false;
        }
        std::thread::park_timeout(Duration::from_millis(10));
    }
    true
}

/// A running `loket run`. Killed when dropped.
pub struct Loket {
    child: Child,
    log: PathBuf,
    /// Bytes of the log that earlier processes wrote.
    earlier: usize,
}

impl Drop for Loket {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Loket {
    pub fn start(office: &Office) -> Loket {
        let path = office.path().join("log.txt");
        let log = std::fs::File::options().create(true).append(true).open(&path).unwrap();
        let earlier = std::fs::read(&path).unwrap().len();
        let mut command = Command::new(env!("CARGO_BIN_EXE_loket"));
        command.args(["run"]).current_dir(office.path()).env_clear();
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        Loket { child: command.spawn().unwrap(), log: path, earlier }
    }

    /// It has said so in its log.
    pub fn is_ready(&self) -> bool {
        let log = std::fs::read(&self.log).unwrap();
        memchr::memmem::find(&log[self.earlier..], b"loket is ready").is_some()
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// `kill -9`, and waits until it is gone.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    pub fn terminate(&self) {
        signal(self.pid(), rustix::process::Signal::TERM);
    }

    /// How it ended, if it has.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().unwrap()
    }

    pub fn wait(&mut self) -> ExitStatus {
        assert!(within(PATIENCE, || self.ended().is_some()), "loket does not end");
        self.ended().unwrap()
    }
}

fn signal(pid: u32, signal: rustix::process::Signal) {
    let pid = rustix::process::Pid::from_raw(i32::try_from(pid).unwrap()).unwrap();
    let _ = rustix::process::kill_process(pid, signal);
}

/// A handle that kills a process from any thread.
pub fn shoot(pid: u32) {
    signal(pid, rustix::process::Signal::KILL);
}

/// What Loket does to the files of an office, as the kernel tells it at once.
pub struct Watch {
    inotify: Inotify,
}

/// Places in an office, each with the changes that are steps of its work.
const PLACES: [&str; 5] = ["data", "masuk/new", "masuk/.Selesai/cur", "data/arsip", "keluar"];

impl Watch {
    pub fn new(office: &Office, more: &[String]) -> Watch {
        let inotify = Inotify::init().unwrap();
        let mask = WatchMask::MODIFY
            | WatchMask::MOVED_TO
            | WatchMask::MOVED_FROM
            | WatchMask::CREATE
            | WatchMask::DELETE;
        let more = more.iter().map(String::as_str);
        for place in PLACES.into_iter().chain(more) {
            let path = office.path().join(place);
            std::fs::create_dir_all(&path).unwrap();
            inotify.watches().add(path, mask).unwrap();
        }
        Watch { inotify }
    }

    /// Kills `pid` at the `nth` change whose name `matters`, from a thread of its own. Ends early
    /// when `over` is set and something changes.
    pub fn kill_at(
        mut self,
        pid: u32,
        nth: usize,
        matters: impl Fn(&str) -> bool + Send + 'static,
        over: Arc<AtomicBool>,
    ) -> std::thread::JoinHandle<bool> {
        std::thread::spawn(move || {
            let mut buffer = [0u8; 4096];
            let mut left = nth;
            loop {
                let events = self.inotify.read_events_blocking(&mut buffer).unwrap();
                for event in events {
                    let name = event.name.and_then(|name| name.to_str()).unwrap_or_default();
                    if !matters(name) {
                        continue;
                    }
                    left = left.saturating_sub(1);
                    if left == 0 {
                        shoot(pid);
                        return true;
                    }
                }
                if over.load(Ordering::SeqCst) {
                    return false;
                }
            }
        })
    }

    /// Wakes a watch that waits for changes.
    pub fn nudge(office: &Office, over: &AtomicBool) {
        over.store(true, Ordering::SeqCst);
        std::fs::write(office.path().join("data/uji-selesai"), b"").unwrap();
    }
}
