//! Small values of the settings file: an empty word that means "none", a list of roles, and where
//! a secret is kept. The secret itself is never a value here.
use super::error::SettingsError;
use super::settings::absolute;
use crate::workflow::actor::Role;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::io::Read;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Longest secret that is read: a password, never a document.
const SECRET_MAX_BYTES: u64 = 4096;
const CREDENTIAL: &str = "credential:";

/// TOML has no null: an empty word means that the key is not set.
pub(super) fn optional_word<'de, D: Deserializer<'de>>(
    input: D,
) -> Result<Option<String>, D::Error> {
    let word = Option::<String>::deserialize(input)?;
    Ok(word.map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()))
}

pub(super) fn optional_path<'de, D: Deserializer<'de>>(
    input: D,
) -> Result<Option<PathBuf>, D::Error> {
    Ok(optional_word(input)?.map(PathBuf::from))
}

/// The words for roles in `loket.toml` and `people.toml`.
pub(super) const ROLES: [(&str, Role); 4] = [
    ("admin_ppe", Role::AdminPpe),
    ("helpdesk", Role::Helpdesk),
    ("front_office", Role::FrontOffice),
    ("supervisor", Role::Supervisor),
];

/// A role of staff by its word; `Err` is the end of a sentence.
pub(super) fn role(word: &str) -> Result<Role, String> {
    let known = ROLES.iter().find(|(name, _)| *name == word).map(|(_, role)| *role);
    let words = || ROLES.map(|(name, _)| name).join(", ");
    known.ok_or_else(|| format!("berisi peran `{word}`; pilihannya: {}", words()))
}

pub(super) fn roles<'de, D: Deserializer<'de>>(input: D) -> Result<Vec<Role>, D::Error> {
    let words = Vec::<String>::deserialize(input)?;
    words.iter().map(|word| role(word).map_err(serde::de::Error::custom)).collect()
}

pub(super) fn role_words<S: Serializer>(roles: &[Role], out: S) -> Result<S::Ok, S::Error> {
    out.collect_seq(roles)
}

/// Where a secret is kept (`security.md` A6-103).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecretSource {
    /// A file that only its owner may read.
    File(PathBuf),
    /// `$CREDENTIALS_DIRECTORY/NAME` (systemd `LoadCredential=`).
    Credential(String),
}

impl SecretSource {
    /// Reads `"/path"` or `"credential:name"`; an empty word means none.
    pub(super) fn optional<'de, D: Deserializer<'de>>(
        input: D,
    ) -> Result<Option<SecretSource>, D::Error> {
        Ok(optional_word(input)?.map(|word| match word.strip_prefix(CREDENTIAL) {
            Some(name) => SecretSource::Credential(name.to_owned()),
            None => SecretSource::File(PathBuf::from(word)),
        }))
    }

    /// Refuses a file that others may read. A file that is not there yet, or a credential, passes.
    pub fn check_mode(&self, key: &str) -> Result<(), SettingsError> {
        match self {
            SecretSource::File(path) => refuse_open_file(path, key),
            SecretSource::Credential(_) => Ok(()),
        }
    }

    /// The secret, without the line end an editor leaves. `key` names the setting in an error.
    pub fn read(&self, key: &str) -> Result<Zeroizing<String>, SettingsError> {
        let refused = |why: String| SettingsError::Secret { key: key.to_owned(), why };
        let path = match self {
            SecretSource::File(path) => path.clone(),
            SecretSource::Credential(name) => {
                let plain = !name.is_empty() && !name.contains('/') && name != "..";
                let folder = std::env::var_os("CREDENTIALS_DIRECTORY").filter(|_| plain);
                folder.map(|folder| PathBuf::from(folder).join(name)).ok_or_else(|| {
                    refused(format!(
                        "kredensial systemd `{name}` tidak tersedia; isi LoadCredential= pada unit atau pakai berkas"
                    ))
                })?
            }
        };
        self.check_mode(key)?;
        let unreadable = |e: std::io::Error| refused(format!("{}: {e}", path.display()));
        let file = std::fs::File::open(&path).map_err(unreadable)?;
        let mut secret = Zeroizing::new(String::new());
        file.take(SECRET_MAX_BYTES + 1).read_to_string(&mut secret).map_err(unreadable)?;
        let kept = secret.trim_end_matches(['\r', '\n']).len();
        secret.truncate(kept);
        if secret.is_empty() || secret.len() as u64 > SECRET_MAX_BYTES {
            return Err(refused(format!("{} kosong atau terlalu panjang", path.display())));
        }
        Ok(secret)
    }

    /// The same source with a relative path seen from `base`.
    pub(super) fn seen_from(self, base: &Path) -> SecretSource {
        match self {
            SecretSource::File(path) => SecretSource::File(absolute(&base.join(path))),
            SecretSource::Credential(name) => SecretSource::Credential(name),
        }
    }
}

/// Refuses a file whose mode lets group or others do anything with it.
pub(super) fn refuse_open_file(path: &Path, key: &str) -> Result<(), SettingsError> {
    match std::fs::metadata(path) {
        Ok(meta) if meta.mode() & 0o077 != 0 => Err(SettingsError::OpenToOthers {
            key: key.to_owned(),
            path: path.to_owned(),
            mode: meta.mode() & 0o7777,
        }),
        _ => Ok(()),
    }
}

impl Serialize for SecretSource {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        match self {
            SecretSource::File(path) => out.collect_str(&path.display()),
            SecretSource::Credential(name) => out.collect_str(&format_args!("{CREDENTIAL}{name}")),
        }
    }
}

impl<'de> Deserialize<'de> for SecretSource {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<SecretSource, D::Error> {
        let empty = || serde::de::Error::custom("kosong");
        SecretSource::optional(input)?.ok_or_else(empty)
    }
}
