//! A program from outside behind walls of its own: this very program, started as
//! `loket __jail TOOL PATH`, confines itself and then becomes that program. Knows no pipe's end and no
//! file of the daemon.
//!
//! What the program may still do: read what is installed (`/usr`, fonts), read its stdin, write its
//! stdout. The walls are put up here and not between fork and exec of the daemon, which has threads.
use super::super::tools::Tool;
use super::{Walls, denied, filter, landlock_word, limited, pages, whole};
use landlock::{
    ABI, Access, AccessFs, AccessNet, CompatLevel, Compatible, PathBeneath, PathFd, Ruleset,
    RulesetAttr, RulesetCreatedAttr, RulesetStatus, Scope,
};
use rustix::process::{Resource, Signal, getrlimit};
use std::ffi::OsString;
use std::fs::File;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

/// Seconds of processor time of one run; the wall-clock limit is the daemon's.
const CPU_SECONDS: u64 = 20;
/// What this program needs beside what it occupies, until it has become the other one.
const OWN_BYTES: u64 = 16 << 20;
/// Instead of a tool: put up the walls, try them, say what was found.
pub(in super::super) const PROBE: &str = "probe";

/// What programs and their libraries, fonts and data are read from, and started.
const INSTALLED: [&str; 4] = ["/usr", "/lib", "/lib64", "/bin"];
/// What they read beside it: the linker's list, the fonts' rules and their list.
const READ: [&str; 3] = ["/etc/fonts", "/etc/ld.so.cache", "/var/cache/fontconfig"];

/// Exit codes that are ours: the program never began.
const USAGE: i32 = 125;
const NOT_STARTED: i32 = 126;

/// Becomes the tool that the command line names, behind its walls; answers only where that failed. To
/// be called before anything else is started.
pub fn jail_main() -> i32 {
    // A daemon that is killed must not leave a program behind that still turns a hostile file over.
    // It holds beyond exec.
    let _ = rustix::process::set_parent_process_death_signal(Some(Signal::KILL));
    let mut words = std::env::args_os().skip(2);
    let (Some(tool), path) = (words.next(), words.next()) else { return USAGE };
    if tool == PROBE {
        return tried();
    }
    let (Some(tool), Some(path)) = (named(tool), path) else { return USAGE };
    let mut program = Command::new(&path);
    program
        .args(tool.arguments())
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("LC_ALL", "C.UTF-8")
        // One thread: the daemon counts the runs, not the threads within them.
        .env("OMP_THREAD_LIMIT", "1")
        .current_dir("/");
    confine(Some(Path::new(&path)), tool.memory_bytes());
    // Only comes back where it failed; whoever reads the exit code knows.
    let _ = program.exec();
    NOT_STARTED
}

fn named(tool: OsString) -> Option<Tool> {
    serde_json::from_str(&tool.into_string().ok()?).ok()
}

/// Puts up the walls; what the kernel cannot do is left out and reported, as for the child.
fn confine(program: Option<&Path>, memory_bytes: u64) -> Walls {
    let occupied = pages(&mut File::open("/proc/self/statm").ok(), 0).unwrap_or_default();
    let own = occupied.saturating_mul(rustix::param::page_size() as u64) + OWN_BYTES;
    let given = getrlimit(Resource::As).maximum.unwrap_or(u64::MAX);
    let memory = memory_bytes.max(own).min(given);
    let landlock = landlock_word(fence(program));
    let fork = whole(super::FORK);
    let seccomp = filter(&[denied_but_null(), fork].concat()).is_some();
    let limits = limited(&[
        (Resource::Core, 0),
        (Resource::Fsize, 0),
        (Resource::Nofile, 64),
        (Resource::Cpu, CPU_SECONDS),
        (Resource::As, memory),
    ]);
    Walls { landlock, seccomp, limits, memory_mib: memory >> 20 }
}

/// As for the child, but files may be opened for writing as far as Landlock lets them: `/dev/null`.
fn denied_but_null() -> Vec<(i64, Vec<seccompiler::SeccompRule>)> {
    denied().into_iter().filter(|(_, rules)| rules.is_empty()).collect()
}

/// What is installed may be read and started, nothing may be written but `/dev/null`, no port bound or
/// reached. Sets no_new_privs too.
fn fence(program: Option<&Path>) -> Option<RulesetStatus> {
    let abi = ABI::V6;
    let mut rules = Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(abi))
        .and_then(|r| r.handle_access(AccessNet::from_all(abi)))
        .and_then(|r| r.scope(Scope::from_all(abi)))
        .and_then(|r| r.create())
        .ok()?;
    let start = AccessFs::from_read(abi);
    let read = AccessFs::ReadFile | AccessFs::ReadDir;
    let null = AccessFs::ReadFile | AccessFs::WriteFile;
    let beneath = INSTALLED.iter().map(|place| (Path::new(place), start));
    let beneath = beneath.chain(READ.iter().map(|place| (Path::new(place), read)));
    let beneath = beneath.chain(program.map(|place| (place, start)));
    for (place, access) in beneath.chain([(Path::new("/dev/null"), null)]) {
        let Ok(place_fd) = PathFd::new(place) else { continue };
        // Rights of a folder are refused for a file.
        let access = if place.is_dir() { access } else { access & AccessFs::from_file(abi) };
        rules = rules.add_rule(PathBeneath::new(place_fd, access)).ok()?;
    }
    Some(rules.restrict_self().ok()?.ruleset)
}

/// The walls with nothing behind them, and what could be done all the same.
fn tried() -> i32 {
    let walls = confine(None, Tool::Upright { dpi: 0 }.memory_bytes());
    let mut open = super::probe();
    // Programs may read what is installed: what they must not is another process or thread.
    if File::open("/proc/self/environ").is_ok() {
        open.push("proc".into());
    }
    let said = serde_json::to_writer(std::io::stdout(), &(walls, open));
    if said.is_ok() { 0 } else { NOT_STARTED }
}
