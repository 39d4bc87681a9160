//! A6-103: secrets in files that others read. Loket refuses to start, says which file and the command that mends
//! it, and never takes a password as a value of its settings.
use super::super::office::Office;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Output;

fn tick(dir: &Path) -> Output {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_loket"));
    command
        .args(["tick", "--config", "config/loket.toml"])
        .current_dir(dir)
        .env_clear()
        .output()
        .unwrap()
}

fn chmod(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[tokio::test]
async fn a_secret_that_others_may_read_stops_the_start() {
    let office = Office::open().await;
    let dir = office.leave().await;
    let config = dir.path().join("config/loket.toml");
    let text = std::fs::read_to_string(&config).unwrap();
    let password = dir.path().join("config/sandi");
    std::fs::write(&password, "KANARI-berkas-2Pf\n").unwrap();
    let base = text.split("[smtp]").next().unwrap();
    let smtp = "[smtp]\nhost = \"127.0.0.1\"\nport = 9\ntls = \"none\"\nallow_insecure_loopback = true\nuser = \"loket\"\npassword_file = \"sandi\"\n";
    std::fs::write(&config, format!("{base}{smtp}")).unwrap();
    let key = dir.path().join("data/kunci-rahasia");
    for (file, good) in [(&password, 0o600), (&key, 0o600)] {
        for mode in [0o644, 0o640, 0o604, 0o602, 0o660, 0o777] {
            chmod(&password, 0o600);
            chmod(&key, 0o600);
            chmod(file, mode);
            let done = tick(dir.path());
            let said = String::from_utf8_lossy(&done.stderr).into_owned();
            assert_eq!(done.status.code(), Some(2), "{mode:o} {}: {said}", file.display());
            assert!(said.contains("chmod 600"), "{mode:o}: {said}");
            assert!(!said.contains("KANARI-berkas"), "{said}");
        }
        chmod(file, good);
    }
    let done = tick(dir.path());
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    // As a value it is no key at all.
    for line in ["password = \"KANARI-nilai-9Rb\"", "secret = \"KANARI-nilai-9Rb\""] {
        std::fs::write(&config, format!("{base}{smtp}{line}\n")).unwrap();
        let done = tick(dir.path());
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(2), "{said}");
        assert!(!said.contains("KANARI-nilai"), "{said}");
    }
}
