//! Attacks of `security.md` part A against the whole daemon, one file each: `security/atk_NN_name.rs`.
//! One binary, because linking is slow.
//!
//! Where things are:
//! - `security/office.rs`: `Office`, the daemon with its people on a simulated stage. `Office::open()`,
//!   `Office::with(toml)`; `request`/`handed_over` drive a case, `reply` presses Reply on a letter,
//!   `send` delivers a genuine mail, `attack` delivers an attacking one and remembers it.
//! - `security/post.rs`: `Post`, a mail as bytes that can be bent (`field`, `from`, `swap`), and `Stamp`,
//!   what the real MX writes above it (`Authentication-Results` and its `Received`).
//! - `security/ledger.rs`: what every attack test ends with: **`office.unmoved(reason).await`**: nothing
//!   was reset, nothing left for an address outside register, staff and authenticated applicants, and
//!   every attacking mail's row holds that reason code (or, where it has none, that outcome).
//! - `security/own.rs`: the same office with `verify = "self"`, DNS and DKIM keys on loopback.
//! - `security/servers.rs`: the office on real Postfix, OpenDKIM, OpenDMARC and Dovecot, by `loket tick`.
//! - `security/part_aN.rs`: the list of files of each part; a new attack is a file and a line there.
//!
//! ```text
//! let mut office = Office::open().await;
//! let case = office.handed_over(RATNA).await;          // Admin PPE has the letter with his token
//! let letter = office.letter(BAGUS, &case);
//! office.attack(office.reply(BAGUS, &letter, "SETUJU").stamp(Stamp::Fail)).await;
//! office.unmoved("auth_fail").await;
//! office.send(office.reply(BAGUS, &letter, "SETUJU")).await;   // the honest twin
//! office.approved(&case).await;
//! ```
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
mod rig;
#[allow(dead_code)]
mod security {
    pub mod factor;
    pub mod ledger;
    pub mod office;
    pub mod own;
    pub mod post;
    pub mod relay;
    pub mod search;
    pub mod servers;
    pub mod siege;

    mod part_a1;
    mod part_a2;
    mod part_a3;
    mod part_a4;
    mod part_a5;
    mod part_a6;
}

/// A file that no list names is no test.
#[test]
fn every_attack_file_is_listed() {
    let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/security");
    let names = |prefix: &str| -> Vec<String> {
        let entries = std::fs::read_dir(&dir).unwrap().flatten();
        let all = entries.filter_map(|e| e.file_name().into_string().ok());
        all.filter(|n| n.starts_with(prefix) && n.ends_with(".rs")).collect()
    };
    let lists: String = names("part_a")
        .iter()
        .map(|name| std::fs::read_to_string(dir.join(name)).unwrap())
        .collect();
    for file in names("atk_") {
        assert!(lists.contains(&format!("{file:?}")), "{file} is in no part_aN.rs");
    }
}
