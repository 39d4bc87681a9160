//! Whole outgoing mails as snapshots, nothing masked: with a fixed key and the stage's clock every
//! number, date, token and boundary of a story comes from its rows, so the bytes are the same each time.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
use loket::demo::{Paper, PersonMail, Seen, Stage, StageSettings};
use loket::reader::{ReaderSettings, Workers};
use loket::store::NewAccount;
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;

const RATNA: &str = "ratna.k@kkp.example";
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

/// The files of the hand-over are left out of the picture: their bytes are the papers' own.
fn shown(seen: &Seen) -> String {
    let text = String::from_utf8(seen.raw.clone()).unwrap().replace("\r\n", "\n");
    let base64 = |line: &&str| {
        line.len() >= 70 && line.bytes().all(|b| b.is_ascii_alphanumeric() || b"+/=".contains(&b))
    };
    text.lines().filter(|line| !base64(line)).collect::<Vec<_>>().join("\n")
}

async fn stage(dir: &std::path::Path) -> Stage {
    let key = dir.join("data/kunci-rahasia");
    std::fs::create_dir_all(key.parent().unwrap()).unwrap();
    std::fs::write(&key, [42u8; 32]).unwrap();
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
    let account = NewAccount {
        user_id: "AA.TELUKCONTOH".into(),
        name: "Ratna Kusumawardani".into(),
        nip: Some("198703142011012901".into()),
        unit: Some("Balai Contoh Perikanan Budidaya Air Payau Teluk Contoh".into()),
        address: RATNA.into(),
        backend: "manual".into(),
        care: loket::directory::Care::default(),
    };
    let settings = StageSettings {
        more: String::new(),
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

async fn typed(stage: &mut Stage, text: &str) {
    let letter = stage.letter(BAGUS, "LKT-2026-00001").unwrap();
    let mail = PersonMail {
        from_name: "Bagus Prakoso",
        from: BAGUS,
        text: text.into(),
        answers: Some(&letter),
        ..PersonMail::default()
    };
    stage.deliver(&mail).unwrap();
    stage.tick().await.unwrap();
}

#[tokio::test]
async fn the_mails_of_an_accepted_reset() {
    let dir = tempfile::tempdir().unwrap();
    let mut stage = stage(dir.path()).await;
    let request = PersonMail {
        from_name: "Ratna Kusumawardani",
        from: RATNA,
        subject: "Permohonan Reset Password Admin Agency".into(),
        text: "Yth. Helpdesk, surat permohonan reset password dan SK terlampir.".into(),
        papers: &[Paper::RATNA_LETTER, Paper::RATNA_DECREE],
        ..PersonMail::default()
    };
    stage.deliver(&request).unwrap();
    stage.tick().await.unwrap();
    stage.pass(3).await.unwrap();
    typed(&mut stage, "SETUJU").await;
    stage.pass(2).await.unwrap();
    typed(&mut stage, "HASIL\r\nUSER ID: AA.TELUKCONTOH\r\nPASSWORD: Kp7#mRwt4=Qz").await;
    let mut all = String::new();
    for address in stage.addresses() {
        for seen in stage.mailbox(&address) {
            all.push_str(&format!("######## {address}\n{}\n", shown(&seen)));
        }
    }
    stage.daemon.close().await;
    assert_eq!(all.matches("Kp7#mRwt4=Qz").count(), 1, "the password is in one mail, once");
    insta::assert_snapshot!(all);
}
