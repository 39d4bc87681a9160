//! The files of a ZIP that somebody sent. Knows names, not what the files are.
use super::{Fault, Package};

/// Files of one ZIP that are given on; a request has two or three papers.
const MOST_FILES: usize = 50;
/// Bytes of one of them.
const MOST_FILE_BYTES: u64 = 64 << 20;
/// Bytes of a name after cleaning.
const MOST_NAME: usize = 120;

/// The files, cleaned of what systems leave behind.
pub(super) fn unpack(package: &mut Package) -> Result<Vec<(String, Vec<u8>)>, Fault> {
    let wanted: Vec<(usize, String)> = package
        .entries()
        .iter()
        .enumerate()
        .filter(|(_, e)| e.file && !is_left_behind(&e.name))
        .map(|(at, e)| (at, e.name.clone()))
        .collect();
    if wanted.len() > MOST_FILES {
        return Err(Fault::TooLarge);
    }
    if wanted.is_empty() {
        return Err(Fault::Empty);
    }
    let locked = |at: &usize| package.entries().get(*at).is_some_and(|entry| entry.encrypted);
    if wanted.iter().any(|(at, _)| locked(at)) {
        return Err(Fault::Encrypted);
    }
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for (at, name) in wanted {
        let bytes = package.bytes(at, MOST_FILE_BYTES)?;
        let name = unlike(clean(&name, files.len() + 1), &files);
        files.push((name, bytes));
    }
    let archives = files.iter().filter(|(_, bytes)| is_archive(bytes)).count();
    if archives == files.len() { Err(Fault::NestedArchive) } else { Ok(files) }
}

/// An archive that is no office document: not opened within another.
fn is_archive(bytes: &[u8]) -> bool {
    if super::archive(bytes).is_some() {
        return true;
    }
    bytes.starts_with(b"PK\x03\x04")
        && Package::open(bytes)
            .and_then(|mut p| p.kind())
            .is_ok_and(|k| k == super::package::Kind::Zip)
}

/// Folders and files that no person put there.
fn is_left_behind(name: &str) -> bool {
    let name = name.replace('\\', "/");
    let last = name.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    name.split('/').any(|folder| folder == "__MACOSX")
        || last.starts_with("._")
        || last.starts_with("~$")
        || last.starts_with(".~lock.")
        || matches!(last.as_str(), "" | ".ds_store" | "thumbs.db" | "desktop.ini")
}

/// The last part of a path, without what only deceives the eye (`security.md` A5-87).
fn clean(name: &str, number: usize) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last.chars().filter(|c| !deceives(*c)).collect();
    let kept = kept.trim().trim_start_matches('.');
    let short = cut(kept);
    if short.is_empty() { format!("berkas-{number}") } else { short }
}

fn deceives(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Keeps the extension of a name that is too long.
fn cut(name: &str) -> String {
    if name.len() <= MOST_NAME {
        return name.to_string();
    }
    let (stem, end) = match name.rsplit_once('.') {
        Some((stem, end)) if end.len() <= 10 => (stem, format!(".{end}")),
        _ => (name, String::new()),
    };
    let room = MOST_NAME - end.len();
    let mut kept = String::new();
    for c in stem.chars() {
        if kept.len() + c.len_utf8() > room {
            break;
        }
        kept.push(c);
    }
    kept + &end
}

/// A name no other file of the ZIP has.
fn unlike(name: String, files: &[(String, Vec<u8>)]) -> String {
    let taken = |name: &str| files.iter().any(|(other, _)| other == name);
    if !taken(&name) {
        return name;
    }
    let (stem, end) = name.rsplit_once('.').unwrap_or((&name, ""));
    let dot = if end.is_empty() { "" } else { "." };
    (2..).map(|n| format!("{stem} ({n}){dot}{end}")).find(|name| !taken(name)).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cleaned() {
        for (raw, wanted) in [
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\x\\Surat.pdf", "Surat.pdf"),
            ("surat\u{202e}fdp.exe", "suratfdp.exe"),
            ("a\0b\r\n.pdf", "ab.pdf"),
            ("folder/", "berkas-1"),
            (" ..hidden.pdf ", "hidden.pdf"),
        ] {
            assert_eq!(clean(raw, 1), wanted, "{raw:?}");
        }
        let long = clean(&format!("{}.pdf", "é".repeat(5_000)), 1);
        assert!(long.len() <= MOST_NAME && long.ends_with("é.pdf"), "{long}");
    }

    #[test]
    fn a_name_twice_is_told_apart() {
        let files = vec![("a.pdf".to_string(), Vec::new()), ("a (2).pdf".to_string(), Vec::new())];
        assert_eq!(unlike("a.pdf".into(), &files), "a (3).pdf");
    }
}
