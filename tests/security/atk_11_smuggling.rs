//! A1-11: SMTP smuggling at the border (CVE-2023-51764 family). Loket cannot mend the border: Debian's
//! Postfix 3.7 lets a smuggled mail in by default, and it is a mail of its own that the filters see.
//! What leaves Loket arrives as one mail; bare CR and LF are noted. The doctor's round trip is another
//! test's.
use super::super::office::{BAGUS, Office, RATNA};
use super::super::servers::{Layout, Servers};
use crate::rig::{smtp, wait_until};
use loket::mail::{self, TrustSettings};
use std::time::Duration;

/// Ends of data that one server sees and the next does not.
const ENDS: [&str; 5] = ["\n.\n", "\n.\r\n", "\r\n.\n", "\r.\r", "\r\n.\r\r\n"];

#[tokio::test]
async fn a_smuggled_approval_is_checked_like_any_mail() {
    let mut servers = Servers::open(Layout::default()).await;
    let letter = servers.handed_over().await;
    servers.mark().await;
    let port = servers.postfix.smtp;
    for (at, end) in ENDS.iter().enumerate() {
        let inner = servers.mail(BAGUS, Some(&letter), "SETUJU", &[]);
        let outer = format!(
            "From: x@evil.example\r\nTo: {to}\r\nSubject: luar {at}\r\nMessage-ID: <luar{at}@evil.example>\r\n\r\nhalo{end}MAIL FROM:<{from}>\r\nRCPT TO:<{to}>\r\nDATA\r\n{inner}",
            to = letter.reply_to,
            from = BAGUS.address,
        );
        smtp::raw_data(port, "x@evil.example", &letter.reply_to, outer.as_bytes()).await.unwrap();
        servers.settled(&format!("luar{at}@evil.example")).await;
    }
    // However many mails Postfix made of it: none of them is the approver's.
    let verdicts =
        servers.rows("SELECT verdict, COALESCE(reason, outcome) FROM mails ORDER BY id").await;
    for row in verdicts.iter().skip(1) {
        assert_ne!(row[0], "pass", "{verdicts:?}");
        assert!(
            ["auth_fail", "auth_missing", "malformed_identity"].contains(&&*row[1]),
            "{verdicts:?}"
        );
    }
    // Each outer mail arrived, and Postfix 3.7 made two of some: the hole is real, and no way in.
    assert!(verdicts.len() > ENDS.len() + 1, "nothing was smuggled: {verdicts:?}");
    servers.unmoved().await;
}

/// Words that look like the end of a mail stay words: each order arrives as one mail, whole.
#[tokio::test]
async fn what_leaves_arrives_as_one_mail() {
    let servers = Servers::open(Layout::default()).await;
    let end = "\r\n.\r\nMAIL FROM:<x@evil.example>\r\nRCPT TO:<dewi.helpdesk@kkp.example>\r\nDATA\r\nSubject: selundupan\r\n\r\nhalo\r\n.\r\n\n.\n.akhir";
    let papers = [loket::demo::Paper::RATNA_LETTER, loket::demo::Paper::RATNA_DECREE];
    let words = format!("Mohon reset password.{end}");
    let mail = servers.signed(&servers.mail(RATNA, None, &words, &papers));
    assert_eq!(servers.send(servers.postfix.smtp, &mail).await, "case");
    servers.tick().await;
    let letter = servers.letter(BAGUS, "Penyerahan").await;
    let reason = format!("TOLAK tanda tangan . tidak sama{end}");
    let mail = servers.signed(&servers.mail(BAGUS, Some(&letter), &reason, &[]));
    assert_eq!(servers.send(servers.postfix.smtp, &mail).await, "command");
    servers.tick().await;
    let rejection = servers.letter(RATNA, "Penolakan").await;
    assert!(rejection.message.text.contains("tidak sama"), "{}", rejection.message.text);
    let sent = "SELECT LOWER(recipient), CAST(COUNT(*) AS TEXT) FROM orders \
        WHERE lane = 'send' AND state = 'done' GROUP BY 1 ORDER BY 1";
    for row in servers.rows(sent).await {
        let count: usize = row[1].parse().unwrap();
        let all = async || {
            let here = servers.dovecot.read(&row[0], "INBOX").await;
            (here.len() >= count && servers.postfix.is_idle()).then_some(here)
        };
        let here = wait_until(Duration::from_secs(20), all).await;
        assert_eq!(here.len(), count, "one mail an order for {}", row[0]);
        for (_, raw) in here {
            let subject = mail::parse(&raw, &TrustSettings::default()).subject;
            assert!(!subject.contains("selundupan"), "{}", row[0]);
        }
    }
}

#[tokio::test]
async fn bare_line_ends_are_noted() {
    let office = Office::open().await;
    let post = office.mail(RATNA, "Permohonan", "satu\r\ndua", &[]);
    let noted = |raw: &[u8]| mail::parse(raw, &TrustSettings::default()).defects;
    let clean = noted(post.bytes());
    assert!(!clean.iter().any(|d| d.contains("CR") || d.contains("LF")), "{clean:?}");
    for (odd, word) in [("satu\rdua", "CR"), ("satu\ndua", "LF"), ("satu\n.\ndua", "LF")] {
        let defects = noted(post.clone().swap("satu\r\ndua", odd).bytes());
        assert!(defects.iter().any(|d| d.contains(word)), "{odd:?}: {defects:?}");
    }
    // A Maildir keeps every line with LF alone: that is a form of keeping, nothing to note.
    let kept = String::from_utf8(post.bytes().to_vec()).unwrap().replace("\r\n", "\n");
    let defects = noted(kept.as_bytes());
    assert!(!defects.iter().any(|d| d.contains("LF")), "{defects:?}");
    office.close().await;
}
