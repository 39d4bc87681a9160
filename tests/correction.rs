//! A calendar that was wrong, and the cases it accused: corrected while Loket runs, while it is stopped,
//! with letters still waiting, and with a file that cannot be read.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
use jiff::Timestamp;
use loket::demo::{PersonMail, Stage, StageSettings};
use loket::store::NewAccount;
use loket::workflow::case::Case;
use std::path::Path;

const DEWI: &str = "dewi.helpdesk@kkp.example";
const BAGUS: &str = "bagus.ppe@kkp.example";
const RATNA: &str = "ratna.k@kkp.example";
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

fn at(text: &str) -> Timestamp {
    format!("{text}:00+07:00").parse().unwrap()
}

/// The shipped calendar with 10 November a holiday, or without.
fn calendar(dir: &Path, holiday: bool) {
    let mut text = include_str!("../config/calendar.toml").to_owned();
    if holiday {
        text = text.replace(
            "[holidays]\n",
            "[holidays]\n2026-11-10 = { name = \"Libur Susulan\", kind = \"libur\", certainty = \"tinggi\" }\n",
        );
        assert!(text.contains("Libur Susulan"));
    }
    std::fs::create_dir_all(dir.join("config")).unwrap();
    std::fs::write(dir.join("config/calendar.toml"), text).unwrap();
}

async fn stage(dir: &Path, start: &str) -> Stage {
    let account = NewAccount {
        user_id: "AA.TELUKCONTOH".into(),
        name: "Ratna Kusumawardani".into(),
        nip: None,
        unit: None,
        address: RATNA.into(),
        backend: "manual".into(),
        care: loket::directory::Care::default(),
    };
    let settings = StageSettings {
        more: "[policy]\ncompleteness = \"helpdesk\"\n".into(),
        people: PEOPLE.into(),
        accounts: vec![account],
        start: at(start),
    };
    let mut stage = Stage::set(dir, settings).await.unwrap();
    let program = env!("CARGO_BIN_EXE_loket").into();
    let reader = loket::reader::ReaderSettings { program, ..Default::default() };
    let workers = std::sync::Arc::new(loket::reader::Workers::new(reader));
    stage.daemon.intake.workers = workers.clone();
    stage.daemon.dispatch.workers = workers.clone();
    stage.daemon.workers = workers;
    stage
}

async fn typed(stage: &mut Stage, who: &str, text: &str) {
    let letters = stage.mailbox(who);
    let letter = letters.iter().rev().find(|l| l.reply_to.contains('+')).unwrap();
    let mail = PersonMail {
        from_name: "Petugas",
        from: who,
        text: text.into(),
        answers: Some(letter),
        ..PersonMail::default()
    };
    stage.deliver(&mail).unwrap();
    stage.tick().await.unwrap();
}

/// Handed over on Monday at 15.50: due on Tuesday at 07.35, or on Wednesday if Tuesday is a holiday.
async fn handed_over(stage: &mut Stage) {
    let mail = PersonMail {
        from_name: "Ratna",
        from: RATNA,
        subject: "Permohonan Informasi User ID Admin Agency".into(),
        text: "Mohon informasi User ID Admin Agency.".into(),
        ..PersonMail::default()
    };
    stage.deliver(&mail).unwrap();
    stage.tick().await.unwrap();
    stage.pass_to(at("2026-11-09T15:50")).await.unwrap();
    typed(stage, DEWI, "LENGKAP (asli dilihat)").await;
}

async fn case(stage: &Stage) -> Case {
    stage.daemon.store.cases().await.unwrap().remove(0)
}

fn breaches(stage: &Stage) -> usize {
    let letters = stage.mailbox(BAGUS);
    letters.iter().filter(|l| l.message.subject.contains("MELEWATI MUTU BAKU")).count()
}

async fn log(stage: &Stage) -> String {
    let rows = stage.daemon.store.log_of("LKT-2026-00001").await.unwrap();
    let corrected = rows.iter().filter(|row| row.event == "calendar_corrected");
    corrected.map(|row| row.logged.body.clone()).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn corrected_while_it_was_stopped_it_counts_at_the_next_start() {
    let dir = tempfile::tempdir().unwrap();
    calendar(dir.path(), false);
    let mut office = stage(dir.path(), "2026-11-09T09:00").await;
    handed_over(&mut office).await;
    office.pass_to(at("2026-11-10T08:00")).await.unwrap();
    assert_eq!((breaches(&office), case(&office).await.deviations.len()), (1, 1));
    typed(&mut office, BAGUS, "PENJELASAN 9 kantor tutup, hari ini libur").await;
    assert!(case(&office).await.deviations[0].explanation.is_some());
    office.unlock();
    office.daemon.close().await;

    calendar(dir.path(), true);
    let mut office = stage(dir.path(), "2026-11-10T08:30").await;
    office.tick().await.unwrap();
    let corrected = case(&office).await;
    assert_eq!(corrected.deviations, []);
    let due = corrected.running(9).unwrap().due_at;
    assert_eq!(due, at("2026-11-11T07:35"));
    let told = log(&office).await;
    assert!(told.contains("hari ini libur") && told.contains("unmade"), "{told}");
    // Nothing is told twice; what comes true on Wednesday is news.
    office.pass_to(at("2026-11-11T07:35")).await.unwrap();
    assert_eq!((breaches(&office), case(&office).await.deviations.len()), (1, 0));
    office.pass_to(at("2026-11-11T07:40")).await.unwrap();
    assert_eq!((breaches(&office), case(&office).await.deviations.len()), (2, 1));
    office.pass_to(at("2026-11-12T09:00")).await.unwrap();
    assert_eq!(breaches(&office), 2);

    // Taken back again: the day was worked after all, and the deviation is some 480 minutes longer.
    typed(&mut office, BAGUS, "SETUJU").await;
    let before = case(&office).await.deviations[0].actual_minutes.unwrap();
    calendar(dir.path(), false);
    office.tick().await.unwrap();
    let after = case(&office).await;
    assert_eq!(after.deviations[0].actual_minutes, Some(before + 450));
    assert_eq!(breaches(&office), 2, "nobody is written to about a step that is over");
    assert!(office.daemon.store.verify_log().await.unwrap().is_none());
    office.daemon.close().await;
}

#[tokio::test]
async fn a_breach_that_is_none_does_not_leave() {
    let dir = tempfile::tempdir().unwrap();
    calendar(dir.path(), false);
    let mut office = stage(dir.path(), "2026-11-09T09:00").await;
    handed_over(&mut office).await;
    office.pass_to(at("2026-11-10T07:30")).await.unwrap();
    // The alarm rings, and before the letter leaves the operator corrects the file.
    let (house, late) = (office.daemon.house(), at("2026-11-10T07:36"));
    while office.daemon.dispatch.clerk_due(&house, late).await.unwrap() {}
    let waiting = office.daemon.store.queue().await.unwrap();
    let breach = waiting.iter().find(|o| o.letter.as_deref() == Some("standard_breached")).unwrap();
    calendar(dir.path(), true);
    office.pass_to(late).await.unwrap();
    assert_eq!((breaches(&office), case(&office).await.deviations.len()), (0, 0));
    let order = office.daemon.store.order(breach.id).await.unwrap().unwrap();
    assert_eq!(order.state, "dropped");
    office.daemon.close().await;
}

#[tokio::test]
async fn the_offices_own_additions_count_and_a_bad_file_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    calendar(dir.path(), false);
    let mut office = stage(dir.path(), "2026-11-09T09:00").await;
    handed_over(&mut office).await;
    let due = async |office: &Stage| case(office).await.running(9).unwrap().due_at;
    assert_eq!(due(&office).await, at("2026-11-10T07:35"));
    let own = dir.path().join("config/calendar-setempat.toml");
    let day = "2026-11-10 = { name = \"Hari Jadi\", kind = \"libur\", certainty = \"tinggi\" }\n";
    std::fs::write(&own, format!("[holidays]\n{day}")).unwrap();
    office.tick().await.unwrap();
    assert_eq!(due(&office).await, at("2026-11-11T07:35"));
    std::fs::write(&own, format!("[holiday]\n{day}")).unwrap();
    office.tick().await.unwrap();
    assert_eq!(due(&office).await, at("2026-11-11T07:35"), "the old calendar stays in force");
    std::fs::remove_file(&own).unwrap();
    office.tick().await.unwrap();
    assert_eq!(due(&office).await, at("2026-11-10T07:35"));
    office.daemon.close().await;
}

/// Work at every hour of every day but the holidays.
fn round_the_clock(dir: &Path, holidays: &[jiff::civil::Date]) {
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let mut text = "zone = \"Asia/Jakarta\"\n[hours]\n".to_owned();
    text += &days.map(|day| format!("{day} = [\"00:00-24:00\"]\n")).concat();
    text += "[holidays]\n";
    for day in holidays {
        text +=
            &format!("{day} = {{ name = \"Libur\", kind = \"libur\", certainty = \"tinggi\" }}\n");
    }
    std::fs::create_dir_all(dir.join("config")).unwrap();
    std::fs::write(dir.join("config/calendar.toml"), text).unwrap();
}

fn within(seconds: u64, mut holds: impl FnMut() -> bool) -> bool {
    let start = std::time::Instant::now();
    while start.elapsed() < std::time::Duration::from_secs(seconds) {
        if holds() {
            return true;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    holds()
}

#[tokio::test]
async fn the_running_daemon_notices_the_file_by_itself() {
    let dir = tempfile::tempdir().unwrap();
    round_the_clock(dir.path(), &[]);
    let now = Timestamp::now();
    let text = now.to_zoned(jiff::tz::TimeZone::get("Asia/Jakarta").unwrap());
    let mut office = stage(dir.path(), &text.strftime("%Y-%m-%dT%H:%M").to_string()).await;
    let mail = PersonMail {
        from_name: "Ratna",
        from: RATNA,
        subject: "Permohonan Informasi User ID Admin Agency".into(),
        text: "Mohon informasi User ID Admin Agency.".into(),
        ..PersonMail::default()
    };
    office.deliver(&mail).unwrap();
    office.tick().await.unwrap();
    typed(&mut office, DEWI, "LENGKAP (asli dilihat)").await;
    let open = case(&office).await;
    let (due, id) = (open.running(9).unwrap().due_at, open.id.clone());
    office.unlock();
    office.daemon.close().await;

    let settings = dir.path().join("config/loket.toml");
    let own = std::fs::read_to_string(&settings).unwrap().replace("\"simulated\"", "\"system\"");
    std::fs::write(&settings, own).unwrap();
    let log = dir.path().join("log.txt");
    let loket = |verb: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_loket"));
        command.args(verb).arg("--config").arg(&settings);
        command
    };
    let stderr = std::fs::File::create(&log).unwrap();
    let mut daemon = loket(&["run"]).stderr(stderr).spawn().unwrap();
    let says = |words: &str| std::fs::read_to_string(&log).unwrap().contains(words);
    assert!(within(60, || says("loket is ready")), "{}", std::fs::read_to_string(&log).unwrap());

    // Today and tomorrow are no working days after all.
    let today = text.date();
    round_the_clock(dir.path(), &[today, today.tomorrow().unwrap()]);
    let corrected = within(60, || says("kalender berubah"));
    let shown = loket(&["case", "show", &id, "--json"]).output().unwrap();
    let timeline = loket(&["case", "timeline", &id]).output().unwrap();
    let pid = rustix::process::Pid::from_raw(i32::try_from(daemon.id()).unwrap()).unwrap();
    rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
    assert!(within(60, || daemon.try_wait().unwrap().is_some()), "it does not end");
    assert!(corrected, "{}", std::fs::read_to_string(&log).unwrap());
    let shown: serde_json::Value = serde_json::from_slice(&shown.stdout).unwrap();
    let moved: Timestamp = shown["next_due"].as_str().unwrap().parse().unwrap();
    assert!(moved > due, "{moved} is not after {due}");
    assert_eq!(shown["deviations"], serde_json::json!([]));
    let timeline = String::from_utf8(timeline.stdout).unwrap();
    assert!(timeline.contains("kalender dikoreksi; "), "{timeline}");
    assert!(timeline.contains("tenggat verifikasi Admin PPE:"), "{timeline}");
    assert!(timeline.contains("hari libur (Libur)"), "{timeline}");
}
