//! A2-25: a link from before an upgrade. What stands for the version is the digest of what was shown,
//! in the form this version makes it: a link without one, or with one of another form, is void, and
//! the file is handed over anew.
use super::super::office::{BAGUS, Office, RATNA};
use sqlx::Executor;

#[tokio::test]
async fn a_link_of_an_older_version_is_renewed_and_decides_nothing() {
    for old in ["NULL", "'v0'", "UPPER(digest)"] {
        let mut office = Office::open().await;
        let case = office.handed_over(RATNA).await;
        let letter = office.letter(BAGUS, &case);
        let url = format!("sqlite://{}", office.stage.dir.join("data/loket.db").display());
        let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
        let text = format!("UPDATE tokens SET digest = {old} WHERE person = 'bagus'");
        pool.execute(sqlx::AssertSqlSafe(text)).await.unwrap();
        pool.close().await;
        office.attack(office.reply(BAGUS, &letter, "SETUJU")).await;
        assert_eq!(office.since(BAGUS.address).len(), 2, "a sentence and the file anew");
        office.unmoved("dossier_changed").await;
        let fresh = office.letter(BAGUS, &case);
        office.send(office.reply(BAGUS, &fresh, "SETUJU")).await;
        office.approved(&case).await;
        office.close().await;
    }
}
