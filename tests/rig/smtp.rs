//! A small SMTP (and LMTP) client of the tests' own.
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

/// Hands one mail to the server on `port`; the error is the server's refusal.
pub async fn inject(port: u16, from: &str, to: &str, raw: &[u8]) -> Result<(), String> {
    dialogue(port, &["EHLO uji.example"], from, to, raw).await
}

/// The same after logging in.
pub async fn submit(
    port: u16,
    login: (&str, &str),
    from: &str,
    to: &str,
    raw: &[u8],
) -> Result<(), String> {
    let plain = format!("\0{}\0{}", login.0, login.1);
    let plain = data_encoding::BASE64.encode(plain.as_bytes());
    dialogue(port, &["EHLO uji.example", &format!("AUTH PLAIN {plain}")], from, to, raw).await
}

/// The same with words of one's own behind EHLO.
pub async fn greet(port: u16, hello: &str, from: &str, to: &str, raw: &[u8]) -> Result<(), String> {
    dialogue(port, &[&format!("EHLO {hello}")], from, to, raw).await
}

/// Hands in exactly these bytes as data and ends them as the standard has it; what the server takes
/// for further commands it may answer as it likes.
pub async fn raw_data(port: u16, from: &str, to: &str, raw: &[u8]) -> Result<(), String> {
    let stream = TcpStream::connect(("127.0.0.1", port)).await.map_err(|e| e.to_string())?;
    stream.set_nodelay(true).map_err(|e| e.to_string())?;
    let mut stream = BufReader::new(stream);
    reply(&mut stream, '2').await?;
    for (line, wanted) in [
        ("EHLO uji.example".to_owned(), '2'),
        (format!("MAIL FROM:<{from}>"), '2'),
        (format!("RCPT TO:<{to}>"), '2'),
        ("DATA".to_owned(), '3'),
    ] {
        stream.write_all(format!("{line}\r\n").as_bytes()).await.map_err(|e| e.to_string())?;
        reply(&mut stream, wanted).await?;
    }
    let wire = [raw, b"\r\n.\r\nQUIT\r\n"].concat();
    stream.write_all(&wire).await.map_err(|e| e.to_string())?;
    reply(&mut stream, '2').await?;
    // Everything else it has to say, up to its goodbye.
    loop {
        let mut line = String::new();
        let read = stream.read_line(&mut line).await.map_err(|e| e.to_string())?;
        if read == 0 || line.starts_with("221") {
            return Ok(());
        }
    }
}

/// The same by LMTP, straight into a mailbox.
pub async fn deliver(port: u16, from: &str, to: &str, raw: &[u8]) -> Result<(), String> {
    dialogue(port, &["LHLO uji.example"], from, to, raw).await
}

async fn dialogue(
    port: u16,
    hello: &[&str],
    from: &str,
    to: &str,
    raw: &[u8],
) -> Result<(), String> {
    let stream = TcpStream::connect(("127.0.0.1", port)).await.map_err(|e| e.to_string())?;
    stream.set_nodelay(true).map_err(|e| e.to_string())?;
    let mut stream = BufReader::new(stream);
    reply(&mut stream, '2').await?;
    let hello = hello.iter().map(|line| ((*line).to_owned(), '2'));
    let envelope = [
        (format!("MAIL FROM:<{from}>"), '2'),
        (format!("RCPT TO:<{to}>"), '2'),
        ("DATA".to_owned(), '3'),
    ];
    for (line, wanted) in hello.chain(envelope) {
        stream.write_all(format!("{line}\r\n").as_bytes()).await.map_err(|e| e.to_string())?;
        reply(&mut stream, wanted).await?;
    }
    let text = String::from_utf8_lossy(raw).replace("\r\n", "\n");
    let text = text.strip_suffix('\n').unwrap_or(&text);
    let mut wire = String::with_capacity(text.len() + 16);
    for line in text.split('\n') {
        if line.starts_with('.') {
            wire.push('.');
        }
        wire.push_str(line);
        wire.push_str("\r\n");
    }
    wire.push_str(".\r\n");
    stream.write_all(wire.as_bytes()).await.map_err(|e| e.to_string())?;
    reply(&mut stream, '2').await?;
    stream.write_all(b"QUIT\r\n").await.map_err(|e| e.to_string())
}

async fn reply(stream: &mut BufReader<TcpStream>, wanted: char) -> Result<(), String> {
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await.map_err(|e| e.to_string())?;
        if line.is_empty() {
            return Err("the server hung up".to_owned());
        }
        if line.as_bytes().get(3) == Some(&b'-') {
            continue;
        }
        return if line.starts_with(wanted) { Ok(()) } else { Err(line.trim_end().to_owned()) };
    }
}
