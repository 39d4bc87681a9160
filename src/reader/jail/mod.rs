//! The walls around the child: limits, Landlock, a system-call filter. Knows no job.
//!
//! What it may still do: read and write the pipes it was born with, ask for memory up to its
//! limit, start its one work thread, end. The walls around a program from outside are [`program`]'s.
pub(super) mod program;

use landlock::{
    ABI, Access, AccessFs, AccessNet, CompatLevel, Compatible, Ruleset, RulesetAttr, RulesetStatus,
    Scope,
};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule, TargetArch, apply_filter,
};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

/// What holds, as the child found it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Walls {
    pub(super) landlock: String,
    pub(super) seccomp: bool,
    pub(super) limits: bool,
    pub(super) memory_mib: u64,
}

impl Walls {
    /// One line for `loket check`.
    pub(super) fn line(&self) -> String {
        format!(
            "landlock {}, seccomp {}, rlimits {} (memory {} MiB)",
            self.landlock,
            if self.seccomp { "on" } else { "OFF" },
            if self.limits { "on" } else { "OFF" },
            self.memory_mib
        )
    }
}

/// Confines the calling thread and all threads it starts. Never fails: what the kernel cannot do is
/// left out and reported.
///
/// `memory_bytes` is the address space; a limit from outside that is lower already stays.
pub(super) fn confine(memory_bytes: u64) -> Walls {
    let given = getrlimit(Resource::As).maximum.unwrap_or(u64::MAX);
    let memory = memory_bytes.min(given);
    let limits = limited(&[
        (Resource::As, memory),
        (Resource::Core, 0),
        (Resource::Fsize, 0),
        (Resource::Nofile, 32),
    ]);
    Walls {
        landlock: landlock_word(fence()),
        seccomp: filter(&[denied(), whole(EXEC)].concat()).is_some(),
        limits,
        memory_mib: memory >> 20,
    }
}

/// Sets each limit, for good; false where the kernel refused one.
fn limited(limits: &[(Resource, u64)]) -> bool {
    let set = |(what, most): &(Resource, u64)| {
        setrlimit(*what, Rlimit { current: Some(*most), maximum: Some(*most) }).is_ok()
    };
    limits.iter().filter(|limit| !set(limit)).count() == 0
}

fn landlock_word(status: Option<RulesetStatus>) -> String {
    let word = match status {
        Some(RulesetStatus::FullyEnforced) => "full",
        Some(RulesetStatus::PartiallyEnforced) => "partial",
        _ => "OFF",
    };
    word.into()
}

/// After this the thread can start no other and no process; the last wall, for the work thread.
pub(super) fn stay_alone() -> bool {
    filter(&whole(FORK)).is_some()
}

/// No path may be opened, no port bound or reached. Sets no_new_privs too.
fn fence() -> Option<RulesetStatus> {
    let abi = ABI::V6;
    let status = Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(abi))
        .and_then(|r| r.handle_access(AccessNet::from_all(abi)))
        .and_then(|r| r.scope(Scope::from_all(abi)))
        .and_then(|r| r.create())
        .and_then(|r| r.restrict_self())
        .ok()?;
    Some(status.ruleset)
}

/// The calls a reader never needs.
const DENIED: &[i64] = &[
    libc::SYS_socket,
    libc::SYS_socketpair,
    libc::SYS_connect,
    libc::SYS_bind,
    libc::SYS_listen,
    libc::SYS_accept,
    libc::SYS_accept4,
    libc::SYS_sendto,
    libc::SYS_sendmsg,
    libc::SYS_sendmmsg,
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_bpf,
    libc::SYS_perf_event_open,
    libc::SYS_userfaultfd,
    libc::SYS_io_uring_setup,
    libc::SYS_io_uring_enter,
    libc::SYS_io_uring_register,
    libc::SYS_mount,
    libc::SYS_umount2,
    libc::SYS_pivot_root,
    libc::SYS_chroot,
    libc::SYS_unshare,
    libc::SYS_setns,
    libc::SYS_keyctl,
    libc::SYS_add_key,
    libc::SYS_request_key,
    libc::SYS_kill,
    libc::SYS_tkill,
    libc::SYS_pidfd_open,
    libc::SYS_pidfd_getfd,
    libc::SYS_pidfd_send_signal,
    libc::SYS_kexec_load,
    libc::SYS_init_module,
    libc::SYS_finit_module,
    libc::SYS_delete_module,
    libc::SYS_memfd_create,
    libc::SYS_openat2,
    libc::SYS_open_by_handle_at,
    libc::SYS_linkat,
    libc::SYS_symlinkat,
    libc::SYS_unlinkat,
    libc::SYS_renameat2,
    libc::SYS_mkdirat,
    libc::SYS_mknodat,
    libc::SYS_fchmodat,
    libc::SYS_fchownat,
    libc::SYS_truncate,
    libc::SYS_setuid,
    libc::SYS_setgid,
    libc::SYS_setresuid,
    libc::SYS_setresgid,
];

/// The same by their older names.
#[cfg(target_arch = "x86_64")]
const DENIED_OLD: &[i64] = &[
    libc::SYS_creat,
    libc::SYS_link,
    libc::SYS_symlink,
    libc::SYS_unlink,
    libc::SYS_rename,
    libc::SYS_renameat,
    libc::SYS_mkdir,
    libc::SYS_rmdir,
    libc::SYS_mknod,
    libc::SYS_chmod,
    libc::SYS_chown,
    libc::SYS_lchown,
];
#[cfg(not(target_arch = "x86_64"))]
const DENIED_OLD: &[i64] = &[];

/// Another program takes this one's place.
const EXEC: &[i64] = &[libc::SYS_execve, libc::SYS_execveat];

/// Another process or thread begins.
#[cfg(target_arch = "x86_64")]
const FORK: &[i64] = &[libc::SYS_clone, libc::SYS_clone3, libc::SYS_fork, libc::SYS_vfork];
#[cfg(not(target_arch = "x86_64"))]
const FORK: &[i64] = &[libc::SYS_clone, libc::SYS_clone3];

fn whole(calls: &[i64]) -> Vec<(i64, Vec<SeccompRule>)> {
    calls.iter().map(|call| (*call, Vec::new())).collect()
}

/// What [`filter`] answers with EPERM, in a child and in a program.
fn denied() -> Vec<(i64, Vec<SeccompRule>)> {
    let mut rules = [whole(DENIED), whole(DENIED_OLD)].concat();
    rules.push((libc::SYS_openat, opens_for_writing(2)));
    #[cfg(target_arch = "x86_64")]
    rules.push((libc::SYS_open, opens_for_writing(1)));
    rules
}

/// Open with write access or creation, by the flags in argument `at`. Reading is Landlock's to
/// refuse: the C library opens files of its own where Landlock is missing.
fn opens_for_writing(at: u8) -> Vec<SeccompRule> {
    [libc::O_WRONLY, libc::O_RDWR, libc::O_CREAT]
        .into_iter()
        .filter_map(|flag| u64::try_from(flag).ok())
        .filter_map(|flag| {
            let set = SeccompCmpOp::MaskedEq(flag);
            SeccompCondition::new(at, SeccompCmpArgLen::Dword, set, flag).ok()
        })
        .filter_map(|condition| SeccompRule::new(vec![condition]).ok())
        .collect()
}

fn filter(rules: &[(i64, Vec<SeccompRule>)]) -> Option<()> {
    let arch = TargetArch::try_from(std::env::consts::ARCH).ok()?;
    let errno = u32::try_from(libc::EPERM).ok()?;
    let filter = SeccompFilter::new(
        rules.iter().cloned().collect(),
        SeccompAction::Allow,
        SeccompAction::Errno(errno),
        arch,
    )
    .ok()?;
    let program: BpfProgram = filter.try_into().ok()?;
    apply_filter(&program).ok()
}

/// Tries what must not be possible; the names of what was possible all the same.
pub(super) fn probe() -> Vec<String> {
    let mut open: Vec<String> = Vec::new();
    if std::net::UdpSocket::bind("127.0.0.1:0").is_ok() {
        open.push("socket".into());
    }
    if std::net::TcpStream::connect("127.0.0.1:9")
        .is_err_and(|e| e.kind() != std::io::ErrorKind::PermissionDenied)
    {
        open.push("connect".into());
    }
    if std::fs::read("/etc/passwd").is_ok() {
        open.push("read".into());
    }
    let target = std::env::temp_dir().join(format!("loket-probe-{}", std::process::id()));
    if std::fs::File::create(&target).is_ok() {
        open.push("write".into());
    }
    if std::process::Command::new("/bin/true").spawn().is_ok() {
        open.push("exec".into());
    }
    if std::thread::Builder::new().spawn(|| ()).is_ok() {
        open.push("thread".into());
    }
    open
}

/// A number of `/proc/self/statm`, in pages: 0 is the address space, 1 what is resident.
pub(super) fn pages(statm: &mut Option<File>, which: usize) -> Option<u64> {
    let file = statm.as_mut()?;
    let mut words = String::new();
    file.seek(SeekFrom::Start(0)).and_then(|_| file.read_to_string(&mut words)).ok()?;
    words.split_whitespace().nth(which)?.parse().ok()
}
