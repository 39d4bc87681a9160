//! The doctor's look at the account systems: their files, the register's names for them, and, asked
//! for it, the systems themselves.
use super::check::{Finding, Severity};
use crate::backend::MANUAL;
use crate::config::{BackendKind, Settings};
use crate::store::{Store, StoreError};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// What the settings alone tell, with the files they name.
pub fn configuration(settings: &Settings) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut add = |severity, what: String, why: String, mend: &str| {
        findings.push(Finding::new(severity, what, why, mend));
    };
    for backend in &settings.backend {
        let key = |key: &str| format!("backend.{}.{key}", backend.name);
        if backend.kind == BackendKind::Command {
            if let Some(why) = backend.program.as_deref().and_then(unfit) {
                let mend = "taruh program milik root itu di sana, mode 755";
                add(Severity::Error, key("program"), why, mend);
            }
            continue;
        }
        if let Some(path) = backend.ca_file.as_ref().filter(|path| !path.is_file()) {
            let why = format!("{} tidak ada", path.display());
            add(Severity::Error, key("ca_file"), why, "taruh berkas PEM di sana");
        }
        if let Some(source) = &backend.password_file
            && let Err(error) = source.read(&key("password_file"))
        {
            let mend = "tulis rahasia itu dalam berkas mode 600";
            add(Severity::Error, key("password_file"), error.to_string(), mend);
        }
        if backend.must_change_attribute.is_none() {
            add(Severity::Warning, key("must_change_attribute"), UNFORCED.into(), FORCE);
        }
    }
    findings
}

const UNFORCED: &str =
    "sistem akun ini tidak dapat memaksa penggantian password saat login pertama";
const FORCE: &str =
    "pakai sistem yang dapat memaksanya, atau batasi umur password di sistem itu sendiri";

/// Why a program should not be started by us.
fn unfit(program: &Path) -> Option<String> {
    let name = program.display();
    match std::fs::metadata(program) {
        Err(error) => Some(format!("{name}: {error}")),
        Ok(meta) if !meta.is_file() || meta.permissions().mode() & 0o111 == 0 => {
            Some(format!("{name} tidak dapat dijalankan"))
        }
        Ok(meta) if meta.permissions().mode() & 0o002 != 0 => {
            Some(format!("{name} dapat diubah siapa saja"))
        }
        Ok(_) => None,
    }
}

/// Names in the register that no `[[backend]]` has: their accounts are changed by hand.
pub async fn register(settings: &Settings, store: &Store) -> Result<Vec<Finding>, StoreError> {
    let mut strange: Vec<String> = Vec::new();
    for account in store.accounts().await? {
        let known = account.backend == MANUAL
            || settings.backend.iter().any(|backend| backend.name == account.backend);
        if !known && !strange.contains(&account.backend) {
            strange.push(account.backend);
        }
    }
    let finding = |name: String| {
        let why = format!("register menyebut sistem akun `{name}` yang tidak ada di pengaturan");
        let mend = "tambahkan [[backend]] dengan nama itu, atau impor register dengan `manual`";
        Finding::new(Severity::Warning, "register", why, mend)
    };
    Ok(strange.into_iter().map(finding).collect())
}

/// Really asks each of them; nothing is changed.
pub async fn online(settings: &Settings) -> Vec<Finding> {
    let systems = match crate::daemon::backends(settings) {
        Ok(systems) => systems,
        Err(error) => {
            let mend = "perbaiki bagian [[backend]] itu";
            return vec![Finding::new(Severity::Error, "backend", error.to_string(), mend)];
        }
    };
    let mut findings = Vec::new();
    for (name, system) in systems.iter() {
        let what = format!("backend {name}");
        match system.backend.check().await {
            Ok(health) => {
                let notes = health.lines.into_iter();
                findings.extend(notes.map(|l| Finding::new(Severity::Note, &what, l, "baik")));
                if !health.forces_change {
                    findings.push(Finding::new(Severity::Warning, &what, UNFORCED, FORCE));
                }
            }
            Err(why) => {
                let mend = "periksa program atau alamat, tls dan akun layanan pada bagian itu";
                findings.push(Finding::new(Severity::Error, &what, why, mend));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Backend;
    use std::os::unix::fs::PermissionsExt;

    fn found(backend: Backend) -> Vec<String> {
        let settings = Settings { backend: vec![backend], ..Settings::default() };
        configuration(&settings)
            .into_iter()
            .map(|f| format!("{:?} {}", f.severity, f.what))
            .collect()
    }

    #[test]
    fn what_cannot_work_is_told_before_it_is_tried() {
        let dir = tempfile::tempdir().unwrap();
        let program = dir.path().join("ganti");
        let command =
            Backend { name: "p".into(), program: Some(program.clone()), ..Backend::default() };
        assert_eq!(found(command.clone()), ["Error backend.p.program"], "not there");
        std::fs::write(&program, "#!/bin/sh\n").unwrap();
        for (mode, findings) in [(0o644, 1), (0o755, 0), (0o777, 1)] {
            std::fs::set_permissions(&program, std::fs::Permissions::from_mode(mode)).unwrap();
            assert_eq!(found(command.clone()).len(), findings, "{mode:o}");
        }
        let ldap = Backend {
            name: "l".into(),
            kind: BackendKind::Ldap,
            ca_file: Some(dir.path().join("ca.pem")),
            password_file: Some(crate::config::SecretSource::File(dir.path().join("sandi"))),
            must_change_attribute: None,
            ..Backend::default()
        };
        let wanted = [
            "Error backend.l.ca_file",
            "Error backend.l.password_file",
            "Warning backend.l.must_change_attribute",
        ];
        assert_eq!(found(ldap), wanted);
    }

    #[tokio::test]
    async fn a_system_that_cannot_force_a_change_is_a_warning_and_a_dead_one_an_error() {
        let dir = tempfile::tempdir().unwrap();
        let system = |name: &str, script: &str| {
            let file = dir.path().join(name);
            std::fs::write(&file, script).unwrap();
            let args = vec![file.display().to_string()];
            let program = Some("/bin/sh".into());
            Backend { name: name.into(), program, args, ..Backend::default() }
        };
        let backend = vec![
            system("memaksa", "echo 'must-change: yes'"),
            system("tidak", "exit 0"),
            system("mati", "exit 3"),
        ];
        let findings = online(&Settings { backend, ..Settings::default() }).await;
        let told: Vec<String> =
            findings.into_iter().map(|f| format!("{:?} {}", f.severity, f.what)).collect();
        let wanted = [
            "Note backend memaksa",
            "Error backend mati",
            "Note backend tidak",
            "Warning backend tidak",
        ];
        assert_eq!(told.len(), wanted.len());
        assert!(wanted.iter().all(|line| told.iter().any(|t| t == line)), "{told:?}");
    }
}
