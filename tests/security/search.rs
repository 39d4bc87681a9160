//! Looks for a text in bytes, however it is dressed: as mails, databases, dumps and logs write texts. Of the
//! tests' own making; used for the one canary question: where is this password?
use data_encoding::{BASE32, BASE64, HEXLOWER, HEXUPPER};
use std::path::{Path, PathBuf};

/// A text in one dress.
pub struct Needle {
    pub dress: &'static str,
    bytes: Vec<u8>,
}

/// Every dress of a text.
pub fn needles(text: &str) -> Vec<Needle> {
    let plain = text.as_bytes();
    let mut all = Vec::new();
    let mut add = |dress: &'static str, bytes: Vec<u8>| {
        if !all.iter().any(|n: &Needle| n.bytes == bytes) {
            all.push(Needle { dress, bytes });
        }
    };
    add("plain", plain.to_vec());
    let wide = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
    let (low, high) = (wide(u16::to_le_bytes), wide(u16::to_be_bytes));
    for (dress, bytes) in
        [("base64", plain), ("base64 of UTF-16", &low), ("base64 of UTF-16", &high)]
    {
        for code in base64(bytes) {
            add("base64url", code.replace('+', "-").replace('/', "_").into_bytes());
            add(dress, code.into_bytes());
        }
    }
    add("base32", BASE32.encode(plain).trim_end_matches('=').into());
    add("hex", HEXLOWER.encode(plain).into());
    add("HEX", HEXUPPER.encode(plain).into());
    let each = |write: fn(u8) -> String| plain.iter().copied().map(write).collect::<String>();
    let odd = |b: u8| !b.is_ascii_alphanumeric() && !matches!(b, b'-' | b'_' | b'.');
    let some = |write: &dyn Fn(u8) -> String| {
        let one = |b: u8| if odd(b) { write(b) } else { char::from(b).to_string() };
        plain.iter().copied().map(one).collect::<String>()
    };
    add("quoted-printable", text.replace('=', "=3D").into());
    add("quoted-printable", some(&|b| format!("={b:02X}")).into());
    add("quoted-printable", each(|b| format!("={b:02X}")).into());
    add("percent", some(&|b| format!("%{b:02X}")).into());
    add("spaced hex", each(|b| format!("{b:02x} ")).trim_end().into());
    add("JSON", serde_json::to_string(text).unwrap().trim_matches('"').into());
    add("HTML", text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").into());
    add("numbers", format!("{plain:?}").trim_matches(['[', ']']).into());
    add("Debug", text.escape_debug().to_string().into());
    add("UTF-16LE", low.clone());
    add("UTF-16BE", high);
    add("reversed", text.chars().rev().collect::<String>().into());
    all
}

/// The base64 letters that depend on these bytes alone, at each of the three offsets.
fn base64(bytes: &[u8]) -> Vec<String> {
    let inner = |shift: usize| {
        let padded = [vec![b'x'; shift].as_slice(), bytes].concat();
        let code = BASE64.encode(&padded);
        code[(shift * 8).div_ceil(6)..padded.len() * 8 / 6].to_owned()
    };
    (0..3).map(inner).collect()
}

/// The dress in which the text is in these bytes, wrapped over lines or not.
pub fn dressed(bytes: &[u8], needles: &[Needle]) -> Option<&'static str> {
    let find = |bytes: &[u8]| {
        let has = |n: &&Needle| memchr::memmem::find(bytes, &n.bytes).is_some();
        needles.iter().find(has).map(|n| n.dress)
    };
    find(bytes).or_else(|| find(&soft(bytes))).or_else(|| find(&unwrapped(bytes)))
}

/// Without the soft line breaks of quoted-printable.
fn soft(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(at) = memchr::memchr(b'=', rest) {
        let gap = match &rest[at + 1..] {
            [b'\r', b'\n', ..] => 3,
            [b'\n', ..] => 2,
            _ => 0,
        };
        out.extend_from_slice(&rest[..at + usize::from(gap == 0)]);
        rest = &rest[at + gap.max(1)..];
    }
    out.extend_from_slice(rest);
    out
}

/// Without line ends, blanks, and marks of quoting behind a line end.
fn unwrapped(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut fresh = true;
    for b in bytes {
        match b {
            b'\r' | b'\n' => fresh = true,
            b' ' | b'\t' => {}
            b'>' if fresh => {}
            b => {
                fresh = false;
                out.push(*b);
            }
        }
    }
    out
}

/// Files under these folders (or files) that hold one of the texts: what, in which dress, where.
pub fn leaks<P: AsRef<Path>>(places: &[P], texts: &[&str]) -> Vec<(String, PathBuf)> {
    let mut files = Vec::new();
    places.iter().for_each(|place| walk(place.as_ref(), &mut files));
    let mut found = Vec::new();
    let all: Vec<(&str, Vec<Needle>)> = texts.iter().map(|text| (*text, needles(text))).collect();
    for file in files {
        let bytes = read(&file);
        for (text, needles) in &all {
            if let Some(dress) = dressed(&bytes, needles) {
                found.push((format!("{text} ({dress})"), file.clone()));
            }
        }
    }
    found
}

/// The bytes of a file. A database is read by another process: closing the file here would drop the
/// locks that SQLite holds on it in this one.
pub fn read(file: &Path) -> Vec<u8> {
    if !file.to_string_lossy().contains(".db") {
        return std::fs::read(file).unwrap_or_default();
    }
    std::process::Command::new("cat").arg(file).output().map(|done| done.stdout).unwrap_or_default()
}

fn walk(place: &Path, files: &mut Vec<PathBuf>) {
    if !place.is_dir() {
        return files.push(place.to_owned());
    }
    for entry in std::fs::read_dir(place).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { walk(&path, files) } else { files.push(path) }
    }
}

/// A process and its children: which of the texts stand in their command lines or environments, and
/// whose core might be written.
pub fn process_leaks(pid: u32, texts: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![pid];
    while let Some(pid) = open.pop() {
        for name in ["environ", "cmdline", "comm", "status"] {
            let bytes = std::fs::read(format!("/proc/{pid}/{name}")).unwrap_or_default();
            for text in texts {
                if let Some(dress) = dressed(&bytes, &needles(text)) {
                    found.push(format!("{text} ({dress}) in {name} of {pid}"));
                }
            }
        }
        let limits = std::fs::read_to_string(format!("/proc/{pid}/limits")).unwrap_or_default();
        let core = limits.lines().find(|line| line.starts_with("Max core file size"));
        let core: Vec<&str> = core.unwrap_or_default().split_whitespace().collect();
        if core.get(4..6) != Some(&["0", "0"]) {
            found.push(format!("{pid} may leave a core: {core:?}"));
        }
        let children = std::fs::read_to_string(format!("/proc/{pid}/task/{pid}/children"));
        open.extend(
            children.unwrap_or_default().split_whitespace().filter_map(|w| w.parse::<u32>().ok()),
        );
    }
    found
}

#[test]
fn every_dress_is_seen_through() {
    let text = "KANARI-7f=Q+z";
    let alone = needles(text);
    for dress in &alone {
        let seen = dressed(&[b"vor ", dress.bytes.as_slice(), b" nach"].concat(), &alone);
        assert!(seen.is_some(), "{}", dress.dress);
    }
    for wrapped in [
        "KANA=\r\nRI-7f=3DQ+z",
        "KANARI-\r\n7f=Q+z",
        "> KANARI-7f\r\n> =Q+z",
        &BASE64.encode(text.as_bytes()).replace("Uk", "U\r\nk"),
    ] {
        assert!(dressed(wrapped.as_bytes(), &alone).is_some(), "{wrapped}");
    }
    assert_eq!(dressed(b"KANARI-7g=Q+z and KANARI-7f", &alone), None);
    let own = std::process::id();
    assert!(process_leaks(own, &["KANARI-tidak-ada"]).iter().all(|l| l.contains("core")));
}
