//! A4-62: CR, LF, NUL and their relatives in every string that reaches a mail of ours: refused by the composer,
//! and harmless when people write them.
use super::super::office::{BAGUS, DEWI, Office, Person, RATNA};
use super::super::relay::Relay;
use loket::demo::{Paper, Seen};
use loket::mail::{OutFile, Outgoing, compose};

/// What ends a line somewhere.
const ENDS: [&str; 9] =
    ["\r\n", "\n", "\r", "\0", "\u{2028}", "\u{2029}", "\u{85}", "\u{b}", "\u{c}"];
/// The same in disguise: data, not a line end, and must stay so.
const ENCODED: [&str; 5] = ["=0D=0A", "=?utf-8?Q?=0D=0A?=", "=?utf-8?B?DQo=?=", "%0d%0a", "\\r\\n"];
const FORGED: &str = "Bcc: mallory@evil.example";

fn honest() -> Outgoing {
    Outgoing {
        from_name: "Helpdesk".into(),
        from_address: "helpdesk@kkp.example".into(),
        to_name: Some("Ratna".into()),
        to_address: "ratna@kkp.example".into(),
        cc: vec![("Dewi".into(), "dewi@kkp.example".into())],
        reply_to: Some("helpdesk+kode@kkp.example".into()),
        subject: "Perihal".into(),
        message_id: "o1.ab@kkp.example".into(),
        in_reply_to: Some("x@kkp.example".into()),
        references: vec!["y@kkp.example".into()],
        date: "2026-11-09T09:41:00+07:00".parse().unwrap(),
        zone: jiff::tz::Offset::constant(7),
        text: "Isi.\r\n".into(),
        html: None,
        inline: Vec::new(),
        attachments: vec![OutFile {
            name: "surat.pdf".into(),
            media_type: "application/pdf".into(),
            bytes: vec![1, 2, 3],
        }],
        auto_submitted: "auto-generated",
        bulk: false,
        extra: vec![("X-Uji", "nilai".into())],
        text_only_ascii: false,
    }
}

type Put = (&'static str, fn(&mut Outgoing, String));

const FIELDS: [Put; 13] = [
    ("from_name", |m, v| m.from_name = v),
    ("from_address", |m, v| m.from_address = v),
    ("to_name", |m, v| m.to_name = Some(v)),
    ("to_address", |m, v| m.to_address = v),
    ("cc name", |m, v| m.cc[0].0 = v),
    ("cc address", |m, v| m.cc[0].1 = v),
    ("reply_to", |m, v| m.reply_to = Some(v)),
    ("subject", |m, v| m.subject = v),
    ("message_id", |m, v| m.message_id = v),
    ("in_reply_to", |m, v| m.in_reply_to = Some(v)),
    ("references", |m, v| m.references = vec![v]),
    ("file name", |m, v| m.attachments[0].name = v),
    ("extra", |m, v| m.extra = vec![("X-Uji", v)]),
];

/// The names of the header fields, as any mail program would find them.
fn names(raw: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(raw).into_owned();
    let head = text.split("\r\n\r\n").next().unwrap().to_owned();
    let own = |line: &&str| !line.starts_with([' ', '\t']);
    let name = |line: &str| line.split(':').next().unwrap_or_default().to_ascii_lowercase();
    head.split(['\r', '\n']).filter(|l| !l.is_empty()).filter(own).map(name).collect()
}

#[test]
fn no_string_field_takes_a_line_end() {
    let usual = names(&compose(&honest()).unwrap());
    for (field, put) in FIELDS {
        for end in ENDS {
            for value in
                [format!("a{end}{FORGED}"), format!("a@kkp.example{end}{FORGED}"), end.into()]
            {
                let mut mail = honest();
                put(&mut mail, value);
                let Ok(raw) = compose(&mail) else { continue };
                // Ids of others and blank names are left out; nothing else may pass.
                assert!(
                    ["in_reply_to", "references", "to_name", "from_name", "cc name", "subject"]
                        .contains(&field),
                    "{field} {end:?}"
                );
                let found = names(&raw);
                assert!(
                    found.iter().all(|n| usual.contains(n)) && !found.contains(&"bcc".into()),
                    "{field} {end:?}: {found:?}"
                );
                let text = String::from_utf8_lossy(&raw);
                assert!(!text.contains("Bcc") && !text.contains('\0'), "{field} {end:?}: {text}");
            }
        }
        for code in ENCODED {
            let mut mail = honest();
            put(&mut mail, format!("a{code}{FORGED}"));
            let Ok(raw) = compose(&mail) else { continue };
            let found = names(&raw);
            assert!(found.iter().all(|n| usual.contains(n)), "{field} {code}: {found:?}");
            assert!(!found.contains(&"bcc".to_owned()), "{field} {code}");
        }
    }
}

fn heads(office: &Office, address: &str) -> Vec<(String, Vec<String>)> {
    let all = office.stage.mailbox(address);
    all.iter().map(|s: &Seen| (s.message.subject.clone(), names(&s.raw))).collect()
}

/// People with such names, subjects and files; the letters are made of the same fields as always.
#[tokio::test]
async fn line_ends_in_what_people_write() {
    let relay = Relay::start().await;
    let mut office = relay.office("").await;
    let dots = "Mohon reset password Admin Agency, surat dan SK terlampir.\r\n.\r\nMAIL FROM:<x@kkp.example>\r\nRCPT TO:<mallory@evil.example>\r\nDATA\r\nSubject: selundupan\r\n\r\n..\r\n.\r\nQUIT\r\n";
    let papers = [Paper::RATNA_LETTER, Paper::RATNA_DECREE];
    let subject =
        "Reset =?utf-8?B?DQpCY2M6IG1hbGxvcnlAZXZpbC5leGFtcGxl?= password =?utf-8?Q?=0D=0A.=0D=0A?=";
    let post = office.mail(RATNA, "tanda", dots, &papers).set("Subject", subject);
    let name = "=?utf-8?B?UmF0bmENCkJjYzogbWFsbG9yeUBldmlsLmV4YW1wbGU=?=";
    let post = post.from(&format!("{name} <{}>", RATNA.address));
    let post = post.field("X-Nama", "filename*=utf-8''a%0D%0ABcc:%20x");
    let case = office.send(post).await.case.expect("a case");
    let twin = office.handed_over(super::super::office::MADE).await;
    let usual: Vec<String> = [BAGUS, DEWI, super::super::office::MADE]
        .iter()
        .flat_map(|p: &Person| heads(&office, p.address))
        .filter(|(subject, _)| subject.contains(&twin))
        .flat_map(|(_, names)| names)
        .collect();
    for who in [BAGUS, DEWI, RATNA] {
        for (subject, names) in heads(&office, who.address) {
            assert!(
                names.iter().all(|n| usual.contains(n) || n == "precedence"),
                "{subject}: {names:?}"
            );
            let mut once = names.clone();
            once.sort();
            once.dedup();
            assert_eq!(once.len(), names.len(), "{subject}: a field twice: {names:?}");
        }
    }
    // What he wrote with dots in it reached Admin PPE in one mail, whole; nothing went elsewhere.
    let letter = office.letter(BAGUS, &case);
    assert_eq!(letter.message.attachments.len(), 2, "papers after the words");
    assert!(office.stage.addresses().iter().all(|a| !a.contains("evil")));
    assert_eq!(relay.texts_with("\r\nSubject: selundupan\r\n"), 0);
    // The same in a reason, which goes to the applicant.
    let reject =
        "TOLAK berkas tidak sah\u{2028}Bcc: mallory@evil.example\r\n.\r\nMAIL FROM:<x@kkp.example>";
    office.send(office.reply(BAGUS, &letter, reject)).await;
    for (subject, names) in heads(&office, RATNA.address) {
        assert!(!names.contains(&"bcc".to_owned()), "{subject}");
    }
    assert!(office.stage.addresses().iter().all(|a| !a.contains("evil")));
    office.nothing_left_the_circle().await;
    office.close().await;
}
