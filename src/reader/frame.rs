//! The words between daemon and child: length, kind, bytes. Knows no mail and no paper.
use std::borrow::Cow;
use std::io::{self, Read, Write};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

/// Room in a frame beside the bytes of the mail: names, hashes, settings.
pub(super) const EXTRA_BYTES: usize = 64 * 1024;
/// Bytes of one frame, kind included: the most that is looked at of a mail, and what goes with it.
pub(super) const MOST_BYTES: usize = 64 * 1024 * 1024 + 2 * EXTRA_BYTES;

/// Kinds of frames; requests have small letters, answers capitals.
pub(super) const PARSE_MAIL: u8 = b'm';
/// The same, without the copy that may be kept.
pub(super) const UNDERSTAND_MAIL: u8 = b'u';
pub(super) const EXTRACT: u8 = b'x';
pub(super) const READ_PAPERS: u8 = b'p';
pub(super) const READ_FILE: u8 = b'f';
pub(super) const PROBE: u8 = b'c';
/// The first frame of a child: what confines it.
pub(super) const HELLO: u8 = b'H';
/// From the child: tools to be run before it can go on.
pub(super) const NEEDS: u8 = b'N';
/// To the child: what they gave.
pub(super) const TOOLS: u8 = b't';
/// An answer; the child goes on.
pub(super) const ANSWER: u8 = b'A';
/// An answer; the child has done its share and ends after it.
pub(super) const LAST_ANSWER: u8 = b'L';

fn too_large() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "frame larger than the limit")
}

fn head(kind: u8, size: usize) -> io::Result<[u8; 5]> {
    let size = u32::try_from(size + 1).ok().filter(|s| *s as usize <= MOST_BYTES);
    let [a, b, c, d] = size.ok_or_else(too_large)?.to_be_bytes();
    Ok([a, b, c, d, kind])
}

/// Bytes of a request: each field with its length in front, then the bulk.
pub(super) fn size(fields: &[&[u8]], bulk: &[u8]) -> usize {
    fields.iter().map(|f| f.len() + 4).sum::<usize>() + bulk.len()
}

fn checked(size: [u8; 4]) -> io::Result<usize> {
    let size = u32::from_be_bytes(size) as usize;
    if (1..=MOST_BYTES).contains(&size) { Ok(size - 1) } else { Err(too_large()) }
}

/// Child side: the next frame, `None` when the daemon closed the pipe.
pub(super) fn read(from: &mut impl Read) -> io::Result<Option<(u8, Vec<u8>)>> {
    let mut size = [0u8; 4];
    match from.read_exact(&mut size) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    let mut kind = [0u8; 1];
    from.read_exact(&mut kind)?;
    let mut body = vec![0u8; checked(size)?];
    from.read_exact(&mut body)?;
    Ok(Some((kind.first().copied().unwrap_or_default(), body)))
}

/// Child side: one frame out.
pub(super) fn write(to: &mut impl Write, kind: u8, body: &[u8]) -> io::Result<()> {
    to.write_all(&head(kind, body.len())?)?;
    to.write_all(body)?;
    to.flush()
}

/// Child side: several fields out in one frame, without joining them first.
pub(super) fn write_fields(to: &mut impl Write, kind: u8, fields: &[&[u8]]) -> io::Result<()> {
    to.write_all(&head(kind, size(fields, &[]))?)?;
    for bytes in fields {
        to.write_all(&field(bytes))?;
        to.write_all(bytes)?;
    }
    to.flush()
}

/// Daemon side: one request out, without joining its parts first. The bulk is let go when it is sent.
pub(super) async fn send(
    to: &mut (impl AsyncWrite + Unpin),
    kind: u8,
    fields: &[&[u8]],
    bulk: Cow<'_, [u8]>,
) -> io::Result<()> {
    to.write_all(&head(kind, size(fields, &bulk))?).await?;
    for bytes in fields {
        to.write_all(&field(bytes)).await?;
        to.write_all(bytes).await?;
    }
    to.write_all(&bulk).await?;
    to.flush().await
}

/// Daemon side: the next frame. A large announcement is not believed before its bytes come.
pub(super) async fn receive(from: &mut (impl AsyncRead + Unpin)) -> io::Result<(u8, Vec<u8>)> {
    let mut size = [0u8; 4];
    from.read_exact(&mut size).await?;
    let size = checked(size)?;
    let kind = from.read_u8().await?;
    let mut body = Vec::with_capacity(size.min(64 * 1024));
    let got = from.take(size as u64).read_to_end(&mut body).await?;
    if got < size {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok((kind, body))
}

/// A length in front of each field, for requests with several.
pub(super) fn field(bytes: &[u8]) -> [u8; 4] {
    u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes()
}

/// Takes the next field off the front.
pub(super) fn take<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (size, after) = rest.split_first_chunk::<4>()?;
    let (bytes, after) = after.split_at_checked(u32::from_be_bytes(*size) as usize)?;
    *rest = after;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_comes_back_whole() {
        let mut pipe = Vec::new();
        write(&mut pipe, ANSWER, b"halo").unwrap();
        let mut reader = pipe.as_slice();
        assert_eq!(read(&mut reader).unwrap(), Some((ANSWER, b"halo".to_vec())));
        assert_eq!(read(&mut reader).unwrap(), None);
    }

    #[test]
    fn a_giant_announcement_is_refused_before_memory_is_asked_for() {
        let mut reader: &[u8] = &[0xff, 0xff, 0xff, 0xff, b'A', 1, 2];
        assert!(read(&mut reader).is_err());
        assert!(read(&mut [0u8, 0, 0, 0, b'A'].as_slice()).is_err());
    }

    #[test]
    fn fields_are_cut_exactly() {
        let mut body = Vec::new();
        for part in [b"ab".as_slice(), b"".as_slice(), b"c".as_slice()] {
            body.extend_from_slice(&field(part));
            body.extend_from_slice(part);
        }
        let mut rest = body.as_slice();
        assert_eq!(take(&mut rest), Some(b"ab".as_slice()));
        assert_eq!(take(&mut rest), Some(b"".as_slice()));
        assert_eq!(take(&mut rest), Some(b"c".as_slice()));
        assert_eq!(take(&mut rest), None);
        assert_eq!(take(&mut [0u8, 0, 0, 9, 1].as_slice()), None);
    }
}
