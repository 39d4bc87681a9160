//! Sockets for the mail rooms: TCP, keep-alive, TLS. Knows no mail protocol, no case, no config.
use rustls::pki_types::{CertificateDer, ServerName, pem::PemObject};
use rustls::{ClientConfig, RootCertStore};
use std::io;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::{TlsConnector, client::TlsStream};

/// How the line is protected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte (IMAPS 993, SMTPS 465).
    #[default]
    Tls,
    /// Plain greeting, then an upgrade that must succeed.
    StartTls,
    /// No protection: only for a loopback peer, and only if allowed in so many words.
    Insecure,
}

/// Where to dial, and what must be true of the other end.
#[derive(Clone, Debug)]
pub struct Endpoint {
    pub host: String,
    pub port: u16,
    pub security: Security,
    /// PEM file with the only authorities to believe; without it the machine's own.
    pub ca_file: Option<PathBuf>,
    pub allow_insecure_loopback: bool,
    pub connect_timeout: Duration,
}

/// Why no line could be had.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum WireError {
    /// Worth another try later.
    #[error("{0}")]
    Temporary(String),
    /// A person must change something: certificate, CA file, insecure setting.
    #[error("{0}")]
    Permanent(String),
}

/// A line, with or without TLS.
#[derive(Debug)]
pub enum Wire {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

impl Endpoint {
    /// Connects, and starts TLS at once where `security` says so.
    pub async fn dial(&self) -> Result<Wire, WireError> {
        let tcp = tokio::time::timeout(self.connect_timeout, self.connect())
            .await
            .map_err(|_| WireError::Temporary(format!("{self}: connecting took too long")))??;
        match self.security {
            Security::Tls => self.secure(Wire::Plain(tcp)).await,
            Security::StartTls => Ok(Wire::Plain(tcp)),
            Security::Insecure => self.insecure(tcp),
        }
    }

    /// Connects without any protection, to anybody: for the doctor's mails to a border's port 25, which
    /// hold no secret. Whoever dials so sends no login (`security.md` A4-70).
    pub async fn dial_bare(&self) -> Result<Wire, WireError> {
        let tcp = tokio::time::timeout(self.connect_timeout, self.connect()).await;
        let late = |_| WireError::Temporary(format!("{self}: connecting took too long"));
        Ok(Wire::Plain(tcp.map_err(late)??))
    }

    /// TLS over a plain line. The caller has made sure that nothing was buffered before.
    pub async fn secure(&self, wire: Wire) -> Result<Wire, WireError> {
        let Wire::Plain(tcp) = wire else { return Ok(wire) };
        let name = ServerName::try_from(self.host.clone())
            .map_err(|_| WireError::Permanent(format!("{self}: not a name TLS can check")))?;
        let connector = TlsConnector::from(self.tls_config()?);
        match tokio::time::timeout(self.connect_timeout, connector.connect(name, tcp)).await {
            Err(_) => Err(WireError::Temporary(format!("{self}: the TLS handshake took too long"))),
            Ok(Ok(tls)) => Ok(Wire::Tls(Box::new(tls))),
            Ok(Err(error)) => Err(self.tls_error(&error)),
        }
    }

    async fn connect(&self) -> Result<TcpStream, WireError> {
        let tcp = TcpStream::connect((self.host.as_str(), self.port))
            .await
            .map_err(|error| WireError::Temporary(format!("{self}: {error}")))?;
        tune(&tcp).map_err(|error| WireError::Temporary(format!("{self}: {error}")))?;
        Ok(tcp)
    }

    fn insecure(&self, tcp: TcpStream) -> Result<Wire, WireError> {
        let loopback = tcp.peer_addr().is_ok_and(|peer| peer.ip().is_loopback());
        if loopback && self.allow_insecure_loopback {
            return Ok(Wire::Plain(tcp));
        }
        Err(WireError::Permanent(format!(
            "{self}: a line without TLS is only for loopback, and only with allow_insecure_loopback"
        )))
    }

    /// What TLS must be like here, for a library that makes the handshake itself.
    pub fn tls_config(&self) -> Result<Arc<ClientConfig>, WireError> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| WireError::Permanent(format!("TLS: {error}")))?
            .with_root_certificates(self.roots()?)
            .with_no_client_auth();
        Ok(Arc::new(config))
    }

    fn roots(&self) -> Result<RootCertStore, WireError> {
        let mut roots = RootCertStore::empty();
        match &self.ca_file {
            Some(path) => {
                let bad = |error: String| {
                    WireError::Permanent(format!("CA file {}: {error}", path.display()))
                };
                let all = CertificateDer::pem_file_iter(path).map_err(|e| bad(e.to_string()))?;
                for one in all {
                    let one = one.map_err(|e| bad(e.to_string()))?;
                    roots.add(one).map_err(|e| bad(e.to_string()))?;
                }
            }
            None => {
                roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
            }
        }
        if roots.is_empty() {
            return Err(WireError::Permanent("no certificate authority to believe".into()));
        }
        Ok(roots)
    }

    fn tls_error(&self, error: &io::Error) -> WireError {
        let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
        let text = format!("{self}: TLS: {error}");
        match inner {
            Some(rustls::Error::InvalidCertificate(_)) => WireError::Permanent(text),
            _ => WireError::Temporary(text),
        }
    }
}

impl std::fmt::Display for Endpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}

/// Small writes leave at once; a peer that vanished is noticed within two minutes.
fn tune(tcp: &TcpStream) -> io::Result<()> {
    tcp.set_nodelay(true)?;
    let socket = socket2::SockRef::from(tcp);
    let alive = socket2::TcpKeepalive::new()
        .with_time(Duration::from_secs(60))
        .with_interval(Duration::from_secs(10))
        .with_retries(3);
    socket.set_tcp_keepalive(&alive)?;
    socket.set_tcp_user_timeout(Some(Duration::from_secs(30)))
}

impl AsyncRead for Wire {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Wire::Plain(tcp) => Pin::new(tcp).poll_read(cx, buf),
            Wire::Tls(tls) => Pin::new(tls.as_mut()).poll_read(cx, buf),
        }
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        data: &[u8],
    ) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Wire::Plain(tcp) => Pin::new(tcp).poll_write(cx, data),
            Wire::Tls(tls) => Pin::new(tls.as_mut()).poll_write(cx, data),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Wire::Plain(tcp) => Pin::new(tcp).poll_flush(cx),
            Wire::Tls(tls) => Pin::new(tls.as_mut()).poll_flush(cx),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Wire::Plain(tcp) => Pin::new(tcp).poll_shutdown(cx),
            Wire::Tls(tls) => Pin::new(tls.as_mut()).poll_shutdown(cx),
        }
    }
}
