//! The office under attack: the daemon on a simulated stage, its people, and verbs that drive a case.
//! Knows how people write; what must not happen is `ledger`'s.
use super::ledger::Ledger;
use super::post::{MX, Post, Stamp};
use loket::demo::{Paper, PersonMail, Seen, Stage, StageSettings};
use loket::directory::Care;
use loket::reader::{ReaderSettings, Workers};
use loket::store::NewAccount;
use loket::workflow::case::{Case, State};
use std::sync::Arc;

/// The address people write to.
pub const OFFICE: &str = "helpdesk-lpse@kkp.example";

/// Somebody who writes mails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Person {
    pub name: &'static str,
    pub address: &'static str,
}

macro_rules! people {
    ($($(#[$doc:meta])* $constant:ident = $name:literal, $address:literal;)*) => {
        $($(#[$doc])* pub const $constant: Person = Person { name: $name, address: $address };)*
    };
}

people! {
    /// Helpdesk.
    DEWI = "Dewi Anjani", "dewi.helpdesk@kkp.example";
    /// Admin PPE.
    BAGUS = "Bagus Prakoso", "bagus.ppe@kkp.example";
    /// The other Admin PPE.
    CITRA = "Citra Maharani", "citra.ppe@kkp.example";
    /// Front office.
    TIARA = "Tiara Anjani", "tiara.fo@kkp.example";
    /// Supervisor.
    HENDRA = "Hendra Saputra", "hendra.kasubag@kkp.example";
    /// Holder of AA.TELUKCONTOH; asks for a reset with both papers.
    RATNA = "Ratna Kusumawardani", "ratna.k@kkp.example";
    /// Holder of AA.CONTOHBARAT in another domain; asks for the user ID.
    YOHANES = "Yohanes Tangkuman", "y.tangkuman@contohbarat.example";
    /// Holder of AA.LOKAPESISIR.
    MADE = "Made Surya Ardika", "made.ardika@kkp.example";
    /// Holder of AA.SARI.
    SARI = "Sari Wulandari Putri", "sari.wulandari@kkp.example";
    /// Second contact of AA.TELUKCONTOH, where the office has one.
    KEPALA = "Kepala Balai", "kepala.balai@kkp.example";
    /// Nobody's: an outsider with SMTP.
    MALLORY = "Bagus Prakoso", "mallory@evil.example";
    /// A colleague in the same domain who is neither staff nor holder.
    INSIDER = "Orang Dalam", "orang.dalam@kkp.example";
}

pub const PEOPLE: &str = r#"[[person]]
id = "dewi"
name = "Dewi Anjani"
addresses = ["dewi.helpdesk@kkp.example"]
roles = ["helpdesk"]

[[person]]
id = "bagus"
name = "Bagus Prakoso"
addresses = ["bagus.ppe@kkp.example"]
roles = ["admin_ppe"]

[[person]]
id = "citra"
name = "Citra Maharani"
addresses = ["citra.ppe@kkp.example"]
roles = ["admin_ppe"]

[[person]]
id = "tiara"
name = "Tiara Anjani"
addresses = ["tiara.fo@kkp.example"]
roles = ["front_office"]

[[person]]
id = "hendra"
name = "Hendra Saputra"
addresses = ["hendra.kasubag@kkp.example"]
roles = ["supervisor"]
"#;

/// The register.
pub fn accounts() -> Vec<NewAccount> {
    let account = |user_id: &str, who: Person, nip: &str, unit: &str| NewAccount {
        user_id: user_id.into(),
        name: who.name.into(),
        nip: Some(nip.into()),
        unit: Some(unit.into()),
        address: who.address.into(),
        backend: "manual".into(),
        care: Care::default(),
    };
    let balai = "Balai Contoh Perikanan Budidaya Air Payau Teluk Contoh";
    vec![
        account("AA.TELUKCONTOH", RATNA, "198703142011012901", balai),
        account(
            "AA.CONTOHBARAT",
            YOHANES,
            "197908222003121904",
            "Dinas Perikanan Kabupaten Contoh Barat",
        ),
        account("AA.LOKAPESISIR", MADE, "199301112019031907", "Loka Contoh Pengelolaan Pesisir"),
        account("AA.SARI", SARI, "199107052023212902", balai),
    ]
}

/// What a mail became: its row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fate {
    pub outcome: String,
    pub reason: Option<String>,
    pub verdict: String,
    pub case: Option<String>,
}

const MAILS: &str = "SELECT CAST(id AS TEXT), outcome, COALESCE(reason, ''), verdict, \
    COALESCE(case_id, ''), place FROM mails ORDER BY id";

impl Fate {
    fn read(row: &[String]) -> Fate {
        let some = |text: &str| Some(text.to_owned()).filter(|t| !t.is_empty());
        Fate {
            outcome: row[1].clone(),
            reason: some(&row[2]),
            verdict: row[3].clone(),
            case: some(&row[4]),
        }
    }

    fn waiting() -> Fate {
        Fate { outcome: "waiting".into(), reason: None, verdict: String::new(), case: None }
    }

    /// The reason code, or the outcome where there is none.
    pub fn code(&self) -> &str {
        self.reason.as_deref().unwrap_or(&self.outcome)
    }
}

/// Everything under attack.
pub struct Office {
    pub stage: Stage,
    pub(super) ledger: Ledger,
    workers: Arc<Workers>,
    _dir: tempfile::TempDir,
}

impl Office {
    /// Monday 9 November 2026, 09.41; verdicts by the MX's header.
    pub async fn open() -> Office {
        Office::with("").await
    }

    /// The same with more settings (TOML; `[trust]` is written already: use [`Office::trusting`]).
    pub async fn with(more: &str) -> Office {
        Office::trusting("", more).await
    }

    /// With further keys of `[trust]`, for instance `verify = "self"`, and more settings after it.
    pub async fn trusting(trust: &str, more: &str) -> Office {
        Office::set(StageSettings {
            more: format!("[trust]\nauthserv_id = \"{MX}\"\n{trust}\n{more}"),
            people: PEOPLE.into(),
            accounts: accounts(),
            start: "2026-11-09T09:41:00+07:00".parse().unwrap(),
        })
        .await
    }

    /// The same where Ratna's account has a second contact, [`KEPALA`].
    pub async fn with_contact() -> Office {
        let mut accounts = accounts();
        accounts[0].care.contact = Some(KEPALA.address.into());
        let start = "2026-11-09T09:41:00+07:00".parse().unwrap();
        let more = format!("[trust]\nauthserv_id = \"{MX}\"\n");
        Office::set(StageSettings { more, people: PEOPLE.into(), accounts, start }).await
    }

    /// With all of a stage's settings.
    pub async fn set(settings: StageSettings) -> Office {
        let dir = tempfile::tempdir().unwrap();
        let mut stage = Stage::set(dir.path(), settings).await.unwrap();
        // The reader is a verb of the program, and this is not the program.
        let program = env!("CARGO_BIN_EXE_loket").into();
        let workers =
            Arc::new(Workers::new(ReaderSettings { program, ..ReaderSettings::default() }));
        stage.daemon.intake.workers = workers.clone();
        stage.daemon.dispatch.workers = workers.clone();
        stage.daemon.workers = workers.clone();
        // The digest of the first morning goes before the story begins.
        stage.tick().await.unwrap();
        Office { stage, ledger: Ledger::default(), workers, _dir: dir }
    }

    /// Everybody goes home, and the folder is left: for a process of its own to go on with.
    pub async fn leave(self) -> tempfile::TempDir {
        self.workers.shutdown().await;
        self.stage.daemon.close().await;
        self._dir
    }

    /// Account systems may be asked: the world outside was looked at and found good.
    pub async fn doctor_is_content(&self) {
        let daemon = &self.stage.daemon;
        let check = loket::store::OnlineCheck {
            at: self.stage.now,
            settings: daemon.mail_digest(),
            mode: "standar".into(),
            red: Vec::new(),
            warnings: Vec::new(),
        };
        let mut tx = daemon.store.begin().await.unwrap();
        tx.keep_online_check(&check, &daemon.house().rules).await.unwrap();
        tx.commit().await.unwrap();
        daemon.reload().await.unwrap();
    }

    /// Ends the confined readers; good manners at a test's end.
    pub async fn close(self) {
        self.workers.shutdown().await;
        self.stage.daemon.close().await;
    }

    // -- writing

    /// A new mail to the office.
    pub fn mail(&self, from: Person, subject: &str, text: &str, papers: &[Paper]) -> Post {
        self.compose(&PersonMail {
            from_name: from.name,
            from: from.address,
            subject: subject.into(),
            text: text.into(),
            papers,
            ..PersonMail::default()
        })
    }

    /// Presses Reply on a letter, as `from`.
    pub fn reply(&self, from: Person, letter: &Seen, text: &str) -> Post {
        self.compose(&PersonMail {
            from_name: from.name,
            from: from.address,
            text: text.into(),
            answers: Some(letter),
            ..PersonMail::default()
        })
    }

    /// Any mail of the stage's own kind.
    pub fn compose(&self, mail: &PersonMail<'_>) -> Post {
        let domain = mail.from.rsplit('@').next().unwrap_or_default();
        // Two mails written in one instant are still two.
        let id = format!("{}@{domain}", self.ledger.next_id());
        let post = Post::raw(self.stage.write_mail(mail), domain);
        post.set("Message-ID", &format!("<{id}>"))
    }

    // -- delivering

    /// Delivers a mail and does all that it causes. Its row.
    pub async fn send(&mut self, post: Post) -> Fate {
        let before = self.rows("SELECT CAST(COALESCE(MAX(id), 0) AS TEXT) FROM mails").await;
        let raw = post.delivered(self.stage.now);
        self.stage.deliver_raw(&raw).unwrap();
        // A mail that breaks its reader is tried again, at most three times.
        for _ in 0..3 {
            self.stage.tick().await.unwrap();
        }
        self.fate_after(before[0][0].parse().unwrap()).await
    }

    /// The row of the first mail after row `id`; what waits for DNS has none and is `waiting`.
    async fn fate_after(&self, id: i64) -> Fate {
        let rows = self.rows(MAILS).await;
        let row = rows.into_iter().find(|row| row[0].parse::<i64>().unwrap() > id);
        row.map_or_else(Fate::waiting, |row| Fate::read(&row))
    }

    /// Delivers an attacking mail: from the first one on nothing may move until `unmoved`.
    pub async fn attack(&mut self, post: Post) -> Fate {
        self.mark().await;
        let fate = self.send(post).await;
        self.ledger.attacks.push(fate.clone());
        fate
    }

    /// Many attacking mails at once, in this order: the same for tables, in a fraction of the time.
    pub async fn attack_all(&mut self, posts: Vec<Post>) -> Vec<Fate> {
        self.mark().await;
        let before = self.rows("SELECT CAST(COALESCE(MAX(id), 0) AS TEXT) FROM mails").await;
        let before: i64 = before[0][0].parse().unwrap();
        let count = posts.len();
        for post in posts {
            self.stage.deliver_raw(&post.delivered(self.stage.now)).unwrap();
        }
        for _ in 0..3 {
            self.stage.tick().await.unwrap();
        }
        // The stage names its files in their order.
        let mut rows = self.rows(MAILS).await;
        rows.retain(|row| row[0].parse::<i64>().unwrap() > before);
        rows.sort_by(|a, b| a[5].cmp(&b[5]));
        assert_eq!(rows.len(), count, "one row a mail");
        let fates: Vec<Fate> = rows.iter().map(|row| Fate::read(row)).collect();
        self.ledger.attacks.extend(fates.iter().cloned());
        fates
    }

    /// Lets minutes pass, with everything due in them.
    pub async fn pass(&mut self, minutes: i64) {
        self.stage.pass(minutes).await.unwrap();
    }

    // -- driving a case

    /// A complete, genuine request for a reset by one of the four holders; its case.
    pub async fn request(&mut self, who: Person) -> String {
        let papers: &[Paper] = match who {
            RATNA => &[Paper::RATNA_LETTER, Paper::RATNA_DECREE],
            YOHANES => &[Paper::YOHANES_LETTER, Paper::YOHANES_DECREE],
            MADE => &[Paper::MADE_LETTER, Paper::MADE_DECREE],
            _ => &[Paper::SARI_LETTER, Paper::SARI_DECREE],
        };
        let post = self.mail(
            who,
            "Permohonan Reset Password Admin Agency",
            "Yth. Helpdesk, bersama ini surat permohonan reset password Admin Agency beserta SK.",
            papers,
        );
        let fate = self.send(post).await;
        fate.case.clone().unwrap_or_else(|| panic!("no case: {fate:?}"))
    }

    /// The same, until Admin PPE has it.
    pub async fn handed_over(&mut self, who: Person) -> String {
        let case = self.request(who).await;
        assert_eq!(self.state(&case).await, State::Verifying, "{case}");
        case
    }

    /// The same, until somebody approved and the result is to be typed.
    pub async fn in_execution(&mut self, who: Person) -> String {
        let case = self.handed_over(who).await;
        let letter = self.letter(BAGUS, &case);
        self.send(self.reply(BAGUS, &letter, "SETUJU")).await;
        assert_eq!(self.state(&case).await, State::Executing, "{case}");
        case
    }

    /// The newest letter to somebody whose subject holds these words (or the case's number).
    pub fn letter(&self, who: Person, words: &str) -> Seen {
        let letter = self.stage.letter(who.address, words);
        letter.unwrap_or_else(|| panic!("{} has no letter with {words:?}", who.name))
    }

    pub async fn case(&self, id: &str) -> Case {
        self.stage.daemon.store.case(id).await.unwrap().expect("a case")
    }

    pub async fn state(&self, id: &str) -> State {
        self.case(id).await.state
    }
}

/// The border's stamp for a login-stating MX (`auth=pass smtp.auth=`).
pub fn submitted(login: &str) -> Stamp {
    Stamp::Results(format!("auth=pass smtp.auth={login}"))
}
