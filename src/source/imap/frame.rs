//! Cuts the byte stream of an IMAP server into whole responses, with a bound on everything.
//! Knows lines and literals (RFC 9051 section 4.3), not what they mean.
use crate::source::SourceError;
use crate::wire::Wire;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// Longest line, literals not counted.
pub const LINE_BYTES: usize = 64 * 1024;
/// Most literals in one response.
const LITERALS: usize = 16;

/// One response. A literal stands in `text` as its `{n}\r\n`; its bytes are in `literals`, in order.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Frame {
    pub text: Vec<u8>,
    pub literals: Vec<Vec<u8>>,
}

/// The stream, and what has been read of the next response. Dropping a future of `frame` half-way
/// loses nothing.
pub struct Framed {
    wire: Wire,
    input: Vec<u8>,
    start: usize,
    partial: Frame,
    missing: Option<usize>,
}

impl Framed {
    pub fn new(wire: Wire) -> Framed {
        Framed { wire, input: Vec::new(), start: 0, partial: Frame::default(), missing: None }
    }

    /// The bare line again, for STARTTLS. Bytes that came early were not protected: refused.
    pub fn into_wire(self) -> Result<Wire, SourceError> {
        if self.start < self.input.len() || self.partial != Frame::default() {
            return Err(SourceError::Permanent(
                "the server (or someone between) sent data before TLS began".into(),
            ));
        }
        Ok(self.wire)
    }

    pub async fn send(&mut self, bytes: &[u8], patience: Duration) -> Result<(), SourceError> {
        let write = async {
            self.wire.write_all(bytes).await?;
            self.wire.flush().await
        };
        match tokio::time::timeout(patience, write).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(SourceError::Temporary(format!("IMAP: writing: {error}"))),
            Err(_) => Err(SourceError::Temporary("IMAP: the server takes no more input".into())),
        }
    }

    /// The next whole response; `literal_bytes` bounds its literals taken together, and is checked
    /// before anything is allocated. `patience` is the longest silence.
    pub async fn frame(
        &mut self,
        literal_bytes: usize,
        patience: Duration,
    ) -> Result<Frame, SourceError> {
        loop {
            if let Some(frame) = self.cut(literal_bytes)? {
                return Ok(frame);
            }
            self.input.drain(..self.start.min(self.input.len()));
            self.start = 0;
            self.input.reserve(32 * 1024);
            match tokio::time::timeout(patience, self.wire.read_buf(&mut self.input)).await {
                Err(_) => {
                    return Err(SourceError::Temporary("IMAP: the server fell silent".into()));
                }
                Ok(Err(error)) => {
                    return Err(SourceError::Temporary(format!("IMAP: reading: {error}")));
                }
                Ok(Ok(0)) => {
                    return Err(SourceError::Temporary("IMAP: the server hung up".into()));
                }
                Ok(Ok(_)) => {}
            }
        }
    }

    fn cut(&mut self, literal_bytes: usize) -> Result<Option<Frame>, SourceError> {
        loop {
            let rest = self.input.get(self.start..).unwrap_or_default();
            if let Some(missing) = self.missing {
                let taken = rest.get(..missing.min(rest.len())).unwrap_or_default();
                if let Some(literal) = self.partial.literals.last_mut() {
                    literal.extend_from_slice(taken);
                }
                self.start += taken.len();
                self.missing = Some(missing - taken.len()).filter(|left| *left > 0);
                if self.missing.is_some() {
                    return Ok(None);
                }
                continue;
            }
            let room = LINE_BYTES.saturating_sub(self.partial.text.len());
            let Some(end) = rest.iter().take(room).position(|byte| *byte == b'\n') else {
                if rest.len() >= room {
                    return Err(SourceError::Temporary("IMAP: a line without end".into()));
                }
                return Ok(None);
            };
            let line = rest.get(..=end).unwrap_or_default();
            self.partial.text.extend_from_slice(line);
            self.start += line.len();
            match literal_size(&self.partial.text)? {
                Some(size) => self.expect_literal(size, literal_bytes)?,
                None => return Ok(Some(std::mem::take(&mut self.partial))),
            }
        }
    }

    fn expect_literal(&mut self, size: u64, literal_bytes: usize) -> Result<(), SourceError> {
        let held: usize = self.partial.literals.iter().map(Vec::len).sum();
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        if size > literal_bytes.saturating_sub(held) || self.partial.literals.len() >= LITERALS {
            return Err(SourceError::Temporary(format!(
                "IMAP: the server announced {size} bytes where at most {literal_bytes} were asked"
            )));
        }
        self.partial.literals.push(Vec::with_capacity(size));
        self.missing = Some(size).filter(|left| *left > 0);
        Ok(())
    }
}

/// The size in a line's last `{n}`, if it ends with one and is data: a status text (`* OK ...`)
/// never continues with a literal.
fn literal_size(text: &[u8]) -> Result<Option<u64>, SourceError> {
    let line = text.strip_suffix(b"\n").unwrap_or(text);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let Some(open) = line.strip_suffix(b"}") else { return Ok(None) };
    let open = open.strip_suffix(b"+").unwrap_or(open);
    let digits = open.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let (before, number) = open.split_at(open.len() - digits);
    if digits == 0 || before.last() != Some(&b'{') || super::response::is_status(text) {
        return Ok(None);
    }
    let number = std::str::from_utf8(number).ok().and_then(|number| number.parse().ok());
    number.map(Some).ok_or_else(|| SourceError::Temporary("IMAP: a literal beyond all size".into()))
}
