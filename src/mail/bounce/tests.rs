//! Delivery reports end to end: what is one and what is none, whom it names, which letter it is about.
use super::*;
use proptest::prelude::*;

fn bounce(raw: &str) -> Option<Bounce> {
    crate::mail::parse(raw.as_bytes(), &crate::mail::TrustSettings::default()).bounce
}

fn named(bounce: &Bounce) -> Vec<(&str, Option<&str>, Option<&str>)> {
    bounce
        .recipients
        .iter()
        .map(|r| (r.address.as_str(), r.status.as_deref(), r.action.as_deref()))
        .collect()
}

const REPORT: &str = "From: MAILER-DAEMON@mx.example\nContent-Type: multipart/report; report-type=delivery-status; boundary=x\n\n\
    --x\n\nfailed\n--x\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n";

fn report(fields: &str) -> Bounce {
    bounce(&format!(
        "{REPORT}{fields}\n--x\nContent-Type: text/rfc822-headers\n\nMessage-ID: <o.1@lpse.example>\n\n--x--\n"
    ))
    .unwrap()
}

#[test]
fn standard_report() {
    let bounce = report(
        "Final-Recipient: rfc822; made@lcpp.example\nAction: failed\nStatus: 5.1.1\n\n\
         Final-Recipient: rfc822; two@lcpp.example\nAction: delayed\nStatus: 4.4.1 (x)\n",
    );
    assert_eq!(bounce.original_message_id.as_deref(), Some("o.1@lpse.example"));
    assert_eq!(
        named(&bounce),
        [
            ("made@lcpp.example", Some("5.1.1"), Some("failed")),
            ("two@lcpp.example", Some("4.4.1"), Some("delayed")),
        ]
    );
}

#[test]
fn broken_groups_are_put_together() {
    // No blank line between two recipients; blank lines within one; the same one twice.
    let bounce = report(
        "Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1\n\
         Final-Recipient: rfc822; c@d.example\n\nAction: failed\n\nStatus: 5.2.2\n\n\
         Final-Recipient: rfc822; A@b.example\nAction: failed\nStatus: 5.0.0\n",
    );
    assert_eq!(
        named(&bounce),
        [
            ("a@b.example", Some("5.1.1"), Some("failed")),
            ("c@d.example", Some("5.2.2"), Some("failed")),
        ]
    );
}

#[test]
fn who_failed_and_whom_we_wrote_to() {
    let of = |last: &str, first: &str| {
        let fields = format!(
            "Final-Recipient: rfc822; {last}\nOriginal-Recipient: rfc822;{first}\nAction: failed\n"
        );
        report(&fields).recipients[0].address.clone()
    };
    assert_eq!(of("x@surel.example", "made@bppp.example"), "x@surel.example");
    assert_eq!(of("x@simpan.bppp.example", "made@bppp.example"), "made@bppp.example");
    assert_eq!(of("x@simpan", "made@bppp.example"), "made@bppp.example");
    assert_eq!(of("x@mail.local", "made@bppp.example"), "made@bppp.example");
    assert_eq!(of("|/bin/saring", "made@bppp.example"), "made@bppp.example");
}

#[test]
fn a_vague_status_is_told_by_the_diagnostic() {
    let of = |status: &str, diagnostic: &str| {
        let fields = format!(
            "Final-Recipient: rfc822; a@b.example\nAction: failed\n{status}Diagnostic-Code: smtp; {diagnostic}\n"
        );
        report(&fields).recipients[0].status.clone()
    };
    assert_eq!(of("Status: 5.0.0\n", "550 5.7.26 no").as_deref(), Some("5.7.26"));
    assert_eq!(of("Status: 5.1.0\n", "550 5.7.26 no").as_deref(), Some("5.1.0"));
    assert_eq!(of("Status: 4.0.0\n", "550 5.7.26 no").as_deref(), Some("4.0.0"));
    assert_eq!(of("", "552 mailbox full").as_deref(), Some("5.2.2"));
    assert_eq!(of("", "gagal"), None);
}

#[test]
fn qmail_report() {
    let raw = "Return-Path: <>\nFrom: MAILER-DAEMON@q.example\nSubject: failure notice\nTo: helpdesk@lpse.example\n\n\
        Hi. This is the qmail-send program at q.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n\
        <made@lcpp.example>:\n550 5.1.1 User unknown\n\n<dua@lcpp.example>:\nThis mailbox is full.\n\n\
        --- Below this line is a copy of the message.\n\nMessage-ID: <o.2@lpse.example>\nTo: tiga@lcpp.example\n";
    let bounce = bounce(raw).unwrap();
    assert_eq!(
        named(&bounce),
        [
            ("made@lcpp.example", Some("5.1.1"), Some("failed")),
            ("dua@lcpp.example", Some("5.2.2"), Some("failed")),
        ]
    );
    assert_eq!(bounce.original_message_id.as_deref(), Some("o.2@lpse.example"));
}

#[test]
fn words_name_those_who_failed_and_nobody_else() {
    for (words, address) in [
        ("Surat tidak terkirim ke penerima berikut:\n\n  made@b.example\n", "made@b.example"),
        ("Your message could not be delivered to:\n * made@b.example\n", "made@b.example"),
        ("550 <made@b.example>... User unknown\n", "made@b.example"),
        ("Unable to deliver message to <made@b.example> (and others).\n", "made@b.example"),
        ("RCPT TO:<made@b.example>\n550 no such user\n", "made@b.example"),
        (
            "Undeliverable. For assistance contact <help@b.example>.\n\nmade@b.example\n",
            "made@b.example",
        ),
        (
            "Mail failed. A message sent by\n  <kami@b.example>\nwas not delivered to the following address:\n  made@b.example\n",
            "made@b.example",
        ),
        ("Message not delivered to the following:\n made    No matches\n", "made@q.example"),
        ("Undeliverable.\nTo: made@b.example\nSubject: x\n", "made@b.example"),
        (
            "Delivery failed to these recipients:\nMade Suartana (made@b.example)<mailto:made@c.example>\n",
            "made@b.example",
        ),
        (
            "Delivery failed to these recipients:\nlama@b.example (lama@b.example)<mailto:made@c.example>\n",
            "made@c.example",
        ),
    ] {
        let raw = format!(
            "Return-Path: <>\nFrom: postmaster@q.example\nTo: kami@lpse.example\nSubject: failure notice\n\n{words}"
        );
        let found = bounce(&raw).unwrap();
        let found: Vec<&str> = found.recipients.iter().map(|r| r.address.as_str()).collect();
        assert_eq!(found.first(), Some(&address), "{words}");
        assert!(
            !found.contains(&"help@b.example") && !found.contains(&"kami@b.example"),
            "{words}"
        );
    }
}

#[test]
fn the_original_is_found_wherever_it_stands() {
    let of = |tail: &str| {
        let raw = format!(
            "Return-Path: <>\nFrom: MAILER-DAEMON@q.example\nSubject: Mail delivery failed\n{tail}"
        );
        bounce(&raw).unwrap().original_message_id
    };
    for tail in [
        "\nThe following address failed:\n a@b.example\n\n------ This is a copy of the message ------\n\nMessage-Id:\n <o.1@l.example>\n",
        "\nThe following address failed:\n a@b.example\n\nReceived: by x\nMessage-ID: <o.1@l.example>\nTo: a@b.example\n",
        "\nThe following address failed:\n a@b.example\n\n> Message-ID: <o.1@l.example>\n",
        "In-Reply-To: <o.1@l.example>\n\nThe following address failed:\n a@b.example\n",
        "References: <o.0@l.example> <o.1@l.example>\n\nThe following address failed:\n a@b.example\n",
        "X-Original-Message-ID: <o.1@l.example>\n\nThe following address failed:\n a@b.example\n",
        "Content-Type: multipart/mixed; boundary=x\n\n--x\n\na@b.example failed\n--x\nContent-Type: message/rfc822\n\nMessage-ID: <o.1@l.example>\n\n--x--\n",
        "Content-Type: multipart/mixed; boundary=x\n\n--x\n\na@b.example failed\n--x\nContent-Type: text/plain; name=h.txt\n\nFrom: a\nTo: b\nDate: c\nMessage-ID: <o.1@l.example>\n\n--x--\n",
    ] {
        assert_eq!(of(tail).as_deref(), Some("o.1@l.example"), "{tail}");
    }
    assert_eq!(of("\nThe following address failed:\n a@b.example\n"), None);
}

#[test]
fn a_person_is_no_server() {
    for raw in [
        "Return-Path: <a@b.example>\nFrom: a@b.example\nSubject: Undeliverable\n\nemail saya tidak terkirim\n",
        "Return-Path: <a@b.example>\nFrom: a@b.example\nSubject: Tidak terkirim\n\nSurat ke operator@b.example tidak terkirim, 550 5.1.1\n",
        "From: admin@b.example\nSubject: surat gagal terkirim\n\nPesan ke c@d.example tidak terkirim.\n",
        "From: no-reply@b.example\nSubject: Pengajuan gagal dikirim\n\nAlamat email: c@d.example\n",
        "Return-Path: <>\nFrom: a@b.example\nSubject: Saya cuti\n\nSurat tidak dapat disampaikan selama cuti, hubungi c@d.example\n",
        "From: a@b.example\nSubject: Fwd: failure notice\n\nMohon dicek.\n\nThis is the qmail-send program at q.example.\n<c@d.example>:\n",
        "From: a@b.example\nSubject: Fwd: failure notice\n\n> This is the qmail-send program at q.example.\n> <c@d.example>:\n",
        "From: a@b.example\nSubject: Fwd: failure notice\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nMohon dicek\n--x\n\
         Content-Type: message/delivery-status\n\nFinal-Recipient: rfc822; c@d.example\nAction: failed\n\n--x--\n",
    ] {
        assert_eq!(bounce(raw), None, "{raw}");
    }
}

#[test]
fn a_receipt_is_no_report_of_delivery() {
    let receipt = |disposition: &str| {
        bounce(&format!(
            "Return-Path: <MAILER-DAEMON>\nFrom: Mail Delivery Subsystem <admin@b.example>\nSubject: Rejected mail\n\
             Content-Type: multipart/report; report-type=disposition-notification; boundary=x\n\n--x\n\n\
             Your message to <a@b.example> was automatically rejected:\nQuota exceeded\n--x\nContent-Type: message/disposition-notification\n\n\
             Final-Recipient: rfc822; a@b.example\nDisposition: {disposition}\n\n--x--\n"
        ))
    };
    assert_eq!(receipt("manual-action/MDN-sent-manually; displayed"), None);
    let refused = receipt("automatic-action/MDN-sent-automatically; deleted").unwrap();
    assert_eq!(named(&refused), [("a@b.example", Some("5.2.2"), Some("failed"))]);
}

#[test]
fn a_complaint_tells_no_failure() {
    let raw = "From: fbl@surel.example\nContent-Type: multipart/report; report-type=feedback-report; boundary=x\n\n--x\n\nabuse\n--x\n\
        Content-Type: message/feedback-report\n\nFeedback-Type: abuse\nOriginal-Rcpt-To: <a@b.example>\n\n--x\n\
        Content-Type: message/rfc822\n\nMessage-ID: <o.1@l.example>\n\n--x--\n";
    let told = bounce(raw).unwrap();
    assert_eq!(named(&told), [("a@b.example", None, Some("delivered"))]);
    assert_eq!(told.original_message_id.as_deref(), Some("o.1@l.example"));
}

#[test]
fn many_recipients_are_bounded() {
    let listed: String = (0..5_000).map(|n| format!("<a{n}@b.example>:\nfull\n\n")).collect();
    let raw = format!(
        "Return-Path: <>\nFrom: MAILER-DAEMON@q.example\nSubject: failure notice\n\n{listed}"
    );
    assert_eq!(bounce(&raw).unwrap().recipients.len(), RECIPIENT_LIMIT);
    let groups: String = (0..5_000)
        .map(|n| format!("Final-Recipient: rfc822; a{n}@b.example\nAction: failed\n\n"))
        .collect();
    assert_eq!(report(&groups).recipients.len(), RECIPIENT_LIMIT);
    for filling in [
        "<a@b.example>: ",
        "Message-ID: <",
        "Received: ",
        "a@b.example\n",
        "550 5.1.1 ",
        "@",
        "\"a\"@",
        "to: ",
    ] {
        let raw = format!(
            "Return-Path: <>\nFrom: MAILER-DAEMON@q.example\nSubject: failure notice\n\n{}",
            filling.repeat(30_000)
        );
        let told = bounce(&raw).unwrap();
        assert!(told.recipients.len() <= RECIPIENT_LIMIT);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_words_are_survived(subject in "[ -~]{0,40}", words in "([ -~é名]{0,30}|<?[a-z]{1,5}@[a-z.]{1,9}>?:?|Final-Recipient: rfc822;|--- below this line is a copy of the message|\n|\r\n){0,40}") {
        let raw = format!("Return-Path: <>\nFrom: MAILER-DAEMON@q.example\nSubject: failure notice {subject}\n\n{words}");
        if let Some(told) = bounce(&raw) {
            prop_assert!(told.recipients.len() <= RECIPIENT_LIMIT);
            let distinct: std::collections::BTreeSet<String> =
                told.recipients.iter().map(|r| r.address.to_lowercase()).collect();
            prop_assert_eq!(distinct.len(), told.recipients.len());
            prop_assert!(told.recipients.iter().all(|r| r.address.contains('@')));
        }
    }

    #[test]
    fn listed_addresses_are_found_in_their_order(names in proptest::collection::vec("[a-z]{3,9}", 1..12), style in 0usize..4) {
        let mut wanted: Vec<String> = Vec::new();
        for name in names {
            let address = format!("{name}@bppp.example");
            if !wanted.contains(&address) {
                wanted.push(address);
            }
        }
        let listed: String = wanted.iter().map(|a| match style {
            0 => format!("<{a}>:\nUser unknown\n\n"),
            1 => format!("  {a}\n    mailbox is full\n"),
            2 => format!("* {a} (User unknown)\n"),
            _ => format!("{a}: 550 5.1.1 <{a}>... User unknown\n"),
        }).collect();
        let raw = format!("Return-Path: <>\nFrom: MAILER-DAEMON@q.example\nSubject: failure notice\n\nThe following addresses failed:\n\n{listed}");
        let told = bounce(&raw).unwrap();
        let found: Vec<String> = told.recipients.iter().map(|r| r.address.clone()).collect();
        prop_assert_eq!(found, wanted);
        prop_assert!(told.recipients.iter().all(|r| r.status.is_some() && r.action.as_deref() == Some("failed")));
    }
}
