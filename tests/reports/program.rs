//! `loket report` beside a daemon that holds the database, and `loket accounts import` of a workbook.
use jiff::tz::TimeZone;
use loket::demo::{PersonMail, Stage, StageSettings};
use loket::reader::{ReaderSettings, Workers};
use loket::sheet::{Book, Cell, Column};
use std::io::Cursor;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

const PEOPLE: &str = "[[person]]\nid = \"dewi\"\nname = \"Dewi\"\n\
    addresses = [\"dewi@kkp.example\"]\nroles = [\"helpdesk\", \"admin_ppe\"]\n";

async fn stage(dir: &Path) -> Stage {
    let start = "2026-11-09T09:41:00+07:00".parse().unwrap();
    let (more, people) = (String::new(), PEOPLE.to_owned());
    let mut stage =
        Stage::set(dir, StageSettings { more, people, accounts: Vec::new(), start }).await.unwrap();
    let program = env!("CARGO_BIN_EXE_loket").into();
    let workers = Arc::new(Workers::new(ReaderSettings { program, ..ReaderSettings::default() }));
    stage.daemon.intake.workers = workers.clone();
    stage.daemon.dispatch.workers = workers;
    stage
}

fn loket(dir: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_loket"));
    command.current_dir(dir).env_clear().args(arguments).stdin(Stdio::null()).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[tokio::test]
async fn a_report_beside_a_running_daemon() {
    let dir = tempfile::tempdir().unwrap();
    let mut stage = stage(dir.path()).await;
    let settings = "config/loket.toml";
    let report = |month: &str, format: &str| {
        loket(dir.path(), &["--config", settings, "report", "--month", month, "--format", format])
    };
    // Before there is any request: an empty report.
    let empty = report("2026-11", "html");
    assert_eq!(empty.status.code(), Some(0), "{}", said(&empty));
    stage
        .deliver(&PersonMail {
            from_name: "Ratna",
            from: "ratna@kkp.example",
            to: None,
            subject: "Permohonan reset password Admin Agency".into(),
            text: "Mohon reset password akun Admin Agency kami.".into(),
            papers: &[],
            answers: None,
            extra_headers: String::new(),
        })
        .unwrap();
    stage.tick().await.unwrap();
    let json = report("2026-11", "json");
    let value: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(value["figures"]["received"]["total"], 1, "{}", said(&json));
    assert_eq!(value["simulated"], true);
    let rows = stage.daemon.store.log_head().await.unwrap();
    for format in ["html", "csv", "xlsx"] {
        let name = format!("laporan.{format}");
        let base = ["--config", settings, "report", "--month", "2026-11", "--format", format];
        let ended = loket(dir.path(), &[base.as_slice(), &["--out", &name]].concat());
        assert_eq!(ended.status.code(), Some(0), "{}", said(&ended));
        assert!(ended.stdout.is_empty());
        let mode = std::fs::metadata(dir.path().join(&name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    assert_eq!(stage.daemon.store.log_head().await.unwrap(), rows, "a report writes nothing");
    for (month, words) in
        [("2026-13", "tidak dikenal"), ("2026-12", "belum mulai"), ("2026-10", "sebelum")]
    {
        let ended = report(month, "csv");
        assert_eq!((ended.status.code(), ended.stdout.len()), (Some(2), 0));
        let text = said(&ended);
        assert!(text.contains(words) && text.lines().count() == 1, "{text}");
    }
    let nowhere = ["--config", settings, "report", "--month", "2026-11", "--format", "csv"];
    let ended = loket(dir.path(), &[nowhere.as_slice(), &["--out", "tidak/ada.csv"]].concat());
    assert_eq!((ended.status.code(), said(&ended).lines().count()), (Some(2), 1));
    stage.daemon.close().await;
}

/// A workbook as an office keeps its register.
fn workbook(rows: &[[Cell<'_>; 4]]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let at = "2026-11-01T00:00:00Z".parse().unwrap();
    let mut book = Book::new(folder.path(), "Register", "LPSE", at, TimeZone::UTC).unwrap();
    let column = |heading| Column { group: "", heading, width: 20 };
    book.sheet("Catatan", "", &[column("Bukan register")]).unwrap();
    let columns = ["User ID", "Nama", "NIP", "Email"].map(column);
    book.sheet("Akun", "", &columns).unwrap();
    for row in rows {
        book.row(row).unwrap();
    }
    let mut bytes = Cursor::new(Vec::new());
    book.write(&mut bytes).unwrap();
    bytes.into_inner()
}

#[tokio::test]
async fn accounts_come_from_a_workbook_whole_or_not_at_all() {
    let dir = tempfile::tempdir().unwrap();
    let stage = stage(dir.path()).await;
    let file = dir.path().join("register.xlsx");
    let good = [
        Cell::Text("AA.SATU"),
        Cell::Text("Satu"),
        Cell::Text("198703142011012901"),
        Cell::Text("satu@kkp.example"),
    ];
    // Excel keeps fifteen digits of a number: such a NIP is not believed.
    let number = [
        Cell::Text("AA.DUA"),
        Cell::Text("Dua"),
        Cell::Number(198703142011012901.0),
        Cell::Text("dua@kkp.example"),
    ];
    let bad =
        [Cell::Text("AA TIGA"), Cell::Text("Tiga"), Cell::Empty, Cell::Text("tiga@kkp.example")];
    let import = |more: &[&str]| {
        let base = ["--config", "config/loket.toml", "accounts", "import", "register.xlsx"];
        loket(dir.path(), &[base.as_slice(), more].concat())
    };
    std::fs::write(&file, workbook(&[good.clone(), number, bad])).unwrap();
    let refused = import(&[]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(said(&refused).contains("baris 4"), "{}", said(&refused));
    assert!(stage.daemon.store.accounts().await.unwrap().is_empty());
    assert_eq!(import(&["--skip-bad"]).status.code(), Some(1));
    let accounts = stage.daemon.store.accounts().await.unwrap();
    let kept: Vec<_> = accounts.iter().map(|a| (a.user_id.as_str(), a.nip.as_deref())).collect();
    assert_eq!(kept, [("AA.DUA", None), ("AA.SATU", Some("198703142011012901"))]);
    let whole = workbook(&[good]);
    for (what, bytes) in [
        ("cut off", whole[..whole.len() / 2].to_vec()),
        ("no workbook", b"PK\x03\x04 bukan apa-apa".to_vec()),
        (
            "noise",
            whole
                .iter()
                .enumerate()
                .map(|(i, b)| if i % 97 == 0 { b ^ 0x55 } else { *b })
                .collect(),
        ),
    ] {
        std::fs::write(&file, bytes).unwrap();
        let ended = import(&[]);
        assert_eq!(
            (ended.status.code(), said(&ended).lines().count()),
            (Some(2), 1),
            "{what}: {}",
            said(&ended)
        );
    }
    std::fs::write(&file, whole).unwrap();
    assert_eq!(import(&[]).status.code(), Some(0));
    stage.daemon.close().await;
}
