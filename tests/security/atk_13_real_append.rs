//! A1-13 with a real IMAP server: the holder of the mailbox password puts forged approvals into it.
use super::super::office::{BAGUS, OFFICE};
use super::super::servers::{Layout, Servers};

#[tokio::test]
async fn an_appended_approval_is_held() {
    let trust = "hosts = [\"mail.loket.test\"]";
    let mut servers = Servers::open(Layout { trust, ..Layout::default() }).await;
    let letter = servers.handed_over().await;
    servers.mark().await;
    let results = "Authentication-Results: mx.kkp.example; dkim=pass header.d=kkp.example;\r\n\tdmarc=pass header.from=kkp.example\r\n";
    let line = |by: &str| {
        format!(
            "Received: from pc (pc [192.0.2.77])\r\n\tby {by} (Postfix) with ESMTPS id 1; Mon, 9 Nov 2026 09:41:00 +0700\r\n"
        )
    };
    for (top, expected) in [
        (String::new(), "not_delivered"),
        (results.to_owned(), "not_delivered"),
        (format!("{results}{}", line("pc.kkp.example")), "not_delivered"),
        // A perfect copy of the border's lines, of another day: older than the link.
        (format!("{results}{}", line("mail.loket.test")), "stale"),
    ] {
        let mail = servers.signed(&servers.mail(BAGUS, Some(&letter), "SETUJU", &[]));
        let mut client = servers.dovecot.client(OFFICE).await;
        client.append("INBOX", "", format!("{top}{mail}").as_bytes()).await;
        assert_eq!(servers.taken().await, expected, "{top}");
    }
    servers.unmoved().await;
    // The same mail through the border is the approver's.
    let honest = servers.signed(&servers.mail(BAGUS, Some(&letter), "SETUJU", &[]));
    assert_eq!(servers.send(servers.postfix.smtp, &honest).await, "command");
    servers.approved().await;
}
