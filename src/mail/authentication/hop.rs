//! Where a mail crossed our border: what the topmost `Received` line that is no inner hop says of the
//! server, the client, the login and the time. Knows no results and no verdict.
use super::super::header::{self, Block, Field};
use super::super::{TrustSettings, address};
use core::net::IpAddr;
use jiff::Timestamp;

/// The border's line, from the topmost `Received` that is no inner hop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Border {
    pub client: IpAddr,
    /// The name the client gave.
    pub helo: String,
    /// Envelope sender (`Return-Path` above the border); empty for the null path.
    pub mail_from: Option<String>,
}

/// Reads the border's line: `from HELO (name [IP]) by …`.
pub fn border(raw: &[u8]) -> Option<Border> {
    let block = Block::scan(raw);
    let (at, line) = border_line(&block)?;
    let text = line.plain();
    let mut words = text.split(' ');
    let helo = words.by_ref().find(|w| *w == "from").and_then(|_| words.next())?;
    // Only what stands before `by` was written about the client.
    let about = text.split(" by ").next()?;
    let client = about
        .split(['[', ']', '(', ')', ' ', ';'])
        .map(|w| w.trim_start_matches("IPv6:"))
        .skip(2)
        .find_map(|w| w.parse::<IpAddr>().ok())?;
    let path = block.fields.iter().take(at).find(|f| f.is("return-path"));
    let mail_from = path.map(|f| f.plain().trim_matches(['<', '>', ' ']).to_owned());
    Some(Border { client, helo: helo.to_owned(), mail_from })
}

/// The border's line and where it stands.
pub(super) fn border_line<'b, 'a>(block: &'b Block<'a>) -> Option<(usize, &'b Field<'a>)> {
    block.fields.iter().enumerate().find(|(_, field)| is_border(field))
}

/// Whether the mail came through a server of ours (`security.md` A1-13): a mail put into the mailbox
/// by IMAP APPEND has no border's line, or, where `trust.hosts` tells our names, one of somebody else.
pub(super) fn is_delivered(block: &Block<'_>, trust: &TrustSettings) -> bool {
    let Some((_, line)) = border_line(block) else { return false };
    trust.hosts.is_empty() || by_one_of(line, &trust.hosts)
}

/// Whether the line says that one of these hosts wrote it.
pub(super) fn by_one_of(line: &Field<'_>, hosts: &[String]) -> bool {
    let host = writer(line);
    host.is_some_and(|host| hosts.iter().any(|own| own.trim().eq_ignore_ascii_case(&host)))
}

/// When the border took the mail: the date behind the line's last semicolon.
pub(super) fn taken_at(block: &Block<'_>) -> Option<Timestamp> {
    let (_, line) = border_line(block)?;
    let text = line.plain();
    let (_, date) = text.rsplit_once(';')?;
    header::date(date.as_bytes())
}

/// A `Received` line that is not an inner hop. Only local delivery speaks LMTP, and nobody outside can
/// put a line above our border's.
fn is_border(field: &Field<'_>) -> bool {
    if !field.is("received") {
        return false;
    }
    let text = field.plain().to_ascii_lowercase();
    let mut words = text.split([' ', ';']);
    let with = words.by_ref().find(|w| *w == "with").and_then(|_| words.next());
    !matches!(with, Some("lmtp" | "lmtps" | "lmtpa" | "lmtpsa"))
}

/// The host behind `by` in `[from HELO] by HOST`; comments are no words.
fn writer(line: &Field<'_>) -> Option<String> {
    let (words, _) = split(&line.plain());
    let mut words = words.iter().map(String::as_str);
    let first = words.next()?;
    let by = if first.eq_ignore_ascii_case("from") { words.nth(1)? } else { first };
    by.eq_ignore_ascii_case("by").then(|| words.next().map(str::to_owned)).flatten()
}

/// The logins the border's line names: Postfix writes `(Authenticated sender: user@domain)` where
/// `smtpd_sasl_authenticated_header` is set. Only ever used against the sender.
pub(super) fn logins(block: &Block<'_>) -> Vec<String> {
    let Some((_, line)) = border_line(block) else { return Vec::new() };
    let (_, comments) = split(&line.plain());
    let login = |comment: &String| {
        let (name, value) = comment.split_once(':')?;
        name.trim().eq_ignore_ascii_case("authenticated sender").then(|| value.trim().to_owned())
    };
    comments.iter().filter_map(login).collect()
}

/// Whether our own server says in its `Received` line that the author himself logged in: the line is of
/// a host that `trust.hosts` names, took the mail after a login (RFC 3848), and names that one login.
/// The client chooses the word behind `from` and none of the others.
pub(super) fn author_logged_in(block: &Block<'_>, trust: &TrustSettings, identity: &str) -> bool {
    let Some((_, line)) = border_line(block) else { return false };
    let (words, _) = split(&line.plain());
    let [from, _, by, host, with, protocol, ..] = words.as_slice() else { return false };
    let named = |word: &str, wanted: &str| word.eq_ignore_ascii_case(wanted);
    let logins = logins(block);
    // A greeting of several words could write a line within the line.
    let once = |wanted: &str| words.iter().filter(|word| named(word, wanted)).count() == 1;
    trust.received_login
        && once("by")
        && once("with")
        && named(from, "from")
        && named(by, "by")
        && named(with, "with")
        && trust.hosts.iter().any(|own| named(own.trim(), host))
        && (named(protocol, "esmtpa") || named(protocol, "esmtpsa"))
        && matches!(logins.as_slice(), [login] if compare(login, identity) == Login::Same)
}

/// How a login stands to the author's address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Login {
    /// The whole address.
    Same,
    /// A name without a domain that is the address's local part: no proof, no contradiction.
    Alike,
    Other,
}

pub(super) fn compare(login: &str, identity: &str) -> Login {
    if login.contains('@') {
        return if address::same_address(login, identity) { Login::Same } else { Login::Other };
    }
    let local = identity.split_once('@').map_or(identity, |(local, _)| local);
    if login.eq_ignore_ascii_case(local) { Login::Alike } else { Login::Other }
}

/// Words and comments of a line up to its date.
fn split(text: &str) -> (Vec<String>, Vec<String>) {
    let (mut words, mut comments) = (vec![String::new()], Vec::new());
    let mut depth = 0_usize;
    let mut comment = String::new();
    for c in text.chars() {
        match c {
            '(' => {
                depth += 1;
                if depth > 1 {
                    comment.push(c);
                }
            }
            ')' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    comments.push(std::mem::take(&mut comment));
                } else {
                    comment.push(c);
                }
            }
            _ if depth > 0 => comment.push(c),
            ';' => break,
            _ if c.is_whitespace() => words.push(String::new()),
            _ => {
                if let Some(word) = words.last_mut() {
                    word.push(c);
                }
            }
        }
    }
    words.retain(|word| !word.is_empty());
    (words, comments)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAIL: &[u8] = b"Return-Path: <made@kkp.example>\r\nReceived: from mx.kkp.example (mx.kkp.example [192.0.2.9])\r\n\tby mail.lpse.example (Postfix) with ESMTPS id X; Mon, 9 Nov 2026 09:41:12 +0700\r\n\r\n";

    #[test]
    fn the_border_tells_the_client() {
        let border = border(MAIL).unwrap();
        assert_eq!(border.client, "192.0.2.9".parse::<IpAddr>().unwrap());
        assert_eq!(border.helo, "mx.kkp.example");
        assert_eq!(border.mail_from.as_deref(), Some("made@kkp.example"));
    }

    #[test]
    fn a_helo_name_that_looks_like_an_address_is_not_the_client() {
        let raw =
            b"Received: from 203.0.113.1 (unknown [192.0.2.9]) by mx.example with ESMTP; x\n\n";
        assert_eq!(border(raw).unwrap().client, "192.0.2.9".parse::<IpAddr>().unwrap());
    }

    fn line(value: &str) -> String {
        format!("Received: {value}\r\nFrom: a@kkp.example\r\n\r\n")
    }

    fn writer_of(value: &str) -> Option<String> {
        let raw = line(value);
        let block = Block::scan(raw.as_bytes());
        writer(border_line(&block)?.1)
    }

    #[test]
    fn the_writer_stands_behind_by() {
        for (value, host) in [
            (
                "from a (b [192.0.2.1]) by mx.kkp.example (Postfix) with ESMTP id 1; Mon",
                "mx.kkp.example",
            ),
            ("by mx.kkp.example (Postfix, from userid 0) id 1; Mon", "mx.kkp.example"),
            (
                "from a (by mx.kkp.example [192.0.2.1]) by mx.evil.example with ESMTP; x",
                "mx.evil.example",
            ),
            ("from by (x) by mx.kkp.example with ESMTP; x", "mx.kkp.example"),
            ("from [192.0.2.1] (helo=x)\r\n\tby mx.kkp.example with esmtps", "mx.kkp.example"),
        ] {
            assert_eq!(writer_of(value).as_deref(), Some(host), "{value}");
        }
        assert_eq!(writer_of("from a (b [192.0.2.1]) id 1 by mx.kkp.example; x"), None);
        assert_eq!(writer_of("(by mx.kkp.example"), None);
    }

    #[test]
    fn a_login_is_read_from_the_border_only() {
        let raw = "Received: from a (b [192.0.2.1])\r\n\t(using TLSv1.3 with cipher X (256/256 bits))\r\n\t(Authenticated sender: made@kkp.example)\r\n\tby mx with ESMTPSA id 1; x\r\nReceived: from x (y [192.0.2.2]) (Authenticated sender: z@kkp.example) by w with ESMTPA; x\r\n\r\n";
        assert_eq!(logins(&Block::scan(raw.as_bytes())), ["made@kkp.example"]);
    }

    #[test]
    fn a_login_proves_the_author_only_in_our_own_line() {
        let trust = TrustSettings {
            hosts: vec!["mx.kkp.example".into()],
            received_login: true,
            ..TrustSettings::default()
        };
        let by = |value: &str, trust: &TrustSettings| {
            let raw = line(value);
            author_logged_in(&Block::scan(raw.as_bytes()), trust, "made@kkp.example")
        };
        let good = "from pc (pc [192.0.2.1]) (using TLSv1.3 (256/256 bits)) (Authenticated sender: made@kkp.example) by mx.kkp.example (Postfix) with ESMTPSA id 1; x";
        assert!(by(good, &trust));
        assert!(!by(good, &TrustSettings { received_login: false, ..trust.clone() }));
        assert!(!by(good, &TrustSettings { hosts: Vec::new(), ..trust.clone() }));
        for (old, new) in [
            ("ESMTPSA", "ESMTPS"),
            ("by mx.kkp", "by pc.kkp"),
            ("made@", "dewi@"),
            ("made@kkp.example", "made"),
            ("from pc (pc", "from (Authenticated sender: made@kkp.example) (pc"),
            ("from pc", "from pc by mx.kkp.example with ESMTPSA"),
            ("(Authenticated", "(Authenticated sender: dewi@kkp.example) (Authenticated"),
            ("(Authenticated", "(x (Authenticated"),
        ] {
            assert!(good.contains(old));
            assert!(!by(&good.replacen(old, new, 1), &trust), "{new}");
        }
    }

    #[test]
    fn a_login_is_compared_as_a_whole() {
        assert_eq!(compare("Made@KKP.example", "made@kkp.example"), Login::Same);
        assert_eq!(compare("made", "made@kkp.example"), Login::Alike);
        assert_eq!(compare("made@lain.example", "made@kkp.example"), Login::Other);
        assert_eq!(compare("198703", "made@kkp.example"), Login::Other);
        assert_eq!(compare("", "made@kkp.example"), Login::Other);
    }

    #[test]
    fn the_time_is_the_borders_own() {
        let raw =
            line("from a (b [192.0.2.1]) by mx with ESMTP id 1; Mon, 9 Nov 2026 09:41:12 +0700");
        let block = Block::scan(raw.as_bytes());
        assert_eq!(taken_at(&block), "2026-11-09T02:41:12Z".parse().ok());
    }
}
