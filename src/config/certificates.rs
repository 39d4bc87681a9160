//! Certificates pinned to staff in `people.toml`: a fingerprint, or a file beside it that holds the
//! certificate. Knows files and what a certificate must be fit for; asks no clock, so that an expired one
//! does not keep the daemon from starting (its signatures do not count, that is all).
use super::error::SettingsError;
use crate::mail::address::same_address;
use crate::signature::Certificate;
use data_encoding::HEXLOWER_PERMISSIVE;
use std::io::Read;
use std::path::Path;

/// More certificates than one person has at a time, the last one and the next included.
const CERTIFICATES_MAX: usize = 5;
/// A certificate with its chain as PEM.
const FILE_MAX_BYTES: u64 = 64 * 1024;
const PREFIX: &str = "sha256:";

/// The fingerprints (hex, lower case) of what a person's list names. `folder` is where files lie.
pub(super) fn pinned(
    listed: &[String],
    addresses: &[String],
    folder: Option<&Path>,
) -> Result<Vec<String>, String> {
    if listed.len() > CERTIFICATES_MAX {
        return Err(format!("memuat lebih dari {CERTIFICATES_MAX} sertifikat"));
    }
    let mut found: Vec<String> = Vec::new();
    for entry in listed {
        let fingerprint = match entry.strip_prefix(PREFIX) {
            Some(digits) => fingerprint(digits).ok_or_else(|| {
                format!("berisi `{entry}`, bukan {PREFIX} dengan 64 angka heksadesimal")
            })?,
            None => of_file(entry, addresses, folder)?,
        };
        if found.contains(&fingerprint) {
            return Err(format!("menyebut `{entry}` dua kali"));
        }
        found.push(fingerprint);
    }
    Ok(found)
}

/// As `openssl x509 -fingerprint -sha256` writes it, with colons, or without.
fn fingerprint(digits: &str) -> Option<String> {
    let digits = digits.trim().replace(':', "").to_ascii_lowercase();
    let bytes = HEXLOWER_PERMISSIVE.decode(digits.as_bytes()).ok()?;
    (bytes.len() == 32).then_some(digits)
}

fn of_file(name: &str, addresses: &[String], folder: Option<&Path>) -> Result<String, String> {
    let Some(folder) = folder else {
        return Err(format!("berisi `{name}`: berkas tidak dapat dibaca di sini"));
    };
    let bytes = read(&folder.join(name)).map_err(|why| format!("menyebut `{name}`: {why}"))?;
    let certificate =
        Certificate::read(&bytes).map_err(|why| format!("menyebut `{name}`: {why}"))?;
    let his = |one: &String| addresses.iter().any(|address| same_address(one, address));
    let refusal = if !certificate.has_known_key() {
        "jenis kuncinya tidak didukung (RSA, ECDSA P-256 atau P-384)"
    } else if !certificate.may_sign || !certificate.for_mail {
        "sertifikat itu tidak diterbitkan untuk menandatangani surat"
    } else if !certificate.addresses.iter().any(his) {
        "sertifikat itu tidak memuat satu pun alamat orang ini"
    } else {
        return Ok(certificate.sha256);
    };
    Err(format!("menyebut `{name}`: {refusal}"))
}

/// A small file of certificates; `Err` is the end of a sentence.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, String> {
    let file = std::fs::File::open(path).map_err(|e| format!("tidak dapat dibaca ({e})"))?;
    let mut bytes = Vec::new();
    file.take(FILE_MAX_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| format!("tidak dapat dibaca ({e})"))?;
    if bytes.len() as u64 > FILE_MAX_BYTES {
        return Err("lebih dari 64 KiB, bukan sertifikat".into());
    }
    Ok(bytes)
}

/// One certificate is one person's, as one address is.
pub(super) fn shared(file: &str, id: &str, other: &str) -> SettingsError {
    let why = format!("pada {id} berisi sertifikat yang juga milik {other}");
    SettingsError::value(file, "person.certificates", why)
}
