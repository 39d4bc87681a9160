//! From the section `[papers]` to the rooms that look at papers. Knows settings and files of
//! certificates, no paper.
use super::build::{BuildError, bad};
use crate::clock::Clock;
use crate::config::{ScannerPlace, Settings};
use crate::malware::{Door, Scanner, ScannerSettings};
use crate::reader::ReaderSettings;
use std::sync::Arc;
use std::time::Duration;

/// How papers are read, and whose signatures on them are believed.
pub fn reader(settings: &Settings, clock: Arc<dyn Clock>) -> Result<ReaderSettings, BuildError> {
    let roots = settings.papers.roots();
    let roots = roots.map_err(|why| bad(format!("papers.signature_roots: {why}")))?;
    let usual = ReaderSettings::default();
    let abreast = match usize::try_from(settings.papers.read_at_once).unwrap_or(1) {
        0 => usual.abreast,
        chosen => chosen,
    };
    let paper_timeout = Duration::from_secs(settings.papers.read_timeout_seconds);
    let tool_folders = settings.papers.program_folders.clone();
    Ok(ReaderSettings { roots, clock, abreast, paper_timeout, tool_folders, ..usual })
}

/// The malware scanner, where one is configured.
pub fn scanner(settings: &Settings) -> Option<Scanner> {
    let papers = &settings.papers;
    let door = match papers.scanner()? {
        ScannerPlace::Socket(path) => Door::Socket(path),
        ScannerPlace::Loopback(address) => Door::Tcp(address),
    };
    Some(Scanner::new(ScannerSettings {
        door,
        timeout: Duration::from_secs(papers.clamav_timeout_seconds),
        most_bytes: papers.clamav_max_bytes,
    }))
}
