//! What goes out comes back the same; what could break out is refused.
use super::*;
use crate::mail::{TrustSettings, attachment_bytes, parse};
use proptest::prelude::*;

fn mail() -> Outgoing {
    Outgoing {
        from_name: "Helpdesk LPSE".into(),
        from_address: "helpdesk-lpse@kkp.example".into(),
        to_name: Some("Ratna Kusumawardani, S.Pi.".into()),
        to_address: "Ratna.K@kkp.example".into(),
        cc: vec![("Made Ardïka".into(), "made@lcpp.example".into())],
        reply_to: Some("helpdesk-lpse+abcdefghijklmnopqrstuvwxyz@kkp.example".into()),
        subject: "[LKT-2026-00042] Tanda Terima – permohonan Anda".into(),
        message_id: "o.17@lpse.example".into(),
        in_reply_to: Some("a@b.example".into()),
        references: (0..60).map(|n| format!("r{n}@b.example")).collect(),
        date: "2026-11-09T02:41:12Z".parse().unwrap(),
        zone: jiff::tz::offset(7),
        text: "Yth. Ratna\n\nSurat diterima – terima kasih.\n.\nFrom sini\n".into(),
        html: Some("<p>Yth. Ratna</p><p>Surat diterima – terima kasih.</p>".into()),
        inline: Vec::new(),
        attachments: vec![OutFile {
            name: "Surat “Permohonan” Reset Password Admin Agency Balai Contoh.pdf".into(),
            media_type: "application/pdf".into(),
            bytes: b"%PDF-1.7 isi".to_vec(),
        }],
        auto_submitted: "auto-replied",
        bulk: false,
        extra: vec![("X-Loket-Case", "LKT-2026-00042".into())],
        text_only_ascii: false,
    }
}

#[test]
fn comes_back_the_same_and_is_deterministic() {
    let bytes = compose(&mail()).unwrap();
    assert_eq!(bytes, compose(&mail()).unwrap());
    assert!(bytes.is_ascii());
    assert_eq!(
        bytes.iter().filter(|b| **b == b'\n').count(),
        bytes.windows(2).filter(|w| w == b"\r\n").count()
    );
    let read = parse(&bytes, &TrustSettings::default());
    assert_eq!(read.defects, Vec::<String>::new());
    assert_eq!(read.subject, mail().subject);
    assert_eq!(read.message_id.as_deref(), Some("o.17@lpse.example"));
    assert_eq!(read.to[0].name.as_deref(), Some("Ratna Kusumawardani, S.Pi."));
    assert_eq!(read.to[0].address.as_deref(), Some("Ratna.K@kkp.example"));
    assert_eq!(read.cc[0].name.as_deref(), Some("Made Ardïka"));
    assert_eq!(read.date, Some(mail().date));
    assert_eq!(read.references.len(), 20);
    assert_eq!(
        (read.references[0].as_str(), read.references[19].as_str()),
        ("r0@b.example", "r59@b.example")
    );
    assert_eq!(read.text, mail().text.trim_end());
    assert_eq!(read.attachments[0].name, mail().attachments[0].name);
    assert_eq!(attachment_bytes(&bytes, &read.attachments[0].sha256).unwrap(), b"%PDF-1.7 isi");
    assert!(
        String::from_utf8_lossy(&bytes).starts_with("Date: Mon, 09 Nov 2026 09:41:12 +0700\r\n")
    );
    assert_eq!(read.kind, crate::mail::MailKind::AutoReply);
}

#[test]
fn breaking_out_is_refused() {
    for evil in ["a\r\nBcc: x@evil.example", "a\nb", "a\rb", "a\0b", "a\u{2028}b", "a\u{85}b"] {
        let tries = [
            Outgoing { subject: evil.into(), ..mail() },
            Outgoing { from_name: evil.into(), ..mail() },
            Outgoing { to_name: Some(evil.into()), ..mail() },
            Outgoing { to_address: format!("{evil}@x.example"), ..mail() },
            Outgoing { reply_to: Some(format!("{evil}@x.example")), ..mail() },
            Outgoing { cc: vec![(evil.into(), "a@b.example".into())], ..mail() },
            Outgoing { message_id: format!("{evil}@x"), ..mail() },
            Outgoing { extra: vec![("X-A", evil.into())], ..mail() },
        ];
        for one in tries {
            assert!(compose(&one).is_err(), "{one:?}");
        }
    }
    assert!(
        compose(&Outgoing { to_address: "a@b.example, c@d.example".into(), ..mail() }).is_err()
    );
    assert!(compose(&Outgoing { extra: vec![("Bcc", "a@b.example".into())], ..mail() }).is_err());
    let kept =
        compose(&Outgoing { references: vec!["a\r\nBcc: x@y".into(), "g@h".into()], ..mail() })
            .unwrap();
    assert!(String::from_utf8(kept).unwrap().contains("References: <g@h>\r\n"));
}

#[test]
fn a_credential_is_seven_bit_text_with_unbroken_lines() {
    let one = Outgoing {
        text: "User ID  : AA.TELUK\nPassword : Kp7#mRwt4=Qz+aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n".into(),
        html: None,
        attachments: vec![],
        text_only_ascii: true,
        ..mail()
    };
    let bytes = String::from_utf8(compose(&one).unwrap()).unwrap();
    assert!(bytes.contains(
        "Content-Type: text/plain; charset=us-ascii\r\nContent-Transfer-Encoding: 7bit\r\n"
    ));
    assert!(bytes.ends_with(&one.text.replace('\n', "\r\n")));
    assert_eq!(
        compose(&Outgoing { html: Some("x".into()), ..one.clone() }),
        Err(ComposeError::NotPlainAscii)
    );
    assert_eq!(compose(&Outgoing { text: "é".into(), ..one }), Err(ComposeError::NotPlainAscii));
}

proptest! {
    #[test]
    fn any_words_come_back(subject in "[^\\p{C}\\u{2028}\\u{2029}]{1,120}", name in "[^\\p{C}]{0,60}", text in "(?s).{0,300}") {
        let one = Outgoing { subject, to_name: Some(name), text, ..mail() };
        if let Ok(bytes) = compose(&one) {
            let read = parse(&bytes, &TrustSettings::default());
            prop_assert_eq!(read.subject, one.subject.trim());
            prop_assert_eq!(read.to[0].address.as_deref(), Some("Ratna.K@kkp.example"));
            prop_assert_eq!(read.to.len(), 1);
        }
    }
}

fn picture(cid: &str) -> InlinePicture {
    InlinePicture {
        cid: cid.into(),
        name: "harian.png".into(),
        png: b"\x89PNG\r\n\x1a\n and so on".to_vec(),
    }
}

#[test]
fn a_picture_travels_with_the_page_that_shows_it() {
    let html = "<p>Grafik</p><img src=\"cid:harian.o17@lpse.example\" alt=\"3, 5\">";
    let one = Outgoing {
        html: Some(html.into()),
        inline: vec![picture("harian.o17@lpse.example")],
        ..mail()
    };
    let bytes = compose(&one).unwrap();
    assert_eq!(bytes, compose(&one).unwrap());
    let text = String::from_utf8(bytes.clone()).unwrap();
    for expected in [
        "Content-Type: multipart/mixed;\r\n boundary=",
        "Content-Type: multipart/alternative;\r\n boundary=",
        "Content-Type: multipart/related; type=\"text/html\";\r\n boundary=",
        "Content-ID: <harian.o17@lpse.example>\r\n",
        "Content-Disposition: inline; filename=\"harian.png\"\r\n",
    ] {
        assert!(text.contains(expected), "{expected} not in\n{text}");
    }
    let read = parse(&bytes, &TrustSettings::default());
    assert_eq!(read.defects, Vec::<String>::new());
    assert_eq!(read.text, one.text.trim_end(), "the text part is the mail's text");
    let listed: Vec<_> = read.attachments.iter().map(|a| (a.name.as_str(), a.inline)).collect();
    assert_eq!(listed, [("harian.png", true), (one.attachments[0].name.as_str(), false)]);
    let kept = attachment_bytes(&bytes, &read.attachments[0].sha256).unwrap();
    assert_eq!(kept, one.inline[0].png);
}

#[test]
fn pictures_and_pages_match_or_nothing_goes() {
    let with = |html: &str, inline| Outgoing { html: Some(html.into()), inline, ..mail() };
    let page = "<img src=\"cid:a@b.example\">";
    let bad = Err(ComposeError::BadValue { field: "cid" });
    assert_eq!(compose(&with(page, vec![])), bad, "shown and not there");
    assert_eq!(compose(&with("<p>x</p>", vec![picture("a@b.example")])), bad, "there, not shown");
    let twice = vec![picture("a@b.example"), picture("a@b.example")];
    assert_eq!(compose(&with(page, twice)), bad);
    let evil = "<img src=\"cid:a\r\nBcc: x@y.example\">";
    assert_eq!(compose(&with(evil, vec![picture("a\r\nBcc: x@y.example")])), bad);
    let named = InlinePicture { name: "a\"; x".into(), ..picture("a@b.example") };
    assert_eq!(compose(&with(page, vec![named])), bad);
    let bare = Outgoing { html: None, inline: vec![picture("a@b.example")], ..mail() };
    assert_eq!(compose(&bare), bad);
    // What others wrote is escaped, and thus no reference.
    assert!(compose(&with("<p>src=&quot;cid:a@b.example&quot;</p>", vec![])).is_ok());
}
