//! One office in a temporary folder: its settings, its inbox, its way out, and the people who write.
use crate::server::{Received, Server};
use jiff::Timestamp;
use loket::clock::SimulatedClock;
use loket::config::Settings;
use loket::daemon::Daemon;
use loket::demo::Paper;
use loket::mail::{Message, TrustSettings, case_tag};
use loket::reader::{ReaderSettings, Workers};
use loket::source::{Limits, MaildirSettings, MaildirSource, Source};
use loket::store::NewAccount;
use mail_builder::MessageBuilder;
use mail_builder::headers::message_id::MessageId;
use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::os::unix::fs::{DirEntryExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub const DESK: &str = "dewi.helpdesk@kkp.example";
pub const JUDGE: &str = "bagus.ppe@kkp.example";
const PEOPLE: &str = r#"[[person]]
id = "dewi"
name = "Dewi Anjani"
addresses = ["dewi.helpdesk@kkp.example"]
roles = ["helpdesk"]

[[person]]
id = "bagus"
name = "Bagus Prakoso"
addresses = ["bagus.ppe@kkp.example"]
roles = ["admin_ppe"]
"#;

pub const LIMITS: Limits =
    Limits { max_mails: 50, max_batch_bytes: 32 << 20, max_mail_bytes: 25 << 20 };

pub fn applicant(number: usize) -> String {
    format!("uji{number:03}@kkp.example")
}

/// A letter that came out.
#[derive(Clone, Debug)]
pub struct Letter {
    pub to: String,
    /// Message-ID without brackets.
    pub id: String,
    pub subject: String,
    pub raw: Arc<Vec<u8>>,
}

impl Letter {
    fn new(to: &str, raw: Arc<Vec<u8>>) -> Letter {
        let id = header(&raw, "Message-ID").unwrap_or_default();
        let mut letter = Letter { to: to.to_owned(), id, subject: String::new(), raw };
        letter.subject = letter.message().subject;
        letter
    }

    pub fn holds(&self, text: &str) -> bool {
        memchr::memmem::find(&self.raw, text.as_bytes()).is_some()
    }

    pub fn message(&self) -> Message {
        loket::mail::parse(&self.raw, &TrustSettings::default())
    }
}

/// The value of a header, between brackets if it has some.
pub fn header(raw: &[u8], name: &str) -> Option<String> {
    let end = memchr::memmem::find(raw, b"\r\n\r\n").unwrap_or(raw.len());
    let head = String::from_utf8_lossy(&raw[..end]);
    let head = head.replace("\r\n ", " ").replace("\r\n\t", " ");
    let line = head.lines().find_map(|line| line.strip_prefix(&format!("{name}:")))?;
    let value = line.trim().rsplit('<').next()?;
    Some(value.trim_matches(['<', '>', ' ']).to_owned())
}

pub struct Office {
    pub dir: tempfile::TempDir,
    server: Option<Server>,
    written: Cell<usize>,
    /// Letters read before: by path, inode and time, or by their number at the server.
    known: RefCell<HashMap<(PathBuf, u64, i64), Letter>>,
}

impl Office {
    /// With a server, letters leave by SMTP; else into Maildirs.
    pub async fn new(server: Option<&Server>, clock: &str, applicants: usize) -> Office {
        let dir = tempfile::tempdir().unwrap();
        let config = dir.path().join("config");
        std::fs::create_dir(&config).unwrap();
        let way_out = match server {
            Some(server) => format!(
                "host = \"127.0.0.1\"\nport = {}\ntls = \"none\"\nallow_insecure_loopback = true\n",
                server.port
            ),
            None => "kind = \"maildir\"\npath = \"../keluar\"\n".to_owned(),
        };
        let settings = format!(
            "clock = \"{clock}\"\ndata_dir = \"../data\"\npeople = \"people.toml\"\n\
             [office]\naddress = \"helpdesk-lpse@kkp.example\"\n\
             [[mailbox]]\nname = \"utama\"\nkind = \"maildir\"\npath = \"../masuk\"\n\
             [smtp]\n{way_out}\
             [limits]\napprovals_per_unit_per_hour = 1000\napprovals_per_hour = 1000\nanswers_per_hour = 100000\nmails_per_sender_per_hour = 100000\n"
        );
        std::fs::write(config.join("loket.toml"), settings).unwrap();
        std::fs::write(config.join("people.toml"), PEOPLE).unwrap();
        let office = Office {
            dir,
            server: server.cloned(),
            written: Cell::new(0),
            known: RefCell::default(),
        };
        for sub in ["new", "cur", "tmp"] {
            std::fs::create_dir_all(office.inbox().join(sub)).unwrap();
        }
        let now = Timestamp::now();
        let daemon = office.open(now).await;
        let mut tx = daemon.store.begin().await.unwrap();
        for number in 1..=applicants {
            let account = NewAccount {
                user_id: format!("AA.UJI{number:03}"),
                name: "Ratna Kusumawardani".into(),
                nip: Some("198703142011012901".into()),
                unit: Some("Balai Contoh Teluk Contoh".into()),
                address: applicant(number),
                backend: "manual".into(),
                care: loket::directory::Care::default(),
            };
            tx.put_account(&account, now).await.unwrap();
        }
        tx.commit().await.unwrap();
        daemon.close().await;
        office
    }

    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    pub fn inbox(&self) -> PathBuf {
        self.path().join("masuk")
    }

    /// The daemon in this process, without recovery.
    pub async fn open(&self, now: Timestamp) -> Daemon {
        let file = self.path().join("config/loket.toml");
        let settings = Settings::load(&file).unwrap();
        let clock = Arc::new(SimulatedClock::new(now));
        let mut daemon = Daemon::open(settings, Some(file), clock).await.unwrap();
        // This program is a test and knows no `__worker`.
        let program = env!("CARGO_BIN_EXE_loket").into();
        let workers = Arc::new(Workers::new(ReaderSettings { program, ..Default::default() }));
        daemon.workers = workers.clone();
        daemon.intake.workers = workers.clone();
        daemon.dispatch.workers = workers;
        daemon
    }

    pub fn source(&self) -> Source {
        Source::Maildir(MaildirSource::new(MaildirSettings {
            name: "utama".into(),
            path: self.inbox(),
            done_folder: "Selesai".into(),
            aside_folder: "Karantina".into(),
        }))
    }

    /// Delivers a mail as a mail server does: whole or not at all.
    pub fn deliver(&self, raw: &[u8]) {
        self.written.set(self.written.get() + 1);
        let seconds = Timestamp::now().as_second();
        let name = format!("{seconds}.M{:06}P1.uji", self.written.get());
        let draft = self.inbox().join("tmp").join(&name);
        std::fs::write(&draft, raw).unwrap();
        std::fs::rename(draft, self.inbox().join("new").join(name)).unwrap();
    }

    /// How many mails were delivered.
    pub fn delivered(&self) -> usize {
        self.written.get()
    }

    /// Mails that still lie in the inbox.
    pub fn waiting(&self) -> usize {
        let count = |sub: &str| std::fs::read_dir(self.inbox().join(sub)).unwrap().count();
        count("new") + count("cur")
    }

    /// Every letter that was taken by a mail server or lies in a mailbox.
    pub fn letters(&self) -> Vec<Letter> {
        let mut known = self.known.borrow_mut();
        if let Some(server) = &self.server {
            let kept = (0u64..).zip(server.received()).filter(|(_, mail)| mail.kept);
            let letter = |(number, mail): (u64, Received)| {
                let entry = known.entry((PathBuf::new(), number, 0));
                entry.or_insert_with(|| Letter::new(&mail.to, mail.text.clone())).clone()
            };
            return kept.map(letter).collect();
        }
        let mut letters = Vec::new();
        for mailbox in std::fs::read_dir(self.path().join("keluar")).into_iter().flatten().flatten()
        {
            let to = mailbox.file_name().to_string_lossy().into_owned();
            let new = std::fs::read_dir(mailbox.path().join("new"));
            for file in new.into_iter().flatten().flatten() {
                let written = file.metadata().unwrap().mtime_nsec();
                let entry = known.entry((file.path(), file.ino(), written));
                let read = || Letter::new(&to, Arc::new(std::fs::read(file.path()).unwrap()));
                letters.push(entry.or_insert_with(read).clone());
            }
        }
        letters
    }

    pub fn letters_to(&self, to: &str) -> Vec<Letter> {
        self.letters().into_iter().filter(|letter| letter.to == to).collect()
    }
}

/// A request with both papers.
pub fn request(number: usize) -> Vec<u8> {
    let from = applicant(number);
    let papers = [Paper::RATNA_LETTER, Paper::RATNA_DECREE];
    let mut mail = MessageBuilder::new()
        .from(("Ratna Kusumawardani".to_owned(), from.clone()))
        .to("helpdesk-lpse@kkp.example")
        .subject("Permohonan Reset Password Admin Agency")
        .message_id(format!("permohonan-{number}@kkp.example"))
        .date(Timestamp::now().as_second())
        .text_body(
            "Yth. Helpdesk LPSE, terlampir surat permohonan reset password dan SK. Terima kasih.",
        );
    for paper in papers {
        mail = mail.attachment("application/pdf", paper.name, paper.bytes);
    }
    mail.write_to_vec().unwrap()
}

/// Admin PPE at his desk: answers each letter that asks something of him, once.
#[derive(Default)]
pub struct People {
    seen: HashSet<String>,
    /// User ID of each case, as the hand-over told it.
    users: HashMap<String, String>,
    /// Every password ever typed.
    pub passwords: Vec<String>,
    /// Applicants whose requests are turned down.
    pub rejects: HashSet<String>,
    /// Replies typed so far.
    replies: usize,
}

impl People {
    /// What he writes about the letters he has not seen yet.
    pub fn react(&mut self, letters: &[Letter]) -> Vec<Vec<u8>> {
        let mine: Vec<&Letter> = letters.iter().filter(|letter| letter.to == JUDGE).collect();
        mine.into_iter().filter_map(|letter| self.answer(letter)).collect()
    }

    fn answer(&mut self, letter: &Letter) -> Option<Vec<u8>> {
        if !self.seen.insert(letter.id.clone()) {
            return None;
        }
        let case = case_tag(&letter.subject)?;
        if letter.subject.contains("Penyerahan Berkas") {
            let message = letter.message();
            let place = message.text.find("AA.UJI").unwrap();
            let user: String = message.text[place..].chars().take(9).collect();
            self.users.insert(case.clone(), user);
        }
        let words = self.words(&letter.subject, &case)?;
        self.replies += 1;
        let id = letter.id.clone();
        let reply = MessageBuilder::new()
            .from(("Bagus Prakoso", JUDGE))
            .to(header(&letter.raw, "Reply-To").unwrap())
            .subject(format!("Re: {}", letter.subject))
            .message_id(format!("jawaban-{}@kkp.example", self.replies))
            .in_reply_to(MessageId::new(id.clone()))
            .references(MessageId::new(id))
            .date(Timestamp::now().as_second())
            .text_body(format!("{words}\r\n\r\nPada hari ini Helpdesk menulis:\r\n> kutipan\r\n"));
        Some(reply.write_to_vec().unwrap())
    }

    fn words(&mut self, subject: &str, case: &str) -> Option<String> {
        let user = self.users.get(case).cloned().unwrap_or_default();
        let digits: usize = user.trim_start_matches("AA.UJI").parse().unwrap_or(0);
        if subject.contains("Penyerahan Berkas") {
            if self.rejects.contains(&applicant(digits)) {
                return Some("TOLAK SK sudah tidak berlaku".into());
            }
            if digits.is_multiple_of(2) {
                return Some(format!("SETUJU\r\nUSER ID: {user}\r\nPASSWORD: {}", self.password()));
            }
            return Some("SETUJU".into());
        }
        let wanted = ["Persetujuan Tercatat", "Hasil Tidak Pasti"];
        wanted
            .iter()
            .any(|words| subject.contains(words))
            .then(|| format!("HASIL\r\nUSER ID: {user}\r\nPASSWORD: {}", self.password()))
    }

    fn password(&mut self) -> String {
        let password = format!("Kp7#mR{:04}=Qz", self.passwords.len() + 1);
        self.passwords.push(password.clone());
        password
    }
}
