//! What no attack may change, read from the database and the mailboxes by means of the tests' own: the
//! one assertion every attack test ends with. Knows tables and folders; nothing of how people write.
use super::office::{Fate, Office, PEOPLE};
use loket::workflow::case::State;
use sqlx::Row;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Whatever moves a credential, who stands where, and the register: as text, to be compared.
const GUARDED: &[(&str, &str)] = &[
    (
        "acts",
        "SELECT case_id, CAST(round AS TEXT), act, person, CAST(mail AS TEXT) FROM acts ORDER BY 1, 2, 3, 4",
    ),
    (
        "secrets",
        "SELECT CAST(id AS TEXT), case_id, CAST(COALESCE(used_ms, 0) AS TEXT) FROM secrets WHERE used_ms IS NOT NULL OR wiped_ms IS NULL ORDER BY id",
    ),
    (
        "resets",
        "SELECT case_id, CAST(round AS TEXT), CAST(number AS TEXT), purpose FROM resets ORDER BY 1, 2, 3",
    ),
    (
        "credentials",
        "SELECT CAST(id AS TEXT), COALESCE(recipient, ''), state FROM orders WHERE letter IN ('credentials', 'user_id_information') ORDER BY id",
    ),
    ("accounts", "SELECT user_id, name, address, backend FROM accounts ORDER BY user_id"),
    (
        "cases",
        "SELECT id, state, COALESCE(applicant, ''), CAST(COALESCE(account, 0) AS TEXT) FROM cases ORDER BY id",
    ),
];

/// Letters that carry a result.
const RESULTS: [&str; 2] = ["Penyampaian Password Baru", "Penyampaian Informasi User ID"];

pub type Rows = Vec<Vec<String>>;

/// Cells of a query on an office's database as text.
pub async fn rows(data: &Path, query: &'static str) -> Rows {
    let url = format!("sqlite://{}?mode=ro", data.join("loket.db").display());
    let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
    let rows = sqlx::query(query).fetch_all(&pool).await.unwrap();
    pool.close().await;
    let cells = |row: &sqlx::sqlite::SqliteRow| (0..row.len()).map(|n| row.get(n)).collect();
    rows.iter().map(cells).collect()
}

/// What no attack may change, as it is now.
pub async fn guarded(data: &Path) -> BTreeMap<&'static str, Rows> {
    let mut all = BTreeMap::new();
    for (name, query) in GUARDED {
        all.insert(*name, rows(data, query).await);
    }
    all
}

/// How things stood before the first attack.
#[derive(Default)]
pub struct Ledger {
    before: Option<BTreeMap<&'static str, Rows>>,
    letters: BTreeMap<String, usize>,
    pub(super) attacks: Vec<Fate>,
    ids: AtomicU64,
}

impl Ledger {
    pub(super) fn next_id(&self) -> String {
        format!("uji-{}", self.ids.fetch_add(1, Ordering::Relaxed))
    }
}

impl Office {
    /// Cells of a query as text; every column must be text (`CAST(x AS TEXT)`, `COALESCE`).
    pub async fn rows(&self, query: &'static str) -> Rows {
        rows(&self.stage.dir.join("data"), query).await
    }

    fn counts(&self) -> BTreeMap<String, usize> {
        let all = self.stage.addresses();
        all.into_iter().map(|a| (a.clone(), self.stage.mailbox(&a).len())).collect()
    }

    /// Notes how things stand; `attack` does it by itself before its first mail.
    pub async fn mark(&mut self) {
        if self.ledger.before.is_none() {
            self.ledger.before = Some(guarded(&self.stage.dir.join("data")).await);
            self.ledger.letters = self.counts();
        }
    }

    /// **The assertion of every attack test**: all attacking mails since the last `unmoved` have this
    /// reason code (or outcome), nothing was decided, reset or sealed, no case or account changed, and
    /// nothing left for an address outside register, staff and authenticated applicants.
    pub async fn unmoved(&mut self, reason: &str) {
        let reasons = vec![reason; self.ledger.attacks.len()];
        self.unmoved_each(&reasons).await;
    }

    /// The same where the attacking mails ended differently.
    pub async fn unmoved_each(&mut self, reasons: &[&str]) {
        let attacks = std::mem::take(&mut self.ledger.attacks);
        assert!(!attacks.is_empty(), "no attack was made");
        let found: Vec<&str> = attacks.iter().map(Fate::code).collect();
        assert_eq!(found, reasons, "what became of the attacking mails: {attacks:?}");
        self.nothing_moved().await;
        self.ledger.before = None;
    }

    /// The same where each of several reasons is as good.
    pub async fn unmoved_by(&mut self, reasons: &[&str]) {
        let attacks = std::mem::take(&mut self.ledger.attacks);
        assert!(!attacks.is_empty(), "no attack was made");
        for (at, fate) in attacks.iter().enumerate() {
            assert!(reasons.contains(&fate.code()), "attack {at}: {fate:?}, not {reasons:?}");
        }
        self.nothing_moved().await;
        self.ledger.before = None;
    }

    /// Only (a) and (b), for attacks that are no mails, or whose codes are looked at one by one.
    pub async fn nothing_moved(&mut self) {
        let before = self.ledger.before.clone().expect("`mark` or `attack` comes first");
        for (name, rows) in guarded(&self.stage.dir.join("data")).await {
            assert_eq!(rows, before[name], "an attack changed {name}");
        }
        self.nothing_left_the_circle().await;
        let store = &self.stage.daemon.store;
        assert_eq!(store.verify_log().await.unwrap(), None, "the log's chain");
    }

    /// Every letter ever sent went to the register, to staff, or to somebody whose mail passed; a result
    /// only to the register.
    pub async fn nothing_left_the_circle(&self) {
        let accounts = self.rows("SELECT LOWER(address) FROM accounts").await;
        let register: BTreeSet<String> = accounts.into_iter().flatten().collect();
        // Second contacts hear of resets; a result is never theirs.
        let contacts = "SELECT LOWER(contact) FROM accounts WHERE contact IS NOT NULL";
        let contacts: BTreeSet<String> = self.rows(contacts).await.into_iter().flatten().collect();
        let passed = self
            .rows("SELECT DISTINCT LOWER(COALESCE(sender, '')) FROM mails WHERE verdict = 'pass'")
            .await;
        let authentic: BTreeSet<String> = passed.into_iter().flatten().collect();
        let ordered = self
            .rows(
                // A credential's recipient is kept masked; its mailbox is looked at below.
                "SELECT DISTINCT LOWER(recipient) FROM orders WHERE recipient NOT LIKE '%*%'",
            )
            .await;
        let reached = self.stage.addresses().into_iter().map(|a| a.to_lowercase());
        for address in reached.chain(ordered.into_iter().flatten()) {
            let staff = PEOPLE.contains(&format!("{address:?}"));
            // Orders to the register show its address as `r***@kkp.example`.
            let mask = |a: &String| {
                let (shown, domain) = address.split_once("***").unwrap_or(("", "?"));
                !shown.is_empty() && a.starts_with(shown) && a.ends_with(domain)
            };
            let shown = register.iter().chain(&contacts).any(mask);
            let listed = register.contains(&address) || contacts.contains(&address) || shown;
            let known = listed || staff || authentic.contains(&address);
            assert!(known, "a letter went to {address}");
        }
        for address in self.stage.addresses() {
            let letters = self.stage.mailbox(&address);
            let result =
                letters.iter().find(|s| RESULTS.iter().any(|r| s.message.subject.contains(r)));
            let held = register.contains(&address.to_lowercase());
            assert!(result.is_none() || held, "{address} got a result");
        }
    }

    /// Letters to somebody since the attacks began (until `unmoved`): their subjects.
    pub fn since(&self, address: &str) -> Vec<String> {
        let before = self.ledger.letters.get(address).copied().unwrap_or(0);
        let letters = self.stage.mailbox(address).into_iter().skip(before);
        letters.map(|s| s.message.subject).collect()
    }

    /// Nobody at all got a letter since the attacks began. To be called before `unmoved`.
    pub fn silent(&self) {
        for address in self.stage.addresses() {
            assert_eq!(self.since(&address), Vec::<String>::new(), "letters to {address}");
        }
    }

    /// The honest twin was taken: exactly one decision, and the result is to be typed.
    pub async fn approved(&self, case: &str) {
        assert_eq!(self.state(case).await, State::Executing, "{case} is approved");
        let acts = self.rows("SELECT case_id, act FROM acts WHERE act = 'decision'").await;
        let of = acts.iter().filter(|row| row[0] == case).count();
        assert_eq!(of, 1, "one decision for {case}");
    }

    /// Every file of the office that holds this text, as it is or encoded as mails do.
    pub fn whereabouts(&self, text: &str) -> Vec<PathBuf> {
        let mut files = Vec::new();
        walk(&self.stage.dir, &mut files);
        files.retain(|file| holds(&super::search::read(file), text));
        files
    }
}

/// Whether a text stands in these bytes: plain, quoted-printable or base64.
pub fn holds(bytes: &[u8], text: &str) -> bool {
    let has = |needle: &[u8]| memchr::memmem::find(bytes, needle).is_some();
    let base64 = (0..3).any(|shift| {
        let padded = [vec![b' '; shift].as_slice(), text.as_bytes()].concat();
        let code = data_encoding::BASE64.encode(&padded);
        let inner: String = code.chars().skip(4).take(code.len().saturating_sub(8)).collect();
        inner.len() >= 8 && has(inner.as_bytes())
    });
    has(text.as_bytes()) || has(text.replace('=', "=3D").as_bytes()) || base64
}

fn walk(dir: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { walk(&path, files) } else { files.push(path) }
    }
}

#[tokio::test]
#[should_panic(expected = "an attack changed")]
async fn the_ledger_notices_an_approval() {
    let mut office = Office::open().await;
    let case = office.handed_over(super::office::RATNA).await;
    let letter = office.letter(super::office::BAGUS, &case);
    office.attack(office.reply(super::office::BAGUS, &letter, "SETUJU")).await;
    office.unmoved("command").await;
}

#[tokio::test]
#[should_panic(expected = "a letter went to")]
async fn the_ledger_notices_a_letter_to_a_stranger() {
    let mut office = Office::open().await;
    office.handed_over(super::office::RATNA).await;
    office.mark().await;
    let lost = office.stage.dir.join("surat/keluar/orang@evil.example/new");
    std::fs::create_dir_all(&lost).unwrap();
    std::fs::write(lost.join("1"), "Subject: x\r\n\r\nx\r\n").unwrap();
    office.nothing_moved().await;
}
