//! A program of the operator's own that sets passwords. Started without a shell, with nothing in its
//! environment; the secret goes in on standard input alone (`security.md` A4-63).
//!
//! Called as `program args… set --op=OP -- USERID`, `program args… verify -- USERID` and
//! `program args… check`. Its exit code says what became of it: 0 done, 1 refused for good, 75
//! (EX_TEMPFAIL) not now; anything else, and an end by a signal, is unknown. For `verify` 0 means
//! that the secret opens the account and 1 that it does not.
use super::{Health, SetOutcome, Verified};
use crate::directory::Account;
use crate::secret::Generated;
use rustix::process::{Pid, Resource, Rlimit, Signal, kill_process_group, prlimit};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command};

/// EX_TEMPFAIL of sysexits.h.
const TEMPFAIL: i32 = 75;
/// What is read of what the program says.
const SAID_BYTES: u64 = 4 * 1024;
/// What the program may use, whatever it does.
const LIMITS: [(Resource, u64); 4] = [
    (Resource::Core, 0),
    (Resource::Cpu, 60),
    (Resource::Fsize, 16 << 20),
    (Resource::Nofile, 256),
];
const PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// The program and its walls.
#[derive(Clone, Debug)]
pub struct CommandSettings {
    /// An absolute path: no search, no shell.
    pub program: PathBuf,
    /// Comes before the verb.
    pub args: Vec<String>,
    /// The whole life of one call; at its end the process group is killed.
    pub time_limit: Duration,
    /// Address space of the program.
    pub memory_bytes: u64,
}

/// How a call ended.
enum End {
    /// It could not be started: certainly nothing happened.
    NotStarted(std::io::Error),
    Exited {
        code: Option<i32>,
        said: String,
    },
    /// Killed at the limit.
    TooLong,
    /// Its pipes or its end could not be read.
    Lost(std::io::Error),
}

impl CommandSettings {
    /// Whether the program is there at all.
    pub(super) fn ready(&self) -> Result<(), SetOutcome> {
        let name = self.program.display();
        match std::fs::metadata(&self.program) {
            Ok(meta) if meta.is_file() && meta.permissions().mode() & 0o111 != 0 => Ok(()),
            Ok(_) => Err(SetOutcome::Permanent(format!("{name} tidak dapat dijalankan"))),
            Err(error) => Err(SetOutcome::Permanent(format!("{name}: {error}"))),
        }
    }

    pub(super) async fn set(&self, account: &Account, secret: &Generated, op: &str) -> SetOutcome {
        let op = format!("--op={op}");
        let end = self.call(&["set", &op, "--", &account.user_id], Some(secret)).await;
        match end {
            End::NotStarted(error) => match error.kind() {
                std::io::ErrorKind::NotFound | std::io::ErrorKind::PermissionDenied => {
                    SetOutcome::Permanent(format!("program tidak dapat dijalankan: {error}"))
                }
                _ => SetOutcome::Temporary(format!("program belum dapat dijalankan: {error}")),
            },
            End::Exited { code: Some(0), .. } => SetOutcome::Done,
            End::Exited { code: Some(1), said } => SetOutcome::Permanent(words(said, "ditolak")),
            End::Exited { code: Some(TEMPFAIL), said } => {
                SetOutcome::Temporary(words(said, "belum dapat dilakukan"))
            }
            End::Exited { code: Some(code), said } => {
                SetOutcome::Unknown(words(said, &format!("berakhir dengan kode {code}")))
            }
            End::Exited { code: None, said } => {
                SetOutcome::Unknown(words(said, "program dihentikan sinyal"))
            }
            End::TooLong => SetOutcome::Unknown(format!(
                "program melewati batas {} detik dan dihentikan",
                self.time_limit.as_secs()
            )),
            End::Lost(error) => SetOutcome::Unknown(error.to_string()),
        }
    }

    pub(super) async fn verify(&self, account: &Account, secret: &Generated) -> Verified {
        match self.call(&["verify", "--", &account.user_id], Some(secret)).await {
            End::Exited { code: Some(0), .. } => Verified::Live,
            End::Exited { code: Some(1), .. } => Verified::NotLive,
            _ => Verified::CannotTell,
        }
    }

    /// `check` exits 0; a line `must-change: yes` says that the system forces a change.
    pub(super) async fn check(&self) -> Result<Health, String> {
        let name = self.program.display();
        match self.call(&["check"], None).await {
            End::Exited { code: Some(0), said } => {
                let forces_change = said.lines().any(|line| line.trim() == "must-change: yes");
                Ok(Health { lines: vec![format!("{name}: siap")], forces_change })
            }
            End::Exited { code: Some(code), said } => {
                Err(format!("{name} check berakhir dengan kode {code}: {}", super::tidy(&said)))
            }
            End::Exited { code: None, .. } => Err(format!("{name} check dihentikan sinyal")),
            End::TooLong => Err(format!("{name} check tidak selesai pada waktunya")),
            End::NotStarted(error) | End::Lost(error) => Err(format!("{name}: {error}")),
        }
    }

    async fn call(&self, verb: &[&str], secret: Option<&Generated>) -> End {
        let started = Command::new(&self.program)
            .args(&self.args)
            .args(verb)
            .env_clear()
            .env("PATH", PATH)
            .env("LC_ALL", "C.UTF-8")
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            // Its own group, so that the limit ends its children too.
            .process_group(0)
            .kill_on_drop(true)
            .spawn();
        let mut child = match started {
            Ok(child) => child,
            Err(error) => return End::NotStarted(error),
        };
        let group = child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
        // At the end of the program, at the limit, and when this call itself is given up.
        let ended = Ended(group);
        // Before the secret is told: a program that cannot be walled in hears none.
        if let Err(error) = self.wall(group) {
            return End::NotStarted(error);
        }
        match tokio::time::timeout(self.time_limit, talk(&mut child, secret, ended)).await {
            Err(_) => End::TooLong,
            Ok(Err(error)) => End::Lost(error),
            Ok(Ok((status, said))) => End::Exited { code: status.code(), said },
        }
    }

    fn wall(&self, group: Option<Pid>) -> std::io::Result<()> {
        let Some(pid) = group else { return Err(std::io::Error::other("no process id")) };
        for (what, most) in LIMITS.into_iter().chain([(Resource::As, self.memory_bytes)]) {
            let limit = Rlimit { current: Some(most), maximum: Some(most) };
            match prlimit(Some(pid), what, limit) {
                // A lower limit from outside stays; a program that is done already needs none.
                Ok(_) | Err(rustix::io::Errno::PERM | rustix::io::Errno::SRCH) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }
}

/// Ends the process group of a call, whichever way the call ended.
struct Ended(Option<Pid>);

impl Drop for Ended {
    fn drop(&mut self) {
        if let Some(group) = self.0 {
            let _ = kill_process_group(group, Signal::KILL);
        }
    }
}

/// Tells the secret, hears the program out, and waits for its end. What it leaves behind is ended
/// with it: a child that keeps the pipes open would keep the answer from being read.
async fn talk(
    child: &mut Child,
    secret: Option<&Generated>,
    ended: Ended,
) -> std::io::Result<(ExitStatus, String)> {
    let (input, output, errors) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let tell = async {
        if let (Some(mut input), Some(secret)) = (input, secret) {
            // A program that ends without reading has said why by its exit code.
            let _ = input.write_all(secret.expose().as_bytes()).await;
            let _ = input.write_all(b"\n").await;
        }
    };
    let wait = async {
        let status = child.wait().await;
        drop(ended);
        status
    };
    let (status, (), said, complaint) = tokio::join!(wait, tell, hear(output), hear(errors));
    let said = if complaint.trim().is_empty() { said } else { complaint };
    Ok((status?, said))
}

/// The beginning of what is said; the rest is read away so that nobody blocks on a full pipe.
async fn hear(pipe: Option<impl AsyncRead + Unpin>) -> String {
    let Some(mut pipe) = pipe else { return String::new() };
    let mut said = Vec::new();
    let _ = (&mut pipe).take(SAID_BYTES).read_to_end(&mut said).await;
    let _ = tokio::io::copy(&mut pipe, &mut tokio::io::sink()).await;
    String::from_utf8_lossy(&said).into_owned()
}

fn words(said: String, otherwise: &str) -> String {
    if said.trim().is_empty() { otherwise.to_owned() } else { said }
}
