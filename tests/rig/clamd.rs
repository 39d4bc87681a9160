//! A throw-away clamd that knows one signature, the harmless EICAR file. Needs no download and starts in
//! a moment.
use super::{Served, open_folder};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// One running clamd; stops when dropped.
pub struct Clamd {
    served: Served,
    pub socket: PathBuf,
}

impl Clamd {
    /// Starts with the limits Loket asks for.
    pub fn start() -> Clamd {
        Clamd::with("StreamMaxLength 60M\n")
    }

    /// Starts with more lines of `clamd.conf`.
    pub fn with(lines: &str) -> Clamd {
        Clamd::knowing(&eicar(), lines)
    }

    /// One that knows another file than the one it should.
    pub fn blind() -> Clamd {
        Clamd::knowing("a file that is never sent to this one", "")
    }

    fn knowing(file: &str, lines: &str) -> Clamd {
        let dir = open_folder("loket-clamd-");
        let known = dir.join("db");
        std::fs::create_dir(&known).expect("a folder");
        let hex = data_encoding::HEXLOWER.encode(file.as_bytes());
        let signature = format!("Eicar-Test-Signature:0:0:{hex}\n");
        std::fs::write(known.join("loket.ndb"), signature).expect("a file");
        let socket = dir.join("clamd.ctl");
        let config = format!(
            "LocalSocket {0}/clamd.ctl\nDatabaseDirectory {0}/db\nTemporaryDirectory {0}\nForeground yes\n\
             SelfCheck 0\nAlertExceedsMax yes\nAlertEncrypted yes\n{lines}",
            dir.display()
        );
        std::fs::write(dir.join("clamd.conf"), config).expect("a file");
        let command = format!("/usr/sbin/clamd -c {}/clamd.conf", dir.display());
        let clamd = Clamd { served: Served::start(dir, &command), socket };
        let until = Instant::now() + Duration::from_secs(30);
        while UnixStream::connect(&clamd.socket).is_err() {
            assert!(
                Instant::now() < until,
                "package clamav-daemon; clamd does not start:\n{}",
                clamd.log()
            );
            std::thread::park_timeout(Duration::from_millis(5));
        }
        clamd
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.served.dir.join("output.log")).unwrap_or_default()
    }

    pub fn stop(&mut self) {
        self.served.stop();
    }
}

/// The file every scanner must find, in two pieces: whole it would have this source found.
pub fn eicar() -> String {
    let pieces = [r"X5O!P%@AP[4\PZX54(P^)7CC)7}", "$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"];
    pieces.concat()
}
