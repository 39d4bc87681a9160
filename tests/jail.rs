//! Programs from outside behind their walls: what a hostile one could still do, and that whatever it
//! does costs one run.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
use loket::document::{Method, PaperKind};
use loket::reader::{ReaderSettings, Workers};
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const LOKET: &str = env!("CARGO_BIN_EXE_loket");

/// A program that takes the place of a real one.
fn program(folder: &Path, name: &str, script: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, script).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path
}

/// What it answers behind its walls, given `input`.
fn jailed(path: &Path, input: &[u8]) -> (Option<i32>, String) {
    let mut child = Command::new(LOKET)
        .args(["__jail", "\"pdf_text\""])
        .arg(path)
        .env("LOKET_SECRET", "rahasia")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    let done = child.wait_with_output().unwrap();
    (done.status.code(), String::from_utf8_lossy(&done.stdout).into_owned())
}

const HOSTILE: &str = r#"#!/usr/bin/python3
import os, resource, socket, sys, threading
def tried(name, act):
    try:
        act()
        print(name, "POSSIBLE")
    except Exception as error:
        print(name, "refused")
tried("passwd", lambda: open("/etc/passwd").read())
tried("itself", lambda: open("/proc/self/environ").read())
tried("parent", lambda: open(f"/proc/{os.getppid()}/environ").read())
tried("folder", lambda: os.listdir("/tmp"))
tried("write", lambda: open("/tmp/loket-jail-was-here", "w"))
tried("home", lambda: os.listdir(os.path.expanduser("~root")))
tried("socket", lambda: socket.socket())
tried("unix", lambda: socket.socket(socket.AF_UNIX))
tried("fork", os.fork)
tried("thread", lambda: threading.Thread(target=print).start())
tried("kill", lambda: os.kill(os.getppid(), 0))
tried("memory", lambda: bytearray(1 << 30))
tried("rename", lambda: os.rename("/usr/bin/true", "/usr/bin/false"))
for name in ["CORE", "FSIZE", "NOFILE", "CPU"]:
    print(name, resource.getrlimit(getattr(resource, "RLIMIT_" + name))[1])
print("environment", sorted(set(os.environ) - {"LC_CTYPE"}))
print("arguments", sys.argv[1:])
print("input", sys.stdin.read())
open("/dev/null", "w").write("x")
"#;

#[test]
fn a_hostile_program_can_open_nothing_and_start_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let hostile = program(folder.path(), "pdftotext", HOSTILE);
    let (code, said) = jailed(&hostile, b"halo");
    assert_eq!(code, Some(0), "{said}");
    assert!(!said.contains("POSSIBLE"), "{said}");
    assert_eq!(said.matches("refused").count(), 13, "{said}");
    for line in [
        "CORE 0",
        "FSIZE 0",
        "NOFILE 64",
        "CPU 20",
        "environment ['LC_ALL', 'OMP_THREAD_LIMIT', 'PATH']",
        "arguments ['-layout', '-enc', 'UTF-8', '-l', '60', '-', '-']",
        "input halo",
    ] {
        assert!(said.lines().any(|said| said == line), "{line}: {said}");
    }
}

#[test]
fn only_a_tool_is_run_and_only_with_our_words() {
    for arguments in [&[][..], &["\"sh\"", "/bin/sh"], &["pdf_text", "/bin/sh"], &["\"pdf_text\""]]
    {
        let done = Command::new(LOKET).arg("__jail").args(arguments).output().unwrap();
        assert_eq!(done.status.code(), Some(125), "{arguments:?}");
    }
    let done = Command::new(LOKET).args(["__jail", "\"pdf_text\"", "/nonexistent"]).output();
    assert_eq!(done.unwrap().status.code(), Some(126));
}

fn workers(folder: &Path, seconds: u64) -> Workers {
    Workers::new(ReaderSettings {
        program: LOKET.into(),
        paper_timeout: Duration::from_secs(seconds),
        tool_folders: vec![folder.to_owned()],
        ..ReaderSettings::default()
    })
}

/// A small picture file with dark bars in it.
fn picture() -> Vec<u8> {
    let mut points = vec![255u8; 240 * 320];
    for row in (40..280).step_by(20) {
        points[row * 240 + 30..row * 240 + 200].fill(30);
        points[(row + 1) * 240 + 30..(row + 1) * 240 + 200].fill(30);
    }
    png(240, 320, &points)
}

/// A grey PNG.
fn png(width: u32, height: u32, points: &[u8]) -> Vec<u8> {
    let mut rows = Vec::new();
    for row in points.chunks(width as usize) {
        rows.push(0);
        rows.extend_from_slice(row);
    }
    let chunk = |kind: &[u8; 4], data: &[u8]| {
        let mut out = u32::try_from(data.len()).unwrap().to_be_bytes().to_vec();
        let body = [kind.as_slice(), data].concat();
        out.extend_from_slice(&body);
        out.extend_from_slice(&crc(&body).to_be_bytes());
        out
    };
    let size = [width.to_be_bytes(), height.to_be_bytes()].concat();
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(&rows, 1);
    [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(b"IHDR", &[size, vec![8, 0, 0, 0, 0]].concat()),
        chunk(b"IDAT", &packed),
        chunk(b"IEND", b""),
    ]
    .concat()
}

/// CRC-32 of ISO 3309, as PNG has it.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, byte| {
        (0..8)
            .fold(crc ^ u32::from(*byte), |c, _| (c >> 1) ^ (0xedb8_8320 & (c & 1).wrapping_neg()))
    })
}

/// Processes whose command line names the folder.
fn at_work(folder: &Path) -> usize {
    let named = |entry: &std::fs::DirEntry| {
        let line = std::fs::read(entry.path().join("cmdline")).unwrap_or_default();
        String::from_utf8_lossy(&line).contains(&*folder.to_string_lossy())
    };
    std::fs::read_dir("/proc").unwrap().flatten().filter(|entry| named(entry)).count()
}

fn until(what: &str, condition: impl Fn() -> bool) {
    let begun = Instant::now();
    while !condition() {
        assert!(begun.elapsed() < Duration::from_secs(60), "{what}");
        std::thread::yield_now();
    }
}

/// Never ends, and needs the folder's name in its command line to be found.
const ENDLESS: &str = "#!/usr/bin/python3\nimport time\ntime.sleep(600)\n";

#[tokio::test]
async fn a_program_that_hangs_is_killed_and_the_page_is_named_unread() {
    let folder = tempfile::tempdir().unwrap();
    program(folder.path(), "tesseract", ENDLESS);
    let begun = Instant::now();
    let reading = workers(folder.path(), 15).read_file(&picture(), "SK Admin Agency.png").await;
    assert!(begun.elapsed() < Duration::from_secs(40), "{:?}", begun.elapsed());
    // What the name says is left, and a person is asked.
    assert!(reading.confidence < loket::document::Reading::SURE);
    assert!(reading.warnings.iter().any(|w| w.contains("perlu dilihat petugas")), "{reading:?}");
    until("the program is gone", || at_work(folder.path()) == 0);
}

#[test]
fn programs_die_with_the_one_who_started_them() {
    let folder = tempfile::tempdir().unwrap();
    program(folder.path(), "tesseract", ENDLESS);
    let papers = tempfile::tempdir().unwrap();
    let file = papers.path().join("foto.png");
    std::fs::write(&file, picture()).unwrap();
    let config = papers.path().join("loket.toml");
    let text = format!(
        "[office]\naddress = \"uji@lpse.example\"\n[[mailbox]]\nkind = \"maildir\"\npath = \"{papers}\"\n\
         [smtp]\nkind = \"maildir\"\npath = \"{papers}\"\n[papers]\nprogram_folders = [\"{}\"]\n",
        folder.path().display(),
        papers = papers.path().display()
    );
    std::fs::write(&config, text).unwrap();
    let mut child = Command::new(LOKET)
        .args(["explain", "document", "--json"])
        .arg(&file)
        .arg("--config")
        .arg(&config)
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    until("the program is at work", || at_work(folder.path()) > 0);
    child.kill().unwrap();
    child.wait().unwrap();
    until("the program is gone", || at_work(folder.path()) == 0);
}

#[tokio::test]
async fn a_program_that_talks_without_end_is_cut_short() {
    let folder = tempfile::tempdir().unwrap();
    program(folder.path(), "tesseract", "#!/usr/bin/yes\n");
    let begun = Instant::now();
    let reading = workers(folder.path(), 60).read_file(&picture(), "foto.png").await;
    assert!(begun.elapsed() < Duration::from_secs(55), "{:?}", begun.elapsed());
    assert_eq!((reading.kind, reading.method), (PaperKind::Unreadable, Method::None));
}

#[tokio::test]
async fn without_its_language_tesseract_reads_nothing_and_a_person_is_asked() {
    let folder = tempfile::tempdir().unwrap();
    program(folder.path(), "tesseract", "#!/bin/sh\nexit 1\n");
    let workers = workers(folder.path(), 60);
    let reading = workers.read_file(&picture(), "foto.png").await;
    assert_eq!(reading.kind, PaperKind::Unreadable);
    assert!(reading.warnings.iter().any(|w| w.contains("perlu dilihat petugas")), "{reading:?}");
}
