//! A mail that no reader could read: whether a password may stand in it. Looks at bytes only, in one pass
//! each and whatever their structure, because structure is what killed the reader. Guesses towards "yes".
use crate::mail::transfer;
use crate::secret::label;
use data_encoding::BASE64;

/// So many bytes from the beginning are looked at.
const LOOK_LIMIT: usize = 2 * 1024 * 1024;
/// A shorter line is no line of base64 text.
const CODE_LINE: usize = 16;

/// Whether words behind a password's label stand in these bytes: as they are, in quoted-printable, in
/// base64, or in UTF-16.
pub fn may_tell_password(raw: &[u8]) -> bool {
    let raw = raw.get(..LOOK_LIMIT).unwrap_or(raw);
    let tells = |bytes: &[u8]| label::holds_password(&words(bytes));
    tells(raw) || tells(&transfer::quoted_printable(raw)) || tells(&decoded(raw))
}

/// Text of bytes of any character set, as far as ASCII goes: zero bytes of UTF-16 fall out.
fn words(bytes: &[u8]) -> String {
    let bytes: Vec<u8> = bytes.iter().copied().filter(|b| *b != 0).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Every run of lines that is base64, decoded; other lines end a run.
fn decoded(raw: &[u8]) -> Vec<u8> {
    let mut all = Vec::new();
    let mut run: Vec<u8> = Vec::new();
    for line in raw.split(|b| *b == b'\n').map(<[u8]>::trim_ascii).chain([b"".as_slice()]) {
        let code = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=');
        let fits = line.iter().all(code) && !line.is_empty();
        if fits && (line.len() >= CODE_LINE || !run.is_empty()) {
            run.extend(line.iter().filter(|b| **b != b'='));
            continue;
        }
        run.truncate(run.len() / 4 * 4 + if run.len() % 4 > 1 { run.len() % 4 } else { 0 });
        run.resize(run.len().next_multiple_of(4), b'=');
        if let Ok(bytes) = BASE64.decode(&run) {
            all.extend(bytes);
            all.push(b'\n');
        }
        run.clear();
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_noticed_in_any_dress() {
        let said = "USER ID: AA.SATU\r\nPASSWORD: Kp7#mRwt4=Qz\r\n";
        let utf16: Vec<u8> = said.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let lines = |bytes: &[u8]| {
            let code = BASE64.encode(bytes);
            let lines: Vec<&str> =
                code.as_bytes().chunks(60).map(|c| std::str::from_utf8(c).unwrap()).collect();
            format!("X: y\r\n\r\n--b\r\n{}\r\n--b--\r\n", lines.join("\r\n"))
        };
        let printable: String = said.bytes().map(|b| format!("={b:02X}")).collect();
        for mail in [
            said.as_bytes().to_vec(),
            lines(said.as_bytes()).into_bytes(),
            lines(&utf16).into_bytes(),
            utf16.clone(),
            printable.into_bytes(),
        ] {
            assert!(may_tell_password(&mail), "{:?}", String::from_utf8_lossy(&mail));
        }
        assert!(!may_tell_password(
            b"Subject: Permohonan reset password\r\n\r\nsurat terlampir\r\n"
        ));
        assert!(!may_tell_password(b""));
    }
}
