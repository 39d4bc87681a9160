//! A2-26: rights are looked at when a link is used, not when it was mailed.
use super::super::office::{BAGUS, CITRA, Office, PEOPLE, RATNA};

impl Office {
    /// Another `people.toml`, as after SIGHUP.
    pub async fn staff(&self, people: &str) {
        std::fs::write(self.stage.dir.join("config/people.toml"), people).unwrap();
        self.stage.daemon.reload().await.unwrap();
    }
}

#[tokio::test]
async fn whoever_lost_the_role_decides_nothing() {
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    let demoted = PEOPLE.replacen("roles = [\"admin_ppe\"]", "roles = [\"supervisor\"]", 1);
    office.staff(&demoted).await;
    for words in ["SETUJU", "TOLAK tidak sesuai", "SETUJU\r\nPASSWORD: Kp7#mRwt4=Qz"] {
        office.attack(office.reply(BAGUS, &letter, words)).await;
    }
    office.silent();
    office.unmoved("role_lost").await;

    // Nobody of ours any more: his link is a stranger's.
    let all = PEOPLE.split("[[person]]").filter(|p| !p.trim().is_empty() && !p.contains("bagus"));
    office.staff(&all.map(|p| format!("[[person]]{p}")).collect::<String>()).await;
    office.attack(office.reply(BAGUS, &letter, "SETUJU")).await;
    office.unmoved("token_foreign").await;

    office.staff(PEOPLE).await;
    let other = office.letter(CITRA, &case);
    office.send(office.reply(CITRA, &other, "SETUJU")).await;
    office.approved(&case).await;
    office.close().await;
}

#[tokio::test]
async fn whoever_became_the_holder_decides_nothing() {
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    let holder = PEOPLE.replacen(
        "roles = [\"admin_ppe\"]",
        "roles = [\"admin_ppe\"]\nuser_ids = [\"aa.telukcontoh\"]",
        1,
    );
    office.staff(&holder).await;
    office.attack(office.reply(BAGUS, &letter, "SETUJU")).await;
    office.unmoved("own_account").await;
    office.close().await;
}

#[tokio::test]
async fn a_link_lives_a_week() {
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    office.pass(60 * 24 * 7 + 1).await;
    office.attack(office.reply(BAGUS, &letter, "SETUJU")).await;
    office.unmoved("link_spent").await;
    let fresh = office.letter(BAGUS, &case);
    office.send(office.reply(BAGUS, &fresh, "SETUJU")).await;
    office.approved(&case).await;
    office.close().await;
}
