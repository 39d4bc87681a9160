//! A4-69: a scanner opens links before people do. No letter has a link that does anything: what acts is a reply,
//! its token stands in `Reply-To` alone, and Loket listens on no port that a link could lead to.
use super::super::office::{BAGUS, CITRA, DEWI, Office, RATNA, YOHANES};

/// Anything a scanner would open.
fn links(raw: &[u8]) -> Vec<String> {
    let message = loket::mail::parse(raw, &loket::mail::TrustSettings::default());
    let raw = String::from_utf8_lossy(raw).into_owned();
    let words = [message.text, raw.replace("=\r\n", "").replace("=3D", "=")].join("\n");
    let start = ["http://", "https://", "href=", "src=", "mailto:", "url("];
    let lower = words.to_ascii_lowercase();
    let found = start.iter().flat_map(|s| lower.match_indices(s).map(|(at, _)| at));
    let found = found.map(|at| lower[at..].chars().take(80).collect::<String>());
    // A picture that travels in the mail itself is fetched from nowhere.
    found.filter(|link| !link.starts_with("src=\"cid:")).collect()
}

#[tokio::test]
async fn no_letter_has_a_link_that_acts() {
    let mut office = Office::open().await;
    let case = office.in_execution(RATNA).await;
    let letter = office.letter(BAGUS, &case);
    let typed = "HASIL\r\nUSER ID: AA.TELUKCONTOH\r\nPASSWORD: KANARI-tautan-2Fd";
    office.send(office.reply(BAGUS, &letter, typed)).await;
    let second = office.handed_over(YOHANES).await;
    let letter = office.letter(CITRA, &second);
    office.send(office.reply(CITRA, &letter, "TOLAK berkas tidak sah")).await;
    office.pass(60 * 24).await;
    let mut looked = 0;
    for address in office.stage.addresses() {
        for letter in office.stage.mailbox(&address) {
            looked += 1;
            let found = links(&letter.raw);
            assert_eq!(found, Vec::<String>::new(), "{address}: {}", letter.message.subject);
            let token = letter.reply_to.split(['+', '@']).nth(1).filter(|t| t.len() == 26);
            if let Some(token) = token {
                let raw = String::from_utf8_lossy(&letter.raw);
                assert_eq!(raw.matches(token).count(), 1, "the token stands in Reply-To alone");
            }
        }
    }
    assert!(looked > 12, "{looked} letters");
    assert!(!office.stage.mailbox(DEWI.address).is_empty());
    office.close().await;
}

/// HEAD, GET and POST find nobody: `loket run` has no listening socket.
#[tokio::test]
async fn the_daemon_listens_nowhere() {
    let office = Office::open().await;
    let dir = office.leave().await;
    let config = dir.path().join("config/loket.toml");
    let text = std::fs::read_to_string(&config).unwrap().replace("clock = \"simulated\"", "");
    std::fs::write(&config, text).unwrap();
    let log = std::fs::File::create(dir.path().join("log.txt")).unwrap();
    let mut command = tokio::process::Command::new(env!("CARGO_BIN_EXE_loket"));
    command.args(["run", "--config", "config/loket.toml"]).current_dir(dir.path()).env_clear();
    let mut child = command.stderr(log).kill_on_drop(true).spawn().unwrap();
    let ready = async || {
        let log = std::fs::read_to_string(dir.path().join("log.txt")).unwrap();
        log.contains("loket is ready").then_some(())
    };
    crate::rig::wait_until(std::time::Duration::from_secs(20), ready).await;
    let pid = child.id().unwrap();
    let mut sockets = 0;
    for entry in std::fs::read_dir(format!("/proc/{pid}/fd")).unwrap().flatten() {
        let to = std::fs::read_link(entry.path()).unwrap_or_default();
        sockets += usize::from(to.to_string_lossy().starts_with("socket:") && listens(pid, &to));
    }
    assert_eq!(sockets, 0, "listening sockets");
    child.kill().await.unwrap();
}

/// Whether a socket of the process is in state LISTEN (`0A`) of one of its tables.
fn listens(pid: u32, socket: &std::path::Path) -> bool {
    let inode = socket.to_string_lossy().replace(|c: char| !c.is_ascii_digit(), "");
    ["tcp", "tcp6"].iter().any(|table| {
        let rows = std::fs::read_to_string(format!("/proc/{pid}/net/{table}")).unwrap_or_default();
        let row = |line: &str| {
            let words: Vec<&str> = line.split_whitespace().collect();
            words.get(9) == Some(&inode.as_str()) && words.get(3) == Some(&"0A")
        };
        rows.lines().any(row)
    })
}
