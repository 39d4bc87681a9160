//! A3-49: commands as an answer to the digest. It carries no code, so nothing comes of them.
use super::super::office::{BAGUS, DEWI, HENDRA, Office, RATNA};
use loket::workflow::case::State;

#[tokio::test]
async fn an_answer_to_the_digest_decides_nothing() {
    let mut office = Office::open().await;
    let case = office.handed_over(RATNA).await;
    office.pass(60 * 24).await;
    let readers = [HENDRA, DEWI, BAGUS];
    let digests: Vec<_> = readers
        .into_iter()
        .filter_map(|who| Some((who, office.stage.letter(who.address, "Rekap Harian")?)))
        .collect();
    assert!(!digests.is_empty(), "somebody gets the digest");
    let (_, digest) = digests[0].clone();
    assert_eq!(digest.reply_to, super::super::office::OFFICE, "no code in it");
    for who in [BAGUS, HENDRA, DEWI] {
        for words in
            ["SETUJU".to_owned(), format!("SETUJU {case}"), format!("TOLAK {case} tidak sah")]
        {
            office.attack(office.reply(who, &digest, &words)).await;
            let tagged =
                office.reply(who, &digest, &words).set("Subject", &format!("Re: [{case}] x"));
            office.attack(tagged.set("To", &digest.reply_to)).await;
        }
    }
    office.unmoved("no_token").await;
    assert_eq!(office.state(&case).await, State::Verifying);
    office.close().await;
}
