//! Mails whose content is wrapped in what is no MIME: `winmail.dat`, S/MIME, uuencode, attached texts.
//! The wrappings are made here, byte by byte, as the programs that write them do.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
use data_encoding::BASE64;
use loket::mail::{Message, TrustSettings, attachment_bytes, parse};
use proptest::prelude::*;
use std::path::Path;

const PAPER: &[u8] = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n";
const WORDS: &str =
    "Yth. Helpdesk,\nMohon reset kata sandi akun AA.TELUK. Terlampir surat.\nSalam, Ratih";
const SECRET: &str = "Password lama : teluk2019!";

fn understood(raw: &[u8]) -> Message {
    parse(raw, &TrustSettings::default())
}

/// A TNEF stream of `(level, attribute, value)`.
fn tnef(attributes: &[(u8, u32, Vec<u8>)]) -> Vec<u8> {
    let mut stream = vec![0x78, 0x9f, 0x3e, 0x22, 1, 0];
    for (level, number, value) in attributes {
        stream.push(*level);
        stream.extend(number.to_le_bytes());
        stream.extend((value.len() as u32).to_le_bytes());
        stream.extend(value);
        let sum = value.iter().fold(0_u16, |sum, b| sum.wrapping_add(u16::from(*b)));
        stream.extend(sum.to_le_bytes());
    }
    stream
}

/// A list of MAPI properties `(type, id, value)` of variable size.
fn properties(list: &[(u16, u16, Vec<u8>)]) -> Vec<u8> {
    let mut bytes = (list.len() as u32 + 1).to_le_bytes().to_vec();
    // A named property first: readers must step over its name.
    bytes.extend([0x03, 0, 0x01, 0x80]);
    bytes.extend([7; 16]);
    bytes.extend([1, 0, 0, 0, 6, 0, 0, 0, b'a', 0, b'b', 0, 0, 0, 0, 0, 9, 0, 0, 0]);
    for (kind, id, value) in list {
        bytes.extend(kind.to_le_bytes());
        bytes.extend(id.to_le_bytes());
        bytes.extend([1, 0, 0, 0]);
        bytes.extend((value.len() as u32).to_le_bytes());
        bytes.extend(value);
        bytes.resize(bytes.len().next_multiple_of(4), 0);
    }
    bytes
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect()
}

/// Compressed RTF that uses no back reference: flags of zero before every eight bytes, then the end.
fn packed_rtf(rtf: &str) -> Vec<u8> {
    let mut packed = Vec::new();
    let mut chunks = rtf.as_bytes().chunks_exact(8);
    for chunk in &mut chunks {
        packed.push(0);
        packed.extend(chunk);
    }
    let rest = chunks.remainder();
    packed.push(1 << rest.len());
    packed.extend(rest);
    let end = (207 + rtf.len()) % 4_096;
    packed.extend([(end >> 4) as u8, (end << 4) as u8]);
    let mut whole = (packed.len() as u32 + 12).to_le_bytes().to_vec();
    whole.extend((rtf.len() as u32).to_le_bytes());
    whole.extend(b"LZFu\0\0\0\0");
    whole.extend(packed);
    whole
}

fn file(name: &str, bytes: &[u8]) -> Vec<(u8, u32, Vec<u8>)> {
    vec![
        (2, 0x0006_9002, vec![0; 14]),
        (2, 0x0001_8010, b"SURAT~1.PDF\0".to_vec()),
        (2, 0x0006_800f, bytes.to_vec()),
        (2, 0x0006_9005, properties(&[(0x1f, 0x3707, wide(name))])),
    ]
}

/// A `winmail.dat` with words as RTF (plain or around HTML), one paper, and a letter within.
fn winmail(words: &str, html: bool) -> Vec<u8> {
    let rtf = if html {
        let body = words.replace('\n', "\\htmlrtf \\par\\htmlrtf0 {\\*\\htmltag241 <br>}");
        format!(
            "{{\\rtf1\\ansi\\ansicpg1252\\fromhtml1{{\\fonttbl{{\\f0 Arial;}}}}{{\\*\\htmltag64 <p>}}{body}{{\\*\\htmltag72 </p>}}}}"
        )
    } else {
        let body = words.replace('\n', "\\par ");
        format!("{{\\rtf1\\ansi{{\\fonttbl{{\\f0 Arial;}}}}\\pard\\f0 {body}\\u8364?\\'e9}}")
    };
    let mut inner = vec![(1, 0x0006_9007, vec![0xe4, 4, 0, 0, 0, 0, 0, 0])];
    let told = properties(&[(0x1f, 0x1000, wide("Surat lama di dalam surat."))]);
    inner.push((1, 0x0006_9003, told));
    inner.extend(file("SK lama.pdf", b"%PDF-1.5 lama"));
    let mut object = b"\x07\x03\x02\0\0\0\0\0\xc0\0\0\0\0\0\0\x46".to_vec();
    object.extend(tnef(&inner));
    let mut all = vec![(1, 0x0006_9007, vec![0xe4, 4, 0, 0, 0, 0, 0, 0])];
    all.push((1, 0x0006_9003, properties(&[(0x102, 0x1009, packed_rtf(&rtf))])));
    all.extend(file("Surat Permohonan Reset – Ratih.pdf", PAPER));
    all.push((2, 0x0006_9002, vec![0; 14]));
    all.push((2, 0x0001_8010, b"Surat lama\0".to_vec()));
    all.push((2, 0x0006_9005, properties(&[(0x0d, 0x3701, object)])));
    tnef(&all)
}

fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = (content.len() as u32).to_be_bytes();
    [&[tag, 0x84][..], &length, content].concat()
}

/// An opaque-signed container of S/MIME without signers.
fn opaque(inner: &[u8]) -> Vec<u8> {
    let data = der(6, &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1]);
    let info = der(0x30, &[data, der(0xa0, &der(4, inner))].concat());
    let fields = [der(2, &[1]), der(0x31, &[]), info, der(0x31, &[])].concat();
    let kind = der(6, &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2]);
    der(0x30, &[kind, der(0xa0, &der(0x30, &fields))].concat())
}

fn uuencoded(bytes: &[u8], name: &str) -> String {
    let letter = |v: u32| char::from(if v == 0 { 0x60 } else { 0x20 + (v & 0x3f) as u8 });
    let mut text = format!("begin 644 {name}\r\n");
    for line in bytes.chunks(45) {
        text.push(letter(line.len() as u32));
        for group in line.chunks(3) {
            let at = |n: usize| u32::from(group.get(n).copied().unwrap_or(0));
            let all = at(0) << 16 | at(1) << 8 | at(2);
            text.extend([18, 12, 6, 0].map(|shift| letter(all >> shift & 0x3f)));
        }
        text.push_str("\r\n");
    }
    text + "`\r\nend\r\n"
}

fn base64(bytes: &[u8]) -> String {
    BASE64
        .encode(bytes)
        .as_bytes()
        .chunks(76)
        .map(|l| format!("{}\r\n", String::from_utf8_lossy(l)))
        .collect()
}

const HEAD: &str = "From: Ratih <ratih@teluk.example>\r\nTo: helpdesk@kkp.example\r\nSubject: Reset\r\nMessage-ID: <w1@teluk.example>\r\nMIME-Version: 1.0\r\n";

fn encoded(kind: &str, bytes: &[u8]) -> Vec<u8> {
    format!(
        "{HEAD}Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n\r\n{}",
        base64(bytes)
    )
    .into_bytes()
}

/// A mail of a text and one encoded file.
fn with_file(kind: &str, bytes: &[u8]) -> Vec<u8> {
    format!(
        "{HEAD}Content-Type: multipart/mixed; boundary=bb\r\n\r\n--bb\r\nContent-Type: text/plain\r\n\r\nTerlampir.\r\n--bb\r\n\
         Content-Type: {kind}\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\n{}--bb--\r\n",
        base64(bytes)
    )
    .into_bytes()
}

fn signed(words: &str) -> Vec<u8> {
    let inner = format!(
        "Content-Type: multipart/mixed; boundary=ii\r\n\r\n--ii\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{words}\r\n--ii\r\n\
         Content-Type: application/pdf; name=surat.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n{}--ii--\r\n",
        base64(PAPER)
    );
    encoded(
        "application/pkcs7-mime; smime-type=signed-data; name=smime.p7m",
        &opaque(inner.as_bytes()),
    )
}

fn names(message: &Message) -> Vec<&str> {
    message.attachments.iter().map(|a| a.name.as_str()).collect()
}

#[test]
fn winmail_gives_its_words_and_its_files() {
    for html in [false, true] {
        let raw = encoded("application/ms-tnef; name=winmail.dat", &winmail(WORDS, html));
        let message = understood(&raw);
        let end = if html { "" } else { "€é" };
        assert_eq!(message.text, format!("{WORDS}{end}"));
        assert_eq!(
            names(&message),
            ["Surat Permohonan Reset – Ratih.pdf", "SK lama.pdf", "Surat lama"]
        );
        let paper = &message.attachments[0];
        assert_eq!(attachment_bytes(&raw, &paper.sha256).unwrap(), PAPER);
        assert_eq!(paper.media_type, "application/pdf");
        assert_eq!(paper.within.as_deref(), Some("winmail.dat"));
        let bytes = attachment_bytes(&raw, &message.attachments[1].sha256).unwrap();
        assert_eq!(bytes, b"%PDF-1.5 lama");
    }
}

#[test]
fn the_mails_own_words_go_before_those_of_winmail() {
    let raw = with_file("application/octet-stream; name=winmail.dat", &winmail(WORDS, true));
    let message = understood(&raw);
    assert_eq!(message.text, "Terlampir.");
    assert_eq!(names(&message).len(), 3);
}

#[test]
fn a_cut_winmail_stays_beside_what_could_be_read() {
    let whole = winmail(WORDS, false);
    let message =
        understood(&encoded("application/ms-tnef; name=winmail.dat", &whole[..whole.len() - 40]));
    assert!(names(&message).contains(&"winmail.dat"));
    assert!(names(&message).contains(&"Surat Permohonan Reset – Ratih.pdf"));
    assert!(message.defects.iter().any(|d| d.contains("winmail.dat")), "{:?}", message.defects);
}

#[test]
fn a_signed_mail_is_read_as_if_it_were_not() {
    let message = understood(&signed(WORDS));
    assert_eq!(message.text, WORDS);
    assert_eq!(names(&message), ["surat.pdf"]);
    let document =
        understood(&with_file("application/octet-stream; name=\"SK.pdf.p7m\"", &opaque(PAPER)));
    assert_eq!(names(&document), ["SK.pdf"]);
    assert_eq!(document.attachments[0].media_type, "application/pdf");
}

#[test]
fn uuencoded_files_leave_the_text() {
    let text = format!("{WORDS}\r\n\r\n{}\r\nTerima kasih\r\n", uuencoded(PAPER, "surat.pdf"));
    let message = understood(format!("{HEAD}\r\n{text}").as_bytes());
    assert_eq!(names(&message), ["surat.pdf"]);
    assert!(
        message.text.starts_with(WORDS) && message.text.ends_with("Terima kasih"),
        "{}",
        message.text
    );
    let encoded = uuencoded(PAPER, "surat.pdf");
    let part = format!(
        "{HEAD}Content-Type: application/pdf; name=surat.pdf\r\nContent-Transfer-Encoding: x-uuencode\r\n\r\n{encoded}"
    );
    assert_eq!(
        attachment_bytes(part.as_bytes(), &understood(part.as_bytes()).attachments[0].sha256)
            .unwrap(),
        PAPER
    );
}

/// Every mail that tells a password inside a wrapping, by the name of the wrapping.
fn telling() -> Vec<(&'static str, Vec<u8>)> {
    let words = format!("{WORDS}\n{SECRET}\n");
    let mail = format!("From: x@teluk.example\r\nSubject: lama\r\n\r\n{words}");
    let coded = format!(
        "From: x@teluk.example\r\nContent-Transfer-Encoding: base64\r\n\r\n{}",
        base64(words.as_bytes())
    );
    let deep = format!("From: y@teluk.example\r\nContent-Type: message/rfc822\r\n\r\n{coded}");
    let papers = format!(
        "From: x@teluk.example\r\nContent-Type: multipart/mixed; boundary=cc\r\n\r\n--cc\r\n\r\n{words}\r\n--cc\r\nContent-Type: application/pdf; name=dalam.pdf\r\n\r\n%PDF-1.4 dalam\r\n--cc--\r\n"
    );
    let html = format!("<p>{WORDS}</p><p><b>Password</b> lama : <i>teluk2019!</i></p>");
    let rtf = format!("{{\\rtf1\\ansi {}}}", words.replace('\n', "\\par "));
    let whole = winmail(&words, false);
    let cut = whole[..whole.len() - 40].to_vec();
    let text = format!("{HEAD}\r\nTerlampir.\r\n{}\r\n", uuencoded(words.as_bytes(), "akun.txt"));
    vec![
        ("winmail", encoded("application/ms-tnef; name=winmail.dat", &winmail(&words, false))),
        ("winmail html", encoded("application/ms-tnef; name=winmail.dat", &winmail(&words, true))),
        (
            "winmail beside",
            with_file("application/ms-tnef; name=winmail.dat", &winmail(&words, true)),
        ),
        ("winmail cut", encoded("application/ms-tnef", &cut)),
        ("signed", signed(&words)),
        ("uuencoded", text.into_bytes()),
        ("text file", with_file("text/plain; name=akun.txt", words.as_bytes())),
        ("text as bytes", with_file("application/octet-stream; name=akun.txt", words.as_bytes())),
        ("html file", with_file("text/html; name=akun.html", html.as_bytes())),
        ("rtf file", with_file("application/rtf; name=akun.rtf", rtf.as_bytes())),
        ("attached mail", with_file("message/rfc822", mail.as_bytes())),
        ("attached base64 mail", with_file("message/rfc822", coded.as_bytes())),
        ("mail in mail", with_file("message/rfc822", deep.as_bytes())),
        ("mail with papers", with_file("message/rfc822", papers.as_bytes())),
    ]
}

/// Whether the password can be got out of a kept mail, in clear or by its wrapping.
fn leaks(kept: &[u8]) -> bool {
    let read = understood(kept);
    let files = read.attachments.iter().filter_map(|a| attachment_bytes(kept, &a.sha256));
    let all: Vec<Vec<u8>> = files.chain([kept.to_vec(), read.text.into_bytes()]).collect();
    let secret = "teluk2019!";
    let forms = [secret.as_bytes().to_vec(), wide(secret)];
    all.iter().any(|bytes| forms.iter().any(|form| bytes.windows(form.len()).any(|w| w == form)))
}

#[test]
fn no_kept_mail_holds_a_wrapped_password() {
    for (name, raw) in telling() {
        let message = understood(&raw);
        let kept = message.redacted.unwrap_or_else(|| panic!("{name}: nothing was masked"));
        assert!(!leaks(&kept), "{name}");
        let again = understood(&kept);
        assert!(again.redacted.is_none(), "{name}: masking once is enough");
        let told = |list: &[loket::mail::Attachment]| {
            list.iter()
                .filter(|a| a.media_type == "application/pdf")
                .map(|a| a.sha256.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(told(&again.attachments), told(&message.attachments), "{name}: papers are kept");
    }
}

#[test]
fn a_wrapped_mail_without_password_is_kept_as_it_is() {
    for raw in [signed(WORDS), encoded("application/ms-tnef", &winmail(WORDS, true))] {
        assert!(understood(&raw).redacted.is_none());
    }
}

/// The corpus holds what is made here, so that it can be read without this code.
#[test]
fn the_corpus_has_one_of_each() {
    let text = format!("{WORDS}\r\n\r\n{}\r\nTerima kasih\r\n", uuencoded(PAPER, "surat.pdf"));
    for (name, raw) in [
        (
            "outlook_winmail",
            with_file("application/ms-tnef; name=winmail.dat", &winmail(WORDS, true)),
        ),
        (
            "outlook_winmail_saja",
            encoded("application/ms-tnef; name=winmail.dat", &winmail(WORDS, false)),
        ),
        ("smime_tertutup", signed(WORDS)),
        ("uuencode", format!("{HEAD}\r\n{text}").into_bytes()),
    ] {
        let path =
            Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/data/mail/{name}.eml"));
        if std::env::var_os("INSTA_UPDATE").is_some() {
            std::fs::write(&path, &raw).unwrap();
        }
        assert_eq!(std::fs::read(&path).unwrap(), raw, "{name}");
    }
}

proptest! {
    #[test]
    fn damaged_wrappings_never_panic(at in any::<u32>(), byte: u8, end in any::<u32>(), html: bool, which in 0usize..2) {
        let mut bytes = if which == 0 { winmail(WORDS, html) } else { opaque(WORDS.as_bytes()) };
        let kind = ["application/ms-tnef", "application/pkcs7-mime"][which];
        let at = at as usize % bytes.len();
        bytes[at] ^= byte;
        let _ = understood(&encoded(kind, &bytes));
        bytes.truncate(end as usize % bytes.len() + 1);
        let raw = encoded(kind, &bytes);
        for file in understood(&raw).attachments {
            prop_assert!(attachment_bytes(&raw, &file.sha256).is_some());
        }
    }
}
