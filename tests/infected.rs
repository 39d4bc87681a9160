//! Malware in a request, through the whole daemon with a real clamd: what is infected goes nowhere, what
//! nobody could scan goes to a person, and nothing is lost.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
mod rig;

use loket::demo::{Paper, PersonMail, Seen, Stage, StageSettings};
use loket::reader::{ReaderSettings, Workers};
use loket::store::NewAccount;
use loket::workflow::case::{Case, State};
use loket::workflow::scan::Scan;
use rig::clamd::{Clamd, eicar};
use std::path::Path;
use std::sync::Arc;

const RATNA: &str = "ratna.k@kkp.example";
const DEWI: &str = "dewi.helpdesk@kkp.example";
const BAGUS: &str = "bagus.ppe@kkp.example";
const PEOPLE: &str = r#"
[[person]]
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

async fn stage(dir: &Path, socket: &Path) -> Stage {
    let account = NewAccount {
        user_id: "AA.TELUKCONTOH".into(),
        name: "Ratna Kusumawardani".into(),
        nip: Some("198703142011012901".into()),
        unit: Some("Balai Contoh Perikanan Budidaya Air Payau Teluk Contoh".into()),
        address: RATNA.into(),
        backend: "manual".into(),
        care: loket::directory::Care::default(),
    };
    let more = format!(
        "\n[papers]\nclamav = {:?}\nclamav_timeout_seconds = 10\n",
        socket.display().to_string()
    );
    let settings = StageSettings {
        more,
        people: PEOPLE.into(),
        accounts: vec![account],
        start: "2026-11-09T09:41:00+07:00".parse().unwrap(),
    };
    let mut stage = Stage::set(dir, settings).await.unwrap();
    // This program is a test and knows no `__worker`.
    let program = env!("CARGO_BIN_EXE_loket").into();
    let workers = Arc::new(Workers::new(ReaderSettings { program, ..ReaderSettings::default() }));
    stage.daemon.intake.workers = workers.clone();
    stage.daemon.dispatch.workers = workers.clone();
    stage.daemon.workers = workers;
    stage
}

async fn ask(stage: &mut Stage, papers: &[Paper]) {
    let request = PersonMail {
        from_name: "Ratna Kusumawardani",
        from: RATNA,
        subject: "Permohonan Reset Password Admin Agency".into(),
        text: "Yth. Helpdesk, surat permohonan reset password dan SK terlampir.".into(),
        papers,
        ..PersonMail::default()
    };
    stage.deliver(&request).unwrap();
    stage.tick().await.unwrap();
}

async fn case(stage: &Stage) -> Case {
    stage.daemon.store.case("LKT-2026-00001").await.unwrap().expect("a case")
}

fn all(stage: &Stage) -> Vec<Seen> {
    stage.addresses().iter().flat_map(|address| stage.mailbox(address)).collect()
}

fn said(stage: &Stage, address: &str) -> String {
    stage.mailbox(address).iter().map(|seen| seen.message.text.clone() + "\n").collect()
}

/// Hashes of all files of all letters.
fn sent(stage: &Stage) -> Vec<String> {
    all(stage)
        .iter()
        .flat_map(|s| s.message.attachments.iter().filter(|a| !a.inline).map(|a| a.sha256.clone()))
        .collect()
}

fn scans(case: &Case) -> Vec<Option<Scan>> {
    case.papers.iter().map(|paper| paper.scan.clone()).collect()
}

fn eicar_paper(name: &'static str) -> Paper {
    Paper { name, bytes: Box::leak(eicar().into_bytes().into_boxed_slice()) }
}

#[tokio::test]
async fn an_infected_file_is_named_to_helpdesk_and_forwarded_to_nobody() {
    let clamd = Clamd::start();
    let dir = tempfile::tempdir().unwrap();
    let mut stage = stage(dir.path(), &clamd.socket).await;
    let papers = [Paper::RATNA_LETTER, Paper::RATNA_DECREE, eicar_paper("lampiran.pdf")];
    ask(&mut stage, &papers).await;
    stage.pass(3).await.unwrap();
    let case = case(&stage).await;
    let scans = scans(&case);
    assert_eq!(scans[..2], [Some(Scan::Clean), Some(Scan::Clean)]);
    assert!(matches!(&scans[2], Some(Scan::Infected { name }) if name.starts_with("Eicar-Test")));
    assert_eq!(case.state, State::Verifying, "the request itself goes on");
    let infected = &case.papers[2].sha256;
    let sent = sent(&stage);
    assert!(!sent.contains(infected), "{sent:?}");
    assert!(case.papers[..2].iter().all(|paper| sent.contains(&paper.sha256)), "{sent:?}");
    let raw: String =
        all(&stage).iter().map(|s| String::from_utf8_lossy(&s.raw).into_owned()).collect();
    assert!(!raw.contains(&eicar()), "not in any other shape either");
    let told = said(&stage, DEWI);
    assert!(told.contains("lampiran.pdf") && told.contains("Eicar-Test-Signature"), "{told}");
    assert!(said(&stage, BAGUS).contains("lampiran.pdf"));
    // It is still where it came in: in the kept mail.
    let kept = stage.daemon.store.shelf(case.papers[2].mail).await.unwrap().unwrap();
    let found = stage.daemon.workers.extract(&kept, infected).await.unwrap().unwrap();
    assert_eq!(found, eicar().into_bytes());
}

#[tokio::test]
async fn an_infected_decree_is_asked_for_again_and_a_clean_one_goes_on() {
    let clamd = Clamd::start();
    let dir = tempfile::tempdir().unwrap();
    let mut stage = stage(dir.path(), &clamd.socket).await;
    ask(&mut stage, &[Paper::RATNA_LETTER, eicar_paper("SK Admin Agency 2026.pdf")]).await;
    stage.pass(3).await.unwrap();
    assert_eq!(case(&stage).await.state, State::WaitingApplicant);
    let told = said(&stage, RATNA);
    assert!(told.contains("SK Admin Agency 2026.pdf"), "{told}");
    assert!(
        told.contains("perangkat lunak berbahaya") && told.contains("PDF yang bersih"),
        "{told}"
    );
    assert!(sent(&stage).is_empty(), "nothing is attached to what the applicant gets");
    let asked = stage.letter(RATNA, "LKT-2026-00001").unwrap();
    let again = PersonMail {
        from_name: "Ratna Kusumawardani",
        from: RATNA,
        text: "Berikut SK yang bersih.".into(),
        papers: &[Paper::RATNA_DECREE],
        answers: Some(&asked),
        ..PersonMail::default()
    };
    stage.deliver(&again).unwrap();
    stage.tick().await.unwrap();
    stage.pass(3).await.unwrap();
    let case = case(&stage).await;
    assert_eq!(case.state, State::Verifying);
    assert!(!sent(&stage).contains(&case.papers[1].sha256));
}

#[tokio::test]
async fn what_nobody_could_scan_waits_for_a_person_and_leaves_with_no_letter() {
    let dir = tempfile::tempdir().unwrap();
    let mut stage = stage(dir.path(), &dir.path().join("clamd.ctl")).await;
    ask(&mut stage, &[Paper::RATNA_LETTER, Paper::RATNA_DECREE]).await;
    let waits = case(&stage).await;
    assert_eq!(waits.state, State::Received, "first it is tried again");
    assert_eq!(scans(&waits), [None, None]);
    stage.pass(8).await.unwrap();
    let given_up = case(&stage).await;
    assert_eq!(given_up.state, State::Checking);
    for scan in scans(&given_up) {
        let Some(Scan::NotScanned { why }) = &scan else { panic!("{scan:?}") };
        assert_eq!(why, "soket ClamAV tidak ada");
    }
    let told = said(&stage, DEWI);
    assert!(told.contains("belum diperiksa (soket ClamAV tidak ada)"), "{told}");
    assert!(stage.letter(BAGUS, "LKT-2026-00001").is_none());
    // Helpdesk may let the request go on; the files still do not leave.
    let letter = stage.letter(DEWI, "LKT-2026-00001").unwrap();
    let complete = PersonMail {
        from_name: "Dewi Anjani",
        from: DEWI,
        text: "LENGKAP".into(),
        answers: Some(&letter),
        ..PersonMail::default()
    };
    stage.deliver(&complete).unwrap();
    stage.tick().await.unwrap();
    stage.pass(2).await.unwrap();
    assert_eq!(case(&stage).await.state, State::Verifying);
    assert!(stage.letter(BAGUS, "LKT-2026-00001").is_some());
    assert!(sent(&stage).is_empty(), "{:?}", sent(&stage));
}

#[tokio::test]
async fn a_scanner_that_comes_back_in_time_is_asked_again() {
    let dir = tempfile::tempdir().unwrap();
    let door = dir.path().join("clamd.ctl");
    let mut stage = stage(dir.path(), &door).await;
    ask(&mut stage, &[Paper::RATNA_LETTER, Paper::RATNA_DECREE]).await;
    assert_eq!(scans(&case(&stage).await), [None, None]);
    let clamd = Clamd::start();
    std::os::unix::fs::symlink(&clamd.socket, &door).unwrap();
    stage.pass(3).await.unwrap();
    let case = case(&stage).await;
    assert_eq!(scans(&case), [Some(Scan::Clean), Some(Scan::Clean)]);
    assert_eq!(case.state, State::Verifying);
    assert_eq!(sent(&stage).len(), 2);
}
