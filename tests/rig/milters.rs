//! Throw-away OpenDKIM and OpenDMARC as a border runs them: milters on loopback that check what
//! Postfix takes in and write `Authentication-Results`. Their DNS is a file of the test.
use super::{Served, free_ports, open_folder};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
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

    /// Ports of the same two, writing below Postfix's `Received` line: OpenDKIM and OpenDMARC as their
    /// authors shipped them until 2026 insert at index 1; Debian 12's insert at 0, above it.
    pub fn below(&self) -> Vec<u16> {
        [self.dkim, self.dmarc].map(at_index_one).to_vec()
    }
}

/// A relay before a milter that turns its "insert header at 0" into "at 1"; ends with the test.
fn at_index_one(milter: u16) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    std::thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let Ok(server) = TcpStream::connect(("127.0.0.1", milter)) else { continue };
            let (Ok(mut from), Ok(mut to)) = (client.try_clone(), server.try_clone()) else {
                continue;
            };
            std::thread::spawn(move || {
                let _ = std::io::copy(&mut from, &mut to);
                let _ = to.shutdown(std::net::Shutdown::Both);
            });
            std::thread::spawn(move || answers(server, client));
        }
    });
    port
}

/// Answers of a milter: length, command, data. `i` is SMFIR_INSHEADER, its data begins with the index.
fn answers(mut server: TcpStream, mut client: TcpStream) -> Option<()> {
    loop {
        let mut length = [0u8; 4];
        server.read_exact(&mut length).ok()?;
        let mut body = vec![0u8; usize::try_from(u32::from_be_bytes(length)).ok()?];
        server.read_exact(&mut body).ok()?;
        if body.first() == Some(&b'i') {
            body.get_mut(1..5)?.copy_from_slice(&1u32.to_be_bytes());
        }
        client.write_all(&[&length[..], &body].concat()).ok()?;
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
