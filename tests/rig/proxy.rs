//! A line to a server that breaks: at the worst moment of an SMTP dialogue, or at any byte.
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// When the line breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// The final dot never reaches the server.
    BeforeTheDot,
    /// The server gets the final dot and answers; the client never hears it.
    BehindTheDot,
    /// So many bytes of the server's reach the client, and no more.
    After(usize),
}

/// Listens on a port of its own, in front of `server`.
pub async fn start(server: u16, cut: Cut) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let server = TcpStream::connect(("127.0.0.1", server)).await.expect("the server");
            tokio::spawn(carry(client, server, cut));
        }
    });
    port
}

async fn carry(mut client: TcpStream, mut server: TcpStream, cut: Cut) {
    let (mut up, mut down) = ([0u8; 8192], [0u8; 8192]);
    let (mut tail, mut in_text, mut carried) = (Vec::new(), false, 0usize);
    loop {
        tokio::select! {
            count = client.read(&mut up) => {
                let Some(bytes) = count.ok().and_then(|count| up.get(..count)) else { return };
                tail.extend_from_slice(bytes);
                tail.drain(..tail.len().saturating_sub(5));
                let dot = in_text && tail == b"\r\n.\r\n";
                if bytes.is_empty() || (dot && cut == Cut::BeforeTheDot) {
                    return;
                }
                if server.write_all(bytes).await.is_err() {
                    return;
                }
                if dot {
                    let _ = server.read(&mut down).await;
                    return;
                }
            }
            count = server.read(&mut down) => {
                let Some(bytes) = count.ok().and_then(|count| down.get(..count)) else { return };
                in_text |= bytes.starts_with(b"354");
                carried += bytes.len();
                if let Cut::After(limit) = cut && carried > limit {
                    let over = bytes.len().min(carried - limit);
                    let _ = client.write_all(&bytes[..bytes.len() - over]).await;
                    return;
                }
                if bytes.is_empty() || client.write_all(bytes).await.is_err() {
                    return;
                }
            }
        }
    }
}
