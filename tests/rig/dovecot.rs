//! A throw-away Dovecot: IMAP, IMAPS, LMTP. Mailboxes are named by their full address.
use super::{PASSWORD, Served, certificate, free_ports, greets, imap, is_root, open_folder};
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

/// One running Dovecot; stops when dropped.
pub struct Dovecot {
    served: Served,
    pub imap: u16,
    pub imaps: u16,
    pub lmtp: u16,
    /// PEM of its certificate, to be believed by clients.
    pub ca: PathBuf,
}

impl Dovecot {
    /// Starts with a mailbox for each address.
    pub fn start(users: &[&str]) -> Dovecot {
        Dovecot::start_with(users, "")
    }

    /// The same with more lines in its configuration, for instance `imap_capability = IMAP4rev1`.
    pub fn start_with(users: &[&str], more: &str) -> Dovecot {
        for _ in 0..5 {
            let dir = open_folder("loket-dovecot-");
            let ca = certificate(&dir);
            let [imap, imaps, lmtp] = free_ports();
            configure(&dir, users, [imap, imaps, lmtp], more);
            let served = Served::start(
                dir.clone(),
                &format!("dovecot -F -c {}/dovecot.conf", dir.display()),
            );
            let dovecot = Dovecot { served, imap, imaps, lmtp, ca };
            if [imap, lmtp].iter().all(|port| greets(*port, Duration::from_secs(10))) {
                return dovecot;
            }
            let log = std::fs::read_to_string(dir.join("dovecot.log")).unwrap_or_default();
            let output = std::fs::read_to_string(dir.join("output.log")).unwrap_or_default();
            eprintln!("Dovecot did not start:\n{output}\n{log}");
        }
        panic!("Dovecot does not start");
    }

    /// A plain IMAP dialogue as this user.
    pub async fn client(&self, user: &str) -> imap::Client {
        imap::Client::login(self.imap, user, PASSWORD).await
    }

    /// All mails of a folder, oldest first: INTERNALDATE as the server writes it, and the bytes.
    pub async fn read(&self, user: &str, folder: &str) -> Vec<(String, Vec<u8>)> {
        self.client(user).await.read(folder).await
    }

    /// Where the mails of this user lie: `Maildir/` in it.
    pub fn mail_dir(&self, user: &str) -> PathBuf {
        self.served.dir.join("mail").join(user)
    }

    /// Ends all IMAP sessions of this user.
    pub fn kick(&self, user: &str) {
        let conf = self.served.dir.join("dovecot.conf");
        let _ = Command::new("doveadm").arg("-c").arg(conf).args(["kick", user]).output();
    }

    /// Stops it now, and waits for that.
    pub fn stop(&mut self) {
        self.served.stop();
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(self.served.dir.join("dovecot.log")).unwrap_or_default()
    }
}

fn whoami(flag: &str) -> String {
    let output = Command::new("id").arg(flag).output().expect("id");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn configure(dir: &std::path::Path, users: &[&str], ports: [u16; 3], more: &str) {
    let imap = ports[0];
    let d = dir.display();
    for part in ["base", "state", "mail"] {
        std::fs::create_dir_all(dir.join(part)).expect("folder");
    }
    // As root the mail processes need an ordinary user; otherwise all runs as whoever we are.
    let (internal, group, login, uid, gid) = if is_root() {
        std::os::unix::fs::chown(dir.join("mail"), Some(8), Some(8)).expect("chown");
        ("dovecot".to_owned(), "dovecot".to_owned(), "dovenull".to_owned(), "8".into(), "8".into())
    } else {
        let me = whoami("-un");
        (me.clone(), whoami("-gn"), me, whoami("-u"), whoami("-g"))
    };
    let passwd: String = users
        .iter()
        .map(|user| format!("{user}:{{PLAIN}}{PASSWORD}:{uid}:{gid}::{d}/mail/{user}::\n"))
        .collect();
    std::fs::write(dir.join("passwd"), passwd).expect("passwd");
    let own_user = if is_root() { String::new() } else { format!("  user = {internal}\n") };
    let services = services(ports, &own_user);
    let conf = format!(
        "base_dir = {d}/base
state_dir = {d}/state
log_path = {d}/dovecot.log
instance_name = loket-{imap}
protocols = imap lmtp
listen = 127.0.0.1
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
first_valid_uid = 1
mail_location = maildir:~/Maildir
auth_mechanisms = plain login
auth_username_format = %Lu
mail_fsync = never
disable_plaintext_auth = no
ssl = yes
ssl_cert = <{d}/cert.pem
ssl_key = <{d}/key.pem
mail_max_userip_connections = 100
recipient_delimiter = +
postmaster_address = postmaster@loket.test
lmtp_save_to_detail_mailbox = no
passdb {{
  driver = passwd-file
  args = username_format=%u {d}/passwd
}}
userdb {{
  driver = passwd-file
  args = username_format=%u {d}/passwd
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
{services}{more}
"
    );
    std::fs::write(dir.join("dovecot.conf"), conf).expect("dovecot.conf");
}

fn services(ports: [u16; 3], own_user: &str) -> String {
    let [imap, imaps, lmtp] = ports;
    format!(
        "service imap-login {{
  chroot =
  process_min_avail = 1
{own_user}  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service lmtp {{
{own_user}  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
service auth {{
{own_user}  unix_listener auth-userdb {{
    mode = 0600
  }}
}}
service auth-worker {{
{own_user}}}
"
    )
}
