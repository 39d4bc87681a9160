//! Mail into `<dir>/<address>/{tmp,new,cur}`: what the demo and the tests read. Knows files only.
//! A mail's name comes from its own Message-ID and Date, so a repeat replaces instead of doubling.
use super::{Envelope, Outcome, Phase};
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A directory of Maildirs, one for each address.
#[derive(Debug)]
pub struct MaildirSink {
    dir: PathBuf,
    to: Option<PathBuf>,
}

impl MaildirSink {
    pub fn new(dir: PathBuf) -> MaildirSink {
        MaildirSink { dir, to: None }
    }

    /// See [`super::Sink::begin`].
    pub async fn begin(&mut self, envelope: &Envelope) -> Result<(), Outcome> {
        self.to = None;
        let Some(folder) = folder_name(&envelope.to) else {
            let text = "not an address a folder can be named after".to_owned();
            return Err(Outcome::Permanent { phase: Phase::Rcpt, code: None, text });
        };
        let path = self.dir.join(folder);
        for part in ["tmp", "new", "cur"] {
            if let Err(error) = fs::create_dir_all(path.join(part)) {
                let text = format!("{}: {error}", path.display());
                return Err(Outcome::Temporary { phase: Phase::Rcpt, text });
            }
        }
        self.to = Some(path);
        Ok(())
    }

    /// See [`super::Sink::data`].
    pub async fn data(&mut self, bytes: &[u8]) -> Outcome {
        let Some(path) = self.to.take() else {
            let text = "no recipient was accepted before".to_owned();
            return Outcome::Temporary { phase: Phase::Data, text };
        };
        let bytes = bytes.to_vec();
        let work = tokio::task::spawn_blocking(move || put(&path, &bytes)).await;
        match work.map_err(io::Error::other).and_then(|result| result) {
            Ok(name) => Outcome::Accepted { reply: format!("250 {name}") },
            Err(error) => Outcome::Temporary { phase: Phase::Data, text: error.to_string() },
        }
    }

    pub fn abandon(&mut self) {
        self.to = None;
    }

    /// See [`super::Sink::check`].
    pub async fn check(&mut self) -> Result<Vec<String>, String> {
        fs::create_dir_all(&self.dir)
            .map_err(|error| format!("{}: {error}", self.dir.display()))?;
        Ok(vec![format!("Maildir keluar: {}", self.dir.display())])
    }
}

/// The address in lower case, if it is harmless as the name of a folder.
fn folder_name(address: &str) -> Option<String> {
    let (local, domain) = address.rsplit_once('@')?;
    let harmless = |c: char| !c.is_control() && !c.is_whitespace() && !matches!(c, '/' | '\\');
    let fine = !local.is_empty()
        && !domain.is_empty()
        && !address.starts_with('.')
        && address.len() <= 200
        && address.chars().all(harmless);
    fine.then(|| address.to_lowercase())
}

/// Durable before it is visible: write and fsync in `tmp`, rename to `new`, fsync the folder.
fn put(path: &Path, bytes: &[u8]) -> io::Result<String> {
    let name = file_name(bytes);
    for seen in [name.clone(), format!("{name}:2,"), format!("{name}:2,S")] {
        if path.join("cur").join(seen).exists() {
            return Ok(name);
        }
    }
    let tmp = path.join("tmp").join(&name);
    let mut file = File::create(&tmp)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&tmp, path.join("new").join(&name))?;
    File::open(path.join("new"))?.sync_all()?;
    Ok(name)
}

/// `<seconds of Date>.<hash of the Message-ID>.loket`; without one, the hash of all bytes.
fn file_name(bytes: &[u8]) -> String {
    let seconds = header(bytes, "date")
        .and_then(|date| {
            jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(date.trim()).ok()
        })
        .map_or(0, |date| date.as_second());
    let id = header(bytes, "message-id").unwrap_or_default();
    let digest = match id.trim() {
        "" => Sha256::digest(bytes),
        id => Sha256::digest(id.as_bytes()),
    };
    let hash = data_encoding::HEXLOWER.encode(digest.get(..16).unwrap_or_default());
    format!("{seconds}.{hash}.loket")
}

/// The first header of that name, unfolded.
fn header(bytes: &[u8], wanted: &str) -> Option<String> {
    let mut value: Option<String> = None;
    for line in bytes.split(|byte| *byte == b'\n') {
        let line = String::from_utf8_lossy(line);
        let line = line.trim_end_matches('\r');
        if line.is_empty() {
            break;
        }
        match (&mut value, line.starts_with([' ', '\t'])) {
            (Some(value), true) => value.push_str(line),
            (Some(_), false) => break,
            (None, true) => {}
            (None, false) => {
                let (name, rest) = line.split_once(':').unwrap_or((line, ""));
                if name.trim_end().eq_ignore_ascii_case(wanted) {
                    value = Some(rest.to_owned());
                }
            }
        }
    }
    value
}
