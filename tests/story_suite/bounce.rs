//! A delivery report as Postfix writes it (RFC 3464), about a letter of ours.
use loket::demo::Seen;

/// The bytes of a report that `letter` did not reach `to`.
pub fn report(letter: &Seen, to: &str, office: &str, status: &str) -> Vec<u8> {
    let raw = String::from_utf8_lossy(&letter.raw);
    let head = raw.split("\r\n\r\n").next().unwrap_or_default();
    let text = format!(
        "Return-Path: <>\n\
From: MAILER-DAEMON@mx.kkp.example (Mail Delivery System)\n\
To: {office}\n\
Subject: Undelivered Mail Returned to Sender\n\
Date: Mon, 9 Nov 2026 10:00:00 +0700\n\
Message-ID: <20261109030000.4A1B2.{}@mx.kkp.example>\n\
Auto-Submitted: auto-replied\n\
MIME-Version: 1.0\n\
Content-Type: multipart/report; report-type=delivery-status; boundary=\"4A1B2.1794\"\n\
\n\
This is a MIME-encapsulated message.\n\
\n\
--4A1B2.1794\n\
Content-Description: Notification\n\
Content-Type: text/plain; charset=us-ascii\n\
\n\
This is the mail system at host mx.kkp.example.\n\
\n\
I'm sorry to have to inform you that your message could not\n\
be delivered to one or more recipients. It's attached below.\n\
\n\
<{to}>: host mx.tujuan.example[192.0.2.7] said: 550 {status} <{to}>:\n\
    Recipient address rejected: User unknown (in reply to RCPT TO command)\n\
\n\
--4A1B2.1794\n\
Content-Description: Delivery report\n\
Content-Type: message/delivery-status\n\
\n\
Reporting-MTA: dns; mx.kkp.example\n\
X-Postfix-Queue-ID: 4A1B2\n\
Arrival-Date: Mon,  9 Nov 2026 09:59:58 +0700 (WIB)\n\
\n\
Final-Recipient: rfc822; {to}\n\
Original-Recipient: rfc822;{to}\n\
Action: failed\n\
Status: {status}\n\
Remote-MTA: dns; mx.tujuan.example\n\
Diagnostic-Code: smtp; 550 {status} <{to}>: Recipient address rejected: User unknown\n\
\n\
--4A1B2.1794\n\
Content-Description: Undelivered Message Headers\n\
Content-Type: text/rfc822-headers\n\
\n\
",
        letter.message.message_id.as_deref().unwrap_or_default().replace('@', ".")
    );
    format!("{}{head}\r\n\r\n--4A1B2.1794--\r\n", text.replace('\n', "\r\n")).into_bytes()
}
