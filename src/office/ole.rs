//! Which of Microsoft's old containers this is, by the names in its directory. Opens nothing in it.
use super::Fault;

/// Directory entries have 128 bytes and stand at multiples of it, wherever their sector is; looking at
/// each such place needs no chain, so none can be a circle.
const ENTRY: usize = 128;
/// Bytes that are looked at.
const MOST_BYTES: usize = 64 << 20;

/// Why it is not opened.
pub(super) fn fault(bytes: &[u8]) -> Fault {
    let names: Vec<String> =
        bytes.chunks_exact(ENTRY).take(MOST_BYTES / ENTRY).filter_map(name).collect();
    let has = |wanted: &[&str]| names.iter().any(|n| wanted.contains(&n.as_str()));
    // A document with a password is a stream in such a container, whatever its extension says.
    if has(&["EncryptedPackage", "EncryptionInfo"]) {
        return Fault::Encrypted;
    }
    if has(&["_VBA_PROJECT", "_VBA_PROJECT_CUR", "Macros", "VBA"]) {
        return Fault::Macros;
    }
    if has(&["WordDocument"]) {
        return Fault::OldWord;
    }
    if has(&["Workbook", "Book"]) {
        return Fault::Spreadsheet;
    }
    if has(&["PowerPoint Document"]) {
        return Fault::Slides;
    }
    Fault::OtherOffice
}

/// The name in a directory entry, if this looks like one.
fn name(entry: &[u8]) -> Option<String> {
    let (low, high) = (*entry.get(64)?, *entry.get(65)?);
    let length = usize::from(u16::from_le_bytes([low, high]));
    let kind = *entry.get(66)?;
    if !(4..=64).contains(&length) || !matches!(kind, 1 | 2 | 5) {
        return None;
    }
    let units: Vec<u16> = entry
        .get(..length.checked_sub(2)?)?
        .chunks_exact(2)
        .filter_map(|pair| <[u8; 2]>::try_from(pair).ok().map(u16::from_le_bytes))
        .collect();
    String::from_utf16(&units).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn container(names: &[&str]) -> Vec<u8> {
        let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        bytes.resize(512, 0);
        for name in names {
            let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let length = entry.len() + 2;
            entry.resize(ENTRY, 0);
            entry[64] = u8::try_from(length).unwrap();
            entry[66] = 2;
            bytes.extend(entry);
        }
        bytes
    }

    #[test]
    fn containers_are_told_apart() {
        for (names, wanted) in [
            (&["Root Entry", "WordDocument"][..], Fault::OldWord),
            (&["Root Entry", "WordDocument", "Macros"], Fault::Macros),
            (&["Root Entry", "EncryptedPackage"], Fault::Encrypted),
            (&["Root Entry", "Workbook"], Fault::Spreadsheet),
            (&["Root Entry", "PowerPoint Document"], Fault::Slides),
            (&["Root Entry"], Fault::OtherOffice),
        ] {
            assert_eq!(super::super::open(&container(names)), Err(wanted), "{names:?}");
        }
    }
}
