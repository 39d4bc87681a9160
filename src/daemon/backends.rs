//! From settings to account systems.
use super::build::{BuildError, bad, security};
use crate::backend::{
    Backend, Backends, CommandSettings, LdapSettings, Method, MustChange, System,
};
use crate::config::{self, BackendKind, LdapMethod, PasswordShape, Settings};
use crate::secret::Shape;
use crate::wire::Endpoint;
use std::time::Duration;

/// Every `[[backend]]` of the settings. Secrets are read here, once.
pub fn backends(settings: &Settings) -> Result<Backends, BuildError> {
    let mut all = Vec::new();
    for one in &settings.backend {
        let shape = match one.shape {
            PasswordShape::Plain => Shape::Plain,
            PasswordShape::Mixed => Shape::Mixed,
        };
        let backend = match one.kind {
            BackendKind::Command => command(one)?,
            BackendKind::Ldap => ldap(one)?,
        };
        all.push((one.name.clone(), System { backend, shape }));
    }
    Ok(Backends::new(all))
}

fn given<T: Clone>(value: &Option<T>, one: &config::Backend, key: &str) -> Result<T, BuildError> {
    value.clone().ok_or_else(|| bad(format!("backend.{}.{key} harus diisi", one.name)))
}

fn command(one: &config::Backend) -> Result<Backend, BuildError> {
    Ok(Backend::Command(CommandSettings {
        program: given(&one.program, one, "program")?,
        args: one.args.clone(),
        time_limit: Duration::from_secs(one.timeout_seconds),
        memory_bytes: one.memory_mib << 20,
    }))
}

fn ldap(one: &config::Backend) -> Result<Backend, BuildError> {
    let key = format!("backend.{}.password_file", one.name);
    let password = given(&one.password_file, one, "password_file")?.read(&key).map_err(bad)?;
    let must_change = one
        .must_change_attribute
        .clone()
        .map(|attribute| MustChange { attribute, value: one.must_change_value.clone() });
    Ok(Backend::Ldap(Box::new(LdapSettings {
        endpoint: Endpoint {
            host: one.host.clone(),
            port: one.port,
            security: security(one.tls),
            ca_file: one.ca_file.clone(),
            allow_insecure_loopback: one.allow_insecure_loopback,
            connect_timeout: Duration::from_secs(one.timeout_seconds),
        },
        bind_dn: given(&one.bind_dn, one, "bind_dn")?,
        bind_password: password,
        base_dn: given(&one.base_dn, one, "base_dn")?,
        user_attribute: one.user_attribute.clone(),
        method: match one.method {
            LdapMethod::Exop => Method::Exop,
            LdapMethod::Modify => Method::Modify,
        },
        must_change,
        time_limit: Duration::from_secs(one.timeout_seconds),
    })))
}
