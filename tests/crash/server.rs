//! A scripted SMTP server in threads. It calls a hook at each step of a dialogue, so that a test can
//! stop or kill the client right there, and it remembers every text that ever entered DATA.
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// A step, named by what the server has just heard. The answer is not given yet, but in `Answered`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    Connect,
    Hello,
    Mail,
    Rcpt,
    /// The word DATA; nothing of the text.
    Data,
    /// One line of the text.
    Text,
    /// The final dot; the mail is not kept yet.
    Dot,
    /// The mail is kept.
    Kept,
    /// 250 was sent.
    Answered,
}

/// What the server does at a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Go,
    /// Says nothing until the client is gone.
    Hang,
    /// Ends the connection without a word.
    #[allow(dead_code, reason = "only the tests of the account systems do")]
    Cut,
}

/// A text that entered DATA.
#[derive(Clone, Debug)]
pub struct Received {
    pub to: String,
    pub text: Arc<Vec<u8>>,
    /// The server took responsibility.
    pub kept: bool,
}

impl Received {
    pub fn holds(&self, text: &str) -> bool {
        memchr::memmem::find(&self.text, text.as_bytes()).is_some()
    }
}

type Hook = Box<dyn FnMut(Phase, &str, &str) -> Act + Send>;

/// A running server; its threads end with the test.
#[derive(Clone)]
pub struct Server {
    pub port: u16,
    received: Arc<Mutex<Vec<Received>>>,
    hook: Arc<Mutex<Hook>>,
}

impl Server {
    pub fn start() -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let server =
            Server { port, received: Arc::default(), hook: Arc::new(Mutex::new(Box::new(always))) };
        let ours = server.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let server = ours.clone();
                std::thread::spawn(move || {
                    let _ = server.serve(stream);
                });
            }
        });
        server
    }

    /// `hook` gets the step, the recipient if known, and the line heard.
    pub fn hook(&self, hook: impl FnMut(Phase, &str, &str) -> Act + Send + 'static) {
        *self.hook.lock().unwrap() = Box::new(hook);
    }

    pub fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    fn serve(&self, stream: TcpStream) -> std::io::Result<()> {
        stream.set_nodelay(true)?;
        let mut talk = Talk { lines: BufReader::new(stream), to: String::new() };
        if !self.go_on(&mut talk, Phase::Connect, "") {
            return Ok(());
        }
        talk.say("220 uji.example ESMTP")?;
        while let Some(line) = talk.line()? {
            let word = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
            let (phase, answer) = match word.as_str() {
                "EHLO" => (Some(Phase::Hello), "250 uji.example"),
                "MAIL" => (Some(Phase::Mail), "250 ok"),
                "RCPT" => {
                    let to = line.split(['<', '>']).nth(1).unwrap_or_default();
                    talk.to = to.to_owned();
                    (Some(Phase::Rcpt), "250 ok")
                }
                "DATA" => (Some(Phase::Data), "354 go on"),
                _ => (None, "250 ok"),
            };
            if phase.is_some_and(|phase| !self.go_on(&mut talk, phase, &line)) {
                return Ok(());
            }
            talk.say(answer)?;
            if word == "DATA" && !self.text(&mut talk)? {
                return Ok(());
            }
            if word == "QUIT" {
                return Ok(());
            }
        }
        Ok(())
    }

    /// The text of one mail. False where the dialogue ends with it.
    fn text(&self, talk: &mut Talk) -> std::io::Result<bool> {
        let place = {
            let mut all = self.received.lock().unwrap();
            all.push(Received { to: talk.to.clone(), text: Arc::default(), kept: false });
            all.len() - 1
        };
        loop {
            let Some(line) = talk.line()? else { return Ok(false) };
            if line == "." {
                break;
            }
            let line = line.strip_prefix('.').unwrap_or(&line).to_owned();
            {
                // Let go before the hook, which reads these books too.
                let mut books = self.received.lock().unwrap();
                Arc::make_mut(&mut books[place].text).extend(format!("{line}\r\n").into_bytes());
            }
            if !self.go_on(talk, Phase::Text, &line) {
                return Ok(false);
            }
        }
        if !self.go_on(talk, Phase::Dot, "") {
            return Ok(false);
        }
        self.received.lock().unwrap()[place].kept = true;
        if !self.go_on(talk, Phase::Kept, "") {
            return Ok(false);
        }
        talk.say("250 kept")?;
        Ok(self.go_on(talk, Phase::Answered, ""))
    }

    fn go_on(&self, talk: &mut Talk, phase: Phase, line: &str) -> bool {
        let act = (self.hook.lock().unwrap())(phase, &talk.to, line);
        if act == Act::Hang {
            let _ = talk.lines.read_to_end(&mut Vec::new());
        }
        act == Act::Go
    }
}

fn always(_: Phase, _: &str, _: &str) -> Act {
    Act::Go
}

struct Talk {
    lines: BufReader<TcpStream>,
    to: String,
}

impl Talk {
    fn say(&mut self, line: &str) -> std::io::Result<()> {
        self.lines.get_mut().write_all(format!("{line}\r\n").as_bytes())
    }

    fn line(&mut self) -> std::io::Result<Option<String>> {
        let mut line = Vec::new();
        self.lines.read_until(b'\n', &mut line)?;
        let whole = line.strip_suffix(b"\r\n").map(|l| String::from_utf8_lossy(l).into_owned());
        Ok(whole)
    }
}
