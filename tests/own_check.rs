//! Loket's own check of a sender against a name server and keys of our own on loopback: what passes,
//! what is weak, what fails, what must be asked again (`security.md` A1-08, 10, 15, 16).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
mod rig;

use loket::mail::authentication::judge;
use loket::mail::{Authentication, TrustSettings, Verdict};
use loket::verify::{Verifier, VerifySettings};
use rig::dns::{Answer, Dns, Signer, Style};
use std::time::Duration;

const MAIL: &str = "From: Bagus <bagus@ppe.example>\r\nTo: loket@lpse.example\r\nSubject: Re: [LKT-2026-00042]\r\nDate: Mon, 9 Nov 2026 09:41:12 +0700\r\nMessage-ID: <1@ppe.example>\r\n\r\nSETUJU\r\n";
const TRACE: &str = "Return-Path: <bagus@ppe.example>\r\nReceived: from mx.ppe.example (mx.ppe.example [192.0.2.9])\r\n\tby mx.lpse.example (Postfix) with ESMTPS id 1; Mon, 9 Nov 2026 09:41:13 +0700\r\n";

struct Border {
    dns: Dns,
    verifier: Verifier,
}

async fn border() -> Border {
    let dns = Dns::start().await;
    let verifier = verifier(&dns, false);
    Border { dns, verifier }
}

fn verifier(dns: &Dns, with_header: bool) -> Verifier {
    Verifier::new(VerifySettings {
        nameservers: vec![dns.address.to_string()],
        question_timeout: Duration::from_millis(300),
        mail_timeout: Duration::from_secs(10),
        host: "mx.lpse.example".into(),
        with_header,
    })
    .unwrap()
}

impl Border {
    async fn judge(&self, mail: &str) -> Authentication {
        let raw = format!("{TRACE}{mail}");
        let header = judge(raw.as_bytes(), &TrustSettings::default());
        self.verifier.judge(raw.as_bytes(), header).await
    }

    async fn verdict(&self, mail: &str) -> Verdict {
        self.judge(mail).await.verdict
    }
}

fn ppe() -> Signer {
    Signer::new("ppe.example", "s1", 2048)
}

#[tokio::test]
async fn an_aligned_signature_over_the_whole_mail_passes() {
    let border = border().await;
    let signer = ppe();
    signer.publish(&border.dns, "");
    let judged = border.judge(&signer.sign(MAIL, &Style::default())).await;
    assert_eq!(judged.verdict, Verdict::Pass, "{:?}", judged.reasons);
    assert_eq!(judged.identity.as_deref(), Some("bagus@ppe.example"));
}

#[tokio::test]
async fn a_changed_mail_a_strangers_key_and_no_signature_prove_nothing() {
    let border = border().await;
    let signer = ppe();
    signer.publish(&border.dns, "");
    let signed = signer.sign(MAIL, &Style::default());
    let evil = Signer::new("evil.example", "s1", 2048);
    evil.publish(&border.dns, "");
    let changed = [
        signed.replace("SETUJU", "TOLAK x"),
        signed.replace("LKT-2026-00042", "LKT-2026-00043"),
        evil.sign(MAIL, &Style::default()),
        MAIL.to_owned(),
    ];
    for mail in &changed {
        assert_eq!(border.verdict(mail).await, Verdict::None, "{mail}");
    }
    // With a policy the same mails are failures, whatever the policy asks for.
    border.dns.txt("_dmarc.ppe.example", "v=DMARC1; p=none");
    for mail in &changed {
        assert_eq!(verifier(&border.dns, false).judge_text(mail).await, Verdict::Fail, "{mail}");
    }
}

/// The resolver remembers that a name was missing; a fresh one asks anew.
trait JudgeText {
    async fn judge_text(&self, mail: &str) -> Verdict;
}

impl JudgeText for Verifier {
    async fn judge_text(&self, mail: &str) -> Verdict {
        let raw = format!("{TRACE}{mail}");
        let header = judge(raw.as_bytes(), &TrustSettings::default());
        self.judge(raw.as_bytes(), header).await.verdict
    }
}

#[tokio::test]
async fn a_signed_beginning_of_the_body_counts_as_no_signature() {
    let border = border().await;
    let signer = ppe();
    signer.publish(&border.dns, "");
    let prefix = Style { length: Some("SETUJU\r\n".len()), ..Style::default() };
    let empty = Style { length: Some(0), ..Style::default() };
    for style in [prefix, empty] {
        let mail = signer.sign(MAIL, &style) + "HASIL\r\nPASSWORD: sisipan\r\n";
        assert_ne!(border.verdict(&mail).await, Verdict::Pass, "{style:?}");
        assert_ne!(border.verdict(&mail).await, Verdict::Weak, "{style:?}");
    }
}

#[tokio::test]
async fn weak_ways_of_signing_count_as_none() {
    let border = border().await;
    let signer = ppe();
    signer.publish(&border.dns, "");
    let sha1 = signer.sign(MAIL, &Style { sha1: true, ..Style::default() });
    assert_eq!(border.verdict(&sha1).await, Verdict::None, "SHA-1");

    let short = Signer::new("ppe.example", "pendek", 768);
    short.publish(&border.dns, "");
    let mail = short.sign(MAIL, &Style::default());
    assert_eq!(border.verdict(&mail).await, Verdict::None, "a key of 768 bits");

    let testing = Signer::new("ppe.example", "uji", 2048);
    testing.publish(&border.dns, "t=y; ");
    let mail = testing.sign(MAIL, &Style::default());
    assert_eq!(border.verdict(&mail).await, Verdict::None, "a key under test");

    let expired = signer.sign(MAIL, &Style { tags: "t=1000; x=2000", ..Style::default() });
    assert_eq!(border.verdict(&expired).await, Verdict::None, "expired");
}

#[tokio::test]
async fn a_signature_that_leaves_fields_open_is_weak() {
    let border = border().await;
    let signer = ppe();
    signer.publish(&border.dns, "");
    let open = Style { fields: vec!["from", "subject", "date", "message-id"], ..Style::default() };
    assert_eq!(border.verdict(&signer.sign(MAIL, &open)).await, Verdict::Weak);
    let doubled = signer.sign(MAIL, &Style::default()).replacen("DKIM", "Subject: lain\r\nDKIM", 1);
    assert_eq!(border.verdict(&doubled).await, Verdict::Weak, "a subject added on top");
    let two =
        signer.sign(MAIL, &Style::default()).replacen("DKIM", "From: x@evil.example\r\nDKIM", 1);
    let judged = border.judge(&two).await;
    assert_eq!((judged.identity, judged.verdict), (None, Verdict::None), "two senders");
}

#[tokio::test]
async fn spf_alone_is_weak() {
    let border = border().await;
    border.dns.txt("ppe.example", "v=spf1 ip4:192.0.2.0/24 -all");
    assert_eq!(border.verdict(MAIL).await, Verdict::Weak);
    border.dns.txt("_dmarc.ppe.example", "v=DMARC1; p=reject");
    assert_eq!(verifier(&border.dns, false).judge_text(MAIL).await, Verdict::Weak, "DMARC by SPF");
}

#[tokio::test]
async fn an_outage_never_passes_and_is_asked_again() {
    let border = border().await;
    let signer = ppe();
    let key = "s1._domainkey.ppe.example";
    let mail = signer.sign(MAIL, &Style::default());
    for answer in [Answer::Fails, Answer::Silent] {
        border.dns.set(key, answer.clone());
        assert_eq!(border.verdict(&mail).await, Verdict::Temperror, "{answer:?}");
    }
    signer.publish(&border.dns, "");
    assert_eq!(border.verdict(&mail).await, Verdict::Pass, "DNS is back");

    border.dns.set("_dmarc.ppe.example", Answer::Fails);
    let verdict = verifier(&border.dns, false).judge_text(MAIL).await;
    assert_eq!(verdict, Verdict::Temperror, "an unreadable policy is not no policy");
}

#[tokio::test]
async fn a_subdomain_signs_only_where_the_policy_is_relaxed() {
    let border = border().await;
    let signer = Signer::new("surat.ppe.example", "s1", 2048);
    signer.publish(&border.dns, "");
    let mail = signer.sign(MAIL, &Style::default());
    assert_eq!(border.verdict(&mail).await, Verdict::Weak, "no policy says so");
    border.dns.txt("_dmarc.ppe.example", "v=DMARC1; p=reject; adkim=r");
    assert_eq!(verifier(&border.dns, false).judge_text(&mail).await, Verdict::Pass);
    border.dns.txt("_dmarc.ppe.example", "v=DMARC1; p=reject; adkim=s");
    assert_eq!(verifier(&border.dns, false).judge_text(&mail).await, Verdict::Weak);
}

#[tokio::test]
async fn a_flood_of_signatures_is_no_flood_of_questions() {
    let border = border().await;
    let mut mail = MAIL.to_owned();
    for number in 0..500 {
        mail = format!(
            "DKIM-Signature: v=1; a=rsa-sha256; d=d{number}.example; s=s; h=from; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=AAAA\r\n{mail}"
        );
    }
    assert_eq!(border.verdict(&mail).await, Verdict::None);
    assert!(border.dns.questions() < 100, "{} questions", border.dns.questions());
}

#[tokio::test]
async fn both_checks_must_agree() {
    let border = border().await;
    let signer = ppe();
    signer.publish(&border.dns, "");
    let both = verifier(&border.dns, true);
    let trust =
        TrustSettings { authserv_id: Some("mx.lpse.example".into()), ..TrustSettings::default() };
    let inner = "Received: by mx.lpse.example with LMTP id 2; Mon, 9 Nov 2026 09:41:14 +0700\r\n";
    let signed = signer.sign(MAIL, &Style::default());
    let with = |result: &str, mail: &str| {
        let results = format!(
            "Authentication-Results: mx.lpse.example; dmarc={result} header.from=ppe.example\r\n"
        );
        format!("{inner}{results}{TRACE}{mail}")
    };
    for (result, mail, expected) in [
        ("pass", &signed, Verdict::Pass),
        ("fail", &signed, Verdict::Fail),
        ("pass", &MAIL.to_owned(), Verdict::None),
    ] {
        let raw = with(result, mail);
        let header = judge(raw.as_bytes(), &trust);
        let judged = both.judge(raw.as_bytes(), header).await;
        assert_eq!(judged.verdict, expected, "{result}: {:?}", judged.reasons);
    }
}

#[test]
fn a_border_that_passes_a_partial_signature_is_not_followed() {
    let trust =
        TrustSettings { authserv_id: Some("mx.lpse.example".into()), ..TrustSettings::default() };
    let verdict = |signatures: &str| {
        let raw = format!(
            "Received: by mx.lpse.example with LMTP id 2; x\r\nAuthentication-Results: mx.lpse.example; dmarc=pass header.from=ppe.example\r\n{TRACE}{signatures}{MAIL}"
        );
        judge(raw.as_bytes(), &trust).verdict
    };
    let part = "DKIM-Signature: v=1; d=ppe.example; s=a; l=8;\r\n\tbh=x; b=y\r\n";
    let whole = "DKIM-Signature: v=1; d=ppe.example; s=b; bh=x; b=y\r\n";
    let other = "DKIM-Signature: v=1; d=list.example; s=b; l=8; bh=x; b=y\r\n";
    assert_eq!(verdict(""), Verdict::Pass, "SPF may have carried it");
    assert_eq!(verdict(whole), Verdict::Pass);
    assert_eq!(verdict(other), Verdict::Pass, "somebody else's signature");
    assert_eq!(verdict(part), Verdict::Weak);
    assert_eq!(verdict(&format!("{part}{whole}")), Verdict::Pass);
}

/// Through the daemon: what cannot be known yet stays in the mailbox, for a day.
#[tokio::test]
async fn a_mail_waits_for_dns_and_is_taken_once() {
    use loket::demo::{PersonMail, Stage, StageSettings};
    use loket::reader::{ReaderSettings, Workers};
    use std::sync::Arc;
    let dns = Dns::start().await;
    dns.set("_dmarc.kkp.example", Answer::Fails);
    let dir = tempfile::tempdir().unwrap();
    let start: jiff::Timestamp = "2026-11-09T02:41:00Z".parse().unwrap();
    let people = "[[person]]\nid = \"dewi\"\nname = \"Dewi\"\naddresses = [\"dewi@kkp.example\"]\nroles = [\"helpdesk\"]\n";
    let settings = StageSettings {
        more: format!("[trust]\nverify = \"self\"\nnameservers = [\"{}\"]\n", dns.address),
        people: people.into(),
        accounts: Vec::new(),
        start,
    };
    let mut stage = Stage::set(dir.path(), settings).await.unwrap();
    let program = env!("CARGO_BIN_EXE_loket").into();
    let workers = Arc::new(Workers::new(ReaderSettings { program, ..ReaderSettings::default() }));
    stage.daemon.intake.workers = workers.clone();
    let mail = |text: &str| PersonMail {
        from_name: "Made",
        from: "made@kkp.example",
        subject: "Permohonan reset password".into(),
        text: text.into(),
        ..PersonMail::default()
    };
    stage.deliver(&mail("mohon dibantu")).unwrap();
    stage.tick().await.unwrap();
    assert_eq!(stage.daemon.store.outcomes().await.unwrap(), [], "nothing is decided in an outage");

    dns.txt("_dmarc.kkp.example", "v=DMARC1; p=reject");
    stage.pass_to(start + jiff::SignedDuration::from_mins(5)).await.unwrap();
    let held = stage.daemon.store.held().await.unwrap();
    assert_eq!(held.len(), 1, "unsigned, and the policy says so");
    assert_eq!(held[0].reason, "auth_fail");

    dns.set("_dmarc.lain.example", Answer::Fails);
    let other = PersonMail { from: "x@lain.example", ..mail("mohon") };
    stage.deliver(&other).unwrap();
    stage.pass_to(start + jiff::SignedDuration::from_hours(23)).await.unwrap();
    assert_eq!(stage.daemon.store.held().await.unwrap().len(), 1, "it still waits");
    stage.pass_to(start + jiff::SignedDuration::from_hours(25)).await.unwrap();
    let held = stage.daemon.store.held().await.unwrap();
    assert_eq!(held.len(), 2, "after a day a person decides");
    workers.shutdown().await;
}
