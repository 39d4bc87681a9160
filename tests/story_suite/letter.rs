//! The pieces of a mail a story writes: its papers, and header fields put in, replaced or taken out.
use super::{folder, script};
use loket::demo::Paper;

/// A file of tests/data/papers, under its own name or `as` another.
pub fn paper(text: &str) -> Paper {
    let words = script::words(text);
    let file = words.first().expect("a file name");
    let bytes = std::fs::read(folder("papers").join(file)).expect("a paper of tests/data/papers");
    let name = words.get(2).unwrap_or(file).clone();
    Paper { name: name.leak(), bytes: bytes.leak() }
}

/// Puts a header field first, replaces it, or takes it out.
pub fn changed(raw: &[u8], sign: &str, change: &str) -> Vec<u8> {
    if sign == "@" {
        return [change.as_bytes(), b"\r\n", raw].concat();
    }
    let text = String::from_utf8(raw.to_vec()).expect("a mail of our own making is ASCII");
    let (head, body) = text.split_once("\r\n\r\n").expect("a head and a body");
    let name = change.split(':').next().unwrap_or(change).to_ascii_lowercase();
    let mut kept: Vec<&str> = Vec::new();
    let mut inside = false;
    for field in head.split("\r\n") {
        let folded = field.starts_with([' ', '\t']);
        inside = if folded {
            inside
        } else {
            field.to_ascii_lowercase().starts_with(&format!("{name}:"))
        };
        if !inside {
            kept.push(field);
        }
    }
    if sign == "=" {
        kept.insert(0, change);
    }
    format!("{}\r\n\r\n{body}", kept.join("\r\n")).into_bytes()
}
