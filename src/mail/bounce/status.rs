//! Status codes (RFC 3463) from fields, replies of servers and common words. Knows codes; invents none:
//! without a code, a reply number or a known phrase there is no status.
use regex::Regex;
use std::sync::LazyLock;

static EXACT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^\d.\-/_a-zA-Z])([245]\.[0-7]\.\d{1,3})(?:[^\d.]|\.\D|\.?$)").ok()
});
static REPLY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?m)(?:^|[\s:;,(<\[>#])([45][0-5]\d)(?:[ \-)\]:,;#>]|\.?\s|\.?$)").ok()
});

/// Words of servers and the code their meaning has, without its class; a bar between two phrases. First
/// match wins, so the more exact meaning stands first. Lower case.
const MEANINGS: [(&str, &str); 11] = [
    (
        "1.2",
        "host unknown|unknown host|host not found|domain not found|domain does not exist|\
         name or service not known|no such domain|unable to lookup|couldn't find any host|\
         mail server not found|bad destination host|host or domain name|dns error|\
         no mx found|domain is invalid",
    ),
    (
        "2.2",
        "mailbox full|mailbox is full|mailfolder is full|over quota|overquota|quota exceeded|\
         quota usage exceeded|exceed mailbox quota|exceeded storage|disk quota|quota exhausted|mailbox size limit|\
         exceeded the local limit|insufficient disk space|not enough storage|mailbox limit|\
         quota has been|inbox is full|account is full|kotak surat penuh|kotak masuk penuh|\
         kotak masuknya penuh|melebihi kuota|postfach voll|postfach ist voll|\
         boîte aux lettres pleine|buzón lleno|caixa postal cheia|メールボックスが一杯",
    ),
    (
        "1.1",
        "user unknown|unknown user|no such user|no such recipient|unknown recipient|\
         user not found|recipient not found|no mailbox here|mailbox not found|\
         mailbox unavailable|does not exist|doesn't exist|unknown address|invalid recipient|\
         invalid mailbox|invalid user|not a valid mailbox|no such address|address not found|\
         address couldn't be found|unknown or illegal alias|recipient unknown|\
         unrouteable address|recipient name is not recognized|not listed in|\
         no user by that name|address rejected: undeliverable|couldn't be found|\
         account not found|no such mailbox|user doesn't have|unknown local|\
         pengguna tidak dikenal|penerima tidak dikenal|alamat tidak ditemukan|\
         alamat tersebut tidak ditemukan|kotak surat tidak ada|empfänger unbekannt|\
         utilisateur inconnu|usuario desconocido|destinatario desconocido",
    ),
    (
        "2.1",
        "account disabled|account is disabled|mailbox disabled|account suspended|inactive|\
         deactivated|has been disabled|tidak aktif",
    ),
    (
        "3.4",
        "message too large|message size exceeds|exceeds the maximum|exceeded the maximum|\
         too big|message is too large|size limit|terlalu besar",
    ),
    ("4.6", "too many hops|mail loop|hop count|routing loop|loops back"),
    (
        "4.7",
        "retry timeout exceeded|retry time not reached|expired|in the queue too long|\
         could not be delivered for|could not deliver for|delivery time exceeded|\
         delivered in time|timed out too many",
    ),
    (
        "4.1",
        "connection refused|connection timed out|no answer from host|did not respond|\
         unable to connect|establish an smtp connection|operation timed out|tidak merespons",
    ),
    (
        "7.1",
        "relaying denied|relay access denied|access denied|blacklist|blocklist|blocked using|\
         spam|not accepting mail|not authorized|policy|message rejected|ditolak karena",
    ),
    ("4.2", "connection dropped|connection lost|lost connection|connection reset"),
    ("6.0", "malformed message|header error|conversion required"),
];

/// The code at the start of a `Status` field; its three numbers, nothing else.
pub(super) fn exact(value: &str) -> Option<String> {
    let word = value.trim().split([' ', ';', '(', ',']).next().unwrap_or_default();
    let mut parts = word.split('.');
    let class = parts.next().filter(|c| matches!(*c, "2" | "4" | "5"))?;
    let number = |p: Option<&str>| {
        p.filter(|n| (1..=3).contains(&n.len()) && n.bytes().all(|b| b.is_ascii_digit()))
            .and_then(|n| n.parse::<u16>().ok())
    };
    let (subject, detail) = (number(parts.next())?, number(parts.next())?);
    parts.next().is_none().then(|| format!("{class}.{subject}.{detail}"))
}

/// The first failing code in a text, preferring one that says more than its class.
pub(super) fn exact_in(text: &str) -> Option<String> {
    let hits = EXACT.as_ref()?.captures_iter(text).take(50);
    let codes: Vec<&str> = hits
        .filter_map(|c| c.get(1))
        .map(|m| m.as_str())
        .filter(|code| !code.starts_with('2'))
        .collect();
    let telling = codes.iter().find(|c| !c.ends_with(".0.0"));
    telling.or(codes.first()).and_then(|c| exact(c))
}

/// The code of a text: written out, else by reply number and phrase.
pub(super) fn of_words(text: &str, action: Option<&str>) -> Option<String> {
    if let Some(code) = exact_in(text) {
        return Some(code);
    }
    let reply = REPLY.as_ref().and_then(|r| r.captures(text)).and_then(|c| c.get(1));
    let lower = text.to_lowercase();
    let class = match reply.map(|m| m.as_str()) {
        Some(code) if code.starts_with('4') => "4",
        Some(_) => "5",
        None if action == Some("delayed") => "4",
        None => "5",
    };
    if let Some(meaning) = meaning(&lower) {
        return Some(format!("{class}.{meaning}"));
    }
    reply.map(|_| format!("{class}.0.0"))
}

/// What a known phrase means, without the class.
fn meaning(lower: &str) -> Option<&'static str> {
    let said = |phrases: &str| phrases.split('|').any(|p| lower.contains(p));
    MEANINGS.iter().find(|(_, phrases)| said(phrases)).map(|(meaning, _)| *meaning)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_field() {
        assert_eq!(exact("5.1.1 (bad mailbox)").as_deref(), Some("5.1.1"));
        assert_eq!(exact("4.4.7;x").as_deref(), Some("4.4.7"));
        for odd in ["", "5.1", "3.1.1", "5.1.1.1", "550", "5.x.1", "5.1.1000"] {
            assert_eq!(exact(odd), None, "{odd}");
        }
    }

    #[test]
    fn words() {
        for (text, code) in [
            ("550 5.1.1 <a@b.example>... User unknown", Some("5.1.1")),
            ("smtp;550-5.2.2 The email account is over quota", Some("5.2.2")),
            ("host 192.0.2.5 said: 550 no such user here", Some("5.1.1")),
            ("452 mailbox full", Some("4.2.2")),
            ("Remote host said: 554 transaction failed", Some("5.0.0")),
            ("Kotak surat penuh", Some("5.2.2")),
            ("Sorry, it did not work.", None),
            ("version 5.5.2657 of 192.0.5.1.1.7", None),
            ("(#5.1.2)", Some("5.1.2")),
            ("5.0.0 then 5.7.1", Some("5.7.1")),
        ] {
            assert_eq!(of_words(text, None).as_deref(), code, "{text}");
        }
        assert_eq!(of_words("mailbox is full", Some("delayed")).as_deref(), Some("4.2.2"));
    }
}
