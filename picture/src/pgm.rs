//! PGM in and out: what poppler and tesseract speak. Knows the format, no program.
use super::{Fault, Picture, check_size};

impl Picture {
    /// As a binary PGM (`P5`, 8 bits).
    pub fn to_pgm(&self) -> Vec<u8> {
        let head = format!("P5\n{} {}\n255\n", self.width, self.height);
        let mut out = Vec::with_capacity(head.len() + self.grey.len());
        out.extend_from_slice(head.as_bytes());
        out.extend_from_slice(&self.grey);
        out
    }

    /// From a binary PGM of 8 bits, as `pdftoppm -gray` writes it.
    ///
    /// # Errors
    /// It is not one, is cut off, or has too many points.
    pub fn from_pgm(bytes: &[u8]) -> Result<Picture, Fault> {
        let rest = bytes.strip_prefix(b"P5").ok_or(Fault::Unsupported)?;
        let (width, rest) = number(rest).ok_or(Fault::Broken)?;
        let (height, rest) = number(rest).ok_or(Fault::Broken)?;
        let (most, rest) = number(rest).ok_or(Fault::Broken)?;
        if most != 255 {
            return Err(Fault::Unsupported);
        }
        let points = check_size(width, height)?;
        // Exactly one white character parts the head from the points.
        let grey = rest.get(1..).and_then(|data| data.get(..points)).ok_or(Fault::Broken)?;
        Picture::from_grey(width, height, grey.to_vec())
    }
}

/// The next number and what follows it; comments run to the end of their line.
fn number(mut bytes: &[u8]) -> Option<(u32, &[u8])> {
    loop {
        match bytes.split_first()? {
            (b'#', rest) => {
                let end = rest.iter().position(|b| *b == b'\n')?;
                bytes = rest.get(end..)?;
            }
            (b, rest) if b.is_ascii_whitespace() => bytes = rest,
            _ => break,
        }
    }
    let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    let (word, rest) = bytes.split_at_checked(digits)?;
    let value = std::str::from_utf8(word).ok()?.parse().ok()?;
    Some((value, rest))
}
