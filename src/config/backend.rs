//! The account systems that set passwords by themselves: their keys and what cannot be meant by them.
//! Knows no IO.
use super::check::{Refusal, server};
use super::choice::{BackendKind, LdapMethod, PasswordShape, Tls};
use super::words::{SecretSource, optional_path, optional_word};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// One account system, `[[backend]]`. Some keys are for one kind only.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Backend {
    /// What the register calls it, in its column `backend`.
    pub name: String,
    pub kind: BackendKind,
    /// What the system wants of a password.
    pub shape: PasswordShape,
    /// The whole of one call.
    pub timeout_seconds: u64,
    /// For `command`: an absolute path.
    #[serde(deserialize_with = "optional_path")]
    pub program: Option<PathBuf>,
    /// Before the verb.
    pub args: Vec<String>,
    /// Address space of the program.
    pub memory_mib: u64,
    /// From here on for `ldap`.
    pub host: String,
    pub port: u16,
    pub tls: Tls,
    #[serde(deserialize_with = "optional_path")]
    pub ca_file: Option<PathBuf>,
    #[serde(deserialize_with = "optional_word")]
    pub bind_dn: Option<String>,
    #[serde(deserialize_with = "SecretSource::optional")]
    pub password_file: Option<SecretSource>,
    #[serde(deserialize_with = "optional_word")]
    pub base_dn: Option<String>,
    /// Compared with the register's user ID.
    pub user_attribute: String,
    pub method: LdapMethod,
    /// `None` means that the directory cannot make the holder change his password.
    #[serde(deserialize_with = "optional_word")]
    pub must_change_attribute: Option<String>,
    pub must_change_value: String,
    pub allow_insecure_loopback: bool,
}

impl Default for Backend {
    fn default() -> Backend {
        Backend {
            name: String::new(),
            kind: BackendKind::default(),
            shape: PasswordShape::default(),
            timeout_seconds: 20,
            program: None,
            args: Vec::new(),
            memory_mib: 512,
            host: "localhost".into(),
            port: 636,
            tls: Tls::default(),
            ca_file: None,
            bind_dn: None,
            password_file: None,
            base_dn: None,
            user_attribute: "uid".into(),
            method: LdapMethod::default(),
            must_change_attribute: Some("pwdReset".into()),
            must_change_value: "TRUE".into(),
            allow_insecure_loopback: false,
        }
    }
}

/// Refuses what cannot be meant.
pub(super) fn check(backend: &Backend) -> Result<(), Refusal> {
    let name_char = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !(1..=32).contains(&backend.name.len()) || !backend.name.chars().all(name_char) {
        return Err(("name", "harus 1-32 huruf, angka, - atau _".into()));
    }
    if backend.name == crate::backend::MANUAL {
        let why = "tidak boleh \"manual\": itu akun yang passwordnya diganti Admin PPE sendiri";
        return Err(("name", why.into()));
    }
    for (key, value, low, high) in [
        ("timeout_seconds", backend.timeout_seconds, 1, 120),
        ("memory_mib", backend.memory_mib, 16, 8192),
    ] {
        if !(low..=high).contains(&value) {
            return Err((key, format!("bernilai {value}; harus {low} sampai {high}")));
        }
    }
    match backend.kind {
        BackendKind::Command => command(backend),
        BackendKind::Ldap => ldap(backend),
    }
}

fn command(backend: &Backend) -> Result<(), Refusal> {
    if !backend.program.as_ref().is_some_and(|program| program.is_absolute()) {
        return Err((
            "program",
            "wajib diisi dengan jalur lengkap untuk kind = \"command\"".into(),
        ));
    }
    let strange = |arg: &String| arg.chars().any(|c| c.is_control());
    if backend.args.iter().any(strange) {
        return Err(("args", "berisi karakter kendali".into()));
    }
    Ok(())
}

fn ldap(backend: &Backend) -> Result<(), Refusal> {
    let needed = |key, missing: bool| match missing {
        true => Err((key, "wajib diisi untuk kind = \"ldap\"".into())),
        false => Ok(()),
    };
    needed("bind_dn", backend.bind_dn.is_none())?;
    needed("password_file", backend.password_file.is_none())?;
    needed("base_dn", backend.base_dn.is_none())?;
    let attribute = |name: &str| {
        let attribute_char = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | ';' | '.');
        name.starts_with(|c: char| c.is_ascii_alphanumeric()) && name.chars().all(attribute_char)
    };
    if !attribute(&backend.user_attribute) {
        return Err(("user_attribute", "bukan nama atribut LDAP".into()));
    }
    if !backend.must_change_attribute.as_deref().is_none_or(attribute) {
        return Err(("must_change_attribute", "bukan nama atribut LDAP".into()));
    }
    server(&backend.host, backend.port, backend.tls, backend.allow_insecure_loopback)
}
