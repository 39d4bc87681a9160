//! What can be wrong with a settings file: one sentence each, naming the key, the file and the
//! way out. Knows no IO. A value that may be a secret is never part of a sentence.
use std::path::PathBuf;

/// Why the configuration is refused. Every variant is permanent: a person must mend a file.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    #[error("{}: tidak dapat dibaca ({why})", path.display())]
    Unreadable { path: PathBuf, why: String },
    #[error("{file}, baris {line}: bukan TOML yang benar: {why}")]
    Syntax { file: String, line: usize, why: String },
    #[error("{file}: kunci `{key}` tidak dikenal; {hint}")]
    UnknownKey { file: String, key: String, hint: String },
    #[error("{file}: kunci `{key}` {why}")]
    Value { file: String, key: String, why: String },
    #[error("{file}: kunci `{key}` wajib diisi: {why}")]
    Missing { file: String, key: String, why: String },
    #[error(
        "`{key}`: {} dapat dibaca orang lain (mode {mode:04o}); jalankan: chmod 600 {}",
        path.display(), path.display()
    )]
    OpenToOthers { key: String, path: PathBuf, mode: u32 },
    #[error("`{key}`: rahasia tidak dapat dibaca: {why}")]
    Secret { key: String, why: String },
}

impl SettingsError {
    /// Shorthand for the commonest refusal: a key whose value cannot be used.
    pub(super) fn value(
        file: impl Into<String>,
        key: impl Into<String>,
        why: impl Into<String>,
    ) -> SettingsError {
        SettingsError::Value { file: file.into(), key: key.into(), why: why.into() }
    }
}
