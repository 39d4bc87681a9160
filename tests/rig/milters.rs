//! Throw-away OpenDKIM and OpenDMARC as a border runs them: milters on loopback that check what
//! Postfix takes in and write `Authentication-Results`. Their DNS is a file of the test.
use super::{Served, free_ports, open_folder};
use std::net::TcpStream;
use std::path::Path;
use std::time::{Duration, Instant};

/// Both running; they stop when dropped.
pub struct Milters {
    _dkim: Served,
    _dmarc: Served,
    pub dkim: u16,
    pub dmarc: u16,
}

impl Milters {
    /// `records`: TXT records as (name, text).
    pub fn start(authserv_id: &str, records: &[(String, String)]) -> Milters {
        for _ in 0..5 {
            let [dkim, dmarc] = free_ports();
            let (first, second) = (open_folder("loket-opendkim-"), open_folder("loket-opendmarc-"));
            let zone: String = records.iter().map(|(n, v)| format!("{n} {v}\n")).collect();
            for dir in [&first, &second] {
                write(dir, "zone", &zone);
                // Without this list they take the tests' client, this machine, for their own.
                write(dir, "none", "192.0.2.254\n");
            }
            let d = first.display();
            write(
                &first,
                "conf",
                &format!(
                    "Socket inet:{dkim}@127.0.0.1\nMode v\nSyslog no\nAuthservID {authserv_id}\nTestDNSData file:{d}/zone\nInternalHosts {d}/none\nExternalIgnoreList {d}/none\nAlwaysAddARHeader yes\nPidFile {d}/pid\n"
                ),
            );
            let d = second.display();
            write(
                &second,
                "conf",
                &format!(
                    "Socket inet:{dmarc}@127.0.0.1\nSyslog false\nAuthservID {authserv_id}\nTrustedAuthservIDs {authserv_id}\nIgnoreHosts {d}/none\nTestDNSData {d}/zone\nSPFIgnoreResults false\nSPFSelfValidate false\nRequiredHeaders false\nRejectFailures false\nPidFile {d}/pid\n"
                ),
            );
            let milters = Milters {
                _dkim: Served::start(
                    first.clone(),
                    &format!("/usr/sbin/opendkim -f -x {}/conf", first.display()),
                ),
                _dmarc: Served::start(
                    second.clone(),
                    &format!("/usr/sbin/opendmarc -f -c {}/conf", second.display()),
                ),
                dkim,
                dmarc,
            };
            if [dkim, dmarc].iter().all(|port| listens(*port, Duration::from_secs(10))) {
                return milters;
            }
            for dir in [&first, &second] {
                let log = std::fs::read_to_string(dir.join("output.log")).unwrap_or_default();
                eprintln!("a milter did not start:\n{log}");
            }
        }
        panic!("the milters do not start");
    }
}

/// An OpenDKIM that signs what this machine hands in, as a relay's does.
pub struct Signing {
    _dkim: Served,
    pub port: u16,
}

impl Signing {
    pub fn start(domain: &str, selector: &str, key: &Path) -> Signing {
        for _ in 0..5 {
            let [port] = free_ports();
            let dir = open_folder("loket-opendkim-");
            let pem = std::fs::read_to_string(key).expect("a key");
            write(&dir, "key.pem", &pem);
            let d = dir.display();
            write(
                &dir,
                "conf",
                &format!(
                    "Socket inet:{port}@127.0.0.1\nMode s\nSyslog no\nDomain {domain}\nSelector {selector}\nKeyFile {d}/key.pem\nRequireSafeKeys false\nCanonicalization relaxed/relaxed\nSignHeaders *,+message-id\nPidFile {d}/pid\n"
                ),
            );
            let command = format!("/usr/sbin/opendkim -f -x {d}/conf");
            let signing = Signing { _dkim: Served::start(dir.clone(), &command), port };
            if listens(port, Duration::from_secs(10)) {
                return signing;
            }
            let log = std::fs::read_to_string(dir.join("output.log")).unwrap_or_default();
            eprintln!("the signing milter did not start:\n{log}");
        }
        panic!("the signing milter does not start");
    }
}

fn write(dir: &Path, name: &str, text: &str) {
    std::fs::write(dir.join(name), text).expect("a file");
}

fn listens(port: u16, limit: Duration) -> bool {
    let until = Instant::now() + limit;
    while Instant::now() < until {
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return true;
        }
        std::thread::park_timeout(Duration::from_millis(5));
    }
    false
}
