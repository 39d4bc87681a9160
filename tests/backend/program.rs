//! The real program, killed with `kill -9` inside the account system and inside the credential letter,
//! logging all it can. Afterwards one password works, in the last letter, and no file holds any.
use crate::ledger::holds;
use crate::office::{HOLDER, JUDGE, Office};
use crate::rig::wait_until;
use crate::server::{Act, Phase};
use rustix::process::{Pid, Signal, kill_process};
use std::process::Child;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(60);
const PASSWORD: &str = "Penyampaian Password";

fn shoot(pid: u32) {
    let pid = Pid::from_raw(i32::try_from(pid).unwrap()).unwrap();
    let _ = kill_process(pid, Signal::KILL);
}

async fn letters(office: &Office, who: &str, subject: &str, count: usize) {
    wait_until(PATIENCE, async || (office.letters_to(who, subject).len() >= count).then_some(()))
        .await;
}

async fn dies(mut loket: Child) {
    wait_until(PATIENCE, async || loket.try_wait().unwrap()).await;
}

/// From the request until Admin PPE's answer lies in the inbox of a running program.
async fn approved(office: &mut Office) -> Child {
    office.request();
    let loket = office.run();
    letters(office, JUDGE, "Penyerahan Berkas", 1).await;
    loket
}

/// The next process ends the story.
async fn ends_well(office: Office, sets: usize, letters_before: usize, what: &str) {
    office.server.hook(|_, _, _| Act::Go);
    office.mode("ok");
    let loket = office.run();
    letters(&office, HOLDER, PASSWORD, letters_before + 1).await;
    letters(&office, JUDGE, "Hasil Telah Disampaikan", 1).await;
    shoot(loket.id());
    dies(loket).await;
    let all = office.letters_to(HOLDER, PASSWORD);
    assert_eq!(all.len(), letters_before + 1, "{what}");
    assert!(all.last().unwrap().holds(&office.live()), "{what}");
    holds(&office, sets).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_inside_the_account_system() {
    let mut office = Office::of_the_program().await;
    let loket = approved(&mut office).await;
    office.mode("stop-after");
    office.reply(JUDGE, "Penyerahan Berkas", "SETUJU");
    let stopped = office.path("sistem/stopped");
    let orphan: u32 =
        wait_until(PATIENCE, async || std::fs::read_to_string(&stopped).ok()?.trim().parse().ok())
            .await;
    shoot(loket.id());
    dies(loket).await;
    // Nobody ends it with Loket; the operator's page says so.
    shoot(orphan);
    assert_eq!(office.letters_to(HOLDER, PASSWORD).len(), 0);
    ends_well(office, 2, 0, "inside the account system").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_behind_the_dot_of_a_mail_the_server_kept() {
    let mut office = Office::of_the_program().await;
    let loket = approved(&mut office).await;
    let pid = loket.id();
    office.server.hook(move |phase, to, _| {
        if phase == Phase::Kept && to == HOLDER {
            shoot(pid);
            return Act::Hang;
        }
        Act::Go
    });
    // The receipt went to the holder already; the next letter to him is the credential.
    office.reply(JUDGE, "Penyerahan Berkas", "SETUJU");
    dies(loket).await;
    assert_eq!(office.letters_to(HOLDER, PASSWORD).len(), 1);
    ends_well(office, 2, 1, "behind the dot").await;
}
