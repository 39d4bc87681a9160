//! A name server of our own on loopback, and a signer of our own: DKIM keys, SPF and DMARC records
//! as a test wants them, also the ones no honest signer makes. Knows nothing of Loket's rooms.
use hickory_proto::op::{Message, OpCode, ResponseCode};
use hickory_proto::rr::rdata::TXT;
use hickory_proto::rr::{RData, Record, RecordType};
use std::collections::HashMap;
use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};

/// What a name answers.
#[derive(Clone, Debug)]
pub enum Answer {
    Txt(String),
    /// The server fails (SERVFAIL).
    Fails,
    /// Nothing comes back.
    Silent,
}

/// The running server. Names are written without the last dot.
pub struct Dns {
    pub address: SocketAddr,
    zone: Arc<Mutex<HashMap<String, Answer>>>,
    asked: Arc<Mutex<u32>>,
    task: tokio::task::JoinHandle<()>,
}

impl Dns {
    pub async fn start() -> Dns {
        let socket = tokio::net::UdpSocket::bind("127.0.0.1:0").await.expect("a port");
        let address = socket.local_addr().expect("an address");
        let zone: Arc<Mutex<HashMap<String, Answer>>> = Arc::default();
        let asked: Arc<Mutex<u32>> = Arc::default();
        let (records, count) = (zone.clone(), asked.clone());
        let task = tokio::spawn(async move {
            let mut buffer = [0_u8; 4096];
            while let Ok((length, peer)) = socket.recv_from(&mut buffer).await {
                *count.lock().unwrap() += 1;
                let answer = answered(&buffer[..length], &records.lock().unwrap());
                if let Some(bytes) = answer {
                    let _ = socket.send_to(&bytes, peer).await;
                }
            }
        });
        Dns { address, zone, asked, task }
    }

    pub fn set(&self, name: &str, answer: Answer) {
        self.zone.lock().unwrap().insert(name.to_lowercase(), answer);
    }

    pub fn txt(&self, name: &str, text: impl Into<String>) {
        self.set(name, Answer::Txt(text.into()));
    }

    /// How many questions came.
    pub fn questions(&self) -> u32 {
        *self.asked.lock().unwrap()
    }
}

impl Drop for Dns {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn answered(bytes: &[u8], zone: &HashMap<String, Answer>) -> Option<Vec<u8>> {
    let question = Message::from_vec(bytes).ok()?;
    let query = question.queries.first()?.clone();
    let name = query.name().to_lowercase().to_ascii();
    let name = name.trim_end_matches('.');
    let mut reply = Message::response(question.metadata.id, OpCode::Query);
    reply.metadata.recursion_desired = true;
    reply.metadata.recursion_available = true;
    reply.add_query(query.clone());
    match zone.get(name) {
        Some(Answer::Silent) => return None,
        Some(Answer::Fails) => reply.metadata.response_code = ResponseCode::ServFail,
        Some(Answer::Txt(text)) if query.query_type() == RecordType::TXT => {
            let pieces = text.as_bytes().chunks(250);
            let pieces = pieces.map(|c| String::from_utf8_lossy(c).into_owned()).collect();
            let data = RData::TXT(TXT::new(pieces));
            reply.add_answer(Record::from_rdata(query.name().clone(), 1, data));
        }
        Some(Answer::Txt(_)) => {}
        None => reply.metadata.response_code = ResponseCode::NXDomain,
    }
    reply.to_vec().ok()
}

/// A DKIM key pair made by openssl in a temporary folder.
pub struct Signer {
    _dir: tempfile::TempDir,
    key: PathBuf,
    pub domain: String,
    pub selector: String,
    public: String,
}

/// What of a signature is out of the ordinary.
#[derive(Clone, Debug)]
pub struct Style {
    /// Signed fields in order.
    pub fields: Vec<&'static str>,
    pub sha1: bool,
    /// Only so many bytes of the body are signed (`l=`).
    pub length: Option<usize>,
    /// Further tags, for instance `t=1; x=2`.
    pub tags: &'static str,
}

impl Default for Style {
    fn default() -> Style {
        Style {
            fields: vec!["from", "to", "subject", "date", "message-id"],
            sha1: false,
            length: None,
            tags: "",
        }
    }
}

impl Signer {
    pub fn new(domain: &str, selector: &str, bits: u32) -> Signer {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let key = dir.path().join("key.pem");
        openssl(&["genrsa", "-out", &key.display().to_string(), &bits.to_string()], b"");
        let public = ["rsa", "-in", &key.display().to_string(), "-pubout", "-outform", "DER"];
        let public = data_encoding::BASE64.encode(&openssl(&public, b""));
        let (domain, selector) = (domain.to_owned(), selector.to_owned());
        Signer { _dir: dir, key, domain, selector, public }
    }

    /// The private key, PEM.
    pub fn key_file(&self) -> &std::path::Path {
        &self.key
    }

    /// Publishes the key; `flags` stand before it, for instance `t=y; `.
    pub fn publish(&self, dns: &Dns, flags: &str) {
        let (name, text) = self.record(flags);
        dns.txt(&name, text);
    }

    /// The key as a TXT record: name and text.
    pub fn record(&self, flags: &str) -> (String, String) {
        let name = format!("{}._domainkey.{}", self.selector, self.domain);
        (name, format!("v=DKIM1; k=rsa; {flags}p={}", self.public))
    }

    /// `mail` (CRLF) with a signature on top.
    pub fn sign(&self, mail: &str, style: &Style) -> String {
        let (head, body) = mail.split_once("\r\n\r\n").expect("a body");
        let hash = if style.sha1 { "sha1" } else { "sha256" };
        let dgst = format!("-{hash}");
        let body = relaxed_body(body);
        let signed_body = &body[..style.length.unwrap_or(body.len())];
        let body_hash = data_encoding::BASE64
            .encode(&openssl(&["dgst", &dgst, "-binary"], signed_body.as_bytes()));
        let length = style.length.map(|l| format!(" l={l};")).unwrap_or_default();
        let tags = if style.tags.is_empty() { String::new() } else { format!(" {};", style.tags) };
        let value = format!(
            "v=1; a=rsa-{hash}; c=relaxed/relaxed; d={}; s={};{length}{tags} h={}; bh={body_hash}; b=",
            self.domain,
            self.selector,
            style.fields.join(":")
        );
        let mut input = String::new();
        for name in &style.fields {
            // The last one of a name is signed first (RFC 6376 §5.4.2).
            let found = unfolded(head).into_iter().rev().find(|(n, _)| n == name);
            if let Some((name, value)) = found {
                input.push_str(&format!("{name}:{value}\r\n"));
            }
        }
        input.push_str(&format!("dkim-signature:{value}"));
        let key = self.key.display().to_string();
        let signature = openssl(&["dgst", &dgst, "-sign", &key], input.as_bytes());
        let signature = data_encoding::BASE64.encode(&signature);
        format!("DKIM-Signature: {value}{signature}\r\n{mail}")
    }
}

/// RFC 6376 §3.4.4.
fn relaxed_body(body: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in body.split("\r\n") {
        let mut kept = String::new();
        for c in line.chars() {
            match c {
                ' ' | '\t' if kept.ends_with(' ') => {}
                ' ' | '\t' => kept.push(' '),
                _ => kept.push(c),
            }
        }
        lines.push(kept.trim_end_matches(' ').to_owned());
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines.iter().map(|line| format!("{line}\r\n")).collect()
}

/// Fields in relaxed form: lower-case name, value with single blanks.
fn unfolded(head: &str) -> Vec<(String, String)> {
    let head = head.replace("\r\n ", " ").replace("\r\n\t", " ");
    head.split("\r\n")
        .filter_map(|line| line.split_once(':'))
        .map(|(n, v)| (n.trim().to_lowercase(), v.split_whitespace().collect::<Vec<_>>().join(" ")))
        .collect()
}

pub fn openssl(arguments: &[&str], input: &[u8]) -> Vec<u8> {
    let mut child = Command::new("openssl")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("openssl");
    child.stdin.take().expect("a pipe").write_all(input).expect("written");
    let output = child.wait_with_output().expect("an end");
    assert!(output.status.success(), "openssl {arguments:?} failed");
    output.stdout
}
