//! A throw-away OpenLDAP directory: one tree, a service account, a few people, the ppolicy overlay.
use super::{Served, certificate, free_ports, open_folder};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

pub const BASE: &str = "dc=loket,dc=test";
pub const SERVICE: &str = "cn=loket,dc=loket,dc=test";
pub const SERVICE_PASSWORD: &str = "layanan-uji-5521";
/// What everybody's password is at first.
pub const OLD_PASSWORD: &str = "lama-uji-7713";

/// One running slapd; stops when dropped.
pub struct Slapd {
    served: Served,
    pub ldap: u16,
    pub ldaps: u16,
    /// PEM of its certificate.
    pub ca: PathBuf,
}

impl Slapd {
    /// Starts with an entry for each user ID.
    pub fn start(users: &[&str]) -> Slapd {
        for _ in 0..5 {
            let dir = open_folder("loket-slapd-");
            let ca = certificate(&dir);
            let [ldap, ldaps] = free_ports();
            configure(&dir);
            fill(&dir, users);
            let command = format!(
                "/usr/sbin/slapd -d stats -f {0}/slapd.conf -h 'ldap://127.0.0.1:{ldap} ldaps://127.0.0.1:{ldaps}'",
                dir.display()
            );
            let slapd = Slapd { served: Served::start(dir.clone(), &command), ldap, ldaps, ca };
            if slapd.answers() {
                return slapd;
            }
            eprintln!("slapd did not start:\n{}", slapd.log());
        }
        panic!("slapd does not start");
    }

    fn answers(&self) -> bool {
        let until = Instant::now() + Duration::from_secs(10);
        while Instant::now() < until {
            if std::net::TcpStream::connect(("127.0.0.1", self.ldap)).is_ok() {
                return true;
            }
            std::thread::park_timeout(Duration::from_millis(5));
        }
        false
    }

    /// Everything it was asked, as its `stats` log tells.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.served.dir.join("output.log")).unwrap_or_default()
    }

    pub fn stop(&mut self) {
        self.served.stop();
    }

    pub fn dn(user: &str) -> String {
        format!("uid={user},ou=people,{BASE}")
    }

    /// Whether this user can log in with this password.
    pub fn opens(&self, user: &str, password: &str) -> bool {
        self.tool("ldapwhoami", &["-D", &Slapd::dn(user), "-w", password]).status.success()
    }

    /// An attribute of an entry as the administrator sees it.
    pub fn attribute(&self, user: &str, name: &str) -> Vec<String> {
        let dn = Slapd::dn(user);
        let admin = ["-D", ADMIN, "-w", ADMIN_PASSWORD];
        let found = self.tool(
            "ldapsearch",
            &[&admin[..], &["-LLL", "-o", "ldif-wrap=no", "-b", &dn, "-s", "base", name]].concat(),
        );
        let text = String::from_utf8_lossy(&found.stdout).into_owned();
        let values = text
            .lines()
            .filter_map(|line| line.split_once(": "))
            .filter(|(key, _)| key.trim_end_matches(':').eq_ignore_ascii_case(name));
        values.map(|(_, value)| value.to_owned()).collect()
    }

    /// How many passwords were set here since the start (RFC 3062, or `userPassword` replaced).
    pub fn sets(&self) -> usize {
        let exop = |line: &&str| line.contains("PASSMOD id=");
        let modify = |line: &&str| line.contains("MOD attr=") && line.contains("userPassword");
        self.log().lines().filter(|line| exop(line) || modify(line)).count()
    }

    fn tool(&self, name: &str, args: &[&str]) -> std::process::Output {
        let url = format!("ldap://127.0.0.1:{}", self.ldap);
        let made = Command::new(name).args(["-x", "-H", &url]).args(args).output();
        made.expect("package ldap-utils")
    }

    /// Changes the directory as its administrator.
    pub fn change(&self, ldif: &str) {
        use std::io::Write;
        let url = format!("ldap://127.0.0.1:{}", self.ldap);
        let mut child = Command::new("ldapmodify")
            .args(["-x", "-H", &url, "-D", ADMIN, "-w", ADMIN_PASSWORD])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("package ldap-utils");
        child.stdin.take().expect("stdin").write_all(ldif.as_bytes()).expect("ldif");
        assert!(child.wait().expect("ldapmodify").success(), "{ldif}");
    }
}

const ADMIN: &str = "cn=admin,dc=loket,dc=test";
const ADMIN_PASSWORD: &str = "kepala-uji-9034";

fn configure(dir: &Path) {
    let d = dir.display();
    std::fs::create_dir_all(dir.join("db")).expect("folder");
    let conf = format!(
        "include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload ppolicy
pidfile {d}/slapd.pid
argsfile {d}/slapd.args
TLSCACertificateFile {d}/cert.pem
TLSCertificateFile {d}/cert.pem
TLSCertificateKeyFile {d}/key.pem
database mdb
maxsize 10485760
suffix \"{BASE}\"
rootdn \"{ADMIN}\"
rootpw {ADMIN_PASSWORD}
directory {d}/db
dbnosync
access to attrs=userPassword by dn.exact=\"{SERVICE}\" write by self write by anonymous auth
access to attrs=pwdReset by dn.exact=\"{SERVICE}\" manage by self read
access to * by dn.exact=\"{SERVICE}\" read by self read
overlay ppolicy
ppolicy_default \"cn=default,{BASE}\"
ppolicy_hash_cleartext
"
    );
    std::fs::write(dir.join("slapd.conf"), conf).expect("slapd.conf");
}

fn fill(dir: &Path, users: &[&str]) {
    let mut ldif = format!(
        "dn: {BASE}
objectClass: dcObject
objectClass: organization
dc: loket
o: loket

dn: ou=people,{BASE}
objectClass: organizationalUnit
ou: people

dn: {SERVICE}
objectClass: organizationalRole
objectClass: simpleSecurityObject
cn: loket
userPassword: {SERVICE_PASSWORD}

dn: cn=default,{BASE}
objectClass: device
objectClass: pwdPolicy
cn: default
pwdAttribute: userPassword
pwdMustChange: TRUE
pwdInHistory: 5
pwdMinLength: 8

"
    );
    for user in users {
        ldif.push_str(&format!(
            "dn: {}\nobjectClass: inetOrgPerson\nuid: {user}\ncn: Uji\nsn: Uji\nuserPassword: {OLD_PASSWORD}\n\n",
            Slapd::dn(user)
        ));
    }
    let file = dir.join("start.ldif");
    std::fs::write(&file, ldif).expect("ldif");
    let conf = dir.join("slapd.conf");
    let made = Command::new("/usr/sbin/slapadd")
        .arg("-f")
        .arg(&conf)
        .arg("-l")
        .arg(&file)
        .output()
        .expect("package slapd");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}
