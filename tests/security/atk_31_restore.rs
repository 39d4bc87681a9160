//! A2-31: a backup is put back. Spent links, unsent letters and approved resets of the past must not act
//! a second time: nothing runs until a person says so, and then nothing leaves by itself.
use super::super::office::{BAGUS, MADE, Office, RATNA, SARI};
use loket::clock::SystemClock;
use loket::config::Settings;
use loket::daemon::{BuildError, Daemon};
use loket::demo::Seen;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

fn loket(config: &Path, verb: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_loket"));
    command.arg("--config").arg(config).args(verb).output().unwrap()
}

fn copy(from: &Path, to: &Path) {
    let _ = std::fs::remove_dir_all(to);
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), &target).unwrap();
            let mode = std::fs::metadata(entry.path()).unwrap().permissions();
            std::fs::set_permissions(&target, mode).unwrap();
        }
    }
}

fn letters(office: &Office) -> usize {
    office.stage.addresses().iter().map(|a| office.stage.mailbox(a).len()).sum()
}

/// How the office is put back.
#[derive(Clone, Copy, PartialEq)]
enum Restore {
    /// The whole folder, its anchor with it.
    Folder,
    /// The database alone, under the anchor that is there.
    Database,
    /// The folder without its anchor, as a backup that left it out would have it.
    WithoutAnchor,
}

/// Monday: one case awaits a decision, one is approved with its result unsent; then the backup. Later
/// both end. The office as restored, with the letters that were mailed before the backup.
async fn put_back(restore: Restore) -> (Office, [String; 3], Seen, Seen) {
    let mut office = Office::open().await;
    let (waiting, approved) = (office.handed_over(RATNA).await, office.in_execution(SARI).await);
    let (asked, to_fill) = (office.letter(BAGUS, &waiting), office.letter(BAGUS, &approved));
    let data = office.stage.dir.join("data");
    let backup = office.stage.dir.join("cadangan");
    copy(&data, &backup);

    // What the backup knows nothing of.
    office.send(office.reply(BAGUS, &asked, "SETUJU")).await;
    let result = "HASIL\r\nUSER ID: AA.SARI\r\nPASSWORD: Kp7#mRwt4=Qz";
    office.send(office.reply(BAGUS, &to_fill, result)).await;
    let lost = office.handed_over(MADE).await;
    office.stage.daemon.store.close().await;
    match restore {
        Restore::Folder => copy(&backup, &data),
        Restore::Database | Restore::WithoutAnchor => {
            let anchor = std::fs::read(data.join("jangkar")).unwrap();
            assert!(!anchor.is_empty());
            for name in ["loket.db", "loket.db-wal", "loket.db-shm"] {
                let _ = std::fs::remove_file(data.join(name));
                if backup.join(name).exists() {
                    std::fs::copy(backup.join(name), data.join(name)).unwrap();
                }
            }
            if restore == Restore::WithoutAnchor {
                std::fs::remove_file(data.join("jangkar")).unwrap();
            }
        }
    }
    std::fs::remove_dir_all(&backup).unwrap();
    (office, [waiting, approved, lost], asked, to_fill)
}

async fn again(office: &Office) -> Result<Daemon, BuildError> {
    let file = office.stage.dir.join("config/loket.toml");
    Daemon::open(Settings::load(&file).unwrap(), Some(file), Arc::new(SystemClock)).await
}

async fn refuses_until_reconciled(restore: Restore, because: &str) {
    let (mut office, [waiting, approved, lost], asked, to_fill) = put_back(restore).await;
    let before = letters(&office);
    let config = office.stage.dir.join("config/loket.toml");
    // The stage's own process is gone, with its lock.
    let answer = office.reply(BAGUS, &asked, "SETUJU").delivered(office.stage.now);
    let typed = "HASIL\r\nUSER ID: AA.SARI\r\nPASSWORD: Xh4+vbnT9?sd";
    let result = office.reply(BAGUS, &to_fill, typed).delivered(office.stage.now);
    office.stage.deliver_raw(&answer).unwrap();
    office.stage.deliver_raw(&result).unwrap();

    let error = again(&office).await.err().expect("a restored database is refused").to_string();
    assert!(error.contains(because) && error.contains("loket reconcile"), "{error}");
    office.stage.unlock();
    for verb in [&["tick"][..], &["held", "release", "1", "--reason", "x"]] {
        let out = loket(&config, verb);
        assert_eq!(out.status.code(), Some(1), "{verb:?}: {out:?}");
        let told = String::from_utf8_lossy(&out.stderr).into_owned();
        assert!(told.lines().count() == 1 && told.contains(because), "{told}");
    }
    assert_eq!(letters(&office), before, "no mail leaves before a person says so");
    assert_eq!(
        office.rows("SELECT act FROM acts WHERE act = 'result'").await.len(),
        0,
        "and nothing is done"
    );

    let out = loket(&config, &["reconcile", "--reason", "disk diganti, cadangan dipasang"]);
    assert!(out.status.success(), "{out:?}");
    let live = office.rows("SELECT case_id FROM tokens WHERE revoked_ms IS NULL").await;
    assert_eq!(live, Vec::<Vec<String>>::new(), "every link is void");
    let logged = office.rows("SELECT body FROM log WHERE event = 'operator'").await;
    assert!(logged.last().unwrap()[0].contains("disk diganti"), "{logged:?}");

    // The same answers now act on nothing: their links are void. Nothing went out twice.
    let now = office.stage.now.to_string();
    for _ in 0..3 {
        let out = loket(&config, &["tick", "--now", &now]);
        assert!(out.status.success(), "{out:?}");
    }
    let acts = office.rows("SELECT case_id, act FROM acts ORDER BY 1, 2").await;
    assert_eq!(acts, [[approved.clone(), "decision".to_owned()]], "as it was in the backup");
    for (who, subject) in [(SARI, "Penyampaian Password Baru"), (RATNA, "Tanda Terima")] {
        let got = office.stage.mailbox(who.address);
        let got = got.iter().filter(|s| s.message.subject.contains(subject)).count();
        assert_eq!(got, 1, "{} got {subject:?} once, before the restore", who.name);
    }
    assert!(
        office
            .whereabouts("Xh4+vbnT9?sd")
            .iter()
            .all(|f| f.starts_with(office.stage.dir.join("surat/masuk")))
    );
    // Whoever answers an old letter gets the file again, with a link of today.
    assert!(office.letter(BAGUS, &waiting).raw != asked.raw);
    let digest = loket(&config, &["digest", "--print"]);
    assert!(digest.status.success(), "{digest:?}");
    // A case the backup never saw is not made up.
    let cases = office.rows("SELECT id FROM cases ORDER BY id").await;
    assert_eq!(cases, [[waiting], [approved]]);
    drop(lost);
}

#[tokio::test]
async fn a_folder_put_back_whole_does_nothing_by_itself() {
    refuses_until_reconciled(Restore::Folder, "salinan dari cadangan").await;
}

#[tokio::test]
async fn a_database_put_back_alone_does_nothing_by_itself() {
    refuses_until_reconciled(Restore::Database, "riwayat basis data berakhir di").await;
}

#[tokio::test]
async fn a_backup_without_its_anchor_does_nothing_by_itself() {
    refuses_until_reconciled(Restore::WithoutAnchor, "berkas jangkar tidak ada").await;
}

/// A letter that waited when the backup was made waits for a person afterwards, and leaves once.
#[tokio::test]
async fn what_was_unsent_leaves_one_by_one() {
    let mut office = Office::open().await;
    let store = office.stage.daemon.store.clone();
    let person = office.stage.daemon.house().rules.people[0].reference();
    let mut tx = store.begin().await.unwrap();
    let list = loket::workflow::letter::Letter::CaseList {
        rows: Vec::new(),
        whole: true,
        at: jiff::Timestamp::UNIX_EPOCH,
    };
    tx.post(list, &person, office.stage.now).await.unwrap();
    tx.commit().await.unwrap();
    let config = office.stage.dir.join("config/loket.toml");
    store.close().await;
    office.stage.unlock();
    let before = letters(&office);
    let now = office.stage.now.to_string();
    assert!(loket(&config, &["reconcile", "--reason", "mesin dipulihkan utuh"]).status.success());
    assert!(loket(&config, &["tick", "--now", &now]).status.success());
    assert_eq!(letters(&office), before, "frozen");
    let frozen = office.rows("SELECT CAST(id AS TEXT) FROM orders WHERE state = 'frozen'").await;
    assert_eq!(frozen.len(), 1);
    let told = loket(&config, &["digest", "--print"]);
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    assert!(told.contains(&format!("[{}]", frozen[0][0])), "{told}");
    assert!(loket(&config, &["queue", "retry", &frozen[0][0]]).status.success());
    for _ in 0..2 {
        assert!(loket(&config, &["tick", "--now", &now]).status.success());
    }
    assert_eq!(letters(&office), before + 1, "once");
}
