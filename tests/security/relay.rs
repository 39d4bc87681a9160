//! The mail server behind the office, scripted: it puts what it takes into the mailboxes of the stage, and
//! refuses, quotes or hangs where a test says so. And the daemon's own log, as loud as it gets.
use super::office::Office;
use crate::rig::mock::{Act, Mock, say};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::SubscriberExt;

/// What a server says that quotes what it has read, in an answer to the final dot.
pub const QUOTES: &str = "<quote>";

#[derive(Default)]
struct State {
    /// `surat/keluar` of the stage, once there is one.
    mailboxes: Option<PathBuf>,
    heard: Option<Arc<Mutex<Vec<String>>>>,
    /// Answers in place of the usual ones: recipient, first word of the line, what to do.
    odd: HashMap<(String, String), Vec<Act>>,
    to: String,
    taken: usize,
    /// The last line heard for a recipient that has an odd answer.
    reached: Option<String>,
}

/// A running server.
#[derive(Clone)]
pub struct Relay {
    mock: Mock,
    state: Arc<Mutex<State>>,
}

impl Relay {
    pub async fn start() -> Relay {
        let state: Arc<Mutex<State>> = Arc::default();
        let ours = state.clone();
        let mock = Mock::smtp("220 relay\r\n", move |line| ours.lock().unwrap().answer(line)).await;
        state.lock().unwrap().heard = Some(mock.heard.clone());
        Relay { mock, state }
    }

    /// `[smtp]` of an office that sends by it.
    pub fn settings(&self) -> String {
        format!(
            "[smtp]\nhost = \"127.0.0.1\"\nport = {}\ntls = \"none\"\nallow_insecure_loopback = true\n",
            self.mock.port
        )
    }

    /// An office behind it, with more keys of other sections.
    pub async fn office(&self, more: &str) -> Office {
        let office = Office::with(&format!("{}{more}", self.settings())).await;
        self.deliver_into(&office.stage.dir);
        office
    }

    pub fn deliver_into(&self, stage: &Path) {
        self.state.lock().unwrap().mailboxes = Some(stage.join("surat/keluar"));
    }

    /// From now on a line that begins with `word` about mail to `to` gets this answer (for `MAIL`, which
    /// names no recipient, `to` is empty).
    pub fn odd(&self, to: &str, word: &str, acts: Vec<Act>) {
        self.state.lock().unwrap().odd.insert((to.into(), word.into()), acts);
    }

    pub fn well(&self) {
        self.state.lock().unwrap().odd.clear();
    }

    /// Whether an odd answer was ever given.
    pub fn reached(&self) -> bool {
        self.state.lock().unwrap().reached.is_some()
    }

    /// How many texts that entered DATA hold this.
    pub fn texts_with(&self, text: &str) -> usize {
        let heard = self.mock.heard();
        heard.iter().filter(|t| t.ends_with("\r\n.\r\n") && t.contains(text)).count()
    }
}

impl State {
    fn answer(&mut self, line: &str) -> Vec<Act> {
        let word = line.split([' ', ':']).next().unwrap_or_default().to_owned();
        match word.as_str() {
            "MAIL" => self.to.clear(),
            "RCPT" => self.to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned(),
            _ => {}
        }
        if let Some(acts) = self.odd.get(&(self.to.clone(), word.clone())).cloned() {
            self.reached = Some(line.to_owned());
            if matches!(acts.first(), Some(Act::Send(text)) if text == QUOTES) {
                return self.quoted();
            }
            return acts;
        }
        match word.as_str() {
            "EHLO" => say("250-relay\r\n250 DSN\r\n"),
            "DATA" => say("354 go on\r\n"),
            "." => {
                self.keep();
                say("250 2.0.0 kept\r\n")
            }
            "QUIT" => say("221 bye\r\n"),
            _ => say("250 ok\r\n"),
        }
    }

    fn text(&self) -> String {
        let heard = self.heard.as_ref().unwrap().lock().unwrap();
        heard.last().cloned().unwrap_or_default()
    }

    /// A filter that tells at length what it did not like.
    fn quoted(&self) -> Vec<Act> {
        let text = self.text();
        let lines: Vec<&str> = text.lines().filter(|l| l.contains("KANARI")).collect();
        let word = lines.concat().trim().to_owned();
        let whole: String = text.split("\r\n\r\n").skip(1).collect::<Vec<_>>().join(" ");
        let whole = whole.replace(['\r', '\n'], " ");
        say(&format!(
            "554-5.7.1 suspicious: {word}\r\n554-5.7.1 Password: {word}\r\n554 5.7.1 {whole}\r\n"
        ))
    }

    fn keep(&mut self) {
        self.taken += 1;
        let Some(dir) = self.mailboxes.as_ref().map(|dir| dir.join(&self.to).join("new")) else {
            return;
        };
        std::fs::create_dir_all(&dir).unwrap();
        let text = self.text();
        let text = text.strip_suffix(".\r\n").unwrap_or(&text).replace("\r\n..", "\r\n.");
        std::fs::write(dir.join(format!("{:06}.relay", self.taken)), text).unwrap();
    }
}

/// Writes all that may be logged, at trace, into a file of the stage until it is dropped.
pub fn loud(office: &Office) -> tracing::subscriber::DefaultGuard {
    let file = std::fs::File::create(office.stage.dir.join("log.txt")).unwrap();
    let settings = loket::config::Log::default();
    let filter = loket::cli::logging::filter(&settings, Some("trace")).unwrap();
    let lines = tracing_subscriber::fmt::layer().with_writer(Arc::new(file)).with_ansi(false);
    let cap = tracing_subscriber::filter::FilterFn::new(loket::cli::logging::may_speak);
    let layer = lines.with_filter(cap).with_filter(filter);
    tracing::subscriber::set_default(tracing_subscriber::registry().with(layer))
}

/// What the verbs of the operator print about an office: everything there is to read.
pub fn printed(office: &Office, arguments: &[&str]) -> String {
    let config = office.stage.dir.join("config/loket.toml");
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_loket"));
    command.args(arguments).arg("--config").arg(config).env_clear().env("LOKET_LOG", "trace");
    let done = command.output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    format!("{}\n{}{}", done.status, text(&done.stdout), text(&done.stderr))
}
