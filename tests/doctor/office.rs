//! The servers of the doctor's tests, and a small office that is set up towards one port of them.
//! Knows processes, files and verbs.
use crate::rig::{
    Dovecot, Milters, PASSWORD, Postfix, PostfixOptions, Signing, dns, free_ports, smtp, wait_until,
};
use loket::config::Settings;
use loket::store::{ApprovalState, Store};
use serde_json::Value;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;
use tokio::process::{Child, Command};

pub const LOKET: &str = "loket@kkp.example";
/// Takes mail and sends it back a moment later.
pub const RETURNS: &str = "mental@kkp.example";
const USERS: [&str; 5] =
    [LOKET, "kedua@kkp.example", "ketiga@kkp.example", "keempat@kkp.example", "bagus@kkp.example"];
const AUTHSERV_ID: &str = "mx.kkp.example";

/// What is wrong with the way out.
#[derive(Clone, Copy)]
pub enum Port {
    Good,
    Smuggle,
    Hidden,
    Strip,
    NoPlus,
    AnyName,
    NoDsn,
    Silent,
    NamesLogin,
    Filtered,
    Signed,
}

const LOGIN: &str = "smtpd_sasl_auth_enable = yes";
const WHOLE: &str = "smtpd_forbid_bare_newline = normalize";
const ALL: &str = "smtpd_forbid_bare_newline_exclusions =";
/// The verdict, and whose name a login may use.
const OWN_NAME: &str = "smtpd_sender_restrictions = reject_sender_login_mismatch, check_sender_access regexp:{dir}/pass";
const VERDICT: &str = "smtpd_sender_restrictions = check_sender_access regexp:{dir}/pass";
const GUARD: &str = "cleanup_service_name = cleanup-guard";

pub struct Servers {
    pub postfix: Postfix,
    pub dovecot: Dovecot,
    pub signer: dns::Signer,
    _filters: (Milters, Signing),
}

/// What each [`Port`] does, in their order.
fn ports(milters: &Milters, signing: u16) -> Vec<Vec<String>> {
    let filters = format!(
        "smtpd_milters = inet:127.0.0.1:{}, inet:127.0.0.1:{}",
        milters.dkim, milters.dmarc
    );
    let signing = format!("smtpd_milters = inet:127.0.0.1:{signing}");
    const NO_VERDICT: &str = "smtpd_sender_restrictions = reject_sender_login_mismatch";
    let ports = [
        vec![LOGIN, WHOLE, ALL, OWN_NAME, GUARD],
        vec![LOGIN, OWN_NAME, GUARD],
        vec![LOGIN, WHOLE, ALL, VERDICT, "cleanup_service_name = cleanup-hidden"],
        vec![LOGIN, WHOLE, ALL, OWN_NAME, "cleanup_service_name = cleanup-bare"],
        vec![LOGIN, WHOLE, ALL, OWN_NAME, GUARD, "recipient_delimiter ="],
        vec![LOGIN, WHOLE, ALL, VERDICT],
        vec![LOGIN, WHOLE, ALL, OWN_NAME, GUARD, "smtpd_discard_ehlo_keywords = dsn"],
        vec![LOGIN, WHOLE, ALL, "smtpd_sender_restrictions ="],
        vec![LOGIN, WHOLE, ALL, VERDICT, "smtpd_sasl_authenticated_header = yes"],
        vec![LOGIN, WHOLE, ALL, NO_VERDICT, GUARD, &filters],
        vec![LOGIN, WHOLE, ALL, NO_VERDICT, GUARD, &signing],
    ];
    ports.into_iter().map(|port| port.into_iter().map(str::to_owned).collect()).collect()
}

impl Servers {
    pub fn start() -> Servers {
        let [auth] = free_ports();
        let listener = format!(
            "service auth {{\n  inet_listener login {{\n    address = 127.0.0.1\n    port = {auth}\n  }}\n}}\n"
        );
        let dovecot = Dovecot::start_with(&USERS, &listener);
        let policy = ("_dmarc.kkp.example".to_owned(), "v=DMARC1; p=none".to_owned());
        let milters = Milters::start(AUTHSERV_ID, &[policy]);
        let signer = dns::Signer::new("kkp.example", "s1", 2048);
        let signing = Signing::start(&signer.domain, &signer.selector, signer.key_file());
        let cleanup = |name: &str| {
            format!(
                "cleanup-{name} unix n - n - 0 cleanup\n  -o header_checks=regexp:{{dir}}/{name}"
            )
        };
        let postfix = Postfix::start(&PostfixOptions {
            lmtp: dovecot.lmtp,
            domains: vec!["kkp.example".into()],
            users: USERS.map(str::to_owned).to_vec(),
            authserv_id: Some(AUTHSERV_ID.into()),
            accept_then_bounce: vec![RETURNS.into()],
            more_ports: ports(&milters, signing.port),
            services: ["guard", "hidden", "bare"].map(cleanup).to_vec(),
            tables: vec![
                ("guard", "/^From:.*bagus@kkp/ REJECT not your name\n"),
                ("hidden", "/^Received:.*with ESMTPSA/ IGNORE\n"),
                (
                    "bare",
                    "/^Authentication-Results: mx\\.kkp\\.example; dmarc=pass header\\.from=kkp\\.example$/ DUNNO\n\
                     /^Authentication-Results:/ IGNORE\n/^From:.*bagus@kkp/ REJECT not your name\n",
                ),
                ("logins", "/^(.*)$/ $1\n"),
            ],
            more: format!(
                "smtpd_sasl_type = dovecot\nsmtpd_sasl_path = inet:127.0.0.1:{auth}\n\
                 smtpd_sasl_security_options = noanonymous\nsmtpd_sender_login_maps = regexp:{{dir}}/logins\n"
            ),
            ..PostfixOptions::default()
        });
        Servers { postfix, dovecot, signer, _filters: (milters, signing) }
    }

    fn port(&self, port: Port) -> u16 {
        self.postfix.more[port as usize]
    }

    /// Somebody's mail that has nothing to do with it; returns its subject.
    pub async fn bystander(&self) -> String {
        let mail = "From: made@kkp.example\r\nTo: loket@kkp.example\r\nSubject: surat orang\r\n\
            Message-ID: <1@kkp.example>\r\n\r\nhalo\r\n";
        let sent = smtp::deliver(self.dovecot.lmtp, "made@kkp.example", LOKET, mail.as_bytes());
        sent.await.expect("delivered");
        "surat orang".into()
    }

    /// Subjects of what lies in the folders of a mailbox, once Postfix has nothing more to deliver.
    pub async fn left(&self, user: &str) -> Vec<String> {
        wait_until(Duration::from_secs(20), async || self.postfix.is_idle().then_some(())).await;
        let mut subjects = Vec::new();
        for folder in ["INBOX", "Selesai", "Karantina"] {
            for (_, raw) in self.dovecot.read(user, folder).await {
                let text = String::from_utf8_lossy(&raw).into_owned();
                let subject = text.lines().find_map(|line| line.strip_prefix("Subject: "));
                subjects.push(subject.unwrap_or_default().to_owned());
            }
        }
        subjects
    }
}

/// What a verb ended with and found.
#[derive(Debug)]
pub struct Findings {
    pub code: i32,
    rows: Vec<Value>,
}

impl Findings {
    fn row(&self, what: &str) -> &Value {
        let row = self.rows.iter().find(|row| row["what"] == what);
        row.unwrap_or_else(|| panic!("no line {what}: {self:?}"))
    }

    /// The sentence of a line, which must be so grave.
    pub fn text(&self, what: &str, severity: &str) -> &str {
        let row = self.row(what);
        assert_eq!(row["severity"], severity, "{row:#}");
        row["why"].as_str().unwrap_or_default()
    }

    pub fn mend(&self, what: &str) -> &str {
        self.row(what)["mend"].as_str().unwrap_or_default()
    }

    /// Names of the red lines.
    pub fn reds(&self) -> Vec<&str> {
        let red = self.rows.iter().filter(|row| row["severity"] == "error");
        red.filter_map(|row| row["what"].as_str()).collect()
    }
}

pub struct Office {
    dir: tempfile::TempDir,
}

const PEOPLE: &str = "[[person]]\nid = \"dewi\"\nname = \"Dewi\"\naddresses = [\"dewi@luar.example\"]\nroles = [\"helpdesk\", \"front_office\", \"supervisor\"]\n\n\
    [[person]]\nid = \"bagus\"\nname = \"Bagus\"\naddresses = [\"bagus@kkp.example\"]\nroles = [\"admin_ppe\"]\n";

impl Office {
    /// Settings, an account in the register, nothing running.
    pub fn set(servers: &Servers, port: Port, trust: &str) -> Office {
        let dir = tempfile::tempdir().expect("a folder");
        let office = Office { dir };
        let config = office.dir.path().join("config");
        std::fs::create_dir(&config).expect("folder");
        let write = |name: &str, text: &str, mode: u32| {
            let path = config.join(name);
            std::fs::write(&path, text).expect("a file");
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).expect("chmod");
        };
        let (imaps, ca) = (servers.dovecot.imaps, servers.dovecot.ca.display());
        let (smtps, smtp_ca) = (servers.port(port), servers.postfix.ca.display());
        let settings = format!(
            "data_dir = \"../data\"\npeople = \"people.toml\"\ncalendar = \"calendar.toml\"\n\n\
             [office]\naddress = \"{LOKET}\"\n\n\
             [[mailbox]]\nhost = \"localhost\"\nport = {imaps}\nuser = \"{LOKET}\" # kotak\n\
             password_file = \"sandi\"\nca_file = \"{ca}\"\npoll_seconds = 3600\n\n\
             [smtp]\nhost = \"localhost\"\nport = {smtps}\ntls = \"implicit\"\nuser = \"{LOKET}\"\n\
             password_file = \"sandi\"\nca_file = \"{smtp_ca}\"\n\n\
             [trust]\nauthserv_id = \"{AUTHSERV_ID}\"\nreply_delimiter = \"+\"\n{trust}\n[log]\nlevel = \"debug\"\n"
        );
        write("loket.toml", &settings, 0o644);
        write("sandi", PASSWORD, 0o600);
        write("people.toml", PEOPLE, 0o644);
        write("calendar.toml", include_str!("../../config/calendar.toml"), 0o644);
        let csv =
            "user_id,nama,nip,satker,email,backend\nA1,Made,,Satker,made@kkp.example,manual\n";
        write("akun.csv", csv, 0o600);
        let import = ["accounts", "import", "config/akun.csv"];
        let done = std::process::Command::new(env!("CARGO_BIN_EXE_loket"))
            .current_dir(office.dir.path())
            .env_clear()
            .args(import)
            .output()
            .expect("loket");
        assert!(done.status.success(), "{done:?}");
        office
    }

    fn settings_file(&self) -> PathBuf {
        self.dir.path().join("config/loket.toml")
    }

    /// Other words in the settings file.
    pub fn change(&self, from: &str, to: &str) {
        let text = std::fs::read_to_string(self.settings_file()).expect("settings");
        assert!(text.contains(from), "{from} is not in the settings");
        std::fs::write(self.settings_file(), text.replace(from, to)).expect("settings");
    }

    /// The mailbox as Dovecot's Maildir on disk instead of by IMAP.
    pub fn read_maildir(&self, servers: &Servers) {
        let path = servers.dovecot.mail_dir(LOKET).join("Maildir");
        self.change(
            "[[mailbox]]\n",
            &format!("[[mailbox]]\nkind = \"maildir\"\npath = \"{}\"\n", path.display()),
        );
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_loket"));
        command.current_dir(self.dir.path()).env_clear().stdin(Stdio::null()).kill_on_drop(true);
        command
    }

    async fn findings(&self, arguments: &[&str]) -> Findings {
        let done = self.command().args(arguments).arg("--json").output().await.expect("loket");
        let code = done.status.code().unwrap_or(-1);
        let rows = serde_json::from_slice(&done.stdout).unwrap_or_default();
        Findings { code, rows }
    }

    pub async fn check(&self, more: &[&str]) -> Findings {
        self.findings(&[&["check", "--online"], more].concat()).await
    }

    pub async fn offline(&self) -> Findings {
        self.findings(&["check"]).await
    }

    pub async fn accept(&self, what: &str, reason: &str) -> Findings {
        self.findings(&["check", "--online", "--accept", what, "--reason", reason]).await
    }

    async fn store(&self) -> (Settings, Store) {
        let settings = Settings::load(&self.settings_file()).expect("settings");
        let key = Arc::new(loket::daemon::load_key(&settings).expect("a key"));
        let store = Store::open(&settings.database_url(), key, 7).await.expect("a database");
        (settings, store)
    }

    /// What the automatic back-end is told.
    pub async fn state(&self) -> ApprovalState {
        let (settings, store) = self.store().await;
        let state = store.approval_state(&settings.mail_digest()).await.expect("a state");
        store.close().await;
        state
    }

    /// Bodies of the log's rows that belong to no case.
    pub async fn log(&self) -> Vec<String> {
        let (_, store) = self.store().await;
        assert_eq!(store.verify_log().await.expect("a log"), None);
        let rows = store.log_of("").await.expect("rows");
        store.close().await;
        rows.into_iter().map(|row| row.logged.body).collect()
    }

    pub async fn outcomes(&self) -> Vec<(String, u64)> {
        let (_, store) = self.store().await;
        let outcomes = store.outcomes().await.expect("outcomes");
        store.close().await;
        outcomes
    }

    /// Letters that the daemon has posted, but for the day's digest, which may be due.
    pub async fn letters(&self) -> Vec<String> {
        let (_, store) = self.store().await;
        let orders = store.queue().await.expect("orders");
        assert!(store.cases().await.expect("cases").is_empty(), "a probe opened a case");
        store.close().await;
        let letters = orders.into_iter().filter_map(|order| order.letter);
        letters.filter(|letter| letter != "digest").collect()
    }

    /// Starts `loket run` and waits until it is ready.
    pub async fn start(&self) -> Running {
        let log = std::fs::File::create(self.dir.path().join("loket.log")).expect("a log file");
        let child = self.command().arg("run").stdout(Stdio::null()).stderr(log).spawn();
        let ready = async || self.daemon_log().contains("loket is ready").then_some(());
        let running = Running(child.expect("loket run"));
        wait_until(Duration::from_secs(20), ready).await;
        running
    }

    pub fn daemon_log(&self) -> String {
        std::fs::read_to_string(self.dir.path().join("loket.log")).unwrap_or_default()
    }
}

/// A running daemon.
pub struct Running(Child);

impl Running {
    pub async fn stop(mut self) {
        let pid = self.0.id().and_then(|id| i32::try_from(id).ok()).expect("a running daemon");
        let pid = rustix::process::Pid::from_raw(pid).expect("a process");
        rustix::process::kill_process(pid, rustix::process::Signal::TERM).expect("a signal");
        assert!(self.0.wait().await.expect("an end").success());
    }
}
