//! A small IMAP client of the tests' own, so that the tested one is not checked by itself.
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

/// A logged-in dialogue.
pub struct Client {
    stream: BufReader<TcpStream>,
    tag: u32,
}

/// Lines of an answer, and the literals in them.
pub struct Answer {
    pub lines: Vec<String>,
    pub literals: Vec<Vec<u8>>,
}

impl Answer {
    pub fn ok(&self) -> bool {
        self.lines.last().is_some_and(|line| line.contains(" OK "))
    }
}

impl Client {
    pub async fn login(port: u16, user: &str, password: &str) -> Client {
        let stream = TcpStream::connect(("127.0.0.1", port)).await.expect("IMAP port");
        stream.set_nodelay(true).expect("nodelay");
        let mut client = Client { stream: BufReader::new(stream), tag: 0 };
        client.line().await;
        assert!(client.run(&format!("LOGIN \"{user}\" \"{password}\"")).await.ok(), "login {user}");
        client
    }

    async fn line(&mut self) -> String {
        let mut line = Vec::new();
        self.stream.read_until(b'\n', &mut line).await.expect("IMAP line");
        String::from_utf8_lossy(&line).trim_end().to_owned()
    }

    /// Sends a command and reads all of its answer.
    pub async fn run(&mut self, command: &str) -> Answer {
        self.tag += 1;
        let tag = format!("T{}", self.tag);
        let line = format!("{tag} {command}\r\n");
        self.stream.write_all(line.as_bytes()).await.expect("IMAP write");
        self.answer(&tag).await
    }

    async fn answer(&mut self, tag: &str) -> Answer {
        let mut answer = Answer { lines: Vec::new(), literals: Vec::new() };
        loop {
            let line = self.line().await;
            assert!(!line.is_empty(), "the server hung up");
            let size =
                line.strip_suffix('}').and_then(|line| line.rsplit_once('{')?.1.parse().ok());
            if let Some(size) = size {
                let mut literal = vec![0u8; size];
                self.stream.read_exact(&mut literal).await.expect("IMAP literal");
                answer.literals.push(literal);
            }
            let last = line.starts_with(&format!("{tag} "));
            answer.lines.push(line);
            if last {
                return answer;
            }
        }
    }

    /// Puts a mail into a folder; `date` as in `"01-Jan-2026 10:00:00 +0700"`.
    pub async fn append(&mut self, folder: &str, date: &str, raw: &[u8]) {
        self.tag += 1;
        let tag = format!("T{}", self.tag);
        let date = if date.is_empty() { String::new() } else { format!("\"{date}\" ") };
        let line = format!("{tag} APPEND \"{folder}\" {date}{{{}}}\r\n", raw.len());
        self.stream.write_all(line.as_bytes()).await.expect("IMAP write");
        let go = self.line().await;
        assert!(go.starts_with('+'), "APPEND: {go}");
        self.stream.write_all(raw).await.expect("IMAP write");
        self.stream.write_all(b"\r\n").await.expect("IMAP write");
        let answer = self.answer(&tag).await;
        assert!(answer.ok(), "{:?}", answer.lines);
    }

    /// All mails of a folder: INTERNALDATE and bytes, in the order of the folder.
    pub async fn read(&mut self, folder: &str) -> Vec<(String, Vec<u8>)> {
        if !self.run(&format!("SELECT \"{folder}\"")).await.ok() {
            return Vec::new();
        }
        let answer = self.run("UID FETCH 1:* (INTERNALDATE BODY.PEEK[])").await;
        let dates = answer.lines.iter().filter_map(|line| {
            let rest = line.split_once("INTERNALDATE \"")?.1;
            Some(rest.split('"').next()?.trim().to_owned())
        });
        dates.zip(answer.literals).collect()
    }
}
