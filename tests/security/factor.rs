//! Second factors for the tests: who is enrolled, and which code his telephone shows. Knows no attack.
use super::office::{Office, Person};
use jiff::{SignedDuration, Timestamp};
use loket::secret::totp::Seed;

impl Office {
    /// Enrols somebody by his id; the seed his telephone then has.
    pub async fn enrol(&self, id: &str) -> Seed {
        let seed = Seed::fresh().unwrap();
        let mut tx = self.stage.daemon.store.begin().await.unwrap();
        tx.enrol(id, &seed, self.stage.now).await.unwrap();
        tx.commit().await.unwrap();
        seed
    }

    /// The code shown so many seconds from now.
    pub fn code(&self, seed: &Seed, seconds: i64) -> String {
        code_at(seed, self.stage.now + SignedDuration::from_secs(seconds))
    }

    /// Answers the newest letter of the case.
    pub fn answer(&self, who: Person, case: &str, words: &str) -> super::post::Post {
        let letter = self.letter(who, case);
        self.reply(who, &letter, words)
    }
}

pub fn code_at(seed: &Seed, at: Timestamp) -> String {
    seed.code_at(at).unwrap().to_string()
}
