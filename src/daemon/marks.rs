//! What the digest needs of the settings: when and to whom it goes, and fingerprints of the files in
//! force, so that it can say which of them changed.
use crate::config::Settings;
use crate::schedule::{DigestSettings, Marks};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// Most files of the operator's own templates that are looked at.
const TEMPLATES_MAX: usize = 2_000;

/// When and to whom the digest goes.
pub fn digest(settings: &Settings) -> DigestSettings {
    let digest = &settings.digest;
    DigestSettings {
        time: digest.time,
        to: digest.to.clone(),
        calendar_weeks: digest.calendar_weeks,
    }
}

/// Settings (secrets are not among them), calendar, people and templates. A file that is not there has
/// no mark: the built-in one is in force.
pub fn marks(settings: &Settings) -> Marks {
    let mut marks = Marks::new();
    let mut put = |name: &str, bytes: Option<Vec<u8>>| {
        if let Some(bytes) = bytes {
            marks.insert(name.to_owned(), HEXLOWER.encode(&Sha256::digest(&bytes)));
        }
    };
    put("loket.toml", serde_json::to_vec(settings).ok());
    put("calendar.toml", std::fs::read(&settings.calendar).ok());
    put("calendar-setempat.toml", std::fs::read(&settings.calendar_local).ok());
    put("people.toml", std::fs::read(&settings.people).ok());
    put("templates", settings.templates_dir.as_deref().map(templates));
    marks
}

/// Names and contents of all template files, in one order.
fn templates(dir: &Path) -> Vec<u8> {
    let mut files = Vec::new();
    gather(dir, &mut files);
    files.sort();
    let mut all = Vec::new();
    for file in files {
        all.extend_from_slice(file.as_os_str().as_encoded_bytes());
        let bytes = std::fs::read(&file).unwrap_or_default();
        all.extend_from_slice(&(bytes.len() as u64).to_be_bytes());
        all.extend_from_slice(&bytes);
    }
    all
}

fn gather(dir: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(dir) else { return };
    for entry in entries.flatten() {
        let is_dir = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if files.len() >= TEMPLATES_MAX {
            return;
        }
        match is_dir {
            true => gather(&entry.path(), files),
            false => files.push(entry.path()),
        }
    }
}
