//! A4-75: many resets at once, and approvers who are tired of asking. Beyond the caps nothing is approved;
//! somebody is told once; the same account asked for twice is one case.
use super::super::office::{BAGUS, DEWI, HENDRA, MADE, Office, RATNA, SARI, YOHANES};
use loket::demo::Paper;
use loket::workflow::case::State;

#[tokio::test]
async fn approvals_beyond_the_hours_cap_are_not_carried_out() {
    let mut office = Office::with("[limits]\napprovals_per_hour = 2\n").await;
    let mut cases = Vec::new();
    for who in [RATNA, SARI, MADE, YOHANES] {
        cases.push(office.handed_over(who).await);
    }
    for case in &cases {
        let letter = office.letter(BAGUS, case);
        office.send(office.reply(BAGUS, &letter, "SETUJU")).await;
    }
    let mut approved = 0;
    for case in &cases {
        approved += usize::from(office.state(case).await == State::Executing);
    }
    assert_eq!(approved, 2);
    assert_eq!(office.rows("SELECT act FROM acts WHERE act = 'decision'").await.len(), 2);
    assert!(office.letter(HENDRA, "PERLU DIPERIKSA").message.text.contains("batas"));
    // An hour later there is room again.
    office.pass(61).await;
    let letter = office.letter(BAGUS, &cases[2]);
    office.send(office.reply(BAGUS, &letter, "SETUJU")).await;
    assert_eq!(office.state(&cases[2]).await, State::Executing);
    office.nothing_left_the_circle().await;
    office.close().await;
}

#[tokio::test]
async fn asking_again_and_again_is_one_case() {
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    let before = office.stage.mailbox(BAGUS.address).len();
    for n in 0..8 {
        let text = "Mohon segera reset password Admin Agency, surat dan SK terlampir.";
        let papers = [Paper::RATNA_LETTER, Paper::RATNA_DECREE];
        let post = office.mail(RATNA, &format!("SEGERA {n}"), text, &papers);
        assert_eq!(office.send(post).await.case.as_deref(), Some(case.as_str()));
    }
    assert_eq!(office.rows("SELECT id FROM cases").await.len(), 1);
    let again = office.stage.mailbox(BAGUS.address).len();
    assert_eq!(again, before, "the approver is not worn down by repetition");
    // The acknowledgements of all that are muted after five, and somebody is told once.
    let got = office.stage.mailbox(RATNA.address);
    let got = got.iter().filter(|s| s.message.subject.contains("Kelengkapan Berkas Telah")).count();
    assert_eq!(got, 5);
    assert!(office.letter(DEWI, "PERLU DIPERIKSA").message.text.contains("dibisukan"));
    office.close().await;
}
