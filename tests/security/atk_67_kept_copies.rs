//! A4-67: the secret comes back in what is kept: dossier, digest, report, export, backup. The dossier says that
//! a credential was sent, when and to whom (masked), and never its text.
use super::super::office::{BAGUS, DEWI, Office, RATNA};
use super::super::search::{dressed, leaks, needles, read};
use loket::workflow::case::State;

const TYPED: &str = "KANARI-arsip=6w.Vz";

#[tokio::test]
async fn archive_digest_and_backup_hold_no_password() {
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    let typed = format!("SETUJU\r\nUSER ID: AA.TELUKCONTOH\r\nPASSWORD: {TYPED}");
    office.send(office.reply(BAGUS, &letter, &typed)).await;
    assert_eq!(office.state(&case).await, State::Delivered);
    office.pass(60 * 24).await;
    let data = office.stage.dir.join("data");
    let tar = office.stage.dir.join("cadangan.tar");
    let made = std::process::Command::new("tar").arg("-cf").arg(&tar).arg(&data).status().unwrap();
    assert!(made.success());
    assert_eq!(dressed(&read(&tar), &needles(TYPED)), None, "backup");
    assert_eq!(leaks(&[&data], &[TYPED]), [], "data folder");
    let digest = office.letter(DEWI, "Rekap Harian");
    assert_eq!(dressed(&digest.raw, &needles(TYPED)), None, "digest");
    // The dossier does tell that it was sent, to whom, and what stood there.
    let dossier = data.join("arsip/2026").join(&case);
    let names: Vec<String> = std::fs::read_dir(&dossier)
        .unwrap_or_else(|e| panic!("{}: {e}", dossier.display()))
        .flatten()
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .collect();
    let sent =
        names.iter().find(|n| n.contains("credentials")).unwrap_or_else(|| panic!("{names:?}"));
    let text = std::fs::read_to_string(dossier.join(sent)).unwrap();
    assert!(text.contains("(tidak-diarsipkan)") && text.contains("AA.TELUKCONTOH"), "{text}");
    let summary = std::fs::read_to_string(dossier.join("permohonan.json")).unwrap();
    assert!(summary.contains("r***@kkp.example"), "the masked address");
    office.nothing_left_the_circle().await;
    office.close().await;
}
