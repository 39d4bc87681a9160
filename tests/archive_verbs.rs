//! `loket archive`: a shelf that is whole, one that somebody touched, a copy, and the end of what is old.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use loket::demo::{PersonMail, Stage, StageSettings};
use loket::directory::Care;
use loket::store::NewAccount;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const PEOPLE: &str = r#"[[person]]
id = "dewi"
name = "Dewi Anjani"
addresses = ["dewi.helpdesk@kkp.example"]
roles = ["helpdesk"]

[[person]]
id = "bagus"
name = "Bagus Prakoso"
addresses = ["bagus.ppe@kkp.example"]
roles = ["admin_ppe"]
"#;
/// Stands in the request's words, and must be nowhere once it is destroyed.
const WORDS: &str = "kanari bakau muara";

/// A case that was withdrawn and shelved, and the office left alone.
async fn shelved(dir: &Path) -> PathBuf {
    let settings = StageSettings {
        more: String::new(),
        people: PEOPLE.into(),
        accounts: vec![NewAccount {
            user_id: "AA.TELUKCONTOH".into(),
            name: "Ratna Kusumawardani".into(),
            nip: None,
            unit: Some("Balai Contoh".into()),
            address: "ratna.k@kkp.example".into(),
            backend: "manual".into(),
            care: Care::default(),
        }],
        start: "2026-11-09T09:41:00+07:00".parse().unwrap(),
    };
    let mut stage = Stage::set(dir, settings).await.unwrap();
    let program = env!("CARGO_BIN_EXE_loket").into();
    let workers = std::sync::Arc::new(loket::reader::Workers::new(loket::reader::ReaderSettings {
        program,
        ..loket::reader::ReaderSettings::default()
    }));
    stage.daemon.intake.workers = workers.clone();
    stage.daemon.dispatch.workers = workers.clone();
    stage.daemon.workers = workers;
    stage.tick().await.unwrap();
    for (subject, text) in [
        ("Permohonan Reset Password", format!("Mohon reset password Admin Agency kami, {WORDS}.")),
        ("Re: [LKT-2026-00001]", "BATAL".to_owned()),
    ] {
        stage
            .deliver(&PersonMail {
                from_name: "Ratna Kusumawardani",
                from: "ratna.k@kkp.example",
                to: None,
                subject: subject.to_owned(),
                text,
                papers: &[],
                answers: None,
                extra_headers: String::new(),
            })
            .unwrap();
        stage.tick().await.unwrap();
    }
    let case = stage.daemon.store.case("LKT-2026-00001").await.unwrap().unwrap();
    assert!(case.archived_at.is_some(), "{:?}", case.state);
    stage.daemon.close().await;
    dir.join("config/loket.toml")
}

fn loket(config: &Path, arguments: &[&str]) -> (i32, String, String) {
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_loket"))
        .arg("--config")
        .arg(config)
        .args(arguments)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

#[tokio::test]
async fn a_shelf_is_verified_copied_and_emptied_when_its_time_is_over() {
    let dir = tempfile::tempdir().unwrap();
    let config = shelved(dir.path()).await;
    let (code, out, told) = loket(&config, &["archive", "verify"]);
    assert_eq!((code, out.as_str()), (0, ""), "{told}");
    assert!(told.contains("1 berkas diperiksa, 0 temuan"), "{told}");

    let copy = dir.path().join("salinan");
    let (code, _, told) =
        loket(&config, &["archive", "export", "lkt-2026-00001", "--to", copy.to_str().unwrap()]);
    assert_eq!(code, 0, "{told}");
    assert!(copy.join("manifest.json").is_file());
    let (code, _, told) = loket(&config, &["archive", "export", "LKT-2026-09999"]);
    assert_eq!(code, 2, "{told}");

    // Not yet, and not without a word why.
    let (code, out, told) = loket(&config, &["archive", "purge", "--dry-run"]);
    assert_eq!((code, out.as_str()), (0, ""), "{told}");
    assert!(told.contains("5 tahun"), "{told}");
    assert_eq!(loket(&config, &["archive", "purge"]).0, 2);

    // Somebody changes a file and makes the manifest fit: the log knows better.
    let folder = std::fs::canonicalize(dir.path()).unwrap();
    let shelf = find(&folder, "LKT-2026-00001").expect("the dossier");
    let manifest = std::fs::read_to_string(shelf.join("manifest.json")).unwrap();
    std::fs::write(shelf.join("manifest.json"), format!("{manifest}\n")).unwrap();
    let (code, out, _) = loket(&config, &["archive", "verify", "--json"]);
    assert_eq!(code, 1);
    let found: serde_json::Value = serde_json::from_str(&out).unwrap();
    let problems: Vec<&str> = found["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| f["problem"].as_str().unwrap())
        .collect();
    assert!(problems.contains(&"tidak pernah dicatat di riwayat"), "{problems:?}");
    std::fs::write(shelf.join("manifest.json"), manifest).unwrap();

    // Six years later.
    let (code, _, told) = loket(&config, &["tick", "--now", "2032-02-02T08:00:00+07:00"]);
    assert_eq!(code, 0, "{told}");
    let (_, out, told) = loket(&config, &["archive", "purge", "--dry-run"]);
    assert!(
        out.contains("LKT-2026-00001") && told.contains("belum ada yang diubah"),
        "{out}{told}"
    );
    assert!(shelf.is_dir() && holds(&dir.path().join("data"), WORDS));
    let (code, out, told) = loket(&config, &["archive", "purge", "--reason", "BA-01/2032"]);
    assert_eq!(code, 0, "{told}");
    assert!(out.contains("LKT-2026-00001"), "{out}");
    assert!(!shelf.exists());
    let (code, out, _) = loket(&config, &["case", "timeline", "LKT-2026-00001"]);
    assert!(code == 0 && out.contains("dimusnahkan: BA-01/2032"), "{out}");
    assert_eq!(loket(&config, &["archive", "verify"]).0, 0);
    assert!(loket(&config, &["archive", "purge", "--dry-run"]).1.is_empty(), "once only");
    let (code, _, told) = loket(&config, &["check"]);
    assert!(code <= 1, "{told}");
}

/// A folder of this name somewhere below.
fn find(below: &Path, name: &str) -> Option<PathBuf> {
    let entries = std::fs::read_dir(below).ok()?.flatten();
    let folders: Vec<PathBuf> = entries.map(|e| e.path()).filter(|p| p.is_dir()).collect();
    let here = folders.iter().find(|p| p.ends_with(name)).cloned();
    here.or_else(|| folders.iter().find_map(|p| find(p, name)))
}

/// Whether any file below holds the words.
fn holds(below: &Path, words: &str) -> bool {
    std::fs::read_dir(below).unwrap().flatten().any(|entry| {
        let path = entry.path();
        match path.is_dir() {
            true => holds(&path, words),
            false => {
                let bytes = std::fs::read(&path).unwrap_or_default();
                bytes.windows(words.len()).any(|w| w == words.as_bytes())
            }
        }
    })
}
