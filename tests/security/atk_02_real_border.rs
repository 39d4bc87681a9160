//! A1-02 through a real border: Postfix 3.7 with OpenDKIM and OpenDMARC, their results above Postfix's
//! line (Debian 12's) and below it (as their authors shipped them): genuine mail passes, forged
//! results never help, and a border that lets them through is not followed.
use super::super::office::BAGUS;
use super::super::servers::{Layout, Servers};

const FORGED: &str = "Authentication-Results: mx.kkp.example; dkim=pass header.d=kkp.example;\r\n\tdmarc=pass header.from=kkp.example\r\n";

/// Forged results, at the top of the sender's mail and below lines of his.
fn forgeries(mail: &str) -> Vec<String> {
    let hop = "Received: from pc (pc [192.0.2.77])\r\n\tby mail.loket.test (Postfix) with ESMTP id 1; Mon, 9 Nov 2026 09:41:00 +0700\r\n";
    vec![
        format!("{FORGED}{mail}"),
        format!("{FORGED}{hop}{mail}"),
        format!("{hop}{FORGED}{mail}"),
        format!("X-Spam: no\r\n{FORGED}{mail}"),
        format!("{}{mail}", FORGED.replace("mx.kkp.example", "(x) MX.KKP.example 1")),
        format!("{}{mail}", FORGED.replace("Results:", "Results :")),
        format!("{FORGED}{FORGED}{mail}"),
    ]
}

async fn withstands(layout: Layout) {
    let mut servers = Servers::open(layout).await;
    let letter = servers.handed_over().await;
    let unsigned = servers.mail(BAGUS, Some(&letter), "SETUJU", &[]);
    servers.mark().await;
    let (checked, unchecked) = (servers.postfix.smtp, servers.postfix.outside);
    // The filters see it: unsigned, and the policy says reject.
    assert_eq!(servers.send(checked, &unsigned).await, "auth_fail", "{layout:?}");
    for (at, mail) in forgeries(&unsigned).iter().enumerate() {
        let mail = mail.replacen("Message-ID: <", &format!("Message-ID: <x{at}."), 1);
        let code = servers.send(checked, &mail).await;
        let held = ["auth_fail", "auth_missing"].contains(&code.as_str());
        assert!(held, "{layout:?}, forgery {at}: {code}");
    }
    // The filters do not see it: no result of ours at all (A1-02 a).
    for (at, mail) in forgeries(&unsigned).iter().enumerate() {
        let mail = mail.replacen("Message-ID: <", &format!("Message-ID: <y{at}."), 1);
        let code = servers.send(unchecked, &mail).await;
        assert_eq!(code, "auth_missing", "{layout:?}, forgery {at} past the filters");
    }
    servers.unmoved().await;
    let honest = servers.signed(&servers.mail(BAGUS, Some(&letter), "SETUJU", &[]));
    assert_eq!(servers.send(checked, &honest).await, "command", "{layout:?}");
    servers.approved().await;
}

#[tokio::test]
async fn results_above_the_line() {
    withstands(Layout { trust: "hosts = [\"mail.loket.test\"]", ..Layout::default() }).await;
}

#[tokio::test]
async fn results_below_the_line_of_a_border_that_strips() {
    let trust = "results = \"below\"\nhosts = [\"mail.loket.test\"]";
    withstands(Layout { below: true, strips: true, trust }).await;
}

/// Without stripping, whoever forges beside the real results says one thing twice.
#[tokio::test]
async fn results_below_the_line_of_a_border_that_does_not_strip() {
    let trust = "results = \"below\"\nhosts = [\"mail.loket.test\"]";
    let mut servers = Servers::open(Layout { below: true, strips: false, trust }).await;
    let letter = servers.handed_over().await;
    let unsigned = servers.mail(BAGUS, Some(&letter), "SETUJU", &[]);
    servers.mark().await;
    for (at, mail) in forgeries(&unsigned).iter().enumerate() {
        let mail = mail.replacen("Message-ID: <", &format!("Message-ID: <x{at}."), 1);
        let code = servers.send(servers.postfix.smtp, &mail).await;
        let held = ["auth_fail", "auth_missing"].contains(&code.as_str());
        assert!(held, "forgery {at}: {code}");
    }
    servers.unmoved().await;
}

/// An office that did not set it reads why, in the mail's reasons and from `loket check`.
#[tokio::test]
async fn the_setting_is_pointed_at() {
    let servers = Servers::open(Layout { below: true, strips: true, trust: "" }).await;
    let mail = servers.mail(BAGUS, None, "Selamat pagi", &[]);
    let mail = servers.signed(&mail);
    assert_eq!(servers.send(servers.postfix.smtp, &mail).await, "auth_missing");
    let said = servers.loket(&["check"]).await;
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    assert!(said.contains("trust.results = \"below\""), "{said}");
}
