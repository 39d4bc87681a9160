//! How papers are looked at: whose signatures are believed, and the malware scanner. Knows no IO but
//! the file of certificates.
use super::check::Refusal;
use super::words::{optional_path, optional_word};
use crate::signature::Roots;
use serde::{Deserialize, Serialize};
use std::net::SocketAddr;
use std::path::PathBuf;

/// The section `[papers]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Papers {
    /// PEM file of the authorities whose electronic signatures are believed, their issuing authorities
    /// in the same file; `None` means that no chain is.
    #[serde(deserialize_with = "optional_path")]
    pub signature_roots: Option<PathBuf>,
    /// The whole of reading one paper; several of one mail have somewhat more.
    pub read_timeout_seconds: u64,
    /// Papers that are read at once; 0 means one a core.
    pub read_at_once: u64,
    /// Where pdftotext, pdftoppm and tesseract are looked for, in this order.
    pub program_folders: Vec<PathBuf>,
    /// clamd: the path of its socket, or `HOST:PORT` on this machine; `None` means that nothing is scanned.
    #[serde(deserialize_with = "optional_word")]
    pub clamav: Option<String>,
    /// The whole of one scan.
    pub clamav_timeout_seconds: u64,
    /// Larger files are not sent to it; the same as its `StreamMaxLength`, or less.
    pub clamav_max_bytes: u64,
}

impl Default for Papers {
    fn default() -> Papers {
        Papers {
            signature_roots: None,
            read_timeout_seconds: 120,
            read_at_once: 0,
            program_folders: vec!["/usr/bin".into(), "/usr/local/bin".into()],
            clamav: None,
            clamav_timeout_seconds: 60,
            clamav_max_bytes: 25 * 1024 * 1024,
        }
    }
}

/// Where a scanner is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScannerPlace {
    Socket(PathBuf),
    Loopback(SocketAddr),
}

impl Papers {
    /// Where clamd is; `None` where none is configured.
    pub fn scanner(&self) -> Option<ScannerPlace> {
        place(self.clamav.as_deref()?).ok()
    }

    /// The authorities whose signatures are believed: none where no file is named, else all of the file
    /// or the end of a sentence.
    pub fn roots(&self) -> Result<Roots, String> {
        let Some(path) = &self.signature_roots else { return Ok(Roots::default()) };
        let told = |why: String| format!("{} {why}", path.display());
        let bytes = super::certificates::read(path).map_err(told)?;
        Roots::read(&bytes).map_err(|why| told(why.to_string()))
    }
}

/// A path with a slash in front, else a port of this machine.
fn place(word: &str) -> Result<ScannerPlace, &'static str> {
    if word.starts_with('/') {
        return Ok(ScannerPlace::Socket(PathBuf::from(word)));
    }
    let address = word.replacen("localhost:", "127.0.0.1:", 1).parse::<SocketAddr>();
    // The files of strangers go over it as they are, and nobody proves that he is clamd.
    match address {
        Ok(address) if address.ip().is_loopback() && address.port() > 0 => {
            Ok(ScannerPlace::Loopback(address))
        }
        _ => Err("harus jalur lengkap soket clamd, atau 127.0.0.1:PORT di mesin ini sendiri"),
    }
}

/// Refuses what cannot be meant.
pub(super) fn check(papers: &Papers) -> Result<(), Refusal> {
    if let Some(word) = &papers.clamav {
        place(word).map_err(|why| ("clamav", why.to_owned()))?;
    }
    if !papers.program_folders.iter().all(|folder| folder.is_absolute()) {
        return Err(("program_folders", "harus jalur lengkap".to_owned()));
    }
    for (key, value, low, high) in [
        ("read_timeout_seconds", papers.read_timeout_seconds, 10, 200),
        ("read_at_once", papers.read_at_once, 0, 32),
        ("clamav_timeout_seconds", papers.clamav_timeout_seconds, 1, 600),
        ("clamav_max_bytes", papers.clamav_max_bytes, 64 * 1024, 4 * 1024 * 1024 * 1024),
    ] {
        if !(low..=high).contains(&value) {
            return Err((key, format!("bernilai {value}; harus {low} sampai {high}")));
        }
    }
    Ok(())
}
