//! Mails made to break a reader, each built from one number that says how large. Knows what is hostile,
//! nothing of how Loket reads it.
pub mod bytes;
pub mod head;
pub mod html;
pub mod parcels;
pub mod shape;
pub mod watch;
pub mod words;

/// One hostile mail.
#[derive(Clone, Copy, Debug)]
pub struct Bomb {
    pub name: &'static str,
    /// How large it is when it is meant: repetitions, or bytes.
    pub full: usize,
    /// How large it is where a debug build has to read all of them.
    pub small: usize,
    /// Something of it is cut, repaired or left out, also when small: a defect must say so.
    pub told: bool,
    pub make: fn(usize) -> Vec<u8>,
}

/// Every one of them.
pub fn all() -> Vec<Bomb> {
    [shape::BOMBS, head::BOMBS, words::BOMBS, html::BOMBS, bytes::BOMBS, parcels::BOMBS].concat()
}

/// A row of a table of bombs; what is cut of it is told.
const fn cut(name: &'static str, full: usize, small: usize, make: fn(usize) -> Vec<u8>) -> Bomb {
    Bomb { name, full, small, told: true, make }
}

/// A row of a table of bombs; nothing of it needs to be cut.
const fn whole(name: &'static str, full: usize, small: usize, make: fn(usize) -> Vec<u8>) -> Bomb {
    Bomb { name, full, small, told: false, make }
}

const HEAD: &str = "From: Uji <uji@dinas.example>\r\nTo: loket@lpse.example\r\nSubject: Mohon reset\r\n\
    Message-ID: <bom@dinas.example>\r\nDate: Mon, 16 Nov 2026 09:00:00 +0700\r\nMIME-Version: 1.0\r\n";

/// A mail with more header fields (each with its line end) and a body.
fn mail(fields: impl AsRef<[u8]>, body: impl AsRef<[u8]>) -> Vec<u8> {
    [HEAD.as_bytes(), fields.as_ref(), b"\r\n", body.as_ref()].concat()
}

fn plain(body: impl AsRef<[u8]>) -> Vec<u8> {
    mail("Content-Type: text/plain; charset=utf-8\r\n", body)
}

fn markup(body: impl AsRef<[u8]>) -> Vec<u8> {
    mail("Content-Type: text/html; charset=utf-8\r\n", body)
}

fn mixed(body: impl AsRef<[u8]>) -> Vec<u8> {
    mail("Content-Type: multipart/mixed; boundary=b\r\n", body)
}

/// `n` pieces that differ in their number.
fn numbered(n: usize, piece: impl Fn(usize) -> String) -> String {
    (0..n).map(piece).collect()
}

fn base64_lines(bytes: &[u8]) -> String {
    let text = data_encoding::BASE64.encode(bytes);
    let mut lines = String::with_capacity(text.len() + text.len() / 38 + 2);
    for line in text.as_bytes().chunks(76) {
        lines.push_str(&String::from_utf8_lossy(line));
        lines.push_str("\r\n");
    }
    lines
}

/// Bytes that look like chance and are the same each time (xorshift).
pub fn noise(n: usize) -> Vec<u8> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    };
    (0..n.div_ceil(8)).flat_map(|_| next()).take(n).collect()
}
