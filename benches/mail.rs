//! How fast and at what memory mails are understood, beside simple baselines of the same run. Prints
//! figures and judges nothing: `cargo bench --bench mail [-- speed|memory|bombs]`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

// The test and the benchmark each use a part of it.
#[allow(dead_code)]
#[path = "../tests/bombs/mod.rs"]
mod bombs;

use bombs::watch::{self, Run};
use loket::mail::{TrustSettings, parse};
use mail_parser::MessageParser;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

/// How long each way of reading is repeated.
const SPELL: Duration = Duration::from_secs(3);

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    let asked = |name: &str| wanted.is_empty() || wanted.iter().any(|w| w == name);
    if asked("speed") {
        speed("corpus of the tests", &corpus());
        speed("requests with two papers of 60 KB", &requests());
    }
    if asked("memory") {
        memory();
    }
    if asked("bombs") {
        every_bomb();
    }
}

fn corpus() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/mail");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mails = files.filter(|path| path.extension().is_some_and(|e| e == "eml"));
    mails.map(|path| std::fs::read(path).unwrap()).collect()
}

fn requests() -> Vec<Vec<u8>> {
    let paper =
        data_encoding::BASE64.encode(&[b"%PDF-1.4\n".to_vec(), bombs::noise(60_000)].concat());
    let part = format!(
        "--b\r\nContent-Type: application/pdf; name=surat.pdf\r\nContent-Disposition: attachment\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n{paper}\r\n"
    );
    let words = "Yth. Helpdesk, terlampir surat permohonan dan SK.\r\nHormat kami\r\n".repeat(10);
    let one = |n: usize| {
        format!(
            "From: Uji <uji{n}@dinas.example>\r\nTo: loket@lpse.example\r\nSubject: Permohonan {n}\r\n\
             Message-ID: <{n}@dinas.example>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
             --b\r\nContent-Type: text/plain\r\n\r\n{words}{part}{part}--b--\r\n"
        )
        .into_bytes()
    };
    (0..20).map(one).collect()
}

/// Mails per second of one way of reading them.
fn rate(mails: &[Vec<u8>], read: impl Fn(&[u8])) -> f64 {
    mails.iter().for_each(|raw| read(raw));
    let begun = Instant::now();
    let mut done = 0u32;
    while begun.elapsed() < SPELL {
        mails.iter().for_each(|raw| read(raw));
        done += u32::try_from(mails.len()).unwrap();
    }
    f64::from(done) / begun.elapsed().as_secs_f64()
}

fn speed(name: &str, mails: &[Vec<u8>]) {
    let bytes: usize = mails.iter().map(Vec::len).sum();
    let trust = TrustSettings::default();
    let ours = rate(mails, |raw| drop(black_box(parse(raw, &trust))));
    let bare = rate(mails, |raw| drop(black_box(MessageParser::default().parse(raw))));
    let copy = rate(mails, |raw| drop(black_box(raw.to_vec())));
    println!("{name}: {} mails, {} KB on average", mails.len(), bytes / mails.len() / 1_000);
    println!("  understood (text, new words, kind, files with hashes) {ours:>10.0} mails/s");
    println!(
        "  split into parts by mail-parser alone                 {bare:>10.0} mails/s, {:.1} times",
        bare / ours
    );
    println!(
        "  copied                                                {copy:>10.0} mails/s, {:.1} times",
        copy / ours
    );
}

fn explain(raw: &[u8]) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let (file, answer) = (folder.path().join("surat.eml"), folder.path().join("jawaban.json"));
    std::fs::write(&file, raw).unwrap();
    let run = watch::explain(Path::new(env!("CARGO_BIN_EXE_loket")), &file, &answer);
    assert!(run.status.success());
    run
}

fn memory() {
    println!("`loket explain mail`, parent and confined child together:");
    let small = explain(b"From: a@b.example\r\nSubject: a\r\n\r\nisi\r\n");
    line("a mail of 40 bytes", 40, &small);
    for name in ["attachment_of_34_mb", "attachment_of_60_mb"] {
        let bomb = bombs::all().into_iter().find(|bomb| bomb.name == name).unwrap();
        let raw = (bomb.make)(bomb.full);
        line(name, raw.len(), &explain(&raw));
    }
}

fn line(name: &str, bytes: usize, run: &Run) {
    println!(
        "  {name:<42} {:>6.1} MB {:>5} ms {:>5} MiB",
        bytes as f64 / 1e6,
        run.took.as_millis(),
        run.peak_kb / 1024
    );
}

fn every_bomb() {
    let mut runs: Vec<(&str, usize, Run)> = Vec::new();
    for bomb in bombs::all() {
        let raw = (bomb.make)(bomb.full);
        runs.push((bomb.name, raw.len(), explain(&raw)));
    }
    println!("{} mail bombs at full size, each answered with exit code 0", runs.len());
    println!("slowest:");
    runs.sort_by_key(|(_, _, run)| std::cmp::Reverse(run.took));
    runs.iter().take(8).for_each(|(name, bytes, run)| line(name, *bytes, run));
    println!("largest:");
    runs.sort_by_key(|(_, _, run)| std::cmp::Reverse(run.peak_kb));
    runs.iter().take(8).for_each(|(name, bytes, run)| line(name, *bytes, run));
}
