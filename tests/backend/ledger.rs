//! What holds after every story: one password, one DATA; never more passwords than an approval may
//! have; only to the registered address; and none of them on any disk.
use crate::office::{Office, files_with};

/// Checks everything; `sets` is how many passwords the account system was to set.
pub async fn holds(office: &Office, sets: usize) {
    let secrets = office.sets();
    assert_eq!(secrets.len(), sets, "passwords set");
    assert!(secrets.len() <= 4, "more than one and three rotations (INV-08)");
    let mut seen = secrets.clone();
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), secrets.len(), "a password was set twice");
    for secret in &secrets {
        assert!(office.data_with(secret) <= 1, "one secret, one DATA (INV-05)");
        let found = files_with(office.dir.path(), secret);
        assert!(found.is_empty(), "a password lies in {found:?} (INV-13)");
    }
    for mail in office.server.received() {
        if secrets.iter().any(|secret| mail.holds(secret)) {
            assert!(mail.to.starts_with("ratna."), "a password left for {} (INV-06)", mail.to);
        }
    }
    // Every password the system was told has its committed intent (INV-10): the operation's number.
    for asked in office.asked() {
        assert!(asked.starts_with("--op=LKT-"), "{asked}");
    }
}
