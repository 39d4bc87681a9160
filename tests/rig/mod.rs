//! Real mail servers for tests, as normal processes in temporary folders on free loopback ports.
//! Knows how to start, feed and read them; nothing of Loket's rooms.
#![allow(dead_code, unused_imports)]
pub mod clamd;
pub mod dns;
pub mod dovecot;
pub mod imap;
pub mod milters;
pub mod mock;
pub mod postfix;
pub mod proxy;
pub mod signed;
pub mod signer;
pub mod slapd;
pub mod smtp;

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

pub use dovecot::Dovecot;
pub use milters::{Milters, Signing};
pub use postfix::{Postfix, PostfixOptions};

/// The password of every mailbox of the rig.
pub const PASSWORD: &str = "rahasia-uji-9173";

/// A server process, its folder, and a shell that outlives neither the test nor a killed test: it
/// waits for the end of its standard input, then stops the server and removes the folder.
pub struct Served {
    keeper: Child,
    pub dir: PathBuf,
}

impl Served {
    /// Runs `command` (shell words) with `dir` as its own folder.
    pub fn start(dir: PathBuf, command: &str) -> Served {
        let script = format!(
            "{command} & pid=$!; read -r _; kill -TERM $pid; wait $pid; rm -rf \"{}\"",
            dir.display()
        );
        let log = std::fs::File::create(dir.join("output.log")).expect("log file");
        let keeper = Command::new("/bin/sh")
            .args(["-c", &script])
            .stdin(Stdio::piped())
            .stdout(log.try_clone().expect("log file"))
            .stderr(log)
            .spawn()
            .expect("a shell");
        Served { keeper, dir }
    }
}

impl Served {
    /// Stops the server and waits until it is gone and its ports are free.
    pub fn stop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
    }
}

impl Drop for Served {
    /// The shell goes on alone: Dovecot takes a second to say goodbye, and nobody waits for that.
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ = self.keeper.try_wait();
    }
}

/// A folder that other users may enter; removed by whoever serves from it.
pub fn open_folder(name: &str) -> PathBuf {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::Builder::new().prefix(name).tempdir().expect("a temporary folder").keep();
    std::fs::set_permissions(&dir, std::fs::Permissions::from_mode(0o755)).expect("chmod");
    dir
}

/// Ports that are free now.
pub fn free_ports<const N: usize>() -> [u16; N] {
    let held: Vec<std::net::TcpListener> =
        (0..N).map(|_| std::net::TcpListener::bind("127.0.0.1:0").expect("a port")).collect();
    std::array::from_fn(|n| held[n].local_addr().expect("an address").port())
}

/// A self-signed certificate for `localhost` and 127.0.0.1: `cert.pem`, `key.pem` in `dir`.
pub fn certificate(dir: &Path) -> PathBuf {
    let (cert, key) = (dir.join("cert.pem"), dir.join("key.pem"));
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"])
        .args(["-nodes", "-days", "3650", "-subj", "/CN=localhost"])
        .args(["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"])
        .args(["-addext", "basicConstraints=critical,CA:FALSE"])
        .arg("-keyout")
        .arg(&key)
        .arg("-out")
        .arg(&cert)
        .stderr(Stdio::null())
        .status();
    assert!(made.is_ok_and(|status| status.success()), "openssl made no certificate");
    cert
}

/// Asks `condition` every 20 ms until it gives something, at most for `limit`.
pub async fn wait_until<T>(limit: Duration, mut condition: impl AsyncFnMut() -> Option<T>) -> T {
    let asking = async {
        let mut beat = tokio::time::interval(Duration::from_millis(20));
        loop {
            beat.tick().await;
            if let Some(found) = condition().await {
                return found;
            }
        }
    };
    tokio::time::timeout(limit, asking).await.expect("waited in vain")
}

/// Waits until a server greets on `port`; `false` if it does not within `limit`.
pub fn greets(port: u16, limit: Duration) -> bool {
    use std::io::Read;
    let until = std::time::Instant::now() + limit;
    while std::time::Instant::now() < until {
        if let Ok(mut line) = std::net::TcpStream::connect(("127.0.0.1", port)) {
            let _ = line.set_read_timeout(Some(limit));
            if line.read(&mut [0u8; 1]).is_ok_and(|count| count == 1) {
                return true;
            }
        }
        std::thread::park_timeout(Duration::from_millis(5));
    }
    false
}

pub fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}
