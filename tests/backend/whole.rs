//! Whole cases: SETUJU, and the account's own system does the rest; and what happens where it, the mail
//! server or the operator's address book does not play along.
use crate::ledger::holds;
use crate::office::{DESK, HOLDER, JUDGE, Office, USER, keep_check};
use crate::server::{Act, Phase};
use loket::store::RedLine;
use loket::workflow::case::State;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

const APPROVAL: &str = "Penyerahan Berkas";
const PASSWORD: &str = "Penyampaian Password";
const STOPPED: &str = "Penggantian Password Otomatis Gagal";

#[tokio::test]
async fn an_approval_is_all_a_person_does() {
    let mut office = Office::new().await;
    let mut daemon = office.handed_over().await;
    assert_eq!(office.asked().len(), 0, "nothing before the approval");
    office.reply(JUDGE, APPROVAL, "SETUJU");
    office.pass(&mut daemon, 1).await;
    let case = office.case(&daemon).await;
    assert_eq!(case.state, State::Delivered);
    assert_eq!(office.asked(), [format!("--op={}.1.1 {USER}", case.id)]);
    let letter = office.letter(HOLDER, PASSWORD);
    assert!(letter.text.contains(&format!("\n    {}\n", office.live())), "{}", letter.text);
    assert!(!letter.text.contains("sudah tidak berlaku"), "{}", letter.text);
    let receipt = office.letter(JUDGE, "Persetujuan Tercatat");
    assert!(receipt.text.contains("tidak perlu mengirim hasil"), "{}", receipt.text);
    assert_eq!(office.letters_to(DESK, "Hasil Telah Disampaikan").len(), 1, "helpdesk hears of it");
    let dossier = office.dossier();
    let kept = dossier.iter().find(|(name, _)| name.ends_with("-credentials.txt"));
    let (_, text) = kept.expect("the letter is in the dossier");
    assert!(text.contains("(tidak-diarsipkan)") && text.contains(USER), "{text}");
    daemon.close().await;
    holds(&office, 1).await;
}

#[tokio::test]
async fn without_the_doctors_word_admin_ppe_is_asked_as_ever() {
    let mut office = Office::unchecked().await;
    let mut daemon = office.handed_over().await;
    office.reply(JUDGE, APPROVAL, "SETUJU");
    office.pass(&mut daemon, 5).await;
    assert_eq!(office.case(&daemon).await.state, State::Executing);
    assert_eq!(office.asked().len(), 0);
    assert!(office.letter(JUDGE, "Menunggu Hasil").text.contains("HASIL"));
    daemon.close().await;
    holds(&office, 0).await;
}

/// A line turned red while the approval was on its way: nobody resets, Admin PPE is told and asked. Once
/// somebody accepted it in writing, the next start lets the system work again.
#[tokio::test]
async fn a_red_line_stops_what_was_approved_before() {
    let mut office = Office::new().await;
    let mut daemon = office.handed_over().await;
    let line = |what: &str| RedLine { what: what.into(), mark: "x".into(), why: "rusak".into() };
    keep_check(&daemon, vec![line("smuggling"), line("login")]).await;
    office.reply(JUDGE, APPROVAL, "SETUJU");
    office.pass(&mut daemon, 1).await;
    assert_eq!(office.asked().len(), 0, "the system was not called");
    assert!(office.letter(JUDGE, STOPPED).text.contains("check --online"));
    assert_eq!(office.case(&daemon).await.state, State::Executing);
    for (what, expected) in [("smuggling", false), ("login", true)] {
        daemon.accept_red(what, "diterima kepala kantor", office.now).await.unwrap().unwrap();
        let state = daemon.approval_state().await.unwrap();
        assert_eq!(state.allows_automatic(), expected, "{what}");
    }
    daemon.close().await;
    let daemon = office.open().await;
    assert_eq!(daemon.house().rules.automatic, ["sistem"]);
    daemon.close().await;
    holds(&office, 0).await;
}

/// FLT-50: the reason reaches Admin PPE, and a typed result ends the case.
#[tokio::test]
async fn a_refusal_is_told_and_the_result_may_be_typed() {
    let mut office = Office::new().await;
    office.mode("refuse");
    let mut daemon = office.handed_over().await;
    office.reply(JUDGE, APPROVAL, "SETUJU");
    office.pass(&mut daemon, 1).await;
    let told = office.letter(JUDGE, STOPPED);
    assert!(told.text.contains("akun terkunci"), "{}", told.text);
    assert_eq!(office.case(&daemon).await.state, State::Executing);
    assert_eq!(office.letters_to(HOLDER, PASSWORD).len(), 0, "nothing left");
    let typed = "Kp7#mRwt4=Qz";
    office.reply(JUDGE, STOPPED, &format!("HASIL\r\nUSER ID: {USER}\r\nPASSWORD: {typed}"));
    office.pass(&mut daemon, 1).await;
    assert_eq!(office.case(&daemon).await.state, State::Delivered);
    assert!(office.letter(HOLDER, PASSWORD).holds(typed));
    daemon.close().await;
    holds(&office, 0).await;
}

/// While the system works, a typed result would be a second one.
#[tokio::test]
async fn nobody_types_a_result_while_the_system_sets_one() {
    let mut office = Office::new().await;
    office.mode("busy");
    let mut daemon = office.handed_over().await;
    office.reply(JUDGE, APPROVAL, "SETUJU");
    office.pass(&mut daemon, 1).await;
    let typed = "Kp7#mRwt4=Qz";
    let words = format!("HASIL\r\nUSER ID: {USER}\r\nPASSWORD: {typed}");
    office.reply(JUDGE, "Persetujuan Tercatat", &words);
    office.pass(&mut daemon, 1).await;
    assert_eq!(office.case(&daemon).await.state, State::Executing);
    office.mode("ok");
    office.pass(&mut daemon, 2).await;
    assert_eq!(office.case(&daemon).await.state, State::Delivered);
    assert_eq!(office.data_with(typed), 0);
    assert!(office.letter(HOLDER, PASSWORD).holds(&office.live()));
    daemon.close().await;
    holds(&office, 1).await;
}

/// FLT-20, FLT-53: half an hour of "not now", then a person acts. Nothing was set, nothing is lost.
#[tokio::test]
async fn a_system_that_stays_away_is_given_up_after_half_an_hour() {
    let mut office = Office::new().await;
    office.mode("busy");
    let before = office.live();
    let mut daemon = office.handed_over().await;
    office.reply(JUDGE, APPROVAL, "SETUJU");
    office.pass(&mut daemon, 29).await;
    assert_eq!(office.letters_to(JUDGE, STOPPED).len(), 0);
    assert!(office.asked().len() > 10, "asked again and again, which counts as nothing");
    office.pass(&mut daemon, 5).await;
    let told = office.letter(JUDGE, STOPPED);
    assert!(told.text.contains("sedang sibuk") && !told.text.contains("sandi lamanya"));
    assert_eq!((office.live(), office.sets().len()), (before, 0));
    daemon.close().await;
    holds(&office, 0).await;
}

/// The operator takes the order off the list: the result is Admin PPE's to type again.
#[tokio::test]
async fn an_order_that_is_dropped_leaves_the_result_to_admin_ppe() {
    let mut office = Office::new().await;
    office.mode("busy");
    let mut daemon = office.handed_over().await;
    office.reply(JUDGE, APPROVAL, "SETUJU");
    office.pass(&mut daemon, 1).await;
    let queue = daemon.store.queue().await.unwrap();
    let order = queue.iter().find(|order| order.lane == "reset").unwrap().id.to_string();
    daemon.close().await;
    let dropped = std::process::Command::new(env!("CARGO_BIN_EXE_loket"))
        .args(["--config", "config/loket.toml", "queue", "drop", &order])
        .args(["--reason", "direktori dipindahkan"])
        .current_dir(office.dir.path())
        .output()
        .unwrap();
    assert!(dropped.status.success(), "{dropped:?}");
    office.mode("ok");
    let mut daemon = office.open().await;
    office.pass(&mut daemon, 5).await;
    assert!(office.letter(JUDGE, STOPPED).text.contains("direktori dipindahkan"));
    let words = format!("HASIL\r\nUSER ID: {USER}\r\nPASSWORD: Kp7#mRwt4=Qz");
    office.reply(JUDGE, STOPPED, &words);
    office.pass(&mut daemon, 1).await;
    assert_eq!(office.case(&daemon).await.state, State::Delivered);
    assert_eq!(office.sets().len(), 0);
    daemon.close().await;
    holds(&office, 0).await;
}

/// A mail server that does not take the recipient now: the account is not touched (SMTP first).
#[tokio::test]
async fn no_way_out_means_no_change() {
    let mut office = Office::new().await;
    let mut daemon = office.handed_over().await;
    office.reply(JUDGE, APPROVAL, "SETUJU");
    let tries = Arc::new(AtomicUsize::new(0));
    let seen = tries.clone();
    office.server.hook(move |phase, to, _| {
        if phase == Phase::Rcpt && to == HOLDER && seen.fetch_add(1, Ordering::SeqCst) < 5 {
            return Act::Cut;
        }
        Act::Go
    });
    office.pass(&mut daemon, 3).await;
    assert!(tries.load(Ordering::SeqCst) >= 3);
    assert_eq!(office.asked().len(), 0, "the account system was not asked yet");
    office.pass(&mut daemon, 10).await;
    assert_eq!(office.case(&daemon).await.state, State::Delivered);
    daemon.close().await;
    holds(&office, 1).await;
}

/// FLT-23: the answer to the final dot never comes, though the mail was kept. Each time a new password;
/// after three the last is voided and a person acts (INV-08).
#[tokio::test]
async fn an_unknown_end_is_answered_by_a_new_password_three_times_at_most() {
    for lost in [1, 2, 3, 9] {
        let mut office = Office::new().await;
        let mut daemon = office.handed_over().await;
        office.reply(JUDGE, APPROVAL, "SETUJU");
        let left = Arc::new(AtomicUsize::new(lost));
        office.server.hook(move |phase, to, _| {
            let here = phase == Phase::Kept && to == HOLDER;
            let take = |n: usize| n.checked_sub(1);
            if here && left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, take).is_ok() {
                return Act::Cut;
            }
            Act::Go
        });
        office.pass(&mut daemon, 30).await;
        let (state, letters) =
            (office.case(&daemon).await.state, office.letters_to(HOLDER, PASSWORD));
        if lost < 3 {
            assert_eq!(state, State::Delivered, "{lost} lost");
            let last = letters.last().unwrap();
            assert!(last.holds(&office.live()), "{lost} lost: the newest opens the account");
            assert!(last.text.contains("sudah tidak berlaku"), "{}", last.text);
            assert_eq!(letters.len(), lost + 1);
            assert_eq!(office.sets().len(), lost + 1);
        } else {
            assert_eq!(state, State::Executing, "{lost} lost");
            assert_eq!((letters.len(), office.sets().len()), (3, 4), "the last one voids");
            assert!(letters.iter().all(|letter| !letter.holds(&office.live())));
            assert!(office.letter(JUDGE, STOPPED).text.contains("sandi lamanya"));
        }
        daemon.close().await;
        holds(&office, office.sets().len()).await;
    }
}

/// FLT-51: it is done and not said (`mute`), or nobody can tell (`mute blind`).
#[tokio::test]
async fn an_unknown_end_of_the_system_is_proved_or_done_again() {
    let mut office = Office::new().await;
    office.mode("mute");
    let mut daemon = office.handed_over().await;
    office.reply(JUDGE, APPROVAL, "SETUJU");
    office.pass(&mut daemon, 1).await;
    assert_eq!(office.case(&daemon).await.state, State::Delivered, "proved by a login");
    assert_eq!(office.sets().len(), 1);
    daemon.close().await;
    holds(&office, 1).await;

    let mut office = Office::new().await;
    office.mode("mute blind");
    let mut daemon = office.handed_over().await;
    office.reply(JUDGE, APPROVAL, "SETUJU");
    office.pass(&mut daemon, 1).await;
    assert_eq!(office.letters_to(HOLDER, PASSWORD).len(), 0, "nobody can tell: nothing is sent");
    office.mode("ok");
    office.pass(&mut daemon, 2).await;
    assert_eq!(office.case(&daemon).await.state, State::Delivered);
    let letter = office.letter(HOLDER, PASSWORD);
    assert!(letter.holds(&office.live()));
    assert!(!letter.text.contains("sudah tidak berlaku"), "the first was in no mail");
    daemon.close().await;
    holds(&office, office.sets().len()).await;
}

/// A4-66: the letter comes back days later; its password opens nothing any more, and KIRIM ULANG gives
/// a new one.
#[tokio::test]
async fn a_letter_that_comes_back_is_void() {
    let mut office = Office::new().await;
    let mut daemon = office.handed_over().await;
    office.reply(JUDGE, APPROVAL, "SETUJU");
    office.pass(&mut daemon, 60).await;
    let (letter, first) = (office.letter(HOLDER, PASSWORD), office.live());
    assert!(letter.holds(&first));
    office.bounce(&letter);
    office.pass(&mut daemon, 5).await;
    assert_ne!(office.live(), first, "the account system has another password");
    assert_eq!(office.data_with(&office.live()), 0, "which nobody knows");
    assert_eq!(office.case(&daemon).await.state, State::DeliveryFailed);
    let told = office.letter(JUDGE, "Password Dibatalkan");
    assert!(told.text.contains("nilai acak"), "{}", told.text);
    // The same report once more changes nothing.
    office.bounce(&letter);
    office.pass(&mut daemon, 5).await;
    assert_eq!(office.sets().len(), 2);
    office.reply(DESK, "Tidak Terkirim", "KIRIM ULANG");
    office.pass(&mut daemon, 5).await;
    assert_eq!(office.case(&daemon).await.state, State::Delivered);
    let again = office.letter(HOLDER, PASSWORD);
    assert!(again.holds(&office.live()) && again.text.contains("sudah tidak berlaku"));
    // A late report about the first letter does not void the second's password.
    let live = office.live();
    office.bounce(&letter);
    office.pass(&mut daemon, 5).await;
    assert_eq!((office.live(), office.sets().len()), (live, 3));
    daemon.close().await;
    holds(&office, 3).await;
}

/// New papers between the approval and the system: the approval does not hold any more.
#[tokio::test]
async fn an_approval_that_was_taken_back_resets_nothing() {
    let mut office = Office::new().await;
    office.mode("busy");
    let mut daemon = office.handed_over().await;
    office.reply(JUDGE, APPROVAL, "SETUJU");
    office.pass(&mut daemon, 1).await;
    let letter = office.letter(HOLDER, "Tanda Terima");
    assert!(letter.holds("LKT-"));
    let raw = format!(
        "From: Ratna <{HOLDER}>\r\nTo: helpdesk-lpse@kkp.example\r\nSubject: Re: {}\r\n\
         Message-ID: <batal-1@kkp.example>\r\nDate: Mon, 09 Nov 2026 09:50:00 +0700\r\n\r\nBATAL\r\n",
        letter.subject
    );
    office.deliver(raw.as_bytes());
    daemon.tick(office.now).await.unwrap();
    assert_eq!(office.case(&daemon).await.state, State::Withdrawn);
    office.mode("ok");
    office.pass(&mut daemon, 10).await;
    assert_eq!(office.sets().len(), 0);
    assert_eq!(office.letters_to(HOLDER, PASSWORD).len(), 0);
    daemon.close().await;
    holds(&office, 0).await;
}

/// The register's word counts at the moment of sending: an address changed after the approval.
#[tokio::test]
async fn the_address_is_asked_of_the_register_when_the_letter_leaves() {
    let mut office = Office::new().await;
    office.mode("busy");
    let mut daemon = office.handed_over().await;
    office.reply(JUDGE, APPROVAL, "SETUJU");
    office.pass(&mut daemon, 1).await;
    let account = daemon.store.account_by_user(USER).await.unwrap().unwrap();
    let moved = loket::store::NewAccount {
        user_id: account.user_id.clone(),
        name: account.name.clone(),
        nip: account.nip.clone(),
        unit: account.unit.clone(),
        address: "ratna.baru@kkp.example".into(),
        backend: account.backend.clone(),
        care: loket::directory::Care::default(),
    };
    let mut tx = daemon.store.begin().await.unwrap();
    tx.put_account(&moved, office.now).await.unwrap();
    tx.commit().await.unwrap();
    office.mode("ok");
    office.pass(&mut daemon, 5).await;
    assert_eq!(office.letters_to(HOLDER, PASSWORD).len(), 0);
    assert!(office.letter("ratna.baru@kkp.example", PASSWORD).holds(&office.live()));
    daemon.close().await;
    holds(&office, 1).await;
}
