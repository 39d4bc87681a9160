//! What a calendar entry (RFC 5545) says, for a mail that says nothing else. Knows a few properties, no
//! time zones and no rules.

/// Most bytes of a calendar that are read.
const LIMIT: usize = 256 * 1024;

/// The properties told, in this order, with the word before them.
const TOLD: [(&str, &str); 4] =
    [("SUMMARY", ""), ("DTSTART", "Waktu: "), ("LOCATION", "Tempat: "), ("DESCRIPTION", "")];

/// Summary, time, place and description of the first entry; empty where there is none.
pub(super) fn words(text: &str) -> String {
    let mut end = text.len().min(LIMIT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = text.get(..end).unwrap_or_default().replace("\r\n", "\n");
    let text = text.replace("\n ", "").replace("\n\t", "");
    let entry = |line: &&str| {
        ["BEGIN:VEVENT", "BEGIN:VTODO", "BEGIN:VJOURNAL"]
            .iter()
            .any(|b| line.eq_ignore_ascii_case(b))
    };
    let lines: Vec<&str> = text
        .lines()
        .skip_while(|line| !entry(line))
        .skip(1)
        .take_while(|line| !line.starts_with("END:V"))
        .collect();
    let told = TOLD.iter().filter_map(|(name, word)| {
        let value = lines.iter().find_map(|line| property(line, name))?;
        Some(format!("{word}{value}")).filter(|_| !value.is_empty())
    });
    told.collect::<Vec<_>>().join("\n")
}

/// The value of `line` if it is the property `name`, escapes resolved (RFC 5545 §3.3.11).
fn property(line: &str, name: &str) -> Option<String> {
    let head = line.get(..name.len()).filter(|head| head.eq_ignore_ascii_case(name))?;
    let rest = line.get(head.len()..).filter(|rest| rest.starts_with([':', ';']))?;
    let mut quoted = false;
    let colon = rest.char_indices().find(|(_, c)| {
        quoted ^= *c == '"';
        *c == ':' && !quoted
    });
    let value = rest.get(colon?.0 + 1..)?;
    let value = value.replace("\\n", "\n").replace("\\N", "\n").replace("\\,", ",");
    Some(value.replace("\\;", ";").replace("\\\\", "\\").trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn an_invitation_is_told_in_words() {
        let text = "BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nSUMMARY:bukan\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\n\
            SUMMARY;LANGUAGE=\"id:ID\":Rapat reset\\, ruang\r\n  besar\r\nDTSTART;TZID=Asia/Jakarta:20261118T090000\r\n\
            LOCATION:Ruang 3\r\nDESCRIPTION:Baris satu\\nBaris dua\r\nBEGIN:VALARM\r\nEND:VALARM\r\nEND:VEVENT\r\n";
        assert_eq!(
            words(text),
            "Rapat reset, ruang besar\nWaktu: 20261118T090000\nTempat: Ruang 3\nBaris satu\nBaris dua"
        );
        assert_eq!(words("SUMMARY:x"), "");
    }
}
