//! The office on real servers: Postfix with OpenDKIM and OpenDMARC at the border, Dovecot behind it,
//! and the compiled `loket tick` in between. Knows processes and files; attacks are the tests'.
use super::ledger::{self, Rows};
use super::office::{BAGUS, CITRA, DEWI, HENDRA, INSIDER, OFFICE, PEOPLE, Person, RATNA, TIARA};
use super::post::MX;
use crate::rig::dns::{Signer, Style};
use crate::rig::{
    Dovecot, Milters, PASSWORD, Postfix, PostfixOptions, free_ports, smtp, wait_until,
};
use loket::demo::{Paper, Seen};
use loket::mail::{self, TrustSettings};
use mail_builder::MessageBuilder;
use mail_builder::headers::message_id::MessageId;
use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// How the border is set up.
#[derive(Clone, Copy, Debug, Default)]
pub struct Layout {
    /// Filters that write below Postfix's own line.
    pub below: bool,
    /// Forged `Authentication-Results` are taken away.
    pub strips: bool,
    /// More keys of `[trust]`.
    pub trust: &'static str,
}

/// Everything running.
pub struct Servers {
    pub postfix: Postfix,
    pub dovecot: Dovecot,
    pub signer: Signer,
    _milters: Milters,
    dir: tempfile::TempDir,
    written: AtomicU32,
    before: Option<BTreeMap<&'static str, Rows>>,
}

fn write(path: &Path, text: &str, mode: u32) {
    std::fs::write(path, text).unwrap();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

impl Servers {
    pub async fn open(layout: Layout) -> Servers {
        let signer = Signer::new("kkp.example", "s1", 2048);
        let policy = ("_dmarc.kkp.example".to_owned(), "v=DMARC1; p=reject".to_owned());
        let milters = Milters::start(MX, &[signer.record(""), policy]);
        let users: Vec<&str> = [OFFICE]
            .into_iter()
            .chain([DEWI, BAGUS, CITRA, TIARA, HENDRA, RATNA, INSIDER].map(|p| p.address))
            .collect();
        let [sasl] = free_ports();
        let login = format!(
            "service auth {{\n  inet_listener {{\n    address = 127.0.0.1\n    port = {sasl}\n  }}\n}}\n"
        );
        let dovecot = Dovecot::start_with(&users, &login);
        let filters =
            if layout.below { milters.below() } else { vec![milters.dkim, milters.dmarc] };
        let postfix = Postfix::start(&PostfixOptions {
            lmtp: dovecot.lmtp,
            domains: vec!["kkp.example".into()],
            users: users.iter().map(|user| (*user).to_owned()).collect(),
            milters: filters,
            strips_results: layout.strips,
            sasl: Some(sasl),
            ..PostfixOptions::default()
        });
        let dir = tempfile::tempdir().unwrap();
        let servers = Servers {
            postfix,
            dovecot,
            signer,
            _milters: milters,
            dir,
            written: AtomicU32::new(0),
            before: None,
        };
        servers.furnish(layout.trust).await;
        servers
    }

    async fn furnish(&self, trust: &str) {
        let config = self.dir.path().join("config");
        std::fs::create_dir(&config).unwrap();
        write(&config.join("imap-password"), PASSWORD, 0o600);
        write(&config.join("people.toml"), PEOPLE, 0o644);
        let settings = format!(
            "data_dir = \"../data\"\npeople = \"people.toml\"\n\n[office]\naddress = \"{OFFICE}\"\n\n\
             [[mailbox]]\nname = \"utama\"\nhost = \"localhost\"\nport = {}\nuser = \"{OFFICE}\"\n\
             password_file = \"imap-password\"\nca_file = \"{}\"\n\n\
             [smtp]\nhost = \"localhost\"\nport = {}\ntls = \"implicit\"\nca_file = \"{}\"\n\n\
             [trust]\nauthserv_id = \"{MX}\"\n{trust}\n",
            self.dovecot.imaps,
            self.dovecot.ca.display(),
            self.postfix.smtps,
            self.postfix.ca.display(),
        );
        write(&config.join("loket.toml"), &settings, 0o644);
        let csv = self.dir.path().join("akun.csv");
        let row = format!(
            "AA.TELUKCONTOH,{},198703142011012901,Balai,{},manual",
            RATNA.name, RATNA.address
        );
        write(&csv, &format!("user_id,nama,nip,satker,email,backend\n{row}\n"), 0o600);
        let done = self.loket(&["accounts", "import", &csv.display().to_string()]).await;
        assert!(done.status.success(), "{done:?}");
        self.tick().await;
    }

    /// Runs a verb of the program.
    pub async fn loket(&self, arguments: &[&str]) -> Output {
        tokio::process::Command::new(env!("CARGO_BIN_EXE_loket"))
            .current_dir(self.dir.path())
            .env_clear()
            .stdin(Stdio::null())
            .args(arguments)
            .output()
            .await
            .unwrap()
    }

    pub fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    /// Does everything that is due.
    pub async fn tick(&self) {
        let done = self.loket(&["tick"]).await;
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }

    // -- writing

    /// A mail as its writer's client makes it, unsigned.
    pub fn mail(
        &self,
        from: Person,
        answers: Option<&Seen>,
        text: &str,
        papers: &[Paper],
    ) -> String {
        let number = self.written.fetch_add(1, Ordering::Relaxed);
        let to = answers.map_or(OFFICE, |seen| seen.reply_to.as_str());
        let subject = answers.map_or("Permohonan reset password".to_owned(), |seen| {
            format!("Re: {}", seen.message.subject)
        });
        let mut builder = MessageBuilder::new()
            .from((from.name, from.address))
            .to(to)
            .subject(subject)
            .message_id(format!("{number}.{}@kkp.example", std::process::id()))
            .text_body(text);
        if let Some(id) = answers.and_then(|seen| seen.message.message_id.clone()) {
            builder = builder.in_reply_to(MessageId::new(id));
        }
        for paper in papers {
            builder = builder.attachment("application/pdf", paper.name, paper.bytes);
        }
        String::from_utf8(builder.write_to_vec().unwrap()).unwrap()
    }

    /// The same with the domain's signature, as the author's own server puts it on.
    pub fn signed(&self, mail: &str) -> String {
        self.signer.sign(mail, &Style::default())
    }

    /// Hands a mail to Postfix at `port` and lets Loket take it. Its outcome, or reason code.
    pub async fn send(&self, port: u16, mail: &str) -> String {
        let to = address_of(mail, "To");
        let from = address_of(mail, "From");
        smtp::inject(port, &from, &to, mail.as_bytes()).await.unwrap();
        self.taken().await
    }

    /// Waits until the inbox has a mail, and lets Loket take it.
    pub async fn taken(&self) -> String {
        let count = "SELECT CAST(COUNT(*) AS TEXT) FROM mails";
        let before = self.rows(count).await;
        let inbox = async || {
            let waiting = self.dovecot.read(OFFICE, "INBOX").await;
            (!waiting.is_empty()).then_some(())
        };
        wait_until(Duration::from_secs(20), inbox).await;
        self.tick().await;
        assert_ne!(self.rows(count).await, before, "the mail was taken");
        let newest = "SELECT COALESCE(reason, outcome) FROM mails ORDER BY id DESC LIMIT 1";
        self.rows(newest).await.remove(0).remove(0)
    }

    /// Waits until Postfix has delivered everything and lets Loket take what came; the mail with this
    /// Message-ID is in it.
    pub async fn settled(&self, id: &str) {
        let delivered = async || {
            let inbox = self.dovecot.read(OFFICE, "INBOX").await;
            let here =
                inbox.iter().any(|(_, raw)| memchr::memmem::find(raw, id.as_bytes()).is_some());
            (here && self.postfix.is_idle()).then_some(())
        };
        wait_until(Duration::from_secs(20), delivered).await;
        self.tick().await;
    }

    pub async fn rows(&self, query: &'static str) -> Rows {
        ledger::rows(&self.data(), query).await
    }

    /// The newest letter in a real mailbox with these words in its subject.
    pub async fn letter(&self, who: Person, words: &str) -> Seen {
        let found = async || {
            let all = self.dovecot.read(who.address, "INBOX").await;
            all.into_iter().rev().find_map(|(_, raw)| {
                let message = mail::parse(&raw, &TrustSettings::default());
                message.subject.contains(words).then(|| {
                    let reply_to = message.reply_to.first().cloned();
                    Seen { raw, reply_to: reply_to.unwrap_or_else(|| OFFICE.into()), message }
                })
            })
        };
        wait_until(Duration::from_secs(20), found).await
    }

    /// A genuine request, until Admin PPE has it.
    pub async fn handed_over(&self) -> Seen {
        let papers = [Paper::RATNA_LETTER, Paper::RATNA_DECREE];
        let text = "Mohon reset password Admin Agency, surat dan SK terlampir.";
        let mail = self.signed(&self.mail(RATNA, None, text, &papers));
        assert_eq!(self.send(self.postfix.smtp, &mail).await, "case");
        self.tick().await;
        self.letter(BAGUS, "Penyerahan").await
    }

    // -- what must not happen

    /// From here on nothing may move until `unmoved`.
    pub async fn mark(&mut self) {
        self.before = Some(ledger::guarded(&self.data()).await);
    }

    /// Nothing was decided, reset or sealed; no account or case changed; nothing left the circle.
    pub async fn unmoved(&self) {
        assert_eq!(
            Some(ledger::guarded(&self.data()).await),
            self.before,
            "an attack changed something"
        );
        // Nobody else has a mailbox here: a letter to another would be refused, and its order fail, as
        // the day's digest to the supervisor does.
        let failed = self
            .rows("SELECT COALESCE(letter, '') FROM orders WHERE state IN ('failed', 'unknown') AND letter <> 'digest'")
            .await;
        assert_eq!(failed, Rows::new());
    }

    pub async fn approved(&self) {
        let state = self.rows("SELECT state FROM cases").await;
        assert_eq!(state, [["executing"]]);
        let acts = self.rows("SELECT act FROM acts").await;
        assert_eq!(acts, [["decision"]]);
    }
}

fn address_of(mail: &str, field: &str) -> String {
    let head = mail.replace("\r\n ", " ").replace("\r\n\t", " ");
    let line =
        head.lines().find(|line| line.starts_with(&format!("{field}: "))).unwrap().to_owned();
    let value = line.rsplit(['<', ' ']).next().unwrap();
    value.trim_end_matches('>').to_owned()
}
