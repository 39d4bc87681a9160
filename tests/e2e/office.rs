//! The office of the end-to-end test: Dovecot twice, Postfix, a settings folder, and the compiled
//! `loket run` between them. Knows processes, files and verbs; nothing of what mails say.
use crate::reading::Readers;
use crate::rig::{Dovecot, PASSWORD, Postfix, PostfixOptions};
use serde_json::Value;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::sync::Mutex;
use std::time::Duration;
use tokio::process::{Child, Command};
use tokio::sync::Semaphore;

/// The address people write to.
pub const OFFICE: &str = "helpdesk-lpse@kkp.example";
/// A second mailbox, on a server without IDLE.
pub const SECOND: &str = "lpse-lama@kkp.example";
/// How long anything may take; all of it is a matter of a second or two.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Asks every 150 ms until there is an answer; `None` if there is none in time.
pub async fn ask<T>(mut question: impl AsyncFnMut() -> Option<T>) -> Option<T> {
    let asking = async {
        let mut beat = tokio::time::interval(Duration::from_millis(150));
        beat.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            beat.tick().await;
            if let Some(found) = question().await {
                return found;
            }
        }
    };
    tokio::time::timeout(PATIENCE, asking).await.ok()
}

/// A row of the register.
pub struct Holder {
    pub name: &'static str,
    pub address: &'static str,
    pub user_id: &'static str,
    pub mailbox: Mailbox,
}

/// What becomes of mail to an address.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mailbox {
    There,
    /// Taken by Postfix, and sent back a moment later.
    ComesBack,
    /// Refused at once.
    Refused,
}

/// What the office begins with.
pub struct Plan {
    pub people: &'static str,
    pub staff: &'static [&'static str],
    pub holders: &'static [Holder],
    /// Mailboxes of people outside the register.
    pub strangers: &'static [&'static str],
}

/// Everything running.
pub struct Office {
    pub postfix: Postfix,
    pub dovecot: Dovecot,
    pub second: Dovecot,
    dir: tempfile::TempDir,
    daemon: tokio::sync::Mutex<Option<Child>>,
    /// So many verbs at once.
    verbs: Semaphore,
    pub readers: Mutex<Readers>,
}

fn write(path: &Path, text: &str, mode: u32) {
    std::fs::write(path, text).expect("a file");
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("chmod");
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

impl Office {
    /// Starts the servers, imports the register, starts the daemon and waits until it is ready.
    pub async fn open(plan: &Plan) -> Office {
        let reachable =
            plan.holders.iter().filter(|h| h.mailbox == Mailbox::There).map(|h| h.address);
        let mut users: Vec<&str> = vec![OFFICE];
        users.extend(plan.staff.iter().chain(plan.strangers));
        users.extend(reachable);
        let dovecot = Dovecot::start(&users);
        let second = Dovecot::start_with(&[SECOND], "imap_capability = IMAP4rev1 UIDPLUS MOVE");
        let mut domains: Vec<String> = users.iter().map(|user| domain(user)).collect();
        domains.sort();
        domains.dedup();
        let lost = plan.holders.iter().filter(|h| h.mailbox == Mailbox::ComesBack);
        users.push(SECOND);
        let postfix = Postfix::start(&PostfixOptions {
            lmtp: dovecot.lmtp,
            domains,
            users: users.iter().map(|user| (*user).to_owned()).collect(),
            accept_then_bounce: lost.map(|h| h.address.to_owned()).collect(),
            routes: vec![(SECOND.to_owned(), second.lmtp)],
            authserv_id: Some("mx.kkp.example".to_owned()),
            ..PostfixOptions::default()
        });
        let dir = tempfile::tempdir().expect("a temporary folder");
        let office = Office {
            postfix,
            dovecot,
            second,
            dir,
            daemon: tokio::sync::Mutex::new(None),
            verbs: Semaphore::new(2),
            readers: Mutex::default(),
        };
        office.furnish(plan);
        office.import(plan.holders).await;
        office.start().await;
        office
    }

    /// The settings folder, as an operator writes it.
    fn furnish(&self, plan: &Plan) {
        let config = self.dir.path().join("config");
        std::fs::create_dir(&config).expect("folder");
        write(&config.join("imap-password"), PASSWORD, 0o600);
        write(&config.join("people.toml"), plan.people, 0o644);
        let mailbox = |name: &str, server: &Dovecot, user: &str, poll_seconds: u32| {
            format!(
                "[[mailbox]]\nname = \"{name}\"\nhost = \"localhost\"\nport = {}\nuser = \"{user}\"\n\
                 password_file = \"imap-password\"\nca_file = \"{}\"\npoll_seconds = {poll_seconds}\n\n",
                server.imaps,
                server.ca.display()
            )
        };
        let settings = format!(
            "data_dir = \"../data\"\npeople = \"people.toml\"\n\n\
             [office]\nname = \"Helpdesk LPSE\"\naddress = \"{OFFICE}\"\n\n{}{}\
             [smtp]\nhost = \"localhost\"\nport = {}\ntls = \"implicit\"\nca_file = \"{}\"\n\n\
             [trust]\nauthserv_id = \"mx.kkp.example\"\n\n[log]\nlevel = \"trace\"\n",
            // An hour between two looks: whatever is handled sooner was brought by IDLE.
            mailbox("utama", &self.dovecot, OFFICE, 3600),
            mailbox("lama", &self.second, SECOND, 1),
            self.postfix.smtps,
            self.postfix.ca.display(),
        );
        write(&config.join("loket.toml"), &settings, 0o644);
    }

    async fn import(&self, holders: &[Holder]) {
        let mut csv = String::from("user_id,nama,nip,satker,email,backend\n");
        for Holder { name, address, user_id, .. } in holders {
            csv.push_str(&format!("{user_id},{name},,Satker Contoh,{address},manual\n"));
        }
        let file = self.dir.path().join("akun.csv");
        write(&file, &csv, 0o600);
        let done = self.loket(&["accounts", "import", &file.display().to_string()]).await;
        assert!(done.status.success(), "import: {}", text(&done.stderr));
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_loket"));
        command.current_dir(self.dir.path()).env_clear().stdin(Stdio::null());
        command
    }

    /// Starts `loket run`, its log in a file.
    async fn start(&self) {
        let log = std::fs::File::create(self.log_file()).expect("a log file");
        let child = self.command().arg("run").stdout(Stdio::null()).stderr(log).spawn();
        *self.daemon.lock().await = Some(child.expect("loket run"));
        self.until_logged("loket is ready", 1).await;
    }

    fn log_file(&self) -> PathBuf {
        self.dir.path().join("loket.log")
    }

    pub fn data_dir(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    /// What the daemon has logged until now.
    pub fn log(&self) -> String {
        std::fs::read(self.log_file()).map(|bytes| text(&bytes)).unwrap_or_default()
    }

    /// Waits until a text stands in the log so many times.
    pub async fn until_logged(&self, wanted: &str, times: usize) {
        let found = ask(async || {
            let ended = self.daemon.lock().await.as_mut().map(Child::try_wait);
            if let Some(Ok(Some(status))) = ended {
                return Some(Err(status));
            }
            (self.log().matches(wanted).count() >= times).then_some(Ok(()))
        });
        match found.await {
            Some(Ok(())) => {}
            Some(Err(status)) => panic!("loket run ended with {status}:\n{}", self.log()),
            None => panic!("{wanted:?} is not in the log:\n{}", self.log()),
        }
    }

    /// Runs a verb beside the daemon.
    pub async fn loket(&self, arguments: &[&str]) -> Output {
        let _turn = self.verbs.acquire().await.expect("a turn");
        self.command().args(arguments).output().await.expect("loket")
    }

    /// The document a `--json` verb prints.
    pub async fn json(&self, arguments: &[&str]) -> Value {
        let done = self.loket(arguments).await;
        let said = || format!("{arguments:?}: {}", text(&done.stderr));
        assert!(done.status.success(), "{}", said());
        serde_json::from_slice(&done.stdout).unwrap_or_else(|error| panic!("{error}: {}", said()))
    }

    /// `loket case show`.
    pub async fn case(&self, id: &str) -> Value {
        self.json(&["case", "show", id, "--json"]).await
    }

    pub async fn state(&self, id: &str) -> String {
        self.case(id).await["state"].as_str().unwrap_or_default().to_owned()
    }

    /// Waits until the case stands there.
    pub async fn until_state(&self, id: &str, wanted: &str) {
        let there = ask(async || (self.state(id).await == wanted).then_some(())).await;
        if there.is_none() {
            panic!("{id} should be {wanted}: {:#}", self.case(id).await);
        }
    }

    /// Waits until the dossier of the case is written, and looks whether it is there.
    pub async fn until_archived(&self, id: &str) {
        let archived = async || self.case(id).await["archived_at"].is_string().then_some(());
        assert!(ask(archived).await.is_some(), "{id} is not archived");
        let shelf = self.data_dir().join("arsip");
        let dossier = files(&shelf).into_iter().any(|path| path.to_string_lossy().contains(id));
        assert!(dossier, "no dossier of {id} in {:?}", files(&shelf));
    }

    /// The cases of an applicant, newest last.
    pub async fn cases_of(&self, address: &str) -> Vec<String> {
        let all = self.json(&["case", "list", "--json"]).await;
        let rows = all.as_array().cloned().unwrap_or_default();
        let own = rows.iter().filter(|row| row["applicant"]["address"] == address);
        let mut ids: Vec<String> =
            own.filter_map(|row| row["id"].as_str()).map(String::from).collect();
        ids.sort();
        ids
    }

    /// The one case of an applicant.
    pub async fn only_case_of(&self, address: &str) -> String {
        let cases = self.cases_of(address).await;
        let [case] = cases.as_slice() else { panic!("not one case of {address}: {cases:?}") };
        case.clone()
    }

    /// Waits until nothing is under way any more: inboxes empty, orders done, Postfix idle.
    pub async fn calm(&self) {
        let calm = ask(async || self.is_calm().await.then_some(())).await;
        assert!(calm.is_some(), "something stays under way");
    }

    async fn is_calm(&self) -> bool {
        if !self.postfix.is_idle() {
            return false;
        }
        for user in [OFFICE, SECOND] {
            if self.count(user, "INBOX", "From", "").await > 0 {
                return false;
            }
        }
        let orders = self.json(&["queue", "list", "--json"]).await;
        let now = jiff::Timestamp::now();
        let due = |order: &Value| {
            let at = order["due_at"].as_str().and_then(|text| text.parse::<jiff::Timestamp>().ok());
            matches!(order["state"].as_str(), Some("due" | "claimed"))
                && at.is_none_or(|at| at <= now)
        };
        let under_way = orders.as_array().is_some_and(|orders| orders.iter().any(due));
        !under_way && self.postfix.is_idle()
    }

    /// Where all mail of all mailboxes lies on disk.
    pub fn mail_dirs(&self) -> [PathBuf; 2] {
        let above = |dir: PathBuf| dir.parent().map(Path::to_owned).unwrap_or_default();
        [above(self.dovecot.mail_dir("x")), above(self.second.mail_dir("x"))]
    }

    pub fn people_file(&self) -> PathBuf {
        self.dir.path().join("config/people.toml")
    }

    pub async fn pid(&self) -> u32 {
        self.daemon.lock().await.as_ref().and_then(Child::id).expect("a running daemon")
    }

    pub async fn signal(&self, signal: rustix::process::Signal) {
        let daemon = self.daemon.lock().await;
        let pid = daemon.as_ref().and_then(Child::id).and_then(|id| i32::try_from(id).ok());
        let pid = pid.and_then(rustix::process::Pid::from_raw).expect("a running daemon");
        rustix::process::kill_process(pid, signal).expect("a signal");
    }

    /// SIGTERM; the exit code.
    pub async fn stop(&self) -> Option<i32> {
        self.signal(rustix::process::Signal::TERM).await;
        let child = self.daemon.lock().await.take();
        let mut child = child.expect("a running daemon");
        let ended =
            tokio::time::timeout(PATIENCE, child.wait()).await.expect("no end after SIGTERM");
        ended.expect("status").code()
    }
}

impl Drop for Office {
    fn drop(&mut self) {
        if let Some(child) = self.daemon.get_mut().as_mut() {
            let _ = child.start_kill();
        }
    }
}

fn domain(address: &str) -> String {
    address.rsplit('@').next().unwrap_or_default().to_owned()
}

/// All files under a folder.
pub fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![dir.to_owned()];
    while let Some(dir) = open.pop() {
        for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => open.push(entry.path()),
                _ => found.push(entry.path()),
            }
        }
    }
    found
}
