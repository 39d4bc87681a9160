//! A mail as bytes that can be bent, and what the border's MX writes above it. Knows no daemon.
use super::office::OFFICE;

/// Our own MX's authserv-id and host.
pub const MX: &str = "mx.kkp.example";

/// What the border says of a mail.
#[derive(Clone, Debug)]
pub enum Stamp {
    /// `dkim=pass` and `dmarc=pass` for the author's domain.
    Pass,
    /// `dmarc=fail`.
    Fail,
    /// Only `spf=pass`, aligned.
    Spf,
    /// The MX wrote no `Authentication-Results` at all.
    Unchecked,
    /// These results of our MX, for instance `dmarc=temperror header.from=x`.
    Results(String),
    /// These whole lines in place of the `Authentication-Results` (each ending in CRLF).
    Lines(String),
    /// Not through the MX: nothing is written above the mail (IMAP APPEND).
    NotDelivered,
}

/// A mail on its way to the office.
#[derive(Clone, Debug)]
pub struct Post {
    raw: Vec<u8>,
    stamp: Stamp,
    domain: String,
    delayed_minutes: i64,
}

impl Post {
    /// Bytes as they are, of an author in `domain`; stamped as genuine unless told otherwise.
    pub fn raw(raw: impl Into<Vec<u8>>, domain: &str) -> Post {
        let domain = domain.to_owned();
        Post { raw: raw.into(), stamp: Stamp::Pass, domain, delayed_minutes: 0 }
    }

    pub fn stamp(self, stamp: Stamp) -> Post {
        Post { stamp, ..self }
    }

    /// Arrives in the mailbox so many minutes after the border's stamp.
    pub fn delayed(self, minutes: i64) -> Post {
        Post { delayed_minutes: minutes, ..self }
    }

    /// The same mail as if a domain other than the From's were the authenticated one.
    pub fn domain(self, domain: &str) -> Post {
        Post { domain: domain.to_owned(), ..self }
    }

    /// As if its author's server had signed it then: on a stage, whose clock is for practice, only the
    /// times of a signed mail are looked at.
    pub fn signed_at(self, at: jiff::Timestamp) -> Post {
        let (domain, seconds) = (self.domain.clone(), at.as_second());
        self.field("DKIM-Signature", &format!("v=1; d={domain}; s=s1; t={seconds}; bh=x; b=y"))
    }

    /// The bytes without the border's stamp.
    pub fn bytes(&self) -> &[u8] {
        &self.raw
    }

    /// Other bytes with the same stamp.
    pub fn with_bytes(self, raw: Vec<u8>) -> Post {
        Post { raw, ..self }
    }

    fn text(&self) -> String {
        // One char a byte, so that no byte is lost.
        self.raw.iter().map(|b| char::from(*b)).collect()
    }

    fn of(self, text: &str) -> Post {
        let raw = text.chars().map(|c| u8::try_from(u32::from(c)).expect("a byte")).collect();
        Post { raw, ..self }
    }

    /// A header field on top of the others (below the border's stamp).
    pub fn field(self, name: &str, value: &str) -> Post {
        let raw = [format!("{name}: {value}\r\n").as_bytes(), &self.raw].concat();
        Post { raw, ..self }
    }

    /// Takes a field away, folded lines and all.
    pub fn without(self, name: &str) -> Post {
        let text = self.text();
        let (head, body) = text.split_once("\r\n\r\n").expect("a body");
        let mut kept: Vec<&str> = Vec::new();
        let mut dropping = false;
        for line in head.split("\r\n") {
            if !line.starts_with([' ', '\t']) {
                let field = line.split(':').next().unwrap_or_default().trim();
                dropping = field.eq_ignore_ascii_case(name);
            }
            if !dropping {
                kept.push(line);
            }
        }
        let text = format!("{}\r\n\r\n{body}", kept.join("\r\n"));
        self.of(&text)
    }

    /// Another value for a field.
    pub fn set(self, name: &str, value: &str) -> Post {
        self.without(name).field(name, value)
    }

    /// Another author's line; the bytes of `value` as they are.
    pub fn from(self, value: &str) -> Post {
        self.set("From", value)
    }

    /// Whole header lines in place of the `From` field; each ends in CRLF.
    pub fn with_from_lines(self, lines: &[u8]) -> Post {
        let post = self.without("From");
        let raw = [lines, &post.raw].concat();
        Post { raw, ..post }
    }

    /// Replaces bytes of the mail; panics where there are none.
    pub fn swap(self, old: &str, new: &str) -> Post {
        let text = self.text();
        assert!(text.contains(old), "{old:?} is not in the mail");
        let text = text.replace(old, new);
        self.of(&text)
    }

    /// As it lies in the mailbox: below the border's `Received`, which is below its results.
    pub fn delivered(&self, at: jiff::Timestamp) -> Vec<u8> {
        let at = at - jiff::SignedDuration::from_mins(self.delayed_minutes);
        let domain = &self.domain;
        let own = |results: &str| format!("Authentication-Results: {MX}; {results}\r\n");
        let results = match &self.stamp {
            Stamp::NotDelivered => return self.raw.clone(),
            Stamp::Pass => own(&format!(
                "dkim=pass header.d={domain} header.s=s1; dmarc=pass (p=reject) header.from={domain}"
            )),
            Stamp::Fail => own(&format!("dmarc=fail (p=none) header.from={domain}")),
            Stamp::Spf => own(&format!("spf=pass smtp.mailfrom=x@{domain}")),
            Stamp::Unchecked => String::new(),
            Stamp::Results(results) => own(results),
            Stamp::Lines(lines) => lines.clone(),
        };
        [results.as_bytes(), border(domain, at).as_bytes(), &self.raw].concat()
    }
}

/// The `Received` line of our own MX.
pub fn border(client: &str, at: jiff::Timestamp) -> String {
    let at = at.to_zoned(jiff::tz::TimeZone::UTC).strftime("%a, %d %b %Y %H:%M:%S +0000");
    format!(
        "Received: from mail.{client} (mail.{client} [192.0.2.9])\r\n\tby {MX} (Postfix) with ESMTPS id 4TXD\r\n\tfor <{OFFICE}>; {at}\r\n"
    )
}
