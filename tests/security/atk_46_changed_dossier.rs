//! A3-46: what the approver saw is what he approves. A new paper, another register row, another kind after
//! the hand-over: the old answer counts for nothing, and the file goes out anew.
use super::super::office::{BAGUS, CITRA, MADE, Office, RATNA, accounts};
use loket::demo::{Paper, PersonMail};
use loket::directory::Care;
use loket::store::NewAccount;
use loket::workflow::case::State;
use sqlx::Executor;

const RESULT: &str = "HASIL\r\nUSER ID: AA.TELUKCONTOH\r\nPASSWORD: Kp7#mRwt4=Qz";

impl Office {
    /// Another row in the register for Ratna's account.
    pub async fn register(&self, change: impl Fn(&mut NewAccount)) {
        let mut account = accounts()[0].clone();
        change(&mut account);
        let mut tx = self.stage.daemon.store.begin().await.unwrap();
        tx.put_account(&account, self.stage.now).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// A paper sent after the request, as an answer to the receipt.
    async fn paper_after(&mut self, case: &str, paper: &'static [Paper]) {
        let receipt = self.letter(RATNA, case);
        let post = self.compose(&PersonMail {
            from_name: RATNA.name,
            from: RATNA.address,
            text: "Bersama ini kami susulkan berkas.".into(),
            answers: Some(&receipt),
            papers: paper,
            ..PersonMail::default()
        });
        self.send(post).await;
    }
}

#[tokio::test]
async fn a_new_paper_voids_the_old_link() {
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    let old = office.letter(BAGUS, &case);
    office.paper_after(&case, &[Paper::RATNA_WRONG_DECREE]).await;
    assert_eq!(office.state(&case).await, State::Verifying);
    let handed = office.letter(BAGUS, &case);
    assert_ne!(handed.reply_to, old.reply_to, "the file went out anew");
    office.attack(office.reply(BAGUS, &old, "SETUJU")).await;
    office.unmoved("link_spent").await;

    // Words asked back, or a STATUS, on the old letter give no way around: their answer stays bound
    // to what the old letter showed.
    for (words, code) in [("ok", Some("bare_assent")), ("STATUS", None)] {
        let fate = office.send(office.reply(BAGUS, &old, words)).await;
        assert_eq!(fate.reason.as_deref(), code);
        let answered = office.stage.mailbox(BAGUS.address).pop().unwrap();
        office.attack(office.reply(BAGUS, &answered, "SETUJU")).await;
        office.unmoved("link_spent").await;
    }
    let fresh = office.letter(BAGUS, "Penyerahan");
    office.send(office.reply(BAGUS, &fresh, "SETUJU")).await;
    office.approved(&case).await;

    // The same after the approval: the result waits for another look.
    office.paper_after(&case, &[Paper::MADE_DECREE]).await;
    assert_eq!(office.state(&case).await, State::Verifying, "judged anew");
    office.attack(office.reply(BAGUS, &fresh, RESULT)).await;
    office.unmoved("link_spent").await;
    office.close().await;
}

#[tokio::test]
async fn the_same_papers_once_more_change_nothing() {
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    office.paper_after(&case, &[Paper::RATNA_LETTER, Paper::RATNA_DECREE]).await;
    office.send(office.reply(BAGUS, &letter, "SETUJU")).await;
    office.approved(&case).await;
    office.close().await;
}

#[tokio::test]
async fn another_row_of_the_register_voids_it_too() {
    type Change = fn(&mut NewAccount);
    let changes: [Change; 5] = [
        |a| a.address = "r.baru@kkp.example".into(),
        |a| a.address = "ratna.k2@kkp.example".into(),
        |a| a.name = "Ratna Kusuma".into(),
        |a| a.nip = Some("198703142011012902".into()),
        |a| a.care = Care { two_approvers: true, ..Care::default() },
    ];
    for change in changes {
        let mut office = Office::open().await;
        let case = office.handed_over(RATNA).await;
        let (mine, other) = (office.letter(BAGUS, &case), office.letter(CITRA, &case));
        office.register(change).await;
        office.attack_at(BAGUS, &mine, "SETUJU").await;
        assert!(office.since(CITRA.address).len() == 1, "everybody sees the new file");
        office.unmoved("dossier_changed").await;
        office.attack_at(CITRA, &other, "SETUJU").await;
        office.unmoved("link_spent").await;
        office.close().await;
    }
}

/// Between approval and result the destination changes: nothing goes there on the old word.
#[tokio::test]
async fn a_destination_nobody_approved_gets_nothing() {
    let mut office = Office::open().await;
    let case = office.in_execution(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    office.register(|a| a.address = "pencuri@kkp.example".into()).await;
    let fate = office.send(office.reply(BAGUS, &letter, RESULT)).await;
    assert_eq!(fate.code(), "dossier_changed");
    assert_eq!(office.state(&case).await, State::Verifying, "approved anew or not at all");
    assert!(office.stage.mailbox("pencuri@kkp.example").is_empty());
    let rows = office.rows("SELECT letter FROM orders WHERE letter = 'credentials'").await;
    assert!(rows.is_empty());
    let again = office.letter(BAGUS, "Penyerahan");
    assert!(again.message.text.contains("72 jam"), "{}", again.message.text);
    office.attack(office.reply(BAGUS, &again, "SETUJU")).await;
    office.unmoved("confirm_first").await;
    office.close().await;
}

#[tokio::test]
async fn another_kind_or_another_first_approval_voids_it() {
    let mut office = Office::open().await;
    let case = office.handed_over(MADE).await;
    let letter = office.letter(BAGUS, &case);
    let url = format!("sqlite://{}", office.stage.dir.join("data/loket.db").display());
    let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
    let text =
        "UPDATE cases SET body = REPLACE(body, '\"kind\":\"reset_password\"', '\"kind\":\"both\"')";
    assert_eq!(pool.execute(text).await.unwrap().rows_affected(), 1);
    pool.close().await;
    office.attack(office.reply(BAGUS, &letter, "SETUJU")).await;
    office.unmoved("dossier_changed").await;
    office.close().await;
}

impl Office {
    pub async fn attack_at(
        &mut self,
        who: super::super::office::Person,
        letter: &loket::demo::Seen,
        words: &str,
    ) {
        let post = self.reply(who, letter, words);
        self.attack(post).await;
    }
}
