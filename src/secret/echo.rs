//! What a server says back to us: a secret that it repeats must not reach a log or a letter
//! (`security.md` A4-65). Knows no protocol.
use super::label::MASK;
use data_encoding::BASE64;

/// The text without this secret, as it is or in base64 at any offset.
pub fn without(text: &str, secret: &str) -> String {
    if secret.is_empty() {
        return text.to_owned();
    }
    let mut clean = text.replace(secret, MASK);
    for shift in 0..3usize {
        // The letters that depend on the neighbours' bits are left out.
        let padded = [vec![0; shift].as_slice(), secret.as_bytes()].concat();
        let code = BASE64.encode(&padded);
        let from = (shift * 8).div_ceil(6);
        let to = padded.len() * 8 / 6;
        if let Some(inner) = code.get(from..to).filter(|inner| inner.len() > 3) {
            clean = clean.replace(inner, MASK);
        }
    }
    clean
}

/// Only the reply code and the enhanced code of an SMTP answer (RFC 3463): whoever has read a text may
/// quote any piece of it. A sentence of our own, which begins with no code, stays.
pub fn codes(text: &str) -> String {
    let mut words = text.split_whitespace();
    let reply = words.next().filter(|w| w.len() == 3 && w.bytes().all(|b| b.is_ascii_digit()));
    let Some(reply) = reply else { return text.to_owned() };
    let enhanced = words.next().filter(|word| {
        let parts: Vec<&str> = word.split('.').collect();
        parts.len() == 3
            && parts
                .iter()
                .all(|p| (1..=3).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit()))
    });
    match enhanced {
        Some(enhanced) => format!("{reply} {enhanced}"),
        None => reply.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeated_secret_is_taken_out_in_any_dress() {
        let secret = "Kp7#mRwt4=Qz";
        for shift in ["", "a", "ab", "\0user@x\0"] {
            let base64 = BASE64.encode(format!("{shift}{secret}").as_bytes());
            let said = format!("535 bad line AUTH PLAIN {base64} ({secret})");
            let clean = without(&said, secret);
            assert!(clean.starts_with("535 bad line AUTH PLAIN"), "{clean}");
            assert!(!clean.contains(secret) && !clean.contains(&base64), "{clean}");
            assert!(!clean.contains("bVJ3dDQ9"), "{clean}");
        }
        assert_eq!(without("550 no", ""), "550 no");
    }

    #[test]
    fn of_an_answer_to_a_text_only_the_codes_stay() {
        assert_eq!(codes("554 5.7.1 bad line: Kp7#mRwt4=Qz"), "554 5.7.1");
        assert_eq!(codes("554 Kp7#mRwt4=Qz"), "554");
        assert_eq!(codes("550 12345.6.7 x"), "550");
        assert_eq!(codes("SMTP: the server hung up"), "SMTP: the server hung up");
    }
}
