//! A scripted server: greets, then answers each line as a closure says. For what real servers
//! refuse to do on demand: garbage, silence, hanging up in the middle.
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

/// What to do after a line. In `Send`, `{tag}` stands for the tag of the last IMAP command.
#[derive(Clone, Debug)]
pub enum Act {
    Send(String),
    Bytes(Vec<u8>),
    /// Close the connection.
    Cut,
    /// Say nothing more, but stay.
    Hang,
}

pub fn say(text: &str) -> Vec<Act> {
    vec![Act::Send(text.to_owned())]
}

/// A running mock; its task ends with the test's runtime.
#[derive(Clone)]
pub struct Mock {
    pub port: u16,
    /// All lines heard, over all connections; the text of a mail is one entry (as on the wire).
    pub heard: Arc<Mutex<Vec<String>>>,
    /// Connections accepted.
    pub visits: Arc<Mutex<usize>>,
}

type Answer = Arc<dyn Fn(&str) -> Vec<Act> + Send + Sync>;

impl Mock {
    /// IMAP: `answer` gets each command without its tag. Nothing said = `{tag} OK done`.
    pub async fn imap(
        greeting: &str,
        answer: impl Fn(&str) -> Vec<Act> + Send + Sync + 'static,
    ) -> Mock {
        Mock::start(greeting, true, Arc::new(answer)).await
    }

    /// SMTP: `answer` gets each line, and `.` for a whole text after a 354.
    pub async fn smtp(
        greeting: &str,
        answer: impl Fn(&str) -> Vec<Act> + Send + Sync + 'static,
    ) -> Mock {
        Mock::start(greeting, false, Arc::new(answer)).await
    }

    async fn start(greeting: &str, tagged: bool, answer: Answer) -> Mock {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let mock = Mock { port, heard: Arc::default(), visits: Arc::default() };
        let (ours, greeting) = (mock.clone(), greeting.to_owned());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                *ours.visits.lock().expect("lock") += 1;
                let _ = stream.set_nodelay(true);
                let visit = Visit {
                    stream: BufReader::new(stream),
                    answer: answer.clone(),
                    heard: ours.heard.clone(),
                    tag: String::new(),
                    tagged,
                    text_follows: false,
                };
                tokio::spawn(visit.go(greeting.clone()));
            }
        });
        mock
    }

    pub fn heard(&self) -> Vec<String> {
        self.heard.lock().expect("lock").clone()
    }

    pub fn visits(&self) -> usize {
        *self.visits.lock().expect("lock")
    }
}

struct Visit {
    stream: BufReader<tokio::net::TcpStream>,
    answer: Answer,
    heard: Arc<Mutex<Vec<String>>>,
    tag: String,
    tagged: bool,
    text_follows: bool,
}

impl Visit {
    async fn go(mut self, greeting: String) {
        if greeting == "<hang>" {
            return std::future::pending().await;
        }
        if self.stream.write_all(greeting.as_bytes()).await.is_err() {
            return;
        }
        while let Some(line) = self.line().await {
            let mut acts = (self.answer)(&line);
            if acts.is_empty() && self.tagged {
                acts = say("{tag} OK done\r\n");
            }
            for act in acts {
                let bytes = match act {
                    Act::Cut => return,
                    Act::Hang => return std::future::pending().await,
                    Act::Send(text) => text.replace("{tag}", &self.tag).into_bytes(),
                    Act::Bytes(bytes) => bytes,
                };
                self.text_follows = !self.tagged && bytes.starts_with(b"354");
                if self.stream.write_all(&bytes).await.is_err() {
                    return;
                }
            }
        }
    }

    async fn line(&mut self) -> Option<String> {
        let mut text = String::new();
        loop {
            let mut line = Vec::new();
            self.stream.read_until(b'\n', &mut line).await.ok().filter(|count| *count > 0)?;
            let line = String::from_utf8_lossy(&line).into_owned();
            if self.text_follows {
                text.push_str(&line);
                if line != ".\r\n" {
                    continue;
                }
                self.heard.lock().expect("lock").push(text);
                return Some(".".to_owned());
            }
            let line = line.trim_end().to_owned();
            self.heard.lock().expect("lock").push(line.clone());
            return Some(match line.split_once(' ') {
                Some((tag, rest)) if self.tagged => {
                    self.tag = tag.to_owned();
                    rest.to_owned()
                }
                _ => line,
            });
        }
    }
}
