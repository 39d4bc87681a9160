//! One office with an account system: settings, inbox, a scripted mail server, a stub program that
//! keeps its accounts in files, and Admin PPE who approves. Knows nothing of what must hold.
use crate::server::{Received, Server};
use jiff::{SignedDuration, Timestamp};
use loket::clock::SimulatedClock;
use loket::config::Settings;
use loket::daemon::Daemon;
use loket::demo::Paper;
use loket::mail::TrustSettings;
use loket::reader::{ReaderSettings, Workers};
use loket::store::{NewAccount, OnlineCheck, RedLine};
use loket::workflow::case::Case;
use mail_builder::MessageBuilder;
use mail_builder::headers::message_id::MessageId;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub const DESK: &str = "dewi.helpdesk@kkp.example";
pub const JUDGE: &str = "bagus.ppe@kkp.example";
pub const HOLDER: &str = "ratna.k@kkp.example";
pub const USER: &str = "AA.TELUKCONTOH";
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

/// The account system. `mode` says how it behaves; `sets` gets a line for each password that was set;
/// `live` holds the password that opens the account now.
const SYSTEM: &str = r#"cd "$1" || exit 2
verb="$2"; user="${@: -1}"; read -r secret
mode=$(cat mode)
case "$verb" in
check) echo "must-change: yes" ;;
verify)
    case "$mode" in *blind*) exit 2 ;; esac
    [ "$secret" = "$(cat live)" ] ;;
set)
    echo "$3 $user" >> asked
    case "$mode" in
    refuse) echo "akun terkunci" >&2; exit 1 ;;
    busy) echo "sedang sibuk" >&2; exit 75 ;;
    stop-before) echo $$ > stopped; exec sleep 600 ;;
    esac
    printf '%s\n' "$secret" >> sets
    printf '%s\n' "$secret" > live
    case "$mode" in
    stop-after) echo $$ > stopped; exec sleep 600 ;;
    mute*) exit 9 ;;
    esac ;;
esac
"#;

pub struct Office {
    pub dir: tempfile::TempDir,
    pub server: Server,
    pub now: Timestamp,
    written: usize,
}

/// A letter a mail server took.
pub struct Letter {
    pub to: String,
    pub subject: String,
    pub text: String,
    raw: Arc<Vec<u8>>,
}

impl Office {
    /// The doctor has looked outside and found it good.
    pub async fn new() -> Office {
        let mut office = Office::unchecked().await;
        let daemon = office.open().await;
        accept(&daemon).await;
        daemon.close().await;
        office
    }

    /// The same for the real program, which goes by the real clock.
    pub async fn of_the_program() -> Office {
        let mut office = Office::new().await;
        let settings = std::fs::read_to_string(office.settings_file()).unwrap();
        let settings = settings.replace("clock = \"simulated\"", "clock = \"system\"");
        std::fs::write(office.settings_file(), settings).unwrap();
        office.now = Timestamp::now();
        office
    }

    /// `loket run` on this office.
    pub fn run(&self) -> std::process::Child {
        let log = std::fs::File::options().create(true).append(true).open(self.path("log.txt"));
        std::process::Command::new(env!("CARGO_BIN_EXE_loket"))
            .args(["run", "--config", "config/loket.toml"])
            .current_dir(self.dir.path())
            .env_clear()
            .env("LOKET_LOG", "trace")
            .stdin(std::process::Stdio::null())
            .stdout(std::process::Stdio::null())
            .stderr(log.unwrap())
            .spawn()
            .unwrap()
    }

    /// Nobody has looked outside yet.
    pub async fn unchecked() -> Office {
        let (dir, server) = (tempfile::tempdir().unwrap(), Server::start());
        let system = dir.path().join("sistem");
        let config = dir.path().join("config");
        for folder in [&system, &config] {
            std::fs::create_dir(folder).unwrap();
        }
        std::fs::write(system.join("program"), SYSTEM).unwrap();
        std::fs::write(system.join("live"), "lama-uji-7713\n").unwrap();
        std::fs::write(system.join("sets"), "").unwrap();
        let settings = format!(
            "clock = \"simulated\"\ndata_dir = \"../data\"\npeople = \"people.toml\"\n\
             [office]\naddress = \"helpdesk-lpse@kkp.example\"\n\
             [[mailbox]]\nname = \"utama\"\nkind = \"maildir\"\npath = \"../masuk\"\n\
             [smtp]\nhost = \"127.0.0.1\"\nport = {}\ntls = \"none\"\nallow_insecure_loopback = true\n\
             [[backend]]\nname = \"sistem\"\nkind = \"command\"\nprogram = \"/bin/bash\"\n\
             args = [\"{d}/program\", \"{d}\"]\n",
            server.port,
            d = system.display()
        );
        std::fs::write(config.join("loket.toml"), settings).unwrap();
        std::fs::write(config.join("people.toml"), PEOPLE).unwrap();
        // Monday morning, so that no deadline falls into a night.
        let now = "2026-11-09T09:41:00+07:00".parse().unwrap();
        let mut office = Office { dir, server, now, written: 0 };
        office.mode("ok");
        for sub in ["new", "cur", "tmp"] {
            std::fs::create_dir_all(office.path("masuk").join(sub)).unwrap();
        }
        let daemon = office.open().await;
        let account = NewAccount {
            user_id: USER.into(),
            name: "Ratna Kusumawardani".into(),
            nip: Some("198703142011012901".into()),
            unit: Some("Balai Contoh".into()),
            address: HOLDER.into(),
            backend: "sistem".into(),
            care: loket::directory::Care::default(),
        };
        let mut tx = daemon.store.begin().await.unwrap();
        tx.put_account(&account, now).await.unwrap();
        tx.commit().await.unwrap();
        daemon.close().await;
        office
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn settings_file(&self) -> PathBuf {
        self.path("config/loket.toml")
    }

    /// How the account system behaves from now on.
    pub fn mode(&self, mode: &str) {
        std::fs::write(self.path("sistem/mode"), mode).unwrap();
    }

    fn lines(&self, name: &str) -> Vec<String> {
        let text = std::fs::read_to_string(self.path("sistem").join(name)).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }

    /// Every password that was ever set, in order.
    pub fn sets(&self) -> Vec<String> {
        self.lines("sets")
    }

    /// What the system was asked: operation and user ID.
    pub fn asked(&self) -> Vec<String> {
        self.lines("asked")
    }

    /// The password that opens the account.
    pub fn live(&self) -> String {
        self.lines("live").concat()
    }

    /// A new process: recovers what an earlier one left.
    pub async fn open(&mut self) -> Daemon {
        self.now += SignedDuration::from_secs(1);
        let settings = Settings::load(&self.settings_file()).unwrap();
        let clock = Arc::new(SimulatedClock::new(self.now));
        let mut daemon = Daemon::open(settings, Some(self.settings_file()), clock).await.unwrap();
        // This program is a test and knows no `__worker`.
        let program = env!("CARGO_BIN_EXE_loket").into();
        let workers = Arc::new(Workers::new(ReaderSettings { program, ..Default::default() }));
        daemon.workers = workers.clone();
        daemon.intake.workers = workers.clone();
        daemon.dispatch.workers = workers;
        daemon.recover(self.now).await.unwrap();
        daemon
    }

    /// Works through everything that is due, and in the next minutes falls due.
    pub async fn pass(&mut self, daemon: &mut Daemon, minutes: i64) {
        let to = self.now + SignedDuration::from_mins(minutes);
        loop {
            let next = daemon.tick(self.now).await.unwrap();
            match next.filter(|at| *at <= to && *at > self.now) {
                Some(at) => self.now = at,
                None => break,
            }
        }
        self.now = to;
        daemon.tick(self.now).await.unwrap();
    }

    pub fn deliver(&mut self, raw: &[u8]) {
        self.written += 1;
        let name = format!("{}.M{:06}P1.uji", self.now.as_second(), self.written);
        let draft = self.path("masuk/tmp").join(&name);
        std::fs::write(&draft, raw).unwrap();
        std::fs::rename(draft, self.path("masuk/new").join(name)).unwrap();
    }

    /// The holder asks with both papers, and Admin PPE has the file. The daemon that did it.
    pub async fn handed_over(&mut self) -> Daemon {
        self.request();
        let mut daemon = self.open().await;
        daemon.tick(self.now).await.unwrap();
        daemon
    }

    /// The holder's mail with both papers.
    pub fn request(&mut self) {
        let mut mail = MessageBuilder::new()
            .from(("Ratna Kusumawardani", HOLDER))
            .to("helpdesk-lpse@kkp.example")
            .subject("Permohonan Reset Password Admin Agency")
            .message_id("permohonan-1@kkp.example")
            .date(self.now.as_second())
            .text_body("Yth. Helpdesk LPSE, terlampir surat permohonan reset password dan SK.");
        for paper in [Paper::RATNA_LETTER, Paper::RATNA_DECREE] {
            mail = mail.attachment("application/pdf", paper.name, paper.bytes);
        }
        let raw = mail.write_to_vec().unwrap();
        self.deliver(&raw);
    }

    /// Presses Reply on the newest letter to `who` with these words in its subject.
    pub fn reply(&mut self, who: &str, subject: &str, text: &str) {
        let letter = self.letter(who, subject);
        let message = loket::mail::parse(&letter.raw, &TrustSettings::default());
        let id = message.message_id.unwrap();
        let raw = MessageBuilder::new()
            .from(("Petugas", who))
            .to(header(&letter.raw, "Reply-To"))
            .subject(format!("Re: {}", letter.subject))
            .message_id(format!("jawaban-{}@kkp.example", self.written + 1))
            .in_reply_to(MessageId::new(id.clone()))
            .references(MessageId::new(id))
            .date(self.now.as_second())
            .text_body(format!("{text}\r\n\r\nPada hari ini Helpdesk menulis:\r\n> kutipan\r\n"))
            .write_to_vec()
            .unwrap();
        self.deliver(&raw);
    }

    /// A report that a letter came back, as a mail server writes it.
    pub fn bounce(&mut self, letter: &Letter) {
        let id = header(&letter.raw, "Message-ID");
        let raw = format!(
            "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.kkp.example\r\nTo: helpdesk-lpse@kkp.example\r\n\
             Subject: Undelivered Mail Returned to Sender\r\nMessage-ID: <dsn-{n}@mx.kkp.example>\r\n\
             Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/report; report-type=delivery-status; boundary=b{n}\r\n\r\n\
             --b{n}\r\nContent-Type: text/plain\r\n\r\nThis is the mail system.\r\n\
             --b{n}\r\nContent-Type: message/delivery-status\r\n\r\n\
             Reporting-MTA: dns; mx.kkp.example\r\n\r\nFinal-Recipient: rfc822; {to}\r\n\
             Action: failed\r\nStatus: 5.1.1\r\n\r\n\
             --b{n}\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{id}>\r\n\
             From: helpdesk-lpse@kkp.example\r\nTo: {to}\r\n\r\n--b{n}--\r\n",
            n = self.written + 1,
            to = letter.to,
        );
        self.deliver(raw.as_bytes());
    }

    /// The archived files, name and text.
    pub fn dossier(&self) -> Vec<(String, String)> {
        files_with(&self.path("data/arsip"), "")
            .into_iter()
            .map(|path| {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                (name, String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned())
            })
            .collect()
    }

    pub async fn case(&self, daemon: &Daemon) -> Case {
        daemon.store.cases().await.unwrap().remove(0)
    }

    /// Every letter the server took responsibility for.
    pub fn letters(&self) -> Vec<Letter> {
        self.server.received().into_iter().filter(|mail| mail.kept).map(Letter::new).collect()
    }

    pub fn letters_to(&self, who: &str, subject: &str) -> Vec<Letter> {
        let all = self.letters().into_iter();
        all.filter(|letter| letter.to == who && letter.subject.contains(subject)).collect()
    }

    pub fn letter(&self, who: &str, subject: &str) -> Letter {
        let letter = self.letters_to(who, subject).pop();
        letter.unwrap_or_else(|| panic!("{who} has no letter {subject:?}"))
    }

    /// How many texts that entered DATA hold this.
    pub fn data_with(&self, text: &str) -> usize {
        self.server.received().iter().filter(|mail| mail.holds(text)).count()
    }
}

impl Letter {
    fn new(mail: Received) -> Letter {
        let message = loket::mail::parse(&mail.text, &TrustSettings::default());
        Letter { to: mail.to, subject: message.subject, text: message.text, raw: mail.text }
    }

    pub fn holds(&self, text: &str) -> bool {
        memchr::memmem::find(&self.raw, text.as_bytes()).is_some()
    }
}

/// The world outside was looked at, and is good.
async fn accept(daemon: &Daemon) {
    keep_check(daemon, Vec::new()).await;
}

/// A look at the world outside with these red lines.
pub async fn keep_check(daemon: &Daemon, red: Vec<RedLine>) {
    let check = OnlineCheck {
        at: "2026-11-09T01:00:00Z".parse().unwrap(),
        settings: daemon.mail_digest(),
        mode: "standar".into(),
        red,
        warnings: Vec::new(),
    };
    let mut tx = daemon.store.begin().await.unwrap();
    tx.keep_online_check(&check, &daemon.house().rules).await.unwrap();
    tx.commit().await.unwrap();
}

fn header(raw: &[u8], name: &str) -> String {
    let text = String::from_utf8_lossy(raw).replace("\r\n ", " ").replace("\r\n\t", " ");
    let line = text.lines().find_map(|line| line.strip_prefix(&format!("{name}:")));
    let value = line.unwrap_or_default().trim().rsplit('<').next().unwrap_or_default();
    value.trim_matches(['<', '>', ' ']).to_owned()
}

/// Files under a folder that hold these bytes, the account system's own left out.
pub fn files_with(dir: &Path, text: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![dir.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() && path.file_name().is_some_and(|name| name != "sistem") {
                open.push(path);
            } else if path.is_file()
                && memchr::memmem::find(&std::fs::read(&path).unwrap(), text.as_bytes()).is_some()
            {
                found.push(path);
            }
        }
    }
    found
}
